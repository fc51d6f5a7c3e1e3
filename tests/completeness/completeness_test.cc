// Every row of the op table has its kernels and its gradients.
#include <string_view>

#include "gtest/gtest.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops/grad_table.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera {
namespace {

// The variance of complex numbers is that of their real and imaginary parts,
// by the kernels of float32 and float64; logsumexp's is made of other ops;
// isclose compares bools as uint8.
bool IsAnothers(const OpRow& row, DType dtype) {
  const std::string_view op = row.name;
  if (op == "isclose" && dtype == DType::Bool) return true;
  return isComplexType(dtype) && (op == "var" || op == "std" || op == "var_mean" ||
                                  op == "logsumexp");
}

TEST(CompletenessTest, EveryRowHasAKernelForEachOfItsDtypes) {
  std::string missing;
  for (int i = 0; i < kOps; ++i) {
    const Op op = static_cast<Op>(i);
    const OpRow& row = Row(op);
    if (row.composite || row.plan == PlanKind::kNone || !row.has_kernel) {
      continue;
    }
    for (int d = 0; d < kDTypes; ++d) {
      const DType dtype = static_cast<DType>(d);
      if (!(row.dtypes >> d & 1)) continue;
      // Computed in the default float dtype.
      if (row.result == ResultRule::kFloat && isIntegralType(dtype, true)) {
        continue;
      }
      if (IsAnothers(row, dtype)) continue;
      if (!Kernels().supports(row.kernel, kCPU, dtype)) {
        missing += Str(row.name, ' ', name(dtype), '\n');
      }
    }
  }
  EXPECT_EQ(missing, "");
}

TEST(CompletenessTest, EveryDifferentiableOpHasAFormula) {
  std::string missing;
  for (const detail::GradSlotName& slot : detail::GradSlots()) {
    if (!slot.filled()) missing += Str(slot.name, '\n');
  }
  EXPECT_EQ(missing, "");
}

}  // namespace
}  // namespace tessera
