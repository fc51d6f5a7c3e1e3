// Integer sums, which wrap in 64 bits; all, any and count_nonzero.
#include <algorithm>
#include <type_traits>

#include "tessera/dtype/complex.h"
#include "tessera/ops_cpu/reduce/fold.h"
#include "tessera/ops_cpu/reduce/kernels.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::reduce {
namespace {

void Store(const ReducePlan& plan, Op op, int64_t out, const void* acc) {
  const uint64_t sum = *static_cast<const uint64_t*>(acc);
  if (op == Op::all) {
    reinterpret_cast<bool*>(plan.out)[out] =
        sum == static_cast<uint64_t>(plan.count);
  } else if (op == Op::any) {
    reinterpret_cast<bool*>(plan.out)[out] = sum != 0;
  } else {
    reinterpret_cast<uint64_t*>(plan.out)[out] = sum;
  }
}

template <class T>
struct Value {
  using In = T;
  // Not negative, and of at most 16 bits.
  static constexpr bool kUpTo16Bits = sizeof(T) <= 2 && std::is_unsigned_v<T>;
  static uint64_t Of(In x) { return static_cast<uint64_t>(x); }
};
template <class T>
struct NonZero {
  using In = T;
  static constexpr bool kUpTo16Bits = true;
  static uint64_t Of(In x) { return x != 0; }
};
// Both half types: NaN is nonzero, -0 is not.
struct NonZeroHalf {
  using In = uint16_t;
  static constexpr bool kUpTo16Bits = true;
  static uint64_t Of(In x) { return (x & 0x7fff) != 0; }
};
template <class T>
struct NonZeroComplex {
  using In = complex<T>;
  static constexpr bool kUpTo16Bits = true;
  static uint64_t Of(In x) { return x.real() != 0 || x.imag() != 0; }
};

template <class Term>
struct Sum {
  using In = typename Term::In;

  static void Clear(void* acc, int64_t n) {
    std::fill_n(static_cast<uint64_t*>(acc), n, 0);
  }
  static void Row(void* acc, const char* in, int64_t step, int64_t n) {
    uint64_t sum = 0;
    if (step == sizeof(In) && Term::kUpTo16Bits) {
      // 65,536 of them fit 32 bits, which are cheaper to widen to.
      const In* x = reinterpret_cast<const In*>(in);
      for (int64_t i = 0; i < n; i += 65536) {
        const int64_t end = std::min<int64_t>(n, i + 65536);
        uint32_t part = 0;
        for (int64_t j = i; j < end; ++j) {
          part += static_cast<uint32_t>(Term::Of(x[j]));
        }
        sum += part;
      }
    } else if (step == sizeof(In)) {
      const In* x = reinterpret_cast<const In*>(in);
      for (int64_t i = 0; i < n; ++i) sum += Term::Of(x[i]);
    } else {
      for (int64_t i = 0; i < n; ++i, in += step) {
        sum += Term::Of(*reinterpret_cast<const In*>(in));
      }
    }
    *static_cast<uint64_t*>(acc) += sum;
  }
  static void Columns(void* acc, const char* in, int64_t step, int64_t rows,
                      int64_t cols) {
    uint64_t* __restrict sums = static_cast<uint64_t*>(acc);
    for (int64_t r = 0; r < rows; ++r, in += step) {
      const In* __restrict row = reinterpret_cast<const In*>(in);
      for (int64_t c = 0; c < cols; ++c) sums[c] += Term::Of(row[c]);
    }
  }
  static void Combine(void* acc, const void* other) {
    *static_cast<uint64_t*>(acc) += *static_cast<const uint64_t*>(other);
  }
  static void Run(const ReducePlan& plan, KernelContext& context) {
    static constexpr FoldLoops kThis = {
        sizeof(In), sizeof(uint64_t), &Clear, &Row, &Columns, &Combine, &Store};
    RunFold(plan, context.op, kThis);
  }
};

template <class Term>
void SetSum(KernelTable& table, DType dtype) {
  table.Set<ReducePlan>(Op::sum, DeviceType::CPU, dtype, &Sum<Term>::Run);
}

template <class Term>
void SetCount(KernelTable& table, DType dtype) {
  for (Op op : {Op::all, Op::any, Op::count_nonzero}) {
    table.Set<ReducePlan>(op, DeviceType::CPU, dtype, &Sum<Term>::Run);
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
