#include "tessera/ops_cpu/fused/row_kernel.h"

#include "tessera/ops_cpu/reduce/extreme.h"
#include "tessera/ops_cpu/reduce/tree_sum.h"
#include "tessera/tensor/functors/math.h"

namespace tessera::TESSERA_ISA {
namespace {

constexpr int kW = kTileRows;

template <class T>
void Row(RowWork work, const T* x, T* out, int64_t n, T* most, T* log_sum) {
  T m = x[0];
  BlockExtreme<true>(x, n, &m);
  *most = m;
  T sum;
  switch (work) {
    case RowWork::kSoftmax:
      for (int64_t i = 0; i < n; ++i) out[i] = math::Exp(x[i] - m);
      sum = BlockSum(out, n, [](T v) { return v; });
      for (int64_t i = 0; i < n; ++i) out[i] /= sum;
      *log_sum = math::Log(sum);
      return;
    case RowWork::kLogSoftmax:
      sum = BlockSum(x, n, [m](T v) { return math::Exp(v - m); });
      *log_sum = math::Log(sum);
      for (int64_t i = 0; i < n; ++i) out[i] = (x[i] - m) - *log_sum;
      return;
    default:
      sum = BlockSum(x, n, [m](T v) { return math::Exp(v - m); });
      *log_sum = math::Log(sum);
      return;
  }
}

// sums[r] = the sum of e[k][r] over k.
template <class T>
void TileSum(const T* __restrict e, int64_t n, T* __restrict sums) {
  alignas(64) T lanes[kLanes * kW];
  int64_t count = n < kLanes ? n : kLanes;
  int w = FoldWidth(count);
  if (n <= kLanes) {
    if (w == 0) {
      for (int r = 0; r < kW; ++r) sums[r] = e[r];
      return;
    }
    for (int64_t i = 0; i < (n - w) * kW; ++i) lanes[i] = e[i] + e[i + w * kW];
    for (int64_t i = (n - w) * kW; i < w * kW; ++i) lanes[i] = e[i];
  } else {
    for (int64_t i = 0; i < kLanes * kW; ++i) lanes[i] = e[i];
    for (int64_t k = kLanes; k < n; ++k) {
      T* lane = lanes + k % kLanes * kW;
      for (int r = 0; r < kW; ++r) lane[r] += e[k * kW + r];
    }
    for (int64_t i = 0; i < w * kW; ++i) lanes[i] += lanes[i + w * kW];
  }
  for (w /= 2; w; w /= 2) {
    for (int64_t i = 0; i < w * kW; ++i) lanes[i] += lanes[i + w * kW];
  }
  for (int r = 0; r < kW; ++r) sums[r] = lanes[r];
}

// One register; GCC keeps an array of 16 maxima in scalars instead.
#if defined(__AVX512F__)
constexpr int kVectorBytes = 64;
#elif defined(__AVX__)
constexpr int kVectorBytes = 32;
#else
constexpr int kVectorBytes = 16;
#endif
template <class T>
struct VectorOf {
  typedef T type
      __attribute__((vector_size(kVectorBytes), aligned(sizeof(T)), may_alias));
};

// The greatest of each row, or NaN.
template <class T>
void TileMost(const T* x, int64_t n, T* most) {
  using V = typename VectorOf<T>::type;
  constexpr int kWidth = kVectorBytes / sizeof(T);
  for (int r = 0; r < kW; r += kWidth) {
    V m = *reinterpret_cast<const V*>(x + r);
    V bad = m;
    for (int64_t k = 1; k < n; ++k) {
      const V v = *reinterpret_cast<const V*>(x + k * kW + r);
      m = v > m ? v : m;
      bad = v == v ? bad : v;
    }
    *reinterpret_cast<V*>(most + r) = bad == bad ? m : bad;
  }
}

template <class T>
void Tile(RowWork work, T* __restrict x, T* __restrict e, int64_t n,
          T* __restrict most, T* __restrict log_sum) {
  alignas(64) T m[kW];
  alignas(64) T sum[kW];
  TileMost(x, n, m);
  for (int64_t k = 0; k < n; ++k) {
    for (int r = 0; r < kW; ++r) {
      const T d = x[k * kW + r] - m[r];
      x[k * kW + r] = d;
      e[k * kW + r] = math::Exp(d);
    }
  }
  TileSum(e, n, sum);
  for (int r = 0; r < kW; ++r) most[r] = m[r];
  for (int r = 0; r < kW; ++r) log_sum[r] = math::Log(sum[r]);
  if (work == RowWork::kSoftmax || work == RowWork::kBoth) {
    for (int64_t k = 0; k < n; ++k) {
      for (int r = 0; r < kW; ++r) e[k * kW + r] /= sum[r];
    }
  }
  if (work == RowWork::kLogSoftmax || work == RowWork::kBoth) {
    for (int64_t k = 0; k < n; ++k) {
      for (int r = 0; r < kW; ++r) x[k * kW + r] -= log_sum[r];
    }
  }
}

template <class T>
void RowBackward(RowWork work, const T* y, const T* g, T* out, int64_t n) {
  if (work == RowWork::kSoftmax) {
    // y g in lanes; as BlockSum, of two arguments.
    alignas(64) T lanes[kLanes];
    const int64_t count = n < kLanes ? n : kLanes;
    for (int64_t i = 0; i < count; ++i) lanes[i] = y[i] * g[i];
    int64_t i = kLanes;
    for (; i + kLanes <= n; i += kLanes) {
      for (int j = 0; j < kLanes; ++j) lanes[j] += y[i + j] * g[i + j];
    }
    for (int64_t j = 0; i + j < n; ++j) lanes[j] += y[i + j] * g[i + j];
    const T sum = BlockSum(lanes, count, [](T v) { return v; });
    for (i = 0; i < n; ++i) out[i] = y[i] * (g[i] - sum);
    return;
  }
  const T sum = BlockSum(g, n, [](T v) { return v; });
  for (int64_t i = 0; i < n; ++i) out[i] = g[i] - math::Exp(y[i]) * sum;
}

template <class T>
void TileBackward(RowWork work, const T* __restrict y, T* __restrict g,
                  T* __restrict e, int64_t n) {
  alignas(64) T sum[kW];
  if (work == RowWork::kSoftmax) {
    for (int64_t i = 0; i < n * kW; ++i) e[i] = y[i] * g[i];
    TileSum(e, n, sum);
    for (int64_t k = 0; k < n; ++k) {
      for (int r = 0; r < kW; ++r) {
        g[k * kW + r] = y[k * kW + r] * (g[k * kW + r] - sum[r]);
      }
    }
    return;
  }
  TileSum(g, n, sum);
  for (int64_t k = 0; k < n; ++k) {
    for (int r = 0; r < kW; ++r) {
      g[k * kW + r] -= math::Exp(y[k * kW + r]) * sum[r];
    }
  }
}

template <class T>
void Fill(RowLoops<T>* loops) {
  loops->row = &Row<T>;
  loops->tile = &Tile<T>;
  loops->row_backward = &RowBackward<T>;
  loops->tile_backward = &TileBackward<T>;
}

}  // namespace

void FillRowLoops(RowLoops<float>* f32, RowLoops<double>* f64) {
  Fill(f32);
  Fill(f64);
}

}  // namespace tessera::TESSERA_ISA
