// Losses: checks, reductions, and the plans of the fused kernels.
#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/row_plan.h"

namespace tessera::run {
namespace {

Tensor Dense(const Tensor& x) {
  return x.is_contiguous() ? x : run::clone(x, MemoryFormat::Contiguous);
}

void CheckReduction(const char* op, int64_t reduction) {
  if (reduction >= Reduction::None && reduction <= Reduction::Sum) return;
  throw ValueError(op,
                   Str("expected reduction None (0), Mean (1) or Sum (2), got ",
                       reduction, " for reduction"));
}

// x as [N, C, ...] or [C].
int64_t Classes(const Tensor& x) { return x.size(x.dim() > 1 ? 1 : 0); }

template <class Plan>
void SetRows(Plan* plan, const Tensor& x) {
  plan->outer = x.dim() > 1 ? x.size(0) : 1;
  plan->n = Classes(x);
  plan->inner = 1;
  for (int64_t d = 2; d < x.dim(); ++d) plan->inner *= x.size(d);
}

void CheckInput(Op op, const Tensor& x) {
  detail::CheckDType(op, x);
  if (x.dim() == 0) {
    throw ShapeError(name(op),
                     Str("expected scores of [N, C, ...] or [C], got ", x,
                         "; the classes need a dimension"));
  }
}

void CheckClassTarget(const char* op, const Tensor& x, const Tensor& target) {
  detail::CheckSameDevice(op, x, target);
  const DType dtype = target.scalar_type();
  if (dtype != DType::Long && dtype != DType::Byte) {
    throw DTypeError(
        op, Str("expected a target of dtype int64 or uint8, got ", target,
                "; convert with .to(int64)",
                isFloatingType(dtype)
                    ? Str(", or give probabilities of the input's shape ",
                          detail::SizesText(x.sizes()))
                    : std::string()));
  }
  const IntArrayRef want = x.sizes();
  const IntArrayRef have = target.sizes();
  if (x.dim() > 1 && target.dim() > 0 && want[0] != have[0]) {
    throw ValueError(op, Str("Expected input batch_size (", want[0],
                             ") to match target batch_size (", have[0],
                             "), operands ", x, " and ", target));
  }
  bool fits = x.dim() > 1 ? have.size() + 1 == want.size() : have.empty();
  for (size_t d = 1; fits && d < have.size(); ++d) {
    fits = have[d] == want[d + 1];
  }
  if (!fits) {
    throw ShapeError(op, Str("expected a target of the input's shape without "
                             "its classes, got ",
                             target, " for ", x));
  }
}

void CheckWeight(const char* op, const Tensor& x, const Tensor& weight) {
  if (!weight.defined()) return;
  detail::CheckSameDevice(op, x, weight);
  detail::CheckSameDType(op, x, weight);
  if (weight.dim() != 1 || weight.size(0) != Classes(x)) {
    throw ShapeError(op, Str("expected weight to have one number for each of ",
                             Classes(x), " classes, got ", weight));
  }
}

void CheckSmoothing(double smoothing) {
  if (smoothing >= 0 && smoothing <= 1) return;
  throw ValueError(
      "cross_entropy_loss",
      Str("label_smoothing must be between 0.0 and 1.0. Got: ", smoothing));
}

template <class Plan>
void Launch(Op kernel_op, Op op, const Plan& plan, const Tensor& x) {
  const Kernel<Plan> kernel =
      Kernels().Get<Plan>(kernel_op, x.device().type(), x.scalar_type());
  KernelContext context(op, x.device());
  kernel(plan, context);
  if (__builtin_expect(context.error.load(std::memory_order_acquire) ==
                           kernel_errors::kTargetRange,
                       0)) {
    throw IndexError(
        name(op),
        Str("Target ", context.error_value[0], " is out of bounds, at row ",
            context.error_value[1], " for ", plan.n, " classes (0 to ",
            plan.n - 1, "); give int64 classes in that range or ignore_index"));
  }
  CheckKernelError(context);
}

// nll_loss and cross_entropy_loss; the number total_weight is always made,
// probabilities where wanted.
Tensor ClassLoss(Op op, Op kernel, const Tensor& self, const Tensor& target,
                 const Tensor& weight, int64_t reduction, int64_t ignore_index,
                 double smoothing, Tensor* total_weight,
                 Tensor* probabilities) {
  const char* op_name = name(op);
  detail::CheckDefined(op_name, self, 0);
  detail::CheckDefined(op_name, target, 1);
  CheckReduction(op_name, reduction);
  CheckInput(op, self);
  CheckClassTarget(op_name, self, target);
  CheckWeight(op_name, self, weight);
  const Tensor x = Dense(self);
  const Tensor t = Dense(target);
  const Tensor w = weight.defined() ? Dense(weight) : weight;
  const DType dtype = x.scalar_type();
  const Device device = x.device();
  Tensor loss = detail::MakeTensor(
      reduction == Reduction::None ? t.sizes() : IntArrayRef(), dtype, device);
  *total_weight = detail::MakeTensor(
      IntArrayRef(), isReducedFloatingType(dtype) ? DType::Float : dtype,
      device);
  LossPlan plan;
  SetRows(&plan, x);
  plan.in = x.impl()->data();
  plan.target = t.impl()->data();
  plan.target_dtype = t.scalar_type();
  plan.weight = w.defined() ? w.impl()->data() : nullptr;
  plan.out = loss.impl()->data();
  plan.total_weight = total_weight->impl()->data();
  plan.probabilities = nullptr;
  if (probabilities) {
    *probabilities = detail::MakeTensor(
        Geometry::ContiguousLike(x.geometry(), dtype), device);
    plan.probabilities = probabilities->impl()->data();
  }
  plan.reduction = reduction;
  plan.ignore_index = ignore_index;
  plan.smoothing = smoothing;
  Launch(kernel, op, plan, x);
  return loss;
}

Tensor ClassLossBackward(Op op, const Tensor& grad, const Tensor& x,
                         bool probabilities, const Tensor& target,
                         const Tensor& weight, const Tensor& total_weight,
                         int64_t reduction, int64_t ignore_index,
                         double smoothing) {
  const char* op_name = name(op);
  detail::CheckDefined(op_name, grad, 0);
  detail::CheckDefined(op_name, x, 1);
  detail::CheckDefined(op_name, target, 2);
  detail::CheckDefined(op_name, total_weight, 4);
  CheckReduction(op_name, reduction);
  CheckInput(op, x);
  CheckClassTarget(op_name, x, target);
  CheckWeight(op_name, x, weight);
  detail::CheckSameDType(op_name, x, grad);
  detail::CheckSameDevice(op_name, x, grad);
  detail::CheckSameDevice(op_name, x, total_weight);
  if (reduction == Reduction::None ? grad.sizes() != target.sizes()
                                   : grad.numel() != 1) {
    throw ShapeError(op_name, Str("expected a gradient of the loss's shape, "
                                  "got ",
                                  grad, " for a target ", target));
  }
  const DType dtype = x.scalar_type();
  const DType total = isReducedFloatingType(dtype) ? DType::Float : dtype;
  if (total_weight.numel() != 1 || total_weight.scalar_type() != total) {
    throw DTypeError(op_name, Str("expected total_weight to be one ",
                                  name(total), ", got ", total_weight));
  }
  const Tensor p = Dense(x);
  const Tensor t = Dense(target);
  const Tensor w = weight.defined() ? Dense(weight) : weight;
  const Tensor g = Dense(grad);
  Tensor out = detail::MakeTensor(
      Geometry::ContiguousLike(p.geometry(), p.scalar_type()), p.device());
  LossBackwardPlan plan;
  SetRows(&plan, p);
  plan.grad = g.impl()->data();
  plan.in = probabilities ? p.impl()->data() : nullptr;
  plan.target = t.impl()->data();
  plan.target_dtype = t.scalar_type();
  plan.weight = w.defined() ? w.impl()->data() : nullptr;
  plan.total_weight = total_weight.impl()->data();
  plan.out = out.impl()->data();
  plan.reduction = reduction;
  plan.ignore_index = ignore_index;
  plan.smoothing = smoothing;
  Launch(op, op, plan, p);
  return out;
}

// By public ops, which record themselves.
Tensor ProbabilityLoss(const Tensor& self, const Tensor& target,
                       const Tensor& weight, int64_t reduction,
                       double smoothing) {
  constexpr char kOp[] = "cross_entropy_loss";
  detail::CheckSameDevice(kOp, self, target);
  CheckReduction(kOp, reduction);
  CheckInput(Op::cross_entropy_loss, self);
  CheckWeight(kOp, self, weight);
  const int64_t classes = Classes(self);
  const int64_t dim = self.dim() > 1 ? 1 : 0;
  Tensor share = target;
  if (smoothing > 0) {
    share = target * (1 - smoothing) + smoothing / static_cast<double>(classes);
  }
  Tensor terms = tessera::log_softmax(self, dim) * share;
  if (weight.defined()) {
    std::vector<int64_t> shape(static_cast<size_t>(self.dim()), 1);
    shape[static_cast<size_t>(dim)] = classes;
    terms = terms * weight.view(shape);
  }
  if (reduction == Reduction::None) return -terms.sum(dim);
  const Tensor total = -terms.sum();
  if (reduction == Reduction::Sum) return total;
  return total /
         (static_cast<double>(self.numel()) / static_cast<double>(classes));
}

}  // namespace

Tensor nll_loss(const Tensor& self, const Tensor& target, const Tensor& weight,
                int64_t reduction, int64_t ignore_index) {
  Tensor total_weight;
  return ClassLoss(Op::nll_loss, Op::_nll_loss_forward, self, target, weight,
                   reduction, ignore_index, 0, &total_weight, nullptr);
}

std::tuple<Tensor, Tensor> _nll_loss_forward(const Tensor& self,
                                             const Tensor& target,
                                             const Tensor& weight,
                                             int64_t reduction,
                                             int64_t ignore_index) {
  Tensor total_weight;
  Tensor loss =
      ClassLoss(Op::nll_loss, Op::_nll_loss_forward, self, target, weight,
                reduction, ignore_index, 0, &total_weight, nullptr);
  return {std::move(loss), std::move(total_weight)};
}

Tensor _nll_loss_backward(const Tensor& grad_output, const Tensor& self,
                          const Tensor& target, const Tensor& weight,
                          const Tensor& total_weight, int64_t reduction,
                          int64_t ignore_index) {
  return ClassLossBackward(Op::_nll_loss_backward, grad_output, self, false,
                           target, weight, total_weight, reduction,
                           ignore_index, 0);
}

Tensor cross_entropy_loss(const Tensor& self, const Tensor& target,
                          const Tensor& weight, int64_t reduction,
                          int64_t ignore_index, double label_smoothing) {
  CheckSmoothing(label_smoothing);
  detail::CheckDefined("cross_entropy_loss", self, 0);
  detail::CheckDefined("cross_entropy_loss", target, 1);
  if (isFloatingType(target.scalar_type()) && self.sizes() == target.sizes()) {
    OpScope scope("cross_entropy_loss");
    return ProbabilityLoss(self, target, weight, reduction, label_smoothing);
  }
  Tensor total_weight;
  return ClassLoss(Op::cross_entropy_loss, Op::_cross_entropy_forward, self,
                   target, weight, reduction, ignore_index, label_smoothing,
                   &total_weight, nullptr);
}

std::tuple<Tensor, Tensor, Tensor> _cross_entropy_forward(
    const Tensor& self, const Tensor& target, const Tensor& weight,
    int64_t reduction, int64_t ignore_index, double label_smoothing) {
  CheckSmoothing(label_smoothing);
  Tensor total_weight;
  Tensor probabilities;
  Tensor loss = ClassLoss(Op::cross_entropy_loss, Op::_cross_entropy_forward,
                          self, target, weight, reduction, ignore_index,
                          label_smoothing, &total_weight, &probabilities);
  return {std::move(loss), std::move(total_weight), std::move(probabilities)};
}

Tensor _cross_entropy_backward(const Tensor& grad_output,
                               const Tensor& probabilities,
                               const Tensor& target, const Tensor& weight,
                               const Tensor& total_weight, int64_t reduction,
                               int64_t ignore_index, double label_smoothing) {
  return ClassLossBackward(Op::_cross_entropy_backward, grad_output,
                           probabilities, true, target, weight, total_weight,
                           reduction, ignore_index, label_smoothing);
}

// ---- Losses of elements, by public ops, which record themselves ----

namespace {

void CheckFloating(const char* op, const Tensor& t) {
  if (isFloatingType(t.scalar_type())) return;
  throw NotImplementedError(
      op, Str("not implemented for ", t, "; convert with .to(",
              name(get_default_dtype()), ")"));
}

void CheckOperands(const char* op, const Tensor& self, const Tensor& target,
                   int64_t reduction) {
  detail::CheckDefined(op, self, 0);
  detail::CheckDefined(op, target, 1);
  CheckReduction(op, reduction);
  CheckFloating(op, self);
  CheckFloating(op, target);
}

void WarnOfBroadcast(const char* op, const Tensor& self, const Tensor& target) {
  if (self.sizes() == target.sizes()) return;
  TESSERA_WARN(op, ": the target's size ", detail::SizesText(target.sizes()),
               " differs from the input's size ",
               detail::SizesText(self.sizes()),
               "; they are broadcast, which is seldom meant");
}

void CheckSameSizes(const char* op, const Tensor& self, const Tensor& target) {
  if (self.sizes() == target.sizes()) return;
  throw ValueError(op, Str("expected a target of the input's size, got ",
                           target, " for ", self));
}

Tensor Reduced(const Tensor& losses, int64_t reduction) {
  return reduction == Reduction::None  ? losses
         : reduction == Reduction::Sum ? losses.sum()
                                       : losses.mean();
}

Tensor Weighted(const Tensor& losses, const Tensor& weight) {
  return weight.defined() ? losses * weight : losses;
}

// Where the logarithm passes -100, or the dtype's smallest number above 0.
double SmallestPositive(DType dtype) {
  if (dtype == DType::Half) return 0x1p-24;
  if (dtype == DType::BFloat16) return 0x1p-133;
  return 0x1p-144;  // log: -99.8
}

// log(x), but -100 for x = 0, with a gradient that is finite everywhere.
Tensor ClampedLog(const Tensor& x) {
  const double smallest = SmallestPositive(x.scalar_type());
  return tessera::where(x < smallest, -100,
                        tessera::clamp_min(x, smallest).log());
}

}  // namespace

Tensor mse_loss(const Tensor& self, const Tensor& target, int64_t reduction) {
  CheckOperands("mse_loss", self, target, reduction);
  WarnOfBroadcast("mse_loss", self, target);
  const Tensor difference = self - target;
  return Reduced(difference * difference, reduction);
}

Tensor l1_loss(const Tensor& self, const Tensor& target, int64_t reduction) {
  CheckOperands("l1_loss", self, target, reduction);
  WarnOfBroadcast("l1_loss", self, target);
  return Reduced((self - target).abs(), reduction);
}

Tensor smooth_l1_loss(const Tensor& self, const Tensor& target,
                      int64_t reduction, double beta) {
  constexpr char kOp[] = "smooth_l1_loss";
  CheckOperands(kOp, self, target, reduction);
  if (!(beta >= 0)) {
    throw ValueError(kOp, Str("smooth_l1_loss does not support negative values "
                              "for beta, got ",
                              beta));
  }
  WarnOfBroadcast(kOp, self, target);
  const Tensor d = (self - target).abs();
  if (beta == 0) return Reduced(d, reduction);
  const Tensor near = d * d * (0.5 / beta);
  return Reduced(tessera::where(d < beta, near, d - 0.5 * beta), reduction);
}

Tensor huber_loss(const Tensor& self, const Tensor& target, int64_t reduction,
                  double delta) {
  constexpr char kOp[] = "huber_loss";
  CheckOperands(kOp, self, target, reduction);
  if (!(delta > 0)) {
    throw ValueError(kOp, Str("huber_loss does not support non-positive values "
                              "for delta, got ",
                              delta));
  }
  WarnOfBroadcast(kOp, self, target);
  const Tensor d = (self - target).abs();
  const Tensor far = (d - 0.5 * delta) * delta;
  return Reduced(tessera::where(d < delta, d * d * 0.5, far), reduction);
}

Tensor binary_cross_entropy(const Tensor& self, const Tensor& target,
                            const Tensor& weight, int64_t reduction) {
  constexpr char kOp[] = "binary_cross_entropy";
  CheckOperands(kOp, self, target, reduction);
  CheckSameSizes(kOp, self, target);
  const Tensor inside = run::logical_and(run::ge(self, 0), run::le(self, 1));
  if (!run::all(inside).is_nonzero()) {
    throw ValueError(kOp, Str("all elements of input should be between 0 and "
                              "1, got others in ",
                              self,
                              "; binary_cross_entropy_with_logits takes "
                              "logits"));
  }
  const Tensor losses =
      -(target * ClampedLog(self) + (1 - target) * ClampedLog(1 - self));
  return Reduced(Weighted(losses, weight), reduction);
}

Tensor binary_cross_entropy_with_logits(const Tensor& self,
                                        const Tensor& target,
                                        const Tensor& weight,
                                        const Tensor& pos_weight,
                                        int64_t reduction) {
  constexpr char kOp[] = "binary_cross_entropy_with_logits";
  CheckOperands(kOp, self, target, reduction);
  CheckSameSizes(kOp, self, target);
  // -log(sigmoid(x)) = softplus(-x), and -log(1 - sigmoid(x)) = that + x.
  Tensor positive = -tessera::log_sigmoid(self);
  if (pos_weight.defined()) {
    positive = ((pos_weight - 1) * target + 1) * positive;
  }
  const Tensor losses = (1 - target) * self + positive;
  return Reduced(Weighted(losses, weight), reduction);
}

Tensor kl_div(const Tensor& self, const Tensor& target, int64_t reduction,
              bool log_target) {
  constexpr char kOp[] = "kl_div";
  CheckOperands(kOp, self, target, reduction);
  if (reduction == Reduction::Mean) {
    TESSERA_WARN(
        "kl_div: the reduction mean divides by the number of elements; the KL "
        "divergence is the sum, divided by the batch (batchmean, kBatchMean)");
  }
  if (log_target) return Reduced(target.exp() * (target - self), reduction);
  const Tensor positive = target > 0;
  const Tensor t = tessera::where(positive, target, 1);
  return Reduced(tessera::where(positive, t * (t.log() - self), 0), reduction);
}

}  // namespace tessera::run
