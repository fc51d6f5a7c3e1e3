#include "tessera/nn/utils.h"

#include <algorithm>
#include <cmath>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::nn::utils {
namespace {

std::vector<Tensor> Gradients(const std::vector<Tensor>& parameters) {
  std::vector<Tensor> grads;
  grads.reserve(parameters.size());
  for (const Tensor& p : parameters) {
    if (p.grad().defined()) grads.push_back(p.grad().detach());
  }
  return grads;
}

}  // namespace

double clip_grad_norm_(const std::vector<Tensor>& parameters, double max_norm,
                       double norm_type, bool error_if_nonfinite) {
  NoGradGuard no_grad;
  const std::vector<Tensor> grads = Gradients(parameters);
  if (grads.empty()) return 0;
  std::vector<Tensor> norms = _foreach_norm(grads, norm_type);
  for (Tensor& norm : norms) norm = norm.to(norms[0].device());
  const double norm =
      linalg_vector_norm(stack(norms), norm_type).item<double>();
  if (error_if_nonfinite && !std::isfinite(norm)) {
    throw Error("clip_grad_norm_",
                Str("the total norm of order ", norm_type,
                    " for gradients from `parameters` is non-finite (", norm,
                    "), so it cannot be clipped; pass "
                    "error_if_nonfinite=false to scale them anyway"));
  }
  const double factor = max_norm / (norm + 1e-6);
  // Written so that NaN scales, as in PyTorch.
  if (!(factor >= 1)) _foreach_mul_(grads, factor);
  return norm;
}

double clip_grad_norm_(const Tensor& parameter, double max_norm,
                       double norm_type, bool error_if_nonfinite) {
  return clip_grad_norm_(std::vector<Tensor>{parameter}, max_norm, norm_type,
                         error_if_nonfinite);
}

void clip_grad_value_(const std::vector<Tensor>& parameters,
                      double clip_value) {
  NoGradGuard no_grad;
  for (const Tensor& grad : Gradients(parameters)) {
    grad.clamp_(-clip_value, clip_value);
  }
}

void clip_grad_value_(const Tensor& parameter, double clip_value) {
  clip_grad_value_(std::vector<Tensor>{parameter}, clip_value);
}

Tensor parameters_to_vector(const std::vector<Tensor>& parameters) {
  std::vector<Tensor> flat;
  flat.reserve(parameters.size());
  for (const Tensor& p : parameters) flat.push_back(p.reshape({-1}));
  return cat(flat);
}

void vector_to_parameters(const Tensor& vector,
                          const std::vector<Tensor>& parameters) {
  int64_t n = 0;
  for (const Tensor& p : parameters) n += p.numel();
  if (vector.dim() != 1 || vector.numel() != n) {
    throw ValueError("vector_to_parameters", Str("expected a 1-d tensor of ", n,
                                                 " elements, got ", vector));
  }
  NoGradGuard no_grad;
  int64_t at = 0;
  for (const Tensor& p : parameters) {
    p.copy_(vector.narrow(0, at, p.numel()).view(p.sizes()));
    at += p.numel();
  }
}

}  // namespace tessera::nn::utils
