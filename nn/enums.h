// The enumerators that options take: kMean, kSum, kNone, kReLU, kFanIn, ...
//
//   nn::MSELoss loss(nn::MSELossOptions().reduction(kSum));
//   nn::init::kaiming_normal_(w, 0, kFanOut, kReLU);
//   nn::KLDivLoss kl(nn::KLDivLossOptions(kBatchMean));
//
// Each is a constant of a type of its own, so that an option takes only those
// that mean something to it.
#ifndef TESSERA_NN_ENUMS_H_
#define TESSERA_NN_ENUMS_H_

#include <cstdint>

#include "tessera/tensor/tensor.h"

namespace tessera {

#define TESSERA_ENUM_TAG(name) \
  namespace enumtype {         \
  struct name {};              \
  }                            \
  inline constexpr enumtype::name name {}

TESSERA_ENUM_TAG(kNone);
TESSERA_ENUM_TAG(kMean);
TESSERA_ENUM_TAG(kSum);
TESSERA_ENUM_TAG(kBatchMean);
TESSERA_ENUM_TAG(kFanIn);
TESSERA_ENUM_TAG(kFanOut);
TESSERA_ENUM_TAG(kLinear);
TESSERA_ENUM_TAG(kReLU);
TESSERA_ENUM_TAG(kLeakyReLU);
TESSERA_ENUM_TAG(kTanh);
TESSERA_ENUM_TAG(kSigmoid);
TESSERA_ENUM_TAG(kSELU);

#undef TESSERA_ENUM_TAG

namespace nn {

// How a loss joins its elements: kNone, kMean or kSum.
class LossReduction {
 public:
  LossReduction(enumtype::kNone) : value_(Reduction::None) {}
  LossReduction(enumtype::kMean) : value_(Reduction::Mean) {}
  LossReduction(enumtype::kSum) : value_(Reduction::Sum) {}
  Reduction::Reduction_ value() const { return value_; }
  bool operator==(LossReduction other) const { return value_ == other.value_; }

 private:
  Reduction::Reduction_ value_;
};

// As LossReduction, and kBatchMean: the sum divided by the first size.
class KLDivReduction {
 public:
  KLDivReduction(enumtype::kNone) : value_(Reduction::None) {}
  KLDivReduction(enumtype::kMean) : value_(Reduction::Mean) {}
  KLDivReduction(enumtype::kSum) : value_(Reduction::Sum) {}
  KLDivReduction(enumtype::kBatchMean)
      : value_(Reduction::Sum), batch_mean_(true) {}
  Reduction::Reduction_ value() const { return value_; }
  bool batch_mean() const { return batch_mean_; }

 private:
  Reduction::Reduction_ value_;
  bool batch_mean_ = false;
};

}  // namespace nn
}  // namespace tessera

#endif  // TESSERA_NN_ENUMS_H_
