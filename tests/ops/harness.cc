#include "tessera/tests/ops/harness.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <limits>

#include "gtest/gtest.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/dtype/limits.h"
#include "tessera/dtype/promotion.h"
#include "tessera/dtype/visit.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/guarded_allocator.h"

namespace tessera::testing {
namespace {

template <class T>
Value ToValue(T v) {
  if constexpr (is_complex<T>::value) {
    return Value(v.real_, v.imag_);
  } else if constexpr (std::is_integral_v<T>) {
    return Value(static_cast<long double>(v));
  } else {
    return Value(static_cast<long double>(static_cast<double>(v)));
  }
}

// From a double of the domain; the fraction of a complex number's imaginary
// part comes from the caller.
void StoreElement(char* at, DType dtype, double re, double im) {
  visit(dtype, all_types, [&](auto tag) {
    using T = typename decltype(tag)::type;
    T value;
    if constexpr (is_complex<T>::value) {
      using P = typename T::value_type;
      value = T(static_cast<P>(re), static_cast<P>(im));
    } else {
      value = Convert<T>(re);
    }
    std::memcpy(at, &value, sizeof value);
  });
}

// One of the least and the greatest two integers of dtype.
void StoreEnd(char* at, DType dtype, uint64_t which) {
  visit(dtype, integral_types, [&](auto tag) {
    using T = typename decltype(tag)::type;
    constexpr T kLeast = std::numeric_limits<T>::min();
    constexpr T kMost = std::numeric_limits<T>::max();
    const T ends[] = {kLeast, T(kLeast + 1), T(kMost - 1), kMost};
    std::memcpy(at, &ends[which % 4], sizeof(T));
  });
}

Value LoadElement(const char* at, DType dtype) {
  return visit(dtype, all_types, [&](auto tag) {
    typename decltype(tag)::type value;
    std::memcpy(&value, at, sizeof value);
    return ToValue(value);
  });
}

uint64_t Mix(uint64_t x) {  // splitmix64
  x += 0x9e3779b97f4a7c15u;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

template <class F>
void ForEachIndex(const Sizes& sizes, F f) {
  int64_t count = 1;
  for (int64_t s : sizes) count *= s;
  std::vector<int64_t> index(sizes.size(), 0);
  for (int64_t i = 0; i < count; ++i) {
    f(index, i);
    for (size_t d = sizes.size(); d-- > 0;) {
      if (++index[d] < sizes[d]) break;
      index[d] = 0;
    }
  }
}

char* Address(const Tensor& t, const std::vector<int64_t>& index) {
  int64_t at = 0;
  for (size_t d = 0; d < index.size(); ++d) at += index[d] * t.stride(d);
  return static_cast<char*>(t.data_ptr()) +
         at * static_cast<int64_t>(t.itemsize());
}

// A tensor of these sizes in this layout, with all bytes of its storage set.
Tensor MakeLaidOut(const Sizes& sizes, DType dtype, Placement layout) {
  const int64_t ndim = static_cast<int64_t>(sizes.size());
  if (ndim == 0 && layout != Placement::kSliced)
    layout = Placement::kContiguous;
  auto fresh = [&](const Sizes& s) {
    Tensor t = empty(s, dtype);
    if (t.nbytes()) std::memset(t.data_ptr(), 1, t.nbytes());
    return t;
  };
  switch (layout) {
    case Placement::kContiguous:
      return fresh(sizes);
    case Placement::kTransposed: {
      Sizes reversed(sizes.rbegin(), sizes.rend());
      std::vector<int64_t> order;
      for (int64_t d = ndim; d-- > 0;) order.push_back(d);
      return fresh(reversed).permute(order);
    }
    case Placement::kSliced: {
      Sizes larger = sizes;
      for (int64_t& s : larger) s = 2 * s + 1;
      larger.insert(larger.begin(), 2);
      Tensor t = fresh(larger).select(0, 1);
      for (int64_t d = 0; d < ndim; ++d) {
        t = t.slice(d, 1, 2 * sizes[d] + 1, 2);
      }
      return t;
    }
    case Placement::kNegative: {
      return fresh(sizes).slice(ndim - 1, std::nullopt, std::nullopt, -1);
    }
    default: {
      Sizes one = sizes;
      if (one[0] > 0) one[0] = 1;
      return fresh(one).expand(sizes);
    }
  }
}

std::string Describe(const Tensor& t) {
  std::string out = Str(t, " strides [");
  for (int64_t d = 0; d < t.dim(); ++d) {
    out += Str(d ? "," : "", t.stride(d));
  }
  return out + "]";
}

std::string Print(const Value& v) {
  char text[100];
  std::snprintf(text, sizeof text, "(%.20Lg, %.20Lg)", v.real(), v.imag());
  return text;
}

bool SameNumber(long double a, long double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

// The reference rounded once.
Value Round(const Value& v, DType dtype) {
  char bytes[16];
  if (dtype == DType::Bool) return Value(v != Value(0) ? 1 : 0);
  if (isIntegralType(dtype, false)) return v;
  if (isComplexType(dtype)) {
    StoreElement(bytes, dtype, static_cast<double>(v.real()),
                 static_cast<double>(v.imag()));
  } else {
    StoreElement(bytes, dtype, static_cast<double>(v.real()), 0);
  }
  return LoadElement(bytes, dtype);
}

// What is wrong with `got`, or nothing.
std::string Compare(const OpRow& row, const Value& got, const Value& want,
                    DType dtype, long double error) {
  if (got == want) return "";
  const Value rounded = Round(want, dtype);
  if (isIntegralType(dtype, true)) {
    return got == rounded ? "" : "differs";
  }
  if (isComplexType(dtype)) {
    if (SameNumber(got.real(), rounded.real()) &&
        SameNumber(got.imag(), rounded.imag())) {
      return "";
    }
    // What infinite and NaN parts make of one another is C's business.
    if (!std::isfinite(std::abs(rounded))) return "";
    const long double eps = dtype == DType::ComplexFloat
                                ? std::numeric_limits<float>::epsilon()
                                : std::numeric_limits<double>::epsilon();
    const long double limit =
        error >= 0 ? error : (3 + row.ulps) * eps * std::abs(want);
    return std::abs(got - want) <= limit ? "" : "is too far off";
  }
  if (SameNumber(got.real(), rounded.real())) return "";
  if (std::isnan(got.real()) || std::isnan(rounded.real())) return "NaN";
  if (error >= 0) {
    return std::fabs(got.real() - want.real()) <= error ? "" : "is too far off";
  }
  // The reference itself is off by 2^-64 of its value, and has been rounded to
  // double before it was rounded to a narrower type: a few thousandths of an
  // ulp where that decides a tie. Half types add a rounding to float.
  double ulps = row.ulps + 0.002;
  if (isReducedFloatingType(dtype)) ulps = 0.502 + row.ulps / 256;
  const long double limit = ulps * UlpOf(dtype, want.real());
  if (std::isinf(got.real())) {
    // Infinity stands for what would come next.
    const long double max = finfo(dtype).max;
    return std::fabs(want.real()) + limit >= max + UlpOf(dtype, max) / 2 &&
                   std::signbit(got.real()) == std::signbit(want.real())
               ? ""
               : "infinite";
  }
  return std::fabs(got.real() - want.real()) <= limit ? "" : "is too far off";
}

// One set of inputs and what should come out.
struct Case {
  const OpRow& row;
  DType dtype;
  Tensors inputs;
  Array want;
  DType result;
  std::vector<long double> errors;  // empty: by ulps
  std::string name;
};

void CheckResult(const Case& c, const char* variant, const Tensor& got,
                 DType dtype) {
  if (::testing::Test::HasFatalFailure()) return;
  const std::string where = c.name + ", " + variant;
  ASSERT_TRUE(got.defined()) << where;
  ASSERT_EQ(name(got.scalar_type()), std::string(name(dtype))) << where;
  ASSERT_EQ(got.sizes().vec(), c.want.sizes) << where;
  const Array array = ReadArray(got);
  int failures = 0;
  for (size_t i = 0; i < array.values.size() && failures < 3; ++i) {
    const std::string what =
        Compare(c.row, array.values[i], c.want.values[i], dtype,
                c.errors.empty() ? -1 : c.errors[i]);
    if (what.empty()) continue;
    ++failures;
    std::string operands;
    for (const Tensor& t : c.inputs) {
      if (t.sizes() == got.sizes()) {
        operands += " " + Print(ReadArray(t).values[i]);
      }
    }
    ADD_FAILURE() << where << ": element " << i << " " << what << ": got "
                  << Print(array.values[i]) << ", want "
                  << Print(c.want.values[i]) << " of" << operands;
  }
}

// All bytes of the storages of the inputs.
std::vector<std::string> Bytes(const Tensors& tensors) {
  std::vector<std::string> bytes;
  for (const Tensor& t : tensors) {
    bytes.emplace_back(static_cast<const char*>(t.storage().data()),
                       t.storage().nbytes());
  }
  return bytes;
}

// Whether bytes outside of t's elements differ from before.
bool OthersChanged(const Tensor& t, const std::string& before) {
  std::string now(static_cast<const char*>(t.storage().data()),
                  t.storage().nbytes());
  Sizes sizes = t.sizes().vec();
  ForEachIndex(sizes, [&](const std::vector<int64_t>& index, int64_t) {
    const size_t at = static_cast<size_t>(
        Address(t, index) - static_cast<const char*>(t.storage().data()));
    for (size_t b = 0; b < t.itemsize(); ++b) now[at + b] = before[at + b];
  });
  return now != before;
}

void CheckVariants(const Case& c, Placement layout) {
  const std::vector<std::string> before = Bytes(c.inputs);
  const Tensor result = c.row.call(c.inputs);
  CheckResult(c, "function", result, c.result);
  EXPECT_EQ(Bytes(c.inputs), before) << c.name << ": an input was written";
  if (c.row.method) {
    CheckResult(c, "method", c.row.method(c.inputs), c.result);
  }
  if (c.row.out) {
    Tensor nothing = empty({0}, c.result);
    Tensor r = c.row.out(nothing, c.inputs);
    EXPECT_TRUE(r.is_same(nothing)) << c.name << ", out";
    CheckResult(c, "out= empty", nothing, c.result);
    {
      Tensor strided = MakeLaidOut(c.want.sizes, c.result, layout);
      const Sizes strides = strided.strides().vec();
      const std::string storage = Bytes({strided})[0];
      c.row.out(strided, c.inputs);
      CheckResult(c, "out= strided", strided, c.result);
      EXPECT_EQ(strided.strides().vec(), strides) << c.name << ", out";
      EXPECT_FALSE(OthersChanged(strided, storage))
          << c.name << ", out: written between the elements";
    }
  }
  if (c.row.inplace && c.inputs[0].sizes() == IntArrayRef(c.want.sizes) &&
      can_cast(c.result, c.inputs[0].scalar_type())) {
    Tensors inputs = c.inputs;
    inputs[0] = MakeLaidOut(c.want.sizes, c.inputs[0].scalar_type(), layout);
    ForEachIndex(c.want.sizes, [&](const std::vector<int64_t>& index, int64_t) {
      std::memcpy(Address(inputs[0], index), Address(c.inputs[0], index),
                  inputs[0].itemsize());
    });
    const std::string storage = Bytes({inputs[0]})[0];
    const uint32_t version = inputs[0]._version();
    const Tensor r = c.row.inplace(inputs);
    EXPECT_TRUE(r.is_same(inputs[0])) << c.name << ", in place";
    CheckResult(c, "in place", inputs[0], inputs[0].scalar_type());
    EXPECT_FALSE(OthersChanged(inputs[0], storage))
        << c.name << ", in place: written between the elements";
    EXPECT_EQ(inputs[0]._version(), version + 1) << c.name << ", in place";
  }
}

DType InputDType(const OpRow& row, int input, DType dtype) {
  const size_t i = static_cast<size_t>(input);
  return i < row.input_dtypes.size() && row.input_dtypes[i] != DType::Undefined
             ? row.input_dtypes[i]
             : dtype;
}

}  // namespace

Array ReadArray(const Tensor& t) {
  Array array{t.sizes().vec(), {}};
  array.values.reserve(static_cast<size_t>(t.numel()));
  visit(t.scalar_type(), all_types, [&](auto tag) {
    typename decltype(tag)::type value;
    ForEachIndex(array.sizes, [&](const std::vector<int64_t>& index, int64_t) {
      std::memcpy(&value, Address(t, index), sizeof value);
      array.values.push_back(ToValue(value));
    });
  });
  return array;
}

Reference Elementwise(Value (*f)(const Value* x)) {
  return [f](const std::vector<Array>& inputs) {
    Array out;
    for (const Array& a : inputs) {
      while (out.sizes.size() < a.sizes.size()) {
        out.sizes.insert(out.sizes.begin(), 1);
      }
      for (size_t d = 0; d < a.sizes.size(); ++d) {
        int64_t& s = out.sizes[out.sizes.size() - a.sizes.size() + d];
        if (s == 1) s = a.sizes[d];
      }
    }
    ForEachIndex(out.sizes, [&](const std::vector<int64_t>& index, int64_t) {
      Value x[4];
      for (size_t k = 0; k < inputs.size(); ++k) {
        const Array& a = inputs[k];
        int64_t at = 0;
        for (size_t d = 0; d < a.sizes.size(); ++d) {
          const int64_t i = index[index.size() - a.sizes.size() + d];
          at = at * a.sizes[d] + (a.sizes[d] == 1 ? 0 : i);
        }
        x[k] = a.values[static_cast<size_t>(at)];
      }
      out.values.push_back(f(x));
    });
    return out;
  };
}

DType ResultSame(DType d) { return d; }
DType ResultFloat(DType d) {
  return isIntegralType(d, true) ? get_default_dtype() : d;
}
DType ResultBool(DType) { return DType::Bool; }
DType ResultReal(DType d) { return toRealValueType(d); }
DType ResultInt64(DType) { return DType::Long; }
DType ResultSum(DType d) { return isIntegralType(d, true) ? DType::Long : d; }

const char* PlacementName(Placement layout) {
  constexpr const char* kNames[] = {"contiguous", "transposed", "sliced",
                                    "negative step", "expanded"};
  return kNames[static_cast<int>(layout)];
}

long double UlpOf(DType dtype, long double x) {
  const FInfo info = finfo(dtype);
  const long double size = std::fabs(x);
  if (!(size >= info.smallest_normal)) return info.smallest_normal * info.eps;
  if (std::isinf(size)) return size;
  int exponent;
  std::frexp(size, &exponent);
  return std::ldexp(static_cast<long double>(info.eps), exponent - 1);
}

std::vector<std::vector<Sizes>> Shapes(int inputs) {
  std::vector<std::vector<Sizes>> shapes;
  const Sizes plain[] = {{},
                         {0},
                         {1},
                         {7},
                         {2, 3},
                         {3, 0, 2},
                         {4, 1, 5},
                         {19, 33},
                         {2, 3, 2, 3, 2},
                         {300},
                         {2, 1, 3, 2, 1, 2, 3}};
  for (const Sizes& s : plain) shapes.emplace_back(inputs, s);
  if (inputs == 1) return shapes;
  const std::vector<Sizes> pairs[] = {
      {{2, 3}, {}},      {{}, {2, 3}},        {{2, 3}, {3}}, {{3}, {2, 3}},
      {{2, 3}, {2, 1}},  {{5, 1, 3}, {4, 1}}, {{2, 0}, {1}}, {{300, 1}, {1, 3}},
      {{3, 300}, {300}}, {{3, 300}, {3, 1}}};
  for (std::vector<Sizes> pair : pairs) {
    while (static_cast<int>(pair.size()) < inputs) pair.push_back(pair[1]);
    shapes.push_back(pair);
    if (inputs == 3) {
      std::swap(pair[0], pair[2]);
      shapes.push_back(pair);
    }
  }
  return shapes;
}

Tensor Draw(const OpRow& row, int input, const Sizes& sizes, DType dtype,
            Placement layout, uint64_t seed) {
  auto pick = [&](const std::vector<double>& v) {
    const size_t i = static_cast<size_t>(input);
    return v[std::min(i, v.size() - 1)];
  };
  double low = pick(row.low);
  const double high = pick(row.high);
  if (kUnsignedDTypes >> static_cast<int>(dtype) & 1) {
    low = std::max(low, 0.0);
  }
  const Tensor t = MakeLaidOut(sizes, dtype, layout);
  ForEachIndex(sizes, [&](const std::vector<int64_t>& index, int64_t i) {
    if (layout == Placement::kExpanded && !index.empty() && index[0] > 0) {
      return;
    }
    const uint64_t bits =
        Mix(seed * 1000003 + static_cast<uint64_t>(input) * 7919 +
            static_cast<uint64_t>(i));
    const double u = static_cast<double>(bits >> 40) * 0x1p-24;
    const double v = static_cast<double>(bits & 0xffffff) * 0x1p-24;
    double re = low + (high - low) * u;
    if (dtype == DType::Bool) {
      re = u < 0.5;
    } else if (isIntegralType(dtype, false)) {
      if (row.ends && bits % 3 == 0) {
        return StoreEnd(Address(t, index), dtype, bits / 3);
      }
      re = std::min(std::floor(low + (high - low + 1) * u), high);
    } else if (!row.specials.empty() && bits % 5 == 0) {
      re = row.specials[bits / 5 % row.specials.size()];
    }
    StoreElement(Address(t, index), dtype, re, low + (high - low) * v);
  });
  return t;
}

void CheckRow(const OpRow& row) {
  GuardedAllocatorScope guard;
  const std::vector<std::vector<Sizes>> shapes =
      row.shapes.empty() ? Shapes(row.inputs) : row.shapes;
  auto make = [&](DType dtype, const std::vector<Sizes>& sizes, int layout,
                  uint64_t seed, bool compares = true) {
    Case c{row, dtype, {}, {}, row.result(dtype), {}, ""};
    std::vector<Array> arrays;
    c.name = row.name;
    for (size_t k = 0; k < sizes.size(); ++k) {
      // Beyond kPlacements, the inputs differ in theirs.
      const int l = layout < kPlacements
                        ? layout
                        : (layout + static_cast<int>(k)) % kPlacements;
      c.inputs.push_back(Draw(row, static_cast<int>(k), sizes[k],
                              InputDType(row, static_cast<int>(k), dtype),
                              static_cast<Placement>(l), seed));
      if (compares) arrays.push_back(ReadArray(c.inputs.back()));
      c.name += (k ? ", " : "(") + Describe(c.inputs.back());
    }
    c.name += ")";
    if (!compares) return c;
    c.want = row.reference(arrays);
    if (row.error) {
      for (size_t i = 0; i < c.want.values.size(); ++i) {
        c.errors.push_back(row.error(arrays, i, c.result));
      }
    }
    return c;
  };
  uint64_t seed = 1;
  for (int d = 0; d < kDTypes; ++d) {
    if (!(row.dtypes >> d & 1)) continue;
    const DType dtype = static_cast<DType>(d);
    for (const std::vector<Sizes>& sizes : shapes) {
      const int layouts = kPlacements + (sizes.size() > 1 ? 2 : 0);
      for (int layout = 0; layout < layouts; ++layout) {
        const Case c = make(dtype, sizes, layout, ++seed);
        CheckVariants(c, layout < 4 ? static_cast<Placement>(layout)
                                    : Placement::kContiguous);
        if (::testing::Test::HasFailure()) return;
      }
    }
    if (!row.threads || !row.shapes.empty()) continue;
    // The same bits from one thread and from three; the values of float32.
    for (int layout : {0, 2}) {
      const bool compares = dtype == kFloat32 || row.dtypes == 1u << d;
      const Case c = make(dtype, std::vector<Sizes>(row.inputs, {190, 193}),
                          layout, ++seed, compares);
      const int threads = get_num_threads();
      set_num_threads(1);
      const Tensor one = row.call(c.inputs);
      set_num_threads(3);
      const Tensor three = row.call(c.inputs);
      set_num_threads(threads);
      if (compares) CheckResult(c, "large", one, c.result);
      EXPECT_EQ(Bytes({one}), Bytes({three}))
          << c.name << ": other bits from three threads than from one";
    }
    if (::testing::Test::HasFailure()) return;
  }
}

}  // namespace tessera::testing
