#include "tessera/tensor/ops/elementwise.h"

#include <algorithm>
#include <cstring>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/storage/block.h"
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

inline void SetOperand(IterPlan& plan, int k, char* data, DType dtype) {
  plan.ptr[k] = data;
  plan.dtype[k] = dtype;
}

// A row-major tensor of x's sizes, which are known to fit. MakeTensor's way
// without its copies of the geometry: a wide load of what was stored in parts
// just before has to wait for the stores.
inline TensorImpl* MakeLike(const TensorImpl* x, DType dtype) {
  const int64_t nbytes =
      x->geometry.numel() * static_cast<int64_t>(elementSize(dtype));
  StorageImpl* storage =
      Storage::AllocateImpl(static_cast<size_t>(nbytes), x->device);
  // TensorImpl's own operator new, inline.
  static_assert(alignof(TensorImpl) <= kBlockAlignment);
  auto* impl = ::new (AllocateBlock(sizeof(TensorImpl)))
      TensorImpl(storage, Geometry(x->geometry), x->device);
  Geometry& geometry = impl->geometry;
  geometry.set_dtype(dtype);
  geometry.set_offset(0);
  const int64_t* sizes = geometry.sizes_data();
  int64_t* strides = geometry.mutable_strides();
  int64_t stride = 1;
  for (int64_t d = geometry.dim() - 1; d >= 0; --d) {
    strides[d] = stride;
    if (sizes[d] > 1) stride *= sizes[d];
  }
  if (__builtin_expect(tls_mode & kInference, 0)) {
    impl->flags |= kInferenceTensor;
  }
  return impl;
}

// Runs a call whose operands are all contiguous and of one shape, and whose
// result of dtype `result` goes to `out`: no loop nest. plan has the inputs.
inline void RunFlat(Op op, IterPlan& plan, TensorImpl* x, char* out,
                    DType result, DType compute, Kernel<IterPlan> kernel) {
  plan.numel = x->geometry.numel();
  SetOperand(plan, 0, out, result);
  plan.compute = compute;
  plan.outputs = 1;
  plan.ndim = 1;
  plan.flat = true;
  plan.uniform = result == compute;
  KernelContext context(op, x->device);
  kernel(plan, context);
  CheckKernelError(context);
}

// The same into a new tensor.
inline Tensor RunFlatNew(Op op, IterPlan& plan, TensorImpl* x, DType result,
                         DType compute, Kernel<IterPlan> kernel) {
  TensorImpl* out = MakeLike(x, result);
  Tensor owner = Tensor::Steal(out);
  RunFlat(op, plan, x, static_cast<char*>(out->storage->data), result, compute,
          kernel);
  return owner;
}

// And in place: x is plain and its elements were checked by CheckInplace.
inline void RunFlatInplace(Op op, IterPlan& plan, TensorImpl* x, DType compute,
                           Kernel<IterPlan> kernel) {
  x->storage->version.fetch_add(1, std::memory_order_relaxed);
  RunFlat(op, plan, x, x->data(), x->geometry.dtype(), compute, kernel);
}

// Whether the short way is open for a tensor operand.
inline bool IsPlain(const TensorImpl* t) {
  return t && t->geometry.is_contiguous() && !(t->flags & kWrappedNumber);
}

// The result's dtype by the short way, or Undefined to take the long one.
inline DType PlainResult(Op op, DType dtype) {
  switch (Row(op).result) {
    case ResultRule::kSame:
    case ResultRule::kPromote:
      return dtype;
    case ResultRule::kBool:
      return DType::Bool;
    case ResultRule::kFloat:
      return isIntegralType(dtype, true) ? DType::Undefined : dtype;
    default:
      return DType::Undefined;
  }
}

// Whether a number leaves a tensor of this dtype as it is.
inline bool NumberFits(const Scalar& number, DType dtype) {
  return number.kind() <= kind(dtype) && dtype != DType::Bool;
}

}  // namespace

PlanAttr ToAttr(const Scalar& value, DType dtype) {
  PlanAttr attr = {};
  switch (kind(dtype)) {
    case Kind::Bool:
      attr.i = Convert<bool>(value);
      break;
    case Kind::Int:
      if (dtype == DType::UInt64) {
        attr.u = Convert<uint64_t>(value);
      } else {
        attr.i = Convert<int64_t>(value);
      }
      break;
    case Kind::Float:
      attr.f[0] = Convert<double>(value);
      break;
    case Kind::Complex: {
      const complex<double> z = Convert<complex<double>>(value);
      attr.f[0] = z.real();
      attr.f[1] = z.imag();
      break;
    }
  }
  return attr;
}

void RunLoopNest(IterPlan& plan, const PlanOperand* operands,
                 const int64_t* shape, int ndim, Kernel<IterPlan> kernel,
                 KernelContext& context) {
  constexpr int kMax = Geometry::kMaxDims;
  const int count = plan.operands;
  for (int k = 0; k < count; ++k) plan.ptr[k] = operands[k].data;
  if (plan.numel == 0) return;

  // Dimensions of more than one element, innermost (least step of the first
  // operand) first; equal steps keep the row-major order.
  int order[kMax];
  int dims = 0;
  const int64_t* first = operands[0].strides;
  for (int d = ndim - 1; d >= 0; --d) {
    if (shape[d] == 1) continue;
    const int64_t step = first ? std::abs(first[d]) : 0;
    int at = dims;
    while (at > 0 && std::abs(first ? first[order[at - 1]] : 0) > step) {
      order[at] = order[at - 1];
      --at;
    }
    order[at] = d;
    ++dims;
  }

  // Steps in bytes; neighbours that step as one are merged.
  int64_t sizes[kMax];
  int64_t steps[kMax][IterPlan::kOperands];
  int merged = 0;
  for (int i = 0; i < dims; ++i) {
    const int d = order[i];
    int64_t step[IterPlan::kOperands];
    for (int k = 0; k < count; ++k) {
      step[k] = operands[k].strides
                    ? operands[k].strides[d] * operands[k].itemsize
                    : 0;
    }
    if (step[0] < 0) {  // walk the output forwards
      for (int k = 0; k < count; ++k) {
        if (plan.ptr[k]) plan.ptr[k] += step[k] * (shape[d] - 1);
        step[k] = -step[k];
      }
    }
    bool joins = merged > 0;
    for (int k = 0; joins && k < count; ++k) {
      joins = steps[merged - 1][k] * sizes[merged - 1] == step[k];
    }
    if (joins) {
      sizes[merged - 1] *= shape[d];
    } else {
      sizes[merged] = shape[d];
      std::memcpy(steps[merged], step, sizeof step);
      ++merged;
    }
  }

  plan.flat = merged <= 1;
  for (int k = 0; plan.flat && merged == 1 && k < count; ++k) {
    plan.flat = !operands[k].strides || steps[0][k] == operands[k].itemsize;
  }
  plan.ndim = static_cast<uint8_t>(std::min(merged, IterPlan::kDims));
  int64_t inner = 1;
  for (int i = 0; i < plan.ndim; ++i) {
    plan.shape[i] = sizes[i];
    std::memcpy(plan.stride[i], steps[i], sizeof steps[i]);
    inner *= sizes[i];
  }
  if (merged == 0) {  // one element
    plan.ndim = 1;
    plan.shape[0] = 1;
    std::memset(plan.stride[0], 0, sizeof plan.stride[0]);
  }
  if (merged <= IterPlan::kDims) {
    kernel(plan, context);
    return;
  }

  // The dimensions beyond, as an odometer.
  const int64_t total = plan.numel;
  plan.numel = inner;
  int64_t index[kMax] = {};
  for (int64_t done = 0; done < total; done += inner) {
    kernel(plan, context);
    for (int d = IterPlan::kDims; d < merged; ++d) {
      const bool carry = ++index[d] == sizes[d];
      for (int k = 0; k < count; ++k) {
        if (!plan.ptr[k]) continue;
        plan.ptr[k] += carry ? -steps[d][k] * (sizes[d] - 1) : steps[d][k];
      }
      if (!carry) break;
      index[d] = 0;
    }
  }
  plan.numel = total;
}

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
  if (out.sizes() != sizes) ResizeOut(op, out, sizes);
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

namespace {

// Two tensors that need neither broadcasting nor promotion.
inline bool AreAlike(const TensorImpl* x, const TensorImpl* y) {
  return IsPlain(x) && IsPlain(y) &&
         x->geometry.dtype() == y->geometry.dtype() && x->device == y->device &&
         x->geometry.SameSizes(y->geometry);
}

inline Kernel<IterPlan> KernelOf(Op op, const TensorImpl* x) {
  return Kernels().Get<IterPlan>(op, x->device.type(), x->geometry.dtype());
}

inline void SetUnary(IterPlan& plan, TensorImpl* x) {
  SetOperand(plan, 1, x->data(), x->geometry.dtype());
  plan.operands = 2;
  plan.attr_mask = 0;
}
inline void SetBinary(IterPlan& plan, TensorImpl* x, TensorImpl* y) {
  SetOperand(plan, 1, x->data(), x->geometry.dtype());
  SetOperand(plan, 2, y->data(), y->geometry.dtype());
  plan.operands = 3;
  plan.attr_mask = 0;
}
inline void SetNumber(IterPlan& plan, TensorImpl* x, const Scalar& number) {
  const DType dtype = x->geometry.dtype();
  SetOperand(plan, 1, x->data(), dtype);
  SetOperand(plan, 2, nullptr, dtype);
  plan.operands = 3;
  plan.attr_mask = 1 << 2;
  if (__builtin_expect(dtype == DType::Float || dtype == DType::Double, 1)) {
    plan.attr[0].f[0] = number.type() == DType::Double ? number.double_value()
                        : number.type() == DType::Long
                            ? static_cast<double>(number.int64_value())
                            : Convert<double>(number);
  } else {
    plan.attr[0] = ToAttr(number, dtype);
  }
}
inline void SetNumberFirst(IterPlan& plan, const Scalar& number,
                           TensorImpl* x) {
  SetNumber(plan, x, number);
  std::swap(plan.ptr[1], plan.ptr[2]);
  plan.attr_mask = 1 << 1;
}

// Whether self and other are apart or the very same elements.
inline bool AreApart(const TensorImpl* x, const TensorImpl* y) {
  return x->storage != y->storage ||
         x->geometry.offset() == y->geometry.offset();
}

}  // namespace

Tensor Unary(Op op, const Tensor& self) {
  TensorImpl* x = self.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined) {
      IterPlan plan;
      SetUnary(plan, x);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return ElementwiseCall(op).In(self).Run();
}

Tensor& UnaryOut(Op op, Tensor& out, const Tensor& self) {
  return ElementwiseCall(op).In(self).RunOut(out);
}

Tensor& UnaryInplace(Op op, Tensor& self) {
  TensorImpl* x = self.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    if (PlainResult(op, dtype) == dtype) {
      IterPlan plan;
      SetUnary(plan, x);
      RunFlatInplace(op, plan, x, dtype, KernelOf(op, x));
      return self;
    }
  }
  return ElementwiseCall(op).In(self).RunInplace(self);
}

Tensor Binary(Op op, const Tensor& self, const Tensor& other) {
  TensorImpl* x = self.impl();
  TensorImpl* y = other.impl();
  if (__builtin_expect(AreAlike(x, y), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined) {
      IterPlan plan;
      SetBinary(plan, x, y);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return ElementwiseCall(op).In(self).In(other).Run();
}

Tensor Binary(Op op, const Tensor& self, const Scalar& other) {
  TensorImpl* x = self.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined && NumberFits(other, dtype)) {
      IterPlan plan;
      SetNumber(plan, x, other);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return ElementwiseCall(op).In(self).In(other).Run();
}

Tensor& BinaryInplace(Op op, Tensor& self, const Tensor& other) {
  TensorImpl* x = self.impl();
  TensorImpl* y = other.impl();
  if (__builtin_expect(AreAlike(x, y) && AreApart(x, y), 1)) {
    const DType dtype = x->geometry.dtype();
    if (PlainResult(op, dtype) == dtype) {
      IterPlan plan;
      SetBinary(plan, x, y);
      RunFlatInplace(op, plan, x, dtype, KernelOf(op, x));
      return self;
    }
  }
  return ElementwiseCall(op).In(self).In(other).RunInplace(self);
}

Tensor& BinaryInplace(Op op, Tensor& self, const Scalar& other) {
  TensorImpl* x = self.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    if (PlainResult(op, dtype) == dtype && NumberFits(other, dtype)) {
      IterPlan plan;
      SetNumber(plan, x, other);
      RunFlatInplace(op, plan, x, dtype, KernelOf(op, x));
      return self;
    }
  }
  return ElementwiseCall(op).In(self).In(other).RunInplace(self);
}

Tensor Binary(Op op, const Scalar& self, const Tensor& other) {
  TensorImpl* x = other.impl();
  if (__builtin_expect(IsPlain(x), 1)) {
    const DType dtype = x->geometry.dtype();
    const DType result = PlainResult(op, dtype);
    if (result != DType::Undefined && NumberFits(self, dtype)) {
      IterPlan plan;
      SetNumberFirst(plan, self, x);
      return RunFlatNew(op, plan, x, result, dtype, KernelOf(op, x));
    }
  }
  return ElementwiseCall(op).In(self).In(other).Run();
}

Tensor Binary(Op op, const Tensor& self, const Tensor& other,
              const Scalar& alpha) {
  return ElementwiseCall(op).In(self).In(other).Attr(alpha).Run();
}

Tensor Binary(Op op, const Tensor& self, const Scalar& other,
              const Scalar& alpha) {
  return ElementwiseCall(op).In(self).In(other).Attr(alpha).Run();
}

}  // namespace tessera::detail
