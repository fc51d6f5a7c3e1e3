// Working memory of matrix products: one buffer per thread and purpose, kept
// for the next product and freed when the thread ends.
//
//   float* panel = static_cast<float*>(
//       GemmScratch(ScratchUse::kPacking, 64 * sizeof(float)));
//   // ... valid until this thread asks again for the same use.
#ifndef TESSERA_OPS_CPU_GEMM_SCRATCH_H_
#define TESSERA_OPS_CPU_GEMM_SCRATCH_H_

#include <cstddef>

#include "tessera/base/cpp17.h"

namespace tessera {

// Products of half types widen blocks (kWidened) and then pack those
// (kPacking), so the two live at the same time.
enum class ScratchUse { kPacking, kWidened };

// At least `bytes` bytes, 64-aligned, contents arbitrary. The kernels' blocks
// bound what is kept at about 6 MB a thread. Throws OutOfMemoryError.
void* GemmScratch(ScratchUse use, size_t bytes);

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_GEMM_SCRATCH_H_
