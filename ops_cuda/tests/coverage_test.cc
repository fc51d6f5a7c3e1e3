// What the CPU has a kernel for and CUDA has not: exactly what not_built.txt
// lists. A new op that is missing here fails, and so does a line too many.
#include <fstream>
#include <set>
#include <string>

#include "gtest/gtest.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {
namespace {

std::set<std::string> Missing() {
  std::set<std::string> missing;
  for (int i = 0; i < kOps; ++i) {
    const Op op = static_cast<Op>(i);
    std::string dtypes;
    bool any = false;
    for (int d = 0; d < kDTypes; ++d) {
      const DType dtype = static_cast<DType>(d);
      any |= Kernels().supports(op, kCUDA, dtype);
      if (Kernels().supports(op, kCPU, dtype) &&
          !Kernels().supports(op, kCUDA, dtype)) {
        dtypes += std::string(" ") + name(dtype);
      }
      EXPECT_FALSE(Kernels().supports(op, kCUDA, dtype) &&
                   !Kernels().supports(op, kCPU, dtype))
          << name(op) << " " << name(dtype) << " on CUDA alone";
    }
    if (dtypes.empty()) continue;
    missing.insert(any ? name(op) + dtypes : std::string(name(op)) + " all");
  }
  return missing;
}

TEST(CudaCoverage, WhatIsMissingIsListed) {
  std::set<std::string> listed;
  std::ifstream file("ops_cuda/tests/not_built.txt");
  ASSERT_TRUE(file);
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line[0] != '#') listed.insert(line);
  }
  const std::set<std::string> missing = Missing();
  for (const std::string& line : missing) {
    EXPECT_TRUE(listed.count(line)) << "missing and not listed: " << line;
  }
  for (const std::string& line : listed) {
    EXPECT_TRUE(missing.count(line)) << "listed and not missing: " << line;
  }
}

}  // namespace
}  // namespace tessera
