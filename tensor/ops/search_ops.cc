// What sorting tells: different elements, and places in a sorted sequence.
#include <algorithm>
#include <string_view>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/promotion.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/index_call.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/sort_plan.h"

namespace tessera::run {
namespace {

using detail::Dense;

int64_t* Int64s(const Tensor& t) {
  return reinterpret_cast<int64_t*>(t.impl()->data());
}

void RunSort(Op op, const SortPlan& plan, Device device) {
  KernelContext context(op, device);
  Kernels().Get<SortPlan>(op, device.type(), plan.dtype)(plan, context);
  CheckKernelError(context);
}

// ---- unique ----

// The first n rows of t, without memory for more.
Tensor FirstRows(const Tensor& t, int64_t n) {
  if (t.size(0) == n) return t;
  return run::clone(run::slice(t, 0, 0, n, 1), MemoryFormat::Contiguous);
}

using Three = std::tuple<Tensor, Tensor, Tensor>;

Three Unique(Op op, SortPlan::Mode mode, const Tensor& self,
             std::optional<int64_t> dim, bool return_inverse,
             bool return_counts) {
  const char* op_name = name(op);
  detail::CheckDefined(op_name, self);
  detail::CheckOrdered(op, self);
  // Rows that are compared, one after the other.
  const bool whole = !dim || self.dim() == 0;
  int64_t at = dim ? WrapDim(op_name, *dim, self.dim()) : 0;
  Tensor rows = whole ? run::reshape(self, -1) : run::movedim(self, at, 0);
  rows = Dense(rows);
  const int64_t n = rows.size(0);
  if (n != 0 && rows.numel() == 0) {
    throw ShapeError(op_name,
                     Str("There are 0 sized dimensions, and they aren't "
                         "selected, so unique cannot be applied to ",
                         self, " along dim ", at));
  }
  const auto ints = [&](IntArrayRef sizes) {
    return detail::MakeTensor(sizes, DType::Long, self.device(), op_name);
  };
  Tensor values = detail::MakeTensor(rows.sizes(), self.scalar_type(),
                                     self.device(), op_name);
  Tensor inverse = return_inverse ? ints(n) : ints(int64_t{0});
  Tensor counts = return_counts ? ints(n) : ints(int64_t{0});
  const Tensor groups = ints({});
  SortPlan plan = {};
  plan.in = rows.impl()->data();
  plan.values = values.impl()->data();
  plan.indices = return_inverse ? Int64s(inverse) : nullptr;
  plan.counts = return_counts ? Int64s(counts) : nullptr;
  plan.groups = Int64s(groups);
  plan.outer = 1;
  plan.n = n;
  plan.inner = n ? rows.numel() / n : 1;
  plan.dtype = self.scalar_type();
  plan.mode = mode;
  RunSort(op, plan, self.device());
  const int64_t m = detail::ItemFor(op_name, groups).toLong();
  values = FirstRows(values, m);
  if (return_counts) counts = FirstRows(counts, m);
  if (!whole && at != 0) {
    values = run::clone(run::movedim(values, 0, at), MemoryFormat::Contiguous);
  }
  if (return_inverse && whole && !dim) {
    inverse = run::reshape(inverse, self.sizes());
  }
  return {std::move(values), std::move(inverse), std::move(counts)};
}

}  // namespace

Three unique(const Tensor& self, bool /*sorted*/, bool return_inverse,
             bool return_counts, std::optional<int64_t> dim) {
  return Unique(Op::unique, SortPlan::kUnique, self, dim, return_inverse,
                return_counts);
}

Three unique_consecutive(const Tensor& self, bool return_inverse,
                         bool return_counts, std::optional<int64_t> dim) {
  return Unique(Op::unique_consecutive, SortPlan::kConsecutive, self, dim,
                return_inverse, return_counts);
}

Three unique_dim(const Tensor& self, int64_t dim, bool sorted,
                 bool return_inverse, bool return_counts) {
  return tessera::unique(self, sorted, return_inverse, return_counts, dim);
}

Three _unique2(const Tensor& self, bool sorted, bool return_inverse,
               bool return_counts) {
  return tessera::unique(self, sorted, return_inverse, return_counts);
}

// ---- searchsorted ----

namespace {

constexpr const char* kSearch = "searchsorted";

Tensor Cast(const Tensor& t, DType dtype) {
  return t.scalar_type() == dtype ? t
                                  : run::_to_copy(t, t.device(), dtype, false);
}

// A number beside a tensor, both in their common dtype.
std::pair<Tensor, Tensor> WithNumber(const char* op, const Tensor& t,
                                     const Scalar& number) {
  detail::CheckDefined(op, t);
  ResultTypeState state;
  state.AddTensor(t.scalar_type(), 1);
  state.AddScalar(kind(number.type()));
  const Tensor like = Cast(t, state.Result(op));
  return {like, detail::NumberLike(op, like, number)};
}

bool IsRight(bool right, std::string_view side) {
  if (side.empty()) return right;
  if (side != "left" && side != "right") {
    throw ValueError(
        kSearch,
        Str("expected side to be 'left' or 'right', got '", side, "'"));
  }
  if (right && side == "left") {
    throw ValueError(kSearch,
                     "side and right can't be set to opposites, got "
                     "side of left while right was true");
  }
  return side == "right";
}

void CheckSequence(const Tensor& sequence, const Tensor& self,
                   const Tensor& sorter) {
  detail::CheckDefined(kSearch, sequence, 0);
  detail::CheckDefined(kSearch, self, 1);
  detail::CheckSameDevice(kSearch, sequence, self);
  detail::CheckSameDType(kSearch, sequence, self);
  detail::CheckDType(Op::searchsorted, self);
  bool rows =
      sequence.dim() == 1 || (sequence.dim() == self.dim() && self.dim() > 0);
  for (int64_t d = 0; rows && sequence.dim() > 1 && d < self.dim() - 1; ++d) {
    rows = sequence.size(d) == self.size(d);
  }
  if (!rows) {
    throw ShapeError(
        kSearch,
        Str("boundaries tensor should be 1 dimension or the first N-1 "
            "dimensions of boundaries tensor and input value tensor must match,"
            " got ",
            sequence, " and ", self));
  }
  if (!sorter.defined()) return;
  detail::CheckSameDevice(kSearch, sequence, sorter);
  if (sorter.sizes() != sequence.sizes()) {
    throw ShapeError(kSearch, Str("boundary and sorter must have the same "
                                  "size, got ",
                                  sequence, " and ", sorter));
  }
  if (sorter.scalar_type() != DType::Long) {
    throw DTypeError(kSearch, Str("sorter must be int64, got ", sorter,
                                  "; convert with .to(int64)"));
  }
}

}  // namespace

Tensor searchsorted(const Tensor& sorted_sequence, const Tensor& self,
                    bool out_int32, bool right, const char* side,
                    const Tensor& sorter) {
  right = IsRight(right, side);
  CheckSequence(sorted_sequence, self, sorter);
  const Tensor sequence = Dense(sorted_sequence), find = Dense(self);
  const Tensor order = sorter.defined() ? Dense(sorter) : sorter;
  const Tensor out =
      detail::MakeTensor(self.sizes(), DType::Long, self.device(), kSearch);
  SortPlan plan = {};
  plan.in = sequence.impl()->data();
  plan.find = find.impl()->data();
  plan.sorter = order.defined() ? Int64s(order) : nullptr;
  plan.indices = Int64s(out);
  plan.shared = sequence.dim() == 1;
  plan.n = sequence.size(-1);
  plan.k = plan.shared ? find.numel() : find.size(-1);
  plan.outer = plan.k ? find.numel() / plan.k : 0;
  plan.inner = 1;
  plan.right = right;
  plan.dtype = self.scalar_type();
  plan.mode = SortPlan::kSearch;
  RunSort(Op::searchsorted, plan, self.device());
  return Cast(out, out_int32 ? DType::Int : DType::Long);
}

Tensor searchsorted(const Tensor& sorted_sequence, const Scalar& self,
                    bool out_int32, bool right, const char* side,
                    const Tensor& sorter) {
  const auto [sequence, number] = WithNumber(kSearch, sorted_sequence, self);
  return run::searchsorted(sequence, number, out_int32, right, side, sorter);
}

namespace {

void CheckBoundaries(const Tensor& boundaries) {
  detail::CheckDefined("bucketize", boundaries, 1);
  if (boundaries.dim() == 1) return;
  throw ShapeError("bucketize", Str("boundaries tensor must be 1 dimension, "
                                    "got ",
                                    boundaries));
}

}  // namespace

Tensor bucketize(const Tensor& self, const Tensor& boundaries, bool out_int32,
                 bool right) {
  CheckBoundaries(boundaries);
  return tessera::searchsorted(boundaries, self, out_int32, right);
}

Tensor bucketize(const Scalar& self, const Tensor& boundaries, bool out_int32,
                 bool right) {
  CheckBoundaries(boundaries);
  return tessera::searchsorted(boundaries, self, out_int32, right);
}

// ---- isin ----

namespace {

Tensor IsIn(const Tensor& elements, const Tensor& tests, bool invert) {
  const char* op = "isin";
  detail::CheckSameDevice(op, elements, tests);
  const DType dtype =
      promote_types(elements.scalar_type(), tests.scalar_type());
  const Tensor find = Dense(Cast(elements, dtype));
  detail::CheckDType(Op::isin, find);
  const Tensor sorted = std::get<0>(
      run::sort(run::reshape(Cast(tests, dtype), -1), 0, false, true));
  const Tensor out =
      detail::MakeTensor(elements.sizes(), DType::Bool, elements.device(), op);
  SortPlan plan = {};
  plan.in = sorted.impl()->data();
  plan.find = find.impl()->data();
  plan.values = out.impl()->data();
  plan.n = sorted.numel();
  plan.k = find.numel();
  plan.outer = plan.inner = 1;
  plan.shared = true;
  plan.invert = invert;
  plan.dtype = dtype;
  plan.mode = SortPlan::kMember;
  RunSort(Op::isin, plan, elements.device());
  return out;
}

}  // namespace

Tensor isin(const Tensor& elements, const Tensor& test_elements,
            bool /*assume_unique*/, bool invert) {
  detail::CheckDefined("isin", elements, 0);
  detail::CheckDefined("isin", test_elements, 1);
  return IsIn(elements, test_elements, invert);
}

Tensor isin(const Tensor& elements, const Scalar& test_element,
            bool /*assume_unique*/, bool invert) {
  const auto [like, number] = WithNumber("isin", elements, test_element);
  return IsIn(like, number, invert);
}

Tensor isin(const Scalar& element, const Tensor& test_elements,
            bool /*assume_unique*/, bool invert) {
  const auto [like, number] = WithNumber("isin", test_elements, element);
  return IsIn(number, like, invert);
}

}  // namespace tessera::run
