// gradcheck: compares gradients with finite differences, in float64.
//
//   auto f = [](const variable_list& in) -> variable_list {
//     return {in[0] * in[1].exp()};
//   };
//   gradcheck(f, {a, b});       // throws AutogradError where they differ
//   gradgradcheck(f, {a, b});   // the same for second derivatives
//
// The inputs that require grad must be float64 or complex128 and small: every
// entry of the Jacobian is compared. At a kink the two differ by nature.
#ifndef TESSERA_AUTOGRAD_GRADCHECK_H_
#define TESSERA_AUTOGRAD_GRADCHECK_H_

#include <functional>
#include <string>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera::autograd {

struct GradcheckOptions {
  double eps = 1e-6;
  double atol = 1e-5;
  double rtol = 1e-3;
  // false: a difference makes the result false instead of an AutogradError.
  bool raise_exception = true;
};

using GradcheckFunction = std::function<variable_list(const variable_list&)>;

bool gradcheck(const GradcheckFunction& f, const variable_list& inputs,
               const GradcheckOptions& options = {});
// Of grad(f(inputs), inputs, v) by the inputs and by v, which holds made-up
// fixed numbers.
bool gradgradcheck(const GradcheckFunction& f, const variable_list& inputs,
                   const GradcheckOptions& options = {});

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_GRADCHECK_H_
