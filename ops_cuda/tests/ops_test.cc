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

TEST_F(CudaOps, PowersOfComplexNumbers) {
  for (const ScalarType dtype : {kComplexFloat, kComplexDouble}) {
    // |exponent log(base)| is below 30.
    const double bound = dtype == kComplexFloat ? 1e-6 : 1e-14;
    const Tensor base = randn({500}, dtype), exponent = randn({500}, dtype);
    // By themselves: their sizes differ much.
    for (int64_t i = 0; i < 500; ++i) {
      Compare(
          "pow", {base[i], exponent[i]},
          [](const auto& t) { return view_as_real(pow(t[0], t[1])); }, bound);
    }
    Compare(
        "squares", {base},
        [](const auto& t) { return view_as_real(pow(t[0], 2)); }, bound);
  }
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
  // Long lines, whose writes meet: by their places in order.
  for (const ScalarType dtype : {kBool, kInt16, kFloat16, kFloat32, kFloat64}) {
    const Tensor x = randint(0, 5, {40, 6}).to(dtype);
    const Tensor rows = randint(0, 40, {500}), columns = randint(-6, 6, {500});
    const Tensor many = rand({500}).mul(9).to(dtype);
    const Tensor lines = rand({500, 6}).mul(9).to(dtype);
    Compare("index_put", {x, rows, columns, many}, [](const auto& t) {
      return t[0].index_put(std::vector<Tensor>{t[1], t[2]}, t[3]);
    });
    Compare("index_put of rows", {x, rows, lines}, [](const auto& t) {
      return t[0].index_put(std::vector<Tensor>{t[1]}, t[2]);
    });
    Compare("index_put adds", {x, rows, columns, many}, [](const auto& t) {
      return t[0].index_put(std::vector<Tensor>{t[1], t[2]}, t[3], true);
    });
    Compare("index_add", {x.t(), rows, lines.t()},
            [](const auto& t) { return t[0].index_add(1, t[1], t[2]); });
    Compare("scatter", {x, rows.unsqueeze(1).expand({500, 6}), lines},
            [](const auto& t) { return t[0].scatter(0, t[1], t[2]); });
    if (dtype == kBool) continue;
    Compare("scatter_reduce", {x, rows.unsqueeze(1).expand({500, 6}), lines},
            [](const auto& t) {
              return t[0].scatter_reduce(0, t[1], t[2], "prod");
            });
  }
  for (const ScalarType dtype : {kInt32, kInt64}) {
    for (const int64_t n : {0, 1, 1000}) {
      const Tensor repeats = randint(0, 4, {n}).to(dtype);
      Compare("repeat_interleave", {repeats},
              [](const auto& t) { return repeat_interleave(t[0]); });
    }
  }
  ExpectError<Error>(
      [] {
        repeat_interleave(
            full({3}, int64_t{1} << 62, TensorOptions(kInt64).device(kCuda)));
      },
      {"repeat_interleave", "4611686018427387904"});
  ExpectError<IndexError>(
      [] {  // also where nothing is picked
        index(zeros({2, 0, 3}).to(kCuda),
              std::vector<Tensor>{tensor({3}).to(kCuda)});
        cuda::synchronize();
      },
      {"index", "index 3", "size 2"});
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

const std::vector<ScalarType> kOrdered = {
    kBool,  kUInt8, kUInt16,  kUInt32,   kUInt64,  kInt8,   kInt16,
    kInt32, kInt64, kFloat16, kBFloat16, kFloat32, kFloat64};

// Few values, so that there are equal ones; of floats also NaN and -0.
Tensor Equals(const std::vector<int64_t>& shape, ScalarType dtype) {
  if (!isFloatingType(dtype)) return randint(0, 9, shape).to(dtype);
  Tensor x = randint(0, 9, shape).to(dtype) - 4;
  if (x.numel() > 9) {
    x.view({-1}).slice(0, 1, 3).fill_(std::nan(""));
    x.view({-1}).slice(0, 5, 6).fill_(-0.);
  }
  return x;
}

template <int kPart>
Function PartOf(
    std::function<std::tuple<Tensor, Tensor, Tensor>(const Tensor&)> f) {
  return [f](const auto& t) { return std::get<kPart>(f(t[0])); };
}

TEST_F(CudaOps, ScansAreTheCpusToTheBit) {
  // Rows shorter and longer than a block, side by side or not, and many.
  const std::vector<std::vector<int64_t>> shapes = {
      {1}, {7}, {9000}, {2, 4200, 2}, {4, 1, 3}, {2, 40, 70}, {0}, {3, 0}};
  std::vector<ScalarType> dtypes = kOrdered;
  dtypes.push_back(kComplexFloat);
  dtypes.push_back(kComplexDouble);
  for (const ScalarType dtype : dtypes) {
    for (const auto& shape : shapes) {
      const bool rounds = isFloatingType(dtype) || isComplexType(dtype);
      const Tensor x = rounds ? randn(shape, dtype) : Equals(shape, dtype);
      for (int64_t dim = 0; dim < x.dim(); ++dim) {
        const auto real = [](const Tensor& t) {
          return t.is_complex() ? view_as_real(t) : t;
        };
        Compare("cumsum", {x},
                [&](const auto& t) { return real(t[0].cumsum(dim)); });
        Compare("cumprod", {x},
                [&](const auto& t) { return real(t[0].cumprod(dim)); });
        if (isComplexType(dtype)) continue;
        const Tensor y = Equals(shape, dtype);
        Compare("cummax", {y},
                [&](const auto& t) { return std::get<0>(t[0].cummax(dim)); });
        Compare("cummax's index", {y},
                [&](const auto& t) { return std::get<1>(t[0].cummax(dim)); });
        Compare("cummin", {y},
                [&](const auto& t) { return std::get<0>(t[0].cummin(dim)); });
        Compare("cummin's index", {y},
                [&](const auto& t) { return std::get<1>(t[0].cummin(dim)); });
      }
    }
  }
  Compare("many rows", {randn({20000, 3})},
          [](const auto& t) { return t[0].cumsum(1); });
  Compare("many rows", {randint(0, 9, {20000, 3})},
          [](const auto& t) { return std::get<1>(t[0].cummax(1)); });
  const double inf = INFINITY;
  Compare("infinities", {tensor({1., inf, 2., -inf, 3.})},
          [](const auto& t) { return t[0].cumsum(0); });
  Compare("transposed", {randn({50, 30}).t()},
          [](const auto& t) { return t[0].cumsum(1); });
}

TEST_F(CudaOps, Uniques) {
  for (const ScalarType dtype : kOrdered) {
    for (const std::vector<int64_t>& shape :
         {std::vector<int64_t>{}, {1}, {3000}, {5, 40}, {40, 2}, {0}}) {
      const Tensor x = shape == std::vector<int64_t>{40, 2}
                           ? Equals(shape, dtype).clamp_max(1)
                           : Equals(shape, dtype);
      std::vector<std::optional<int64_t>> dims = {std::nullopt};
      for (int64_t dim = 0; dim < x.dim(); ++dim) dims.push_back(dim);
      for (const auto dim : dims) {
        const auto all = [=](const Tensor& t) {
          return unique(t, true, true, true, dim);
        };
        Compare("unique", {x}, PartOf<0>(all));
        Compare("unique's inverse", {x}, PartOf<1>(all));
        Compare("unique's counts", {x}, PartOf<2>(all));
        const auto next = [=](const Tensor& t) {
          return unique_consecutive(t, true, true, dim);
        };
        Compare("unique_consecutive", {x}, PartOf<0>(next));
        Compare("unique_consecutive's inverse", {x}, PartOf<1>(next));
        Compare("unique_consecutive's counts", {x}, PartOf<2>(next));
      }
    }
  }
}

TEST_F(CudaOps, OneOfEachRow) {
  for (const ScalarType dtype : kOrdered) {
    for (const std::vector<int64_t>& shape :
         {std::vector<int64_t>{}, {1}, {700}, {5, 40}, {3, 8, 4}, {0, 3}}) {
      for (const bool nans : {false, true}) {
        if (nans && !isFloatingType(dtype)) continue;
        Tensor x = Equals(shape, dtype);
        if (nans && x.dim() == 2 && x.numel()) {
          x.slice(0, 2, 3).fill_(std::nan(""));  // a row of nothing else
        } else if (!nans && isFloatingType(dtype)) {
          x = nan_to_num(x);
        }
        for (int64_t dim = 0; dim < std::max<int64_t>(x.dim(), 1); ++dim) {
          if (x.dim() && x.size(dim) == 0) continue;
          const auto both = [&](const char* what, auto f) {
            Compare(what, {x},
                    [&](const auto& t) { return std::get<0>(f(t[0])); });
            Compare(std::string(what) + "'s index", {x},
                    [&](const auto& t) { return std::get<1>(f(t[0])); });
          };
          both("mode", [&](const Tensor& t) { return t.mode(dim); });
          if (dtype == kBool) continue;
          both("median", [&](const Tensor& t) { return t.median(dim); });
          both("nanmedian", [&](const Tensor& t) { return t.nanmedian(dim); });
          const int64_t n = x.dim() ? x.size(dim) : 1;
          for (const int64_t k : {int64_t{1}, (n + 1) / 2, n}) {
            both("kthvalue",
                 [&](const Tensor& t) { return t.kthvalue(k, dim); });
          }
        }
        if (dtype == kBool || x.numel() == 0) continue;
        Compare("median of all", {x},
                [](const auto& t) { return t[0].median(); });
        Compare("nanmedian of all", {x},
                [](const auto& t) { return t[0].nanmedian(); });
      }
    }
  }
}

TEST_F(CudaOps, PlacesInRows) {
  for (const ScalarType dtype : kOrdered) {
    if (dtype == kBool) continue;
    const Tensor rows = std::get<0>(Equals({5, 40}, dtype).sort(1));
    const Tensor find = Equals({5, 33}, dtype);
    const Tensor order = std::get<1>(Equals({5, 40}, dtype).sort(1));
    for (const bool right : {false, true}) {
      Compare("searchsorted", {rows, find}, [&](const auto& t) {
        return searchsorted(t[0], t[1], false, right);
      });
      Compare("in one row", {rows[0], find}, [&](const auto& t) {
        return searchsorted(t[0], t[1], true, right);
      });
      Compare("by a sorter", {rows, find, order}, [&](const auto& t) {
        return searchsorted(t[0], t[1], false, right, "", t[2]);
      });
      Compare("isin", {find, Equals({7}, dtype)},
              [&](const auto& t) { return isin(t[0], t[1], false, right); });
    }
    Compare("isin nothing", {find, Equals({0}, dtype)},
            [](const auto& t) { return isin(t[0], t[1]); });
  }
  ExpectError<IndexError>(
      [] {
        searchsorted(tensor({1., 2.}).to(kCuda), tensor({1.}).to(kCuda), false,
                     false, "", tensor({0, 2}).to(kCuda));
        cuda::synchronize();
      },
      {"searchsorted", "2"});
}

TEST_F(CudaOps, R04_MultinomialDrawsTheSame) {
  for (const ScalarType dtype : kFloats) {
    for (const std::vector<int64_t>& shape :
         {std::vector<int64_t>{6}, {1}, {4, 50}, {3, 1}}) {
      Tensor weights = (rand(shape) + 0.01).to(dtype);
      const int64_t columns = shape.back();
      if (columns > 3) weights.select(-1, 2).fill_(0);
      for (const bool replacement : {false, true}) {
        const int64_t most =
            replacement ? 100 : std::max<int64_t>(1, columns - 1);
        for (const int64_t samples : {int64_t{1}, most}) {
          manual_seed(11);
          const V a = Values(multinomial(weights, samples, replacement));
          const V after = Values(rand({1}));
          manual_seed(11);
          const Tensor there =
              multinomial(weights.to(kCuda), samples, replacement);
          EXPECT_EQ(Values(there.cpu()), a) << weights;
          EXPECT_EQ(Values(rand({1})), after);
        }
      }
    }
  }
  const auto draw = [](const Tensor& weights, int64_t samples) {
    multinomial(weights.to(kCuda), samples);
    cuda::synchronize();
  };
  const auto same_error = [&](const Tensor& weights, int64_t samples) {
    std::string expected;
    try {
      multinomial(weights, samples);
    } catch (const ValueError& e) {
      expected = e.what();
    }
    ASSERT_NE(expected, "");
    const size_t count = expected.find(" 2 weights");  // it knows no number
    if (count != std::string::npos) expected.erase(count, 2);
    ExpectError<ValueError>([&] { draw(weights, samples); },
                            {expected.c_str()});
  };
  same_error(tensor({1., -2.}), 1);
  same_error(tensor({1., std::nan("")}), 1);
  same_error(tensor({0., 0.}), 1);
  same_error(tensor({1e308, 1e308}), 1);
  same_error(tensor({1., 0., 0.}), 2);
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
