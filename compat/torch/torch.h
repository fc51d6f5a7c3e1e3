// For programs written for libtorch, which include <torch/torch.h>: tessera
// under libtorch's names.
//
//   #include <torch/torch.h>
//   torch::Tensor t = torch::ones({2, 3});
//   TORCH_CHECK(t.size(0) == 2, "got ", t.sizes());
//
// Depend on //compat/torch instead of libtorch, compile as C++17, and nothing
// else changes but how tensors print; docs/from-libtorch.md has the rest.
#ifndef TESSERA_COMPAT_TORCH_TORCH_H_
#define TESSERA_COMPAT_TORCH_TORCH_H_

// What else <torch/torch.h> brings, and programs leave to it.
#include <algorithm>
#include <bitset>
#include <cassert>
#include <climits>
#include <complex>
#include <condition_variable>
#include <deque>
#include <fstream>
#include <iomanip>
#include <list>
#include <locale>
#include <mutex>
#include <numeric>
#include <queue>
#include <set>
#include <stack>
#include <thread>
#include <typeindex>
#include <unordered_set>

#include "tessera/tessera.h"

// What libtorch has in at:: and c10:: is directly in tessera::.
namespace torch = ::tessera;
namespace at = ::tessera;
namespace c10 = ::tessera;
namespace caffe2 = ::tessera;

#define TORCH_ARG TESSERA_ARG
#define TORCH_MODULE TESSERA_MODULE
#define TORCH_MODULE_IMPL TESSERA_MODULE_IMPL

#define TORCH_CHECK TESSERA_CHECK
#define TORCH_CHECK_INDEX TESSERA_CHECK_INDEX
#define TORCH_CHECK_NOT_IMPLEMENTED TESSERA_CHECK_NOT_IMPLEMENTED
#define TORCH_CHECK_TYPE TESSERA_CHECK_TYPE
#define TORCH_CHECK_VALUE TESSERA_CHECK_VALUE
#define TORCH_INTERNAL_ASSERT TESSERA_INTERNAL_ASSERT
#define TORCH_WARN TESSERA_WARN
#define TORCH_WARN_ONCE TESSERA_WARN_ONCE
#define AT_ASSERT TESSERA_ASSERT
#define AT_ERROR TESSERA_ERROR

#define AT_DISPATCH_ALL_TYPES TESSERA_DISPATCH_ALL_TYPES
#define AT_DISPATCH_ALL_TYPES_AND TESSERA_DISPATCH_ALL_TYPES_AND
#define AT_DISPATCH_CASE TESSERA_DISPATCH_CASE
#define AT_DISPATCH_CASE_ALL_TYPES TESSERA_DISPATCH_CASE_ALL_TYPES
#define AT_DISPATCH_CASE_COMPLEX_TYPES TESSERA_DISPATCH_CASE_COMPLEX_TYPES
#define AT_DISPATCH_CASE_FLOATING_TYPES TESSERA_DISPATCH_CASE_FLOATING_TYPES
#define AT_DISPATCH_CASE_INTEGRAL_TYPES TESSERA_DISPATCH_CASE_INTEGRAL_TYPES
#define AT_DISPATCH_FLOATING_AND_COMPLEX_TYPES \
  TESSERA_DISPATCH_FLOATING_AND_COMPLEX_TYPES
#define AT_DISPATCH_FLOATING_TYPES TESSERA_DISPATCH_FLOATING_TYPES
#define AT_DISPATCH_FLOATING_TYPES_AND TESSERA_DISPATCH_FLOATING_TYPES_AND
#define AT_DISPATCH_FLOATING_TYPES_AND_HALF \
  TESSERA_DISPATCH_FLOATING_TYPES_AND_HALF
#define AT_DISPATCH_INTEGRAL_TYPES TESSERA_DISPATCH_INTEGRAL_TYPES
#define AT_DISPATCH_SWITCH TESSERA_DISPATCH_SWITCH

#endif  // TESSERA_COMPAT_TORCH_TORCH_H_
