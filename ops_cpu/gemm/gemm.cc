#include "tessera/ops_cpu/gemm/gemm.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <type_traits>

#include "tessera/dtype/bfloat16.h"
#include "tessera/dtype/complex.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/half.h"
#include "tessera/ops_cpu/gemm/eigen_products.h"
#include "tessera/ops_cpu/gemm/gemm_args.h"
#include "tessera/ops_cpu/gemm/gemm_kernel.h"
#include "tessera/ops_cpu/gemm/gemv_kernel.h"
#include "tessera/ops_cpu/gemm/split.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"

namespace tessera {
namespace {

// The kernels of this machine's instruction set.
struct Kernels {
  void (*f32)(const GemmArgs<float>&);
  void (*f64)(const GemmArgs<double>&);
  void (*half)(const GemmArgs<Half>&);
  void (*bfloat16)(const GemmArgs<BFloat16>&);
  void (*vector_f32)(const GemvArgs<float>&);
  void (*vector_f64)(const GemvArgs<double>&);

  static const Kernels& Get() {
    static const Kernels kernels = For(CurrentIsa());
    return kernels;
  }
  static Kernels For(Isa isa) {
    return {TESSERA_KERNEL(GemmF32, isa),  TESSERA_KERNEL(GemmF64, isa),
            TESSERA_KERNEL(GemmHalf, isa), TESSERA_KERNEL(GemmBFloat16, isa),
            TESSERA_KERNEL(GemvF32, isa),  TESSERA_KERNEL(GemvF64, isa)};
  }
};

template <class T>
GemmArgs<T> BlockOf(const GemmArgs<T>& g, const Block& block) {
  GemmArgs<T> part = g;
  part.m = block.rows;
  part.n = block.cols;
  // Null operands (k = 0) stay null.
  if (g.k > 0) {
    part.a += block.row * g.a_row;
    part.b += block.col * g.b_col;
  }
  part.c += block.row * g.c_row + block.col;
  if (g.bias != nullptr) part.bias += block.col;
  return part;
}

template <class T>
void RunOwn(const GemmArgs<T>& g, void (*kernel)(const GemmArgs<T>&)) {
  if (static_cast<double>(g.m) * g.n * g.k < 2 * kOwnSerialProducts)
    return kernel(g);
  const int threads = InParallelRegion() ? 1 : get_num_threads();
  const BlockGrid grid = GridForThreads(g.m, g.n, g.k, threads);
  ParallelFor(grid.count(), 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) kernel(BlockOf(g, grid.block(i)));
  });
}

// x contiguous: where it is, or copied.
template <class T>
class DenseVector {
 public:
  DenseVector(const T* data, int64_t size, int64_t stride) : data_(data) {
    if (stride == 1 || size <= 1) return;
    copy_ = std::make_unique<T[]>(size);
    for (int64_t i = 0; i < size; ++i) copy_[i] = data[i * stride];
    data_ = copy_.get();
  }
  const T* data() const { return data_; }

 private:
  const T* data_;
  std::unique_ptr<T[]> copy_;
};

// A matrix that Eigen's kernel can read: one stride is 1, the other reaches
// over the elements between.
struct VectorLayout {
  bool fits, row_major;
  int64_t stride;

  VectorLayout(int64_t rows, int64_t cols, int64_t row, int64_t col) {
    if (rows == 1) row = cols;
    if (cols == 1) col = 1;
    row_major = col == 1 && row >= cols;
    stride = row_major ? row : col;
    fits = row_major || (row == 1 && col >= rows);
  }
};

// n = 1: y = A b. m = 1: y = B^T a.
template <class T>
void RunVector(const GemmArgs<T>& g, void (*kernel)(const GemvArgs<T>&)) {
  const bool column = g.n == 1;
  const int64_t rows = column ? g.m : g.n;
  const VectorLayout layout = column
                                  ? VectorLayout(rows, g.k, g.a_row, g.a_col)
                                  : VectorLayout(rows, g.k, g.b_col, g.b_row);
  const DenseVector<T> x(column ? g.b : g.a, g.k, column ? g.b_row : g.a_col);
  const int64_t y_stride = column && rows > 1 ? g.c_row : 1;
  std::unique_ptr<T[]> dense_y;
  T* y = g.c;
  if (y_stride != 1) {
    dense_y = std::make_unique<T[]>(rows);
    y = dense_y.get();
    if (g.accumulate)
      for (int64_t i = 0; i < rows; ++i) y[i] = g.c[i * y_stride];
  }
  const T* matrix = column ? g.a : g.b;
  const int64_t chunk = FixedRows(1, g.k);
  const auto run = [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      GemvArgs<T> part;
      const int64_t row = i * chunk;
      part.rows = std::min(chunk, rows - row);
      part.cols = g.k;
      part.matrix = matrix + row * (layout.row_major ? layout.stride : 1);
      part.stride = layout.stride;
      part.row_major = layout.row_major;
      part.x = x.data();
      part.y = y + row;
      part.accumulate = g.accumulate;
      kernel(part);
    }
  };
  const int64_t chunks = (rows + chunk - 1) / chunk;
  if (chunks == 1) {
    run(0, 1);
  } else {
    ParallelFor(chunks, 1, run);
  }
  if (y_stride == 1 && g.bias == nullptr && !g.relu) return;
  for (int64_t i = 0; i < rows; ++i) {
    T value = y[i];
    if (g.bias != nullptr) value += g.bias[column ? 0 : i];
    if (g.relu && value < 0) value = 0;
    g.c[i * y_stride] = value;
  }
}

template <class T>
void RunFloat(const GemmArgs<T>& g, MatMulPath path,
              void (*own)(const GemmArgs<T>&),
              void (*by_vector)(const GemvArgs<T>&)) {
  if (path == MatMulPath::kEigenVector) {
    RunVector(g, by_vector);
  } else {
    RunOwn(g, own);
  }
}

template <class T>
void RunEigen(const GemmArgs<T>& g, bool is_signed) {
  const BlockGrid grid{g.m, g.n, std::min(g.m, FixedRows(g.n, g.k)), g.n};
  const auto run = [&](int64_t begin, int64_t end) {
    for (int64_t b = begin; b < end; ++b) {
      const GemmArgs<T> part = BlockOf(g, grid.block(b));
      EigenProduct(part);
      if (g.bias == nullptr && !g.relu) continue;
      for (int64_t i = 0; i < part.m; ++i) {
        T* row = part.c + i * part.c_row;
        for (int64_t j = 0; j < part.n; ++j) {
          if (g.bias != nullptr) row[j] = static_cast<T>(row[j] + g.bias[j]);
          if constexpr (std::is_integral_v<T>) {
            const bool negative = is_signed && row[j] >> (8 * sizeof(T) - 1);
            if (g.relu && negative) row[j] = 0;
          }
        }
      }
    }
  };
  if (grid.count() == 1) {
    run(0, 1);
  } else {
    ParallelFor(grid.count(), 1, run);
  }
}

template <class T>
GemmArgs<T> Arguments(const MatrixView& a, const MatrixView& b, void* c,
                      int64_t c_row_stride, const MatMulOptions& options) {
  GemmArgs<T> g;
  g.m = a.rows;
  g.n = b.cols;
  g.k = a.cols;
  g.a = static_cast<const T*>(a.data);
  g.a_row = a.row_stride;
  g.a_col = a.col_stride;
  g.b = static_cast<const T*>(b.data);
  g.b_row = b.row_stride;
  g.b_col = b.col_stride;
  g.c = static_cast<T*>(c);
  g.c_row = c_row_stride;
  g.bias = static_cast<const T*>(options.bias);
  g.accumulate = options.accumulate;
  g.relu = options.relu;
  return g;
}

void Offset(const void** data, int64_t elements, size_t size) {
  *data =
      static_cast<const char*>(*data) + elements * static_cast<int64_t>(size);
}

}  // namespace

MatMulPath PathOfMatMul(DType dtype, const MatrixView& a, const MatrixView& b) {
  if (dtype != DType::Float && dtype != DType::Double)
    return isReducedFloatingType(dtype) ? MatMulPath::kOwn
                                        : MatMulPath::kEigenMatrix;
  if ((a.rows != 1 && b.cols != 1) || a.cols == 0) return MatMulPath::kOwn;
  const VectorLayout layout =
      b.cols == 1 ? VectorLayout(a.rows, a.cols, a.row_stride, a.col_stride)
                  : VectorLayout(b.cols, b.rows, b.col_stride, b.row_stride);
  return layout.fits ? MatMulPath::kEigenVector : MatMulPath::kOwn;
}

void MatMul(DType dtype, const MatrixView& a, const MatrixView& b, void* c,
            int64_t c_row_stride, const MatMulOptions& options) {
  if (a.rows <= 0 || b.cols <= 0) return;
  const Kernels& kernels = Kernels::Get();
  const MatMulPath path = PathOfMatMul(dtype, a, b);
  const auto eigen = [&](auto zero) {
    RunEigen(Arguments<decltype(zero)>(a, b, c, c_row_stride, options),
             isSignedType(dtype));
  };
  switch (dtype) {
    case DType::Float:
      return RunFloat(Arguments<float>(a, b, c, c_row_stride, options), path,
                      kernels.f32, kernels.vector_f32);
    case DType::Double:
      return RunFloat(Arguments<double>(a, b, c, c_row_stride, options), path,
                      kernels.f64, kernels.vector_f64);
    case DType::Half:
      return RunOwn(Arguments<Half>(a, b, c, c_row_stride, options),
                    kernels.half);
    case DType::BFloat16:
      return RunOwn(Arguments<BFloat16>(a, b, c, c_row_stride, options),
                    kernels.bfloat16);
    case DType::Byte:
    case DType::Char:
      return eigen(uint8_t{});
    case DType::UInt16:
    case DType::Short:
      return eigen(uint16_t{});
    case DType::UInt32:
    case DType::Int:
      return eigen(uint32_t{});
    case DType::UInt64:
    case DType::Long:
      return eigen(uint64_t{});
    case DType::ComplexFloat:
      return eigen(complex<float>{});
    case DType::ComplexDouble:
      return eigen(complex<double>{});
    case DType::Bool:
    case DType::Undefined:
      break;
  }
}

void BatchedMatMul(DType dtype, const BatchDims& batch, const MatrixView& a,
                   const MatrixView& b, void* c, int64_t c_row_stride,
                   const MatMulOptions& options) {
  int64_t count = 1;
  for (int64_t d = 0; d < batch.ndim; ++d) count *= batch.sizes[d];
  if (count <= 0 || a.rows <= 0 || b.cols <= 0) return;
  if (count == 1) return MatMul(dtype, a, b, c, c_row_stride, options);
  // A row alone has no stride of its own, so its neighbours give it one.
  if (batch.ndim == 1 && batch.b_strides[0] == 0) {
    const int64_t a_step = batch.a_strides[0], c_step = batch.c_strides[0];
    const bool single = a.rows == 1;
    if (single ||
        (a_step == a.rows * a.row_stride && c_step == a.rows * c_row_stride)) {
      MatrixView all = a;
      all.rows = count * a.rows;
      if (single) all.row_stride = a_step;
      return MatMul(dtype, all, b, c, single ? c_step : c_row_stride, options);
    }
  }

  const size_t size = elementSize(dtype);
  const auto run = [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) {
      int64_t rest = i, a_at = 0, b_at = 0, c_at = 0;
      for (int64_t d = batch.ndim - 1; d >= 0; --d) {
        const int64_t index = rest % batch.sizes[d];
        rest /= batch.sizes[d];
        a_at += index * batch.a_strides[d];
        b_at += index * batch.b_strides[d];
        c_at += index * batch.c_strides[d];
      }
      MatrixView ai = a, bi = b;
      Offset(&ai.data, a_at, size);
      Offset(&bi.data, b_at, size);
      MatMul(dtype, ai, bi,
             static_cast<char*>(c) + c_at * static_cast<int64_t>(size),
             c_row_stride, options);
    }
  };
  const double products =
      static_cast<double>(a.rows) * b.cols * std::max<int64_t>(a.cols, 1);
  // Few large products are cut one by one; else threads take whole ones.
  if (products * count < 2 * kSerialProducts ||
      (products > 16 * kSerialProducts && count < 2 * get_num_threads())) {
    run(0, count);
    return;
  }
  const int64_t grain =
      std::max<int64_t>(1, static_cast<int64_t>(kSerialProducts / products));
  ParallelFor(count, grain, run);
}

}  // namespace tessera
