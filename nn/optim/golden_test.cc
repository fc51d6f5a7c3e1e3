// Optimizers and schedules against what PyTorch gave (tests/golden/
// make_optim.py).
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tessera/nn/optim/optim.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

using namespace optim;
using Params = std::vector<Tensor>;

std::vector<std::string> Split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

std::vector<double> Numbers(const std::string& text) {
  std::vector<double> numbers;
  for (const std::string& n : Split(text, ' ')) {
    numbers.push_back(std::strtod(n.c_str(), nullptr));
  }
  return numbers;
}

// The fields of the file's lines of a kind, by name.
std::vector<std::vector<std::string>> Lines(const std::string& kind) {
  std::ifstream file("nn/optim/testdata/optim_golden.txt");
  std::vector<std::vector<std::string>> lines;
  for (std::string line; std::getline(file, line);) {
    std::vector<std::string> fields = Split(line, '|');
    if (fields[0] == kind) lines.push_back(fields);
  }
  return lines;
}

template <class O, class Options>
std::function<std::unique_ptr<Optimizer>(Params)> Of(const Options& options) {
  return [=](Params params) { return std::make_unique<O>(params, options); };
}

const std::map<std::string, std::function<std::unique_ptr<Optimizer>(Params)>>
    kOptimizers = {
        {"sgd", Of<SGD>(SGDOptions(0.1))},
        {"sgd momentum", Of<SGD>(SGDOptions(0.1).momentum(0.9))},
        {"sgd nesterov", Of<SGD>(SGDOptions(0.1).momentum(0.9).nesterov(true))},
        {"sgd dampening",
         Of<SGD>(SGDOptions(0.1).momentum(0.9).dampening(0.5))},
        {"sgd decay", Of<SGD>(SGDOptions(0.1).momentum(0.5).weight_decay(0.1))},
        {"sgd maximize",
         Of<SGD>(SGDOptions(0.01).momentum(0.5).maximize(true))},
        {"adam", Of<Adam>(AdamOptions(0.1))},
        {"adam betas", Of<Adam>(AdamOptions(0.05).betas({0.5, 0.9}).eps(1e-3))},
        {"adam decay", Of<Adam>(AdamOptions(0.1).weight_decay(0.5))},
        {"adam amsgrad", Of<Adam>(AdamOptions(0.1).amsgrad(true))},
        {"adam maximize", Of<Adam>(AdamOptions(0.1).maximize(true))},
        {"adamw", Of<AdamW>(AdamWOptions(0.1))},
        {"adamw decay", Of<AdamW>(AdamWOptions(0.1).weight_decay(0.5))},
        {"adamw amsgrad",
         Of<AdamW>(AdamWOptions(0.1).betas({0.8, 0.9}).amsgrad(true))},
        {"rmsprop", Of<RMSprop>(RMSpropOptions(0.01))},
        {"rmsprop momentum",
         Of<RMSprop>(RMSpropOptions(0.01).alpha(0.9).momentum(0.9))},
        {"rmsprop centered",
         Of<RMSprop>(RMSpropOptions(0.01).centered(true).eps(1e-6))},
        {"rmsprop decay", Of<RMSprop>(RMSpropOptions(0.01).weight_decay(0.1))},
};

TEST(OptimGoldenTest, M07_OptimizersAsPyTorchs) {
  std::set<std::string> seen;
  for (const auto& line : Lines("optimizer")) {
    SCOPED_TRACE(line[1] + " " + line[2]);
    ASSERT_TRUE(kOptimizers.count(line[1]));
    seen.insert(line[1]);
    const DType dtype = line[2] == "float64" ? kFloat64 : kFloat32;
    // float32: a few roundings a step, of values up to 20.
    const double tolerance = dtype == kFloat64 ? 1e-12 : 2e-6;
    Tensor p = tensor({1.0, -2.0, 3.0, 0.0}, dtype).requires_grad_();
    const Tensor w = tensor({1.0, 2.0, 0.5, 3.0}, dtype);
    const auto optimizer = kOptimizers.at(line[1])({p});
    const std::vector<double> wanted = Numbers(line[3]);
    size_t at = 0;
    for (int step = 1; step <= 10; ++step) {
      optimizer->zero_grad();
      (p * p * w * (step % 2 ? 1.5 : 0.5) + p * p * p * 0.01).sum().backward();
      optimizer->step();
      if (step > 3 && step != 5 && step != 10) continue;
      for (int i = 0; i < 4; ++i, ++at) {
        ASSERT_LT(at, wanted.size());
        EXPECT_NEAR(p[i].item<double>(), wanted[at],
                    tolerance * std::max(1.0, std::abs(wanted[at])))
            << "step " << step << ", element " << i;
      }
    }
    EXPECT_EQ(at, wanted.size());
  }
  EXPECT_EQ(seen.size(), kOptimizers.size());
}

template <class S, class... A>
std::function<std::unique_ptr<LRScheduler>(Optimizer&)> Makes(A... arguments) {
  return [=](Optimizer& o) { return std::make_unique<S>(o, arguments...); };
}

const std::map<std::string,
               std::function<std::unique_ptr<LRScheduler>(Optimizer&)>>
    kSchedules = {
        {"step", Makes<StepLR>(3u, 0.5)},
        {"multistep",
         Makes<MultiStepLR>(std::vector<int64_t>{1, 3, 3, 7}, 0.5)},
        {"exponential", Makes<ExponentialLR>(0.9)},
        {"cosine", Makes<CosineAnnealingLR>(4, 0.1)},
        {"warm restarts", Makes<CosineAnnealingWarmRestarts>(2, 2, 0.01)},
        {"linear", Makes<LinearLR>(0.25, 0.75, 5)},
        {"constant", Makes<ConstantLR>(0.1, 3)},
        {"polynomial", Makes<PolynomialLR>(6, 2.0)},
        {"lambda", Makes<LambdaLR>(LambdaLR::Function([](int64_t e) {
           return 1.0 / static_cast<double>(1 + e);
         }))},
        {"onecycle", Makes<OneCycleLR>(2.0, 13)},
        {"onecycle short", Makes<OneCycleLR>(2.0, 13, 0.5, 10., 100.)},
        {"sequential",
         [](Optimizer& o) {
           return std::make_unique<SequentialLR>(
               o,
               std::vector<std::shared_ptr<LRScheduler>>{
                   std::make_shared<LinearLR>(o, 0.1, 1.0, 4),
                   std::make_shared<CosineAnnealingLR>(o, 6),
                   std::make_shared<ConstantLR>(o, 0.3, 2)},
               std::vector<int64_t>{4, 10});
         }},
};

TEST(OptimGoldenTest, M09_SchedulesAsPyTorchs) {
  std::set<std::string> seen;
  for (const auto& line : Lines("schedule")) {
    SCOPED_TRACE(line[1]);
    ASSERT_TRUE(kSchedules.count(line[1]));
    seen.insert(line[1]);
    SGD sgd(Params{zeros({1}).requires_grad_()}, 1.0);
    const auto scheduler = kSchedules.at(line[1])(sgd);
    int epoch = 0;
    for (const double wanted : Numbers(line[2])) {
      if (epoch > 0) {
        sgd.step();
        scheduler->step();
      }
      EXPECT_NEAR(sgd.param_groups()[0].options().get_lr(), wanted, 1e-14)
          << "epoch " << epoch;
      ++epoch;
    }
    EXPECT_EQ(epoch, 13);
  }
  EXPECT_EQ(seen.size(), kSchedules.size());
}

}  // namespace
}  // namespace tessera
