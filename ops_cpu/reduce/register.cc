// Linking //ops_cpu:reduce is using it.
#include "tessera/ops_cpu/reduce/kernels.h"
#include "tessera/ops_cpu/reduce/sum.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera {
namespace {

void RegisterReduce(KernelTable& table) {
  const auto set = [&](Op op, DType dtype, Kernel<ReducePlan> kernel) {
    table.Set<ReducePlan>(op, DeviceType::CPU, dtype, kernel);
  };
  for (Op op : {Op::sum, Op::mean, Op::var, Op::std, Op::var_mean,
                Op::linalg_vector_norm}) {
    set(op, DType::Half, &reduce::SumHalf);
    set(op, DType::BFloat16, &reduce::SumBFloat16);
    set(op, DType::Float, &reduce::SumF32);
    set(op, DType::Double, &reduce::SumF64);
  }
  for (Op op : {Op::sum, Op::mean, Op::linalg_vector_norm}) {
    set(op, DType::ComplexFloat, &reduce::SumC64);
    set(op, DType::ComplexDouble, &reduce::SumC128);
  }
  reduce::RegisterExtremes(table);
  reduce::RegisterIndexed(table);
  reduce::RegisterCounts(table);
  reduce::RegisterProducts(table);
}

const KernelRegistrar registrar(&RegisterReduce);

}  // namespace
}  // namespace tessera
