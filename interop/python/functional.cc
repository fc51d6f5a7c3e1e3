#include "interop/python/functional.h"

#include <string>

#include "interop/python/caster.h"
#include "nanobind/stl/optional.h"
#include "nanobind/stl/string.h"
#include "nanobind/stl/vector.h"
#include "tessera/base/str.h"
#include "tessera/nn/functional.h"
#include "tessera/nn/utils.h"

namespace tessera::python {
namespace {

namespace nb = nanobind;
namespace F = nn::functional;
using nb::literals::operator""_a;

nn::LossReduction ReductionOf(const std::string& text) {
  if (text == "mean") return kMean;
  if (text == "sum") return kSum;
  if (text == "none") return kNone;
  throw ValueError("loss", Str("expected reduction 'none', 'mean' or 'sum', "
                               "got '",
                               text, "'"));
}

nn::KLDivReduction KLReductionOf(const std::string& text) {
  if (text == "batchmean") return kBatchMean;
  if (text == "mean") return kMean;
  if (text == "sum") return kSum;
  if (text == "none") return kNone;
  throw ValueError("kl_div", Str("expected reduction 'none', 'mean', 'sum' or "
                                 "'batchmean', got '",
                                 text, "'"));
}

}  // namespace

void InitFunctional(nb::module_& m) {
  nb::module_ f = m.def_submodule("_functional");
  f.def(
      "relu6", [](const Tensor& x) { return F::relu6(x); }, "input"_a);
  f.def(
      "leaky_relu",
      [](const Tensor& x, double slope) {
        return F::leaky_relu(x, nn::LeakyReLUOptions().negative_slope(slope));
      },
      "input"_a, "negative_slope"_a = 0.01);
  f.def(
      "elu",
      [](const Tensor& x, double alpha) {
        return F::elu(x, nn::ELUOptions().alpha(alpha));
      },
      "input"_a, "alpha"_a = 1.0);
  f.def(
      "selu", [](const Tensor& x) { return F::selu(x); }, "input"_a);
  f.def(
      "celu",
      [](const Tensor& x, double alpha) {
        return F::celu(x, nn::CELUOptions().alpha(alpha));
      },
      "input"_a, "alpha"_a = 1.0);
  f.def(
      "gelu",
      [](const Tensor& x, const std::string& approximate) {
        return F::gelu(x, nn::GELUOptions().approximate(approximate));
      },
      "input"_a, nb::kw_only(), "approximate"_a = "none");
  f.def(
      "silu", [](const Tensor& x) { return F::silu(x); }, "input"_a);
  f.def(
      "mish", [](const Tensor& x) { return F::mish(x); }, "input"_a);
  f.def(
      "hardtanh",
      [](const Tensor& x, double low, double high) {
        return F::hardtanh(x, nn::HardtanhOptions().min_val(low).max_val(high));
      },
      "input"_a, "min_val"_a = -1.0, "max_val"_a = 1.0);
  f.def(
      "softplus",
      [](const Tensor& x, double beta, double threshold) {
        return F::softplus(
            x, nn::SoftplusOptions().beta(beta).threshold(threshold));
      },
      "input"_a, "beta"_a = 1.0, "threshold"_a = 20.0);
  f.def(
      "logsigmoid", [](const Tensor& x) { return F::logsigmoid(x); },
      "input"_a);
  f.def("prelu", &F::prelu, "input"_a, "weight"_a);
  f.def(
      "normalize",
      [](const Tensor& x, double p, int64_t dim, double eps) {
        return F::normalize(x,
                            F::NormalizeFuncOptions().p(p).dim(dim).eps(eps));
      },
      "input"_a, "p"_a = 2.0, "dim"_a = 1, "eps"_a = 1e-12);
  f.def(
      "cosine_similarity",
      [](const Tensor& a, const Tensor& b, int64_t dim, double eps) {
        return F::cosine_similarity(
            a, b, F::CosineSimilarityFuncOptions().dim(dim).eps(eps));
      },
      "x1"_a, "x2"_a, "dim"_a = 1, "eps"_a = 1e-8);
  f.def("one_hot", &F::one_hot, "tensor"_a, "num_classes"_a = -1);
  f.def(
      "mse_loss",
      [](const Tensor& x, const Tensor& y, const std::string& reduction) {
        return F::mse_loss(x, y, nn::MSELossOptions(ReductionOf(reduction)));
      },
      "input"_a, "target"_a, "reduction"_a = "mean");
  f.def(
      "l1_loss",
      [](const Tensor& x, const Tensor& y, const std::string& reduction) {
        return F::l1_loss(x, y, nn::L1LossOptions(ReductionOf(reduction)));
      },
      "input"_a, "target"_a, "reduction"_a = "mean");
  f.def(
      "smooth_l1_loss",
      [](const Tensor& x, const Tensor& y, const std::string& reduction,
         double beta) {
        return F::smooth_l1_loss(
            x, y, nn::SmoothL1LossOptions(ReductionOf(reduction)).beta(beta));
      },
      "input"_a, "target"_a, "reduction"_a = "mean", "beta"_a = 1.0);
  f.def(
      "huber_loss",
      [](const Tensor& x, const Tensor& y, const std::string& reduction,
         double delta) {
        return F::huber_loss(
            x, y, nn::HuberLossOptions(ReductionOf(reduction)).delta(delta));
      },
      "input"_a, "target"_a, "reduction"_a = "mean", "delta"_a = 1.0);
  f.def(
      "cross_entropy",
      [](const Tensor& x, const Tensor& y, const Tensor& weight,
         int64_t ignore_index, const std::string& reduction,
         double label_smoothing) {
        return F::cross_entropy(x, y,
                                nn::CrossEntropyLossOptions()
                                    .weight(weight)
                                    .ignore_index(ignore_index)
                                    .reduction(ReductionOf(reduction))
                                    .label_smoothing(label_smoothing));
      },
      "input"_a, "target"_a, "weight"_a.none() = nb::none(),
      "ignore_index"_a = -100, "reduction"_a = "mean",
      "label_smoothing"_a = 0.0);
  f.def(
      "nll_loss",
      [](const Tensor& x, const Tensor& y, const Tensor& weight,
         int64_t ignore_index, const std::string& reduction) {
        return F::nll_loss(x, y,
                           nn::NLLLossOptions()
                               .weight(weight)
                               .ignore_index(ignore_index)
                               .reduction(ReductionOf(reduction)));
      },
      "input"_a, "target"_a, "weight"_a.none() = nb::none(),
      "ignore_index"_a = -100, "reduction"_a = "mean");
  f.def(
      "binary_cross_entropy",
      [](const Tensor& x, const Tensor& y, const Tensor& weight,
         const std::string& reduction) {
        return F::binary_cross_entropy(
            x, y,
            nn::BCELossOptions().weight(weight).reduction(
                ReductionOf(reduction)));
      },
      "input"_a, "target"_a, "weight"_a.none() = nb::none(),
      "reduction"_a = "mean");
  f.def(
      "binary_cross_entropy_with_logits",
      [](const Tensor& x, const Tensor& y, const Tensor& weight,
         const std::string& reduction, const Tensor& pos_weight) {
        return F::binary_cross_entropy_with_logits(
            x, y,
            nn::BCEWithLogitsLossOptions()
                .weight(weight)
                .reduction(ReductionOf(reduction))
                .pos_weight(pos_weight));
      },
      "input"_a, "target"_a, "weight"_a.none() = nb::none(),
      "reduction"_a = "mean", "pos_weight"_a.none() = nb::none());
  f.def(
      "kl_div",
      [](const Tensor& x, const Tensor& y, const std::string& reduction,
         bool log_target) {
        return F::kl_div(x, y,
                         nn::KLDivLossOptions(KLReductionOf(reduction))
                             .log_target(log_target));
      },
      "input"_a, "target"_a, "reduction"_a = "mean", "log_target"_a = false);
  f.def("_clip_grad_norm", [](std::vector<Tensor> parameters, double max_norm,
                              double norm_type, bool error_if_nonfinite) {
    return nn::utils::clip_grad_norm_(parameters, max_norm, norm_type,
                                      error_if_nonfinite);
  });
  f.def("_clip_grad_value", [](std::vector<Tensor> parameters, double value) {
    nn::utils::clip_grad_value_(parameters, value);
  });
  f.def("parameters_to_vector", [](std::vector<Tensor> parameters) {
    return nn::utils::parameters_to_vector(parameters);
  });
  f.def("vector_to_parameters",
        [](const Tensor& vector, std::vector<Tensor> parameters) {
          nn::utils::vector_to_parameters(vector, parameters);
        });
}

}  // namespace tessera::python
