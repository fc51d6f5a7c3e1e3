#include "tessera/autograd/gradcheck.h"

#include <cmath>
#include <vector>

#include "tessera/autograd/autograd.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"

namespace tessera::autograd {
namespace {

// The numbers of t: a complex element counts as two, real part first.
std::vector<double> Numbers(const Tensor& t) {
  const Tensor host = t.detach()
                          .to(kCPU, t.is_complex() ? kComplexDouble : kFloat64)
                          .contiguous();
  const auto* p = static_cast<const double*>(host.data_ptr());
  return std::vector<double>(p, p + host.numel() * (t.is_complex() ? 2 : 1));
}

int64_t CountOf(const Tensor& t) {
  return t.numel() * (t.is_complex() ? 2 : 1);
}

// A tensor like t of zeros, with value at its number k.
Tensor WithNumber(const Tensor& t, int64_t k, double value) {
  Tensor host = zeros(t.sizes(), t.is_complex() ? kComplexDouble : kFloat64);
  static_cast<double*>(host.data_ptr())[k] = value;
  return host.to(t.device(), t.scalar_type());
}

bool IsChecked(const Tensor& t) { return t.defined() && t.requires_grad(); }

struct Failure {
  std::string message;
};

void Compare(const GradcheckFunction& f, const variable_list& given,
             const GradcheckOptions& options) {
  variable_list inputs;
  bool any = false;
  for (const Tensor& t : given) {
    if (!IsChecked(t)) {
      inputs.push_back(t);
      continue;
    }
    any = true;
    if (t.scalar_type() != kFloat64 && t.scalar_type() != kComplexDouble) {
      throw ValueError("gradcheck",
                       Str("expected float64 or complex128 inputs, got ", t,
                           "; convert with .to(kFloat64)"));
    }
    inputs.push_back(t.detach().clone(MemoryFormat::Contiguous));
    inputs.back().requires_grad_();
  }
  if (!any) {
    throw ValueError("gradcheck",
                     "expected an input that requires grad; gradcheck has "
                     "nothing to check otherwise");
  }
  const variable_list outputs = f(inputs);
  variable_list wanted;
  std::vector<size_t> wanted_at;
  for (size_t i = 0; i < inputs.size(); ++i) {
    if (!IsChecked(inputs[i])) continue;
    wanted.push_back(inputs[i]);
    wanted_at.push_back(i);
  }
  // analytic[o][k][i] are the numbers of the gradient by input i of number k
  // of output o.
  for (size_t o = 0; o < outputs.size(); ++o) {
    const Tensor& output = outputs[o];
    if (!output.requires_grad()) continue;
    std::vector<std::vector<std::vector<double>>> analytic;
    for (int64_t k = 0; k < CountOf(output); ++k) {
      // Twice, for a backward that gives something else the second time.
      for (int pass = 0; pass < 2; ++pass) {
        const variable_list g =
            grad(output, wanted, WithNumber(output, k, 1), true, false, true);
        std::vector<std::vector<double>> row;
        for (size_t i = 0; i < wanted.size(); ++i) {
          if (g[i].defined() && g[i].sizes() != wanted[i].sizes()) {
            throw Failure{Str("gradient ", g[i], " for input ", wanted[i])};
          }
          row.push_back(g[i].defined()
                            ? Numbers(g[i])
                            : std::vector<double>(
                                  static_cast<size_t>(CountOf(wanted[i]))));
        }
        if (pass == 0) {
          analytic.push_back(row);
        } else if (row != analytic.back()) {
          throw Failure{
              Str("Backward is not reentrant: the gradient of output ", o,
                  " differs between two passes")};
        }
      }
    }
    for (size_t i = 0; i < wanted.size(); ++i) {
      for (int64_t j = 0; j < CountOf(wanted[i]); ++j) {
        variable_list moved[2];
        for (int side = 0; side < 2; ++side) {
          moved[side] = inputs;
          Tensor t = wanted[i].detach().clone(MemoryFormat::Contiguous);
          Tensor host = t.to(kCPU);
          static_cast<double*>(host.data_ptr())[j] +=
              side ? options.eps : -options.eps;
          moved[side][wanted_at[i]] = host.to(t.device()).requires_grad_();
        }
        const std::vector<double> low = Numbers(f(moved[0])[o]);
        const std::vector<double> high = Numbers(f(moved[1])[o]);
        for (int64_t k = 0; k < CountOf(output); ++k) {
          const size_t at = static_cast<size_t>(k);
          const double numeric = (high[at] - low[at]) / (2 * options.eps);
          const double found = analytic[at][i][static_cast<size_t>(j)];
          if (std::fabs(found - numeric) <=
              options.atol + options.rtol * std::fabs(numeric)) {
            continue;
          }
          throw Failure{Str("Jacobian mismatch for output ", o, " number ", k,
                            " with respect to input ", wanted_at[i], " number ",
                            j, ": numerical ", numeric, ", analytical ",
                            found)};
        }
      }
    }
  }
}

bool Check(const char* op, const GradcheckFunction& f,
           const variable_list& inputs, const GradcheckOptions& options) {
  try {
    Compare(f, inputs, options);
  } catch (const Failure& failure) {
    if (!options.raise_exception) return false;
    throw AutogradError(op, failure.message);
  }
  return true;
}

}  // namespace

bool gradcheck(const GradcheckFunction& f, const variable_list& inputs,
               const GradcheckOptions& options) {
  return Check("gradcheck", f, inputs, options);
}

bool gradgradcheck(const GradcheckFunction& f, const variable_list& inputs,
                   const GradcheckOptions& options) {
  variable_list all = inputs;
  for (const Tensor& output : f(inputs)) {
    if (!output.requires_grad()) continue;
    std::vector<double> numbers;
    for (int64_t k = 0; k < CountOf(output); ++k) {
      numbers.push_back(std::cos(1.7 * static_cast<double>(k) + 0.3) + 0.2);
    }
    Tensor v =
        zeros(output.sizes(), output.is_complex() ? kComplexDouble : kFloat64);
    for (size_t k = 0; k < numbers.size(); ++k) {
      static_cast<double*>(v.data_ptr())[k] = numbers[k];
    }
    all.push_back(v.to(output.device()).requires_grad_());
  }
  const size_t n = inputs.size();
  const GradcheckFunction gradient = [&f, n](const variable_list& in) {
    const variable_list mine(in.begin(),
                             in.begin() + static_cast<ptrdiff_t>(n));
    variable_list roots, weights, wanted;
    for (const Tensor& t : f(mine)) {
      if (t.requires_grad()) {
        weights.push_back(in[n + roots.size()]);
        roots.push_back(t);
      }
    }
    for (const Tensor& t : mine) {
      if (IsChecked(t)) wanted.push_back(t);
    }
    return grad(roots, wanted, weights, true, true, true, true);
  };
  return Check("gradgradcheck", gradient, all, options);
}

}  // namespace tessera::autograd
