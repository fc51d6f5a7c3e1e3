// Complex numbers, 8- and 16-bit integers, division and powers of integers:
// what gains little or nothing from wider instructions.
#include "tessera/ops_cpu/elementwise/loop_templates.h"
#include "tessera/tensor/functors/complex_math.h"
#include "tessera/tensor/functors/ternary.h"

namespace tessera {
namespace {

using namespace loop_templates;  // NOLINT
namespace f = functors;
using C64 = complex<float>;
using C128 = complex<double>;

#define TESSERA_COMPLEX(make, op, ...) \
  make<__VA_ARGS__, C64>(Op::op), make<__VA_ARGS__, C128>(Op::op)

constexpr LoopEntry kEntries[] = {
    TESSERA_COMPLEX(Unary, neg, f::Neg),  TESSERA_COMPLEX(Unary, exp, f::Exp),
    TESSERA_COMPLEX(Binary, add, f::Add), TESSERA_COMPLEX(Binary, sub, f::Sub),
    TESSERA_COMPLEX(Binary, mul, f::Mul), TESSERA_COMPLEX(Binary, div, f::Div),
};

}  // namespace

LoopTable OtherLoops() {
  return {kEntries, static_cast<int>(sizeof kEntries / sizeof *kEntries)};
}

}  // namespace tessera
