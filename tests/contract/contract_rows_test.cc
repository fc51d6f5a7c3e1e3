// Rows of docs/behaviour.md that span packages, one test each, as a user of
// tessera/tessera.h meets them. Rows of one package are tested beside it.
#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/array_ref_io.h"
#include "tessera/base/version.h"
#include "tessera/dtype/dtype_io.h"
#include "tessera/interop/npy.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/allocator.h"
#include "tessera/tessera.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using V = std::vector<double>;
using S = std::vector<int64_t>;

TEST(ContractRows, S03_GradientOfAPolynomial) {
  Tensor x = tensor({2., 3.}, requires_grad());
  const Tensor z = (x.pow(2) + 3 * x + 1).sum();
  z.backward();
  EXPECT_EQ(z.to_string(), "tensor(30., grad_fn=<SumBackward0>)");
  EXPECT_EQ(x.grad().to_string(), "tensor([7., 9.])");
}

TEST(ContractRows, S07_RandLikeWithDtype) {
  const Tensor x = tensor({{1, 2}, {3, 4}});
  EXPECT_EQ(rand_like(x, kFloat32).scalar_type(), kFloat32);
  EXPECT_EQ(rand_like(x, dtype(kFloat32).device(x.device())).dim(), 2);
}

TEST(ContractRows, S12_ElementwiseForms) {
  Tensor t = tensor({1., 2., 3.});
  Tensor z3 = empty({3});
  EXPECT_EQ(Values(t * t), Values(t.mul(t)));
  EXPECT_EQ(Values(mul_out(z3, t, t)), Values(t * t));
  const void* before = t.data_ptr();
  EXPECT_TRUE(t.mul_(3).is_same(t));
  EXPECT_EQ(t.data_ptr(), before);
  EXPECT_EQ(Values(t), (V{3, 6, 9}));
}

TEST(ContractRows, S13_Chain) {
  const Tensor t = tensor({{1., -2.}});
  const Tensor w = tensor({{1., 2.}, {3., 4.}});
  EXPECT_EQ(Values(t.matmul(w).add(tensor({6., 0.})).relu()), (V{1, 0}));
}

TEST(ContractRows, S20_OneDimension) {
  const Tensor t = tensor({1, 2, 3, 4, 5});
  EXPECT_EQ((t * 2).to_string(), "tensor([ 2,  4,  6,  8, 10])");
  EXPECT_EQ(t.slice(0, 1, 4).to_string(), "tensor([2, 3, 4])");
  EXPECT_EQ(Sizes(t.reshape({5, 1})), (S{5, 1}));
}

TEST(ContractRows, S22_UnknownBackends) {
  ExpectError<DeviceError>([] { zeros({1}).to("mps"); }, {"mps", "cpu"});
}

TEST(ContractRows, S27_FilesOfATensorThatRequiresGrad) {
  const Tensor x = ones({2}, requires_grad());
  ExpectError<AutogradError>(
      [&] { save_npy(::testing::TempDir() + "/x.npy", x); },
      {"numpy", "requires grad", "detach()"});
}

TEST(ContractRows, S29_OutputOfALinearLayer) {
  nn::Linear fc(3, 2);
  const Tensor y = fc->forward(ones({1, 3}));
  EXPECT_FALSE(y.is_leaf());
  EXPECT_TRUE(y.requires_grad());
  const NoGradGuard guard;
  EXPECT_FALSE(fc->forward(ones({1, 3})).requires_grad());
}

TEST(ContractRows, S35_Bools) {
  const Tensor b = tensor({true, false, true});
  EXPECT_EQ(b.to_string(), "tensor([ True, False,  True])");
  EXPECT_EQ(Values(~b), (V{0, 1, 0}));
  EXPECT_EQ(b.sum().scalar_type(), kInt64);
  EXPECT_EQ(b.sum().item<int64_t>(), 2);
}

TEST(ContractRows, S43_Masks) {
  Tensor mask = zeros({200, 200}, kBool);
  mask.index({indexing::Slice(100, 150), indexing::Slice(100, 150)}) = true;
  EXPECT_EQ(mask.sum().item<int64_t>(), 2500);
  Tensor img = ones({200, 200});
  img.masked_fill_(mask, 0.);
  EXPECT_EQ(img.sum().item<float>(), 40000 - 2500);
  EXPECT_EQ(where(mask, img, img + 1).sum().item<float>(), 2 * 37500);
}

TEST(ContractRows, S47_Arithmetic) {
  const Tensor t = tensor({1, 4});
  EXPECT_EQ(t.sqrt().scalar_type(), kFloat32);
  EXPECT_EQ(Values(add(tensor({1., 2.}), tensor({3., 4.}), 2)), (V{7, 10}));
  EXPECT_TRUE(std::isnan(Values(sqrt(tensor({-1.})))[0]));
  EXPECT_EQ(Values(log(tensor({0.})))[0], -INFINITY);
  EXPECT_EQ(Values(exp(tensor({1000.})))[0], INFINITY);
}

TEST(ContractRows, S57b_DeviceNames) {
  for (const char* text : {"gpu", "cuda0", "", "CUDA", "cuda:x", "cuda:1:2"}) {
    ExpectError<DeviceError>([&] { Device d(text); }, {"cpu", "cuda"});
  }
}

TEST(ContractRows, C03b_IntegersWrap) {
  EXPECT_EQ(Values(zeros({1}, kInt8) + 300), (V{44}));
  EXPECT_EQ(Values(full({1}, 127, kInt8) + 1), (V{-128}));
  EXPECT_EQ((zeros({1}, kInt8) + 300).scalar_type(), kInt8);
}

TEST(ContractRows, D01_FifteenDtypes) {
  EXPECT_EQ(kDTypes, 15);
  EXPECT_EQ(kHalf, kFloat16);
  EXPECT_EQ(elementSize(kComplexDouble), 16u);
  EXPECT_FALSE(isSignedType(kBool));
  EXPECT_STREQ(name(kBFloat16), "bfloat16");
  std::ostringstream out;
  out << zeros({1}, kHalf).dtype().name();
  EXPECT_EQ(out.str(), "c10::Half");
}

TEST(ContractRows, D02_PromoteTypes) {
  EXPECT_EQ(promote_types(kUInt8, kInt8), kInt16);
  EXPECT_EQ(promote_types(kFloat16, kBFloat16), kFloat32);
  EXPECT_EQ(promote_types(kInt64, kFloat16), kFloat16);
  EXPECT_EQ(promote_types(kBool, kInt8), kInt8);
  EXPECT_EQ(promote_types(kFloat64, kComplexFloat), kComplexDouble);
}

TEST(ContractRows, D02b_WideUnsigned) {
  EXPECT_EQ(promote_types(kUInt16, kInt8), kInt32);
  EXPECT_EQ(promote_types(kUInt32, kInt32), kInt64);
  EXPECT_EQ((full({1}, 5, kUInt16) + 1).scalar_type(), kUInt16);
  ExpectError<DTypeError>([] { zeros({1}, kUInt64) + zeros({1}, kInt8); },
                          {"add", ".to(int64)", ".to(float64)"});
}

TEST(ContractRows, D03_Categories) {
  const auto f = [](Tensor t) { return t.scalar_type(); };
  EXPECT_EQ(f(ones({2}) + ones({}, kFloat64)), kFloat32);
  EXPECT_EQ(f(ones({2}, kInt64) + ones({}, kFloat64)), kFloat64);
  EXPECT_EQ(f(ones({2}, kInt64) + 1.5), kFloat32);
  EXPECT_EQ(f(ones({2}, kInt8) + ones({}, kInt64)), kInt8);
  EXPECT_EQ(f(ones({2}, kUInt8) + 1), kUInt8);
  EXPECT_EQ(f(ones({2}, kBool) + 1), kInt64);
  EXPECT_EQ(f(ones({2}, kHalf) + 1e10), kHalf);
  EXPECT_EQ(f(ones({2}) + complex<double>(0, 1)), kComplexFloat);
  EXPECT_EQ(f(ones({2}, kFloat64) + complex<double>(0, 1)), kComplexDouble);
}

TEST(ContractRows, D03b_CanCast) {
  EXPECT_FALSE(can_cast(kFloat32, kInt64));
  EXPECT_TRUE(can_cast(kInt64, kInt8));
  EXPECT_TRUE(can_cast(kBool, kUInt8));
  EXPECT_FALSE(can_cast(kUInt8, kBool));
}

TEST(ContractRows, D04_Division) {
  const Tensor t = tensor({7, -7});
  EXPECT_EQ((t / 2).scalar_type(), kFloat32);
  EXPECT_EQ(Values(floor_divide(t, 2)), (V{3, -4}));
  EXPECT_EQ(Values(t % 3), (V{1, 2}));
  EXPECT_EQ(Values(div(t, 2, "trunc")), (V{3, -3}));
  EXPECT_EQ(Values(div(t, 2, "floor")), (V{3, -4}));
  EXPECT_EQ(Values(floor_divide(tensor({7.}), 0))[0], INFINITY);
}

TEST(ContractRows, D04b_IntegerDivisionByZero) {
  ExpectError<ValueError>([] { floor_divide(tensor({1}), tensor({0})); },
                          {"floor_divide", "zero", "ZeroDivisionError"});
  ExpectError<ValueError>([] { tensor({1}) % tensor({0}); },
                          {"remainder", "zero"});
  EXPECT_EQ(Values(tensor({1}) / tensor({0}))[0], INFINITY);
  EXPECT_EQ(Values(floor_divide(full({1}, INT64_MIN, kInt64), -1))[0],
            static_cast<double>(INT64_MIN));
}

TEST(ContractRows, D05_InPlaceOfALowerKind) {
  Tensor i = tensor({1});
  ExpectError<DTypeError>([&] { i.add_(1.5); },
                          {"add_", "float32", "int64", "cast", ".to(float32)",
                           "can't be cast to the desired output type"});
  ExpectError<DTypeError>([&] { i.div_(2); }, {"div_", "rounding_mode"});
  Tensor b = tensor({true});
  ExpectError<DTypeError>([&] { b.add_(1); }, {"int64", "bool"});
  EXPECT_EQ(Values(i), (V{1}));
}

TEST(ContractRows, D05b_InPlaceOfTheSameKind) {
  Tensor f = tensor({1.});
  f += ones({1}, kFloat64);
  EXPECT_EQ(f.scalar_type(), kFloat32);
  Tensor i = tensor({1});
  i.copy_(tensor({2.9}));
  EXPECT_EQ(Values(i), (V{2}));
}

TEST(ContractRows, D05c_BoolArithmetic) {
  const Tensor b = tensor({true});
  ExpectError<NotImplementedError>([&] { -b; }, {"bool", "~", "logical_not"});
  ExpectError<NotImplementedError>([&] { b - b; },
                                   {"bool", "^", "logical_xor"});
}

TEST(ContractRows, D08_Limits) {
  EXPECT_EQ(Str(finfo(kFloat32)),
            "finfo(resolution=1e-06, min=-3.40282e+38, max=3.40282e+38, "
            "eps=1.19209e-07, smallest_normal=1.17549e-38, tiny=1.17549e-38, "
            "dtype=float32)");
  EXPECT_EQ(iinfo(kInt8).max, 127);
  ExpectError<TypeError>([] { (void)finfo(kInt8); }, {"int8"});
  ExpectError<TypeError>([] { (void)iinfo(kFloat32); }, {"float32"});
}

TEST(ContractRows, D10_WhereAndCatPromote) {
  const Tensor c = tensor({true, false});
  EXPECT_EQ(where(c, 1, 0).scalar_type(), kInt64);
  EXPECT_EQ(where(c, tensor({1, 2}), 2.5).scalar_type(), kFloat32);
  EXPECT_EQ(cat({tensor({1}), tensor({1.})}).scalar_type(), kFloat32);
}

TEST(ContractRows, D11_Bits) {
  EXPECT_EQ(Values(tensor({6}) & tensor({3})), (V{2}));
  EXPECT_EQ(Values(tensor({6}) | tensor({3})), (V{7}));
  EXPECT_EQ(Values(tensor({6}) ^ tensor({3})), (V{5}));
  EXPECT_EQ(Values(~tensor({0})), (V{-1}));
  ExpectError<NotImplementedError>([] { tensor({1.}) & tensor({1.}); },
                                   {"bitwise_and", "float32"});
}

TEST(ContractRows, D11b_IntegerPowers) {
  ExpectError<DTypeError>(
      [] { pow(tensor({2}), -1); },
      {"Integers to negative integer powers are not allowed", ".float()"});
  EXPECT_EQ(Values(pow(full({1}, 3, kInt8), 7)), (V{-117}));
  EXPECT_EQ(Values(pow(2, tensor({3}))), (V{8}));
  EXPECT_EQ(Values(pow(tensor({0}), 0)), (V{1}));
}

TEST(ContractRows, D07_Comparisons) {
  EXPECT_EQ((tensor({1, 2}) < tensor({1.5, 1.5})).to_string(),
            "tensor([ True, False])");
  EXPECT_EQ((tensor({1, 2}) == 2).to_string(), "tensor([False,  True])");
  const Tensor nan = tensor({NAN});
  EXPECT_FALSE((nan == nan).item<bool>());
  EXPECT_TRUE((nan != nan).item<bool>());
  EXPECT_FALSE(equal(nan, nan));
  EXPECT_FALSE(equal(ones({2}), ones({3})));
  EXPECT_FALSE(equal(ones({2}), ones({2, 1})));
  EXPECT_TRUE(equal(ones({2}), ones({2}, kInt64)));
  EXPECT_FALSE(equal(full({2}, 1.5), ones({2}, kInt64)));
  EXPECT_TRUE(equal(empty({0}), empty({0})));
  // |x - y| <= atol + rtol |y|: not symmetric.
  const Tensor a = tensor({100., 101.}), b = tensor({101., 100.});
  EXPECT_EQ(isclose(a, b, 0.00995, 0).to_string(), "tensor([ True, False])");
  EXPECT_TRUE(allclose(tensor({1., 1e-9}), tensor({1.000001, 0.})));
  EXPECT_FALSE(allclose(tensor({1.}), tensor({1.0001})));
  EXPECT_FALSE(allclose(nan, nan));
  EXPECT_TRUE(allclose(nan, nan, 1e-5, 1e-8, /*equal_nan=*/true));
  EXPECT_TRUE(allclose(tensor({INFINITY}), tensor({INFINITY})));
  EXPECT_FALSE(allclose(tensor({INFINITY}), tensor({-INFINITY})));
  ExpectError<Error>([] { allclose(ones({2}), ones({2}, kFloat64)); },
                     {"allclose", "float32", "float64"});
}

TEST(ContractRows, D12_Rounding) {
  EXPECT_EQ(tensor({0.5, 1.5, 2.5, -0.5}).round().to_string(),
            "tensor([0., 2., 2., -0.])");
  EXPECT_EQ(tensor({1.2345, -2.675}, kFloat64).round(2).to_string(),
            "tensor([ 1.2300, -2.6800], dtype=torch.float64)");
  EXPECT_EQ(tensor({1234., 5678.}).round(-2).to_string(),
            "tensor([1200., 5700.])");
  EXPECT_EQ(Values(tensor({static_cast<double>(NAN), -0., 3.}).sign()),
            (V{0, 0, 1}));
  EXPECT_EQ(Values(tensor({2.5, -2.5, 3.}).frac()), (V{0.5, -0.5, 0}));
  EXPECT_EQ(Values(tensor({2.5, -2.5, 3.}).trunc()), (V{2, -2, 3}));
  const Tensor whole = tensor({7, -7});
  EXPECT_EQ(whole.round().scalar_type(), kInt64);
  EXPECT_EQ(Values(whole.trunc()), (V{7, -7}));
}

TEST(ContractRows, I05_AssignmentToBasicIndices) {
  Tensor t = zeros({2, 3}, kInt64);
  t.index({0}) = tensor({1.9, 2.9, 3.9});
  EXPECT_EQ(Values(t), (V{1, 2, 3, 0, 0, 0}));
  t.index({indexing::Slice(), 1}) += 5;
  EXPECT_EQ(Values(t), (V{1, 7, 3, 0, 5, 0}));
  ExpectError<ShapeError>([&] { t.index({0}) = zeros({2}); }, {"[2]", "[3]"});
  EXPECT_EQ(Values(t), (V{1, 7, 3, 0, 5, 0}));
}

TEST(ContractRows, I07_Views) {
  const Tensor t = arange(24).view({2, 3, 4});
  EXPECT_EQ(Sizes(t.movedim(0, 2)), (S{3, 4, 2}));
  EXPECT_EQ(Sizes(t.mT()), (S{2, 4, 3}));
  EXPECT_EQ(Sizes(t.flatten(1)), (S{2, 12}));
  EXPECT_TRUE(t.flatten().is_alias_of(t));
  EXPECT_FALSE(t.mT().flatten().is_alias_of(t));
  EXPECT_EQ(Sizes(t.unflatten(2, {2, -1})), (S{2, 3, 2, 2}));
  EXPECT_EQ(Values(t[0].diagonal()), (V{0, 5, 10}));
  EXPECT_EQ(Sizes(arange(7).unfold(0, 3, 2)), (S{3, 3}));
  EXPECT_EQ(Sizes(zeros({1, 3}).expand({2, -1})), (S{2, 3}));
}

TEST(ContractRows, E04_Broadcasting) {
  EXPECT_EQ(Sizes(ones({2, 1, 3}) + ones({4, 1})), (S{2, 4, 3}));
  ExpectError<ShapeError>(
      [] {
        ones({2, 3}) + ones({2});
      },
      {"add: shapes [2,3] and [2] do not broadcast at dim 1 (3 vs 2)",
       "float32[2,3]@cpu", "float32[2]@cpu", "unsqueeze",
       "must match the size of tensor b (2)"});
}

TEST(ContractRows, E04b_InPlaceTargetTooSmall) {
  Tensor t = ones({3});
  ExpectError<ShapeError>(
      [&] {
        t.add_(ones({2, 3}));
      },
      {"output with shape [3] doesn't match the broadcast shape [2,3]"});
}

TEST(ContractRows, E10_OutOfAnotherShape) {
  static std::vector<std::string> warnings;
  warnings.clear();
  const WarningHandler before = SetWarningHandler(
      [](const std::string& message) { warnings.push_back(message); });
  Tensor empty_out = empty({0});
  add_out(empty_out, ones({2}), ones({2}));
  EXPECT_EQ(Values(empty_out), (V{2, 2}));
  EXPECT_EQ(warnings.size(), 0u);
  Tensor other = empty({3});
  add_out(other, ones({2}), ones({2}));
  EXPECT_EQ(Values(other), (V{2, 2}));
  SetWarningHandler(before);
  ASSERT_EQ(warnings.size(), 1u);
  EXPECT_NE(
      warnings[0].find("add: an output with shape [3] was resized to [2]"),
      std::string::npos)
      << warnings[0];
  // An input cannot become another shape meanwhile.
  Tensor input = ones({2});
  ExpectError<ShapeError>(
      [&] {
        add_out(input, input, ones({3, 2}));
      },
      {"add", "memory"});
  EXPECT_EQ(Values(input), (V{1, 1}));
  Tensor base = zeros({4});
  Tensor view = base.slice(0, 0, 3);
  ExpectError<ShapeError>([&] { add_out(view, ones({2}), ones({2})); },
                          {"add", "view"});
}

TEST(ContractRows, E10b_OutOfAnotherDtype) {
  Tensor wide = empty({2}, kFloat64);
  EXPECT_EQ(add_out(wide, ones({2}), ones({2})).scalar_type(), kFloat64);
  Tensor low = empty({2}, kInt64);
  ExpectError<DTypeError>([&] { add_out(low, ones({2}), ones({2})); },
                          {"add", "float32", "int64"});
  Tensor out = empty({2});
  ExpectError<AutogradError>(
      [&] { add_out(out, ones({2}, requires_grad()), ones({2})); },
      {"out=", "don't support automatic differentiation", "no_grad()"});
}

TEST(ContractRows, E16_ResultsKeepTheStrideOrder) {
  EXPECT_EQ(Strides(zeros({2, 3}).t() + 1), (S{1, 3}));
  EXPECT_EQ(Strides(zeros({2, 3}).t().contiguous()), (S{2, 1}));
  EXPECT_TRUE(zeros({1, 3}).expand({2, 3}).clone().is_contiguous());
}

TEST(ContractRows, P10_GradientSuffixes) {
  Tensor x = tensor({1., 2.}, requires_grad());
  EXPECT_EQ(x.to_string(), "tensor([1., 2.], requires_grad=True)");
  EXPECT_EQ((x * 2).to_string(), "tensor([2., 4.], grad_fn=<MulBackward0>)");
  EXPECT_EQ(x.sum().to_string(), "tensor(3., grad_fn=<SumBackward0>)");
  EXPECT_EQ((x * 2).to(kFloat64).to_string(),
            "tensor([2., 4.], dtype=torch.float64, grad_fn=<ToCopyBackward0>)");
  EXPECT_EQ(x[0].to_string(), "tensor(1., grad_fn=<SelectBackward0>)");
  EXPECT_EQ(tensor(1., dtype(kFloat64).requires_grad(true)).to_string(),
            "tensor(1., dtype=torch.float64, requires_grad=True)");
}

TEST(ContractRows, V01_Devices) {
  EXPECT_EQ(Device("cuda:1"), Device(kCUDA, 1));
  EXPECT_NE(Device(kCUDA), Device(kCUDA, 0));
  EXPECT_EQ(Str(Device("cuda:1")), "cuda:1");
  ExpectError<DeviceError>([] { Device d("cuda:-1"); }, {"cuda:-1", "cuda:N"});
}

TEST(ContractRows, V07_NumberOfThreads) {
  ExpectError<ValueError>([] { set_num_threads(0); }, {"set_num_threads", "0"});
}

TEST(ContractRows, X08_ErrorsLeaveOperandsAsTheyWere) {
  Tensor t = tensor({1, 2});
  EXPECT_ANY_THROW(t.add_(ones({3}, kInt64)));
  EXPECT_ANY_THROW(t.div_(0.5));
  EXPECT_EQ(Values(t), (V{1, 2}));
}

TEST(ContractRows, S14_NoAllocationBesidesTheOut) {
  const Tensor w = eye(4);
  Tensor prev = ones({4, 4});
  matmul(prev, w);  // what is made once per thread
  const int64_t before = memory_stats().allocation_count;
  for (int i = 0; i < 5; ++i) {
    Tensor tmp = empty_like(prev);
    matmul_out(tmp, prev, w);
    prev = tmp;
  }
  EXPECT_EQ(memory_stats().allocation_count - before, 5);
  EXPECT_EQ(Values(prev), V(16, 1));
}

TEST(ContractRows, S21_PrintedDevices) {
  EXPECT_EQ(Str(zeros({1}).device()), "cpu");
  std::ostringstream out;
  out << Device("cuda:0");
  EXPECT_EQ(out.str(), "cuda:0");
}

TEST(ContractRows, S40_Attributes) {
  const Tensor t = zeros({3, 4});
  std::ostringstream out;
  out << t.sizes() << ' ' << t.scalar_type() << ' ' << t.dtype();
  EXPECT_EQ(out.str(), "[3, 4] Float float");
  EXPECT_TRUE(t.sizes() == IntArrayRef({3, 4}));
  EXPECT_FALSE(t.t().is_contiguous());
  EXPECT_EQ(t.layout(), kStrided);
}

TEST(ContractRows, S56_ThreeWaysToATensor) {
  EXPECT_EQ(Sizes(rand({2, 3})), (S{2, 3}));
  const std::vector<int> data = {1, 2};
  EXPECT_EQ(Values(tensor(data)), (V{1, 2}));
}

TEST(ContractRows, C10_Casts) {
  const Tensor t = tensor({1.9, -1.9});
  EXPECT_EQ(Values(t.to(kLong)), (V{1, -1}));
  EXPECT_EQ(t.toType(kHalf).scalar_type(), kHalf);
  EXPECT_EQ(t.type_as(zeros({1}, kInt8)).scalar_type(), kInt8);
}

TEST(ContractRows, VectorNorms) {
  EXPECT_EQ(linalg_vector_norm(tensor({3., 4.})).item<float>(), 5);
  EXPECT_EQ(linalg_vector_norm(tensor({3., -4.}), 1).item<float>(), 7);
  EXPECT_EQ(linalg_vector_norm(tensor({3., -4.}), INFINITY).item<float>(), 4);
}

TEST(ContractRows, E05_SpecialPoints) {
  EXPECT_EQ(neg(tensor({0.})).to_string(), "tensor([-0.])");
  const Tensor small = tensor({-0., -0.5});
  EXPECT_EQ(ceil(small).to_string(), "tensor([-0., -0.])");
  EXPECT_EQ(round(small).to_string(), "tensor([-0., -0.])");
  EXPECT_TRUE(std::isnan(Values(relu(tensor({NAN})))[0]));
  EXPECT_TRUE(std::signbit(Values(relu(tensor({-0.})))[0]));
  EXPECT_EQ(Values(sqrt(tensor({INFINITY})))[0], INFINITY);
}

TEST(ContractRows, E07_Clamp) {
  const Tensor t = tensor({-2., .5, 9.});
  EXPECT_EQ(Values(t.clamp(0, 1)), (V{0, .5, 1}));
  EXPECT_EQ(Values(t.clamp(3, 1)), (V{1, 1, 1}));
  EXPECT_EQ(Values(t.clamp(tensor({-1., 1., 0.}))), (V{-1, 1, 9}));
  EXPECT_ANY_THROW(t.clamp());
}

TEST(ContractRows, E12c_ItemsOfMany) {
  ExpectError<ValueError>(
      [] {
        tensor({1, 2}).item<int>();
      },
      {"a Tensor with 2 elements cannot be converted to Scalar", "tolist()"});
}

TEST(ContractRows, V02_To) {
  const Tensor t = zeros({2});
  EXPECT_EQ(t.to(kCPU, kInt8).scalar_type(), kInt8);
  EXPECT_EQ(t.to(dtype(kFloat64)).scalar_type(), kFloat64);
  EXPECT_EQ(t.to(zeros({1}, kHalf)).scalar_type(), kHalf);
  ExpectError<DeviceError>([&] { t.to("float32"); }, {"float32", "cpu"});
}

// The classes of errors; the rows above and beside each package have more.
TEST(ContractRows, X01_ShapesThatDoNotFit) {
  ExpectError<ShapeError>(
      [] { ones({2}) * ones({3}); },
      {"mul", "float32[2]@cpu", "float32[3]@cpu", "dim 0", "2 vs 3"});
  // With the fix where it is evident.
  ExpectError<ShapeError>(
      [] {
        matmul(ones({2, 3}), ones({2, 3}));
      },
      {"matmul", "float32[2,3]@cpu", "3 and 2", ".T"});
}
TEST(ContractRows, X02_ImpossibleViews) {
  ExpectError<ShapeError>(
      [] {
        zeros({2, 3}).t().view({6});
      },
      {"view", "[3, 2]", "[1, 3]", "[6]", "reshape"});
}
TEST(ContractRows, X03_OutOfRange) {
  ExpectError<IndexError>([] { zeros({2}).select(0, 5); },
                          {"select", "5", "size 2", "dim"});
  ExpectError<IndexError>([] { zeros({2}).sum(3); }, {"sum", "[-1, 0]", "3"});
}
TEST(ContractRows, X04_MixedDtypes) {
  ExpectError<DTypeError>(
      [] {
        matmul(ones({1, 1}), ones({1, 1}, kFloat64));
      },
      {"matmul", "float32[1,1]@cpu", "float64[1,1]@cpu", ".to("});
}
TEST(ContractRows, X04_ResultsOfAHigherKind) {
  Tensor t = tensor({1, 2});
  ExpectError<DTypeError>([&] { t.add_(1.5); },
                          {"add_", "float32", "int64", "cast", ".to(float32)"});
}
TEST(ContractRows, X06_AbsentDevices) {
  ExpectError<DeviceError>([] { zeros({1}).to("cuda:99"); },
                           {"to", "cuda:99", "built without cuda",
                            "device='cpu'", "cuda::is_available()"});
}
TEST(ContractRows, X09_TooLarge) {
  ExpectError<ShapeError>(
      [] {
        zeros({int64_t{1} << 62, 4});
      },
      {"zeros", "[4611686018427387904, 4]", "64-bit"});
  ExpectError<OutOfMemoryError>([] { zeros({int64_t{1} << 55}); },
                                {"144115188075855872 bytes", "in use"});
}
TEST(ContractRows, X10_BadValues) {
  ExpectError<ValueError>([] { normal(0., -1., {2}); },
                          {"normal", "std", "-1"});
  ExpectError<ValueError>([] { randint(5, 5, {2}); }, {"randint", "5"});
  ExpectError<ValueError>([] { bernoulli(tensor({1.5})); },
                          {"bernoulli", "1.5", "0", "1"});
  ExpectError<ValueError>(
      [] { optim::SGD({ones({1}, requires_grad())}, optim::SGDOptions(-1)); },
      {"SGD", "learning rate", "-1"});
  ExpectError<ValueError>([] { nn::Dropout(1.5)(ones({1})); },
                          {"dropout", "1.5", "between 0 and 1"});
  ExpectError<ValueError>([] { ones({2}).topk(3); }, {"topk", "k", "3", "2"});
}
TEST(ContractRows, X13_Files) {
  ExpectError<FileError>([] { load_npy("/nowhere/x.npy"); },
                         {"/nowhere/x.npy"});
  const std::string path = ::testing::TempDir() + "/damaged.npy";
  save_npy(path, ones({3}));
  {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekp(1);
    file.put('X');
  }
  ExpectError<FileError>([&] { load_npy(path); },
                         {path.c_str(), "begins with", "expected"});
}
TEST(ContractRows, X14_InternalErrors) {
  ExpectError<InternalError>(
      [] { TESSERA_INTERNAL_ASSERT(1 + 1 == 3, "arithmetic"); },
      {"please report", "arithmetic", kVersion});
}

}  // namespace
}  // namespace tessera
