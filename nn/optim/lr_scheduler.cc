#include "tessera/nn/optim/lr_scheduler.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::optim {
namespace {

constexpr double kPi = 3.14159265358979323846;

void CheckPositive(const char* scheduler, const char* what, int64_t value) {
  if (value > 0) return;
  throw ValueError(scheduler,
                   Str("expected a positive ", what, ", got ", value));
}

}  // namespace

LRScheduler::LRScheduler(Optimizer& optimizer) : optimizer_(optimizer) {
  for (OptimizerParamGroup& group : optimizer.param_groups()) {
    base_lrs_.push_back(group.initial_lr());
  }
}

void LRScheduler::step() {
  if (step_count_ == 0 && optimizer_.step_count() == 0) {
    TESSERA_WARN(
        "Detected call of `lr_scheduler.step()` before `optimizer.step()`; "
        "call them the other way round, else the first learning rate is "
        "skipped");
  }
  SetLrs(get_lrs());
  ++step_count_;
}

void LRScheduler::restart() {
  step_count_ = 0;
  SetLrs(base_lrs_);
  Start();
}

void LRScheduler::Start() { SetLrs(Scaled(initial_factor())); }

std::vector<double> LRScheduler::get_current_lrs() const {
  std::vector<double> lrs;
  for (const OptimizerParamGroup& group : optimizer_.param_groups()) {
    lrs.push_back(group.options().get_lr());
  }
  return lrs;
}

std::vector<double> LRScheduler::Scaled(double factor) const {
  std::vector<double> lrs = get_current_lrs();
  for (double& lr : lrs) lr *= factor;
  return lrs;
}

void LRScheduler::SetLrs(const std::vector<double>& lrs) {
  std::vector<OptimizerParamGroup>& groups = optimizer_.param_groups();
  if (lrs.size() != groups.size()) {
    throw ValueError("LRScheduler",
                     Str("expected one learning rate for each of the ",
                         groups.size(), " parameter groups, got ", lrs.size()));
  }
  for (size_t i = 0; i < lrs.size(); ++i) groups[i].options().set_lr(lrs[i]);
}

void LRScheduler::save(serialize::OutputArchive& archive) const {
  archive.write("step_count", step_count_);
  archive.write("base_lrs", base_lrs_);
  archive.write("lrs", get_current_lrs());
}

void LRScheduler::load(serialize::InputArchive& archive) {
  serialize::Value base, lrs;
  unsigned count = 0;
  archive.read("step_count", count);
  archive.read("base_lrs", base);
  archive.read("lrs", lrs);
  if (base.toDoubleVector().size() != base_lrs_.size()) {
    throw ValueError(
        "LRScheduler",
        Str("expected the rates of ", base_lrs_.size(),
            " parameter groups, got those of ", base.toDoubleVector().size()));
  }
  SetLrs(lrs.toDoubleVector());
  base_lrs_ = base.toDoubleVector();
  step_count_ = count;
}

StepLR::StepLR(Optimizer& optimizer, unsigned step_size, double gamma)
    : LRScheduler(optimizer), step_size_(step_size), gamma_(gamma) {
  CheckPositive("StepLR", "step_size", step_size_);
}

std::vector<double> StepLR::get_lrs() {
  return Scaled(epoch() % step_size_ == 0 ? gamma_ : 1);
}

MultiStepLR::MultiStepLR(Optimizer& optimizer, std::vector<int64_t> milestones,
                         double gamma)
    : LRScheduler(optimizer),
      milestones_(std::move(milestones)),
      gamma_(gamma) {}

std::vector<double> MultiStepLR::get_lrs() {
  const auto times =
      std::count(milestones_.begin(), milestones_.end(), epoch());
  return Scaled(std::pow(gamma_, static_cast<double>(times)));
}

CosineAnnealingLR::CosineAnnealingLR(Optimizer& optimizer, int64_t T_max,
                                     double eta_min)
    : LRScheduler(optimizer), t_max_(T_max), eta_min_(eta_min) {
  CheckPositive("CosineAnnealingLR", "T_max", T_max);
}

std::vector<double> CosineAnnealingLR::get_lrs() {
  const double step = kPi / static_cast<double>(t_max_);
  const double e = static_cast<double>(epoch());
  std::vector<double> lrs = get_current_lrs();
  for (size_t i = 0; i < lrs.size(); ++i) {
    if ((epoch() - 1 - t_max_) % (2 * t_max_) == 0) {
      // Up from the lowest point, where the quotient below is 0 / 0.
      lrs[i] += (base_lrs()[i] - eta_min_) * (1 - std::cos(step)) / 2;
    } else {
      lrs[i] = (1 + std::cos(step * e)) / (1 + std::cos(step * (e - 1))) *
                   (lrs[i] - eta_min_) +
               eta_min_;
    }
  }
  return lrs;
}

CosineAnnealingWarmRestarts::CosineAnnealingWarmRestarts(Optimizer& optimizer,
                                                         int64_t T_0,
                                                         int64_t T_mult,
                                                         double eta_min)
    : LRScheduler(optimizer), t_0_(T_0), t_mult_(T_mult), eta_min_(eta_min) {
  CheckPositive("CosineAnnealingWarmRestarts", "T_0", T_0);
  CheckPositive("CosineAnnealingWarmRestarts", "T_mult", T_mult);
}

std::vector<double> CosineAnnealingWarmRestarts::get_lrs() {
  int64_t at = epoch();
  int64_t length = t_0_;
  while (at >= length) {
    at -= length;
    length *= t_mult_;
  }
  std::vector<double> lrs = base_lrs();
  for (double& lr : lrs) {
    lr = eta_min_ + (lr - eta_min_) *
                        (1 + std::cos(kPi * static_cast<double>(at) /
                                      static_cast<double>(length))) /
                        2;
  }
  return lrs;
}

LinearLR::LinearLR(Optimizer& optimizer, double start_factor, double end_factor,
                   int64_t total_iters)
    : LRScheduler(optimizer),
      start_(start_factor),
      end_(end_factor),
      total_(total_iters) {
  if (!(start_ > 0 && start_ <= 1)) {
    throw ValueError("LinearLR",
                     Str("expected start_factor in (0, 1], got ", start_));
  }
  if (!(end_ >= 0 && end_ <= 1)) {
    throw ValueError("LinearLR",
                     Str("expected end_factor in [0, 1], got ", end_));
  }
  Start();
}

std::vector<double> LinearLR::get_lrs() {
  if (epoch() > total_) return get_current_lrs();
  const double total = static_cast<double>(total_);
  const double before = static_cast<double>(epoch() - 1);
  return Scaled(1 +
                (end_ - start_) / (total * start_ + before * (end_ - start_)));
}

ConstantLR::ConstantLR(Optimizer& optimizer, double factor, int64_t total_iters)
    : LRScheduler(optimizer), factor_(factor), total_(total_iters) {
  if (!(factor > 0 && factor <= 1)) {
    throw ValueError("ConstantLR",
                     Str("expected a factor in (0, 1], got ", factor));
  }
  Start();
}

std::vector<double> ConstantLR::get_lrs() {
  return Scaled(epoch() == total_ ? 1 / factor_ : 1);
}

PolynomialLR::PolynomialLR(Optimizer& optimizer, int64_t total_iters,
                           double power)
    : LRScheduler(optimizer), total_(total_iters), power_(power) {
  CheckPositive("PolynomialLR", "total_iters", total_iters);
}

std::vector<double> PolynomialLR::get_lrs() {
  if (epoch() > total_) return get_current_lrs();
  const double total = static_cast<double>(total_);
  const double e = static_cast<double>(epoch());
  return Scaled(std::pow((1 - e / total) / (1 - (e - 1) / total), power_));
}

LambdaLR::LambdaLR(Optimizer& optimizer, Function f)
    : LambdaLR(optimizer,
               std::vector<Function>(optimizer.param_groups().size(), f)) {}

LambdaLR::LambdaLR(Optimizer& optimizer, std::vector<Function> f)
    : LRScheduler(optimizer), f_(std::move(f)) {
  if (f_.size() != base_lrs().size()) {
    throw ValueError(
        "LambdaLR",
        Str("expected ", base_lrs().size(),
            " functions, one for each parameter group, got ", f_.size()));
  }
  SetLrs(At(0));
}

void LambdaLR::restart() {
  step_count_ = 0;
  SetLrs(At(0));
}

std::vector<double> LambdaLR::get_lrs() { return At(epoch()); }

std::vector<double> LambdaLR::At(int64_t epoch) const {
  std::vector<double> lrs = base_lrs();
  for (size_t i = 0; i < lrs.size(); ++i) lrs[i] *= f_[i](epoch);
  return lrs;
}

OneCycleLR::OneCycleLR(Optimizer& optimizer, double max_lr, int64_t total_steps,
                       double pct_start, double div_factor,
                       double final_div_factor)
    : LRScheduler(optimizer),
      max_lr_(max_lr),
      total_(total_steps),
      pct_start_(pct_start),
      div_(div_factor),
      final_div_(final_div_factor) {
  CheckPositive("OneCycleLR", "total_steps", total_steps);
  if (!(pct_start >= 0 && pct_start <= 1)) {
    throw ValueError("OneCycleLR",
                     Str("expected pct_start in [0, 1], got ", pct_start));
  }
  SetLrs(std::vector<double>(base_lrs().size(), At(0)));
}

void OneCycleLR::restart() {
  step_count_ = 0;
  SetLrs(std::vector<double>(base_lrs().size(), At(0)));
}

std::vector<double> OneCycleLR::get_lrs() {
  if (epoch() >= total_) {
    throw ValueError(
        "OneCycleLR",
        Str("tried to step ", epoch() + 1,
            " times; the specified number of total steps is ", total_));
  }
  return std::vector<double>(base_lrs().size(), At(epoch()));
}

double OneCycleLR::At(int64_t step) const {
  const double start = max_lr_ / div_;
  const double top = pct_start_ * static_cast<double>(total_) - 1;
  const double end = static_cast<double>(total_ - 1);
  const double at = static_cast<double>(step);
  const auto cosine = [](double from, double to, double share) {
    return to + (from - to) / 2 * (1 + std::cos(kPi * share));
  };
  if (top > 0 && at <= top) return cosine(start, max_lr_, at / top);
  return cosine(max_lr_, start / final_div_, (at - top) / (end - top));
}

SequentialLR::SequentialLR(Optimizer& optimizer,
                           std::vector<std::shared_ptr<LRScheduler>> schedulers,
                           std::vector<int64_t> milestones)
    : LRScheduler(optimizer),
      schedulers_(std::move(schedulers)),
      milestones_(std::move(milestones)) {
  if (schedulers_.empty() || milestones_.size() + 1 != schedulers_.size()) {
    throw ValueError("SequentialLR",
                     Str("expected one milestone less than schedulers, got ",
                         milestones_.size(), " and ", schedulers_.size()));
  }
  schedulers_[0]->restart();
}

void SequentialLR::restart() {
  step_count_ = 0;
  schedulers_[0]->restart();
}

std::vector<double> SequentialLR::get_lrs() {
  const auto after =
      std::upper_bound(milestones_.begin(), milestones_.end(), epoch());
  const size_t which = static_cast<size_t>(after - milestones_.begin());
  if (which > 0 && milestones_[which - 1] == epoch()) {
    schedulers_[which]->restart();
  } else {
    schedulers_[which]->step();
  }
  return get_current_lrs();
}

void SequentialLR::save(serialize::OutputArchive& archive) const {
  LRScheduler::save(archive);
  for (size_t i = 0; i < schedulers_.size(); ++i) {
    serialize::OutputArchive nested;
    schedulers_[i]->save(nested);
    archive.write(Str("scheduler", i), nested);
  }
}

void SequentialLR::load(serialize::InputArchive& archive) {
  for (size_t i = 0; i < schedulers_.size(); ++i) {
    serialize::InputArchive nested;
    archive.read(Str("scheduler", i), nested);
    schedulers_[i]->load(nested);
  }
  LRScheduler::load(archive);
}

ReduceLROnPlateauScheduler::ReduceLROnPlateauScheduler(
    Optimizer& optimizer, SchedulerMode mode, double factor, int64_t patience,
    double threshold, ThresholdMode threshold_mode, int64_t cooldown,
    double min_lr, double eps)
    : optimizer_(optimizer),
      mode_(mode),
      factor_(factor),
      patience_(patience),
      threshold_(threshold),
      threshold_mode_(threshold_mode),
      cooldown_(cooldown),
      min_lr_(min_lr),
      eps_(eps) {
  if (!(factor < 1)) {
    throw ValueError("ReduceLROnPlateau",
                     Str("expected a factor below 1.0, got ", factor));
  }
  reset();
}

void ReduceLROnPlateauScheduler::reset() {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  best_ = mode_ == min ? kInfinity : -kInfinity;
  bad_epochs_ = 0;
  cooldown_left_ = 0;
}

bool ReduceLROnPlateauScheduler::IsBetter(double metric) const {
  const double sign = mode_ == min ? -1 : 1;
  const double bound = threshold_mode_ == rel ? best_ * (1 + sign * threshold_)
                                              : best_ + sign * threshold_;
  return mode_ == min ? metric < bound : metric > bound;
}

void ReduceLROnPlateauScheduler::step(double metric) {
  if (IsBetter(metric)) {
    best_ = metric;
    bad_epochs_ = 0;
  } else {
    ++bad_epochs_;
  }
  if (cooldown_left_ > 0) {
    --cooldown_left_;
    bad_epochs_ = 0;
  }
  if (bad_epochs_ <= patience_) return;
  for (OptimizerParamGroup& group : optimizer_.param_groups()) {
    const double old = group.options().get_lr();
    const double lr = std::max(old * factor_, min_lr_);
    if (old - lr > eps_) group.options().set_lr(lr);
  }
  cooldown_left_ = cooldown_;
  bad_epochs_ = 0;
}

void ReduceLROnPlateauScheduler::save(serialize::OutputArchive& archive) const {
  archive.write("best", best_);
  archive.write("bad_epochs", bad_epochs_);
  archive.write("cooldown_left", cooldown_left_);
}

void ReduceLROnPlateauScheduler::load(serialize::InputArchive& archive) {
  double best = 0;
  int64_t bad = 0, left = 0;
  archive.read("best", best);
  archive.read("bad_epochs", bad);
  archive.read("cooldown_left", left);
  best_ = best;
  bad_epochs_ = bad;
  cooldown_left_ = left;
}

}  // namespace tessera::optim
