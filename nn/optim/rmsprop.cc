#include "tessera/nn/optim/rmsprop.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::optim {

void RMSpropOptions::save(serialize::OutputArchive& archive) const {
  archive.write("lr", lr());
  archive.write("alpha", alpha());
  archive.write("eps", eps());
  archive.write("weight_decay", weight_decay());
  archive.write("momentum", momentum());
  archive.write("centered", centered());
}

void RMSpropOptions::load(serialize::InputArchive& archive) {
  archive.read("lr", lr());
  archive.read("alpha", alpha());
  archive.read("eps", eps());
  archive.read("weight_decay", weight_decay());
  archive.read("momentum", momentum());
  archive.read("centered", centered());
}

void RMSpropOptions::check() const {
  constexpr char kName[] = "RMSprop";
  if (!(lr() >= 0)) detail::ThrowInvalid(kName, "learning rate lr", lr());
  if (!(eps() >= 0)) detail::ThrowInvalid(kName, "epsilon value eps", eps());
  if (!(momentum() >= 0)) {
    detail::ThrowInvalid(kName, "momentum value", momentum());
  }
  if (!(weight_decay() >= 0)) {
    detail::ThrowInvalid(kName, "weight_decay value", weight_decay());
  }
  if (!(alpha() >= 0)) detail::ThrowInvalid(kName, "alpha value", alpha());
}

void RMSpropParamState::save(serialize::OutputArchive& archive) const {
  archive.write("square_avg", square_avg());
  if (momentum_buffer().defined()) {
    archive.write("momentum_buffer", momentum_buffer());
  }
  if (grad_avg().defined()) archive.write("grad_avg", grad_avg());
}

void RMSpropParamState::load(serialize::InputArchive& archive,
                             const Tensor& parameter) {
  detail::LoadStateTensor(archive, "square_avg", parameter, &square_avg());
  detail::LoadStateTensor(archive, "momentum_buffer", parameter,
                          &momentum_buffer());
  detail::LoadStateTensor(archive, "grad_avg", parameter, &grad_avg());
  if (!square_avg().defined()) {
    throw ValueError("load",
                     Str("expected square_avg in '", archive.prefix(), "'"));
  }
}

Tensor RMSprop::step(LossClosure closure) {
  Tensor loss = Begin(closure);
  NoGradGuard no_grad;
  for (const OptimizerParamGroup& group : param_groups_) {
    const RMSpropOptions& o = detail::OptionsOf<RMSpropOptions>(group);
    for (const Tensor& p : group.params()) {
      if (!p.grad().defined()) continue;
      RMSpropParamState& state = StateOf<RMSpropParamState>(p);
      if (!state.square_avg().defined()) state.square_avg() = zeros_like(p);
      const Tensor grad = o.weight_decay() == 0
                              ? p.grad().detach()
                              : p.grad().add(p.detach(), o.weight_decay());
      const Tensor& square = state.square_avg();
      square.mul_(o.alpha()).add_(grad * grad, 1 - o.alpha());
      Tensor mean = square;
      if (o.centered()) {
        if (!state.grad_avg().defined()) state.grad_avg() = zeros_like(p);
        const Tensor& average = state.grad_avg();
        average.mul_(o.alpha()).add_(grad, 1 - o.alpha());
        mean = square - average * average;
      }
      const Tensor scaled = grad / (mean.sqrt() + o.eps());
      if (o.momentum() == 0) {
        p.sub_(scaled, o.lr());
        continue;
      }
      if (!state.momentum_buffer().defined()) {
        state.momentum_buffer() = zeros_like(p);
      }
      const Tensor& buffer = state.momentum_buffer();
      buffer.mul_(o.momentum()).add_(scaled);
      p.sub_(buffer, o.lr());
    }
  }
  return loss;
}

template class OptimizerCloneableOptions<RMSpropOptions>;
template class OptimizerCloneableParamState<RMSpropParamState>;

}  // namespace tessera::optim
