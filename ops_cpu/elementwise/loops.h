// The inner loops of elementwise kernels: what an op does with n elements that
// lie one behind the other, or with one element for all.
//
//   template <class F, class T, class R>
//   struct BinaryBody;                               // loop_templates.h
//   constexpr LoopEntry kAdd = {Op::add, DType::Float, 2, ...};
//   // walk.cc calls entry.loop for every run of a plan, after bringing other
//   // strides and dtypes into buffers of kChunk elements
//
// Entries cross from objects of one instruction set to the rest, so they are
// plain values.
#ifndef TESSERA_OPS_CPU_ELEMENTWISE_LOOPS_H_
#define TESSERA_OPS_CPU_ELEMENTWISE_LOOPS_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/plan/iter_plan.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {

struct LoopArgs {
  static constexpr int kOperands = 4;

  int64_t n;
  // The output first. All aligned for their types.
  char* const* ptr;
  // Bit k: operand k is one element for all n; at most one bit (kSingles).
  uint32_t single;
  // Further numbers of the op, in the computation dtype.
  const PlanAttr* attr;
  KernelContext* context;
};
using Loop = void (*)(const LoopArgs& args);

enum LoopFlags : uint8_t {
  // The first two inputs change places: gt is lt of them.
  kSwap = 1,
  // Numbers are rounded to the computation dtype before they are widened to
  // that of the loop: comparisons of half types.
  kRoundNumbers = 2,
  // One of two inputs may be a single element.
  kSingles = 4,
  // Takes long enough for few elements to be worth a thread.
  kSlow = 8,
};

struct LoopEntry {
  Op op;
  DType compute;  // the slot of the kernel table
  uint8_t inputs;
  uint8_t flags;
  // What the loop writes and reads.
  DType types[LoopArgs::kOperands];
  Loop loop;
};

struct LoopTable {
  const LoopEntry* entries;
  int count;
};

// Elements in a buffer of the walk.
constexpr int kChunk = 256;

// Converts n contiguous elements by the rule of Convert. src and dst do not
// overlap.
using CastLoop = void (*)(void* dst, const void* src, int64_t n);

struct CastEntry {
  DType from;
  DType to;
  CastLoop loop;
};
struct CastTable {
  const CastEntry* entries;
  int count;
};

}  // namespace tessera

TESSERA_DECLARE_KERNEL(LoopTable FloatLoops());
TESSERA_DECLARE_KERNEL(LoopTable IntLoops());
TESSERA_DECLARE_KERNEL(CastTable CastLoops());
// dst[i, j] = src[i, j] for 16 x 16 elements of 4 or 8 bytes, where dst's
// columns and src's rows are contiguous. Strides in bytes.
TESSERA_DECLARE_KERNEL(void TransposeBlock4(char* dst, int64_t dst_row,
                                            const char* src,
                                            int64_t src_column));
TESSERA_DECLARE_KERNEL(void TransposeBlock8(char* dst, int64_t dst_row,
                                            const char* src,
                                            int64_t src_column));

namespace tessera {

// For dtypes and ops that are rare or gain nothing: one variant.
LoopTable OtherLoops();

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_ELEMENTWISE_LOOPS_H_
