// Draws of columns by weight: the kernels of Op::multinomial.
//
//   RegisterMultinomial(table);
//   // then, for weights [1, 0, 3] and many draws: no 1, thrice as many 2 as 0
//   plan.replacement = false;  // by the exponential race: the n columns with
//                              // the smallest e / weight, e exponential
//   kernel(plan, context);     // error: kProbabilities, see multinomial.cc
#ifndef TESSERA_OPS_CPU_RANDOM_MULTINOMIAL_H_
#define TESSERA_OPS_CPU_RANDOM_MULTINOMIAL_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {

void RegisterMultinomial(KernelTable& table);

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_RANDOM_MULTINOMIAL_H_
