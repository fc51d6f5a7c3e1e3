// Linking //ops_cuda:sort is using it.
#include "tessera/ops_cuda/sort/sort.h"

namespace tessera::cuda {
namespace {

const KernelRegistrar registrar(+[](KernelTable& table) {
  RegisterSort(table);
  RegisterSelect(table);
  RegisterUnique(table);
  RegisterSearch(table);
});

}  // namespace
}  // namespace tessera::cuda
