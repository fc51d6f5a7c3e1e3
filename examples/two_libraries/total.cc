#include "tessera/tensor/ops.h"

float Total(const float* x, int n) {
  return tessera::from_blob(const_cast<float*>(x), {n}).sum().item<float>();
}
