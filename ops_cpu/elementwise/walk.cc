#include "tessera/ops_cpu/elementwise/walk.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "tessera/dtype/convert.h"
#include "tessera/dtype/scalar.h"
#include "tessera/ops_cpu/elementwise/cast.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/host_copy.h"

namespace tessera {
namespace {

constexpr int kMax = LoopArgs::kOperands;

// Rows of a power of two, so that a place in them is cheap to find.
const LoopEntry* entries[kOps][kDTypes + 1];
// The loops of those whose operands are all of the computation dtype, in the
// plan's order.
Loop direct_loops[kOps][kDTypes + 1];
// Those of them, of float and double, that take a number for one of two inputs.
Loop number_loops[kOps][2];

// Elements that a thread takes at least; about 8 us of work.
constexpr int64_t kGrain = 32768;
constexpr int64_t kSlowGrain = 4096;

// No array of char, for which the compiler guards the stack.
struct Number {
  alignas(16) uint64_t words[2];
  char* bytes() { return reinterpret_cast<char*>(words); }
};

// A number of the plan as an element of `type`.
void StoreNumber(Number* number, DType type, const PlanAttr& attr,
                 DType compute, bool round) {
  switch (type) {
    case DType::Float:
      if (isFloatingType(compute)) {
        float value = static_cast<float>(attr.f[0]);
        if (round && compute == DType::Half) value = Convert<Half>(attr.f[0]);
        if (round && compute == DType::BFloat16) {
          value = Convert<BFloat16>(attr.f[0]);
        }
        std::memcpy(number->bytes(), &value, sizeof value);
        return;
      }
      break;
    case DType::Double:
    case DType::Long:
    case DType::UInt64:
      if (type == compute) {
        std::memcpy(number->bytes(), &attr, 8);
        return;
      }
      break;
    default:
      break;
  }
  switch (kind(compute)) {
    case Kind::Bool:
    case Kind::Int:
      return detail::StoreScalar(
          number->bytes(), type,
          compute == DType::UInt64 ? Scalar(attr.u) : Scalar(attr.i));
    case Kind::Float:
      return detail::StoreScalar(number->bytes(), type, attr.f[0]);
    case Kind::Complex:
      return detail::StoreScalar(number->bytes(), type,
                                 complex<double>(attr.f[0], attr.f[1]));
  }
}

// Calls run(ptr, n, first) for each innermost run of elements begin to end of
// the plan's order, which starts at place `first` of dimension 0.
template <class F>
void ForEachRun(const IterPlan& plan, int64_t begin, int64_t end, F run) {
  char* ptr[IterPlan::kOperands];
  int64_t index[IterPlan::kDims];
  for (int k = 0; k < plan.operands; ++k) ptr[k] = plan.ptr[k];
  int64_t rest = begin;
  for (int d = 0; d < plan.ndim; ++d) {
    index[d] = 0;
    if (rest == 0) continue;  // divisions are slow
    index[d] = rest % plan.shape[d];
    rest /= plan.shape[d];
    for (int k = 0; k < plan.operands; ++k) {
      ptr[k] += index[d] * plan.stride[d][k];
    }
  }
  for (int64_t left = end - begin; left > 0;) {
    const int64_t n = std::min(left, plan.shape[0] - index[0]);
    run(ptr, n, index[0]);
    left -= n;
    if (left == 0) return;
    // To the start of the next run.
    for (int k = 0; k < plan.operands; ++k) {
      ptr[k] -= index[0] * plan.stride[0][k];
    }
    index[0] = 0;
    for (int d = 1; d < plan.ndim; ++d) {
      const bool carry = ++index[d] == plan.shape[d];
      for (int k = 0; k < plan.operands; ++k) {
        ptr[k] += plan.stride[d][k];
        if (carry) ptr[k] -= plan.shape[d] * plan.stride[d][k];
      }
      if (!carry) break;
      index[d] = 0;
    }
  }
}

// What a walk needs of a plan, number by number: a wide load of what was stored
// in parts just before has to wait for the stores.
void CopyPlan(IterPlan& to, const IterPlan& from) {
  to.numel = from.numel;
  to.compute = from.compute;
  to.operands = from.operands;
  to.ndim = from.ndim;
  to.attr_mask = from.attr_mask;
  to.flat = from.flat;
  for (int k = 0; k < from.operands; ++k) {
    to.ptr[k] = from.ptr[k];
    to.dtype[k] = from.dtype[k];
  }
  for (int d = 0; !from.flat && d < from.ndim; ++d) {
    to.shape[d] = from.shape[d];
    for (int k = 0; k < from.operands; ++k) {
      to.stride[d][k] = from.stride[d][k];
    }
  }
}

// A flat plan with its one dimension written out.
void Unfold(IterPlan& copy, const IterPlan& plan) {
  CopyPlan(copy, plan);
  copy.ndim = 1;
  copy.shape[0] = plan.numel;
  for (int k = 0; k < plan.operands; ++k) {
    copy.stride[0][k] = plan.attr_mask >> k & 1
                            ? 0
                            : static_cast<int64_t>(elementSize(plan.dtype[k]));
  }
}

// Rows of up to this many elements are short: calling a loop for each costs
// more than bringing them together. The first number is for operands of which
// each row has to be fetched.
constexpr int64_t kShortRow = 16;
constexpr int64_t kShortRepeatedRow = 64;

// Dimensions 0 and 1 of a plan of short rows as one, in which the output runs
// without gaps. Inputs that do not are read by their strides here, into a
// buffer.
struct Fold {
  int64_t columns = 0;  // 0: nothing is folded
  uint32_t mask = 0;    // inputs that are gathered
  int64_t stride[IterPlan::kOperands][2];
};

// Whether rows of this plan are to be folded.
bool FoldsRows(const IterPlan& plan) {
  const int64_t columns = plan.shape[0];
  if (plan.ndim < 2 || columns > kShortRepeatedRow) return false;
  bool repeats = true;
  for (int k = 0; k < plan.operands; ++k) {
    const int64_t width = static_cast<int64_t>(elementSize(plan.dtype[k]));
    const bool dense =
        plan.stride[0][k] == width && plan.stride[1][k] == columns * width;
    if (k == 0 && !dense) return false;
    repeats &= dense || plan.stride[1][k] == 0;
  }
  return repeats || columns <= kShortRow;
}

// Folds the rows of plan itself.
Fold FoldRows(IterPlan& plan) {
  Fold fold;
  fold.columns = plan.shape[0];
  for (int k = 1; k < plan.operands; ++k) {
    const int64_t width = static_cast<int64_t>(elementSize(plan.dtype[k]));
    const int64_t column = plan.stride[0][k];
    const int64_t row = plan.stride[1][k];
    const bool dense = column == width && row == fold.columns * width;
    const bool is_number = column == 0 && row == 0;
    if (dense || is_number) continue;
    fold.mask |= 1u << k;
    fold.stride[k][0] = column;
    fold.stride[k][1] = row;
    plan.stride[0][k] = 0;
  }
  plan.shape[0] *= plan.shape[1];
  --plan.ndim;
  for (int d = 1; d < plan.ndim; ++d) {
    plan.shape[d] = plan.shape[d + 1];
    for (int k = 0; k < plan.operands; ++k) {
      plan.stride[d][k] = plan.stride[d + 1][k];
    }
  }
  return fold;
}

// How a thread goes through its part of a plan.
class Walk {
 public:
  // Operands in `tiled` come from Tiles.
  Walk(const IterPlan& plan, const LoopEntry& entry, const PlanAttr* attr,
       KernelContext& context, const Fold& fold, uint32_t tiled = 0)
      : plan_(plan), entry_(entry), fold_(fold) {
    args_.ptr = ptr_;
    args_.attr = attr;
    args_.context = &context;
    args_.single = 0;
    if (fold.columns) chunk_ = kChunk / fold.columns * fold.columns;
    const int first = entry.flags & kSwap ? 2 : 1;
    for (int k = 0; k <= entry.inputs; ++k) {
      Operand& o = operands_[k];
      // Where the loop expects operand k of the plan.
      o.slot = k == 0 || entry.inputs != 2 ? k : k == 1 ? first : 3 - first;
      o.type = entry.types[o.slot];
      o.width = static_cast<int>(elementSize(plan.dtype[k]));
      o.stride = tiled >> k & 1 ? o.width : plan.stride[0][k];
      o.folded = fold.mask >> k & 1;
      o.buffered = plan.dtype[k] != o.type || o.stride != o.width;
      if (plan.dtype[k] != o.type) {
        o.cast = k == 0 ? Caster(o.type, plan.dtype[0])
                        : Caster(plan.dtype[k], o.type);
      }
      if (k > 0 && o.buffered && o.stride == 0 && !o.folded && !args_.single &&
          entry.flags & kSingles) {
        args_.single = 1u << o.slot;
        o.is_single = true;
      }
      any_buffered_ |= o.buffered && !(o.is_single && plan.dtype[k] == o.type);
    }
  }

  void Run(int64_t begin, int64_t end) {
    ForEachRun(plan_, begin, end,
               [&](char* const* ptr, int64_t n, int64_t first) {
                 RunInner(ptr, n, first);
               });
  }

  // Rows begin to end, which are whole runs of dimension 0.
  void RunRows(int64_t begin, int64_t end) {
    if (any_buffered_ || plan_.ndim < 2) {
      return Run(begin * plan_.shape[0], end * plan_.shape[0]);
    }
    args_.n = plan_.shape[0];
    // Where a row starts and the step to the next one, as the loop has them.
    int64_t step[kMax];
    for (int64_t row = begin; row < end;) {
      int64_t place[kMax] = {};
      int64_t rest = row;
      for (int d = 1; d < plan_.ndim; ++d) {
        const int64_t next = rest == 0 ? 0 : rest / plan_.shape[d];
        for (int k = 0; k <= entry_.inputs; ++k) {
          place[k] += (rest - next * plan_.shape[d]) * plan_.stride[d][k];
        }
        rest = next;
      }
      const int64_t n =
          std::min(end - row, plan_.shape[1] - row % plan_.shape[1]);
      for (int k = 0; k <= entry_.inputs; ++k) {
        const int slot = operands_[k].slot;
        ptr_[slot] = plan_.ptr[k] + place[k];
        step[slot] = plan_.stride[1][k];
      }
      for (int64_t i = 0; i < n; ++i) {
        entry_.loop(args_);
        for (int k = 0; k <= entry_.inputs; ++k) ptr_[k] += step[k];
      }
      row += n;
    }
  }

  // n elements of one innermost run, from place `first` of dimension 0.
  void RunInner(char* const* ptr, int64_t n, int64_t first) {
    if (any_buffered_) return RunBuffered(ptr, n, first);
    args_.n = n;
    for (int k = 0; k <= entry_.inputs; ++k) {
      ptr_[operands_[k].slot] = ptr[k];
    }
    entry_.loop(args_);
  }

 private:
  struct Operand {
    int slot;
    DType type;
    int width;
    int64_t stride;
    bool buffered;
    bool folded;
    bool is_single = false;
    Caster cast;
    // What the buffer of a folded operand whose rows are all the same has.
    const char* rows_of = nullptr;
    int64_t filled = 0;
  };

  void RunBuffered(char* const* ptr, int64_t n, int64_t first) {
    for (int64_t i = 0; i < n; i += chunk_) {
      const int64_t count = std::min<int64_t>(chunk_, n - i);
      args_.n = count;
      for (int k = 1; k <= entry_.inputs; ++k) {
        Operand& o = operands_[k];
        char*& at = ptr_[o.slot];
        if (o.folded) {
          at = FetchFolded(o, k, ptr[k], first + i, count);
        } else if (!o.buffered) {
          at = ptr[k] + i * o.width;
        } else if (o.stride == 0) {
          // The same in each chunk of the run.
          if (i == 0) at = FetchSingle(o, k, ptr[k], count);
        } else {
          at = Fetch(o, k, ptr[k] + i * o.stride, count);
        }
      }
      const Operand& out = operands_[0];
      char* const place = ptr[0] + i * out.stride;
      ptr_[0] = out.buffered ? buffer_[0] : place;
      entry_.loop(args_);
      if (out.buffered) Store(out, place, count);
    }
  }

  char* Fetch(const Operand& o, int k, const char* src, int64_t n) {
    const bool casts = plan_.dtype[k] != o.type;
    if (!casts) {
      MoveRun(o.width, buffer_[k], o.width, src, o.stride, n);
    } else if (o.stride == o.width) {
      o.cast(buffer_[k], src, n);
    } else {
      MoveRun(o.width, scratch_, o.width, src, o.stride, n);
      o.cast(buffer_[k], scratch_, n);
    }
    return buffer_[k];
  }

  // n elements, whole rows, from place `first` of the folded dimensions.
  char* FetchFolded(Operand& o, int k, const char* src, int64_t first,
                    int64_t n) {
    const int64_t columns = fold_.columns;
    const int64_t column_stride = fold_.stride[k][0];
    const int64_t row_stride = fold_.stride[k][1];
    const int64_t row_bytes = columns * o.width;
    const int64_t bytes = n * o.width;
    const bool casts = plan_.dtype[k] != o.type;
    char* const to = casts ? scratch_ : buffer_[k];
    if (row_stride == 0) {
      if (o.rows_of == src && o.filled >= n) return buffer_[k];
      o.rows_of = src;
      o.filled = n;
      MoveRun(o.width, to, o.width, src, column_stride, columns);
      for (int64_t done = row_bytes; done < bytes; done *= 2) {
        std::memcpy(to + done, to, std::min(done, bytes - done));
      }
    } else {
      src += first / columns * row_stride;
      for (int64_t done = 0; done < bytes; done += row_bytes) {
        MoveRun(o.width, to + done, o.width, src, column_stride, columns);
        src += row_stride;
      }
    }
    if (casts) o.cast(buffer_[k], scratch_, n);
    return buffer_[k];
  }

  char* FetchSingle(const Operand& o, int k, char* src, int64_t n) {
    if (plan_.dtype[k] == o.type) {
      if (o.is_single) return src;
      MoveRun(o.width, buffer_[k], o.width, src, 0, n);
      return buffer_[k];
    }
    o.cast(scratch_, src, 1);
    const int width = static_cast<int>(elementSize(o.type));
    MoveRun(width, buffer_[k], width, scratch_, 0, o.is_single ? 1 : n);
    return buffer_[k];
  }

  void Store(const Operand& o, char* dst, int64_t n) {
    if (plan_.dtype[0] == o.type) {
      MoveRun(o.width, dst, o.stride, buffer_[0], o.width, n);
    } else if (o.stride == o.width) {
      o.cast(dst, buffer_[0], n);
    } else {
      o.cast(scratch_, buffer_[0], n);
      MoveRun(o.width, dst, o.stride, scratch_, o.width, n);
    }
  }

  const IterPlan& plan_;
  const LoopEntry& entry_;
  const Fold& fold_;
  int64_t chunk_ = kChunk;
  LoopArgs args_;
  char* ptr_[kMax];
  bool any_buffered_ = false;
  Operand operands_[kMax];
  alignas(64) char buffer_[kMax][kChunk * 16];
  alignas(64) char scratch_[kChunk * 16];
};

// Inputs that are contiguous along dimension 1 instead of 0, such as b.t() in
// a + b.t(): a bit for each operand.
uint32_t Transposed(const IterPlan& plan) {
  uint32_t mask = 0;
  if (plan.flat || plan.ndim < 2 || plan.shape[0] < 8 || plan.shape[1] < 8) {
    return 0;
  }
  for (int k = 1; k < plan.operands; ++k) {
    const int64_t width = static_cast<int64_t>(elementSize(plan.dtype[k]));
    if (plan.stride[1][k] == width && std::abs(plan.stride[0][k]) > width) {
      mask |= 1u << k;
    }
  }
  return mask;
}

// A tile of each operand has up to kTileBytes: rows of one or more cache lines
// of what is turned, and as long as fits, since each is one call of the loop.
constexpr int64_t kTileRows = 16;
constexpr int64_t kTileBytes = 16384;

// Goes through dimensions 0 and 1 by tiles, for which it turns the transposed
// inputs; each piece is kTileRows rows of one outer index.
void RunTiles(const IterPlan& plan, const LoopEntry& entry,
              const PlanAttr* attr, KernelContext& context, uint32_t tiled,
              int64_t begin, int64_t end) {
  const Fold fold{};
  Walk walk(plan, entry, attr, context, fold, tiled);
  alignas(64) char tile[kMax][kTileBytes];
  int64_t tile_columns = kTileBytes / kTileRows;
  for (int k = 1; k < plan.operands; ++k) {
    if (!(tiled >> k & 1)) continue;
    tile_columns = std::min<int64_t>(
        tile_columns, kTileBytes / kTileRows / elementSize(plan.dtype[k]));
  }
  const int64_t bands = (plan.shape[1] + kTileRows - 1) / kTileRows;
  for (int64_t piece = begin; piece < end; ++piece) {
    const int64_t row0 = piece % bands * kTileRows;
    const int64_t rows = std::min(kTileRows, plan.shape[1] - row0);
    char* start[kMax];
    for (int k = 0; k < plan.operands; ++k) {
      start[k] = plan.ptr[k] + row0 * plan.stride[1][k];
      int64_t rest = piece / bands;
      for (int d = 2; d < plan.ndim; ++d) {
        start[k] += rest % plan.shape[d] * plan.stride[d][k];
        rest /= plan.shape[d];
      }
    }
    for (int64_t column = 0; column < plan.shape[0]; column += tile_columns) {
      const int64_t n = std::min(tile_columns, plan.shape[0] - column);
      int64_t step[kMax];
      char* at[kMax];
      for (int k = 0; k < plan.operands; ++k) {
        at[k] = start[k] + column * plan.stride[0][k];
        step[k] = plan.stride[1][k];
        if (!(tiled >> k & 1)) continue;
        const int width = static_cast<int>(elementSize(plan.dtype[k]));
        step[k] = tile_columns * width;
        MoveTransposed(width, tile[k], step[k], at[k], plan.stride[0][k], rows,
                       n);
        at[k] = tile[k];
      }
      for (int64_t row = 0; row < rows; ++row) {
        walk.RunInner(at, n, 0);
        for (int k = 0; k < plan.operands; ++k) at[k] += step[k];
      }
    }
  }
}

// All that is not the short way below.
__attribute__((noinline)) void RunGeneral(const IterPlan& plan,
                                          const LoopEntry& entry,
                                          KernelContext& context) {
  IterPlan copy;  // where plan is not what the walk needs
  if (plan.flat) {
    Unfold(copy, plan);
  } else if (plan.attr_mask) {
    CopyPlan(copy, plan);
  }
  const IterPlan& unfolded = plan.flat || plan.attr_mask ? copy : plan;
  Number numbers[kMax];
  int attrs = 0;
  for (int k = 1; k < plan.operands; ++k) {
    if (!(plan.attr_mask >> k & 1)) continue;
    const int slot = entry.flags & kSwap && entry.inputs == 2 ? 3 - k : k;
    copy.dtype[k] = entry.types[slot];
    StoreNumber(&numbers[k], copy.dtype[k], plan.attr[attrs], plan.compute,
                entry.flags & kRoundNumbers);
    ++attrs;
    copy.ptr[k] = numbers[k].bytes();
  }
  const int64_t grain = entry.flags & kSlow ? kSlowGrain : kGrain;
  const PlanAttr* attr = plan.attr + attrs;
  if (const uint32_t tiled = Transposed(unfolded)) {
    const int64_t bands = (plan.shape[1] + kTileRows - 1) / kTileRows;
    const int64_t pieces = plan.numel / (plan.shape[0] * plan.shape[1]) * bands;
    ParallelFor(pieces,
                std::max<int64_t>(1, grain / (kTileRows * plan.shape[0])),
                [&](int64_t begin, int64_t end) {
                  RunTiles(unfolded, entry, attr, context, tiled, begin, end);
                });
    return;
  }
  Fold fold;
  if (!plan.flat && FoldsRows(unfolded)) {
    if (&unfolded != &copy) CopyPlan(copy, plan);
    fold = FoldRows(copy);
  }
  const IterPlan& walked = fold.columns ? copy : unfolded;
  // Threads take whole rows where these are short.
  const int64_t row = fold.columns ? fold.columns : walked.shape[0];
  if (fold.columns || (walked.ndim >= 2 && row <= grain)) {
    ParallelFor(plan.numel / row, grain / row, [&](int64_t begin, int64_t end) {
      Walk walk(walked, entry, attr, context, fold);
      if (fold.columns) {
        walk.Run(begin * row, end * row);
      } else {
        walk.RunRows(begin, end);
      }
    });
    return;
  }
  ParallelFor(plan.numel, grain, [&](int64_t begin, int64_t end) {
    Walk walk(walked, entry, attr, context, fold);
    walk.Run(begin, end);
  });
}

}  // namespace

void SetLoops(KernelTable& table, const LoopTable& loops) {
  for (int i = 0; i < loops.count; ++i) {
    const LoopEntry& entry = loops.entries[i];
    entries[static_cast<int>(entry.op)][static_cast<int>(entry.compute)] =
        &entry;
    bool direct = !(entry.flags & kSwap);
    for (int k = 0; k <= entry.inputs; ++k) {
      direct &= entry.types[k] == entry.compute;
    }
    if (direct) {
      direct_loops[static_cast<int>(entry.op)]
                  [static_cast<int>(entry.compute)] = entry.loop;
      if (entry.inputs == 2 && entry.flags & kSingles &&
          (entry.compute == DType::Float || entry.compute == DType::Double)) {
        number_loops[static_cast<int>(entry.op)]
                    [entry.compute == DType::Double] = entry.loop;
      }
    }
    table.Set<IterPlan>(entry.op, DeviceType::CPU, entry.compute,
                        &RunElementwise);
  }
}

namespace {

// What is not all tensors of one dtype, flat and small.
__attribute__((noinline)) void RunOther(const IterPlan& plan,
                                        KernelContext& context) {
  const LoopEntry& entry =
      *entries[static_cast<int>(context.op)][static_cast<int>(plan.compute)];
  const int64_t grain = entry.flags & kSlow ? kSlowGrain : kGrain;
  if (!plan.flat || plan.numel > grain) {
    return RunGeneral(plan, entry, context);
  }
  // Byte by byte and pointer by pointer: a wide load of what was stored in
  // parts just before has to wait for the stores.
  bool direct = true;
  for (int k = 0; k <= entry.inputs; ++k) {
    direct &= plan.dtype[k] == entry.types[k];
  }
  if (__builtin_expect(!direct, 0)) return RunGeneral(plan, entry, context);
  LoopArgs args;
  args.n = plan.numel;
  args.ptr = plan.ptr;
  args.single = 0;
  args.attr = plan.attr;
  args.context = &context;
  char* ptr[3];
  Number number;
  if (plan.attr_mask || entry.flags & kSwap) {
    if (entry.inputs != 2) return RunGeneral(plan, entry, context);
    const int swap = entry.flags & kSwap ? 3 : 0;
    ptr[0] = plan.ptr[0];
    for (int k = 1; k <= 2; ++k) {
      const int slot = swap ? swap - k : k;
      ptr[slot] = plan.ptr[k];
      if (!(plan.attr_mask >> k & 1)) continue;
      if (args.single || !(entry.flags & kSingles)) {
        return RunGeneral(plan, entry, context);
      }
      StoreNumber(&number, entry.types[k], plan.attr[0], plan.compute,
                  entry.flags & kRoundNumbers);
      ptr[slot] = number.bytes();
      args.single = 1u << slot;
      ++args.attr;
    }
    args.ptr = ptr;
  }
  entry.loop(args);
}

// A tensor and a number, on the short way.
__attribute__((noinline)) void RunWithNumber(const IterPlan& plan,
                                             KernelContext& context) {
  const bool is_double = plan.compute == DType::Double;
  const Loop loop = is_double || plan.compute == DType::Float
                        ? number_loops[static_cast<int>(context.op)][is_double]
                        : nullptr;
  if (!loop || plan.attr_mask == (1 << 1 | 1 << 2)) {
    return RunOther(plan, context);
  }
  const float single = static_cast<float>(plan.attr[0].f[0]);
  const void* const number =
      is_double ? static_cast<const void*>(plan.attr[0].f) : &single;
  char* ptr[3] = {plan.ptr[0], plan.ptr[1], plan.ptr[2]};
  ptr[plan.attr_mask >> 1] = static_cast<char*>(const_cast<void*>(number));
  const LoopArgs args = {plan.numel, ptr, plan.attr_mask, plan.attr + 1,
                         &context};
  loop(args);
}

}  // namespace

void RunElementwise(const IterPlan& plan, KernelContext& context) {
  // The short way: few elements, one dtype, no gaps.
  if (!plan.flat || !plan.uniform || plan.numel > kSlowGrain) {
    return RunOther(plan, context);
  }
  if (plan.attr_mask) return RunWithNumber(plan, context);
  const Loop loop = direct_loops[static_cast<int>(context.op)]
                                [static_cast<int>(plan.compute)];
  if (!loop) return RunOther(plan, context);
  const LoopArgs args = {plan.numel, plan.ptr, 0, plan.attr, &context};
  loop(args);
}

namespace {

// dst and src of plan.ndim dimensions, where dst runs along dimension 0 and src
// along dimension 1.
void CopyTransposed(const IterPlan& plan, int width) {
  const int64_t columns = plan.shape[0];
  const int64_t rows = plan.shape[1];
  int64_t outer = 1;
  for (int d = 2; d < plan.ndim; ++d) outer *= plan.shape[d];
  // Bands of rows, so that threads write apart.
  const int64_t band = std::max<int64_t>(16, kGrain / columns / 16 * 16);
  const int64_t bands = (rows + band - 1) / band;
  ParallelFor(outer * bands, 1, [&](int64_t begin, int64_t end) {
    for (int64_t t = begin; t < end; ++t) {
      char* dst = plan.ptr[0];
      const char* src = plan.ptr[1];
      int64_t rest = t / bands;
      for (int d = 2; d < plan.ndim; ++d) {
        dst += rest % plan.shape[d] * plan.stride[d][0];
        src += rest % plan.shape[d] * plan.stride[d][1];
        rest /= plan.shape[d];
      }
      const int64_t row = t % bands * band;
      MoveTransposed(width, dst + row * plan.stride[1][0], plan.stride[1][0],
                     src + row * width, plan.stride[0][1],
                     std::min(band, rows - row), columns);
    }
  });
}

}  // namespace

void RunCopy(const IterPlan& plan, KernelContext&) {
  IterPlan copy;
  if (plan.flat) {
    Unfold(copy, plan);
  } else {
    CopyPlan(copy, plan);
  }
  Number number;
  if (plan.attr_mask) {
    StoreNumber(&number, plan.dtype[0], plan.attr[0], plan.compute, false);
    copy.ptr[1] = number.bytes();
    copy.dtype[1] = plan.dtype[0];
  }
  const DType to = copy.dtype[0];
  const DType from = copy.dtype[1];
  const int width = static_cast<int>(elementSize(to));
  const int from_width = static_cast<int>(elementSize(from));
  if (to == from && copy.ndim >= 2 && copy.stride[0][0] == width &&
      copy.stride[1][1] == width && copy.stride[0][1] != width &&
      copy.shape[0] >= 8 && copy.shape[1] >= 8) {
    return CopyTransposed(copy, width);
  }
  const Caster cast(from, to);
  const int64_t to_stride = copy.stride[0][0];
  const int64_t from_stride = copy.stride[0][1];
  ParallelFor(copy.numel, kGrain, [&](int64_t begin, int64_t end) {
    alignas(64) char input[kChunk * 16];
    alignas(64) char output[kChunk * 16];
    ForEachRun(copy, begin, end, [&](char* const* ptr, int64_t n, int64_t) {
      if (to == from) {
        return MoveRun(width, ptr[0], to_stride, ptr[1], from_stride, n);
      }
      for (int64_t i = 0; i < n; i += kChunk) {
        const int64_t count = std::min<int64_t>(kChunk, n - i);
        const char* src = ptr[1] + i * from_stride;
        char* dst = ptr[0] + i * to_stride;
        if (from_stride != from_width) {
          MoveRun(from_width, input, from_width, src, from_stride, count);
          src = input;
        }
        char* const result = to_stride == width ? dst : output;
        cast(result, src, count);
        if (result != dst) {
          MoveRun(width, dst, to_stride, result, width, count);
        }
      }
    });
  });
}

}  // namespace tessera
