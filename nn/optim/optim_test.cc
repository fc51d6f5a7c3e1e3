#include "tessera/nn/optim/optim.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tessera/base/check.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using Doubles = std::vector<double>;

Tensor Parameter(const Doubles& values, DType dtype = kFloat64) {
  return tensor(values).to(dtype).requires_grad_();
}

Doubles ValuesOf(const Tensor& t) {
  const Tensor d = t.detach().to(kFloat64);
  const double* p = d.const_data_ptr<double>();
  return Doubles(p, p + d.numel());
}

// The loss of features.md M-07: sum(p^2 * [1, 2, 0.5]).
Tensor Loss(const Tensor& p) {
  return (p * p * tensor({1.0, 2.0, 0.5}, p.scalar_type())).sum();
}

// p = [1, -2, 3] after three steps.
template <class Optimizer, class Options>
Doubles AfterThreeSteps(const Options& options) {
  const Tensor p = Parameter({1, -2, 3});
  Optimizer optimizer(std::vector<Tensor>{p}, options);
  for (int i = 0; i < 3; ++i) {
    optimizer.zero_grad();
    Loss(p).backward();
    optimizer.step();
  }
  return ValuesOf(p);
}

void ExpectNear(const Doubles& a, const Doubles& b, double tolerance = 1e-8) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], tolerance);
}

TEST(OptimTest, M07_SGD) {
  using optim::SGDOptions;
  const auto run = [](const SGDOptions& o) {
    return AfterThreeSteps<optim::SGD>(o);
  };
  ExpectNear(run(0.1), {0.512, -0.432, 2.187});
  ExpectNear(run(SGDOptions(0.1).momentum(0.9)), {0.062, 1.08, 1.458});
  ExpectNear(run(SGDOptions(0.1).momentum(0.9).nesterov(true)),
             {-0.108352, 0.866592, 0.981963});
  ExpectNear(run(SGDOptions(0.1).momentum(0.9).dampening(0.5)),
             {0.252, 0.672, 1.81575});
  ExpectNear(run(SGDOptions(0.1).weight_decay(0.1)),
             {0.493039, -0.410758, 2.114907});
  EXPECT_EQ(SGDOptions().lr(), 0.001);
  // Up by the gradient: p * (1 + 2 lr w)^3.
  ExpectNear(run(SGDOptions(0.1).maximize(true)),
             {std::pow(1.2, 3), -2 * std::pow(1.4, 3), 3 * std::pow(1.1, 3)});
}

// The same with a loss that is a tenth each time.
template <class Optimizer, class Options>
Doubles Shrinking(const Options& options) {
  const Tensor p = Parameter({1, -2, 3});
  Optimizer optimizer(std::vector<Tensor>{p}, options);
  for (int i = 0; i < 3; ++i) {
    optimizer.zero_grad();
    (Loss(p) * std::pow(10., -i)).backward();
    optimizer.step();
  }
  return ValuesOf(p);
}

TEST(OptimTest, M07b_AdamAndAdamW) {
  ExpectNear(AfterThreeSteps<optim::Adam>(optim::AdamOptions(0.1)),
             {0.70158627, -1.70062339, 2.70038152});
  ExpectNear(AfterThreeSteps<optim::AdamW>(optim::AdamWOptions(0.1)),
             {0.69891118, -1.69494451, 2.69170365});
  ExpectNear(
      AfterThreeSteps<optim::AdamW>(optim::AdamWOptions(0.1).weight_decay(0.5)),
      {0.57497393, -1.43102524, 2.28805191});
  // The gradients shrink by ten each time, so that the largest second moment
  // is an old one; nn/testdata/golden.py.
  ExpectNear(Shrinking<optim::Adam>(optim::AdamOptions(0.1).amsgrad(true)),
             {0.769347124298, -1.7686951188, 2.76847858836});
  ExpectNear(Shrinking<optim::Adam>(
                 optim::AdamOptions(0.1).weight_decay(0.5).maximize(true)),
             {1.163792591599, -2.205288720362, 3.067411344912});
  EXPECT_EQ(optim::AdamOptions().lr(), 1e-3);
  EXPECT_EQ(optim::AdamWOptions().weight_decay(), 1e-2);
  EXPECT_EQ(std::get<1>(optim::AdamOptions().betas()), 0.999);
}

TEST(OptimTest, M07b_RMSprop) {
  using optim::RMSprop, optim::RMSpropOptions;
  ExpectNear(AfterThreeSteps<RMSprop>(RMSpropOptions()),
             {0.77998227, -1.77534944, 2.77388857});
  ExpectNear(Shrinking<RMSprop>(RMSpropOptions()),
             {0.890095147233, -1.88954493653, 2.889361597787});
  ExpectNear(Shrinking<RMSprop>(RMSpropOptions().centered(true).momentum(0.9)),
             {0.709617643556, -1.708563283425, 2.708212030243});
}

TEST(OptimTest, M08_GroupsAndMissingGradients) {
  const Tensor a = Parameter({1}), b = Parameter({1}), c = Parameter({1});
  std::vector<optim::OptimizerParamGroup> groups;
  groups.emplace_back(std::vector<Tensor>{a});
  groups.emplace_back(std::vector<Tensor>{b, c},
                      std::make_unique<optim::SGDOptions>(0.5));
  optim::SGD sgd(groups, 0.1);
  (a + b).sum().backward();
  sgd.step();
  EXPECT_DOUBLE_EQ(a.item<double>(), 0.9);
  EXPECT_DOUBLE_EQ(b.item<double>(), 0.5);
  EXPECT_DOUBLE_EQ(c.item<double>(), 1);  // no gradient
  EXPECT_EQ(sgd.size(), 3u);
  sgd.zero_grad(false);
  EXPECT_EQ(a.grad().item<double>(), 0);
  sgd.zero_grad();
  EXPECT_FALSE(a.grad().defined());
  sgd.param_groups()[1].options().set_lr(0.25);
  (b * 1).sum().backward();
  sgd.step();
  EXPECT_DOUBLE_EQ(b.item<double>(), 0.25);
  const Tensor d = Parameter({2});
  sgd.add_param_group(optim::OptimizerParamGroup({d}));
  EXPECT_EQ(sgd.param_groups()[2].options().get_lr(), 0.1);
}

TEST(OptimTest, M08_StepWithClosure) {
  const Tensor p = Parameter({1, -2, 3});
  optim::SGD sgd({p}, 0.1);
  int calls = 0;
  const Tensor loss = sgd.step([&] {
    ++calls;
    sgd.zero_grad();
    Tensor loss = Loss(p);
    loss.backward();
    return loss;
  });
  EXPECT_EQ(calls, 1);
  EXPECT_DOUBLE_EQ(loss.item<double>(), 13.5);
  ExpectNear(ValuesOf(p), {0.8, -1.2, 2.7});
  EXPECT_TRUE(p.requires_grad());
  EXPECT_TRUE(p.is_leaf());
}

TEST(OptimTest, M08_BadArguments) {
  const Tensor p = Parameter({1});
  using optim::Adam, optim::AdamOptions, optim::SGD, optim::SGDOptions;
  const std::vector<Tensor> params{p};
  ExpectError<ValueError>([&] { SGD(std::vector<Tensor>{}, 0.1); },
                          {"SGD", "empty parameter list"});
  ExpectError<ValueError>([&] { SGD(params, -1); }, {"learning rate", "-1"});
  ExpectError<ValueError>([&] { SGD(params, std::nan("")); },
                          {"learning rate", "nan"});
  ExpectError<ValueError>([&] { SGD(params, SGDOptions(1).momentum(-1)); },
                          {"momentum", "-1"});
  ExpectError<ValueError>([&] { SGD(params, SGDOptions(1).weight_decay(-2)); },
                          {"weight_decay", "-2"});
  ExpectError<ValueError>([&] { SGD(params, SGDOptions(1).nesterov(true)); },
                          {"nesterov", "momentum"});
  ExpectError<ValueError>(
      [&] {
        Adam(params, AdamOptions(1).betas({0.9, 1}));
      },
      {"betas", "index 1", "1"});
  ExpectError<ValueError>(
      [&] {
        Adam(params, AdamOptions(1).betas({-0.5, 0.9}));
      },
      {"betas", "index 0", "-0.5"});
  ExpectError<ValueError>([&] { Adam(params, AdamOptions(1).eps(-1)); },
                          {"eps", "-1"});
  ExpectError<ValueError>([&] { SGD({p * 2}, 0.1); }, {"non-leaf"});
  ExpectError<ValueError>([&] { SGD({p, p}, 0.1); }, {"twice", "parameter 1"});
  ExpectError<ValueError>([&] { SGD({tensor({1})}, 0.1); },
                          {"floating point", "int64"});
  ExpectError<ValueError>([&] { SGD({Tensor()}, 0.1); }, {"defined"});
  SGD sgd(params, 0.1);
  ExpectError<ValueError>(
      [&] { sgd.add_param_group(optim::OptimizerParamGroup(params)); },
      {"more than one"});
  ExpectError<ValueError>(
      [&] {
        sgd.add_param_group(optim::OptimizerParamGroup(
            {Parameter({1})}, std::make_unique<AdamOptions>()));
      },
      {"SGDOptions"});
  EXPECT_EQ(sgd.param_groups().size(), 1u);
}

// A run that is stopped, saved and restored goes on with the same bits.
template <class Optimizer, class Options>
void ExpectResumes(const Options& options) {
  const auto step = [](Optimizer* optimizer, const Tensor& p) {
    optimizer->zero_grad();
    Loss(p).backward();
    optimizer->step();
  };
  for (const DType dtype : {kFloat32, kFloat64, kBFloat16}) {
    const Tensor p = Parameter({1, -2, 3}, dtype);
    Optimizer whole(std::vector<Tensor>{p}, options);
    for (int i = 0; i < 3; ++i) step(&whole, p);
    serialize::OutputArchive archive;
    whole.save(archive);
    const Tensor q = p.detach().clone().requires_grad_();
    Optimizer resumed(std::vector<Tensor>{q}, Options(7.0));
    serialize::InputArchive in(archive.entries());
    resumed.load(in);
    EXPECT_EQ(resumed.param_groups()[0].options().get_lr(), options.lr());
    for (int i = 0; i < 3; ++i) {
      step(&whole, p);
      step(&resumed, q);
    }
    EXPECT_EQ(ValuesOf(p), ValuesOf(q)) << name(dtype);
  }
}

TEST(OptimTest, F03_OptimizerStateRoundTrip) {
  ExpectResumes<optim::SGD>(
      optim::SGDOptions(0.1).momentum(0.9).dampening(0.5).weight_decay(0.01));
  ExpectResumes<optim::SGD>(optim::SGDOptions(0.1));
  ExpectResumes<optim::Adam>(optim::AdamOptions(0.1).amsgrad(true));
  ExpectResumes<optim::AdamW>(optim::AdamWOptions(0.1));
  ExpectResumes<optim::RMSprop>(
      optim::RMSpropOptions(0.1).centered(true).momentum(0.9));
}

TEST(OptimTest, M08_LoadThatDoesNotFit) {
  const Tensor p = Parameter({1, 2}), q = Parameter({1});
  optim::SGD sgd({p, q}, optim::SGDOptions(0.1).momentum(0.9));
  (p.sum() + q.sum()).backward();
  sgd.step();
  serialize::OutputArchive archive;
  sgd.save(archive);
  const auto in = [&] { return serialize::InputArchive(archive.entries()); };
  optim::SGD one({Parameter({1, 2})}, 0.5);
  auto a = in();
  ExpectError<ValueError>([&] { one.load(a); },
                          {"parameter groups", "[1]", "[2]"});
  optim::SGD other({Parameter({1, 2, 3}), Parameter({1})}, 0.5);
  auto b = in();
  ExpectError<ValueError>([&] { other.load(b); },
                          {"size mismatch", "[2]", "[3]"});
  EXPECT_EQ(other.param_groups()[0].options().get_lr(), 0.5);
  EXPECT_TRUE(other.state().empty());
  optim::Adam adam({Parameter({1, 2}), Parameter({1})}, 0.5);
  auto c = in();
  ExpectError<ValueError>([&] { adam.load(c); }, {"Adam", "SGD"});
}

// The rates of epochs 0 to n.
using Make =
    std::function<std::unique_ptr<optim::LRScheduler>(optim::Optimizer&)>;
Doubles Rates(const Make& make, size_t n, double lr = 1) {
  optim::SGD sgd({Parameter({1})}, lr);
  const auto scheduler = make(sgd);
  Doubles rates{sgd.param_groups()[0].options().get_lr()};
  while (rates.size() < n) {
    sgd.step();
    scheduler->step();
    rates.push_back(scheduler->get_last_lr()[0]);
  }
  // Restored in the middle of the way, the rest is the same to the bit.
  optim::SGD again({Parameter({1})}, lr);
  const auto first = make(again);
  for (size_t i = 0; i < n / 2; ++i) {
    again.step();
    first->step();
  }
  serialize::OutputArchive archive;
  first->save(archive);
  optim::SGD fresh({Parameter({1})}, lr);
  const auto second = make(fresh);
  serialize::InputArchive in(archive.entries());
  second->load(in);
  for (size_t i = n / 2; i < n; ++i) {
    EXPECT_EQ(second->get_last_lr()[0], rates[i]) << i;
    if (i + 1 < n) second->step();
  }
  return rates;
}

template <class Scheduler, class... A>
Make Makes(A... arguments) {
  return [=](optim::Optimizer& o) {
    return std::make_unique<Scheduler>(o, arguments...);
  };
}

TEST(OptimTest, M09_Schedulers) {
  using namespace optim;
  const auto expect = [](const Make& make, const Doubles& wanted,
                         double tolerance = 1e-12) {
    ExpectNear(Rates(make, wanted.size()), wanted, tolerance);
  };
  // The table gives six places.
  constexpr double kSix = 5e-7;
  expect(Makes<StepLR>(2u, 0.1), {1, 1, .1, .1, .01});
  expect(Makes<MultiStepLR>(std::vector<int64_t>{1, 3}, 0.5), {1, .5, .5, .25});
  expect(Makes<ExponentialLR>(0.9), {1, .9, .81, .729});
  expect(Makes<CosineAnnealingLR>(4, 0.0),
         {1, .853553, .5, .146447, 0, .146447, .5}, kSix);
  expect(Makes<LinearLR>(.25, 1.0, 3), {.25, .5, .75, 1, 1});
  expect(Makes<ConstantLR>(.1, 2), {.1, .1, 1, 1});
  expect(Makes<LambdaLR>(LambdaLR::Function(
             [](int64_t e) { return 1.0 / static_cast<double>(e + 1); })),
         {1, 1. / 2, 1. / 3, 1. / 4});
  expect(Makes<OneCycleLR>(2., 6),
         {.08, 1.988831, 1.623491, .925274, .266955, .000008}, kSix);
  expect(Makes<PolynomialLR>(4, 1.0), {1, .75, .5, .25, 0, 0});
  expect(Makes<CosineAnnealingWarmRestarts>(3), {1, .75, .25, 1});
  expect(
      [](Optimizer& o) {
        std::vector<std::shared_ptr<LRScheduler>> parts{
            std::make_shared<ConstantLR>(o, 0.1, 20),
            std::make_shared<ExponentialLR>(o, 0.9)};
        return std::make_unique<SequentialLR>(o, parts,
                                              std::vector<int64_t>{2});
      },
      {.1, .1, 1, .9, .81});
}

TEST(OptimTest, M09_ReduceOnPlateau) {
  optim::SGD sgd({Parameter({1})}, 1);
  optim::ReduceLROnPlateauScheduler plateau(
      sgd, optim::ReduceLROnPlateauScheduler::min, 0.5, 1);
  Doubles rates;
  for (const double metric : {1., .9, .9, .9, .9, .9}) {
    plateau.step(metric);
    rates.push_back(sgd.param_groups()[0].options().get_lr());
  }
  EXPECT_EQ(rates, (Doubles{1, 1, 1, .5, .5, .25}));
}

TEST(OptimTest, M09_SchedulersOfOneOptimizerCombine) {
  optim::SGD sgd({Parameter({1})}, 1);
  optim::LinearLR warm(sgd, 0.5, 1.0, 2);
  optim::ExponentialLR decay(sgd, 0.5);
  Doubles rates;
  for (int i = 0; i < 3; ++i) {
    sgd.step();
    warm.step();
    decay.step();
    rates.push_back(decay.get_last_lr()[0]);
  }
  ExpectNear(rates, {.75 * .5, .25, .125});
}

// A scheduler of the user's own, as in libtorch.
struct Halving : optim::LRScheduler {
  using LRScheduler::LRScheduler;
  Doubles get_lrs() override {
    return Doubles(get_current_lrs().size(), 1.0 / (1 << step_count_));
  }
};

std::string last_warning;

TEST(OptimTest, M09_OwnSchedulerAndWarning) {
  optim::SGD sgd({Parameter({1})}, 8);
  Halving halving(sgd);
  const auto old =
      SetWarningHandler([](const std::string& w) { last_warning = w; });
  halving.step();
  SetWarningHandler(old);
  EXPECT_NE(last_warning.find("before `optimizer.step()`"), std::string::npos);
  EXPECT_EQ(halving.get_last_lr()[0], 1);
  halving.step();
  EXPECT_EQ(halving.get_last_lr()[0], 0.5);
  ExpectError<ValueError>([&] { optim::StepLR(sgd, 0); }, {"step_size", "0"});
  ExpectError<ValueError>([&] { optim::CosineAnnealingLR(sgd, -1); },
                          {"T_max", "-1"});
  ExpectError<ValueError>([&] { optim::LinearLR(sgd, 0.); }, {"start_factor"});
}

}  // namespace
}  // namespace tessera
