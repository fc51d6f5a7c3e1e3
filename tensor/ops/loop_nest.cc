// The numbers and the loop nest of an elementwise plan.
#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "tessera/dtype/convert.h"
#include "tessera/tensor/ops/elementwise.h"

namespace tessera::detail {

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

}  // namespace tessera::detail
