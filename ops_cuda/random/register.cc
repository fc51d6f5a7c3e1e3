// Linking //ops_cuda:random is using it.
#include "tessera/ops_cuda/random/random.h"

namespace tessera::cuda {
namespace {

const KernelRegistrar registrar(+[](KernelTable& table) {
  for (Op op : {Op::rand, Op::rand_like, Op::randn, Op::randn_like, Op::randint,
                Op::randint_like, Op::uniform, Op::normal, Op::random,
                Op::exponential, Op::bernoulli, Op::_dropout}) {
    for (int d = 0; d < kDTypes; ++d) {
      const DType dtype = static_cast<DType>(d);
      // bernoulli_ also writes into bool and integers.
      if ((Row(op).dtypes >> d & 1) ||
          (op == Op::bernoulli && !isComplexType(dtype))) {
        table.Set<RandomPlan>(op, DeviceType::CUDA, dtype, &RunRandom);
      }
    }
  }
  RegisterMultinomial(table);
});

}  // namespace
}  // namespace tessera::cuda
