// Dropout: zeroes elements at random while training.
//
//   nn::Dropout drop(0.1);
//   Tensor y = drop(x);   // kept elements are divided by 0.9
//   drop->eval();
//   drop(x);              // x itself
#ifndef TESSERA_NN_DROPOUT_H_
#define TESSERA_NN_DROPOUT_H_

#include <ostream>

#include "tessera/nn/cloneable.h"
#include "tessera/nn/module_holder.h"
#include "tessera/nn/options.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn {

// Each element is zeroed with probability p in [0, 1] (ValueError); the mask
// comes from the default generator. The gradient has the same mask.
class DropoutImpl : public Cloneable<DropoutImpl> {
 public:
  explicit DropoutImpl(double p) : DropoutImpl(DropoutOptions(p)) {}
  explicit DropoutImpl(const DropoutOptions& options = {});
  void reset() override;
  void pretty_print(std::ostream& stream) const override;
  Tensor forward(const Tensor& input);
  DropoutOptions options;
};
extern template class Cloneable<DropoutImpl>;
TESSERA_MODULE(Dropout);

}  // namespace tessera::nn

#endif  // TESSERA_NN_DROPOUT_H_
