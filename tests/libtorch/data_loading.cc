// Data sets, transforms, samplers and loaders.
#include <torch/torch.h>

#include <iostream>
#include <set>
#include <stdexcept>
#include <vector>

using torch::data::Example;

// Numbers and their squares.
class Squares : public torch::data::datasets::Dataset<Squares> {
 public:
  explicit Squares(size_t n) : n_(n) {}
  Example<> get(size_t index) override {
    if (index >= 100) throw std::runtime_error("no such square");
    auto x = static_cast<float>(index);
    return {torch::full({2}, x),
            torch::tensor(static_cast<int64_t>(index * index))};
  }
  torch::optional<size_t> size() const override { return n_; }

 private:
  size_t n_;
};

struct Halve : public torch::data::transforms::TensorTransform<> {
  torch::Tensor operator()(torch::Tensor input) override { return input / 2; }
};

int main() {
  auto dataset =
      Squares(10).map(Halve()).map(torch::data::transforms::Stack<>());
  std::cout << "size " << dataset.size().value() << "\n";
  auto loader =
      torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
          std::move(dataset), torch::data::DataLoaderOptions().batch_size(4));
  for (int epoch = 0; epoch < 2; ++epoch) {
    for (auto& batch : *loader) {
      std::cout << batch.data.sizes() << " " << batch.target.sizes() << " "
                << batch.data[0][0].item<float>() << " "
                << batch.target.sum().item<int64_t>() << "\n";
    }
  }

  // At random, by threads, without the incomplete batch.
  auto random = torch::data::make_data_loader(
      Squares(10).map(torch::data::transforms::Stack<>()),
      torch::data::DataLoaderOptions().batch_size(3).workers(2).drop_last(
          true));
  std::multiset<int64_t> seen;
  int batches = 0;
  for (auto& batch : *random) {
    ++batches;
    for (int64_t i = 0; i < batch.target.size(0); ++i) {
      seen.insert(batch.target[i].item<int64_t>());
    }
  }
  std::cout << "batches " << batches << " examples " << seen.size()
            << " different "
            << std::set<int64_t>(seen.begin(), seen.end()).size() << "\n";

  // Without Stack a batch is a vector.
  auto plain = torch::data::make_data_loader(
      Squares(3), torch::data::samplers::SequentialSampler(3), 2);
  for (std::vector<Example<>>& batch : *plain) {
    std::cout << "vector of " << batch.size() << ", last "
              << batch.back().target.item<int64_t>() << "\n";
  }

  // Transforms by function, and normalisation.
  auto lambda =
      Squares(4)
          .map(torch::data::transforms::Lambda<Example<>>([](Example<> e) {
            return Example<>(e.data.view({1, 1, 2}), e.target + 1);
          }))
          .map(torch::data::transforms::Normalize<>(1.0, 0.5))
          .map(torch::data::transforms::Stack<>());
  Example<> all = lambda.get_batch({0, 1, 2, 3});
  std::cout << all.data.sizes() << " " << all.data[3][0][0][1].item<float>()
            << " " << all.target[3].item<int64_t>() << "\n";

  torch::data::datasets::TensorDataset tensors(torch::arange(6).view({3, 2}));
  std::cout << tensors.size().value() << " "
            << tensors.get(2).data[1].item<int64_t>() << "\n";

  torch::data::samplers::SequentialSampler sampler(5);
  while (auto indices = sampler.next(2)) {
    for (size_t i : *indices) std::cout << i << " ";
  }
  sampler.reset(2);
  std::cout << "then " << sampler.next(9)->size() << " "
            << sampler.next(9).has_value() << "\n";

  // What a worker throws arrives in the loop.
  auto broken =
      torch::data::make_data_loader<torch::data::samplers::SequentialSampler>(
          Squares(102), torch::data::DataLoaderOptions(50).workers(1));
  int good = 0;
  try {
    for (auto& batch : *broken) good += static_cast<int>(batch.size());
  } catch (const torch::data::WorkerException& e) {
    std::cout << "after " << good << ": "
              << (std::string(e.what()).find("no such square") !=
                  std::string::npos);
    try {
      std::rethrow_exception(e.original_exception);
    } catch (const std::runtime_error& original) {
      std::cout << " " << original.what() << "\n";
    }
  }
  return 0;
}
