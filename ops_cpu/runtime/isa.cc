#include "tessera/ops_cpu/runtime/isa.h"

#include <cstdlib>
#include <string>
#include <string_view>

#include "tessera/base/check.h"
#include "tessera/base/error.h"

namespace tessera {
namespace {

#ifdef TESSERA_ONLY_ISA
#define TESSERA_QUOTE_(name) #name
#define TESSERA_QUOTE(name) TESSERA_QUOTE_(name)
constexpr std::string_view kOnly = TESSERA_QUOTE(TESSERA_ONLY_ISA);
#else
constexpr std::string_view kOnly = "";
#endif

// The best that the machine has.
Isa Detect() {
#if defined(__x86_64__)
  // What -march=x86-64-v3 and -v4 may use. The compiler's support code asks the
  // operating system, too.
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") &&
      __builtin_cpu_supports("bmi") && __builtin_cpu_supports("bmi2")) {
    if (__builtin_cpu_supports("avx512f") &&
        __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512cd") &&
        __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl")) {
      return Isa::kAvx512;
    }
    return Isa::kAvx2;
  }
#endif
  return Isa::kBaseline;
}

std::vector<Isa> Supported() {
  std::vector<Isa> isas;
  for (Isa isa : {Isa::kBaseline, Isa::kAvx2, Isa::kAvx512}) {
    if (isa <= Detect() && (kOnly.empty() || kOnly == IsaName(isa)))
      isas.push_back(isa);
  }
  if (isas.empty()) {
    throw Error("tessera", "built for " + std::string(kOnly) +
                               ", which this processor lacks; build with "
                               "--@tessera//bazel:isa=all");
  }
  return isas;
}

Isa Choose() {
  const char* wanted = std::getenv("TESSERA_ISA");
  std::string names;
  for (Isa isa : SupportedIsas()) {
    if (wanted && std::string_view(wanted) == IsaName(isa)) return isa;
    names += (names.empty() ? "" : ", ") + std::string(IsaName(isa));
  }
  const Isa best = SupportedIsas().back();
  if (wanted && *wanted) {
    Warn(Str("TESSERA_ISA: expected one of ", names, " here, got ", wanted,
             "; using ", IsaName(best)));
  }
  return best;
}

}  // namespace

const char* IsaName(Isa isa) {
  constexpr const char* kNames[] = {"baseline", "avx2", "avx512"};
  return kNames[static_cast<int>(isa)];
}

const std::vector<Isa>& SupportedIsas() {
  static const auto* isas = new std::vector<Isa>(Supported());
  return *isas;
}

Isa CurrentIsa() {
  static const Isa isa = Choose();
  return isa;
}

}  // namespace tessera
