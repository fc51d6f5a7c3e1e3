// DType's properties, TypeMeta, finfo and iinfo, visit, complex and printing.
#include "tessera/dtype/dtype.h"

#include <algorithm>
#include <cmath>
#include <complex>
#include <limits>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/complex_std.h"
#include "tessera/dtype/dispatch.h"
#include "tessera/dtype/dtype_io.h"
#include "tessera/dtype/limits.h"
#include "tessera/dtype/visit.h"

namespace tessera {
namespace {

template <class T>
std::string Printed(const T& v) {
  std::ostringstream os;
  os << v;
  return os.str();
}

template <class E, class F>
std::string MessageOf(F f) {
  try {
    f();
  } catch (const E& e) {
    return e.what();
  }
  return "not thrown";
}

TEST(DTypeTest, Properties) {
  const struct {
    DType dtype;
    const char *name, *libtorch, *cpp;
    size_t size;
    Kind kind;
    bool is_signed;
    int dlpack;
    const char* numpy;
  } rows[] = {
      {kBool, "bool", "Bool", "bool", 1, Kind::Bool, false, 6, "|b1"},
      {kUInt8, "uint8", "Byte", "unsigned char", 1, Kind::Int, false, 1, "|u1"},
      {kUInt16, "uint16", "UInt16", "short unsigned int", 2, Kind::Int, false,
       1, "<u2"},
      {kUInt32, "uint32", "UInt32", "unsigned int", 4, Kind::Int, false, 1,
       "<u4"},
      {kUInt64, "uint64", "UInt64", "long unsigned int", 8, Kind::Int, false, 1,
       "<u8"},
      {kInt8, "int8", "Char", "signed char", 1, Kind::Int, true, 0, "|i1"},
      {kInt16, "int16", "Short", "short int", 2, Kind::Int, true, 0, "<i2"},
      {kInt32, "int32", "Int", "int", 4, Kind::Int, true, 0, "<i4"},
      {kInt64, "int64", "Long", "long int", 8, Kind::Int, true, 0, "<i8"},
      {kFloat16, "float16", "Half", "c10::Half", 2, Kind::Float, true, 2,
       "<f2"},
      {kBFloat16, "bfloat16", "BFloat16", "c10::BFloat16", 2, Kind::Float, true,
       4, ""},
      {kFloat32, "float32", "Float", "float", 4, Kind::Float, true, 2, "<f4"},
      {kFloat64, "float64", "Double", "double", 8, Kind::Float, true, 2, "<f8"},
      {kComplexFloat, "complex64", "ComplexFloat", "c10::complex<float>", 8,
       Kind::Complex, true, 5, "<c8"},
      {kComplexDouble, "complex128", "ComplexDouble", "c10::complex<double>",
       16, Kind::Complex, true, 5, "<c16"},
  };
  int number = 0;
  for (const auto& row : rows) {
    const DType d = row.dtype;
    EXPECT_EQ(static_cast<int>(d), number++);
    EXPECT_STREQ(name(d), row.name);
    EXPECT_EQ(Str(d), row.name);
    EXPECT_STREQ(toString(d), row.libtorch);
    EXPECT_EQ(Printed(d), row.libtorch);
    EXPECT_STREQ(TypeMeta(d).name(), row.cpp);
    EXPECT_EQ(Printed(TypeMeta(d)), row.cpp);
    EXPECT_EQ(Str(TypeMeta(d)), row.cpp);
    EXPECT_EQ(elementSize(d), row.size);
    EXPECT_EQ(kind(d), row.kind);
    EXPECT_EQ(isSignedType(d), row.is_signed) << row.name;
    EXPECT_EQ(isFloatingType(d), row.kind == Kind::Float);
    EXPECT_EQ(isComplexType(d), row.kind == Kind::Complex);
    EXPECT_EQ(isIntegralType(d, false), row.kind == Kind::Int);
    EXPECT_EQ(isIntegralType(d, true), row.kind <= Kind::Int);
    EXPECT_EQ(isReducedFloatingType(d),
              row.kind == Kind::Float && row.size == 2);
    EXPECT_EQ(dlpack_code(d), row.dlpack);
    EXPECT_EQ(std::string(numpy_descr(d) ? numpy_descr(d) : ""), row.numpy);
    DType from_name = DType::Undefined;
    EXPECT_TRUE(DTypeFromName(row.name, &from_name));
    EXPECT_EQ(from_name, d);
    visit(d, all_types, [&](auto tag) {
      using T = typename decltype(tag)::type;
      EXPECT_EQ(dtype_of<T>, d);
      EXPECT_EQ(sizeof(T), row.size);
    });
  }
  EXPECT_EQ(number, kDTypes);
  EXPECT_EQ(elementSize(DType::Undefined), 0u);
  EXPECT_STREQ(toString(DType::Undefined), "Undefined");
  EXPECT_FALSE(isSignedType(DType::Undefined));
  DType unused;
  EXPECT_FALSE(DTypeFromName("undefined", &unused));
  EXPECT_FALSE(DTypeFromName("", &unused));
}

TEST(DTypeTest, RealAndComplex) {
  EXPECT_EQ(toRealValueType(kComplexFloat), kFloat32);
  EXPECT_EQ(toRealValueType(kComplexDouble), kFloat64);
  EXPECT_EQ(toRealValueType(kInt8), kInt8);
  EXPECT_EQ(toComplexType(kHalf), kComplexFloat);
  EXPECT_EQ(toComplexType(kFloat32), kComplexFloat);
  EXPECT_EQ(toComplexType(kFloat64), kComplexDouble);
  EXPECT_EQ(toComplexType(kComplexDouble), kComplexDouble);
  EXPECT_EQ(toComplexType(kInt64), DType::Undefined);
}

static_assert(dtype_of<long long> == kInt64 && dtype_of<long> == kInt64);
static_assert(dtype_of<unsigned long long> == kUInt64);
static_assert(dtype_of<const float> == kFloat32);
static_assert(kU8 == kByte && kF64 == kDouble && kI16 == kShort);

TEST(DTypeTest, Default) {
  EXPECT_EQ(get_default_dtype(), kFloat32);
  EXPECT_EQ(default_complex_dtype(), kComplexFloat);
  set_default_dtype(kFloat64);
  EXPECT_EQ(get_default_dtype(), kFloat64);
  EXPECT_EQ(default_complex_dtype(), kComplexDouble);
  set_default_dtype(kFloat32);
  EXPECT_EQ(MessageOf<TypeError>([] { set_default_dtype(kInt64); }),
            "set_default_dtype: expected a floating dtype, got int64");
  EXPECT_THROW(set_default_dtype(kComplexFloat), TypeError);
  EXPECT_EQ(get_default_dtype(), kFloat32);
}

TEST(TypeMetaTest, ComparesAndConverts) {
  const TypeMeta m = kFloat;
  EXPECT_TRUE(m == kFloat && kFloat == m && m == TypeMeta(kFloat));
  EXPECT_TRUE(m != kLong && kLong != m && m != TypeMeta(kLong));
  const ScalarType converted = m;
  EXPECT_EQ(converted, kFloat);
  EXPECT_EQ(m.toScalarType(), kFloat);
  EXPECT_EQ(m.itemsize(), 4u);
  EXPECT_TRUE(TypeMeta::Make<int64_t>() == kLong);
}

TEST(LimitsTest, Texts) {
  EXPECT_EQ(Str(finfo(kFloat32)),
            "finfo(resolution=1e-06, min=-3.40282e+38, max=3.40282e+38, "
            "eps=1.19209e-07, smallest_normal=1.17549e-38, tiny=1.17549e-38, "
            "dtype=float32)");
  EXPECT_EQ(Printed(finfo(kFloat16)),
            "finfo(resolution=0.001, min=-65504, max=65504, eps=0.000976562, "
            "smallest_normal=6.10352e-05, tiny=6.10352e-05, dtype=float16)");
  EXPECT_EQ(Str(finfo(kBFloat16)),
            "finfo(resolution=0.01, min=-3.38953e+38, max=3.38953e+38, "
            "eps=0.0078125, smallest_normal=1.17549e-38, tiny=1.17549e-38, "
            "dtype=bfloat16)");
  EXPECT_EQ(Str(finfo(kFloat64)),
            "finfo(resolution=1e-15, min=-1.79769e+308, max=1.79769e+308, "
            "eps=2.22045e-16, smallest_normal=2.22507e-308, "
            "tiny=2.22507e-308, dtype=float64)");
  EXPECT_EQ(Str(iinfo(kInt8)), "iinfo(min=-128, max=127, dtype=int8)");
  EXPECT_EQ(Printed(iinfo(kUInt64)),
            "iinfo(min=0, max=18446744073709551615, dtype=uint64)");
  EXPECT_EQ(MessageOf<TypeError>([] { finfo(kInt8); }),
            "finfo: expected a floating or complex dtype, got int8; use iinfo "
            "for integers");
  EXPECT_EQ(MessageOf<TypeError>([] { iinfo(kFloat32); }),
            "iinfo: expected an integer dtype, got float32; use finfo for "
            "floating ones");
  EXPECT_THROW(iinfo(kBool), TypeError);
  EXPECT_THROW(finfo(DType::Undefined), TypeError);
}

TEST(LimitsTest, Values) {
  EXPECT_EQ(finfo(kFloat16).bits, 16);
  EXPECT_EQ(finfo(kComplexDouble).bits, 64);
  EXPECT_EQ(finfo(kComplexFloat).dtype, kFloat32);
  for (int i = 0; i < kDTypes; ++i) {
    const DType d = static_cast<DType>(i);
    if (!integral_types.contains(d)) continue;
    visit(d, integral_types, [&](auto tag) {
      using L = std::numeric_limits<typename decltype(tag)::type>;
      EXPECT_EQ(iinfo(d).bits, L::digits + L::is_signed);
      EXPECT_EQ(iinfo(d).min, static_cast<int64_t>(L::min()));
      EXPECT_EQ(iinfo(d).max, static_cast<uint64_t>(L::max()));
    });
  }
}

TEST(VisitTest, SetsAndErrors) {
  const struct {
    uint16_t mask;
    int size;
    const char* names;
  } sets[] = {
      {bool_type.mask, 1, "bool"},
      {integral_types.mask, 8, "integer"},
      {integral_and_bool_types.mask, 9, "bool or integer"},
      {signed_integral_types.mask, 4, "int8, int16, int32 or int64"},
      {unsigned_integral_types.mask, 4, "uint8, uint16, uint32 or uint64"},
      {floating_types.mask, 4, "floating"},
      {reduced_floating_types.mask, 2, "float16 or bfloat16"},
      {full_floating_types.mask, 2, "float32 or float64"},
      {complex_types.mask, 2, "complex"},
      {inexact_types.mask, 6, "floating or complex"},
      {real_types.mask, 12, "integer or floating"},
      {ordered_types.mask, 13, "bool, integer or floating"},
      {number_types.mask, 14, "integer, floating or complex"},
      {all_types.mask, 15, "bool, integer, floating or complex"},
      {(bool_type | full_floating_types).mask, 3, "bool, float32 or float64"},
  };
  for (const auto& s : sets) {
    EXPECT_EQ(__builtin_popcount(s.mask), s.size) << s.names;
    EXPECT_EQ(DTypeNames(s.mask), s.names);
  }
  const auto size = [](auto tag) {
    return sizeof(typename decltype(tag)::type);
  };
  EXPECT_EQ(visit(kComplexDouble, complex_types, size), 16u);
  EXPECT_EQ(MessageOf<DTypeError>([&] { visit(kInt64, inexact_types, size); }),
            "expected dtype floating or complex, got int64");
  {
    OpScope scope("exp");
    EXPECT_EQ(
        MessageOf<DTypeError>([&] { visit(kBool, floating_types, size); }),
        "exp: expected dtype floating, got bool");
  }
  EXPECT_THROW(visit(DType::Undefined, all_types, size), DTypeError);
  static_assert(inexact_types.contains(kHalf) && !real_types.contains(kBool));
}

TEST(ComplexTest, ArithmeticAsStd) {
  using Z = complex<double>;
  using S = std::complex<double>;
  const std::vector<Z> numbers = {{0, 0},  {1, 0},      {0, 1},     {-2, 3},
                                  {4, -5}, {1e200, 1},  {1, 1e200}, {0.5, 0.25},
                                  {-7, 0}, {1e-200, 2}, {3, 4}};
  const auto near = [](Z a, S b, const char* what) {
    const double size = std::max(std::abs(b), 1e-300);
    EXPECT_LE(std::abs(ToStd(a) - b), 4e-16 * size) << what;
  };
  for (const Z a : numbers) {
    for (const Z b : numbers) {
      const S x = ToStd(a), y = ToStd(b);
      near(a + b, x + y, "+");
      near(a - b, x - y, "-");
      // Where the plain formula overflows, std repairs.
      if (std::abs(x) < 1e150 || std::abs(y) < 1e150) {
        near(a * b, x * y, "*");
        near(a * b.real(), x * y.real(), "* real");
      }
      if (b != Z(0)) near(a / b, x / y, "/");
      near(b.real() - a, y.real() - x, "real -");
      EXPECT_EQ(a == b, x == y);
      EXPECT_NE(a == b, a != b);
    }
  }
  EXPECT_EQ(Z(1, 2) / 2.0, Z(0.5, 1));
  EXPECT_EQ(2 / Z(0, 1), Z(0, -2));
  EXPECT_TRUE(std::isinf((Z(1, 0) / Z(0, 0)).real()));
  Z z(1, 2);
  z += Z(1);
  z *= Z(0, 1);
  z -= 3;
  z /= Z(2);
  EXPECT_EQ(z, Z(-2.5, 1));
  EXPECT_EQ(conj(z), Z(-2.5, -1));
  EXPECT_EQ(norm(Z(3, 4)), 25);
  EXPECT_EQ(real(z) + imag(z), -1.5);
  static_assert(std::is_convertible<complex<float>, Z>::value);
  static_assert(!std::is_convertible<Z, complex<float>>::value);
  static_assert(Z(1, 2) * Z(3, 4) == Z(-5, 10));
}

TEST(ComplexTest, FunctionsGoThroughStd) {
  const complex<double> z(0.3, -0.4);
  const std::complex<double> s(0.3, -0.4);
  // Not to the bit: the compiler may know one of the two without a call.
  const auto near = [](complex<double> a, std::complex<double> b) {
    return std::abs(ToStd(a) - b) < 1e-15;
  };
  EXPECT_TRUE(near(exp(z), std::exp(s)));
  EXPECT_TRUE(near(log(z), std::log(s)));
  EXPECT_TRUE(near(log10(z), std::log10(s)));
  EXPECT_TRUE(near(sqrt(z), std::sqrt(s)));
  EXPECT_TRUE(near(sin(z), std::sin(s)));
  EXPECT_TRUE(near(cos(z), std::cos(s)));
  EXPECT_TRUE(near(tan(z), std::tan(s)));
  EXPECT_TRUE(near(asin(z), std::asin(s)));
  EXPECT_TRUE(near(acos(z), std::acos(s)));
  EXPECT_TRUE(near(atan(z), std::atan(s)));
  EXPECT_TRUE(near(sinh(z), std::sinh(s)));
  EXPECT_TRUE(near(cosh(z), std::cosh(s)));
  EXPECT_TRUE(near(tanh(z), std::tanh(s)));
  EXPECT_TRUE(near(asinh(z), std::asinh(s)));
  EXPECT_TRUE(near(acosh(z), std::acosh(s)));
  EXPECT_TRUE(near(atanh(z), std::atanh(s)));
  EXPECT_TRUE(near(pow(z, 2.5), std::pow(s, 2.5)));
  EXPECT_TRUE(near(pow(2.5, z), std::pow(2.5, s)));
  EXPECT_TRUE(near(pow(z, z), std::pow(s, s)));
  EXPECT_NEAR(abs(z), 0.5, 1e-15);
  EXPECT_NEAR(arg(z), std::arg(s), 1e-15);
  EXPECT_EQ(polar(2.0, 0.0), complex<double>(2, 0));
}

TEST(IoTest, Numbers) {
  EXPECT_EQ(Printed(Half(1.5f)), "1.5");
  EXPECT_EQ(Printed(BFloat16(-2.0f)), "-2");
  EXPECT_EQ(Printed(complex<float>(1, -2.5f)), "(1,-2.5)");
  EXPECT_EQ(Printed(Scalar(2.0)), "2");
  EXPECT_EQ(Printed(Scalar(-3)), "-3");
  EXPECT_EQ(Printed(Scalar(true)), "true");
  EXPECT_EQ(Printed(Scalar(~uint64_t{0})), "18446744073709551615");
  EXPECT_EQ(Printed(Scalar(complex<double>(1, 2))), "(1,2)");
}

TEST(DispatchTest, CallsForTheTypeOrThrows) {
  const auto size = [](DType d) {
    return TESSERA_DISPATCH_ALL_TYPES(d, "size",
                                      [&] { return sizeof(scalar_t); });
  };
  EXPECT_EQ(size(kUInt8), 1u);
  EXPECT_EQ(size(kInt16), 2u);
  EXPECT_EQ(size(kFloat32), 4u);
  EXPECT_EQ(size(kInt64), 8u);
  const auto name = [](DType d) {
    return TESSERA_DISPATCH_SWITCH(
        d, "name", TESSERA_DISPATCH_CASE_COMPLEX_TYPES([&] {
          return static_cast<double>(scalar_t(1, 2).imag());
        }) TESSERA_DISPATCH_CASE(kHalf, [&] {
          return static_cast<double>(scalar_t(3));
        }));
  };
  EXPECT_EQ(name(kHalf), 3);
  try {
    size(kHalf);
    FAIL();
  } catch (const NotImplementedError& e) {
    EXPECT_STREQ(e.what(), "size: \"size\" not implemented for 'Half'");
  }
}

}  // namespace
}  // namespace tessera
