// The seam to CUB: a stable sort of rows of pairs. The stand-in's is the
// standard library's.
//
//   SortPairs(context, keys, sorted_keys, numbers, sorted_numbers, n, rows);
//   // row r: elements [r n, (r + 1) n); ascending; equal keys keep their order
#ifndef TESSERA_OPS_CUDA_SORT_SORT_PAIRS_H_
#define TESSERA_OPS_CUDA_SORT_SORT_PAIRS_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

void SortPairs(const KernelContext& context, const uint64_t* keys,
               uint64_t* sorted_keys, const int64_t* numbers,
               int64_t* sorted_numbers, int64_t n, int64_t rows);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_SORT_SORT_PAIRS_H_
