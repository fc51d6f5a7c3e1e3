// The engine against brute force: random graphs whose values and Jacobians are
// carried forward in double beside every op, per element of memory, so that
// views and writes through them are covered. Small integers, for which float32
// is exact: every comparison is ==.
#include <cmath>
#include <optional>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/autograd/node.h"
#include "tessera/tensor/ops.h"

namespace tessera::autograd {
namespace {

constexpr double kLimit = 1 << 18;

// Memory: a value, its derivative by each leaf element, and a bound of the sum
// of what is added up to that.
struct Memory {
  std::vector<double> value, jacobian, bound;
  bool wants = false;   // some tensor over it requires grad
  bool frozen = false;  // a leaf, or saved by a node: no write in place
};

struct Value {
  Tensor t;
  size_t memory = 0;
  std::vector<size_t> place;  // of each element, row-major
  bool multi = false;         // one of several views: no write in place
};

class Graph {
 public:
  explicit Graph(uint64_t seed) : state_(seed * 2654435761u + 1) {}

  uint32_t Random(uint32_t n) {
    state_ = state_ * 6364136223846793005ull + 1442695040888963407ull;
    return static_cast<uint32_t>(state_ >> 33) % n;
  }

  void MakeLeaves() {
    const size_t leaves = 1 + Random(4);
    std::vector<std::vector<int64_t>> shapes;
    for (size_t i = 0; i < leaves + 1; ++i) {  // the last one is a constant
      shapes.push_back(Shape());
      if (i < leaves) params_ += Numel(shapes[i]);
    }
    size_t at = 0;
    for (size_t i = 0; i < leaves + 1; ++i) {
      const size_t n = Numel(shapes[i]);
      Value v = Fresh(shapes[i]);
      Memory& m = memories_[v.memory];
      std::vector<float> data;
      for (size_t e = 0; e < n; ++e) {
        m.value[e] = static_cast<int>(Random(5)) - 2;
        data.push_back(static_cast<float>(m.value[e]));
      }
      v.t = tensor(data).reshape(shapes[i]).clone();
      if (i < leaves) {
        v.t.requires_grad_();
        m.wants = m.frozen = true;
        for (size_t e = 0; e < n; ++e, ++at) {
          m.jacobian[e * params_ + at] = m.bound[e * params_ + at] = 1;
        }
        leaves_.push_back(v);
      }
      values_.push_back(v);
    }
  }

  void AddOp() {
    const Value a = Pick();
    const Value b = Pick();
    switch (Random(14)) {
      case 0:
      case 1:
        return Binary(a, b, false);
      case 2:
        return Binary(a, b, true);
      case 3:
        return Scale(a, static_cast<int>(Random(4)) - 1);
      case 4:
        return Relu(a);
      case 5:
        return Slice(a);
      case 6:
        return View(a);
      case 7:
        return Transpose(a);
      case 8:
        return Halves(a);
      case 9:
      case 10:
        return WriteBinary(a, b, Random(2));
      case 11:
        return WriteCopy(a, b);
      case 12:
        return Hooked(a);
      default:
        return Cat(a, b);
    }
  }

  // A gradient with a graph of its own and its leaf own each other.
  ~Graph() {
    for (const Value& leaf : leaves_) leaf.t.set_grad(Tensor());
  }

  void CheckValues() {
    for (const Value& v : values_) {
      const Tensor flat = v.t.detach().contiguous();
      const Memory& m = memories_[v.memory];
      for (size_t e = 0; e < v.place.size(); ++e) {
        ASSERT_EQ(flat.const_data_ptr<float>()[e],
                  static_cast<float>(m.value[v.place[e]]));
      }
      ASSERT_EQ(v.t.requires_grad(), m.wants);
    }
  }

  // Runs backward from some values, several times where the graph is kept, and
  // compares the leaves' gradients.
  void CheckGradients() {
    std::vector<double> want(params_, 0);
    std::vector<Tensor> roots, weights;
    for (size_t r = 0, n = 1 + Random(3); r < n; ++r) {
      const Value* v = nullptr;
      for (int tries = 0; tries < 50 && !(v && memories_[v->memory].wants);
           ++tries) {
        v = Random(3) ? &values_[values_.size() - 1 -
                                 Random(std::min<uint32_t>(
                                     5, static_cast<uint32_t>(values_.size())))]
                      : &values_[Random(static_cast<uint32_t>(values_.size()))];
      }
      if (!memories_[v->memory].wants) v = &leaves_[0];
      std::vector<float> weight;
      const Memory& m = memories_[v->memory];
      for (size_t e = 0; e < v->place.size(); ++e) {
        weight.push_back(static_cast<float>(Random(3)) - 1);
        for (size_t p = 0; p < params_; ++p) {
          want[p] += weight[e] * m.jacobian[v->place[e] * params_ + p];
        }
      }
      roots.push_back(v->t);
      weights.push_back(tensor(weight).reshape(v->t.sizes()));
    }
    const int passes = 1 + static_cast<int>(Random(3));
    const bool create_graph = Random(4) == 0;
    const bool by_grad = Random(3) == 0;
    if (Random(2)) values_.clear();  // the graph lives by its roots
    if (by_grad) {
      std::vector<Tensor> inputs;
      std::vector<size_t> chosen;
      for (size_t i = 0; i < leaves_.size(); ++i) {
        if (Random(2) || (i + 1 == leaves_.size() && inputs.empty())) {
          inputs.push_back(leaves_[i].t);
          chosen.push_back(i);
        }
      }
      const auto grads = grad(roots, inputs, weights, true, create_graph, true);
      for (size_t i = 0; i < inputs.size(); ++i) {
        Compare(grads[i], chosen[i], want, 1);
        EXPECT_FALSE(inputs[i].grad().defined());
      }
    }
    for (int k = 1; k <= passes; ++k) {
      for (HookRecord& h : hooks_) h.runs = 0;
      backward(roots, weights, k < passes, create_graph && k < passes);
      for (size_t i = 0; i < leaves_.size(); ++i) {
        Compare(leaves_[i].t.grad(), i, want, k);
      }
      for (const HookRecord& h : hooks_) {
        ASSERT_LE(h.runs, 1);
        if (!h.runs) continue;
        const Tensor now = h.kept.detach().contiguous();
        for (size_t e = 0; e < h.copy.size(); ++e) {
          ASSERT_EQ(now.const_data_ptr<float>()[e], h.copy[e])
              << "a gradient that a hook kept was written";
        }
      }
    }
  }

 private:
  struct HookRecord {
    int runs = 0;
    Tensor kept;
    std::vector<float> copy;
  };

  static size_t Numel(const std::vector<int64_t>& shape) {
    size_t n = 1;
    for (int64_t s : shape) n *= static_cast<size_t>(s);
    return n;
  }
  std::vector<int64_t> Shape() {
    switch (Random(4)) {
      case 0:
        return {4};
      case 1:
        return {2, 2};
      case 2:
        return {2};
      default:
        return {};
    }
  }
  Value Pick() {
    const uint32_t n = static_cast<uint32_t>(values_.size());
    return values_[Random(10) < 6 && n > 4 ? n - 1 - Random(4) : Random(n)];
  }
  // A value over memory of its own; values and derivatives 0.
  Value Fresh(const std::vector<int64_t>& shape) {
    Value v;
    v.memory = memories_.size();
    Memory m;
    const size_t n = Numel(shape);
    m.value.assign(n, 0);
    m.jacobian.assign(n * params_, 0);
    m.bound = m.jacobian;
    memories_.push_back(m);
    for (size_t e = 0; e < n; ++e) v.place.push_back(e);
    return v;
  }
  Value FreshLike(const Value& a) { return Fresh(a.t.sizes().vec()); }
  // m[e] += c * from[f], for derivatives and bounds.
  void Axpy(Memory& m, size_t e, const Memory& from, size_t f, double c) {
    for (size_t p = 0; p < params_; ++p) {
      m.jacobian[e * params_ + p] += c * from.jacobian[f * params_ + p];
      m.bound[e * params_ + p] +=
          std::max(1., std::fabs(c)) * from.bound[f * params_ + p];
    }
  }
  static bool Large(const Memory& m) {
    for (double x : m.value)
      if (std::fabs(x) > kLimit) return true;
    for (double x : m.bound)
      if (x > kLimit) return true;
    return false;
  }
  // The index in b of element e of a, where b broadcasts to a.
  static std::optional<std::vector<size_t>> Broadcast(const Value& a,
                                                      const Value& b) {
    std::vector<size_t> out;
    const bool same = a.t.sizes() == b.t.sizes();
    const bool scalar = b.place.size() == 1 && b.t.dim() == 0;
    const bool row =
        a.t.dim() == 2 && b.t.dim() == 1 && a.t.size(1) == b.t.size(0);
    if (!same && !scalar && !row) return std::nullopt;
    for (size_t e = 0; e < a.place.size(); ++e) {
      out.push_back(b.place[same ? e : scalar ? 0 : e % b.place.size()]);
    }
    return out;
  }
  void Keep(Value&& v) {
    if (Large(memories_[v.memory])) {
      memories_.pop_back();
    } else {
      values_.push_back(std::move(v));
    }
  }

  // a + b or a * b into r's element e.
  void Combine(Memory& r, size_t e, const Memory& ma, size_t ea,
               const Memory& mb, size_t eb, bool product) {
    const double x = ma.value[ea], y = mb.value[eb];
    r.value[e] = product ? x * y : x + y;
    Axpy(r, e, ma, ea, product ? y : 1);
    Axpy(r, e, mb, eb, product ? x : 1);
  }

  void Binary(const Value& a, const Value& b, bool product) {
    const auto index = Broadcast(a, b);
    if (!index) return;
    Value r = FreshLike(a);
    Memory& m = memories_[r.memory];
    for (size_t e = 0; e < a.place.size(); ++e) {
      Combine(m, e, memories_[a.memory], a.place[e], memories_[b.memory],
              (*index)[e], product);
    }
    if (Large(m)) return memories_.pop_back();
    m.wants = memories_[a.memory].wants || memories_[b.memory].wants;
    if (product) {
      if (memories_[a.memory].wants) memories_[b.memory].frozen = true;
      if (memories_[b.memory].wants) memories_[a.memory].frozen = true;
    }
    r.t = product ? a.t * b.t : a.t + b.t;
    Keep(std::move(r));
  }
  void Scale(const Value& a, int c) {
    Value r = FreshLike(a);
    Memory& m = memories_[r.memory];
    const Memory& from = memories_[a.memory];
    for (size_t e = 0; e < a.place.size(); ++e) {
      m.value[e] = c * from.value[a.place[e]];
      Axpy(m, e, from, a.place[e], c);
    }
    if (Large(m)) return memories_.pop_back();
    m.wants = from.wants;
    r.t = a.t * c;
    Keep(std::move(r));
  }
  void Relu(const Value& a) {
    Value r = FreshLike(a);
    Memory& m = memories_[r.memory];
    const Memory& from = memories_[a.memory];
    for (size_t e = 0; e < a.place.size(); ++e) {
      if (!(from.value[a.place[e]] > 0)) continue;
      m.value[e] = from.value[a.place[e]];
      Axpy(m, e, from, a.place[e], 1);
    }
    m.wants = from.wants;
    m.frozen = true;  // saved
    r.t = a.t.relu();
    Keep(std::move(r));
  }
  void Cat(const Value& a, const Value& b) {
    if (a.t.dim() != 1 || b.t.dim() != 1 || a.place.size() > 2 ||
        b.place.size() > 2) {
      return;
    }
    Value r = Fresh({4});
    Memory& m = memories_[r.memory];
    for (size_t e = 0; e < 4; ++e) {
      const Value& from = e < 2 ? a : b;
      const size_t at = from.place[e % 2];
      m.value[e] = memories_[from.memory].value[at];
      Axpy(m, e, memories_[from.memory], at, 1);
    }
    m.wants = memories_[a.memory].wants || memories_[b.memory].wants;
    r.t = cat({a.t, b.t});
    Keep(std::move(r));
  }
  void Slice(const Value& a) {
    if (a.t.dim() != 1 || a.place.size() != 4) return;
    Value r = a;
    const size_t start = Random(3);
    const size_t step = start < 2 ? 1 + Random(2) : 1;
    r.place = {a.place[start], a.place[start + step]};
    r.t = a.t.slice(0, static_cast<int64_t>(start),
                    static_cast<int64_t>(start + step + 1),
                    static_cast<int64_t>(step));
    values_.push_back(r);
  }
  void View(const Value& a) {
    if (a.place.size() != 4 || !a.t.is_contiguous()) return;
    Value r = a;
    r.t = Random(2) ? a.t.view({4}) : a.t.view({2, 2});
    values_.push_back(r);
  }
  void Transpose(const Value& a) {
    if (a.t.dim() != 2) return;
    Value r = a;
    r.place = {a.place[0], a.place[2], a.place[1], a.place[3]};
    r.t = Random(2) ? a.t.t() : a.t.transpose(0, 1);
    values_.push_back(r);
  }
  void Halves(const Value& a) {
    if (a.place.size() != 4) return;
    const auto parts = a.t.dim() == 1 ? a.t.split(2) : a.t.unbind(0);
    for (size_t i = 0; i < 2; ++i) {
      Value r = a;
      r.place = {a.place[2 * i], a.place[2 * i + 1]};
      r.t = parts[i];
      r.multi = true;
      values_.push_back(r);
    }
  }
  bool Writable(const Value& a, const Value& b) {
    return !memories_[a.memory].frozen && !a.multi && a.memory != b.memory;
  }
  // The result of an op in place, if it is not too large.
  bool Store(const Value& a, const Memory& r, bool wants) {
    Memory& m = memories_[a.memory];
    if (Large(r)) return false;
    for (size_t e = 0; e < a.place.size(); ++e) {
      m.value[a.place[e]] = r.value[e];
      for (size_t p = 0; p < params_; ++p) {
        m.jacobian[a.place[e] * params_ + p] = r.jacobian[e * params_ + p];
        m.bound[a.place[e] * params_ + p] = r.bound[e * params_ + p];
      }
    }
    m.wants |= wants;
    return true;
  }
  void WriteBinary(const Value& a, const Value& b, bool product) {
    const auto index = Broadcast(a, b);
    if (!index || !Writable(a, b)) return;
    FreshLike(a);
    Memory r = memories_.back();
    memories_.pop_back();
    for (size_t e = 0; e < a.place.size(); ++e) {
      Combine(r, e, memories_[a.memory], a.place[e], memories_[b.memory],
              (*index)[e], product);
    }
    const bool a_wants = memories_[a.memory].wants;
    if (!Store(a, r, memories_[b.memory].wants)) return;
    if (product && a_wants) memories_[b.memory].frozen = true;
    if (product) {
      a.t.mul_(b.t);
    } else {
      a.t.add_(b.t);
    }
  }
  void WriteCopy(const Value& a, const Value& b) {
    const auto index = Broadcast(a, b);
    if (!index || !Writable(a, b)) return;
    FreshLike(a);
    Memory r = memories_.back();
    memories_.pop_back();
    const Memory& mb = memories_[b.memory];
    for (size_t e = 0; e < a.place.size(); ++e) {
      r.value[e] = mb.value[(*index)[e]];
      Axpy(r, e, mb, (*index)[e], 1);
    }
    if (Store(a, r, mb.wants)) a.t.copy_(b.t);
  }
  // Each hook keeps the gradient, or a view of it: what is added later must
  // not touch it.
  void Hooked(const Value& a) {
    if (!memories_[a.memory].wants || hooks_.size() >= 16) return;
    hooks_.reserve(16);
    hooks_.emplace_back();
    HookRecord* record = &hooks_.back();
    const bool as_view = Random(2);
    a.t.register_hook([record, as_view](const Tensor& g) {
      ++record->runs;
      record->kept = as_view ? g.view(g.sizes()) : g;
      const Tensor flat = g.detach().contiguous();
      const float* p = flat.const_data_ptr<float>();
      record->copy.assign(p, p + flat.numel());
    });
  }

  void Compare(const Tensor& grad, size_t leaf, const std::vector<double>& want,
               int times) {
    size_t at = 0;
    for (size_t i = 0; i < leaf; ++i) at += leaves_[i].place.size();
    const size_t n = leaves_[leaf].place.size();
    if (!grad.defined()) {  // not reached
      for (size_t e = 0; e < n; ++e) ASSERT_EQ(want[at + e], 0);
      return;
    }
    ASSERT_EQ(grad.sizes(), leaves_[leaf].t.sizes());
    const Tensor flat = grad.detach().contiguous();
    for (size_t e = 0; e < n; ++e) {
      ASSERT_EQ(flat.const_data_ptr<float>()[e],
                static_cast<float>(times * want[at + e]))
          << "leaf " << leaf << " element " << e << " pass " << times;
    }
  }

  uint64_t state_;
  size_t params_ = 0;
  std::vector<Memory> memories_;
  std::vector<Value> values_, leaves_;
  std::vector<HookRecord> hooks_;
};

TEST(Engine, RandomGraphsAgreeWithForwardJacobians) {
  for (uint64_t seed = 0; seed < 4000; ++seed) {
    SCOPED_TRACE(testing::Message() << "graph " << seed);
    Graph graph(seed);
    graph.MakeLeaves();
    for (uint32_t i = 0, n = 3 + graph.Random(60); i < n; ++i) {
      graph.AddOp();
      // As if another thread had made what follows: equal stamps.
      if (graph.Random(8) == 0) thread_state.clock = graph.Random(20);
    }
    graph.CheckValues();
    if (HasFatalFailure()) return;
    graph.CheckGradients();
    if (HasFailure()) return;
  }
}

}  // namespace
}  // namespace tessera::autograd
