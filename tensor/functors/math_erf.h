// Erf, Erfc and Erfinv of math.h.
//
//   for (int64_t i = 0; i < n; ++i) y[i] = math::Erfc(x[i]);
//
// erf(x) = x P(x^2) below 1; erfc(a) = e^(-a^2) (1 + Q(q)) / (1 + 2 a), q = (a
// - K) / (a + K), for a >= 0 (M. M. Shepherd, J. G. Laframboise, Math. Comp. 36
// (1981), with other fits); the rest by symmetry. Float computes in double.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_ERF_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_ERF_H_

#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/functors/math_exp.h"
#include "tessera/tensor/functors/math_log.h"
#include "tessera/tensor/functors/math_pair.h"

namespace tessera::math {

// erfc(a) for a >= 0, where a comes from a float: error 2^-30.
TESSERA_MATH double ErfcOfFloat(double a) {
  const double s = a * a;
  const double rounded = Fma(-s, 0x1.71547652b82fep0, kRound<double>);
  const double r = Fma(rounded - kRound<double>, -0x1.62e42fefa39efp-1, -s);
  const double rest = Polynomial(r, 0.5, 0x1.555556p-3, 0x1.5554e6p-5,
                                 0x1.110feap-7, 0x1.6d4f08p-10, 0x1.a27dp-13);
  const double power = (1 + Fma(r * r, rest, r)) * PowerOfTwo(rounded);
  const double q = (a - 3) / (a + 3);
  const double p = Polynomial(
      q, 0x1.03148b6b38405p-2, -0x1.15c0859cb6234p-3, -0x1.85a18caf22b4bp-5,
      0x1.098388e99782cp-3, -0x1.e8895b8ac1833p-4, 0x1.17c7fb4593045p-4,
      -0x1.85bd0f1a1d786p-6, 0x1.4b955cbb08842p-9, 0x1.ff47a71b106dbp-10,
      -0x1.84cb602309695p-11, -0x1.7fbccf13c9b93p-13, 0x1.2792f96620ae5p-15);
  return power * (1 + p) / Fma(2., a, 1.);
}

// erf(x) / x for |x| < 1 of x^2, errors 2^-34 and 2^-56.
TESSERA_MATH double ErfNear0(double z, float) {
  return Polynomial(z, 0x1.20dd7504006fep0, -0x1.8127465fa426bp-2,
                    0x1.ce2f07937caebp-4, -0x1.b829a72ace27ep-6,
                    0x1.5628e87b1960ep-8, -0x1.bcbe5ad1b3e86p-11,
                    0x1.d825208de2857p-14, -0x1.4380bb157867cp-17);
}
TESSERA_MATH double ErfNear0(double z, double) {
  return Polynomial(
      z, 0x1.20dd750429b6dp0, -0x1.812746b0379afp-2, 0x1.ce2f21a04070ep-4,
      -0x1.b82ce311e7cdfp-6, 0x1.565bccf72b6ep-8, -0x1.c02daffbc2a3dp-11,
      0x1.f9a2b5345a018p-14, -0x1.f4ca020ec522cp-17, 0x1.b97d2e16a2ed5p-20,
      -0x1.5bf839367af09p-23, 0x1.d6bb2e31216f6p-27, -0x1.aaa2bb6fcc43fp-31);
}

// erfc(a + more) for a >= 0, more below a's last place: error of the fit 2^-56.
TESSERA_MATH double ErfcOfDouble(double a, double more = 0) {
  Pair s = Multiply(a, a);
  s.low = Fma(a + a, more, s.low);
  const double rounded = Fma(-s.high, 0x1.71547652b82fep0, kRound<double>);
  const double k = rounded - kRound<double>;
  const Pair r = AddOrdered(Fma(k, -0x1.62e42fefa39efp-1, -s.high),
                            Fma(k, -0x1.abc9e3b39803fp-56, -s.low));
  Pair power = AddOrdered(1, r.high);
  power.low += Fma(r.high * r.high, ExpRest(r.high), r.low * power.high);
  const double q = (a - 4) / (a + 4);
  const Pair above = AddOrdered(
      1,
      Polynomial(
          q, 0x1.dd2c8b74febf6p-3, -0x1.1df1ad154a296p-3, 0x1.f7f5df66fd97bp-7,
          0x1.16ecefcfa5d15p-4, -0x1.9ddb23c3e963ep-4, 0x1.7fee004dfb4a3p-4,
          -0x1.0fb06dfe49e0fp-4, 0x1.3079edf993ab9p-5, -0x1.096238830c737p-6,
          0x1.49c671a43e515p-8, -0x1.8d4a9dcf4bf99p-11, -0x1.a1de8ab64fbd1p-13,
          0x1.3be0b087e1cfep-13, -0x1.9969a664d1979p-16, -0x1.78a31e5afdc64p-17,
          0x1.7fb150d65ac18p-18, 0x1.4340d8c1a39bbp-22, -0x1.c03001be1baacp-21,
          0x1.0ecb80aa7ebeep-24, 0x1.ef00653c3be5ep-24, -0x1.0ec66c42a868fp-27,
          -0x1.d68413ea6e782p-27, -0x1.f183fa3cdbd71p-30));
  const double twice = 2 * a;
  Pair below;
  below.high = 1 + twice;
  const double part = below.high - twice;
  below.low = (1 - part) + (twice - (below.high - part));
  const Pair result = Multiply(power, Divide(above, below));
  return Select(a > 28, 0., Scale(result.high + result.low, rounded));
}

// At most 2 ulp off.
TESSERA_MATH float Erfc(float x) {
  const double a = static_cast<double>(Abs(x));
  const double tail = Select(a > 11, 0., ErfcOfFloat(a));
  return static_cast<float>(Select(x < 0, 2 - tail, tail));
}
TESSERA_MATH double Erfc(double x) {
  const double a = Abs(x);
  const double near = a * ErfNear0(a * a, 0.);
  const double tail = Select(a < 0.46, 1 - near, ErfcOfDouble(a));
  return Select(x < 0, 2 - tail, tail);
}

// At most 2 ulp off.
TESSERA_MATH float Erf(float x) {
  const double a = static_cast<double>(Abs(x));
  const double tail = Select(a > 11, 0., ErfcOfFloat(a));
  const double near = a * ErfNear0(a * a, 0.f);
  return CopySign(static_cast<float>(Select(a < 1, near, 1 - tail)), x);
}
TESSERA_MATH double Erf(double x) {
  const double a = Abs(x);
  const double near = a * ErfNear0(a * a, 0.);
  return CopySign(Select(a < 1, near, 1 - ErfcOfDouble(a)), x);
}

// Where erf is a, 0 <= a < 1, but for 2^-27 of it: fits of the quotient by w =
// -log(1 - a^2) and by its root (M. Giles, "Approximating the erfinv function",
// GPU Computing Gems 2, 2012, with other fits).
TESSERA_MATH double ErfinvNear(double a) {
  const double w = -Log((1 - a) * (1 + a));
  const double near = Polynomial(
      w - 2.5, 0x1.805c5cfd14fb8p+0, 0x1.f91e8993da150p-3,
      -0x1.11c3c5351aa0dp-8, -0x1.4863ce65448a6p-10, 0x1.c9b4ddab5dd60p-13,
      -0x1.4f47133928a02p-18, -0x1.cab6f6b4b69d7p-19, 0x1.010013f62e3acp-21,
      0x1.dcad33a0c4366p-27, -0x1.754595209330ep-27, 0x1.bb5037abe764ep-31,
      0x1.0fc3b4902601ap-33, -0x1.5beda69b29e98p-36);
  const double far = Polynomial(
      Sqrt(w) - 4, 0x1.eb7e091675328p+1, 0x1.026e2371f6574p+0,
      0x1.4a3efc389dbc1p-10, -0x1.c6af4f4c39969p-11, 0x1.50dd487086d7ep-12,
      -0x1.01ee98eb2c2a2p-13, 0x1.d0d56becbbbcap-15, -0x1.b288bedf18de9p-16,
      0x1.323d4fa681931p-16, -0x1.bcfcf0c16a69fp-17, 0x1.fd9b10ab713cbp-19,
      0x1.18f41e36e0fa8p-20, -0x1.89c549f93957ap-21, 0x1.bc68ed00e3d97p-25,
      0x1.1dacb8c473fcep-26);
  return a * Select(w < 5, near, far);
}

// y for |x| < 1; infinite at 1, NaN beyond.
template <class T>
TESSERA_MATH T ErfinvAtEdges(T x, T y) {
  const T a = Abs(x);
  const T edge = Select(a == 1, Infinity<T>(), NaN<T>());
  return CopySign(Select(a < 1, y, edge), x);
}

// At most 2 ulp off. Double takes one of Halley's steps from there.
TESSERA_MATH float Erfinv(float x) {
  const double a = static_cast<double>(Abs(x));
  return ErfinvAtEdges(x, static_cast<float>(ErfinvNear(a)));
}
TESSERA_MATH double Erfinv(double x) {
  const double a = Abs(x);
  const double y = ErfinvNear(a);
  // erf(y) - a; 1 - a is exact from 1/2 on.
  const double difference = Select(a < 0.5, Fma(y, ErfNear0(y * y, 0.), -a),
                                   (1 - a) - ErfcOfDouble(y));
  const double step = difference * Exp(y * y) * 0x1.c5bf891b4ef6ap-1;
  return ErfinvAtEdges(x, y - step / Fma(y, step, 1.));
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_ERF_H_
