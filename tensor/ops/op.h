// Made by tensor/ops/generate.py from tensor/ops/*.toml; do not edit.
// Op: one enumerator per op, and its row of the op table.
//
//   name(Op::exp);           // "exp"
//   Row(Op::exp).plan;       // PlanKind::kElementwise
//   Row(Op::exp).dtypes;     // a bit per DType that kernels exist for
//   Row(Op::exp).result;     // ResultRule::kFloat
//   kOps;                    // how many there are
#ifndef TESSERA_TENSOR_OPS_OP_H_
#define TESSERA_TENSOR_OPS_OP_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

enum class Op : uint16_t {
  softmax,
  log_softmax,
  _softmax_backward_data,
  _log_softmax_backward_data,
  add,
  sub,
  rsub,
  mul,
  div,
  floor_divide,
  remainder,
  pow,
  maximum,
  minimum,
  bitwise_and,
  bitwise_or,
  bitwise_xor,
  logical_and,
  logical_or,
  logical_xor,
  add_scaled,
  div_trunc,
  threshold_backward,
  tanh_backward,
  sigmoid_backward,
  eq,
  ne,
  lt,
  le,
  gt,
  ge,
  copy,
  clone,
  _to_copy,
  fill,
  zero,
  cat,
  stack,
  empty,
  empty_strided,
  zeros,
  ones,
  full,
  empty_like,
  zeros_like,
  ones_like,
  full_like,
  new_empty,
  new_zeros,
  new_ones,
  new_full,
  arange,
  linspace,
  eye,
  scalar_tensor,
  _fused_sgd_,
  _fused_adam_,
  _fused_adamw_,
  _foreach_zero_,
  _foreach_mul,
  _foreach_mul_,
  _foreach_add,
  _foreach_add_,
  _foreach_norm,
  gather,
  index_select,
  scatter,
  scatter_add,
  index_add,
  index_copy,
  index_fill,
  take,
  nonzero,
  masked_select,
  nll_loss,
  cross_entropy_loss,
  mse_loss,
  _nll_loss_forward,
  _nll_loss_backward,
  _cross_entropy_forward,
  _cross_entropy_backward,
  matmul,
  mm,
  bmm,
  mv,
  dot,
  outer,
  addmm,
  linear,
  rand,
  rand_like,
  randn,
  randn_like,
  randint,
  randint_like,
  randperm,
  uniform,
  normal,
  random,
  exponential,
  bernoulli,
  multinomial,
  dropout,
  _dropout,
  sum,
  prod,
  mean,
  var,
  std,
  var_mean,
  amax,
  amin,
  aminmax,
  max,
  min,
  argmax,
  argmin,
  all,
  any,
  count_nonzero,
  linalg_vector_norm,
  norm,
  logsumexp,
  trace,
  sort,
  argsort,
  topk,
  where,
  clamp,
  clamp_min,
  clamp_max,
  masked_fill,
  abs,
  neg,
  positive,
  sign,
  square,
  sqrt,
  rsqrt,
  reciprocal,
  exp,
  expm1,
  exp2,
  log,
  log1p,
  log2,
  log10,
  sin,
  cos,
  tan,
  tanh,
  sigmoid,
  erf,
  erfc,
  relu,
  isnan,
  isinf,
  isfinite,
  logical_not,
  bitwise_not,
  conj,
  conj_physical,
  detach,
  view,
  view_dtype,
  reshape,
  flatten,
  ravel,
  unflatten,
  squeeze,
  unsqueeze,
  transpose,
  t,
  mT,
  permute,
  movedim,
  expand,
  expand_as,
  broadcast_to,
  broadcast_tensors,
  view_as,
  reshape_as,
  select,
  slice,
  narrow,
  diagonal,
  unfold,
  as_strided,
  split,
  split_with_sizes,
  chunk,
  unbind,
  meshgrid,
  real,
  imag,
  view_as_real,
  view_as_complex,
};
constexpr int kOps = 197;

// How the result's dtype follows from the operands'; op-surface terms, see
// docs/adding-an-op.md.
enum class ResultRule : uint8_t {
  kSame, kPromote, kFloat, kBool, kAcc, kReal, kComplex, kDtype, kGiven, kInt64, kNone
};

struct OpRow {
  const char* name;
  const char* family;
  const char* accuracy;  // class: E, U1, U2, U4, R, M, C, K
  const char* forms;     // of "fmio": function, method, in-place, out
  const char* gradient;  // the inputs that carry one, comma-separated
  uint16_t dtypes;       // a bit per DType
  PlanKind plan;
  ResultRule result;
  bool composite;
  // The op whose kernels run this one; meaningless without has_kernel.
  bool has_kernel;
  Op kernel;
};

extern const OpRow kRows[kOps];
inline const OpRow& Row(Op op) { return kRows[static_cast<int>(op)]; }
inline const char* name(Op op) { return Row(op).name; }

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OP_H_
