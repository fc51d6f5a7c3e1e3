// Rows of the elementwise ops.
#include <cmath>
#include <limits>

#include "gtest/gtest.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tests/ops/harness.h"

namespace tessera::testing {
namespace {

using L = long double;
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
const std::vector<double> kSpecials = {0.,   -0.,    kInf,   -kInf,
                                       kNan, 1e-310, 1e-42,  -1e-42,
                                       1e30, -1e30,  65504., 0.5};

bool IsComplex(const Value& v) { return v.imag() != 0; }
// For functions of real numbers.
#define TESSERA_REAL(expression) \
  [](const Value* v) -> Value {  \
    const L x = v[0].real();     \
    return expression;           \
  }
#define TESSERA_REAL2(expression) \
  [](const Value* v) -> Value {   \
    const L x = v[0].real();      \
    const L y = v[1].real();      \
    return expression;            \
  }

OpRow Row(const char* name, int inputs, Value (*reference)(const Value*)) {
  OpRow row;
  row.name = name;
  row.inputs = inputs;
  row.reference = Elementwise(reference);
  row.specials = kSpecials;
  return row;
}

#define TESSERA_FM(row, op)                             \
  row.call = [](const Tensors& t) { return op(t[0]); }; \
  row.method = [](const Tensors& t) { return t[0].op(); }
#define TESSERA_FMI(row, op) \
  TESSERA_FM(row, op);       \
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].op##_(); }
#define TESSERA_FMIO(row, op)                             \
  TESSERA_FMI(row, op);                                   \
  row.out = [](Tensor& out, const Tensors& t) -> Tensor { \
    return op##_out(out, t[0]);                           \
  }
#define TESSERA_FMIO2(row, op)                                               \
  row.call = [](const Tensors& t) { return op(t[0], t[1]); };                \
  row.method = [](const Tensors& t) { return t[0].op(t[1]); };               \
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].op##_(t[1]); }; \
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {                    \
    return op##_out(out, t[0], t[1]);                                        \
  }

// ---- Unary ----

TEST(UnaryTest, Abs) {
  OpRow row = Row("abs", 1, [](const Value* x) { return Value(std::abs(*x)); });
  TESSERA_FMIO(row, abs);
  row.dtypes = kRealDTypes;
  CheckRow(row);
  // By hypot, which is not correctly rounded.
  row.ulps = 1;
  row.dtypes = kComplexDTypes;
  row.result = ResultReal;
  CheckRow(row);
}

TEST(UnaryTest, Neg) {
  OpRow row = Row("neg", 1, [](const Value* x) { return -*x; });
  TESSERA_FMIO(row, neg);
  row.dtypes = kNumberDTypes & ~kUnsignedDTypes;
  CheckRow(row);
}

TEST(UnaryTest, Sign) {
  OpRow row = Row("sign", 1, TESSERA_REAL(L((x > 0) - (x < 0))));
  row.ends = true;
  TESSERA_FMIO(row, sign);
  row.dtypes = kOrderedDTypes;
  CheckRow(row);
}

TEST(UnaryTest, Square) {
  OpRow row = Row("square", 1, [](const Value* x) {
    return IsComplex(*x) ? *x * *x : Value(x->real() * x->real());
  });
  TESSERA_FMIO(row, square);
  row.dtypes = kNumberDTypes;
  CheckRow(row);
  row.dtypes = kBoolDType;
  row.result = ResultInt64;
  row.inplace = nullptr;
  CheckRow(row);
}

// Functions with a result of floating dtype.
void CheckFloat(OpRow row, double ulps, double low = -4) {
  row.ulps = ulps;
  row.result = ResultFloat;
  row.low = {low};
  // Complex numbers away from the edges, where <complex> decides, and from the
  // poles of tanh and sigmoid, near which no relative bound holds.
  row.dtypes = kOrderedDTypes;
  CheckRow(row);
  row.dtypes = kComplexDTypes;
  row.low = {-1.25};
  row.high = {1.25};
  row.specials.clear();
  CheckRow(row);
}

#define TESSERA_FLOAT_TEST(Name, op, ulps, of_real, of_complex) \
  TEST(UnaryTest, Name) {                                       \
    OpRow row = Row(#op, 1, [](const Value* v) -> Value {       \
      if (IsComplex(*v)) {                                      \
        const Value z = *v;                                     \
        return of_complex;                                      \
      }                                                         \
      const L x = v->real();                                    \
      return of_real;                                           \
    });                                                         \
    TESSERA_FMIO(row, op);                                      \
    CheckFloat(row, ulps);                                      \
  }
TESSERA_FLOAT_TEST(Sqrt, sqrt, 0.5, std::sqrt(x), std::sqrt(z))
TESSERA_FLOAT_TEST(Rsqrt, rsqrt, 2, 1 / std::sqrt(x), L(1) / std::sqrt(z))
TESSERA_FLOAT_TEST(Reciprocal, reciprocal, 0.5, 1 / x, L(1) / z)
TESSERA_FLOAT_TEST(Exp, exp, 1, std::exp(x), std::exp(z))
TESSERA_FLOAT_TEST(Log, log, 1, std::log(x), std::log(z))
TESSERA_FLOAT_TEST(Expm1, expm1, 2, std::expm1(x), std::exp(z) - L(1))
TESSERA_FLOAT_TEST(Exp2, exp2, 1, std::exp2(x), std::pow(L(2), z))
TESSERA_FLOAT_TEST(Log1p, log1p, 2, std::log1p(x), std::log(L(1) + z))
TESSERA_FLOAT_TEST(Log2, log2, 1, std::log2(x), std::log(z) / std::log(L(2)))
TESSERA_FLOAT_TEST(Log10, log10, 1, std::log10(x), std::log10(z))
TESSERA_FLOAT_TEST(Sin, sin, 1, std::sin(x), std::sin(z))
TESSERA_FLOAT_TEST(Cos, cos, 1, std::cos(x), std::cos(z))
TESSERA_FLOAT_TEST(Tan, tan, 1, std::tan(x), std::tan(z))
TESSERA_FLOAT_TEST(Asin, asin, 1, std::asin(x), std::asin(z))
TESSERA_FLOAT_TEST(Acos, acos, 1, std::acos(x), std::acos(z))
TESSERA_FLOAT_TEST(Atan, atan, 1, std::atan(x), std::atan(z))
TESSERA_FLOAT_TEST(Sinh, sinh, 2, std::sinh(x), std::sinh(z))
TESSERA_FLOAT_TEST(Cosh, cosh, 2, std::cosh(x), std::cosh(z))
TESSERA_FLOAT_TEST(Asinh, asinh, 2, std::asinh(x), std::asinh(z))
TESSERA_FLOAT_TEST(Acosh, acosh, 2, std::acosh(x), std::acosh(z))
TESSERA_FLOAT_TEST(Atanh, atanh, 2, std::atanh(x), std::atanh(z))
TESSERA_FLOAT_TEST(Tanh, tanh, 4, std::tanh(x), std::tanh(z))
TESSERA_FLOAT_TEST(Sigmoid, sigmoid, 4, 1 / (1 + std::exp(-x)),
                   L(1) / (L(1) + std::exp(-z)))

#define TESSERA_REAL_FLOAT_TEST(Name, op, bound, of_real) \
  TEST(UnaryTest, Name) {                                 \
    OpRow row = Row(#op, 1, TESSERA_REAL(of_real));       \
    TESSERA_FMIO(row, op);                                \
    row.ulps = bound;                                     \
    row.result = ResultFloat;                             \
    row.dtypes = kOrderedDTypes;                          \
    CheckRow(row);                                        \
  }
TESSERA_REAL_FLOAT_TEST(Erf, erf, 2, std::erf(x))
TESSERA_REAL_FLOAT_TEST(Erfc, erfc, 2, std::erfc(x))

// By Newton's method on erf, or its complement, from the left.
L Erfinv(L x) {
  const L a = std::fabs(x);
  if (!(a < 1)) return a == 1 ? std::copysign(L(kInf), x) : L(kNan);
  if (a == 0) return x;
  L y = 0.88L * a;
  for (int i = 0; i < 200; ++i) {
    const L rest = a < 0.5L ? a - std::erf(y) : std::erfc(y) - (1 - a);
    y += rest * 0.886226925452758013649L * std::exp(y * y);
  }
  return std::copysign(y, x);
}

TEST(UnaryTest, Erfinv) {
  OpRow row = Row("erfinv", 1, TESSERA_REAL(Erfinv(x)));
  TESSERA_FMIO(row, erfinv);
  row.ulps = 2;
  row.result = ResultFloat;
  row.dtypes = kFloatDTypes;
  row.low = {-1.1};
  row.high = {1.1};
  row.specials.insert(row.specials.end(), {1, -1, 0.999999, -0.9});
  CheckRow(row);
  row.dtypes = kIntDTypes | kBoolDType;
  CheckRow(row);
}

// Where exp(z) - 1 and log(1 + z) would keep no digit.
TEST(UnaryTest, ComplexNearZero) {
  for (const complex<double> z :
       {complex<double>(1e-20, 2e-20), complex<double>(-3e-9, 1e-300)}) {
    const Tensor t = full({}, Scalar(z), kComplexDouble);
    for (const Tensor& y : {expm1(t), log1p(t)}) {
      const auto got = y.item<complex<double>>();
      EXPECT_NEAR(got.real() / z.real(), 1, 1e-8);
      EXPECT_NEAR(got.imag() / z.imag(), 1, 1e-8);
    }
  }
}

TEST(UnaryTest, Relu) {
  OpRow row = Row("relu", 1, TESSERA_REAL(x < 0 ? 0 : x));
  TESSERA_FMI(row, relu);
  row.dtypes = kRealDTypes;
  CheckRow(row);
}

TEST(UnaryTest, Sgn) {
  OpRow row = Row("sgn", 1, TESSERA_REAL(L((x > 0) - (x < 0))));
  TESSERA_FMIO(row, sgn);
  row.dtypes = kOrderedDTypes;
  CheckRow(row);
  row.reference = Elementwise(
      [](const Value* x) { return *x == L(0) ? Value(0) : *x / std::abs(*x); });
  row.dtypes = kComplexDTypes;
  row.specials.clear();
  CheckRow(row);
}

// Halves among the numbers, so that ties come up.
#define TESSERA_ROUNDING_TEST(Name, op, expression)                  \
  TEST(UnaryTest, Name) {                                            \
    OpRow row = Row(#op, 1, TESSERA_REAL(expression));               \
    TESSERA_FMIO(row, op);                                           \
    row.dtypes = kRealDTypes;                                        \
    row.specials.insert(row.specials.end(), {-0.5, 1.5, 2.5, -3.5}); \
    CheckRow(row);                                                   \
  }
TESSERA_ROUNDING_TEST(Floor, floor, std::floor(x))
TESSERA_ROUNDING_TEST(Ceil, ceil, std::ceil(x))
TESSERA_ROUNDING_TEST(Trunc, trunc, std::trunc(x))
TESSERA_ROUNDING_TEST(Round, round, std::nearbyint(x))

TEST(UnaryTest, Frac) {
  OpRow row = Row("frac", 1, TESSERA_REAL(x - std::trunc(x)));
  TESSERA_FMIO(row, frac);
  row.dtypes = kFloatDTypes;
  CheckRow(row);
}

TEST(UnaryTest, RoundDecimals) {
  OpRow row;
  row.specials = kSpecials;
  row.name = "round(-1)";
  row.reference = Elementwise(
      TESSERA_REAL(std::nearbyint(static_cast<double>(x) / 10) * 10));
  row.call = [](const Tensors& t) { return round(t[0], -1); };
  row.method = [](const Tensors& t) { return t[0].round(-1); };
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].round_(-1); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return round_out(out, t[0], -1);
  };
  row.dtypes = kFloatDTypes;
  row.low = {-1000};
  row.high = {1000};
  row.specials = {kInf, kNan, 15, 25, -5};
  CheckRow(row);
}

TEST(UnaryTest, NanToNum) {
  OpRow row = Row("nan_to_num", 1, [](const Value* v) {
    const auto replace = [](L x) {
      return x != x ? L(5) : std::isinf(x) ? L(x > 0 ? 7 : -3) : x;
    };
    return Value(replace(v->real()), replace(v->imag()));
  });
  row.call = [](const Tensors& t) { return nan_to_num(t[0], 5, 7, -3); };
  row.method = [](const Tensors& t) { return t[0].nan_to_num(5, 7, -3); };
  row.inplace = [](const Tensors& t) -> Tensor {
    return t[0].nan_to_num_(5, 7, -3);
  };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return nan_to_num_out(out, t[0], 5, 7, -3);
  };
  CheckRow(row);
}

TEST(UnaryTest, Angle) {
  OpRow row = Row("angle", 1, [](const Value* v) -> Value {
    return v->real() != v->real() ? kNan : std::arg(*v);
  });
  row.call = [](const Tensors& t) { return angle(t[0]); };
  row.method = [](const Tensors& t) { return t[0].angle(); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return angle_out(out, t[0]);
  };
  row.result = [](DType d) { return toRealValueType(ResultFloat(d)); };
  row.ulps = 2;
  // -0. counts as 0; C's arg has pi for it.
  row.specials = {0., kInf, -kInf, kNan, 1e30, -1e30};
  CheckRow(row);
}

TEST(UnaryTest, RealAndImag) {
  OpRow row = Row("real", 1, [](const Value* x) { return Value(x->real()); });
  row.call = [](const Tensors& t) { return real(t[0]); };
  row.method = [](const Tensors& t) { return t[0].real(); };
  row.result = ResultReal;
  CheckRow(row);
  row.reference = Elementwise([](const Value* x) { return Value(x->imag()); });
  row.call = [](const Tensors& t) { return imag(t[0]); };
  row.method = [](const Tensors& t) { return t[0].imag(); };
  row.dtypes = kComplexDTypes;
  CheckRow(row);
}

TEST(UnaryTest, Predicates) {
  OpRow row = Row("isnan", 1, [](const Value* x) {
    return Value(std::isnan(x->real()) || std::isnan(x->imag()));
  });
  row.result = ResultBool;
  TESSERA_FM(row, isnan);
  CheckRow(row);
  row.name = "isinf";
  row.reference = Elementwise([](const Value* x) {
    return Value(std::isinf(x->real()) || std::isinf(x->imag()));
  });
  TESSERA_FM(row, isinf);
  CheckRow(row);
  row.name = "isfinite";
  row.reference = Elementwise([](const Value* x) {
    return Value(std::isfinite(x->real()) && std::isfinite(x->imag()));
  });
  TESSERA_FM(row, isfinite);
  CheckRow(row);
}

TEST(UnaryTest, Signs) {
  OpRow row = Row("signbit", 1, TESSERA_REAL(L(std::signbit(x))));
  row.result = ResultBool;
  row.dtypes = kOrderedDTypes;
  TESSERA_FM(row, signbit);
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return signbit_out(out, t[0]);
  };
  CheckRow(row);
  row.name = "isposinf";
  row.reference = Elementwise(TESSERA_REAL(L(x == kInf)));
  TESSERA_FM(row, isposinf);
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return isposinf_out(out, t[0]);
  };
  CheckRow(row);
  row.name = "isneginf";
  row.reference = Elementwise(TESSERA_REAL(L(x == -kInf)));
  TESSERA_FM(row, isneginf);
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return isneginf_out(out, t[0]);
  };
  CheckRow(row);
}

TEST(UnaryTest, Not) {
  OpRow row =
      Row("logical_not", 1, [](const Value* x) { return Value(*x == L(0)); });
  row.result = ResultBool;
  row.ends = true;
  TESSERA_FMIO(row, logical_not);
  CheckRow(row);

  row = Row("bitwise_not", 1, TESSERA_REAL(-x - 1));
  row.ends = true;
  row.dtypes = kIntDTypes & ~kUnsignedDTypes;
  TESSERA_FMIO(row, bitwise_not);
  CheckRow(row);
  row.reference = Elementwise(TESSERA_REAL(x == 0));
  row.dtypes = kBoolDType;
  CheckRow(row);
}

TEST(UnaryTest, Conj) {
  OpRow row = Row("conj", 1, [](const Value* x) { return std::conj(*x); });
  TESSERA_FM(row, conj);
  CheckRow(row);
  row.name = "conj_physical";
  row.dtypes = kComplexDTypes;
  TESSERA_FMIO(row, conj_physical);
  CheckRow(row);
}

TEST(UnaryTest, Positive) {
  OpRow row = Row("positive", 1, [](const Value* x) { return *x; });
  TESSERA_FM(row, positive);
  row.dtypes = kNumberDTypes;
  CheckRow(row);
}

// ---- Arithmetic ----

#define TESSERA_SUM_TEST(Name, op, expression)                           \
  TEST(BinaryTest, Name) {                                               \
    OpRow row =                                                          \
        Row(#op, 2, [](const Value* x) -> Value { return expression; }); \
    TESSERA_FMIO2(row, op);                                              \
    row.dtypes = kNumberDTypes;                                          \
    row.low = {8, 0};                                                    \
    row.high = {12, 8};                                                  \
    CheckRow(row);                                                       \
  }
TESSERA_SUM_TEST(Add, add, x[0] + x[1])
TESSERA_SUM_TEST(Sub, sub, x[0] - x[1])

Value Times(const Value& a, const Value& b) {
  return IsComplex(a) || IsComplex(b) ? a * b : Value(a.real() * b.real());
}

TEST(BinaryTest, Mul) {
  OpRow row = Row("mul", 2, [](const Value* x) { return Times(x[0], x[1]); });
  TESSERA_FMIO2(row, mul);
  CheckRow(row);
}

TEST(BinaryTest, BoolSums) {
  OpRow row = Row("add", 2, TESSERA_REAL2(x + y > 0));
  TESSERA_FMIO2(row, add);
  row.dtypes = kBoolDType;
  CheckRow(row);
}

TEST(BinaryTest, Alpha) {
  OpRow row = Row("add(alpha)", 2,
                  [](const Value* x) { return x[0] + Times(3, x[1]); });
  row.call = [](const Tensors& t) { return add(t[0], t[1], 3); };
  row.method = [](const Tensors& t) { return t[0].add(t[1], 3); };
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].add_(t[1], 3); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return add_out(out, t[0], t[1], 3);
  };
  row.dtypes = kNumberDTypes;
  // Two roundings; of numbers of one sign, so that none cancels.
  row.ulps = 1.5;
  row.low = {8, 1};
  row.high = {12, 8};
  row.specials = {kInf, kNan, 2.5, 1e4};
  CheckRow(row);
  row.name = "sub(alpha)";
  row.reference =
      Elementwise([](const Value* x) { return x[0] - Times(-3, x[1]); });
  row.call = [](const Tensors& t) { return sub(t[0], t[1], -3); };
  row.method = [](const Tensors& t) { return t[0].sub(t[1], -3); };
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].sub_(t[1], -3); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return sub_out(out, t[0], t[1], -3);
  };
  CheckRow(row);
}

TEST(BinaryTest, Rsub) {
  OpRow row = Row("rsub", 2, [](const Value* x) { return x[1] - x[0]; });
  row.call = [](const Tensors& t) { return rsub(t[0], t[1]); };
  row.dtypes = kNumberDTypes & ~kUnsignedDTypes;
  CheckRow(row);
  row = Row("2 - t", 1, [](const Value* x) { return L(9) - x[0]; });
  row.call = [](const Tensors& t) { return 9 - t[0]; };
  row.dtypes = kNumberDTypes;
  CheckRow(row);
}

TEST(BinaryTest, Div) {
  OpRow row = Row("div", 2, [](const Value* x) {
    return IsComplex(x[0]) || IsComplex(x[1])
               ? x[0] / x[1]
               : Value(x[0].real() / x[1].real());
  });
  TESSERA_FMIO2(row, div);
  row.result = ResultFloat;
  row.dtypes = kOrderedDTypes;
  CheckRow(row);
  row.dtypes = kComplexDTypes;
  row.low = {-4, 1};
  row.specials.clear();
  CheckRow(row);
}

L PythonFloor(L x, L y) {
  if (y == 0) return x / y;
  const L rest = std::fmod(x, y);
  L quotient = (x - rest) / y;
  if (rest != 0 && (y < 0) != (rest < 0)) quotient -= 1;
  return quotient == 0 ? std::copysign(L(0), x / y) : std::round(quotient);
}
L PythonRest(L x, L y) {
  const L rest = std::fmod(x, y);
  return rest != 0 && (y < 0) != (rest < 0) ? rest + y : rest;
}

// Quotients that float and long double round alike; the divisor is not 0.
OpRow QuotientRow(const char* name, Value (*reference)(const Value*)) {
  OpRow row = Row(name, 2, reference);
  row.dtypes = kRealDTypes;
  row.low = {-50, 1};
  row.high = {50, 9};
  row.specials = {kInf, -kInf, kNan, 0.25, -7, 64};
  return row;
}

TEST(BinaryTest, FloorDivide) {
  OpRow row = QuotientRow("floor_divide", TESSERA_REAL2(PythonFloor(x, y)));
  TESSERA_FMIO2(row, floor_divide);
  CheckRow(row);
  row.low = {-50, -9};
  row.high = {50, -1};
  row.dtypes = kRealDTypes & ~kUnsignedDTypes;
  CheckRow(row);
  row.name = "div floor";
  row.call = [](const Tensors& t) { return div(t[0], t[1], "floor"); };
  row.method = [](const Tensors& t) { return t[0].div(t[1], "floor"); };
  row.inplace = [](const Tensors& t) -> Tensor {
    return t[0].div_(t[1], "floor");
  };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return div_out(out, t[0], t[1], "floor");
  };
  CheckRow(row);
}

TEST(BinaryTest, DivTrunc) {
  // What is cut is the quotient as rounded to the dtype, or to float32.
  OpRow row = QuotientRow("div trunc",
                          TESSERA_REAL2(std::trunc(static_cast<float>(x / y))));
  row.call = [](const Tensors& t) { return div(t[0], t[1], "trunc"); };
  row.inplace = [](const Tensors& t) -> Tensor {
    return t[0].div_(t[1], "trunc");
  };
  row.dtypes &= ~(1u << static_cast<int>(kFloat64));
  CheckRow(row);
  row.reference =
      Elementwise(TESSERA_REAL2(std::trunc(static_cast<double>(x / y))));
  row.dtypes = 1u << static_cast<int>(kFloat64);
  CheckRow(row);
}

TEST(BinaryTest, Remainder) {
  OpRow row = QuotientRow("remainder", TESSERA_REAL2(PythonRest(x, y)));
  TESSERA_FMIO2(row, remainder);
  // fmod is exact; the divisor is added with a rounding.
  CheckRow(row);
  row.low = {-50, -9};
  row.high = {50, -1};
  row.dtypes = kRealDTypes & ~kUnsignedDTypes;
  CheckRow(row);
}

TEST(BinaryTest, Fmod) {
  OpRow row = QuotientRow("fmod", TESSERA_REAL2(std::fmod(x, y)));
  TESSERA_FMIO2(row, fmod);
  CheckRow(row);
  row.low = {-50, -9};
  row.high = {50, -1};
  row.dtypes = kRealDTypes & ~kUnsignedDTypes;
  CheckRow(row);
}

TEST(BinaryTest, Pow) {
  OpRow row = Row("pow", 2, TESSERA_REAL2(std::pow(x, y)));
  TESSERA_FMIO2(row, pow);
  row.dtypes = kIntDTypes;
  row.low = {-2, 0};
  row.high = {2, 5};
  CheckRow(row);
  row.dtypes = kFloatDTypes;
  row.ulps = 2;
  row.low = {-4, -20};
  row.high = {20, 20};
  CheckRow(row);
  row.dtypes = kComplexDTypes;
  row.reference =
      Elementwise([](const Value* x) { return std::pow(x[0], x[1]); });
  row.low = {1, -2};
  row.high = {3, 2};
  row.specials.clear();
  CheckRow(row);
}

TEST(BinaryTest, MaximumMinimum) {
  OpRow row = Row("maximum", 2,
                  TESSERA_REAL2(x != x   ? x
                                : y != y ? y
                                         : std::fmax(x, y)));
  row.call = [](const Tensors& t) { return maximum(t[0], t[1]); };
  row.method = [](const Tensors& t) { return t[0].maximum(t[1]); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return maximum_out(out, t[0], t[1]);
  };
  row.dtypes = kOrderedDTypes;
  row.ends = true;
  CheckRow(row);
  row.name = "minimum";
  row.reference = Elementwise(TESSERA_REAL2(x != x   ? x
                                            : y != y ? y
                                                     : std::fmin(x, y)));
  row.call = [](const Tensors& t) { return minimum(t[0], t[1]); };
  row.method = [](const Tensors& t) { return t[0].minimum(t[1]); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return minimum_out(out, t[0], t[1]);
  };
  CheckRow(row);
}

TEST(BinaryTest, FmaxFmin) {
  OpRow row = Row("fmax", 2, TESSERA_REAL2(std::fmax(x, y)));
  row.call = [](const Tensors& t) { return fmax(t[0], t[1]); };
  row.method = [](const Tensors& t) { return t[0].fmax(t[1]); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return fmax_out(out, t[0], t[1]);
  };
  row.dtypes = kOrderedDTypes;
  row.ends = true;
  CheckRow(row);
  row.name = "fmin";
  row.reference = Elementwise(TESSERA_REAL2(std::fmin(x, y)));
  row.call = [](const Tensors& t) { return fmin(t[0], t[1]); };
  row.method = [](const Tensors& t) { return t[0].fmin(t[1]); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return fmin_out(out, t[0], t[1]);
  };
  CheckRow(row);
}

L Xlogy(L x, L y) { return x == 0 && y == y ? 0 : x * std::log(y); }

#define TESSERA_FLOAT_BINARY_TEST(Name, op, bound, set, expression) \
  TEST(BinaryTest, Name) {                                          \
    OpRow row = Row(#op, 2, TESSERA_REAL2(expression));             \
    TESSERA_FMIO2(row, op);                                         \
    row.ulps = bound;                                               \
    row.result = ResultFloat;                                       \
    row.dtypes = set;                                               \
    CheckRow(row);                                                  \
  }
TESSERA_FLOAT_BINARY_TEST(Atan2, atan2, 2, kOrderedDTypes, std::atan2(x, y))
TESSERA_FLOAT_BINARY_TEST(Hypot, hypot, 2, kFloatDTypes, std::hypot(x, y))
TESSERA_FLOAT_BINARY_TEST(Copysign, copysign, 0.5, kOrderedDTypes,
                          std::copysign(x, y))
TESSERA_FLOAT_BINARY_TEST(Xlogy, xlogy, 2, kOrderedDTypes, Xlogy(x, y))

TEST(BinaryTest, MakeComplex) {
  OpRow row = Row("make_complex", 2, [](const Value* x) {
    return Value(x[0].real(), x[1].real());
  });
  row.call = [](const Tensors& t) { return make_complex(t[0], t[1]); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return make_complex_out(out, t[0], t[1]);
  };
  row.result = toComplexType;
  row.dtypes =
      1u << static_cast<int>(kFloat32) | 1u << static_cast<int>(kFloat64);
  CheckRow(row);
}

// Counts and values that no dtype loses bits of; elementwise_semantics_test.cc
// has the others.
TEST(BinaryTest, Shifts) {
  OpRow row = Row("bitwise_left_shift", 2,
                  TESSERA_REAL2(std::ldexp(x, static_cast<int>(y))));
  TESSERA_FMIO2(row, bitwise_left_shift);
  row.dtypes = kIntDTypes;
  row.low = {-1, 0};
  row.high = {1, 6};
  CheckRow(row);
  row.name = "bitwise_right_shift";
  row.reference = Elementwise(
      TESSERA_REAL2(std::floor(std::ldexp(x, -static_cast<int>(y)))));
  TESSERA_FMIO2(row, bitwise_right_shift);
  row.low = {-100, 0};
  row.high = {100, 7};
  CheckRow(row);
}

#define TESSERA_BIT_TEST(Name, op, symbol)                                 \
  TEST(BinaryTest, Name) {                                                 \
    OpRow row = Row(#op, 2,                                                \
                    TESSERA_REAL2(L(static_cast<int64_t>(x)                \
                                        symbol static_cast<int64_t>(y)))); \
    TESSERA_FMIO2(row, op);                                                \
    row.dtypes = kIntDTypes | kBoolDType;                                  \
    row.low = {-100};                                                      \
    row.high = {100};                                                      \
    CheckRow(row);                                                         \
  }
TESSERA_BIT_TEST(BitwiseAnd, bitwise_and, &)
TESSERA_BIT_TEST(BitwiseOr, bitwise_or, |)
TESSERA_BIT_TEST(BitwiseXor, bitwise_xor, ^)

bool Truth(const Value& v) { return v != L(0); }

TEST(BinaryTest, Logical) {
  OpRow row = Row("logical_and", 2, [](const Value* x) {
    return Value(Truth(x[0]) && Truth(x[1]));
  });
  row.result = ResultBool;
  row.low = {-1};
  row.high = {1};
  row.ends = true;
  TESSERA_FMIO2(row, logical_and);
  CheckRow(row);
  row.name = "logical_or";
  row.reference = Elementwise(
      [](const Value* x) { return Value(Truth(x[0]) || Truth(x[1])); });
  TESSERA_FMIO2(row, logical_or);
  CheckRow(row);
  row.name = "logical_xor";
  row.reference = Elementwise(
      [](const Value* x) { return Value(Truth(x[0]) != Truth(x[1])); });
  TESSERA_FMIO2(row, logical_xor);
  CheckRow(row);
}

#define TESSERA_COMPARE_TEST(Name, op, expression, set)                     \
  TEST(CompareTest, Name) {                                                 \
    OpRow row = Row(                                                        \
        #op, 2, [](const Value* x) -> Value { return Value(expression); }); \
    TESSERA_FMIO2(row, op);                                                 \
    row.result = ResultBool;                                                \
    row.dtypes = set;                                                       \
    row.low = {-2};                                                         \
    row.high = {2};                                                         \
    row.ends = true;                                                        \
    CheckRow(row);                                                          \
  }
TESSERA_COMPARE_TEST(Eq, eq, x[0] == x[1], kAllDTypes)
TESSERA_COMPARE_TEST(Ne, ne, x[0] != x[1], kAllDTypes)
TESSERA_COMPARE_TEST(Lt, lt, x[0].real() < x[1].real(), kOrderedDTypes)
TESSERA_COMPARE_TEST(Le, le, x[0].real() <= x[1].real(), kOrderedDTypes)
TESSERA_COMPARE_TEST(Gt, gt, x[0].real() > x[1].real(), kOrderedDTypes)
TESSERA_COMPARE_TEST(Ge, ge, x[0].real() >= x[1].real(), kOrderedDTypes)

TEST(CompareTest, Isclose) {
  OpRow row = Row("isclose", 2, [](const Value* x) {
    const L distance = std::abs(x[0] - x[1]);
    return Value(x[0] == x[1] || (std::isfinite(distance) &&
                                  distance <= 0.5L + 0.3L * std::abs(x[1])));
  });
  row.call = [](const Tensors& t) { return isclose(t[0], t[1], 0.3, 0.5); };
  row.method = [](const Tensors& t) { return t[0].isclose(t[1], 0.3, 0.5); };
  row.result = ResultBool;
  row.low = {-2};
  row.high = {2};
  CheckRow(row);
}

// ---- Ternary ----

TEST(TernaryTest, Where) {
  OpRow row =
      Row("where", 3, [](const Value* x) { return Truth(x[0]) ? x[1] : x[2]; });
  row.call = [](const Tensors& t) { return where(t[0], t[1], t[2]); };
  row.method = [](const Tensors& t) { return t[1].where(t[0], t[2]); };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return where_out(out, t[0], t[1], t[2]);
  };
  row.input_dtypes = {kBool};
  row.ends = true;
  CheckRow(row);
}

L ClampTo(L x, L low, L high) {
  if (x != x || low != low || high != high) return kNan;
  return std::fmin(std::fmax(x, low), high);
}

TEST(TernaryTest, Clamp) {
  OpRow row = Row("clamp", 3, [](const Value* x) {
    return Value(ClampTo(x[0].real(), x[1].real(), x[2].real()));
  });
  row.call = [](const Tensors& t) { return clamp(t[0], t[1], t[2]); };
  row.method = [](const Tensors& t) { return t[0].clip(t[1], t[2]); };
  row.inplace = [](const Tensors& t) -> Tensor {
    return t[0].clamp_(t[1], t[2]);
  };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return clamp_out(out, t[0], t[1], t[2]);
  };
  row.dtypes = kOrderedDTypes;
  row.ends = true;
  CheckRow(row);

  row = Row("clamp(1, 3)", 1, TESSERA_REAL(ClampTo(x, 1, 3)));
  row.ends = true;
  row.call = [](const Tensors& t) { return clamp(t[0], 1, 3); };
  row.method = [](const Tensors& t) { return t[0].clamp(1, 3); };
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].clamp_(1, 3); };
  row.dtypes = kRealDTypes;
  CheckRow(row);
  row.name = "clamp_max(2)";
  row.reference = Elementwise(TESSERA_REAL(ClampTo(x, -kInf, 2)));
  row.call = [](const Tensors& t) { return clamp(t[0], {}, 2); };
  row.method = [](const Tensors& t) { return t[0].clamp_max(2); };
  row.inplace = [](const Tensors& t) -> Tensor { return t[0].clamp_max_(2); };
  CheckRow(row);
}

#define TESSERA_FMIO3(row, op)                                       \
  row.call = [](const Tensors& t) { return op(t[0], t[1], t[2]); };  \
  row.method = [](const Tensors& t) { return t[0].op(t[1], t[2]); }; \
  row.inplace = [](const Tensors& t) -> Tensor {                     \
    return t[0].op##_(t[1], t[2]);                                   \
  };                                                                 \
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {            \
    return op##_out(out, t[0], t[1], t[2]);                          \
  }

// A few roundings of numbers up to 64.
long double FewRoundings(const std::vector<Array>&, size_t, DType dtype) {
  if (isIntegralType(dtype, true)) return 0;
  return 4 * UlpOf(toRealValueType(dtype), 63);
}

TEST(TernaryTest, Lerp) {
  OpRow row = Row("lerp", 3,
                  [](const Value* x) { return x[0] + x[2] * (x[1] - x[0]); });
  TESSERA_FMIO3(row, lerp);
  row.dtypes = kInexactDTypes;
  row.specials.clear();
  row.low = {-4, -4, -1};
  row.high = {4, 4, 2};
  row.error = FewRoundings;
  CheckRow(row);
  row = Row("lerp(0.75)", 2,
            [](const Value* x) { return x[0] + 0.75L * (x[1] - x[0]); });
  row.call = [](const Tensors& t) { return lerp(t[0], t[1], 0.75); };
  row.dtypes = kInexactDTypes;
  row.specials.clear();
  row.error = FewRoundings;
  CheckRow(row);
}

TEST(TernaryTest, Addcmul) {
  OpRow row = Row("addcmul", 3,
                  [](const Value* x) { return x[0] + L(2) * x[1] * x[2]; });
  row.call = [](const Tensors& t) { return addcmul(t[0], t[1], t[2], 2); };
  row.method = [](const Tensors& t) { return t[0].addcmul(t[1], t[2], 2); };
  row.inplace = [](const Tensors& t) -> Tensor {
    return t[0].addcmul_(t[1], t[2], 2);
  };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return addcmul_out(out, t[0], t[1], t[2], 2);
  };
  row.dtypes = kNumberDTypes;
  row.specials.clear();
  row.error = FewRoundings;
  CheckRow(row);
  row.name = "addcdiv";
  row.reference =
      Elementwise([](const Value* x) { return x[0] + L(2) * x[1] / x[2]; });
  row.call = [](const Tensors& t) { return addcdiv(t[0], t[1], t[2], 2); };
  row.method = [](const Tensors& t) { return t[0].addcdiv(t[1], t[2], 2); };
  row.inplace = [](const Tensors& t) -> Tensor {
    return t[0].addcdiv_(t[1], t[2], 2);
  };
  row.out = [](Tensor& out, const Tensors& t) -> Tensor {
    return addcdiv_out(out, t[0], t[1], t[2], 2);
  };
  row.dtypes = kInexactDTypes;
  row.low = {-4, -4, 1};
  CheckRow(row);
}

TEST(TernaryTest, MaskedFill) {
  OpRow row = Row("masked_fill", 2,
                  [](const Value* x) { return Truth(x[1]) ? Value(1) : x[0]; });
  row.call = [](const Tensors& t) { return masked_fill(t[0], t[1], 1); };
  row.method = [](const Tensors& t) {
    return t[0].masked_fill(t[1], ones({}));
  };
  row.inplace = [](const Tensors& t) -> Tensor {
    return t[0].masked_fill_(t[1], 1);
  };
  row.input_dtypes = {DType::Undefined, kBool};
  CheckRow(row);
}

// ---- Gradients' helpers ----

TEST(BackwardOpsTest, Values) {
  OpRow row = Row("threshold_backward", 2, TESSERA_REAL2(y <= 0.5L ? 0 : x));
  row.call = [](const Tensors& t) {
    return threshold_backward(t[0], t[1], 0.5);
  };
  row.dtypes = kFloatDTypes;
  CheckRow(row);
  // Sums and products of a few roundings each.
  row = Row("tanh_backward", 2, [](const Value* x) {
    return x[0] * std::conj(L(1) - x[1] * x[1]);
  });
  row.call = [](const Tensors& t) { return tanh_backward(t[0], t[1]); };
  row.dtypes = kInexactDTypes;
  row.specials.clear();
  row.low = {-1};
  row.high = {1};
  row.error = [](const std::vector<Array>&, size_t, DType dtype) {
    return 8 * UlpOf(toRealValueType(dtype), 2);
  };
  CheckRow(row);
  row.name = "sigmoid_backward";
  row.reference = Elementwise(
      [](const Value* x) { return x[0] * std::conj((L(1) - x[1]) * x[1]); });
  row.call = [](const Tensors& t) { return sigmoid_backward(t[0], t[1]); };
  CheckRow(row);
}

// ---- Copies ----

TEST(CopyTest, AllPairsOfDTypes) {
  // What every dtype holds, so that the rule of conversion is not at stake (it
  // is dtype/convert_test's).
  OpRow row = Row("to", 1, [](const Value* x) { return x[0]; });
  row.low = {0};
  row.high = {1};
  row.specials.clear();
  row.shapes = {{{}}, {{5}}, {{3, 300}}, {{19, 33}}};
  for (int to = 0; to < kDTypes; ++to) {
    static DType target;
    target = static_cast<DType>(to);
    row.name = std::string("to ") + name(target);
    row.result = [](DType) { return target; };
    row.call = [](const Tensors& t) { return t[0].to(target, false, true); };
    row.dtypes = kOrderedDTypes & ~kFloatDTypes;
    CheckRow(row);
  }
}

}  // namespace
}  // namespace tessera::testing
