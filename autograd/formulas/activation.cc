// Gradients of activations: by one kernel, and where the gradient is itself
// recorded by ops that are.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

// Formula(g, x) is recorded, Fast(g, x) is not.
#define TESSERA_ACTIVATION_GRADIENT(op, Name, fast)                            \
  struct Name final : InputNode {                                              \
    const char* op_name() const override { return #Name "0"; }                 \
    static Tensor Formula(const Tensor& g, const Tensor& x);                   \
    void Backward(const Tensor* g, Tensor* out) override {                     \
      const Tensor x = self.get(*this);                                        \
      out[0] = GradMode::is_enabled() ? Formula(g[0], x) : run::fast(g[0], x); \
    }                                                                          \
  };                                                                           \
  Tensor record_##op(const Tensor& self) {                                     \
    Recorder<Name> record(self);                                               \
    record->self.Save(self);                                                   \
    return record.Finish(run::op(self));                                       \
  }                                                                            \
  TESSERA_RECORDS(op, record_##op);                                            \
  Tensor Name::Formula(const Tensor& g, const Tensor& x)

TESSERA_ACTIVATION_GRADIENT(silu, SiluBackward, silu_backward) {
  const Tensor s = x.sigmoid();
  return g * (s * (x * (1 - s) + 1));
}

TESSERA_ACTIVATION_GRADIENT(mish, MishBackward, mish_backward) {
  const Tensor t = softplus(x).tanh();
  return g * (t + x * x.sigmoid() * (1 - t * t));
}

TESSERA_ACTIVATION_GRADIENT(log_sigmoid, LogSigmoidBackward,
                            log_sigmoid_backward) {
  return g * (-x).sigmoid();
}

// ---- gelu ----

struct GeluBackward final : InputNode {
  bool by_tanh = false;
  const char* op_name() const override { return "GeluBackward0"; }
  void Backward(const Tensor* grad, Tensor* out) override {
    const Tensor& g = grad[0];
    const Tensor x = self.get(*this);
    if (!GradMode::is_enabled()) {
      out[0] =
          by_tanh ? run::_gelu_tanh_backward(g, x) : run::gelu_backward(g, x);
    } else if (by_tanh) {
      constexpr double kTwoRoot = 1.59576912160573071176;  // 2 sqrt(2 / pi)
      const Tensor square = x * x;
      const Tensor s = (x * (square * 0.044715 + 1) * kTwoRoot).sigmoid();
      const Tensor slope = (square * 0.134145 + 1) * kTwoRoot;
      out[0] = g * (s * (x * (1 - s) * slope + 1));
    } else {
      constexpr double kRootHalf = 0.707106781186547524401;
      constexpr double kDensity = 0.398942280401432677940;  // 1 / sqrt(2 pi)
      const Tensor density = (x * x * -0.5).exp() * kDensity;
      out[0] = g * ((x * -kRootHalf).erfc() * 0.5 + x * density);
    }
  }
};
Tensor RecordGelu(const Tensor& self, const char* approximate) {
  Recorder<GeluBackward> record(self);
  Tensor result = run::gelu(self, approximate);
  record->by_tanh = approximate[0] == 't';
  record->self.Save(self);
  return record.Finish(std::move(result));
}
TESSERA_RECORDS(gelu, RecordGelu);

// ---- With numbers ----

struct LeakyReluBackward final : InputNode {
  Scalar slope;
  const char* op_name() const override { return "LeakyReluBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    out[0] = GradMode::is_enabled() ? where(x > 0, g[0], g[0] * slope)
                                    : run::leaky_relu_backward(g[0], x, slope);
  }
};
Tensor RecordLeakyRelu(const Tensor& self, const Scalar& negative_slope) {
  Recorder<LeakyReluBackward> record(self);
  record->slope = negative_slope;
  record->self.Save(self);
  return record.Finish(run::leaky_relu(self, negative_slope));
}
TESSERA_RECORDS(leaky_relu, RecordLeakyRelu);

struct EluBackward final : InputNode {
  Scalar alpha, scale, input_scale;
  const char* op_name() const override { return "EluBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    if (!GradMode::is_enabled()) {
      out[0] = run::elu_backward(g[0], x, alpha, scale, input_scale);
      return;
    }
    // Of 0 where x is not meant, so that nothing there is infinite.
    const Tensor above = x > 0;
    const Tensor power = (where(above, 0, x) * input_scale).exp();
    out[0] = where(above, g[0], g[0] * (power * input_scale * alpha)) * scale;
  }
};
Tensor RecordElu(const Tensor& self, const Scalar& alpha, const Scalar& scale,
                 const Scalar& input_scale) {
  Recorder<EluBackward> record(self);
  record->alpha = alpha;
  record->scale = scale;
  record->input_scale = input_scale;
  record->self.Save(self);
  return record.Finish(run::elu(self, alpha, scale, input_scale));
}
TESSERA_RECORDS(elu, RecordElu);

struct SoftplusBackward final : InputNode {
  Scalar beta, threshold;
  const char* op_name() const override { return "SoftplusBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    if (!GradMode::is_enabled()) {
      out[0] = run::softplus_backward(g[0], x, beta, threshold);
      return;
    }
    const Tensor z = x * beta;
    out[0] = where(z > threshold, g[0], g[0] * z.sigmoid());
  }
};
Tensor RecordSoftplus(const Tensor& self, const Scalar& beta,
                      const Scalar& threshold) {
  Recorder<SoftplusBackward> record(self);
  record->beta = beta;
  record->threshold = threshold;
  record->self.Save(self);
  return record.Finish(run::softplus(self, beta, threshold));
}
TESSERA_RECORDS(softplus, RecordSoftplus);

struct HardtanhBackward final : InputNode {
  Scalar min, max;
  const char* op_name() const override { return "HardtanhBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    const Tensor x = self.get(*this);
    out[0] = GradMode::is_enabled()
                 ? where((x <= min).bitwise_or(x >= max), 0, g[0])
                 : run::hardtanh_backward(g[0], x, min, max);
  }
};
Tensor RecordHardtanh(const Tensor& self, const Scalar& min_val,
                      const Scalar& max_val) {
  Recorder<HardtanhBackward> record(self);
  record->min = min_val;
  record->max = max_val;
  record->self.Save(self);
  return record.Finish(run::hardtanh(self, min_val, max_val));
}
TESSERA_RECORDS(hardtanh, RecordHardtanh);

}  // namespace
}  // namespace tessera::autograd
