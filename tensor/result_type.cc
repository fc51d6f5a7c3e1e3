#include "tessera/tensor/result_type.h"

namespace tessera {
namespace {

void Add(ResultTypeState* state, const Tensor& t) {
  if (t.impl() && t.impl()->flags & kWrappedNumber) {
    state->AddScalar(kind(t.scalar_type()));
  } else {
    state->AddTensor(t.scalar_type(), t.dim());
  }
}

void Add(ResultTypeState* state, const Scalar& s) {
  state->AddScalar(s.kind());
}

template <class A, class B>
DType ResultOf(const A& a, const B& b) {
  ResultTypeState state;
  Add(&state, a);
  Add(&state, b);
  return state.Result("result_type");
}

}  // namespace

DType result_type(const Tensor& a, const Tensor& b) { return ResultOf(a, b); }
DType result_type(const Tensor& a, const Scalar& b) { return ResultOf(a, b); }
DType result_type(const Scalar& a, const Tensor& b) { return ResultOf(a, b); }
DType result_type(const Scalar& a, const Scalar& b) { return ResultOf(a, b); }

}  // namespace tessera
