// Linking //ops_cuda:fused is using it.
#include "tessera/ops_cuda/fused/kernels.h"

namespace tessera::cuda {
namespace {

const KernelRegistrar registrar(+[](KernelTable& table) {
  RegisterSoftmax(table);
  RegisterLosses(table);
  RegisterForeach(table);
});

}  // namespace
}  // namespace tessera::cuda
