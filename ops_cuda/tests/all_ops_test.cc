// Every overload of every op, in each of its forms, with drawn arguments
// (tests/ops/any_input.h): on the CPU, and on a device. The same results, the
// same operands afterwards, the same gradients, or the same error.
#include <cuda_runtime.h>

#include <cmath>
#include <cstdlib>
#include <set>
#include <string>
#include <typeinfo>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/limits.h"
#include "tessera/ops_cuda/tests/check_memory.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/ops/any_input.h"

namespace tessera {
namespace {

using any_input::Frame;
using any_input::Overload;
using any_input::Random;

struct Outcome {
  std::string error_type, error;  // empty: none
  bool late = false;              // found by a kernel
  // On the CPU. Results and gradients are none after an error.
  std::vector<Tensor> operands, results, gradients;
};

Tensor OnCpu(const Tensor& t) { return t.defined() ? t.detach().to(kCPU) : t; }

void SetError(const Error& e, Outcome* outcome) {
  outcome->error_type = typeid(e).name();
  outcome->error = e.what();
}

// What a kernel found is thrown here, and came before what else was thrown.
void Wait(Outcome* outcome) {
  try {
    cuda::synchronize();
  } catch (const Error& e) {
    SetError(e, outcome);
    outcome->late = true;
  }
}

Outcome Run(Frame& frame, void (*form)(Frame&)) {
  Outcome outcome;
  manual_seed(5);
  try {
    form(frame);
  } catch (const Error& e) {
    SetError(e, &outcome);
  }
  Wait(&outcome);
  const std::vector<Tensor> operands = frame.Operands();
  for (const Tensor& t : operands) outcome.operands.push_back(OnCpu(t));
  if (!outcome.error.empty()) return outcome;
  for (const Tensor& t : frame.results()) outcome.results.push_back(OnCpu(t));
  try {
    for (const Tensor& t : frame.results()) {
      if (t.defined() && t.requires_grad()) t.backward(ones_like(t));
    }
  } catch (const Error& e) {
    SetError(e, &outcome);
  }
  Wait(&outcome);
  if (!outcome.error.empty()) return outcome;
  for (const Tensor& t : operands) {
    if (t.defined() && t.is_leaf())
      outcome.gradients.push_back(OnCpu(t.grad()));
  }
  return outcome;
}

// ---- Comparisons ----

std::string NameOf(const Overload& overload) {
  const std::string signature = overload.signature;
  return signature.substr(0, signature.find_first_of("(."));
}

// How much an element may differ, in eps of the greatest one; 0 is bits.
struct Bound {
  double eps = 0;
  bool complex = false;  // of complex numbers alone
  bool compared = true;
};

// What is not here is equal to the bit.
Bound BoundOf(const std::string& op) {
  static const std::set<std::string> not_compared = {
      // What memory held.
      "empty", "empty_like", "empty_strided", "new_empty", "new_empty_strided",
      // Its errors name strides, which a Frame does not copy where negative.
      "view_dtype"};
  // By math.h there, by <complex> on the CPU; and the gradients made of them.
  static const std::set<std::string> complex_functions = {
      "abs",   "acos", "acosh",   "asin",  "asinh", "atan",  "atanh", "cos",
      "cosh",  "exp",  "exp2",    "expm1", "log",   "log10", "log1p", "log2",
      "rsqrt", "sgn",  "sigmoid", "sin",   "sinh",  "sqrt",  "tan",   "tanh"};
  // cuBLAS's sums, and products that threads merge.
  static const std::set<std::string> products = {
      "addmm",        "addmv", "baddbmm", "bmm",       "dot", "einsum",
      "inner",        "kron",  "linear",  "mm",        "mv",  "matmul",
      "matrix_power", "outer", "prod",    "tensordot", "vdot"};
  if (not_compared.count(op)) return {0, false, false};
  if (complex_functions.count(op)) return {32, true, true};
  // eps |exponent log(base)|, and exponents are drawn without bounds.
  if (op == "pow") return {1e6, true, true};
  return {products.count(op) ? 16. : 0., false, true};
}

bool Equal(const Tensor& a, const Tensor& b, double eps) {
  if (a.defined() != b.defined()) return false;
  if (!a.defined()) return true;
  if (a.scalar_type() != b.scalar_type() || a.sizes() != b.sizes()) {
    return false;
  }
  if (a.numel() == 0) return true;
  if (a.is_complex()) {
    return Equal(view_as_real(a.reshape({-1})), view_as_real(b.reshape({-1})),
                 eps);
  }
  if (!a.is_floating_point()) return a.equal(b);
  const Tensor x = a.to(kFloat64), y = b.to(kFloat64);
  const Tensor same = (x == y).logical_or(x.isnan().logical_and(y.isnan()));
  if (same.all().item<bool>()) return true;
  if (eps == 0) return false;
  // Where one order overflows another need not: infinities are not compared.
  const double unit = finfo(a.scalar_type()).eps;
  const double most =
      nan_to_num(x, 0, 0, 0).abs().max().item<double>() * unit * eps + 1e-300;
  const Tensor near = (x - y).abs() <= most;
  return near.logical_or(x.isfinite().logical_and(y.isfinite()).logical_not())
      .all()
      .item<bool>();
}

// The device's name as the CPU's.
std::string Neutral(std::string text) {
  for (const std::string name : {"cuda:0", "cuda"}) {
    for (size_t at = 0; (at = text.find(name, at)) != std::string::npos;) {
      text.replace(at, name.size(), "cpu");
    }
  }
  return text;
}

// How many calls gave results, which were compared.
int64_t compared = 0;

void Try(const Overload& overload, void (*form)(Frame&), const char* which,
         uint64_t seed) {
  if (!form) return;
  Random r{seed}, s{seed};
  Frame here(overload, r), there(overload, s);
  there.MoveTo(Device(kCUDA, 0));
  const Outcome a = Run(here, form), b = Run(there, form);
  const std::string what =
      Str(overload.signature, ", ", which, ", seed ", seed, ":", here.Text());
  // Whether an out is a view, and how much memory there is, are not copied.
  for (const char* words :
       {"cannot be resized", "Can't detach views", "no memory on"}) {
    if (a.error.find(words) != std::string::npos) return;
  }
  // What a kernel found, here or in a wait of the op's own, is said in other
  // words and after others have written.
  const bool late =
      b.late || b.error.find("dimension with size") != std::string::npos;
  if (late && !a.error.empty()) return;
  if (a.error_type != b.error_type || Neutral(a.error) != Neutral(b.error)) {
    ADD_FAILURE() << what << "\n  CPU: " << a.error_type << ", " << a.error
                  << "\n  CUDA: " << b.error_type << ", " << b.error;
    return;
  }
  const Bound bound = BoundOf(NameOf(overload));
  bool complex = false;
  for (const Tensor& t : a.operands) complex |= t.defined() && t.is_complex();
  for (const Tensor& t : a.results) complex |= t.defined() && t.is_complex();
  const double eps = bound.complex && !complex ? 0 : bound.eps;
  const auto compare = [&](const char* part, const std::vector<Tensor>& x,
                           const std::vector<Tensor>& y) {
    ASSERT_EQ(x.size(), y.size()) << what << "\n  " << part;
    for (size_t i = 0; i < x.size(); ++i) {
      ASSERT_TRUE(Equal(x[i], y[i], eps))
          << what << "\n  " << part << " " << i << "\n  CPU: " << x[i]
          << "\n  CUDA: " << y[i];
    }
  };
  compared += a.error.empty();
  compare("operand", a.operands, b.operands);
  compare("result", a.results, b.results);
  compare("gradient", a.gradients, b.gradients);
}

TEST(CudaAllOps, AreTheCpus) {
  SetWarningHandler([](const std::string&) {});
  const char* asked = std::getenv("TESSERA_ROUNDS");
  const int rounds = asked ? std::atoi(asked) : 10;
  uint64_t seed = 0;
  for (const Overload& overload : any_input::Overloads()) {
    if (!BoundOf(NameOf(overload)).compared) continue;
    for (int round = 0; round < rounds; ++round) {
      Try(overload, overload.call, "function", ++seed);
      Try(overload, overload.inplace, "in place", ++seed);
      Try(overload, overload.out, "out", ++seed);
    }
    cuda::CheckMemory();
  }
  // Not all of what is drawn fits together.
  EXPECT_GT(compared, 200 * rounds);
}

}  // namespace
}  // namespace tessera
