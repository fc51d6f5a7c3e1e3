// Reads tests/ops/testdata/index_sort_golden.txt and index_more_golden.txt,
// which tests/golden/make_index_sort.py and make_index_more.py wrote.
//
//   for (const GoldenLine& line : ReadGoldenLines()) {
//     line.op;         // "gather"
//     line.tensors[0]  // float64
//   }
#ifndef TESSERA_TESTS_OPS_GOLDEN_LINES_H_
#define TESSERA_TESTS_OPS_GOLDEN_LINES_H_

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/ops.h"

namespace tessera {

struct GoldenLine {
  std::string text;
  std::string op;
  int64_t dim;
  int64_t number;
  std::vector<Tensor> tensors;
};

inline std::vector<GoldenLine> ReadGoldenLines(
    const char* path = "tests/ops/testdata/index_sort_golden.txt") {
  std::ifstream file(path);
  std::vector<GoldenLine> lines;
  for (std::string text; std::getline(file, text);) {
    std::vector<std::string> fields;
    std::stringstream stream(text + "|");
    for (std::string f; std::getline(stream, f, '|');) fields.push_back(f);
    GoldenLine line{
        text, fields[0], std::stoll(fields[1]), std::stoll(fields[2]), {}};
    for (size_t i = 3; i + 1 < fields.size(); i += 2) {
      std::vector<int64_t> sizes;
      std::stringstream numbers(fields[i]);
      for (int64_t s; numbers >> s;) sizes.push_back(s);
      Tensor t = empty(sizes, kFloat64);
      double* to = static_cast<double*>(t.data_ptr());
      std::stringstream values(fields[i + 1]);
      for (std::string v; values >> v;) *to++ = std::strtod(v.c_str(), nullptr);
      line.tensors.push_back(t);
    }
    lines.push_back(line);
  }
  return lines;
}

// The values of t in another layout: 0 as it is, 1 reversed strides order, 2
// every second element of a larger one, 3 negative strides.
inline Tensor InLayout(const Tensor& t, int layout) {
  if (t.dim() == 0 || layout == 0) return t.clone();
  std::vector<int64_t> sizes = t.sizes().vec();
  Tensor out;
  if (layout == 1) {
    std::vector<int64_t> back(sizes.rbegin(), sizes.rend()), dims;
    for (int64_t d = t.dim() - 1; d >= 0; --d) dims.push_back(d);
    out = empty(back, t.options()).permute(dims);
  } else if (layout == 2) {
    for (int64_t& s : sizes) s = 2 * s + 1;
    out = full(sizes, 1, t.options());
    for (int64_t d = 0; d < t.dim(); ++d) {
      out = out.slice(d, 1, std::nullopt, 2);
    }
  } else {
    out = empty(sizes, t.options());
    for (int64_t d = 0; d < t.dim(); ++d) {
      out = out.slice(d, std::nullopt, std::nullopt, -1);
    }
  }
  out.copy_(t);
  return out;
}

// Sizes, dtype and bytes.
inline bool SameBits(const Tensor& a, const Tensor& b) {
  if (a.sizes() != b.sizes() || a.dtype() != b.dtype()) return false;
  const Tensor x = a.contiguous(), y = b.contiguous();
  const std::string p(static_cast<const char*>(x.data_ptr()), x.nbytes());
  const std::string q(static_cast<const char*>(y.data_ptr()), y.nbytes());
  return p == q;
}

// Sizes, dtype and values; 0 is -0, and NaN is NaN.
inline bool SameValues(const Tensor& a, const Tensor& b) {
  if (a.sizes() != b.sizes() || a.dtype() != b.dtype()) return false;
  const Tensor x = a.to(kFloat64).contiguous(), y = b.to(kFloat64).contiguous();
  const double* p = x.data_ptr<double>();
  const double* q = y.data_ptr<double>();
  for (int64_t i = 0; i < a.numel(); ++i) {
    if (p[i] != q[i] && !(p[i] != p[i] && q[i] != q[i])) return false;
  }
  return true;
}

}  // namespace tessera

#endif  // TESSERA_TESTS_OPS_GOLDEN_LINES_H_
