#include "tessera/tensor/ops.h"
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <chrono>
using namespace tessera;
const char* only;
template <class F> void Time(const char* what, F f) {
  if (only && strcmp(only, what)) return;
  for (int i = 0; i < 1000; ++i) f();
  if (only) { raise(SIGSTOP); for (int i = 0; i < 10; ++i) f(); raise(SIGSTOP); return; }
  double best = 1e9;
  for (int r = 0; r < 40; ++r) {
    auto t0 = std::chrono::steady_clock::now();
    for (int i = 0; i < 50000; ++i) f();
    auto t1 = std::chrono::steady_clock::now();
    double ns = std::chrono::duration<double, std::nano>(t1 - t0).count() / 5e4;
    if (ns < best) best = ns;
  }
  printf("%-10s %.1f ns\n", what, best);
}
int main(int argc, char** argv) {
  if (argc > 1) only = argv[1];
  Tensor a = ones({4}), b = ones({4}), m = ones({8,4});
  Tensor x = ones({8,16}), w = ones({16,16}), bias = ones({16});
  Time("empty", [&] { Tensor c = empty({4}); });
  Time("add", [&] { Tensor c = a + b; });
  Time("mul3", [&] { Tensor c = a * 3; });
  Time("row", [&] { Tensor c = m + a; });
  Time("add_", [&] { a.add_(b); });
  Time("exp", [&] { Tensor c = a.exp(); });
  Time("t", [&] { Tensor c = m.t(); });
  Time("narrow", [&] { Tensor c = m.narrow(0, 1, 2); });
  Time("select", [&] { Tensor c = m[1]; });
  Time("view", [&] { Tensor c = m.view({4, 8}); });
  Time("linear", [&] { Tensor c = linear(x, w, bias); });
  Time("mm", [&] { Tensor c = mm(x, w); });
  Time("mmt", [&] { Tensor c = mm(x.t(), x); });
}
