// ElementwiseCall: infers, allocates, plans and runs one elementwise op.
//
//   Tensor run::where(const Tensor& c, const Tensor& x, const Tensor& y) {
//     ElementwiseCall call(Op::where);
//     call.Fixed(c).In(x).In(y);  // c takes no part in promotion
//     return call.Run();
//   }
//
// Unary and Binary below are what the generated run:: functions of rows with
// kind = "unary" and "binary" call; they decide the common case (same dtype and
// shape, contiguous) by a few compares and fill the same plan.
#ifndef TESSERA_TENSOR_OPS_ELEMENTWISE_H_
#define TESSERA_TENSOR_OPS_ELEMENTWISE_H_

#include "tessera/base/cpp17.h"
#include "tessera/dtype/promotion.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/plan/iter_plan.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/tensor.h"

namespace tessera::detail {

class ElementwiseCall {
 public:
  explicit ElementwiseCall(Op op) : op_(op) {}

  // An operand. Its dtype takes part in promotion; the kernel reads it in the
  // computation dtype.
  ElementwiseCall& In(const Tensor& t);
  ElementwiseCall& In(const Scalar& s);
  // An operand that keeps its own dtype, such as a mask.
  ElementwiseCall& Fixed(const Tensor& t);
  // A further number for the kernel, in the computation dtype: alpha, a bound.
  ElementwiseCall& Attr(const Scalar& value);
  // Instead of what the row's rule and promotion give.
  ElementwiseCall& Compute(DType dtype);
  ElementwiseCall& Result(DType dtype);

  Tensor Run();
  // Into out, which is resized where needed.
  Tensor& RunOut(Tensor& out);
  // Into self, whose shape stays.
  Tensor& RunInplace(Tensor& self);

  // What Run would return the dtype of.
  DType result_dtype();

 private:
  static constexpr int kMaxInputs = IterPlan::kOperands - 1;
  struct Input {
    const Tensor* tensor;  // null: a number
    Scalar number;
    bool fixed;
  };
  void Infer();
  void Execute(const Tensor& out);
  [[noreturn]] void ThrowBroadcast(size_t operand) const;
  std::string Operands() const;

  Op op_;
  uint8_t inputs_ = 0;
  uint8_t attrs_ = 0;
  bool inferred_ = false;
  DType compute_ = DType::Undefined;
  DType result_ = DType::Undefined;
  Device device_ = kCPU;
  Input input_[kMaxInputs];
  Scalar attr_[3];
  // The broadcast shape.
  int8_t ndim_ = 0;
  int64_t shape_[Geometry::kMaxDims];
};

// The results' only references: a pointer returns in a register, a Tensor
// through memory.
TensorImpl* NewUnary(Op op, const Tensor& self);
TensorImpl* NewBinary(Op op, const Tensor& self, const Tensor& other);
TensorImpl* NewBinary(Op op, const Tensor& self, const Scalar& other);
TensorImpl* NewBinary(Op op, const Scalar& self, const Tensor& other);
// With a factor on other: add and sub.
TensorImpl* NewBinary(Op op, const Tensor& self, const Tensor& other,
                      const Scalar& alpha);

inline Tensor Unary(Op op, const Tensor& self) {
  return Tensor::Steal(NewUnary(op, self));
}
Tensor& UnaryOut(Op op, Tensor& out, const Tensor& self);
Tensor& UnaryInplace(Op op, Tensor& self);

template <class A, class B>
Tensor Binary(Op op, const A& self, const B& other) {
  return Tensor::Steal(NewBinary(op, self, other));
}
inline Tensor Binary(Op op, const Tensor& self, const Tensor& other,
                     const Scalar& alpha) {
  return Tensor::Steal(NewBinary(op, self, other, alpha));
}
inline Tensor Binary(Op op, const Tensor& self, const Scalar& other,
                     const Scalar& alpha) {
  return ElementwiseCall(op).In(self).In(other).Attr(alpha).Run();
}
template <class A, class B>
Tensor& BinaryOut(Op op, Tensor& out, const A& self, const B& other) {
  return ElementwiseCall(op).In(self).In(other).RunOut(out);
}
template <class B>
Tensor& BinaryOut(Op op, Tensor& out, const Tensor& self, const B& other,
                  const Scalar& alpha) {
  return ElementwiseCall(op).In(self).In(other).Attr(alpha).RunOut(out);
}
Tensor& BinaryInplace(Op op, Tensor& self, const Tensor& other);
Tensor& BinaryInplace(Op op, Tensor& self, const Scalar& other);
template <class B>
Tensor& BinaryInplace(Op op, Tensor& self, const B& other,
                      const Scalar& alpha) {
  return ElementwiseCall(op).In(self).In(other).Attr(alpha).RunInplace(self);
}

// value as attribute of a kernel that computes in dtype; wraps into integers.
PlanAttr ToAttr(const Scalar& value, DType dtype);

// One operand over the shape of a call: strides in elements, one for each
// dimension of the shape; null strides mean a number (IterPlan::attr_mask).
struct PlanOperand {
  char* data;
  const int64_t* strides;
  int64_t itemsize;
};
// Fills the loop nest of `plan`, whose numel, dtypes and attributes are set,
// and runs the kernel: once, or several times where more than IterPlan::kDims
// dimensions are left after merging. The first operand decides the order.
void RunLoopNest(IterPlan& plan, const PlanOperand* operands,
                 const int64_t* shape, int ndim, Kernel<IterPlan> kernel,
                 KernelContext& context);

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_OPS_ELEMENTWISE_H_
