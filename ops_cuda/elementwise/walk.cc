// From an IterPlan to a kernel. Linking //ops_cuda:elementwise is using it.
#include <cuda_runtime.h>

#include <cstdint>
#include <cstring>

#include "tessera/dtype/convert.h"
#include "tessera/dtype/scalar.h"
#include "tessera/ops_cuda/elementwise/loops.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/launch.h"
#include "tessera/tensor/host_copy.h"
#include "tessera/tensor/plan/iter_plan.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {
namespace {

constexpr int kThreads = 256;

const LoopEntry* entries[kOps][kDTypes];

// A number of the plan as an element of `type`.
Number AsElement(DType type, const PlanAttr& attr, DType compute, bool round) {
  Number number = {};
  if (type == compute && elementSize(type) == 8 && !isComplexType(type)) {
    std::memcpy(number.bytes, &attr, 8);
    return number;
  }
  switch (kind(compute)) {
    case Kind::Bool:
    case Kind::Int:
      detail::StoreScalar(
          number.bytes, type,
          compute == DType::UInt64 ? Scalar(attr.u) : Scalar(attr.i));
      break;
    case Kind::Float: {
      double value = attr.f[0];
      if (round && compute == DType::Half) value = Convert<Half>(value);
      if (round && compute == DType::BFloat16) {
        value = Convert<BFloat16>(value);
      }
      detail::StoreScalar(number.bytes, type, value);
      break;
    }
    case Kind::Complex:
      detail::StoreScalar(number.bytes, type,
                          complex<double>(attr.f[0], attr.f[1]));
      break;
  }
  return number;
}

void SetShape(const IterPlan& plan, Call* call) {
  call->numel = plan.numel;
  if (plan.flat) {
    call->ndim = 1;
    call->shape[0] = plan.numel;
    return;
  }
  call->ndim = plan.ndim;
  for (int d = 0; d < plan.ndim; ++d) call->shape[d] = plan.shape[d];
}

// Operand k of the plan as operand `slot` of the kernel.
void SetOperand(const IterPlan& plan, int k, Call* call, int slot) {
  call->ptr[slot] = plan.ptr[k];
  call->dtype[slot] = plan.dtype[k];
  const bool number = plan.attr_mask >> k & 1;
  if (plan.flat) {
    call->stride[0][slot] =
        number ? 0 : static_cast<int64_t>(elementSize(plan.dtype[k]));
    return;
  }
  for (int d = 0; d < plan.ndim; ++d) {
    call->stride[d][slot] = plan.stride[d][k];
  }
}

// Whether four elements at a time can be taken.
bool IsFlat(const IterPlan& plan, const Call& call, int operands) {
  if (!plan.flat) return false;
  for (int k = 0; k < operands; ++k) {
    if (call.number_mask >> k & 1) continue;
    if (call.dtype[k] != call.type[k]) return false;
    const size_t width = elementSize(call.dtype[k]);
    const size_t align = width >= 4 ? 16 : 4 * width;
    if (reinterpret_cast<uintptr_t>(call.ptr[k]) % align) return false;
  }
  return true;
}

void Run(const IterPlan& plan, KernelContext& context, Loop strided, Loop flat,
         const Call& call, int operands) {
  if (flat && IsFlat(plan, call, operands)) {
    Launch(context, flat, Blocks(call.numel, 4 * kThreads), kThreads, call);
  } else {
    Launch(context, strided, Blocks(call.numel, kThreads), kThreads, call);
  }
}

void RunElementwise(const IterPlan& plan, KernelContext& context) {
  const LoopEntry& entry =
      *entries[static_cast<int>(context.op)][static_cast<int>(plan.compute)];
  Call call = {};
  SetShape(plan, &call);
  const int first = entry.flags & kSwap ? 2 : 1;
  int attrs = 0;
  for (int k = 0; k <= entry.inputs; ++k) {
    const int slot = k == 0 || entry.inputs != 2 ? k
                     : k == 1                    ? first
                                                 : 3 - first;
    call.type[slot] = entry.types[slot];
    SetOperand(plan, k, &call, slot);
    if (!(plan.attr_mask >> k & 1)) continue;
    call.dtype[slot] = call.type[slot];
    call.number_mask |= 1u << slot;
    call.number[slot] = AsElement(call.type[slot], plan.attr[attrs++],
                                  plan.compute, entry.flags & kRoundNumbers);
  }
  for (int a = attrs; a < IterPlan::kAttrs; ++a) {
    call.attr[a - attrs] = plan.attr[a];
  }
  if (entry.flags & kChecks) call.errors = Errors(context);
  Run(plan, context, entry.strided, entry.flat, call, entry.inputs + 1);
}

void RunCopy(const IterPlan& plan, KernelContext& context) {
  Call call = {};
  SetShape(plan, &call);
  for (int k = 0; k < 2; ++k) {
    SetOperand(plan, k, &call, k);
    call.type[k] = call.dtype[k];
  }
  if (plan.attr_mask) {
    call.dtype[1] = call.type[1] = plan.dtype[0];
    call.number_mask = 2;
    call.number[1] =
        AsElement(plan.dtype[0], plan.attr[0], plan.compute, false);
  }
  if (call.dtype[0] != call.dtype[1]) {
    return Run(plan, context, ConvertLoop(), nullptr, call, 2);
  }
  const int width = static_cast<int>(elementSize(call.dtype[0]));
  Run(plan, context, MoveLoop(width), MoveFlatLoop(width), call, 2);
}

void SetLoops(KernelTable& table, const LoopTable& loops) {
  for (int i = 0; i < loops.count; ++i) {
    const LoopEntry& entry = loops.entries[i];
    entries[static_cast<int>(entry.op)][static_cast<int>(entry.compute)] =
        &entry;
    table.Set<IterPlan>(entry.op, DeviceType::CUDA, entry.compute,
                        &RunElementwise);
  }
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  SetLoops(table, FloatLoops());
  SetLoops(table, IntLoops());
  SetLoops(table, OtherLoops());
  SetLoops(table, ComplexLoops());
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    table.Set<IterPlan>(Op::copy, DeviceType::CUDA, dtype, &RunCopy);
    table.Set<IterPlan>(Op::fill, DeviceType::CUDA, dtype, &RunCopy);
  }
});

}  // namespace
}  // namespace tessera::cuda
