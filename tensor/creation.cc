#include "tessera/tensor/creation.h"

#include <cstring>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/host_copy.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/views.h"

namespace tessera::detail {
namespace {

Tensor Place(Tensor host, const TensorOptions& options) {
  if (options.has_device()) host = host.to(options.device());
  if (options.requires_grad()) host.requires_grad_();
  return host;
}

}  // namespace

void NestedData::Shape(std::vector<int64_t>* sizes, size_t depth) const {
  if (is_number_) return;
  sizes->push_back(static_cast<int64_t>(size_));
  if (size_) items_[0].Shape(sizes, depth + 1);
}

void NestedData::Check(ArrayRef<int64_t> sizes, size_t depth,
                       Kind* kind) const {
  const bool want_number = depth == sizes.size();
  if (is_number_ != want_number ||
      (!is_number_ && static_cast<int64_t>(size_) != sizes[depth])) {
    throw ShapeError(
        "tensor",
        is_number_ || want_number
            ? Str("expected sequences of one depth, got a ",
                  is_number_ ? "number" : "sequence", " at dim ", depth)
            : Str("expected sequence of length ", sizes[depth], " at dim ",
                  depth, " (got ", size_, ")"));
  }
  if (is_number_) {
    if (number_.kind() > *kind) *kind = number_.kind();
    return;
  }
  for (size_t i = 0; i < size_; ++i) items_[i].Check(sizes, depth + 1, kind);
}

void NestedData::Write(char** out, DType dtype) const {
  if (is_number_) {
    // Into bool by truth value, as PyTorch.
    if (dtype != DType::Bool) {
      CheckFitsIn("tensor", number_, dtype, Negative::kRefused);
    }
    StoreScalar(*out, dtype, number_);
    *out += elementSize(dtype);
    return;
  }
  for (size_t i = 0; i < size_; ++i) items_[i].Write(out, dtype);
}

Tensor NestedData::ToTensor(const TensorOptions& options) const {
  std::vector<int64_t> sizes;
  Shape(&sizes, 0);
  Kind kind = Kind::Bool;
  Check(sizes, 0, &kind);
  bool empty = false;
  for (int64_t size : sizes) empty |= size == 0;
  const DType natural = empty || kind == Kind::Float ? get_default_dtype()
                        : kind == Kind::Bool         ? DType::Bool
                        : kind == Kind::Int          ? DType::Long
                                                     : default_complex_dtype();
  Tensor host = MakeTensor(sizes, options.dtype_or(natural), kCPU, "tensor");
  char* out = host.impl()->data();
  if (!empty) Write(&out, host.scalar_type());
  return Place(std::move(host), options);
}

Tensor TensorFromArray(const void* data, int64_t n, DType from,
                       const TensorOptions& options) {
  Tensor host = MakeTensor({n}, from, kCPU, "tensor");
  if (n) std::memcpy(host.impl()->data(), data, host.nbytes());
  return Place(host.to(options.dtype_or(from)), options);
}

Geometry BlobGeometry(IntArrayRef sizes, const IntArrayRef* strides,
                      const TensorOptions& options) {
  const DType dtype = options.dtype_or(get_default_dtype());
  if (options.has_device()) ResolveDevice("from_blob", options.device());
  // An empty tensor's error is the result's.
  if (options.requires_grad()) {
    MakeTensor({0}, dtype, kCPU, "from_blob").requires_grad_();
  }
  return strides ? Geometry(sizes, *strides, 0, dtype, "from_blob")
                 : Geometry(sizes, dtype, "from_blob");
}

Tensor FromBlob(void* data, Geometry g, void (*deleter)(void*), void* context,
                const TensorOptions& options) {
  int64_t low, high;
  g.Extent(&low, &high);
  // data is the first element; with negative strides the memory begins before.
  const int64_t item = static_cast<int64_t>(elementSize(g.dtype()));
  g.set_offset(-low);
  Storage storage = Storage::Adopt(
      static_cast<char*>(data) + low * item,
      static_cast<size_t>((high - low) * item),
      options.has_device() ? ResolveDevice("from_blob", options.device())
                           : Device(kCPU),
      deleter, context);
  const Device device = storage.device();
  Tensor t =
      Tensor::Steal(new TensorImpl(storage.Detach(), std::move(g), device));
  if (options.requires_grad()) t.requires_grad_();
  return t;
}

}  // namespace tessera::detail
