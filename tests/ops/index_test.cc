#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/guarded_allocator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/ops/golden_lines.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

Tensor Call(const GoldenLine& line, const std::vector<Tensor>& t) {
  const std::string& op = line.op;
  const int64_t dim = line.dim;
  if (op == "gather") return gather(t[0], dim, t[1]);
  if (op == "index_select") return index_select(t[0], dim, t[1]);
  if (op == "scatter") return scatter(t[0], dim, t[1], t[2]);
  if (op == "scatter_value") return scatter(t[0], dim, t[1], line.number);
  if (op == "scatter_add") return scatter_add(t[0], dim, t[1], t[2]);
  if (op == "index_add") {
    return index_add(t[0], dim, t[1], t[2], line.number);
  }
  if (op == "index_copy") return index_copy(t[0], dim, t[1], t[2]);
  if (op == "index_fill") return index_fill(t[0], dim, t[1], line.number);
  if (op == "take") return take(t[0], t[1]);
  if (op == "nonzero") return nonzero(t[0]);
  if (op == "masked_select") return masked_select(t[0], t[1]);
  return Tensor();
}

// In place, where the op has that form.
bool CallInplace(const GoldenLine& line, Tensor& self,
                 const std::vector<Tensor>& t) {
  const std::string& op = line.op;
  const int64_t dim = line.dim;
  if (op == "scatter") {
    self.scatter_(dim, t[1], t[2]);
  } else if (op == "scatter_value") {
    self.scatter_(dim, t[1], line.number);
  } else if (op == "scatter_add") {
    self.scatter_add_(dim, t[1], t[2]);
  } else if (op == "index_add") {
    self.index_add_(dim, t[1], t[2], line.number);
  } else if (op == "index_copy") {
    self.index_copy_(dim, t[1], t[2]);
  } else if (op == "index_fill") {
    self.index_fill_(dim, t[1], line.number);
  } else {
    return false;
  }
  return true;
}

TEST(IndexTest, I06_AsPyTorchInEveryDtypeAndLayout) {
  GuardedAllocatorScope guard;
  int lines = 0;
  for (const GoldenLine& line : ReadGoldenLines()) {
    if (line.op == "sort" || line.op == "topk") continue;
    ++lines;
    const bool adds = line.op == "scatter_add" || line.op == "index_add";
    for (int d = 0; d < kDTypes; ++d) {
      const DType dtype = static_cast<DType>(d);
      const int layout = (lines + d) % 4;
      const DType index_dtype = (lines + d) % 3 ? kInt64 : kInt32;
      std::vector<Tensor> t;
      for (size_t i = 0; i + 1 < line.tensors.size(); ++i) {
        DType want = i == 1 ? index_dtype : dtype;
        if (i == 1 && line.op == "masked_select") want = kBool;
        t.push_back(InLayout(line.tensors[i].to(want), layout));
      }
      const DType result = line.op == "nonzero" ? kInt64 : dtype;
      // bool has its own sums: the or of the operands' truth.
      Tensor expected = line.tensors.back().to(result);
      if (dtype == kBool && adds) {
        // A sum of non-negative numbers is 0 where all are.
        expected = line.tensors.back().to(kBool);
      }
      const Tensor y = Call(line, t);
      ASSERT_TRUE(SameBits(y, expected))
          << line.text << "\n"
          << name(dtype) << " layout " << layout << "\n"
          << y.to_string();
      if (t.size() < 2) continue;
      Tensor self = InLayout(t[0], layout);
      if (CallInplace(line, self, t)) {
        ASSERT_TRUE(SameBits(self, expected)) << line.text << name(dtype);
      }
    }
  }
  EXPECT_GT(lines, 300);
}

const char* const kHow[] = {"sum", "prod", "mean", "amax", "amin"};

TEST(IndexTest, I06_ScatterReduceAsPyTorchInEveryDtype) {
  GuardedAllocatorScope guard;
  int lines = 0;
  for (const GoldenLine& line :
       ReadGoldenLines("tests/ops/testdata/index_more_golden.txt")) {
    if (line.op != "scatter_reduce") continue;
    ++lines;
    const std::string how = kHow[line.number / 2];
    const bool include_self = line.number % 2 != 0;
    for (int d = 1; d < kDTypes; ++d) {
      const DType dtype = static_cast<DType>(d);
      if (isComplexType(dtype) && how[0] == 'a') continue;
      const int layout = (lines + d) % 4;
      Tensor x = InLayout(line.tensors[0].to(dtype), layout);
      const Tensor index =
          InLayout(line.tensors[1].to(d % 2 ? kInt64 : kInt32), layout);
      const Tensor src = InLayout(line.tensors[2].to(dtype), 3 - layout);
      Tensor want = line.tensors[3];
      if (isIntegralType(dtype, true)) want = want.floor_divide(1);
      want = want.to(dtype);
      const Tensor y =
          x.scatter_reduce(line.dim, index, src, how.c_str(), include_self);
      ASSERT_TRUE(SameBits(y, want)) << line.text << name(dtype) << "\n"
                                     << y.to_string();
      x.scatter_reduce_(line.dim, index, src, how.c_str(), include_self);
      ASSERT_TRUE(SameBits(x, want));
    }
  }
  EXPECT_EQ(lines, 60);
}

TEST(IndexTest, I06_MadeOfGathersAsPyTorch) {
  GuardedAllocatorScope guard;
  int lines = 0;
  for (const GoldenLine& line :
       ReadGoldenLines("tests/ops/testdata/index_more_golden.txt")) {
    const std::string& op = line.op;
    const std::vector<Tensor>& t = line.tensors;
    ++lines;
    for (int d = 0; d < kDTypes; ++d) {
      const DType dtype = static_cast<DType>(d);
      const Tensor x = InLayout(t[0].to(dtype), (lines + d) % 4);
      std::optional<int64_t> dim;
      if (line.dim != 99) dim = line.dim;
      Tensor y, want = t.back();
      if (op == "take_along_dim") {
        y = take_along_dim(x, t[1].to(kInt64), dim);
      } else if (op == "repeat_interleave") {
        y = line.number < 0
                ? repeat_interleave(x, t[1].to(d % 2 ? kInt64 : kInt32), dim)
                : x.repeat_interleave(line.number, dim);
      } else if (op == "masked_scatter") {
        const Tensor mask = InLayout(t[1].to(kBool), d % 4);
        y = masked_scatter(x, mask, InLayout(t[2].to(dtype), d % 4));
        Tensor z = x.clone();
        z.masked_scatter_(mask, t[2].to(dtype));
        ASSERT_TRUE(SameBits(z, want.to(dtype))) << line.text;
      } else if (op == "bincount") {
        if (!isIntegralType(dtype, false)) continue;
        y = bincount(x, {}, line.number).to(dtype);
      } else if (op == "one_hot") {
        if (dtype != kInt64) continue;
        y = one_hot(x, line.number);
      } else {
        --lines;
        break;
      }
      ASSERT_TRUE(SameBits(y, want.to(dtype))) << line.text << name(dtype);
      ASSERT_FALSE(y.is_alias_of(x));
    }
  }
  EXPECT_EQ(lines, 31);
}

TEST(IndexTest, I06_ScatterWithReduce) {
  const Tensor x = tensor({1., 2., 3.}), at = tensor({2, 2, 0});
  const Tensor src = tensor({10., 20., 30.});
  EXPECT_TRUE(SameBits(x.scatter(0, at, src, "add"), tensor({31., 2., 33.})));
  EXPECT_TRUE(SameBits(x.scatter(0, at, 2, "multiply"), tensor({2., 2., 12.})));
  Tensor y = x.clone();
  y.scatter_(0, at, src, "multiply").scatter_(0, at, 1, "add");
  EXPECT_TRUE(SameBits(y, tensor({31., 2., 602.})));
  ExpectError<ValueError>([&] { x.scatter(0, at, src, "mean"); },
                          {"add", "multiply", "mean"});
  ExpectError<ValueError>([&] { x.scatter_reduce(0, at, src, "max"); },
                          {"amax", "'max'"});
  const Tensor nan = tensor({1., NAN, 2.});
  const Tensor most = x.scatter_reduce(0, zeros({3}, kInt64), nan, "amax");
  EXPECT_TRUE(std::isnan(most[0].item<float>()));
  // Nothing is written where something is wrong.
  y = x.clone();
  ExpectError<Error>(
      [&] {
        y.scatter_reduce_(0, tensor({0, 3}), src, "mean");
      },
      {"scatter_reduce_", "index 3", "size 3"});
  ExpectError<NotImplementedError>(
      [] {
        ones({2}, kBool)
            .scatter_reduce(0, tensor({0}), ones({1}, kBool), "mean");
      },
      {"bool", ".to(float32)"});
  ExpectError<NotImplementedError>(
      [] {
        ones({2}, kComplexFloat)
            .scatter_reduce(0, tensor({0}), ones({1}, kComplexFloat), "amin");
      },
      {"order"});
  EXPECT_TRUE(SameBits(x, y));
  // Negative sums: means of integers round down.
  EXPECT_EQ(tensor({-3})
                .scatter_reduce(0, tensor({0}), tensor({0}), "mean")
                .item<int>(),
            -2);
}

TEST(IndexTest, I13_OneHotAndBincount) {
  const Tensor x = tensor({0, 2});
  ExpectError<Error>([&] { one_hot(x, 2); },
                     {"one_hot", "smaller than num_classes 2", "got 2"});
  ExpectError<Error>([] { one_hot(tensor({-1})); }, {"non-negative", "-1"});
  ExpectError<DTypeError>([] { one_hot(tensor({1.f})); },
                          {"int64", "float32[1]@cpu"});
  ExpectError<Error>([] { one_hot(empty({0}, kInt64)); },
                     {"empty", "num_classes"});
  EXPECT_EQ(one_hot(empty({0, 2}, kInt64), 3).sizes(), IntArrayRef({0, 2, 3}));
  EXPECT_EQ(one_hot(tensor(1)).sizes(), IntArrayRef({2}));

  const Tensor w = tensor({0.5f, 1.f, 2.f});
  const Tensor counted = bincount(tensor({1, 1, 3}), w);
  EXPECT_TRUE(SameBits(counted, tensor({0.f, 1.5f, 0.f, 2.f})));
  EXPECT_EQ(bincount(tensor({1}), tensor({1})).scalar_type(), kFloat64);
  EXPECT_EQ(bincount(empty({0}, kInt64)).numel(), 0);
  ExpectError<Error>([] { bincount(tensor({1, -2})); }, {"bincount", "-2"});
  ExpectError<ShapeError>([] { bincount(tensor({{1}})); }, {"1-d"});
  ExpectError<ShapeError>([&] { bincount(x, w); }, {"weights"});
  ExpectError<NotImplementedError>([&] { bincount(w); }, {"float32"});
}

TEST(IndexTest, MadeOfGathersBadInput) {
  const Tensor x = arange(6).view({2, 3});
  ExpectError<Error>([&] { x.repeat_interleave(-1); },
                     {"repeats can not be negative", "-1"});
  ExpectError<Error>(
      [] {
        repeat_interleave(tensor({1, -2}));
      },
      {"repeats can not be negative", "-2"});
  ExpectError<ShapeError>(
      [&] {
        x.repeat_interleave(tensor({1, 2}), 1);
      },
      {"[3]", "int64[2]@cpu"});
  ExpectError<DTypeError>([&] { x.repeat_interleave(tensor({1.f}), 1); },
                          {"int64", "float32"});
  ExpectError<ShapeError>([&] { x.repeat_interleave(2, 0, 5); },
                          {"output_size", "4", "5"});
  EXPECT_EQ(x.repeat_interleave(tensor(2), 1, 6).sizes(), IntArrayRef({2, 6}));
  EXPECT_TRUE(
      SameBits(repeat_interleave(tensor({0, 2, 1})), tensor({1, 1, 2})));
  ExpectError<ShapeError>([&] { take_along_dim(x, tensor({0}), 0); },
                          {"take_along_dim", "number of dimensions"});
  ExpectError<ShapeError>(
      [&] {
        masked_scatter(x, x > 1, tensor({1, 2}));
      },
      {"masked_scatter", "4", "int64[2]@cpu"});
  ExpectError<DTypeError>([&] { masked_scatter(x, x > 1, ones({6})); },
                          {"int64[2,3]@cpu", "float32[6]@cpu"});
}

TEST(IndexTest, I05b_TheLastOfRepeatedIndicesWins) {
  const int threads = get_num_threads();
  const int64_t n = 40000;
  const Tensor index = arange(n).remainder(7).view({n, 1}).expand({n, 3});
  const Tensor src = arange(3 * n).view({n, 3});
  for (int t : {1, 4}) {
    set_num_threads(t);
    const Tensor y = zeros({7, 3}, kInt64).scatter(0, index, src);
    for (int64_t i = 0; i < 7; ++i) {
      const int64_t last = (n - 1 - i) / 7 * 7 + i;
      for (int64_t j = 0; j < 3; ++j) {
        EXPECT_EQ(y[i][j].item<int64_t>(), 3 * last + j);
      }
    }
    const Tensor z =
        zeros({7, 3}, kInt64).index_copy(0, index.select(1, 0), src);
    EXPECT_TRUE(SameBits(y, z));
  }
  set_num_threads(threads);
}

TEST(IndexTest, I06_SumsAreInIndexOrder) {
  const int threads = get_num_threads();
  // 1 is lost beside 1e8 unless it comes after -1e8.
  const Tensor src = tensor({1.f, 1e8f, -1e8f, 1.f});
  const Tensor index = zeros({4}, kInt64);
  EXPECT_EQ(zeros({1}).scatter_add(0, index, src).item<float>(), 1.f);
  EXPECT_EQ(zeros({1}).index_add(0, index, src).item<float>(), 1.f);
  // Many rows and columns, any number of threads.
  const int64_t rows = 500, n = 300;
  const Tensor x = arange(rows * n, kFloat32).remainder(1.7).view({rows, n});
  const Tensor at = arange(rows * n).remainder(11).view({rows, n});
  std::vector<float> expected(rows * 11);
  for (int64_t r = 0; r < rows; ++r) {
    for (int64_t i = 0; i < n; ++i) {
      expected[r * 11 + at.data_ptr<int64_t>()[r * n + i]] +=
          x.data_ptr<float>()[r * n + i];
    }
  }
  const Tensor want = tensor(expected).view({rows, 11});
  for (int t : {1, 3}) {
    set_num_threads(t);
    EXPECT_TRUE(SameBits(zeros({rows, 11}).scatter_add(1, at, x), want));
    EXPECT_TRUE(
        SameBits(zeros({11, rows}).scatter_add(0, at.t(), x.t()).t(), want));
  }
  set_num_threads(threads);
}

TEST(IndexTest, HalfSumsAreRoundedOnce) {
  // 2048 + 1 is 2048 in float16; 2048 + 4096 ones are not.
  const Tensor y =
      full({1}, 2048, kFloat16)
          .index_add_(0, zeros({4096}, kInt64), ones({4096}, kFloat16));
  EXPECT_EQ(y.item<float>(), 6144);
}

TEST(IndexTest, IntegerSumsWrap) {
  const Tensor index = zeros({3}, kInt64);
  EXPECT_EQ(full({1}, 100, kInt8)
                .index_add(0, index, full({3}, 100, kInt8), 2)
                .item<int>(),
            static_cast<int8_t>(700));
  EXPECT_EQ(full({1}, 65535, kUInt16)
                .scatter_add(0, index, full({3}, 65535, kUInt16))
                .item<int>(),
            65532);
  const int64_t max = std::numeric_limits<int64_t>::max();
  EXPECT_EQ(
      full({1}, max).scatter_add(0, index, ones({3}, kInt64)).item<int64_t>(),
      std::numeric_limits<int64_t>::min() + 2);
}

// Each is an error, and nothing was written.
TEST(IndexTest, I06_BadInput) {
  const Tensor x = arange(12, kFloat32).view({3, 4});
  const Tensor before = x.clone();
  Tensor y = x;
  const Tensor far = tensor({{0, 3}}), below = tensor({{0, -1}});
  const Tensor source = ones({1, 2});
  ExpectError<Error>([&] { gather(x, 0, far); },
                     {"gather", "index 3", "dimension 0", "size 3"});
  ExpectError<Error>([&] { gather(x, 1, below); },
                     {"gather", "index -1", "dimension 1", "size 4"});
  ExpectError<Error>([&] { y.scatter_(0, far, source); },
                     {"scatter_", "index 3", "dimension 0", "size 3"});
  ExpectError<Error>([&] { scatter(x, 0, far, 1); }, {"scatter:"});
  ExpectError<Error>([&] { y.scatter_add_(-2, below, source); },
                     {"scatter_add_", "index -1", "dimension 0", "size 3"});
  const Tensor at = tensor({0, 3}), minus = tensor({0, -1});
  ExpectError<IndexError>([&] { index_select(x, 0, at); },
                          {"index_select", "index out of range in self",
                           "index 3", "dimension 0", "size 3"});
  ExpectError<IndexError>([&] { index_select(x, -1, minus); },
                          {"index -1", "dimension 1"});
  ExpectError<Error>(
      [&] {
        y.index_add_(0, at, ones({2, 4}));
      },
      {"index_add_", "index 3", "dimension 0", "size 3"});
  ExpectError<Error>(
      [&] {
        index_add(x, 0, minus, ones({2, 4}));
      },
      {"index_add:", "index -1"});
  ExpectError<IndexError>(
      [&] {
        y.index_copy_(0, at, ones({2, 4}));
      },
      {"index_copy_", "index 3", "dimension 0", "size 3"});
  ExpectError<IndexError>([&] { y.index_fill_(0, at, 5); },
                          {"index_fill_", "index 3", "-3 to 2"});
  ExpectError<IndexError>([&] { take(x, tensor({12})); },
                          {"take", "12", "out of range"});
  EXPECT_TRUE(SameBits(x, before));

  const Tensor real = tensor({0.f, 1.f});
  ExpectError<DTypeError>(
      [&] {
        gather(x, 0, real.view({1, 2}));
      },
      {"gather", "int64", "int32", "float32[1,2]@cpu"});
  ExpectError<DTypeError>([&] { index_select(x, 0, real); },
                          {"index_select", "int64", "float32[2]@cpu"});
  ExpectError<DTypeError>([&] { take(x, real); }, {"take"});
  ExpectError<DTypeError>(
      [&] {
        scatter(x, 0, tensor({{0}}), ones({1, 1}, kInt64));
      },
      {"scatter", "float32[3,4]@cpu", "int64[1,1]@cpu"});
  ExpectError<DTypeError>([&] { masked_select(x, at); },
                          {"masked_select", "bool"});
  ExpectError<IndexError>([&] { index_select(x, 0, far); },
                          {"vector", "int64[1,2]@cpu"});
  ExpectError<ShapeError>(
      [&] { gather(x, 0, at); },
      {"same number of dimensions", "int64[2]", "float32[3,4]"});
  ExpectError<ShapeError>(
      [&] {
        gather(x, 0, zeros({1, 5}, kInt64));
      },
      {"dimension 1", "[1,5]", "[3,4]", "apart from dimension 0"});
  ExpectError<ShapeError>(
      [&] {
        scatter_add(x, 0, zeros({2, 2}, kInt64), ones({1, 2}));
      },
      {"[2,2]", "src", "[1,2]"});
  ExpectError<ShapeError>(
      [&] {
        index_add(x, 0, tensor({0}), ones({2, 4}));
      },
      {"index_add", "[3,4]", "[2,4]"});
  ExpectError<IndexError>([&] { gather(x, 2, far); }, {"2", "-2"});
  ExpectError<ShapeError>(
      [&] { y.select(0, 0).scatter_(0, tensor({0}), y.select(0, 0)); },
      {"memory"});
  ExpectError<ShapeError>(
      [&] { zeros({1}).expand({3}).index_fill_(0, tensor({0}), 1); },
      {"memory"});
  ExpectError<ValueError>(
      [&] { zeros({3}, kInt8).index_fill_(0, tensor({0}), 300); },
      {"index_fill_", "300"});
  // A 0-d tensor is a number of any dtype but a complex one among real ones.
  const Tensor at0 = tensor({0});
  EXPECT_TRUE(
      SameBits(zeros({2}).index_fill(0, at0, scalar_tensor(2.5, kFloat64)),
               tensor({2.5f, 0.f})));
  EXPECT_TRUE(
      SameBits(zeros({2}, kInt64).index_fill(0, at0, scalar_tensor(5.5)),
               tensor({5, 0})));
  ExpectError<ValueError>(
      [&] { zeros({2}).index_fill_(0, at0, scalar_tensor(0, kComplexFloat)); },
      {"index_fill_", "real", "complex64[]@cpu"});
}

TEST(IndexTest, EmptyAndZeroDimensional) {
  const Tensor none = empty({0}, kInt64);
  EXPECT_EQ(gather(zeros({3, 2}), 0, none).sizes(), IntArrayRef({0}));
  EXPECT_EQ(index_select(zeros({3, 2}), 0, none).sizes(), IntArrayRef({0, 2}));
  EXPECT_EQ(index_select(zeros({3, 2}), 0, tensor({1}).reshape({})).sizes(),
            IntArrayRef({1, 2}));
  EXPECT_EQ(index_select(zeros({}), 0, tensor({0})).dim(), 0);
  ExpectError<ShapeError>(
      [] {
        index_select(zeros({}), 0, tensor({0, 0}));
      },
      {});
  EXPECT_EQ(zeros({2}).index_add(0, none, empty({0})).numel(), 2);
  EXPECT_EQ(masked_select(ones({2, 2}), zeros({2}, kBool)).sizes(),
            IntArrayRef({0}));
  EXPECT_EQ(masked_select(tensor({5}).reshape({}), ones({}, kBool)).sizes(),
            IntArrayRef({1}));
  EXPECT_EQ(nonzero(zeros({0, 3})).sizes(), IntArrayRef({0, 2}));
  EXPECT_EQ(nonzero(tensor({-0.f, std::nanf("")})).numel(), 1);
}

TEST(IndexTest, OutForms) {
  const Tensor x = arange(6, kFloat32).view({2, 3});
  Tensor out = empty({0});
  gather_out(out, x, 1, tensor({{2}, {0}}));
  EXPECT_TRUE(SameBits(out, tensor({{2.f}, {3.f}})));
  Tensor again = empty({0}, kFloat64);
  index_select_out(again, x, 1, tensor({1}));
  EXPECT_TRUE(SameBits(again, tensor({{1.}, {4.}}).to(kFloat64)));
}

}  // namespace
}  // namespace tessera
