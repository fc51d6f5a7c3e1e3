// Linking //ops_cuda:reduce is using it.
#include "tessera/ops_cuda/reduce/kernels.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {
namespace {

const KernelRegistrar registrar(+[](KernelTable& table) {
  RegisterSums(table);
  RegisterExtremes(table);
  RegisterFolds(table);
});

}  // namespace
}  // namespace tessera::cuda
