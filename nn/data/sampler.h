// Samplers: in which order a data loader asks for examples.
//
//   data::samplers::RandomSampler sampler(100);               // default stream
//   data::samplers::RandomSampler own(100, Generator(3));     // its own
//   sampler.reset();                                          // a new epoch
//   while (auto indices = sampler.next(32)) Use(*indices);
//
// The order depends on the generator's seed and offset alone: it is the same
// on every machine and for any number of workers.
#ifndef TESSERA_NN_DATA_SAMPLER_H_
#define TESSERA_NN_DATA_SAMPLER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "tessera/nn/archive.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/tensor.h"

namespace tessera::data::samplers {

template <class BatchRequest = std::vector<size_t>>
class Sampler {
 public:
  using BatchRequestType = BatchRequest;
  virtual ~Sampler() = default;
  // Starts an epoch; with a number, over so many examples.
  virtual void reset(optional<size_t> new_size) = 0;
  void reset() { reset(nullopt); }
  // What the next batch is to hold; nullopt at the end of the epoch.
  virtual optional<BatchRequest> next(size_t batch_size) = 0;
  virtual void save(serialize::OutputArchive& archive) const = 0;
  virtual void load(serialize::InputArchive& archive) = 0;
};

class SequentialSampler : public Sampler<> {
 public:
  explicit SequentialSampler(size_t size) : size_(size) {}
  using Sampler::reset;
  void reset(optional<size_t> new_size) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;
  // Where in the epoch it stands.
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;
  size_t index() const noexcept { return index_; }

 private:
  size_t size_;
  size_t index_ = 0;
};

// Each epoch a new order, drawn at reset() from the generator (by default the
// default one) as randperm(size).
class RandomSampler : public Sampler<> {
 public:
  explicit RandomSampler(int64_t size, optional<Generator> generator = nullopt);
  using Sampler::reset;
  void reset(optional<size_t> new_size) override;
  optional<std::vector<size_t>> next(size_t batch_size) override;
  // The order and where in it it stands, not the generator.
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;
  size_t index() const noexcept { return static_cast<size_t>(index_); }

 private:
  int64_t size_;
  optional<Generator> generator_;
  // int64, undefined until the first reset.
  Tensor order_;
  int64_t index_ = 0;
};

// Asks streams for batches of a size, epoch_size examples in all.
class StreamSampler : public Sampler<size_t> {
 public:
  explicit StreamSampler(size_t epoch_size) : size_(epoch_size) {}
  using Sampler::reset;
  void reset(optional<size_t> new_size) override;
  optional<size_t> next(size_t batch_size) override;
  void save(serialize::OutputArchive& archive) const override;
  void load(serialize::InputArchive& archive) override;

 private:
  size_t size_;
  size_t index_ = 0;
};

}  // namespace tessera::data::samplers

#endif  // TESSERA_NN_DATA_SAMPLER_H_
