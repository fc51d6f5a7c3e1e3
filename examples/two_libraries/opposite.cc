#include "tessera/tensor/ops.h"

float Opposite(float x) { return (-tessera::tensor(x)).item<float>(); }
