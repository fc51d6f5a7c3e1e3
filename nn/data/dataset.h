// Dataset: examples by number; BatchDataset: batches by request; map().
//
//   struct Squares : data::datasets::Dataset<Squares> {
//     data::Example<> get(size_t i) override {
//       return {tensor(1.0 * i), tensor(1.0 * i * i)};
//     }
//     optional<size_t> size() const override { return 100; }
//   };
//   auto dataset = Squares().map(data::transforms::Stack<>());
#ifndef TESSERA_NN_DATA_DATASET_H_
#define TESSERA_NN_DATA_DATASET_H_

#include <cstddef>
#include <type_traits>
#include <utility>
#include <vector>

#include "tessera/nn/data/example.h"

namespace tessera::data::datasets {

template <class SourceDataset, class AppliedTransform>
class MapDataset;

// A data set must be copyable: each worker thread has a copy.
template <class Self, class Batch = std::vector<Example<>>,
          class BatchRequest = ArrayRef<size_t>>
class BatchDataset {
 public:
  using SelfType = Self;
  using BatchType = Batch;
  using BatchRequestType = BatchRequest;
  constexpr static bool is_stateful = false;

  virtual ~BatchDataset() = default;
  virtual Batch get_batch(BatchRequest request) = 0;
  // How many examples there are, nullopt where that is unknown.
  virtual optional<size_t> size() const = 0;

  // This data set with a transform applied to each batch.
  template <class Transform>
  MapDataset<Self, Transform> map(Transform transform) & {
    return MapDataset<Self, Transform>(static_cast<Self&>(*this),
                                       std::move(transform));
  }
  template <class Transform>
  MapDataset<Self, Transform> map(Transform transform) && {
    return MapDataset<Self, Transform>(std::move(static_cast<Self&>(*this)),
                                       std::move(transform));
  }
};

template <class Self, class SingleExample = Example<>>
class Dataset : public BatchDataset<Self, std::vector<SingleExample>> {
 public:
  using ExampleType = SingleExample;
  virtual ExampleType get(size_t index) = 0;
  std::vector<ExampleType> get_batch(ArrayRef<size_t> indices) override {
    std::vector<ExampleType> batch;
    batch.reserve(indices.size());
    for (const size_t i : indices) batch.push_back(get(i));
    return batch;
  }
};

// Batches of a wanted size, from where the stream stands. A batch of type
// optional<...> is nullopt at the end of an epoch.
template <class Self, class Batch = std::vector<Example<>>>
using StreamDataset = BatchDataset<Self, Batch, size_t>;

namespace detail {
template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<optional<T>> : std::true_type {};
}  // namespace detail

template <class SourceDataset, class AppliedTransform>
class MapDataset
    : public BatchDataset<
          MapDataset<SourceDataset, AppliedTransform>,
          std::conditional_t<
              detail::IsOptional<typename SourceDataset::BatchType>::value,
              optional<typename AppliedTransform::OutputBatchType>,
              typename AppliedTransform::OutputBatchType>,
          typename SourceDataset::BatchRequestType> {
 public:
  using DatasetType = SourceDataset;
  using TransformType = AppliedTransform;
  using BatchRequestType = typename SourceDataset::BatchRequestType;
  using OutputBatchType = std::conditional_t<
      detail::IsOptional<typename SourceDataset::BatchType>::value,
      optional<typename AppliedTransform::OutputBatchType>,
      typename AppliedTransform::OutputBatchType>;

  MapDataset(DatasetType dataset, TransformType transform)
      : dataset_(std::move(dataset)), transform_(std::move(transform)) {}

  OutputBatchType get_batch(BatchRequestType request) override {
    if constexpr (detail::IsOptional<
                      typename SourceDataset::BatchType>::value) {
      auto batch = dataset_.get_batch(std::move(request));
      if (!batch) return nullopt;
      return transform_.apply_batch(std::move(*batch));
    } else {
      return transform_.apply_batch(dataset_.get_batch(std::move(request)));
    }
  }
  optional<size_t> size() const override { return dataset_.size(); }
  const SourceDataset& dataset() const { return dataset_; }
  const AppliedTransform& transform() const { return transform_; }

 private:
  SourceDataset dataset_;
  AppliedTransform transform_;
};

}  // namespace tessera::data::datasets

#endif  // TESSERA_NN_DATA_DATASET_H_
