// Data sets over tensors, whose first dimension counts the examples.
//
//   datasets::TensorDataset images(x);           // x[i], without a target
//   datasets::TensorBatchDataset train(x, y);    // whole batches of x and y
//   auto loader = data::make_data_loader(train, 64);
//   for (auto& batch : *loader) Use(batch.data, batch.target);
//   auto parts = datasets::random_split(train, {90, 10});
#ifndef TESSERA_NN_DATA_TENSOR_DATASET_H_
#define TESSERA_NN_DATA_TENSOR_DATASET_H_

#include <memory>
#include <utility>
#include <vector>

#include "tessera/nn/data/dataset.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/tensor.h"

namespace tessera::data::datasets {

class TensorDataset : public Dataset<TensorDataset, TensorExample> {
 public:
  // ValueError for a 0-d tensor.
  explicit TensorDataset(Tensor tensor);
  // Their stack.
  explicit TensorDataset(const std::vector<Tensor>& tensors);
  // IndexError past the end.
  TensorExample get(size_t index) override;
  optional<size_t> size() const override;

  Tensor tensor;
};

// Batches cut from two tensors with one index_select each: the fast way to
// read data that is in memory. Where both are on a device, batches are as well.
class TensorBatchDataset : public BatchDataset<TensorBatchDataset, Example<>> {
 public:
  // ValueError where they differ in length: "Size mismatch between tensors".
  TensorBatchDataset(Tensor data, Tensor target);
  // IndexError past the end.
  Example<> get_batch(ArrayRef<size_t> indices) override;
  optional<size_t> size() const override;

  Tensor data, target;
};

// Some examples of a data set.
template <class Source>
class Subset : public BatchDataset<Subset<Source>, typename Source::BatchType> {
 public:
  Subset(Source source, std::vector<size_t> indices)
      : source_(std::move(source)),
        indices_(std::make_shared<std::vector<size_t>>(std::move(indices))) {}
  typename Source::BatchType get_batch(ArrayRef<size_t> indices) override {
    std::vector<size_t> mapped;
    mapped.reserve(indices.size());
    for (const size_t i : indices) mapped.push_back(indices_->at(i));
    return source_.get_batch(mapped);
  }
  optional<size_t> size() const override { return indices_->size(); }
  const std::vector<size_t>& indices() const { return *indices_; }

 private:
  Source source_;
  std::shared_ptr<const std::vector<size_t>> indices_;
};

namespace detail {
// The numbers below the sum of lengths, in an order drawn from the generator
// (default: the default one), cut into pieces of these lengths. ValueError
// where the lengths do not sum to n.
std::vector<std::vector<size_t>> SplitIndices(
    size_t n, const std::vector<size_t>& lengths,
    const optional<Generator>& generator);
}  // namespace detail

// Disjoint random subsets of the given lengths, which must sum to the whole.
template <class Source>
std::vector<Subset<Source>> random_split(
    const Source& source, const std::vector<size_t>& lengths,
    const optional<Generator>& generator = nullopt) {
  std::vector<Subset<Source>> subsets;
  for (auto& indices :
       detail::SplitIndices(source.size().value(), lengths, generator)) {
    subsets.emplace_back(source, std::move(indices));
  }
  return subsets;
}

}  // namespace tessera::data::datasets

#endif  // TESSERA_NN_DATA_TENSOR_DATASET_H_
