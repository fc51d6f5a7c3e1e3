// The tensor package alone: no kernels are linked.
#include "tessera/tensor/tensor.h"

#include <cmath>

#include "gtest/gtest.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/accessor.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/ivalue.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/result_type.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using V = std::vector<double>;
using S = std::vector<int64_t>;

TEST(TensorTest, S04_OnesLikeKeepsTheDtype) {
  const Tensor x = tensor({{1, 2}, {3, 4}});
  EXPECT_EQ(x.scalar_type(), kInt64);
  EXPECT_EQ(ones_like(x).to_string(), "tensor([[1, 1],\n        [1, 1]])");
}

TEST(TensorTest, S08_CatAndStackShapes) {
  const Tensor x = tensor({{1, 2, 3}, {4, 5, 6}});
  EXPECT_EQ(Sizes(cat({x, x}, 0)), (S{4, 3}));
  EXPECT_EQ(Sizes(cat({x, x}, 1)), (S{2, 6}));
  EXPECT_EQ(Sizes(stack({x, x}, 0)), (S{2, 2, 3}));
  EXPECT_EQ(Sizes(stack({x, x}, 1)), (S{2, 2, 3}));
  EXPECT_EQ(Sizes(stack({x, x}, 2)), (S{2, 3, 2}));
  EXPECT_EQ(Sizes(stack({x, x}, -1)), (S{2, 3, 2}));
  EXPECT_EQ(Values(concat({x, x}, 1)), (V{1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6}));
}

TEST(TensorTest, S08b_CatOfOtherSizes) {
  ExpectError<ShapeError>(
      [] {
        cat({zeros({2, 3}), zeros({2, 4})}, 0);
      },
      {"cat", "size", "float32[2,3]@cpu", "float32[2,4]@cpu", "dim 1",
       "Expected size 3 but "
       "got size 4",
       "number 1"});
}

TEST(TensorTest, S08c_StackOfOtherShapes) {
  ExpectError<ShapeError>(
      [] {
        stack({zeros({2}), zeros({3})});
      },
      {"stack", "expects each tensor to be equal size", "[2]", "[3]", "cat"});
}

TEST(TensorTest, S08d_DimOutOfRange) {
  const Tensor x = zeros({2, 3});
  ExpectError<IndexError>(
      [&] {
        stack({x, x}, 3);
      },
      {"stack", "dim", "[-3, 2]", "got 3"});
  ExpectError<IndexError>(
      [&] {
        cat({x, x}, 2);
      },
      {"cat", "dim", "[-2, 1]", "got 2"});
}

TEST(TensorTest, S08e_EmptyLists) {
  ExpectError<ValueError>([] { cat(std::vector<Tensor>{}); }, {"cat"});
  ExpectError<ShapeError>([] { stack(std::vector<Tensor>{}); }, {"stack"});
}

TEST(TensorTest, S08f_CatOfScalars) {
  ExpectError<ShapeError>(
      [] {
        cat({tensor(1), tensor(2)});
      },
      {"cat", "zero-dim", "position 0", "stack"});
}

TEST(TensorTest, S08g_CatOfOtherRanks) {
  const Tensor x = zeros({2, 3});
  ExpectError<ShapeError>(
      [&] {
        cat({x, zeros({3})});
      },
      {"cat", "number of dimensions"});
  const Tensor joined = cat({zeros({0}), x});
  EXPECT_EQ(Sizes(joined), (S{2, 3}));
}

TEST(TensorTest, S09_StackHoldsItsParts) {
  const Tensor x = tensor({{1, 2, 3}, {4, 5, 6}});
  const Tensor s0 = stack({x, x}, 0);
  const Tensor s1 = stack({x, x}, 1);
  EXPECT_EQ(Values(s0[0]), Values(x));
  EXPECT_EQ(Values(s0[1]), Values(x));
  EXPECT_EQ(Values(s1[0]), (V{1, 2, 3, 1, 2, 3}));
  EXPECT_EQ(Values(s1[1]), (V{4, 5, 6, 4, 5, 6}));
}

TEST(TensorTest, S31_Attributes) {
  for (const auto& [t, sizes] :
       std::vector<std::pair<Tensor, S>>{{tensor(7), {}},
                                         {tensor({1, 2}), {2}},
                                         {zeros({2, 3}), {2, 3}},
                                         {zeros({2, 3, 4}), {2, 3, 4}}}) {
    EXPECT_EQ(Sizes(t), sizes);
    EXPECT_EQ(t.dim(), static_cast<int64_t>(sizes.size()));
  }
  const Tensor t = zeros({2, 3, 4}, kFloat64);
  EXPECT_EQ(t.size(-1), 4);
  EXPECT_EQ(t.numel(), 24);
  EXPECT_EQ(Strides(t), (S{12, 4, 1}));
  EXPECT_EQ(t.stride(-2), 4);
  EXPECT_EQ(t[1].storage_offset(), 12);
  EXPECT_EQ(t.element_size(), 8u);
  EXPECT_EQ(t.nbytes(), 192u);
  ExpectError<IndexError>([&] { t.size(3); }, {"size", "[-3, 2]", "3"});
}

TEST(TensorTest, S32_Inference) {
  EXPECT_EQ(tensor({1, 2}).scalar_type(), kInt64);
  EXPECT_EQ(tensor({1.0, 2.5}).scalar_type(), kFloat32);
  EXPECT_EQ(tensor({true}).scalar_type(), kBool);
  EXPECT_EQ(tensor({complex<double>(1, 2)}).scalar_type(), kComplexFloat);
  EXPECT_EQ(tensor(std::initializer_list<detail::NestedData>{}).to_string(),
            "tensor([])");
  EXPECT_EQ(tensor({{}}).to_string(), "tensor([], size=(1, 0))");
  EXPECT_EQ(tensor(std::vector<double>{1}).scalar_type(), kFloat64);
  EXPECT_EQ(tensor(std::vector<int>{1}).scalar_type(), kInt32);
  EXPECT_EQ(tensor(std::vector<bool>{true}).scalar_type(), kBool);
  EXPECT_EQ(tensor({1, 2.5}).scalar_type(), kFloat32);
}

TEST(TensorTest, S33b_Ragged) {
  ExpectError<ShapeError>(
      [] {
        tensor({{1, 2}, {3}});
      },
      {"tensor", "length 2", "dim 1", "got 1"});
  ExpectError<ShapeError>([] { tensor({{1, 2}, 3}); }, {"tensor", "dim 1"});
}

TEST(TensorTest, S34_DataPointers) {
  const Tensor t = arange(4);
  EXPECT_EQ(static_cast<char*>(t.slice(0, 1).data_ptr()),
            static_cast<char*>(t.data_ptr()) + 8);
  EXPECT_EQ(t.detach().data_ptr(), t.data_ptr());
  EXPECT_NE(t.clone().data_ptr(), t.data_ptr());
}

TEST(TensorTest, S36_Factories) {
  EXPECT_EQ(Sizes(zeros({3, 4})), (S{3, 4}));
  EXPECT_EQ(Values(ones({2})), (V{1, 1}));
  EXPECT_EQ(zeros(3).dim(), 1);
  EXPECT_EQ(full({2}, 7).scalar_type(), kInt64);
  EXPECT_EQ(full({2}, 7.).scalar_type(), kFloat32);
  EXPECT_EQ(full({2}, true).scalar_type(), kBool);
  EXPECT_EQ(Values(eye(2, 3)), (V{1, 0, 0, 0, 1, 0}));
  EXPECT_EQ(Values(eye(3, 2)), (V{1, 0, 0, 1, 0, 0}));
  EXPECT_EQ(zeros({2}, kLong).scalar_type(), kInt64);
  EXPECT_EQ(zeros({2}, dtype(kFloat64)).scalar_type(), kFloat64);
}

TEST(TensorTest, S36b_NegativeSize) {
  ExpectError<ShapeError>([] { zeros({-1}); }, {"zeros", "negative", "-1"});
}

TEST(TensorTest, S38_Ranges) {
  EXPECT_EQ(arange(5).scalar_type(), kInt64);
  EXPECT_EQ(Values(arange(1, 10, 2)), (V{1, 3, 5, 7, 9}));
  EXPECT_EQ(arange(0, 1, 0.25).scalar_type(), kFloat32);
  EXPECT_EQ(Values(arange(0, 1, 0.25)), (V{0, .25, .5, .75}));
  EXPECT_EQ(Values(arange(5, 0, -2)), (V{5, 3, 1}));
  EXPECT_EQ(Values(arange(1, 10, 2.5, kInt64)), (V{1, 3, 5, 7, 9}));
  EXPECT_EQ(Values(linspace(0, 10, 5)), (V{0, 2.5, 5, 7.5, 10}));
  EXPECT_EQ(Values(linspace(3, 10, 1)), (V{3}));
  EXPECT_EQ(linspace(0, 1, 0).numel(), 0);
  EXPECT_EQ(Values(linspace(0, 5, 3, kInt64)), (V{0, 2, 5}));
  EXPECT_EQ(arange(INT64_MIN, INT64_MAX, INT64_MAX).numel(), 3);
}

TEST(TensorTest, S38b_BadRanges) {
  ExpectError<ValueError>([] { arange(0, 5, 0); }, {"arange", "step"});
  ExpectError<ValueError>([] { arange(0, 5, -1); },
                          {"arange", "start 0", "end 5", "step -1"});
  ExpectError<ValueError>([] { linspace(0, 1, -2); }, {"linspace", "-2"});
  ExpectError<ValueError>([] { arange(NAN); }, {"arange", "nan"});
  ExpectError<ValueError>([] { arange(1e30); }, {"arange", "1e+30"});
}

TEST(TensorTest, S39_LikeAndNew) {
  const Tensor x = zeros({2, 3}, kFloat64).t();
  const Tensor y = zeros_like(x);
  EXPECT_EQ(Strides(y), (S{1, 3}));
  EXPECT_EQ(y.scalar_type(), kFloat64);
  EXPECT_EQ(Values(full_like(x, 2)), V(6, 2));
  EXPECT_EQ(full_like(x, 2).scalar_type(), kFloat64);
  EXPECT_EQ(x.new_zeros({2}).scalar_type(), kFloat64);
  EXPECT_EQ(x.new_full({2}, 3, kInt32).scalar_type(), kInt32);
  EXPECT_EQ(Strides(zeros_like(zeros({1, 3}).expand({2, 3}))), (S{3, 1}));
}

TEST(TensorTest, S45_SelfWhereNothingChanges) {
  const Tensor t = zeros({2});
  EXPECT_TRUE(t.to(kCPU).is_same(t));
  EXPECT_TRUE(t.cpu().is_same(t));
  EXPECT_TRUE(t.to(t.dtype()).is_same(t));
  EXPECT_TRUE(t.to(kFloat32).is_same(t));
  EXPECT_TRUE(t.contiguous().is_same(t));
  EXPECT_FALSE(t.to(kFloat32, false, true).is_same(t));
  const Tensor other = zeros({1}, kFloat64);
  EXPECT_EQ(t.to(other).scalar_type(), kFloat64);
}

TEST(TensorTest, S49_ViewsShare) {
  const Tensor t = arange(6);
  t.view({2, 3})[0][1] = 9;
  EXPECT_EQ(Values(t), (V{0, 9, 2, 3, 4, 5}));
  EXPECT_TRUE(t.reshape({3, 2}).is_alias_of(t));
  EXPECT_FALSE(t.view({2, 3}).t().reshape({6}).is_alias_of(t));
  EXPECT_EQ(Sizes(t.view({-1, 2})), (S{3, 2}));
  EXPECT_TRUE(t.view({2, 3}).transpose(0, 1).is_alias_of(t));
}

TEST(TensorTest, S49b_ViewThatNeedsACopy) {
  const Tensor v = arange(6).view({2, 3});
  ExpectError<ShapeError>([&] { v.t().view({6}); },
                          {"view", "[3, 2]", "[1, 3]", "reshape", "contiguous",
                           "view size is not compatible with input tensor's "
                           "size and stride"});
}

TEST(TensorTest, S49c_WrongCounts) {
  ExpectError<ShapeError>(
      [] {
        arange(6).view({4, 2});
      },
      {"shape '[4, 2]' is invalid for input of size 6"});
  ExpectError<ShapeError>([] { arange(6).reshape({4, -1}); }, {"reshape", "6"});
  ExpectError<ShapeError>(
      [] {
        arange(6).view({-1, -1});
      },
      {"only one dimension can be inferred"});
}

TEST(TensorTest, ViewOfBracesIsAShape) {
  EXPECT_EQ(tensor({5}).view({}).dim(), 0);
  EXPECT_EQ(tensor({1.f}).view(kInt32).item<int>(), 0x3f800000);
}

TEST(TensorTest, S50_Squeeze) {
  const Tensor t = zeros({1, 2, 1, 3});
  EXPECT_EQ(Sizes(t.squeeze()), (S{2, 3}));
  EXPECT_EQ(Sizes(t.squeeze(0)), (S{2, 1, 3}));
  EXPECT_EQ(Sizes(t.squeeze(1)), (S{1, 2, 1, 3}));
  EXPECT_EQ(Sizes(t.squeeze({0, 2})), (S{2, 3}));
  EXPECT_EQ(Sizes(t.unsqueeze(-1)), (S{1, 2, 1, 3, 1}));
  EXPECT_TRUE(t.squeeze().is_alias_of(t));
  ExpectError<IndexError>([&] { t.unsqueeze(5); },
                          {"unsqueeze", "[-5, 4]", "5"});
}

TEST(TensorTest, S52b_IntegersDoNotRequireGrad) {
  ExpectError<DTypeError>(
      [] { tensor({1}).requires_grad_(); },
      {"int64", "floating", ".float()", "only Tensors of floating point"});
  ExpectError<DTypeError>([] { zeros({1}, dtype(kInt64).requires_grad(true)); },
                          {"int64", "floating"});
}

TEST(TensorTest, S53_ExplicitDtype) {
  EXPECT_EQ(Values(tensor({1.7, -1.7}, kInt64)), (V{1, -1}));
  EXPECT_EQ(Values(tensor({0, 2}, kBool)), (V{0, 1}));
}

TEST(TensorTest, S55_ManyDimensions) {
  EXPECT_EQ(zeros(S(64, 1)).dim(), 64);
  ExpectError<ShapeError>([] { zeros(S(65, 1)); }, {"zeros", "64", "65"});
  Tensor video = zeros({2, 3, 1, 4, 5});
  video[1][2][0][3][4] = 7;
  EXPECT_EQ(Values(video).back(), 7);
}

TEST(TensorTest, S57_NoCuda) {
  if (GetDeviceInterface(kCUDA)) return;  // a backend is linked in
  ExpectError<DeviceError>([] { zeros({1}).to(kCUDA); }, {"cuda", "cpu"});
  ExpectError<DeviceError>([] { zeros({1}).cuda(); }, {"cuda"});
  ExpectError<DeviceError>([] { zeros({1}, device(kCUDA)); }, {"cuda"});
}

TEST(TensorTest, C02_OutOfRangeNumbers) {
  ExpectError<ValueError>([] { tensor({300}, kUInt8); },
                          {"tensor", "300", "uint8", "255"});
  ExpectError<ValueError>([] { tensor({-1}, kUInt8); },
                          {"tensor", "-1", "uint8"});
  ExpectError<ValueError>([] { tensor({UINT64_MAX}); }, {"tensor", "int64"});
  EXPECT_EQ(Values(tensor({1e300}))[0], INFINITY);
}

TEST(TensorTest, C02b_BigUnsigned) {
  EXPECT_EQ(tensor({UINT64_MAX}, kUInt64)[0].item<uint64_t>(), UINT64_MAX);
}

TEST(TensorTest, C03_FillOutOfRange) {
  Tensor t = zeros({2}, kUInt8);
  ExpectError<ValueError>([] { full({2}, 300, kUInt8); }, {"full", "300"});
  ExpectError<ValueError>([&] { t.fill_(300); }, {"fill_", "300", "uint8"});
  ExpectError<ValueError>([&] { t[0] = 300; }, {"300"});
  t[0] = -1;
  EXPECT_EQ(Values(t), (V{255, 0}));
  EXPECT_EQ(Values(full({1}, 1.5, kInt64)), (V{1}));
  ExpectError<ValueError>([] { full({1}, NAN, kInt64); }, {"nan"});
}

TEST(TensorTest, C07_SizesOverflow) {
  ExpectError<ShapeError>(
      [] {
        zeros({int64_t{1} << 40, int64_t{1} << 40});
      },
      {"zeros", "1099511627776", "64-bit",
       "Storage size calculation overflow"});
  ExpectError<ShapeError>([] { empty({int64_t{1} << 62, 4}); }, {"empty"});
}

TEST(TensorTest, C07b_OutOfMemory) {
  ExpectError<OutOfMemoryError>([] { empty({int64_t{1} << 56}); },
                                {"288230376151711744", "in use"});
}

TEST(TensorTest, C08_Strided) {
  EXPECT_EQ(Strides(empty_strided({2, 3}, {1, 2})), (S{1, 2}));
  const Tensor t = arange(6);
  EXPECT_EQ(Values(t.as_strided({2, 2}, {2, 1}, 1)), (V{1, 2, 3, 4}));
  ExpectError<ShapeError>(
      [&] {
        t.as_strided({2, 2}, {4, 1}, 1);
      },
      {"as_strided", "out of bounds for storage", "48 bytes", "56"});
  ExpectError<ShapeError>([&] { t.as_strided({2}, {-1}, 0); }, {"as_strided"});
}

TEST(TensorTest, I01_SlicesClip) {
  using namespace indexing;
  const Tensor t = arange(5);
  EXPECT_EQ(t.index({Slice(100)}).to_string(), "tensor([], dtype=torch.int64)");
  EXPECT_EQ(t.index({Slice(3, 1)}).numel(), 0);
  EXPECT_EQ(Sizes(t.index({true})), (S{1, 5}));
  EXPECT_EQ(Sizes(t.index({false})), (S{0, 5}));
  EXPECT_EQ(t[tensor(3)].item<int64_t>(), 3);
}

TEST(TensorTest, I02_NegativeSteps) {
  using namespace indexing;
  const Tensor t = arange(5);
  const Tensor r = t.index({Slice(None, None, -1)});
  EXPECT_EQ(Values(r), (V{4, 3, 2, 1, 0}));
  EXPECT_EQ(Strides(r), (S{-1}));
  EXPECT_EQ(r.data_ptr(), static_cast<int64_t*>(t.data_ptr()) + 4);
  EXPECT_EQ(Values(t.index({Slice(3, 0, -2)})), (V{3, 1}));
  r[0] = 9;
  EXPECT_EQ(Values(t), (V{0, 1, 2, 3, 9}));
  ExpectError<ValueError>([&] { t.index({Slice(None, None, 0)}); }, {"step"});
}

TEST(TensorTest, S51_Indexing) {
  using namespace indexing;
  const Tensor t = arange(24).view({2, 3, 4});
  EXPECT_EQ(Values(t.index({0, "...", Slice(), None})), Values(t[0]));
  EXPECT_EQ(Sizes(t.index({0, "...", Slice(), None})), (S{3, 4, 1}));
  EXPECT_EQ(Values(t.index({Ellipsis, -1})), (V{3, 7, 11, 15, 19, 23}));
  EXPECT_EQ(Values(t.index({Slice(1), Slice(), Slice(None, None, 2)})),
            (V{12, 14, 16, 18, 20, 22}));
  EXPECT_EQ(Sizes(t.index({None})), (S{1, 2, 3, 4}));
  EXPECT_TRUE(t.index({Slice(), 0}).is_alias_of(t));
}

TEST(TensorTest, S51b_BadIndices) {
  const Tensor t = zeros({2, 3});
  ExpectError<IndexError>([&] { t[2]; },
                          {"index 2 is out of bounds for dimension 0 with "
                           "size 2"});
  ExpectError<IndexError>(
      [&] {
        t.index({0, 0, 0});
      },
      {"too many indices", "float32[2,3]@cpu"});
  ExpectError<IndexError>([] { tensor(1)[0]; }, {"0-d", "item()"});
  ExpectError<IndexError>(
      [&] {
        t.index({indexing::Ellipsis, indexing::Ellipsis});
      },
      {"ellipsis"});
}

TEST(TensorTest, IndexTensorsNeedAKernel) {
  Tensor t = zeros({2, 3});
  for (const Tensor& index : {tensor({0}), tensor({true, false})}) {
    ExpectError<NotImplementedError>([&] { t.index({index}); },
                                     {"index: ", "@tessera//ops_cpu:index"});
    ExpectError<NotImplementedError>(
        [&] {
          t.index_put_({0, index}, 1);
        },
        {"index_put: ", "@tessera//ops_cpu:index"});
  }
  EXPECT_EQ(Sizes(t[tensor(1)]), (std::vector<int64_t>{3}));  // a view
}

TEST(TensorTest, I07b_WrongViews) {
  const Tensor t = zeros({2, 3});
  ExpectError<ShapeError>([&] { t.permute({0}); }, {"permute"});
  ExpectError<ShapeError>([&] { t.permute({0, 0}); }, {"permute"});
  ExpectError<IndexError>([&] { t.transpose(0, 2); }, {"transpose", "2"});
  ExpectError<ShapeError>([] { zeros({1, 2, 3}).t(); }, {"t", "3"});
  ExpectError<ShapeError>(
      [] {
        zeros({2, 3}).expand({2, 5});
      },
      {"expand", "(5) must match the existing size (3)"});
}

TEST(TensorTest, I09_Pieces) {
  const auto sizes = [](const std::vector<Tensor>& parts) {
    S out;
    for (const Tensor& part : parts) out.push_back(part.size(0));
    return out;
  };
  const Tensor t = arange(10);
  EXPECT_EQ(sizes(t.chunk(4)), (S{3, 3, 3, 1}));
  EXPECT_EQ(sizes(arange(3).chunk(5)), (S{1, 1, 1}));
  EXPECT_EQ(sizes(t.split(4)), (S{4, 4, 2}));
  EXPECT_EQ(sizes(t.split(IntArrayRef{2, 3, 5})), (S{2, 3, 5}));
  EXPECT_EQ(sizes(arange(0).split(3)), (S{0}));
  EXPECT_EQ(t.unbind().size(), 10u);
  ExpectError<ShapeError>(
      [&] {
        t.split(IntArrayRef{2, 3});
      },
      {"split", "5", "10"});
}

TEST(TensorTest, ShapesOfOthers) {
  const Tensor t = arange(6);
  EXPECT_EQ(Sizes(t.view_as(zeros({2, 3}))), (S{2, 3}));
  EXPECT_EQ(Sizes(t.reshape_as(zeros({3, 2}))), (S{3, 2}));
  EXPECT_EQ(Sizes(tensor({1}).expand_as(zeros({4}))), (S{4}));
  EXPECT_EQ(Values(broadcast_to(tensor({1, 2}), {2, 2})), (V{1, 2, 1, 2}));
  EXPECT_EQ(Values(ravel(t.view({2, 3}).t())), (V{0, 3, 1, 4, 2, 5}));
  EXPECT_EQ(view_dtype(zeros({2}), kInt64).numel(), 1);
  const std::vector<Tensor> b =
      broadcast_tensors({tensor({{1}, {2}}), tensor({3, 4, 5})});
  EXPECT_EQ(Values(b[0]), (V{1, 1, 1, 2, 2, 2}));
  EXPECT_EQ(Values(b[1]), (V{3, 4, 5, 3, 4, 5}));
  const std::vector<Tensor> parts = split_with_sizes(t, {1, 5});
  EXPECT_EQ(Values(parts[1]), (V{1, 2, 3, 4, 5}));
}

TEST(TensorTest, Grids) {
  const Tensor x = tensor({1, 2});
  const Tensor y = tensor({3, 4, 5});
  const std::vector<Tensor> ij = meshgrid({x, y});
  EXPECT_EQ(Values(ij[0]), (V{1, 1, 1, 2, 2, 2}));
  EXPECT_EQ(Values(ij[1]), (V{3, 4, 5, 3, 4, 5}));
  const std::vector<Tensor> xy = meshgrid({x, y}, "xy");
  EXPECT_EQ(Sizes(xy[0]), (S{3, 2}));
  EXPECT_EQ(Values(xy[0]), (V{1, 2, 1, 2, 1, 2}));
  EXPECT_EQ(Values(xy[1]), (V{3, 3, 4, 4, 5, 5}));
  ExpectError<ValueError>([&] { meshgrid({x, y}, "yx"); }, {"meshgrid", "yx"});
}

TEST(TensorTest, SmallMakers) {
  const Tensor t = zeros({1}, kInt16);
  EXPECT_EQ(t.new_empty({2, 2}).scalar_type(), kInt16);
  EXPECT_EQ(Values(t.new_ones({2})), (V{1, 1}));
  EXPECT_EQ(scalar_tensor(2.5).item<float>(), 2.5f);
  EXPECT_EQ(scalar_tensor(2).scalar_type(), kInt64);
}

TEST(TensorTest, I10_WritingToExpanded) {
  Tensor t = zeros({1, 3}).expand({2, 3});
  ExpectError<ShapeError>(
      [&] { t.fill_(1); },
      {"fill_", "more than one element of the written-to tensor", "memory",
       "clone()"});
  ExpectError<ShapeError>([&] { t.copy_(ones({2, 3})); }, {"copy_", "memory"});
}

TEST(TensorTest, I11_WritesThroughViewsAndVersions) {
  const Tensor u = zeros({6});
  const Tensor v = u.slice(0, 1);
  v.fill_(2);
  v.view({5})[0] = 7;
  EXPECT_EQ(Values(u), (V{0, 7, 2, 2, 2, 2}));
  u.zero_();
  EXPECT_EQ(v._version(), 3u);
  EXPECT_TRUE(v._base().is_same(u));
  EXPECT_TRUE(v.view({5})._base().is_same(u));
  EXPECT_FALSE(u._base().defined());
}

TEST(TensorTest, I15_CallOperator) {
  const Tensor t = arange(12).view({3, 4});
  EXPECT_EQ(Values(t(0, indexing::Slice(1, 3))), (V{1, 2}));
  EXPECT_EQ(t[0][1].item<int64_t>(), 1);
}

TEST(TensorTest, D09_Casts) {
  const Tensor f = tensor({1.9, -1.9, 300., NAN, 1e30, -1e30}, kFloat64);
  EXPECT_EQ(Values(f.to(kInt32))[0], 1);
  EXPECT_EQ(Values(f.to(kInt32))[1], -1);
  EXPECT_EQ(Values(f.to(kUInt8))[2], 44);
  EXPECT_EQ(Values(f.to(kInt64))[3], 0);
  EXPECT_EQ(Values(f.to(kBool)), (V{1, 1, 1, 1, 1, 1}));
  EXPECT_EQ(Values(tensor({65520.}, kFloat64).to(kHalf))[0], INFINITY);
  EXPECT_EQ(Values(tensor({-1}).to(kUInt8)), (V{255}));
}

TEST(TensorTest, E12_Items) {
  EXPECT_EQ(tensor(0.1).item<double>(), 0.10000000149011612);
  EXPECT_EQ(tensor({{7}}).item<int64_t>(), 7);
  // A number of another kind only where nothing is lost but a fraction.
  EXPECT_EQ(tensor(-1.5).item<int>(), -1);
  EXPECT_EQ(tensor(complex<double>(2, 0)).item<float>(), 2);
  ExpectError<ValueError>([] { tensor(complex<double>(2, 1)).item<float>(); },
                          {"2+1j", "float32"});
  ExpectError<ValueError>([] { tensor(300).item<uint8_t>(); },
                          {"300", "uint8"});
  ExpectError<ValueError>([] { tensor(NAN).item<int>(); }, {"nan", "int32"});
  ExpectError<ValueError>(
      [] {
        tensor({1, 2}).item();
      },
      {"item", "2 elements", "tolist()"});
  EXPECT_TRUE(tensor(2).is_nonzero());
}

TEST(TensorTest, E12b_AmbiguousTruth) {
  ExpectError<ValueError>(
      [] {
        tensor({1, 2}).is_nonzero();
      },
      {"ambiguous", "[2]", ".any()", ".all()"});
  ExpectError<ValueError>([] { zeros({0}).is_nonzero(); },
                          {"ambiguous", "[0]"});
}

TEST(TensorTest, V06_MissingKernelsNameTheTarget) {
  ExpectError<NotImplementedError>(
      [] {
        matmul(zeros({2, 2}), zeros({2, 2}));
      },
      {"matmul: no kernel for cpu is linked; add @tessera//ops_cpu:matmul to "
       "deps"});
}

TEST(TensorTest, X07_AutogradIsLinkedApart) {
  ExpectError<AutogradError>([] { zeros({2}).requires_grad_(); },
                             {"//autograd:engine"});
  ExpectError<AutogradError>([] { zeros({2}).backward(); },
                             {"//autograd:engine"});
}

TEST(TensorTest, AccessorsAndPointers) {
  const Tensor t = arange(6, kFloat32).view({2, 3});
  auto e = t.accessor<float, 2>();
  e[1][2] = 9;
  EXPECT_EQ(e.size(1), 3);
  EXPECT_EQ(t[1][2].item<float>(), 9);
  ExpectError<DTypeError>([&] { t.data_ptr<double>(); },
                          {"data_ptr", "Double", "Float", ".to(float64)"});
  ExpectError<ShapeError>([&] { t.accessor<float, 1>(); }, {"2", "1"});
}

TEST(TensorTest, S02_FromBlobShares) {
  float buffer[4] = {1, 1, 1, 1};
  static int freed;
  freed = 0;
  {
    Tensor t = from_blob(buffer, {2, 2}, [](void*) { ++freed; });
    t[0][0] = 42;
    EXPECT_EQ(buffer[0], 42);
    buffer[1] = 7;
    EXPECT_EQ(t[0][1].item<float>(), 7);
    Tensor v = t[1];
    t = Tensor();
    EXPECT_EQ(freed, 0);
  }
  EXPECT_EQ(freed, 1);
  // After an error the memory is the caller's, and nothing leaks.
  const auto deleter = [](void*) { ++freed; };
  EXPECT_THROW(from_blob(buffer, {-1}, deleter), ShapeError);
  EXPECT_THROW(from_blob(buffer, {2, 2}, {1}, deleter), ShapeError);
  EXPECT_THROW(from_blob(buffer, {2}, deleter, device(Device("cuda:99"))),
               DeviceError);
  EXPECT_THROW(
      from_blob(buffer, {2}, deleter, dtype(kInt32).requires_grad(true)),
      DTypeError);
  EXPECT_EQ(freed, 1);
  const Tensor back = from_blob(buffer + 3, {4}, {-1});
  EXPECT_EQ(back[3].item<float>(), 42);
}

TEST(TensorTest, AssignmentThroughTemporaries) {
  Tensor a = zeros({2, 2});
  const Tensor b = ones({2});
  a[0] = b;
  EXPECT_EQ(Values(a), (V{1, 1, 0, 0}));
  a[1] = 5;
  EXPECT_EQ(Values(a), (V{1, 1, 5, 5}));
  Tensor c = a[0];
  c = b;  // rebinds
  c[0] = 9;
  EXPECT_EQ(Values(b), (V{9, 1}));
  EXPECT_EQ(Values(a), (V{1, 1, 5, 5}));
}

TEST(TensorTest, OverlappingCopies) {
  const Tensor t = arange(5);
  t.slice(0, 1).copy_(t.slice(0, 0, 4));
  EXPECT_EQ(Values(t), (V{0, 0, 1, 2, 3}));
}

TEST(TensorTest, UndefinedTensors) {
  ExpectError<ValueError>([] { Tensor().sizes(); }, {"undefined"});
  ExpectError<ValueError>([] { cat({Tensor(), zeros({1})}); }, {"cat"});
  EXPECT_FALSE(Tensor().defined());
}

TEST(TensorTest, S30_CudaWithoutADevice) {
  EXPECT_FALSE(cuda::is_available());
  EXPECT_EQ(cuda::device_count(), 0u);
  ExpectError<DeviceError>([] { cuda::synchronize(); },
                           {"synchronize", "cuda"});
  ExpectError<DeviceError>([] { DeviceGuard guard(Device(kCUDA, 0)); },
                           {"DeviceGuard", "cuda"});
  manual_seed(3);
  cuda::manual_seed_all(4);
  EXPECT_EQ(default_generator().current_seed(), 3u);
  DeviceGuard cpu{Device(kCPU)};
  EXPECT_EQ(cpu.current_device(), cpu.original_device());
}

TEST(TensorTest, ResultType) {
  const Tensor i = zeros({2}, kInt32), h = zeros({}, kHalf);
  EXPECT_EQ(result_type(i, h), kHalf);
  EXPECT_EQ(result_type(i, 1.5), kFloat32);
  EXPECT_EQ(result_type(true, i), kInt32);
  EXPECT_EQ(result_type(Scalar(1), Scalar(true)), kInt64);
  ExpectError<DTypeError>([&] { result_type(i, zeros({2}, kUInt64)); },
                          {"result_type", "uint64"});
}

TEST(TensorTest, IValuesKeepTheirKind) {
  EXPECT_TRUE(IValue().isNone());
  EXPECT_EQ(IValue(3).toInt(), 3);
  EXPECT_EQ(IValue(3).toDouble(), 3);
  EXPECT_EQ(IValue("a").toStringRef(), "a");
  EXPECT_EQ(IValue(IntArrayRef({1, 2})).toIntVector(), (S{1, 2}));
  EXPECT_TRUE(IValue(true).isBool());
  EXPECT_TRUE(IValue(Tensor()).isTensor());
  ExpectError<TypeError>([] { IValue(2.5).toInt(); }, {"an int", "a float"});
}

TEST(TensorTest, ReadOnlyMemoryIsNotWritten) {
  static const float data[2] = {1, 2};
  Storage storage = Storage::Adopt(const_cast<float*>(data), sizeof data, kCPU,
                                   nullptr, nullptr, true);
  Tensor t = Tensor::Steal(
      new TensorImpl(storage.Detach(), Geometry({2}, kFloat32), Device(kCPU)));
  ExpectError<ValueError>([&] { t.fill_(1); }, {"read-only", "clone()"});
  EXPECT_EQ(t.const_data_ptr<float>()[1], 2);
  ExpectError<ValueError>([&] { t.data_ptr<float>(); }, {"read-only"});
}

}  // namespace
}  // namespace tessera
