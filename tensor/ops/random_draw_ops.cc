// Random draws into tensors, by tensors and from tensors; dropout.
#include <cmath>

#include "tessera/base/bit_cast.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/random_calls.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/random_plan.h"

namespace tessera::run {

using namespace random_calls;

Tensor uniform(const Tensor& self, double from, double to,
               const MaybeGenerator& generator) {
  Tensor out = NewLike("uniform_", self, {});
  return run::uniform_(out, from, to, generator);
}

Tensor& uniform_(Tensor& self, double from, double to,
                 const MaybeGenerator& generator) {
  CheckInexact("uniform_", self, "random_");
  RandomPlan plan = UniformPlan("uniform_", from, to, self.scalar_type());
  return FillInplace(Op::uniform, "uniform_", plan, self, generator);
}

Tensor normal(const Tensor& self, const Scalar& mean, const Scalar& std,
              const MaybeGenerator& generator) {
  Tensor out = NewLike("normal", self, {});
  return run::normal_(out, mean, std, generator);
}

Tensor& normal_(Tensor& self, const Scalar& mean, const Scalar& std,
                const MaybeGenerator& generator) {
  CheckInexact("normal_", self, "random_");
  RandomPlan plan = NormalPlan("normal_", mean.toDouble(), std.toDouble(),
                               self.scalar_type());
  return FillInplace(Op::normal, "normal_", plan, self, generator);
}

Tensor random(const Tensor& self, const MaybeGenerator& generator) {
  Tensor out = NewLike("random_", self, {});
  return run::random_(out, generator);
}

Tensor& random_(Tensor& self, const MaybeGenerator& generator) {
  return run::random_(self, 0, std::nullopt, generator);
}

Tensor random(const Tensor& self, int64_t to, const MaybeGenerator& generator) {
  Tensor out = NewLike("random_", self, {});
  return run::random_(out, 0, to, generator);
}

Tensor& random_(Tensor& self, int64_t to, const MaybeGenerator& generator) {
  return run::random_(self, 0, to, generator);
}

Tensor random(const Tensor& self, int64_t from, std::optional<int64_t> to,
              const MaybeGenerator& generator) {
  Tensor out = NewLike("random_", self, {});
  return run::random_(out, from, to, generator);
}

Tensor& random_(Tensor& self, int64_t from, std::optional<int64_t> to,
                const MaybeGenerator& generator) {
  detail::CheckDType(Op::random, self);
  const DType dtype = self.scalar_type();
  RandomPlan plan = to ? IntegerPlan("random_", from, *to, dtype)
                       : OpenIntegerPlan("random_", from, dtype);
  return FillInplace(Op::random, "random_", plan, self, generator);
}

Tensor exponential(const Tensor& self, double lambd,
                   const MaybeGenerator& generator) {
  Tensor out = NewLike("exponential_", self, {});
  return run::exponential_(out, lambd, generator);
}

Tensor& exponential_(Tensor& self, double lambd,
                     const MaybeGenerator& generator) {
  detail::CheckDType(Op::exponential, self);
  if (!(lambd > 0)) {
    throw ValueError("exponential_", Str("expected lambd > 0, got ", lambd));
  }
  RandomPlan plan = Plan(RandomPlan::kExponential);
  plan.f[0] = lambd;
  return FillInplace(Op::exponential, "exponential_", plan, self, generator);
}

// ---- normal of tensors ----

namespace {

// n * std + mean where a tensor is given for either.
Tensor NormalOf(const Tensor* mean, double mean_number, const Tensor* std,
                double std_number, const MaybeGenerator& generator) {
  if (mean) detail::CheckDefined("normal", *mean, 0);
  if (std) detail::CheckDefined("normal", *std, 1);
  const Tensor& first = mean ? *mean : *std;
  std::vector<int64_t> sizes = first.sizes().vec();
  if (mean && std) {
    detail::CheckSameDevice("normal", *mean, *std);
    detail::CheckSameDType("normal", *mean, *std);
    sizes = BroadcastSizes("normal", mean->sizes(), std->sizes());
  }
  Tensor out =
      detail::MakeTensor(sizes, first.scalar_type(), first.device(), "normal");
  if (!isFloatingType(out.scalar_type())) {
    throw NotImplementedError("normal", Str("not implemented for ", first,
                                            "; works for floating dtypes"));
  }
  if (!std) CheckStd("normal", std_number);
  // Each as a dense tensor of out's shape, so that the kernel takes one form.
  const auto spread = [&](const Tensor* t, double number) {
    Tensor dense = detail::MakeTensor(sizes, out.scalar_type(), out.device());
    if (t) {
      detail::CopyValues("normal", dense, *t);
    } else {
      detail::FillValue("normal", dense, number);
    }
    return dense;
  };
  const Tensor means = spread(mean, mean_number);
  const Tensor stds = spread(std, std_number);
  RandomPlan plan = Plan(RandomPlan::kNormalOf);
  plan.in = means.impl()->data();
  plan.in2 = stds.impl()->data();
  plan.in_dtype = out.scalar_type();
  KernelContext context(Op::normal, out.device());
  RunPlan(Op::normal, plan, out, generator, context);
  if (context.error.load(std::memory_order_acquire)) {
    CheckStd("normal", BitCast<double>(context.error_value[0]));
  }
  return out;
}

}  // namespace

Tensor normal(const Tensor& mean, double std, const MaybeGenerator& generator) {
  return NormalOf(&mean, 0, nullptr, std, generator);
}

Tensor normal(double mean, const Tensor& std, const MaybeGenerator& generator) {
  return NormalOf(nullptr, mean, &std, 0, generator);
}

Tensor normal(const Tensor& mean, const Tensor& std,
              const MaybeGenerator& generator) {
  return NormalOf(&mean, 0, &std, 0, generator);
}

Tensor normal(double mean, double std, IntArrayRef size,
              const MaybeGenerator& generator, const TensorOptions& options) {
  Tensor out =
      New("normal", size, options.dtype_or(get_default_dtype()), options);
  CheckInexact("normal", out, "randint");
  RandomPlan plan = NormalPlan("normal", mean, std, out.scalar_type());
  Fill(Op::normal, "normal", plan, out, generator);
  return Finish(std::move(out), options);
}

// ---- bernoulli ----

namespace {

// By a tensor of probabilities, which has out's shape and is dense.
void BernoulliOf(const char* op, const Tensor& out, const Tensor& p,
                 const MaybeGenerator& generator) {
  RandomPlan plan = Plan(RandomPlan::kBernoulliOf);
  plan.in = p.impl()->data();
  plan.in_dtype = p.scalar_type();
  Fill(Op::bernoulli, op, plan, out, generator);
}

// p over the shape of self, dense.
Tensor SpreadProbabilities(const char* op, const Tensor& self,
                           const Tensor& p) {
  detail::CheckDefined(op, p, 1);
  detail::CheckSameDevice(op, self, p);
  detail::CheckDType(Op::bernoulli, p);
  Tensor dense = detail::MakeTensor(self.sizes(), p.scalar_type(), p.device());
  detail::CopyValues(op, dense, p);
  return dense;
}

void CheckCoins(const char* op, const Tensor& self) {
  if (!self.is_complex()) return;
  throw NotImplementedError(op, Str("not implemented for ", self,
                                    "; works for bool, integer and floating "
                                    "dtypes"));
}

}  // namespace

Tensor bernoulli(const Tensor& self, const MaybeGenerator& generator) {
  detail::CheckDefined("bernoulli", self);
  detail::CheckDType(Op::bernoulli, self);
  Tensor out = NewLike("bernoulli", self, {});
  BernoulliOf("bernoulli", out, Dense(self), generator);
  return out;
}

Tensor& bernoulli_(Tensor& self, const MaybeGenerator& generator) {
  return run::bernoulli_(self, 0.5, generator);
}

Tensor bernoulli(const Tensor& self, double p,
                 const MaybeGenerator& generator) {
  Tensor out = NewLike("bernoulli", self, {});
  return run::bernoulli_(out, p, generator);
}

Tensor& bernoulli_(Tensor& self, double p, const MaybeGenerator& generator) {
  CheckCoins("bernoulli_", self);
  CheckProbability("bernoulli_", p);
  RandomPlan plan = Plan(RandomPlan::kBernoulli);
  plan.threshold = Threshold(p);
  return FillInplace(Op::bernoulli, "bernoulli_", plan, self, generator);
}

Tensor bernoulli(const Tensor& self, const Tensor& p,
                 const MaybeGenerator& generator) {
  Tensor out = NewLike("bernoulli", self, {});
  return run::bernoulli_(out, p, generator);
}

Tensor& bernoulli_(Tensor& self, const Tensor& p,
                   const MaybeGenerator& generator) {
  CheckCoins("bernoulli_", self);
  detail::CheckWritable("bernoulli_", self);
  BernoulliOf("bernoulli_", self, SpreadProbabilities("bernoulli_", self, p),
              generator);
  detail::BumpVersion(self);
  return self;
}

// ---- multinomial ----

Tensor multinomial(const Tensor& self, int64_t num_samples, bool replacement,
                   const MaybeGenerator& generator) {
  detail::CheckDefined("multinomial", self);
  detail::CheckDType(Op::multinomial, self);
  if (self.dim() != 1 && self.dim() != 2) {
    throw ShapeError("multinomial",
                     Str("expected weights of 1 or 2 dimensions, got ", self));
  }
  const int64_t columns = self.size(-1);
  if (num_samples < 1) {
    throw ValueError("multinomial", Str("expected num_samples of 1 or more, "
                                        "got ",
                                        num_samples));
  }
  if (!replacement && num_samples > columns) {
    throw ValueError(
        "multinomial",
        Str("cannot sample num_samples ", num_samples, " of ", columns,
            " categories without replacement; allowed are 1 to ", columns));
  }
  RandomPlan plan = Plan(RandomPlan::kMultinomial);
  plan.columns = columns;
  plan.rows = self.dim() == 2 ? self.size(0) : 1;
  plan.samples = num_samples;
  plan.replacement = replacement;
  plan.in_dtype = self.scalar_type();
  Tensor out = self.dim() == 2
                   ? detail::MakeTensor({plan.rows, num_samples}, DType::Long,
                                        self.device(), "multinomial")
                   : detail::MakeTensor({num_samples}, DType::Long,
                                        self.device(), "multinomial");
  if (out.numel() == 0) return out;
  const Tensor weights = Dense(self);
  const Kernel<RandomPlan> kernel = Kernels().Get<RandomPlan>(
      Op::multinomial, self.device().type(), self.scalar_type());
  plan.in = weights.impl()->data();
  plan.out = out.impl()->data();
  plan.numel = replacement ? out.numel() : weights.numel();
  plan.dtype = DType::Long;
  plan.state = detail::GeneratorOf(generator).Advance(
      RandomBlocks(plan.draw, plan.dtype, plan.numel), self.device());
  KernelContext context(Op::multinomial, self.device());
  kernel(plan, context);
  if (const char* error = context.error.load(std::memory_order_acquire)) {
    const double found = BitCast<double>(context.error_value[0]);
    if (error == kernel_errors::kProbabilities && found > 0 &&
        std::isfinite(found)) {
      throw ValueError("multinomial",
                       Str("expected at least num_samples ", num_samples,
                           " weights above 0 to draw without replacement, got ",
                           found, " in row ", context.error_value[1]));
    }
    ThrowKernelError(context);
  }
  return out;
}

// ---- dropout ----

Tensor dropout(const Tensor& self, double p, bool train) {
  detail::CheckDefined("dropout", self);
  CheckProbability("dropout", p);
  detail::CheckDType(Op::_dropout, self);
  if (!train || p == 0 || self.numel() == 0) return self;
  const PhiloxState state = default_generator().Advance(
      RandomBlocks(RandomPlan::kDropout, self.scalar_type(), self.numel()),
      self.device());
  return tessera::_dropout(self, p, static_cast<int64_t>(state.seed),
                           static_cast<int64_t>(state.offset));
}

Tensor& dropout_(Tensor& self, double p, bool train) {
  const Tensor out = run::dropout(self, p, train);
  if (!out.is_same(self)) self.copy_(out);
  return self;
}

Tensor _dropout(const Tensor& self, double p, int64_t seed, int64_t offset) {
  detail::CheckDefined("dropout", self);
  CheckProbability("dropout", p);
  detail::CheckDType(Op::_dropout, self);
  const Tensor in = Dense(self);
  Tensor out = detail::MakeTensor(
      Geometry::ContiguousLike(self.geometry(), self.scalar_type()),
      self.device());
  RandomPlan plan = Plan(RandomPlan::kDropout);
  plan.in = in.impl()->data();
  plan.in_dtype = plan.dtype = self.scalar_type();
  plan.out = out.impl()->data();
  plan.numel = out.numel();
  plan.state = {static_cast<uint64_t>(seed), static_cast<uint64_t>(offset)};
  plan.threshold = Threshold(1 - p);
  plan.f[0] = p < 1 ? 1 / (1 - p) : 0;
  KernelContext context(Op::_dropout, self.device());
  Kernels().Get<RandomPlan>(Op::_dropout, self.device().type(),
                            self.scalar_type())(plan, context);
  CheckKernelError(context);
  return out;
}

}  // namespace tessera::run
