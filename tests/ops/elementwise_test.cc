#include <chrono>
#include <cstdio>
#include "gtest/gtest.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {
TEST(Elementwise, Smoke) {
  Tensor a = arange(6, kFloat32).view({2, 3});
  Tensor b = add(a, a);
  std::string s = b.to_string();
  std::printf("%s\n", s.c_str());
  std::printf("%s\n", add(a.t(), arange(2, kInt64)).to_string().c_str());
  std::printf("%s\n", exp(arange(4, kInt64)).to_string().c_str());
  std::printf("%s\n", mul(arange(4, kInt8).to(kHalf), 0.1).to_string().c_str());
  std::printf("%s\n", div(a, 2).to(kComplexFloat).to_string().c_str());
  Tensor x = ones({4}), y = ones({4});
  for (int r = 0; r < 3; ++r) {
    auto t0 = std::chrono::steady_clock::now();
    for (int i = 0; i < 1000000; ++i) Tensor c = add(x, y);
    auto t1 = std::chrono::steady_clock::now();
    std::printf("%g ns\n", std::chrono::duration<double>(t1 - t0).count() * 1e3);
  }
}
}  // namespace
}  // namespace tessera
