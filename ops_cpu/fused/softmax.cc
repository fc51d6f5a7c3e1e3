// softmax, log_softmax, their backwards, and logsumexp.
#include <cmath>

#include "tessera/ops_cpu/fused/kernels.h"
#include "tessera/ops_cpu/fused/row_kernel.h"
#include "tessera/ops_cpu/fused/row_tile.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/plan/row_plan.h"

namespace tessera::fused {
namespace {

struct AllLoops {
  RowLoops<float> f32;
  RowLoops<double> f64;
  AllLoops() { TESSERA_KERNEL(FillRowLoops, CurrentIsa())(&f32, &f64); }
};
const AllLoops all_loops;

// Calls tile(first, count, scratch) or row(row, scratch) for all rows; the
// latter has a scratch where kConverts only.
template <class T, bool kConverts, class Tile, class Row>
void ForRows(const RowShape& shape, int tiles, Tile&& tile, Row&& row) {
  if (shape.n == 0) return;
  if (shape.in_tiles()) {
    const int64_t count = (shape.rows() + kTileRows - 1) / kTileRows;
    ParallelFor(count, std::max<int64_t>(1, kGrain / (shape.n * kTileRows)),
                [&](int64_t begin, int64_t end) {
                  TileScratch<T> scratch(shape.n, tiles);
                  for (int64_t t = begin; t < end; ++t) {
                    const int64_t first = t * kTileRows;
                    tile(first,
                         static_cast<int>(std::min<int64_t>(
                             kTileRows, shape.rows() - first)),
                         scratch);
                  }
                });
    return;
  }
  ParallelFor(shape.rows(), std::max<int64_t>(1, kGrain / shape.n),
              [&](int64_t begin, int64_t end) {
                TileScratch<T> scratch(kConverts ? shape.n : 0, 1);
                for (int64_t r = begin; r < end; ++r) row(r, scratch);
              });
}

template <class In>
void Forward(const RowPlan& plan, KernelContext& context) {
  using T = ComputeType<In>;
  constexpr bool kConverts = !std::is_same_v<In, T>;
  const RowLoops<T>& loops = CurrentRowLoops<T>();
  const RowShape shape = {plan.outer, plan.n, plan.inner};
  const In* x = reinterpret_cast<const In*>(plan.in);
  In* y = reinterpret_cast<In*>(plan.out);
  const bool sums = context.op == Op::logsumexp;
  const RowWork work = sums                        ? RowWork::kLogSumExp
                       : context.op == Op::softmax ? RowWork::kSoftmax
                                                   : RowWork::kLogSoftmax;
  // The greatest is infinite: so is the result.
  const auto store_sum = [y](int64_t row, T most, T log_sum) {
    y[row] = static_cast<In>(std::isinf(most) ? most : most + log_sum);
  };
  ForRows<T, kConverts>(
      shape, 2,
      [&](int64_t first, int count, TileScratch<T>& scratch) {
        T most[kTileRows];
        T log_sum[kTileRows];
        GatherTile(x, shape, first, count, scratch.tile(0));
        loops.tile(work, scratch.tile(0), scratch.tile(1), shape.n, most,
                   log_sum);
        if (sums) {
          for (int r = 0; r < count; ++r) {
            store_sum(first + r, most[r], log_sum[r]);
          }
        } else {
          ScatterTile(scratch.tile(work == RowWork::kSoftmax), shape, first,
                      count, y);
        }
      },
      [&](int64_t row, TileScratch<T>& scratch) {
        T most;
        T log_sum;
        const In* in = x + row * shape.n;
        if constexpr (kConverts) {
          T* wide = scratch.tile(0);
          for (int64_t i = 0; i < shape.n; ++i) wide[i] = static_cast<T>(in[i]);
          loops.row(work, wide, wide + shape.n, shape.n, &most, &log_sum);
          if (!sums) {
            In* out = y + row * shape.n;
            for (int64_t i = 0; i < shape.n; ++i) {
              out[i] = static_cast<In>(wide[shape.n + i]);
            }
          }
        } else {
          loops.row(work, in, sums ? nullptr : y + row * shape.n, shape.n,
                    &most, &log_sum);
        }
        if (sums) store_sum(row, most, log_sum);
      });
}

template <class In>
void Backward(const RowPlan& plan, KernelContext& context) {
  using T = ComputeType<In>;
  constexpr bool kConverts = !std::is_same_v<In, T>;
  const RowLoops<T>& loops = CurrentRowLoops<T>();
  const RowShape shape = {plan.outer, plan.n, plan.inner};
  const In* y = reinterpret_cast<const In*>(plan.in);
  const In* g = reinterpret_cast<const In*>(plan.grad);
  In* out = reinterpret_cast<In*>(plan.out);
  const RowWork work = context.op == Op::_softmax_backward_data
                           ? RowWork::kSoftmax
                           : RowWork::kLogSoftmax;
  ForRows<T, kConverts>(
      shape, 3,
      [&](int64_t first, int count, TileScratch<T>& scratch) {
        GatherTile(y, shape, first, count, scratch.tile(0));
        GatherTile(g, shape, first, count, scratch.tile(1));
        loops.tile_backward(work, scratch.tile(0), scratch.tile(1),
                            scratch.tile(2), shape.n);
        ScatterTile(scratch.tile(1), shape, first, count, out);
      },
      [&](int64_t row, TileScratch<T>& scratch) {
        const int64_t at = row * shape.n;
        if constexpr (kConverts) {
          T* wide = scratch.tile(0);
          T* wide_g = wide + shape.n;
          for (int64_t i = 0; i < shape.n; ++i) {
            wide[i] = static_cast<T>(y[at + i]);
            wide_g[i] = static_cast<T>(g[at + i]);
          }
          loops.row_backward(work, wide, wide_g, wide_g, shape.n);
          for (int64_t i = 0; i < shape.n; ++i) {
            out[at + i] = static_cast<In>(wide_g[i]);
          }
        } else {
          loops.row_backward(work, y + at, g + at, out + at, shape.n);
        }
      });
}

template <class In>
void Set(KernelTable& table, DType dtype) {
  for (Op op : {Op::softmax, Op::log_softmax, Op::logsumexp}) {
    table.Set<RowPlan>(op, DeviceType::CPU, dtype, &Forward<In>);
  }
  for (Op op : {Op::_softmax_backward_data, Op::_log_softmax_backward_data}) {
    table.Set<RowPlan>(op, DeviceType::CPU, dtype, &Backward<In>);
  }
}

}  // namespace

template <>
const RowLoops<float>& CurrentRowLoops<float>() {
  return all_loops.f32;
}
template <>
const RowLoops<double>& CurrentRowLoops<double>() {
  return all_loops.f64;
}

void RegisterSoftmax(KernelTable& table) {
  Set<Half>(table, DType::Half);
  Set<BFloat16>(table, DType::BFloat16);
  Set<float>(table, DType::Float);
  Set<double>(table, DType::Double);
}

}  // namespace tessera::fused
