// Steps of optimisers over lists of tensors, and ops on every tensor of a list.
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/promotion.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/foreach_plan.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::run {
namespace {

constexpr int kGradients = 1;

// The lists of a step: [0] is params, [1] gradients, the others state.
class Step {
 public:
  explicit Step(Op op, ForeachPlan* plan) : op_(op), plan_(plan) {
    plan->tensors = 0;
    plan->total = 0;
    for (auto& list : plan->ptr) {
      for (char*& ptr : list) ptr = nullptr;
    }
  }

  void Run(const TensorList (&lists)[ForeachPlan::kLists], TensorList steps) {
    const char* op = name(op_);
    const TensorList params = lists[0];
    for (int l = 1; l < ForeachPlan::kLists; ++l) {
      const bool needed = l == kGradients;
      if (lists[l].size() == params.size()) continue;
      if (lists[l].empty() && !needed) continue;
      throw ValueError(
          op, Str("expected lists of one length, got ", params.size(),
                  " parameters and ", lists[l].size(), " of list ", l));
    }
    for (size_t i = 0; i < params.size(); ++i) {
      const Tensor* group[ForeachPlan::kLists];
      for (int l = 0; l < ForeachPlan::kLists; ++l) {
        group[l] = lists[l].empty() ? nullptr : &lists[l][i];
      }
      Check(group);
      Add(group, steps.empty() ? nullptr : &steps[i]);
    }
    Flush();
  }

 private:
  void Check(const Tensor* const* group) {
    const char* op = name(op_);
    for (int l = 0; l < ForeachPlan::kLists; ++l) {
      if (!group[l]) continue;
      detail::CheckDefined(op, *group[l], l);
      detail::CheckSameDevice(op, *group[0], *group[l]);
      detail::CheckSameDType(op, *group[0], *group[l]);
      if (group[l]->sizes() != group[0]->sizes()) {
        throw ShapeError(op, Str("expected a gradient and state of the "
                                 "parameter's shape, got ",
                                 *group[l], " for ", *group[0]));
      }
      if (l != kGradients) detail::CheckInplace(op, *group[l]);
    }
  }

  void Add(const Tensor* const* group, const Tensor* step) {
    const Geometry& g = group[0]->geometry();
    bool together = g.is_contiguous() || g.IsDense();
    for (int l = 1; together && l < ForeachPlan::kLists; ++l) {
      if (!group[l]) continue;
      const Geometry& other = group[l]->geometry();
      together = g.is_contiguous() ? other.is_contiguous()
                                   : g.strides() == other.strides();
    }
    for (int l = 0; l < ForeachPlan::kLists; ++l) {
      if (group[l] && l != kGradients) {
        group[l]->impl()->storage->version.fetch_add(1,
                                                     std::memory_order_relaxed);
      }
    }
    if (!together) {
      AddCopies(group, step);
      return;
    }
    if (plan_->tensors == ForeachPlan::kTensors ||
        (plan_->tensors > 0 &&
         (dtype_ != g.dtype() || device_ != group[0]->device()))) {
      Flush();
    }
    dtype_ = g.dtype();
    device_ = group[0]->device();
    const int t = plan_->tensors++;
    plan_->numel[t] = g.numel();
    plan_->total += g.numel();
    plan_->step[t] = step ? step->impl()->data() : nullptr;
    for (int l = 0; l < ForeachPlan::kLists; ++l) {
      plan_->ptr[l][t] = group[l] ? Lowest(*group[l]) : nullptr;
    }
  }

  // Dense, perhaps by negative strides: where its first byte is.
  static char* Lowest(const Tensor& t) {
    const TensorImpl* impl = t.impl();
    if (impl->geometry.is_contiguous()) return impl->data();
    int64_t low, high;
    impl->geometry.Extent(&low, &high);
    return static_cast<char*>(impl->storage->data) +
           low * static_cast<int64_t>(impl->geometry.itemsize());
  }

  // For those that lie in different orders: contiguous copies, and back.
  void AddCopies(const Tensor* const* group, const Tensor* step) {
    Flush();
    Tensor copies[ForeachPlan::kLists];
    const Tensor* copied[ForeachPlan::kLists];
    for (int l = 0; l < ForeachPlan::kLists; ++l) {
      copied[l] = nullptr;
      if (!group[l]) continue;
      copies[l] = run::clone(*group[l], MemoryFormat::Contiguous);
      copied[l] = &copies[l];
    }
    Add(copied, step);
    Flush();
    for (int l = 0; l < ForeachPlan::kLists; ++l) {
      if (group[l] && l != kGradients) {
        detail::CopyValues(name(op_), *group[l], copies[l]);
      }
    }
  }

  void Flush() {
    if (plan_->tensors == 0) return;
    const Kernel<ForeachPlan> kernel =
        Kernels().Find<ForeachPlan>(op_, device_.type(), dtype_);
    if (!kernel) Kernels().Get<ForeachPlan>(op_, device_.type(), dtype_);
    KernelContext context(op_, device_);
    kernel(*plan_, context);
    plan_->tensors = 0;
    plan_->total = 0;
  }

  const Op op_;
  ForeachPlan* plan_;
  DType dtype_ = DType::Undefined;
  Device device_ = kCPU;
};

const char* FloatNumber(Op op, const Tensor& t) {
  if (!t.defined()) return nullptr;
  if (t.scalar_type() != DType::Float || t.numel() != 1) {
    throw ValueError(name(op), Str("expected a float32 number, got ", t));
  }
  return t.impl()->data();
}

// A rate that is read when the step runs, not now.
const double* RateNumber(Op op, TensorList params, const Tensor& lr,
                         Tensor* wide) {
  if (!lr.defined() || lr.numel() != 1 || !lr.is_floating_point()) {
    throw ValueError(name(op), Str("expected lr to be a number, got ", lr));
  }
  for (const Tensor& p : params) {
    if (p.defined()) detail::CheckSameDevice(name(op), p, lr);
  }
  *wide = lr.scalar_type() == DType::Double
              ? lr
              : run::_to_copy(lr, lr.device(), DType::Double, false);
  return reinterpret_cast<const double*>(wide->impl()->data());
}

// The numbers of a step.
struct SgdNumbers {
  double lr;
  const double* lr_tensor;
  double momentum, dampening, weight_decay;
  bool nesterov, maximize, is_first_step;
};

void Sgd(TensorList params, TensorList grads, TensorList momentum_buffer_list,
         const SgdNumbers& numbers, const Tensor& grad_scale,
         const Tensor& found_inf) {
  ForeachPlan plan;
  plan.lr = numbers.lr;
  plan.lr_tensor = numbers.lr_tensor;
  plan.momentum = numbers.momentum;
  plan.dampening = numbers.dampening;
  plan.weight_decay = numbers.weight_decay;
  plan.nesterov = numbers.nesterov;
  plan.maximize = numbers.maximize;
  plan.first_step = numbers.is_first_step;
  plan.grad_scale = FloatNumber(Op::_fused_sgd_, grad_scale);
  plan.found_inf = FloatNumber(Op::_fused_sgd_, found_inf);
  if (numbers.momentum != 0 && momentum_buffer_list.size() != params.size()) {
    throw ValueError(
        "_fused_sgd_",
        Str("expected a momentum buffer for each of ", params.size(),
            " parameters, got ", momentum_buffer_list.size()));
  }
  if (numbers.momentum == 0) momentum_buffer_list = {};
  Step(Op::_fused_sgd_, &plan)
      .Run({params, grads, momentum_buffer_list, {}, {}}, {});
}

struct AdamLists {
  TensorList params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps;
};
struct AdamNumbers {
  double lr;
  const double* lr_tensor;
  double beta1, beta2, weight_decay, eps;
  bool amsgrad, maximize;
};

void Adam(Op op, AdamLists lists, const AdamNumbers& numbers,
          const Tensor& grad_scale, const Tensor& found_inf) {
  ForeachPlan plan;
  plan.lr = numbers.lr;
  plan.lr_tensor = numbers.lr_tensor;
  plan.beta1 = numbers.beta1;
  plan.beta2 = numbers.beta2;
  plan.weight_decay = numbers.weight_decay;
  plan.eps = numbers.eps;
  plan.amsgrad = numbers.amsgrad;
  plan.maximize = numbers.maximize;
  plan.decoupled = op == Op::_fused_adamw_;
  plan.grad_scale = FloatNumber(op, grad_scale);
  plan.found_inf = FloatNumber(op, found_inf);
  const size_t n = lists.params.size();
  if (!plan.amsgrad) lists.max_exp_avg_sqs = {};
  if (lists.exp_avgs.size() != n || lists.exp_avg_sqs.size() != n ||
      lists.state_steps.size() != n ||
      (plan.amsgrad && lists.max_exp_avg_sqs.size() != n)) {
    throw ValueError(name(op),
                     Str("expected state for each of ", n, " parameters"));
  }
  for (const Tensor& step : lists.state_steps) FloatNumber(op, step);
  Step(op, &plan).Run({lists.params, lists.grads, lists.exp_avgs,
                       lists.exp_avg_sqs, lists.max_exp_avg_sqs},
                      lists.state_steps);
}

}  // namespace

void _fused_sgd_(TensorList params, TensorList grads,
                 TensorList momentum_buffer_list, double lr, double momentum,
                 double dampening, double weight_decay, bool nesterov,
                 bool maximize, bool is_first_step, const Tensor& grad_scale,
                 const Tensor& found_inf) {
  Sgd(params, grads, momentum_buffer_list,
      {lr, nullptr, momentum, dampening, weight_decay, nesterov, maximize,
       is_first_step},
      grad_scale, found_inf);
}

void _fused_sgd_(TensorList params, TensorList grads,
                 TensorList momentum_buffer_list, const Tensor& lr,
                 double momentum, double dampening, double weight_decay,
                 bool nesterov, bool maximize, bool is_first_step,
                 const Tensor& grad_scale, const Tensor& found_inf) {
  Tensor wide;
  const double* const rate = RateNumber(Op::_fused_sgd_, params, lr, &wide);
  Sgd(params, grads, momentum_buffer_list,
      {0, rate, momentum, dampening, weight_decay, nesterov, maximize,
       is_first_step},
      grad_scale, found_inf);
}

#define TESSERA_ADAM_STEP(fused_op)                                            \
  void fused_op(TensorList params, TensorList grads, TensorList exp_avgs,      \
                TensorList exp_avg_sqs, TensorList max_exp_avg_sqs,            \
                TensorList state_steps, double lr, double beta1, double beta2, \
                double weight_decay, double eps, bool amsgrad, bool maximize,  \
                const Tensor& grad_scale, const Tensor& found_inf) {           \
    Adam(Op::fused_op,                                                         \
         {params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps}, \
         {lr, nullptr, beta1, beta2, weight_decay, eps, amsgrad, maximize},    \
         grad_scale, found_inf);                                               \
  }                                                                            \
  void fused_op(TensorList params, TensorList grads, TensorList exp_avgs,      \
                TensorList exp_avg_sqs, TensorList max_exp_avg_sqs,            \
                TensorList state_steps, const Tensor& lr, double beta1,        \
                double beta2, double weight_decay, double eps, bool amsgrad,   \
                bool maximize, const Tensor& grad_scale,                       \
                const Tensor& found_inf) {                                     \
    Tensor wide;                                                               \
    const double* const rate = RateNumber(Op::fused_op, params, lr, &wide);    \
    Adam(Op::fused_op,                                                         \
         {params, grads, exp_avgs, exp_avg_sqs, max_exp_avg_sqs, state_steps}, \
         {0, rate, beta1, beta2, weight_decay, eps, amsgrad, maximize},        \
         grad_scale, found_inf);                                               \
  }
TESSERA_ADAM_STEP(_fused_adam_)
TESSERA_ADAM_STEP(_fused_adamw_)
#undef TESSERA_ADAM_STEP

namespace {

void CheckLists(const char* op, TensorList self, TensorList other) {
  if (self.size() == other.size()) return;
  throw ValueError(op, Str("expected lists of one length, got ", self.size(),
                           " and ", other.size(), " tensors"));
}

// All that an op in place may refuse, before the first tensor is written.
// other(i) is a tensor, or undefined for a number of kind `kind`.
template <class F>
void CheckWritableList(const char* op, TensorList self, Kind kind, F other) {
  for (size_t i = 0; i < self.size(); ++i) {
    const Tensor& t = self[i];
    detail::CheckInplace(op, t);
    ResultTypeState types;
    types.AddTensor(t.scalar_type(), t.dim());
    const Tensor& o = other(i);
    if (o.defined()) {
      detail::CheckSameDevice(op, t, o);
      types.AddTensor(o.scalar_type(), o.dim());
      if (IntArrayRef(BroadcastSizes(op, t.sizes(), o.sizes())) != t.sizes()) {
        throw ShapeError(
            op, Str("output with shape ", detail::SizesText(t.sizes()),
                    " doesn't match the broadcast shape of ", t, " and ", o,
                    " at position ", i));
      }
    } else {
      types.AddScalar(kind);
    }
    detail::CheckCanCast(op, types.Result(op), t.scalar_type());
  }
}

void CheckWritableList(const char* op, TensorList self, const Scalar& number) {
  const Tensor none;
  CheckWritableList(op, self, number.kind(),
                    [&](size_t) -> const Tensor& { return none; });
}

void CheckWritableList(const char* op, TensorList self, TensorList other) {
  CheckLists(op, self, other);
  for (size_t i = 0; i < other.size(); ++i) {
    detail::CheckDefined(op, other[i], static_cast<int>(i));
  }
  CheckWritableList(op, self, Kind::Bool,
                    [&](size_t i) -> const Tensor& { return other[i]; });
}

}  // namespace

void _foreach_zero_(TensorList self) {
  for (const Tensor& t : self) detail::CheckInplace("_foreach_zero_", t);
  for (const Tensor& t : self) t.zero_();
}

std::vector<Tensor> _foreach_mul(TensorList self, const Scalar& scalar) {
  std::vector<Tensor> out;
  out.reserve(self.size());
  for (const Tensor& t : self) out.push_back(tessera::mul(t, scalar));
  return out;
}

std::vector<Tensor> _foreach_mul(TensorList self, TensorList other) {
  CheckLists("_foreach_mul", self, other);
  std::vector<Tensor> out;
  out.reserve(self.size());
  for (size_t i = 0; i < self.size(); ++i) {
    out.push_back(tessera::mul(self[i], other[i]));
  }
  return out;
}

std::vector<Tensor> _foreach_mul(TensorList self, const Tensor& tensor) {
  std::vector<Tensor> out;
  out.reserve(self.size());
  for (const Tensor& t : self) out.push_back(tessera::mul(t, tensor));
  return out;
}

void _foreach_mul_(TensorList self, const Scalar& scalar) {
  CheckWritableList("_foreach_mul_", self, scalar);
  for (const Tensor& t : self) t.mul_(scalar);
}

void _foreach_mul_(TensorList self, TensorList other) {
  CheckWritableList("_foreach_mul_", self, other);
  for (size_t i = 0; i < self.size(); ++i) self[i].mul_(other[i]);
}

void _foreach_mul_(TensorList self, const Tensor& tensor) {
  detail::CheckDefined("_foreach_mul_", tensor, 1);
  CheckWritableList("_foreach_mul_", self, Kind::Bool,
                    [&](size_t) -> const Tensor& { return tensor; });
  for (const Tensor& t : self) t.mul_(tensor);
}

std::vector<Tensor> _foreach_add(TensorList self, const Scalar& scalar) {
  std::vector<Tensor> out;
  out.reserve(self.size());
  for (const Tensor& t : self) out.push_back(tessera::add(t, scalar));
  return out;
}

std::vector<Tensor> _foreach_add(TensorList self, TensorList other,
                                 const Scalar& alpha) {
  CheckLists("_foreach_add", self, other);
  std::vector<Tensor> out;
  out.reserve(self.size());
  for (size_t i = 0; i < self.size(); ++i) {
    out.push_back(tessera::add(self[i], other[i], alpha));
  }
  return out;
}

void _foreach_add_(TensorList self, const Scalar& scalar) {
  CheckWritableList("_foreach_add_", self, scalar);
  for (const Tensor& t : self) t.add_(scalar);
}

void _foreach_add_(TensorList self, TensorList other, const Scalar& alpha) {
  CheckWritableList("_foreach_add_", self, other);
  for (const Tensor& t : self) {
    if (alpha.kind() <= Kind::Int || kind(t.scalar_type()) >= alpha.kind()) {
      continue;
    }
    throw DTypeError(
        "_foreach_add_",
        Str("expected an integer alpha for integers, got ", alpha, " for ", t));
  }
  for (size_t i = 0; i < self.size(); ++i) self[i].add_(other[i], alpha);
}

std::vector<Tensor> _foreach_norm(TensorList self, const Scalar& ord) {
  std::vector<Tensor> out;
  out.reserve(self.size());
  for (const Tensor& t : self) {
    out.push_back(tessera::linalg_vector_norm(t, ord));
  }
  return out;
}

}  // namespace tessera::run
