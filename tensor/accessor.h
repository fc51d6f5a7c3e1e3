// TensorAccessor: fast unchecked access to elements in host memory.
//
//   Tensor a = zeros({2, 3});
//   auto e = a.accessor<float, 2>();   // checks dtype, dims, host memory once
//   for (int64_t i = 0; i < e.size(0); ++i)
//     for (int64_t j = 0; j < e.size(1); ++j) e[i][j] = float(i * 3 + j);
//   // e must not outlive a
#ifndef TESSERA_TENSOR_ACCESSOR_H_
#define TESSERA_TENSOR_ACCESSOR_H_

#include "tessera/base/cpp17.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

template <class T, size_t N>
class TensorAccessor {
 public:
  TensorAccessor(T* data, const int64_t* sizes, const int64_t* strides)
      : data_(data), sizes_(sizes), strides_(strides) {}
  int64_t size(int64_t d) const { return sizes_[d]; }
  int64_t stride(int64_t d) const { return strides_[d]; }
  IntArrayRef sizes() const { return {sizes_, N}; }
  IntArrayRef strides() const { return {strides_, N}; }
  T* data() const { return data_; }
  decltype(auto) operator[](int64_t i) const {
    if constexpr (N == 1) {
      return (data_[i * strides_[0]]);
    } else {
      return TensorAccessor<T, N - 1>(data_ + i * strides_[0], sizes_ + 1,
                                      strides_ + 1);
    }
  }

 private:
  T* data_;
  const int64_t* sizes_;
  const int64_t* strides_;
};

template <class T, size_t N>
TensorAccessor<T, N> Tensor::accessor() const& {
  static_assert(N > 0, "a 0-d tensor has item<T>()");
  if (dim() != static_cast<int64_t>(N)) {
    throw ShapeError("accessor", Str("expected ", N, " dims but tensor has ",
                                     dim(), ", got ", *this));
  }
  return TensorAccessor<T, N>(data_ptr<T>(), sizes().data(), strides().data());
}

}  // namespace tessera

#endif  // TESSERA_TENSOR_ACCESSOR_H_
