#include "tessera/nn/data/mnist.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "tessera/nn/data/data.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using data::datasets::MNIST;

// An IDX file of n times the given sizes, with values 0, 1, ...
void Write(const std::string& name, const std::string& sizes, int n) {
  std::ofstream file(std::string(std::getenv("TEST_TMPDIR")) + "/" + name,
                     std::ios::binary);
  file << std::string("\0\0\x08", 3) << static_cast<char>(sizes.size());
  for (const char s : sizes) file << std::string(3, '\0') << s;
  for (int i = 0; i < n; ++i) file << static_cast<char>(i * 51);
}

TEST(MnistTest, F01_ReadsItsFiles) {
  const std::string root = std::getenv("TEST_TMPDIR");
  Write("train-images-idx3-ubyte", std::string("\x03\x01\x02", 3), 6);
  Write("train-labels-idx1-ubyte", std::string("\x03", 1), 3);
  MNIST train(root);
  EXPECT_TRUE(train.is_train());
  EXPECT_EQ(*train.size(), 3u);
  EXPECT_EQ(train.images().sizes(), IntArrayRef({3, 1, 1, 2}));
  EXPECT_EQ(train.images().dtype(), kFloat32);
  EXPECT_EQ(train.targets().dtype(), kInt64);
  EXPECT_EQ(train.get(2).data.sizes(), IntArrayRef({1, 1, 2}));
  EXPECT_FLOAT_EQ(train.get(1).data[0][0][1].item<float>(), 0.6f);
  EXPECT_EQ(train.get(2).target.item<int64_t>(), 102);
  auto batch = MNIST(root)
                   .map(data::transforms::Normalize<>(0.5, 0.5))
                   .map(data::transforms::Stack<>())
                   .get_batch({0, 2});
  EXPECT_EQ(batch.data.sizes(), IntArrayRef({2, 1, 1, 2}));
  EXPECT_FLOAT_EQ(batch.data[0][0][0][0].item<float>(), -1);
  ExpectError<IndexError>([&] { train.get(3); }, {"MNIST", "3"});
}

TEST(MnistTest, F05_BadFiles) {
  const std::string root = std::getenv("TEST_TMPDIR");
  ExpectError<FileError>([&] { MNIST(root, MNIST::Mode::kTest); },
                         {"t10k-images-idx3-ubyte"});
  Write("t10k-images-idx3-ubyte", std::string("\x02\x01\x01", 3), 2);
  Write("t10k-labels-idx1-ubyte", std::string("\x03", 1), 3);
  ExpectError<ValueError>([&] { MNIST(root, MNIST::Mode::kTest); },
                          {"[2, 1, 1]", "[3]", root.c_str()});
}

}  // namespace
}  // namespace tessera
