#include "tessera/nn/dropout.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/nn/functional.h"

namespace tessera::nn {

DropoutImpl::DropoutImpl(const DropoutOptions& options) : options(options) {
  DropoutImpl::reset();
}

void DropoutImpl::reset() {
  if (!(options.p() >= 0 && options.p() <= 1)) {
    throw ValueError("Dropout",
                     Str("dropout probability p has to be between 0 and 1, but "
                         "got ",
                         options.p()));
  }
}

void DropoutImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Dropout(p=" << options.p()
         << ", inplace=" << (options.inplace() ? "true" : "false") << ")";
}

Tensor DropoutImpl::forward(const Tensor& input) {
  return functional::dropout(input, functional::DropoutFuncOptions()
                                        .p(options.p())
                                        .training(is_training())
                                        .inplace(options.inplace()));
}

template class Cloneable<DropoutImpl>;

}  // namespace tessera::nn
