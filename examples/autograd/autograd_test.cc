// A gradient, without nn.
#include "tessera/tensor/ops.h"

int main() {
  using namespace tessera;
  Tensor x = tensor({2.0, 3.0}, requires_grad());
  Tensor z = (x * x + 3 * x + 1).sum();
  z.backward();
  return z.item<float>() == 30 && x.grad()[0].item<float>() == 7 &&
                 x.grad()[1].item<float>() == 9
             ? 0
             : 1;
}
