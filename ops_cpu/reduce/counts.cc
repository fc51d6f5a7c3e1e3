// Integer sums, which wrap in 64 bits; all, any and count_nonzero.
#include "tessera/dtype/complex.h"
#include "tessera/ops_cpu/reduce/fold.h"
#include "tessera/ops_cpu/reduce/kernels.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {
namespace {

template <class T>
struct Value {
  using In = T;
  static uint64_t Of(In x) { return static_cast<uint64_t>(x); }
};
template <class T>
struct NonZero {
  using In = T;
  static uint64_t Of(In x) { return x != 0; }
};
// Both half types: NaN is nonzero, -0 is not.
struct NonZeroHalf {
  using In = uint16_t;
  static uint64_t Of(In x) { return (x & 0x7fff) != 0; }
};
template <class T>
struct NonZeroComplex {
  using In = complex<T>;
  static uint64_t Of(In x) { return x.real() != 0 || x.imag() != 0; }
};

template <class Term>
struct Sum {
  using In = typename Term::In;
  using Acc = uint64_t;
  static Acc Identity() { return 0; }
  static void Row(Acc* acc, const char* in, int64_t step, int64_t n) {
    Acc sum = 0;
    if (step == sizeof(In)) {
      const In* x = reinterpret_cast<const In*>(in);
      for (int64_t i = 0; i < n; ++i) sum += Term::Of(x[i]);
    } else {
      for (int64_t i = 0; i < n; ++i, in += step) {
        sum += Term::Of(*reinterpret_cast<const In*>(in));
      }
    }
    *acc += sum;
  }
  static void Columns(Acc* __restrict acc, const char* in, int64_t step,
                      int64_t rows, int64_t cols) {
    for (int64_t r = 0; r < rows; ++r, in += step) {
      const In* __restrict row = reinterpret_cast<const In*>(in);
      for (int64_t c = 0; c < cols; ++c) acc[c] += Term::Of(row[c]);
    }
  }
  static void Combine(Acc* acc, Acc other) { *acc += other; }
};

template <class Term>
void Run(const ReducePlan& plan, KernelContext& context) {
  if (context.op == Op::all || context.op == Op::any) {
    bool* results = reinterpret_cast<bool*>(plan.out);
    const uint64_t least =
        context.op == Op::all ? static_cast<uint64_t>(plan.count) : 1;
    Fold<Sum<Term>>(plan, [=](int64_t out, uint64_t count) {
      results[out] = count >= least;
    });
    return;
  }
  uint64_t* results = reinterpret_cast<uint64_t*>(plan.out);
  Fold<Sum<Term>>(
      plan, [=](int64_t out, uint64_t sum) { results[out] = sum; });
}

template <class Term>
void SetSum(KernelTable& table, DType dtype) {
  table.Set<ReducePlan>(Op::sum, DeviceType::CPU, dtype, &Run<Term>);
}

template <class Term>
void SetCount(KernelTable& table, DType dtype) {
  for (Op op : {Op::all, Op::any, Op::count_nonzero}) {
    table.Set<ReducePlan>(op, DeviceType::CPU, dtype, &Run<Term>);
  }
}

}  // namespace

void RegisterCounts(KernelTable& table) {
  SetSum<Value<uint8_t>>(table, DType::Bool);
  SetSum<Value<uint8_t>>(table, DType::Byte);
  SetSum<Value<uint16_t>>(table, DType::UInt16);
  SetSum<Value<uint32_t>>(table, DType::UInt32);
  SetSum<Value<uint64_t>>(table, DType::UInt64);
  SetSum<Value<int8_t>>(table, DType::Char);
  SetSum<Value<int16_t>>(table, DType::Short);
  SetSum<Value<int32_t>>(table, DType::Int);
  SetSum<Value<uint64_t>>(table, DType::Long);
  SetCount<NonZero<uint8_t>>(table, DType::Bool);
  SetCount<NonZero<uint8_t>>(table, DType::Byte);
  SetCount<NonZero<uint8_t>>(table, DType::Char);
  SetCount<NonZero<uint16_t>>(table, DType::UInt16);
  SetCount<NonZero<uint16_t>>(table, DType::Short);
  SetCount<NonZero<uint32_t>>(table, DType::UInt32);
  SetCount<NonZero<uint32_t>>(table, DType::Int);
  SetCount<NonZero<uint64_t>>(table, DType::UInt64);
  SetCount<NonZero<uint64_t>>(table, DType::Long);
  SetCount<NonZeroHalf>(table, DType::Half);
  SetCount<NonZeroHalf>(table, DType::BFloat16);
  SetCount<NonZero<float>>(table, DType::Float);
  SetCount<NonZero<double>>(table, DType::Double);
  SetCount<NonZeroComplex<float>>(table, DType::ComplexFloat);
  SetCount<NonZeroComplex<double>>(table, DType::ComplexDouble);
}

}  // namespace tessera::reduce
