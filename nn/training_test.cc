// Whole trainings, and that a restored one goes on with the same bits.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tessera/nn/nn.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

TEST(TrainingTest, F04_LinearRegression) {
  manual_seed(0);
  const Tensor x = randn({200, 2});
  const Tensor y = matmul(x, tensor({1.0, -2.0})).unsqueeze(1) + 3.0;
  nn::Linear fc(2, 1);
  optim::SGD sgd(fc->parameters(), optim::SGDOptions(0.1).momentum(0.5));
  auto loader =
      data::make_data_loader(data::datasets::TensorBatchDataset(x, y), 50);
  for (int epoch = 0; epoch < 60; ++epoch) {
    for (auto& batch : *loader) {
      sgd.zero_grad();
      nn::MSELoss()(fc(batch.data), batch.target).backward();
      sgd.step();
    }
  }
  EXPECT_NEAR(fc->weight[0][0].item<double>(), 1, 1e-4);
  EXPECT_NEAR(fc->weight[0][1].item<double>(), -2, 1e-4);
  EXPECT_NEAR(fc->bias[0].item<double>(), 3, 1e-4);
}

TEST(TrainingTest, F04_Xor) {
  manual_seed(0);
  const Tensor x = tensor({{0., 0.}, {0., 1.}, {1., 0.}, {1., 1.}});
  const Tensor y = tensor({{0.}, {1.}, {1.}, {0.}});
  nn::Sequential net(nn::Linear(2, 8), nn::Tanh(), nn::Linear(8, 1));
  optim::Adam adam(net->parameters(), 0.05);
  Tensor loss;
  for (int i = 0; i < 500; ++i) {
    adam.zero_grad();
    loss = nn::MSELoss()(net(x), y);
    loss.backward();
    adam.step();
  }
  EXPECT_LT(loss.item<double>(), 1e-4);
}

// A small classifier with all that has state.
struct Classifier {
  Classifier() {
    manual_seed(7);
    x = randn({96, 5});
    y = randint(0, 3, {96});
    net = nn::Sequential(nn::Linear(5, 16), nn::ReLU(), nn::Dropout(0.2),
                         nn::Linear(16, 3));
    adam = std::make_unique<optim::AdamW>(net->parameters(), 0.01);
    schedule = std::make_unique<optim::CosineAnnealingLR>(*adam, 6);
    loader = data::make_data_loader(
        data::datasets::TensorBatchDataset(x, y),
        data::samplers::RandomSampler(96, shuffling), 32);
  }
  void Epoch() {
    for (auto& batch : *loader) {
      adam->zero_grad();
      nn::CrossEntropyLoss()(net(batch.data), batch.target).backward();
      nn::utils::clip_grad_norm_(net->parameters(), 1.0);
      adam->step();
    }
    schedule->step();
  }
  void Save(const std::string& path) const {
    serialize::OutputArchive archive, model, optimizer, rates;
    net->save(model);
    adam->save(optimizer);
    schedule->save(rates);
    archive.write("model", model);
    archive.write("optimizer", optimizer);
    archive.write("schedule", rates);
    archive.write("random", default_generator());
    archive.write("shuffling", shuffling);
    archive.save_to(path);
  }
  void Load(const std::string& path) {
    serialize::InputArchive archive, model, optimizer, rates;
    archive.load_from(path);
    archive.read("model", model);
    archive.read("optimizer", optimizer);
    archive.read("schedule", rates);
    net->load(model);
    adam->load(optimizer);
    schedule->load(rates);
    archive.read("random", default_generator());
    archive.read("shuffling", shuffling);
  }
  std::vector<float> Weights() const {
    const Tensor flat =
        nn::utils::parameters_to_vector(net->parameters()).detach();
    const float* p = flat.const_data_ptr<float>();
    return std::vector<float>(p, p + flat.numel());
  }

  Generator shuffling{11};
  Tensor x, y;
  nn::Sequential net{nullptr};
  std::unique_ptr<optim::AdamW> adam;
  std::unique_ptr<optim::CosineAnnealingLR> schedule;
  std::unique_ptr<data::StatelessDataLoader<data::datasets::TensorBatchDataset,
                                            data::samplers::RandomSampler>>
      loader;
};

TEST(TrainingTest, F03_ResumedRunHasTheSameBits) {
  const std::string path = ::testing::TempDir() + "/resume.safetensors";
  Classifier whole;
  for (int i = 0; i < 2; ++i) whole.Epoch();
  whole.Save(path);
  for (int i = 0; i < 3; ++i) whole.Epoch();
  const std::vector<float> wanted = whole.Weights();

  Classifier resumed;
  resumed.Load(path);
  for (int i = 0; i < 3; ++i) resumed.Epoch();
  EXPECT_EQ(resumed.Weights(), wanted);

  Classifier other;
  for (int i = 0; i < 3; ++i) other.Epoch();
  EXPECT_NE(other.Weights(), wanted);
}

TEST(TrainingTest, F03_OptimizerInAFileOfItsOwn) {
  const std::string path = ::testing::TempDir() + "/adam.safetensors";
  Classifier a, b;
  a.Epoch();
  b.Epoch();
  save(*a.adam, path);
  load(*b.adam, path);
  EXPECT_EQ(b.adam->state().size(), 4u);
  nn::Linear fc(1, 1);
  optim::AdamW small(fc->parameters());
  EXPECT_THROW(load(small, path), ValueError);
  EXPECT_TRUE(small.state().empty());
}

}  // namespace
}  // namespace tessera
