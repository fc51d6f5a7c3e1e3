// Gradients of matrix products.
#include "tessera/autograd/formula.h"

namespace tessera::autograd {
namespace {

// The rows of t, whatever its leading dimensions.
Tensor Rows(const Tensor& t) {
  return t.dim() == 2 ? t : t.reshape({-1, t.size(-1)});
}

// The conjugate transpose of the last two dimensions.
Tensor Adjoint(const Tensor& t) { return t.transpose(-2, -1).conj(); }

// y = a @ b, matrices or batches of them:  da = g @ b^H,  db = a^H @ g
//
// A 1-d operand gets its row or column, and so does g. The engine sums over
// broadcast batch dimensions.
struct ProductBackward : NodeOf<2> {
  Saved self, other;
  bool self_is_vector = false;
  bool other_is_vector = false;

  const char* op_name() const override {
    if (self_is_vector && other_is_vector) return "DotBackward0";
    if (other_is_vector) return "MvBackward0";
    return plain ? "MmBackward0" : "MatmulBackward0";
  }
  void Backward(const Tensor* grad, Tensor* out) override {
    Tensor g = grad[0];
    if (other_is_vector) g = g.unsqueeze(-1);
    if (self_is_vector) g = g.unsqueeze(-2);
    if (should_compute(0)) {
      Tensor b = other.get(*this);
      if (other_is_vector) b = b.unsqueeze(1);
      Tensor da = tessera::matmul(g, Adjoint(b));
      out[0] = self_is_vector ? da.squeeze(-2) : da;
    }
    if (should_compute(1)) {
      Tensor a = self.get(*this);
      if (self_is_vector) a = a.unsqueeze(0);
      Tensor db = tessera::matmul(Adjoint(a), g);
      out[1] = other_is_vector ? db.squeeze(-1) : db;
    }
  }
  void Release() override {
    self.reset();
    other.reset();
  }
  bool plain = false;  // two matrices
};

template <Tensor (*kRun)(const Tensor&, const Tensor&)>
Tensor RecordProduct(const Tensor& self, const Tensor& other) {
  Recorder<ProductBackward> record(self, other);
  record->self_is_vector = self.dim() == 1;
  record->other_is_vector = other.dim() == 1;
  record->plain = self.dim() == 2 && other.dim() == 2;
  if (record.wants(0)) record->other.Save(other);
  if (record.wants(1)) record->self.Save(self);
  return record.Finish(kRun(self, other));
}

TESSERA_RECORDS(matmul, RecordProduct<run::matmul>);
TESSERA_RECORDS(mm, RecordProduct<run::mm>);
TESSERA_RECORDS(bmm, RecordProduct<run::bmm>);
TESSERA_RECORDS(mv, RecordProduct<run::mv>);
TESSERA_RECORDS(dot, RecordProduct<run::dot>);

// y = x @ w^T + b:  dx = g @ conj(w),  dw = g^T @ conj(x),  db = sum of g over
// the leading dimensions, which the engine does
struct AddmmBackward final : NodeOf<3> {
  Saved input, weight;
  bool bias = false;

  const char* op_name() const override {
    return bias ? "AddmmBackward0" : "MmBackward0";
  }
  void Backward(const Tensor* grad, Tensor* out) override {
    const Tensor& g = grad[0];
    const bool vector_weight = weight_dim == 1;
    if (should_compute(0)) {
      const Tensor w = weight.get(*this).conj();
      out[0] = vector_weight ? g.unsqueeze(-1) * w : tessera::matmul(g, w);
    }
    if (should_compute(1)) {
      const Tensor rows = Rows(input.get(*this).conj());
      if (vector_weight) {
        out[1] = tessera::matmul(g.reshape({-1}), rows);
      } else {
        out[1] = tessera::matmul(Rows(g).t(), rows);
      }
    }
    if (should_compute(2)) out[2] = g;
  }
  void Release() override {
    input.reset();
    weight.reset();
  }
  int64_t weight_dim = 2;
};

Tensor RecordLinear(const Tensor& input, const Tensor& weight,
                    const Tensor& bias) {
  Recorder<AddmmBackward> record(input, weight, bias);
  record->bias = bias.defined();
  record->weight_dim = weight.dim();
  if (record.wants(0)) record->weight.Save(weight);
  if (record.wants(1)) record->input.Save(input);
  return record.Finish(run::linear(input, weight, bias));
}

TESSERA_RECORDS(linear, RecordLinear);

}  // namespace
}  // namespace tessera::autograd
