#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/tensor/views.h"

namespace tessera {
namespace {

using Ints = std::vector<int64_t>;
using std::nullopt;
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

// Every place that the definition of strides names, in row-major order.
Ints Places(const Geometry& g) {
  Ints places = {g.offset()};
  for (int64_t d = 0; d < g.dim(); ++d) {
    Ints next;
    for (int64_t place : places) {
      for (int64_t i = 0; i < g.size(d); ++i) {
        next.push_back(place + i * g.stride(d));
      }
    }
    places = next;
  }
  return places;
}

// ---- Bytes: views as another dtype ----

std::vector<int64_t> Bytes(const Geometry& g) {
  std::vector<int64_t> out;
  const int64_t width = static_cast<int64_t>(g.itemsize());
  for (int64_t place : Places(g)) {
    for (int64_t i = 0; i < width; ++i) out.push_back(place * width + i);
  }
  return out;
}

TEST(Views, DtypeAgainstBytes) {
  std::mt19937_64 random(1);
  const auto draw = [&](int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random);
  };
  int accepted = 0, refused = 0;
  for (int i = 0; i < 20000; ++i) {
    const DType from = static_cast<DType>(draw(0, kDTypes - 1));
    const DType to = static_cast<DType>(draw(0, kDTypes - 1));
    Ints sizes, strides;
    const int64_t n = draw(1, 5);
    for (int64_t d = 0; d < n; ++d) {
      sizes.push_back(d == n - 1 ? draw(1, 3) * draw(1, 8) : draw(1, 3));
      strides.push_back(draw(-2, 4) * draw(1, 16));
    }
    if (draw(0, 4) != 0) strides.back() = 1;
    const Geometry g(sizes, strides, 64 * draw(3, 9) + draw(0, 3) % 2, from);
    const int64_t a = static_cast<int64_t>(g.itemsize());
    const int64_t b = static_cast<int64_t>(elementSize(to));
    const std::vector<int64_t> bytes = Bytes(g);
    // A new element is a run of b bytes at a multiple of b that lies in one
    // row; a row of single elements can be any row.
    bool possible = sizes.back() * a % b == 0;
    for (size_t at = 0; possible && at < bytes.size(); at += b) {
      possible &= bytes[at] % b == 0;
      for (int64_t k = 0; k < b; ++k) {
        possible &= bytes[at + k] == bytes[at] + k;
      }
    }
    // Narrow elements of one row must be a step of one apart.
    possible &= a <= b || sizes.back() == 1 || strides.back() == 1;
    if (possible) {
      const Geometry v = views::ViewDtype("view", g, to);
      Ints expected = sizes;
      expected.back() = expected.back() * a / b;
      ASSERT_EQ(v.dtype(), to);
      ASSERT_EQ(v.sizes().vec(), expected);
      ASSERT_EQ(Bytes(v), bytes);
      ++accepted;
    } else {
      ASSERT_THROW(views::ViewDtype("view", g, to), ShapeError)
          << testing::PrintToString(sizes) << testing::PrintToString(strides)
          << g.offset() << name(from) << name(to);
      ++refused;
    }
  }
  EXPECT_GT(accepted, 1000);
  EXPECT_GT(refused, 1000);
}

TEST(Views, ComplexAgainstBytes) {
  for (DType dtype : {DType::ComplexFloat, DType::ComplexDouble}) {
    for (const Ints& sizes :
         {Ints{}, Ints{3}, Ints{2, 0}, Ints{2, 3, 2, 2, 2}}) {
      Ints strides(sizes.size(), -2);
      if (!strides.empty()) strides[0] = 5;
      const Geometry g(sizes, strides, 40, dtype);
      const Geometry re = views::Real("real", g);
      const Geometry im = views::Imag("imag", g);
      const Geometry pair = views::ViewAsReal("view_as_real", g);
      EXPECT_EQ(re.dtype(), toRealValueType(dtype));
      EXPECT_EQ(re.sizes().vec(), sizes);
      EXPECT_EQ(im.sizes().vec(), sizes);
      EXPECT_EQ(Bytes(pair), Bytes(g));
      // Both parts, one after the other, are the bytes of the numbers.
      const std::vector<int64_t> a = Bytes(re), b = Bytes(im);
      std::vector<int64_t> both;
      const size_t width = re.itemsize();
      for (size_t i = 0; i < a.size(); i += width) {
        both.insert(both.end(), a.begin() + i, a.begin() + i + width);
        both.insert(both.end(), b.begin() + i, b.begin() + i + width);
      }
      EXPECT_EQ(both, Bytes(g));
      EXPECT_EQ(views::ViewAsComplex("view_as_complex", pair), g);
    }
  }
  const Geometry real(Ints{2}, DType::Float);
  EXPECT_EQ(views::Real("real", real), real);
}

TEST(Views, Strides) {
  // Where places leave strides open (sizes of 1, no elements): as PyTorch.
  const Geometry g(Ints{2, 3}, DType::Float);
  EXPECT_EQ(views::Unsqueeze("f", g, 0).strides().vec(), (Ints{6, 3, 1}));
  EXPECT_EQ(views::Unsqueeze("f", g, -1).strides().vec(), (Ints{3, 1, 1}));
  EXPECT_EQ(views::Expand("f", g, Ints{4, 1, 2, 3}).strides().vec(),
            (Ints{0, 6, 3, 1}));
  EXPECT_EQ(views::BroadcastTo("f", g, Ints{1, 2, 3}).strides().vec(),
            (Ints{6, 3, 1}));
  EXPECT_EQ(views::Slice("f", g, 0, nullopt, nullopt, 5).strides().vec(),
            (Ints{15, 1}));
  const Geometry t = views::T("t", g);
  EXPECT_EQ(views::DenseLike(t, DType::Double).strides().vec(), (Ints{1, 3}));
  EXPECT_EQ(
      views::DenseLike(views::Expand("f", g, Ints{2, 2, 3}), DType::Float),
      Geometry(Ints{2, 2, 3}, DType::Float));
  const Geometry empty(Ints{0, 3}, DType::Float);
  EXPECT_EQ(views::View("f", empty, Ints{5, 0}).strides().vec(), (Ints{1, 1}));
  EXPECT_EQ(views::InferSizes("f", empty, Ints{-1, 7}), (Ints{0, 7}));
  EXPECT_EQ(views::Unflatten("f", empty, 0, Ints{4, -1}).sizes().vec(),
            (Ints{4, 0, 3}));
  const Geometry strided =
      views::AsStrided("as_strided", t, Ints{2, 2}, Ints{-1, 0}, 4);
  EXPECT_EQ(strided, Geometry(Ints{2, 2}, Ints{-1, 0}, 4, DType::Float));
}

TEST(Views, Scalars) {
  const Geometry g(Ints{}, DType::Float);
  EXPECT_EQ(views::Transpose("f", g, 0, -1), g);
  EXPECT_EQ(views::Permute("f", g, Ints{}), g);
  EXPECT_EQ(views::Movedim("f", g, Ints{0}, Ints{-1}), g);
  EXPECT_EQ(views::T("f", g), g);
  EXPECT_EQ(views::ReverseDims("f", g), g);
  EXPECT_EQ(views::Squeeze("f", g), g);
  EXPECT_EQ(views::SqueezeDims("f", g, Ints{0}), g);
  EXPECT_EQ(views::Unsqueeze("f", g, -1).sizes().vec(), Ints{1});
  EXPECT_EQ(views::Expand("f", g, Ints{2, 0}).sizes().vec(), (Ints{2, 0}));
  EXPECT_EQ(views::View("f", g, Ints{-1, 1}).sizes().vec(), (Ints{1, 1}));
  EXPECT_EQ(views::FlattenSizes("f", g, 0, -1), Ints{1});
  EXPECT_EQ(views::ViewDtype("f", g, DType::Int).dtype(), DType::Int);
  EXPECT_EQ(views::Unfold("f", g, 0, 1, 1).sizes().vec(), Ints{1});
  EXPECT_EQ(views::DenseLike(g, DType::Int).dim(), 0);
}

TEST(Views, PieceSizes) {
  using views::ChunkSizes;
  using views::SplitSizes;
  using views::TensorSplitSizes;
  EXPECT_EQ(ChunkSizes("f", 10, 4), (Ints{3, 3, 3, 1}));
  EXPECT_EQ(ChunkSizes("f", 3, 5), (Ints{1, 1, 1}));
  EXPECT_EQ(ChunkSizes("f", 5, 4), (Ints{2, 2, 1}));
  EXPECT_EQ(ChunkSizes("f", 0, 3), (Ints{0, 0, 0}));
  EXPECT_EQ(ChunkSizes("f", 5, kMax), (Ints{1, 1, 1, 1, 1}));
  EXPECT_EQ(SplitSizes("f", 5, 2), (Ints{2, 2, 1}));
  EXPECT_EQ(SplitSizes("f", 5, kMax), Ints{5});
  EXPECT_EQ(SplitSizes("f", 0, 3), Ints{0});
  EXPECT_EQ(SplitSizes("f", 0, 0), Ints{0});
  EXPECT_EQ(TensorSplitSizes("f", 10, 4), (Ints{3, 3, 2, 2}));
  EXPECT_EQ(TensorSplitSizes("f", 5, 3), (Ints{2, 2, 1}));
  EXPECT_EQ(TensorSplitSizes("f", 2, 3), (Ints{1, 1, 0}));
  EXPECT_EQ(TensorSplitSizes("f", 0, 2), (Ints{0, 0}));
}

// ---- Errors, word by word ----

enum Class { kShape, kIndex, kValue, kType, kDType };

TEST(Views, Errors) {
  namespace v = views;
  const Geometry g(Ints{2, 3}, DType::Float);
  const Geometry t = v::T("t", g);
  const Geometry cube(Ints{2, 3, 4}, DType::Float);
  const Geometry six(Ints{6}, DType::Float);
  const Geometry empty(Ints{0}, DType::Float);
  const Geometry scalar(Ints{}, DType::Float);
  const Geometry deep(Ints(64, 1), DType::ComplexFloat);
  const int64_t half = int64_t{1} << 62;
  const struct {
    Class kind;
    const char* text;
    std::function<void()> call;
  } cases[] = {
      {kIndex,
       "transpose: dim out of range (expected to be in range of [-2, 1], but "
       "got 2)",
       [&] { v::Transpose("transpose", g, 0, 2); }},
      {kShape, "permute: expected 2 dims for a tensor of shape [2, 3], got [0]",
       [&] { v::Permute("permute", g, Ints{0}); }},
      {kShape,
       "permute: expected each dim once for a tensor of shape [2, 3], got [1, "
       "-1]",
       [&] {
         v::Permute("permute", g, Ints{1, -1});
       }},
      {kIndex,
       "permute: dim out of range (expected to be in range of [-2, 1], but got "
       "5)",
       [&] {
         v::Permute("permute", g, Ints{0, 5});
       }},
      {kShape,
       "movedim: expected as many source as destination dims for a tensor of "
       "shape [2, 3], got [0] and [0, 1]",
       [&] {
         v::Movedim("movedim", g, Ints{0}, Ints{0, 1});
       }},
      {kShape,
       "movedim: expected each dim once for a tensor of shape [2, 3], got "
       "repeated dim in source [0, 0]",
       [&] {
         v::Movedim("movedim", g, Ints{0, 0}, Ints{0, 1});
       }},
      {kShape,
       "movedim: expected each dim once for a tensor of shape [2, 3], got "
       "repeated dim in destination [1, -1]",
       [&] {
         v::Movedim("movedim", g, Ints{0, 1}, Ints{1, -1});
       }},
      {kShape,
       "t: expected a tensor with <= 2 dimensions, got 3-d of shape [2, 3, 4]; "
       "use transpose(d0, d1) or mT",
       [&] { v::T("t", cube); }},
      {kShape,
       "mT: expected a tensor with at least 2 dimensions, got shape [6]",
       [&] { v::MT("mT", six); }},
      {kShape,
       "expand: The expanded size of the tensor (5) must match the existing "
       "size (3) at non-singleton dimension 1; got [2, 5] for shape [2, 3]",
       [&] {
         v::Expand("expand", g, Ints{2, 5});
       }},
      {kShape,
       "expand: the number of sizes provided (1) must be greater or equal to "
       "the number of dimensions in the tensor (2); got [3] for shape [2, 3]",
       [&] { v::Expand("expand", g, Ints{3}); }},
      {kShape,
       "expand: The expanded size of the tensor (-1) isn't allowed in a "
       "leading, non-existing dimension 0; got [-1, 2, 3] for shape [2, 3]",
       [&] {
         v::Expand("expand", g, Ints{-1, 2, 3});
       }},
      {kShape,
       "expand: The expanded size of the tensor (-2) must match the existing "
       "size (1) at non-singleton dimension 0; got [-2] for shape [1]",
       [&] { v::Expand("expand", Geometry(Ints{1}, DType::Float), Ints{-2}); }},
      {kShape,
       "expand: the size of float32[4611686018427387904, 4, 2, 3] in bytes "
       "overflows the 64-bit limit (Storage size calculation overflowed)",
       [&] {
         v::Expand("expand", g, Ints{half, 4, 2, 3});
       }},
      {kShape, "expand: expected at most 64 dimensions, got 65",
       [&] { v::Expand("expand", scalar, Ints(65, 1)); }},
      {kShape,
       "view: shape '[4, 2]' is invalid for input of size 6: expected 6 "
       "elements (shape [6]), got 8",
       [&] {
         v::View("view", six, Ints{4, 2});
       }},
      {kShape,
       "reshape: shape '[4, -1]' is invalid for input of size 6: expected a "
       "divisor of 6 elements (shape [6]), got 4",
       [&] {
         v::InferSizes("reshape", six, Ints{4, -1});
       }},
      {kShape,
       "view: shape '[0, -1]' is invalid for input of size 6: expected a "
       "divisor of 6 elements (shape [6]), got 0",
       [&] {
         v::View("view", six, Ints{0, -1});
       }},
      {kShape,
       "view: shape '[4611686018427387904, 4]' is invalid for input of size 0: "
       "expected 0 elements (shape [0]), got more than 2^63",
       [&] {
         v::View("view", empty, Ints{half, 4});
       }},
      {kShape,
       "view: the size of float32[0, 4611686018427387904] in bytes overflows "
       "the 64-bit limit (Storage size calculation overflowed)",
       [&] {
         v::View("view", empty, Ints{0, half});
       }},
      {kShape,
       "view: only one dimension can be inferred, got [-1, -1] for a tensor of "
       "shape [6]",
       [&] {
         v::View("view", six, Ints{-1, -1});
       }},
      {kShape,
       "view: invalid shape dimension -2 at index 1 of shape [3, -2]; sizes "
       "are 0 or more, or -1 once",
       [&] {
         v::View("view", six, Ints{3, -2});
       }},
      {kShape,
       "view: cannot reshape tensor of 0 elements into shape [-1, 0] because "
       "the unspecified dimension size -1 can be any value and is ambiguous",
       [&] {
         v::View("view", empty, Ints{-1, 0});
       }},
      {kShape,
       "view: view size is not compatible with input tensor's size and stride: "
       "expected a layout that can be viewed as [6], got shape [3, 2] with "
       "strides [1, 3]; use reshape(...), or contiguous() first",
       [&] { v::View("view", t, Ints{6}); }},
      {kShape, "view: expected at most 64 dimensions, got 65",
       [&] { v::View("view", scalar, Ints(65, 1)); }},
      {kShape,
       "view: expected a last size divisible by 2 to view float32 as float64, "
       "got 3 (shape [2, 3], strides [3, 1])",
       [&] { v::ViewDtype("view", g, DType::Double); }},
      {kShape,
       "view: expected a last dimension of stride 1 to view float32 as int8, "
       "got 3 (shape [3, 2]); use contiguous() first",
       [&] { v::ViewDtype("view", t, DType::Char); }},
      {kShape,
       "view: expected at least 1 dimension to view float32 as int8 (of "
       "another width), got a 0-d tensor",
       [&] { v::ViewDtype("view", scalar, DType::Char); }},
      {kShape,
       "view: expected a storage offset divisible by 2 to view float32 as "
       "int64, got 1 (shape [2], strides [1])",
       [&] {
         v::ViewDtype("view", v::Narrow("narrow", six, 0, 1, 2), DType::Long);
       }},
      {kShape,
       "flatten: start_dim cannot come after end_dim: got 1 and 0 for shape "
       "[2, 3]",
       [&] { v::FlattenSizes("flatten", g, -1, 0); }},
      {kShape,
       "unflatten: Provided sizes [2, 2] don't multiply up to the size of dim "
       "1 (3) in the input tensor of shape [2, 3]; one of them may be -1",
       [&] {
         v::Unflatten("unflatten", g, 1, Ints{2, 2});
       }},
      {kShape,
       "unflatten: Provided sizes [-1, 0] don't multiply up to the size of dim "
       "0 (0) in the input tensor of shape [0]; one of them may be -1",
       [&] {
         v::Unflatten("unflatten", empty, 0, Ints{-1, 0});
       }},
      {kShape,
       "unflatten: expected sizes for dim 0 of a tensor of shape [6], got none",
       [&] { v::Unflatten("unflatten", six, 0, Ints{}); }},
      {kShape,
       "squeeze: dim 1 appears multiple times in [1, -1] for a tensor of shape "
       "[2, 3]",
       [&] {
         v::SqueezeDims("squeeze", g, Ints{1, -1});
       }},
      {kIndex,
       "unsqueeze: dim out of range (expected to be in range of [-5, 4], but "
       "got 5)",
       [&] {
         v::Unsqueeze("unsqueeze", Geometry(Ints{1, 2, 3, 4}, DType::Int), 5);
       }},
      {kShape, "unsqueeze: expected at most 64 dimensions, got 65",
       [&] { v::Unsqueeze("unsqueeze", deep, 0); }},
      {kShape, "unfold: expected at most 64 dimensions, got 65",
       [&] { v::Unfold("unfold", deep, 0, 1, 1); }},
      {kShape, "view_as_real: expected at most 64 dimensions, got 65",
       [&] { v::ViewAsReal("view_as_real", deep); }},
      {kShape, "unflatten: expected at most 64 dimensions, got 65",
       [&] {
         v::Unflatten("unflatten", deep, 0, Ints{1, 1});
       }},
      {kIndex,
       "select: index 2 is out of bounds for dimension 0 with size 2 (shape "
       "[2, 3])",
       [&] { v::Select("select", g, 0, 2); }},
      {kIndex,
       "select: index -4 is out of bounds for dimension 1 with size 3 (shape "
       "[2, 3])",
       [&] { v::Select("select", g, -1, -4); }},
      {kIndex,
       "select: expected a tensor with at least 1 dimension, got an invalid "
       "index of a 0-dim tensor; use item()",
       [&] { v::Select("select", scalar, 0, 0); }},
      {kIndex,
       "slice: expected a tensor with at least 1 dimension, got an invalid "
       "index of a 0-dim tensor; use item()",
       [&] { v::Slice("slice", scalar, 0, nullopt, nullopt); }},
      {kValue,
       "slice: slice step cannot be zero: expected a positive or negative "
       "step, got 0",
       [&] { v::Slice("slice", g, 0, nullopt, nullopt, 0); }},
      {kIndex,
       "narrow: start out of range (expected to be in range of [-3, 3], but "
       "got 4) for dim 1 of shape [2, 3]",
       [&] { v::Narrow("narrow", g, 1, 4, 0); }},
      {kShape,
       "narrow: start (2) + length (3) exceeds dimension size (3) of dim 1 of "
       "shape [2, 3]",
       [&] { v::Narrow("narrow", g, 1, -1, 3); }},
      {kShape,
       "narrow: length must be non-negative, got -1 for dim 1 of shape [2, 3]",
       [&] { v::Narrow("narrow", g, 1, 0, -1); }},
      {kShape,
       "diagonal: diagonal dimensions cannot be identical 1, 1 (shape [2, 3])",
       [&] { v::Diagonal("diagonal", g, 0, 1, -1); }},
      {kIndex,
       "diagonal: dim out of range (expected to be in range of [-1, 0], but "
       "got 1)",
       [&] { v::Diagonal("diagonal", six, 0, 0, 1); }},
      {kShape,
       "unfold: maximum size for tensor at dimension 1 is 3 but size is 4 "
       "(shape [2, 3])",
       [&] { v::Unfold("unfold", g, 1, 4, 1); }},
      {kShape, "unfold: expected size >= 0 and step > 0, got size 1 and step 0",
       [&] { v::Unfold("unfold", g, 1, 1, 0); }},
      {kShape,
       "as_strided: expected a storage offset of 0 or more, got -1 for sizes "
       "[2] and strides [1]",
       [&] { v::AsStrided("as_strided", g, Ints{2}, Ints{1}, -1); }},
      {kShape,
       "as_strided: sizes [2] with strides [9223372036854775807] and offset 0 "
       "of float32 reach beyond the 64-bit limit",
       [&] { v::AsStrided("as_strided", g, Ints{2}, Ints{kMax}, 0); }},
      {kShape,
       "split: expected a split_size of at least 1 for a dimension of size 5, "
       "got 0",
       [&] { v::SplitSizes("split", 5, 0); }},
      {kShape,
       "chunk: expected chunks to be greater than 0, got 0 for a dimension of "
       "size 5",
       [&] { v::ChunkSizes("chunk", 5, 0); }},
      {kShape,
       "tensor_split: number of sections must be larger than 0, got -1 for a "
       "dimension of size 5",
       [&] { v::TensorSplitSizes("tensor_split", 5, -1); }},
      {kShape,
       "split: expected sizes of 0 or more that sum exactly to 6 (the size of "
       "dim 0 of shape [6]), got [2, 2] with the sum 4",
       [&] {
         v::SplitWithSizes("split", six, 0, Ints{2, 2});
       }},
      {kShape,
       "split: expected sizes of 0 or more that sum exactly to 6 (the size of "
       "dim 0 of shape [6]), got [7, -1]",
       [&] {
         v::SplitWithSizes("split", six, 0, Ints{7, -1});
       }},
      {kShape,
       "unbind: expected a tensor with at least 1 dimension, got a 0-d tensor",
       [&] { v::Unbind("unbind", scalar, 0); }},
      {kType,
       "imag: expected a complex tensor, got float32[2, 3]; its imaginary part "
       "is zero",
       [&] { v::Imag("imag", g); }},
      {kDType,
       "view_as_real: expected complex64 or complex128, got float32[2, 3]",
       [&] { v::ViewAsReal("view_as_real", g); }},
      {kDType, "view_as_complex: expected float32 or float64, got int64[2]",
       [&] {
         v::ViewAsComplex("view_as_complex", Geometry(Ints{2}, DType::Long));
       }},
      {kShape,
       "view_as_complex: expected a last dimension of size 2, got shape [2, 3]",
       [&] { v::ViewAsComplex("view_as_complex", g); }},
      {kShape,
       "view_as_complex: expected a last dimension of stride 1 to view float32 "
       "as complex64, got 3 (shape [3, 2]); use contiguous() first",
       [&] { v::ViewAsComplex("view_as_complex", t); }},
      {kShape,
       "view_as_complex: expected strides divisible by 2 to view float32 as "
       "complex64, got 3 (shape [2, 2], strides [3, 1])",
       [&] {
         v::ViewAsComplex("view_as_complex", v::Narrow("narrow", g, 1, 0, 2));
       }},
      {kShape,
       "clone: the size of float64[4611686018427387904] in bytes overflows the "
       "64-bit limit (Storage size calculation overflowed)",
       [&] {
         v::DenseLike(Geometry(Ints{half}, DType::Byte), DType::Double,
                      "clone");
       }},
  };
  for (const auto& c : cases) {
    Class kind{};
    std::string text = "no error";
    try {
      c.call();
    } catch (const ShapeError& e) {
      kind = kShape, text = e.what();
    } catch (const IndexError& e) {
      kind = kIndex, text = e.what();
    } catch (const ValueError& e) {
      kind = kValue, text = e.what();
    } catch (const TypeError& e) {
      kind = kType, text = e.what();
    } catch (const DTypeError& e) {
      kind = kDType, text = e.what();
    }
    EXPECT_EQ(text, c.text);
    EXPECT_EQ(kind, c.kind) << c.text;
  }
}

}  // namespace
}  // namespace tessera
