// Linking //ops_cpu:elementwise is using it.
#include "tessera/ops_cpu/elementwise/loops.h"
#include "tessera/ops_cpu/elementwise/walk.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {
namespace {

void RegisterElementwise(KernelTable& table) {
  const Isa isa = CurrentIsa();
  SetLoops(table, TESSERA_KERNEL(FloatLoops, isa)());
  SetLoops(table, TESSERA_KERNEL(IntLoops, isa)());
  SetLoops(table, OtherLoops());
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    table.Set<IterPlan>(Op::copy, DeviceType::CPU, dtype, &RunCopy);
    table.Set<IterPlan>(Op::fill, DeviceType::CPU, dtype, &RunCopy);
  }
}

const KernelRegistrar registrar(&RegisterElementwise);

}  // namespace
}  // namespace tessera
