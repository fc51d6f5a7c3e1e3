// Schedulers: learning rates that change with the epochs.
//
//   optim::SGD sgd(net->parameters(), 1.0);
//   optim::StepLR scheduler(sgd, /*step_size=*/2, /*gamma=*/0.1);
//   for (int epoch = 0; epoch < 5; ++epoch) {  // 1, 1, 0.1, 0.1, 0.01
//     Train(&sgd);
//     scheduler.step(); }
//
// Epochs count from 0; construction sets the rate of epoch 0, and the n-th
// step() that of epoch n. As in PyTorch most rates follow from the one before,
// so that schedulers of one optimizer combine. Formulas: PyTorch's
// torch.optim.lr_scheduler.
#ifndef TESSERA_NN_OPTIM_LR_SCHEDULER_H_
#define TESSERA_NN_OPTIM_LR_SCHEDULER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "tessera/nn/archive.h"
#include "tessera/nn/optim/optimizer.h"

namespace tessera::optim {

class LRScheduler {
 public:
  // The optimizer must outlive the scheduler.
  explicit LRScheduler(Optimizer& optimizer);
  virtual ~LRScheduler() = default;

  // Sets the rates of the next epoch. Warns where the optimizer has not made a
  // step before.
  void step();
  // Back to epoch 0 of the initial rates.
  virtual void restart();
  // The present rate of each group.
  std::vector<double> get_last_lr() const { return get_current_lrs(); }

  // How far it is and what it starts from; with the optimizer's own state, a
  // restored schedule continues bit for bit.
  virtual void save(serialize::OutputArchive& archive) const;
  virtual void load(serialize::InputArchive& archive);

 protected:
  // The rates that step() sets; step_count_ steps were made before.
  virtual std::vector<double> get_lrs() = 0;
  // The factor of the initial rates in epoch 0.
  virtual double initial_factor() const { return 1; }
  std::vector<double> get_current_lrs() const;
  const std::vector<double>& base_lrs() const { return base_lrs_; }
  // Of the epoch that get_lrs() is to give.
  int64_t epoch() const { return static_cast<int64_t>(step_count_) + 1; }
  // The present rates, each times a factor.
  std::vector<double> Scaled(double factor) const;
  void SetLrs(const std::vector<double>& lrs);
  // For constructors: sets the rates of epoch 0.
  void Start();

  unsigned step_count_ = 0;
  Optimizer& optimizer_;

 private:
  std::vector<double> base_lrs_;
};

// Times gamma every step_size epochs.
class StepLR : public LRScheduler {
 public:
  StepLR(Optimizer& optimizer, unsigned step_size, double gamma = 0.1);

 private:
  std::vector<double> get_lrs() override;
  int64_t step_size_;
  double gamma_;
};

// Times gamma at each of the epochs given.
class MultiStepLR : public LRScheduler {
 public:
  MultiStepLR(Optimizer& optimizer, std::vector<int64_t> milestones,
              double gamma = 0.1);

 private:
  std::vector<double> get_lrs() override;
  std::vector<int64_t> milestones_;
  double gamma_;
};

// Times gamma every epoch.
class ExponentialLR : public LRScheduler {
 public:
  ExponentialLR(Optimizer& optimizer, double gamma)
      : LRScheduler(optimizer), gamma_(gamma) {}

 private:
  std::vector<double> get_lrs() override { return Scaled(gamma_); }
  double gamma_;
};

// Down to eta_min in T_max epochs along half a cosine, and up again.
class CosineAnnealingLR : public LRScheduler {
 public:
  CosineAnnealingLR(Optimizer& optimizer, int64_t T_max, double eta_min = 0);

 private:
  std::vector<double> get_lrs() override;
  int64_t t_max_;
  double eta_min_;
};

// As CosineAnnealingLR, starting anew after T_0 epochs, and after T_mult times
// as many each time after.
class CosineAnnealingWarmRestarts : public LRScheduler {
 public:
  CosineAnnealingWarmRestarts(Optimizer& optimizer, int64_t T_0,
                              int64_t T_mult = 1, double eta_min = 0);

 private:
  std::vector<double> get_lrs() override;
  int64_t t_0_, t_mult_;
  double eta_min_;
};

// A factor that goes from start_factor to end_factor in total_iters epochs.
class LinearLR : public LRScheduler {
 public:
  LinearLR(Optimizer& optimizer, double start_factor = 1.0 / 3,
           double end_factor = 1.0, int64_t total_iters = 5);

 private:
  std::vector<double> get_lrs() override;
  double initial_factor() const override { return start_; }
  double start_, end_;
  int64_t total_;
};

// A factor during the first total_iters epochs.
class ConstantLR : public LRScheduler {
 public:
  ConstantLR(Optimizer& optimizer, double factor = 1.0 / 3,
             int64_t total_iters = 5);

 private:
  std::vector<double> get_lrs() override;
  double initial_factor() const override { return factor_; }
  double factor_;
  int64_t total_;
};

// The initial rates times (1 - epoch / total_iters)^power.
class PolynomialLR : public LRScheduler {
 public:
  PolynomialLR(Optimizer& optimizer, int64_t total_iters = 5,
               double power = 1.0);

 private:
  std::vector<double> get_lrs() override;
  int64_t total_;
  double power_;
};

// The initial rates times f(epoch); one function for all groups or one each.
class LambdaLR : public LRScheduler {
 public:
  using Function = std::function<double(int64_t epoch)>;
  LambdaLR(Optimizer& optimizer, Function f);
  LambdaLR(Optimizer& optimizer, std::vector<Function> f);
  void restart() override;

 private:
  std::vector<double> get_lrs() override;
  std::vector<double> At(int64_t epoch) const;
  std::vector<Function> f_;
};

// From max_lr / div_factor up to max_lr in the share pct_start of total_steps,
// then down to max_lr / div_factor / final_div_factor, along cosines. Momentum
// stays as it is. ValueError after total_steps.
class OneCycleLR : public LRScheduler {
 public:
  OneCycleLR(Optimizer& optimizer, double max_lr, int64_t total_steps,
             double pct_start = 0.3, double div_factor = 25,
             double final_div_factor = 1e4);
  void restart() override;

 private:
  std::vector<double> get_lrs() override;
  double At(int64_t step) const;
  double max_lr_;
  int64_t total_;
  double pct_start_, div_, final_div_;
};

// One scheduler after the other: the i-th from epoch milestones[i - 1] on, for
// which it is restarted.
class SequentialLR : public LRScheduler {
 public:
  SequentialLR(Optimizer& optimizer,
               std::vector<std::shared_ptr<LRScheduler>> schedulers,
               std::vector<int64_t> milestones);
  void restart() override;
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;

 private:
  std::vector<double> get_lrs() override;
  std::vector<std::shared_ptr<LRScheduler>> schedulers_;
  std::vector<int64_t> milestones_;
};

// Times factor where a metric has not improved for more than patience epochs.
class ReduceLROnPlateauScheduler {
 public:
  enum SchedulerMode { min, max };
  enum ThresholdMode { rel, abs };

  explicit ReduceLROnPlateauScheduler(
      Optimizer& optimizer, SchedulerMode mode = min, double factor = 0.1,
      int64_t patience = 10, double threshold = 1e-4,
      ThresholdMode threshold_mode = rel, int64_t cooldown = 0,
      double min_lr = 0, double eps = 1e-8);
  void step(double metric);
  void reset();
  void save(serialize::OutputArchive& archive) const;
  void load(serialize::InputArchive& archive);

 private:
  bool IsBetter(double metric) const;

  Optimizer& optimizer_;
  SchedulerMode mode_;
  double factor_;
  int64_t patience_;
  double threshold_;
  ThresholdMode threshold_mode_;
  int64_t cooldown_;
  double min_lr_, eps_;
  double best_ = 0;
  int64_t bad_epochs_ = 0;
  int64_t cooldown_left_ = 0;
};

}  // namespace tessera::optim

#endif  // TESSERA_NN_OPTIM_LR_SCHEDULER_H_
