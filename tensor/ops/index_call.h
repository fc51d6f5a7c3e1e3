// IndexPlans from tensors: what the ops of the index family share.
//
//   IndexBuilder builder(IndexPlan::kGather, self, out, index);
//   builder.Add({3, 0, 5, 1}, true);   // size; strides of big, small, index
//   builder.Add({5, 1, 1, 0}, false);
//   builder.plan().dim_size = self.size(0);
//   builder.plan().dim_stride = 5;
//   RunIndex(Op::index_select, "index_select", builder.plan(), device, 0);
#ifndef TESSERA_TENSOR_OPS_INDEX_CALL_H_
#define TESSERA_TENSOR_OPS_INDEX_CALL_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/plan/index_plan.h"
#include "tessera/tensor/tensor.h"

namespace tessera::detail {

// A dimension of positions.
struct IndexDim {
  int64_t size, big, small, index;
};

// A plan over dimensions that are added from the outermost on. Sizes of 1 are
// left out and neighbours that step as one merged. `meets`: positions along it
// may name one place.
class IndexBuilder {
 public:
  IndexBuilder(IndexPlan::Mode mode, const Tensor& big, const Tensor& small,
               const Tensor& index);
  IndexPlan& plan() { return plan_; }
  void Add(const IndexDim& d, bool meets);

 private:
  void Steps(int at, const IndexDim& d);

  IndexPlan plan_;
};

// Runs the plan; an index out of bounds is the error that PyTorch gives for op,
// naming dim.
void RunIndex(Op op, const char* op_name, const IndexPlan& plan, Device device,
              int64_t dim);

// IndexError for an index tensor that is neither int64, int32 nor bool.
[[noreturn]] void ThrowIndexDType(const char* op, const Tensor& index);

// t, or a copy of it, row-major.
Tensor Dense(const Tensor& t);
// t, or a copy of it where it shares memory with self, which will be written.
Tensor Apart(const Tensor& t, const Tensor& self);

// value as a 0-d tensor of self's dtype and device. ValueError where it does
// not fit.
Tensor NumberLike(const char* op, const Tensor& self, const Scalar& value);

// The offsets by these strides of the trues of a mask, [n].
Tensor TrueOffsets(const Tensor& mask, IntArrayRef strides);
// Where a dense tensor is not zero: [n, dim()].
Tensor NonzeroPositions(const Tensor& dense);

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_OPS_INDEX_CALL_H_
