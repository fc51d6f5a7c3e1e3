#include "tessera/dtype/dtype.h"

int main() { return tessera::elementSize(tessera::kFloat32) == 4 ? 0 : 1; }
