// The tree by which every sum of floats goes (tensor/plan/reduce_plan.h), as
// loops over lanes that GCC vectorises: within a row, and down columns.
//
//   float s = BlockSum(x, n, [](float v) { return v * v; });  // n <= 4,096
//   alignas(64) float lanes[kLanes * kStrip<float>];
//   ColumnLanes(lanes, 0, x, step, rows, cols, term);  // term(v, column)
//   ColumnFold(lanes, rows, cols, out);
//   ColumnBlock(x, step, rows, cols, term, space, out);  // both, evenly spaced
//
// Every lane begins with its first term, so that no zero is added: padding
// would do nothing else, as -0 is the neutral element of addition.
#ifndef TESSERA_OPS_CPU_REDUCE_TREE_SUM_H_
#define TESSERA_OPS_CPU_REDUCE_TREE_SUM_H_

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/ops_cpu/runtime/vector_width.h"

namespace tessera {

constexpr int kLanes = 64;
constexpr int64_t kSumBlock = 4096;
// Columns that are summed at a time: the lanes of a strip fill 16 KB.
template <class T>
constexpr int kStrip = 256 / sizeof(T);

// The folding of n lanes starts at the greatest power of two below n.
constexpr int FoldWidth(int64_t n) {
  int w = 1;
  while (2 * w < n) w *= 2;
  return n > 1 ? w : 0;
}

// leaf(kFirst), leaf(kFirst + kStep), ... below kEnd, folded so.
template <int kFirst, int kStep, int kEnd, class Leaf>
__attribute__((always_inline)) inline auto FoldedTree(const Leaf& leaf) {
  if constexpr (kFirst + kStep >= kEnd) {
    return leaf(kFirst);
  } else {
    return FoldedTree<kFirst, 2 * kStep, kEnd>(leaf) +
           FoldedTree<kFirst + kStep, 2 * kStep, kEnd>(leaf);
  }
}

// The sum of term(x[i]) for 1 <= n <= kSumBlock.
template <class T, class Term>
TESSERA_INLINE T BlockSum(const T* x, int64_t n, Term term) {
  alignas(64) T lanes[kLanes];
  if (n <= kLanes) {
    // Only the lanes that there are.
    int w = FoldWidth(n);
    if (w == 0) return term(x[0]);
    const int rest = static_cast<int>(n) - w;
    for (int i = 0; i < rest; ++i) lanes[i] = term(x[i]) + term(x[i + w]);
    for (int i = rest; i < w; ++i) lanes[i] = term(x[i]);
    for (w /= 2; w; w /= 2) {
      for (int i = 0; i < w; ++i) lanes[i] += lanes[i + w];
    }
    return lanes[0];
  }
  for (int i = 0; i < kLanes; ++i) lanes[i] = term(x[i]);
  int64_t i = kLanes;
  for (; i + kLanes <= n; i += kLanes) {
    for (int j = 0; j < kLanes; ++j) lanes[j] += term(x[i + j]);
  }
  const int rest = static_cast<int>(n - i);
  for (int j = 0; j < rest; ++j) lanes[j] += term(x[i + j]);
  for (int j = 0; j < 32; ++j) lanes[j] += lanes[j + 32];
  for (int j = 0; j < 16; ++j) lanes[j] += lanes[j + 16];
  for (int j = 0; j < 8; ++j) lanes[j] += lanes[j + 8];
  for (int j = 0; j < 4; ++j) lanes[j] += lanes[j + 4];
  return (lanes[0] + lanes[2]) + (lanes[1] + lanes[3]);
}

// out[r] = the sum of n terms of row r. row_step counts bytes.
constexpr int64_t kTinyRow = 16;
template <int kN, class T, class Term>
TESSERA_INLINE void TinyRows(const T* x, int64_t row_step, int64_t rows,
                             int64_t n, Term term, T* __restrict out) {
  if constexpr (kN < kTinyRow) {
    if (n > kN) return TinyRows<kN + 1>(x, row_step, rows, n, term, out);
  }
  const char* at = reinterpret_cast<const char*>(x);
  for (int64_t r = 0; r < rows; ++r, at += row_step) {
    const T* row = reinterpret_cast<const T*>(at);
    out[r] = FoldedTree<0, 1, kN>([=](int i) { return term(row[i]); });
  }
}
template <class T, class Term>
TESSERA_INLINE void RowSums(const T* x, int64_t row_step, int64_t rows,
                            int64_t n, Term term, T* __restrict out) {
  if (n <= kTinyRow) return TinyRows<1>(x, row_step, rows, n, term, out);
  const char* at = reinterpret_cast<const char*>(x);
  for (int64_t r = 0; r < rows; ++r, at += row_step) {
    out[r] = BlockSum(reinterpret_cast<const T*>(at), n, term);
  }
}

// Adds `rows` rows of `cols` <= kStrip<T> columns to the lanes of a block,
// whose terms before them were `first`. row_step counts bytes.
template <class T, class Term>
inline void ColumnLanes(T* __restrict lanes, int64_t first, const T* x,
                        int64_t row_step, int64_t rows, int64_t cols,
                        Term term) {
  constexpr int kWidth = kStrip<T>;
  const char* at = reinterpret_cast<const char*>(x);
  for (int64_t r = first; r < first + rows; ++r, at += row_step) {
    const T* __restrict row = reinterpret_cast<const T*>(at);
    T* __restrict lane = lanes + (r % kLanes) * kWidth;
    if (r < kLanes) {
      for (int64_t c = 0; c < cols; ++c) lane[c] = term(row[c], c);
    } else if (cols == kWidth) {
      for (int c = 0; c < kWidth; ++c) lane[c] += term(row[c], c);
    } else {
      for (int64_t c = 0; c < cols; ++c) lane[c] += term(row[c], c);
    }
  }
}

// out[c] = the sum of the lanes of column c, n of them filled.
template <class T>
inline void ColumnFold(T* __restrict lanes, int64_t n, int64_t cols,
                       T* __restrict out) {
  constexpr int kWidth = kStrip<T>;
  if (n > kLanes) n = kLanes;
  for (int w = FoldWidth(n); w; w /= 2) {
    const int64_t pairs = n - w < w ? n - w : w;
    for (int64_t i = 0; i < pairs; ++i) {
      const T* __restrict high = lanes + (i + w) * kWidth;
      T* __restrict low = lanes + i * kWidth;
      for (int64_t c = 0; c < cols; ++c) low[c] += high[c];
    }
    n = w;
  }
  for (int64_t c = 0; c < cols; ++c) out[c] = lanes[c];
}

// What ColumnBlock has of x, a block of n evenly spaced rows.
template <class T>
struct ColumnRows {
  const char* x;
  int64_t row_step;  // bytes
  int64_t n, cols;

  const T* row(int64_t r) const {
    return reinterpret_cast<const T*>(x + r * row_step);
  }
};

// out[c] = the terms of column c in one lane, added in order.
template <class T, class Term>
inline void ColumnLane(const ColumnRows<T>& rows, int64_t lane, Term term,
                       T* __restrict out) {
  const int64_t cols = rows.cols;
  int64_t r = lane;
  // The terms of the next four rows, after the sum of those before.
  const auto four = [&](auto before) {
    const T* __restrict r0 = rows.row(r);
    const T* __restrict r1 = rows.row(r + kLanes);
    const T* __restrict r2 = rows.row(r + 2 * kLanes);
    const T* __restrict r3 = rows.row(r + 3 * kLanes);
    for (int64_t c = 0; c < cols; ++c) {
      out[c] = ((before(term(r0[c], c), c) + term(r1[c], c)) + term(r2[c], c)) +
               term(r3[c], c);
    }
    r += 4 * kLanes;
  };
  if (r + 3 * kLanes < rows.n) {
    four([](T first, int64_t) { return first; });
  } else {
    const T* __restrict row = rows.row(r);
    for (int64_t c = 0; c < cols; ++c) out[c] = term(row[c], c);
    r += kLanes;
  }
  while (r + 3 * kLanes < rows.n) {
    four([out](T first, int64_t c) { return out[c] + first; });
  }
  for (; r < rows.n; r += kLanes) {
    const T* __restrict row = rows.row(r);
    for (int64_t c = 0; c < cols; ++c) out[c] += term(row[c], c);
  }
}

// The lanes first, first + step, ... below `end`, folded. A lane's terms are
// added before the next lane's, so that no more than a row of partial sums for
// each level is in use.
template <class T, class Term>
inline void ColumnLanesFrom(const ColumnRows<T>& rows, int first, int step,
                            int end, Term term, T* __restrict space,
                            T* __restrict out) {
  if (first + step >= end) return ColumnLane(rows, first, term, out);
  ColumnLanesFrom(rows, first, 2 * step, end, term, space, out);
  T* __restrict other = space;
  ColumnLanesFrom(rows, first + step, 2 * step, end, term, space + rows.cols,
                  other);
  for (int64_t c = 0; c < rows.cols; ++c) out[c] += other[c];
}

// The same for few terms: whole levels of the tree at a time, each of which is
// one run of numbers.
template <class T, class Term>
inline void ColumnFew(const ColumnRows<T>& rows, Term term, T* __restrict space,
                      T* __restrict out) {
  const int64_t cols = rows.cols;
  int64_t w = FoldWidth(rows.n);
  for (int64_t r = 0; r < w; ++r) {
    const T* __restrict low = rows.row(r);
    T* __restrict to = w == 1 ? out : space + r * cols;
    if (r + w < rows.n) {
      const T* __restrict high = rows.row(r + w);
      for (int64_t c = 0; c < cols; ++c) {
        to[c] = term(low[c], c) + term(high[c], c);
      }
    } else {
      for (int64_t c = 0; c < cols; ++c) to[c] = term(low[c], c);
    }
  }
  for (w /= 2; w > 1; w /= 2) {
    const int64_t half = w * cols;
    const T* __restrict high = space + half;
    for (int64_t i = 0; i < half; ++i) space[i] += high[i];
  }
  if (w == 0) return;
  const T* __restrict high = space + cols;
  for (int64_t c = 0; c < cols; ++c) out[c] = space[c] + high[c];
}

// The same for many rows of up to a page each, with eight places in memory
// from which rows are read from front to back: in the tree's own order, which
// jumps, it takes an eighth more where they come from beyond the second cache.
template <class T>
constexpr int64_t kPage = 4096 / sizeof(T);
constexpr int kStreams = 8;
template <class T, class Term>
inline void ColumnPages(const ColumnRows<T>& rows, Term term,
                        T* __restrict space, T* __restrict out) {
  const int64_t cols = rows.cols;
  T* __restrict levels = space + kStreams * cols;
  for (int l = 0; l < kStreams; ++l) {
    ColumnLanesFrom(rows, l, kStreams, kLanes, term, levels, space + l * cols);
  }
  for (int64_t c = 0; c < cols; ++c) {
    out[c] =
        FoldedTree<0, 1, kStreams>([=](int l) { return space[l * cols + c]; });
  }
}

// out[c] = the sum of column c over n <= kSumBlock rows of `cols` columns.
// space: kColumnLevels rows of cols numbers, or kFewTerms; for more than half
// a page of columns kPageLevels rows.
constexpr int kColumnLevels = 6;           // log2(kLanes)
constexpr int kPageLevels = kStreams + 3;  // log2(kLanes / kStreams)
constexpr int64_t kFewTerms = 512;
template <class T, class Term>
inline void ColumnBlock(const T* x, int64_t row_step, int64_t n, int64_t cols,
                        Term term, T* __restrict space, T* __restrict out) {
  const ColumnRows<T> rows = {reinterpret_cast<const char*>(x), row_step, n,
                              cols};
  if (n > 1 && n <= kLanes && FoldWidth(n) * cols <= kFewTerms) {
    return ColumnFew(rows, term, space, out);
  }
  if (cols > kPage<T> / 2 && n >= kLanes) {
    return ColumnPages(rows, term, space, out);
  }
  const int end = static_cast<int>(n < kLanes ? n : kLanes);
  ColumnLanesFrom(rows, 0, 1, end, term, space, out);
}

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_REDUCE_TREE_SUM_H_
