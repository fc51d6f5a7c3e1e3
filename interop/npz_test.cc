#include "tessera/interop/npz.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/file.h"
#include "tessera/interop/zip.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

std::string Path(const char* name) { return ::testing::TempDir() + "/" + name; }

std::string Zip(const std::function<void(ZipWriter*)>& fill,
                uint64_t zip64_from = 0xffffffff) {
  std::string out;
  ZipWriter zip([&](std::string_view bytes) { out += bytes; }, zip64_from);
  fill(&zip);
  zip.Finish();
  return out;
}

std::string Contents(const std::string& bytes, const ZipMember& member) {
  std::string scratch;
  return std::string(ZipMemberBytes(bytes, member, "f.zip", &scratch));
}

TEST(NpzTest, N13_ReadsNumPysFiles) {
  for (const char* name : {"stored", "deflated"}) {
    const NamedTensors arrays =
        load_npz(std::string("interop/testdata/") + name + ".npz");
    ASSERT_EQ(arrays.size(), 2u);
    EXPECT_EQ(arrays[0].first, "x");
    EXPECT_EQ(arrays[0].second.scalar_type(), kFloat64);
    EXPECT_EQ(Sizes(arrays[0].second), (std::vector<int64_t>{2, 3}));
    EXPECT_EQ(Values(arrays[0].second),
              (std::vector<double>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(arrays[1].first, "b\u00e9");
    EXPECT_EQ(arrays[1].second.scalar_type(), kBool);
    for (int i = 0; i < 40; ++i) {
      EXPECT_EQ(Values(arrays[1].second)[static_cast<size_t>(i)], i % 3 > 0);
    }
  }
}

TEST(NpzTest, N13_RoundTripOfEveryDType) {
  NamedTensors all;
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    if (dtype == kBFloat16) continue;
    const Tensor t = empty({3, 4}, dtype);
    for (int i = 0; i < 12; ++i) t[i / 4][i % 4].fill_(i % 5);
    all.emplace_back(name(dtype), t);
    all.emplace_back(std::string(name(dtype)) + ".t", t.t());
  }
  all.emplace_back("scalar", tensor(1.5));
  all.emplace_back("empty", empty({0, 3}));
  for (const bool compressed : {false, true}) {
    save_npz(Path("a.npz"), all, compressed);
    const NamedTensors back = load_npz(Path("a.npz"));
    ASSERT_EQ(back.size(), all.size());
    for (size_t i = 0; i < all.size(); ++i) {
      EXPECT_EQ(back[i].first, all[i].first);
      EXPECT_EQ(back[i].second.scalar_type(), all[i].second.scalar_type());
      EXPECT_EQ(Sizes(back[i].second), Sizes(all[i].second));
      EXPECT_EQ(Values(back[i].second), Values(all[i].second));
    }
  }
  // Deflated zeros are far smaller.
  save_npz(Path("z.npz"), {{"z", empty({100000}, kUInt8).zero_()}}, true);
  EXPECT_LT(ReadFile(Path("z.npz")).size(), 1000u);
  EXPECT_EQ(load_npz(Path("z.npz"))[0].second.numel(), 100000);
  save_npz(Path("none.npz"), {});
  EXPECT_TRUE(load_npz(Path("none.npz")).empty());
}

TEST(NpzTest, N13_RefusedLeavesTheFile) {
  const std::string path = Path("kept.npz");
  save_npz(path, {{"x", tensor({1, 2})}});
  const std::string before = ReadFile(path);
  const Tensor x = tensor({1.0, 2.0});
  ExpectError<ValueError>(
      [&] {
        save_npz(path, {{"x", x}, {"x", x}});
      },
      {"x.npy", "twice"});
  ExpectError<ValueError>([&] { save_npz(path, {{"", x}}); }, {"name"});
  ExpectError<ValueError>([&] { save_npz(path, {{"\xff", x}}); }, {"UTF-8"});
  ExpectError<ValueError>(
      [&] {
        save_npz(path, {{"x", x}, {"y", Tensor()}});
      },
      {"save_npz", "undefined"});
  ExpectError<DTypeError>(
      [&] {
        save_npz(path, {{"x", x}, {"y", empty({2}, kBFloat16)}});
      },
      {"bfloat16"});
  ExpectError<AutogradError>(
      [&] {
        save_npz(path, {{"w", empty({2}).requires_grad_()}});
      },
      {"save_npz", "detach()"});
  ExpectError<FileNotFoundError>([&] { save_npz("/nowhere/x.npz", {}); },
                                 {"/nowhere"});
  EXPECT_EQ(ReadFile(path), before);
  ExpectError<FileNotFoundError>([] { load_npz("/nowhere/x.npz"); },
                                 {"/nowhere/x.npz"});
}

TEST(NpzTest, N13_RefusedMembers) {
  const auto refused = [](const char* name, const std::string& bytes,
                          std::initializer_list<const char*> words) {
    const std::string npz =
        Zip([&](ZipWriter* zip) { zip->Add(name, {bytes}, true); });
    ExpectError<FileError>([&] { ParseNpz(npz, "f.npz"); }, words);
  };
  refused("readme.txt", "hello", {"f.npz", "readme.txt", "ends in .npy"});
  refused("o.npy", ReadFile("interop/testdata/object.npy"),
          {"f.npz", "o.npy", "objects", "pickle"});
  refused("r.npy", ReadFile("interop/testdata/record.npy"),
          {"r.npy", "records"});
  refused("s.npy", "\x93NUMPY", {"s.npy", "header"});
  // Big-endian and Fortran order come as in a .npy file.
  const std::string npz = Zip([&](ZipWriter* zip) {
    zip->Add("b.npy", {ReadFile("interop/testdata/big_endian.npy")}, false);
    zip->Add("f.npy", {ReadFile("interop/testdata/fortran.npy")}, true);
  });
  for (const auto& [name, t] : ParseNpz(npz, "f.npz")) {
    EXPECT_EQ(Values(t), (std::vector<double>{0, 1, 2, 3, 4, 5})) << name;
  }
}

TEST(ZipTest, RoundTripWithAndWithoutZip64) {
  const std::string text(70000, 'a');
  // Nothing, data, and offsets too in 64 bits.
  for (const uint64_t from : {0xffffffffull, 60000ull, 1ull}) {
    const std::string bytes = Zip(
        [&](ZipWriter* zip) {
          zip->Add("stored", {"ab", "", "cd"}, false);
          zip->Add("deflated", {text, "b"}, true);
          zip->Add("nothing", {}, false);
          zip->Add("nothing deflated", {}, true);
          zip->Add("\u00e9", {text}, false);
        },
        from);
    const std::vector<ZipMember> members = ParseZip(bytes, "f.zip");
    ASSERT_EQ(members.size(), 5u);
    EXPECT_EQ(Contents(bytes, members[0]), "abcd");
    EXPECT_EQ(Contents(bytes, members[1]), text + "b");
    EXPECT_LT(members[1].packed_size, 500u);
    EXPECT_EQ(Contents(bytes, members[2]), "");
    EXPECT_EQ(Contents(bytes, members[3]), "");
    EXPECT_EQ(members[4].name, "\u00e9");
    EXPECT_EQ(Contents(bytes, members[4]), text);
  }
  // More members than 16 bits count.
  const std::string many = Zip([](ZipWriter* zip) {
    for (int i = 0; i < 65536; ++i) zip->Add(std::to_string(i), {}, false);
  });
  EXPECT_EQ(ParseZip(many, "f.zip").size(), 65536u);
}

TEST(ZipTest, RefusedFiles) {
  const std::string good = Zip([](ZipWriter* zip) {
    zip->Add("one", {"first"}, false);
    zip->Add("two", {"second second second"}, true);
  });
  const auto read = [](const std::string& bytes) {
    for (const ZipMember& m : ParseZip(bytes, "f.zip")) Contents(bytes, m);
  };
  const auto refused = [&](const std::string& bytes,
                           std::initializer_list<const char*> words) {
    ExpectError<FileError>([&] { read(bytes); }, words);
  };
  read(good);
  read(good.substr(0, good.size() - 2) + std::string("\3\0abc", 5));  // comment
  refused("", {"f.zip", "0 bytes"});
  refused(std::string(100, 'x'), {"f.zip", "end"});
  // Cut off anywhere.
  for (size_t n = 0; n < good.size(); ++n) refused(good.substr(0, n), {});
  refused("x" + good, {"directory"});
  refused(good + "x", {"end"});

  const size_t directory = good.find("PK\1\2");
  const size_t second = good.find("PK\1\2", directory + 4);
  const size_t data = good.find("first");
  const auto with = [&](size_t at, const std::string& change) {
    std::string bytes = good;
    return bytes.replace(at, change.size(), change);
  };
  refused(with(data, "F"), {"one", "CRC"});
  refused(with(directory + 16, "x"), {"one", "CRC"});
  refused(with(directory + 8, "\1"), {"one", "encrypted"});
  refused(with(directory + 10, "\14"), {"one", "method 12"});
  refused(with(directory + 24, "\6"), {"one", "6 bytes", "got 5"});
  refused(with(directory + 42, "\1"), {"one", "header", "byte 1"});
  refused(with(second + 42, std::string(4, '\0')), {"two", "header"});
  refused(with(second + 24, "\1"), {"two", "1 bytes", "more"});
  refused(with(second + 24, "\xff"), {"two", "255 bytes", "fewer"});
  refused(with(second + 46, "ten"), {"ten", "same name"});
  refused(with(directory + 46, std::string("o\0e", 3)), {"UTF-8"});
  refused(with(directory + 46, "\xff"), {"UTF-8"});
  // Without the flag the name would be in another code page.
  std::string unflagged = with(directory + 46, "\xc3\xa9y");
  unflagged[directory + 9] = '\0';
  refused(unflagged, {"UTF-8"});
  // A size that the file cannot hold costs no memory.
  refused(with(second + 24, "\xfe\xff\xff\xff"), {"4294967294", "fewer"});
  refused(with(good.size() - 22 + 4, "\1"), {"one part"});
  refused(with(good.size() - 22 + 8, std::string("\7\0\7", 3)), {"7 members"});
  refused(with(good.size() - 22 + 8, std::string("\1\0\1", 3)), {"1 members"});
  refused(with(good.size() - 22 + 16, "\1"), {"directory"});

  // Two members of one name, and two over the same bytes.
  std::string twice = Zip([](ZipWriter* zip) {
    zip->Add("one", {"first"}, false);
    zip->Add("two", {"first"}, false);
  });
  std::string same_name = twice;
  for (size_t at; (at = same_name.find("two")) != same_name.npos;) {
    same_name.replace(at, 3, "one");
  }
  refused(same_name, {"one", "twice"});
  const size_t entry = twice.find("PK\1\2");
  const size_t other = twice.find("PK\1\2", entry + 4);
  twice.replace(other, other - entry, twice.substr(entry, other - entry));
  refused(twice, {"overlap"});
}

}  // namespace
}  // namespace tessera
