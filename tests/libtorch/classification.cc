// Three clouds of points: training and evaluating a classifier.
#include <torch/torch.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <vector>

struct NetImpl : torch::nn::Module {
  NetImpl(int64_t in, int64_t hidden, int64_t classes)
      : fc1(in, hidden), fc2(hidden, classes) {
    register_module("fc1", fc1);
    register_module("fc2", fc2);
    register_module("dropout", dropout);
  }
  torch::Tensor forward(torch::Tensor x) {
    x = torch::relu(fc1(x.view({x.size(0), -1})));
    x = dropout(x);
    return torch::log_softmax(fc2(x), /*dim=*/1);
  }
  torch::nn::Linear fc1, fc2;
  torch::nn::Dropout dropout{torch::nn::DropoutOptions(0.1)};
};
TORCH_MODULE(Net);

template <typename Loader>
void train(int epoch, Net model, torch::Device device, Loader& loader,
           torch::optim::Optimizer& optimizer, std::vector<double>* losses) {
  model->train();
  double total = 0;
  size_t batches = 0;
  for (auto& batch : loader) {
    auto data = batch.data.to(device), targets = batch.target.to(device);
    optimizer.zero_grad();
    auto output = model->forward(data);
    auto loss = torch::nll_loss(output, targets);
    AT_ASSERT(!std::isnan(loss.template item<float>()));
    loss.backward();
    torch::nn::utils::clip_grad_norm_(model->parameters(), 5.0);
    optimizer.step();
    total += loss.template item<double>();
    ++batches;
  }
  losses->push_back(total / batches);
  if (epoch == 1) std::printf("batches %zu\n", batches);
}

double accuracy(Net& model, const torch::Tensor& x, const torch::Tensor& y) {
  torch::NoGradGuard no_grad;
  model->eval();
  auto pred = model->forward(x).argmax(1);
  auto correct = pred.eq(y).sum().template item<int64_t>();
  return static_cast<double>(correct) / x.size(0);
}

// Points in memory, by number.
struct Points : torch::data::datasets::Dataset<Points> {
  Points(torch::Tensor x, torch::Tensor y) : x(x), y(y) {}
  torch::data::Example<> get(size_t i) override {
    return {x[static_cast<int64_t>(i)], y[static_cast<int64_t>(i)]};
  }
  torch::optional<size_t> size() const override { return x.size(0); }
  torch::Tensor x, y;
};

int main() {
  torch::manual_seed(1);
  torch::Device device(torch::kCPU);
  if (torch::cuda::is_available() && false)
    device = torch::Device(torch::kCUDA);
  std::cout << device << "\n";
  auto centers = torch::tensor({{2., 0.}, {-2., 1.}, {0., -3.}});
  auto y = torch::arange(90).remainder(3);
  auto x = centers.index_select(0, y) + 0.3 * torch::randn({90, 2});

  auto loader = torch::data::make_data_loader(
      Points(x, y).map(torch::data::transforms::Stack<>()),
      torch::data::DataLoaderOptions().batch_size(16).workers(2));
  Net model(2, 16, 3);
  model->to(device);
  torch::optim::SGD optimizer(model->parameters(),
                              torch::optim::SGDOptions(0.1).momentum(0.5));
  std::vector<double> losses;
  for (int epoch = 1; epoch <= 15; ++epoch) {
    train(epoch, model, device, *loader, optimizer, &losses);
  }
  std::cout << "loss fell " << (losses.back() < losses.front() / 3) << "\n"
            << "accuracy above 95% " << (accuracy(model, x, y) > 0.95) << "\n";

  // A confusion matrix.
  auto pred = std::get<1>(model->forward(x).max(1, /*keepdim=*/false));
  auto confusion = torch::zeros({3, 3}, torch::kLong);
  for (int64_t i = 0; i < pred.size(0); i++) {
    confusion[y[i].item<int64_t>()][pred[i].item<int64_t>()] += 1;
  }
  std::cout << "rows " << confusion.sum(1)[0].item<int64_t>() << " "
            << confusion.sum(1)[2].item<int64_t>() << "\n";

  // Losses by value.
  auto logits = torch::tensor({{1., 2., .5}, {.1, .2, 3.}});
  auto target = torch::tensor({1, 0});
  using torch::nn::CrossEntropyLoss;
  using torch::nn::CrossEntropyLossOptions;
  std::printf("%.4f\n", CrossEntropyLoss()(logits, target).item<float>());
  auto each = CrossEntropyLoss(
      CrossEntropyLossOptions().reduction(torch::kNone))(logits, target);
  std::printf("%.4f %.4f\n", each[0].item<float>(), each[1].item<float>());
  std::printf("%.4f\n", CrossEntropyLoss(CrossEntropyLossOptions().weight(
                                             torch::tensor({1., 2., 3.})))
                            ->forward(logits, target)
                            .item<float>());
  std::printf("%.4f\n",
              CrossEntropyLoss(CrossEntropyLossOptions().label_smoothing(0.1))(
                  logits, target)
                  .item<float>());
  std::printf("%.4f\n", torch::cross_entropy_loss(logits, target, {},
                                                  torch::Reduction::Sum)
                            .item<float>());
  auto ignored = torch::tensor({1, -100});
  std::printf("%.4f\n", torch::nn::functional::cross_entropy(
                            logits, ignored,
                            torch::nn::functional::CrossEntropyFuncOptions()
                                .ignore_index(-100)
                                .reduction(torch::kSum))
                            .item<float>());
  torch::nn::MSELoss mse(torch::nn::MSELossOptions().reduction(torch::kSum));
  std::printf("%.4f\n", mse(logits, torch::zeros_like(logits)).item<float>());
  std::cout << mse << " " << CrossEntropyLoss() << "\n";
  return 0;
}
