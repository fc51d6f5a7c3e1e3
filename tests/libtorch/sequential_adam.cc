// Sequential, Adam, a schedule and groups of parameters.
#include <torch/torch.h>

#include <cmath>
#include <cstdio>
#include <iostream>

namespace nn = torch::nn;

int main() {
  torch::manual_seed(1);
  nn::Sequential model(nn::Linear(2, 16), nn::Tanh(), nn::Linear(16, 1),
                       nn::Sigmoid());
  std::cout << model << std::endl;
  std::cout << model->size() << " " << model->parameters().size() << "\n";

  auto x = torch::tensor({{0., 0.}, {0., 1.}, {1., 0.}, {1., 1.}});
  auto y = torch::tensor({{0.}, {1.}, {1.}, {0.}});
  torch::optim::Adam optimizer(
      model->parameters(), torch::optim::AdamOptions(0.05).betas({0.9, 0.99}));
  torch::optim::StepLR scheduler(optimizer, /*step_size=*/100, /*gamma=*/0.5);
  float first = 0, last = 0;
  for (int step = 0; step < 400; step++) {
    optimizer.zero_grad();
    torch::Tensor loss =
        torch::nn::functional::binary_cross_entropy(model->forward(x), y);
    loss.backward();
    optimizer.step();
    scheduler.step();
    if (step == 0) first = loss.item<float>();
    last = loss.item<float>();
    if (step % 100 == 50) {
      auto& options = static_cast<torch::optim::AdamOptions&>(
          optimizer.param_groups()[0].options());
      std::printf("step %d lr %.5f %.5f\n", step + 1, options.lr(),
                  optimizer.param_groups()[0].options().get_lr());
    }
  }
  std::cout << std::boolalpha << "learnt " << (last < 0.1 && last < first)
            << std::endl;
  auto guess = (model->forward(x) > 0.5).to(torch::kInt);
  for (int i = 0; i < 4; ++i) std::cout << guess[i].item<int>() << " ";
  std::cout << std::endl;

  // The parts of a Sequential.
  model->push_back("extra", nn::Identity());
  std::cout << model[0]->as<nn::Linear>()->weight.sizes() << " "
            << model->at<nn::TanhImpl>(1).name() << " "
            << (model[1]->as<nn::Linear>() == nullptr) << " "
            << model->ptr<nn::LinearImpl>(2)->options.out_features() << "\n";
  for (const auto& module : *model) std::cout << module.ptr()->name() << "\n";
  nn::Sequential named(
      {{"in", nn::Linear(nn::LinearOptions(3, 2).bias(false))},
       {"act", nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.2))},
       {"soft", nn::Softmax(1)}});
  std::cout << named << "\n";
  for (const auto& p : named->named_parameters()) std::cout << p.key() << "\n";
  auto copy = std::dynamic_pointer_cast<nn::SequentialImpl>(named->clone());
  {
    torch::NoGradGuard no_grad;
    copy->parameters()[0].zero_();
  }
  std::cout << (named->parameters()[0].abs().sum().item<float>() > 0) << " "
            << copy->forward(torch::ones({1, 3}))[0][0].item<float>() << "\n";

  // Groups with options of their own.
  auto a = torch::ones({1}).requires_grad_();
  auto b = torch::ones({1}).requires_grad_();
  std::vector<torch::optim::OptimizerParamGroup> groups;
  groups.emplace_back(std::vector<torch::Tensor>{a});
  groups.emplace_back(std::vector<torch::Tensor>{b},
                      std::make_unique<torch::optim::SGDOptions>(0.5));
  torch::optim::SGD sgd(groups, torch::optim::SGDOptions(0.1));
  (a + b).sum().backward();
  sgd.step();
  std::printf("%.2f %.2f\n", a.item<float>(), b.item<float>());
  for (auto& group : sgd.param_groups()) {
    static_cast<torch::optim::SGDOptions&>(group.options())
        .lr(1.0)
        .momentum(0.9);
  }
  sgd.step();
  std::printf("%.2f %.2f\n", a.item<float>(), b.item<float>());
  torch::Tensor loss = sgd.step([&]() {
    sgd.zero_grad();
    auto l = (a * a + b * b).sum();
    l.backward();
    return l;
  });
  std::printf("%.3f %.3f %.3f\n", loss.item<float>(), a.item<float>(),
              b.item<float>());

  torch::optim::AdamW w({a}, torch::optim::AdamWOptions().weight_decay(0.1));
  const auto& defaults =
      static_cast<const torch::optim::AdamWOptions&>(w.defaults());
  std::cout << defaults.lr() << " " << std::get<1>(defaults.betas()) << " "
            << defaults.eps() << " " << defaults.weight_decay() << " "
            << defaults.amsgrad() << "\n";
  a.mutable_grad() = torch::ones({1});
  a.data().fill_(1);
  w.step();
  std::printf("%.4f\n", a.item<float>());
  return 0;
}
