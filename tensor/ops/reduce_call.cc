#include "tessera/tensor/ops/reduce_call.h"

#include <cstdlib>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::detail {
namespace {

// A dimension of one of the plan's groups.
struct Step {
  int64_t size;
  int64_t in;   // elements
  int64_t out;  // elements; 0 in the reduced group
};

// Keeps the list sorted by the size of the step; equals stay in the order in
// which they come.
void Insert(Step* list, int* n, Step step, bool sorted) {
  int at = (*n)++;
  while (sorted && at > 0 && std::abs(list[at - 1].in) > std::abs(step.in)) {
    list[at] = list[at - 1];
    --at;
  }
  list[at] = step;
}

int Merge(Step* list, int n) {
  int merged = 0;
  for (int i = 0; i < n; ++i) {
    Step* last = list + merged - 1;
    if (merged && last->in * last->size == list[i].in &&
        last->out * last->size == list[i].out) {
      last->size *= list[i].size;
    } else {
      list[merged++] = list[i];
    }
  }
  return merged;
}

// False where more dimensions are left after merging than a plan has. One of
// each group stays free for the parts of complex numbers.
bool FillPlan(ReducePlan* plan, const Geometry& g, ReduceDims dims,
              bool ordered) {
  Step keep[Geometry::kMaxDims];
  Step reduce[Geometry::kMaxDims];
  int keeps = 0;
  int reduces = 0;
  int64_t out = 1;
  plan->count = plan->outputs = 1;
  for (int64_t d = g.dim() - 1; d >= 0; --d) {
    const int64_t size = g.size(d);
    if (dims[d]) {
      plan->count *= size;
      if (size != 1) {
        Insert(reduce, &reduces, {size, g.stride(d), 0}, !ordered);
      }
    } else {
      plan->outputs *= size;
      if (size != 1) Insert(keep, &keeps, {size, g.stride(d), out}, true);
      out *= size;
    }
  }
  keeps = Merge(keep, keeps);
  reduces = Merge(reduce, reduces);
  constexpr int kMost = ReducePlan::kDims - 1;
  if (keeps > kMost || reduces > kMost) return false;
  const int64_t itemsize = static_cast<int64_t>(g.itemsize());
  plan->keep_ndim = static_cast<uint8_t>(keeps);
  plan->reduce_ndim = static_cast<uint8_t>(reduces);
  for (int i = 0; i < keeps; ++i) {
    plan->keep_shape[i] = keep[i].size;
    plan->keep_in[i] = keep[i].in * itemsize;
    plan->keep_out[i] = keep[i].out;
  }
  for (int i = 0; i < reduces; ++i) {
    plan->reduce_shape[i] = reduce[i].size;
    plan->reduce_in[i] = reduce[i].in * itemsize;
  }
  return true;
}

Geometry ResultGeometry(const Geometry& g, ReduceDims dims, bool keepdim,
                        DType dtype) {
  int64_t ndim = 0;
  for (int64_t d = 0; d < g.dim(); ++d) ndim += keepdim || !dims[d];
  Geometry result = Geometry::Raw(ndim, dtype);
  int64_t* sizes = result.mutable_sizes();
  for (int64_t d = 0; d < g.dim(); ++d) {
    if (!dims[d]) {
      *sizes++ = g.size(d);
    } else if (keepdim) {
      *sizes++ = 1;
    }
  }
  result.FinishContiguous();
  return result;
}

// A copy whose reduced dimensions come last.
Tensor Regrouped(const Tensor& x, ReduceDims dims) {
  int64_t order[Geometry::kMaxDims];
  int n = 0;
  for (int64_t d = 0; d < x.dim(); ++d) {
    if (!dims[d]) order[n++] = d;
  }
  for (int64_t d = 0; d < x.dim(); ++d) {
    if (dims[d]) order[n++] = d;
  }
  return run::clone(run::permute(x, IntArrayRef(order, static_cast<size_t>(n))),
                    MemoryFormat::Contiguous);
}

}  // namespace

ReduceDims::ReduceDims(const char* op, IntArrayRef dim, int64_t ndim)
    : mask_(dim.empty() ? ~uint64_t{0} : 0) {
  for (int64_t d : dim) {
    const int64_t wrapped = WrapDim(op, d, ndim);
    const uint64_t bit = uint64_t{1} << wrapped;
    if (mask_ & bit) {
      throw ShapeError(op, Str("dim ", wrapped,
                               " appears multiple times in the list of dims ",
                               dim, "; give each once"));
    }
    mask_ |= bit;
  }
}

int64_t ReducedCount(const Tensor& x, ReduceDims dims) {
  int64_t count = 1;
  for (int64_t d = 0; d < x.dim(); ++d) {
    if (dims[d]) count *= x.size(d);
  }
  return count;
}

ReduceCall& ReduceCall::CheckNotEmpty(bool whole) {
  if (__builtin_expect(x.numel() != 0, 1)) return *this;
  if (whole) {
    throw ShapeError(name(op),
                     Str("expected an input that is not empty, got ", x,
                         ", numel() == 0; the result of an empty "
                         "reduction has no value"));
  }
  for (int64_t d = 0; d < x.dim(); ++d) {
    if (dims[d] && x.size(d) == 0) {
      throw IndexError(
          name(op),
          Str("expected reduction dim ", d,
              " to have non-zero size, got the empty ", x,
              " (numel() == 0); reduce along a dim that has elements"));
    }
  }
  return *this;
}

Tensor ReduceCall::Run2(DType result, DType second, Tensor* out2) {
  const TensorImpl* in = x.impl();
  const Geometry& g = in->geometry;
  const Kernel<ReducePlan> kernel =
      Kernels().Find<ReducePlan>(op, in->device.type(), g.dtype());
  if (__builtin_expect(!kernel, 0)) {
    CheckDType(op, x);
    Kernels().Get<ReducePlan>(op, in->device.type(), g.dtype());
  }
  ReducePlan plan;
  plan.dtype = g.dtype();
  plan.attr = attr;
  Tensor regrouped;
  const bool whole = dims.all(g.dim());
  if (__builtin_expect(whole && g.is_contiguous(), 1)) {
    plan.outputs = 1;
    plan.count = g.numel();
    plan.keep_ndim = 0;
    plan.reduce_ndim = 1;
    plan.reduce_shape[0] = g.numel();
    plan.reduce_in[0] = static_cast<int64_t>(g.itemsize());
  } else if (!FillPlan(&plan, g, dims, ordered)) {
    regrouped = Regrouped(x, dims);
    in = regrouped.impl();
    const int64_t count = ReducedCount(x, dims);
    plan.count = count;
    plan.outputs = count ? g.numel() / count : plan.outputs;
    plan.keep_ndim = plan.reduce_ndim = 1;
    plan.reduce_shape[0] = count;
    plan.reduce_in[0] = static_cast<int64_t>(g.itemsize());
    plan.keep_shape[0] = plan.outputs;
    plan.keep_in[0] = count * plan.reduce_in[0];
    plan.keep_out[0] = 1;
  }
  plan.in = in->data();
  Tensor out =
      whole && !keepdim
          ? MakeTensor(IntArrayRef(), result, in->device)
          : MakeTensor(ResultGeometry(g, dims, keepdim, result), in->device);
  plan.out = out.impl()->data();
  plan.out2 = nullptr;
  if (out2) {
    *out2 = MakeTensor(Geometry::ContiguousLike(out.geometry(), second),
                       in->device);
    plan.out2 = out2->impl()->data();
  }
  KernelContext context(op, in->device);
  kernel(plan, context);
  return out;
}

}  // namespace tessera::detail
