// nn::Linear alone: no optim, data, serialize or zlib.
#include "tessera/nn/linear.h"
#include "tessera/tensor/ops.h"

int main() {
  using namespace tessera;
  manual_seed(1);
  nn::Linear fc(3, 2);
  const Tensor y = fc->forward(ones({4, 3}));
  return y.size(0) == 4 && y.size(1) == 2 && y.requires_grad() ? 0 : 1;
}
