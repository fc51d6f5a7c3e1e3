// Softmax, losses and steps of optimisers.
#include <algorithm>
#include <cmath>
#include <complex>
#include <functional>
#include <limits>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/dtype/limits.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tests/ops/harness.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera::testing {
namespace {

using L = long double;
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

void ExpectNear(const Tensor& got, const std::vector<double>& want,
                double tolerance) {
  const Array a = ReadArray(got);
  ASSERT_EQ(a.values.size(), want.size());
  for (size_t i = 0; i < want.size(); ++i) {
    const double x = static_cast<double>(a.values[i].real());
    if (std::isnan(want[i])) {
      EXPECT_TRUE(std::isnan(x)) << i << ": " << x;
    } else if (std::isinf(want[i])) {
      EXPECT_EQ(x, want[i]) << i;
    } else {
      EXPECT_NEAR(x, want[i], tolerance) << i;
    }
  }
}

// ---- Softmax ----

// Along dim of x.
Array AlongDim(const Array& x, int64_t dim,
               const std::function<void(std::vector<L>*)>& f) {
  Array out = x;
  if (x.sizes.empty()) {
    std::vector<L> row = {x.values[0].real()};
    f(&row);
    out.values[0] = row[0];
    return out;
  }
  const size_t d =
      static_cast<size_t>(dim < 0 ? dim + int64_t(x.sizes.size()) : dim);
  size_t inner = 1;
  for (size_t i = d + 1; i < x.sizes.size(); ++i) {
    inner *= static_cast<size_t>(x.sizes[i]);
  }
  const size_t n = static_cast<size_t>(x.sizes[d]);
  for (size_t first = 0; first < x.values.size(); ++first) {
    if (n == 0 || first / inner % n != 0) continue;
    std::vector<L> row;
    for (size_t k = 0; k < n; ++k) {
      row.push_back(x.values[first + k * inner].real());
    }
    f(&row);
    for (size_t k = 0; k < n; ++k) out.values[first + k * inner] = row[k];
  }
  return out;
}

void SoftmaxOf(std::vector<L>* row) {
  L most = -kInf;
  for (L x : *row) most = std::max(most, x);
  L sum = 0;
  for (L& x : *row) sum += x = std::exp(x - most);
  for (L& x : *row) x /= sum;
}
void LogSoftmaxOf(std::vector<L>* row) {
  L most = -kInf;
  for (L x : *row) most = std::max(most, x);
  L sum = 0;
  for (L x : *row) sum += std::exp(x - most);
  for (L& x : *row) x = (x - most) - std::log(sum);
}

TEST(SoftmaxTest, Rows) {
  for (int64_t dim : {-1, 0, 1}) {
    for (bool logs : {false, true}) {
      OpRow row;
      row.name = logs ? "log_softmax" : "softmax";
      row.dtypes = kFloatDTypes;
      row.low = {-9};
      row.high = {9};
      if (dim != 1) {
        row.shapes = Shapes(1);
        row.shapes.push_back({{3, 65}});
      } else {
        row.shapes = {{{2, 3}},
                      {{4, 1, 5}},
                      {{2, 3, 2, 3, 2}},
                      {{3, 70, 5}},
                      {{3, 9, 40}}};
      }
      row.call = [=](const Tensors& t) {
        return logs ? log_softmax(t[0], dim) : softmax(t[0], dim);
      };
      row.method = [=](const Tensors& t) {
        return logs ? t[0].log_softmax(dim) : t[0].softmax(dim);
      };
      row.reference = [=](const std::vector<Array>& in) {
        return AlongDim(in[0], dim, logs ? LogSoftmaxOf : SoftmaxOf);
      };
      // exp, sum and log: a few ulp of 1, or of the greatest logarithm.
      row.error = [=](const std::vector<Array>&, size_t, DType d) {
        const L eps = d == kFloat64 ? finfo(kFloat64).eps : finfo(kFloat32).eps;
        return (logs ? 40 : 6) * eps +
               (isReducedFloatingType(d) ? finfo(d).eps * (logs ? 20 : 1) : 0);
      };
      CheckRow(row);
      if (HasFailure()) return;
    }
  }
}

TEST(SoftmaxTest, E06_Extremes) {
  ExpectNear(softmax(tensor({1000., 1000.}), 0), {.5, .5}, 0);
  ExpectNear(softmax(tensor({-kInf, -kInf}), 0), {kNan, kNan}, 0);
  ExpectNear(softmax(tensor({kInf, 1.}), 0), {kNan, kNan}, 0);
  ExpectNear(softmax(tensor({-kInf, 1.}), 0), {0, 1}, 0);
  ExpectNear(log_softmax(tensor({1000., 0.}), 0), {0, -1000}, 0);
  ExpectNear(softmax(tensor(3.), 0), {1}, 0);
  EXPECT_EQ(softmax(tensor({1, 2}), 0, kFloat64).scalar_type(), kFloat64);
  ExpectError<NotImplementedError>(
      [] {
        softmax(tensor({1, 2}), 0);
      },
      {"softmax", "int64[2]", "dtype="});
  ExpectError<IndexError>(
      [] {
        softmax(tensor({1., 2.}), 1);
      },
      {"softmax", "dim", "[-1, 0]"});
}

TEST(SoftmaxTest, E03_Logsumexp) {
  const Tensor x = tensor({{1., 2., 3.}, {4., 5., 6.}}, kFloat64);
  ExpectNear(x.logsumexp(1), {3.4076059644443806, 6.4076059644443806}, 1e-14);
  ExpectNear(x.logsumexp(0),
             {4.0485873515737421, 5.0485873515737421, 6.0485873515737421},
             1e-14);
  ExpectNear(x.logsumexp({0, 1}), {6.4561933160181230}, 1e-14);
  EXPECT_EQ(x.logsumexp(1, true).sizes(), IntArrayRef({2, 1}));
  ExpectNear(tensor({-kInf, -kInf}).logsumexp(0), {-kInf}, 0);
  ExpectNear(tensor({kInf, 0.}).logsumexp(0), {kInf}, 0);
  ExpectNear(zeros({0}).logsumexp(0), {-kInf}, 0);
  ExpectNear(tensor({1000., 1000.}).logsumexp(0), {1000.693147}, 1e-4);
  EXPECT_EQ(tensor({1, 2}).logsumexp(0).scalar_type(), kFloat32);
}

TEST(SoftmaxTest, E03_LogsumexpOfComplexNumbers) {
  using Z = std::complex<double>;
  for (DType dtype : {kComplexFloat, kComplexDouble}) {
    const double near = dtype == kComplexFloat ? 1e-6 : 1e-14;
    const Tensor x = tensor({{complex<double>(1, 2), complex<double>(-3, 1)},
                             {complex<double>(2, -1), complex<double>(.5, 7)}})
                         .to(dtype);
    const auto expect = [&](const Tensor& got, std::vector<Z> want) {
      ASSERT_EQ(got.numel(), static_cast<int64_t>(want.size()));
      ASSERT_EQ(got.scalar_type(), dtype);
      for (size_t i = 0; i < want.size(); ++i) {
        const auto z =
            got.reshape({-1})[static_cast<int64_t>(i)].item<complex<double>>();
        const double bound = near * std::max(1., std::abs(want[i]));
        EXPECT_NEAR(z.real(), want[i].real(), bound);
        EXPECT_NEAR(z.imag(), want[i].imag(), bound);
      }
    };
    const Z a(1, 2), b(-3, 1), c(2, -1), d(.5, 7);
    const auto lse = [](Z p, Z q) {
      return std::log(std::exp(p) + std::exp(q));
    };
    expect(x.logsumexp(1), {lse(a, b), lse(c, d)});
    expect(x.logsumexp(0), {lse(a, c), lse(b, d)});
    expect(x.logsumexp({0, 1}, true), {lse(lse(a, b), lse(c, d))});
    EXPECT_EQ(x.logsumexp({0, 1}, true).sizes(), IntArrayRef({1, 1}));
    // No overflow on the way.
    expect((x * 0 + 1000).logsumexp(1),
           {Z(1000 + std::log(2.), 0), Z(1000 + std::log(2.), 0)});
    const Tensor none = zeros({2, 0}, dtype).logsumexp(1);
    EXPECT_EQ(real(none)[1].item<double>(), -kInf);
    Tensor out = empty({0}, dtype);
    logsumexp_out(out, x, 0);
    expect(out, {lse(a, c), lse(b, d)});
  }
}

// Tiles, long rows, threads and inner dimensions give the same bits.
TEST(SoftmaxTest, SameBits) {
  OpRow row;
  for (int64_t n : {64, 65, 1000}) {
    const Tensor x =
        Draw(row, 0, {300, n}, kFloat32, Placement::kContiguous, 3);
    const Tensor one = softmax(x, 1);
    const Tensor turned = softmax(x.t().contiguous(), 0).t();
    const Array a = ReadArray(one);
    EXPECT_EQ(a.values, ReadArray(turned).values);
    set_num_threads(3);
    EXPECT_EQ(a.values, ReadArray(softmax(x, 1)).values);
    set_num_threads(2);
  }
}

// ---- Losses ----

const Tensor& Scores() {
  static const auto* x =
      new Tensor(tensor({{1., 2., .5}, {.1, .2, 3.}}, kFloat64));
  return *x;
}

TEST(LossTest, M04_CrossEntropy) {
  const Tensor y = tensor({1, 0});
  const Tensor w = tensor({1., 2., 3.}, kFloat64);
  const auto ce = [&](const Tensor& weight, int64_t reduction,
                      double smoothing = 0) {
    return cross_entropy_loss(Scores(), y, weight, reduction, -100, smoothing);
  };
  ExpectNear(ce({}, Reduction::Mean), {1.7370}, 5e-5);
  ExpectNear(ce({}, Reduction::None), {.4644, 3.0096}, 5e-5);
  ExpectNear(ce({}, Reduction::Sum), {3.4740}, 5e-5);
  ExpectNear(ce(w, Reduction::Mean), {1.3128}, 5e-5);
  ExpectNear(ce({}, Reduction::Mean, .1), {1.7287}, 5e-5);
  ExpectNear(ce(w, Reduction::Mean, .2), {1.4379}, 5e-5);
  ExpectNear(cross_entropy_loss(Scores(), y.to(kUInt8)), {1.7370}, 5e-5);
  ExpectNear(cross_entropy_loss(Scores().to(kFloat32), y), {1.7370}, 5e-5);
  ExpectNear(cross_entropy_loss(Scores().to(kFloat16), y), {1.7370}, 2e-3);
  ExpectNear(cross_entropy_loss(Scores()[0], tensor(1)), {.4644}, 5e-5);
  // Rows left out.
  ExpectNear(cross_entropy_loss(Scores(), tensor({1, -100})), {.4644}, 5e-5);
  ExpectNear(
      cross_entropy_loss(Scores(), tensor({1, 0}), w, Reduction::Mean, 0),
      {.4644}, 5e-5);
  const Tensor none = tensor({-100, -100});
  ExpectNear(cross_entropy_loss(Scores(), none), {kNan}, 0);
  ExpectNear(cross_entropy_loss(Scores(), none, {}, Reduction::Sum), {0}, 0);
  ExpectNear(cross_entropy_loss(zeros({0, 3}), zeros({0}, kInt64)), {kNan}, 0);
  // [N, C, d]: as its rows one by one.
  const Tensor deep = stack({Scores(), Scores() * 2}, 2);
  const Tensor targets = tensor({{1, 2}, {0, 1}});
  const Tensor got = cross_entropy_loss(deep, targets, {}, Reduction::None);
  const Tensor second =
      cross_entropy_loss(Scores() * 2, tensor({2, 1}), {}, Reduction::None);
  ExpectNear(got.select(1, 0), {.4644, 3.0096}, 5e-5);
  ExpectNear(got.select(1, 1) - second, {0, 0}, 1e-15);
  // Probabilities.
  const Tensor p = tensor({{0., 1., 0.}, {1., 0., 0.}}, kFloat64);
  ExpectNear(cross_entropy_loss(Scores(), p), {1.7370}, 5e-5);
  ExpectNear(cross_entropy_loss(Scores(), p, {}, Reduction::Mean, -100, .1),
             {1.7287}, 5e-5);
  ExpectNear(cross_entropy_loss(Scores(), p, w, Reduction::Sum),
             {2 * .46437 + 3.00957}, 5e-4);
}

// Against the definition, for short and long rows and all reductions.
TEST(LossTest, M04_AgainstDefinition) {
  OpRow row;
  row.low = {-5};
  row.high = {5};
  for (int64_t n : {2, 10, 64, 65, 700}) {
    for (DType dtype : {kFloat32, kFloat64}) {
      const Tensor x = Draw(row, 0, {37, n}, dtype, Placement::kSliced, 5);
      std::vector<int64_t> classes;
      for (int64_t i = 0; i < 37; ++i) classes.push_back(i * 7 % n);
      classes[3] = -100;
      const Tensor t = tensor(classes);
      std::vector<double> weights;
      for (int64_t k = 0; k < n; ++k) weights.push_back(1 + .01 * double(k));
      const Tensor w = tensor(weights).to(dtype);
      const double s = .25;
      Array logs = AlongDim(ReadArray(x), 1, LogSoftmaxOf);
      std::vector<double> want;
      L total = 0;
      L total_weight = 0;
      for (int64_t i = 0; i < 37; ++i) {
        if (classes[size_t(i)] < 0) {
          want.push_back(0);
          continue;
        }
        const auto log = [&](int64_t k) {
          return logs.values[size_t(i * n + k)].real();
        };
        L smooth = 0;
        for (int64_t k = 0; k < n; ++k) smooth -= weights[size_t(k)] * log(k);
        const int64_t c = classes[size_t(i)];
        const L loss = -(1 - s) * weights[size_t(c)] * log(c) +
                       s / static_cast<L>(n) * smooth;
        want.push_back(double(loss));
        total += loss;
        total_weight += weights[size_t(c)];
      }
      const double tolerance = dtype == kFloat64 ? 1e-12 : 2e-4;
      const auto ce = [&](int64_t reduction) {
        return cross_entropy_loss(x, t, w, reduction, -100, s);
      };
      ExpectNear(ce(Reduction::None), want, tolerance);
      ExpectNear(ce(Reduction::Sum), {double(total)}, tolerance * 40);
      ExpectNear(ce(Reduction::Mean), {double(total / total_weight)},
                 tolerance);
    }
  }
}

TEST(LossTest, M04b_Errors) {
  const Tensor& x = Scores();
  ExpectError<IndexError>(
      [&] {
        cross_entropy_loss(x, tensor({1, 3}));
      },
      {"cross_entropy_loss", "Target 3 is out of bounds", "row 1", "3 classes",
       "int64"});
  ExpectError<IndexError>(
      [&] {
        nll_loss(x, tensor({-1, 0}));
      },
      {"nll_loss", "Target -1", "row 0"});
  ExpectError<ValueError>(
      [&] {
        cross_entropy_loss(x, tensor({1, 0, 1}));
      },
      {"cross_entropy_loss", "batch_size (2)", "batch_size (3)"});
  ExpectError<DTypeError>(
      [&] {
        cross_entropy_loss(x, tensor({1, 0}, kInt32));
      },
      {"cross_entropy_loss", "int32[2]", "int64"});
  ExpectError<DTypeError>(
      [&] {
        cross_entropy_loss(x, tensor({1., 0.}));
      },
      {"cross_entropy_loss", "float32[2]", "int64", "probabilities", "[2,3]"});
  ExpectError<ValueError>(
      [&] {
        cross_entropy_loss(x, tensor({1, 0}), {}, 3);
      },
      {"cross_entropy_loss", "reduction", "3"});
  ExpectError<ValueError>(
      [&] {
        cross_entropy_loss(x, tensor({1, 0}), {}, Reduction::Mean, -100, 1.5);
      },
      {"cross_entropy_loss", "label_smoothing", "1.5"});
  ExpectError<ShapeError>(
      [&] {
        cross_entropy_loss(x, tensor({1, 0}), ones({2}, kFloat64));
      },
      {"cross_entropy_loss", "weight", "3 classes", "float64[2]"});
  ExpectError<NotImplementedError>(
      [&] {
        cross_entropy_loss(ones({2, 3}, kInt64), tensor({1, 0}));
      },
      {"cross_entropy_loss", "int64[2,3]", "float32"});
}

TEST(LossTest, M05_NllAndMse) {
  const Tensor logs = log_softmax(Scores(), 1);
  ExpectNear(nll_loss(logs, tensor({1, 0})), {1.7370}, 5e-5);
  ExpectNear(nll_loss(logs, tensor({1, -100}), {}, Reduction::None), {.4644, 0},
             5e-5);
  const Tensor a = tensor({1., 2., 3.});
  const Tensor b = tensor({1., 4., 0.});
  ExpectNear(mse_loss(a, b), {13. / 3}, 1e-6);
  ExpectNear(mse_loss(a, b, Reduction::Sum), {13}, 0);
  ExpectNear(mse_loss(a, b, Reduction::None), {0, 4, 9}, 0);
  EXPECT_EQ(mse_loss(ones({3, 1}), ones({3}), Reduction::None).sizes(),
            IntArrayRef({3, 3}));
  ExpectError<NotImplementedError>([] { mse_loss(tensor({1}), tensor({1})); },
                                   {"mse_loss", "int64[1]"});
}

// Each reduction of a loss whose values PyTorch 2.15 gives as `want`.
template <class F>
void ExpectLoss(F loss, const std::vector<double>& want) {
  double sum = 0;
  for (double v : want) sum += v;
  ExpectNear(loss(Reduction::None), want, 1e-14);
  ExpectNear(loss(Reduction::Sum), {sum}, 1e-12);
  ExpectNear(loss(Reduction::Mean), {sum / double(want.size())}, 1e-12);
}

TEST(LossTest, M05_LossesOfElements) {
  const Tensor x = tensor({.1, .4, .9, .6}, kFloat64);
  const Tensor y = tensor({.3, 0., 1., .2}, kFloat64);
  const Tensor w = tensor({1., 2., 3., 4.}, kFloat64);
  const Tensor positive = tensor({2., .5, 3., 1.}, kFloat64);
  const Tensor z = tensor({-2., .5, 3., -700.}, kFloat64);
  const Tensor none;
  ExpectLoss([&](int64_t r) { return l1_loss(x, y, r); }, {.2, .4, .1, .4});
  ExpectLoss([&](int64_t r) { return smooth_l1_loss(x, y, r, .25); },
             {.08, .275, .02, .275});
  ExpectLoss([&](int64_t r) { return huber_loss(x, y, r, .25); },
             {.02, .06875, .005, .06875});
  ExpectLoss([&](int64_t r) { return binary_cross_entropy(x, y, none, r); },
             {0.764527888858692, 0.510825623765991, 0.105360515657826,
              0.835197710252522});
  ExpectLoss([&](int64_t r) { return binary_cross_entropy(x, y, w, r); },
             {0.764527888858692, 1.02165124753198, 0.316081546973479,
              3.34079084101009});
  const auto logits = binary_cross_entropy_with_logits;
  ExpectLoss([&](int64_t r) { return logits(z, y, none, none, r); },
             {0.726928011042973, 0.974076984180107, 0.0485873515737421, 140});
  ExpectLoss([&](int64_t r) { return logits(z, y, w, positive, r); },
             {1.36500641435586, 1.94815396836021, 0.437286164163679, 560});
  ExpectLoss([&](int64_t r) { return kl_div(x.log(), y, r); },
             {0.329583686600433, 0, 0.105360515657826, -0.219722457733622});
  const Tensor t = tensor({.2, .1, .4, .3}, kFloat64).log();
  ExpectLoss([&](int64_t r) { return kl_div(x.log(), t, r, true); },
             {0.138629436111989, -0.138629436111989, -0.324372086486532,
              -0.207944154167984});
  // The limits: logarithms of at least -100, beta 0, an empty mean.
  ExpectNear(binary_cross_entropy(tensor({0., 1.}), tensor({1., 0.})), {100},
             1e-5);
  ExpectNear(smooth_l1_loss(x, y, Reduction::Sum, 0), {1.1}, 1e-14);
  ExpectNear(l1_loss(zeros({0}), zeros({0})), {kNan}, 0);
  ExpectNear(logits(tensor({1000., -1000.}), tensor({0., 1.}), none, none,
                    Reduction::None),
             {1000, 1000}, 0);
  EXPECT_EQ(l1_loss(x.to(kFloat32), y).scalar_type(), kFloat64);
}

TEST(LossTest, M05_ErrorsOfElements) {
  const Tensor x = tensor({.1, .4});
  const Tensor i = tensor({1, 0});
  using Loss = Tensor (*)(const Tensor&, const Tensor&, int64_t);
  for (const Loss loss :
       {Loss{l1_loss}, Loss{[](const Tensor&a, const Tensor&b, int64_t r) {
          return smooth_l1_loss(a, b, r);
        }},
        Loss{[](const Tensor&a, const Tensor&b, int64_t r) {
          return huber_loss(a, b, r);
        }},
        Loss{[](const Tensor&a, const Tensor&b, int64_t r) {
          return binary_cross_entropy(a, b, {}, r);
        }},
        Loss{[](const Tensor&a, const Tensor&b, int64_t r) {
          return binary_cross_entropy_with_logits(a, b, {}, {}, r);
        }},
        Loss{[](const Tensor&a, const Tensor&b, int64_t r) {
          return kl_div(a, b, r);
        }}}) {
    ExpectError<NotImplementedError>([&] { loss(i, x, Reduction::Sum); },
                                     {"int64[2]", ".to("});
    ExpectError<ValueError>([&] { loss(x, x, 3); }, {"reduction", "3"});
  }
  ExpectError<ValueError>([&] { smooth_l1_loss(x, x, Reduction::Sum, -1); },
                          {"smooth_l1_loss", "beta", "-1"});
  ExpectError<ValueError>([&] { huber_loss(x, x, Reduction::Sum, 0); },
                          {"huber_loss", "delta", "0"});
  ExpectError<ValueError>([&] { binary_cross_entropy(x * 9, x); },
                          {"between 0 and 1", "with_logits"});
  ExpectError<ValueError>(
      [&] {
        binary_cross_entropy(tensor({kNan, 0.}), x);
      },
      {"between 0 and 1"});
  ExpectError<ValueError>(
      [&] {
        binary_cross_entropy(x, x.view({2, 1}));
      },
      {"[2,1]", "[2]"});
  ExpectError<ValueError>(
      [&] {
        binary_cross_entropy_with_logits(x, x.view({2, 1}));
      },
      {"[2,1]", "[2]"});
}

// ---- Optimisers ----

// Gradients of sum(p^2 [1, 2, .5]).
Tensor GradientAt(const Tensor& p) {
  return p * tensor({2., 4., 1.}, p.scalar_type());
}

TEST(StepTest, M07_Sgd) {
  struct Case {
    double momentum, dampening, weight_decay;
    bool nesterov;
    std::vector<double> want;
  };
  const Case cases[] = {
      {0, 0, 0, false, {0.512, -0.432, 2.187}},
      {.9, 0, 0, false, {0.062, 1.08, 1.458}},
      {.9, 0, 0, true, {-0.108352, 0.866592, 0.981963}},
      {.9, .5, 0, false, {0.252, 0.672, 1.81575}},
      {0, 0, .1, false, {0.493039, -0.410758, 2.114907}},
  };
  for (const Case& c : cases) {
    Tensor p = tensor({1., -2., 3.}, kFloat64);
    Tensor b = zeros({3}, kFloat64);
    for (int step = 0; step < 3; ++step) {
      const Tensor g = GradientAt(p);
      _fused_sgd_({p}, {g}, c.momentum ? TensorList(b) : TensorList(), .1,
                  c.momentum, c.dampening, c.weight_decay, c.nesterov, false,
                  step == 0);
    }
    // The values of the row are rounded to six places.
    ExpectNear(p, c.want, 1e-6);
  }
  // Exactly, where the row has all places; and maximise goes the other way.
  Tensor p = tensor({1., -2., 3.}, kFloat64);
  _fused_sgd_({p}, {GradientAt(p)}, {}, .1);
  ExpectNear(p, {.8, -1.2, 2.7}, 1e-15);
  p = tensor({1., -2., 3.}, kFloat64);
  _fused_sgd_({p}, {GradientAt(p)}, {}, .1, 0, 0, 0, false, true);
  ExpectNear(p, {1.2, -2.8, 3.3}, 1e-15);
}

TEST(StepTest, M07b_Adam) {
  struct Case {
    bool decoupled;
    double weight_decay;
    std::vector<double> want;
  };
  const Case cases[] = {
      {false, 0, {0.70158627, -1.70062339, 2.70038152}},
      {true, .01, {0.69891118, -1.69494451, 2.69170365}},
      {true, .5, {0.57497393, -1.43102524, 2.28805191}},
  };
  for (const Case& c : cases) {
    Tensor p = tensor({1., -2., 3.}, kFloat64);
    const Tensor m = zeros({3}, kFloat64);
    const Tensor v = zeros({3}, kFloat64);
    const Tensor steps = zeros({});
    for (int step = 0; step < 3; ++step) {
      _foreach_add_({steps}, 1);
      const Tensor g = GradientAt(p);
      if (c.decoupled) {
        _fused_adamw_({p}, {g}, {m}, {v}, {}, {steps}, .1, .9, .999,
                      c.weight_decay, 1e-8, false, false, {}, {});
      } else {
        _fused_adam_({p}, {g}, {m}, {v}, {}, {steps}, .1, .9, .999,
                     c.weight_decay, 1e-8, false, false, {}, {});
      }
    }
    ExpectNear(p, c.want, 1e-8);
  }
}

TEST(StepTest, ManyParametersAndDTypes) {
  // More than a plan holds, of several dtypes and layouts, large ones among
  // them: each as by itself.
  for (int threads : {1, 3}) {
    set_num_threads(threads);
    std::vector<Tensor> params, grads, buffers, want;
    OpRow row;
    for (uint64_t i = 0; i < 60; ++i) {
      const DType dtype = i % 7 == 3   ? kFloat64
                          : i % 7 == 5 ? kBFloat16
                                       : kFloat32;
      const Sizes sizes = i == 40 ? Sizes{300, 301} : Sizes{3, int64_t(i)};
      const Placement at = i % 5 == 2   ? Placement::kTransposed
                           : i % 5 == 4 ? Placement::kSliced
                                        : Placement::kContiguous;
      const Tensor p = Draw(row, 0, sizes, dtype, at, i);
      const Tensor g = Draw(row, 1, sizes, dtype,
                            i % 3 ? at : Placement::kContiguous, i + 100);
      const Tensor b = Draw(row, 2, sizes, dtype, at, i + 200);
      // p - .5 (.5 b + g)
      const DType wide = dtype == kFloat64 ? kFloat64 : kFloat32;
      const Tensor buffer = b.to(wide) * .5 + g.to(wide);
      want.push_back((p.to(wide) - buffer * .5).to(dtype));
      params.push_back(p);
      grads.push_back(g);
      buffers.push_back(b);
    }
    const uint32_t version = params[0]._version();
    _fused_sgd_(params, grads, buffers, .5, .5);
    EXPECT_EQ(params[0]._version(), version + 1);
    for (size_t i = 0; i < params.size(); ++i) {
      EXPECT_EQ(ReadArray(params[i]).values, ReadArray(want[i]).values) << i;
    }
  }
  set_num_threads(2);
}

TEST(StepTest, FoundInfAndScale) {
  Tensor p = tensor({1., 2.});
  const Tensor g = tensor({4., 8.});
  _fused_sgd_({p}, {g}, {}, 1, 0, 0, 0, false, false, false, {}, tensor(1.));
  ExpectNear(p, {1, 2}, 0);
  _fused_sgd_({p}, {g}, {}, 1, 0, 0, 0, false, false, false, tensor(4.),
              tensor(0.));
  ExpectNear(p, {0, 0}, 0);
}

TEST(StepTest, Errors) {
  const Tensor p = ones({2});
  ExpectError<ValueError>([&] { _fused_sgd_({p}, {}, {}, 1); },
                          {"_fused_sgd_", "1", "0"});
  ExpectError<ShapeError>([&] { _fused_sgd_({p}, {ones({3})}, {}, 1); },
                          {"_fused_sgd_", "float32[3]", "float32[2]"});
  ExpectError<DTypeError>(
      [&] { _fused_sgd_({p}, {ones({2}, kFloat64)}, {}, 1); },
      {"_fused_sgd_", "float64[2]", "float32[2]"});
  ExpectError<ValueError>([&] { _fused_sgd_({p}, {p}, {}, 1, .9); },
                          {"_fused_sgd_", "momentum"});
  ExpectNear(p, {1, 1}, 0);
}

TEST(ForeachTest, ListOps) {
  const Tensor a = tensor({3.});
  const Tensor b = tensor({4., 0.});
  ExpectNear(_foreach_norm({a, b})[1], {4}, 0);
  ExpectNear(_foreach_mul({a, b}, 2)[0], {6}, 0);
  ExpectNear(_foreach_add({a, b}, 2)[1], {6, 2}, 0);
  _foreach_mul_({a, b}, 2);
  ExpectNear(b, {8, 0}, 0);
  _foreach_mul_({a, b}, tensor(.5));
  ExpectNear(a, {3}, 0);
  _foreach_add_({a, b}, 1);
  ExpectNear(b, {5, 1}, 0);
  _foreach_zero_({a, b});
  ExpectNear(b, {0, 0}, 0);
}

}  // namespace
}  // namespace tessera::testing
