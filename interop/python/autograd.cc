#include "interop/python/autograd.h"

#include <optional>
#include <string>
#include <vector>

#include "interop/python/caster.h"
#include "interop/python/errors.h"
#include "nanobind/stl/optional.h"
#include "nanobind/stl/pair.h"
#include "nanobind/stl/string.h"
#include "nanobind/stl/vector.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/extra.h"
#include "tessera/autograd/gradcheck.h"
#include "tessera/autograd/node.h"
#include "tessera/autograd/rebase.h"
#include "tessera/autograd/saved.h"
#include "tessera/base/str.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera::python {
namespace {

namespace nb = nanobind;
using nb::literals::operator""_a;

// A Python object that C++ owns, let go on any thread.
class Held {
 public:
  explicit Held(nb::object object) : object_(object.release().ptr()) {}
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  ~Held() {
    if (object_) tessera::detail::release_python(object_);
  }
  nb::handle get() const { return object_; }

 private:
  PyObject* object_;
};

// ---- Hooks ----

struct PythonHook final : tessera::detail::Hook {
  explicit PythonHook(nb::object f) : function(std::move(f)) {}
  Tensor Call(const Tensor& grad) override {
    nb::gil_scoped_acquire gil;
    const nb::object result = function.get()(nb::cast(grad));
    if (result.is_none()) return Tensor();
    if (!IsTensor(result.ptr())) {
      throw TypeError("register_hook",
                      Str("expected the hook to return a Tensor or None, got ",
                          Py_TYPE(result.ptr())->tp_name));
    }
    return Unwrap(result.ptr());
  }
  Held function;
};

nb::object Tuple(const Tensor* list, size_t n) {
  return nb::steal(Check(WrapTuple(ArrayRef<Tensor>(list, n))));
}

// A hook on a node: f(grad_outputs), or f(grad_inputs, grad_outputs) after it.
struct PythonNodeHook final : autograd::NodeHook {
  PythonNodeHook(nb::object f, bool before)
      : function(std::move(f)), before(before) {}
  void Call(Tensor* grads, int num_grads, Tensor* outs, int num_outs) override {
    nb::gil_scoped_acquire gil;
    const nb::object out = Tuple(grads, static_cast<size_t>(num_grads));
    const nb::object result =
        before
            ? function.get()(out)
            : function.get()(Tuple(outs, static_cast<size_t>(num_outs)), out);
    if (result.is_none()) return;
    Tensor* const to = before ? grads : outs;
    const size_t n = static_cast<size_t>(before ? num_grads : num_outs);
    const auto list = nb::cast<std::vector<Tensor>>(
        IsTensor(result.ptr()) ? nb::object(nb::make_tuple(result)) : result);
    if (list.size() != n) {
      throw Error("hook", Str("expected ", n, " gradients, got ", list.size()));
    }
    for (size_t i = 0; i < n; ++i) to[i] = list[i];
  }
  Held function;
  const bool before;
};

// ---- Functions ----

class FunctionNode;

// What a ctx refers to its node by; empty once that is gone.
struct NodeCell {
  FunctionNode* node = nullptr;
};

// The node of a subclass of tessera.autograd.Function.
class FunctionNode final : public autograd::NodeList {
 public:
  FunctionNode(std::string name, nb::object ctx, nb::object cell,
               NodeCell* link)
      : name_(std::move(name)),
        ctx_(std::move(ctx)),
        cell_(std::move(cell)),
        link_(link) {
    link_->node = this;
  }
  ~FunctionNode() override { link_->node = nullptr; }

  const char* op_name() const override { return name_.c_str(); }

  void Backward(const Tensor* grads, Tensor* out) override {
    nb::gil_scoped_acquire gil;
    std::vector<Tensor> in(grads, grads + num_outputs());
    const bool materialize =
        nb::cast<bool>(ctx_.get().attr("materialize_grads"));
    for (size_t i = 0; materialize && i < in.size(); ++i) {
      const Like& like = outputs_[i];
      if (in[i].defined() || kind(like.dtype) < Kind::Float) continue;
      in[i] = zeros(like.sizes, TensorOptions(like.dtype).device(like.device));
    }
    const nb::object result =
        ctx_.get().attr("_backward")(*Tuple(in.data(), in.size()));
    nb::tuple list = nb::isinstance<nb::tuple>(result)
                         ? nb::borrow<nb::tuple>(result)
                         : nb::make_tuple(result);
    size_t given = list.size();
    while (given > is_tensor_.size() && list[given - 1].is_none()) --given;
    if (given != is_tensor_.size()) {
      throw AutogradError(
          "backward",
          Str("function ", name_,
              " returned an incorrect number of gradients (expected ",
              is_tensor_.size(), ", got ", given, ")"));
    }
    int edge = 0;
    for (size_t i = 0; i < is_tensor_.size(); ++i) {
      const nb::handle g = list[i];
      if (!is_tensor_[i]) {
        if (g.is_none()) continue;
        throw AutogradError(
            "backward",
            Str("function ", name_,
                " returned a gradient different from None "
                "at position ",
                i, ", but the corresponding forward input was not a Tensor"));
      }
      if (!g.is_none() && !IsTensor(g.ptr())) {
        throw TypeError(
            "backward",
            Str("function ", name_, " returned a ", Py_TYPE(g.ptr())->tp_name,
                " at position ", i, ", expected a Tensor or None"));
      }
      if (!g.is_none()) out[edge] = Unwrap(g.ptr());
      ++edge;
    }
  }

  void Release() override {
    for (autograd::Saved& saved : saved_) saved.reset();
  }

  void Link(const std::vector<Tensor>& inputs, std::vector<bool> is_tensor) {
    is_tensor_ = std::move(is_tensor);
    autograd::Edge* edge = Edges(inputs.size());
    for (const Tensor& t : inputs) {
      newest_ = std::max(newest_, edge++->Link(t));
    }
  }

  // Links what forward returned; see autograd/function.cc.
  std::vector<Tensor> Finish(const std::vector<Tensor>& inputs,
                             std::vector<Tensor> outputs,
                             const std::vector<Tensor>& to_save,
                             const std::vector<Tensor>& dirty,
                             const std::vector<Tensor>& fixed) {
    const auto contains = [](const std::vector<Tensor>& list, const Tensor& t) {
      for (const Tensor& other : list) {
        if (other.is_same(t)) return true;
      }
      return false;
    };
    for (const Tensor& t : dirty) {
      if (!contains(outputs, t)) {
        throw AutogradError(op_name(), Str("expected forward to return the "
                                           "input marked dirty, ",
                                           t));
      }
      const tessera::detail::ModeScope recording(0, tessera::detail::kNoGrad);
      tessera::detail::CheckInplace(op_name(), t);
      if (t.is_view()) autograd::CheckViewWritable(op_name(), t);
    }
    const std::vector<Tensor> returned = outputs;
    set_num_outputs(static_cast<uint32_t>(outputs.size()));
    Stamp(newest_);
    for (size_t i = 0; i < outputs.size(); ++i) {
      Tensor& t = outputs[i];
      outputs_.push_back({t.sizes().vec(), t.scalar_type(), t.device()});
      if (contains(fixed, t)) continue;
      const uint32_t nr = static_cast<uint32_t>(i);
      if (contains(dirty, t)) {
        Tensor linked = tessera::detail::MakeAlias(t);
        SetHistory(linked, nr);
        autograd::Rebase(t, linked);
        continue;
      }
      if (contains(inputs, t) || t.is_view() || t.impl()->autograd) {
        t = tessera::detail::MakeAlias(t);
      }
      SetHistory(t, nr);
    }
    saved_.resize(to_save.size());
    for (size_t k = 0; k < to_save.size(); ++k) {
      const Tensor& t = to_save[k];
      if (!t.defined()) continue;
      size_t i = 0;
      while (i < returned.size() && !returned[i].is_same(t)) ++i;
      if (i < returned.size() && (!contains(inputs, t) || contains(dirty, t)) &&
          !contains(fixed, t)) {
        saved_[k].SaveOutput(t, this, static_cast<uint32_t>(i));
      } else {
        saved_[k].Save(t);
      }
    }
    return outputs;
  }

  std::vector<Tensor> SavedTensors() const {
    std::vector<Tensor> out;
    for (const autograd::Saved& s : saved_) out.push_back(s.get(*this));
    return out;
  }
  std::vector<bool> NeedsInputGrad() const {
    std::vector<bool> out;
    int edge = 0;
    for (bool is : is_tensor_) out.push_back(is && should_compute(edge++));
    return out;
  }

 private:
  struct Like {
    std::vector<int64_t> sizes;
    DType dtype;
    Device device;
  };
  std::string name_;
  Held ctx_;
  Held cell_;
  NodeCell* link_;
  std::vector<bool> is_tensor_;
  std::vector<Like> outputs_;
  std::vector<autograd::Saved> saved_;
  uint64_t newest_ = 0;
};

FunctionNode& NodeOfCell(const NodeCell& cell) {
  if (!cell.node) {
    throw AutogradError("saved_tensors", "the function's graph is gone");
  }
  return *cell.node;
}

// ---- Nodes ----

std::string NodeText(const GradFn& fn) { return "<" + fn->name() + ">"; }

std::vector<std::pair<std::optional<GradFn>, uint32_t>> NextFunctions(
    const GradFn& fn) {
  std::vector<std::pair<std::optional<GradFn>, uint32_t>> out;
  if (auto* node = dynamic_cast<autograd::Node*>(fn.get())) {
    for (auto& [next, nr] : node->next_functions()) {
      out.emplace_back(next ? std::optional<GradFn>(next) : std::nullopt, nr);
    }
  }
  return out;
}

autograd::Node& RealNode(const GradFn& fn) {
  auto* node = dynamic_cast<autograd::Node*>(fn.get());
  if (!node) {
    throw NotImplementedError("register_hook",
                              "expected a node of an op, got an accumulator; "
                              "use the tensor's register_hook");
  }
  return *node;
}

std::optional<TensorList> ListOf(const std::optional<std::vector<Tensor>>& v) {
  return v ? std::optional<TensorList>(TensorList(*v)) : std::nullopt;
}

}  // namespace

void InitAutograd(nb::module_& m) {
  nb::class_<GradFn>(m, "Node")
      .def("name", [](const GradFn& fn) { return fn->name(); })
      .def("__repr__", NodeText)
      .def("__eq__", [](const GradFn& a, const GradFn& b) { return a == b; })
      .def("__hash__",
           [](const GradFn& fn) {
             return reinterpret_cast<uintptr_t>(fn.get()) >> 4;
           })
      .def_prop_ro("next_functions",
                   [](const GradFn& fn) {
                     return nb::tuple(nb::cast(NextFunctions(fn)));
                   })
      .def("_add_hook",
           [](const GradFn& fn, nb::object f, bool before) {
             return autograd::AddNodeHook(
                 RealNode(fn), std::make_shared<PythonNodeHook>(f, before),
                 before);
           })
      .def("_remove_hook", [](const GradFn& fn, unsigned id) {
        autograd::RemoveNodeHook(RealNode(fn), id);
      });

  m.def("_grad_fn", [](const Tensor& t) -> std::optional<GradFn> {
    GradFn fn = t.requires_grad() && !t.is_leaf() ? t.grad_fn() : GradFn();
    return fn ? std::optional<GradFn>(fn) : std::nullopt;
  });
  m.def("_register_hook", [](const Tensor& t, nb::object f, bool post) {
    // register_hook takes over what it is given, also where it throws.
    struct Adapter {
      std::shared_ptr<PythonHook> hook;
      Tensor operator()(const Tensor& grad) { return hook->Call(grad); }
    };
    Adapter adapter{std::make_shared<PythonHook>(f)};
    if (!post) return t.register_hook(adapter);
    return t.register_post_accumulate_grad_hook(
        [adapter](const Tensor& leaf) mutable { adapter(leaf); });
  });
  m.def("_remove_hook",
        [](const Tensor& t, unsigned id) { t.remove_hook(id); });
  m.def(
      "_backward",
      [](std::vector<Tensor> tensors, std::vector<Tensor> grads,
         std::optional<bool> retain, bool create,
         std::optional<std::vector<Tensor>> inputs) {
        nb::gil_scoped_release release;
        autograd::backward(tensors, grads, retain, create, ListOf(inputs));
      },
      "tensors"_a, "grads"_a, "retain_graph"_a.none(), "create_graph"_a,
      "inputs"_a.none());
  m.def(
      "_grad",
      [](std::vector<Tensor> outputs, std::vector<Tensor> inputs,
         std::vector<Tensor> grads, std::optional<bool> retain, bool create,
         bool allow_unused, bool materialize) {
        nb::gil_scoped_release release;
        return autograd::grad(outputs, inputs, grads, retain, create,
                              allow_unused, materialize);
      },
      "outputs"_a, "inputs"_a, "grad_outputs"_a, "retain_graph"_a.none(),
      "create_graph"_a, "allow_unused"_a, "materialize_grads"_a);

  // Of f, which takes a tuple of tensors and gives one; second: of its
  // gradients.
  m.def(
      "_gradcheck",
      [](nb::callable f, std::vector<Tensor> inputs, double eps, double atol,
         double rtol, bool raise_exception, bool second) {
        const auto call = [&](const variable_list& given) {
          const nb::object out = f(Tuple(given.data(), given.size()));
          return nb::cast<std::vector<Tensor>>(out);
        };
        autograd::GradcheckOptions options;
        options.eps = eps;
        options.atol = atol;
        options.rtol = rtol;
        options.raise_exception = raise_exception;
        return second ? autograd::gradgradcheck(call, inputs, options)
                      : autograd::gradcheck(call, inputs, options);
      },
      "f"_a, "inputs"_a, "eps"_a, "atol"_a, "rtol"_a, "raise_exception"_a,
      "second"_a);

  // The thread's flag word, for the context managers.
  m.def("_mode", [] { return tessera::detail::tls_mode; });
  m.def("_set_mode", [](uint32_t set, uint32_t clear) {
    const uint32_t before = tessera::detail::tls_mode;
    tessera::detail::tls_mode = (before & ~clear) | set;
    return before;
  });
  m.def("_restore_mode",
        [](uint32_t mode) { tessera::detail::tls_mode = mode; });
  m.def("is_grad_enabled", [] { return GradMode::is_enabled(); });
  m.def("is_inference_mode_enabled",
        [] { return InferenceMode::is_enabled(); });
  m.def("is_anomaly_enabled", [] {
    return (tessera::detail::tls_mode & tessera::detail::kAnomaly) != 0;
  });
  nb::class_<autograd::DetectAnomalyGuard>(m, "_AnomalyGuard");
  m.def(
      "_detect_anomaly",
      [](bool check_nan) {
        return new autograd::DetectAnomalyGuard(check_nan);
      },
      nb::rv_policy::take_ownership);

  nb::class_<NodeCell>(m, "_NodeCell")
      .def("saved_tensors",
           [](const NodeCell& c) {
             const auto list = NodeOfCell(c).SavedTensors();
             return Tuple(list.data(), list.size());
           })
      .def("needs_input_grad", [](const NodeCell& c) {
        return nb::tuple(nb::cast(NodeOfCell(c).NeedsInputGrad()));
      });
  // Links a function's outputs: gives them back, with the cell for ctx.
  m.def("_link_function",
        [](const std::string& name, nb::object ctx, std::vector<Tensor> inputs,
           std::vector<bool> is_tensor, std::vector<Tensor> outputs,
           std::vector<Tensor> to_save, std::vector<Tensor> dirty,
           std::vector<Tensor> fixed) {
          auto* link = new NodeCell;
          nb::object cell = nb::cast(link, nb::rv_policy::take_ownership);
          auto* node = new FunctionNode(name, ctx, cell, link);
          const GradFn owner(node);
          (void)node->release();  // the owner's is the one left
          node->Link(inputs, std::move(is_tensor));
          const std::vector<Tensor> linked =
              node->Finish(inputs, std::move(outputs), to_save, dirty, fixed);
          return nb::make_tuple(Tuple(linked.data(), linked.size()), cell);
        });
}

}  // namespace tessera::python
