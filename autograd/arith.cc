#include "tessera/autograd/arith.h"

#include <cmath>

#include "tessera/autograd/formula.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera::autograd {

void AddInto(const Tensor& a, const Tensor& b) {
  detail::BinaryInplace(Op::add, const_cast<Tensor&>(a), b);
}

namespace {

// The engine's own nodes, so that it needs no formula to be linked.
struct SumBackward final : NodeOf<2> {
  const char* op_name() const override { return "AddBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0];
    out[1] = g[0];
  }
};

struct SumDimsBackward final : NodeOf<1> {
  const char* op_name() const override { return "SumBackward1"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0].expand(edge(0).sizes());
  }
};

// Summed over dims, which stay with size 1.
Tensor SumDims(const Tensor& g, IntArrayRef dims) {
  if (!detail::WantsGrad(g)) return run::sum(g, dims, true, std::nullopt);
  Recorder<SumDimsBackward> record(g);
  return record.Finish(run::sum(g, dims, true, std::nullopt));
}

}  // namespace

Tensor Sum(const Tensor& a, const Tensor& b) {
  if (!detail::WantsGrad(a, b)) return run::add(a, b, 1);
  Recorder<SumBackward> record(a, b);
  return record.Finish(run::add(a, b, 1));
}

Tensor SumDim(const Tensor& g, int64_t dim) { return SumDims(g, dim); }

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
  int64_t list[Geometry::kMaxDims];
  size_t n = 0;
  for (int64_t d = 0; d < g.dim(); ++d) {
    if (d < lead ||
        (sizes[static_cast<size_t>(d - lead)] == 1 && g.size(d) != 1)) {
      list[n++] = d;
    }
  }
  if (n == 0) return g;
  const IntArrayRef dims(list, n);
  // A bias's: the sum has the sizes as it is, and is nobody's view.
  if (static_cast<int64_t>(n) == lead && !detail::WantsGrad(g)) {
    return run::sum(g, dims, false, std::nullopt);
  }
  const Tensor sum = SumDims(g, dims);
  return lead ? sum.view(sizes) : sum;
}

bool HasNan(const Tensor& t) {
  const Tensor host = t.detach()
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
