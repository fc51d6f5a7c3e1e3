#include "tessera/nn/loss.h"

#include "tessera/nn/functional.h"

namespace tessera::nn {
namespace {

// An alias: the options' own tensor must not move with the module.
Tensor BufferOf(const Tensor& t) { return t.defined() ? t.detach() : t; }

}  // namespace

// The texts are libtorch's.
#define TESSERA_LOSS(Name, function, text)                                \
  template class Cloneable<Name##Impl>;                                   \
  void Name##Impl::reset() {}                                             \
  void Name##Impl::pretty_print(std::ostream& stream) const {             \
    stream << "torch::nn::" text;                                         \
  }                                                                       \
  Tensor Name##Impl::forward(const Tensor& input, const Tensor& target) { \
    return functional::function(input, target, options);                  \
  }
#define TESSERA_WEIGHTED_LOSS(Name, function)                               \
  template class Cloneable<Name##Impl>;                                     \
  void Name##Impl::reset() {                                                \
    weight = register_buffer("weight", BufferOf(options.weight()));         \
  }                                                                         \
  void Name##Impl::pretty_print(std::ostream& stream) const {               \
    stream << "torch::nn::" #Name "()";                                     \
  }                                                                         \
  Tensor Name##Impl::forward(const Tensor& input, const Tensor& target) {   \
    Name##Options with_buffer = options;                                    \
    return functional::function(input, target, with_buffer.weight(weight)); \
  }

TESSERA_LOSS(MSELoss, mse_loss, "MSELoss()")
TESSERA_LOSS(L1Loss, l1_loss, "L1Loss()")
TESSERA_LOSS(SmoothL1Loss, smooth_l1_loss, "SmoothL1Loss")
TESSERA_LOSS(HuberLoss, huber_loss, "HuberLoss")
TESSERA_LOSS(KLDivLoss, kl_div, "KLDivLoss()")
TESSERA_WEIGHTED_LOSS(CrossEntropyLoss, cross_entropy)
TESSERA_WEIGHTED_LOSS(NLLLoss, nll_loss)
TESSERA_WEIGHTED_LOSS(BCELoss, binary_cross_entropy)

#undef TESSERA_LOSS
#undef TESSERA_WEIGHTED_LOSS

template class Cloneable<BCEWithLogitsLossImpl>;

void BCEWithLogitsLossImpl::reset() {
  weight = register_buffer("weight", BufferOf(options.weight()));
  pos_weight = register_buffer("pos_weight", BufferOf(options.pos_weight()));
}

void BCEWithLogitsLossImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::BCEWithLogitsLoss()";
}

Tensor BCEWithLogitsLossImpl::forward(const Tensor& input,
                                      const Tensor& target) {
  BCEWithLogitsLossOptions with_buffers = options;
  return functional::binary_cross_entropy_with_logits(
      input, target, with_buffers.weight(weight).pos_weight(pos_weight));
}

}  // namespace tessera::nn
