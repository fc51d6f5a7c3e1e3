#include "tessera/tensor/ops/index_call.h"

#include <algorithm>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::detail {

IndexBuilder::IndexBuilder(IndexPlan::Mode mode, const Tensor& big,
                           const Tensor& small, const Tensor& index) {
  plan_.mode = mode;
  plan_.big = big.impl()->data();
  plan_.small = small.impl()->data();
  plan_.index = index.impl()->data();
  plan_.dtype = big.scalar_type();
  plan_.index_dtype = index.scalar_type();
  plan_.wrap = plan_.checked = plan_.scaled = false;
  plan_.numel = 1;
  plan_.dim_size = plan_.dim_stride = 1;
  plan_.meet = 0;
  plan_.ndim = 0;
}

void IndexBuilder::Add(const IndexDim& d, bool meets) {
  plan_.numel *= d.size;
  if (d.size == 1) return;
  const int last = plan_.ndim - 1;
  if (last >= 0 && meets == (plan_.meet >> last & 1) &&
      plan_.big_stride[last] == d.size * d.big &&
      plan_.small_stride[last] == d.size * d.small &&
      plan_.index_stride[last] == d.size * d.index) {
    plan_.shape[last] *= d.size;
    Steps(last, d);
    return;
  }
  if (meets) plan_.meet |= uint64_t{1} << plan_.ndim;
  plan_.shape[plan_.ndim] = d.size;
  Steps(plan_.ndim++, d);
}

void IndexBuilder::Steps(int at, const IndexDim& d) {
  plan_.big_stride[at] = d.big;
  plan_.small_stride[at] = d.small;
  plan_.index_stride[at] = d.index;
}

namespace {

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
    case Op::scatter_reduce:
    case Op::index_add:
      throw Error(op_name, message);
    case Op::index_select:
      throw IndexError(op_name, Str("index out of range in self: ", message));
    case Op::take:
      throw IndexError(
          op_name,
          Str("out of range: tried to access index ", value, " on a tensor of ",
              size, " elements; allowed are ", -size, " to ", size - 1));
    case Op::repeat_interleave:
      throw Error(op_name, Str("repeats can not be negative, got ", value));
    default:
      throw IndexError(op_name, message);
  }
}

}  // namespace

void RunIndex(Op op, const char* op_name, const IndexPlan& plan, Device device,
              int64_t dim) {
  const Kernel<IndexPlan> kernel =
      Kernels().Get<IndexPlan>(op, device.type(), plan.dtype);
  KernelContext context(op, device);
  kernel(plan, context);
  if (const char* error = context.error.load(std::memory_order_acquire)) {
    if (error != kernel_errors::kIndexRange) ThrowKernelError(context);
    ThrowBounds(op, op_name, context.error_value[0], context.error_value[1],
                dim, plan.wrap);
  }
}

void ThrowIndexDType(const char* op, const Tensor& index) {
  if (index.scalar_type() == DType::Byte) {
    throw IndexError(op, Str("expected an index of dtype int64, int32 or bool, "
                             "got ",
                             index,
                             "; convert a mask with .to(bool), indices with "
                             ".to(int64)"));
  }
  throw IndexError(
      op, Str("tensors used as indices must be long, int or bool tensors: "
              "expected int64, int32 or bool, got ",
              index, "; convert with .to(int64) or .to(bool)"));
}

Tensor Dense(const Tensor& t) {
  return t.is_contiguous() ? t : run::clone(t, MemoryFormat::Contiguous);
}

Tensor Apart(const Tensor& t, const Tensor& self) {
  return t.is_alias_of(self) ? run::clone(t, MemoryFormat::Contiguous) : t;
}

Tensor NumberLike(const char* op, const Tensor& self, const Scalar& value) {
  CheckFitsIn(op, value, self.scalar_type());
  Tensor number = MakeTensor({}, self.scalar_type(), self.device());
  FillValue(op, number, value);
  return number;
}

namespace {

// Counts what is not zero in dense, and lets the plan write where; items
// int64 for each, in a row of their own if as_row.
Tensor Nonzero(const Tensor& dense, IndexPlan& plan, int64_t items,
               bool as_row) {
  plan.big = dense.impl()->data();
  plan.numel = dense.numel();
  const IndexPlan::Mode mode = plan.mode;
  const Tensor count = MakeTensor({}, DType::Long, dense.device());
  plan.mode = IndexPlan::kCount;
  plan.small = count.impl()->data();
  RunIndex(Op::nonzero, "nonzero", plan, dense.device(), 0);
  const int64_t sizes[2] = {ItemFor("nonzero", count).toLong(), items};
  Tensor out = MakeTensor(IntArrayRef(sizes, as_row ? 2 : 1), DType::Long,
                          dense.device(), "nonzero");
  if (out.numel() == 0) return out;
  plan.mode = mode;
  plan.small = out.impl()->data();
  RunIndex(Op::nonzero, "nonzero", plan, dense.device(), 0);
  return out;
}

}  // namespace

Tensor TrueOffsets(const Tensor& mask, IntArrayRef strides) {
  const Tensor dense = Dense(mask);
  IndexBuilder builder(IndexPlan::kNonzero, dense, dense, dense);
  for (int64_t d = 0; d < dense.dim(); ++d) {
    builder.Add({dense.size(d), strides[static_cast<size_t>(d)], 0,
                 dense.geometry().stride(d)},
                false);
  }
  return Nonzero(dense, builder.plan(), 1, false);
}

Tensor NonzeroPositions(const Tensor& dense) {
  IndexBuilder builder(IndexPlan::kPositions, dense, dense, dense);
  IndexPlan& plan = builder.plan();
  plan.ndim = static_cast<int>(dense.dim());
  std::copy(dense.sizes().begin(), dense.sizes().end(), plan.shape);
  return Nonzero(dense, plan, dense.dim(), true);
}

}  // namespace tessera::detail
