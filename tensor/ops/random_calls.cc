#include "tessera/tensor/ops/random_calls.h"

#include <cmath>

#include "tessera/base/bit_cast.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/limits.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/views.h"

namespace tessera::run::random_calls {
namespace {

// A kernel found a probability (or weight) that is none.
void CheckProbabilities(const char* op, const KernelContext& context) {
  const char* error = context.error.load(std::memory_order_acquire);
  if (!error) return;
  if (error != kernel_errors::kProbabilities) ThrowKernelError(context);
  throw ValueError(op, Str("expected probabilities in [0, 1], got ",
                           BitCast<double>(context.error_value[0]),
                           " at element ", context.error_value[1]));
}

bool IsInexact(DType dtype) {
  return isFloatingType(dtype) || isComplexType(dtype);
}

// The largest number of dtype below x, which is one of dtype.
double Below(double x, DType dtype) {
  if (dtype == DType::Double) return std::nextafter(x, -HUGE_VAL);
  if (dtype == DType::Float) {
    return std::nextafterf(static_cast<float>(x), -HUGE_VALF);
  }
  const auto below = [](uint16_t bits) {
    if ((bits & 0x7fff) == 0) return uint16_t{0x8001};
    return static_cast<uint16_t>(bits & 0x8000 ? bits + 1 : bits - 1);
  };
  if (dtype == DType::Half) {
    return Half(below(Half(x).x), Half::from_bits());
  }
  return BFloat16(below(BFloat16(x).x), BFloat16::from_bits());
}

double RoundTo(double x, DType dtype) {
  switch (dtype) {
    case DType::Float:
      return static_cast<float>(x);
    case DType::Half:
      return Half(x);
    case DType::BFloat16:
      return BFloat16(x);
    default:
      return x;
  }
}

}  // namespace

Tensor Dense(const Tensor& t) {
  return t.is_contiguous() ? t : run::clone(t, MemoryFormat::Contiguous);
}

void RunPlan(Op op, RandomPlan& plan, const Tensor& out,
             const MaybeGenerator& generator, KernelContext& context) {
  const Kernel<RandomPlan> kernel = Kernels().Get<RandomPlan>(
      op, out.device().type(), plan.in ? plan.in_dtype : out.scalar_type());
  plan.out = out.impl()->data();
  plan.numel = out.numel();
  plan.dtype = out.scalar_type();
  plan.state = detail::GeneratorOf(generator).Advance(
      RandomBlocks(plan.draw, plan.dtype, plan.numel), out.device());
  kernel(plan, context);
}

void Fill(Op op, const char* op_name, RandomPlan& plan, const Tensor& target,
          const MaybeGenerator& generator) {
  KernelContext context(op, target.device());
  if (target.is_contiguous()) {
    RunPlan(op, plan, target, generator, context);
    CheckProbabilities(op_name, context);
    return;
  }
  const Tensor dense = detail::MakeTensor(target.sizes(), target.scalar_type(),
                                          target.device(), op_name);
  RunPlan(op, plan, dense, generator, context);
  CheckProbabilities(op_name, context);
  detail::CopyValues(op_name, target, dense);
}

Tensor& FillInplace(Op op, const char* op_name, RandomPlan& plan, Tensor& self,
                    const MaybeGenerator& generator) {
  detail::CheckWritable(op_name, self);
  Fill(op, op_name, plan, self, generator);
  detail::BumpVersion(self);
  return self;
}

Tensor New(const char* op, IntArrayRef size, DType dtype,
           const TensorOptions& options) {
  return detail::MakeTensor(Geometry(size, dtype, op),
                            options.has_device()
                                ? ResolveDevice(op, options.device())
                                : Device(kCPU));
}

Tensor NewLike(const char* op, const Tensor& self,
               const TensorOptions& options) {
  detail::CheckDefined(op, self);
  return detail::MakeTensor(
      views::DenseLike(self.geometry(), options.dtype_or(self.scalar_type())),
      options.has_device() ? ResolveDevice(op, options.device())
                           : self.device());
}

Tensor Finish(Tensor&& t, const TensorOptions& options) {
  if (options.requires_grad()) t.requires_grad_();
  return std::move(t);
}

Tensor& PrepareOut(const char* op, Tensor& out, IntArrayRef size) {
  if (out.sizes() != size) detail::ResizeOut(op, out, size);
  return out;
}

void CheckInexact(const char* op, const Tensor& t, const char* integers) {
  if (IsInexact(t.scalar_type())) return;
  throw NotImplementedError(op, Str("not implemented for ", t,
                                    "; give a floating dtype, as "
                                    "dtype=float32, or use ",
                                    integers, " for integers"));
}

// ---- Plans ----

RandomPlan Plan(RandomPlan::Draw draw) {
  RandomPlan plan = {};
  plan.draw = draw;
  return plan;
}

RandomPlan UniformPlan(const char* op, double from, double to, DType dtype) {
  dtype = toRealValueType(dtype);
  if (!(from <= to)) {
    throw ValueError(
        op, Str("expected from <= to, got from ", from, " and to ", to));
  }
  const double low = RoundTo(from, dtype);
  const double high = RoundTo(to, dtype);
  if (!(high - low <= finfo(dtype).max)) {
    throw ValueError(
        op, Str("expected to - from of at most ", finfo(dtype).max, " for ",
                name(dtype), ", got from ", from, " and to ", to));
  }
  RandomPlan plan = Plan(RandomPlan::kUniform);
  plan.f[0] = low;
  plan.f[1] = high - low;
  plan.f[2] = low < high ? Below(high, dtype) : low;
  return plan;
}

void CheckStd(const char* op, double std) {
  if (std >= 0) return;
  throw ValueError(op, Str("normal expects std >= 0.0, but found std ", std,
                           "; allowed are 0 and above"));
}

RandomPlan NormalPlan(const char* op, double mean, double std, DType dtype) {
  CheckStd(op, std);
  RandomPlan plan = Plan(RandomPlan::kNormal);
  plan.f[0] = mean;
  plan.f[1] = isComplexType(dtype) ? std * std::sqrt(0.5) : std;
  return plan;
}

int64_t ExactIntegers(DType dtype) {
  switch (dtype) {
    case DType::Half:
      return int64_t{1} << 11;
    case DType::BFloat16:
      return int64_t{1} << 8;
    case DType::Float:
      return int64_t{1} << 24;
    default:
      return int64_t{1} << 53;
  }
}

RandomPlan RangePlan(int64_t low, uint64_t range, DType dtype) {
  RandomPlan plan = Plan(range == 0 || range >> 32 ? RandomPlan::kWideInteger
                                                   : RandomPlan::kInteger);
  plan.low = low;
  plan.range = range;
  if (isFloatingType(dtype)) {
    // Where the dtype has gaps, rounding must not reach the end.
    const double high = static_cast<double>(low) + static_cast<double>(range);
    const double last = RoundTo(high, dtype);
    plan.f[2] = last < high ? last : Below(last, dtype);
  }
  return plan;
}

RandomPlan IntegerPlan(const char* op, int64_t low, int64_t high, DType dtype) {
  if (low >= high) {
    throw ValueError(
        op, Str("expected low < high, got low ", low, " and high ", high));
  }
  const auto bad = [&](auto least, auto most) {
    throw ValueError(
        op, Str("expected bounds that ", name(dtype), " holds, got low ", low,
                " and high ", high, " (excluded); allowed values are ", least,
                " to ", most));
  };
  if (dtype == DType::Bool) {
    if (low < 0 || high > 2) bad(0, 1);
  } else if (isFloatingType(dtype)) {
    const double max = finfo(dtype).max;
    if (static_cast<double>(low) < -max || static_cast<double>(high - 1) > max)
      bad(-max, max);
  } else {
    const IInfo info = iinfo(dtype);
    if (low < info.min ||
        (high > 0 && static_cast<uint64_t>(high - 1) > info.max)) {
      bad(info.min, info.max);
    }
  }
  return RangePlan(
      low, static_cast<uint64_t>(high) - static_cast<uint64_t>(low), dtype);
}

RandomPlan OpenIntegerPlan(const char* op, int64_t from, DType dtype) {
  uint64_t most;
  int64_t least = 0;
  if (dtype == DType::Bool) {
    most = 1;
  } else if (isFloatingType(dtype)) {
    most = static_cast<uint64_t>(ExactIntegers(dtype));
    least = -ExactIntegers(dtype);
  } else {
    most = iinfo(dtype).max;
    least = iinfo(dtype).min;
  }
  if (from < least || (from > 0 && static_cast<uint64_t>(from) > most)) {
    throw ValueError(op, Str("expected from between ", least, " and ", most,
                             " for ", name(dtype), ", got ", from));
  }
  return RangePlan(from, most - static_cast<uint64_t>(from) + 1, dtype);
}

void CheckProbability(const char* op, double p) {
  if (p >= 0 && p <= 1) return;
  throw ValueError(op, Str("expected p between 0 and 1, got ", p));
}

uint64_t Threshold(double p) {
  return static_cast<uint64_t>(std::ceil(p * 0x1p32));
}

}  // namespace tessera::run::random_calls
