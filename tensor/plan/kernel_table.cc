#include "tessera/tensor/plan/kernel_table.h"

#include <cmath>
#include <string>

#include "tessera/base/bit_cast.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera {
namespace {

// What to do instead, where a dtype is refused on purpose (features.md D-05c,
// D-10b, D-11).
const char* Hint(Op op, DType dtype) {
  const std::string_view op_name = name(op);
  if (dtype == DType::Bool) {
    if (op_name == "neg") return "; use ~ or logical_not";
    if (op_name == "sub") return "; use ^ or logical_xor";
    if (op_name == "matmul") return "; use .to(int64)";
  }
  if (isComplexType(dtype) && op_name == "sign") return "; use sgn";
  return "";
}

const char* BackendTarget(DeviceType device) {
  return device == DeviceType::CUDA ? "ops_cuda" : "ops_cpu";
}

}  // namespace

namespace kernel_errors {
const char kZeroDivision[] = "ZeroDivisionError";
const char kIndexRange[] = "index";
const char kTargetRange[] = "target";
const char kNegativePower[] = "power";
const char kProbabilities[] = "probabilities";
}  // namespace kernel_errors

namespace internal {
KernelTable kernel_table;
}  // namespace internal

void KernelTable::SetSlot(Op op, DeviceType device, DType dtype, PlanKind kind,
                          Slot kernel) {
  if (Row(op).plan != kind) {
    throw InternalError(name(op), Str("a ", TargetName(kind),
                                      " kernel was registered for an "
                                      "op whose row says ",
                                      TargetName(Row(op).plan)));
  }
  std::atomic<Slot>& slot =
      slots_[static_cast<int>(op)][static_cast<int>(device)]
            [static_cast<int>(dtype)];
  Slot before = nullptr;
  if (!slot.compare_exchange_strong(before, kernel,
                                    std::memory_order_relaxed) &&
      before != kernel) {
    throw InternalError(name(op), Str("two kernels were registered for ",
                                      name(dtype), " on ", name(device)));
  }
}

void KernelTable::ThrowMissing(Op op, DeviceType device, DType dtype) const {
  std::string works;
  for (int d = 0; d < kDTypes; ++d) {
    if (!supports(op, device, static_cast<DType>(d))) continue;
    if (!works.empty()) works += ", ";
    works += name(static_cast<DType>(d));
  }
  if (!works.empty()) {
    throw NotImplementedError(
        name(op), Str("not implemented for ", name(dtype), " on ", name(device),
                      "; works for ", works, Hint(op, dtype)));
  }
  // With an OpScope open, the op that the user called goes first and the one
  // that it needs is named here.
  const std::string needs =
      OpScope::current() && std::string(OpScope::current()) != name(op)
          ? Str("needs ", name(op), ", ")
          : "";
  throw NotImplementedError(
      name(op),
      Str(needs, "no ", needs.empty() ? "kernel for " : "", name(device),
          needs.empty() ? "" : " kernel",
          " is linked; add "
          "@tessera//",
          BackendTarget(device), ":", TargetName(Row(op).plan), " to deps"));
}

void ThrowKernelError(const KernelContext& context) {
  const char* kind = context.error.load(std::memory_order_acquire);
  const int64_t* value = context.error_value;
  const char* op = name(context.op);
  if (kind == kernel_errors::kZeroDivision) {
    throw ValueError(op,
                     "ZeroDivisionError: integer division by zero; convert "
                     "with .to(float32) for inf and nan");
  }
  if (kind == kernel_errors::kIndexRange) {
    throw IndexError(op, Str("index ", value[0],
                             " is out of bounds for dimension with size ",
                             value[1], "; valid are 0 to ", value[1] - 1));
  }
  if (kind == kernel_errors::kTargetRange) {
    throw IndexError(
        op, Str("Target ", value[0], " is out of bounds, at row ", value[1]));
  }
  if (kind == kernel_errors::kNegativePower) {
    throw DTypeError(op,
                     "Integers to negative integer powers are not allowed; "
                     "convert with .float()");
  }
  if (kind == kernel_errors::kProbabilities) {
    const double found = BitCast<double>(value[0]);
    if (context.op == Op::normal) {
      throw ValueError(op, Str("normal expects std >= 0.0, but found std ",
                               found, "; allowed are 0 and above"));
    }
    if (context.op != Op::multinomial) {
      throw ValueError(op, Str("expected probabilities in [0, 1], got ", found,
                               " at element ", value[1]));
    }
    if (found > 0 && found < INFINITY) {
      throw ValueError(op, Str("expected at least num_samples weights above 0 "
                               "to draw without replacement, got ",
                               found, " in row ", value[1]));
    }
    throw ValueError(
        op,
        Str("expected finite weights of at least 0 and a row with a sum "
            "above 0, got ",
            found, found == 0 ? " as the sum of row " : " in row ", value[1]));
  }
  throw InternalError(op, "a kernel reported an unknown error");
}

}  // namespace tessera
