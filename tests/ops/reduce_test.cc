// Rows of the reductions, and what features.md says of them.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

#include "gtest/gtest.h"
#include "tessera/dtype/limits.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tests/ops/harness.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera::testing {
namespace {

using L = long double;
using Values = std::vector<Value>;
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

bool Same(const Tensor& a, const Tensor& b) {
  const Array x = ReadArray(a);
  const Array y = ReadArray(b);
  return x.sizes == y.sizes && x.values == y.values;
}

// Which dimensions, and shapes to try them on. No dims: all.
struct Dims {
  Sizes dims;
  bool keepdim;
  std::vector<std::vector<Sizes>> shapes;
};
const std::vector<Dims> kDims = {
    {{}, false, {}},
    {{0},
     false,
     {{{}}, {{7}}, {{2, 3}}, {{0, 3}}, {{4, 1, 5}}, {{19, 33}}, {{70, 130}}}},
    {{-1},
     true,
     {{{}}, {{7}}, {{2, 3}}, {{3, 0}}, {{4, 1, 5}}, {{19, 33}}, {{70, 130}}}},
    {{1}, false, {{{2, 3}}, {{3, 5, 2}}, {{4, 70, 67}}, {{2, 3, 2, 3, 2}}}},
    {{0, -1}, true, {{{2, 3}}, {{3, 5, 2}}, {{9, 4, 17}}, {{2, 3, 2, 3, 2}}}},
    {{2, 0},
     false,
     {{{2, 3, 4}}, {{2, 3, 2, 3, 2}}, {{2, 1, 3, 2, 1, 2, 3, 2}}}},
};

// Groups the elements of x by output, in row-major order.
struct Groups {
  Sizes sizes;
  std::vector<Values> values;
  std::vector<std::vector<int64_t>> places;  // in x
};
Groups MakeGroups(const Array& x, const Sizes& dims, bool keepdim) {
  const size_t ndim = x.sizes.size();
  std::vector<bool> reduced(ndim, dims.empty());
  for (int64_t d : dims) {
    if (ndim)
      reduced[static_cast<size_t>(d < 0 ? d + int64_t(ndim) : d)] = true;
  }
  Groups g;
  int64_t outputs = 1;
  for (size_t d = 0; d < ndim; ++d) {
    if (!reduced[d]) outputs *= x.sizes[d];
    if (!reduced[d] || keepdim) g.sizes.push_back(reduced[d] ? 1 : x.sizes[d]);
  }
  g.values.resize(static_cast<size_t>(outputs));
  g.places.resize(g.values.size());
  for (size_t i = 0; i < x.values.size(); ++i) {
    int64_t rest = static_cast<int64_t>(i);
    int64_t out = 0;
    int64_t step = 1;
    for (size_t d = ndim; d-- > 0;) {
      const int64_t index = rest % x.sizes[d];
      rest /= x.sizes[d];
      if (reduced[d]) continue;
      out += index * step;
      step *= x.sizes[d];
    }
    g.values[static_cast<size_t>(out)].push_back(x.values[i]);
    g.places[static_cast<size_t>(out)].push_back(static_cast<int64_t>(i));
  }
  return g;
}

using Fold = std::function<Value(const Values&)>;
Reference Reduced(const Dims& dims, Fold fold) {
  return [dims, fold](const std::vector<Array>& in) {
    const Groups g = MakeGroups(in[0], dims.dims, dims.keepdim);
    Array out{g.sizes, {}};
    for (const Values& v : g.values) out.values.push_back(fold(v));
    return out;
  };
}

// Class R: (16 + log2 n) eps of the sum of |terms|, and a rounding.
L SumError(const Values& terms, DType dtype, L result_scale = 1) {
  L size = 0;
  for (const Value& v : terms) size += std::abs(v);
  const bool wide = dtype == DType::Double || dtype == DType::ComplexDouble;
  const L eps = wide ? std::numeric_limits<double>::epsilon()
                     : std::numeric_limits<float>::epsilon();
  const L n = static_cast<L>(std::max<size_t>(terms.size(), 1));
  L error = (16 + std::log2(n)) * eps * size * result_scale;
  if (isReducedFloatingType(dtype)) {
    error += finfo(dtype).eps * size * result_scale;
  }
  return error;
}

using Call = std::function<Tensor(const Tensor&, const Dims&)>;
void CheckReduction(const std::string& name, uint32_t dtypes, const Call& call,
                    const Fold& fold, DType (*result)(DType),
                    std::function<L(const Values&, DType)> error = nullptr,
                    bool empties = true, double low = -4,
                    std::vector<double> specials = {}, bool ends = false) {
  for (const Dims& dims : kDims) {
    OpRow row;
    row.name = name;
    row.dtypes = dtypes;
    row.result = result;
    row.low = {low};
    row.specials = specials;
    row.ends = ends;
    row.shapes = dims.shapes.empty() ? Shapes(1) : dims.shapes;
    if (!empties) {
      row.shapes.erase(std::remove_if(row.shapes.begin(), row.shapes.end(),
                                      [](const std::vector<Sizes>& s) {
                                        return std::count(s[0].begin(),
                                                          s[0].end(), 0) > 0;
                                      }),
                       row.shapes.end());
    }
    row.call = [&](const Tensors& t) { return call(t[0], dims); };
    Groups groups;  // of the case at hand: errors are asked for right after
    row.reference = [&](const std::vector<Array>& in) {
      groups = MakeGroups(in[0], dims.dims, dims.keepdim);
      Array out{groups.sizes, {}};
      for (const Values& v : groups.values) out.values.push_back(fold(v));
      return out;
    };
    if (error) {
      row.error = [&](const std::vector<Array>&, size_t i, DType dtype) {
        return error(groups.values[i], dtype);
      };
    }
    CheckRow(row);
    if (::testing::Test::HasFailure()) return;
  }
}

Value SumOf(const Values& v) {
  Value sum = 0;
  for (const Value& x : v) sum += x;
  return sum;
}
Value MeanOf(const Values& v) {
  return v.empty() ? Value(kNan) : SumOf(v) / static_cast<L>(v.size());
}
Value VarOf(const Values& v, L correction = 1) {
  const Value mean = MeanOf(v);
  L sum = 0;
  for (const Value& x : v) sum += std::norm(x - mean);
  return sum / std::max<L>(0, static_cast<L>(v.size()) - correction);
}

TEST(ReduceTest, Sum) {
  CheckReduction(
      "sum", kAllDTypes,
      [](const Tensor& x, const Dims& d) {
        return d.dims.empty() ? x.sum() : x.sum(d.dims, d.keepdim);
      },
      SumOf, ResultSum,
      [](const Values& v, DType d) { return SumError(v, d); });
}

TEST(ReduceTest, Mean) {
  const auto error = [](const Values& v, DType d) {
    return SumError(v, d, 1 / static_cast<L>(std::max<size_t>(v.size(), 1)));
  };
  const auto call = [](const Tensor& x, const Dims& d) {
    return d.dims.empty() ? x.mean() : x.mean(d.dims, d.keepdim);
  };
  // An empty mean of complex numbers is NaN in both parts; the harness cannot
  // say so.
  CheckReduction("mean", kOrderedDTypes, call, MeanOf, ResultFloat, error);
  CheckReduction("mean", kComplexDTypes, call, MeanOf, ResultFloat, error,
                 false);
}

TEST(ReduceTest, VarAndStd) {
  const auto error = [](const Values& v, DType d) {
    Values squares;
    const Value mean = MeanOf(v);
    L most = 0;
    for (const Value& x : v) {
      squares.push_back(std::norm(x - mean));
      most = std::max(most, std::abs(x));
    }
    const L n = std::max<L>(static_cast<L>(v.size()) - 1, 1);
    return SumError(squares, d, 4 / n) + 1e-6L * most;
  };
  CheckReduction(
      "var", kInexactDTypes,
      [](const Tensor& x, const Dims& d) {
        return x.var(d.dims, true, d.keepdim);
      },
      [](const Values& v) { return VarOf(v); }, ResultReal, error, false);
  CheckReduction(
      "std", kFloatDTypes | kIntDTypes | kBoolDType,
      [](const Tensor& x, const Dims& d) {
        return x.std(d.dims, Scalar(0), d.keepdim);
      },
      [](const Values& v) { return std::sqrt(VarOf(v, 0)); }, ResultFloat,
      [&](const Values& v, DType d) {
        return std::sqrt(error(v, d)) * 1e-3L + error(v, d) +
               2e-3L * (isReducedFloatingType(d) ? 8 : 0);
      },
      false);
}

TEST(ReduceTest, AmaxAndAmin) {
  const auto fold = [](bool greatest, const Values& v) {
    L best = v[0].real();
    for (const Value& x : v) {
      if (std::isnan(x.real())) return Value(kNan);
      best = greatest ? std::max(best, x.real()) : std::min(best, x.real());
    }
    return Value(best);
  };
  for (bool greatest : {true, false}) {
    CheckReduction(
        greatest ? "amax" : "amin", kOrderedDTypes,
        [=](const Tensor& x, const Dims& d) {
          return greatest ? x.amax(d.dims, d.keepdim)
                          : x.amin(d.dims, d.keepdim);
        },
        [=](const Values& v) { return fold(greatest, v); }, ResultSame, nullptr,
        false, -4, {}, true);
    CheckReduction(
        greatest ? "max" : "min", kFloatDTypes,
        [=](const Tensor& x, const Dims& d) {
          if (d.dims.empty()) return greatest ? x.max() : x.min();
          return greatest ? x.amax(d.dims, d.keepdim)
                          : x.amin(d.dims, d.keepdim);
        },
        [=](const Values& v) { return fold(greatest, v); }, ResultSame, nullptr,
        false, -4, {kNan, kInf, -kInf, 0.5, 4, 4, 4});
  }
}

// The first of the greatest (least), or the first NaN.
int64_t FirstIndex(const Values& v, bool greatest) {
  size_t best = 0;
  for (size_t i = 1; i < v.size(); ++i) {
    const L x = v[i].real();
    const L b = v[best].real();
    if (std::isnan(b)) break;
    if (std::isnan(x) || (greatest ? x > b : x < b)) best = i;
  }
  return static_cast<int64_t>(best);
}

TEST(ReduceTest, ArgmaxAndIndices) {
  for (bool greatest : {true, false}) {
    for (const std::vector<double>& specials :
         {std::vector<double>{},
          std::vector<double>{kNan, kInf, -kInf, 1, 1}}) {
      for (int form = 0; form < 3; ++form) {
        OpRow row;
        row.name = form == 2 ? "max(dim)" : "argmax";
        row.dtypes = form == 2 ? kOrderedDTypes : kRealDTypes;
        row.specials = specials;
        row.ends = true;
        row.result = ResultInt64;
        const Dims dims{form == 0 ? Sizes{} : Sizes{1}, form == 2, {}};
        row.shapes = {{{2, 3}},
                      {{3, 5, 2}},
                      {{4, 70, 67}},
                      {{2, 3, 2, 3, 2}},
                      {{70, 130}}};
        row.call = [=](const Tensors& t) -> Tensor {
          const std::optional<int64_t> dim =
              form == 0 ? std::nullopt : std::optional<int64_t>(1);
          if (form < 2) {
            return greatest ? t[0].argmax(dim) : t[0].argmin(dim);
          }
          auto [values, indices] =
              greatest ? t[0].max(1, true) : t[0].min(1, true);
          EXPECT_EQ(values.scalar_type(), t[0].scalar_type());
          // amax is checked above.
          const Tensor want =
              greatest ? t[0].amax(1, true) : t[0].amin(1, true);
          const Array a = ReadArray(values);
          const Array b = ReadArray(want);
          for (size_t i = 0; i < a.values.size(); ++i) {
            const L x = a.values[i].real();
            const L y = b.values[i].real();
            EXPECT_TRUE(x == y || (std::isnan(x) && std::isnan(y)));
          }
          return indices;
        };
        row.reference = Reduced(dims, [=](const Values& v) {
          return Value(static_cast<L>(FirstIndex(v, greatest)));
        });
        CheckRow(row);
      }
    }
  }
}

TEST(ReduceTest, AllAnyCountNonzero) {
  const std::vector<double> specials = {0, 0, 0, -0., kNan};
  const auto zero = [](const Value& v) { return v == Value(0); };
  const auto count = [=](const Values& v) {
    return static_cast<L>(v.size()) -
           static_cast<L>(std::count_if(v.begin(), v.end(), zero));
  };
  for (double low : {0., 3.}) {
    CheckReduction(
        "all", kAllDTypes,
        [](const Tensor& x, const Dims& d) {
          return d.dims.empty() ? x.all() : x.all(d.dims, d.keepdim);
        },
        [=](const Values& v) {
          return Value(count(v) == static_cast<L>(v.size()));
        },
        ResultBool, nullptr, true, low, low ? std::vector<double>() : specials,
        true);
  }
  CheckReduction(
      "any", kAllDTypes,
      [](const Tensor& x, const Dims& d) {
        return d.dims.empty() ? x.any() : x.any(d.dims, d.keepdim);
      },
      [=](const Values& v) { return Value(count(v) > 0); }, ResultBool, nullptr,
      true, 0, specials, true);
  CheckReduction(
      "count_nonzero", kAllDTypes,
      [](const Tensor& x, const Dims& d) {
        const Tensor n =
            d.dims.empty() ? x.count_nonzero() : x.count_nonzero(d.dims);
        return d.keepdim ? n.view(x.sum(d.dims, true).sizes()) : n;
      },
      [=](const Values& v) { return Value(count(v)); }, ResultInt64, nullptr,
      true, 0, specials, true);
}

TEST(ReduceTest, Prod) {
  OpRow row;
  row.name = "prod";
  row.low = {1};
  row.high = {2};
  row.result = ResultSum;
  const auto fold = [](const Values& v) {
    Value product = 1;
    for (const Value& x : v) product *= x;
    return product;
  };
  row.call = [](const Tensors& t) { return t[0].prod(); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return prod_out(out, t[0]);
  };
  row.reference = Reduced({}, fold);
  row.ulps = 16;
  row.shapes = {{{}}, {{0}}, {{7}}, {{2, 3}}, {{3, 2, 2}}};
  CheckRow(row);
  row.out = nullptr;
  row.call = [](const Tensors& t) { return t[0].prod(1, true); };
  row.reference = Reduced({{1}, true, {}}, fold);
  row.shapes = {{{2, 3}}, {{3, 5, 2}}, {{2, 0}}, {{7, 9}}};
  CheckRow(row);
}

TEST(ReduceTest, Norm) {
  const auto norm = [](const Values& v, double p) -> Value {
    L sum = 0;
    L most = 0;
    L least = kInf;
    for (const Value& x : v) {
      const L size = std::abs(x);
      sum += p == 0 ? size != 0 : std::pow(size, L(p));
      most = std::max(most, size);
      least = std::min(least, size);
    }
    if (p == kInf) return most;
    if (p == -kInf) return least;
    return p == 0 ? sum : std::pow(sum, 1 / L(p));
  };
  for (double p : {2., 1., 3., 0.5, 0., kInf, -kInf}) {
    CheckReduction(
        "norm", kInexactDTypes,
        [=](const Tensor& x, const Dims& d) {
          return d.dims.empty() ? x.norm(p) : x.norm(p, d.dims, d.keepdim);
        },
        [=](const Values& v) { return norm(v, p); }, ResultReal,
        [=](const Values& v, DType d) {
          Values terms(1, norm(v, p));
          return SumError(terms, d, 2);
        },
        // Where p < 0 or infinite there is nothing to take of nothing.
        !std::isinf(p), 0.125);
    if (HasFailure()) return;
  }
}

TEST(ReduceTest, Out) {
  OpRow row;
  row.name = "sum";
  row.call = [](const Tensors& t) { return sum(t[0], 1); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return sum_out(out, t[0], 1);
  };
  row.result = ResultSum;
  row.reference = Reduced({{1}, false, {}}, SumOf);
  row.shapes = {{{2, 3}}, {{3, 5, 2}}};
  row.dtypes = kIntDTypes | kBoolDType;
  CheckRow(row);
  Tensor values = empty({2});
  Tensor indices = empty({2}, kInt64);
  max_out(values, indices, tensor({{1., 3.}, {5., 4.}}), 1);
  EXPECT_TRUE(Same(values, tensor({3., 5.})));
  EXPECT_TRUE(Same(indices, tensor({1, 0})));
  EXPECT_TRUE(Same(max(tensor({1, 5}), tensor({3, 2})), tensor({3, 5})));
}

// The bits depend on the values alone: not on the layout of what is reduced
// whole or along a dimension, nor on the number of threads.
std::string BytesOf(const Tensor& t) {
  const Tensor c = t.contiguous();
  return std::string(static_cast<const char*>(c.data_ptr()), c.nbytes());
}

TEST(ReduceTest, E15_SameBits) {
  const std::vector<Sizes> shapes = {
      {1000003}, {3, 200001}, {200001, 3}, {70000, 70}, {2, 20000, 33}};
  for (const Sizes& sizes : shapes) {
    OpRow row;
    for (DType dtype : {kFloat32, kFloat64, kFloat16, kBFloat16}) {
      const Tensor x = Draw(row, 0, sizes, dtype, Placement::kContiguous, 7);
      std::vector<std::string> want;
      for (int threads : {1, 2, 3}) {
        set_num_threads(threads);
        std::vector<std::string> got;
        for (int64_t d = 0; d < x.dim(); ++d) {
          got.push_back(BytesOf(x.sum(d)));
          got.push_back(BytesOf(x.var(d, false)));
          got.push_back(BytesOf(x.amax(d)));
          // Columns as rows.
          const Tensor turned = x.movedim(d, -1).contiguous();
          EXPECT_EQ(got[got.size() - 3], BytesOf(turned.sum(-1)));
        }
        got.push_back(BytesOf(x.sum()));
        got.push_back(BytesOf(x.norm()));
        got.push_back(BytesOf(x.argmax()));
        if (threads == 1) want = got;
        EXPECT_EQ(got, want) << threads << " threads";
      }
      set_num_threads(2);
    }
  }
}

TEST(ReduceTest, E15_Accuracy) {
  EXPECT_EQ(ones({20000000}).sum().item<float>(), 2e7f);
  EXPECT_EQ(ones({70000}, kFloat16).sum().item<float>(), kInf);
  // Accumulated in float, so the mean is right where the sum has no half.
  EXPECT_EQ(ones({70000}, kFloat16).mean().item<float>(), 1);
}

TEST(ReduceTest, S20b_MeanOfIntegers) {
  const Tensor mean = tensor({1, 2, 3, 4, 5}).mean();
  EXPECT_EQ(mean.scalar_type(), kFloat32);
  EXPECT_EQ(mean.item<float>(), 3);
  EXPECT_EQ(tensor({1, 2}).mean(kFloat64).scalar_type(), kFloat64);
  EXPECT_THROW(tensor({1, 2}).mean(kInt64), DTypeError);
}

TEST(ReduceTest, D06_SumsOfIntegers) {
  const Tensor t = tensor({200, 100}, kUInt8);
  EXPECT_EQ(t.sum().item<int64_t>(), 300);
  EXPECT_EQ(t.sum().scalar_type(), kInt64);
  EXPECT_EQ(t.prod().item<int64_t>(), 20000);
  EXPECT_EQ(t.sum(kUInt8).item<int64_t>(), 44);
  EXPECT_EQ(t.sum(kFloat64).scalar_type(), kFloat64);
  EXPECT_EQ(tensor({true, true}).sum().item<int64_t>(), 2);
  EXPECT_EQ(ones({3}, kFloat16).sum().scalar_type(), kFloat16);
  EXPECT_EQ(tensor({1.7, 1.7}).sum(kInt64).item<int64_t>(), 2);
}

TEST(ReduceTest, D06b_VarOfIntegers) {
  EXPECT_EQ(tensor({1, 2, 3}).var().item<float>(), 1);
  EXPECT_EQ(tensor({1, 2, 3}).std().scalar_type(), kFloat32);
}

TEST(ReduceTest, E01_NaN) {
  const Tensor t = tensor({1., kNan, 3., kNan});
  for (const Tensor& y : {t.max(), t.min(), t.amax(), t.amin(), t.sum(),
                          std::get<0>(t.max(0)), std::get<0>(t.min(0))}) {
    EXPECT_TRUE(std::isnan(y.item<float>()));
  }
  EXPECT_EQ(t.argmax().item<int64_t>(), 1);
  EXPECT_EQ(t.argmin().item<int64_t>(), 1);
  EXPECT_EQ(std::get<1>(t.max(0)).item<int64_t>(), 1);
}

TEST(ReduceTest, Aminmax) {
  const Tensor t = tensor({{3., 1.}, {2., 4.}});
  const auto [least, greatest] = aminmax(t);
  EXPECT_TRUE(Same(least, tensor(1.)));
  EXPECT_TRUE(Same(greatest, tensor(4.)));
  const auto [low, high] = t.aminmax(0, true);
  EXPECT_TRUE(Same(low, tensor({{2., 1.}})));
  EXPECT_TRUE(Same(high, tensor({{3., 4.}})));
  Tensor a = empty({0}), b = empty({0});
  aminmax_out(a, b, t, -1);
  EXPECT_TRUE(Same(a, tensor({1., 2.})));
  EXPECT_TRUE(Same(b, tensor({3., 4.})));
  EXPECT_THROW(aminmax(t, 2), IndexError);
  EXPECT_THROW(aminmax(zeros({0})), IndexError);
}

TEST(ReduceTest, E02_FirstOfTies) {
  EXPECT_EQ(tensor({1, 3, 3}).argmax().item<int64_t>(), 1);
  EXPECT_EQ(std::get<1>(tensor({1, 3, 3}).max(0)).item<int64_t>(), 1);
  EXPECT_EQ(tensor({{1, 5}, {5, 0}}).t().argmax().item<int64_t>(), 1);
}

TEST(ReduceTest, E03_VarStdAndDims) {
  EXPECT_TRUE(std::isnan(tensor({5.}).std().item<float>()));
  EXPECT_EQ(tensor({1., 3.}).var(false).item<float>(), 1);
  EXPECT_EQ(tensor({1., 3.}).var(IntArrayRef(), Scalar(1)).item<float>(), 2);
  EXPECT_EQ(tensor({1., 3.}).var(IntArrayRef(), Scalar(5)).item<float>(), kInf);
  const auto none = var_mean(ones({0, 3}), 0, false);
  EXPECT_TRUE(std::get<0>(none).isnan().all().item<bool>());
  EXPECT_TRUE(std::get<1>(none).isnan().all().item<bool>());
  const auto [var, mean] = var_mean(tensor({{1., 3.}, {2., 2.}}), 1, false);
  EXPECT_TRUE(Same(var, tensor({1., 0.})));
  EXPECT_TRUE(Same(mean, tensor({2., 2.})));
  const Tensor x = ones({2, 3});
  EXPECT_EQ(x.sum(IntArrayRef()).item<float>(), 6);
  EXPECT_EQ(x.sum({0, 1}, true).sizes(), IntArrayRef({1, 1}));
  EXPECT_EQ(tensor(4.).sum(0).item<float>(), 4);
  EXPECT_EQ(tensor(4.).sum(-1).item<float>(), 4);
  EXPECT_EQ(tensor({{1., 2.}, {3., 4.}}).trace().item<float>(), 5);
}

TEST(ReduceTest, E03b_RepeatedDim) {
  ExpectError<ShapeError>(
      [] {
        ones({2, 3}).sum({0, 0});
      },
      {"sum", "dim 0 appears multiple times"});
  ExpectError<ShapeError>(
      [] {
        ones({2, 3}).amax({1, -1});
      },
      {"amax", "dim 1 appears multiple times"});
}

TEST(ReduceTest, S48_DimOutOfRange) {
  ExpectError<IndexError>(
      [] {
        ones({2, 3}).sum(2);
      },
      {"sum", "dim", "[-2, 1]", "2"});
  ExpectError<IndexError>(
      [] {
        ones({2, 3}).max(-3);
      },
      {"max", "dim", "[-2, 1]", "-3"});
  ExpectError<IndexError>([] { tensor(1.).argmax(1); },
                          {"argmax", "dim", "[-1, 0]"});
  const auto [values, indices] = tensor({{1, 3}, {4, 2}}).max(1);
  EXPECT_TRUE(Same(values, tensor({3, 4})));
  EXPECT_TRUE(Same(indices, tensor({1, 0})));
}

TEST(ReduceTest, I14_Empty) {
  const Tensor e = zeros({0});
  EXPECT_EQ(e.sum().item<float>(), 0);
  EXPECT_EQ(e.prod().item<float>(), 1);
  EXPECT_TRUE(std::isnan(e.mean().item<float>()));
  EXPECT_FALSE(e.any().item<bool>());
  EXPECT_TRUE(e.all().item<bool>());
  EXPECT_EQ(zeros({2, 0, 3}).sum(1).sizes(), IntArrayRef({2, 3}));
  EXPECT_EQ(zeros({0, 3}).amax(1).sizes(), IntArrayRef(0));
  ExpectError<ShapeError>([&] { e.max(); }, {"max", "empty"});
  ExpectError<IndexError>([&] { e.argmax(); }, {"argmax", "empty", "dim"});
  ExpectError<IndexError>([&] { e.max(0); }, {"max", "empty", "dim 0"});
  ExpectError<IndexError>([&] { e.amin(); }, {"amin", "empty", "dim 0"});
}

TEST(ReduceTest, X05_DTypes) {
  const Tensor z = zeros({2}, kComplexFloat);
  ExpectError<NotImplementedError>([&] { z.max(); }, {"max", "complex64[2]"});
  ExpectError<NotImplementedError>([&] { z.amin(); }, {"amin", "complex64[2]"});
  ExpectError<NotImplementedError>([&] { tensor({true}).argmax(); },
                                   {"argmax", "bool[1]", "int64"});
  ExpectError<DTypeError>([&] { tensor({1}).norm(); },
                          {"norm", "int64[1]", "floating"});
}

// More dimensions than a plan holds after merging.
TEST(ReduceTest, ManyDimensions) {
  Sizes sizes(20, 2);
  Sizes dims;
  for (int64_t d = 0; d < 20; d += 2) dims.push_back(d);
  const Tensor x = arange(1 << 20, kInt64).view(sizes);
  const Tensor y = x.sum(dims);
  EXPECT_EQ(y.dim(), 10);
  EXPECT_EQ(y.sum().item<int64_t>(), (int64_t{1} << 19) * ((1 << 20) - 1));
  // Of the first output: all sums of even powers of two below 2^20.
  int64_t want = 0;
  for (int64_t d = 0; d < 20; d += 2) want += int64_t{1} << (19 - d) << 9;
  EXPECT_EQ(y.view(-1)[0].item<int64_t>(), want);
}

TEST(ReduceTest, E01_NanSumAndMeanSkipNaN) {
  const Tensor x = tensor({{1.f, NAN, 3.f}, {NAN, NAN, NAN}});
  EXPECT_EQ(nansum(x).item<float>(), 4);
  EXPECT_EQ(nansum(x, 1).to_string(), "tensor([4., 0.])");
  EXPECT_EQ(x.nanmean(1, true).to_string(), "tensor([[2.],\n        [nan]])");
  EXPECT_EQ(nanmean(x, {}, false, kFloat64).item<double>(), 2);
  EXPECT_EQ(nansum(tensor({1, 2})).scalar_type(), kInt64);
  EXPECT_THROW(nanmean(tensor({1, 2})), NotImplementedError);
}

TEST(ReduceTest, StdMean) {
  const Tensor x = tensor({{1.f, 3.f}, {4.f, 8.f}});
  const auto [s, m] = std_mean(x, 1, false);
  EXPECT_EQ(s.to_string(), "tensor([1., 2.])");
  EXPECT_EQ(m.to_string(), "tensor([2., 6.])");
  EXPECT_EQ(std::get<1>(std_mean(x, true)).item<float>(), 4);
  EXPECT_EQ(std::get<0>(std_mean(x, {0}, Scalar(0), true)).sizes(),
            IntArrayRef({1, 2}));
}

}  // namespace
}  // namespace tessera::testing
