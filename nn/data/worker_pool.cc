#include "tessera/nn/data/worker_pool.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "tessera/base/str.h"

namespace tessera::data {
namespace {

std::string Message(const std::exception_ptr& original) {
  try {
    std::rethrow_exception(original);
  } catch (const std::exception& e) {
    return Str(
        "Caught exception in DataLoader worker thread. Original "
        "message: ",
        e.what());
  } catch (...) {
    return "Caught exception in DataLoader worker thread, of an unknown type";
  }
}

}  // namespace

WorkerException::WorkerException(std::exception_ptr original)
    : tessera::WorkerException("DataLoader", Message(original)),
      original_exception(std::move(original)) {}

namespace detail {

struct WorkerPool::Impl {
  struct Result {
    std::shared_ptr<void> value;
    std::exception_ptr error;
  };

  void Run(size_t worker);
  // Whether Pop has something to hand out.
  bool Ready() const {
    return !results.empty() &&
           (!enforce_ordering || results.begin()->first == next_result);
  }

  bool enforce_ordering;
  optional<std::chrono::milliseconds> timeout;
  Work work;

  std::mutex mutex;
  std::condition_variable wake_worker;
  std::condition_variable wake_consumer;
  // The rest under the mutex. Requests are numbered as they are pushed.
  std::deque<std::pair<uint64_t, std::shared_ptr<void>>> requests;
  std::map<uint64_t, Result> results;
  uint64_t next_request = 0;
  uint64_t next_result = 0;
  size_t in_flight = 0;
  size_t running = 0;
  bool stop = false;

  std::vector<std::thread> threads;
};

void WorkerPool::Impl::Run(size_t worker) {
  std::unique_lock<std::mutex> lock(mutex);
  for (;;) {
    wake_worker.wait(lock, [&] { return stop || !requests.empty(); });
    if (stop) return;
    auto [number, request] = std::move(requests.front());
    requests.pop_front();
    ++running;
    lock.unlock();
    Result result;
    try {
      result.value = work(worker, request.get());
    } catch (...) {
      result.error = std::current_exception();
    }
    request.reset();
    lock.lock();
    --running;
    results.emplace(number, std::move(result));
    wake_consumer.notify_all();
  }
}

WorkerPool::WorkerPool(size_t workers, bool enforce_ordering,
                       optional<std::chrono::milliseconds> timeout, Work work)
    : impl_(new Impl) {
  impl_->enforce_ordering = enforce_ordering;
  impl_->timeout = timeout;
  impl_->work = std::move(work);
  for (size_t i = 0; i < workers; ++i) {
    impl_->threads.emplace_back([this, i] { impl_->Run(i); });
  }
}

WorkerPool::~WorkerPool() {
  {
    std::lock_guard<std::mutex> lock(impl_->mutex);
    impl_->stop = true;
  }
  impl_->wake_worker.notify_all();
  for (std::thread& thread : impl_->threads) thread.join();
}

void WorkerPool::Push(std::shared_ptr<void> request) {
  {
    std::lock_guard<std::mutex> lock(impl_->mutex);
    impl_->requests.emplace_back(impl_->next_request++, std::move(request));
    ++impl_->in_flight;
  }
  impl_->wake_worker.notify_one();
}

size_t WorkerPool::InFlight() const {
  std::lock_guard<std::mutex> lock(impl_->mutex);
  return impl_->in_flight;
}

std::shared_ptr<void> WorkerPool::Pop() {
  std::unique_lock<std::mutex> lock(impl_->mutex);
  const auto ready = [this] { return impl_->Ready(); };
  if (!impl_->timeout) {
    impl_->wake_consumer.wait(lock, ready);
  } else if (!impl_->wake_consumer.wait_for(lock, *impl_->timeout, ready)) {
    throw Error("DataLoader",
                Str("Timeout in DataLoader queue while waiting for next batch, "
                    "after ",
                    static_cast<int64_t>(impl_->timeout->count()), " ms"));
  }
  auto first = impl_->results.begin();
  Impl::Result result = std::move(first->second);
  impl_->results.erase(first);
  ++impl_->next_result;
  --impl_->in_flight;
  lock.unlock();
  if (result.error) throw WorkerException(std::move(result.error));
  return std::move(result.value);
}

void WorkerPool::Drain() {
  std::unique_lock<std::mutex> lock(impl_->mutex);
  impl_->requests.clear();
  impl_->wake_consumer.wait(lock, [this] { return impl_->running == 0; });
  impl_->results.clear();
  impl_->in_flight = 0;
  impl_->next_result = impl_->next_request;
}

}  // namespace detail
}  // namespace tessera::data
