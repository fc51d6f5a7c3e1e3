// NumPy's files, without Eigen and without kernels.
#include <cstdlib>
#include <string>

#include "tessera/interop/npy.h"
#include "tessera/tensor/ops.h"

int main() {
  using namespace tessera;
  const std::string path = std::string(std::getenv("TEST_TMPDIR")) + "/a.npy";
  save_npy(path, arange(6).view({2, 3}));
  const Tensor a = load_npy(path);
  return a.size(1) == 3 && a[1][2].item<int64_t>() == 5 ? 0 : 1;
}
