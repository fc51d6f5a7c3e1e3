#ifndef TESSERA_OPS_CPU_RUNTIME_ISA_H_
#define TESSERA_OPS_CPU_RUNTIME_ISA_H_

#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera {

// The instruction sets that kernels are compiled for, each also a namespace;
// bazel/isa.bzl has the compiler's flags.
enum class Isa { kBaseline, kAvx2, kAvx512 };

// baseline, avx2 or avx512.
const char* IsaName(Isa isa);

// Those that are in this build and that this machine has, in ascending order.
// Throws an Error where there is none.
const std::vector<Isa>& SupportedIsas();

// The best of them, or the one that $TESSERA_ISA names; a warning where that
// is none of them.
Isa CurrentIsa();

}  // namespace tessera

// TESSERA_DECLARE_KERNEL(float F(int)); declares F for every instruction set,
// at namespace scope outside tessera. TESSERA_KERNEL(F, isa) is a pointer to
// the one for isa. --//bazel:isa or a processor that is not x86-64 leaves one
// instruction set, TESSERA_ONLY_ISA.
#define TESSERA_DECLARE_KERNEL(...) \
  namespace tessera::baseline {     \
  __VA_ARGS__;                      \
  }                                 \
  namespace tessera::avx2 {         \
  __VA_ARGS__;                      \
  }                                 \
  namespace tessera::avx512 {       \
  __VA_ARGS__;                      \
  }                                 \
  static_assert(true)
#ifdef TESSERA_ONLY_ISA
#define TESSERA_KERNEL(name, isa) \
  (static_cast<void>(isa), &::tessera::TESSERA_ONLY_ISA::name)
#else
#define TESSERA_KERNEL(name, isa)                              \
  ((isa) == ::tessera::Isa::kAvx512 ? &::tessera::avx512::name \
   : (isa) == ::tessera::Isa::kAvx2 ? &::tessera::avx2::name   \
                                    : &::tessera::baseline::name)
#endif

#endif  // TESSERA_OPS_CPU_RUNTIME_ISA_H_
