#include "tessera/storage/device.h"

#include <cstring>
#include <mutex>
#include <ostream>
#include <set>
#include <string>

#include "tessera/base/error.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/runtime.h"

namespace tessera {
namespace {

// PyTorch has these; here nothing stands behind them.
constexpr const char* kUnknownHere[] = {"mps", "xpu",  "hip", "xla",  "vulkan",
                                        "hpu", "mtia", "ipu", "maia", "meta"};

// A string from outside in a message of one line.
std::string Quoted(const std::string& text) {
  constexpr size_t kMost = 40;
  std::string quoted = "'";
  for (const char c : text.substr(0, kMost)) {
    quoted += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  }
  return quoted + (text.size() > kMost ? "...'" : "'");
}

std::string PresentDevices() {
  std::string list = "cpu";
  for (int t = 1; t < kDeviceTypes; ++t) {
    const auto type = static_cast<DeviceType>(t);
    DeviceInterface* interface = GetDeviceInterface(type);
    const int count = interface ? interface->device_count() : 0;
    for (int i = 0; i < count; ++i) {
      list += std::string(", ") + name(type) + ":" + std::to_string(i);
    }
  }
  return list;
}

[[noreturn]] void ThrowInvalid(const std::string& text) {
  for (const char* known : kUnknownHere) {
    const size_t length = std::strlen(known);
    if (text.compare(0, length, known) == 0 &&
        (text.size() == length || text[length] == ':')) {
      throw DeviceError(
          "device", "no backend for " + Quoted(text) +
                        " in this build; devices here: " + PresentDevices());
    }
  }
  std::string forms;
  for (int t = 2; t < kDeviceTypes; ++t) {
    const auto type = static_cast<DeviceType>(t);
    if (GetDeviceInterface(type)) forms += std::string("', '") + name(type);
  }
  throw DeviceError("device", "expected 'cpu', 'cuda', 'cuda:N" + forms +
                                  "' with N from 0 to 127, got " +
                                  Quoted(text));
}

Device Parse(const std::string& text) {
  const size_t colon = text.find(':');
  const std::string type_name = text.substr(0, colon);
  for (int t = 0; t < kDeviceTypes; ++t) {
    const auto type = static_cast<DeviceType>(t);
    if (type_name != name(type)) continue;
    if (colon == std::string::npos) return Device(type);
    const std::string digits = text.substr(colon + 1);
    if (digits.empty() || digits.size() > 3 ||
        (digits.size() > 1 && digits[0] == '0')) {
      break;
    }
    int index = 0;
    for (const char c : digits) {
      if (c < '0' || c > '9') ThrowInvalid(text);
      index = index * 10 + (c - '0');
    }
    if (index > 127) break;
    return Device(type, static_cast<DeviceIndex>(index));
  }
  ThrowInvalid(text);
}

}  // namespace

namespace internal {

void ThrowDeviceIndex(DeviceType type, int index) {
  throw DeviceError("device",
                    std::string("expected ") +
                        (type == kCPU ? "index 0 or none for cpu"
                                      : "index 0 or above, or -1 for none") +
                        ", got index " + std::to_string(index) + " for " +
                        name(type));
}

}  // namespace internal

Device::Device(const char* text) : Device(std::string(text ? text : "")) {}

Device::Device(const std::string& text) : Device(Parse(text)) {}

std::string Device::str() const {
  std::string text;
  AppendTo(&text, *this);
  return text;
}

const char* name(DeviceType type) {
  const int t = static_cast<int>(type);
  return t < kDeviceTypes ? internal::GetRuntime().device_names[t].load()
                          : "unknown";
}

void rename_device(DeviceType type, const std::string& new_name) {
  bool valid = !new_name.empty() && new_name[0] >= 'a' && new_name[0] <= 'z';
  for (const char c : new_name) {
    valid =
        valid && ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_');
  }
  if (type == kCPU || type == kCUDA || !valid) {
    throw DeviceError("rename_device",
                      "expected PrivateUse1 or PrivateUse2 and a name of "
                      "lower-case letters, digits and _, got " +
                          std::string(name(type)) + " and " + Quoted(new_name));
  }
  internal::Runtime& r = internal::GetRuntime();
  std::lock_guard<std::mutex> lock(r.device_mutex);
  for (int t = 0; t < kDeviceTypes; ++t) {
    if (t != static_cast<int>(type) && new_name == r.device_names[t].load()) {
      throw DeviceError("rename_device",
                        "another type of device is called " + Quoted(new_name));
    }
  }
  // Kept for good: others may be reading the name before.
  static auto* const names = new std::set<std::string>;
  r.device_names[static_cast<int>(type)] =
      names->insert(new_name).first->c_str();
}

void AppendTo(std::string* out, DeviceType type) { *out += name(type); }

void AppendTo(std::string* out, Device device) {
  *out += name(device.type());
  if (device.has_index()) {
    *out += ':';
    *out += std::to_string(device.index());
  }
}

std::ostream& operator<<(std::ostream& out, DeviceType type) {
  return out << name(type);
}

std::ostream& operator<<(std::ostream& out, Device device) {
  return out << device.str();
}

}  // namespace tessera
