// What is done with all parameters of a model at once.
//
//   loss.backward();
//   double norm = nn::utils::clip_grad_norm_(net->parameters(), 1.0);
//   nn::utils::clip_grad_value_(net->parameters(), 0.5);
//   Tensor all = nn::utils::parameters_to_vector(net->parameters());
//   nn::utils::vector_to_parameters(all * 0.5, net->parameters());
#ifndef TESSERA_NN_UTILS_H_
#define TESSERA_NN_UTILS_H_

#include <vector>

#include "tessera/tensor/tensor.h"

namespace tessera::nn::utils {

// Scales all gradients by min(1, max_norm / (norm + 1e-6)), where norm, which
// it returns, is that of all of them as one vector; norm_type may be infinity.
// 0 without gradients. Error, and nothing changes, for a norm that is not
// finite if error_if_nonfinite.
double clip_grad_norm_(const std::vector<Tensor>& parameters, double max_norm,
                       double norm_type = 2.0, bool error_if_nonfinite = false);
double clip_grad_norm_(const Tensor& parameter, double max_norm,
                       double norm_type = 2.0, bool error_if_nonfinite = false);

// Limits each element of the gradients to +-clip_value.
void clip_grad_value_(const std::vector<Tensor>& parameters, double clip_value);
void clip_grad_value_(const Tensor& parameter, double clip_value);

// All elements as one 1-d tensor, recorded; and back, not recorded. ValueError
// where the vector has another number of elements.
Tensor parameters_to_vector(const std::vector<Tensor>& parameters);
void vector_to_parameters(const Tensor& vector,
                          const std::vector<Tensor>& parameters);

}  // namespace tessera::nn::utils

#endif  // TESSERA_NN_UTILS_H_
