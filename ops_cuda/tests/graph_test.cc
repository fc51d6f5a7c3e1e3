// Steps of training in a graph: the bits of steps outside.
#include "tessera/ops_cuda/runtime/graph.h"

#include <cuda_runtime.h>

#include <cstring>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/nn/nn.h"
#include "tessera/ops_cuda/runtime/pinned.h"
#include "tessera/ops_cuda/tests/check_memory.h"
#include "tessera/storage/allocator.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera::cuda {
namespace {

using V = std::vector<double>;
const Device kCuda(kCUDA, 0);

// Kernels that have run, where that can be asked for.
int64_t Launched() {
#ifdef TESSERA_CUDA_STAND_IN
  return stand_in::Launches();
#else
  return 0;
#endif
}

enum class With { kSgd, kAdam, kAdamW };

std::unique_ptr<optim::Optimizer> MakeOptimizer(With with,
                                                std::vector<Tensor> params) {
  switch (with) {
    case With::kSgd:
      return std::make_unique<optim::SGD>(
          params, optim::SGDOptions(0.1).momentum(0.9).capturable(true));
    case With::kAdam:
      return std::make_unique<optim::Adam>(
          params, optim::AdamOptions(1e-2).weight_decay(1e-3).capturable(true));
    case With::kAdamW:
      return std::make_unique<optim::AdamW>(
          params, optim::AdamWOptions(1e-2).amsgrad(true).capturable(true));
  }
  return nullptr;
}

constexpr int kSteps = 7;

// Losses and final parameters, after one step outside and the others in a
// graph or not. The rate changes on the way, and numbers are drawn between the
// steps.
std::vector<V> Train(With with, bool in_graph) {
  manual_seed(5);
  nn::Sequential model(nn::Linear(20, 16), nn::ReLU(), nn::Dropout(0.5),
                       nn::Linear(16, 4));
  const Tensor data = rand({40, 20});
  const Tensor labels = randint(4, {40}, kLong);
  model->to(kCuda);
  const auto optimizer = MakeOptimizer(with, model->parameters());
  Tensor x = zeros({8, 20}, device(kCuda));
  Tensor y = zeros({8}, TensorOptions(kLong).device(kCuda));
  Tensor loss;
  const auto step = [&] {
    optimizer->zero_grad();
    loss = cross_entropy_loss(model->forward(x), y);
    loss.backward();
    optimizer->step();
  };
  CUDAGraph graph;
  V losses;
  for (int i = 0; i < kSteps; ++i) {
    const Tensor rows = randperm(40).slice(0, 0, 8);
    x.copy_(pin_memory(data.index_select(0, rows)), true);
    y.copy_(pin_memory(labels.index_select(0, rows)), true);
    if (i == 3) {
      for (auto& group : optimizer->param_groups()) {
        group.options().set_lr(0.03);
      }
    }
    if (!in_graph || i == 0) {
      step();
    } else {
      if (i == 1) {
        const int64_t before = Launched();
        CUDAGraphGuard guard(graph);
        step();
        EXPECT_EQ(Launched(), before);  // nothing has run
      }
      graph.replay();
    }
    losses.push_back(loss.item<double>());
  }
  std::vector<V> result{losses};
  for (const Tensor& p : model->parameters()) {
    result.push_back(Values(p.detach().cpu()));
  }
  return result;
}

class CudaGraph : public ::testing::Test {
 protected:
  void TearDown() override { CheckMemory(); }
};

TEST_F(CudaGraph, StepsOfTrainingHaveTheBitsOfStepsOutside) {
  for (const With with : {With::kSgd, With::kAdam, With::kAdamW}) {
    const std::vector<V> outside = Train(with, false);
    const std::vector<V> inside = Train(with, true);
    EXPECT_EQ(inside, outside);
    EXPECT_NE(outside[0].front(), outside[0].back());
  }
}

TEST_F(CudaGraph, CapturableStepsOutsideHaveTheBitsOfOrdinaryOnes) {
  const auto train = [](bool capturable) {
    manual_seed(2);
    Tensor w = randn({30}).to(kCuda).requires_grad_();
    optim::Adam adam({w}, optim::AdamOptions(1e-2).capturable(capturable));
    optim::SGD sgd({w}, optim::SGDOptions(0.1).capturable(capturable));
    for (int i = 0; i < 5; ++i) {
      adam.zero_grad();
      (w * w).sum().backward();
      adam.step();
      sgd.step();
    }
    return Values(w.detach().cpu());
  };
  EXPECT_EQ(train(true), train(false));
}

TEST_F(CudaGraph, DrawsGoOnFromReplayToReplay) {
  const auto draw = [](Generator& own, std::vector<Tensor>* out) {
    out->push_back(rand({7}, device(kCuda)));
    out->push_back(dropout((*out)[0], 0.5, true));
    Tensor noise = empty({5}, device(kCuda));
    noise.normal_(0, 1, own);
    out->push_back(noise);
    out->push_back(multinomial((*out)[0], 3));
  };
  const auto append = [](const std::vector<Tensor>& drawn, std::vector<V>* to) {
    for (const Tensor& t : drawn) to->push_back(Values(t.cpu()));
  };
  Generator own(9);
  manual_seed(4);
  std::vector<V> outside, inside;
  for (int i = 0; i < 3; ++i) {
    std::vector<Tensor> drawn;
    draw(own, &drawn);
    append(drawn, &outside);
    outside.push_back(Values(rand({2})));  // on the host, in between
  }
  const PhiloxState end = default_generator().state();

  own.manual_seed(9);
  manual_seed(4);
  CUDAGraph graph;
  graph.register_generator_state(own);
  graph.register_generator_state(own);  // once
  std::vector<Tensor> drawn;
  {
    CUDAGraphGuard guard(graph);
    draw(own, &drawn);
    EXPECT_EQ(default_generator().state().offset, 0u);  // nothing drawn yet
  }
  for (int i = 0; i < 3; ++i) {
    graph.replay();
    append(drawn, &inside);
    inside.push_back(Values(rand({2})));
  }
  EXPECT_EQ(inside, outside);
  EXPECT_EQ(default_generator().state().offset, end.offset);
  // Another seed reaches the graph.
  own.manual_seed(9);
  manual_seed(4);
  graph.replay();
  EXPECT_EQ(Values(drawn[1].cpu()), outside[1]);
}

TEST_F(CudaGraph, OtherThreadsAndTheHostDrawAsEver) {
  manual_seed(1);
  const V expected = Values(rand({3}));
  manual_seed(1);
  CUDAGraph graph;
  CUDAGraphGuard guard(graph);
  V host, other;
  std::thread([&] { other = Values(rand({3}, device(kCUDA)).cpu()); }).join();
  EXPECT_EQ(other, expected);
  manual_seed(1);
  host = Values(rand({3}));
  EXPECT_EQ(host, expected);
}

TEST_F(CudaGraph, AGeneratorThatItDoesNotKnowIsAnError) {
  Generator own(3);
  CUDAGraph graph;
  CUDAGraphGuard guard(graph);
  ExpectError<ValueError>([&] { empty({5}, device(kCuda)).normal_(0, 1, own); },
                          {"normal", "register_generator_state(generator)"});
}

TEST_F(CudaGraph, WhatWaitsForTheDeviceSaysSo) {
  const Tensor x = ones({3}, device(kCuda));
  const Tensor pageable = ones({3});
  CUDAGraph graph;
  Tensor y;
  {
    CUDAGraphGuard guard(graph);
    y = x + 1;
    ExpectError<DeviceError>([&] { y.sum().item(); },
                             {"item: the host would wait for cuda:0",
                              "captured into a graph", "out of the capture"});
    ExpectError<DeviceError>([&] { y.cpu(); }, {"to: the host would wait"});
    ExpectError<DeviceError>([&] { pageable.to(kCuda); }, {"to: the host"});
    ExpectError<DeviceError>([&] { pageable.to(kCuda, true); },
                             {"to: the host"});
    ExpectError<DeviceError>([&] { y.clone().copy_(pageable); }, {"copy_: "});
    ExpectError<DeviceError>([&] { x.nonzero(); }, {"nonzero: the host"});
    ExpectError<DeviceError>([&] { x.masked_select(x > 0); },
                             {"nonzero: the host"});
    ExpectError<DeviceError>([&] { x[x > 0]; }, {"nonzero: the host"});
    ExpectError<DeviceError>([&] { _unique2(x); }, {"_unique2: the host"});
    ExpectError<DeviceError>([] { synchronize(); }, {"synchronize: the host"});
    ExpectError<DeviceError>([] { getCurrentCUDAStream().synchronize(); },
                             {"synchronize: the host"});
    y = y * 2;
  }
  // None of it has spoilt the graph.
  graph.replay();
  EXPECT_EQ(Values(y.cpu()), V(3, 4));
}

TEST_F(CudaGraph, ReadsWhatItsInputsHoldThen) {
  Tensor pinned = pin_memory(zeros({4}));
  Tensor result = pin_memory(zeros({4}));
  Tensor x = zeros({4}, device(kCuda));
  CUDAGraph graph;
  {
    CUDAGraphGuard guard(graph);
    x.copy_(pinned, true);
    result.copy_(x * x, true);
  }
  for (int i = 1; i < 4; ++i) {
    pinned.fill_(i);
    graph.replay();
    synchronize();
    EXPECT_EQ(Values(result), V(4, i * i));
  }
}

TEST_F(CudaGraph, MemoryIsTheGraphsOwn) {
  const int64_t before = memory_stats(kCuda).allocated_bytes;
  Tensor kept, old = full({1000}, 3, device(kCuda));
  {
    CUDAGraph graph;
    {
      CUDAGraphGuard guard(graph);
      kept = old * 2;
      old = Tensor();  // read by each replay
      for (int i = 0; i < 20; ++i) kept = kept + 1;
    }
    // What others make meanwhile is elsewhere.
    std::vector<Tensor> others;
    for (int i = 0; i < 20; ++i) {
      others.push_back(full({1000}, 7, device(kCuda)));
    }
    for (int i = 0; i < 2; ++i) {
      graph.replay();
      EXPECT_EQ(Values(kept.cpu()), V(1000, 26));
    }
    for (const Tensor& t : others) EXPECT_EQ(Values(t.cpu()), V(1000, 7));
  }
  // A tensor of it outlives the graph.
  EXPECT_EQ(Values(kept.cpu()), V(1000, 26));
  EXPECT_EQ(Values((kept + 1).cpu()), V(1000, 27));
  kept = Tensor();
  EXPECT_EQ(memory_stats(kCuda).allocated_bytes, before);
}

TEST_F(CudaGraph, AnErrorOfAKernelIsThrownWhereTheHostWaits) {
  const Tensor x = ones({3}, device(kCuda));
  Tensor index = zeros({1}, TensorOptions(kLong).device(kCuda));
  Tensor y;
  CUDAGraph graph;
  {
    CUDAGraphGuard guard(graph);
    y = x.index_select(0, index);
  }
  graph.replay();
  synchronize();
  index.fill_(5);
  graph.replay();
  ExpectError<IndexError>([] { synchronize(); }, {"index 5", "size 3"});
  index.fill_(1);
  graph.replay();
  EXPECT_EQ(Values(y.cpu()), V{1});
}

TEST_F(CudaGraph, OptimizersSayWhatTheyNeed) {
  Tensor w = ones({3}, device(kCuda)).requires_grad_();
  w.mutable_grad() = ones({3}, device(kCuda));
  const auto first = [&](optim::Optimizer& optimizer, const char* name) {
    CUDAGraph graph;
    CUDAGraphGuard guard(graph);
    ExpectError<ValueError>([&] { optimizer.step(); },
                            {name, "first step before capture_begin()"});
  };
  optim::Adam adam({w}, optim::AdamOptions(0.1).capturable(true));
  first(adam, "Adam");
  optim::SGD sgd({w}, optim::SGDOptions(0.1).capturable(true));
  first(sgd, "step");
  optim::SGD momentum({w}, optim::SGDOptions(0.1).momentum(0.5));
  first(momentum, "SGD");
  adam.step();
  // Changed behind its back.
  static_cast<optim::AdamOptions&>(adam.param_groups()[0].options()).lr(0.2);
  {
    CUDAGraph graph;
    CUDAGraphGuard guard(graph);
    ExpectError<ValueError>([&] { adam.step(); }, {"set_lr()"});
  }
  optim::Adam fixed({w}, optim::AdamOptions(0.1));
  fixed.step();
  CUDAGraph graph;
  CUDAGraphGuard guard(graph);
  ExpectError<ValueError>([&] { fixed.step(); }, {"capturable(true)"});
}

TEST_F(CudaGraph, SavedStateHasTheNumberOfSteps) {
  Tensor w = ones({3}, device(kCuda)).requires_grad_();
  w.mutable_grad() = ones({3}, device(kCuda));
  optim::Adam adam({w}, optim::AdamOptions(0.1).capturable(true));
  adam.step();
  CUDAGraph graph;
  {
    CUDAGraphGuard guard(graph);
    adam.step();
  }
  for (int i = 0; i < 3; ++i) graph.replay();
  const Tensor before = w.detach().cpu();
  std::stringstream file;
  serialize::OutputArchive out;
  adam.save(out);
  out.save_to(file);
  serialize::InputArchive in;
  in.load_from(file);
  optim::Adam restored({w}, optim::AdamOptions(0.1));
  restored.load(in);
  restored.step();
  const V outside = Values(w.detach().cpu());
  w.detach().copy_(before);
  graph.replay();
  EXPECT_EQ(Values(w.detach().cpu()), outside);
}

TEST_F(CudaGraph, CallsInTheWrongOrder) {
  CUDAGraph graph;
  ExpectError<ValueError>([&] { graph.replay(); }, {"replay", "empty"});
  ExpectError<ValueError>([&] { graph.capture_end(); }, {"capture_begin()"});
  ExpectError<ValueError>([&] { graph.capture_begin(); },
                          {"default one", "CUDAGraphGuard"});
  Tensor x = zeros({2}, device(kCuda));
  {
    CUDAGraphGuard guard(graph);
    ExpectError<ValueError>([&] { graph.capture_begin(); }, {"reset()"});
    CUDAGraph second;
    ExpectError<ValueError>([&] { second.capture_begin(); },
                            {"no other capture", "cuda:0"});
    ExpectError<ValueError>(
        [&] { graph.register_generator_state(Generator(1)); },
        {"before capture_begin()"});
    std::string other;
    std::thread([&] {
      other = MessageOf([&] { graph.capture_end(); });
    }).join();
    EXPECT_NE(other.find("the thread that called"), other.npos) << other;
    x.add_(1);
  }
  ExpectError<ValueError>([&] { graph.capture_begin(); }, {"reset()"});
  graph.replay();
  graph.replay();
  EXPECT_EQ(Values(x.cpu()), V(2, 2));
  graph.reset();
  graph.reset();
  ExpectError<ValueError>([&] { graph.replay(); }, {"empty"});
  {
    CUDAGraphGuard guard(graph);
    x.add_(10);
  }
  graph.replay();
  EXPECT_EQ(Values(x.cpu()), V(2, 12));
}

TEST_F(CudaGraph, AnErrorInTheScopeLeavesItEmpty) {
  CUDAGraph graph;
  Tensor x = zeros({2}, device(kCuda));
  ExpectError<DeviceError>(
      [&] {
        CUDAGraphGuard guard(graph);
        x.add_(1);
        x.sum().item();
      },
      {"item"});
  ExpectError<ValueError>([&] { graph.replay(); }, {"empty"});
  EXPECT_EQ(Values((x + rand({2}, device(kCuda)) * 0).cpu()), V(2, 0));
  // What CUDA itself refuses.
  ExpectError<DeviceError>(
      [&] {
        CUDAGraphGuard guard(graph);
        x.add_(1);
        cudaStreamSynchronize(getCurrentCUDAStream().stream());
        cudaGetLastError();
      },
      {"capture_end", "cudaErrorStreamCapture"});
  ExpectError<ValueError>([&] { graph.replay(); }, {"empty"});
  EXPECT_EQ(Values(x.cpu()), V(2, 0));
}

}  // namespace
}  // namespace tessera::cuda
