// Running sums of numbers of elements, for kernels that write what they keep
// one behind the other.
//
//   RunningSum(context, counts, n);   // {2, 0, 3} becomes {2, 2, 5}
#ifndef TESSERA_OPS_CUDA_SCAN_RUNNING_SUM_H_
#define TESSERA_OPS_CUDA_SCAN_RUNNING_SUM_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

// counts: device memory, at least 0. Sums stop at 2^62, which is no size.
void RunningSum(const KernelContext& context, int64_t* counts, int64_t n);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_SCAN_RUNNING_SUM_H_
