#include "tessera/ops_cpu/gemm/gemm_kernel.h"

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/gemm/blocked_gemm.h"
#include "tessera/ops_cpu/gemm/gemm_args.h"
#include "tessera/ops_cpu/gemm/half_gemm.h"

namespace tessera::TESSERA_ISA {

void GemmF32(const GemmArgs<float>& g) { BlockedGemm(g); }
void GemmF64(const GemmArgs<double>& g) { BlockedGemm(g); }
void GemmHalf(const GemmArgs<Half>& g) { HalfGemm(g); }
void GemmBFloat16(const GemmArgs<BFloat16>& g) { HalfGemm(g); }

}  // namespace tessera::TESSERA_ISA
