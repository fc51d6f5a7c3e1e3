// Gradients of random draws: zero, for what they overwrite takes no part; and
// of dropout, whose mask is drawn again.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

template <const char* const& kName, int kInputs = 1>
struct ZeroBackward final : NodeOf<kInputs> {
  const char* op_name() const override { return kName; }
  void Backward(const Tensor* g, Tensor* out) override {
    for (int i = 0; i < kInputs; ++i) {
      if (this->should_compute(i)) out[i] = zeros_like(g[0]);
    }
  }
};

using MaybeGenerator = std::optional<Generator>;

constexpr const char* kUniform = "UniformBackward0";
Tensor record_uniform(const Tensor& self, double from, double to,
                      const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kUniform>> record(self);
  return record.Finish(run::uniform(self, from, to, generator));
}
TESSERA_RECORDS(uniform, record_uniform);

constexpr const char* kNormal = "NormalBackward0";
Tensor record_normal(const Tensor& self, const Scalar& mean, const Scalar& std,
                     const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kNormal>> record(self);
  return record.Finish(run::normal(self, mean, std, generator));
}
TESSERA_RECORDS(normal, record_normal);

constexpr const char* kNormal1 = "NormalBackward1";
Tensor record_normal_of_mean(const Tensor& mean, double std,
                             const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kNormal1>> record(mean);
  return record.Finish(run::normal(mean, std, generator));
}
TESSERA_RECORDS(normal_Tensor_float, record_normal_of_mean);

constexpr const char* kNormal2 = "NormalBackward2";
Tensor record_normal_of_std(double mean, const Tensor& std,
                            const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kNormal2>> record(std);
  return record.Finish(run::normal(mean, std, generator));
}
TESSERA_RECORDS(normal_float_Tensor, record_normal_of_std);

constexpr const char* kNormal3 = "NormalBackward3";
Tensor record_normal_of_both(const Tensor& mean, const Tensor& std,
                             const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kNormal3, 2>> record(mean, std);
  return record.Finish(run::normal(mean, std, generator));
}
TESSERA_RECORDS(normal_Tensor_Tensor, record_normal_of_both);

constexpr const char* kRandom = "RandomBackward0";
Tensor record_random(const Tensor& self, const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kRandom>> record(self);
  return record.Finish(run::random(self, generator));
}
TESSERA_RECORDS(random, record_random);

constexpr const char* kRandom1 = "RandomBackward1";
Tensor record_random_to(const Tensor& self, int64_t to,
                        const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kRandom1>> record(self);
  return record.Finish(run::random(self, to, generator));
}
TESSERA_RECORDS(random_to, record_random_to);

constexpr const char* kRandom2 = "RandomBackward2";
Tensor record_random_from(const Tensor& self, int64_t from,
                          std::optional<int64_t> to,
                          const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kRandom2>> record(self);
  return record.Finish(run::random(self, from, to, generator));
}
TESSERA_RECORDS(random_from, record_random_from);

constexpr const char* kExponential = "ExponentialBackward0";
Tensor record_exponential(const Tensor& self, double lambd,
                          const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kExponential>> record(self);
  return record.Finish(run::exponential(self, lambd, generator));
}
TESSERA_RECORDS(exponential, record_exponential);

constexpr const char* kBernoulli = "BernoulliBackward0";
Tensor record_bernoulli(const Tensor& self, const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kBernoulli>> record(self);
  return record.Finish(run::bernoulli(self, generator));
}
TESSERA_RECORDS(bernoulli, record_bernoulli);

constexpr const char* kBernoulli1 = "BernoulliBackward1";
Tensor record_bernoulli_p(const Tensor& self, double p,
                          const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kBernoulli1>> record(self);
  return record.Finish(run::bernoulli(self, p, generator));
}
TESSERA_RECORDS(bernoulli_p, record_bernoulli_p);

constexpr const char* kBernoulli2 = "BernoulliBackward2";
Tensor record_bernoulli_of(const Tensor& self, const Tensor& p,
                           const MaybeGenerator& generator) {
  Recorder<ZeroBackward<kBernoulli2>> record(self);
  return record.Finish(run::bernoulli(self, p, generator));
}
TESSERA_RECORDS(bernoulli_Tensor, record_bernoulli_of);

// y = x mask / (1 - p):  dx = g mask / (1 - p), the mask from its counter.
struct DropoutBackward final : NodeOf<1> {
  double p = 0;
  int64_t seed = 0, offset = 0;
  const char* op_name() const override { return "DropoutBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = _dropout(g[0], p, seed, offset);
  }
};
Tensor record_dropout(const Tensor& self, double p, int64_t seed,
                      int64_t offset) {
  Recorder<DropoutBackward> record(self);
  record->p = p;
  record->seed = seed;
  record->offset = offset;
  return record.Finish(run::_dropout(self, p, seed, offset));
}
TESSERA_RECORDS(_dropout, record_dropout);

}  // namespace
}  // namespace tessera::autograd
