// Indexing as torch::indexing: ints, slices, None, Ellipsis and tensors.
//
//   using namespace tessera::indexing;
//   t.index({0, "...", Slice(1, None, 2), None});   // a view
//   t.index({Slice(None, None, -1)});               // rows reversed, a view
//   t.index({0, Slice(1, 3)}) = 5;                  // writes into t
//   t.index_put_({Slice(), 0}, other);              // the same, broadcasting
//   t(0, Slice(1, 3));                              // short for index
//   t.index({t > 5});                               // elements, a copy
//   t.index({tensor({0, 2}), Slice(), rows});       // columns of rows, a copy
//   t.index_put_({t > 5}, 0);                       // writes where it is true
//   t.index_put_({rows}, 1, true);                  // adds, repeats too
//
// All but tensors are applied first, in order, as a view, so an int beside
// tensors takes its dimension away; then the op `index` (tensor/ops/index.toml)
// picks. bool and 0-d bool tensors add a dimension of 1 or 0, 0-d integer
// tensors are ints.
#ifndef TESSERA_TENSOR_INDEXING_H_
#define TESSERA_TENSOR_INDEXING_H_

#include <optional>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {
namespace indexing {

enum class EllipsisIndexType { Ellipsis };
constexpr EllipsisIndexType Ellipsis = EllipsisIndexType::Ellipsis;
using NoneType = std::nullopt_t;
constexpr std::nullopt_t None = std::nullopt;

// start, stop and step as in Python; a step may be negative but not 0.
class Slice {
 public:
  Slice(std::optional<int64_t> start = std::nullopt,
        std::optional<int64_t> stop = std::nullopt,
        std::optional<int64_t> step = std::nullopt)
      : start_(start), stop_(stop), step_(step.value_or(1)) {}
  std::optional<int64_t> start() const { return start_; }
  std::optional<int64_t> stop() const { return stop_; }
  int64_t step() const { return step_; }

 private:
  std::optional<int64_t> start_;
  std::optional<int64_t> stop_;
  int64_t step_;
};

}  // namespace indexing

// One of the forms above.
class TensorIndex {
 public:
  enum class Kind { kNone, kEllipsis, kInteger, kBoolean, kSlice, kTensor };

  TensorIndex(std::nullopt_t) : kind_(Kind::kNone) {}
  TensorIndex(indexing::EllipsisIndexType) : kind_(Kind::kEllipsis) {}
  // "..." only; ValueError for another text.
  TensorIndex(const char* text);
  TensorIndex(int64_t index) : kind_(Kind::kInteger), integer_(index) {}
  TensorIndex(int index) : TensorIndex(static_cast<int64_t>(index)) {}
  template <class T, std::enable_if_t<std::is_same_v<T, bool>, int> = 0>
  TensorIndex(T value) : kind_(Kind::kBoolean), integer_(value) {}
  TensorIndex(indexing::Slice slice) : kind_(Kind::kSlice), slice_(slice) {}
  TensorIndex(Tensor tensor)
      : kind_(Kind::kTensor), tensor_(std::move(tensor)) {}

  Kind kind() const { return kind_; }
  int64_t integer() const { return integer_; }
  bool boolean() const { return integer_ != 0; }
  const indexing::Slice& slice() const { return slice_; }
  const Tensor& tensor() const { return tensor_; }

 private:
  Kind kind_;
  int64_t integer_ = 0;
  indexing::Slice slice_;
  Tensor tensor_;
};

namespace indexing {
using TensorIndex = tessera::TensorIndex;
}

// An index tensor for each dimension: where condition is not zero. Indexing by
// them is indexing by the mask.
std::vector<Tensor> where(const Tensor& condition);

template <class... I>
Tensor Tensor::operator()(const I&... indices) const {
  return index({TensorIndex(indices)...});
}

}  // namespace tessera

#endif  // TESSERA_TENSOR_INDEXING_H_
