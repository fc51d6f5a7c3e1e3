// Tensors from values at hand: tensor({{1, 2}, {3, 4}}) and from_blob.
//
//   Tensor a = tensor({{1.5, 2}, {3, 4}});          // default dtype, [2, 2]
//   Tensor b = tensor({1, 2, 3});                   // int64
//   Tensor c = tensor(std::vector<float>{1, 2});    // float32, a copy
//   Tensor d = from_blob(buffer, {2, 3}, kFloat64); // shares buffer
//   Tensor e = from_blob(p, {n}, [](void* p) { free(p); });
#ifndef TESSERA_TENSOR_CREATION_H_
#define TESSERA_TENSOR_CREATION_H_

#include <initializer_list>
#include <type_traits>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/scalar.h"
#include "tessera/tensor/tensor.h"

namespace tessera {
namespace detail {

// A number, or braces of such to any depth.
class NestedData {
 public:
  template <class T, std::enable_if_t<std::is_constructible_v<Scalar, T> &&
                                          !std::is_same_v<T, NestedData>,
                                      int> = 0>
  NestedData(T value) : number_(value), is_number_(true) {}
  NestedData(std::initializer_list<NestedData> list) : size_(list.size()) {
    items_ = list.begin();  // not above, where GCC warns of the lifetime
  }

  // ShapeError where lists of one level differ in length; ValueError where a
  // number does not fit the dtype asked for.
  Tensor ToTensor(const TensorOptions& options) const;

 private:
  void Shape(std::vector<int64_t>* sizes, size_t depth) const;
  void Check(ArrayRef<int64_t> sizes, size_t depth, Kind* kind) const;
  void Write(char** out, DType dtype) const;

  Scalar number_;
  bool is_number_ = false;
  // Inside the initializer_list, which lives as long as the full expression.
  const NestedData* items_ = nullptr;
  size_t size_ = 0;
};

// A copy of n elements of dtype `from`, with the options' dtype if given.
Tensor TensorFromArray(const void* data, int64_t n, DType from,
                       const TensorOptions& options);

// from_blob's checks, all before the memory changes hands: the geometry, or an
// error.
Geometry BlobGeometry(IntArrayRef sizes, const IntArrayRef* strides,
                      const TensorOptions& options);
Tensor FromBlob(void* data, Geometry geometry, void (*deleter)(void* context),
                void* context, const TensorOptions& options);
template <class D>
Tensor AdoptBlob(void* data, Geometry geometry, D deleter,
                 const TensorOptions& options) {
  struct Context {
    D deleter;
    void* data;
  };
  return FromBlob(
      data, std::move(geometry),
      [](void* context) {
        auto* c = static_cast<Context*>(context);
        c->deleter(c->data);
        delete c;
      },
      new Context{std::move(deleter), data}, options);
}

}  // namespace detail

// Braces of floating-point numbers give the default dtype, of integers int64,
// of bool bool; a mixture the widest kind.
inline Tensor tensor(std::initializer_list<detail::NestedData> data,
                     const TensorOptions& options = {}) {
  return detail::NestedData(data).ToTensor(options);
}
// A 0-d tensor.
template <class T,
          std::enable_if_t<std::is_constructible_v<Scalar, T>, int> = 0>
Tensor tensor(T value, const TensorOptions& options = {}) {
  return detail::NestedData(value).ToTensor(options);
}
// A vector or ArrayRef keeps its element type.
template <class T>
Tensor tensor(const std::vector<T>& data, const TensorOptions& options = {}) {
  if constexpr (std::is_same_v<T, bool>) {
    std::vector<uint8_t> bytes(data.begin(), data.end());
    return detail::TensorFromArray(
        bytes.data(), static_cast<int64_t>(bytes.size()), DType::Bool, options);
  } else {
    return detail::TensorFromArray(
        data.data(), static_cast<int64_t>(data.size()), dtype_of<T>, options);
  }
}
template <class T>
Tensor tensor(ArrayRef<T> data, const TensorOptions& options = {}) {
  return detail::TensorFromArray(data.data(), static_cast<int64_t>(data.size()),
                                 dtype_of<T>, options);
}

// A tensor over memory of the caller's, which must outlive it. The dtype is
// the options', else the default one; the device says where data lies.
inline Tensor from_blob(void* data, IntArrayRef sizes,
                        const TensorOptions& options = {}) {
  return detail::FromBlob(data, detail::BlobGeometry(sizes, nullptr, options),
                          nullptr, nullptr, options);
}
inline Tensor from_blob(void* data, IntArrayRef sizes, IntArrayRef strides,
                        const TensorOptions& options = {}) {
  return detail::FromBlob(data, detail::BlobGeometry(sizes, &strides, options),
                          nullptr, nullptr, options);
}
// deleter(data) runs when the last tensor over the memory goes; after an error
// the memory is still the caller's.
template <class D, std::enable_if_t<std::is_invocable_v<D&, void*>, int> = 0>
Tensor from_blob(void* data, IntArrayRef sizes, D deleter,
                 const TensorOptions& options = {}) {
  return detail::AdoptBlob(data, detail::BlobGeometry(sizes, nullptr, options),
                           std::move(deleter), options);
}
template <class D, std::enable_if_t<std::is_invocable_v<D&, void*>, int> = 0>
Tensor from_blob(void* data, IntArrayRef sizes, IntArrayRef strides, D deleter,
                 const TensorOptions& options = {}) {
  return detail::AdoptBlob(data, detail::BlobGeometry(sizes, &strides, options),
                           std::move(deleter), options);
}

}  // namespace tessera

#endif  // TESSERA_TENSOR_CREATION_H_
