// Where memory lies: a type of device and an index.
//
//   tessera::Device d("cuda:1");
//   d.type() == tessera::kCUDA;  d.index() == 1;  d.str() == "cuda:1";
//   tessera::Device cpu = tessera::kCPU;
//   cpu.has_index() == false;    // "cuda" alone means the current one
//   tessera::Device("gpu");      // throws DeviceError
#ifndef TESSERA_STORAGE_DEVICE_H_
#define TESSERA_STORAGE_DEVICE_H_

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <string>

#include "tessera/base/cpp17.h"

namespace tessera {

// The last two are for tests and for backends of other projects.
enum class DeviceType : uint8_t {
  CPU = 0,
  CUDA = 1,
  PrivateUse1 = 2,
  PrivateUse2 = 3,
};
constexpr int kDeviceTypes = 4;

constexpr DeviceType kCPU = DeviceType::CPU;
constexpr DeviceType kCUDA = DeviceType::CUDA;
constexpr DeviceType kPrivateUse1 = DeviceType::PrivateUse1;
constexpr DeviceType kPrivateUse2 = DeviceType::PrivateUse2;

using DeviceIndex = int8_t;

namespace internal {
[[noreturn]] void ThrowDeviceIndex(DeviceType type, int index);
}

class Device {
 public:
  // index -1: none given. Throws DeviceError below -1, and above 0 on the CPU.
  constexpr Device(DeviceType type, DeviceIndex index = -1)
      : type_(type), index_(index) {
    if (index < -1 || (type == DeviceType::CPU && index > 0)) {
      internal::ThrowDeviceIndex(type, index);
    }
  }
  // "cpu", "cuda", "cuda:N" with N from 0 to 127 without leading zeros, and
  // the names of the private types. Throws DeviceError for anything else.
  Device(const char* text);
  Device(const std::string& text);

  constexpr DeviceType type() const { return type_; }
  constexpr DeviceIndex index() const { return index_; }
  constexpr bool has_index() const { return index_ != -1; }
  constexpr bool is_cpu() const { return type_ == DeviceType::CPU; }
  constexpr bool is_cuda() const { return type_ == DeviceType::CUDA; }
  void set_index(DeviceIndex index) { *this = Device(type_, index); }

  // "cpu", "cuda:1".
  std::string str() const;

  friend constexpr bool operator==(Device a, Device b) {
    return a.type_ == b.type_ && a.index_ == b.index_;
  }
  friend constexpr bool operator!=(Device a, Device b) { return !(a == b); }

 private:
  DeviceType type_;
  DeviceIndex index_;
};
static_assert(sizeof(Device) == 2, "a storage has two bytes for it");

// "cpu", "cuda", and for the private types "test" and "test2" or what
// rename_device gave.
const char* name(DeviceType type);

// Gives a private type another name of lower-case letters, digits and '_' that
// starts with a letter; the string is copied. Throws DeviceError for the other
// types and for a name that is taken.
void rename_device(DeviceType type, const std::string& name);

void AppendTo(std::string* out, Device device);
void AppendTo(std::string* out, DeviceType type);
std::ostream& operator<<(std::ostream& out, Device device);
std::ostream& operator<<(std::ostream& out, DeviceType type);

}  // namespace tessera

template <>
struct std::hash<tessera::Device> {
  size_t operator()(tessera::Device device) const noexcept {
    return static_cast<size_t>(device.type()) << 8 |
           static_cast<uint8_t>(device.index());
  }
};

#endif  // TESSERA_STORAGE_DEVICE_H_
