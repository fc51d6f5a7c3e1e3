#include "tessera/ops_cpu/gemm/gemv_kernel.h"

#include <cstdint>

#include "Eigen/Core"

namespace tessera::TESSERA_ISA {
namespace {

template <class T, int kOrder>
void Gemv(const GemvArgs<T>& g) {
  using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, kOrder>;
  using Vector = Eigen::Matrix<T, Eigen::Dynamic, 1>;
  using Stride = Eigen::OuterStride<>;
  const Eigen::Map<const Matrix, 0, Stride> matrix(g.matrix, g.rows, g.cols,
                                                   Stride(g.stride));
  const Eigen::Map<const Vector> x(g.x, g.cols);
  Eigen::Map<Vector> y(g.y, g.rows);
  if (g.accumulate) {
    y.noalias() += matrix * x;
  } else {
    y.noalias() = matrix * x;
  }
}

template <class T>
void Gemv(const GemvArgs<T>& g) {
  if (g.row_major) {
    Gemv<T, Eigen::RowMajor>(g);
  } else {
    Gemv<T, Eigen::ColMajor>(g);
  }
}

}  // namespace

void GemvF32(const GemvArgs<float>& g) { Gemv(g); }
void GemvF64(const GemvArgs<double>& g) { Gemv(g); }

}  // namespace tessera::TESSERA_ISA
