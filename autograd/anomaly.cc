#include "tessera/autograd/anomaly.h"

#include "tessera/autograd/arith.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/extra.h"
#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::autograd {
namespace {

__thread bool tls_check_nan;

std::string MadeAt(const Node& node) {
  const NodeExtra* extra = node.extra();
  return extra && !extra->trace.empty()
             ? "made at:\n" + extra->trace
             : "made outside anomaly mode, so where is not known";
}

}  // namespace

void BackwardWithAnomaly(Node* node, const Tensor* grads, Tensor* out) {
  try {
    node->Backward(grads, out);
  } catch (...) {
    TESSERA_WARN("Error detected in ", node->name(), ", ", MadeAt(*node));
    throw;
  }
  if (!tls_check_nan) return;
  for (int i = 0; i < node->num_edges(); ++i) {
    const Tensor& g = out[i];
    if (!g.defined() || kind(g.scalar_type()) < Kind::Float || !HasNan(g)) {
      continue;
    }
    throw AutogradError("backward", Str("Function '", node->name(),
                                        "' returned nan values in its ", i,
                                        "th output. It was ", MadeAt(*node)));
  }
}

DetectAnomalyGuard::DetectAnomalyGuard(bool check_nan)
    : mode_before_(detail::tls_mode), check_nan_before_(tls_check_nan) {
  TESSERA_WARN(
      "anomaly detection is on; it slows every op down, use it to find errors "
      "only");
  detail::tls_mode |= detail::kAnomaly;
  tls_check_nan = check_nan;
}

DetectAnomalyGuard::~DetectAnomalyGuard() {
  detail::tls_mode = (detail::tls_mode & ~detail::kAnomaly) |
                     (mode_before_ & detail::kAnomaly);
  tls_check_nan = check_nan_before_;
}

}  // namespace tessera::autograd
