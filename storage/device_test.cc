#include "tessera/storage/device.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <cstring>
#include <map>
#include <sstream>
#include <string>
#include <type_traits>
#include <unordered_set>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/storage/allocator.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/storage.h"

namespace tessera {
namespace {

// The message of the E that f throws.
template <class E, class F>
std::string ErrorOf(F f) {
  try {
    f();
  } catch (const E& e) {
    return e.what();
  } catch (const std::exception& e) {
    return std::string("another exception: ") + e.what();
  }
  return "no exception";
}

#define EXPECT_CONTAINS(text, part) \
  EXPECT_NE((text).find(part), std::string::npos) << (text)

TEST(Device, ParsesAndPrints) {
  const struct {
    const char* text;
    DeviceType type;
    int index;
  } cases[] = {
      {"cpu", kCPU, -1},          {"cpu:0", kCPU, 0},
      {"cuda", kCUDA, -1},        {"cuda:0", kCUDA, 0},
      {"cuda:1", kCUDA, 1},       {"cuda:127", kCUDA, 127},
      {"test", kPrivateUse1, -1}, {"test2:3", kPrivateUse2, 3},
  };
  for (const auto& c : cases) {
    const Device d = c.text;
    EXPECT_EQ(d.type(), c.type) << c.text;
    EXPECT_EQ(d.index(), c.index) << c.text;
    EXPECT_EQ(d.has_index(), c.index >= 0) << c.text;
    EXPECT_EQ(d.str(), c.text);
    EXPECT_EQ(d, Device(c.type, static_cast<DeviceIndex>(c.index)));
    EXPECT_EQ(d, Device(std::string(c.text)));
    std::ostringstream printed;
    printed << d;
    EXPECT_EQ(printed.str(), c.text);
  }
}

TEST(Device, RefusesOtherStrings) {
  for (const std::string text : {"gpu",
                                 "cuda:",
                                 "cuda:-1",
                                 "cuda:x",
                                 "",
                                 "CUDA",
                                 "cuda:1:2",
                                 "cuda0",
                                 "cuda:01",
                                 "cuda:128",
                                 "cuda:999999999999",
                                 "cuda:1 ",
                                 " cuda",
                                 "cuda ",
                                 "cuda:+1",
                                 ":",
                                 ":0",
                                 "cu",
                                 "cudaa",
                                 "CPU",
                                 "cpu:"}) {
    const std::string error = ErrorOf<DeviceError>([&] { Device d(text); });
    EXPECT_CONTAINS(error, "device: ");
    EXPECT_CONTAINS(error, "'" + text + "'");
    EXPECT_CONTAINS(error, "'cpu', 'cuda', 'cuda:N'");
  }
  EXPECT_THROW(Device(static_cast<const char*>(nullptr)), DeviceError);
  const std::string error =
      ErrorOf<DeviceError>([] { Device d("a\nb" + std::string(1000, 'x')); });
  EXPECT_EQ(error.find('\n'), std::string::npos);
  EXPECT_LT(error.size(), 200u);
}

TEST(Device, RefusesIndices) {
  EXPECT_CONTAINS(ErrorOf<DeviceError>([] { Device d("cpu:1"); }), "index 1");
  EXPECT_THROW(Device(kCPU, 1), DeviceError);
  EXPECT_THROW(Device(kCUDA, -2), DeviceError);
  Device d = kCUDA;
  d.set_index(3);
  EXPECT_EQ(d.str(), "cuda:3");
  EXPECT_THROW(d.set_index(-5), DeviceError);
}

TEST(Device, NamesOfOtherProjectsSayWhatIsHere) {
  for (const std::string text : {"mps", "xpu", "mps:0", "xla:1"}) {
    const std::string error = ErrorOf<DeviceError>([&] { Device d(text); });
    EXPECT_CONTAINS(error, "no backend for '" + text + "'");
    EXPECT_CONTAINS(error, "devices here: cpu");
  }
}

TEST(Device, ComparesAndHashes) {
  static_assert(Device(kCUDA, 1) != Device(kCUDA, 0));
  static_assert(Device(kCUDA) != Device(kCUDA, 0));
  static_assert(Device(kCPU).is_cpu() && !Device(kCPU).is_cuda());
  static_assert(std::is_trivially_copyable_v<Device>);
  EXPECT_TRUE(Device("cuda") == kCUDA);
  std::unordered_set<Device> set;
  for (int t = 0; t < kDeviceTypes; ++t) {
    set.insert(Device(static_cast<DeviceType>(t)));
    set.insert(Device(static_cast<DeviceType>(t), 0));
  }
  set.insert(Device("cuda:0"));
  EXPECT_EQ(set.size(), 2u * kDeviceTypes);
}

TEST(Device, CanBeRenamed) {
  rename_device(kPrivateUse2, "my_npu");
  EXPECT_EQ(Device("my_npu:1"), Device(kPrivateUse2, 1));
  EXPECT_EQ(Device(kPrivateUse2).str(), "my_npu");
  EXPECT_THROW(Device("test2"), DeviceError);
  for (const char* bad : {"", "cpu", "test", "My", "a:b", "1a", "a b"}) {
    EXPECT_THROW(rename_device(kPrivateUse2, bad), DeviceError) << bad;
  }
  EXPECT_THROW(rename_device(kCUDA, "gpu"), DeviceError);
  rename_device(kPrivateUse2, "test2");
  EXPECT_EQ(Device("test2").type(), kPrivateUse2);
}

// Memory whose addresses mean nothing to the host: pointers are shifted.
struct FakeDevice : DeviceInterface {
  static constexpr ptrdiff_t kShift = ptrdiff_t{1} << 46;
  int count = 2;
  bool exhausted = false;
  DeviceIndex current = 0;
  std::map<void*, std::pair<size_t, Device>> live;
  std::vector<std::string> log;

  static char* Host(const void* p) {
    return static_cast<char*>(const_cast<void*>(p)) - kShift;
  }
  static char* Where(const void* p, Device d) {
    return d.is_cpu() ? static_cast<char*>(const_cast<void*>(p)) : Host(p);
  }
  int device_count() override { return count; }
  std::string why_unavailable() override { return "the fake is unplugged"; }
  DeviceIndex current_device() override { return current; }
  bool is_host_readable() const override { return false; }
  void* allocate(size_t nbytes, Device device) override {
    if (exhausted) return nullptr;
    void* p = static_cast<char*>(std::malloc(nbytes)) + kShift;
    live.insert({p, {nbytes, device}});
    return p;
  }
  void deallocate(void* p, size_t nbytes, Device device) noexcept override {
    EXPECT_EQ(live.count(p), 1u);
    EXPECT_EQ(live.at(p), std::make_pair(nbytes, device));
    live.erase(p);
    std::free(Host(p));
  }
  void copy(void* dst, Device dst_device, const void* src, Device src_device,
            size_t nbytes, bool) override {
    log.push_back(src_device.str() + ">" + dst_device.str());
    std::memcpy(Where(dst, dst_device), Where(src, src_device), nbytes);
  }
  void memset(void* dst, int value, size_t nbytes, Device) override {
    std::memset(Host(dst), value, nbytes);
  }
  void synchronize(Device) override {}
  MemoryStats memory_stats(Device device) override {
    MemoryStats s;
    for (const auto& [p, what] : live) {
      if (what.second == device) s.allocated_bytes += what.first;
    }
    s.free_bytes = 11;
    s.total_bytes = 222;
    return s;
  }
  void empty_cache() override { log.push_back("empty_cache"); }
};

struct BackendTest : testing::Test {
  FakeDevice fake;
  void SetUp() override { RegisterDevice(kPrivateUse1, &fake); }
  void TearDown() override {
    RegisterDevice(kPrivateUse1, nullptr);
    EXPECT_TRUE(fake.live.empty());
  }
};

TEST_F(BackendTest, AllocatesThere) {
  fake.current = 1;
  for (const size_t n : {size_t{1}, size_t{4096}, size_t{1} << 20}) {
    const Storage s = Storage::Allocate(n, kPrivateUse1);
    EXPECT_EQ(s.device().str(), "test:1");
    EXPECT_EQ(s.nbytes(), n);
    EXPECT_EQ(fake.live.count(s.data()), 1u);
    const Storage t = Storage::Allocate(n, "test:0");
    EXPECT_EQ(t.device().str(), "test:0");
    EXPECT_EQ(memory_stats(t.device()).allocated_bytes, int64_t(n));
  }
  EXPECT_TRUE(fake.live.empty());
  const Storage empty = Storage::Allocate(0, "test");
  EXPECT_TRUE(empty.defined());
  EXPECT_EQ(empty.nbytes(), 0u);
  EXPECT_TRUE(fake.live.empty());
  EXPECT_FALSE(IsHostReadable(kPrivateUse1));
  EXPECT_TRUE(IsHostReadable(kCPU));
  EXPECT_FALSE(IsHostReadable(kPrivateUse2));
}

TEST_F(BackendTest, CopiesBothWaysAndAcross) {
  const char text[] = "over there";
  const Storage a = Storage::Allocate(sizeof text, "test:0");
  const Storage b = Storage::Allocate(sizeof text, "test:1");
  CopyBytes(a.data(), a.device(), text, kCPU, sizeof text);
  CopyBytes(b.data(), b.device(), a.data(), a.device(), sizeof text);
  char back[sizeof text] = {};
  CopyBytes(back, kCPU, b.data(), b.device(), sizeof text);
  EXPECT_STREQ(back, text);
  EXPECT_EQ(fake.log, (std::vector<std::string>{"cpu>test:0", "test:0>test:1",
                                                "test:1>cpu"}));
  CopyBytes(back, kCPU, text, kCPU, 0);
  CopyBytes(back, kCPU, "abc", kCPU, 4);
  EXPECT_STREQ(back, "abc");
  // Two backends that do not know each other: by way of the host.
  FakeDevice other;
  RegisterDevice(kPrivateUse2, &other);
  {
    const Storage c = Storage::Allocate(sizeof text, kPrivateUse2);
    CopyBytes(c.data(), c.device(), b.data(), b.device(), sizeof text);
    EXPECT_STREQ(FakeDevice::Host(c.data()), text);
    EXPECT_EQ(fake.log.back(), "test:1>cpu");
    EXPECT_EQ(other.log.back(), "cpu>test2:0");
  }
  RegisterDevice(kPrivateUse2, nullptr);
}

TEST_F(BackendTest, Errors) {
  const auto allocate = [](const char* device) {
    return ErrorOf<DeviceError>([=] { Storage::Allocate(4, device); });
  };
  EXPECT_EQ(allocate("test:2"),
            "allocate: no device test:2, there are test:0 to test:1");
  fake.count = 0;
  for (const char* device : {"test", "test:0"}) {
    EXPECT_CONTAINS(allocate(device), "the fake is unplugged");
    EXPECT_CONTAINS(allocate(device), "device='cpu'");
  }
  EXPECT_EQ(memory_stats("test").total_bytes, -1);
  fake.count = 2;
  EXPECT_CONTAINS(allocate("cuda"), "allocate: no device cuda: ");
  EXPECT_CONTAINS(allocate("cuda"), "built without cuda");
  EXPECT_CONTAINS(allocate("cuda:1"), "cuda::is_available()");
  EXPECT_THROW(Storage::Adopt(nullptr, 0, "cuda", nullptr, nullptr),
               DeviceError);
  EXPECT_THROW(CopyBytes(nullptr, kCPU, nullptr, kCUDA, 1), DeviceError);

  const Storage held = Storage::Allocate(100, "test:0");
  fake.exhausted = true;
  const std::string error =
      ErrorOf<OutOfMemoryError>([] { Storage::Allocate(4000, "test:0"); });
  for (const char* part : {"4000 bytes", "100 in use", "0 cached", "11 free",
                           "222 in total", "empty_cache()", "smaller batch"}) {
    EXPECT_CONTAINS(error, part);
  }
}

TEST_F(BackendTest, Registration) {
  EXPECT_EQ(GetDeviceInterface(kPrivateUse1), &fake);
  EXPECT_EQ(GetDeviceInterface(kCUDA), nullptr);
  EXPECT_NE(GetDeviceInterface(kCPU), nullptr);
  FakeDevice other;
  EXPECT_THROW(RegisterDevice(kPrivateUse1, &other), DeviceError);
  EXPECT_THROW(RegisterDevice(kCPU, &other), DeviceError);
  RegisterDevice(kPrivateUse1, &fake);  // again is harmless
  EXPECT_CONTAINS(ErrorOf<DeviceError>([] { Device d("mps"); }),
                  "devices here: cpu, test:0, test:1");
  EXPECT_CONTAINS(ErrorOf<DeviceError>([] { Device d("gpu"); }), "'test'");
  empty_cache(kPrivateUse1);
  EXPECT_EQ(fake.log.back(), "empty_cache");
  empty_cache(kCUDA);  // without a backend: nothing
  EXPECT_EQ(memory_stats(kCUDA).allocated_bytes, 0);
}

TEST(Backend, TheHostIsOne) {
  DeviceInterface* host = GetDeviceInterface(kCPU);
  EXPECT_EQ(host->device_count(), 1);
  EXPECT_TRUE(host->is_host_readable());
  auto* p = static_cast<char*>(host->allocate(3, kCPU));
  host->memset(p, 'a', 2, kCPU);
  host->memset(p + 2, 0, 1, kCPU);
  host->synchronize(kCPU);
  EXPECT_STREQ(p, "aa");
  host->deallocate(p, 3, kCPU);
  EXPECT_EQ(ResolveDevice("op", "cpu:0"), Device(kCPU));
}

}  // namespace
}  // namespace tessera
