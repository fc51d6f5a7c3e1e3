#include "tessera/nn/data/sampler.h"

#include <algorithm>
#include <numeric>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"

namespace tessera::data::samplers {
namespace {

void ReadIndex(serialize::InputArchive& archive, const char* name, size_t size,
               size_t* index) {
  int64_t read = 0;
  archive.read("index", read);
  if (read < 0 || static_cast<size_t>(read) > size) {
    throw ValueError(
        name, Str("expected an index of at most ", size, ", got ", read));
  }
  *index = static_cast<size_t>(read);
}

}  // namespace

void SequentialSampler::reset(optional<size_t> new_size) {
  if (new_size) size_ = *new_size;
  index_ = 0;
}

optional<std::vector<size_t>> SequentialSampler::next(size_t batch_size) {
  const size_t left = size_ - index_;
  if (left == 0) return nullopt;
  std::vector<size_t> indices(std::min(batch_size, left));
  std::iota(indices.begin(), indices.end(), index_);
  index_ += indices.size();
  return indices;
}

void SequentialSampler::save(serialize::OutputArchive& archive) const {
  archive.write("index", static_cast<int64_t>(index_));
}

void SequentialSampler::load(serialize::InputArchive& archive) {
  ReadIndex(archive, "SequentialSampler", size_, &index_);
}

RandomSampler::RandomSampler(int64_t size, optional<Generator> generator)
    : size_(size), generator_(std::move(generator)) {
  if (size < 0) {
    throw ValueError("RandomSampler",
                     Str("expected a size of 0 or more, got ", size));
  }
}

void RandomSampler::reset(optional<size_t> new_size) {
  if (new_size) size_ = static_cast<int64_t>(*new_size);
  order_ = randperm(size_, generator_, TensorOptions(kInt64));
  index_ = 0;
}

optional<std::vector<size_t>> RandomSampler::next(size_t batch_size) {
  if (!order_.defined()) reset();
  const int64_t left = size_ - index_;
  if (left == 0) return nullopt;
  const int64_t* at = order_.const_data_ptr<int64_t>() + index_;
  const int64_t n =
      static_cast<int64_t>(std::min(batch_size, static_cast<size_t>(left)));
  index_ += n;
  return std::vector<size_t>(at, at + n);
}

void RandomSampler::save(serialize::OutputArchive& archive) const {
  archive.write("index", index_);
  if (order_.defined()) archive.write("indices", order_);
}

void RandomSampler::load(serialize::InputArchive& archive) {
  Tensor order;
  int64_t index = 0;
  archive.read("index", index);
  const bool started = archive.try_read("indices", order);
  if (started && (order.scalar_type() != kInt64 || order.dim() != 1)) {
    throw ValueError("RandomSampler",
                     Str("expected indices of int64[n], got ", order));
  }
  const int64_t n = started ? order.size(0) : size_;
  if (index < 0 || index > n) {
    throw ValueError("RandomSampler",
                     Str("expected an index of at most ", n, ", got ", index));
  }
  order_ = started ? order.contiguous() : Tensor();
  size_ = n;
  index_ = index;
}

void StreamSampler::reset(optional<size_t> new_size) {
  if (new_size) size_ = *new_size;
  index_ = 0;
}

optional<size_t> StreamSampler::next(size_t batch_size) {
  const size_t left = size_ - index_;
  if (left == 0) return nullopt;
  const size_t n = std::min(batch_size, left);
  index_ += n;
  return n;
}

void StreamSampler::save(serialize::OutputArchive& archive) const {
  archive.write("index", static_cast<int64_t>(index_));
}

void StreamSampler::load(serialize::InputArchive& archive) {
  ReadIndex(archive, "StreamSampler", size_, &index_);
}

}  // namespace tessera::data::samplers
