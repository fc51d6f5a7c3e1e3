// How an op's gradient is written: a node, and the function that records it.
// Formulas are made of public ops, so that they can be differentiated again.
//
//   // y = exp(x):  dx = g * conj(y)
//   TESSERA_GRADIENT_OF_RESULT(exp, ExpBackward) { return g * y.conj(); }
//   // y = sin(x):  dx = g * conj(cos(x))
//   TESSERA_GRADIENT_OF_INPUT(sin, SinBackward) { return g * x.cos().conj(); }
//   // y = -x:  dx = -g
//   TESSERA_GRADIENT_LINEAR(neg, NegBackward) { return -g; }
//
// The long form, for all else (in an unnamed namespace, tessera::autograd):
//
//   // y = self * other:  dself = g * conj(other), dother = g * conj(self)
//   struct MulBackward final : NodeOf<2> {
//     const char* op_name() const override { return "MulBackward0"; }
//     Saved self, other;
//     void Backward(const Tensor* g, Tensor* out) override {
//       if (should_compute(0)) out[0] = g[0] * other.get(*this).conj();
//       if (should_compute(1)) out[1] = g[0] * self.get(*this).conj();
//     }
//     void Release() override { self.reset(); other.reset(); }
//   };
//   Tensor record_mul(const Tensor& self, const Tensor& other) {
//     Recorder<MulBackward> record(self, other);
//     if (record.wants(0)) record->other.Save(other);
//     if (record.wants(1)) record->self.Save(self);
//     return record.Finish(run::mul(self, other));
//   }
//   TESSERA_RECORDS(mul, record_mul);
//
// Give the recording function another name than the op's: beside the op's own,
// found by argument-dependent lookup, a call would be ambiguous.
#ifndef TESSERA_AUTOGRAD_FORMULA_H_
#define TESSERA_AUTOGRAD_FORMULA_H_

#include <cstdlib>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "tessera/autograd/node.h"
#include "tessera/autograd/saved.h"
#include "tessera/base/cpp17.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/run.h"

namespace tessera::autograd {

namespace internal {
inline size_t CountTensors(const Tensor&) { return 1; }
inline size_t CountTensors(TensorList list) { return list.size(); }
inline size_t CountTensors(const std::optional<Tensor>&) { return 1; }
}  // namespace internal

// Makes a node of type N, an edge for each input: tensors, optional tensors
// and lists in order; every one counts, also what wants no gradient.
template <class N>
class Recorder {
 public:
  template <class... In>
  explicit Recorder(const In&... inputs) : node_(new N) {
    edge_ = node_->Edges((internal::CountTensors(inputs) + ... + 0));
    (Link(inputs), ...);
  }
  ~Recorder() {
    if (node_ && node_->release()) node_->Destroy();
  }
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  N* operator->() const { return node_; }
  N& operator*() const { return *node_; }
  // Whether input i wants a gradient.
  bool wants(int i) const { return node_->edge(i).linked(); }

  // For who sets the results' history alone.
  void Stamp() { node_->Stamp(newest_); }
  // Gives the results their node. Results of integer dtypes stay without one.
  // The last thing to be done with a Recorder.
  Tensor Finish(Tensor&& result) {
    node_->Stamp(newest_);
    if (node_->GiveTo(result, 0)) node_ = nullptr;
    return std::move(result);
  }
  // y is also saved, as the node's member `result`.
  Tensor FinishSaving(Tensor&& result) {
    node_->result.SaveOutput(result, node_, 0);
    return Finish(std::move(result));
  }
  template <class... T>
  std::tuple<T...> FinishTuple(std::tuple<T...>&& results) {
    node_->set_num_outputs(sizeof...(T));
    node_->Stamp(newest_);
    std::apply(
        [this](const T&... t) {
          uint32_t nr = 0;
          (node_->SetHistory(t, nr++), ...);
        },
        results);
    return std::move(results);
  }

 private:
  void Link(const Tensor& t) {
    const uint64_t stamp = edge_++->Link(t);
    if (stamp > newest_) newest_ = stamp;
  }
  void Link(TensorList list) {
    for (const Tensor& t : list) Link(t);
  }
  void Link(const std::optional<Tensor>& t) {
    if (t) {
      Link(*t);
    } else {
      ++edge_;
    }
  }

  N* node_;
  Edge* edge_;
  uint64_t newest_ = 0;
};

// Bases of the short forms.
struct InputNode : NodeOf<1> {
  Saved self;
  void Release() override { self.reset(); }
};
struct ResultNode : NodeOf<1> {
  Saved result;
  void Release() override { result.reset(); }
};

}  // namespace tessera::autograd

// Puts a recording function into the slot of an op.
#define TESSERA_RECORDS(slot, function)                           \
  static const ::tessera::detail::GradRegistrar registrar_##slot( \
      [](::tessera::detail::GradTable& table) { table.slot = function; })

// The short forms, for ops of one tensor and nothing else. Each is followed by
// the body of `Tensor (const Tensor& g, const Tensor& x)`, with y in place of x
// where it is the result, and g alone where nothing is saved.
#define TESSERA_GRADIENT_OF_INPUT(op, Name)                    \
  struct Name final : ::tessera::autograd::InputNode {         \
    const char* op_name() const override { return #Name "0"; } \
    static Tensor Formula(const Tensor& g, const Tensor& x);   \
    void Backward(const Tensor* g, Tensor* out) override {     \
      out[0] = Formula(g[0], self.get(*this));                 \
    }                                                          \
  };                                                           \
  static Tensor record_##op(const Tensor& self) {              \
    ::tessera::autograd::Recorder<Name> record(self);          \
    record->self.Save(self);                                   \
    return record.Finish(::tessera::run::op(self));            \
  }                                                            \
  TESSERA_RECORDS(op, record_##op);                            \
  Tensor Name::Formula([[maybe_unused]] const Tensor& g,       \
                       [[maybe_unused]] const Tensor& x)

#define TESSERA_GRADIENT_OF_RESULT(op, Name)                   \
  struct Name final : ::tessera::autograd::ResultNode {        \
    const char* op_name() const override { return #Name "0"; } \
    static Tensor Formula(const Tensor& g, const Tensor& y);   \
    void Backward(const Tensor* g, Tensor* out) override {     \
      out[0] = Formula(g[0], result.get(*this));               \
    }                                                          \
  };                                                           \
  static Tensor record_##op(const Tensor& self) {              \
    ::tessera::autograd::Recorder<Name> record(self);          \
    return record.FinishSaving(::tessera::run::op(self));      \
  }                                                            \
  TESSERA_RECORDS(op, record_##op);                            \
  Tensor Name::Formula([[maybe_unused]] const Tensor& g,       \
                       [[maybe_unused]] const Tensor& y)

#define TESSERA_GRADIENT_LINEAR(op, Name)                      \
  struct Name final : ::tessera::autograd::NodeOf<1> {         \
    const char* op_name() const override { return #Name "0"; } \
    static Tensor Formula(const Tensor& g);                    \
    void Backward(const Tensor* g, Tensor* out) override {     \
      out[0] = Formula(g[0]);                                  \
    }                                                          \
  };                                                           \
  static Tensor record_##op(const Tensor& self) {              \
    ::tessera::autograd::Recorder<Name> record(self);          \
    return record.Finish(::tessera::run::op(self));            \
  }                                                            \
  TESSERA_RECORDS(op, record_##op);                            \
  Tensor Name::Formula(const Tensor& g)

#endif  // TESSERA_AUTOGRAD_FORMULA_H_
