#include "gtest/gtest.h"
#include "tessera/tensor/ops.h"

#if !defined(OWN_EIGEN) || !defined(OWN_GOOGLETEST)
#error "not built with this workspace's repositories"
#endif

TEST(OpsCpuTest, MultipliesByThisWorkspacesEigen) {
  const tessera::Tensor a = tessera::arange(6).view({2, 3});
  EXPECT_EQ(tessera::matmul(a, a.t())[1][1].item<int64_t>(), 50);
}
