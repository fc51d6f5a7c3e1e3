// Linking //ops_cpu:fused is using it.
#include "tessera/ops_cpu/fused/kernels.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {
namespace {

void RegisterFused(KernelTable& table) {
  fused::RegisterSoftmax(table);
  fused::RegisterLosses(table);
  fused::RegisterForeach(table);
}

const KernelRegistrar registrar(&RegisterFused);

}  // namespace
}  // namespace tessera
