// einsum: parses the equation, then takes the operands from left to right, each
// step one batched product over the labels that nobody asks for later.
#include <algorithm>
#include <string>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"

namespace tessera::run {
namespace {

constexpr char kOp[] = "einsum";

// What a dimension is called: 0 to 25 for A to Z, 26 to 51 for a to z, then the
// dimensions of the ellipsis, of which kLast is the last one.
constexpr int kLetters = 52;
constexpr int kLast = kLetters + Geometry::kMaxDims - 1;
constexpr int kLabels = kLast + 1;
constexpr int kEllipsis = -1;  // in a Term

using Labels = std::vector<int>;

bool Contains(const Labels& labels, int label) {
  return std::find(labels.begin(), labels.end(), label) != labels.end();
}

std::string LabelText(int label) {
  if (label >= kLetters) return "...";
  return std::string(
      1, static_cast<char>(label < 26 ? 'A' + label : 'a' + label - 26));
}

struct Equation {
  std::vector<Labels> terms;
  Labels result;
  bool has_arrow = false;
};

Equation Parse(const std::string& text) {
  Equation equation;
  equation.terms.emplace_back();
  Labels* term = &equation.terms.back();
  const auto where = [&] { return Str(" in equation '", text, "'"); };
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == ' ') continue;
    if (c >= 'A' && c <= 'Z') {
      term->push_back(c - 'A');
    } else if (c >= 'a' && c <= 'z') {
      term->push_back(26 + c - 'a');
    } else if (c == ',' && !equation.has_arrow) {
      equation.terms.emplace_back();
      term = &equation.terms.back();
    } else if (text.compare(i, 3, "...") == 0) {
      if (Contains(*term, kEllipsis)) {
        throw ValueError(kOp, Str("expected one '...' at most, got a second ",
                                  "one", where()));
      }
      term->push_back(kEllipsis);
      i += 2;
    } else if (text.compare(i, 2, "->") == 0 && !equation.has_arrow) {
      equation.has_arrow = true;
      term = &equation.result;
      i += 1;
    } else if (c == '.') {
      throw ValueError(kOp,
                       Str("found '.' that is not part of any '...'", where()));
    } else {
      throw ValueError(kOp, Str("invalid subscript '", std::string(1, c),
                                "' given at index ", i, where(),
                                "; subscripts are letters a to z and A to Z"));
    }
  }
  return equation;
}

// A tensor and what its dimensions are called, each name once.
struct Operand {
  Tensor tensor;
  Labels labels;

  int64_t DimOf(int label) const {
    return std::find(labels.begin(), labels.end(), label) - labels.begin();
  }
  int64_t SizeOf(int label) const { return tensor.size(DimOf(label)); }

  void Squeeze(int label) {
    const int64_t d = DimOf(label);
    tensor = tensor.squeeze(d);
    labels.erase(labels.begin() + d);
  }
  // The sum over the labels that keep says no to.
  template <class F>
  void SumUnless(F keep) {
    std::vector<int64_t> dims;
    Labels left;
    for (size_t d = 0; d < labels.size(); ++d) {
      if (keep(labels[d])) {
        left.push_back(labels[d]);
      } else {
        dims.push_back(static_cast<int64_t>(d));
      }
    }
    if (dims.empty()) return;
    tensor = tensor.sum(dims, false, tensor.scalar_type());
    labels = left;
  }
  Tensor Permuted(const Labels& order) const {
    std::vector<int64_t> dims;
    for (int label : order) dims.push_back(DimOf(label));
    return tensor.permute(dims);
  }
};

// Names the dimensions of an operand; a name that it has twice becomes a
// diagonal.
Operand Named(const Tensor& tensor, const Labels& term, size_t position,
              const std::string& equation) {
  const int64_t letters =
      static_cast<int64_t>(term.size()) - Contains(term, kEllipsis);
  const int64_t covered = tensor.dim() - letters;
  if (covered < 0 || (covered > 0 && !Contains(term, kEllipsis))) {
    throw ShapeError(
        kOp, Str("the number of subscripts in the equation (", letters,
                 ") does not match the number of dimensions (", tensor.dim(),
                 ") of operand ", position, ", ", tensor,
                 Contains(term, kEllipsis) ? "" : ", and no ellipsis is given",
                 ", in equation '", equation, "'"));
  }
  Operand operand{tensor, {}};
  for (int label : term) {
    if (label != kEllipsis) {
      operand.labels.push_back(label);
      continue;
    }
    for (int64_t i = covered; i-- > 0;) {
      operand.labels.push_back(kLast - static_cast<int>(i));
    }
  }
  for (size_t d = 0; d < operand.labels.size(); ++d) {
    const int label = operand.labels[d];
    for (size_t e = operand.labels.size(); --e > d;) {
      if (operand.labels[e] != label) continue;
      const int64_t m = operand.tensor.size(static_cast<int64_t>(d));
      const int64_t n = operand.tensor.size(static_cast<int64_t>(e));
      if (m != n) {
        throw ShapeError(kOp, Str("subscript ", LabelText(label),
                                  " is repeated for operand ", position, ", ",
                                  tensor, ", but the sizes don't match, ", n,
                                  " != ", m, ", in equation '", equation, "'"));
      }
      // The diagonal comes last and goes back to d.
      operand.tensor =
          operand.tensor
              .diagonal(0, static_cast<int64_t>(d), static_cast<int64_t>(e))
              .movedim(-1, static_cast<int64_t>(d));
      operand.labels.erase(operand.labels.begin() + static_cast<int64_t>(e));
    }
  }
  return operand;
}

int64_t Product(const Operand& operand, const Labels& labels,
                std::vector<int64_t>* sizes) {
  int64_t product = 1;
  for (int label : labels) {
    product *= operand.SizeOf(label);
    if (sizes) sizes->push_back(operand.SizeOf(label));
  }
  return product;
}

Labels Joined(const Labels& a, const Labels& b, const Labels& c) {
  Labels out = a;
  out.insert(out.end(), b.begin(), b.end());
  out.insert(out.end(), c.begin(), c.end());
  return out;
}

// The product of both, summed over the labels that keep says no to.
template <class F>
Operand Multiply(Operand a, Operand b, F keep) {
  // A single element beside several broadcasts: it need not be named.
  for (int label : Labels(a.labels)) {
    if (!Contains(b.labels, label)) continue;
    const int64_t m = a.SizeOf(label), n = b.SizeOf(label);
    if (m == n) continue;
    (m == 1 ? a : b).Squeeze(label);
  }
  a.SumUnless(
      [&](int label) { return keep(label) || Contains(b.labels, label); });
  b.SumUnless(
      [&](int label) { return keep(label) || Contains(a.labels, label); });
  Labels batch, summed, only_a, only_b;
  for (int label : a.labels) {
    (!Contains(b.labels, label) ? only_a
     : keep(label)              ? batch
                                : summed)
        .push_back(label);
  }
  for (int label : b.labels) {
    if (!Contains(a.labels, label)) only_b.push_back(label);
  }
  std::vector<int64_t> sizes;
  const int64_t q = Product(a, batch, &sizes);
  const int64_t m = Product(a, only_a, &sizes);
  const int64_t n = Product(b, only_b, &sizes);
  const int64_t k = Product(a, summed, nullptr);
  CheckedNumel(kOp, sizes, a.tensor.scalar_type());
  const Tensor x = a.Permuted(Joined(batch, only_a, summed));
  const Tensor y = b.Permuted(Joined(batch, summed, only_b));
  Operand out{{}, Joined(batch, only_a, only_b)};
  if (summed.empty()) {
    out.tensor = x.reshape({q, m, 1}) * y.reshape({q, 1, n});
  } else if (batch.empty()) {
    out.tensor = tessera::mm(x.reshape({m, k}), y.reshape({k, n}));
  } else {
    out.tensor = tessera::bmm(x.reshape({q, m, k}), y.reshape({q, k, n}));
  }
  out.tensor = out.tensor.view(sizes);
  return out;
}

}  // namespace

Tensor einsum(const char* equation, TensorList operands) {
  const std::string text = equation;
  Equation parsed = Parse(text);
  if (operands.empty()) {
    throw ValueError(kOp, "expected at least one operand, got none");
  }
  if (parsed.terms.size() != operands.size()) {
    throw ValueError(
        kOp, Str("expected as many operands as the equation '", text, "' has, ",
                 parsed.terms.size(), ", got ", operands.size()));
  }
  std::vector<Operand> named;
  int64_t size_of[kLabels];
  int uses[kLabels] = {};
  std::fill(size_of, size_of + kLabels, 1);
  bool seen[kLabels] = {};
  for (size_t i = 0; i < operands.size(); ++i) {
    detail::CheckDefined(kOp, operands[i], static_cast<int>(i));
    detail::CheckDType(Op::einsum, operands[i]);
    detail::CheckSameDevice(kOp, operands[0], operands[i]);
    detail::CheckSameDType(kOp, operands[0], operands[i]);
    for (int label : parsed.terms[i]) {
      if (label != kEllipsis) ++uses[label];
    }
    named.push_back(Named(operands[i], parsed.terms[i], i, text));
    for (int label : named.back().labels) {
      const int64_t size = named.back().SizeOf(label);
      int64_t& known = size_of[label];
      if (size != 1 && known != 1 && size != known) {
        throw ShapeError(kOp,
                         Str("subscript ", LabelText(label), " has size ", size,
                             " for operand ", i, ", ", operands[i],
                             ", which does not broadcast with the size ", known,
                             " seen before, in equation '", text, "'"));
      }
      if (size != 1) known = size;
      seen[label] = true;
    }
  }
  // The ellipsis spelled out, and the result that goes without saying.
  Labels result;
  const auto put_ellipsis = [&] {
    for (int label = kLetters; label < kLabels; ++label) {
      if (seen[label]) result.push_back(label);
    }
  };
  if (!parsed.has_arrow) {
    put_ellipsis();
    for (int label = 0; label < kLetters; ++label) {
      if (uses[label] == 1) result.push_back(label);
    }
  }
  for (int label : parsed.result) {
    if (label == kEllipsis) {
      put_ellipsis();
      continue;
    }
    const bool twice = Contains(result, label);
    if (twice || !seen[label]) {
      throw ValueError(kOp, Str("output subscript ", LabelText(label),
                                twice ? " appears more than once in the output"
                                      : " does not appear in any operand",
                                ", in equation '", text, "'"));
    }
    result.push_back(label);
  }
  Operand total = std::move(named[0]);
  for (size_t i = 1; i < named.size(); ++i) {
    total = Multiply(std::move(total), std::move(named[i]), [&](int label) {
      if (Contains(result, label)) return true;
      for (size_t j = i + 1; j < named.size(); ++j) {
        if (Contains(named[j].labels, label)) return true;
      }
      return false;
    });
  }
  total.SumUnless([&](int label) { return Contains(result, label); });
  return total.Permuted(result);
}

}  // namespace tessera::run

namespace tessera {
namespace {

void AppendLetters(const std::vector<TensorIndex>& subscripts,
                   std::string* text) {
  for (const TensorIndex& subscript : subscripts) {
    if (subscript.kind() == TensorIndex::Kind::kEllipsis) {
      *text += "...";
      continue;
    }
    const bool number = subscript.kind() == TensorIndex::Kind::kInteger;
    const int64_t n = number ? subscript.integer() : -1;
    if (n < 0 || n > 51) {
      throw ValueError("einsum",
                       Str("expected subscripts from 0 to 51 or an Ellipsis, "
                           "got ",
                           number ? Str(n) : "another kind of index"));
    }
    *text += static_cast<char>(n < 26 ? 'A' + n : 'a' + (n - 26));
  }
}

Tensor Einsum(const std::vector<EinsumOperand>& operands,
              const std::vector<TensorIndex>* result) {
  std::string equation;
  std::vector<Tensor> tensors;
  for (const EinsumOperand& operand : operands) {
    if (!tensors.empty()) equation += ',';
    AppendLetters(operand.subscripts, &equation);
    tensors.push_back(operand.tensor);
  }
  if (result) {
    equation += "->";
    AppendLetters(*result, &equation);
  }
  return einsum(equation.c_str(), tensors);
}

}  // namespace

Tensor einsum(const std::vector<EinsumOperand>& operands) {
  return Einsum(operands, nullptr);
}
Tensor einsum(const std::vector<EinsumOperand>& operands,
              const std::vector<TensorIndex>& result) {
  return Einsum(operands, &result);
}

}  // namespace tessera
