// The smallest program: a tensor, some arithmetic, a gradient.
//
//   ./bazelw run //demos:hello
//
// Its target names what it uses, and nothing else is linked: see demos/BUILD.
#include <iostream>

#include "tessera/tensor/creation.h"
#include "tessera/tensor/ops.h"

int main() {
  using tessera::Tensor;
  const Tensor x = tessera::tensor({1.0, 2.0, 3.0});
  x.requires_grad_();
  const Tensor y = (x * x + 3 * x).sum();
  y.backward();
  std::cout << "x       = " << x.detach() << "\n"
            << "y       = sum(x * x + 3 * x) = " << y.item<float>() << "\n"
            << "dy / dx = 2 * x + 3 = " << x.grad() << "\n";
}
