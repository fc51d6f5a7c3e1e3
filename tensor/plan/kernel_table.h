// KernelTable: [op][device][dtype] of function pointers, filled by the kernel
// targets that a program links.
//
//   void RegisterReduce(KernelTable& table) {
//     table.Set<ReducePlan>(Op::sum, DeviceType::CPU, DType::Float, &SumF32);
//   }
//   const KernelRegistrar registrar(&RegisterReduce);  // alwayslink
//   Kernels().Get<ReducePlan>(Op::sum, DeviceType::CPU, DType::Float);
#ifndef TESSERA_TENSOR_PLAN_KERNEL_TABLE_H_
#define TESSERA_TENSOR_PLAN_KERNEL_TABLE_H_

#include <atomic>
#include <cstdint>

#include "tessera/base/cpp17.h"
#include "tessera/dtype/dtype.h"
#include "tessera/storage/device.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/plan/plan_kind.h"

namespace tessera {

// What a kernel gets beside its plan.
struct KernelContext {
  Op op;
  Device device;
  // The first error found in any worker; see SetError.
  std::atomic<const char*> error{nullptr};
  // What the message needs: an index and a size, a row, ...
  int64_t error_value[2];

  KernelContext(Op op, Device device) : op(op), device(device) {}
  // From any thread; the first one wins. kind is one of kernel_errors below.
  void SetError(const char* kind, int64_t a = 0, int64_t b = 0) {
    const char* expected = nullptr;
    const char* const busy = "";
    if (error.compare_exchange_strong(expected, busy)) {
      error_value[0] = a;
      error_value[1] = b;
      error.store(kind, std::memory_order_release);
    }
  }
};

// What can go wrong inside a kernel. Compared by address.
namespace kernel_errors {
extern const char kZeroDivision[];    // integer division by zero
extern const char kIndexRange[];      // value: index, size
extern const char kTargetRange[];     // value: class, row
extern const char kNegativePower[];   // integer to a negative power
extern const char kProbabilities[];   // outside [0, 1], or unusable
}  // namespace kernel_errors

// Throws the typed error of the context, if there is one.
[[noreturn]] void ThrowKernelError(const KernelContext& context);
inline void CheckKernelError(const KernelContext& context) {
  if (__builtin_expect(
          context.error.load(std::memory_order_acquire) != nullptr, 0)) {
    ThrowKernelError(context);
  }
}

template <class Plan>
using Kernel = void (*)(const Plan& plan, KernelContext& context);

class KernelTable {
 public:
  // A second kernel for a filled slot is an InternalError at start-up.
  template <class Plan>
  void Set(Op op, DeviceType device, DType dtype, Kernel<Plan> kernel) {
    SetSlot(op, device, dtype, Plan::kKind, reinterpret_cast<Slot>(kernel));
  }
  // Null where nothing is linked for it.
  template <class Plan>
  Kernel<Plan> Find(Op op, DeviceType device, DType dtype) const {
    return reinterpret_cast<Kernel<Plan>>(
        slots_[static_cast<int>(op)][static_cast<int>(device)]
              [static_cast<int>(dtype)]
                  .load(std::memory_order_relaxed));
  }
  // NotImplementedError: names the target to link, or the dtypes that work.
  template <class Plan>
  Kernel<Plan> Get(Op op, DeviceType device, DType dtype) const {
    Kernel<Plan> kernel = Find<Plan>(op, device, dtype);
    if (__builtin_expect(!kernel, 0)) ThrowMissing(op, device, dtype);
    return kernel;
  }
  // The pointer without its plan's type: for a backend made of another one's
  // kernels.
  using Slot = void (*)();
  Slot Raw(Op op, DeviceType device, DType dtype) const {
    return slots_[static_cast<int>(op)][static_cast<int>(device)]
                 [static_cast<int>(dtype)]
                     .load(std::memory_order_relaxed);
  }
  void SetRaw(Op op, DeviceType device, DType dtype, PlanKind kind,
              Slot kernel) {
    SetSlot(op, device, dtype, kind, kernel);
  }
  bool supports(Op op, DeviceType device, DType dtype) const {
    return slots_[static_cast<int>(op)][static_cast<int>(device)]
                 [static_cast<int>(dtype)]
                     .load(std::memory_order_relaxed) != nullptr;
  }

 private:
  static constexpr int kDevices = kDeviceTypes;
  void SetSlot(Op op, DeviceType device, DType dtype, PlanKind kind,
               Slot kernel);
  [[noreturn]] void ThrowMissing(Op op, DeviceType device, DType dtype) const;

  // Rows of a power of two, so that a place in them is cheap to find.
  std::atomic<Slot> slots_[kOps][kDevices][kDTypes + 1] = {};
};

// The process's table. Registrars run before main and in any order, so no
// constructor may: it is all zeros when the program is loaded.
namespace internal {
extern KernelTable kernel_table;
}  // namespace internal
inline KernelTable& Kernels() { return internal::kernel_table; }

struct KernelRegistrar {
  explicit KernelRegistrar(void (*fill)(KernelTable&)) { fill(Kernels()); }
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_PLAN_KERNEL_TABLE_H_
