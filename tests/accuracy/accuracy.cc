// accuracy [--stride=N] [--threads=N] [OP...]: compares each function of one
// operand with the C library in double precision, at every N-th float32 from
// the first bit pattern to the last, and prints the greatest error in ulp.
//
//   bazel run -c opt //tests/accuracy -- --threads=4            # all floats
//   bazel run -c opt //tests/accuracy -- --stride=1009 exp log
//
// Exits with 1 where an op is outside of the accuracy class of its row.
// docs/accuracy.md has the results.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/op.h"

namespace tessera {
namespace {

// ---- What the C library lacks ----

double Softplus(double x) {
  return std::fmax(x, 0) + std::log1p(std::exp(-std::fabs(x)));
}

// Halley's method on erf, or its complement, from Winitzki's formula.
double Erfinv(double x) {
  const double a = std::fabs(x);
  if (!(a < 1)) return a == 1 ? x * INFINITY : NAN;
  if (a == 0) return x;
  const double log = std::log1p(-a * a);
  const double b = 4.3307467508 + log / 2;  // 2 / (pi 0.147)
  double y = std::sqrt(std::sqrt(b * b - log / 0.147) - b);
  if (a < 1e-3) y = a * 0.886226925452758;
  for (int i = 0; i < 3; ++i) {
    const double rest = a < 0.5 ? std::erf(y) - a : (1 - a) - std::erfc(y);
    const double step = rest * 0.886226925452758014 * std::exp(y * y);
    y -= step / (1 + y * step);
  }
  return std::copysign(y, x);
}

// The limits at -infinity are -0.
double Silu(double x) { return x == -INFINITY ? -0. : x / (1 + std::exp(-x)); }
double Mish(double x) {
  return x == -INFINITY ? -0. : x * std::tanh(Softplus(x));
}
double Gelu(double x) {
  return x == -INFINITY ? -0. : 0.5 * x * std::erfc(x * -0.707106781186547524);
}
double GeluTanh(double x) {
  if (std::isinf(x)) return x > 0 ? x : -0.;
  const double z = 1.59576912160573071 * x * (1 + 0.044715 * x * x);
  return x / (1 + std::exp(-z));
}

struct Function {
  Op op;
  Tensor (*call)(const Tensor&);
  double (*oracle)(double);
};

#define TESSERA_AS(op, expression)                    \
  {                                                   \
    Op::op, [](const Tensor& t) { return op(t); },    \
        [](double x) -> double { return expression; } \
  }
#define TESSERA_C(op) TESSERA_AS(op, std::op(x))
const Function kFunctions[] = {
    TESSERA_C(sqrt),
    TESSERA_AS(rsqrt, 1 / std::sqrt(x)),
    TESSERA_AS(reciprocal, 1 / x),
    TESSERA_AS(square, x* x),
    TESSERA_C(exp),
    TESSERA_C(exp2),
    TESSERA_C(expm1),
    TESSERA_C(log),
    TESSERA_C(log2),
    TESSERA_C(log10),
    TESSERA_C(log1p),
    TESSERA_C(sin),
    TESSERA_C(cos),
    TESSERA_C(tan),
    TESSERA_C(asin),
    TESSERA_C(acos),
    TESSERA_C(atan),
    TESSERA_C(sinh),
    TESSERA_C(cosh),
    TESSERA_C(tanh),
    TESSERA_C(asinh),
    TESSERA_C(acosh),
    TESSERA_C(atanh),
    TESSERA_AS(sigmoid, 1 / (1 + std::exp(-x))),
    TESSERA_C(erf),
    TESSERA_C(erfc),
    TESSERA_AS(erfinv, Erfinv(x)),
    TESSERA_AS(abs, std::fabs(x)),
    TESSERA_AS(neg, -x),
    TESSERA_AS(sign, (x > 0) - (x < 0)),
    TESSERA_AS(sgn, (x > 0) - (x < 0)),
    TESSERA_C(floor),
    TESSERA_C(ceil),
    TESSERA_C(trunc),
    TESSERA_AS(round, std::nearbyint(x)),
    TESSERA_AS(frac, x - std::trunc(x)),
    TESSERA_AS(relu, x < 0 ? 0 : x),
    TESSERA_AS(hardtanh, x<-1 ? -1 : x> 1 ? 1 : x),
    {Op::leaky_relu, [](const Tensor& t) { return leaky_relu(t, 0.25); },
     [](double x) { return x > 0 ? x : 0.25 * x; }},
    TESSERA_AS(elu, x < 0 ? std::expm1(x) : x),
    TESSERA_AS(silu, Silu(x)),
    TESSERA_AS(mish, Mish(x)),
    {Op::softplus, [](const Tensor& t) { return softplus(t, 1, 100); },
     Softplus},
    TESSERA_AS(log_sigmoid, -Softplus(-x)),
    {Op::gelu, [](const Tensor& t) { return gelu(t); }, Gelu},
    {Op::gelu_tanh, [](const Tensor& t) { return gelu(t, "tanh"); }, GeluTanh},
};

// In ulp. Of class C this is what is promised besides.
double Allowed(const Function& f) {
  const char* accuracy = Row(f.op).accuracy;
  return accuracy[0] == 'U' ? accuracy[1] - '0' : accuracy[0] == 'E' ? 0.5 : 1;
}

// In units of float's last place at want; infinity counts as the power of two
// where it begins. Infinite for a NaN or a sign that is wrong.
double UlpError(float got, double want) {
  if (std::isnan(got) || std::isnan(want)) {
    return std::isnan(got) && std::isnan(want) ? 0 : INFINITY;
  }
  if (std::signbit(got) != std::signbit(want)) return INFINITY;
  const double a = std::min(std::fabs(want), 0x1p128);
  const double b = std::isinf(got) ? 0x1p128 : std::fabs(double{got});
  int exponent = 0;
  std::frexp(a, &exponent);
  exponent = std::min(std::max(exponent, -125), 128);
  return std::ldexp(std::fabs(a - b), 24 - exponent);
}

struct Worst {
  double ulp = 0.5;
  float at = 0;
};

// Of the bit patterns stride * k for k from begin to end.
Worst Check(const Function& f, uint64_t begin, uint64_t end, uint64_t stride) {
  constexpr uint64_t kChunk = 1 << 16;
  Worst worst;
  std::vector<float> x(kChunk);
  for (uint64_t k = begin; k < end; k += kChunk) {
    const uint64_t n = std::min(kChunk, end - k);
    for (uint64_t i = 0; i < n; ++i) {
      const auto bits = static_cast<uint32_t>((k + i) * stride);
      std::memcpy(&x[i], &bits, sizeof bits);
    }
    const Tensor y =
        f.call(from_blob(x.data(), {static_cast<int64_t>(n)}, kFloat32));
    const float* got = y.const_data_ptr<float>();
    for (uint64_t i = 0; i < n; ++i) {
      const double want = f.oracle(x[i]);
      // Rounded correctly, as most are: at most half an ulp.
      const auto rounded = static_cast<float>(want);
      if (std::memcmp(&rounded, &got[i], sizeof rounded) == 0) continue;
      const double ulp = UlpError(got[i], want);
      if (ulp > worst.ulp) worst = {ulp, x[i]};
    }
  }
  return worst;
}

int Main(int argc, char** argv) {
  uint64_t stride = 1;
  unsigned threads = 1;
  std::vector<std::string> names;
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "--stride=", 9) == 0) {
      stride = std::strtoull(argv[i] + 9, nullptr, 10);
    } else if (std::strncmp(argv[i], "--threads=", 10) == 0) {
      threads = static_cast<unsigned>(std::atoi(argv[i] + 10));
    } else {
      names.push_back(argv[i]);
    }
  }
  if (stride == 0 || threads == 0) {
    std::fprintf(stderr, "expected a stride and threads above 0\n");
    return 2;
  }
  set_num_threads(1);  // of each op; the threads here share out the floats
  const uint64_t count = ((uint64_t{1} << 32) + stride - 1) / stride;
  std::printf("%s, every %llu. float32 (%llu)\n", IsaName(CurrentIsa()),
              static_cast<unsigned long long>(stride),
              static_cast<unsigned long long>(count));
  bool failed = false;
  for (const Function& f : kFunctions) {
    const std::string name = tessera::name(f.op);
    if (!names.empty() &&
        std::find(names.begin(), names.end(), name) == names.end()) {
      continue;
    }
    std::vector<Worst> worst(threads);
    std::vector<std::thread> pool;
    for (unsigned t = 0; t < threads; ++t) {
      pool.emplace_back([&, t] {
        worst[t] =
            Check(f, count * t / threads, count * (t + 1) / threads, stride);
      });
    }
    for (std::thread& t : pool) t.join();
    const Worst most = *std::max_element(
        worst.begin(), worst.end(),
        [](const Worst& a, const Worst& b) { return a.ulp < b.ulp; });
    const bool ok = most.ulp <= Allowed(f) + 1e-6;
    failed |= !ok;
    std::printf("%-12s %s  %.4f ulp at %.9g%s\n", name.c_str(),
                Row(f.op).accuracy, most.ulp, double{most.at},
                ok ? "" : "  OUTSIDE OF ITS CLASS");
    std::fflush(stdout);
  }
  return failed;
}

}  // namespace
}  // namespace tessera

int main(int argc, char** argv) { return tessera::Main(argc, argv); }
