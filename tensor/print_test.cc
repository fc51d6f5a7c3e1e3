#include "tessera/tensor/print.h"

#include <cmath>
#include <fstream>
#include <sstream>

#include "gtest/gtest.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

using indexing::None;
using indexing::Slice;

constexpr float kInf = INFINITY;
constexpr float kNan = NAN;

std::string Inner(const Tensor& t) {
  const std::string text = t.to_string();
  EXPECT_EQ(text.substr(0, 7), "tensor(");
  EXPECT_EQ(text.back(), ')');
  return text.substr(7, text.size() - 8);
}

struct OptionsScope {
  ~OptionsScope() { set_printoptions("default"); }
};

TEST(PrintTest, P01_Scalars) {
  EXPECT_EQ(Inner(tensor(1)), "1");
  EXPECT_EQ(Inner(tensor(1.)), "1.");
  EXPECT_EQ(Inner(tensor(-2.5)), "-2.5000");
  EXPECT_EQ(Inner(tensor(0.1)), "0.1000");
  EXPECT_EQ(Inner(tensor(1e10)), "1.0000e+10");
  EXPECT_EQ(Inner(tensor(1e-10)), "1.0000e-10");
  EXPECT_EQ(Inner(tensor(123456.789)), "123456.7891");
  EXPECT_EQ(Inner(tensor(1e5)), "100000.");
  EXPECT_EQ(Inner(tensor(1e8)), "100000000.");
  EXPECT_EQ(Inner(tensor(true)), "True");
  EXPECT_EQ(Inner(tensor(complex<float>(3, 4))), "3.+4.j");
  EXPECT_EQ(Inner(tensor(-0.)), "-0.");
  EXPECT_EQ(Inner(tensor(kNan)), "nan");
  EXPECT_EQ(Inner(tensor(int64_t{1} << 40)), "1099511627776");
}

TEST(PrintTest, P02_Empties) {
  EXPECT_EQ(Inner(zeros({0})), "[]");
  EXPECT_EQ(Inner(zeros({0}, kInt64)), "[], dtype=torch.int64");
  EXPECT_EQ(Inner(zeros({0, 3})), "[], size=(0, 3)");
  EXPECT_EQ(Inner(zeros({2, 0}, kBool)), "[], size=(2, 0), dtype=torch.bool");
  EXPECT_EQ(Inner(zeros({1, 0}, kFloat64)),
            "[], size=(1, 0), dtype=torch.float64");
  EXPECT_EQ(Inner(zeros({0}, kFloat16)), "[], dtype=torch.float16");
}

TEST(PrintTest, P03_Floats) {
  EXPECT_EQ(Inner(tensor({1.5, -2.25, 3.})), "[ 1.5000, -2.2500,  3.0000]");
  EXPECT_EQ(Inner(tensor({1000., 2., 0.})), "[1000.,    2.,    0.]");
  EXPECT_EQ(Inner(tensor({100000., .5})), "[1.0000e+05, 5.0000e-01]");
  EXPECT_EQ(Inner(tensor({-1., 10., -100.})), "[  -1.,   10., -100.]");
  EXPECT_EQ(Inner(tensor({1e-5, 1.})), "[1.0000e-05, 1.0000e+00]");
  EXPECT_EQ(Inner(tensor({1e9, 1.5})), "[1.0000e+09, 1.5000e+00]");
  EXPECT_EQ(Inner(tensor({1e8, 1.})), "[1.0000e+08, 1.0000e+00]");
  EXPECT_EQ(Inner(tensor({12345.678})), "[12345.6777]");
  EXPECT_EQ(Inner(tensor({0.00012345})), "[0.0001]");
  EXPECT_EQ(Inner(tensor({1e-4, 1e3})), "[1.0000e-04, 1.0000e+03]");
  EXPECT_EQ(Inner(tensor({0., -0.})), "[0., -0.]");
  EXPECT_EQ(Inner(tensor({1e-45})), "[1.4013e-45]");
}

TEST(PrintTest, P04_Dtypes) {
  EXPECT_EQ(Inner(tensor({1, -2, 300})), "[  1,  -2, 300]");
  EXPECT_EQ(Inner(tensor({true, false})), "[ True, False]");
  EXPECT_EQ(Inner(tensor({1, 2}, kInt32)), "[1, 2], dtype=torch.int32");
  EXPECT_EQ(Inner(tensor({1}, kUInt8)), "[1], dtype=torch.uint8");
  EXPECT_EQ(Inner(tensor({1.5}, kFloat64)), "[1.5000], dtype=torch.float64");
  EXPECT_EQ(Inner(tensor({65504., 1e-4}, kHalf)),
            "[6.5504e+04, 1.0002e-04], dtype=torch.float16");
  EXPECT_EQ(Inner(tensor({1.5, 300.}, kBFloat16)),
            "[  1.5000, 300.0000], dtype=torch.bfloat16");
  EXPECT_EQ(Inner(tensor({-128}, kInt8)), "[-128], dtype=torch.int8");
  EXPECT_EQ(Inner(tensor({UINT64_MAX}, kUInt64)),
            "[18446744073709551615], dtype=torch.uint64");
}

TEST(PrintTest, P05_NotFinite) {
  EXPECT_EQ(Inner(tensor({kNan, 1.f})), "[nan, 1.]");
  EXPECT_EQ(Inner(tensor({kInf, 1.5f})), "[   inf, 1.5000]");
  EXPECT_EQ(Inner(tensor({kInf, 1.f})), "[inf, 1.]");
  EXPECT_EQ(Inner(tensor({-kInf, 1e10f})), "[      -inf, 1.0000e+10]");
  EXPECT_EQ(Inner(tensor({kNan, kInf})), "[nan, inf]");
  EXPECT_EQ(Inner(tensor({kNan, 1e-8f, 1.f})),
            "[       nan, 1.0000e-08, 1.0000e+00]");
}

TEST(PrintTest, P06_Complex) {
  using C = complex<float>;
  EXPECT_EQ(tensor({C(1, 2)}).to_string(), "tensor([1.+2.j])");
  EXPECT_EQ(tensor({C(1.5, -2.25), C(-3, 0)}).to_string(),
            "tensor([ 1.5000-2.2500j, -3.0000+0.0000j])");
  EXPECT_EQ(tensor({C(1e10, 1)}).to_string(), "tensor([1.0000e+10+1.j])");
  EXPECT_EQ(tensor({{C(1, 1), C(2, 0)}, {C(3, 0), C(10, -1.5)}}).to_string(),
            "tensor([[ 1.+1.0000j,  2.+0.0000j],\n"
            "        [ 3.+0.0000j, 10.-1.5000j]])");
}

TEST(PrintTest, P07_Nesting) {
  EXPECT_EQ(arange(8).view({2, 2, 2}).to_string(),
            "tensor([[[0, 1],\n         [2, 3]],\n\n"
            "        [[4, 5],\n         [6, 7]]])");
  const std::string four = arange(4).view({2, 1, 2, 1}).to_string();
  EXPECT_NE(four.find("]]],\n\n\n        [[["), std::string::npos) << four;
}

TEST(PrintTest, P08_Summaries) {
  EXPECT_EQ(Inner(arange(1001)),
            "[   0,    1,    2,  ...,  998,  999, 1000]");
  EXPECT_EQ(Inner(arange(1001.)),
            "[   0.,    1.,    2.,  ...,  998.,  999., 1000.]");
  EXPECT_EQ(Inner(zeros({1001})), "[0., 0., 0.,  ..., 0., 0., 0.]");
  EXPECT_EQ(Inner(zeros({1, 2000})), "[[0., 0., 0.,  ..., 0., 0., 0.]]");
  EXPECT_NE(zeros({300, 4}).to_string().find("        ...,\n"),
            std::string::npos);
  EXPECT_NE(zeros({300, 2, 2}).to_string().find("\n\n        ...,\n\n"),
            std::string::npos);
  EXPECT_EQ(zeros({6, 200}).to_string().find("        ...,\n"),
            std::string::npos);
}

TEST(PrintTest, P09_LinesBreak) {
  EXPECT_EQ(arange(30).to_string(),
            "tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, "
            "14, 15, 16, 17,\n"
            "        18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29])");
}

TEST(PrintTest, P12_Options) {
  const OptionsScope scope;
  PrintOptions options;
  options.precision = 2;
  set_printoptions(options);
  EXPECT_EQ(tensor({1.23456, 2.}).to_string(), "tensor([1.23, 2.00])");
  options.sci_mode = true;
  set_printoptions(options);
  EXPECT_EQ(tensor({1.5, 2.}).to_string(), "tensor([1.50e+00, 2.00e+00])");
  options = PrintOptions();
  options.sci_mode = false;
  set_printoptions(options);
  EXPECT_EQ(tensor({1e-8, 1.}).to_string(), "tensor([0.0000, 1.0000])");
  options = PrintOptions();
  options.threshold = 5;
  options.edgeitems = 2;
  set_printoptions(options);
  EXPECT_EQ(arange(10).to_string(), "tensor([0, 1,  ..., 8, 9])");
  set_printoptions("full");
  EXPECT_EQ(zeros({1001}).to_string().find("..."), std::string::npos);
  set_printoptions("short");
  EXPECT_EQ(tensor(1.23456).to_string(), "tensor(1.23)");
  EXPECT_EQ(get_printoptions().edgeitems, 2);
  EXPECT_THROW(set_printoptions("long"), ValueError);
  options.precision = -1;
  EXPECT_THROW(set_printoptions(options), ValueError);
}

TEST(PrintTest, P14_Edges) {
  EXPECT_EQ(Inner(tensor({1.0000001})), "[1.0000]");
  EXPECT_EQ(Inner(tensor({0.999999})), "[1.0000]");
  EXPECT_EQ(Inner(tensor({9.99999, 1.})), "[10.0000,  1.0000]");
  EXPECT_EQ(Inner(tensor({1001., 1.5})), "[1001.0000,    1.5000]");
  EXPECT_EQ(Inner(tensor({.5, 1000.})), "[5.0000e-01, 1.0000e+03]");
  EXPECT_EQ(Inner(tensor({1e16})), "[1.0000e+16]");
  EXPECT_EQ(Inner(tensor({123456789.})), "[1.2346e+08]");
  EXPECT_EQ(Inner(tensor({1e100}, kFloat64)),
            "[1.0000e+100], dtype=torch.float64");
  EXPECT_EQ(Inner(tensor({2.5, 1e7 + 1})), "[2.5000e+00, 1.0000e+07]");
}

TEST(PrintTest, P15_Views) {
  const Tensor a = arange(6).view({2, 3});
  EXPECT_EQ(a.t().to_string(), "tensor([[0, 3],\n        [1, 4],\n        [2, 5]])");
  EXPECT_EQ(a.index({1, Slice(None, None, -1)}).to_string(),
            "tensor([5, 4, 3])");
  EXPECT_EQ(tensor({7}).expand({3}).to_string(), "tensor([7, 7, 7])");
  EXPECT_EQ(a.index({Slice(), 1}).to_string(), "tensor([1, 4])");
}

TEST(PrintTest, UndefinedAndStreams) {
  EXPECT_EQ(Tensor().to_string(), "tensor(<undefined>)");
  std::ostringstream out;
  out << tensor({1, 2}) << ' ' << tensor(1.5);
  EXPECT_EQ(out.str(), "tensor([1, 2]) tensor(1.5000)");
}

// While float64 is the default, it prints without a suffix.
TEST(PrintTest, C01_DefaultDtype) {
  set_default_dtype(kFloat64);
  EXPECT_EQ(tensor({1.5}).to_string(), "tensor([1.5000])");
  EXPECT_EQ(tensor({1.5}, kFloat32).to_string(),
            "tensor([1.5000], dtype=torch.float32)");
  set_default_dtype(kFloat32);
}

// What PyTorch printed, recorded by testdata/make_print_golden.py.
TEST(PrintTest, Golden) {
  const OptionsScope scope;
  std::ifstream file("tensor/testdata/print_golden.txt");
  ASSERT_TRUE(file.is_open());
  int cases = 0;
  for (std::string head; std::getline(file, head); ++cases) {
    std::istringstream in(head);
    std::string dtype_name, sizes_text, sci, data;
    PrintOptions options;
    in >> dtype_name >> sizes_text >> options.precision >> options.threshold >>
        options.edgeitems >> options.linewidth >> sci >> data;
    ASSERT_TRUE(in) << head;
    if (sci != "-") options.sci_mode = sci == "1";
    set_printoptions(options);
    DType dtype;
    ASSERT_TRUE(DTypeFromName(dtype_name, &dtype)) << head;
    std::vector<int64_t> sizes;
    std::istringstream parts(sizes_text == "-" ? "" : sizes_text);
    for (std::string part; std::getline(parts, part, ',');) {
      sizes.push_back(std::stoll(part));
    }
    const Tensor t = empty(sizes, dtype);
    char* out = static_cast<char*>(t.data_ptr());
    for (size_t i = 0; data != "-" && i < t.nbytes(); ++i) {
      out[i] = static_cast<char>(std::stoi(data.substr(2 * i, 2), nullptr, 16));
    }
    std::string expected;
    for (std::string line; std::getline(file, line) && line != "--";) {
      expected += (expected.empty() ? "" : "\n") + line;
    }
    EXPECT_EQ(t.to_string(), expected) << head;
  }
  EXPECT_GT(cases, 130);
}

}  // namespace
}  // namespace tessera
