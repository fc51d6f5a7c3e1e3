// Factories: new tensors.
#include <cmath>

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

Tensor empty_like(const Tensor& self, const TensorOptions& options) {
  detail::CheckDefined("empty_like", self);
  const TensorOptions like = Like(self, options);
  return Finish(
      detail::MakeTensor(
          views::DenseLike(self.geometry(), like.dtype_or(DType::Float)),
          DeviceOf("empty_like", like)),
      options);
}

Tensor full_like(const Tensor& self, const Scalar& fill_value,
                 const TensorOptions& options) {
  Tensor t = run::empty_like(self, options.requires_grad(false));
  CheckFitsIn("full_like", fill_value, t.scalar_type());
  detail::FillValue("full_like", t, fill_value);
  return Finish(std::move(t), options);
}

Tensor zeros_like(const Tensor& self, const TensorOptions& options) {
  return run::full_like(self, 0, options);
}

Tensor ones_like(const Tensor& self, const TensorOptions& options) {
  return run::full_like(self, 1, options);
}

Tensor new_empty(const Tensor& self, IntArrayRef size,
                 const TensorOptions& options) {
  return run::empty(size, Like(self, options));
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
  const bool ints = start.isIntegral(true) && end.isIntegral(true) &&
                    step.isIntegral(true);
  const DType dtype =
      options.dtype_or(ints ? DType::Long : get_default_dtype());
  if (!isIntegralType(dtype, false) && !isFloatingType(dtype)) {
    throw NotImplementedError(
        "arange", Str("not implemented for ", name(dtype),
                      "; works for integer and floating dtypes"));
  }
  const auto bad = [&](const char* what) {
    throw ValueError("arange", Str("expected ", what, ", got start ",
                                   start.toDouble(), ", end ", end.toDouble(),
                                   ", step ", step.toDouble()));
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
    const uint64_t span = s > 0 ? static_cast<uint64_t>(b) - a
                                : static_cast<uint64_t>(a) - b;
    const uint64_t stride =
        s > 0 ? static_cast<uint64_t>(s) : 0 - static_cast<uint64_t>(s);
    const uint64_t n = span / stride + (span % stride != 0);
    if (n > INT64_MAX) bad("fewer than 2^63 elements");
    return Generate("arange", static_cast<int64_t>(n), options, dtype,
                    [&](int64_t i) {
                      return Scalar(static_cast<int64_t>(
                          static_cast<uint64_t>(a) +
                          static_cast<uint64_t>(i) * static_cast<uint64_t>(s)));
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
  return Generate("arange", static_cast<int64_t>(n), options, dtype,
                  [&](int64_t i) {
                    return Scalar(a + static_cast<double>(i) * s);
                  });
}

Tensor linspace(const Scalar& start, const Scalar& end, int64_t steps,
                const TensorOptions& options) {
  if (steps < 0) {
    throw ValueError("linspace",
                     Str("expected steps of 0 or more, got ", steps,
                         " from start ", start.toDouble(), " to end ",
                         end.toDouble()));
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

Tensor eye(int64_t n, const TensorOptions& options) {
  return run::eye(n, n, options);
}

Tensor eye(int64_t n, int64_t m, const TensorOptions& options) {
  Tensor t = Filled("eye", {n, m}, 0, options.requires_grad(false));
  detail::FillValue("eye",
                    detail::MakeView(t, views::Diagonal("eye", t.geometry(), 0,
                                                        0, 1)),
                    1);
  return Finish(std::move(t), options);
}

}  // namespace tessera::run
