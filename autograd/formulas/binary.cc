// Gradients of arithmetic. What a formula gives for a broadcast operand is
// summed by the engine, and a complex gradient of a real operand loses its
// imaginary part there.
#include <cmath>

#include "tessera/autograd/formula.h"
#include "tessera/dtype/complex_std.h"

namespace tessera::autograd {
namespace {

Tensor Times(const Tensor& g, const Scalar& factor) {
  if (factor.type() == DType::Long && factor.int64_value() == 1) return g;
  return factor.equal(1) ? g : factor.equal(-1) ? -g : g * factor.conj();
}

// ---- a self + b other ----

struct SumBackward : NodeOf<2> {
  Scalar a = 1;
  Scalar b = 1;

  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = Times(g[0], a);
    if (should_compute(1)) out[1] = Times(g[0], b);
  }
};
struct AddBackward final : SumBackward {
  const char* op_name() const override { return "AddBackward0"; }
};
struct SubBackward final : SumBackward {
  const char* op_name() const override { return "SubBackward0"; }
};
struct RsubBackward final : SumBackward {
  const char* op_name() const override { return "RsubBackward0"; }
};

template <class N, auto kRun>
Tensor RecordSum(const Tensor& self, const Tensor& other, const Scalar& alpha) {
  Recorder<N> record(self, other);
  if constexpr (std::is_same_v<N, RsubBackward>) {
    record->a = -alpha;
  } else {
    record->b = std::is_same_v<N, SubBackward> ? -alpha : alpha;
  }
  return record.Finish(kRun(self, other, alpha));
}

template <class N, auto kRun>
Tensor RecordSumOfNumber(const Tensor& self, const Scalar& other,
                         const Scalar& alpha) {
  Recorder<N> record(self, Tensor());
  if (std::is_same_v<N, RsubBackward>) record->a = -alpha;
  return record.Finish(kRun(self, other, alpha));
}

using TensorSum = Tensor (*)(const Tensor&, const Tensor&, const Scalar&);
using NumberSum = Tensor (*)(const Tensor&, const Scalar&, const Scalar&);
constexpr auto kAdd = static_cast<TensorSum>(run::add);
constexpr auto kSub = static_cast<TensorSum>(run::sub);
constexpr auto kRsub = static_cast<TensorSum>(run::rsub);
constexpr auto kAddNumber = static_cast<NumberSum>(run::add);
constexpr auto kSubNumber = static_cast<NumberSum>(run::sub);
constexpr auto kRsubNumber = static_cast<NumberSum>(run::rsub);
constexpr auto record_add = RecordSum<AddBackward, kAdd>;
constexpr auto record_sub = RecordSum<SubBackward, kSub>;
constexpr auto record_rsub = RecordSum<RsubBackward, kRsub>;
constexpr auto record_add_number = RecordSumOfNumber<AddBackward, kAddNumber>;
constexpr auto record_sub_number = RecordSumOfNumber<SubBackward, kSubNumber>;
constexpr auto record_rsub_number =
    RecordSumOfNumber<RsubBackward, kRsubNumber>;

TESSERA_RECORDS(add, record_add);
TESSERA_RECORDS(add_Scalar, record_add_number);
TESSERA_RECORDS(sub, record_sub);
TESSERA_RECORDS(sub_Scalar, record_sub_number);
TESSERA_RECORDS(rsub, record_rsub);
TESSERA_RECORDS(rsub_Scalar, record_rsub_number);

// ---- Two saved operands ----

struct PairNode : NodeOf<2> {
  Saved self, other;
  void Release() override {
    self.reset();
    other.reset();
  }
};
// One tensor and a number.
struct NumberNode : NodeOf<1> {
  Scalar number;
};

Tensor TimesConj(const Tensor& g, const Tensor& x) {
  return x.is_complex() ? g * x.conj() : g * x;
}

// y = self * other:  dself = g * conj(other), dother = g * conj(self)
struct MulBackward final : PairNode {
  const char* op_name() const override { return "MulBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = TimesConj(g[0], other.input(*this));
    if (should_compute(1)) out[1] = TimesConj(g[0], self.input(*this));
  }
};
Tensor RecordMul(const Tensor& self, const Tensor& other) {
  Recorder<MulBackward> record(self, other);
  if (record.wants(0)) record->other.Save(other);
  if (record.wants(1)) record->self.Save(self);
  return record.Finish(run::mul(self, other));
}
TESSERA_RECORDS(mul, RecordMul);

struct MulNumberBackward final : NumberNode {
  const char* op_name() const override { return "MulBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0] * number.conj();
  }
};
Tensor RecordMulNumber(const Tensor& self, const Scalar& other) {
  Recorder<MulNumberBackward> record(self);
  record->number = other;
  return record.Finish(run::mul(self, other));
}
TESSERA_RECORDS(mul_Scalar, RecordMulNumber);

// y = self / other:  dself = g / conj(other), dother = -g conj(self / other^2)
struct DivBackward final : PairNode {
  const char* op_name() const override { return "DivBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor b = other.get(*this);
    if (should_compute(0)) out[0] = g[0] / b.conj();
    if (should_compute(1)) out[1] = -g[0] * (self.get(*this) / b / b).conj();
  }
};
Tensor RecordDiv(const Tensor& self, const Tensor& other) {
  Recorder<DivBackward> record(self, other);
  record->other.Save(other);
  if (record.wants(1)) record->self.Save(self);
  return record.Finish(run::div(self, other));
}
TESSERA_RECORDS(div, RecordDiv);

struct DivNumberBackward final : NumberNode {
  const char* op_name() const override { return "DivBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0] / number.conj();
  }
};
Tensor RecordDivNumber(const Tensor& self, const Scalar& other) {
  Recorder<DivNumberBackward> record(self);
  record->number = other;
  return record.Finish(run::div(self, other));
}
TESSERA_RECORDS(div_Scalar, RecordDivNumber);

struct NumberDivBackward final : NumberNode {
  const char* op_name() const override { return "DivBackward0"; }
  Saved other;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor b = other.get(*this);
    out[0] = -g[0] * (number / b / b).conj();
  }
  void Release() override { other.reset(); }
};
Tensor RecordNumberDiv(const Scalar& self, const Tensor& other) {
  Recorder<NumberDivBackward> record(other);
  record->number = self;
  record->other.Save(other);
  return record.Finish(run::div(self, other));
}
TESSERA_RECORDS(div_Scalar_Tensor, RecordNumberDiv);

// ---- Steps: the gradient is 0 ----

template <int kInputs>
struct StepBackward final : NodeOf<kInputs> {
  const char* op_name() const override { return "DivBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    for (int i = 0; i < kInputs; ++i) {
      if (this->should_compute(i)) out[i] = zeros_like(g[0]);
    }
  }
};
Tensor RecordDivMode(const Tensor& self, const Tensor& other,
                     const char* mode) {
  if (!mode) return RecordDiv(self, other);
  Recorder<StepBackward<2>> record(self, other);
  return record.Finish(run::div(self, other, mode));
}
TESSERA_RECORDS(div_Tensor_mode, RecordDivMode);
Tensor RecordDivNumberMode(const Tensor& self, const Scalar& other,
                           const char* mode) {
  if (!mode) return RecordDivNumber(self, other);
  Recorder<StepBackward<1>> record(self);
  return record.Finish(run::div(self, other, mode));
}
TESSERA_RECORDS(div_Scalar_mode, RecordDivNumberMode);
Tensor RecordFloorDivide(const Tensor& self, const Tensor& other) {
  Recorder<StepBackward<2>> record(self, other);
  return record.Finish(run::floor_divide(self, other));
}
TESSERA_RECORDS(floor_divide, RecordFloorDivide);
Tensor RecordFloorDivideNumber(const Tensor& self, const Scalar& other) {
  Recorder<StepBackward<1>> record(self);
  return record.Finish(run::floor_divide(self, other));
}
TESSERA_RECORDS(floor_divide_Scalar, RecordFloorDivideNumber);

// ---- remainder: dself = g, dother = -g floor(self / other) ----

struct RemainderBackward final : PairNode {
  const char* op_name() const override { return "RemainderBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = g[0];
    if (should_compute(1)) {
      out[1] = -g[0] * div(self.get(*this), other.get(*this), "floor");
    }
  }
};
Tensor RecordRemainder(const Tensor& self, const Tensor& other) {
  Recorder<RemainderBackward> record(self, other);
  if (record.wants(1)) {
    record->self.Save(self);
    record->other.Save(other);
  }
  return record.Finish(run::remainder(self, other));
}
TESSERA_RECORDS(remainder, RecordRemainder);

struct RemainderNumberBackward final : NodeOf<1> {
  const char* op_name() const override { return "RemainderBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override { out[0] = g[0]; }
};
Tensor RecordRemainderNumber(const Tensor& self, const Scalar& other) {
  Recorder<RemainderNumberBackward> record(self);
  return record.Finish(run::remainder(self, other));
}
TESSERA_RECORDS(remainder_Scalar, RecordRemainderNumber);

struct NumberRemainderBackward final : NumberNode {
  const char* op_name() const override { return "RemainderBackward0"; }
  Saved other;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor b = other.get(*this);
    out[0] = -g[0] * div(full_like(b, number), b, "floor");
  }
  void Release() override { other.reset(); }
};
Tensor RecordNumberRemainder(const Scalar& self, const Tensor& other) {
  Recorder<NumberRemainderBackward> record(other);
  record->number = self;
  record->other.Save(other);
  return record.Finish(run::remainder(self, other));
}
TESSERA_RECORDS(remainder_Scalar_Tensor, RecordNumberRemainder);

// ---- fmod: dself = g, dother = -g trunc(self / other) ----

struct FmodBackward final : PairNode {
  const char* op_name() const override { return "FmodBackward1"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = g[0];
    if (should_compute(1)) {
      out[1] = -g[0] * div(self.get(*this), other.get(*this), "trunc");
    }
  }
};
Tensor RecordFmod(const Tensor& self, const Tensor& other) {
  Recorder<FmodBackward> record(self, other);
  if (record.wants(1)) {
    record->self.Save(self);
    record->other.Save(other);
  }
  return record.Finish(run::fmod(self, other));
}
TESSERA_RECORDS(fmod, RecordFmod);

struct FmodNumberBackward final : NodeOf<1> {
  const char* op_name() const override { return "FmodBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override { out[0] = g[0]; }
};
Tensor RecordFmodNumber(const Tensor& self, const Scalar& other) {
  Recorder<FmodNumberBackward> record(self);
  return record.Finish(run::fmod(self, other));
}
TESSERA_RECORDS(fmod_Scalar, RecordFmodNumber);

// ---- pow ----

// y = x^p:  dx = g conj(p x^(p-1)), 0 for p = 0
struct PowNumberBackward final : NumberNode {
  const char* op_name() const override { return "PowBackward0"; }
  Saved self;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    if (number.equal(0)) {
      out[0] = zeros_like(g[0]);
    } else if (number.equal(2)) {
      out[0] = g[0] * (x * 2).conj();
    } else {
      const Scalar less = number.isComplex()
                              ? Scalar(number.toComplexDouble() - 1.0)
                              : Scalar(number.toDouble() - 1);
      out[0] = g[0] * (x.pow(less) * number).conj();
    }
  }
  void Release() override { self.reset(); }
};
Tensor RecordPowNumber(const Tensor& self, const Scalar& exponent) {
  Recorder<PowNumberBackward> record(self);
  record->number = exponent;
  record->self.Save(self);
  return record.Finish(run::pow(self, exponent));
}
TESSERA_RECORDS(pow_Tensor_Scalar, RecordPowNumber);

// Where 0 is raised to a power without a negative part, the gradient of the
// power is 0.
Tensor IsNotNegative(const Tensor& p) {
  return (p.is_complex() ? real(p) : p) >= 0;
}

// y = x^p:  dp = g conj(y log(x))
struct PowBackward final : PairNode {
  const char* op_name() const override { return "PowBackward1"; }
  Saved result;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    const Tensor p = other.get(*this);
    if (should_compute(0)) {
      out[0] = where(p == 0, 0, g[0] * (p * x.pow(p - 1)).conj());
    }
    if (should_compute(1)) {
      const Tensor zero = (x == 0).bitwise_and(IsNotNegative(p));
      out[1] = where(zero, 0, g[0] * (result.get(*this) * x.log()).conj());
    }
  }
  void Release() override {
    PairNode::Release();
    result.reset();
  }
};
Tensor RecordPow(const Tensor& self, const Tensor& exponent) {
  Recorder<PowBackward> record(self, exponent);
  record->self.Save(self);
  record->other.Save(exponent);
  if (!record.wants(1)) return record.Finish(run::pow(self, exponent));
  return record.FinishSaving(run::pow(self, exponent));
}
TESSERA_RECORDS(pow, RecordPow);

struct NumberPowBackward final : NumberNode {
  const char* op_name() const override { return "PowBackward1"; }
  Saved other, result;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor y = result.get(*this);
    const Scalar factor = number.isComplex()
                              ? Scalar(log(number.toComplexDouble()))
                              : Scalar(std::log(number.toDouble()));
    const Tensor d = g[0] * (y * factor).conj();
    out[0] = number.equal(0) ? where(IsNotNegative(other.get(*this)), 0, d) : d;
  }
  void Release() override {
    other.reset();
    result.reset();
  }
};
Tensor RecordNumberPow(const Scalar& self, const Tensor& exponent) {
  Recorder<NumberPowBackward> record(exponent);
  record->number = self;
  record->other.Save(exponent);
  return record.FinishSaving(run::pow(self, exponent));
}
TESSERA_RECORDS(pow_Scalar_Tensor, RecordNumberPow);

// ---- maximum and minimum: half for each of two equals ----

template <bool kMaximum>
struct ExtremumBackward final : PairNode {
  const char* op_name() const override {
    return kMaximum ? "MaximumBackward0" : "MinimumBackward0";
  }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor a = self.get(*this);
    const Tensor b = other.get(*this);
    const Tensor shared = where(a == b, g[0] / 2, g[0]);
    if (should_compute(0)) {
      out[0] = shared.masked_fill(kMaximum ? a < b : a > b, 0);
    }
    if (should_compute(1)) {
      out[1] = shared.masked_fill(kMaximum ? a > b : a < b, 0);
    }
  }
};
template <bool kMaximum>
Tensor RecordExtremum(const Tensor& self, const Tensor& other) {
  Recorder<ExtremumBackward<kMaximum>> record(self, other);
  record->self.Save(self);
  record->other.Save(other);
  return record.Finish(kMaximum ? run::maximum(self, other)
                                : run::minimum(self, other));
}
TESSERA_RECORDS(maximum, RecordExtremum<true>);
TESSERA_RECORDS(minimum, RecordExtremum<false>);

// The number has all of it where the other is NaN.
template <bool kMaximum>
struct NumberExtremumBackward final : PairNode {
  const char* op_name() const override {
    return kMaximum ? "FmaxBackward0" : "FminBackward0";
  }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor a = self.get(*this);
    const Tensor b = other.get(*this);
    const Tensor shared = where(a == b, g[0] / 2, g[0]);
    const Tensor beyond = (kMaximum ? a > b : a < b).bitwise_or(isnan(b));
    if (should_compute(0)) {
      out[0] = where(beyond.bitwise_or(a == b), shared, 0);
    }
    if (should_compute(1)) out[1] = where(beyond, 0, shared);
  }
};
template <bool kMaximum>
Tensor RecordNumberExtremum(const Tensor& self, const Tensor& other) {
  Recorder<NumberExtremumBackward<kMaximum>> record(self, other);
  record->self.Save(self);
  record->other.Save(other);
  return record.Finish(kMaximum ? run::fmax(self, other)
                                : run::fmin(self, other));
}
TESSERA_RECORDS(fmax, RecordNumberExtremum<true>);
TESSERA_RECORDS(fmin, RecordNumberExtremum<false>);

// ---- Points of the plane ----

// y = atan2(self, other):  dself = g other / r^2, dother = -g self / r^2
struct Atan2Backward final : PairNode {
  const char* op_name() const override { return "Atan2Backward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor a = self.get(*this);
    const Tensor b = other.get(*this);
    const Tensor square = a * a + b * b;
    const Tensor part = g[0] / where(square == 0, 1, square);
    if (should_compute(0)) out[0] = part * b;
    if (should_compute(1)) out[1] = -part * a;
  }
};
Tensor RecordAtan2(const Tensor& self, const Tensor& other) {
  Recorder<Atan2Backward> record(self, other);
  record->self.Save(self);
  record->other.Save(other);
  return record.Finish(run::atan2(self, other));
}
TESSERA_RECORDS(atan2, RecordAtan2);

// y = hypot(self, other):  dself = g self / y, dother = g other / y
struct HypotBackward final : PairNode {
  const char* op_name() const override { return "HypotBackward0"; }
  Saved result;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor y = result.get(*this);
    if (should_compute(0)) out[0] = g[0] * (self.get(*this) / y);
    if (should_compute(1)) out[1] = g[0] * (other.get(*this) / y);
  }
  void Release() override {
    PairNode::Release();
    result.reset();
  }
};
Tensor RecordHypot(const Tensor& self, const Tensor& other) {
  Recorder<HypotBackward> record(self, other);
  if (record.wants(0)) record->self.Save(self);
  if (record.wants(1)) record->other.Save(other);
  return record.FinishSaving(run::hypot(self, other));
}
TESSERA_RECORDS(hypot, RecordHypot);

// The gradient turns with the sign; 0 at 0.
struct CopysignBackward final : NodeOf<1> {
  const char* op_name() const override { return "CopysignBackward0"; }
  Saved self, result;
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0] * (self.get(*this).sign() * result.get(*this).sign());
  }
  void Release() override {
    self.reset();
    result.reset();
  }
};
template <class B>
Tensor RecordCopysign(const Tensor& self, const B& other) {
  Recorder<CopysignBackward> record(self);
  record->self.Save(self);
  return record.FinishSaving(run::copysign(self, other));
}
constexpr auto record_copysign = RecordCopysign<Tensor>;
constexpr auto record_copysign_number = RecordCopysign<Scalar>;
TESSERA_RECORDS(copysign, record_copysign);
TESSERA_RECORDS(copysign_Scalar, record_copysign_number);

struct MakeComplexBackward final : NodeOf<2> {
  const char* op_name() const override { return "ComplexBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = real(g[0]);
    if (should_compute(1)) out[1] = imag(g[0]);
  }
};
Tensor RecordMakeComplex(const Tensor& real, const Tensor& imag) {
  Recorder<MakeComplexBackward> record(real, imag);
  return record.Finish(run::make_complex(real, imag));
}
TESSERA_RECORDS(make_complex, RecordMakeComplex);

// ---- xlogy: dself = g log(other), 0 where self is 0; dother = g self / other
// ----

Tensor XlogyOfSelf(const Tensor& g, const Tensor& self, const Tensor& log,
                   const Tensor& other) {
  const Tensor zero = (self == 0).bitwise_and(other <= 0);
  return where(zero, 0, g * where(zero, 1, log));
}

struct XlogyBackward final : PairNode {
  const char* op_name() const override { return "XlogyBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor a = self.get(*this);
    const Tensor b = other.get(*this);
    if (should_compute(0)) out[0] = XlogyOfSelf(g[0], a, b.log(), b);
    if (should_compute(1)) out[1] = g[0] * a / b;
  }
};
Tensor RecordXlogy(const Tensor& self, const Tensor& other) {
  Recorder<XlogyBackward> record(self, other);
  record->self.Save(self);
  record->other.Save(other);
  return record.Finish(run::xlogy(self, other));
}
TESSERA_RECORDS(xlogy, RecordXlogy);

struct XlogyNumberBackward final : NumberNode {
  const char* op_name() const override { return "XlogyBackward2"; }
  Saved self;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor a = self.get(*this);
    const Tensor b = full_like(a, number);
    out[0] = XlogyOfSelf(g[0], a, b.log(), b);
  }
  void Release() override { self.reset(); }
};
Tensor RecordXlogyNumber(const Tensor& self, const Scalar& other) {
  Recorder<XlogyNumberBackward> record(self);
  record->number = other;
  record->self.Save(self);
  return record.Finish(run::xlogy(self, other));
}
TESSERA_RECORDS(xlogy_Scalar, RecordXlogyNumber);

struct NumberXlogyBackward final : NumberNode {
  const char* op_name() const override { return "XlogyBackward1"; }
  Saved other;
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = g[0] * number / other.get(*this);
  }
  void Release() override { other.reset(); }
};
Tensor RecordNumberXlogy(const Scalar& self, const Tensor& other) {
  Recorder<NumberXlogyBackward> record(other);
  record->number = self;
  record->other.Save(other);
  return record.Finish(run::xlogy(self, other));
}
TESSERA_RECORDS(xlogy_Scalar_Tensor, RecordNumberXlogy);

// ---- Gradients of gradients ----

// Linear in the first operand and a step in the second.
struct ThresholdBackward final : NodeOf<2> {
  const char* op_name() const override { return "ThresholdBackwardBackward0"; }
  Saved self;
  Scalar threshold;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    if (should_compute(0)) out[0] = threshold_backward(g[0], x, threshold);
    if (should_compute(1)) out[1] = zeros_like(g[0]);
  }
  void Release() override { self.reset(); }
};
Tensor RecordThreshold(const Tensor& grad_output, const Tensor& self,
                       const Scalar& threshold) {
  Recorder<ThresholdBackward> record(grad_output, self);
  record->self.Save(self);
  record->threshold = threshold;
  return record.Finish(run::threshold_backward(grad_output, self, threshold));
}
TESSERA_RECORDS(threshold_backward, RecordThreshold);

// r = d conj(1 - y^2):  dd = g (1 - y^2), dy = conj(g) d conj(-2 y)
struct TanhBackwardBackward final : PairNode {
  const char* op_name() const override { return "TanhBackwardBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor y = other.get(*this).conj();
    if (should_compute(0)) out[0] = tanh_backward(g[0], y);
    if (should_compute(1)) {
      out[1] = g[0].conj() * self.get(*this) * (y * -2);
    }
  }
};
Tensor RecordTanhBackward(const Tensor& grad_output, const Tensor& output) {
  Recorder<TanhBackwardBackward> record(grad_output, output);
  if (record.wants(1)) record->self.Save(grad_output);
  record->other.Save(output);
  return record.Finish(run::tanh_backward(grad_output, output));
}
TESSERA_RECORDS(tanh_backward, RecordTanhBackward);

// r = d conj(y (1 - y)):  dd = g y (1 - y), dy = conj(g) d conj(1 - 2 y)
struct SigmoidBackwardBackward final : PairNode {
  const char* op_name() const override { return "SigmoidBackwardBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor y = other.get(*this).conj();
    if (should_compute(0)) out[0] = sigmoid_backward(g[0], y);
    if (should_compute(1)) {
      out[1] = g[0].conj() * self.get(*this) * (1 - y * 2);
    }
  }
};
Tensor RecordSigmoidBackward(const Tensor& grad_output, const Tensor& output) {
  Recorder<SigmoidBackwardBackward> record(grad_output, output);
  if (record.wants(1)) record->self.Save(grad_output);
  record->other.Save(output);
  return record.Finish(run::sigmoid_backward(grad_output, output));
}
TESSERA_RECORDS(sigmoid_backward, RecordSigmoidBackward);

}  // namespace
}  // namespace tessera::autograd
