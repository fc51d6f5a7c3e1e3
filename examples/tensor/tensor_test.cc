// Tensors with two kernel targets. The third says what to link.
#include <cstring>

#include "tessera/tensor/ops.h"

int main() {
  using namespace tessera;
  const Tensor a = arange(6, kFloat32).view({2, 3});
  const bool right = (a + 1).sum().item<float>() == 21;
  try {
    matmul(a, a.t());
  } catch (const NotImplementedError& error) {
    return right && std::strstr(error.what(), "@tessera//ops_cpu:matmul") ? 0
                                                                         : 1;
  }
  return 1;
}
