#include "tessera/nn/data/tensor_dataset.h"

#include <numeric>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"

namespace tessera::data::datasets {
namespace {

void CheckHasRows(const char* name, const Tensor& t) {
  if (t.dim() == 0) {
    throw ValueError(name, Str("expected a tensor of one dimension or more, "
                               "got ",
                               t));
  }
}

void CheckIndex(const char* name, size_t index, int64_t n) {
  if (index >= static_cast<size_t>(n)) {
    throw IndexError(
        name, Str("index ", index, " is out of range for ", n, " examples"));
  }
}

}  // namespace

TensorDataset::TensorDataset(Tensor tensor) : tensor(std::move(tensor)) {
  CheckHasRows("TensorDataset", this->tensor);
}

TensorDataset::TensorDataset(const std::vector<Tensor>& tensors)
    : TensorDataset(stack(tensors)) {}

TensorExample TensorDataset::get(size_t index) {
  CheckIndex("TensorDataset", index, tensor.size(0));
  return tensor.select(0, static_cast<int64_t>(index));
}

optional<size_t> TensorDataset::size() const {
  return static_cast<size_t>(tensor.size(0));
}

TensorBatchDataset::TensorBatchDataset(Tensor data, Tensor target)
    : data(std::move(data)), target(std::move(target)) {
  constexpr char kName[] = "TensorBatchDataset";
  CheckHasRows(kName, this->data);
  CheckHasRows(kName, this->target);
  const int64_t n = this->data.size(0);
  const int64_t m = this->target.size(0);
  if (n != m) {
    throw ValueError(kName, Str("Size mismatch between tensors: expected equal "
                                "lengths, got ",
                                n, " and ", m));
  }
}

Example<> TensorBatchDataset::get_batch(ArrayRef<size_t> indices) {
  const int64_t n = data.size(0);
  Tensor index = empty({static_cast<int64_t>(indices.size())}, kInt64);
  int64_t* out = index.data_ptr<int64_t>();
  for (const size_t i : indices) {
    CheckIndex("TensorBatchDataset", i, n);
    *out++ = static_cast<int64_t>(i);
  }
  const Tensor there = index.to(data.device());
  return {data.index_select(0, there),
          target.index_select(0, target.device() == data.device()
                                     ? there
                                     : index.to(target.device()))};
}

optional<size_t> TensorBatchDataset::size() const {
  return static_cast<size_t>(data.size(0));
}

namespace detail {

std::vector<std::vector<size_t>> SplitIndices(
    size_t n, const std::vector<size_t>& lengths,
    const optional<Generator>& generator) {
  const size_t sum = std::accumulate(lengths.begin(), lengths.end(), size_t{0});
  if (sum != n) {
    throw ValueError("random_split",
                     Str("Sum of input lengths does not equal the length of "
                         "the input dataset: expected ",
                         n, ", got ", sum));
  }
  const Tensor order =
      randperm(static_cast<int64_t>(n), generator, TensorOptions(kInt64));
  const int64_t* at = n ? order.const_data_ptr<int64_t>() : nullptr;
  std::vector<std::vector<size_t>> pieces;
  for (const size_t length : lengths) {
    pieces.emplace_back(at, at + length);
    at += length;
  }
  return pieces;
}

}  // namespace detail

}  // namespace tessera::data::datasets
