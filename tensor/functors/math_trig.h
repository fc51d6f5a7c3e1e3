// Sin, Cos and Tan of math.h.
//
//   for (int64_t i = 0; i < n; ++i) y[i] = math::Sin(x[i]);
//
// x = n pi / 2 + r, |r| <= pi / 4, exactly enough for any x. Float computes in
// double and rounds once. Double branches on the size of x, so its loops are
// not vectorised.
#ifndef TESSERA_TENSOR_FUNCTORS_MATH_TRIG_H_
#define TESSERA_TENSOR_FUNCTORS_MATH_TRIG_H_

#include "tessera/tensor/functors/math_base.h"
#include "tessera/tensor/functors/math_pair.h"

namespace tessera::math {

// r as a pair, and n in the last bits of rounded.
struct Quadrant {
  double rounded;
  Pair r;
};

// sin(r) and cos(r); low parts for double alone.
struct SinCos {
  Pair sin;
  Pair cos;
};

// x is m 2^e with a whole number m < 2^24 (or e = 0), so x 2 / pi is m times
// (2^e 2 / pi mod 4) but for a multiple of 4. The tables have the latter for
// each e in two parts; the first has 29 bits, its product is exact.
TESSERA_MATH Quadrant Reduce(float x) {
  static constexpr double kFirst[106] = {0x1.45f306cp-1, 0x1.45f306cp0,
                                         0x1.45f306dp1,  0x1.17cc1b6p0,
                                         0x1.17cc1b7p1,  0x1.7cc1b7p-2,
                                         0x1.7cc1b7p-1,  0x1.7cc1b72p0,
                                         0x1.7cc1b72p1,  0x1.f306dc8p0,
                                         0x1.f306dc9p1,  0x1.e60db93p1,
                                         0x1.cc1b727p1,  0x1.9836e4ep1,
                                         0x1.306dc9cp1,  0x1.836e4e4p-1,
                                         0x1.836e4e4p0,  0x1.836e4e4p1,
                                         0x1.06dc9c8p1,  0x1.b72722p-4,
                                         0x1.b72722p-3,  0x1.b72722p-2,
                                         0x1.b72722p-1,  0x1.b72722p0,
                                         0x1.b72722p1,   0x1.6e4e441p1,
                                         0x1.b939104p0,  0x1.b939105p1,
                                         0x1.727220ap1,  0x1.c9c882ap0,
                                         0x1.c9c882ap1,  0x1.9391054p1,
                                         0x1.27220a9p1,  0x1.3910548p-1,
                                         0x1.391054ap0,  0x1.391054ap1,
                                         0x1.c882a5p-1,  0x1.c882a52p0,
                                         0x1.c882a53p1,  0x1.91054a7p1,
                                         0x1.220a94fp1,  0x1.1054a7cp-1,
                                         0x1.1054a7ep0,  0x1.1054a7fp1,
                                         0x1.054a7fp-2,  0x1.054a7fp-1,
                                         0x1.054a7fp0,   0x1.054a7fp1,
                                         0x1.529fc2p-4,  0x1.529fc2p-3,
                                         0x1.529fc2p-2,  0x1.529fc24p-1,
                                         0x1.529fc26p0,  0x1.529fc27p1,
                                         0x1.4a7f09cp0,  0x1.4a7f09dp1,
                                         0x1.29fc274p0,  0x1.29fc275p1,
                                         0x1.4fe13a8p-1, 0x1.4fe13aap0,
                                         0x1.4fe13abp1,  0x1.3f84eaep0,
                                         0x1.3f84eafp1,  0x1.fc2757cp-1,
                                         0x1.fc2757cp0,  0x1.fc2757dp1,
                                         0x1.f84eafap1,  0x1.f09d5f4p1,
                                         0x1.e13abe8p1,  0x1.c2757d1p1,
                                         0x1.84eafa3p1,  0x1.09d5f47p1,
                                         0x1.3abe8fp-3,  0x1.3abe8f8p-2,
                                         0x1.3abe8f8p-1, 0x1.3abe8fap0,
                                         0x1.3abe8fap1,  0x1.d5f47d4p-1,
                                         0x1.d5f47d4p0,  0x1.d5f47d4p1,
                                         0x1.abe8fa9p1,  0x1.57d1f53p1,
                                         0x1.5f47d4cp0,  0x1.5f47d4dp1,
                                         0x1.7d1f534p0,  0x1.7d1f534p1,
                                         0x1.f47d4d2p0,  0x1.f47d4d3p1,
                                         0x1.e8fa9a6p1,  0x1.d1f534dp1,
                                         0x1.a3ea69bp1,  0x1.47d4d37p1,
                                         0x1.1f534dcp0,  0x1.1f534ddp1,
                                         0x1.f534dd8p-2, 0x1.f534ddcp-1,
                                         0x1.f534ddcp0,  0x1.f534ddcp1,
                                         0x1.ea69bb8p1,  0x1.d4d377p1,
                                         0x1.a9a6eep1,   0x1.534ddcp1,
                                         0x1.4d37702p0,  0x1.4d37703p1,
                                         0x1.34ddc0cp0,  0};
  static constexpr double kSecond[106] = {
      0x1.c9c882a53f84fp-29, 0x1.c9c882a53f84fp-28,
      0x1.9391054a7f09dp-28, 0x1.27220a94fe13bp-28,
      0x1.391054a7f09d6p-30, 0x1.391054a7f09d6p-29,
      0x1.391054a7f09d6p-28, 0x1.c882a53f84ebp-30,
      0x1.c882a53f84ebp-29,  0x1.c882a53f84ebp-28,
      0x1.91054a7f09d5fp-28, 0x1.220a94fe13abfp-28,
      0x1.1054a7f09d5f4p-30, 0x1.1054a7f09d5f4p-29,
      0x1.1054a7f09d5f4p-28, 0x1.054a7f09d5f48p-31,
      0x1.054a7f09d5f48p-30, 0x1.054a7f09d5f48p-29,
      0x1.054a7f09d5f48p-28, 0x1.529fc2757d1f5p-33,
      0x1.529fc2757d1f5p-32, 0x1.529fc2757d1f5p-31,
      0x1.529fc2757d1f5p-30, 0x1.529fc2757d1f5p-29,
      0x1.529fc2757d1f5p-28, 0x1.4a7f09d5f47d5p-29,
      0x1.4a7f09d5f47d5p-28, 0x1.29fc2757d1f53p-29,
      0x1.29fc2757d1f53p-28, 0x1.4fe13abe8fa9ap-30,
      0x1.4fe13abe8fa9ap-29, 0x1.4fe13abe8fa9ap-28,
      0x1.3f84eafa3ea6ap-29, 0x1.3f84eafa3ea6ap-28,
      0x1.fc2757d1f534ep-30, 0x1.fc2757d1f534ep-29,
      0x1.fc2757d1f534ep-28, 0x1.f84eafa3ea69cp-28,
      0x1.f09d5f47d4d37p-28, 0x1.e13abe8fa9a6fp-28,
      0x1.c2757d1f534dep-28, 0x1.84eafa3ea69bcp-28,
      0x1.09d5f47d4d377p-28, 0x1.3abe8fa9a6eep-32,
      0x1.3abe8fa9a6eep-31,  0x1.3abe8fa9a6eep-30,
      0x1.3abe8fa9a6eep-29,  0x1.3abe8fa9a6eep-28,
      0x1.d5f47d4d37703p-30, 0x1.d5f47d4d37703p-29,
      0x1.d5f47d4d37703p-28, 0x1.abe8fa9a6ee07p-28,
      0x1.57d1f534ddc0ep-28, 0x1.5f47d4d377037p-29,
      0x1.5f47d4d377037p-28, 0x1.7d1f534ddc0dbp-29,
      0x1.7d1f534ddc0dbp-28, 0x1.f47d4d377036ep-29,
      0x1.f47d4d377036ep-28, 0x1.e8fa9a6ee06dbp-28,
      0x1.d1f534ddc0db6p-28, 0x1.a3ea69bb81b6cp-28,
      0x1.47d4d377036d9p-28, 0x1.1f534ddc0db63p-29,
      0x1.1f534ddc0db63p-28, 0x1.f534ddc0db629p-31,
      0x1.f534ddc0db629p-30, 0x1.f534ddc0db629p-29,
      0x1.f534ddc0db629p-28, 0x1.ea69bb81b6c53p-28,
      0x1.d4d377036d8a5p-28, 0x1.a9a6ee06db14bp-28,
      0x1.534ddc0db6296p-28, 0x1.4d377036d8a56p-29,
      0x1.4d377036d8a56p-28, 0x1.34ddc0db6295ap-29,
      0x1.34ddc0db6295ap-28, 0x1.a6ee06db14acdp-30,
      0x1.a6ee06db14acdp-29, 0x1.a6ee06db14acdp-28,
      0x1.4ddc0db629599p-28, 0x1.377036d8a5665p-29,
      0x1.377036d8a5665p-28, 0x1.bb81b6c52b328p-30,
      0x1.bb81b6c52b328p-29, 0x1.bb81b6c52b328p-28,
      0x1.77036d8a5664fp-28, 0x1.dc0db6295993cp-29,
      0x1.dc0db6295993cp-28, 0x1.b81b6c52b3279p-28,
      0x1.7036d8a5664f1p-28, 0x1.c0db6295993c4p-29,
      0x1.c0db6295993c4p-28, 0x1.81b6c52b32788p-28,
      0x1.036d8a5664f11p-28, 0x1.b6c52b3278872p-34,
      0x1.b6c52b3278872p-33, 0x1.b6c52b3278872p-32,
      0x1.b6c52b3278872p-31, 0x1.b6c52b3278872p-30,
      0x1.b6c52b3278872p-29, 0x1.b6c52b3278872p-28,
      0x1.6d8a5664f10e4p-28, 0x1.b6295993c439p-29,
      0x1.b6295993c439p-28,  0};
  const int64_t exponent =
      static_cast<int64_t>((Bits(static_cast<double>(x)) >> 52) & 0x7ff) -
      (1023 + 23);
  // The tables' index has 64 bits, as a gather of doubles likes it.
  int64_t e = Select(exponent > 0, exponent, int64_t{0});
  e = Select(e > 105, int64_t{105}, e);  // infinity and NaN
  const double m =
      static_cast<double>(x) * FromBits(static_cast<uint64_t>(1023 - e) << 52);
  const double turns = m * kFirst[e];
  Quadrant result;
  result.rounded = Fma(m, kSecond[e], turns) + kRound<double>;
  const double f = turns - (result.rounded - kRound<double>);
  result.r.high = Fma(m, kSecond[e], f) * 0x1.921fb54442d18p0;
  result.r.low = 0;
  return result;
}

// For |x| >= 2^27 and finite: the same with 192 bits of 2 / pi, as integers.
TESSERA_MATH Quadrant ReduceLarge(double x) {
  // 64 bits each, from 2^-1 on.
  static constexpr uint64_t kTwoOverPi[] = {
      0xa2f9836e4e441529u, 0xfc2757d1f534ddc0u, 0xdb6295993c439041u,
      0xfe5163abdebbc561u, 0xb7246e3a424dd2e0u, 0x06492eea09d1921cu,
      0xfe1deb1cb129a73eu, 0xe88235f52ebb4484u, 0xe99c7026b45f7e41u,
      0x3991d639835339f4u, 0x9c845f8bbdf9283bu, 0x1ff897ffde05980fu,
      0xef2f118b5a0a6d1fu, 0x6d367ecf27cb09b7u, 0x4f463f669e5fea2du,
      0x7527bac7ebe5f17bu, 0x3d0739f78a5292eau, 0x6bfb5fb11f8d5d08u,
      0x56033046fc7b6babu, 0xf0cfbc209af4361du};
  const uint64_t bits = Bits(x);
  const int e = static_cast<int>((bits >> 52) & 0x7ff) - (1023 + 52);
  const uint64_t m = (bits & 0xfffffffffffffu) | 0x10000000000000u;
  // Three words from the bit of weight 2^(1 - e) on (e > -26; above, bits are
  // zeros), those before give multiples of 4.
  const int start = e - 2;
  uint64_t words[3];
  for (int i = 0; i < 3; ++i) {
    const int at = start + 64 * i;
    const int word = at < 0 ? -1 : at / 64;
    const int shift = at < 0 ? at + 64 : at % 64;
    const uint64_t first = word < 0 ? 0 : kTwoOverPi[word];
    const uint64_t second = kTwoOverPi[word + 1];
    words[i] = shift == 0 ? first : first << shift | second >> (64 - shift);
  }
  // m times them, from 2^1 down.
  using Wide = unsigned __int128;
  const Wide last = static_cast<Wide>(m) * words[2];
  const Wide middle = static_cast<Wide>(m) * words[1] + (last >> 64);
  uint64_t high = m * words[0] + static_cast<uint64_t>(middle >> 64);
  uint64_t low = static_cast<uint64_t>(middle);
  // To the nearest quarter turn, and what remains as a signed number.
  const uint64_t n = (high + (uint64_t{1} << 61)) >> 62;
  high -= n << 62;
  const bool negative = high >> 63 != 0;
  if (negative) {
    high = ~high;
    low = ~low;
  }
  // A leading zero less costs no bit; 2^-60 is as near as a double comes.
  const double top = static_cast<double>(high >> 32) * 0x1p-30;
  const double centre =
      static_cast<double>((high & 0xffffffffu) << 21 | low >> 43) * 0x1p-83;
  const double bottom = static_cast<double>(low & 0x7ffffffffffu) * 0x1p-126;
  Pair f = AddOrdered(top, centre);
  f = AddOrdered(f.high, f.low + bottom);
  Pair half_pi;
  half_pi.high = 0x1.921fb54442d18p0;
  half_pi.low = 0x1.1a62633145c07p-54;
  Quadrant result;
  result.r = Multiply(f, half_pi);
  const bool flip = negative != (x < 0);
  result.r.high = flip ? -result.r.high : result.r.high;
  result.r.low = flip ? -result.r.low : result.r.low;
  const double turns = static_cast<double>(n & 3);
  result.rounded = kRound<double> + (x < 0 ? -turns : turns);
  return result;
}

TESSERA_MATH Quadrant Reduce(double x) {
  if (Abs(x) >= 0x1p27 && Abs(x) < Infinity<double>()) return ReduceLarge(x);
  Quadrant result;
  result.rounded = Fma(x, 0x1.45f306dc9c883p-1, kRound<double>);
  const double n = result.rounded - kRound<double>;
  // Three parts of pi / 2; the first step is exact.
  const double a = Fma(n, -0x1.921fb54442d18p0, x);
  result.r.high = Fma(n, -0x1.1a62633145c07p-54, a);
  result.r.low = Fma(n, -0x1.1a62633145c07p-54, a - result.r.high);
  result.r.low = Fma(n, 0x1.f1976b7ed8fbcp-110, result.r.low);
  return result;
}

// By polynomials in r^2, errors 2^-32 and 2^-37 for float, 2^-58 and 2^-64 for
// double.
TESSERA_MATH SinCos SinCosNear0(Pair r, float) {
  const double z = r.high * r.high;
  SinCos result;
  result.sin.high = r.high * Polynomial(z, 1., -0x1.555556p-3, 0x1.111174p-7,
                                        -0x1.a05946p-13, 0x1.7c2884p-19);
  result.cos.high = Polynomial(z, 1., -0.5, 0x1.555556p-5, -0x1.6c1760p-10,
                               0x1.a073c8p-16, -0x1.369968p-22);
  result.sin.low = result.cos.low = 0;
  return result;
}
TESSERA_MATH SinCos SinCosNear0(Pair r, double) {
  const double z = r.high * r.high;
  const double s = Polynomial(z, -0x1.5555555555549p-3, 0x1.111111110f89ep-7,
                              -0x1.a01a019c146f1p-13, 0x1.71de35793b570p-19,
                              -0x1.ae5e66e1b1490p-26, 0x1.5d9312a7ad4eep-33);
  const double c = Polynomial(z, 0x1.555555555554cp-5, -0x1.6c16c16c1521bp-10,
                              0x1.a01a019cbea0dp-16, -0x1.27e4f811ecd18p-22,
                              0x1.1ee9f0a393c2dp-29, -0x1.8fb0c482f6cbcp-37);
  const double half = 0.5 * z;
  SinCos result;
  result.sin = AddOrdered(r.high, Fma(r.high * z, s, Fma(-half, r.low, r.low)));
  const double one = 1 - half;
  const double lost = (1 - one) - half;
  const double square_lost = Fma(r.high, r.high, -z);
  result.cos = AddOrdered(
      one, lost + Fma(z * z, c, Fma(-r.high, r.low, -0.5 * square_lost)));
  return result;
}

// The sine of r + n pi / 2.
template <class T>
TESSERA_MATH T SinOfQuadrant(SinCos s, uint64_t n) {
  const double sin = s.sin.high + s.sin.low;
  const double cos = s.cos.high + s.cos.low;
  const double magnitude = Select((n & 1) != 0, cos, sin);
  return static_cast<T>(FromBits(Bits(magnitude) ^ ((n & 2) << 62)));
}

// At most 1 ulp off.
template <class T>
TESSERA_MATH T Sin(T x) {
  const Quadrant q = Reduce(x);
  const T result = SinOfQuadrant<T>(SinCosNear0(q.r, T()), Bits(q.rounded));
  return Select(x == 0, x, result);  // -0
}

// At most 1 ulp off.
template <class T>
TESSERA_MATH T Cos(T x) {
  const Quadrant q = Reduce(x);
  return SinOfQuadrant<T>(SinCosNear0(q.r, T()), Bits(q.rounded) + 1);
}

// At most 1 ulp off.
template <class T>
TESSERA_MATH T Tan(T x) {
  const Quadrant q = Reduce(x);
  const SinCos s = SinCosNear0(q.r, T());
  const bool odd = (Bits(q.rounded) & 1) != 0;
  Pair above, below;
  above.high = Select(odd, -s.cos.high, s.sin.high);
  below.high = Select(odd, s.sin.high, s.cos.high);
  above.low = Select(odd, -s.cos.low, s.sin.low);
  below.low = Select(odd, s.sin.low, s.cos.low);
  double result = above.high / below.high;
  if constexpr (sizeof(T) == 8) {
    const Pair quotient = Divide(above, below);
    result = quotient.high + quotient.low;
  }
  return Select(x == 0, x, static_cast<T>(result));
}

}  // namespace tessera::math

#endif  // TESSERA_TENSOR_FUNCTORS_MATH_TRIG_H_
