// One elementwise call as kernels get it, and the tables of kernels.
//
//   const LoopEntry& entry = ...;   // of Op::add, DType::Float
//   Call call = ...;                // walk.cc makes it of an IterPlan
//   Launch(context, entry.strided, Blocks(call.numel, 256), 256, call);
//   FloatLoops();                   // loops_float.cu
#ifndef TESSERA_OPS_CUDA_ELEMENTWISE_LOOPS_H_
#define TESSERA_OPS_CUDA_ELEMENTWISE_LOOPS_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/plan/iter_plan.h"

namespace tessera::cuda {

constexpr int kOperands = 4;

struct alignas(16) Number {
  char bytes[16];
};

// A plain value; the output first.
struct Call {
  int64_t numel;
  char* ptr[kOperands];
  Number number[kOperands];         // of operands in number_mask
  PlanAttr attr[IterPlan::kAttrs];  // further numbers of the op
  DType dtype[kOperands];           // as stored
  DType type[kOperands];            // what the kernel reads and writes
  uint8_t number_mask;
  uint8_t ndim;
  int64_t shape[IterPlan::kDims];
  int64_t stride[IterPlan::kDims][kOperands];  // bytes
  ErrorSink errors;
};

enum LoopFlags : uint8_t {
  // The first two inputs change places: gt is lt of them.
  kSwap = 1,
  // Numbers are rounded to the computation dtype before they are widened to
  // that of the kernel: comparisons of half types.
  kRoundNumbers = 2,
  // Reports to `errors`.
  kChecks = 4,
  // For the CPU's lists.
  kSlow = 0,
};

using Loop = void (*)(Call call);

struct LoopEntry {
  Op op;
  DType compute;  // the slot of the kernel table
  uint8_t inputs;
  uint8_t flags;
  DType types[kOperands];
  Loop strided;  // any strides and dtypes
  Loop flat;     // all contiguous, aligned and of `types`: four at a time
};

struct LoopTable {
  const LoopEntry* entries;
  int count;
};

LoopTable FloatLoops();
LoopTable ComplexLoops();
LoopTable IntLoops();
LoopTable OtherLoops();

// For copies: the same bits, by width, and a conversion of any two dtypes.
Loop MoveLoop(int width);
Loop MoveFlatLoop(int width);
Loop ConvertLoop();

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_ELEMENTWISE_LOOPS_H_
