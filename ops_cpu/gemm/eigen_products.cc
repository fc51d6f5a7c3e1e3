#include "tessera/ops_cpu/gemm/eigen_products.h"

#include <complex>
#include <cstdint>
#include <memory>
#include <type_traits>

#include "Eigen/Core"
#include "tessera/dtype/complex.h"
#include "tessera/ops_cpu/gemm/gemm_args.h"

namespace tessera {
namespace {

template <class S>
using RowMajor =
    Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
using Stride = Eigen::OuterStride<>;

// A matrix of T as a row-major one of S: where it is, or copied.
template <class S, class T>
class Operand {
 public:
  Operand(const T* data, int64_t rows, int64_t cols, int64_t row, int64_t col) {
    // tessera::complex and std::complex are both two numbers side by side.
    constexpr bool kSame = sizeof(S) == sizeof(T);
    if (kSame && (col == 1 || cols <= 1) && (row >= cols || rows <= 1)) {
      data_ = reinterpret_cast<const S*>(data);
      stride_ = rows <= 1 ? cols : row;
      return;
    }
    copy_ = std::make_unique<T2[]>(rows * cols);
    for (int64_t r = 0; r < rows; ++r)
      for (int64_t c = 0; c < cols; ++c)
        copy_[r * cols + c] = data[r * row + c * col];
    data_ = reinterpret_cast<const S*>(copy_.get());
    stride_ = cols;
  }
  const S* data() const { return data_; }
  Stride stride() const { return Stride(stride_); }

 private:
  using T2 = std::conditional_t<sizeof(S) == sizeof(T), T, S>;
  std::unique_ptr<T2[]> copy_;
  const S* data_;
  int64_t stride_;
};

// S is what Eigen computes with. Not uint8_t and uint16_t: their products are
// ints, and 65535 squared overflows.
template <class S, class T>
void Product(const GemmArgs<T>& g) {
  if (g.m <= 0 || g.n <= 0) return;
  const Operand<S, T> a(g.a, g.m, g.k, g.a_row, g.a_col);
  const Operand<S, T> b(g.b, g.k, g.n, g.b_row, g.b_col);
  using Input = Eigen::Map<const RowMajor<S>, 0, Stride>;
  const Input ma(a.data(), g.m, g.k, a.stride());
  const Input mb(b.data(), g.k, g.n, b.stride());
  if constexpr (sizeof(S) == sizeof(T)) {
    Eigen::Map<RowMajor<S>, 0, Stride> c(reinterpret_cast<S*>(g.c), g.m, g.n,
                                         Stride(g.c_row));
    if (!g.accumulate) c.setZero();
    c.noalias() += ma * mb;
  } else {
    const RowMajor<S> c = ma * mb;
    for (int64_t i = 0; i < g.m; ++i) {
      for (int64_t j = 0; j < g.n; ++j) {
        T* to = g.c + i * g.c_row + j;
        *to = static_cast<T>(c(i, j) + (g.accumulate ? *to : T(0)));
      }
    }
  }
}

}  // namespace

void EigenProduct(const GemmArgs<uint8_t>& g) { Product<uint32_t>(g); }
void EigenProduct(const GemmArgs<uint16_t>& g) { Product<uint32_t>(g); }
void EigenProduct(const GemmArgs<uint32_t>& g) { Product<uint32_t>(g); }
void EigenProduct(const GemmArgs<uint64_t>& g) { Product<uint64_t>(g); }
void EigenProduct(const GemmArgs<complex<float>>& g) {
  Product<std::complex<float>>(g);
}
void EigenProduct(const GemmArgs<complex<double>>& g) {
  Product<std::complex<double>>(g);
}

}  // namespace tessera
