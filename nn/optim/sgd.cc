#include "tessera/nn/optim/sgd.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::optim {

void SGDOptions::save(serialize::OutputArchive& archive) const {
  archive.write("lr", lr());
  archive.write("momentum", momentum());
  archive.write("dampening", dampening());
  archive.write("weight_decay", weight_decay());
  archive.write("nesterov", nesterov());
  archive.write("maximize", maximize());
}

void SGDOptions::load(serialize::InputArchive& archive) {
  archive.read("lr", lr());
  archive.read("momentum", momentum());
  archive.read("dampening", dampening());
  archive.read("weight_decay", weight_decay());
  archive.read("nesterov", nesterov());
  archive.read("maximize", maximize());
}

void SGDOptions::check() const {
  constexpr char kName[] = "SGD";
  // Written so that NaN fails, too.
  if (!(lr() >= 0)) detail::ThrowInvalid(kName, "learning rate lr", lr());
  if (!(momentum() >= 0)) {
    detail::ThrowInvalid(kName, "momentum value", momentum());
  }
  if (!(weight_decay() >= 0)) {
    detail::ThrowInvalid(kName, "weight_decay value", weight_decay());
  }
  if (nesterov() && (momentum() <= 0 || dampening() != 0)) {
    throw ValueError(kName, Str("Nesterov momentum (nesterov=true) requires a "
                                "momentum and zero dampening, got momentum ",
                                momentum(), " and dampening ", dampening()));
  }
}

void SGDParamState::save(serialize::OutputArchive& archive) const {
  if (momentum_buffer().defined()) {
    archive.write("momentum_buffer", momentum_buffer());
  }
}

void SGDParamState::load(serialize::InputArchive& archive,
                         const Tensor& parameter) {
  detail::LoadStateTensor(archive, "momentum_buffer", parameter,
                          &momentum_buffer());
}

void SGD::Lists::Clear() {
  params.clear();
  grads.clear();
  buffers.clear();
}

void SGD::Run(Lists* lists, const SGDOptions& options, bool is_first_step) {
  if (!lists->params.empty()) {
    try {
      const auto run = [&](const auto& lr) {
        _fused_sgd_(lists->params, lists->grads, lists->buffers, lr,
                    options.momentum(), options.dampening(),
                    options.weight_decay(), options.nesterov(),
                    options.maximize(), is_first_step);
      };
      const Device device = lists->params[0].device();
      if (options.capturable() && !device.is_cpu()) {
        run(options.RateOn("step", device));
      } else {
        run(options.lr());
      }
    } catch (...) {
      // The new buffers hold nothing yet.
      for (const Tensor& p : lists->params) {
        if (is_first_step) state_.erase(p.impl());
      }
      lists->Clear();
      throw;
    }
  }
  lists->Clear();
}

Tensor SGD::step(LossClosure closure) {
  Tensor loss = Begin(closure);
  NoGradGuard no_grad;
  for (const OptimizerParamGroup& group : param_groups_) {
    const SGDOptions& options = detail::OptionsOf<SGDOptions>(group);
    for (const Tensor& p : group.params()) {
      const Tensor& grad = p.grad();
      if (!grad.defined()) continue;
      Lists* lists = &later_;
      if (options.momentum() != 0) {
        Tensor& buffer = StateOf<SGDParamState>(p).momentum_buffer();
        if (!buffer.defined()) {
          buffer = empty_like(p);
          lists = &first_;
        }
        lists->buffers.push_back(buffer);
      }
      lists->params.push_back(p);
      lists->grads.push_back(grad);
    }
    Run(&first_, options, true);
    Run(&later_, options, false);
  }
  return loss;
}

template class OptimizerCloneableOptions<SGDOptions>;
template class OptimizerCloneableParamState<SGDParamState>;

}  // namespace tessera::optim
