// Making tensors, what they know about themselves, and dtypes.
#include <torch/torch.h>

#include <cstdio>
#include <iostream>
#include <vector>

namespace {

void Describe(const char* name, const torch::Tensor& t) {
  std::cout << name << ": " << t.sizes() << " strides " << t.strides() << " "
            << t.dtype() << " " << t.scalar_type() << " " << t.device() << " "
            << t.layout() << " numel " << t.numel() << " dim " << t.dim()
            << std::endl;
}

void Values(const char* name, const torch::Tensor& t) {
  std::printf("%s:", name);
  torch::Tensor flat = t.contiguous().view({-1}).to(torch::kFloat64);
  for (int64_t i = 0; i < flat.size(0); ++i) {
    std::printf(" %.6g", flat[i].item<double>());
  }
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main() {
  Describe("zeros", torch::zeros({2, 3}));
  Describe("ones", torch::ones(3));
  Describe("ones long", torch::ones({2, 2}, torch::kLong));
  Describe("empty", torch::empty({0, 4}, torch::dtype(torch::kInt8)));
  Describe("scalar", torch::zeros({}));
  Describe("full", torch::full({2}, 7));
  Describe("full float", torch::full({2, 1}, 1.5));
  Describe("eye", torch::eye(3, torch::kFloat64));
  Describe("arange", torch::arange(5));
  Describe("arange float", torch::arange(0., 1., .25));
  Describe("linspace", torch::linspace(0, 1, 5));
  Describe("rand", torch::rand({4, 2}));
  Describe("randint", torch::randint(10, {5}));
  Describe("randn half", torch::randn({2}).to(torch::kHalf));
  Describe("transposed", torch::zeros({2, 3, 4}).transpose(0, 2));
  Describe("bfloat16", torch::zeros({1}, torch::kBFloat16));
  Describe("complex", torch::zeros({1}, torch::kComplexFloat));

  auto options = torch::TensorOptions()
                     .dtype(torch::kFloat64)
                     .device(torch::kCPU)
                     .layout(torch::kStrided)
                     .requires_grad(true);
  torch::Tensor leaf = torch::ones({2, 2}, options);
  Describe("options", leaf);
  std::cout << std::boolalpha << leaf.requires_grad() << " " << leaf.is_leaf()
            << " " << options.requires_grad() << " " << options.pinned_memory()
            << " " << (options.dtype() == torch::kFloat64) << std::endl;
  Describe("ones_like", torch::ones_like(leaf, torch::kInt));
  Describe("new_zeros", leaf.new_zeros({1, 2}));
  Describe("new_full", leaf.new_full({3}, 2));

  Values("braces", torch::tensor({{1.5, 2.0}, {3.0, 4.25}}));
  Describe("braces", torch::tensor({{1.5, 2.0}, {3.0, 4.25}}));
  Describe("ints", torch::tensor({1, 2, 3}));
  Describe("bools", torch::tensor({true, false}));
  Describe("doubles", torch::tensor({1., 2.}, torch::kFloat64));
  Describe("vector", torch::tensor(std::vector<float>{1, 2}));
  Describe("shorts", torch::tensor(std::vector<int16_t>{1, 2}));
  Describe("number", torch::tensor(3.5));
  Values("eye", torch::eye(2, 3));
  Values("linspace", torch::linspace(-1, 1, 5));
  Values("arange", torch::arange(10, 0, -3));

  float buffer[] = {1, 2, 3, 4, 5, 6};
  torch::Tensor shared = torch::from_blob(buffer, {2, 3});
  shared[1][2] = 60;
  buffer[0] = 10;
  Values("from_blob", shared);
  Values("strided", torch::from_blob(buffer, {3, 2}, {1, 3}));
  bool freed = false;
  {
    torch::Tensor owner = torch::from_blob(
        buffer, {6}, [&](void* p) { freed = p == buffer; }, torch::kFloat);
    torch::Tensor alias = owner.slice(0, 2);
    owner.reset();
    std::cout << "freed " << freed << " " << owner.defined() << std::endl;
  }
  std::cout << "freed " << freed << std::endl;

  torch::manual_seed(3);
  torch::Tensor a = torch::rand({100});
  torch::manual_seed(3);
  torch::Tensor b = torch::rand({100});
  std::cout << "same seed " << a.eq(b).all().item<bool>() << " in [0, 1) "
            << (a.min().item<float>() >= 0 && a.max().item<float>() < 1)
            << std::endl;
  torch::Tensor p = torch::randperm(8);
  std::cout << "randperm " << p.dtype() << " sum " << p.sum().item<int64_t>()
            << std::endl;

  std::cout << torch::promote_types(torch::kInt, torch::kHalf) << " "
            << torch::result_type(torch::ones({2}, torch::kInt), 1.5) << " "
            << torch::can_cast(torch::kFloat, torch::kInt) << " "
            << torch::isFloatingType(torch::kBFloat16) << " "
            << torch::isIntegralType(torch::kBool, /*includeBool=*/true) << " "
            << torch::elementSize(torch::kDouble) << std::endl;
  torch::Scalar s = 2.5;
  std::cout << s.toInt() << " " << s.toDouble() << " " << s.isFloatingPoint()
            << " " << s.isIntegral(false) << " " << s.to<float>() << " "
            << torch::Scalar(3).isIntegral(true) << std::endl;
  torch::Device device("cuda:1");
  std::cout << device << " " << device.is_cuda() << " "
            << static_cast<int>(device.index()) << " "
            << torch::Device(torch::kCPU) << std::endl;
  return 0;
}
