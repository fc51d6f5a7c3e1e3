// The CPU's kernels for cumsum, cumprod, cummax and cummin.
#include "tessera/tensor/functors/scan.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "tessera/dtype/complex.h"
#include "tessera/dtype/convert.h"
#include "tessera/dtype/for_each.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/scan_plan.h"

namespace tessera {
namespace {

using functors::Product;
using functors::ProductCompute;
using functors::ReadScanned;
using functors::RunningExtreme;
using functors::ScanCompute;
using functors::ScanResult;
using functors::ScanSum;

template <class R, class V>
R Write(V v) {
  if constexpr (std::is_same_v<V, R> || std::is_integral_v<R>) {
    return static_cast<R>(v);
  } else {
    return Convert<R>(v);
  }
}

// ---- Walks ----

// Rows that lie side by side are walked together, this many.
constexpr int64_t kTile = 32;
constexpr int64_t kGrain = 8192;

// Elements [begin, end) of the w rows from (o, j) on. Each state goes on; the
// results are written where `out` is.
template <class T, class State, class C>
void WalkTile(const ScanPlan& plan, int64_t o, int64_t j, int64_t w,
              int64_t begin, int64_t end, State* states, bool write) {
  using R = ScanResult<T>;
  const int64_t first = o * plan.n * plan.inner + j;
  const T* in = reinterpret_cast<const T*>(plan.in) + first;
  R* out = reinterpret_cast<R*>(plan.out) + first;
  if (w == 1) {  // in a register
    State state = states[0];
    for (int64_t i = begin; i < end; ++i) {
      state.Add(ReadScanned<C>(in[i * plan.inner]));
      if (write) out[i * plan.inner] = Write<R>(state.Value());
    }
    states[0] = state;
    return;
  }
  for (int64_t i = begin; i < end; ++i) {
    const int64_t at = i * plan.inner;
    for (int64_t k = 0; k < w; ++k) states[k].Add(ReadScanned<C>(in[at + k]));
    if (!write) continue;
    for (int64_t k = 0; k < w; ++k) {
      out[at + k] = Write<R>(states[k].Value());
    }
  }
}

// Calls f(o, j, w, t) for tiles [begin, end): t counts them, w rows each.
template <class F>
void ForEachTile(const ScanPlan& plan, int64_t begin, int64_t end, F f) {
  const int64_t per_outer = (plan.inner + kTile - 1) / kTile;
  for (int64_t t = begin; t < end; ++t) {
    const int64_t j = t % per_outer * kTile;
    f(t / per_outer, j, std::min(kTile, plan.inner - j), t);
  }
}

int64_t Tiles(const ScanPlan& plan) {
  return plan.outer * ((plan.inner + kTile - 1) / kTile);
}

int64_t GrainFor(const ScanPlan& plan, int64_t length) {
  return std::max<int64_t>(1, kGrain / (length * std::min(kTile, plan.inner)));
}

// Whole rows, each in order.
template <class T, class State, class C>
void InOrder(const ScanPlan& plan, KernelContext&) {
  ParallelFor(
      Tiles(plan), GrainFor(plan, plan.n), [&](int64_t begin, int64_t end) {
        ForEachTile(
            plan, begin, end, [&](int64_t o, int64_t j, int64_t w, int64_t) {
              State states[kTile];
              WalkTile<T, State, C>(plan, o, j, w, 0, plan.n, states, true);
            });
      });
}

// Long rows in blocks: first their totals, then each from its state on.
template <class T, class State, class C>
void InBlocks(const ScanPlan& plan, KernelContext& context) {
  constexpr int64_t kBlock = ScanPlan::kBlock;
  if (plan.n <= kBlock) {
    InOrder<T, State, C>(plan, context);
    return;
  }
  const int64_t blocks = (plan.n + kBlock - 1) / kBlock;
  const int64_t tiles = Tiles(plan);
  // States before each block of each tile; of block b + 1 first b's total.
  std::vector<State> states(
      static_cast<size_t>(tiles * blocks * std::min(kTile, plan.inner)));
  const int64_t width = std::min(kTile, plan.inner);
  const auto run = [&](bool write) {
    ParallelFor(tiles * blocks, GrainFor(plan, kBlock),
                [&](int64_t begin, int64_t end) {
                  for (int64_t q = begin; q < end; ++q) {
                    const int64_t tile = q / blocks, b = q % blocks;
                    if (!write && b + 1 == blocks)
                      continue;  // nobody asks for it
                    ForEachTile(plan, tile, tile + 1,
                                [&](int64_t o, int64_t j, int64_t w, int64_t) {
                                  State local[kTile];
                                  State* at = states.data() + q * width;
                                  if (write) std::copy(at, at + w, local);
                                  WalkTile<T, State, C>(
                                      plan, o, j, w, b * kBlock,
                                      std::min(plan.n, (b + 1) * kBlock), local,
                                      write);
                                  if (!write)
                                    std::copy(local, local + w, at + width);
                                });
                  }
                });
  };
  run(false);
  for (int64_t tile = 0; tile < tiles; ++tile) {
    State* row = states.data() + tile * blocks * width;
    for (int64_t b = 1; b < blocks; ++b) {
      for (int64_t k = 0; k < width; ++k) {
        State before = row[(b - 1) * width + k];
        before.AddTotal(row[b * width + k]);
        row[b * width + k] = before;
      }
    }
  }
  run(true);
}

// ---- Extremes ----

template <class T, bool kMax>
void Extremes(const ScanPlan& plan, KernelContext&) {
  const int64_t rows = plan.outer * plan.inner;
  ParallelFor(rows, std::max<int64_t>(1, kGrain / plan.n),
              [&](int64_t begin, int64_t end) {
                for (int64_t row = begin; row < end; ++row) {
                  const int64_t first =
                      row / plan.inner * plan.n * plan.inner + row % plan.inner;
                  const T* in = reinterpret_cast<const T*>(plan.in) + first;
                  T* out = reinterpret_cast<T*>(plan.out) + first;
                  int64_t* indices = plan.indices + first;
                  RunningExtreme<T, kMax> state;
                  for (int64_t i = 0; i < plan.n; ++i) {
                    state.Add(in[i * plan.inner], i);
                    out[i * plan.inner] = state.best;
                    indices[i * plan.inner] = state.index;
                  }
                }
              });
}

// ---- The table ----

template <class T>
void Set(KernelTable& table, DType dtype) {
  using C = ScanCompute<T>;
  using P = ProductCompute<T>;
  table.Set<ScanPlan>(Op::cumsum, DeviceType::CPU, dtype,
                      &InBlocks<T, ScanSum<T>, C>);
  table.Set<ScanPlan>(Op::cumprod, DeviceType::CPU, dtype,
                      &InOrder<T, Product<P>, P>);
  if constexpr (!is_complex<T>::value) {
    table.Set<ScanPlan>(Op::cummax, DeviceType::CPU, dtype, &Extremes<T, true>);
    table.Set<ScanPlan>(Op::cummin, DeviceType::CPU, dtype,
                        &Extremes<T, false>);
  }
}

const KernelRegistrar registrar(+[](KernelTable& table) {
  ForEachDType(all_types, [&](auto tag, DType dtype) {
    Set<BoolAsByte<typename decltype(tag)::type>>(table, dtype);
  });
});

}  // namespace
}  // namespace tessera
