// The kernels of sort plans.
//
//   RegisterSort(table);    // sort, argsort, topk
//   RegisterSelect(table);  // median, nanmedian, kthvalue, mode
//   RegisterUnique(table);  // unique, unique_consecutive
//   RegisterSearch(table);  // searchsorted, isin
#ifndef TESSERA_OPS_CUDA_SORT_SORT_H_
#define TESSERA_OPS_CUDA_SORT_SORT_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

void RegisterSort(KernelTable& table);    // sort.cu
void RegisterSelect(KernelTable& table);  // select.cu
void RegisterUnique(KernelTable& table);  // unique.cu
void RegisterSearch(KernelTable& table);  // search.cu

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_SORT_SORT_H_
