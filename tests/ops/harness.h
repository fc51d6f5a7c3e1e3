// The harness of tests/ops: one row per op, multiplied by dtypes, shapes,
// geometries, variants and numbers of threads, against a reference in long
// double.
//
//   OpRow row;
//   row.name = "exp";
//   row.call = [](const Tensors& t) { return exp(t[0]); };
//   row.reference = Elementwise([](const Value* x) { return std::exp(x[0]); });
//   row.result = ResultFloat;
//   row.ulps = 1;
//   CheckRow(row);  // GoogleTest failures say op, dtype, shapes, geometry
//
// What is set decides what is run: method, inplace and out are further ways to
// call; shapes are lists of input shapes. References that are not elementwise
// (reductions, products) are functions of whole arrays. All tensors lie in
// guarded memory, and inputs and the memory between their elements must stay
// as they are.
#ifndef TESSERA_TESTS_OPS_HARNESS_H_
#define TESSERA_TESTS_OPS_HARNESS_H_

#include <complex>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/tensor/ops.h"

namespace tessera::testing {

// An element: holds every value of every dtype. Integers and bool are real.
using Value = std::complex<long double>;
using Tensors = std::vector<Tensor>;
using Sizes = std::vector<int64_t>;

// What a tensor holds, row-major.
struct Array {
  Sizes sizes;
  std::vector<Value> values;
};
// Read by strides, without any op.
Array ReadArray(const Tensor& t);

// The result from what the inputs hold. The compared dtype's rounding is
// CheckRow's business, wrapping of integers is not: keep domains small.
using Reference = std::function<Array(const std::vector<Array>&)>;
// Element by element, broadcast. x points to one value per input.
Reference Elementwise(Value (*f)(const Value* x));

// Sets of dtypes, a bit per DType.
constexpr uint32_t kAllDTypes = 0x7fff;
constexpr uint32_t kBoolDType = 0x0001;
constexpr uint32_t kIntDTypes = 0x01fe;
constexpr uint32_t kFloatDTypes = 0x1e00;
constexpr uint32_t kComplexDTypes = 0x6000;
constexpr uint32_t kNumberDTypes = 0x7ffe;
constexpr uint32_t kRealDTypes = 0x1ffe;
constexpr uint32_t kOrderedDTypes = 0x1fff;
constexpr uint32_t kInexactDTypes = 0x7e00;
constexpr uint32_t kUnsignedDTypes = 0x001f;  // and bool

// The result's dtype from the inputs' common one.
DType ResultSame(DType d);
DType ResultFloat(DType d);  // ints and bool give the default dtype
DType ResultBool(DType d);
DType ResultReal(DType d);
DType ResultInt64(DType d);
DType ResultSum(DType d);  // ints and bool give int64

struct OpRow {
  std::string name;
  // The plain function; the first that is required.
  std::function<Tensor(const Tensors&)> call;
  // Optional. In place on t[0].
  std::function<Tensor(const Tensors&)> method;
  std::function<Tensor(const Tensors&)> inplace;
  std::function<Tensor(Tensor& out, const Tensors&)> out;
  Reference reference;

  // All inputs have the same dtype, one of these.
  uint32_t dtypes = kAllDTypes;
  // Inputs of a fixed dtype instead, such as a mask: Undefined for none.
  std::vector<DType> input_dtypes;
  std::function<DType(DType)> result = ResultSame;

  // Greatest error in units in the last place for float32 and float64; 0.5 is
  // correct rounding. Half types compute in float32 and round once. Complex
  // numbers: (3 + ulps) eps of the norm. Integers are exact.
  double ulps = 0.5;
  // Instead: the error that is allowed at a result, from the inputs' arrays.
  std::function<long double(const std::vector<Array>& inputs, size_t element,
                            DType dtype)>
      error;

  // Lists of input shapes. Empty: those of Shapes(inputs).
  std::vector<std::vector<Sizes>> shapes;
  int inputs = 1;
  // Inputs are drawn evenly from [low, high]; integers are whole, unsigned ones
  // not negative. One pair for all inputs or one each.
  std::vector<double> low = {-4};
  std::vector<double> high = {4};
  // Set in among them for floating and complex dtypes: 0, -0, inf, NaN, ...
  std::vector<double> specials;
  // Set in among integers: the least and the greatest two of their dtype.
  bool ends = false;
  // Large shapes to give work to several threads.
  bool threads = true;
};

// 0-d, empty, size 1, broadcast (for two and more inputs), five dimensions, and
// a large one.
std::vector<std::vector<Sizes>> Shapes(int inputs);

// Runs everything; reports by GoogleTest.
void CheckRow(const OpRow& row);

// How a test tensor lies in memory.
enum class Placement {
  kContiguous,
  kTransposed,  // the dimensions in reversed order
  kSliced,      // every second element, from an offset on
  kNegative,    // reversed in its last dimension
  kExpanded,    // its first dimension has stride 0
};
constexpr int kPlacements = 5;
const char* PlacementName(Placement layout);

// A tensor with values drawn as the row says. Where layout does not fit (such
// as for 0-d tensors), the nearest one.
Tensor Draw(const OpRow& row, int input, const Sizes& sizes, DType dtype,
            Placement layout, uint64_t seed);

// A unit in the last place of a real floating dtype at x.
long double UlpOf(DType dtype, long double x);

}  // namespace tessera::testing

#endif  // TESSERA_TESTS_OPS_HARNESS_H_
