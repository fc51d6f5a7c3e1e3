#include "tessera/ops_cpu/runtime/isa.h"

#include <vector>

#include "gtest/gtest.h"
#include "tessera/bazel/tests/leaky_kernel.h"

namespace tessera {
namespace {

TEST(IsaTest, VariantsShareVariables) {
  for (Isa isa : SupportedIsas())
    EXPECT_EQ(TESSERA_KERNEL(LeakyKernel, isa)({1, 3, 2}), 6);
  EXPECT_EQ(Calls(), static_cast<int>(SupportedIsas().size()));
}

}  // namespace
}  // namespace tessera
