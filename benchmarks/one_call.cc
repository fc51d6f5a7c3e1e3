// Makes one call ten times between two stops, for instructions.py:
//
//   gcc -O1 -o /tmp/instructions benchmarks/instructions.c
//   bazel build //benchmarks:one_call
//   python3 benchmarks/instructions.py /tmp/instructions
//       bazel-bin/benchmarks/one_call add
#include <csignal>
#include <cstdio>
#include <cstring>
#include <utility>
#include <vector>

#include "tessera/nn/linear.h"
#include "tessera/nn/optim/sgd.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Runs f if it is the one asked for.
class Runner {
 public:
  explicit Runner(const char* name) : name_(name) {}

  template <class F>
  void operator()(const char* name, F f) {
    if (std::strcmp(name_, "--list") == 0) {
      std::puts(name);
      found = true;
    }
    if (std::strcmp(name, name_) != 0) return;
    for (int i = 0; i < 1000; ++i) f();  // fills the free lists
    std::raise(SIGSTOP);
    for (int i = 0; i < 10; ++i) f();
    std::raise(SIGSTOP);
    found = true;
  }

  bool found = false;

 private:
  const char* name_;
};

int Main(const char* name) {
  Runner run(name);
  const Tensor a = ones({4}), b = ones({4}), m = ones({8, 4});
  const Tensor x = randn({8, 16}), w = randn({16, 16}), bias = ones({16});
  run("empty", [&] { empty({4}); });
  run("add", [&] { a + b; });
  run("mul_number", [&] { a * 3; });
  run("add_broadcast", [&] { m + a; });
  run("add_", [&] { a.add_(b); });
  run("t", [&] { m.t(); });
  run("select", [&] { m[1]; });
  run("linear", [&] { linear(x, w, bias); });
  run("mm", [&] { mm(x, w); });
  run("exp", [&] { a.exp(); });
  run("sum", [&] { a.sum(); });
  run("sum_rows", [&] { m.sum(0); });
  run("sum_columns", [&] { m.sum(1); });
  run("softmax", [&] { m.softmax(1); });

  const Tensor ra = ones({4}).requires_grad_(), rb = ones({4}).requires_grad_();
  const Tensor s = ones({}).requires_grad_();
  run("add_recorded", [&] { ra + rb; });
  run("scalar", [&] {
    s.mutable_grad().reset();
    (s * s + 3 * s).backward();
  });

  const Tensor target = randint(4, {8});
  nn::Linear first(16, 16), second(16, 4);
  std::vector<Tensor> parameters = first->parameters();
  for (const Tensor& p : second->parameters()) parameters.push_back(p);
  optim::SGD sgd(parameters, 1e-3);
  run("step", [&] {
    sgd.zero_grad();
    const Tensor scores = second(first(x).relu());
    cross_entropy_loss(scores, target).backward();
    sgd.step();
  });
  if (!run.found) std::fprintf(stderr, "no call of the name %s\n", name);
  return run.found ? 0 : 2;
}

}  // namespace
}  // namespace tessera

int main(int argc, char** argv) {
  return tessera::Main(argc > 1 ? argv[1] : "");
}
