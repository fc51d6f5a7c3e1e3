// Which dtype a result has.
//
//   promote_types(kFloat16, kBFloat16);  // kFloat32
//   ResultTypeState state;
//   state.AddTensor(kInt64, /*ndim=*/2);
//   state.AddScalar(Kind::Float);        // t + 1.5
//   state.Result("add");                 // the default dtype, kFloat32
//
// Dimensioned tensors decide; 0-d tensors count only if their kind (bool < int
// < float < complex) is higher, numbers only if theirs is higher still.
#ifndef TESSERA_DTYPE_PROMOTION_H_
#define TESSERA_DTYPE_PROMOTION_H_

#include <cstdint>

#include "tessera/dtype/dtype.h"

namespace tessera {

namespace internal {

namespace promotion_table {

constexpr DType b1 = DType::Bool;
constexpr DType u1 = DType::Byte;
constexpr DType u2 = DType::UInt16;
constexpr DType u4 = DType::UInt32;
constexpr DType u8 = DType::UInt64;
constexpr DType i1 = DType::Char;
constexpr DType i2 = DType::Short;
constexpr DType i4 = DType::Int;
constexpr DType i8 = DType::Long;
constexpr DType f2 = DType::Half;
constexpr DType bf = DType::BFloat16;
constexpr DType f4 = DType::Float;
constexpr DType f8 = DType::Double;
constexpr DType c4 = DType::ComplexFloat;
constexpr DType c8 = DType::ComplexDouble;
constexpr DType no = DType::Undefined;

// Undefined where uint64 meets a signed integer: nothing holds both.
inline constexpr DType kPromotion[kDTypes][kDTypes] = {
    // clang-format off
    //        b1  u1  u2  u4  u8  i1  i2  i4  i8  f2  bf  f4  f8  c4  c8
    /* b1 */ {b1, u1, u2, u4, u8, i1, i2, i4, i8, f2, bf, f4, f8, c4, c8},
    /* u1 */ {u1, u1, u2, u4, u8, i2, i2, i4, i8, f2, bf, f4, f8, c4, c8},
    /* u2 */ {u2, u2, u2, u4, u8, i4, i4, i4, i8, f2, bf, f4, f8, c4, c8},
    /* u4 */ {u4, u4, u4, u4, u8, i8, i8, i8, i8, f2, bf, f4, f8, c4, c8},
    /* u8 */ {u8, u8, u8, u8, u8, no, no, no, no, f2, bf, f4, f8, c4, c8},
    /* i1 */ {i1, i2, i4, i8, no, i1, i2, i4, i8, f2, bf, f4, f8, c4, c8},
    /* i2 */ {i2, i2, i4, i8, no, i2, i2, i4, i8, f2, bf, f4, f8, c4, c8},
    /* i4 */ {i4, i4, i4, i8, no, i4, i4, i4, i8, f2, bf, f4, f8, c4, c8},
    /* i8 */ {i8, i8, i8, i8, no, i8, i8, i8, i8, f2, bf, f4, f8, c4, c8},
    /* f2 */ {f2, f2, f2, f2, f2, f2, f2, f2, f2, f2, f4, f4, f8, c4, c8},
    /* bf */ {bf, bf, bf, bf, bf, bf, bf, bf, bf, f4, bf, f4, f8, c4, c8},
    /* f4 */ {f4, f4, f4, f4, f4, f4, f4, f4, f4, f4, f4, f4, f8, c4, c8},
    /* f8 */ {f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, f8, c8, c8},
    /* c4 */ {c4, c4, c4, c4, c4, c4, c4, c4, c4, c4, c4, c4, c8, c4, c8},
    /* c8 */ {c8, c8, c8, c8, c8, c8, c8, c8, c8, c8, c8, c8, c8, c8, c8},
    // clang-format on
};

}  // namespace promotion_table

using promotion_table::kPromotion;

constexpr bool PromotionIsSymmetric() {
  for (int a = 0; a < kDTypes; ++a) {
    for (int b = 0; b < kDTypes; ++b) {
      if (kPromotion[a][b] != kPromotion[b][a]) return false;
    }
  }
  return true;
}

constexpr bool PromotionIsIdempotent() {
  for (int a = 0; a < kDTypes; ++a) {
    if (kPromotion[a][a] != static_cast<DType>(a)) return false;
    for (int b = 0; b < kDTypes; ++b) {
      const DType c = kPromotion[a][b];
      // The result takes each operand without a change.
      if (c != DType::Undefined && kPromotion[a][static_cast<int>(c)] != c) {
        return false;
      }
    }
  }
  return true;
}

static_assert(PromotionIsSymmetric());
static_assert(PromotionIsIdempotent());

}  // namespace internal

// False for uint64 with a signed integer; an Undefined operand gives the other.
constexpr bool TryPromote(DType a, DType b, DType* out) {
  const DType r =
      a == DType::Undefined ? b
      : b == DType::Undefined
          ? a
          : internal::kPromotion[static_cast<int>(a)][static_cast<int>(b)];
  *out = r;
  return r != DType::Undefined || (a == b);
}

// DTypeError where TryPromote says false.
DType promote_types(DType a, DType b);

// By kind alone: no complex to real, no float to integer, no number to bool.
constexpr bool can_cast(DType from, DType to) { return kind(from) <= kind(to); }

// Collects operands, in any order, and says the common dtype.
class ResultTypeState {
 public:
  // A tensor of ndim dims; one that stands for a number goes to AddScalar.
  void AddTensor(DType d, int64_t ndim) {
    (ndim > 0 ? dims_ : zero_dim_).Add(d);
  }
  void AddScalar(Kind k) {
    if (!has_number_ || k > number_) number_ = k;
    has_number_ = true;
  }

  // Undefined without operands. DTypeError, in op's name, where uint64 and a
  // signed integer of the same category decide.
  DType Result(const char* op) const;

 private:
  struct Category {
    DType dtype = DType::Undefined;
    // The signed integer that met a uint64, or the other way round: an error
    // unless floats decide.
    DType conflict = DType::Undefined;

    void Add(DType d) {
      DType common;
      if (TryPromote(dtype, d, &common)) {
        dtype = common;
      } else {
        conflict = d;
      }
    }
  };

  Category dims_;
  Category zero_dim_;
  Kind number_ = Kind::Bool;
  bool has_number_ = false;
};

}  // namespace tessera

#endif  // TESSERA_DTYPE_PROMOTION_H_
