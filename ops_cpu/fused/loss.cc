// nll_loss and cross_entropy_loss with classes, and their backwards.
#include "tessera/dtype/dtype.h"
#include "tessera/ops_cpu/fused/kernels.h"
#include "tessera/ops_cpu/fused/row_kernel.h"
#include "tessera/ops_cpu/fused/row_tile.h"
#include "tessera/ops_cpu/reduce/tree_sum.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/plan/row_plan.h"
#include "tessera/tensor/tensor.h"

namespace tessera::fused {
namespace {

// A block of numbers, on the stack where there are few.
template <class T>
class Numbers {
 public:
  explicit Numbers(int64_t n) : bytes_(static_cast<size_t>(n) * sizeof(T)) {
    if (n > kInline) data_ = static_cast<T*>(AllocateBlock(bytes_));
  }
  ~Numbers() {
    if (data_ != inline_) FreeBlock(data_, bytes_);
  }
  Numbers(const Numbers&) = delete;
  Numbers& operator=(const Numbers&) = delete;
  T* data() { return data_; }

 private:
  static constexpr int64_t kInline = 64;
  size_t bytes_;
  T* data_ = inline_;
  T inline_[kInline];
};

// By the tree; n of 0 gives 0.
template <class T>
T TreeSum(const T* x, int64_t n) {
  T levels[52];
  int64_t count = 0;
  int top = 0;
  for (int64_t i = 0; i < n; i += kSumBlock) {
    T s = BlockSum(x + i, std::min(kSumBlock, n - i), [](T v) { return v; });
    for (int64_t c = count; c & 1; c >>= 1) s = levels[--top] + s;
    levels[top++] = s;
    ++count;
  }
  if (top == 0) return 0;
  T s = levels[--top];
  while (top) s = levels[--top] + s;
  return s;
}

struct Targets {
  const char* data;
  bool bytes;  // uint8, else int64
  int64_t ignored;
  int64_t classes;

  int64_t operator[](int64_t row) const {
    return bytes ? reinterpret_cast<const uint8_t*>(data)[row]
                 : reinterpret_cast<const int64_t*>(data)[row];
  }
  // The class of a row, or -1 where it is ignored or wrong.
  int64_t Class(int64_t row, KernelContext& context) const {
    const int64_t t = (*this)[row];
    if (t == ignored) return -1;
    if (__builtin_expect(t < 0 || t >= classes, 0)) {
      context.SetError(kernel_errors::kTargetRange, t, row);
      return -1;
    }
    return t;
  }
};

template <class In>
class Loss {
 public:
  using T = ComputeType<In>;

  Loss(const LossPlan& plan, KernelContext& context)
      : plan_(plan),
        context_(context),
        shape_{plan.outer, plan.n, plan.inner},
        target_{plan.target, plan.target_dtype == DType::Byte,
                plan.ignore_index, plan.n},
        x_(reinterpret_cast<const In*>(plan.in)),
        w_(reinterpret_cast<const In*>(plan.weight)),
        smoothing_(static_cast<T>(plan.smoothing)) {}

  // Of log-probabilities.
  void RunNll() {
    Finish([&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const int64_t t = target_.Class(row, context_);
        Put(row, t, t < 0 ? T(0) : Log(row, t), T(0));
      }
    });
  }

  void RunCrossEntropy() {
    Finish([&](int64_t begin, int64_t end) {
      if (shape_.n == 0) {
        for (int64_t row = begin; row < end; ++row) {
          Put(row, target_.Class(row, context_), 0, 0);
        }
      } else if (shape_.in_tiles()) {
        Tiles(begin, end);
      } else {
        Rows(begin, end);
      }
    });
  }

 private:
  T Log(int64_t row, int64_t t) const {
    return static_cast<T>(x_[shape_.first(row) + t * shape_.inner]);
  }
  T Weight(int64_t t) const { return w_ ? static_cast<T>(w_[t]) : T(1); }

  // The loss of a row whose log-probability at t is `log`; smooth: the
  // weighted sum of all.
  void Put(int64_t row, int64_t t, T log, T smooth) {
    T loss = 0;
    T weight = 0;
    if (t >= 0) {
      weight = Weight(t);
      loss = -(log * weight);
      if (smoothing_ != 0) {
        loss = (1 - smoothing_) * loss -
               smoothing_ / static_cast<T>(shape_.n) * smooth;
      }
    }
    if (plan_.reduction == Reduction::None) {
      reinterpret_cast<In*>(plan_.out)[row] = static_cast<In>(loss);
    } else {
      losses_[row] = loss;
    }
    weights_[row] = weight;
  }

  // rows(begin, end) for all; then the sums.
  template <class F>
  void Finish(F&& rows) {
    const int64_t count = shape_.rows();
    Numbers<T> losses(count);
    Numbers<T> weights(count);
    losses_ = losses.data();
    weights_ = weights.data();
    const int64_t tiles = std::max<int64_t>(
        1, kGrain / kTileRows / std::max<int64_t>(shape_.n, 1));
    ParallelFor(count, tiles * kTileRows, rows);
    T* total_weight = reinterpret_cast<T*>(plan_.total_weight);
    *total_weight = TreeSum(weights_, count);
    if (plan_.reduction == Reduction::None) return;
    T loss = TreeSum(losses_, count);
    if (plan_.reduction == Reduction::Mean) loss = loss / *total_weight;
    *reinterpret_cast<In*>(plan_.out) = static_cast<In>(loss);
  }

  void Tiles(int64_t begin, int64_t end) {
    const RowLoops<T>& loops = CurrentRowLoops<T>();
    const int64_t n = shape_.n;
    TileScratch<T> scratch(n, 2);
    T* x = scratch.tile(0);
    T* e = scratch.tile(1);
    for (int64_t first = begin; first < end; first += kTileRows) {
      const int count =
          static_cast<int>(std::min<int64_t>(kTileRows, end - first));
      T most[kTileRows];
      T log_sum[kTileRows];
      T smooth[kTileRows] = {};
      GatherTile(x_, shape_, first, count, x);
      loops.tile(plan_.probabilities ? RowWork::kBoth : RowWork::kLogSoftmax, x,
                 e, n, most, log_sum);
      if (plan_.probabilities) {
        ScatterTile(e, shape_, first, count,
                    reinterpret_cast<In*>(plan_.probabilities));
      }
      if (smoothing_ != 0) {
        for (int64_t k = 0; k < n; ++k) {
          const T w = Weight(k);
          for (int r = 0; r < kTileRows; ++r) {
            smooth[r] += w * x[k * kTileRows + r];
          }
        }
      }
      for (int r = 0; r < count; ++r) {
        const int64_t t = target_.Class(first + r, context_);
        Put(first + r, t, t < 0 ? T(0) : x[t * kTileRows + r], smooth[r]);
      }
    }
  }

  void Rows(int64_t begin, int64_t end) {
    const RowLoops<T>& loops = CurrentRowLoops<T>();
    const int64_t n = shape_.n;
    constexpr bool kConverts = !std::is_same_v<In, T>;
    TileScratch<T> scratch(kConverts ? n : 0, 1);
    In* probabilities = reinterpret_cast<In*>(plan_.probabilities);
    for (int64_t row = begin; row < end; ++row) {
      const In* in = x_ + row * n;
      In* p = probabilities ? probabilities + row * n : nullptr;
      const RowWork work = p ? RowWork::kSoftmax : RowWork::kLogSumExp;
      T most;
      T log_sum;
      if constexpr (kConverts) {
        T* wide = scratch.tile(0);
        for (int64_t i = 0; i < n; ++i) wide[i] = static_cast<T>(in[i]);
        loops.row(work, wide, wide + n, n, &most, &log_sum);
        for (int64_t i = 0; p && i < n; ++i) {
          p[i] = static_cast<In>(wide[n + i]);
        }
      } else {
        loops.row(work, in, p, n, &most, &log_sum);
      }
      const auto log = [&](int64_t k) {
        return (static_cast<T>(in[k]) - most) - log_sum;
      };
      T smooth = 0;
      if (smoothing_ != 0) {
        for (int64_t k = 0; k < n; ++k) smooth += Weight(k) * log(k);
      }
      const int64_t t = target_.Class(row, context_);
      Put(row, t, t < 0 ? T(0) : log(t), smooth);
    }
  }

  const LossPlan& plan_;
  KernelContext& context_;
  const RowShape shape_;
  const Targets target_;
  const In* x_;
  const In* w_;
  const T smoothing_;
  T* losses_ = nullptr;
  T* weights_ = nullptr;
};

template <class In>
void RunNll(const LossPlan& plan, KernelContext& context) {
  Loss<In>(plan, context).RunNll();
}
template <class In>
void RunCrossEntropy(const LossPlan& plan, KernelContext& context) {
  Loss<In>(plan, context).RunCrossEntropy();
}

template <class In>
void RunBackward(const LossBackwardPlan& plan, KernelContext& context) {
  using T = ComputeType<In>;
  const RowShape shape = {plan.outer, plan.n, plan.inner};
  const Targets target = {plan.target, plan.target_dtype == DType::Byte,
                          plan.ignore_index, plan.n};
  const int64_t n = plan.n;
  const int64_t inner = plan.inner;
  const In* grad = reinterpret_cast<const In*>(plan.grad);
  const In* p = reinterpret_cast<const In*>(plan.in);
  const In* w = reinterpret_cast<const In*>(plan.weight);
  In* out = reinterpret_cast<In*>(plan.out);
  const bool none = plan.reduction == Reduction::None;
  T scale = none ? T(1) : static_cast<T>(*grad);
  if (plan.reduction == Reduction::Mean) {
    scale = scale / *reinterpret_cast<const T*>(plan.total_weight);
  }
  const T smoothing = static_cast<T>(plan.smoothing);
  const T share = n ? smoothing / static_cast<T>(n) : T(0);
  T all_weights = static_cast<T>(n);
  if (w && smoothing != 0) {
    all_weights = 0;
    for (int64_t k = 0; k < n; ++k) all_weights += static_cast<T>(w[k]);
  }
  ParallelFor(
      shape.rows(), std::max<int64_t>(1, 4 * kGrain / std::max<int64_t>(n, 1)),
      [&](int64_t begin, int64_t end) {
        for (int64_t row = begin; row < end; ++row) {
          const int64_t first = shape.first(row);
          const int64_t t = target.Class(row, context);
          In* at = out + first;
          if (t < 0 || !p) {
            if (inner == 1) {
              for (int64_t k = 0; k < n; ++k) at[k] = In(0);
            } else {
              for (int64_t k = 0; k < n; ++k) at[k * inner] = In(0);
            }
            if (t < 0) continue;
          }
          const T g = none ? static_cast<T>(grad[row]) : scale;
          const T weight = w ? static_cast<T>(w[t]) : T(1);
          const T hit = g * (1 - smoothing) * weight;
          if (!p) {
            at[t * inner] = static_cast<In>(-hit);
            continue;
          }
          const In* q = p + first;
          const T factor = hit + g * share * all_weights;
          const T spread = g * share;
          const T at_target =
              factor * static_cast<T>(q[t * inner]) - hit - spread * weight;
          if (smoothing == 0 && inner == 1) {
            for (int64_t k = 0; k < n; ++k) {
              at[k] = static_cast<In>(factor * static_cast<T>(q[k]));
            }
          } else {
            for (int64_t k = 0; k < n; ++k) {
              const T weight_k = w ? static_cast<T>(w[k]) : T(1);
              at[k * inner] = static_cast<In>(
                  factor * static_cast<T>(q[k * inner]) - spread * weight_k);
            }
          }
          at[t * inner] = static_cast<In>(at_target);
        }
      });
}

template <class In>
void Set(KernelTable& table, DType dtype) {
  constexpr DeviceType kCpu = DeviceType::CPU;
  table.Set<LossPlan>(Op::_nll_loss_forward, kCpu, dtype, &RunNll<In>);
  table.Set<LossPlan>(Op::_cross_entropy_forward, kCpu, dtype,
                      &RunCrossEntropy<In>);
  table.Set<LossBackwardPlan>(Op::_nll_loss_backward, kCpu, dtype,
                              &RunBackward<In>);
  table.Set<LossBackwardPlan>(Op::_cross_entropy_backward, kCpu, dtype,
                              &RunBackward<In>);
}

}  // namespace

void RegisterLosses(KernelTable& table) {
  Set<Half>(table, DType::Half);
  Set<BFloat16>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
}

}  // namespace tessera::fused
