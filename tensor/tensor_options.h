// TensorOptions: what a factory may be told beside the sizes.
//
//   auto a = zeros({2, 3}, kInt64);
//   auto b = zeros({2, 3}, dtype(kFloat64).requires_grad(true));
//   auto c = zeros({2, 3}, TensorOptions().device("cuda:1"));
//   b.options().dtype();  // a TypeMeta that equals kFloat64
//   a = zeros_like(b, device(kCPU));
#ifndef TESSERA_TENSOR_TENSOR_OPTIONS_H_
#define TESSERA_TENSOR_TENSOR_OPTIONS_H_

#include <iosfwd>
#include <optional>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/storage/device.h"

namespace tessera {

using std::make_optional;
using std::nullopt;
using std::optional;

// Only dense strided tensors exist.
enum class Layout : int8_t { Strided };
constexpr Layout kStrided = Layout::Strided;
// "Strided"
std::ostream& operator<<(std::ostream& os, Layout layout);

enum class MemoryFormat : int8_t { Contiguous, Preserve };

// Unset fields mean the default: the default dtype, the CPU, no grad; for the
// *_like and new_* factories the values of the tensor they start from.
class TensorOptions {
 public:
  TensorOptions() = default;
  TensorOptions(DType dtype) : dtype_(dtype) {}
  TensorOptions(TypeMeta dtype) : dtype_(dtype) {}
  TensorOptions(Device device) : device_(device), has_device_(true) {}
  TensorOptions(DeviceType type) : TensorOptions(Device(type)) {}
  TensorOptions(Layout) {}
  TensorOptions(MemoryFormat format) : memory_format_(format) {}

  TensorOptions dtype(DType dtype) const {
    TensorOptions o = *this;
    o.dtype_ = dtype;
    return o;
  }
  TensorOptions dtype(TypeMeta dtype) const {
    return this->dtype(static_cast<DType>(dtype));
  }
  TensorOptions dtype(optional<DType> dtype) const {
    return this->dtype(dtype.value_or(DType::Undefined));
  }
  TensorOptions device(Device device) const {
    TensorOptions o = *this;
    o.device_ = device;
    o.has_device_ = true;
    return o;
  }
  TensorOptions device(DeviceType type, int8_t index = -1) const {
    return device(Device(type, index));
  }
  TensorOptions layout(Layout) const { return *this; }
  TensorOptions requires_grad(bool requires_grad) const {
    TensorOptions o = *this;
    o.requires_grad_ = requires_grad;
    return o;
  }
  // For the *_like factories, which else keep the order of dense strides.
  TensorOptions memory_format(MemoryFormat format) const {
    TensorOptions o = *this;
    o.memory_format_ = format;
    return o;
  }
  TensorOptions pinned_memory(bool pinned) const {
    TensorOptions o = *this;
    o.pinned_ = pinned;
    return o;
  }

  TypeMeta dtype() const { return TypeMeta(dtype_or(get_default_dtype())); }
  Device device() const { return device_; }
  Layout layout() const { return kStrided; }
  bool requires_grad() const { return requires_grad_; }
  bool pinned_memory() const { return pinned_; }
  MemoryFormat memory_format() const { return memory_format_; }

  bool has_dtype() const { return dtype_ != DType::Undefined; }
  bool has_device() const { return has_device_; }
  DType dtype_or(DType other) const { return has_dtype() ? dtype_ : other; }
  Device device_or(Device other) const { return has_device_ ? device_ : other; }

 private:
  DType dtype_ = DType::Undefined;
  Device device_ = Device(DeviceType::CPU);
  bool has_device_ = false;
  bool requires_grad_ = false;
  bool pinned_ = false;
  MemoryFormat memory_format_ = MemoryFormat::Preserve;
};

inline TensorOptions dtype(DType dtype) { return TensorOptions(dtype); }
inline TensorOptions dtype(TypeMeta dtype) { return TensorOptions(dtype); }
inline TensorOptions device(Device device) { return TensorOptions(device); }
inline TensorOptions layout(Layout layout) { return TensorOptions(layout); }
inline TensorOptions requires_grad(bool requires_grad = true) {
  return TensorOptions().requires_grad(requires_grad);
}

}  // namespace tessera

#endif  // TESSERA_TENSOR_TENSOR_OPTIONS_H_
