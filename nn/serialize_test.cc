#include "tessera/nn/serialize.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "tessera/interop/file.h"
#include "tessera/interop/npy.h"
#include "tessera/interop/safetensors.h"
#include "tessera/nn/linear.h"
#include "tessera/nn/optim/optim.h"
#include "tessera/nn/sequential.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

std::string Path(const std::string& name) {
  return ::testing::TempDir() + "/" + name;
}

std::string BytesOf(const Tensor& t) {
  const Tensor c = t.detach().contiguous();
  return std::string(static_cast<const char*>(c.data_ptr()), c.nbytes());
}

void ExpectSame(const Tensor& a, const Tensor& b) {
  EXPECT_EQ(a.scalar_type(), b.scalar_type());
  EXPECT_EQ(a.sizes(), b.sizes());
  if (a.numel() > 0) {
    EXPECT_EQ(BytesOf(a), BytesOf(b));
  }
}

TEST(SerializeTest, F03_TensorOfEveryDtype) {
  const std::string path = Path("every.safetensors");
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    SCOPED_TRACE(name(dtype));
    std::vector<Tensor> saved;
    saved.push_back(arange(6).view({2, 3}).to(dtype));
    saved.push_back(saved[0].t());  // other strides
    saved.push_back(saved[0][1][2]);
    saved.push_back(zeros({0, 3}, dtype));
    save(saved, path);
    std::vector<Tensor> loaded;
    load(loaded, path);
    ASSERT_EQ(loaded.size(), saved.size());
    for (size_t i = 0; i < saved.size(); ++i) ExpectSame(loaded[i], saved[i]);
    Tensor one;
    save(saved[0], path);
    load(one, path);
    ExpectSame(one, saved[0]);
    EXPECT_FALSE(one.requires_grad());
  }
  const Tensor p = ones({2}).requires_grad_();
  std::stringstream stream;
  save(p, stream);
  Tensor q;
  load(q, stream);
  EXPECT_TRUE(q.requires_grad());
  EXPECT_TRUE(q.is_leaf());
}

TEST(SerializeTest, F03_ModuleKeepsIdentity) {
  const std::string path = Path("net.safetensors");
  manual_seed(1);
  nn::Sequential a(nn::Linear(3, 4), nn::Identity(), nn::Linear(4, 2));
  nn::Sequential b(nn::Linear(3, 4), nn::Identity(), nn::Linear(4, 2));
  save(a, path);
  const Tensor weight = b->at<nn::LinearImpl>(0).weight;
  load(b, path);
  EXPECT_TRUE(b->at<nn::LinearImpl>(0).weight.is_same(weight));
  EXPECT_TRUE(weight.requires_grad());
  for (const auto& item : a->named_parameters()) {
    ExpectSame(item.value(), b->named_parameters()[item.key()]);
  }
  // A file that other tools read: the state dict's names.
  std::vector<std::string> names;
  for (const auto& [name, tensor] : LoadSafetensors(path)) {
    names.push_back(name);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"0.bias", "0.weight", "2.bias",
                                             "2.weight"}));
  std::shared_ptr<nn::SequentialImpl> shared = b.ptr();
  load(shared, path);
  nn::Linear other(3, 4);
  const std::string before = BytesOf(other->weight);
  EXPECT_THROW_NAMING(load(other, path), ValueError, "Missing key(s)",
                      "\"weight\"", "\"bias\"", "Linear");
  EXPECT_EQ(BytesOf(other->weight), before);
}

TEST(SerializeTest, F03_ValuesInMetadata) {
  constexpr double kInf = std::numeric_limits<double>::infinity();
  serialize::OutputArchive out;
  out.write("i", std::numeric_limits<int64_t>::min());
  out.write("d", 0.1);
  out.write("bad", std::vector<double>{-kInf, std::nan(""), 1e-310});
  out.write("b", true);
  out.write("s", "caf\xc3\xa9 \"x\"\n");
  out.write("is", std::vector<int64_t>{1, -2});
  out.write("empty", serialize::OutputArchive());
  out.write("t", ones({1}));
  const std::string path = Path("values.safetensors");
  out.save_to(path);
  serialize::InputArchive in, empty;
  in.load_from(path);
  int64_t i = 0;
  double d = 0;
  bool b = false;
  std::string s;
  serialize::Value bad, is;
  in.read("i", i);
  in.read("d", d);
  in.read("bad", bad);
  in.read("b", b);
  in.read("s", s);
  in.read("is", is);
  in.read("empty", empty);
  EXPECT_EQ(i, std::numeric_limits<int64_t>::min());
  EXPECT_EQ(d, 0.1);
  EXPECT_EQ(bad.toDoubleVector()[0], -kInf);
  EXPECT_TRUE(std::isnan(bad.toDoubleVector()[1]));
  EXPECT_EQ(bad.toDoubleVector()[2], 1e-310);
  EXPECT_TRUE(b);
  EXPECT_EQ(s, "caf\xc3\xa9 \"x\"\n");
  EXPECT_EQ(is.toIntVector(), (std::vector<int64_t>{1, -2}));
}

TEST(SerializeTest, F05_BadFiles) {
  const std::string path = Path("bad.safetensors");
  Tensor t = ones({2});
  const auto expect = [&](const std::string& bytes) {
    WriteFileAtomically(path, bytes);
    EXPECT_THROW_NAMING(load(t, path), FileError, "bad.safetensors");
    EXPECT_EQ(t.numel(), 2);
  };
  expect("");
  expect("junk that is no file of ours");
  std::string huge(8, '\0');
  huge[7] = 0x10;  // 2^60
  expect(huge + "{}");
  std::stringstream stream;
  save(ones({100}), stream);
  expect(stream.str().substr(0, stream.str().size() - 5));
  EXPECT_THROW_NAMING(load(t, Path("none/x")), FileNotFoundError, "none/x");
  EXPECT_THROW_NAMING(save(t, Path("none/x")), FileError, "none/x");
  SaveSafetensors(path, {{"tensor", ones({1})}},
                  {{"tessera", "{\"version\":1,\"values\":[]}"}});
  EXPECT_THROW_NAMING(load(t, path), FileError, "bad.safetensors",
                      "damaged metadata");
  SaveSafetensors(path, {{"other", ones({1})}});
  EXPECT_THROW_NAMING(load(t, path), ValueError, "'tensor'");
  EXPECT_EQ(t.numel(), 2);
  EXPECT_THROW_NAMING(save(Tensor(), path), ValueError, "undefined");
}

TEST(SerializeTest, F06_SafetensorsTensors) {
  const std::string path = Path("f06.safetensors");
  SaveSafetensors(path,
                  {{"b", ones({2}, kBFloat16)},
                   {"a", arange(3)},
                   {"z", zeros({0})},
                   {"s", tensor(2.5)}},
                  {{"note", "x"}});
  std::map<std::string, std::string> metadata;
  const NamedTensors loaded = LoadSafetensors(path, &metadata);
  EXPECT_EQ(metadata["note"], "x");
  EXPECT_EQ(loaded.size(), 4u);
  for (const auto& [name, tensor] : loaded) {
    if (name == "s") {
      EXPECT_EQ(tensor.item<double>(), 2.5);
    }
  }
  EXPECT_THROW_NAMING(
      SaveSafetensors(path, {{"c", zeros({1}, kComplexDouble)}}), DTypeError,
      "complex128");
  EXPECT_THROW_NAMING(
      SaveSafetensors(path, {{"c", zeros({1})}, {"c", zeros({1})}}), ValueError,
      "c");
  EXPECT_EQ(LoadSafetensors(path).size(), 4u);  // as it was
}

TEST(SerializeTest, N_Npy) {
  const std::string path = Path("a.npy");
  for (const DType dtype :
       {kBool, kUInt16, kInt64, kHalf, kFloat64, kComplexFloat}) {
    const Tensor t = arange(6).view({2, 3}).to(dtype);
    save_npy(path, t);
    ExpectSame(load_npy(path), t);
    save_npy(path, t.t());
    ExpectSame(load_npy(path), t.t());
  }
  save_npy(path, tensor(1.5));
  EXPECT_EQ(load_npy(path).item<double>(), 1.5);
  save_npy(path, zeros({0, 2}));
  EXPECT_EQ(load_npy(path).sizes(), IntArrayRef({0, 2}));
  EXPECT_THROW_NAMING(save_npy(path, ones({2, 3}).requires_grad_()),
                      AutogradError, "numpy", "requires grad", "detach()",
                      "float32[2,3]");
  EXPECT_THROW_NAMING(save_npy(path, ones({1}, kBFloat16)), DTypeError,
                      "bfloat16");
  // Written by hand: big-endian and in Fortran order.
  std::string header =
      "{'descr': '>i2', 'fortran_order': True, 'shape': (2, 2), }";
  header.resize(117, ' ');
  std::string file("\x93NUMPY\x01\x00", 8);
  file += static_cast<char>(118);
  file += '\0';
  file += header + "\n" + std::string("\0\1\0\2\0\3\1\4", 8);
  WriteFileAtomically(path, file);
  const Tensor f = load_npy(path);
  EXPECT_EQ(f.sizes(), IntArrayRef({2, 2}));
  EXPECT_EQ(f[1][0].item<int64_t>(), 2);
  EXPECT_EQ(f[0][1].item<int64_t>(), 3);
  EXPECT_EQ(f[1][1].item<int64_t>(), 260);
}

}  // namespace
}  // namespace tessera
