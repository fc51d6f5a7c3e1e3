// A module class trained by SGD: finds the line that made the data.
#include <torch/torch.h>

#include <cstdio>
#include <iomanip>
#include <iostream>
#include <memory>

struct Regression : torch::nn::Module {
  Regression(int64_t in, int64_t out) {
    w = register_parameter("w", torch::zeros({in, out}));
    b = register_parameter("b", torch::zeros(out));
    scale = register_buffer("scale", torch::full({1}, 2.0));
  }
  torch::Tensor forward(torch::Tensor x) { return x.mm(w) * scale + b; }

  torch::Tensor w, b, scale;
};

struct Net : torch::nn::Module {
  Net() : Module("Net"), fc1(register_module("fc1", torch::nn::Linear(2, 4))) {
    fc2 = register_module(
        "fc2", torch::nn::Linear(torch::nn::LinearOptions(4, 1).bias(false)));
    drop = register_module("drop", torch::nn::Dropout(0.5));
  }
  torch::Tensor forward(const torch::Tensor& x) {
    return fc2(drop(torch::relu(fc1->forward(x))));
  }
  torch::nn::Linear fc1, fc2{nullptr};
  torch::nn::Dropout drop{nullptr};
};

int main() {
  std::cout << std::boolalpha;
  auto model = std::make_shared<Regression>(2, 1);
  auto x = torch::tensor({{1., 2.}, {2., 1.}, {0., 1.}, {3., -1.}, {-1., 2.}});
  auto truth = torch::tensor({{1.5}, {-0.5}});
  auto y = x.mm(truth) + 0.25;

  torch::optim::SGD optimizer(model->parameters(),
                              torch::optim::SGDOptions(0.02).momentum(0.9));
  for (int epoch = 1; epoch <= 300; ++epoch) {
    optimizer.zero_grad();
    auto loss = torch::mse_loss(model->forward(x), y);
    loss.backward();
    optimizer.step();
    if (epoch == 1) std::printf("first loss %.4f\n", loss.item<float>());
    if (epoch == 300) std::printf("last loss %.4f\n", loss.item<float>());
  }
  std::printf("w %.3f %.3f b %.3f\n", model->w[0][0].item<float>() * 2,
              model->w[1].item<float>() * 2, model->b.item<float>());
  for (const auto& p : model->named_parameters()) {
    std::cout << p.key() << " " << p.value().sizes() << " "
              << p.value().requires_grad() << "\n";
  }
  for (const auto& pair : model->named_buffers()) {
    std::cout << pair.key() << " " << pair.value().sizes() << " "
              << pair.value().requires_grad() << std::endl;
  }

  Net net;
  std::cout << net << std::endl;
  std::cout << net.fc1 << std::endl << *net.drop << std::endl;
  int64_t total = 0;
  for (auto& p : net.parameters()) total += p.numel();
  std::cout << "parameters " << net.parameters().size() << " numel " << total
            << "\n";
  for (auto& child : net.named_children()) std::cout << child.key() << " ";
  std::cout << net.fc1->options.in_features() << " " << net.fc2->options.bias()
            << " " << net.fc2->bias.defined() << "\n";
  net.eval();
  std::cout << "training " << net.is_training() << net.drop->is_training();
  net.train();
  std::cout << net.is_training() << net.drop->is_training() << "\n";
  net.to(torch::kFloat64);
  std::cout << net.fc1->weight.dtype() << " "
            << net.forward(torch::ones({3, 2}, torch::kDouble)).sizes() << "\n";
  net.apply([](torch::nn::Module& m) {
    if (auto* linear = m.as<torch::nn::Linear>()) {
      torch::NoGradGuard no_grad;
      linear->weight.fill_(0.5);
    }
  });
  net.eval();
  torch::nn::init::zeros_(net.fc1->bias);
  auto out = net.forward(torch::tensor({{1., 2.}}, torch::kDouble));
  out.sum().backward();
  std::printf("%.3f %.3f\n", out.item<double>(),
              net.fc1->weight.grad()[0][1].item<double>());
  net.zero_grad();
  std::cout << net.fc1->weight.grad().defined() << "\n";
  std::cout << model->name().empty() << " " << net.named_parameters()[0].key()
            << " " << net.named_parameters().contains("fc2.weight") << "\n";
  return 0;
}
