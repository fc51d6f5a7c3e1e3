// Ops of every kind on the stand-in against the CPU: same values, same errors.
#include "tessera/tensor/ops.h"

#include <cuda_runtime.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cuda/matmul/blas.h"
#include "tessera/ops_cuda/tests/check_memory.h"
#include "tessera/storage/allocator.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using V = std::vector<double>;
const Device kCuda(kCUDA, 0);

using Function = std::function<Tensor(const std::vector<Tensor>&)>;

// f on the CPU and there; equal to the bit where bound is 0, else within bound
// of the greatest value's size.
void Compare(const std::string& what, const std::vector<Tensor>& inputs,
             const Function& f, double bound = 0) {
  SCOPED_TRACE(what);
  const Tensor expected = f(inputs);
  std::vector<Tensor> there;
  for (const Tensor& x : inputs) {
    // Kept as it lies: a transposed input is one there, too.
    there.push_back(x.defined() ? x.to(kCuda) : x);
  }
  const Tensor result = f(there);
  ASSERT_EQ(result.device(), kCuda);
  ASSERT_EQ(result.scalar_type(), expected.scalar_type());
  ASSERT_EQ(Sizes(result), Sizes(expected));
  const V a = Values(expected.to(kFloat64));
  const V b = Values(result.cpu().to(kFloat64));
  double most = 0;
  for (double v : a) {
    if (std::isfinite(v)) most = std::max(most, std::abs(v));
  }
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i] || (std::isnan(a[i]) && std::isnan(b[i]))) continue;
    ASSERT_LE(std::abs(a[i] - b[i]), bound * most)
        << "element " << i << ": " << a[i] << " on the CPU, " << b[i];
  }
}

class CudaOps : public ::testing::Test {
 protected:
  void SetUp() override { manual_seed(3); }
  void TearDown() override { cuda::CheckMemory(); }
};

const std::vector<ScalarType> kFloats = {kFloat16, kBFloat16, kFloat32,
                                         kFloat64};

TEST_F(CudaOps, SumsAreTheCpusToTheBit) {
  const std::vector<std::vector<int64_t>> shapes = {
      {1},     {5},      {64},     {65},       {200}, {4096}, {4097},
      {20000}, {3, 100}, {100, 3}, {70, 2100}, {0},   {3, 0}};
  for (const ScalarType dtype : kFloats) {
    for (const auto& shape : shapes) {
      const Tensor x = randn(shape).to(dtype);
      const std::string what = x.to_string().substr(0, 40);
      for (int64_t dim = 0; dim < x.dim(); ++dim) {
        Compare(what + " sum", {x},
                [&](const auto& t) { return t[0].sum(dim); });
        Compare(what + " mean", {x},
                [&](const auto& t) { return t[0].mean(dim); });
      }
      Compare(what + " sum of all", {x},
              [](const auto& t) { return t[0].sum(); });
      if (x.numel() > 1) {
        Compare(what + " var", {x}, [](const auto& t) { return t[0].var(); });
        Compare(what + " std", {x},
                [](const auto& t) { return t[0].std(0, false); });
        Compare(what + " norm", {x}, [](const auto& t) { return t[0].norm(); });
      }
    }
  }
  const Tensor z = randn({7, 9}, kComplexFloat);
  const auto parts = [](const Tensor& t) { return view_as_real(t); };
  Compare("complex sum", {z},
          [&](const auto& t) { return parts(t[0].sum(0)); });
  Compare("complex mean", {z},
          [&](const auto& t) { return parts(t[0].mean(1)); });
}

TEST_F(CudaOps, OtherReductions) {
  for (const ScalarType dtype :
       {kUInt8, kInt8, kInt16, kInt32, kInt64, kFloat16, kFloat32, kFloat64}) {
    for (const std::vector<int64_t>& shape :
         {std::vector<int64_t>{3, 200}, {200, 3}, {35, 2100}, {5, 7}}) {
      // Few values, so that there are equal ones.
      const Tensor x = randint(0, 5, shape).to(dtype);
      for (int64_t dim = 0; dim < 2; ++dim) {
        Compare("amax", {x}, [&](const auto& t) { return t[0].amax(dim); });
        Compare("amin", {x}, [&](const auto& t) { return t[0].amin(dim); });
        Compare("max", {x},
                [&](const auto& t) { return std::get<0>(t[0].max(dim)); });
        Compare("max's index", {x},
                [&](const auto& t) { return std::get<1>(t[0].max(dim)); });
        Compare("argmin", {x}, [&](const auto& t) { return t[0].argmin(dim); });
        Compare("all", {x}, [&](const auto& t) { return t[0].all(dim); });
        Compare("any", {x}, [&](const auto& t) { return t[0].any(dim); });
        Compare("count_nonzero", {x},
                [&](const auto& t) { return t[0].count_nonzero(dim); });
        Compare("sum", {x}, [&](const auto& t) { return t[0].sum(dim); });
        if (!isFloatingType(dtype)) {
          Compare("prod", {x}, [&](const auto& t) { return t[0].prod(dim); });
        }
      }
    }
  }
  const double nan = std::nan("");
  Compare("argmax of NaN", {tensor({1., nan, 3., nan})},
          [](const auto& t) { return t[0].argmax(); });
  Compare(
      "prod", {rand({3, 300}, kFloat64) + 0.5},
      [](const auto& t) { return t[0].prod(1); }, 1e-13);
}

TEST_F(CudaOps, MatrixProducts) {
  for (const ScalarType dtype : kFloats) {
    const double bound = dtype == kFloat64   ? 1e-14
                         : dtype == kFloat32 ? 1e-6
                         : dtype == kFloat16 ? 2e-3
                                             : 2e-2;
    const auto make = [&](const std::vector<int64_t>& s) {
      return randn(s).to(dtype);
    };
    const auto product = [](const auto& t) { return matmul(t[0], t[1]); };
    Compare("mm", {make({5, 7}), make({7, 3})}, product, bound);
    Compare("one row", {make({1, 7}), make({7, 3})}, product, bound);
    Compare("one column", {make({5, 7}), make({7, 1})}, product, bound);
    Compare("inner 1", {make({5, 1}), make({1, 3})}, product, bound);
    Compare("vectors", {make({7}), make({7})}, product, bound);
    Compare("bmm", {make({4, 5, 7}), make({4, 7, 3})}, product, bound);
    Compare("broadcast", {make({2, 1, 5, 7}), make({3, 7, 4})}, product, bound);
    Compare("no inner", {make({5, 0}), make({0, 3})}, product, bound);
    Compare(
        "transposed", {make({5, 7}), make({3, 7})},
        [](const auto& t) { return matmul(t[0], t[1].t()); }, bound);
    Compare(
        "both transposed", {make({7, 5}), make({3, 7})},
        [](const auto& t) { return matmul(t[0].t(), t[1].t()); }, bound);
    Compare(
        "steps of two", {make({10, 14}), make({7, 3})},
        [](const auto& t) {
          return matmul(t[0].slice(0, 0, 10, 2).slice(1, 0, 14, 2), t[1]);
        },
        bound);
    Compare(
        "expanded", {make({1, 7}), make({7, 3})},
        [](const auto& t) {
          return matmul(t[0].expand({4, 7}), t[1]);
        },
        bound);
    Compare(
        "linear", {make({5, 7}), make({3, 7}), make({3})},
        [](const auto& t) { return linear(t[0], t[1], t[2]); }, bound);
  }
  for (const ScalarType dtype : {kUInt8, kInt8, kInt16, kInt32, kInt64}) {
    Compare(
        "integers",
        {randint(0, 100, {4, 9}).to(dtype), randint(0, 100, {9, 5}).to(dtype)},
        [](const auto& t) { return matmul(t[0], t[1]); });
  }
  const auto parts = [](const auto& t) {
    return view_as_real(matmul(t[0], t[1]));
  };
  Compare("complex",
          {randn({3, 4}, kComplexFloat), randn({4, 2}, kComplexFloat)}, parts,
          1e-6);
  EXPECT_FALSE(cuda::allow_tf32());
}

TEST_F(CudaOps, R04_TheSameRandomBits) {
  const auto there = [](const TensorOptions& o) {
    return TensorOptions(o).device(kCuda);
  };
  for (const ScalarType dtype : kFloats) {
    for (const int64_t n : {1, 3, 4, 127, 1000}) {
      const TensorOptions o(dtype);
      const auto same = [&](const char* what, auto make) {
        manual_seed(17);
        const V a = Values(make(o).to(kFloat64));
        const V after = Values(rand({1}));
        manual_seed(17);
        const V b = Values(make(there(o)).cpu().to(kFloat64));
        EXPECT_EQ(a, b) << what << " " << n;
        EXPECT_EQ(Values(rand({1})), after);
      };
      same("rand", [&](auto options) { return rand({n}, options); });
      same("randn", [&](auto options) { return randn({n}, options); });
      same("randint",
           [&](auto options) { return randint(-5, 100, {n}, options); });
      same("uniform_",
           [&](auto options) { return empty({n}, options).uniform_(-3, 7); });
      same("normal_",
           [&](auto options) { return empty({n}, options).normal_(5, 2); });
      same("exponential_",
           [&](auto options) { return empty({n}, options).exponential_(2); });
      same("bernoulli_",
           [&](auto options) { return empty({n}, options).bernoulli_(0.3); });
      same("bernoulli",
           [&](auto options) { return bernoulli(full({n}, 0.7, options)); });
      same("dropout", [&](auto options) {
        return dropout(ones({n}, options), 0.4, true);
      });
    }
  }
  manual_seed(17);
  const V wide = Values(randint(0, int64_t{1} << 40, {99}));
  manual_seed(17);
  EXPECT_EQ(Values(randint(0, int64_t{1} << 40, {99}, there(kInt64)).cpu()),
            wide);
  ExpectError<ValueError>(
      [] {
        bernoulli(tensor({0.5f, 1.5f}).to(kCuda));
        cuda::synchronize();
      },
      {"bernoulli", "[0, 1]"});
}

TEST_F(CudaOps, GathersAndScatters) {
  for (const ScalarType dtype :
       {kBool, kUInt8, kInt32, kInt64, kFloat16, kFloat32, kFloat64}) {
    const Tensor x = randint(0, 2, {4, 6}).to(dtype);
    const Tensor index = tensor({3, 0, 3, 1});
    const Tensor places = randint(0, 4, {3, 6});
    const Tensor rows = randint(0, 2, {4, 6}).to(dtype);
    Compare("index_select", {x, index},
            [](const auto& t) { return t[0].index_select(0, t[1]); });
    Compare("index_select of columns", {x, index},
            [](const auto& t) { return t[0].index_select(1, t[1]); });
    Compare("gather", {x, places},
            [](const auto& t) { return t[0].gather(0, t[1]); });
    Compare("scatter", {x, places, rows.slice(0, 0, 3)},
            [](const auto& t) { return t[0].scatter(0, t[1], t[2]); });
    Compare("scatter_add", {x, places, rows.slice(0, 0, 3)},
            [](const auto& t) { return t[0].scatter_add(0, t[1], t[2]); });
    Compare("index_add", {x, index, rows},
            [](const auto& t) { return t[0].index_add(0, t[1], t[2]); });
    Compare("nonzero", {x}, [](const auto& t) { return t[0].nonzero(); });
    Compare("masked_select", {x, randint(0, 2, {4, 6}).to(kBool)},
            [](const auto& t) { return t[0].masked_select(t[1]); });
  }
  Compare("nonzero of many", {randint(0, 2, {3000})},
          [](const auto& t) { return t[0].nonzero(); });
  const Tensor x = zeros({3}, kFloat32).to(kCuda);
  const Tensor y = x.clone();
  ExpectError<IndexError>(
      [&] {
        y.index_add_(0, tensor({0, 7}).to(kCuda), ones({2}).to(kCuda));
        cuda::synchronize();
      },
      {"index_add", "index 7", "size 3"});
  EXPECT_EQ(Values(y.cpu()), (V{0, 0, 0}));
}

TEST_F(CudaOps, SortsAndPermutations) {
  for (const ScalarType dtype :
       {kUInt8, kInt8, kInt32, kInt64, kFloat16, kFloat32, kFloat64}) {
    for (const std::vector<int64_t>& shape :
         {std::vector<int64_t>{300}, {5, 40}, {3, 7, 4}}) {
      Tensor x = randint(0, 9, shape).to(dtype);
      if (isFloatingType(dtype)) {
        x = x - 4;
        x.view({-1}).slice(0, 1, 3).fill_(std::nan(""));
        x.view({-1}).slice(0, 5, 6).fill_(-0.);
      }
      for (const bool descending : {false, true}) {
        for (int64_t dim = 0; dim < x.dim(); ++dim) {
          Compare("sort", {x}, [&](const auto& t) {
            return std::get<0>(t[0].sort(dim, descending));
          });
          Compare("argsort", {x}, [&](const auto& t) {
            return std::get<1>(t[0].sort(dim, descending));
          });
          Compare("topk", {x}, [&](const auto& t) {
            return std::get<1>(t[0].topk(3, dim, descending));
          });
        }
      }
    }
  }
  manual_seed(4);
  const V order = Values(randperm(100));
  manual_seed(4);
  EXPECT_EQ(Values(randperm(100, TensorOptions(kInt64).device(kCuda)).cpu()),
            order);
}

TEST_F(CudaOps, SoftmaxAndLosses) {
  for (const ScalarType dtype : kFloats) {
    // The probabilities by themselves, which exp makes of float32's bits.
    const double bound = dtype == kFloat64 ? 1e-14 : 1e-6;
    const double loose = elementSize(dtype) == 2 ? 1e-2 : bound;
    for (const std::vector<int64_t>& shape :
         {std::vector<int64_t>{6, 5}, {3, 130}, {2, 70, 4}, {1, 5000}}) {
      const Tensor x = (randn(shape) * 3).to(dtype);
      for (int64_t dim = 0; dim < x.dim(); ++dim) {
        Compare(
            "softmax", {x}, [&](const auto& t) { return softmax(t[0], dim); },
            loose);
        Compare(
            "log_softmax", {x},
            [&](const auto& t) { return log_softmax(t[0], dim); }, loose);
        Compare(
            "softmax's gradient", {x, randn(shape).to(dtype)},
            [&](const auto& t) {
              const Tensor y = softmax(t[0], dim);
              return _softmax_backward_data(t[1], y, dim);
            },
            loose);
        Compare(
            "log_softmax's gradient", {x, randn(shape).to(dtype)},
            [&](const auto& t) {
              const Tensor y = log_softmax(t[0], dim);
              return _log_softmax_backward_data(t[1], y, dim);
            },
            loose);
        Compare(
            "logsumexp", {x},
            [&](const auto& t) { return logsumexp(t[0], {dim}); }, loose);
      }
    }
    const Tensor x = randn({40, 10}).to(dtype);
    Tensor target = randint(0, 10, {40});
    target.index_put_({3}, -100);
    const Tensor weight = (rand({10}) + 0.5).to(dtype);
    for (const int64_t reduction :
         {Reduction::None, Reduction::Mean, Reduction::Sum}) {
      Compare(
          "cross entropy", {x, target, weight},
          [&](const auto& t) {
            return cross_entropy_loss(t[0], t[1], t[2], reduction);
          },
          loose);
      Compare(
          "cross entropy, smooth", {x, target, weight},
          [&](const auto& t) {
            return cross_entropy_loss(t[0], t[1], t[2], reduction, -100, 0.1);
          },
          loose);
      Compare(
          "gradients", {x, target, weight},
          [&](const auto& t) {
            const Tensor a = t[0].detach().requires_grad_();
            (cross_entropy_loss(a, t[1], t[2], reduction, -100, 0.1) +
             cross_entropy_loss(a, t[1], {}, reduction) +
             nll_loss(a, t[1], t[2], reduction))
                .sum()
                .backward();
            return a.grad();
          },
          loose);
      Compare(
          "nll", {x, target, weight},
          [&](const auto& t) { return nll_loss(t[0], t[1], t[2], reduction); },
          loose);
    }
  }
  ExpectError<IndexError>(
      [] {
        cross_entropy_loss(ones({2, 3}).to(kCuda), tensor({1, 5}).to(kCuda))
            .item();
      },
      {"Target 5", "row 1"});
}

TEST_F(CudaOps, ZeroDivisionIsThrownWhereTheHostWaits) {
  const Tensor x = tensor({4, 6}).to(kCuda);
  const Tensor y = tensor({2, 0}).to(kCuda);
  const Tensor z = floor_divide(x, y);
  ExpectError<ValueError>([&] { z.cpu(); }, {"integer division by zero"});
  EXPECT_EQ(Values(floor_divide(x, tensor({2, 3}).to(kCuda)).cpu()), (V{2, 2}));
}

TEST_F(CudaOps, ShapesAndCopies) {
  const Tensor a = arange(24, kFloat32).view({2, 3, 4});
  Compare("cat", {a, a + 100}, [](const auto& t) {
    return cat({t[0], t[1].slice(1, 0, 2)}, 1);
  });
  Compare("stack", {a, a + 100}, [](const auto& t) {
    return stack({t[0], t[1]}, 2);
  });
  Compare("permuted copy", {a}, [](const auto& t) {
    return t[0].permute({2, 0, 1}).contiguous();
  });
  Compare("where", {a, a * 2},
          [](const auto& t) { return where(t[0] > 5, t[0], t[1]); });
  Compare("masked_fill", {a},
          [](const auto& t) { return t[0].masked_fill(t[0] > 5, -1); });
  Compare("arange", {a}, [](const auto& t) {
    return arange(2, 20, 3, TensorOptions(kFloat32).device(t[0].device()));
  });
  Compare("to half", {a}, [](const auto& t) { return t[0].to(kHalf); });
  Compare("fill_", {a}, [](const auto& t) {
    Tensor x = t[0].clone();
    x.select(1, 1).fill_(7);
    return x;
  });
}

TEST_F(CudaOps, S46_CopiesAndTensorsMadeThere) {
  const Tensor host = tensor({1, 2, 3});
  Tensor there = host.to(kCuda);
  there.add_(1);
  const Tensor back = there.cpu();
  EXPECT_EQ(Values(host), (V{1, 2, 3}));
  EXPECT_EQ(Values(back), (V{2, 3, 4}));
  // Without a host buffer of its size.
  const int64_t before = memory_stats(kCPU).peak_bytes;
  const Tensor big = zeros({1 << 20}, TensorOptions(kFloat32).device(kCuda));
  EXPECT_LT(memory_stats(kCPU).peak_bytes - before, 1 << 20);
  EXPECT_EQ(big.device(), kCuda);
  EXPECT_EQ(Values(tensor({1, 2, 3}, device(kCUDA)).cpu()), (V{1, 2, 3}));
}

TEST_F(CudaOps, P16_PrintsTheDevice) {
  EXPECT_EQ(ones({2}, device(kCuda)).to_string(),
            "tensor([1., 1.], device='cuda:0')");
  EXPECT_EQ(ones({1}, TensorOptions(kFloat64).device(kCuda))
                .requires_grad_()
                .to_string(),
            "tensor([1.], device='cuda:0', dtype=torch.float64, "
            "requires_grad=True)");
  EXPECT_EQ(zeros({0, 2}, device(kCuda)).to_string(),
            "tensor([], device='cuda:0', size=(0, 2))");
}

TEST_F(CudaOps, MixingDevicesNamesBothAndWhatMendsIt) {
  const Tensor a = ones({2}).to(kCuda);
  ExpectError<DeviceError>(
      [&] { a + ones({2}); },
      {"add", "float32[2]@cuda:0", "float32[2]@cpu", ".to('cuda:0')"});
  if (cuda::device_count() > 1) {
    ExpectError<DeviceError>([&] { a + a.to(Device(kCUDA, 1)); },
                             {"float32[2]@cuda:0", "float32[2]@cuda:1"});
  }
  ExpectError<DeviceError>([&] { a.data_ptr<float>(); }, {".cpu()"});
  // A number of the CPU joins.
  EXPECT_EQ(Values((a + tensor(2.f)).cpu()), (V{3, 3}));
}

}  // namespace
}  // namespace tessera
