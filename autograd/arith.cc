#include "tessera/autograd/arith.h"

#include <cmath>
#include <vector>

#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/run.h"

namespace tessera::autograd {

void AddInto(const Tensor& a, const Tensor& b) {
  Tensor to = a;
  run::add_(to, b, 1);
}

Tensor Sum(const Tensor& a, const Tensor& b) { return tessera::add(a, b); }

Tensor SumDim(const Tensor& g, int64_t dim) {
  return tessera::sum(g, IntArrayRef(dim), true);
}

bool BroadcastsTo(IntArrayRef sizes, const Tensor& g) {
  if (static_cast<int64_t>(sizes.size()) > g.dim()) return false;
  const size_t lead = static_cast<size_t>(g.dim()) - sizes.size();
  for (size_t d = 0; d < sizes.size(); ++d) {
    if (sizes[d] != 1 && sizes[d] != g.sizes()[d + lead]) return false;
  }
  return true;
}

Tensor SumTo(const Tensor& g, IntArrayRef sizes) {
  const int64_t lead = g.dim() - static_cast<int64_t>(sizes.size());
  std::vector<int64_t> dims;
  for (int64_t d = 0; d < g.dim(); ++d) {
    if (d < lead || (sizes[static_cast<size_t>(d - lead)] == 1 &&
                     g.size(d) != 1)) {
      dims.push_back(d);
    }
  }
  Tensor sum = dims.empty() ? g : tessera::sum(g, dims, true);
  return lead ? sum.view(sizes) : sum;
}

bool HasNan(const Tensor& t) {
  const Tensor host =
      t.detach()
          .to(kCPU, t.is_complex() ? kComplexDouble : kFloat64)
          .contiguous();
  const auto* x = static_cast<const double*>(host.data_ptr());
  const int64_t n = host.numel() * (t.is_complex() ? 2 : 1);
  for (int64_t i = 0; i < n; ++i) {
    if (std::isnan(x[i])) return true;
  }
  return false;
}

}  // namespace tessera::autograd
