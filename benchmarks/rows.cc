// The rows that compare.py sets beside other libraries: one source, compiled
// with this project (//benchmarks:rows) and with libtorch
// (benchmarks/libtorch), whose names are the same.
//
//   bazel build //benchmarks:rows
//   bazel-bin/benchmarks/rows --threads=1 'call/.*|mm/64'
//
// Prints a line for each row: name, nanoseconds of one call. The least of
// several stretches of some milliseconds, each row in turn.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <regex>
#include <string>
#include <utility>
#include <vector>

#ifdef ROWS_OF_LIBTORCH
#include <torch/torch.h>
namespace lib = torch;
using lib::Tensor;
#else
#include "tessera/nn/linear.h"
#include "tessera/nn/optim/sgd.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ops.h"
namespace lib = tessera;
using lib::Tensor;
#endif

namespace {

std::regex wanted;
double seconds = 0.01;
int repeats = 5;

double Now() {
  return std::chrono::duration<double>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

bool Wanted(const std::string& name) { return std::regex_match(name, wanted); }

// Times f() and prints it as row `name`.
template <class F>
void Time(const std::string& name, F f) {
  f();
  double begin = Now();
  f();
  int64_t calls = static_cast<int64_t>(seconds / (Now() - begin + 1e-9)) + 1;
  for (double took = 0; took < seconds / 4;
       calls *= took < seconds / 4 ? 2 : 1) {
    begin = Now();
    for (int64_t i = 0; i < calls; ++i) f();
    took = Now() - begin;
    if (took > seconds) break;
  }
  double least = 1e9;
  for (int r = 0; r < repeats; ++r) {
    begin = Now();
    for (int64_t i = 0; i < calls; ++i) f();
    const double took = (Now() - begin) / static_cast<double>(calls);
    if (took < least) least = took;
  }
  std::printf("%s\t%.1f\n", name.c_str(), least * 1e9);
  std::fflush(stdout);
}

// Followed by what a row does, if it is asked for.
#define ROW(name) if (const std::string row = (name); Wanted(row))

void Calls() {
  const Tensor a = lib::ones({4}), b = lib::ones({4}), m = lib::ones({8, 4});
  const Tensor w = lib::ones({16, 16}), x = lib::ones({8, 16});
  const Tensor bias = lib::ones({16});
  const Tensor ra = lib::ones({4}).requires_grad_();
  const Tensor rb = lib::ones({4}).requires_grad_();
  ROW("call/add") Time(row, [&] { return a + b; });
  ROW("call/add recorded") Time(row, [&] { return ra + rb; });
  ROW("call/mul recorded") Time(row, [&] { return ra * rb; });
  ROW("call/add number") Time(row, [&] { return a + 3; });
  ROW("call/exp") Time(row, [&] { return a.exp(); });
  ROW("call/[8,4]+[4]") Time(row, [&] { return m + a; });
  ROW("call/t") Time(row, [&] { return m.t(); });
  ROW("call/narrow") Time(row, [&] { return m.narrow(0, 1, 2); });
  ROW("call/select") Time(row, [&] { return m.select(0, 1); });
  ROW("call/view") Time(row, [&] { return m.view({4, 8}); });
  ROW("call/sum") Time(row, [&] { return a.sum(); });
  ROW("call/sum(0)") Time(row, [&] { return m.sum(0); });
  ROW("call/sum(1)") Time(row, [&] { return m.sum(1); });
  ROW("call/softmax") Time(row, [&] { return m.softmax(1); });
  ROW("call/mm") Time(row, [&] { return lib::mm(x, w); });
  ROW("call/linear") Time(row, [&] { return lib::linear(x, w, bias); });
  const Tensor s = lib::ones({}).requires_grad_();
  ROW("call/x*x+3*x") Time(row, [&] { return s * s + 3 * s; });
  ROW("call/x*x+3*x and backward")
  Time(row, [&] {
    s.mutable_grad().reset();
    (s * s + 3 * s).backward();
  });
}

void Step(const std::string& name, int64_t in, int64_t hidden, int64_t classes,
          int64_t batch) {
  if (!Wanted(name)) return;
  const Tensor x = lib::randn({batch, in});
  const Tensor target = lib::randint(classes, {batch}, lib::kLong);
  lib::nn::Linear first(in, hidden), second(hidden, classes);
  std::vector<Tensor> parameters = first->parameters();
  for (const Tensor& p : second->parameters()) parameters.push_back(p);
  lib::optim::SGD sgd(parameters, 1e-3);
  Time(name, [&] {
    sgd.zero_grad();
    lib::cross_entropy_loss(second(first(x).relu()), target).backward();
    sgd.step();
  });
}

void Steps() {
  Step("step/16-16-4 x8", 16, 16, 4, 8);
  Step("step/64-128-10 x32", 64, 128, 10, 32);
  Step("step/784-256-10 x64", 784, 256, 10, 64);
  Step("step/784-1024-10 x256", 784, 1024, 10, 256);
}

// m, n, k; t: 1 for a transposed a, 2 for b, 3 for both.
void Product(const char* type, lib::ScalarType dtype, int64_t m, int64_t n,
             int64_t k, int t = 0) {
  static const char* const kSuffix[] = {"", " At", " Bt", " AtBt"};
  std::string size = std::to_string(m);
  if (m != n || m != k) {
    size += "x" + std::to_string(n) + "x" + std::to_string(k);
  }
  ROW(std::string(type) + "/" + size + kSuffix[t]) {
    const Tensor a =
        (t & 1 ? lib::rand({k, m}).t() : lib::rand({m, k})).to(dtype);
    const Tensor b =
        (t & 2 ? lib::rand({n, k}).t() : lib::rand({k, n})).to(dtype);
    Time(row, [&] { return lib::mm(a, b); });
  }
}

void Products() {
  for (int64_t n : {4, 8, 16, 32, 48, 64, 100, 128, 256, 512, 1024, 2048}) {
    Product("mm", lib::kFloat, n, n, n);
  }
  for (int t : {1, 2, 3}) {
    Product("mm", lib::kFloat, 64, 64, 64, t);
    Product("mm", lib::kFloat, 256, 256, 256, t);
    Product("mm", lib::kFloat, 1024, 1024, 1024, t);
  }
  Product("mm", lib::kFloat, 64, 256, 784, 2);
  Product("mm", lib::kFloat, 256, 784, 64, 1);
  Product("mm", lib::kFloat, 4096, 32, 32);
  Product("mm", lib::kFloat, 4096, 64, 1024);
  Product("mm", lib::kFloat, 32, 4096, 32);
  Product("mm", lib::kFloat, 64, 10, 256);
  Product("mm", lib::kFloat, 64, 10, 256, 2);
  Product("mm", lib::kFloat, 10, 256, 64, 1);
  Product("mm", lib::kFloat, 1, 1024, 1024);
  Product("mm", lib::kFloat, 1, 1024, 1024, 2);
  Product("mm", lib::kFloat, 1024, 1, 1024);
  for (int64_t n : {8, 16, 32, 64, 128, 256, 512, 1024}) {
    Product("mm double", lib::kDouble, n, n, n);
  }
  ROW("bmm/64 of 32") {
    const Tensor a = lib::rand({64, 32, 32}), b = lib::rand({64, 32, 32});
    Time(row, [&] { return lib::bmm(a, b); });
  }
  ROW("bmm/16 of 128") {
    const Tensor a = lib::rand({16, 128, 128}), b = lib::rand({16, 128, 128});
    Time(row, [&] { return lib::bmm(a, b); });
  }
}

void Arrays() {
  const std::pair<const char*, int64_t> sizes[] = {
      {"1K", 1 << 10}, {"32K", 32 << 10}, {"1M", 1 << 20}, {"16M", 16 << 20}};
  for (const auto& [size, n] : sizes) {
    auto name = [&, text = size](const char* op) {
      return std::string(op) + "/" + text;
    };
    if (!Wanted(name("add")) && !Wanted(name("mul")) && !Wanted(name("relu")) &&
        !Wanted(name("exp")) && !Wanted(name("log")) && !Wanted(name("tanh")) &&
        !Wanted(name("sigmoid")) && !Wanted(name("sum")) &&
        !Wanted(name("mean")) && !Wanted(name("max")) &&
        !Wanted(name("softmax")) && !Wanted(name("broadcast"))) {
      continue;
    }
    const Tensor x = lib::rand({n}) + 0.5, y = lib::rand({n}) - 0.5;
    const Tensor rows = x.view({n / 256, 256}), row256 = lib::rand({256});
    ROW(name("add")) Time(row, [&] { return x + y; });
    ROW(name("mul")) Time(row, [&] { return x * y; });
    ROW(name("relu")) Time(row, [&] { return lib::relu(y); });
    ROW(name("exp")) Time(row, [&] { return lib::exp(y); });
    ROW(name("log")) Time(row, [&] { return lib::log(x); });
    ROW(name("tanh")) Time(row, [&] { return lib::tanh(y); });
    ROW(name("sigmoid")) Time(row, [&] { return lib::sigmoid(y); });
    ROW(name("sum")) Time(row, [&] { return x.sum(); });
    ROW(name("mean")) Time(row, [&] { return x.mean(); });
    ROW(name("max")) Time(row, [&] { return x.max(); });
    ROW(name("softmax")) Time(row, [&] { return lib::softmax(rows, 1); });
    ROW(name("broadcast")) Time(row, [&] { return rows + row256; });
  }
}

void Layouts() {
  const Tensor x = lib::rand({1024, 1024});
  ROW("layout/x+x.t()") Time(row, [&] { return x + x.t(); });
  ROW("layout/x.t().contiguous()")
  Time(row, [&] { return x.t().contiguous(); });
  ROW("layout/sum(0)") Time(row, [&] { return x.sum(0); });
  ROW("layout/sum(1)") Time(row, [&] { return x.sum(1); });
  ROW("layout/randn 1M") Time(row, [&] { return lib::randn({1 << 20}); });
}

// How cost grows, from one element to what lies in memory; for curves.py.
void Curves() {
  for (int64_t n = 1; n <= 64 << 20; n *= 4) {
    const std::string at = "/" + std::to_string(n);
    if (!Wanted("curve/add" + at) && !Wanted("curve/exp" + at) &&
        !Wanted("curve/sum" + at)) {
      continue;
    }
    const Tensor x = lib::rand({n}), y = lib::rand({n});
    ROW("curve/add" + at) Time(row, [&] { return x + y; });
    ROW("curve/exp" + at) Time(row, [&] { return lib::exp(x); });
    ROW("curve/sum" + at) Time(row, [&] { return x.sum(); });
  }
  for (int64_t n = 1; n <= 2048; n *= 2) {
    ROW("curve/mm/" + std::to_string(n)) {
      const Tensor x = lib::rand({n, n}), y = lib::rand({n, n});
      Time(row, [&] { return lib::mm(x, y); });
    }
  }
  for (int64_t n = 1; n <= 1024; n *= 2) {
    Step("curve/step/" + std::to_string(n), n, n, 10, 32);
  }
}

}  // namespace

int main(int argc, char** argv) {
  std::string pattern = ".*";
  int threads = 1;
  for (int i = 1; i < argc; ++i) {
    if (std::strncmp(argv[i], "--threads=", 10) == 0) {
      threads = std::atoi(argv[i] + 10);
    } else if (std::strncmp(argv[i], "--seconds=", 10) == 0) {
      seconds = std::atof(argv[i] + 10);
    } else if (std::strncmp(argv[i], "--repeats=", 10) == 0) {
      repeats = std::atoi(argv[i] + 10);
    } else {
      pattern = argv[i];
    }
  }
  wanted = std::regex(pattern);
#ifdef ROWS_OF_LIBTORCH
  at::set_num_threads(threads);
#else
  lib::set_num_threads(threads);
#endif
  lib::manual_seed(0);
  // Not part of "everything".
  if (pattern.rfind("curve", 0) == 0) {
    Curves();
    return 0;
  }
  Calls();
  Steps();
  Products();
  Arrays();
  Layouts();
}
