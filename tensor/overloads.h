// Forms of ops that C++ needs beside those of the op table.
//
//   t.std(0);             // over dimension 0, though 0 is a bool, too
//   var(t, 1);
//   numel(t);             // what else is a member, as a function
//   einsum({{x, {0, Ellipsis, 1}}, {w, {1, 2}}}, {0, Ellipsis, 2});
//
// An int would rather become the bool of std(unbiased) than a list of
// dimensions, so libtorch has these as well.
#ifndef TESSERA_TENSOR_OVERLOADS_H_
#define TESSERA_TENSOR_OVERLOADS_H_

#include <cstdint>
#include <tuple>
#include <type_traits>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/indexing.h"
#include "tessera/tensor/ops/ops_factory.h"
#include "tessera/tensor/ops/ops_reduce.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

template <class I, detail::IfDim<I> = 0>
Tensor std(const Tensor& self, I dim) {
  return std(self, IntArrayRef(static_cast<int64_t>(dim)));
}
template <class I, detail::IfDim<I> = 0>
Tensor var(const Tensor& self, I dim) {
  return var(self, IntArrayRef(static_cast<int64_t>(dim)));
}

template <class I, detail::IfDim<I> = 0>
std::tuple<Tensor, Tensor> std_mean(const Tensor& self, I dim) {
  return std_mean(self, IntArrayRef(static_cast<int64_t>(dim)));
}
template <class I, detail::IfDim<I> = 0>
std::tuple<Tensor, Tensor> var_mean(const Tensor& self, I dim) {
  return var_mean(self, IntArrayRef(static_cast<int64_t>(dim)));
}

// einsum without letters: an operand with its subscripts, numbers from 0 to 51
// and at most one Ellipsis. Without the result's subscripts, those that occur
// once, in ascending order.
struct EinsumOperand {
  Tensor tensor;
  std::vector<TensorIndex> subscripts;
};
Tensor einsum(const std::vector<EinsumOperand>& operands);
Tensor einsum(const std::vector<EinsumOperand>& operands,
              const std::vector<TensorIndex>& result);

// Filled with the value of one element, in its dtype unless another is given.
inline Tensor full(IntArrayRef size, const Tensor& fill_value,
                   const TensorOptions& options = {}) {
  return full(size, fill_value.item(),
              options.dtype(options.dtype_or(fill_value.scalar_type())));
}
// The tensor itself: conj() gives numbers, not a mark.
inline Tensor resolve_conj(const Tensor& self) { return self; }

inline int64_t numel(const Tensor& t) { return t.numel(); }
inline int64_t size(const Tensor& t, int64_t dim) { return t.size(dim); }
inline int64_t stride(const Tensor& t, int64_t dim) { return t.stride(dim); }
inline bool is_floating_point(const Tensor& t) { return t.is_floating_point(); }
inline bool is_signed(const Tensor& t) { return t.is_signed(); }
inline bool is_inference(const Tensor& t) { return t.is_inference(); }
inline bool is_nonzero(const Tensor& t) { return t.is_nonzero(); }

}  // namespace tessera

#endif  // TESSERA_TENSOR_OVERLOADS_H_
