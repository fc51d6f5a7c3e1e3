// Random factories: rand, randn, randint, randperm and what is _like them.
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/limits.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/random_calls.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/random_plan.h"

namespace tessera::run {

using namespace random_calls;

namespace {

Tensor Rand(const char* op, Op tag, Tensor&& out, bool normal,
            const char* integers, const MaybeGenerator& generator,
            const TensorOptions& options) {
  CheckInexact(op, out, integers);
  RandomPlan plan = normal ? NormalPlan(op, 0, 1, out.scalar_type())
                           : UniformPlan(op, 0, 1, out.scalar_type());
  Fill(tag, op, plan, out, generator);
  return Finish(std::move(out), options);
}

Tensor& RandOut(const char* op, Op tag, Tensor& out, IntArrayRef size,
                bool normal, const MaybeGenerator& generator) {
  CheckInexact(op, out, "randint_out");
  RandomPlan plan = normal ? NormalPlan(op, 0, 1, out.scalar_type())
                           : UniformPlan(op, 0, 1, out.scalar_type());
  return FillInplace(tag, op, plan, PrepareOut(op, out, size), generator);
}

}  // namespace

// ---- rand, randn ----

Tensor rand(IntArrayRef size, const TensorOptions& options) {
  return run::rand(size, std::nullopt, options);
}

Tensor rand(IntArrayRef size, const MaybeGenerator& generator,
            const TensorOptions& options) {
  return Rand("rand", Op::rand,
              New("rand", size, options.dtype_or(get_default_dtype()), options),
              false, "randint", generator, options);
}

Tensor& rand_out(Tensor& out, IntArrayRef size, const TensorOptions&) {
  return RandOut("rand", Op::rand, out, size, false, std::nullopt);
}

Tensor& rand_out(Tensor& out, IntArrayRef size, const MaybeGenerator& generator,
                 const TensorOptions&) {
  return RandOut("rand", Op::rand, out, size, false, generator);
}

Tensor rand_like(const Tensor& self, const TensorOptions& options) {
  return run::rand_like(self, std::nullopt, options);
}

Tensor rand_like(const Tensor& self, const MaybeGenerator& generator,
                 const TensorOptions& options) {
  return Rand("rand_like", Op::rand_like, NewLike("rand_like", self, options),
              false, "randint_like", generator, options);
}

Tensor randn(IntArrayRef size, const TensorOptions& options) {
  return run::randn(size, std::nullopt, options);
}

Tensor randn(IntArrayRef size, const MaybeGenerator& generator,
             const TensorOptions& options) {
  return Rand(
      "randn", Op::randn,
      New("randn", size, options.dtype_or(get_default_dtype()), options), true,
      "randint", generator, options);
}

Tensor& randn_out(Tensor& out, IntArrayRef size, const TensorOptions&) {
  return RandOut("randn", Op::randn, out, size, true, std::nullopt);
}

Tensor& randn_out(Tensor& out, IntArrayRef size,
                  const MaybeGenerator& generator, const TensorOptions&) {
  return RandOut("randn", Op::randn, out, size, true, generator);
}

Tensor randn_like(const Tensor& self, const TensorOptions& options) {
  return run::randn_like(self, std::nullopt, options);
}

Tensor randn_like(const Tensor& self, const MaybeGenerator& generator,
                  const TensorOptions& options) {
  return Rand("randn_like", Op::randn_like,
              NewLike("randn_like", self, options), true, "randint_like",
              generator, options);
}

// ---- randint ----

Tensor randint(int64_t high, IntArrayRef size, const TensorOptions& options) {
  return run::randint(0, high, size, std::nullopt, options);
}

Tensor randint(int64_t low, int64_t high, IntArrayRef size,
               const TensorOptions& options) {
  return run::randint(low, high, size, std::nullopt, options);
}

Tensor randint(int64_t high, IntArrayRef size, const MaybeGenerator& generator,
               const TensorOptions& options) {
  return run::randint(0, high, size, generator, options);
}

Tensor randint(int64_t low, int64_t high, IntArrayRef size,
               const MaybeGenerator& generator, const TensorOptions& options) {
  Tensor out = New("randint", size, options.dtype_or(DType::Long), options);
  detail::CheckDType(Op::randint, out);
  RandomPlan plan = IntegerPlan("randint", low, high, out.scalar_type());
  Fill(Op::randint, "randint", plan, out, generator);
  return Finish(std::move(out), options);
}

Tensor& randint_out(Tensor& out, int64_t high, IntArrayRef size,
                    const TensorOptions& options) {
  return run::randint_out(out, 0, high, size, std::nullopt, options);
}

Tensor& randint_out(Tensor& out, int64_t low, int64_t high, IntArrayRef size,
                    const TensorOptions& options) {
  return run::randint_out(out, low, high, size, std::nullopt, options);
}

Tensor& randint_out(Tensor& out, int64_t high, IntArrayRef size,
                    const MaybeGenerator& generator,
                    const TensorOptions& options) {
  return run::randint_out(out, 0, high, size, generator, options);
}

Tensor& randint_out(Tensor& out, int64_t low, int64_t high, IntArrayRef size,
                    const MaybeGenerator& generator, const TensorOptions&) {
  detail::CheckDType(Op::randint, out);
  RandomPlan plan = IntegerPlan("randint", low, high, out.scalar_type());
  return FillInplace(Op::randint, "randint", plan,
                     PrepareOut("randint", out, size), generator);
}

Tensor randint_like(const Tensor& self, int64_t high,
                    const TensorOptions& options) {
  return run::randint_like(self, 0, high, std::nullopt, options);
}

Tensor randint_like(const Tensor& self, int64_t low, int64_t high,
                    const TensorOptions& options) {
  return run::randint_like(self, low, high, std::nullopt, options);
}

Tensor randint_like(const Tensor& self, int64_t low, int64_t high,
                    const MaybeGenerator& generator,
                    const TensorOptions& options) {
  Tensor out = NewLike("randint_like", self, options);
  detail::CheckDType(Op::randint_like, out);
  RandomPlan plan = IntegerPlan("randint_like", low, high, out.scalar_type());
  Fill(Op::randint_like, "randint_like", plan, out, generator);
  return Finish(std::move(out), options);
}

// ---- randperm ----

namespace {

// The order that sorts n random numbers of 64 bits, on any device.
Tensor Permutation(int64_t n, Device device, const MaybeGenerator& generator) {
  Tensor keys = detail::MakeTensor({n}, DType::UInt64, device, "randperm");
  RandomPlan plan = RangePlan(0, 0, DType::UInt64);
  Fill(Op::random, "randperm", plan, keys, generator);
  return run::argsort(keys, -1, false, true);
}

void CheckPermutation(int64_t n, DType dtype) {
  if (n < 0) {
    throw ValueError("randperm", Str("expected n of 0 or more, got ", n));
  }
  if (!isIntegralType(dtype, false) && !isFloatingType(dtype)) {
    throw NotImplementedError("randperm",
                              Str("not implemented for ", name(dtype),
                                  "; works for integer and floating dtypes"));
  }
  const uint64_t most = isFloatingType(dtype)
                            ? static_cast<uint64_t>(ExactIntegers(dtype))
                            : iinfo(dtype).max;
  if (n > 0 && static_cast<uint64_t>(n - 1) > most) {
    throw ValueError(
        "randperm", Str("expected an n whose numbers ", name(dtype),
                        " holds, got ", n, "; allowed values are 0 to ", most));
  }
}

}  // namespace

Tensor randperm(int64_t n, const TensorOptions& options) {
  return run::randperm(n, std::nullopt, options);
}

Tensor randperm(int64_t n, const MaybeGenerator& generator,
                const TensorOptions& options) {
  const DType dtype = options.dtype_or(DType::Long);
  CheckPermutation(n, dtype);
  const Tensor order = Permutation(
      n,
      options.has_device() ? ResolveDevice("randperm", options.device())
                           : Device(kCPU),
      generator);
  return Finish(order.to(dtype), options);
}

Tensor& randperm_out(Tensor& out, int64_t n, const TensorOptions& options) {
  return run::randperm_out(out, n, std::nullopt, options);
}

Tensor& randperm_out(Tensor& out, int64_t n, const MaybeGenerator& generator,
                     const TensorOptions&) {
  CheckPermutation(n, out.scalar_type());
  detail::CheckWritable("randperm", out);
  const Tensor order = Permutation(n, out.device(), generator);
  detail::CopyValues("randperm", PrepareOut("randperm", out, {n}), order);
  return out;
}

}  // namespace tessera::run
