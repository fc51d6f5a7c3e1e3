// Made by tensor/ops/generate.py from tensor/ops/activation.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_ACTIVATION_H_
#define TESSERA_TENSOR_OPS_OPS_ACTIVATION_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// exp(x - max) / sum(exp(x - max)) along dim. A dtype converts first; integers
// need one. Rows with +infinity, or of -infinity alone, give NaN.
Tensor softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype = {});

// x - max - log(sum(exp(x - max))) along dim. A dtype converts first; integers
// need one.
Tensor log_softmax(const Tensor& self, int64_t dim, std::optional<DType> dtype = {});

// The gradient of softmax, from its result: y (g - sum(y g)). Not recorded.
Tensor _softmax_backward_data(const Tensor& grad_output, const Tensor& output, int64_t dim);

// The gradient of log_softmax, from its result: g - exp(y) sum(g). Not
// recorded.
Tensor _log_softmax_backward_data(const Tensor& grad_output, const Tensor& output, int64_t dim);

// Each element, at least min_val and at most max_val; ValueError where min_val
// is above max_val. The gradient is 0 at both.
Tensor hardtanh(const Tensor& self, const Scalar& min_val = -1, const Scalar& max_val = 1);
Tensor& hardtanh_(Tensor& self, const Scalar& min_val = -1, const Scalar& max_val = 1);

// The gradient of hardtanh. Not recorded.
Tensor hardtanh_backward(const Tensor& grad_output, const Tensor& self, const Scalar& min_val, const Scalar& max_val);

// self above 0, else negative_slope * self. The gradient at 0 is
// negative_slope.
Tensor leaky_relu(const Tensor& self, const Scalar& negative_slope = 0.01);
Tensor& leaky_relu_(Tensor& self, const Scalar& negative_slope = 0.01);

// The gradient of leaky_relu. Not recorded.
Tensor leaky_relu_backward(const Tensor& grad_output, const Tensor& self, const Scalar& negative_slope);

// scale * self above 0, else scale * alpha * expm1(input_scale * self). The
// gradient at 0 is that of the latter.
Tensor elu(const Tensor& self, const Scalar& alpha = 1, const Scalar& scale = 1, const Scalar& input_scale = 1);
Tensor& elu_(Tensor& self, const Scalar& alpha = 1, const Scalar& scale = 1, const Scalar& input_scale = 1);

// The gradient of elu. Not recorded.
Tensor elu_backward(const Tensor& grad_output, const Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale);

// self * sigmoid(self); -0 at -inf.
Tensor silu(const Tensor& self);
Tensor& silu_(Tensor& self);

// The gradient of silu. Not recorded.
Tensor silu_backward(const Tensor& grad_output, const Tensor& self);

// self * tanh(softplus(self)); -0 at -inf.
Tensor mish(const Tensor& self);
Tensor& mish_(Tensor& self);

// The gradient of mish. Not recorded.
Tensor mish_backward(const Tensor& grad_output, const Tensor& self);

// log(1 + exp(beta * self)) / beta; self where beta * self is above the
// threshold.
Tensor softplus(const Tensor& self, const Scalar& beta = 1, const Scalar& threshold = 20);

// The gradient of softplus. Not recorded.
Tensor softplus_backward(const Tensor& grad_output, const Tensor& self, const Scalar& beta, const Scalar& threshold);

// log(sigmoid(self)), to its last digit far out, too.
Tensor log_sigmoid(const Tensor& self);

// The gradient of log_sigmoid. Not recorded.
Tensor log_sigmoid_backward(const Tensor& grad_output, const Tensor& self);

// self * P(X < self) for a normal X; with approximate 'tanh' self * (1 +
// tanh(sqrt(2/pi) (self + 0.044715 self^3))) / 2. -0 at -inf.
Tensor gelu(const Tensor& self, const char* approximate = "none");
Tensor& gelu_(Tensor& self, const char* approximate = "none");

// The gradient of gelu. Not recorded.
Tensor gelu_backward(const Tensor& grad_output, const Tensor& self);

// The gradient of gelu with approximate 'tanh'. Not recorded.
Tensor _gelu_tanh_backward(const Tensor& grad_output, const Tensor& self);

// hardtanh from 0 to 6.
Tensor relu6(const Tensor& self);
Tensor& relu6_(Tensor& self);

// 1.0507... elu with alpha 1.6732... (Klambauer and others, 2017).
Tensor selu(const Tensor& self);
Tensor& selu_(Tensor& self);

// self above 0, else alpha * expm1(self / alpha).
Tensor celu(const Tensor& self, const Scalar& alpha = 1);
Tensor& celu_(Tensor& self, const Scalar& alpha = 1);

// self above 0, else weight * self; weight has one element or one for each of
// dimension 1.
Tensor prelu(const Tensor& self, const Tensor& weight);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_ACTIVATION_H_
