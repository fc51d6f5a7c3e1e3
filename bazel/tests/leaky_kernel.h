#ifndef TESSERA_BAZEL_TESTS_LEAKY_KERNEL_H_
#define TESSERA_BAZEL_TESTS_LEAKY_KERNEL_H_

#include <vector>

#include "tessera/ops_cpu/runtime/isa.h"

namespace tessera {

// A static of an inline function, which the variants and their callers share.
inline int& Calls() {
  static int calls = 0;
  return calls;
}

// An inline function and a virtual one, which each variant has for itself.
struct Scale {
  virtual ~Scale() = default;
  virtual float Apply(float x) const { return 2 * x; }
};

}  // namespace tessera

TESSERA_DECLARE_KERNEL(float LeakyKernel(const std::vector<float>& x));

#endif  // TESSERA_BAZEL_TESTS_LEAKY_KERNEL_H_
