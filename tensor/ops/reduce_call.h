// What the reductions share before their kernels: which dimensions, the result,
// the plan.
//
//   const ReduceDims dims("sum", {0, -1}, x.dim());
//   ReduceCall call(Op::sum, x, dims, keepdim);
//   return call.Run(DType::Float);
//   call.ordered = true;  // terms in the tensor's own order, for an index
//   call.Run2(DType::Float, DType::Long, &indices);
#ifndef TESSERA_TENSOR_OPS_REDUCE_CALL_H_
#define TESSERA_TENSOR_OPS_REDUCE_CALL_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/tensor.h"

namespace tessera::detail {

// A set of dimensions. None given means all. IndexError out of range,
// ShapeError for one that is given twice.
class ReduceDims {
 public:
  ReduceDims(const char* op, IntArrayRef dim, int64_t ndim);
  static ReduceDims All() { return ReduceDims(~uint64_t{0}); }

  bool operator[](int64_t d) const { return mask_ >> d & 1; }
  // Every dimension of ndim.
  bool all(int64_t ndim) const {
    const uint64_t used = ndim >= 64 ? ~uint64_t{0} : (uint64_t{1} << ndim) - 1;
    return (mask_ & used) == used;
  }

 private:
  explicit ReduceDims(uint64_t mask) : mask_(mask) {}
  uint64_t mask_;
};

// How many elements of x are reduced to one.
int64_t ReducedCount(const Tensor& x, ReduceDims dims);

struct ReduceCall {
  ReduceCall(Op op, const Tensor& x, ReduceDims dims, bool keepdim)
      : op(op), x(x), dims(dims), keepdim(keepdim) {}

  Tensor Run(DType result) { return Run2(result, DType::Undefined, nullptr); }
  // With a second result of the same sizes.
  Tensor Run2(DType result, DType second, Tensor* out2);
  // IndexError (of dims) or ShapeError (of all) where nothing is reduced.
  ReduceCall& CheckNotEmpty(bool whole);

  Op op;
  const Tensor& x;
  ReduceDims dims;
  bool keepdim;
  bool ordered = false;
  double attr = 0;
};

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_OPS_REDUCE_CALL_H_
