// Linking //ops_cuda:scan is using it.
#include "tessera/ops_cuda/scan/scan.h"

namespace tessera::cuda {
namespace {

const KernelRegistrar registrar(&RegisterScan);

}  // namespace
}  // namespace tessera::cuda
