// Functors of activations, and of their gradients: g is that of the result.
//
//   functors::LeakyRelu()(-2.0f, 0.01f);          // -0.02
//   functors::Elu()(-1.0f, 1.0f, 1.0f, 1.0f);     // expm1(-1)
//   functors::Softplus()(x, beta, threshold);     // x above the threshold
//   functors::SiluBackward()(g, x);               // g silu'(x)
//
// Half types compute in float: the loops convert.
#ifndef TESSERA_TENSOR_FUNCTORS_ACTIVATION_H_
#define TESSERA_TENSOR_FUNCTORS_ACTIVATION_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/functors/math.h"

namespace tessera::functors {

// f and g f' by functions of math.h.
#define TESSERA_ACTIVATION(Name)                \
  struct Name {                                 \
    template <class T>                          \
    TESSERA_MATH T operator()(T x) const {      \
      return math::Name(x);                     \
    }                                           \
  };                                            \
  struct Name##Backward {                       \
    template <class T>                          \
    TESSERA_MATH T operator()(T g, T x) const { \
      return g * math::Name##Slope(x);          \
    }                                           \
  };
TESSERA_ACTIVATION(Silu)
TESSERA_ACTIVATION(Mish)
TESSERA_ACTIVATION(Gelu)
TESSERA_ACTIVATION(GeluTanh)
#undef TESSERA_ACTIVATION

struct LogSigmoid {
  template <class T>
  TESSERA_MATH T operator()(T x) const {
    return -math::Softplus(-x);
  }
};
struct LogSigmoidBackward {
  template <class T>
  TESSERA_MATH T operator()(T g, T x) const {
    return g * math::Sigmoid(-x);
  }
};

// log(1 + e^(beta x)) / beta. Float computes in double.
struct Softplus {
  template <class T>
  TESSERA_MATH T operator()(T x, T beta, T threshold) const {
    const double factor = static_cast<double>(beta);
    const double z = static_cast<double>(x) * factor;
    const T y = static_cast<T>(math::Softplus(z) / factor);
    return math::Select(z > static_cast<double>(threshold), x, y);
  }
};
struct SoftplusBackward {
  template <class T>
  TESSERA_MATH T operator()(T g, T x, T beta, T threshold) const {
    const T z = x * beta;
    return math::Select(z > threshold, g, g * math::Sigmoid(z));
  }
};

struct LeakyRelu {
  template <class T>
  TESSERA_MATH T operator()(T x, T slope) const {
    return math::Select(x > 0, x, x * slope);
  }
};
struct LeakyReluBackward {
  template <class T>
  TESSERA_MATH T operator()(T g, T x, T slope) const {
    return math::Select(x > 0, g, g * slope);
  }
};

// scale x above 0, else scale alpha expm1(input_scale x).
struct Elu {
  template <class T>
  TESSERA_MATH T operator()(T x, T alpha, T scale, T input_scale) const {
    const T below = math::Expm1(x * input_scale) * (alpha * scale);
    return math::Select(x < 0, below, x * scale);
  }
};
struct EluBackward {
  template <class T>
  TESSERA_MATH T operator()(T g, T x, T alpha, T scale, T input_scale) const {
    const T slope = math::Exp(x * input_scale) * (alpha * scale * input_scale);
    return g * math::Select(x <= 0, slope, scale);
  }
};

// 0 at both ends, too.
struct HardtanhBackward {
  template <class T>
  TESSERA_MATH T operator()(T g, T x, T low, T high) const {
    return math::Select((x <= low) | (x >= high), T(0), g);
  }
};

}  // namespace tessera::functors

#endif  // TESSERA_TENSOR_FUNCTORS_ACTIVATION_H_
