// Made by tensor/ops/generate.py from tensor/ops/random.toml; do not edit.
#include "tessera/tensor/ops/ops_random.h"

#include "tessera/base/error.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/ops/run.h"

namespace tessera {

Tensor rand(IntArrayRef size, const TensorOptions& options) {
  return run::rand(size, options);
}
Tensor& rand_out(Tensor& out, IntArrayRef size, const TensorOptions& options) {
  detail::CheckOut(Op::rand, out, detail::WantsGrad(out));
  return run::rand_out(out, size, options);
}
Tensor rand(IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  return run::rand(size, generator, options);
}
Tensor& rand_out(Tensor& out, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  detail::CheckOut(Op::rand, out, detail::WantsGrad(out));
  return run::rand_out(out, size, generator, options);
}

Tensor rand_like(const Tensor& self, const TensorOptions& options) {
  return run::rand_like(self, options);
}
Tensor rand_like(const Tensor& self, const std::optional<Generator>& generator, const TensorOptions& options) {
  return run::rand_like(self, generator, options);
}

Tensor randn(IntArrayRef size, const TensorOptions& options) {
  return run::randn(size, options);
}
Tensor& randn_out(Tensor& out, IntArrayRef size, const TensorOptions& options) {
  detail::CheckOut(Op::randn, out, detail::WantsGrad(out));
  return run::randn_out(out, size, options);
}
Tensor randn(IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  return run::randn(size, generator, options);
}
Tensor& randn_out(Tensor& out, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  detail::CheckOut(Op::randn, out, detail::WantsGrad(out));
  return run::randn_out(out, size, generator, options);
}

Tensor randn_like(const Tensor& self, const TensorOptions& options) {
  return run::randn_like(self, options);
}
Tensor randn_like(const Tensor& self, const std::optional<Generator>& generator, const TensorOptions& options) {
  return run::randn_like(self, generator, options);
}

Tensor randint(int64_t high, IntArrayRef size, const TensorOptions& options) {
  return run::randint(high, size, options);
}
Tensor& randint_out(Tensor& out, int64_t high, IntArrayRef size, const TensorOptions& options) {
  detail::CheckOut(Op::randint, out, detail::WantsGrad(out));
  return run::randint_out(out, high, size, options);
}
Tensor randint(int64_t low, int64_t high, IntArrayRef size, const TensorOptions& options) {
  return run::randint(low, high, size, options);
}
Tensor& randint_out(Tensor& out, int64_t low, int64_t high, IntArrayRef size, const TensorOptions& options) {
  detail::CheckOut(Op::randint, out, detail::WantsGrad(out));
  return run::randint_out(out, low, high, size, options);
}
Tensor randint(int64_t high, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  return run::randint(high, size, generator, options);
}
Tensor& randint_out(Tensor& out, int64_t high, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  detail::CheckOut(Op::randint, out, detail::WantsGrad(out));
  return run::randint_out(out, high, size, generator, options);
}
Tensor randint(int64_t low, int64_t high, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  return run::randint(low, high, size, generator, options);
}
Tensor& randint_out(Tensor& out, int64_t low, int64_t high, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  detail::CheckOut(Op::randint, out, detail::WantsGrad(out));
  return run::randint_out(out, low, high, size, generator, options);
}

Tensor randint_like(const Tensor& self, int64_t high, const TensorOptions& options) {
  return run::randint_like(self, high, options);
}
Tensor randint_like(const Tensor& self, int64_t low, int64_t high, const TensorOptions& options) {
  return run::randint_like(self, low, high, options);
}
Tensor randint_like(const Tensor& self, int64_t low, int64_t high, const std::optional<Generator>& generator, const TensorOptions& options) {
  return run::randint_like(self, low, high, generator, options);
}

Tensor randperm(int64_t n, const TensorOptions& options) {
  OpScope scope("randperm");
  return run::randperm(n, options);
}
Tensor& randperm_out(Tensor& out, int64_t n, const TensorOptions& options) {
  OpScope scope("randperm");
  detail::CheckOut(Op::randperm, out, detail::WantsGrad(out));
  return run::randperm_out(out, n, options);
}
Tensor randperm(int64_t n, const std::optional<Generator>& generator, const TensorOptions& options) {
  OpScope scope("randperm");
  return run::randperm(n, generator, options);
}
Tensor& randperm_out(Tensor& out, int64_t n, const std::optional<Generator>& generator, const TensorOptions& options) {
  OpScope scope("randperm");
  detail::CheckOut(Op::randperm, out, detail::WantsGrad(out));
  return run::randperm_out(out, n, generator, options);
}

static Tensor call_uniform(const Tensor& self, double from, double to, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::uniform, detail::grad_table.uniform)(self, from, to, generator);
  }
  return run::uniform(self, from, to, generator);
}
static Tensor& call_uniform_(Tensor& self, double from, double to, const std::optional<Generator>& generator) {
  detail::CheckInplace("uniform_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("uniform_").inplace_begin("uniform_", self);
    detail::autograd_interface.inplace_finish("uniform_", self, call_uniform(old, from, to, generator));
    return self;
  }
  return run::uniform_(self, from, to, generator);
}
Tensor& Tensor::uniform_(double from, double to, const std::optional<Generator>& generator) const {
  return tessera::call_uniform_(const_cast<Tensor&>(*this), from, to, generator);
}

Tensor normal(const Tensor& self, const Scalar& mean, const Scalar& std, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::normal, detail::grad_table.normal)(self, mean, std, generator);
  }
  return run::normal(self, mean, std, generator);
}
Tensor& normal_(Tensor& self, const Scalar& mean, const Scalar& std, const std::optional<Generator>& generator) {
  detail::CheckInplace("normal_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("normal_").inplace_begin("normal_", self);
    detail::autograd_interface.inplace_finish("normal_", self, normal(old, mean, std, generator));
    return self;
  }
  return run::normal_(self, mean, std, generator);
}
Tensor& Tensor::normal_(const Scalar& mean, const Scalar& std, const std::optional<Generator>& generator) const {
  return tessera::normal_(const_cast<Tensor&>(*this), mean, std, generator);
}
Tensor& run::normal_out(Tensor& out, const Tensor& self, const Scalar& mean, const Scalar& std, const std::optional<Generator>& generator) {
  return detail::CopyOut(Op::normal, out, run::normal(self, mean, std, generator));
}
Tensor& normal_out(Tensor& out, const Tensor& self, const Scalar& mean, const Scalar& std, const std::optional<Generator>& generator) {
  detail::CheckOut(Op::normal, out, detail::WantsGrad(out, self));
  return run::normal_out(out, self, mean, std, generator);
}
Tensor normal(const Tensor& mean, double std, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(mean)) {
    return detail::GradSlot(Op::normal, detail::grad_table.normal_Tensor_float)(mean, std, generator);
  }
  return run::normal(mean, std, generator);
}
Tensor& run::normal_out(Tensor& out, const Tensor& mean, double std, const std::optional<Generator>& generator) {
  return detail::CopyOut(Op::normal, out, run::normal(mean, std, generator));
}
Tensor& normal_out(Tensor& out, const Tensor& mean, double std, const std::optional<Generator>& generator) {
  detail::CheckOut(Op::normal, out, detail::WantsGrad(out, mean));
  return run::normal_out(out, mean, std, generator);
}
Tensor normal(double mean, const Tensor& std, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(std)) {
    return detail::GradSlot(Op::normal, detail::grad_table.normal_float_Tensor)(mean, std, generator);
  }
  return run::normal(mean, std, generator);
}
Tensor& run::normal_out(Tensor& out, double mean, const Tensor& std, const std::optional<Generator>& generator) {
  return detail::CopyOut(Op::normal, out, run::normal(mean, std, generator));
}
Tensor& normal_out(Tensor& out, double mean, const Tensor& std, const std::optional<Generator>& generator) {
  detail::CheckOut(Op::normal, out, detail::WantsGrad(out, std));
  return run::normal_out(out, mean, std, generator);
}
Tensor normal(const Tensor& mean, const Tensor& std, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(mean, std)) {
    return detail::GradSlot(Op::normal, detail::grad_table.normal_Tensor_Tensor)(mean, std, generator);
  }
  return run::normal(mean, std, generator);
}
Tensor& run::normal_out(Tensor& out, const Tensor& mean, const Tensor& std, const std::optional<Generator>& generator) {
  return detail::CopyOut(Op::normal, out, run::normal(mean, std, generator));
}
Tensor& normal_out(Tensor& out, const Tensor& mean, const Tensor& std, const std::optional<Generator>& generator) {
  detail::CheckOut(Op::normal, out, detail::WantsGrad(out, mean, std));
  return run::normal_out(out, mean, std, generator);
}
Tensor normal(double mean, double std, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  return run::normal(mean, std, size, generator, options);
}
Tensor& run::normal_out(Tensor& out, double mean, double std, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  return detail::CopyOut(Op::normal, out, run::normal(mean, std, size, generator, options));
}
Tensor& normal_out(Tensor& out, double mean, double std, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options) {
  detail::CheckOut(Op::normal, out, detail::WantsGrad(out));
  return run::normal_out(out, mean, std, size, generator, options);
}

static Tensor call_random(const Tensor& self, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::random, detail::grad_table.random)(self, generator);
  }
  return run::random(self, generator);
}
static Tensor& call_random_(Tensor& self, const std::optional<Generator>& generator) {
  detail::CheckInplace("random_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("random_").inplace_begin("random_", self);
    detail::autograd_interface.inplace_finish("random_", self, call_random(old, generator));
    return self;
  }
  return run::random_(self, generator);
}
Tensor& Tensor::random_(const std::optional<Generator>& generator) const {
  return tessera::call_random_(const_cast<Tensor&>(*this), generator);
}
static Tensor call_random_to(const Tensor& self, int64_t to, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::random, detail::grad_table.random_to)(self, to, generator);
  }
  return run::random(self, to, generator);
}
static Tensor& call_random_to_(Tensor& self, int64_t to, const std::optional<Generator>& generator) {
  detail::CheckInplace("random_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("random_").inplace_begin("random_", self);
    detail::autograd_interface.inplace_finish("random_", self, call_random_to(old, to, generator));
    return self;
  }
  return run::random_(self, to, generator);
}
Tensor& Tensor::random_(int64_t to, const std::optional<Generator>& generator) const {
  return tessera::call_random_to_(const_cast<Tensor&>(*this), to, generator);
}
static Tensor call_random_from(const Tensor& self, int64_t from, std::optional<int64_t> to, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::random, detail::grad_table.random_from)(self, from, to, generator);
  }
  return run::random(self, from, to, generator);
}
static Tensor& call_random_from_(Tensor& self, int64_t from, std::optional<int64_t> to, const std::optional<Generator>& generator) {
  detail::CheckInplace("random_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("random_").inplace_begin("random_", self);
    detail::autograd_interface.inplace_finish("random_", self, call_random_from(old, from, to, generator));
    return self;
  }
  return run::random_(self, from, to, generator);
}
Tensor& Tensor::random_(int64_t from, std::optional<int64_t> to, const std::optional<Generator>& generator) const {
  return tessera::call_random_from_(const_cast<Tensor&>(*this), from, to, generator);
}

static Tensor call_exponential(const Tensor& self, double lambd, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::exponential, detail::grad_table.exponential)(self, lambd, generator);
  }
  return run::exponential(self, lambd, generator);
}
static Tensor& call_exponential_(Tensor& self, double lambd, const std::optional<Generator>& generator) {
  detail::CheckInplace("exponential_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("exponential_").inplace_begin("exponential_", self);
    detail::autograd_interface.inplace_finish("exponential_", self, call_exponential(old, lambd, generator));
    return self;
  }
  return run::exponential_(self, lambd, generator);
}
Tensor& Tensor::exponential_(double lambd, const std::optional<Generator>& generator) const {
  return tessera::call_exponential_(const_cast<Tensor&>(*this), lambd, generator);
}

Tensor bernoulli(const Tensor& self, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::bernoulli, detail::grad_table.bernoulli)(self, generator);
  }
  return run::bernoulli(self, generator);
}
Tensor& bernoulli_(Tensor& self, const std::optional<Generator>& generator) {
  detail::CheckInplace("bernoulli_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("bernoulli_").inplace_begin("bernoulli_", self);
    detail::autograd_interface.inplace_finish("bernoulli_", self, bernoulli(old, generator));
    return self;
  }
  return run::bernoulli_(self, generator);
}
Tensor& Tensor::bernoulli_(const std::optional<Generator>& generator) const {
  return tessera::bernoulli_(const_cast<Tensor&>(*this), generator);
}
Tensor& run::bernoulli_out(Tensor& out, const Tensor& self, const std::optional<Generator>& generator) {
  return detail::CopyOut(Op::bernoulli, out, run::bernoulli(self, generator));
}
Tensor& bernoulli_out(Tensor& out, const Tensor& self, const std::optional<Generator>& generator) {
  detail::CheckOut(Op::bernoulli, out, detail::WantsGrad(out, self));
  return run::bernoulli_out(out, self, generator);
}
Tensor Tensor::bernoulli(const std::optional<Generator>& generator) const {
  return tessera::bernoulli(*this, generator);
}
Tensor bernoulli(const Tensor& self, double p, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::bernoulli, detail::grad_table.bernoulli_p)(self, p, generator);
  }
  return run::bernoulli(self, p, generator);
}
Tensor& bernoulli_(Tensor& self, double p, const std::optional<Generator>& generator) {
  detail::CheckInplace("bernoulli_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("bernoulli_").inplace_begin("bernoulli_", self);
    detail::autograd_interface.inplace_finish("bernoulli_", self, bernoulli(old, p, generator));
    return self;
  }
  return run::bernoulli_(self, p, generator);
}
Tensor& Tensor::bernoulli_(double p, const std::optional<Generator>& generator) const {
  return tessera::bernoulli_(const_cast<Tensor&>(*this), p, generator);
}
Tensor& run::bernoulli_out(Tensor& out, const Tensor& self, double p, const std::optional<Generator>& generator) {
  return detail::CopyOut(Op::bernoulli, out, run::bernoulli(self, p, generator));
}
Tensor& bernoulli_out(Tensor& out, const Tensor& self, double p, const std::optional<Generator>& generator) {
  detail::CheckOut(Op::bernoulli, out, detail::WantsGrad(out, self));
  return run::bernoulli_out(out, self, p, generator);
}
Tensor Tensor::bernoulli(double p, const std::optional<Generator>& generator) const {
  return tessera::bernoulli(*this, p, generator);
}
Tensor bernoulli(const Tensor& self, const Tensor& p, const std::optional<Generator>& generator) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::bernoulli, detail::grad_table.bernoulli_Tensor)(self, p, generator);
  }
  return run::bernoulli(self, p, generator);
}
Tensor& bernoulli_(Tensor& self, const Tensor& p, const std::optional<Generator>& generator) {
  detail::CheckInplace("bernoulli_", self);
  if (detail::WantsGrad(self)) {
    Tensor old = detail::Autograd("bernoulli_").inplace_begin("bernoulli_", self);
    detail::autograd_interface.inplace_finish("bernoulli_", self, bernoulli(old, p, generator));
    return self;
  }
  return run::bernoulli_(self, p, generator);
}
Tensor& Tensor::bernoulli_(const Tensor& p, const std::optional<Generator>& generator) const {
  return tessera::bernoulli_(const_cast<Tensor&>(*this), p, generator);
}
Tensor& run::bernoulli_out(Tensor& out, const Tensor& self, const Tensor& p, const std::optional<Generator>& generator) {
  return detail::CopyOut(Op::bernoulli, out, run::bernoulli(self, p, generator));
}
Tensor& bernoulli_out(Tensor& out, const Tensor& self, const Tensor& p, const std::optional<Generator>& generator) {
  detail::CheckOut(Op::bernoulli, out, detail::WantsGrad(out, self, p));
  return run::bernoulli_out(out, self, p, generator);
}
Tensor Tensor::bernoulli(const Tensor& p, const std::optional<Generator>& generator) const {
  return tessera::bernoulli(*this, p, generator);
}

Tensor multinomial(const Tensor& self, int64_t num_samples, bool replacement, const std::optional<Generator>& generator) {
  return run::multinomial(self, num_samples, replacement, generator);
}
Tensor& run::multinomial_out(Tensor& out, const Tensor& self, int64_t num_samples, bool replacement, const std::optional<Generator>& generator) {
  return detail::CopyOut(Op::multinomial, out, run::multinomial(self, num_samples, replacement, generator));
}
Tensor& multinomial_out(Tensor& out, const Tensor& self, int64_t num_samples, bool replacement, const std::optional<Generator>& generator) {
  detail::CheckOut(Op::multinomial, out, detail::WantsGrad(out, self));
  return run::multinomial_out(out, self, num_samples, replacement, generator);
}
Tensor Tensor::multinomial(int64_t num_samples, bool replacement, const std::optional<Generator>& generator) const {
  return tessera::multinomial(*this, num_samples, replacement, generator);
}

Tensor dropout(const Tensor& self, double p, bool train) {
  OpScope scope("dropout");
  return run::dropout(self, p, train);
}
Tensor& dropout_(Tensor& self, double p, bool train) {
  OpScope scope("dropout_");
  detail::CheckInplace("dropout_", self);
  return run::dropout_(self, p, train);
}
Tensor& Tensor::dropout_(double p, bool train) const {
  return tessera::dropout_(const_cast<Tensor&>(*this), p, train);
}

Tensor _dropout(const Tensor& self, double p, int64_t seed, int64_t offset) {
  if (detail::WantsGrad(self)) {
    return detail::GradSlot(Op::_dropout, detail::grad_table._dropout)(self, p, seed, offset);
  }
  return run::_dropout(self, p, seed, offset);
}

}  // namespace tessera
