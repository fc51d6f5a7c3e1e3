// Complex and integer matrix products by Eigen. One thread, one variant for
// all instruction sets.
//
//   GemmArgs<complex<float>> g = ...;
//   EigenProduct(g);
#ifndef TESSERA_OPS_CPU_GEMM_EIGEN_PRODUCTS_H_
#define TESSERA_OPS_CPU_GEMM_EIGEN_PRODUCTS_H_

#include <cstdint>

#include "tessera/dtype/complex.h"
#include "tessera/ops_cpu/gemm/gemm_args.h"

namespace tessera {

// As gemm_args.h says, but without bias and relu, and (complex) in Eigen's
// order of summation. Integers wrap; signed ones have the same bits. Operands
// whose rows are not contiguous, and 8- and 16-bit ones, are copied first.
// May throw std::bad_alloc.
void EigenProduct(const GemmArgs<uint8_t>& g);
void EigenProduct(const GemmArgs<uint16_t>& g);
void EigenProduct(const GemmArgs<uint32_t>& g);
void EigenProduct(const GemmArgs<uint64_t>& g);
void EigenProduct(const GemmArgs<complex<float>>& g);
void EigenProduct(const GemmArgs<complex<double>>& g);

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_GEMM_EIGEN_PRODUCTS_H_
