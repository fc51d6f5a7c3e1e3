// The engine, nn and the demo's model on a device whose memory host code
// cannot read: what touches it on the host dies here.
#include <string>

#include "gtest/gtest.h"
#include "tessera/interop/npy.h"
#include "tessera/nn/nn.h"
#include "tessera/tensor/accessor.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/second_device/test_device.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using V = std::vector<double>;

const Device kTest(kPrivateUse1, 0);

class SecondDevice : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { RegisterTestDevice(); }
};

TEST_F(SecondDevice, HostCodeCannotReadItsMemory) {
  const Tensor a = ones({4}).to(kTest);
  // By a segmentation fault, which a sanitizer may turn into its own report.
  EXPECT_DEATH(
      {
        volatile char c = *a.impl()->data();
        (void)c;
      },
      "");
}

TEST_F(SecondDevice, CopiesAndKernelsWork) {
  const int64_t kernels = TestDeviceKernels();
  const Tensor a = arange(6, kFloat32).view({2, 3}).to(kTest);
  EXPECT_EQ(a.device(), kTest);
  EXPECT_EQ(Values((a + a.t().contiguous().t()) * 2), (V{0, 4, 8, 12, 16, 20}));
  EXPECT_EQ(Values(a.t()), (V{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(Values(a.sum(0)), (V{3, 5, 7}));
  EXPECT_EQ(a.sum().item<float>(), 15);
  EXPECT_EQ(Values(matmul(a, a.t())), (V{5, 14, 14, 50}));
  EXPECT_GT(TestDeviceKernels(), kernels);
  // Made there directly.
  EXPECT_EQ(Values(full({2}, 3., device(kTest))), (V{3, 3}));
  EXPECT_EQ(Values(zeros({2}, device(kTest))), (V{0, 0}));
  // A 0-d tensor of the CPU joins.
  EXPECT_EQ(Values(a.index({0}) + tensor(1.)), (V{1, 2, 3}));
  EXPECT_EQ(a.to_string(),
            "tensor([[0., 1., 2.],\n        [3., 4., 5.]], device='test:0')");
}

TEST_F(SecondDevice, SameRandomBitsAsOnTheCpu) {
  manual_seed(5);
  const V host = Values(randn({100}));
  manual_seed(5);
  EXPECT_EQ(Values(randn({100}, device(kTest))), host);
}

TEST_F(SecondDevice, V05_HostAccess) {
  const Tensor a = ones({2}).to(kTest);
  ExpectError<DeviceError>([&] { a.data_ptr<float>(); },
                           {"data_ptr", "float32[2]@test:0", ".cpu()"});
  ExpectError<DeviceError>([&] { a.accessor<float, 1>(); }, {".cpu()"});
}

TEST_F(SecondDevice, S46b_TwoDevices) {
  const Tensor a = ones({2}).to(kTest);
  ExpectError<DeviceError>([&] { a + ones({2}); },
                           {"add", "float32[2]@test:0", "float32[2]@cpu",
                            ".to('test:0')",
                            "expected all tensors to be on the same device"});
}

TEST_F(SecondDevice, V03_GradientsComeBackToTheLeaf) {
  Tensor x = tensor({2., 3.}, kFloat64).requires_grad_();
  (x.to(kTest) * x.to(kTest)).sum().backward();
  EXPECT_EQ(x.grad().device(), Device(kCPU));
  EXPECT_EQ(x.grad().scalar_type(), kFloat64);
  EXPECT_EQ(Values(x.grad()), (V{4, 6}));
}

// The demo's model on the host and on the device: the same losses.
V Train(Device where, Tensor* output) {
  manual_seed(3);
  nn::Sequential model(nn::Linear(8, 16), nn::ReLU(), nn::Linear(16, 3));
  // The class is the place of the largest of the first three columns.
  const Tensor x = randn({30, 8}).to(where);
  const Tensor y = x.narrow(1, 0, 3).argmax(1);
  model->to(where);
  optim::SGD sgd(model->parameters(), optim::SGDOptions(0.1).momentum(0.9));
  V losses;
  for (int i = 0; i < 20; ++i) {
    sgd.zero_grad();
    const Tensor loss = cross_entropy_loss(model->forward(x), y);
    losses.push_back(loss.item<double>());
    loss.backward();
    sgd.step();
  }
  for (const Tensor& p : model->parameters()) {
    EXPECT_EQ(p.device(), where);
    EXPECT_EQ(p.grad().device(), where);
  }
  *output = model->forward(x);
  return losses;
}

TEST_F(SecondDevice, S28_ModelTrainsAndItsOutputComesBackByDetachCpu) {
  Tensor host, there;
  const V on_cpu = Train(kCPU, &host);
  const V on_device = Train(kTest, &there);
  EXPECT_EQ(on_device, on_cpu);
  EXPECT_LT(on_device.back(), on_device.front() / 2);
  EXPECT_EQ(there.device(), kTest);
  const Tensor back = there.detach().cpu();
  EXPECT_EQ(Values(back), Values(host.detach()));
  const std::string path = ::testing::TempDir() + "/output.npy";
  save_npy(path, back);
  EXPECT_EQ(Values(load_npy(path)), Values(back));
}

TEST_F(SecondDevice, S28b_EachMissingStepIsNamed) {
  const Tensor x = ones({4, 10}).to(kTest).requires_grad_();
  const std::string path = ::testing::TempDir() + "/missing.npy";
  ExpectError<AutogradError>([&] { save_npy(path, x.cpu()); },
                             {"requires grad", "detach()"});
  ExpectError<DeviceError>([&] { save_npy(path, x.detach()); },
                           {"test:0", ".cpu()"});
  ExpectError<AutogradError>([&] { save_npy(path, x); },
                             {"requires grad", "detach().cpu()"});
}

TEST_F(SecondDevice, M02_ModulesMoveInPlace) {
  nn::Linear fc(3, 2);
  const Tensor weight = fc->weight;
  fc->to(kTest);
  EXPECT_TRUE(weight.is_same(fc->weight));
  EXPECT_EQ(weight.device(), kTest);
  EXPECT_TRUE(weight.is_leaf());
  EXPECT_EQ(fc->forward(ones({1, 3}).to(kTest)).device(), kTest);
}

}  // namespace
}  // namespace tessera
