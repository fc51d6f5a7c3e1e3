// Gradients of softmax and its kin, and of losses. By fused kernels, and where
// the gradient is itself recorded by ops that are.
#include "tessera/autograd/formula.h"
#include "tessera/tensor/ops/reduce_call.h"

namespace tessera::autograd {
namespace {

// ---- softmax: dx = y (g - sum(y g));  log_softmax: dx = g - exp(y) sum(g)
// ----

struct SoftmaxBackward final : ResultNode {
  int64_t dim = 0;
  const char* op_name() const override { return "SoftmaxBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor y = result.get(*this);
    if (!GradMode::is_enabled()) {
      out[0] = run::_softmax_backward_data(g[0], y, dim);
      return;
    }
    out[0] = y * (g[0] - (y * g[0]).sum(dim, true));
  }
};

struct LogSoftmaxBackward final : ResultNode {
  int64_t dim = 0;
  const char* op_name() const override { return "LogSoftmaxBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor y = result.get(*this);
    if (!GradMode::is_enabled()) {
      out[0] = run::_log_softmax_backward_data(g[0], y, dim);
      return;
    }
    out[0] = g[0] - y.exp() * g[0].sum(dim, true);
  }
};

Tensor RecordSoftmax(const Tensor& self, int64_t dim,
                     std::optional<DType> dtype) {
  Recorder<SoftmaxBackward> record(self);
  record->dim = dim;
  return record.FinishSaving(run::softmax(self, dim, dtype));
}
Tensor RecordLogSoftmax(const Tensor& self, int64_t dim,
                        std::optional<DType> dtype) {
  Recorder<LogSoftmaxBackward> record(self);
  record->dim = dim;
  return record.FinishSaving(run::log_softmax(self, dim, dtype));
}
TESSERA_RECORDS(softmax, RecordSoftmax);
TESSERA_RECORDS(log_softmax, RecordLogSoftmax);

// ---- logsumexp: dx = g exp(x - y) ----

struct LogsumexpBackward final : NodeOf<1> {
  Saved self, result;
  detail::ReduceDims dims = detail::ReduceDims::All();
  bool keepdim = false;
  const char* op_name() const override { return "LogsumexpBackward0"; }
  void Backward(const Tensor* grad, Tensor* out) override {
    const Tensor x = self.get(*this);
    Tensor y = result.get(*this);
    Tensor g = grad[0];
    for (int64_t d = 0; !keepdim && d < x.dim(); ++d) {
      if (!dims[d]) continue;
      y = y.unsqueeze(d);
      g = g.unsqueeze(d);
    }
    out[0] = g * (x - y).exp().conj();
  }
  void Release() override {
    self.reset();
    result.reset();
  }
};

Tensor RecordLogsumexp(const Tensor& self, IntArrayRef dim, bool keepdim) {
  Recorder<LogsumexpBackward> record(self);
  record->dims = detail::ReduceDims("logsumexp", dim, self.dim());
  record->keepdim = keepdim;
  record->self.Save(self);
  return record.FinishSaving(run::logsumexp(self, dim, keepdim));
}
TESSERA_RECORDS(logsumexp, RecordLogsumexp);

// ---- Losses with classes ----

struct ClassLossNode : NodeOf<1> {
  Saved self, target, weight, total_weight;
  int64_t reduction = Reduction::Mean;
  int64_t ignore_index = -100;
  double smoothing = 0;

  void Save(const Tensor& x, const Tensor& t, const Tensor& w) {
    self.Save(x);
    target.Save(t);
    weight.Save(w);
  }
  void Release() override {
    self.reset();
    target.reset();
    weight.reset();
    total_weight.reset();
  }

  // Of shapes that broadcast to x's.
  struct Rows {
    Tensor hit;     // 1 at the target's class, 0 elsewhere and if ignored
    Tensor kept;    // 1, or 0 where ignored
    Tensor weight;  // of each class; undefined for ones
    Tensor g;       // what each row's loss weighs
    int64_t dim;
    int64_t classes;
  };
  Rows MakeRows(const Tensor& grad, const Tensor& x) const {
    Rows rows;
    rows.dim = x.dim() > 1 ? 1 : 0;
    rows.classes = x.size(rows.dim);
    std::vector<int64_t> shape(static_cast<size_t>(x.dim()), 1);
    shape[static_cast<size_t>(rows.dim)] = rows.classes;
    const Tensor t = target.get(*this).unsqueeze(rows.dim);
    const Tensor kept = t != ignore_index;
    const Tensor classes = arange(rows.classes, t.options()).view(shape);
    rows.kept = kept.to(x.scalar_type());
    rows.hit = (classes == t).logical_and(kept).to(x.scalar_type());
    if (weight.defined()) rows.weight = weight.get(*this).view(shape);
    rows.g = grad;
    if (reduction == Reduction::None) rows.g = grad.unsqueeze(rows.dim);
    if (reduction == Reduction::Mean) rows.g = grad / total_weight.get(*this);
    return rows;
  }
};

// dx = -g w at the target's class
struct NllLossBackward final : ClassLossNode {
  const char* op_name() const override { return "NllLossBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    if (!GradMode::is_enabled()) {
      out[0] = run::_nll_loss_backward(
          g[0], x, target.get(*this), weight.get(*this),
          total_weight.get(*this), reduction, ignore_index);
      return;
    }
    const Rows rows = MakeRows(g[0], x);
    out[0] = -(rows.g * rows.hit);
    if (rows.weight.defined()) out[0] = out[0] * rows.weight;
  }
};

// dx = g ((1 - s) w[t] (p - hit) + s / C (p sum(w) - w)), p = softmax(x)
struct CrossEntropyLossBackward final : ClassLossNode {
  Saved probabilities;
  const char* op_name() const override { return "CrossEntropyLossBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (!GradMode::is_enabled()) {
      out[0] = run::_cross_entropy_backward(
          g[0], probabilities.get(*this), target.get(*this), weight.get(*this),
          total_weight.get(*this), reduction, ignore_index, smoothing);
      return;
    }
    const Tensor x = self.get(*this);
    const Rows rows = MakeRows(g[0], x);
    const Tensor p = softmax(x, rows.dim);
    Tensor main = p * rows.kept - rows.hit;
    if (rows.weight.defined()) {
      main = main * (rows.hit * rows.weight).sum(rows.dim, true);
    }
    if (smoothing > 0) {
      const Tensor spread = rows.weight.defined()
                                ? p * rows.weight.sum() - rows.weight
                                : p * static_cast<double>(rows.classes) - 1;
      main =
          main * (1 - smoothing) +
          spread * rows.kept * (smoothing / static_cast<double>(rows.classes));
    }
    out[0] = rows.g * main;
  }
  void Release() override {
    ClassLossNode::Release();
    probabilities.reset();
  }
};

Tensor RecordNllLoss(const Tensor& self, const Tensor& target,
                     const Tensor& weight, int64_t reduction,
                     int64_t ignore_index) {
  auto [loss, total_weight] =
      run::_nll_loss_forward(self, target, weight, reduction, ignore_index);
  Recorder<NllLossBackward> record(self);
  record->Save(self, target, weight);
  record->total_weight.Save(total_weight);
  record->reduction = reduction;
  record->ignore_index = ignore_index;
  return record.Finish(std::move(loss));
}

Tensor RecordCrossEntropyLoss(const Tensor& self, const Tensor& target,
                              const Tensor& weight, int64_t reduction,
                              int64_t ignore_index, double label_smoothing) {
  if (!target.defined() || isFloatingType(target.scalar_type())) {
    // Probabilities: by ops that record themselves.
    return run::cross_entropy_loss(self, target, weight, reduction,
                                   ignore_index, label_smoothing);
  }
  auto [loss, total_weight, probabilities] = run::_cross_entropy_forward(
      self, target, weight, reduction, ignore_index, label_smoothing);
  Recorder<CrossEntropyLossBackward> record(self);
  record->Save(self, target, weight);
  record->total_weight.Save(total_weight);
  record->probabilities.Save(probabilities);
  record->reduction = reduction;
  record->ignore_index = ignore_index;
  record->smoothing = label_smoothing;
  return record.Finish(std::move(loss));
}
TESSERA_RECORDS(nll_loss, RecordNllLoss);
TESSERA_RECORDS(cross_entropy_loss, RecordCrossEntropyLoss);

}  // namespace
}  // namespace tessera::autograd
