// Training without modules: parameters are tensors, layers are functions.
#include <torch/torch.h>

#include <cmath>
#include <cstdio>
#include <iostream>
#include <vector>

namespace F = torch::nn::functional;

struct Layer {
  torch::Tensor weight, bias;
};

torch::Tensor forward(const std::vector<Layer>& layers, torch::Tensor x,
                      bool training) {
  for (size_t i = 0; i < layers.size(); ++i) {
    x = F::linear(x, layers[i].weight, layers[i].bias);
    if (i + 1 < layers.size()) {
      x = F::leaky_relu(x, F::LeakyReLUFuncOptions().negative_slope(0.01));
      x = F::dropout(x, F::DropoutFuncOptions().p(0.0).training(training));
    }
  }
  return x;
}

static void row(const char* name, const torch::Tensor& t) {
  std::printf("%-14s", name);
  auto flat = t.flatten();
  for (int64_t i = 0; i < flat.numel(); i++) {
    std::printf(" %8.4f", flat[i].item<double>());
  }
  std::printf("\n");
}

int main() {
  torch::manual_seed(0);
  std::vector<Layer> layers;
  std::vector<torch::Tensor> parameters;
  int64_t sizes[] = {1, 24, 1};
  for (int i = 0; i < 2; ++i) {
    Layer layer{torch::empty({sizes[i + 1], sizes[i]}),
                torch::zeros({sizes[i + 1]})};
    torch::nn::init::kaiming_uniform_(layer.weight, 0, torch::kFanIn,
                                      torch::kReLU);
    torch::nn::init::uniform_(layer.bias, -1, 1);
    layer.weight.set_requires_grad(true);
    layer.bias.set_requires_grad(true);
    parameters.push_back(layer.weight);
    parameters.push_back(layer.bias);
    layers.push_back(layer);
  }
  auto x = torch::linspace(-2, 2, 64).unsqueeze(1);
  auto y = torch::sin(2 * x);

  double lr = 0.05, first = 0, last = 0;
  std::vector<torch::Tensor> velocity;
  for (auto& p : parameters) velocity.push_back(torch::zeros_like(p));
  for (int step = 0; step < 500; step++) {
    auto loss = F::mse_loss(forward(layers, x, true), y);
    auto grads = torch::autograd::grad({loss}, parameters);
    torch::NoGradGuard no_grad;
    for (size_t i = 0; i < parameters.size(); i++) {
      velocity[i].mul_(0.9).add_(grads[i]);
      parameters[i] -= lr * velocity[i];
    }
    if (step == 0) first = loss.item<double>();
    last = loss.item<double>();
  }
  std::printf("learnt %d\n", last < 0.05 && last < first / 5);

  // Functions by value.
  auto v = torch::tensor({-2.0, -0.5, 0.0, 0.5, 2.5});
  row("relu", F::relu(v));
  row("relu6", F::relu6(v * 4));
  row("leaky_relu",
      F::leaky_relu(v, F::LeakyReLUFuncOptions().negative_slope(0.2)));
  row("elu", F::elu(v, F::ELUFuncOptions().alpha(0.5)));
  row("selu", F::selu(v));
  row("celu", F::celu(v, F::CELUFuncOptions().alpha(2)));
  row("gelu", F::gelu(v));
  row("gelu tanh", F::gelu(v, F::GELUFuncOptions().approximate("tanh")));
  row("silu", F::silu(v));
  row("mish", F::mish(v));
  row("softplus", F::softplus(v, F::SoftplusFuncOptions().beta(2)));
  row("logsigmoid", F::logsigmoid(v));
  row("hardtanh",
      F::hardtanh(v, F::HardtanhFuncOptions().min_val(-1).max_val(2)));
  row("sigmoid", torch::sigmoid(v));
  row("tanh", torch::tanh(v));
  row("softmax", F::softmax(v, 0));
  row("log_softmax", F::log_softmax(v, F::LogSoftmaxFuncOptions(0)));
  row("normalize",
      F::normalize(v.view({1, 5}), F::NormalizeFuncOptions().p(1)));
  row("cosine", F::cosine_similarity(v.view({1, 5}), torch::ones({1, 5})));
  row("one_hot", F::one_hot(torch::tensor({2, 0}), 3).to(torch::kFloat));
  auto w = torch::tensor({0.0, 0.0, 1.0, 1.0, 1.0});
  row("mse", F::mse_loss(v, w));
  row("l1", F::l1_loss(v, w, F::L1LossFuncOptions(torch::kSum)));
  row("smooth_l1", F::smooth_l1_loss(v, w));
  row("huber", F::huber_loss(v, w, F::HuberLossFuncOptions().delta(0.5)));
  row("bce logits", F::binary_cross_entropy_with_logits(v, w));
  row("bce", F::binary_cross_entropy(torch::sigmoid(v), w));
  row("kl_div", F::kl_div(F::log_softmax(v, 0), F::softmax(w, 0),
                          F::KLDivFuncOptions(torch::kSum)));
  row("nll",
      F::nll_loss(F::log_softmax(v.view({1, 5}), 1), torch::tensor({4})));
  row("gain", torch::tensor({torch::nn::init::calculate_gain(torch::kTanh),
                             torch::nn::init::calculate_gain(torch::kReLU)}));

  // All parameters as one vector, and limits for gradients.
  auto vector = torch::nn::utils::parameters_to_vector(parameters);
  std::cout << vector.sizes() << "\n";
  torch::nn::utils::vector_to_parameters(torch::ones_like(vector), parameters);
  std::printf("%g\n", parameters[0].sum().item<double>());
  auto p = torch::zeros({2}).requires_grad_();
  p.mutable_grad() = torch::tensor({3.0, 4.0});
  std::printf("%.4f ", torch::nn::utils::clip_grad_norm_({p}, 1.0));
  std::printf("%.4f\n", p.grad()[1].item<double>());
  p.mutable_grad() = torch::tensor({3.0, -4.0});
  torch::nn::utils::clip_grad_value_({p}, 2.0);
  std::printf("%g %g\n", p.grad()[0].item<double>(),
              p.grad()[1].item<double>());
  return 0;
}
