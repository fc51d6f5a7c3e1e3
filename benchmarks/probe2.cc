#include <csignal>
#include <chrono>
#include <cstdio>
#include <cstring>
#include "tessera/nn/linear.h"
#include "tessera/nn/optim/sgd.h"
#include "tessera/tensor/ops.h"
using namespace tessera;
const char* only;
template <class F> void Time(const char* what, F f) {
  if (only && strcmp(only, what)) return;
  for (int i = 0; i < 1000; ++i) f();
  if (only) { raise(SIGSTOP); for (int i = 0; i < 10; ++i) f(); raise(SIGSTOP); return; }
  double best = 1e9;
  for (int r = 0; r < 40; ++r) {
    auto t0 = std::chrono::steady_clock::now();
    for (int i = 0; i < 5000; ++i) f();
    auto t1 = std::chrono::steady_clock::now();
    double ns = std::chrono::duration<double, std::nano>(t1 - t0).count() / 5e3;
    if (ns < best) best = ns;
  }
  printf("%-10s %.1f ns\n", what, best);
}
int main(int argc, char** argv) {
  if (argc > 1) only = argv[1];
  Tensor a = ones({4}), b = ones({4});
  Tensor ra = ones({4}).requires_grad_(), rb = ones({4}).requires_grad_();
  Tensor s = ones({}).requires_grad_();
  Tensor w = randn({16, 16}).requires_grad_(), bias = ones({16}).requires_grad_(), x8 = randn({8, 16});
  Time("add", [&] { Tensor c = a + b; });
  Time("addr", [&] { Tensor c = ra + rb; });
  Time("mulr", [&] { Tensor c = ra * rb; });
  Time("linearr", [&] { Tensor c = linear(x8, w, bias); });
  Time("fwd", [&] { Tensor c = s * s + 3 * s; });
  Time("fwdbwd", [&] { s.mutable_grad().reset(); (s * s + 3 * s).backward(); });
  const Tensor x = randn({8, 16});
  const Tensor target = randint(4, {8});
  nn::Linear first(16, 16), second(16, 4);
  std::vector<Tensor> parameters = first->parameters();
  for (const Tensor& p : second->parameters()) parameters.push_back(p);
  optim::SGD sgd(parameters, 1e-3);
  Tensor scores = second(first(x).relu());
  Time("zero", [&] { sgd.zero_grad(); });
  Time("forward", [&] { Tensor y = second(first(x).relu()); });
  Time("ce", [&] { cross_entropy_loss(scores, target); });
  Time("step", [&] {
    sgd.zero_grad();
    const Tensor scores = second(first(x).relu());
    cross_entropy_loss(scores, target).backward();
    sgd.step();
  });
  Time("sgd", [&] { sgd.step(); });
}
