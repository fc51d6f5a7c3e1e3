#include "tessera/tensor/ops/elementwise.h"

#include <algorithm>
#include <cstring>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/views.h"

namespace tessera::detail {
namespace {

// The dtype that a row's rule gives for operands of `common`, or Undefined.
DType ResultOf(ResultRule rule, DType common) {
  switch (rule) {
    case ResultRule::kBool:
      return DType::Bool;
    case ResultRule::kReal:
      return toRealValueType(common);
    default:
      return common;
  }
}

// What is computed in, from the operands' common dtype.
DType ComputeOf(ResultRule rule, DType common) {
  if (rule == ResultRule::kFloat && isIntegralType(common, true)) {
    return get_default_dtype();
  }
  return common;
}

}  // namespace

ElementwiseCall& ElementwiseCall::In(const Tensor& t) {
  CheckDefined(name(op_), t, inputs_);
  Input& input = input_[inputs_++];
  input.tensor = &t;
  input.fixed = false;
  return *this;
}

ElementwiseCall& ElementwiseCall::In(const Scalar& s) {
  Input& input = input_[inputs_++];
  input.tensor = nullptr;
  input.number = s;
  input.fixed = false;
  return *this;
}

ElementwiseCall& ElementwiseCall::Fixed(const Tensor& t) {
  In(t);
  input_[inputs_ - 1].fixed = true;
  return *this;
}

ElementwiseCall& ElementwiseCall::Attr(const Scalar& value) {
  attr_[attrs_++] = value;
  return *this;
}

ElementwiseCall& ElementwiseCall::Compute(DType dtype) {
  compute_ = dtype;
  return *this;
}

ElementwiseCall& ElementwiseCall::Result(DType dtype) {
  result_ = dtype;
  return *this;
}

std::string ElementwiseCall::Operands() const {
  std::string out;
  for (int i = 0; i < inputs_; ++i) {
    if (!input_[i].tensor) continue;
    if (!out.empty()) out += " and ";
    AppendTo(&out, *input_[i].tensor);
  }
  return out;
}

void ElementwiseCall::ThrowBroadcast(size_t operand) const {
  // The operand that does not fit what those before it broadcast to.
  const IntArrayRef b = input_[operand].tensor->sizes();
  const IntArrayRef a(shape_, static_cast<size_t>(ndim_));
  std::string at;
  for (int64_t i = 1; i <= std::min<int64_t>(ndim_, b.size()); ++i) {
    const int64_t x = a[a.size() - i];
    const int64_t y = b[b.size() - i];
    if (x == y || x == 1 || y == 1) continue;
    const int64_t dim = std::max<int64_t>(ndim_, b.size()) - i;
    std::string hint = "unsqueeze or expand one of them";
    // [2,3] with [2]: the user meant the leading dimension.
    if (b.size() < a.size() && b.size() == 1 && a.size() == 2 && b[0] == a[0]) {
      hint = "unsqueeze(1) the second";
    } else if (a.size() < b.size() && a.size() == 1 && b.size() == 2 &&
               a[0] == b[0]) {
      hint = "unsqueeze(1) the first";
    } else if (a.size() == 2 && b.size() == 2 && a[0] == b[1] && a[1] == b[0]) {
      hint = "transpose one of them by .t()";
    }
    throw ShapeError(name(op_),
                     Str("shapes ", SizesText(a), " and ", SizesText(b),
                         " do not broadcast at dim ", dim, " (", x, " vs ", y,
                         "), operands ", Operands(), ": the size of tensor a (",
                         x, ") must match the size of tensor b (", y,
                         ") at non-singleton dimension ", dim, "; ", hint));
  }
  throw InternalError(name(op_), "broadcast failed without a reason");
}

void ElementwiseCall::Infer() {
  inferred_ = true;
  ResultTypeState types;
  const Tensor* placed = nullptr;
  ndim_ = 0;
  for (int i = 0; i < inputs_; ++i) {
    const Input& input = input_[i];
    if (!input.tensor) {
      types.AddScalar(input.number.kind());
      continue;
    }
    const TensorImpl* impl = input.tensor->impl();
    const Geometry& g = impl->geometry;
    if (!input.fixed) {
      if (impl->flags & kWrappedNumber) {
        types.AddScalar(kind(g.dtype()));
      } else {
        types.AddTensor(g.dtype(), g.dim());
      }
    }
    // A 0-d tensor of the CPU may join any device: it is read as a number.
    const bool floats_along = g.dim() == 0 && impl->device.is_cpu();
    if (!placed) {
      placed = input.tensor;
    } else if (placed->dim() == 0 && placed->is_cpu() && !floats_along) {
      placed = input.tensor;
    } else if (!floats_along && impl->device != placed->device()) {
      CheckSameDevice(name(op_), *placed, *input.tensor);
    }
    // Broadcast.
    const int ndim = static_cast<int>(g.dim());
    if (ndim > ndim_) {
      std::memmove(shape_ + ndim - ndim_, shape_, ndim_ * sizeof *shape_);
      std::fill(shape_, shape_ + ndim - ndim_, 1);
      ndim_ = static_cast<int8_t>(ndim);
    }
    for (int d = 0; d < ndim; ++d) {
      int64_t& size = shape_[ndim_ - ndim + d];
      if (size == 1) {
        size = g.size(d);
      } else if (g.size(d) != size && g.size(d) != 1) {
        ThrowBroadcast(static_cast<size_t>(i));
      }
    }
  }
  device_ = placed->device();
  const ResultRule rule = Row(op_).result;
  if (compute_ == DType::Undefined) {
    compute_ = ComputeOf(rule, types.Result(name(op_)));
  }
  if (result_ == DType::Undefined) result_ = ResultOf(rule, compute_);
}

DType ElementwiseCall::result_dtype() {
  if (!inferred_) Infer();
  return result_;
}

Tensor ElementwiseCall::Run() {
  if (!inferred_) Infer();
  const IntArrayRef sizes(shape_, static_cast<size_t>(ndim_));
  // The first operand of the full shape gives the order of the strides.
  for (int i = 0; i < inputs_; ++i) {
    const Tensor* t = input_[i].tensor;
    if (!t || t->sizes() != sizes) continue;
    const Geometry& g = t->geometry();
    if (g.is_contiguous()) break;
    Tensor out = MakeTensor(views::DenseLike(g, result_), device_);
    Execute(out);
    return out;
  }
  Tensor out = MakeTensor(Geometry(sizes, result_, name(op_)), device_);
  Execute(out);
  return out;
}

Tensor& ElementwiseCall::RunOut(Tensor& out) {
  if (!inferred_) Infer();
  const char* op = name(op_);
  CheckCanCast(op, result_, out.scalar_type());
  if (out.device() != device_) {
    for (int i = 0; i < inputs_; ++i) {
      if (input_[i].tensor) CheckSameDevice(op, *input_[i].tensor, out);
    }
  }
  const IntArrayRef sizes(shape_, static_cast<size_t>(ndim_));
  if (out.sizes() != sizes) {
    // Without a kernel, or where out is an input, too, there is an error
    // before out has changed.
    Kernels().Get<IterPlan>(op_, device_.type(), compute_);
    for (int i = 0; i < inputs_; ++i) {
      if (input_[i].tensor) CheckNoOverlap(op, out, *input_[i].tensor, false);
    }
    ResizeOut(op, out, sizes);
  }
  CheckWritable(op, out);
  for (int i = 0; i < inputs_; ++i) {
    if (input_[i].tensor) CheckNoOverlap(op, out, *input_[i].tensor, true);
  }
  out.impl()->storage->version.fetch_add(1, std::memory_order_relaxed);
  Execute(out);
  return out;
}

Tensor& ElementwiseCall::RunInplace(Tensor& self) {
  if (!inferred_) Infer();
  const char* op = name(op_);
  const IntArrayRef sizes(shape_, static_cast<size_t>(ndim_));
  if (self.sizes() != sizes) {
    throw ShapeError(Str(op, "_"),
                     Str("output with shape ", SizesText(self.sizes()),
                         " doesn't match the broadcast shape ",
                         SizesText(sizes), ", operands ", Operands(), "; use ",
                         op, " without _ for a result of the broadcast shape"));
  }
  if (!can_cast(result_, self.scalar_type())) {
    CheckCanCast(Str(op, "_").c_str(), result_, self.scalar_type());
  }
  for (int i = 0; i < inputs_; ++i) {
    if (input_[i].tensor) CheckNoOverlap(op, self, *input_[i].tensor, true);
  }
  self.impl()->storage->version.fetch_add(1, std::memory_order_relaxed);
  Execute(self);
  return self;
}

void ElementwiseCall::Execute(const Tensor& out) {
  TensorImpl* result = out.impl();
  const Kernel<IterPlan> kernel =
      Kernels().Get<IterPlan>(op_, result->device.type(), compute_);
  IterPlan plan;
  plan.numel = result->geometry.numel();
  plan.compute = compute_;
  plan.outputs = 1;
  plan.operands = static_cast<uint8_t>(inputs_ + 1);
  plan.attr_mask = 0;
  plan.dtype[0] = result->geometry.dtype();
  plan.uniform = plan.dtype[0] == compute_;

  PlanOperand operands[IterPlan::kOperands];
  int64_t strides[kMaxInputs][Geometry::kMaxDims];
  operands[0] = {result->data(), result->geometry.strides_data(),
                 static_cast<int64_t>(result->geometry.itemsize())};
  int attrs = 0;
  for (int i = 0; i < inputs_; ++i) {
    const Input& input = input_[i];
    PlanOperand& operand = operands[i + 1];
    const bool is_number = !input.tensor || (input.tensor->device() != device_);
    if (is_number) {
      plan.dtype[i + 1] = compute_;
      plan.attr_mask |= 1 << (i + 1);
      plan.attr[attrs++] =
          ToAttr(input.tensor ? input.tensor->item() : input.number, compute_);
      operand = {nullptr, nullptr, 0};
      continue;
    }
    const Geometry& g = input.tensor->geometry();
    plan.dtype[i + 1] = g.dtype();
    plan.uniform &= g.dtype() == compute_;
    const int ndim = static_cast<int>(g.dim());
    for (int d = 0; d < ndim_ - ndim; ++d) strides[i][d] = 0;
    for (int d = 0; d < ndim; ++d) {
      strides[i][ndim_ - ndim + d] = g.size(d) == 1 ? 0 : g.stride(d);
    }
    operand = {input.tensor->impl()->data(), strides[i],
               static_cast<int64_t>(g.itemsize())};
  }
  for (int i = 0; i < attrs_; ++i) {
    plan.attr[attrs++] = ToAttr(attr_[i], compute_);
  }
  KernelContext context(op_, result->device);
  RunLoopNest(plan, operands, shape_, ndim_, kernel, context);
  CheckKernelError(context);
}

}  // namespace tessera::detail
