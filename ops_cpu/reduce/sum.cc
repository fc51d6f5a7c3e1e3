#include "tessera/ops_cpu/reduce/sum.h"

#include <cmath>
#include <cstring>
#include <limits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/reduce/reduce_kernel.h"
#include "tessera/ops_cpu/reduce/tree_sum.h"
#include "tessera/ops_cpu/reduce/walk.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"

namespace tessera::reduce {
namespace {

struct AllLoops {
  ReduceLoops<float> f32;
  ReduceLoops<double> f64;
  AllLoops() { TESSERA_KERNEL(FillReduceLoops, CurrentIsa())(&f32, &f64); }
};
const AllLoops all_loops;

// Sums of equal levels of the tree are added as they come, pairwise and in
// order; `width` sums side by side.
template <class T>
class Carry {
 public:
  explicit Carry(T* space, int64_t width) : space_(space), width_(width) {}
  // sums is overwritten.
  void Add(T* sums) {
    for (int64_t c = count_; c & 1; c >>= 1) AddTop(sums);
    std::memcpy(space_ + top_++ * width_, sums, width_ * sizeof(T));
    ++count_;
  }
  void Finish(T* sums) {
    std::memcpy(sums, space_ + --top_ * width_, width_ * sizeof(T));
    while (top_) AddTop(sums);
  }

 private:
  void AddTop(T* __restrict sums) {
    const T* __restrict before = space_ + --top_ * width_;
    for (int64_t i = 0; i < width_; ++i) sums[i] = before[i] + sums[i];
  }
  T* space_;
  int64_t width_;
  int64_t count_ = 0;
  int64_t top_ = 0;
};
constexpr int kLevels = 52;  // 2^63 / kSumBlock
// Bytes that no longer fit the second cache, about.
constexpr int64_t kOutside = 1 << 20;
// Into how many parts the blocks of one output are cut for threads, at most.
constexpr int kRuns = 64;

template <class In>
struct Accumulator {
  using type = float;
};
template <>
struct Accumulator<double> {
  using type = double;
};

// The reduction of one plan; In as stored, T what is computed in.
template <class In>
class Summation {
 public:
  using T = typename Accumulator<In>::type;
  static constexpr bool kConverts = !std::is_same<In, T>::value;

  Summation(const ReducePlan& plan, Op op)
      : plan_(plan),
        loops_(CurrentReduceLoops<T>()),
        op_(op),
        blocks_((plan.count + kSumBlock - 1) / kSumBlock),
        dense_(IsDense(plan, sizeof(In))),
        even_(!kConverts && plan.reduce_ndim <= 1 &&
              blocks_ <= int64_t{1} << kWideLevels) {}

  void Run() {
    if (plan_.outputs == 0) return;
    if (ByColumns(plan_, sizeof(In))) {
      RunStrips();
    } else {
      RunRows();
    }
  }

 private:
  // ---- Rows: the terms of one output after another ----

  void RunRows() {
    const int64_t work = std::max<int64_t>(plan_.count, 1);
    if constexpr (!kConverts) {
      if (plan_.keep_ndim == 1 && dense_ && blocks_ == 1 &&
          TermOf() != Term::kSquare) {
        ParallelFor(
            plan_.outputs, std::max<int64_t>(1, kGrain / work),
            [&](int64_t begin, int64_t end) { RunEvenRows(begin, end); });
        return;
      }
    }
    const bool wide = blocks_ > 8 && plan_.outputs < 2 * get_num_threads();
    const int64_t grain =
        wide ? plan_.outputs : std::max<int64_t>(1, kGrain / work);
    ParallelFor(plan_.outputs, grain, [&](int64_t begin, int64_t end) {
      ForEachOutput(plan_, begin, end, [&](const char* in, int64_t out) {
        T shift = 0;
        if (IsCentered()) {
          Row(in, Term::kValue, &shift, wide, &shift);
          shift = shift / static_cast<T>(plan_.count);
        }
        T total;
        Row(in, TermOf(), &shift, wide, &total);
        Store(out, shift, total);
      });
    });
  }

  // Evenly spaced rows of a block each, many to a call.
  void RunEvenRows(int64_t begin, int64_t end) {
    constexpr int64_t kMost = 64;
    T sums[kMost];
    const int64_t step = plan_.keep_in[0];
    for (int64_t first = begin; first < end; first += kMost) {
      const int64_t rows = std::min(kMost, end - first);
      loops_.sum_rows(TermOf(),
                      reinterpret_cast<const T*>(plan_.in + first * step), step,
                      rows, plan_.count, sums);
      for (int64_t r = 0; r < rows; ++r) {
        Store((first + r) * plan_.keep_out[0], 0, sums[r]);
      }
    }
  }

  void Row(const char* in, Term term, const T* shift, bool wide, T* out) {
    if (__builtin_expect(blocks_ <= 1 && dense_ && !kConverts, 1)) {
      if (plan_.count == 0) {
        *out = 0;
      } else {
        loops_.sum_block(term, reinterpret_cast<const T*>(in), plan_.count,
                         *shift, out);
      }
      return;
    }
    InRuns(wide, 1, out, [&](int64_t begin, int64_t end, T* sum) {
      RowBlocks(in, term, *shift, begin, end, sum);
    });
  }

  void RowBlocks(const char* in, Term term, T shift, int64_t begin, int64_t end,
                 T* out) {
    alignas(64) T buffer[kSumBlock];
    T space[kLevels];
    Carry<T> carry(space, 1);
    Cursor cursor(plan_, begin * kSumBlock);
    for (int64_t b = begin; b < end; ++b) {
      const int64_t n = std::min(kSumBlock, plan_.count - b * kSumBlock);
      const T* terms = buffer;
      if (dense_ && !kConverts) {
        terms = reinterpret_cast<const T*>(in) + b * kSumBlock;
      } else {
        T* at = buffer;
        cursor.ForEachRun(n, [&](int64_t offset, int64_t step, int64_t count) {
          Gather(in + offset, step, count, at);
          at += count;
        });
      }
      T sum;
      loops_.sum_block(term, terms, n, shift, &sum);
      carry.Add(&sum);
    }
    carry.Finish(out);
  }

  static void Gather(const char* in, int64_t step, int64_t n, T* out) {
    if (step == sizeof(In)) {
      const In* x = reinterpret_cast<const In*>(in);
      for (int64_t i = 0; i < n; ++i) out[i] = static_cast<T>(x[i]);
      return;
    }
    for (int64_t i = 0; i < n; ++i, in += step) {
      out[i] = static_cast<T>(*reinterpret_cast<const In*>(in));
    }
  }

  // ---- Strips: neighbouring outputs side by side ----

  static constexpr int64_t kWidth = kStrip<T>;
  // Where rows are evenly spaced, strips may be as wide as a lane's sums stay
  // in the nearest cache with their like: long runs are read faster.
  static constexpr int64_t kWide = 8 * kWidth;
  static constexpr int kWideLevels = 12;
  static_assert(2 * kWide == kPage<T>);

  void RunStrips() {
    const int64_t columns = plan_.keep_shape[0];
    const int64_t outer = plan_.keep_ndim == 1 ? 1 : plan_.outputs / columns;
    int64_t width = kWidth;
    int64_t strips = (columns + width - 1) / width;
    int64_t groups = outer * strips;
    const bool wide = blocks_ > 1 && groups < 2 * get_num_threads();
    if (even_ && !wide && strips > 1) {
      // As wide as leaves a group to each thread. The last doubling is for
      // ColumnPages: only for what the second cache does not hold.
      const int64_t most =
          plan_.count >= kLanes && columns >= kPage<T> &&
                  plan_.count * columns >= kOutside / int64_t{sizeof(T)}
              ? kPage<T>
              : kWide;
      while (width < most && groups >= 2 * get_num_threads()) {
        width *= 2;
        strips = (columns + width - 1) / width;
        groups = outer * strips;
      }
    }
    const int64_t work =
        std::max<int64_t>(plan_.count, 1) * std::min(columns, width);
    const int64_t grain = wide ? groups : std::max<int64_t>(1, kGrain / work);
    ParallelFor(groups, grain, [&](int64_t begin, int64_t end) {
      for (int64_t g = begin; g < end; ++g) {
        const int64_t row = strips == 1 ? g : g / strips;
        const int64_t first = (g - row * strips) * width;
        const int64_t cols = std::min(width, columns - first);
        ForEachOutput(
            plan_, row, row + 1,
            [&](const char* in, int64_t out) {
              OneStrip(in + first * plan_.keep_in[0], cols, wide,
                       out + first * plan_.keep_out[0]);
            },
            1);
      }
    });
  }

  void OneStrip(const char* in, int64_t cols, bool wide, int64_t out) {
    if constexpr (!kConverts) {
      // Where a sum is the result as it is, it is made in its place.
      if (IsSum() && plan_.count > 0 && plan_.keep_out[0] == 1) {
        Strip(in, cols, TermOf(), nullptr, wide,
              reinterpret_cast<T*>(plan_.out) + out);
        return;
      }
    }
    alignas(64) T shift[kPage<T>];
    alignas(64) T total[kPage<T>];
    for (int64_t c = 0; c < cols; ++c) shift[c] = total[c] = 0;
    if (plan_.count > 0) {
      if (IsCentered()) {
        Strip(in, cols, Term::kValue, shift, wide, total);
        for (int64_t c = 0; c < cols; ++c) {
          shift[c] = total[c] / static_cast<T>(plan_.count);
        }
      }
      Strip(in, cols, TermOf(), shift, wide, total);
    }
    for (int64_t c = 0; c < cols; ++c) {
      Store(out + c * plan_.keep_out[0], shift[c], total[c]);
    }
  }

  void Strip(const char* in, int64_t cols, Term term, const T* shift, bool wide,
             T* out) {
    if (even_ && !wide) return EvenBlocks(in, cols, term, shift, out);
    InRuns(wide, cols, out, [&](int64_t begin, int64_t end, T* sums) {
      StripBlocks(in, cols, term, shift, begin, end, sums);
    });
  }

  // All blocks of a strip of up to a page of columns.
  void EvenBlocks(const char* in, int64_t cols, Term term, const T* shift,
                  T* out) {
    alignas(64) T lanes[kPageLevels * kPage<T>];
    static_assert(kPageLevels * kPage<T> >= kColumnLevels * kWide);
    const int64_t step = plan_.reduce_ndim ? plan_.reduce_in[0] : 0;
    const auto block = [&](int64_t b) {
      const int64_t n = std::min(kSumBlock, plan_.count - b * kSumBlock);
      loops_.sum_column_block(
          term, reinterpret_cast<const T*>(in + b * kSumBlock * step), step, n,
          cols, shift, lanes, out);
    };
    if (blocks_ == 1) return block(0);
    T space[(kWideLevels + 1) * kPage<T>];
    Carry<T> carry(space, cols);
    for (int64_t b = 0; b < blocks_; ++b) {
      block(b);
      carry.Add(out);
    }
    carry.Finish(out);
  }

  void StripBlocks(const char* in, int64_t cols, Term term, const T* shift,
                   int64_t begin, int64_t end, T* out) {
    alignas(64) T lanes[kLanes * kWidth];
    T space[kLevels * kWidth];
    Carry<T> carry(space, cols);
    Cursor cursor(plan_, begin * kSumBlock);
    for (int64_t b = begin; b < end; ++b) {
      const int64_t n = std::min(kSumBlock, plan_.count - b * kSumBlock);
      int64_t first = 0;
      cursor.ForEachRun(n, [&](int64_t offset, int64_t step, int64_t rows) {
        AddRows(in + offset, step, rows, cols, term, lanes, first, shift);
        first += rows;
      });
      loops_.fold_columns(lanes, n, cols, out);
      if (end - begin > 1) carry.Add(out);
    }
    if (end - begin > 1) carry.Finish(out);
  }

  void AddRows(const char* in, int64_t step, int64_t rows, int64_t cols,
               Term term, T* lanes, int64_t first, const T* shift) {
    if constexpr (!kConverts) {
      loops_.sum_columns(term, lanes, first, reinterpret_cast<const T*>(in),
                         step, rows, cols, shift);
    } else {
      constexpr int64_t kRows = 32;
      alignas(64) T tile[kRows * kWidth];
      for (int64_t r = 0; r < rows; r += kRows) {
        const int64_t count = std::min(kRows, rows - r);
        for (int64_t i = 0; i < count; ++i, in += step) {
          Gather(in, sizeof(In), cols, tile + i * kWidth);
        }
        loops_.sum_columns(term, lanes, first + r, tile, kWidth * sizeof(T),
                           count, cols, shift);
      }
    }
  }

  // ---- Both ----

  // sum(begin, end, out) over all blocks: in one go, or in runs of a power of
  // two of them, whose sums are nodes of the same tree.
  template <class F>
  void InRuns(bool wide, int64_t width, T* out, F&& sum) {
    if (plan_.count == 0) {
      *out = 0;
      return;
    }
    if (!wide) {
      sum(0, blocks_, out);
      return;
    }
    int64_t run = 1;
    while (run * kSumBlock * width < kGrain || run * kRuns < blocks_) run *= 2;
    const int64_t runs = (blocks_ + run - 1) / run;
    T partial[kRuns * kWidth];
    ParallelFor(runs, 1, [&](int64_t begin, int64_t end) {
      for (int64_t r = begin; r < end; ++r) {
        sum(r * run, std::min((r + 1) * run, blocks_), partial + r * width);
      }
    });
    T space[8 * kWidth];  // log2(kRuns) levels
    Carry<T> carry(space, width);
    for (int64_t r = 0; r < runs; ++r) carry.Add(partial + r * width);
    carry.Finish(out);
  }

  // Nothing is done to the sum of the terms.
  bool IsSum() const {
    return op_ == Op::sum || (op_ == Op::linalg_vector_norm && plan_.attr != 2);
  }
  bool IsCentered() const {
    return op_ == Op::var || op_ == Op::std || op_ == Op::var_mean;
  }
  Term TermOf() const {
    if (IsCentered()) return Term::kSquare;
    if (op_ != Op::linalg_vector_norm) return Term::kValue;
    return plan_.attr == 2 ? Term::kSquare : Term::kAbsolute;
  }

  void Store(int64_t out, T mean, T total) {
    switch (op_) {
      case Op::mean:
        total = total / static_cast<T>(plan_.count);
        break;
      case Op::linalg_vector_norm:
        if (plan_.attr == 2) total = std::sqrt(total);
        break;
      case Op::var:
      case Op::std:
      case Op::var_mean: {
        const double n = static_cast<double>(plan_.count) - plan_.attr;
        total = total / static_cast<T>(n > 0 ? n : 0);
        if (op_ == Op::std) total = std::sqrt(total);
        if (plan_.count == 0) mean = std::numeric_limits<T>::quiet_NaN();
        if (plan_.out2) reinterpret_cast<In*>(plan_.out2)[out] = In(mean);
        break;
      }
      default:
        break;
    }
    reinterpret_cast<In*>(plan_.out)[out] = static_cast<In>(total);
  }

  const ReducePlan& plan_;
  const ReduceLoops<T>& loops_;
  const Op op_;
  const int64_t blocks_;
  const bool dense_;
  const bool even_;
};

// The same elements as pairs of reals, as an innermost dimension of two that
// is kept (sums) or reduced (norms).
template <class T>
ReducePlan RealParts(const ReducePlan& plan, bool keep) {
  ReducePlan parts = plan;
  const auto put_first = [](int64_t* list, int ndim, int64_t value) {
    std::memmove(list + 1, list, ndim * sizeof *list);
    list[0] = value;
  };
  if (keep) {
    for (int d = 0; d < plan.keep_ndim; ++d) parts.keep_out[d] *= 2;
    put_first(parts.keep_shape, plan.keep_ndim, 2);
    put_first(parts.keep_in, plan.keep_ndim, sizeof(T));
    put_first(parts.keep_out, plan.keep_ndim, 1);
    ++parts.keep_ndim;
    parts.outputs *= 2;
  } else {
    put_first(parts.reduce_shape, plan.reduce_ndim, 2);
    put_first(parts.reduce_in, plan.reduce_ndim, sizeof(T));
    ++parts.reduce_ndim;
    parts.count *= 2;
    // Merged again where they are dense.
    if (parts.reduce_ndim > 1 && parts.reduce_in[1] == 2 * sizeof(T)) {
      parts.reduce_shape[1] *= 2;
      parts.reduce_in[1] = sizeof(T);
      --parts.reduce_ndim;
      std::memmove(parts.reduce_shape, parts.reduce_shape + 1,
                   parts.reduce_ndim * sizeof(int64_t));
      std::memmove(parts.reduce_in, parts.reduce_in + 1,
                   parts.reduce_ndim * sizeof(int64_t));
    }
  }
  return parts;
}

template <class T>
void SumComplex(const ReducePlan& plan, Op op) {
  const bool keep = op == Op::sum || op == Op::mean;
  const ReducePlan parts = RealParts<T>(plan, keep);
  Summation<T>(parts, op).Run();
}

}  // namespace

template <>
const ReduceLoops<float>& CurrentReduceLoops<float>() {
  return all_loops.f32;
}
template <>
const ReduceLoops<double>& CurrentReduceLoops<double>() {
  return all_loops.f64;
}

void SumF32(const ReducePlan& plan, KernelContext& context) {
  Summation<float>(plan, context.op).Run();
}
void SumF64(const ReducePlan& plan, KernelContext& context) {
  Summation<double>(plan, context.op).Run();
}
void SumHalf(const ReducePlan& plan, KernelContext& context) {
  Summation<Half>(plan, context.op).Run();
}
void SumBFloat16(const ReducePlan& plan, KernelContext& context) {
  Summation<BFloat16>(plan, context.op).Run();
}
void SumC64(const ReducePlan& plan, KernelContext& context) {
  SumComplex<float>(plan, context.op);
}
void SumC128(const ReducePlan& plan, KernelContext& context) {
  SumComplex<double>(plan, context.op);
}

}  // namespace tessera::reduce
