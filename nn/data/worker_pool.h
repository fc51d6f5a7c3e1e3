// WorkerPool: threads that turn numbered requests into results, handed out in
// order. What a data loader stands on; not for users.
//
//   WorkerPool pool(options, [](size_t worker, void* request) { ... });
//   pool.Push(request);                        // at most max_jobs in flight
//   std::shared_ptr<void> result = pool.Pop(); // in the order of Push
//   pool.Drain();                              // forgets all of them
#ifndef TESSERA_NN_DATA_WORKER_POOL_H_
#define TESSERA_NN_DATA_WORKER_POOL_H_

#include <chrono>
#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>

#include "tessera/base/error.h"
#include "tessera/tensor/tensor.h"

namespace tessera::data {

// What went wrong in a worker thread, as it arrives in the loop.
struct WorkerException : tessera::WorkerException {
  explicit WorkerException(std::exception_ptr original);
  std::exception_ptr original_exception;
};

namespace detail {

class WorkerPool {
 public:
  using Work =
      std::function<std::shared_ptr<void>(size_t worker, void* request)>;

  // With enforce_ordering results come in the order of requests, else as they
  // get ready.
  WorkerPool(size_t workers, bool enforce_ordering,
             optional<std::chrono::milliseconds> timeout, Work work);
  // Finishes what has been started, and drops the rest.
  ~WorkerPool();

  void Push(std::shared_ptr<void> request);
  // How many requests have been pushed whose results were not popped.
  size_t InFlight() const;
  // Blocks until the next result is there. A WorkerException where its request
  // failed, an Error after the timeout.
  std::shared_ptr<void> Pop();
  // Drops all requests and results, after those being worked on.
  void Drain();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace detail
}  // namespace tessera::data

#endif  // TESSERA_NN_DATA_WORKER_POOL_H_
