#include "tessera/ops_cpu/reduce/reduce_kernel.h"

#include "tessera/ops_cpu/reduce/extreme.h"
#include "tessera/ops_cpu/reduce/tree_sum.h"
#include "tessera/ops_cpu/runtime/vector_width.h"

namespace tessera::TESSERA_ISA {
namespace {

template <class T>
T Absolute(T x) {
  return x < 0 ? -x : x;
}

template <class T>
TESSERA_HALF_VECTORS void Block(Term term, const T* x, int64_t n, T shift,
                                T* out) {
  switch (term) {
    case Term::kValue:
      *out = BlockSum(x, n, [](T v) { return v; });
      return;
    case Term::kSquare:
      *out = BlockSum(x, n, [shift](T v) { return (v - shift) * (v - shift); });
      return;
    case Term::kAbsolute:
      *out = BlockSum(x, n, [](T v) { return Absolute(v); });
      return;
  }
}

template <class T>
TESSERA_HALF_VECTORS void Rows(Term term, const T* x, int64_t row_step,
                               int64_t rows, int64_t n, T* out) {
  if (term == Term::kAbsolute) {
    RowSums(
        x, row_step, rows, n, [](T v) { return Absolute(v); }, out);
  } else {
    RowSums(
        x, row_step, rows, n, [](T v) { return v; }, out);
  }
}

// f(term) for the terms of columns.
template <class T, class F>
void WithColumnTerm(Term term, const T* __restrict shift, F f) {
  switch (term) {
    case Term::kValue:
      f([](T v, int64_t) { return v; });
      return;
    case Term::kSquare:
      f([shift](T v, int64_t c) { return (v - shift[c]) * (v - shift[c]); });
      return;
    case Term::kAbsolute:
      f([](T v, int64_t) { return Absolute(v); });
      return;
  }
}

template <class T>
void Columns(Term term, T* lanes, int64_t first, const T* x, int64_t row_step,
             int64_t rows, int64_t cols, const T* shift) {
  WithColumnTerm(term, shift, [=](auto of) {
    ColumnLanes(lanes, first, x, row_step, rows, cols, of);
  });
}

template <class T>
void OneBlock(Term term, const T* x, int64_t row_step, int64_t n, int64_t cols,
              const T* shift, T* space, T* out) {
  WithColumnTerm(term, shift, [=](auto of) {
    ColumnBlock(x, row_step, n, cols, of, space, out);
  });
}

template <class T>
void Fold(T* lanes, int64_t n, int64_t cols, T* out) {
  ColumnFold(lanes, n, cols, out);
}

template <class T>
void Extreme(bool greatest, const T* x, int64_t n, T* best) {
  greatest ? BlockExtreme<true>(x, n, best) : BlockExtreme<false>(x, n, best);
}

template <class T>
void Extremes(bool greatest, T* best, const T* x, int64_t row_step,
              int64_t rows, int64_t cols) {
  greatest ? ColumnExtreme<true>(best, x, row_step, rows, cols)
           : ColumnExtreme<false>(best, x, row_step, rows, cols);
}

template <class T>
void Fill(ReduceLoops<T>* loops) {
  loops->sum_block = &Block<T>;
  loops->sum_rows = &Rows<T>;
  loops->sum_columns = &Columns<T>;
  loops->fold_columns = &Fold<T>;
  loops->sum_column_block = &OneBlock<T>;
  loops->extreme_block = &Extreme<T>;
  loops->extreme_columns = &Extremes<T>;
}

}  // namespace

void FillReduceLoops(ReduceLoops<float>* f32, ReduceLoops<double>* f64) {
  Fill(f32);
  Fill(f64);
}

}  // namespace tessera::TESSERA_ISA
