// Elements along one dimension, by a tensor of indices: gathers and scatters.
#include <algorithm>
#include <limits>
#include <string_view>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/limits.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/index_call.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::run {
namespace {

using detail::BumpVersion;
using detail::Dense;
using detail::IndexBuilder;
using detail::NumberLike;

void CheckIndex(const char* op, const Tensor& self, const Tensor& index) {
  detail::CheckDefined(op, self, 0);
  detail::CheckDefined(op, index, 1);
  detail::CheckSameDevice(op, self, index);
  if (index.scalar_type() != DType::Long && index.scalar_type() != DType::Int) {
    throw DTypeError(op, Str("expected dtype int64 or int32 for index, got ",
                             index, "; convert with .to(int64)"));
  }
}

void Run(Op op, const char* op_name, const IndexPlan& plan, Device device,
         int64_t dim) {
  if (plan.numel == 0) {
    // Without a kernel, an error all the same.
    Kernels().Get<IndexPlan>(op, device.type(), plan.dtype);
    return;
  }
  detail::RunIndex(op, op_name, plan, device, dim);
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
  IndexBuilder builder(mode, big, small, index);
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
  IndexBuilder builder(mode, big, small, index);
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
  Tensor wide = run::_to_copy(self, self.device(), DType::Float, false);
  add(wide, run::_to_copy(source, source.device(), DType::Float, false));
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
  IndexBuilder builder(IndexPlan::kGather, flat, out, indices);
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

// ---- scatter_reduce ----

namespace {

IndexPlan::Mode AddOrMultiply(const char* op, std::string_view reduce) {
  if (reduce == "add") return IndexPlan::kAdd;
  if (reduce == "multiply") return IndexPlan::kMultiply;
  throw ValueError(op, Str("expected reduce to be 'add' or 'multiply', got '",
                           reduce, "'; scatter_reduce has more"));
}

// What changes nothing in a sum, product, greatest or least element.
Scalar Neutral(IndexPlan::Mode mode, DType dtype) {
  if (mode == IndexPlan::kAdd) return 0;
  if (mode == IndexPlan::kMultiply) return 1;
  const bool least = mode == IndexPlan::kMin;
  if (dtype == DType::Bool) return least;
  if (!isIntegralType(dtype, false)) {
    return least ? std::numeric_limits<double>::infinity()
                 : -std::numeric_limits<double>::infinity();
  }
  return least ? Scalar(iinfo(dtype).max) : Scalar(iinfo(dtype).min);
}

// For scatter_reduce's kernels, which know no other dtype.
Tensor AsInt64(const Tensor& index) {
  return index.scalar_type() == DType::Long
             ? index
             : run::_to_copy(index, index.device(), DType::Long, false);
}

void ScatterReduce(const char* op, Tensor& self, int64_t dim,
                   const Tensor& index, const Tensor& src, std::string_view how,
                   bool include_self) {
  const IndexPlan::Mode mode = how == "prod"   ? IndexPlan::kMultiply
                               : how == "amax" ? IndexPlan::kMax
                               : how == "amin" ? IndexPlan::kMin
                                               : IndexPlan::kAdd;
  SummedInFloat(op, self, src, [&](Tensor& to, const Tensor& from) {
    // A mean is divided in other memory, so that nothing is written before.
    Tensor sum = how == "mean" ? run::clone(to, MemoryFormat::Preserve) : to;
    if (!include_self) {
      RunByElements(Op::scatter, op, IndexPlan::kPut, sum, dim, index,
                    NumberLike(op, sum, Neutral(mode, sum.scalar_type())),
                    true);
    }
    RunByElements(Op::scatter_reduce, op, mode, sum, dim, index, from);
    if (how != "mean") return;
    // uint64 does not meet signed integers.
    const DType count_dtype =
        sum.scalar_type() == DType::UInt64 ? DType::UInt64 : DType::Long;
    const Tensor counts = run::full(
        sum.sizes(), 1, TensorOptions(count_dtype).device(sum.device()));
    if (!include_self) {
      RunByElements(Op::scatter, op, IndexPlan::kPut, counts, dim, index,
                    NumberLike(op, counts, 0), true);
    }
    RunByElements(Op::scatter_reduce, op, IndexPlan::kAdd, counts, dim, index,
                  NumberLike(op, counts, 1), true);
    detail::CopyValues(op, to,
                       isIntegralType(sum.scalar_type(), true)
                           ? run::div(sum, counts, "floor")
                           : run::div(sum, counts));
  });
}

}  // namespace

Tensor& scatter_reduce_(Tensor& self, int64_t dim, const Tensor& index,
                        const Tensor& src, const char* reduce,
                        bool include_self) {
  const char* op = "scatter_reduce_";
  CheckScatter(op, self, &dim, index, &src);
  const std::string_view how = reduce;
  const bool extreme = how == "amax" || how == "amin";
  if (!extreme && how != "sum" && how != "prod" && how != "mean") {
    throw ValueError(op, Str("expected reduce to be 'sum', 'prod', 'mean', "
                             "'amax' or 'amin', got '",
                             how, "'"));
  }
  if (extreme && self.is_complex()) {
    throw NotImplementedError(op,
                              Str("complex numbers have no order, got ", self));
  }
  if (how == "mean" && self.scalar_type() == DType::Bool) {
    throw NotImplementedError(
        op, Str("bool has no mean, got ", self, "; convert with .to(float32)"));
  }
  CheckTarget(op, self, index, &src);
  if (index.numel() == 0) return self;
  ScatterReduce(op, self, dim, AsInt64(index), src, how, include_self);
  BumpVersion(self);
  return self;
}

Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index,
                 const Tensor& src, const char* reduce) {
  CheckScatter("scatter_", self, &dim, index, &src);
  const IndexPlan::Mode mode = AddOrMultiply("scatter_", reduce);
  CheckTarget("scatter_", self, index, &src);
  if (index.numel() == 0) return self;
  const Tensor at = AsInt64(index);
  SummedInFloat("scatter_", self, src, [&](Tensor& to, const Tensor& from) {
    RunByElements(Op::scatter_reduce, "scatter_", mode, to, dim, at, from);
  });
  BumpVersion(self);
  return self;
}

Tensor& scatter_(Tensor& self, int64_t dim, const Tensor& index,
                 const Scalar& value, const char* reduce) {
  CheckScatter("scatter_", self, &dim, index, nullptr);
  const IndexPlan::Mode mode = AddOrMultiply("scatter_", reduce);
  CheckTarget("scatter_", self, index, nullptr);
  if (index.numel() == 0) return self;
  const Tensor number = NumberLike("scatter_", self, value);
  const Tensor at = AsInt64(index);
  SummedInFloat("scatter_", self, number, [&](Tensor& to, const Tensor& from) {
    RunByElements(Op::scatter_reduce, "scatter_", mode, to, dim, at, from,
                  true);
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
  // A 0-d tensor is a number here, of any dtype.
  if (value.is_complex() && !self.is_complex()) {
    throw ValueError("index_fill_",
                     Str("expected a real number for ", self.scalar_type(),
                         ", got ", value, "; use its real part"));
  }
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

Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index,
               const Tensor& src, const char* reduce) {
  OpScope scope("scatter");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::scatter_(out, dim, index, src, reduce);
}

Tensor scatter(const Tensor& self, int64_t dim, const Tensor& index,
               const Scalar& value, const char* reduce) {
  OpScope scope("scatter");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::scatter_(out, dim, index, value, reduce);
}

Tensor scatter_reduce(const Tensor& self, int64_t dim, const Tensor& index,
                      const Tensor& src, const char* reduce,
                      bool include_self) {
  OpScope scope("scatter_reduce");
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::scatter_reduce_(out, dim, index, src, reduce, include_self);
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

}  // namespace tessera::run
