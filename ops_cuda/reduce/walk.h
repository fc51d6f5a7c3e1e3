// Where the elements of a ReducePlan are, for its kernels.
//
//   const char* in; int64_t out;
//   KeptAt(plan, o, &in, &out);                 // of output o
//   in + ReducedOffset(plan, k)                 // its term k
//   Load<float, Half>(in)                       // as what is computed in
#ifndef TESSERA_OPS_CUDA_REDUCE_WALK_H_
#define TESSERA_OPS_CUDA_REDUCE_WALK_H_

#include <cuda_runtime.h>

#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/plan/reduce_plan.h"

namespace tessera::cuda {

__device__ inline void KeptAt(const ReducePlan& plan, int64_t o,
                              const char** in, int64_t* out) {
  int64_t from = 0, to = 0;
  for (int d = 0; d < plan.keep_ndim; ++d) {
    const int64_t above = o / plan.keep_shape[d];
    const int64_t index = o - above * plan.keep_shape[d];
    from += index * plan.keep_in[d];
    to += index * plan.keep_out[d];
    o = above;
  }
  *in = plan.in + from;
  *out = to;
}

__device__ inline int64_t ReducedOffset(const ReducePlan& plan, int64_t k) {
  if (plan.reduce_ndim == 1) return k * plan.reduce_in[0];
  int64_t offset = 0;
  for (int d = 0; d < plan.reduce_ndim; ++d) {
    const int64_t above = k / plan.reduce_shape[d];
    offset += (k - above * plan.reduce_shape[d]) * plan.reduce_in[d];
    k = above;
  }
  return offset;
}

template <class T, class In>
__device__ T Load(const char* at) {
  return static_cast<T>(*reinterpret_cast<const In*>(at));
}

// Whether a thread takes a whole output: many short ones, or columns, whose
// neighbours lie side by side.
inline bool ByOutputs(const ReducePlan& plan, int64_t width) {
  const bool rows = plan.reduce_ndim == 1 && plan.reduce_in[0] == width;
  return plan.count <= 32 || (plan.outputs >= 2048 && !rows);
}

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_REDUCE_WALK_H_
