// Losses as modules; formulas stand at their functions in nn/functional.h.
//
//   nn::CrossEntropyLoss loss;
//   loss(logits, classes).backward();
//   nn::MSELoss sum(nn::MSELossOptions().reduction(kSum));
//   Tensor l = sum(x, target);
#ifndef TESSERA_NN_LOSS_H_
#define TESSERA_NN_LOSS_H_

#include <ostream>

#include "tessera/nn/cloneable.h"
#include "tessera/nn/module_holder.h"
#include "tessera/nn/options.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn {

#define TESSERA_LOSS(Name)                                     \
  class Name##Impl : public Cloneable<Name##Impl> {            \
   public:                                                     \
    explicit Name##Impl(const Name##Options& options = {})     \
        : options(options) {                                   \
      Name##Impl::reset();                                     \
    }                                                          \
    void reset() override;                                     \
    void pretty_print(std::ostream& stream) const override;    \
    Tensor forward(const Tensor& input, const Tensor& target); \
    Name##Options options;                                     \
    TESSERA_LOSS_TENSORS                                       \
  };                                                           \
  extern template class Cloneable<Name##Impl>;                 \
  TESSERA_MODULE(Name)

#define TESSERA_LOSS_TENSORS
TESSERA_LOSS(MSELoss);
TESSERA_LOSS(L1Loss);
TESSERA_LOSS(SmoothL1Loss);
TESSERA_LOSS(HuberLoss);
TESSERA_LOSS(KLDivLoss);
#undef TESSERA_LOSS_TENSORS

// A buffer, so that it moves with the module.
#define TESSERA_LOSS_TENSORS Tensor weight;
TESSERA_LOSS(CrossEntropyLoss);
TESSERA_LOSS(NLLLoss);
TESSERA_LOSS(BCELoss);
#undef TESSERA_LOSS_TENSORS

#define TESSERA_LOSS_TENSORS Tensor weight, pos_weight;
TESSERA_LOSS(BCEWithLogitsLoss);
#undef TESSERA_LOSS_TENSORS
#undef TESSERA_LOSS

}  // namespace tessera::nn

#endif  // TESSERA_NN_LOSS_H_
