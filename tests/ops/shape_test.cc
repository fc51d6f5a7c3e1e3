// Copies, splits, scans and named products against tests/ops/testdata/
// shape_golden.txt, which tests/golden/make_shapes.py wrote; and what that file
// cannot say: errors, out= and in-place forms, factories.
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <sstream>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/guarded_allocator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/ops/golden_lines.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using Numbers = std::vector<int64_t>;
using V = std::vector<double>;

std::vector<std::string> Split(const std::string& text, char by) {
  std::vector<std::string> out;
  std::stringstream stream(text + by);
  for (std::string f; std::getline(stream, f, by);) out.push_back(f);
  return out;
}

Numbers NumbersOf(const std::string& text) {
  Numbers out;
  std::stringstream stream(text);
  for (int64_t n; stream >> n;) out.push_back(n);
  return out;
}

struct Line {
  std::string text, op, arguments;
  std::vector<Tensor> inputs, results;

  int64_t number(size_t i) const { return list(i).at(0); }
  Numbers list(size_t i) const {
    return NumbersOf(Split(arguments, ';').at(i));
  }
};

std::vector<Line> ReadLines() {
  std::ifstream file("tests/ops/testdata/shape_golden.txt");
  std::vector<Line> lines;
  for (std::string text; std::getline(file, text);) {
    const std::vector<std::string> fields = Split(text, '|');
    Line line{text, fields[0], fields[1], {}, {}};
    const size_t inputs = static_cast<size_t>(std::stoll(fields[2]));
    for (size_t i = 3; i + 1 < fields.size(); i += 2) {
      const Numbers sizes = NumbersOf(fields[i]);
      const Numbers values = NumbersOf(fields[i + 1]);
      const Tensor t = tensor(values).view(sizes);
      (line.inputs.size() < inputs ? line.inputs : line.results).push_back(t);
    }
    lines.push_back(line);
  }
  return lines;
}

std::vector<Tensor> Call(const Line& line, const std::vector<Tensor>& x) {
  const std::string& op = line.op;
  const auto n = [&](size_t i) { return line.number(i); };
  const auto list = [&](size_t i) { return line.list(i); };
  const auto pair = [](const std::tuple<Tensor, Tensor>& t) {
    return std::vector<Tensor>{std::get<0>(t), std::get<1>(t)};
  };
  if (op == "cumsum") return {cumsum(x[0], n(0), x[0].scalar_type())};
  if (op == "cumprod") return {x[0].cumprod(n(0), x[0].scalar_type())};
  if (op == "cummax") return pair(cummax(x[0], n(0)));
  if (op == "cummin") return pair(x[0].cummin(n(0)));
  if (op == "diff") return {diff(x[0], n(0), n(1))};
  if (op == "flip") return {flip(x[0], list(0))};
  if (op == "roll") return {roll(x[0], list(0), list(1))};
  if (op == "rot90") return {rot90(x[0], n(0), list(1))};
  if (op == "tensor_split") return tensor_split(x[0], n(0), n(1));
  if (op == "tensor_split_at") return x[0].tensor_split(list(0), n(1));
  if (op == "repeat") return {x[0].repeat(list(0))};
  if (op == "tile") return {tile(x[0], list(0))};
  if (op == "atleast_1d") return {atleast_1d(x[0])};
  if (op == "atleast_2d") return {atleast_2d(x[0])};
  if (op == "atleast_3d") return {atleast_3d(x[0])};
  if (op == "pad") return {pad(x[0], list(0), "constant", 7)};
  if (op == "tril") return {tril(x[0], n(0))};
  if (op == "triu") return {x[0].triu(n(0))};
  if (op == "diag") return {diag(x[0], n(0))};
  if (op == "diag_embed") return {diag_embed(x[0], n(0), n(1), n(2))};
  if (op == "hstack") return {hstack(x)};
  if (op == "vstack") return {row_stack(x)};
  if (op == "dstack") return {dstack(x)};
  if (op == "column_stack") return {column_stack(x)};
  if (op == "cartesian_prod") return {cartesian_prod(x)};
  if (op == "einsum") return {einsum(line.arguments.c_str(), x)};
  if (op == "tensordot_n") return {tensordot(x[0], x[1], n(0))};
  if (op == "tensordot") return {tensordot(x[0], x[1], list(0), list(1))};
  if (op == "inner") return {inner(x[0], x[1])};
  if (op == "kron") return {kron(x[0], x[1])};
  if (op == "matrix_power") return {matrix_power(x[0], n(0))};
  ADD_FAILURE() << op;
  return {};
}

// The out= form, into tensors that are given.
bool CallOut(const Line& line, const std::vector<Tensor>& x,
             std::vector<Tensor>& out) {
  const std::string& op = line.op;
  const auto n = [&](size_t i) { return line.number(i); };
  if (op == "cumsum") {
    cumsum_out(out[0], x[0], n(0), x[0].scalar_type());
  } else if (op == "cumprod") {
    cumprod_out(out[0], x[0], n(0), x[0].scalar_type());
  } else if (op == "cummax") {
    cummax_out(out[0], out[1], x[0], n(0));
  } else if (op == "cummin") {
    cummin_out(out[0], out[1], x[0], n(0));
  } else if (op == "diff") {
    diff_out(out[0], x[0], n(0), n(1));
  } else if (op == "tril") {
    tril_out(out[0], x[0], n(0));
  } else if (op == "triu") {
    triu_out(out[0], x[0], n(0));
  } else if (op == "diag") {
    diag_out(out[0], x[0], n(0));
  } else if (op == "hstack") {
    hstack_out(out[0], x);
  } else if (op == "vstack") {
    vstack_out(out[0], x);
  } else if (op == "dstack") {
    dstack_out(out[0], x);
  } else if (op == "column_stack") {
    column_stack_out(out[0], x);
  } else if (op == "tensordot_n") {
    tensordot_out(out[0], x[0], x[1], n(0));
  } else if (op == "tensordot") {
    tensordot_out(out[0], x[0], x[1], line.list(0), line.list(1));
  } else if (op == "inner") {
    inner_out(out[0], x[0], x[1]);
  } else if (op == "kron") {
    kron_out(out[0], x[0], x[1]);
  } else if (op == "matrix_power") {
    matrix_power_out(out[0], x[0], n(0));
  } else {
    return false;
  }
  return true;
}

bool CallInplace(const Line& line, Tensor& self) {
  if (line.op == "cumsum") return self.cumsum_(line.number(0)), true;
  if (line.op == "cumprod") return self.cumprod_(line.number(0)), true;
  if (line.op == "tril") return self.tril_(line.number(0)), true;
  if (line.op == "triu") return self.triu_(line.number(0)), true;
  return false;
}

// Which dtypes the values of a line are exact in.
bool Fits(const Line& line, DType dtype) {
  double low = 0, high = 0;
  for (const std::vector<Tensor>* list : {&line.inputs, &line.results}) {
    for (const Tensor& t : *list) {
      for (double v : Values(t)) {
        low = std::min(low, v);
        high = std::max(high, v);
      }
    }
  }
  if (dtype == kBool) {
    static const char* const kMoves[] = {
        "flip",   "roll",       "rot90",       "tensor_split", "repeat",
        "tile",   "atleast_1d", "atleast_2d",  "atleast_3d",   "pad",
        "tril",   "triu",       "diag",        "diag_embed",   "hstack",
        "vstack", "dstack",     "column_stack"};
    return std::find(std::begin(kMoves), std::end(kMoves), line.op) !=
           std::end(kMoves);
  }
  if (isComplexType(dtype)) {
    return line.op != "cummax" && line.op != "cummin";
  }
  const bool is_unsigned = dtype >= kUInt8 && dtype <= kUInt64;
  return high <= 127 && (low >= 0 || !is_unsigned);
}

TEST(ShapeTest, C06_I13_AsPyTorchInEveryDtypeAndLayout) {
  GuardedAllocatorScope guard;
  int count = 0;
  for (const Line& line : ReadLines()) {
    ++count;
    for (int d = 0; d < kDTypes; ++d) {
      const DType dtype = static_cast<DType>(d);
      if (!Fits(line, dtype)) continue;
      const int layout = (count + d) % 4;
      std::vector<Tensor> x, want;
      for (const Tensor& t : line.inputs) {
        x.push_back(InLayout(t.to(dtype), layout));
      }
      for (const Tensor& t : line.results) want.push_back(t.to(dtype));
      const bool index = line.op == "cummax" || line.op == "cummin";
      if (index) want[1] = line.results[1].to(kInt64);
      const std::vector<Tensor> got = Call(line, x);
      const std::string where =
          line.text + " " + name(dtype) + " layout " + std::to_string(layout);
      ASSERT_EQ(got.size(), want.size()) << where;
      std::vector<Tensor> out;
      for (size_t i = 0; i < got.size(); ++i) {
        ASSERT_TRUE(SameBits(got[i], want[i])) << where << got[i].to_string();
        out.push_back(InLayout(zeros_like(want[i]), (layout + 1) % 4));
      }
      for (size_t i = 0; i < x.size(); ++i) {
        ASSERT_TRUE(SameBits(x[i], line.inputs[i].to(dtype))) << where;
      }
      if (CallOut(line, x, out)) {
        for (size_t i = 0; i < out.size(); ++i) {
          ASSERT_TRUE(SameBits(out[i], want[i])) << "out, " << where;
        }
      }
      Tensor self = x[0];
      if (dtype != kBool && CallInplace(line, self)) {
        ASSERT_TRUE(SameBits(self, want[0])) << "in place, " << where;
      }
    }
  }
  EXPECT_GT(count, 600);
}

// ---- Copies ----

TEST(ShapeTest, I13_TheResultsAreCopies) {
  const Tensor x = arange(6, kFloat32).view({2, 3});
  for (const Tensor& y :
       {x.flip(0), fliplr(x), flipud(x), x.rot90(4), x.roll(0, 0),
        x.repeat({1, 1}), tile(x, {1}), tril(x, 5), pad(x, {0, 0}), diag(x),
        kron(x, ones({1}))}) {
    EXPECT_FALSE(y.is_alias_of(x));
  }
  const Tensor square = ones({2, 2});
  EXPECT_FALSE(square.matrix_power(1).is_alias_of(square));
  EXPECT_EQ(Values(x.fliplr()), (V{2, 1, 0, 5, 4, 3}));
  EXPECT_EQ(Values(x.flipud()), (V{3, 4, 5, 0, 1, 2}));
  EXPECT_EQ(Values(x.rot90()), (V{2, 5, 1, 4, 0, 3}));
  // Dense strides keep their order.
  EXPECT_EQ(Strides(x.t().flip(0)), (Numbers{1, 3}));
}

TEST(ShapeTest, PadValues) {
  const Tensor x = ones({2}, kInt32);
  EXPECT_EQ(Values(pad(x, {1, 1}, "constant", 1.5)), (V{1, 1, 1, 1}));
  EXPECT_EQ(Values(constant_pad_nd(x, {0, 1})), (V{1, 1, 0}));
  ExpectError<ValueError>(
      [&] {
        pad(x.to(kUInt8), {1, 1}, "constant", 300);
      },
      {"pad", "uint8", "255", "300"});
  ExpectError<NotImplementedError>(
      [&] {
        pad(x, {1, 1}, "reflect");
      },
      {"pad", "'reflect'", "'constant'"});
  ExpectError<ShapeError>([&] { pad(x, {1}); }, {"pad", "pairs", "[1]"});
  ExpectError<ShapeError>([&] { pad(x, {1, 1, 1, 1}); }, {"int32[2]@cpu"});
  for (const Numbers& p :
       {Numbers{-2, -1}, {-3, 5}, {INT64_MAX, 1}, {INT64_MIN, 0}}) {
    ExpectError<ShapeError>([&] { pad(x, p); }, {"pad", "size 2", "dim 0"});
  }
}

TEST(ShapeTest, I13_BadInput) {
  const Tensor v = ones({2}), m = ones({2, 3}), s = ones({});
  ExpectError<ShapeError>(
      [&] {
        m.flip({0, -2});
      },
      {"flip", "dim 0", "multiple"});
  ExpectError<IndexError>([&] { m.flip(2); }, {"flip"});
  ExpectError<ShapeError>([&] { v.fliplr(); }, {"fliplr", "2 dimensions"});
  ExpectError<ShapeError>([&] { s.flipud(); }, {"flipud", "float32[]@cpu"});
  ExpectError<ShapeError>([&] { v.rot90(); }, {"rot90"});
  ExpectError<ShapeError>([&] { m.rot90(1, {0, -2}); }, {"rot90", "different"});
  ExpectError<ShapeError>([&] { m.rot90(1, {0}); }, {"rot90", "two dims"});
  ExpectError<ShapeError>([&] { m.roll({1, 2}); }, {"roll", "[1, 2]"});
  ExpectError<ShapeError>([&] { m.roll(1, {0, 1}); }, {"roll", "[0, 1]"});
  ExpectError<ShapeError>([&] { m.roll(IntArrayRef()); }, {"roll"});
  ExpectError<IndexError>([&] { s.roll(1, 0); }, {"roll", "0-d"});
  ExpectError<ShapeError>([&] { m.repeat(2); }, {"repeat", "[2]", "tile"});
  ExpectError<ShapeError>([&] { m.repeat({2, -1}); }, {"repeat", "[2, -1]"});
  ExpectError<ShapeError>([&] { m.repeat({INT64_MAX, 2}); }, {"repeat"});
  ExpectError<ShapeError>([&] { v.tril(); }, {"tril", "2 dimensions"});
  ExpectError<ShapeError>([&] { v.clone().triu_(); }, {"triu_"});
  ExpectError<ShapeError>([&] { diag(s); }, {"diag", "float32[]@cpu"});
  ExpectError<ShapeError>([&] { diag(ones({1, 1, 1})); }, {"diagonal"});
  ExpectError<ShapeError>([&] { diag_embed(s); }, {"diag_embed"});
  ExpectError<ShapeError>([&] { diag_embed(v, 0, 1, -1); }, {"identical"});
  ExpectError<ShapeError>([&] { diag_embed(v, INT64_MAX); }, {"diag_embed"});
  ExpectError<ShapeError>([] { hstack(TensorList()); },
                          {"hstack", "non-empty"});
  ExpectError<ShapeError>([&] { vstack({v, m, v}); }, {"vstack", "2", "3"});
  ExpectError<ShapeError>([&] { cartesian_prod({m}); }, {"cartesian_prod"});
  // Beyond every corner.
  EXPECT_EQ(Values(tril(m, INT64_MIN)), V(6, 0));
  EXPECT_EQ(Values(triu(m, INT64_MIN)), V(6, 1));
  EXPECT_EQ(Values(tril(m, INT64_MAX)), V(6, 1));
  EXPECT_EQ(Values(m.roll(INT64_MIN, 0)), V(6, 1));
}

TEST(ShapeTest, StacksPromote) {
  const Tensor a = ones({2}, kInt64), b = ones({2}, kFloat32);
  EXPECT_EQ(hstack({a, b}).scalar_type(), kFloat32);
  EXPECT_EQ(column_stack({a, b}).scalar_type(), kFloat32);
  Tensor narrow = empty({0}, kInt64);
  EXPECT_THROW(vstack_out(narrow, {a, b}), DTypeError);
}

// ---- Factories ----

TEST(ShapeTest, S36_FactoriesIntoOut) {
  Tensor out = empty({0}, kInt32);
  EXPECT_TRUE(zeros_out(out, {2, 3}).is_same(out));
  EXPECT_EQ(Sizes(out), (Numbers{2, 3}));
  EXPECT_EQ(Values(ones_out(out, {2, 3})), V(6, 1));
  EXPECT_EQ(Values(full_out(out, {2, 3}, 2.5)), V(6, 2));
  EXPECT_THROW(full_out(out, {2, 3}, std::nan("")), ValueError);
  EXPECT_EQ(Values(out), V(6, 2));
  EXPECT_EQ(Values(eye_out(out, 2, 3)), (V{1, 0, 0, 0, 1, 0}));
  EXPECT_EQ(Sizes(empty_out(out, {2, 3})), (Numbers{2, 3}));
  EXPECT_EQ(out.scalar_type(), kInt32);
  Tensor line = empty({0}, kFloat64);
  EXPECT_EQ(Values(arange_out(line, 3)), (V{0, 1, 2}));
  EXPECT_EQ(Values(arange_out(line, 1, 4)), (V{1, 2, 3}));
  EXPECT_EQ(Values(arange_out(line, 0, 1.5, .5)), (V{0, .5, 1}));
  EXPECT_EQ(Values(linspace_out(line, 0, 1, 3)), (V{0, .5, 1}));
  EXPECT_EQ(Values(logspace_out(line, 0, 2, 3)), (V{1, 10, 100}));
  Tensor square = empty({0});
  EXPECT_EQ(Values(eye_out(square, 2)), (V{1, 0, 0, 1}));
  // Strides stay; what a view does not cover, too.
  const Tensor whole = zeros({3, 4});
  Tensor column = whole.select(1, 1);
  arange_out(column, 1, 4);
  EXPECT_EQ(Values(whole), (V{0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0}));
  const uint32_t version = whole._version();
  zeros_out(column, {3});
  EXPECT_GT(whole._version(), version);
  Tensor expanded = zeros({1}).expand({3});
  EXPECT_THROW(ones_out(expanded, {3}), ShapeError);
  EXPECT_THROW(zeros_out(line, {-1}), ShapeError);
  EXPECT_THROW(zeros_out(line, {INT64_MAX, 2}), ShapeError);
}

TEST(ShapeTest, S38_SpacesBetweenTensors) {
  const Tensor zero = tensor(0), one = tensor(1.);
  EXPECT_EQ(Values(linspace(zero, one, 3)), (V{0, .5, 1}));
  EXPECT_EQ(Values(linspace(zero, 1, 3)), (V{0, .5, 1}));
  EXPECT_EQ(Values(linspace(0, one, 3)), (V{0, .5, 1}));
  Tensor out = empty({3});
  EXPECT_EQ(Values(linspace_out(out, zero, one, 3)), (V{0, .5, 1}));
  EXPECT_EQ(Values(linspace_out(out, zero, 2, 3)), (V{0, 1, 2}));
  EXPECT_EQ(Values(linspace_out(out, 2, one, 3)), (V{2, 1.5, 1}));
  ExpectError<ShapeError>([&] { linspace(ones({1}), one, 3); },
                          {"linspace", "0-d", "float32[1]@cpu"});
  EXPECT_EQ(Values(logspace(0, 3, 4, 10, kInt64)), (V{1, 10, 100, 1000}));
  EXPECT_EQ(Values(logspace(0, 3, 4, 2)), (V{1, 2, 4, 8}));
  EXPECT_EQ(logspace(0, 1, 2).scalar_type(), kFloat32);
  EXPECT_EQ(logspace(0, 1, 0).numel(), 0);
  EXPECT_TRUE(std::isnan(logspace(.5, 1, 2, -2)[0].item<double>()));
  EXPECT_THROW(logspace(0, 1, -1), ValueError);
  EXPECT_THROW(logspace(0, 1, 2, 10, kBool), NotImplementedError);
}

TEST(ShapeTest, S36_FullOfATensor) {
  for (DType dtype : {kBool, kInt32, kFloat16, kFloat64, kComplexDouble}) {
    const Tensor value = ones({1}, dtype);
    const Tensor y = full({2}, value);
    EXPECT_EQ(y.scalar_type(), dtype);
    EXPECT_TRUE(equal(y, ones({2}, dtype)));
  }
  EXPECT_EQ(full({}, tensor(7), kFloat32).scalar_type(), kFloat32);
  EXPECT_THROW(full({2}, ones({2})), ValueError);
  EXPECT_TRUE(resolve_conj(tensor(1)).defined());
  const Tensor x = zeros({2, 3});
  EXPECT_EQ(x.nelement(), 6);
  EXPECT_TRUE(x.is_set_to(x.view({2, 3})));
  EXPECT_FALSE(x.is_set_to(x.t()));
  EXPECT_FALSE(x.is_set_to(x.clone()));
}

TEST(ShapeTest, S39_LikeKeepsOrContiguous) {
  const Tensor t = zeros({2, 3}).t();
  EXPECT_EQ(Strides(ones_like(t)), (Numbers{1, 3}));
  for (const Tensor& y :
       {empty_like(t, {}, MemoryFormat::Contiguous),
        zeros_like(t, {}, MemoryFormat::Contiguous),
        ones_like(t, {}, MemoryFormat::Contiguous),
        full_like(t, 2, {}, MemoryFormat::Contiguous),
        empty_like(t, MemoryFormat::Contiguous),
        zeros_like(t, MemoryFormat::Contiguous),
        full_like(t, 2, MemoryFormat::Contiguous),
        ones_like(t, dtype(kInt64).memory_format(MemoryFormat::Contiguous))}) {
    EXPECT_EQ(Strides(y), (Numbers{2, 1}));
  }
  EXPECT_EQ(Strides(zeros_like(t, MemoryFormat::Preserve)), (Numbers{1, 3}));
  EXPECT_EQ(Strides(t.contiguous(MemoryFormat::Contiguous)), (Numbers{2, 1}));
  EXPECT_FALSE(t.is_contiguous(MemoryFormat::Contiguous));
  EXPECT_THROW(t.contiguous(MemoryFormat::Preserve), Error);
  const Tensor s = ones({1}, kInt16).new_empty_strided({2, 3}, {1, 2});
  EXPECT_EQ(s.scalar_type(), kInt16);
  EXPECT_EQ(Strides(s), (Numbers{1, 2}));
}

TEST(ShapeTest, TriangleIndices) {
  EXPECT_EQ(Values(tril_indices(3, 3, -1)), (V{1, 2, 2, 0, 0, 1}));
  EXPECT_EQ(Values(triu_indices(2, 3, 1)), (V{0, 0, 1, 1, 2, 2}));
  EXPECT_EQ(Sizes(tril_indices(0, 3)), (Numbers{2, 0}));
  EXPECT_EQ(triu_indices(2, 2, 0, kInt32).scalar_type(), kInt32);
  EXPECT_EQ(Sizes(tril_indices(2, 3, INT64_MAX)), (Numbers{2, 6}));
  EXPECT_EQ(Sizes(triu_indices(2, 3, INT64_MIN)), (Numbers{2, 6}));
  // Far more rows and columns than coordinates, and more than memory holds.
  constexpr int64_t kMany = int64_t{1} << 45;
  EXPECT_EQ(Values(tril_indices(kMany, 3, 2 - kMany)),
            (V{static_cast<double>(kMany - 2), static_cast<double>(kMany - 1),
               static_cast<double>(kMany - 1), 0, 0, 1}));
  EXPECT_EQ(
      Values(triu_indices(kMany, kMany, kMany - 2)),
      (V{0, 0, 1, static_cast<double>(kMany - 2),
         static_cast<double>(kMany - 1), static_cast<double>(kMany - 1)}));
  EXPECT_EQ(Sizes(tril_indices(INT64_MAX, 0, INT64_MAX)), (Numbers{2, 0}));
  EXPECT_THROW(tril_indices(7, kMany, kMany), OutOfMemoryError);
  EXPECT_THROW(triu_indices(INT64_MAX, INT64_MAX), ShapeError);
  EXPECT_THROW(tril_indices(-1, 2), ShapeError);
  EXPECT_THROW(tril_indices(1, 2, 0, kFloat32), DTypeError);
}

// ---- Views ----

TEST(ShapeTest, I07_InPlaceViews) {
  Tensor x = arange(6).view({1, 2, 3}).clone();
  const void* const data = x.data_ptr();
  const uint32_t version = x._version();
  EXPECT_TRUE(x.squeeze_().is_same(x));
  EXPECT_EQ(Sizes(x), (Numbers{2, 3}));
  EXPECT_EQ(Sizes(x.t_()), (Numbers{3, 2}));
  EXPECT_EQ(Sizes(x.transpose_(0, 1)), (Numbers{2, 3}));
  EXPECT_EQ(Sizes(x.swapaxes_(0, 1)), (Numbers{3, 2}));
  EXPECT_EQ(Sizes(x.swapdims_(0, 1)), (Numbers{2, 3}));
  EXPECT_EQ(Sizes(x.unsqueeze_(1)), (Numbers{2, 1, 3}));
  EXPECT_EQ(Sizes(x.squeeze_(1)), (Numbers{2, 3}));
  EXPECT_EQ(Sizes(squeeze_(x, IntArrayRef({0, 1}))), (Numbers{2, 3}));
  EXPECT_EQ(Values(x.as_strided_({2, 2}, {1, 2}, 1)), (V{1, 3, 2, 4}));
  EXPECT_EQ(x.data_ptr(), static_cast<const int64_t*>(data) + 1);
  EXPECT_EQ(x._version(), version + 9);
  // What writes no element may be done to expanded ones.
  Tensor wide = ones({1, 3}).expand({2, 3});
  EXPECT_EQ(Sizes(wide.t_()), (Numbers{3, 2}));
  EXPECT_THROW(x.as_strided_({7}, {1}), ShapeError);
  EXPECT_THROW(x.unsqueeze_(4), IndexError);
  Tensor cube = ones({1, 1, 1});
  ExpectError<ShapeError>([&] { cube.t_(); }, {"2 dimensions"});
  EXPECT_EQ(Sizes(cube), (Numbers{1, 1, 1}));
}

TEST(ShapeTest, I07_MoreViews) {
  EXPECT_EQ(tensor(3).movedim(0, -1).item<int>(), 3);
  const Tensor x = arange(24).view({2, 3, 4});
  EXPECT_EQ(Sizes(x.numpy_T()), (Numbers{4, 3, 2}));
  EXPECT_EQ(Sizes(x.mH()), (Numbers{2, 4, 3}));
  EXPECT_TRUE(x.adjoint().is_alias_of(x));
  const Tensor z = view_as_complex(arange(4, kFloat32).view({2, 1, 2}));
  EXPECT_EQ(Values(view_as_real(z.matrix_H())), (V{0, -1, 2, -3}));
  EXPECT_EQ(Values(view_as_real(adjoint(z))), (V{0, -1, 2, -3}));
  ExpectError<ShapeError>([&] { x.matrix_H(); }, {"matrix_H", "mH"});
  EXPECT_THROW(x[0][0].mH(), ShapeError);
  EXPECT_THROW(x[0][0].adjoint(), ShapeError);
  EXPECT_EQ(Values(x[0].narrow(0, tensor(-1), 1)), (V{8, 9, 10, 11}));
  ExpectError<ShapeError>([&] { x.narrow(0, ones({}), 1); }, {"narrow", "0-d"});
  EXPECT_THROW(x.narrow(0, tensor({1}), 1), ShapeError);
  const std::vector<Tensor> all = atleast_2d({tensor(1), tensor({1, 2})});
  EXPECT_EQ(Sizes(all[0]), (Numbers{1, 1}));
  EXPECT_EQ(Sizes(all[1]), (Numbers{1, 2}));
  EXPECT_EQ(atleast_1d({x, x}).size(), 2u);
  EXPECT_EQ(atleast_3d({x, x})[1].dim(), 3);
}

TEST(ShapeTest, I09_SplitsByAxis) {
  const Tensor x = arange(24).view({2, 3, 4});
  const std::vector<Tensor> h = x.hsplit(3), v = vsplit(x, 2), d = x.dsplit(2);
  EXPECT_EQ(h.size(), 3u);
  EXPECT_EQ(Sizes(h[2]), (Numbers{2, 1, 4}));
  EXPECT_EQ(Sizes(v[1]), (Numbers{1, 3, 4}));
  EXPECT_EQ(Sizes(d[0]), (Numbers{2, 3, 2}));
  EXPECT_TRUE(h[1].is_alias_of(x));
  EXPECT_EQ(Sizes(hsplit(x[0][0], {1, 2})[2]), (Numbers{2}));
  EXPECT_EQ(Sizes(x.vsplit({1, 1})[1]), (Numbers{0, 3, 4}));
  EXPECT_EQ(Sizes(dsplit(x, {3, 9})[1]), (Numbers{2, 3, 1}));
  ExpectError<ShapeError>([&] { x.hsplit(2); },
                          {"hsplit", "size 3", "got 2", "tensor_split"});
  EXPECT_THROW(x.hsplit(0), ShapeError);
  ExpectError<ShapeError>([&] { x[0][0].vsplit(2); }, {"vsplit"});
  EXPECT_THROW(x[0].dsplit(2), ShapeError);
  EXPECT_THROW(tensor(1).hsplit(1), ShapeError);
  ExpectError<ShapeError>([&] { x.tensor_split(0); }, {"tensor_split", "0"});
  EXPECT_THROW(tensor(1).tensor_split(1), ShapeError);
  EXPECT_THROW(x.tensor_split(2, 3), IndexError);
  ExpectError<ShapeError>([&] { x.tensor_split(INT64_MAX); },
                          {"tensor_split", "sections"});
  EXPECT_THROW(zeros({0}).hsplit(int64_t{1} << 45), ShapeError);
}

// ---- Named products ----

TEST(ShapeTest, E08_EinsumErrors) {
  const auto f = [](const char* equation, std::vector<Numbers> shapes) {
    std::vector<Tensor> x;
    for (const Numbers& s : shapes) x.push_back(ones(s));
    return MessageOf([&] { einsum(equation, x); });
  };
  const auto expect = [&](const std::string& text, std::vector<const char*> w) {
    EXPECT_EQ(text.rfind("einsum: ", 0), 0u) << text;
    for (const char* word : w) {
      EXPECT_NE(text.find(word), std::string::npos) << word << " in: " << text;
    }
  };
  expect(f("ij,jk", {{2, 3}, {4, 5}}), {"subscript j", "4", "3", "operand 1"});
  expect(f("ij->ijk", {{2, 3}}), {"output subscript k"});
  expect(f("ij,jk->ii", {{2, 3}, {3, 4}}), {"output subscript i", "once"});
  expect(f("i", {{2, 3}}), {"subscripts", "(1)", "(2)", "float32[2,3]@cpu"});
  expect(f("ijk...", {{2, 3}}), {"(3)", "(2)"});
  expect(f("ij..", {{2, 3}}), {"'.'"});
  expect(f("i->i->i", {{2}}), {"'-'"});
  expect(f("i>", {{2}}), {"'>'", "index 1"});
  expect(f("i1", {{2, 3}}), {"'1'"});
  expect(f("ij,jk", {{2, 3}}), {"2, got 1"});
  expect(f("i,i", {{2}, {2}, {2}}), {"2, got 3"});
  expect(f("i", {}), {"got none"});
  expect(f("ii", {{2, 3}}), {"subscript i is repeated", "3 != 2"});
  expect(f("ii", {{1, 3}}), {"repeated"});
  expect(f("...i...", {{2, 3}}), {"second"});
  expect(f("i->i......", {{2}}), {"second"});
  expect(f("...i,...i", {{2, 3}, {4, 3}}), {"...", "size 4"});
  ExpectError<DTypeError>(
      [] {
        einsum("i,i", {ones({2}), ones({2}, kFloat64)});
      },
      {"einsum", "float32[2]@cpu", ".to("});
  ExpectError<NotImplementedError>([] { einsum("i->", {ones({2}, kBool)}); },
                                   {"einsum", "bool"});
}

TEST(ShapeTest, E08_EinsumBySublists) {
  using indexing::Ellipsis;
  const Tensor x = arange(24.).view({2, 3, 4}), w = arange(12.).view({4, 3});
  const auto same = [](const Tensor& got, const Tensor& want) {
    EXPECT_TRUE(equal(got, want)) << got << want;
  };
  same(einsum({{x, {0, 1, 2}}, {w, {2, 3}}}, {0, 1, 3}),
       einsum("abc,cd->abd", {x, w}));
  same(einsum({{x, {0, 1, 2}}, {w, {2, 3}}}), einsum("abc,cd", {x, w}));
  same(einsum({{x, {Ellipsis, 2}}, {w, {2, 51}}}, {51, Ellipsis}),
       einsum("...c,cz->z...", {x, w}));
  // In ascending order, which is not that of the operands.
  same(einsum({{w, {30, 7}}}), w.t());
  same(einsum({{w, {0, 1}}}, {}), w.sum());
  same(einsum({{w.slice(0, 0, 3), {5, 5}}}, {5}), w.slice(0, 0, 3).diagonal());
  ExpectError<ValueError>(
      [&] {
        einsum({{w, {0, 52}}});
      },
      {"einsum", "51", "52"});
  ExpectError<ValueError>([&] { einsum({{w, {0, -1}}}); }, {"einsum", "-1"});
  ExpectError<ValueError>(
      [&] {
        einsum({{w, {0, indexing::Slice()}}});
      },
      {"einsum", "index"});
  ExpectError<ShapeError>([&] { einsum({{w, {0}}}); }, {"float32[4,3]@cpu"});
  ExpectError<ValueError>([&] { einsum({{w, {0, 1}}}, {2}); }, {"C"});
  EXPECT_THROW(einsum({}), ValueError);
}

TEST(ShapeTest, E08_ProductErrors) {
  const Tensor m = ones({2, 3}), v = ones({3}), w = ones({2});
  ExpectError<ShapeError>(
      [&] { tensordot(m, m, 1); },
      {"tensordot", "size 3", "size 2", "float32[2,3]@cpu"});
  ExpectError<ShapeError>([&] { tensordot(m, m, 3); }, {"got 3"});
  EXPECT_THROW(tensordot(m, m, -1), ShapeError);
  ExpectError<ShapeError>([&] { tensordot(m, m, {0}, {0, 1}); }, {"[0, 1]"});
  ExpectError<ShapeError>([&] { tensordot(m, m, {0, 0}, {0, 1}); }, {"dim 0"});
  EXPECT_THROW(tensordot(m, m, {2}, {0}), IndexError);
  ExpectError<ShapeError>([&] { inner(m, w); }, {"inner", "3 and 2"});
  ExpectError<ShapeError>([&] { vdot(v, w); }, {"vdot", "3", "2"});
  ExpectError<ShapeError>([&] { addmv(w, m, w); },
                          {"addmv", "float32[2,3]@cpu"});
  ExpectError<ShapeError>([&] { addmv(v, m, v); }, {"addmv", "3", "2"});
  ExpectError<ShapeError>([&] { matrix_power(m, 2); },
                          {"matrix_power", "square"});
  ExpectError<NotImplementedError>(
      [] {
        matrix_power(ones({2, 2}), -1);
      },
      {"matrix_power", "-1"});
  for (const auto& f : std::vector<void (*)(const Tensor&, const Tensor&)>{
           [](const Tensor&a, const Tensor&b) { vdot(a[0], b[0]); },
           [](const Tensor&a, const Tensor&b) { inner(a, b); },
           [](const Tensor&a, const Tensor&b) { tensordot(a, b); },
           [](const Tensor&a, const Tensor&b) { addmm(a, b, b); },
           [](const Tensor&a, const Tensor&b) { addmv(a[0], b, b[0]); },
           [](const Tensor&a, const Tensor&b) {
             baddbmm(a, b.unsqueeze(0), b.unsqueeze(0));
           }}) {
    EXPECT_THROW(f(ones({2, 2}), ones({2, 2}, kFloat64)), DTypeError);
  }
}

TEST(ShapeTest, E08_SumsOfProducts) {
  const Tensor m = arange(6, kFloat32).view({2, 3}),
               v = tensor({1.f, 2.f, 3.f});
  const Tensor c = tensor({10.f, 20.f});
  EXPECT_EQ(Values(addmv(c, m, v)), (V{18, 46}));
  EXPECT_EQ(Values(c.addmv(m, v, 2, .5)), (V{24, 53}));
  EXPECT_EQ(Values(addmv(full({}, NAN), m, v, 0)), (V{8, 26}));
  Tensor out = empty({0});
  EXPECT_EQ(Values(addmv_out(out, c, m, v)), (V{18, 46}));
  EXPECT_EQ(Values(c.clone().addmv_(m, v)), (V{18, 46}));
  const Tensor a = m.unsqueeze(0), b = m.t().unsqueeze(0);
  EXPECT_EQ(Values(baddbmm(ones({}), a, b, 2, 1)), (V{7, 16, 16, 52}));
  EXPECT_EQ(Values(baddbmm(full({2}, NAN), a, b, 0)), (V{5, 14, 14, 50}));
  EXPECT_EQ(Values(ones({1, 2, 2}).baddbmm_(a, b)), (V{6, 15, 15, 51}));
  EXPECT_EQ(Values(baddbmm_out(out, ones({2}), a, b)), (V{6, 15, 15, 51}));
  // With integers the factors are cast first.
  EXPECT_EQ(Values(addmv(c.to(kInt32), m.to(kInt32), v.to(kInt32), 1.9, .5)),
            (V{10, 20}));
  const Tensor z = view_as_complex(m.view({3, 2}));
  EXPECT_EQ(Values(view_as_real(vdot(z, z))), (V{55, 0}));
  EXPECT_EQ(Values(vdot(v, v)), (V{14}));
  EXPECT_EQ(Values(vdot_out(out, v, v)), (V{14}));
  // A product of many unmergeable parts.
  EXPECT_EQ(einsum("ab,ab->", {m, m}).item<float>(), 55);
}

// ---- Lists ----

TEST(ShapeTest, ForeachLists) {
  const std::vector<Tensor> x = {tensor({1.f, 2.f}),
                                 tensor({{3., 4.}}, kFloat64)};
  const std::vector<Tensor> y = {tensor({10.f, 20.f}), tensor({5.f, 6.f})};
  EXPECT_EQ(Values(_foreach_add(x, y, 2)[0]), (V{21, 42}));
  EXPECT_EQ(Values(_foreach_mul(x, y)[1]), (V{15, 24}));
  EXPECT_EQ(Values(_foreach_mul(x, tensor(2.f))[1]), (V{6, 8}));
  std::vector<Tensor> z = {x[0].clone(), x[1].clone()};
  _foreach_add_(z, y);
  EXPECT_EQ(Values(z[1]), (V{8, 10}));
  _foreach_mul_(z, y);
  EXPECT_EQ(Values(z[0]), (V{110, 440}));
  _foreach_mul_(z, tensor(.5f));
  _foreach_mul_(z, 2);
  _foreach_add_(z, 1);
  EXPECT_EQ(Values(z[0]), (V{111, 441}));
  // Nothing is written where something cannot be.
  ExpectError<ValueError>([&] { _foreach_add_(z, {y[0]}); }, {"_foreach_add_"});
  ExpectError<ShapeError>(
      [&] {
        _foreach_mul_(z, {y[0], ones({3, 1})});
      },
      {"_foreach_mul_", "[1,2]", "position 1"});
  const std::vector<Tensor> ints = {z[0], ones({2}, kInt32)};
  ExpectError<DTypeError>([&] { _foreach_add_(ints, .5); }, {"int32"});
  ExpectError<DTypeError>(
      [&] {
        _foreach_add_(ints, {y[0], ints[1]}, .5);
      },
      {"alpha", "0.5"});
  ExpectError<ValueError>([&] { _foreach_mul(x, TensorList(y[0])); },
                          {"2 and 1"});
  EXPECT_EQ(Values(z[0]), (V{111, 441}));
}

}  // namespace
}  // namespace tessera
