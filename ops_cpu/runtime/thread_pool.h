// Loops over ranges on all processors, by one pool of threads per process.
//
//   ParallelFor(n, 8192, [&](int64_t begin, int64_t end) {
//     for (int64_t i = begin; i < end; ++i) y[i] = std::exp(x[i]);
//   });
//
// The pieces depend on n and grain alone, never on the number of threads, so
// that what is computed per piece has the same bits for any number.
#ifndef TESSERA_OPS_CPU_RUNTIME_THREAD_POOL_H_
#define TESSERA_OPS_CPU_RUNTIME_THREAD_POOL_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"

namespace tessera {

// How many threads a ParallelFor uses, its caller included. At first
// $TESSERA_NUM_THREADS, or the number of processors that the process may use.
int get_num_threads();

// For later loops of all threads. Throws a ValueError where n < 1.
void set_num_threads(int n);

// Whether this thread is in a piece of a loop that was divided among threads:
// a ParallelFor in there runs in this thread alone.
bool InParallelRegion();

namespace thread_pool_internal {

// A reference to a callable that outlives it.
class RangeFunction {
 public:
  template <class F, class = std::enable_if_t<!std::is_same_v<
                         std::remove_const_t<F>, RangeFunction>>>
  explicit RangeFunction(F& f)
      : object_(const_cast<void*>(static_cast<const void*>(&f))),
        call_([](void* object, int64_t begin, int64_t end) {
          (*static_cast<F*>(object))(begin, end);
        }) {}
  void operator()(int64_t begin, int64_t end) const {
    call_(object_, begin, end);
  }

 private:
  void* object_;
  void (*call_)(void*, int64_t, int64_t);
};

void ParallelFor(int64_t n, int64_t grain, RangeFunction f);

}  // namespace thread_pool_internal

// Calls f(begin, end) for [0, grain), [grain, 2 grain), ... up to n, in several
// threads and any order; returns when all calls have. A grain below 1 is 1. The
// exception of the first piece (in the order of indices) that throws one is
// thrown on; later pieces may then not run. About 8 us of work per piece pay.
// f is called through a pointer and must not rely on the caller's thread-local
// state.
template <class F>
void ParallelFor(int64_t n, int64_t grain, F&& f) {
  static_assert(std::is_invocable_v<F&, int64_t, int64_t>,
                "ParallelFor: f takes (int64_t begin, int64_t end)");
  if (n <= 0) return;
  if (n <= grain) {
    f(int64_t{0}, n);
  } else {
    thread_pool_internal::ParallelFor(n, grain,
                                      thread_pool_internal::RangeFunction(f));
  }
}

}  // namespace tessera

#endif  // TESSERA_OPS_CPU_RUNTIME_THREAD_POOL_H_
