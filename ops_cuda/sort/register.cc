// Linking //ops_cuda:sort is using it.
#include "tessera/ops_cuda/sort/sort_pairs.h"

namespace tessera::cuda {
namespace {

const KernelRegistrar registrar(&RegisterSort);

}  // namespace
}  // namespace tessera::cuda
