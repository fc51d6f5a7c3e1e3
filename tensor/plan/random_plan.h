// RandomPlan: random elements, dense and in row-major order.
//
//   plan.numel = 1000;
//   plan.state = generator.Advance(RandomBlocks(plan.draw, plan.dtype, 1000));
//   plan.draw = RandomPlan::kNormal;  plan.f[0] = mean;  plan.f[1] = std;
//   kernel(plan, context);
//   RandomBlocks(RandomPlan::kNormal, DType::Float, 1000);  // 250
//
// Element i depends on the seed, the offset and i alone. Counter block
// offset + b has the words w0 to w3; they make the elements as follows.
//
//   4 elements, element 4 b + j from word j: bernoulli and dropout of every
//     dtype; uniform and exponential of 32 bits and less.
//   4 elements, normal of 32 bits and less: two pairs, from (w0, w1), (w2, w3).
//   2 elements, element 2 b + j from the word pair j, first word low: uniform
//     and exponential of 64 bits, bounded integers of fewer than 2^32 values.
//   2 elements, normal of 64 bits: one pair, from both word pairs.
//   1 element: bounded integers of more values, from all 128 bits.
//
// A complex element is two real ones, real part first.
#ifndef TESSERA_TENSOR_PLAN_RANDOM_PLAN_H_
#define TESSERA_TENSOR_PLAN_RANDOM_PLAN_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

struct RandomPlan {
  static constexpr PlanKind kKind = PlanKind::kRandom;
  enum Draw : uint8_t {
    kUniform,      // f[0] + u f[1], below f[2]; 16 bits round towards zero
    kNormal,       // f[0] + n f[1], rounded once
    kExponential,  // e / f[0]
    kNormalOf,     // in + n in2, both of `dtype`, real; error for in2 < 0
    kInteger,      // low + an integer below range; of floats at most f[2]
    kWideInteger,  // the same for range >= 2^32, or 0: 2^64
    kBernoulli,    // 1 where word < threshold, else 0
    kBernoulliOf,  // the same by the probabilities in `in`, of dtype in_dtype
    kDropout,      // in f[0] where word < threshold, else 0; in has `dtype`
    kMultinomial,  // rows of int64 drawn by the weights in `in`; see below
  };

  char* out;
  const char* in;
  const char* in2;
  int64_t numel;
  PhiloxState state;
  // Not null: on the device; seed and offset there take the place of the seed
  // and are added to the offset. See Note [Captured draws] in generator.h.
  const PhiloxState* captured = nullptr;
  DType dtype;     // of out
  DType in_dtype;  // of in
  Draw draw;
  bool replacement;
  double f[3];
  int64_t low;
  uint64_t range;
  uint64_t threshold;  // of 2^32
  // Multinomial: in has rows x columns, out rows x samples. Draw r samples + s
  // has a 53-bit uniform number as in kUniform of 64 bits with replacement;
  // without, column c of row r the exponential number r columns + c.
  int64_t rows, columns, samples;
};

// How many elements (of a complex dtype: halves) a counter block makes.
constexpr int64_t RandomPerBlock(RandomPlan::Draw draw, DType dtype) {
  switch (draw) {
    case RandomPlan::kUniform:
    case RandomPlan::kNormal:
    case RandomPlan::kNormalOf:
    case RandomPlan::kExponential:
      return dtype == DType::Double || dtype == DType::ComplexDouble ? 2 : 4;
    case RandomPlan::kInteger:
    case RandomPlan::kMultinomial:
      return 2;
    case RandomPlan::kWideInteger:
      return 1;
    default:
      return 4;
  }
}

// How many counter blocks numel elements take.
constexpr uint64_t RandomBlocks(RandomPlan::Draw draw, DType dtype,
                                int64_t numel) {
  const bool halves = isComplexType(dtype) && draw <= RandomPlan::kExponential;
  const uint64_t n = static_cast<uint64_t>(numel) * (halves ? 2 : 1);
  const uint64_t per_block = RandomPerBlock(draw, dtype);
  return (n + per_block - 1) / per_block;
}

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_RANDOM_PLAN_H_
