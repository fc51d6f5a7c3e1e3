// Elements by tensors of indices: gathers, scatters, nonzero.
#include <algorithm>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/index_plan.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/views.h"

namespace tessera::run {
namespace {

void BumpVersion(const Tensor& t) {
  t.impl()->storage->version.fetch_add(1, std::memory_order_relaxed);
}

Tensor Dense(const Tensor& t) {
  return t.is_contiguous() ? t : run::clone(t, MemoryFormat::Contiguous);
}

void CheckIndex(const char* op, const Tensor& self, const Tensor& index) {
  detail::CheckDefined(op, self, 0);
  detail::CheckDefined(op, index, 1);
  detail::CheckSameDevice(op, self, index);
  if (index.scalar_type() != DType::Long && index.scalar_type() != DType::Int) {
    throw DTypeError(op, Str("expected dtype int64 or int32 for index, got ",
                             index, "; convert with .to(int64)"));
  }
}

// One position's strides in big, small and index.
struct Dimension {
  int64_t size, big, small, index;
};

// A plan over dimensions that are added from the outermost on. Sizes of 1 are
// left out and neighbours that step as one merged, but for the indexed one.
class Builder {
 public:
  Builder(IndexPlan::Mode mode, const Tensor& big, const Tensor& small,
          const Tensor& index) {
    plan_.mode = mode;
    plan_.big = big.impl()->data();
    plan_.small = small.impl()->data();
    plan_.index = index.impl()->data();
    plan_.dtype = big.scalar_type();
    plan_.index_dtype = index.scalar_type();
    plan_.wrap = plan_.scaled = false;
    plan_.numel = 1;
    plan_.dim_size = plan_.dim_stride = 1;
    plan_.dim = -1;
    plan_.ndim = 0;
  }
  IndexPlan& plan() { return plan_; }

  void Add(const Dimension& d, bool indexed) {
    plan_.numel *= d.size;
    if (d.size == 1) return;
    const int last = plan_.ndim - 1;
    if (!indexed && last >= 0 && last != plan_.dim &&
        plan_.big_stride[last] == d.size * d.big &&
        plan_.small_stride[last] == d.size * d.small &&
        plan_.index_stride[last] == d.size * d.index) {
      plan_.shape[last] *= d.size;
      Steps(last, d);
      return;
    }
    if (indexed) plan_.dim = plan_.ndim;
    plan_.shape[plan_.ndim] = d.size;
    Steps(plan_.ndim++, d);
  }

 private:
  void Steps(int at, const Dimension& d) {
    plan_.big_stride[at] = d.big;
    plan_.small_stride[at] = d.small;
    plan_.index_stride[at] = d.index;
  }

  IndexPlan plan_;
};

// PyTorch's types: index_select and its kin raise IndexError, gather and
// scatter a RuntimeError.
[[noreturn]] void ThrowBounds(Op op, const char* op_name, int64_t value,
                              int64_t size, int64_t dim, bool wrap) {
  const std::string message = Str(
      "index ", value, " is out of bounds for dimension ", dim, " with size ",
      size, "; allowed are ", wrap ? -size : 0, " to ", size - 1);
  switch (op) {
    case Op::gather:
    case Op::scatter:
    case Op::scatter_add:
    case Op::index_add:
      throw Error(op_name, message);
    case Op::index_select:
      throw IndexError(op_name, Str("index out of range in self: ", message));
    case Op::take:
      throw IndexError(
          op_name,
          Str("out of range: tried to access index ", value, " on a tensor of ",
              size, " elements; allowed are ", -size, " to ", size - 1));
    default:
      throw IndexError(op_name, message);
  }
}

void Run(Op op, const char* op_name, const IndexPlan& plan, Device device,
         int64_t dim) {
  const Kernel<IndexPlan> kernel =
      Kernels().Get<IndexPlan>(op, device.type(), plan.dtype);
  if (plan.numel == 0) return;
  KernelContext context(op, device);
  kernel(plan, context);
  if (const char* error = context.error.load(std::memory_order_acquire)) {
    if (error != kernel_errors::kIndexRange) ThrowKernelError(context);
    ThrowBounds(op, op_name, context.error_value[0], context.error_value[1],
                dim, plan.wrap);
  }
}

// ---- index of self's rank: gather and scatter ----

// Sizes and strides of dimension d; a 0-d tensor is [1].
int64_t SizeAt(const Tensor& t, int64_t d) { return t.dim() ? t.size(d) : 1; }
int64_t StrideAt(const Tensor& t, int64_t d) {
  return t.dim() ? t.geometry().stride(d) : 1;
}

int64_t Rank(const Tensor& t) { return std::max<int64_t>(t.dim(), 1); }

void CheckRank(const char* op, const char* what, const Tensor& index,
               const Tensor& other) {
  if (Rank(index) == Rank(other)) return;
  throw ShapeError(op,
                   Str("Index tensor must have the same number of "
                       "dimensions as ",
                       what, ", got index ", index, " and ", what, " ", other));
}

void CheckSizes(const char* op, const char* what, const Tensor& index,
                const Tensor& other, int64_t but) {
  for (int64_t d = 0; d < Rank(index); ++d) {
    if (d == but || SizeAt(index, d) <= SizeAt(other, d)) continue;
    throw ShapeError(
        op, Str("Size does not match at dimension ", d, ": expected index ",
                detail::SizesText(index.sizes()), " to be no larger than ",
                what, " ", detail::SizesText(other.sizes()),
                but < 0 ? "" : Str(" apart from dimension ", but)));
  }
}

// One position for each element of index.
void RunByElements(Op op, const char* op_name, IndexPlan::Mode mode,
                   const Tensor& big, int64_t dim, const Tensor& index,
                   const Tensor& small, bool small_is_number = false) {
  Builder builder(mode, big, small, index);
  for (int64_t d = 0; d < Rank(index); ++d) {
    builder.Add({SizeAt(index, d), d == dim ? 0 : StrideAt(big, d),
                 small_is_number ? 0 : StrideAt(small, d), StrideAt(index, d)},
                d == dim);
  }
  builder.plan().dim_size = SizeAt(big, dim);
  builder.plan().dim_stride = StrideAt(big, dim);
  Run(op, op_name, builder.plan(), big.device(), dim);
}

// ---- index of one dimension: index_select and kin ----

void CheckVector(const char* op, const Tensor& index) {
  if (index.dim() <= 1) return;
  throw IndexError(op, Str("expected an index of one dimension (Index is "
                           "supposed to be a vector), got ",
                           index));
}

// One position for each element of small, whose dimension dim goes with the
// index. small_is_number: of its shape only the number counts.
void RunBySlices(Op op, const char* op_name, IndexPlan::Mode mode,
                 const Tensor& big, int64_t dim, const Tensor& index,
                 const Tensor& small, bool small_is_number,
                 const Scalar& alpha = 1) {
  Builder builder(mode, big, small, index);
  for (int64_t d = 0; d < Rank(big); ++d) {
    const int64_t size = d == dim ? index.numel() : SizeAt(big, d);
    builder.Add({size, d == dim ? 0 : StrideAt(big, d),
                 small_is_number ? 0 : StrideAt(small, d),
                 d == dim && index.dim() ? index.geometry().stride(0) : 0},
                d == dim);
  }
  IndexPlan& plan = builder.plan();
  plan.dim_size = SizeAt(big, dim);
  plan.dim_stride = StrideAt(big, dim);
  plan.wrap = op == Op::index_fill;
  if (mode == IndexPlan::kAdd) {
    plan.scaled = !(alpha.isIntegral(true) && alpha.toLong() == 1);
    plan.alpha = detail::ToAttr(alpha, plan.dtype);
  }
  Run(op, op_name, plan, big.device(), dim);
}

// source has the sizes of self but for dim, where it has index's.
void CheckSource(const char* op, const Tensor& self, int64_t dim,
                 const Tensor& index, const Tensor& source) {
  detail::CheckDefined(op, source, 2);
  detail::CheckSameDevice(op, self, source);
  detail::CheckSameDType(op, self, source);
  CheckVector(op, index);
  bool fits = Rank(self) == Rank(source);
  for (int64_t d = 0; fits && d < Rank(self); ++d) {
    fits = SizeAt(source, d) == (d == dim ? index.numel() : SizeAt(self, d));
  }
  if (fits) return;
  throw ShapeError(
      op,
      Str("expected source of self's shape ", detail::SizesText(self.sizes()),
          " with the number of indices ", index.numel(), " at dimension ", dim,
          ", got ", detail::SizesText(source.sizes())));
}

// In-place sums of 16-bit floats go through float32, rounded once.
template <class F>
void SummedInFloat(const char* op, Tensor& self, const Tensor& source, F add) {
  if (!isReducedFloatingType(self.scalar_type())) return add(self, source);
  Tensor wide = run::_to_copy(self, self.device(), DType::Float);
  add(wide, run::_to_copy(source, source.device(), DType::Float));
  detail::CopyValues(op, self, wide);
}

}  // namespace

// ---- gather, index_select, take ----

Tensor gather(const Tensor& self, int64_t dim, const Tensor& index) {
  CheckIndex("gather", self, index);
  dim = WrapDim("gather", dim, self.dim());
  Tensor out = detail::MakeTensor(index.sizes(), self.scalar_type(),
                                  self.device(), "gather");
  if (index.numel() == 0) return out;
  CheckRank("gather", "self", index, self);
  CheckSizes("gather", "self", index, self, dim);
  RunByElements(Op::gather, "gather", IndexPlan::kGather, self, dim, index,
                out);
  return out;
}

Tensor index_select(const Tensor& self, int64_t dim, const Tensor& index) {
  CheckIndex("index_select", self, index);
  CheckVector("index_select", index);
  dim = WrapDim("index_select", dim, self.dim());
  std::vector<int64_t> sizes = self.sizes().vec();
  if (self.dim()) {
    sizes[dim] = index.numel();
  } else if (index.numel() != 1) {
    throw ShapeError("index_select",
                     Str("Index to scalar can have only 1 value, got ", index));
  }
  Tensor out = detail::MakeTensor(sizes, self.scalar_type(), self.device(),
                                  "index_select");
  RunBySlices(Op::index_select, "index_select", IndexPlan::kGather, self, dim,
              index, out, false);
  return out;
}

Tensor take(const Tensor& self, const Tensor& index) {
  CheckIndex("take", self, index);
  const Tensor flat = Dense(self), indices = Dense(index);
  Tensor out = detail::MakeTensor(index.sizes(), self.scalar_type(),
                                  self.device(), "take");
  Builder builder(IndexPlan::kGather, flat, out, indices);
  builder.Add({index.numel(), 0, 1, 1}, true);
  builder.plan().dim_size = self.numel();
  builder.plan().wrap = true;
  Run(Op::take, "take", builder.plan(), self.device(), 0);
  return out;
}

// ---- scatter, scatter_add ----

namespace {

void CheckScatter(const char* op_name, const Tensor& self, int64_t* dim,
                  const Tensor& index, const Tensor* src) {
  CheckIndex(op_name, self, index);
  *dim = WrapDim(op_name, *dim, self.dim());
  if (src) {
    detail::CheckDefined(op_name, *src, 2);
    detail::CheckSameDevice(op_name, self, *src);
    detail::CheckSameDType(op_name, self, *src);
  }
  if (index.numel() == 0) return;
  CheckRank(op_name, "self", index, self);
  CheckSizes(op_name, "self", index, self, *dim);
  if (src) {
    CheckRank(op_name, "src", index, *src);
    CheckSizes(op_name, "src", index, *src, -1);
  }
}

void CheckTarget(const char* op, const Tensor& self, const Tensor& index,
                 const Tensor* source) {
  detail::CheckWritable(op, self);
  detail::CheckNoOverlap(op, self, index, false);
  if (source) detail::CheckNoOverlap(op, self, *source, false);
}

// value as a 0-d tensor of self's dtype and device.
Tensor NumberLike(const char* op, const Tensor& self, const Scalar& value) {
  CheckFitsIn(op, value, self.scalar_type());
  Tensor number = detail::MakeTensor({}, self.scalar_type(), self.device());
  detail::FillValue(op, number, value);
  return number;
}

}  // namespace

Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index,
                 const Tensor& src) {
  CheckScatter("scatter_", self, &dim, index, &src);
  CheckTarget("scatter_", self, index, &src);
  if (index.numel() == 0) return self;
  RunByElements(Op::scatter, "scatter_", IndexPlan::kPut, self, dim, index,
                src);
  BumpVersion(self);
  return self;
}

Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index,
                 const Scalar& value) {
  CheckScatter("scatter_", self, &dim, index, nullptr);
  CheckTarget("scatter_", self, index, nullptr);
  if (index.numel() == 0) return self;
  RunByElements(Op::scatter, "scatter_", IndexPlan::kPut, self, dim, index,
                NumberLike("scatter_", self, value), true);
  BumpVersion(self);
  return self;
}

Tensor& scatter_add_(Tensor& self, int64_t dim, const Tensor& index,
                     const Tensor& src) {
  CheckScatter("scatter_add_", self, &dim, index, &src);
  CheckTarget("scatter_add_", self, index, &src);
  if (index.numel() == 0) return self;
  SummedInFloat("scatter_add_", self, src, [&](Tensor& to, const Tensor& from) {
    RunByElements(Op::scatter_add, "scatter_add_", IndexPlan::kAdd, to, dim,
                  index, from);
  });
  BumpVersion(self);
  return self;
}

// ---- index_add, index_copy, index_fill ----

Tensor& index_add_(Tensor& self, int64_t dim, const Tensor& index,
                   const Tensor& source, const Scalar& alpha) {
  CheckIndex("index_add_", self, index);
  dim = WrapDim("index_add_", dim, self.dim());
  CheckSource("index_add_", self, dim, index, source);
  CheckTarget("index_add_", self, index, &source);
  SummedInFloat("index_add_", self, source,
                [&](Tensor& to, const Tensor& from) {
                  RunBySlices(Op::index_add, "index_add_", IndexPlan::kAdd, to,
                              dim, index, from, false, alpha);
                });
  BumpVersion(self);
  return self;
}

Tensor& index_copy_(Tensor& self, int64_t dim, const Tensor& index,
                    const Tensor& source) {
  CheckIndex("index_copy_", self, index);
  dim = WrapDim("index_copy_", dim, self.dim());
  CheckSource("index_copy_", self, dim, index, source);
  CheckTarget("index_copy_", self, index, &source);
  RunBySlices(Op::index_copy, "index_copy_", IndexPlan::kPut, self, dim, index,
              source, false);
  BumpVersion(self);
  return self;
}

namespace {

Tensor& Fill(Tensor& self, int64_t dim, const Tensor& index,
             const Tensor& number) {
  CheckIndex("index_fill_", self, index);
  CheckVector("index_fill_", index);
  dim = WrapDim("index_fill_", dim, self.dim());
  CheckTarget("index_fill_", self, index, nullptr);
  RunBySlices(Op::index_fill, "index_fill_", IndexPlan::kPut, self, dim, index,
              number, true);
  BumpVersion(self);
  return self;
}

}  // namespace

Tensor& index_fill_(Tensor& self, int64_t dim, const Tensor& index,
                    const Scalar& value) {
  return Fill(self, dim, index, NumberLike("index_fill_", self, value));
}

Tensor& index_fill_(Tensor& self, int64_t dim, const Tensor& index,
                    const Tensor& value) {
  detail::CheckDefined("index_fill_", value, 2);
  if (value.dim() != 0) {
    throw ShapeError("index_fill_",
                     Str("expected a number or a 0-d tensor, got ", value));
  }
  detail::CheckSameDType("index_fill_", self, value);
  const Tensor number =
      detail::MakeTensor({}, self.scalar_type(), self.device());
  detail::CopyValues("index_fill_", number, value);
  return Fill(self, dim, index, number);
}

// ---- Out of place: a copy, written in place, with errors of the
// op as it was called ----

Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index,
               const Tensor& src) {
  OpScope scope("scatter");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::scatter_(out, dim, index, src);
}

Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index,
               const Scalar& value) {
  OpScope scope("scatter");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::scatter_(out, dim, index, value);
}

Tensor scatter_add(const Tensor& self, int64_t dim, const Tensor& index,
                   const Tensor& src) {
  OpScope scope("scatter_add");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::scatter_add_(out, dim, index, src);
}

Tensor index_add(const Tensor& self, int64_t dim, const Tensor& index,
                 const Tensor& source, const Scalar& alpha) {
  OpScope scope("index_add");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::index_add_(out, dim, index, source, alpha);
}

Tensor index_copy(const Tensor& self, int64_t dim, const Tensor& index,
                  const Tensor& source) {
  OpScope scope("index_copy");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::index_copy_(out, dim, index, source);
}

Tensor index_fill(const Tensor& self, int64_t dim, const Tensor& index,
                  const Scalar& value) {
  OpScope scope("index_fill");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::index_fill_(out, dim, index, value);
}

Tensor index_fill(const Tensor& self, int64_t dim, const Tensor& index,
                  const Tensor& value) {
  OpScope scope("index_fill");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::index_fill_(out, dim, index, value);
}

// ---- nonzero, masked_select ----

namespace {

// Where dense is not zero: [n, dim()], or flat numbers [n].
Tensor Positions(const char* op, const Tensor& dense, bool flat) {
  IndexPlan plan;
  plan.big = dense.impl()->data();
  plan.index = nullptr;
  plan.dtype = dense.scalar_type();
  plan.index_dtype = DType::Long;
  plan.numel = dense.numel();
  plan.ndim = flat ? 0 : static_cast<int>(dense.dim());
  std::copy(dense.sizes().begin(), dense.sizes().end(), plan.shape);
  const Tensor count = detail::MakeTensor({}, DType::Long, dense.device());
  plan.mode = IndexPlan::kCount;
  plan.small = count.impl()->data();
  const Kernel<IndexPlan> kernel =
      Kernels().Get<IndexPlan>(Op::nonzero, dense.device().type(), plan.dtype);
  KernelContext context(Op::nonzero, dense.device());
  kernel(plan, context);
  const int64_t n = count.item().toLong();
  Tensor out = flat ? detail::MakeTensor({n}, DType::Long, dense.device(), op)
                    : detail::MakeTensor({n, dense.dim()}, DType::Long,
                                         dense.device(), op);
  if (out.numel() == 0) return out;
  plan.mode = IndexPlan::kNonzero;
  plan.small = out.impl()->data();
  kernel(plan, context);
  CheckKernelError(context);
  return out;
}

}  // namespace

Tensor nonzero(const Tensor& self) {
  detail::CheckDefined("nonzero", self);
  return Positions("nonzero", Dense(self), false);
}

Tensor masked_select(const Tensor& self, const Tensor& mask) {
  detail::CheckDefined("masked_select", self, 0);
  detail::CheckDefined("masked_select", mask, 1);
  detail::CheckSameDevice("masked_select", self, mask);
  if (mask.scalar_type() != DType::Bool) {
    throw DTypeError("masked_select", Str("expected a bool mask, got ", mask,
                                          "; convert with .to(bool)"));
  }
  const std::vector<int64_t> sizes =
      BroadcastSizes("masked_select", self.sizes(), mask.sizes());
  const auto spread = [&](const Tensor& t) {
    const Tensor view = detail::MakeAlias(t);
    view.impl()->geometry =
        views::BroadcastTo("masked_select", t.geometry(), sizes);
    return Dense(view);
  };
  const Tensor at = Positions("masked_select", spread(mask), true);
  const Tensor flat = spread(self);
  Tensor out = detail::MakeTensor(at.sizes(), self.scalar_type(), self.device(),
                                  "masked_select");
  Builder builder(IndexPlan::kGather, flat, out, at);
  builder.Add({at.numel(), 0, 1, 1}, true);
  builder.plan().dim_size = flat.numel();
  Run(Op::masked_select, "masked_select", builder.plan(), self.device(), 0);
  return out;
}

}  // namespace tessera::run
