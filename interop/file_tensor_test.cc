#include "tessera/interop/file_tensor.h"

#include <cstdio>
#include <map>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"
#include "tessera/interop/npy.h"
#include "tessera/interop/safetensors.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

std::string Path(const char* name) { return ::testing::TempDir() + "/" + name; }

const std::vector<double> kSix = {0, 1, 2, 3, 4, 5};

bool IsMapped(const Tensor& t) { return t.storage().is_foreign(); }

TEST(MappedTest, N13_NpyOfEveryDType) {
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    if (dtype == kBFloat16) continue;
    const std::string path = Str("interop/testdata/", name(dtype), ".npy");
    const Tensor t = load_npy(path, true), u = load_npy(path);
    EXPECT_TRUE(IsMapped(t)) << name(dtype);
    EXPECT_FALSE(IsMapped(u));
    EXPECT_EQ(t.scalar_type(), dtype);
    EXPECT_EQ(t.sizes(), u.sizes());
    EXPECT_EQ(Values(t), Values(u));
  }
  const Tensor fortran = load_npy("interop/testdata/fortran.npy", true);
  EXPECT_TRUE(IsMapped(fortran));
  EXPECT_EQ(fortran.strides(), IntArrayRef({1, 2}));
  EXPECT_EQ(Values(fortran), kSix);
  EXPECT_EQ(load_npy("interop/testdata/scalar.npy", true).item<double>(), 1.5);
  EXPECT_EQ(load_npy("interop/testdata/empty.npy", true).sizes(),
            IntArrayRef({0, 3}));
  // Converted, so copied.
  const Tensor big = load_npy("interop/testdata/big_endian.npy", true);
  EXPECT_FALSE(IsMapped(big));
  EXPECT_EQ(Values(big), kSix);
  ExpectError<FileError>([] { load_npy("interop/testdata/object.npy", true); },
                         {"objects"});
}

TEST(MappedTest, N13_WritesStayInTheProcess) {
  const std::string path = Path("w.npy");
  save_npy(path, tensor({1.0, 2.0, 3.0}));
  const std::string before = ReadFile(path);
  const Tensor t = load_npy(path, true), other = load_npy(path, true);
  t.add_(1);
  t[0] = 9;
  EXPECT_EQ(Values(t), (std::vector<double>{9, 3, 4}));
  EXPECT_EQ(Values(other), (std::vector<double>{1, 2, 3}));
  EXPECT_EQ(ReadFile(path), before);
}

TEST(MappedTest, N13_TheStorageKeepsTheMapping) {
  const std::string path = Path("k.npy");
  save_npy(path, arange(100000));
  Tensor view;
  {
    const Tensor t = load_npy(path, true);
    view = t.slice(0, 99990);
  }
  // Replaced by rename, and gone.
  save_npy(path, zeros({3}));
  EXPECT_EQ(view[9].item<int64_t>(), 99999);
  EXPECT_EQ(std::remove(path.c_str()), 0);
  EXPECT_EQ(view[0].item<int64_t>(), 99990);
}

TEST(MappedTest, N13_CutOffIsAnErrorUpFront) {
  const std::string npy = ReadFile("interop/testdata/float64.npy");
  const std::string all = ReadFile("interop/testdata/all.safetensors");
  for (const size_t cut : {size_t{1}, size_t{8}, size_t{48}}) {
    WriteFileAtomically(Path("c.npy"), npy.substr(0, npy.size() - cut));
    ExpectError<FileError>([] { load_npy(Path("c.npy"), true); }, {"cut off"});
    WriteFileAtomically(Path("c.st"), all.substr(0, all.size() - cut));
    ExpectError<FileError>([] { LoadSafetensors(Path("c.st"), nullptr, true); },
                           {"cut off"});
  }
  WriteFileAtomically(Path("c.npy"), "");
  ExpectError<FileError>([] { load_npy(Path("c.npy"), true); }, {"empty"});
  ExpectError<FileNotFoundError>([] { load_npy("/nowhere/x.npy", true); }, {});
}

TEST(MappedTest, N13_Safetensors) {
  const char path[] = "interop/testdata/all.safetensors";
  std::map<std::string, std::string> metadata, mapped_metadata;
  const NamedTensors read = LoadSafetensors(path, &metadata);
  NamedTensors mapped = LoadSafetensors(path, &mapped_metadata, true);
  ASSERT_EQ(read.size(), mapped.size());
  EXPECT_EQ(metadata, mapped_metadata);
  int n = 0;
  for (size_t i = 0; i < read.size(); ++i) {
    const Tensor& t = mapped[i].second;
    EXPECT_EQ(mapped[i].first, read[i].first);
    EXPECT_EQ(t.scalar_type(), read[i].second.scalar_type());
    EXPECT_EQ(t.sizes(), read[i].second.sizes());
    EXPECT_EQ(Values(t), Values(read[i].second));
    n += IsMapped(t);
    const uintptr_t at = reinterpret_cast<uintptr_t>(t.data_ptr());
    EXPECT_EQ(at % elementSize(t.scalar_type()), 0u);
  }
  EXPECT_GT(n, 10);
  // One tensor alone keeps the file's pages.
  const Tensor last = mapped.back().second;
  const std::vector<double> values = Values(last);
  mapped.clear();
  EXPECT_EQ(Values(last), values);
}

// Another writer may put elements anywhere; bools may be damaged.
TEST(MappedTest, N13_UnalignedIsCopiedAndBoolsAreBools) {
  std::string json =
      R"({"b":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]},)"
      R"("x":{"dtype":"F64","shape":[1],"data_offsets":[3,11]}})";
  json.resize((json.size() + 7) / 8 * 8, ' ');
  std::string bytes(8, '\0');
  bytes[0] = static_cast<char>(json.size());
  double value = 2.5;
  bytes += json + std::string("\0\1\7", 3) +
           std::string(reinterpret_cast<char*>(&value), 8);
  WriteFileAtomically(Path("u.st"), bytes);
  const NamedTensors tensors = LoadSafetensors(Path("u.st"), nullptr, true);
  EXPECT_TRUE(IsMapped(tensors[0].second));
  EXPECT_EQ(static_cast<const char*>(tensors[0].second.data_ptr())[2], 1);
  EXPECT_FALSE(IsMapped(tensors[1].second));
  EXPECT_EQ(tensors[1].second.item<double>(), 2.5);
  EXPECT_EQ(ReadFile(Path("u.st")), bytes);
}

}  // namespace
}  // namespace tessera
