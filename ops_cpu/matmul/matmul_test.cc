// Matrix products through the public ops, against plain loops in double.
#include <array>
#include <cmath>
#include <random>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using S = std::vector<int64_t>;
using V = std::vector<double>;

// Small whole numbers: every dtype holds them and their sums exactly.
Tensor Numbers(IntArrayRef sizes, DType dtype, unsigned seed) {
  std::mt19937 random(seed);
  Tensor t = empty(sizes, kInt64);
  int64_t* p = t.data_ptr<int64_t>();
  for (int64_t i = 0; i < t.numel(); ++i) p[i] = random() % 5;
  return t.to(dtype);
}

// [batch..., m, k] @ [batch..., k, n] by loops, both of the same batch.
V Product(const Tensor& a, const Tensor& b, int64_t batch, int64_t m, int64_t k,
          int64_t n) {
  const V x = Values(a);
  const V y = Values(b);
  V out(static_cast<size_t>(batch * m * n));
  for (int64_t q = 0; q < batch; ++q) {
    for (int64_t i = 0; i < m; ++i) {
      for (int64_t j = 0; j < n; ++j) {
        double sum = 0;
        for (int64_t p = 0; p < k; ++p) {
          sum += x[(q * m + i) * k + p] * y[(q * k + p) * n + j];
        }
        out[(q * m + i) * n + j] = sum;
      }
    }
  }
  return out;
}

TEST(MatmulTest, EveryDtypeAndLayout) {
  for (int d = 1; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    for (const auto& [m, k, n] : std::vector<std::array<int64_t, 3>>{
             {1, 1, 1}, {3, 4, 5}, {1, 7, 3}, {6, 5, 1}, {9, 17, 33}}) {
      const Tensor a = Numbers({m, k}, dtype, 1);
      const Tensor b = Numbers({k, n}, dtype, 2);
      V expected = Product(a, b, 1, m, k, n);
      // What each dtype makes of the exact result.
      for (double& v : expected) {
        v = tensor({v}, kFloat64).to(dtype).to(kFloat64).item<double>();
      }
      const Tensor at = a.t().contiguous().t();
      const Tensor bt = b.t().contiguous().t();
      const Tensor wide = zeros({m, 2 * k}, dtype);
      wide.slice(1, 0, std::nullopt, 2).copy_(a);
      const Tensor stepped = wide.slice(1, 0, std::nullopt, 2);
      const Tensor reversed =
          a.slice(0, std::nullopt, std::nullopt, -1).clone(
              MemoryFormat::Contiguous).slice(0, std::nullopt, std::nullopt,
                                              -1);
      for (const Tensor& x : {a, at, stepped, reversed}) {
        for (const Tensor& y : {b, bt}) {
          EXPECT_EQ(Values(matmul(x, y)), expected) << name(dtype);
        }
      }
    }
  }
}

TEST(MatmulTest, E08_RanksAndBatches) {
  const auto f = [](IntArrayRef sizes) { return Numbers(sizes, kFloat32, 3); };
  EXPECT_EQ(Sizes(matmul(f({3}), f({3}))), (S{}));
  EXPECT_EQ(Sizes(matmul(f({2, 3}), f({3}))), (S{2}));
  EXPECT_EQ(Sizes(matmul(f({3}), f({3, 4}))), (S{4}));
  EXPECT_EQ(Sizes(matmul(f({3}), f({2, 3, 4}))), (S{2, 4}));
  EXPECT_EQ(Sizes(matmul(f({5, 1, 2, 3}), f({4, 3, 6}))), (S{5, 4, 2, 6}));
  const Tensor a = f({4, 2, 3});
  const Tensor b = f({4, 3, 5});
  EXPECT_EQ(Values(bmm(a, b)), Product(a, b, 4, 2, 3, 5));
  EXPECT_EQ(Values(matmul(a, b)), Product(a, b, 4, 2, 3, 5));
  // A batch against one matrix, on either side, and a broadcast one.
  const Tensor w = f({3, 5});
  EXPECT_EQ(Values(matmul(a, w)), Product(a, w.expand({4, 3, 5}), 4, 2, 3, 5));
  const Tensor u = f({2, 3});
  EXPECT_EQ(Values(matmul(u, b)), Product(u.expand({4, 2, 3}), b, 4, 2, 3, 5));
  EXPECT_EQ(Values(matmul(a.transpose(0, 1), b.narrow(0, 0, 1))),
            Product(a.transpose(0, 1).contiguous(),
                    b.narrow(0, 0, 1).expand({2, 3, 5}), 2, 4, 3, 5));
  EXPECT_EQ(Values(mv(u, f({3}))),
            Product(u, f({3}).unsqueeze(1), 1, 2, 3, 1));
  EXPECT_EQ(Values(dot(f({3}), f({3})))[0],
            Product(f({3}).unsqueeze(0), f({3}).unsqueeze(1), 1, 1, 3, 1)[0]);
  // Six batch dimensions that do not merge.
  const Tensor many = f({2, 3, 2, 3, 2, 3, 2, 2}).permute(
      {5, 3, 1, 4, 2, 0, 7, 6});
  EXPECT_EQ(Values(matmul(many, many)),
            Product(many.contiguous(), many.contiguous(), 216, 2, 2, 2));
}

TEST(MatmulTest, I14_Empty) {
  EXPECT_EQ(Values(matmul(zeros({2, 0}), zeros({0, 3}))), V(6, 0));
  // Written, and not only found to be 0.
  Tensor out = ones({2, 3});
  EXPECT_EQ(Values(matmul_out(out, zeros({2, 0}), zeros({0, 3}))), V(6, 0));
  EXPECT_EQ(Sizes(matmul(zeros({0, 2}), zeros({2, 3}))), (S{0, 3}));
  Tensor none = zeros({0});
  EXPECT_THROW(matmul_out(none, none, zeros({0})), ShapeError);
  EXPECT_EQ(Sizes(bmm(zeros({0, 2, 3}), zeros({0, 3, 4}))), (S{0, 2, 4}));
  EXPECT_EQ(matmul(zeros({0}), zeros({0})).item<float>(), 0);
}

TEST(MatmulTest, E08b_WrongShapes) {
  const Tensor a = zeros({2, 3});
  ExpectError<ShapeError>(
      [&] { matmul(a, a); },
      {"matmul", "float32[2,3]@cpu", "3 and 2", ".T",
       "shapes cannot be multiplied (2x3 and 2x3)"});
  ExpectError<ShapeError>([] { dot(zeros({2}), zeros({3})); },
                          {"dot", "2", "3"});
  ExpectError<ShapeError>([] { matmul(tensor(1.), zeros({2})); },
                          {"matmul", "at least 1-d"});
  ExpectError<ShapeError>([] { mm(zeros({2}), zeros({2})); },
                          {"mm", "matmul"});
  ExpectError<ShapeError>([] { bmm(zeros({2, 2, 2}), zeros({3, 2, 2})); },
                          {"bmm", "2", "3", "matmul"});
}

TEST(MatmulTest, D10b_OtherDtypes) {
  ExpectError<DTypeError>(
      [] { matmul(zeros({2, 2}), zeros({2, 2}, kFloat64)); },
      {"matmul", "expected m1 and m2 to have the same dtype, but got: float != "
                 "double",
       "float32[2,2]@cpu", "float64[2,2]@cpu", ".to("});
  ExpectError<NotImplementedError>(
      [] { matmul(zeros({2, 2}, kBool), zeros({2, 2}, kBool)); },
      {"matmul", "bool"});
  EXPECT_EQ(matmul(ones({2, 2}, kInt64), ones({2, 2}, kInt64)).scalar_type(),
            kInt64);
}

TEST(MatmulTest, S11_Out) {
  const Tensor t = Numbers({3, 4}, kFloat32, 5);
  Tensor out = zeros({3, 3});
  const void* before = out.data_ptr();
  Tensor& result = matmul_out(out, t, t.t());
  EXPECT_TRUE(result.is_same(out));
  EXPECT_EQ(out.data_ptr(), before);
  EXPECT_EQ(Values(out), Values(matmul(t, t.t())));
  EXPECT_EQ(out._version(), 1u);
  Tensor columns = zeros({3, 3}).t();
  matmul_out(columns, t, t.t());
  EXPECT_EQ(Values(columns), Values(out));
}

TEST(MatmulTest, S11b_BadOut) {
  Tensor b = ones({2, 2});
  Tensor other = zeros({2, 2}, kFloat64);
  ExpectError<DTypeError>([&] { matmul_out(other, b, b); },
                          {"Expected out tensor to have dtype float, but got "
                           "double instead"});
  ExpectError<ShapeError>([&] { matmul_out(b, b, b); }, {"matmul", "memory"});
  EXPECT_EQ(Values(b), V(4, 1));
}

TEST(MatmulTest, AddmmAndOuter) {
  const Tensor a = tensor({{1., 2.}, {3., 4.}});
  EXPECT_EQ(Values(addmm(tensor({10., 20.}), a, a)), (V{17, 30, 25, 42}));
  EXPECT_EQ(Values(addmm(a, a, a, 0, 2)), (V{14, 20, 30, 44}));
  EXPECT_EQ(Values(addmm(full({2, 2}, NAN), a, a, 0)), (V{7, 10, 15, 22}));
  EXPECT_EQ(Values(addmm(ones({1}, kInt64), ones({1, 1}, kInt64),
                         ones({1, 1}, kInt64), 1, 0.5)),
            (V{1}));
  EXPECT_EQ(Values(outer(tensor({1, 2}), tensor({3., 4.}))), (V{3, 4, 6, 8}));
}

TEST(MatmulTest, Linear) {
  const Tensor x = Numbers({2, 3, 4}, kFloat32, 6);
  const Tensor w = Numbers({5, 4}, kFloat32, 7);
  const Tensor b = Numbers({5}, kFloat32, 8);
  const Tensor y = linear(x, w, b);
  EXPECT_EQ(Sizes(y), (S{2, 3, 5}));
  EXPECT_EQ(Values(y), Values(matmul(x, w.t()) + b));
  EXPECT_EQ(Values(linear(x.transpose(0, 1), w, b)),
            Values(matmul(x.transpose(0, 1), w.t()) + b));
  EXPECT_EQ(Values(linear(x[0][0], w)), Values(matmul(x[0][0], w.t())));
  EXPECT_EQ(Sizes(linear(zeros({0, 4}), w, b)), (S{0, 5}));
  EXPECT_EQ(Values(linear(zeros({2, 0}), zeros({5, 0}), b))[0], Values(b)[0]);
  const Tensor strided = Numbers({10}, kFloat32, 9).slice(0, 0, 10, 2);
  EXPECT_EQ(Values(linear(x, w, strided)), Values(matmul(x, w.t()) + strided));
  EXPECT_EQ(Sizes(linear(x, w[0])), (S{2, 3}));
}

TEST(MatmulTest, M01b_LinearErrors) {
  ExpectError<ShapeError>(
      [] { linear(zeros({2, 4}), zeros({4, 3})); },
      {"linear", "shapes cannot be multiplied (2x4 and 3x4)", "in_features 3",
       "got 4", "float32[2,4]@cpu"});
  ExpectError<DTypeError>(
      [] { linear(zeros({2, 3}, kFloat64), zeros({4, 3})); },
      {"linear", "must have the same dtype, but got Double and Float",
       "float64[2,3]@cpu", ".to("});
}

TEST(MatmulTest, R03_ThreadsDoNotChangeBits) {
  const int before = get_num_threads();
  std::mt19937 random(1);
  Tensor a = empty({300, 200});
  for (int64_t i = 0; i < a.numel(); ++i) {
    a.data_ptr<float>()[i] = static_cast<float>(random()) * 0x1p-32f;
  }
  set_num_threads(1);
  const V one = Values(matmul(a, a.t()));
  set_num_threads(4);
  EXPECT_EQ(Values(matmul(a, a.t())), one);
  set_num_threads(before);
}

}  // namespace
}  // namespace tessera
