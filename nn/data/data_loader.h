// make_data_loader: batches of a data set, in a sampler's order, from worker
// threads.
//
//   auto loader = data::make_data_loader<data::samplers::RandomSampler>(
//       MyDataset().map(data::transforms::Stack<>()),
//       data::DataLoaderOptions().batch_size(64).workers(2));
//   for (int epoch = 0; epoch < 10; ++epoch)
//     for (auto& batch : *loader) Train(batch.data, batch.target);
//
// Each begin() starts an epoch. Without workers a batch is made when it is
// asked for; with them, up to max_jobs are made ahead, each worker reading from
// a copy of the data set. The order is the sampler's in either case.
#ifndef TESSERA_NN_DATA_DATA_LOADER_H_
#define TESSERA_NN_DATA_DATA_LOADER_H_

#include <chrono>
#include <cstddef>
#include <iterator>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

#include "tessera/nn/arg.h"
#include "tessera/nn/data/dataset.h"
#include "tessera/nn/data/sampler.h"
#include "tessera/nn/data/worker_pool.h"

namespace tessera::data {

struct DataLoaderOptions {
  DataLoaderOptions(size_t batch_size = 1) : batch_size_(batch_size) {}
  TESSERA_ARG(size_t, batch_size);
  // Threads; 0 makes batches in the loop itself.
  TESSERA_ARG(size_t, workers) = 0;
  // How many batches are made ahead; by default twice the workers.
  TESSERA_ARG(optional<size_t>, max_jobs);
  // How long a loop waits for a batch before it throws.
  TESSERA_ARG(optional<std::chrono::milliseconds>, timeout);
  // Else batches come as they get ready.
  TESSERA_ARG(bool, enforce_ordering) = true;
  // Leaves out a last batch that is smaller than the others.
  TESSERA_ARG(bool, drop_last) = false;
};

namespace detail {
[[noreturn]] void ThrowBatchSize();
[[noreturn]] void ThrowUnknownSize();
inline size_t RequestSize(const std::vector<size_t>& request) {
  return request.size();
}
inline size_t RequestSize(size_t request) { return request; }
template <class T>
struct Unwrap {
  using type = T;
};
template <class T>
struct Unwrap<optional<T>> {
  using type = T;
};
}  // namespace detail

template <class Dataset, class Sampler>
class StatelessDataLoader {
 public:
  using BatchType = typename detail::Unwrap<typename Dataset::BatchType>::type;
  using Request = typename Sampler::BatchRequestType;

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = BatchType;
    using difference_type = std::ptrdiff_t;
    using pointer = BatchType*;
    using reference = BatchType&;

    // The end where loader is null.
    explicit Iterator(StatelessDataLoader* loader) : loader_(loader) {
      if (loader_) Advance();
    }
    reference operator*() { return *batch_; }
    pointer operator->() { return batch_.get(); }
    Iterator& operator++() {
      Advance();
      return *this;
    }
    bool operator==(const Iterator& other) const {
      return batch_ == nullptr && other.batch_ == nullptr;
    }
    bool operator!=(const Iterator& other) const { return !(*this == other); }

   private:
    void Advance() {
      batch_.reset();  // its memory may serve the next one
      batch_ = loader_->Next();
    }

    StatelessDataLoader* loader_;
    std::shared_ptr<BatchType> batch_;
  };

  // ValueError for a batch size of 0.
  StatelessDataLoader(Dataset dataset, Sampler sampler,
                      DataLoaderOptions options)
      : sampler_(std::move(sampler)), options_(std::move(options)) {
    if (options_.batch_size() == 0) detail::ThrowBatchSize();
    datasets_.push_back(std::move(dataset));
    for (size_t i = 1; i < options_.workers(); ++i) {
      datasets_.push_back(datasets_[0]);
    }
    if (options_.workers() == 0) return;
    pool_ = std::make_unique<detail::WorkerPool>(
        options_.workers(), options_.enforce_ordering(), options_.timeout(),
        [this](size_t worker, void* request) -> std::shared_ptr<void> {
          return Make(worker, *static_cast<Request*>(request));
        });
  }
  StatelessDataLoader(const StatelessDataLoader&) = delete;
  StatelessDataLoader& operator=(const StatelessDataLoader&) = delete;

  // A new epoch; what was left of an earlier one is dropped.
  Iterator begin() {
    if (pool_) pool_->Drain();
    sampler_.reset(nullopt);
    return Iterator(this);
  }
  Iterator end() { return Iterator(nullptr); }
  // Goes on where the sampler stands: after its load(), or in an epoch that a
  // loop without workers left.
  Iterator resume() {
    if (pool_) pool_->Drain();
    return Iterator(this);
  }
  // Ends the worker threads; no epoch can follow.
  void join() { pool_.reset(); }
  const DataLoaderOptions& options() const noexcept { return options_; }
  Sampler& sampler() noexcept { return sampler_; }

 private:
  std::shared_ptr<BatchType> Make(size_t worker, Request& request) {
    auto batch = datasets_[worker].get_batch(std::move(request));
    if constexpr (datasets::detail::IsOptional<decltype(batch)>::value) {
      if (!batch) return nullptr;  // the end of a stream
      return std::make_shared<BatchType>(std::move(*batch));
    } else {
      return std::make_shared<BatchType>(std::move(batch));
    }
  }

  std::shared_ptr<Request> NextRequest() {
    optional<Request> request = sampler_.next(options_.batch_size());
    if (!request || (options_.drop_last() &&
                     detail::RequestSize(*request) < options_.batch_size())) {
      return nullptr;
    }
    return std::make_shared<Request>(std::move(*request));
  }

  std::shared_ptr<BatchType> Next() {
    if (!pool_) {
      const std::shared_ptr<Request> request = NextRequest();
      return request ? Make(0, *request) : nullptr;
    }
    const size_t ahead = options_.max_jobs().value_or(2 * options_.workers());
    do {
      std::shared_ptr<Request> request = NextRequest();
      if (!request) break;
      pool_->Push(std::move(request));
    } while (pool_->InFlight() < ahead);
    if (pool_->InFlight() == 0) return nullptr;
    return std::static_pointer_cast<BatchType>(pool_->Pop());
  }

  // One for each worker.
  std::vector<Dataset> datasets_;
  Sampler sampler_;
  DataLoaderOptions options_;
  // Last, so that the threads end before what they read.
  std::unique_ptr<detail::WorkerPool> pool_;
};

template <class Dataset, class Sampler,
          class = typename Sampler::BatchRequestType>
std::unique_ptr<StatelessDataLoader<Dataset, Sampler>> make_data_loader(
    Dataset dataset, Sampler sampler, DataLoaderOptions options = {}) {
  return std::make_unique<StatelessDataLoader<Dataset, Sampler>>(
      std::move(dataset), std::move(sampler), std::move(options));
}

// With Sampler(size of the data set); ValueError where that is unknown.
template <class Sampler = samplers::RandomSampler, class Dataset>
std::unique_ptr<StatelessDataLoader<Dataset, Sampler>> make_data_loader(
    Dataset dataset, DataLoaderOptions options = {}) {
  const optional<size_t> size = dataset.size();
  if (!size) detail::ThrowUnknownSize();
  return make_data_loader(std::move(dataset), Sampler(*size),
                          std::move(options));
}

}  // namespace tessera::data

#endif  // TESSERA_NN_DATA_DATA_LOADER_H_
