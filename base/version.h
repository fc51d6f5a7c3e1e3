// The library's version; MODULE.bazel and interop/python have it, too.
//
//   std::puts(tessera::kVersion);  // 0.1.0
#ifndef TESSERA_BASE_VERSION_H_
#define TESSERA_BASE_VERSION_H_

#include "tessera/base/cpp17.h"

namespace tessera {

constexpr char kVersion[] = "0.1.0";

}  // namespace tessera

#endif  // TESSERA_BASE_VERSION_H_
