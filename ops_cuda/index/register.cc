// Linking //ops_cuda:index is using it.
#include "tessera/ops_cuda/index/index.h"

namespace tessera::cuda {
namespace {

const KernelRegistrar registrar(&RegisterIndex);

}  // namespace
}  // namespace tessera::cuda
