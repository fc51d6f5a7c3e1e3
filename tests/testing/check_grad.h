// CHECK_GRAD: that an expression of x[0], x[1], ... has the first and second
// derivatives of finite differences.
//
//   const Tensor a = Input({3, 4}), b = Input({4}, kComplexDouble);
//   CHECK_GRAD(x[0] * x[1], a, b);
#ifndef TESSERA_TESTS_TESTING_CHECK_GRAD_H_
#define TESSERA_TESTS_TESTING_CHECK_GRAD_H_

#include <cmath>
#include <functional>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/gradcheck.h"
#include "tessera/tensor/ops.h"

namespace tessera {

// A leaf with values apart from one another, from 0 and from whole numbers.
inline Tensor Input(const std::vector<int64_t>& sizes, DType dtype = kFloat64) {
  int64_t n = 1;
  for (int64_t s : sizes) n *= s;
  std::vector<double> values;
  for (int64_t i = 0; i < n; ++i) {
    values.push_back(std::sin(1.7 * double(i) + .4) * 1.5 + .03 * double(i));
  }
  Tensor x = tensor(values).view(sizes);
  if (isComplexType(dtype)) {
    x = x.to(dtype) * tensor(complex<double>(.6, .8)) +
        tensor(complex<double>(0, .3));
  }
  return x.detach().requires_grad_();
}

inline void CheckGrad(const char* what,
                      const std::function<Tensor(const variable_list&)>& f,
                      const variable_list& inputs) {
  SCOPED_TRACE(what);
  const auto g = [&](const variable_list& in) -> variable_list {
    return {f(in)};
  };
  EXPECT_TRUE(autograd::gradcheck(g, inputs));
  EXPECT_TRUE(autograd::gradgradcheck(g, inputs));
}

#define CHECK_GRAD(expression, ...)                                          \
  CheckGrad(#expression, [&](const variable_list& x) { return expression; }, \
            {__VA_ARGS__})

}  // namespace tessera

#endif  // TESSERA_TESTS_TESTING_CHECK_GRAD_H_
