// Factories: new tensors.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/host_copy.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/views.h"

namespace tessera::run {
namespace {

Device DeviceOf(const char* op, const TensorOptions& options) {
  return options.has_device() ? ResolveDevice(op, options.device())
                              : Device(kCPU);
}

Tensor Finish(Tensor t, const TensorOptions& options) {
  if (options.requires_grad()) t.requires_grad_();
  return t;
}

Tensor New(const char* op, IntArrayRef sizes, const TensorOptions& options) {
  return detail::MakeTensor(sizes, options.dtype_or(get_default_dtype()),
                            DeviceOf(op, options), op);
}

Tensor Filled(const char* op, IntArrayRef sizes, const Scalar& value,
              const TensorOptions& options) {
  Tensor t = New(op, sizes, options);
  detail::FillValue(op, t, value);
  return Finish(std::move(t), options);
}

// The options of self where the caller gave none.
TensorOptions Like(const Tensor& self, const TensorOptions& options) {
  return options.dtype(options.dtype_or(self.scalar_type()))
      .device(options.device_or(self.device()));
}

DType DTypeOf(const Scalar& value) {
  switch (value.kind()) {
    case Kind::Bool:
      return DType::Bool;
    case Kind::Int:
      return value.type();
    case Kind::Float:
      return get_default_dtype();
    default:
      return default_complex_dtype();
  }
}

// out as the result of a factory: its dtype and device stay.
Tensor& Resized(const char* op, Tensor& out, IntArrayRef sizes) {
  CheckedNumel(op, sizes, out.scalar_type());
  if (out.sizes() != sizes) detail::ResizeOut(op, out, sizes);
  detail::CheckWritable(op, out);
  return out;
}

Tensor& FilledOut(const char* op, Tensor& out, IntArrayRef sizes,
                  const Scalar& value) {
  CheckFitsIn(op, value, out.scalar_type());
  detail::FillValue(op, Resized(op, out, sizes), value);
  detail::BumpVersion(out);
  return out;
}

Tensor& CopiedOut(const char* op, Tensor& out, const Tensor& values) {
  detail::CopyValues(op, Resized(op, out, values.sizes()), values);
  detail::BumpVersion(out);
  return out;
}

TensorOptions OptionsOf(const Tensor& out) {
  return TensorOptions(out.scalar_type()).device(out.device());
}

// Values of a 1-d factory, made on the host and moved where they belong. The
// device path is a copy: these tensors are small beside the work on them.
template <class F>
Tensor Generate(const char* op, int64_t n, const TensorOptions& options,
                DType dtype, F value) {
  Tensor host = detail::MakeTensor({n}, dtype, kCPU, op);
  char* out = host.impl()->data();
  const int64_t item = host.itemsize();
  for (int64_t i = 0; i < n; ++i) {
    detail::StoreScalar(out + i * item, dtype, value(i));
  }
  const Device device = DeviceOf(op, options);
  return Finish(device.is_cpu() ? host : host.to(device), options);
}

}  // namespace

Tensor empty(IntArrayRef size, const TensorOptions& options) {
  return Finish(New("empty", size, options), options);
}

Tensor empty_strided(IntArrayRef size, IntArrayRef stride,
                     const TensorOptions& options) {
  Geometry g(size, stride, 0, options.dtype_or(get_default_dtype()),
             "empty_strided");
  int64_t low, high;
  g.Extent(&low, &high);
  g.set_offset(-low);
  Tensor buffer = detail::MakeTensor({high - low}, g.dtype(),
                                     DeviceOf("empty_strided", options));
  buffer.impl()->geometry = std::move(g);
  return Finish(std::move(buffer), options);
}

Tensor zeros(IntArrayRef size, const TensorOptions& options) {
  return Filled("zeros", size, 0, options);
}

Tensor ones(IntArrayRef size, const TensorOptions& options) {
  return Filled("ones", size, 1, options);
}

Tensor full(IntArrayRef size, const Scalar& fill_value,
            const TensorOptions& options) {
  const DType dtype = options.dtype_or(DTypeOf(fill_value));
  CheckFitsIn("full", fill_value, dtype);
  return Filled("full", size, fill_value, options.dtype(dtype));
}

Tensor& empty_out(Tensor& out, IntArrayRef size, const TensorOptions&) {
  return Resized("empty", out, size);
}

Tensor& zeros_out(Tensor& out, IntArrayRef size, const TensorOptions&) {
  return FilledOut("zeros", out, size, 0);
}

Tensor& ones_out(Tensor& out, IntArrayRef size, const TensorOptions&) {
  return FilledOut("ones", out, size, 1);
}

Tensor& full_out(Tensor& out, IntArrayRef size, const Scalar& fill_value,
                 const TensorOptions&) {
  return FilledOut("full", out, size, fill_value);
}

Tensor empty_like(const Tensor& self, const TensorOptions& options,
                  MemoryFormat memory_format) {
  detail::CheckDefined("empty_like", self);
  const TensorOptions like = Like(self, options);
  const DType dtype = like.dtype_or(DType::Float);
  return Finish(detail::MakeTensor(
                    memory_format == MemoryFormat::Preserve &&
                            options.memory_format() == MemoryFormat::Preserve
                        ? views::DenseLike(self.geometry(), dtype)
                        : Geometry(self.sizes(), dtype, "empty_like"),
                    DeviceOf("empty_like", like)),
                options);
}

Tensor full_like(const Tensor& self, const Scalar& fill_value,
                 const TensorOptions& options, MemoryFormat memory_format) {
  Tensor t = run::empty_like(self, options.requires_grad(false), memory_format);
  CheckFitsIn("full_like", fill_value, t.scalar_type());
  detail::FillValue("full_like", t, fill_value);
  return Finish(std::move(t), options);
}

Tensor zeros_like(const Tensor& self, const TensorOptions& options,
                  MemoryFormat memory_format) {
  return run::full_like(self, 0, options, memory_format);
}

Tensor ones_like(const Tensor& self, const TensorOptions& options,
                 MemoryFormat memory_format) {
  return run::full_like(self, 1, options, memory_format);
}

Tensor new_empty(const Tensor& self, IntArrayRef size,
                 const TensorOptions& options) {
  return run::empty(size, Like(self, options));
}

Tensor new_empty_strided(const Tensor& self, IntArrayRef size,
                         IntArrayRef stride, const TensorOptions& options) {
  return run::empty_strided(size, stride, Like(self, options));
}

Tensor new_zeros(const Tensor& self, IntArrayRef size,
                 const TensorOptions& options) {
  return run::zeros(size, Like(self, options));
}

Tensor new_ones(const Tensor& self, IntArrayRef size,
                const TensorOptions& options) {
  return run::ones(size, Like(self, options));
}

Tensor new_full(const Tensor& self, IntArrayRef size, const Scalar& fill_value,
                const TensorOptions& options) {
  return run::full(size, fill_value, Like(self, options));
}

Tensor scalar_tensor(const Scalar& value, const TensorOptions& options) {
  return run::full({}, value, options);
}

Tensor arange(const Scalar& end, const TensorOptions& options) {
  return run::arange(0, end, 1, options);
}

Tensor arange(const Scalar& start, const Scalar& end,
              const TensorOptions& options) {
  return run::arange(start, end, 1, options);
}

Tensor arange(const Scalar& start, const Scalar& end, const Scalar& step,
              const TensorOptions& options) {
  const bool ints =
      start.isIntegral(true) && end.isIntegral(true) && step.isIntegral(true);
  const DType dtype =
      options.dtype_or(ints ? DType::Long : get_default_dtype());
  if (!isIntegralType(dtype, false) && !isFloatingType(dtype)) {
    throw NotImplementedError("arange",
                              Str("not implemented for ", name(dtype),
                                  "; works for integer and floating dtypes"));
  }
  const auto bad = [&](const char* what) {
    throw ValueError("arange",
                     Str("expected ", what, ", got start ", start.toDouble(),
                         ", end ", end.toDouble(), ", step ", step.toDouble()));
  };
  if (isIntegralType(dtype, false)) {
    // With an integer dtype the arguments are cast first.
    const int64_t a = Convert<int64_t>(start);
    const int64_t b = Convert<int64_t>(end);
    const int64_t s = Convert<int64_t>(step);
    if (s == 0) bad("a step other than 0");
    if ((s > 0 && a > b) || (s < 0 && a < b)) {
      bad("bounds that the sign of the step leads along");
    }
    const uint64_t span =
        s > 0 ? static_cast<uint64_t>(b) - a : static_cast<uint64_t>(a) - b;
    const uint64_t stride =
        s > 0 ? static_cast<uint64_t>(s) : 0 - static_cast<uint64_t>(s);
    const uint64_t n = span / stride + (span % stride != 0);
    if (n > INT64_MAX) bad("fewer than 2^63 elements");
    return Generate(
        "arange", static_cast<int64_t>(n), options, dtype, [&](int64_t i) {
          return Scalar(static_cast<int64_t>(static_cast<uint64_t>(a) +
                                             static_cast<uint64_t>(i) *
                                                 static_cast<uint64_t>(s)));
        });
  }
  const double a = start.toDouble();
  const double b = end.toDouble();
  const double s = step.toDouble();
  if (!std::isfinite(a) || !std::isfinite(b)) bad("finite start and end");
  if (s == 0 || std::isnan(s)) bad("a step other than 0");
  if ((s > 0 && a > b) || (s < 0 && a < b)) {
    bad("bounds that the sign of the step leads along");
  }
  const double n = std::ceil((b - a) / s);
  if (!(n < 0x1p62)) bad("fewer than 2^62 elements");
  return Generate(
      "arange", static_cast<int64_t>(n), options, dtype,
      [&](int64_t i) { return Scalar(a + static_cast<double>(i) * s); });
}

Tensor& arange_out(Tensor& out, const Scalar& end, const TensorOptions&) {
  return CopiedOut("arange", out, run::arange(0, end, 1, OptionsOf(out)));
}

Tensor& arange_out(Tensor& out, const Scalar& start, const Scalar& end,
                   const TensorOptions&) {
  return CopiedOut("arange", out, run::arange(start, end, 1, OptionsOf(out)));
}

Tensor& arange_out(Tensor& out, const Scalar& start, const Scalar& end,
                   const Scalar& step, const TensorOptions&) {
  return CopiedOut("arange", out,
                   run::arange(start, end, step, OptionsOf(out)));
}

namespace {

// The end of a linspace that came as a tensor.
Scalar EndOf(const Tensor& t) {
  detail::CheckDefined("linspace", t);
  if (t.dim() != 0) {
    throw ShapeError("linspace", Str("expected start and end to be numbers or "
                                     "0-d tensors, got ",
                                     t));
  }
  return detail::ItemFor("linspace", t);
}

}  // namespace

Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps,
                const TensorOptions& options) {
  if (steps < 0) {
    throw ValueError("linspace", Str("expected steps of 0 or more, got ", steps,
                                     " from start ", start.toDouble(),
                                     " to end ", end.toDouble()));
  }
  const bool is_complex = start.isComplex() || end.isComplex();
  const DType dtype = options.dtype_or(is_complex ? default_complex_dtype()
                                                  : get_default_dtype());
  if (dtype == DType::Bool) {
    throw NotImplementedError("linspace",
                              "not implemented for bool; use int64 and .to");
  }
  const complex<double> a = start.toComplexDouble();
  const complex<double> b = end.toComplexDouble();
  const double last = static_cast<double>(steps > 1 ? steps - 1 : 1);
  // The second half counts back from the end, so that both ends are exact.
  return Generate("linspace", steps, options, dtype, [&](int64_t i) {
    const auto at = [&](double x, double y) {
      const double step = (y - x) / last;
      return i < steps / 2 || steps == 1
                 ? x + step * static_cast<double>(i)
                 : y - step * static_cast<double>(steps - 1 - i);
    };
    if (!is_complex) return Scalar(at(a.real(), b.real()));
    return Scalar(
        complex<double>(at(a.real(), b.real()), at(a.imag(), b.imag())));
  });
}

Tensor linspace(const Tensor& start, const Tensor& end, int64_t steps,
                const TensorOptions& options) {
  return run::linspace(EndOf(start), EndOf(end), steps, options);
}

Tensor linspace(const Tensor& start, const Scalar& end, int64_t steps,
                const TensorOptions& options) {
  return run::linspace(EndOf(start), end, steps, options);
}

Tensor linspace(const Scalar& start, const Tensor& end, int64_t steps,
                const TensorOptions& options) {
  return run::linspace(start, EndOf(end), steps, options);
}

Tensor& linspace_out(Tensor& out, const Scalar& start, const Scalar& end,
                     int64_t steps, const TensorOptions&) {
  return CopiedOut("linspace", out,
                   run::linspace(start, end, steps, OptionsOf(out)));
}

Tensor& linspace_out(Tensor& out, const Tensor& start, const Tensor& end,
                     int64_t steps, const TensorOptions& options) {
  return run::linspace_out(out, EndOf(start), EndOf(end), steps, options);
}

Tensor& linspace_out(Tensor& out, const Tensor& start, const Scalar& end,
                     int64_t steps, const TensorOptions& options) {
  return run::linspace_out(out, EndOf(start), end, steps, options);
}

Tensor& linspace_out(Tensor& out, const Scalar& start, const Tensor& end,
                     int64_t steps, const TensorOptions& options) {
  return run::linspace_out(out, start, EndOf(end), steps, options);
}

Tensor logspace(const Scalar& start, const Scalar& end, int64_t steps,
                double base, const TensorOptions& options) {
  OpScope scope("logspace");
  const bool is_complex = start.isComplex() || end.isComplex();
  const DType dtype = options.dtype_or(is_complex ? default_complex_dtype()
                                                  : get_default_dtype());
  // Checks, and the exponents, which integers must not cut off.
  const Tensor exponents = run::linspace(start, end, steps,
                                         dtype == DType::Bool ? DType::Bool
                                         : is_complex ? DType::ComplexDouble
                                                      : DType::Double);
  const char* in = exponents.impl()->data();
  return Generate("logspace", steps, options, dtype, [&](int64_t i) {
    double part[2] = {0, 0};
    const int64_t item = static_cast<int64_t>(exponents.itemsize());
    std::memcpy(part, in + i * item, exponents.itemsize());
    if (!is_complex) return Scalar(std::pow(base, part[0]));
    // base^(a + ib) = |base|^a e^(i b log base), for a base above 0
    const double angle = part[1] * std::log(base);
    const double size = std::pow(base, part[0]);
    return Scalar(
        complex<double>(size * std::cos(angle), size * std::sin(angle)));
  });
}

Tensor& logspace_out(Tensor& out, const Scalar& start, const Scalar& end,
                     int64_t steps, double base, const TensorOptions&) {
  return CopiedOut("logspace", out,
                   run::logspace(start, end, steps, base, OptionsOf(out)));
}

Tensor eye(int64_t n, const TensorOptions& options) {
  return run::eye(n, n, options);
}

Tensor eye(int64_t n, int64_t m, const TensorOptions& options) {
  Tensor t = Filled("eye", {n, m}, 0, options.requires_grad(false));
  detail::FillValue(
      "eye", detail::MakeView(t, views::Diagonal("eye", t.geometry(), 0, 0, 1)),
      1);
  return Finish(std::move(t), options);
}

Tensor& eye_out(Tensor& out, int64_t n, const TensorOptions& options) {
  return run::eye_out(out, n, n, options);
}

Tensor& eye_out(Tensor& out, int64_t n, int64_t m, const TensorOptions&) {
  FilledOut("eye", out, {n, m}, 0);
  const Tensor diagonal = detail::MakeAlias(out);
  diagonal.impl()->geometry = views::Diagonal("eye", out.geometry(), 0, 0, 1);
  detail::FillValue("eye", diagonal, 1);
  return out;
}

namespace {

// The coordinates of each row's columns before row + offset + 1, or of those
// from row + offset on. They are counted before any is made: a size may be more
// than memory holds.
Tensor Indices(const char* op, int64_t rows, int64_t columns, int64_t offset,
               bool lower, const TensorOptions& options) {
  const DType dtype = options.dtype_or(DType::Long);
  if (rows < 0 || columns < 0) {
    throw ShapeError(op, Str("expected sizes of 0 or more, got ", rows,
                             " rows and ", columns, " columns"));
  }
  if (!isIntegralType(dtype, false)) {
    throw DTypeError(op,
                     Str("expected an integer dtype, got dtype=", name(dtype)));
  }
  using Wide = __int128;
  using Count = unsigned __int128;
  const Wide first = Wide{offset} + lower;
  // The sum of all numbers up to x, each clipped to [0, columns].
  const auto sum_to = [columns](Wide x) {
    if (x <= 0) return Count{0};
    const Count all = static_cast<Count>(columns), n = static_cast<Count>(x);
    return n <= all ? n * (n + 1) / 2 : all * (all + 1) / 2 + (n - all) * all;
  };
  const Count below = sum_to(first + rows - 1) - sum_to(first - 1);
  const Count wanted =
      lower ? below
            : static_cast<Count>(rows) * static_cast<Count>(columns) - below;
  const int64_t n =
      wanted > INT64_MAX ? INT64_MAX : static_cast<int64_t>(wanted);
  const Tensor host = detail::MakeTensor({2, n}, DType::Long, kCPU, op);
  auto* row = reinterpret_cast<int64_t*>(host.impl()->data());
  // The first rows of a lower triangle may be empty, the last of an upper one.
  int64_t r = n > 0 && lower && offset < 0 ? -offset : 0;
  for (int64_t i = 0; i < n; ++r) {
    const auto bound = static_cast<int64_t>(
        std::min<Wide>(std::max<Wide>(r + first, 0), columns));
    const int64_t end = lower ? bound : columns;
    for (int64_t c = lower ? 0 : bound; c < end; ++c, ++i) {
      row[i] = r;
      row[n + i] = c;
    }
  }
  return host.to(DeviceOf(op, options), dtype);
}

}  // namespace

Tensor tril_indices(int64_t row, int64_t col, int64_t offset,
                    const TensorOptions& options) {
  return Indices("tril_indices", row, col, offset, true, options);
}

Tensor triu_indices(int64_t row, int64_t col, int64_t offset,
                    const TensorOptions& options) {
  return Indices("triu_indices", row, col, offset, false, options);
}

}  // namespace tessera::run
