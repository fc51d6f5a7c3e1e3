// Gradients of where, clamp, masked_fill, lerp, addcmul and addcdiv.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

// ---- where ----

struct WhereBackward final : NodeOf<2> {
  const char* op_name() const override { return "WhereBackward0"; }
  Saved condition;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor c = condition.get(*this);
    if (should_compute(0)) out[0] = where(c, g[0], 0);
    if (should_compute(1)) out[1] = where(c, 0, g[0]);
  }
  void Release() override { condition.reset(); }
};

const Tensor& EdgeOf(const Tensor& t) { return t; }
Tensor EdgeOf(const Scalar&) { return Tensor(); }

template <class A, class B>
Tensor RecordWhere(const Tensor& condition, const A& self, const B& other) {
  Recorder<WhereBackward> record(EdgeOf(self), EdgeOf(other));
  record->condition.Save(condition);
  return record.Finish(run::where(condition, self, other));
}
constexpr auto record_where_self = RecordWhere<Scalar, Tensor>;
constexpr auto record_where_other = RecordWhere<Tensor, Scalar>;
constexpr auto record_where = RecordWhere<Tensor, Tensor>;
TESSERA_RECORDS(where, record_where);
TESSERA_RECORDS(where_ScalarSelf, record_where_self);
TESSERA_RECORDS(where_ScalarOther, record_where_other);

// ---- Bounds that are numbers: 0 outside and at them ----

struct ClampNumberBackward final : NodeOf<1> {
  const char* op_name() const override { return "ClampBackward1"; }
  Saved self;
  std::optional<Scalar> min, max;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    if (min && max) {
      out[0] = where((x > *min).bitwise_and(x < *max), g[0], 0);
    } else {
      out[0] = where(min ? x > *min : x < *max, g[0], 0);
    }
  }
  void Release() override { self.reset(); }
};

Tensor RecordClampNumber(const Tensor& self, const std::optional<Scalar>& min,
                         const std::optional<Scalar>& max) {
  Recorder<ClampNumberBackward> record(self);
  record->self.Save(self);
  record->min = min;
  record->max = max;
  return record.Finish(run::clamp(self, min, max));
}
Tensor RecordClampMinNumber(const Tensor& self, const Scalar& min) {
  return RecordClampNumber(self, min, std::nullopt);
}
Tensor RecordClampMaxNumber(const Tensor& self, const Scalar& max) {
  return RecordClampNumber(self, std::nullopt, max);
}
TESSERA_RECORDS(clamp, RecordClampNumber);
TESSERA_RECORDS(clamp_min, RecordClampMinNumber);
TESSERA_RECORDS(clamp_max, RecordClampMaxNumber);

// ---- Bounds that are tensors: shared with what equals them ----

// The gradient of a in an extremum of a and b.
Tensor Share(const Tensor& g, const Tensor& a, const Tensor& b,
             bool is_maximum) {
  return where(a == b, g / 2, g).masked_fill(is_maximum ? a < b : a > b, 0);
}

// y = minimum(maximum(self, min), max), either bound perhaps undefined
struct ClampBackward final : NodeOf<3> {
  const char* op_name() const override { return "ClampBackward0"; }
  Saved self, min, max;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    Tensor of_maximum = g[0];
    if (max.defined()) {
      const Tensor high = max.get(*this);
      const Tensor m = min.defined() ? maximum(x, min.get(*this)) : x;
      of_maximum = Share(g[0], m, high, false);
      if (should_compute(2)) out[2] = Share(g[0], high, m, false);
    }
    if (min.defined()) {
      const Tensor low = min.get(*this);
      if (should_compute(0)) out[0] = Share(of_maximum, x, low, true);
      if (should_compute(1)) out[1] = Share(of_maximum, low, x, true);
    } else if (should_compute(0)) {
      out[0] = of_maximum;
    }
  }
  void Release() override {
    self.reset();
    min.reset();
    max.reset();
  }
};

Tensor RecordClamp(const Tensor& self, const Tensor& min, const Tensor& max) {
  Recorder<ClampBackward> record(self, min, max);
  record->self.Save(self);
  if (min.defined()) record->min.Save(min);
  if (max.defined()) record->max.Save(max);
  return record.Finish(run::clamp(self, min, max));
}
Tensor RecordClampMin(const Tensor& self, const Tensor& min) {
  return RecordClamp(self, min, Tensor());
}
Tensor RecordClampMax(const Tensor& self, const Tensor& max) {
  return RecordClamp(self, Tensor(), max);
}
TESSERA_RECORDS(clamp_Tensor, RecordClamp);
TESSERA_RECORDS(clamp_min_Tensor, RecordClampMin);
TESSERA_RECORDS(clamp_max_Tensor, RecordClampMax);

// ---- masked_fill ----

struct MaskedFillBackward final : NodeOf<2> {
  const char* op_name() const override { return "MaskedFillBackward0"; }
  Saved mask;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor m = mask.get(*this);
    if (should_compute(0)) out[0] = g[0].masked_fill(m, 0);
    if (should_compute(1)) out[1] = where(m, g[0], 0);
  }
  void Release() override { mask.reset(); }
};
template <class V>
Tensor RecordMaskedFill(const Tensor& self, const Tensor& mask,
                        const V& value) {
  Recorder<MaskedFillBackward> record(self, EdgeOf(value));
  record->mask.Save(mask);
  return record.Finish(run::masked_fill(self, mask, value));
}
constexpr auto record_masked_fill_number = RecordMaskedFill<Scalar>;
constexpr auto record_masked_fill = RecordMaskedFill<Tensor>;
TESSERA_RECORDS(masked_fill, record_masked_fill_number);
TESSERA_RECORDS(masked_fill_Tensor, record_masked_fill);

// ---- y = self + w (end - self) ----

struct LerpBackward final : NodeOf<3> {
  const char* op_name() const override { return "LerpBackward1"; }
  Saved self, end, weight;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor w = weight.get(*this);
    if (should_compute(0)) out[0] = g[0] * (1 - w).conj();
    if (should_compute(1)) out[1] = g[0] * w.conj();
    if (should_compute(2)) {
      out[2] = g[0] * (end.get(*this) - self.get(*this)).conj();
    }
  }
  void Release() override {
    self.reset();
    end.reset();
    weight.reset();
  }
};
Tensor RecordLerp(const Tensor& self, const Tensor& end, const Tensor& weight) {
  Recorder<LerpBackward> record(self, end, weight);
  record->weight.Save(weight);
  if (record.wants(2)) {
    record->self.Save(self);
    record->end.Save(end);
  }
  return record.Finish(run::lerp(self, end, weight));
}
TESSERA_RECORDS(lerp, RecordLerp);

struct LerpNumberBackward final : NodeOf<2> {
  const char* op_name() const override { return "LerpBackward0"; }
  Scalar weight;
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor part = g[0] * weight.conj();
    if (should_compute(0)) out[0] = g[0] - part;
    if (should_compute(1)) out[1] = part;
  }
};
Tensor RecordLerpNumber(const Tensor& self, const Tensor& end,
                        const Scalar& weight) {
  Recorder<LerpNumberBackward> record(self, end);
  record->weight = weight;
  return record.Finish(run::lerp(self, end, weight));
}
TESSERA_RECORDS(lerp_Scalar, RecordLerpNumber);

// ---- y = self + value a b and y = self + value a / b ----

struct AddcNode : NodeOf<3> {
  Saved a, b;
  Scalar value;
  void Release() override {
    a.reset();
    b.reset();
  }
};
struct AddcmulBackward final : AddcNode {
  const char* op_name() const override { return "AddcmulBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = g[0];
    if (should_compute(1)) out[1] = g[0] * (b.get(*this) * value).conj();
    if (should_compute(2)) out[2] = g[0] * (a.get(*this) * value).conj();
  }
};
struct AddcdivBackward final : AddcNode {
  const char* op_name() const override { return "AddcdivBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    if (should_compute(0)) out[0] = g[0];
    if (!should_compute(1) && !should_compute(2)) return;
    const Tensor divisor = b.get(*this);
    const Tensor part = g[0] * (value / divisor).conj();
    if (should_compute(1)) out[1] = part;
    if (should_compute(2)) out[2] = -part * (a.get(*this) / divisor).conj();
  }
};
template <class N, auto kRun>
Tensor RecordAddc(const Tensor& self, const Tensor& tensor1,
                  const Tensor& tensor2, const Scalar& value) {
  Recorder<N> record(self, tensor1, tensor2);
  record->value = value;
  record->a.Save(tensor1);
  record->b.Save(tensor2);
  return record.Finish(kRun(self, tensor1, tensor2, value));
}
constexpr auto record_addcmul = RecordAddc<AddcmulBackward, run::addcmul>;
constexpr auto record_addcdiv = RecordAddc<AddcdivBackward, run::addcdiv>;
TESSERA_RECORDS(addcmul, record_addcmul);
TESSERA_RECORDS(addcdiv, record_addcdiv);

}  // namespace
}  // namespace tessera::autograd
