// The engine, nn and optimisers on the stand-in: the demo's model trains there
// as on the CPU.
#include <cuda_runtime.h>

#include <cmath>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/nn/nn.h"
#include "tessera/ops_cuda/tests/check_memory.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using V = std::vector<double>;
const Device kCuda(kCUDA, 0);

enum class With { kSgd, kAdam };

// 784-128-10 as //demos:digits', with dropout; made-up digits, whose class is
// the brightest of ten places.
V Train(Device where, With with, int steps, Tensor* output) {
  manual_seed(3);
  nn::Sequential model(nn::Linear(784, 128), nn::ReLU(), nn::Dropout(0.2),
                       nn::Linear(128, 10));
  const Tensor x = rand({64, 784}).to(where);
  const Tensor y = x.narrow(1, 300, 10).argmax(1);
  model->to(where);
  optim::SGD sgd(model->parameters(), optim::SGDOptions(0.1).momentum(0.9));
  optim::Adam adam(model->parameters(), optim::AdamOptions(1e-3));
  V losses;
  for (int i = 0; i < steps; ++i) {
    sgd.zero_grad();
    const Tensor order = randperm(64).slice(0, 0, 32).to(where);
    const Tensor loss = cross_entropy_loss(
        model->forward(x.index_select(0, order)), y.index_select(0, order));
    losses.push_back(loss.item<double>());
    loss.backward();
    if (with == With::kSgd) {
      sgd.step();
    } else {
      adam.step();
    }
  }
  for (const Tensor& p : model->parameters()) {
    EXPECT_EQ(p.device(), where);
    EXPECT_EQ(p.grad().device(), where);
  }
  model->eval();
  *output = model->forward(x);
  return losses;
}

void ExpectNear(const V& a, const V& b) {
  ASSERT_EQ(a.size(), b.size());
  for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-4) << i;
}

TEST(CudaTraining, TheDemosModelHasTheCpusLosses) {
  for (const With with : {With::kSgd, With::kAdam}) {
    Tensor host, there;
    const V on_cpu = Train(kCPU, with, 30, &host);
    const V on_device = Train(kCuda, with, 30, &there);
    ExpectNear(on_device, on_cpu);
    EXPECT_LT(on_device.back(), on_device.front());
    const V a = Values(host.detach()), b = Values(there.detach().cpu());
    for (size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-3);
  }
  cuda::CheckMemory();
}

TEST(CudaTraining, GradientsComeBackToTheLeaf) {
  Tensor x = tensor({2., 3.}, kFloat64).requires_grad_();
  (x.to(kCuda) * x.to(kCuda)).sum().backward();
  EXPECT_EQ(x.grad().device(), Device(kCPU));
  EXPECT_EQ(Values(x.grad()), (V{4, 6}));
}

}  // namespace
}  // namespace tessera
