#include <cuda_runtime.h>

#include "tessera/ops_cuda/sort/sort_pairs.h"

#ifdef TESSERA_CUDA_STAND_IN
#include <algorithm>
#include <numeric>
#include <vector>
#else
#include <thrust/iterator/counting_iterator.h>
#include <thrust/iterator/transform_iterator.h>

#include <climits>
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_segmented_radix_sort.cuh>
#endif

#include "tessera/ops_cuda/runtime/errors.h"
#include "tessera/ops_cuda/runtime/scratch.h"
#include "tessera/ops_cuda/runtime/stream.h"

namespace tessera::cuda {

#ifdef TESSERA_CUDA_STAND_IN

void SortPairs(const KernelContext& context, const uint64_t* keys,
               uint64_t* sorted_keys, const int64_t* numbers,
               int64_t* sorted_numbers, int64_t n, int64_t rows) {
  const UseDevice use(context.device.index());
  stand_in::Enqueue(CurrentStream(context.device.index()), [=] {
    std::vector<int64_t> order(static_cast<size_t>(n));
    for (int64_t r = 0; r < rows; ++r) {
      const int64_t first = r * n;
      std::iota(order.begin(), order.end(), first);
      std::stable_sort(order.begin(), order.end(),
                       [&](int64_t a, int64_t b) { return keys[a] < keys[b]; });
      for (int64_t i = 0; i < n; ++i) {
        sorted_keys[first + i] = keys[order[i]];
        sorted_numbers[first + i] = numbers[order[i]];
      }
    }
  });
}

#else

namespace {

// Where row r begins.
struct RowStart {
  int64_t n;
  __host__ __device__ int64_t operator()(int64_t r) const { return r * n; }
};

}  // namespace

void SortPairs(const KernelContext& context, const uint64_t* keys,
               uint64_t* sorted_keys, const int64_t* numbers,
               int64_t* sorted_numbers, int64_t n, int64_t rows) {
  const UseDevice use(context.device.index());
  const cudaStream_t stream = CurrentStream(context.device.index());
  const char* const op = name(context.op);
  const auto sort = [&](void* memory, size_t& bytes) {
    if (rows == 1) {
      return cub::DeviceRadixSort::SortPairs(memory, bytes, keys, sorted_keys,
                                             numbers, sorted_numbers, n, 0, 64,
                                             stream);
    }
    const auto starts = thrust::make_transform_iterator(
        thrust::make_counting_iterator(int64_t{0}), RowStart{n});
    return cub::DeviceSegmentedRadixSort::SortPairs(
        memory, bytes, keys, sorted_keys, numbers, sorted_numbers, n * rows,
        rows, starts, starts + 1, 0, 64, stream);
  };
  size_t bytes = 0;
  Check(op, sort(nullptr, bytes));
  Scratch<char> memory(context, static_cast<int64_t>(bytes ? bytes : 1));
  Check(op, sort(memory.data(), bytes));
}

#endif

}  // namespace tessera::cuda
