// CUDA's errors as ours, and what kernels report.
//
//   Check("copy", cudaMemcpyAsync(...));   // throws DeviceError
//   if (LaunchBlocking()) ...              // TESSERA_CUDA_LAUNCH_BLOCKING=1
//   const ErrorSink sink = Errors(context);            // for a kernel
//   sink.Set(ErrorKind::kIndexRange, index, size);     // in the kernel
//   ThrowPendingError(0);          // where the host waits for device 0 anyway
#ifndef TESSERA_OPS_CUDA_RUNTIME_ERRORS_H_
#define TESSERA_OPS_CUDA_RUNTIME_ERRORS_H_

#include <cuda_runtime.h>

#include <string>

#include "tessera/base/cpp17.h"
#include "tessera/storage/device.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {

// Throws a DeviceError that names op and CUDA's error.
void Check(const char* op, cudaError_t error);

// Why there is no device: no driver, one that is too old, none found.
std::string WhyUnavailable();

// Whether each launch is waited for, so that the op whose kernel fails is the
// one that throws; by TESSERA_CUDA_LAUNCH_BLOCKING.
bool LaunchBlocking();
void SetLaunchBlockingForTest(bool on);

// Of kernel_errors; 0 is none.
enum ErrorKind : int {
  kZeroDivision = 1,
  kIndexRange,
  kTargetRange,
  kNegativePower,
  kProbabilities,
};

// The first error on a device, in its memory.
struct ErrorRecord {
  int kind;
  int op;
  long long value[2];
};

// Note [Errors of kernels]
// What a kernel finds wrong (an index out of range, a division by zero) lands
// in its device's ErrorRecord: the first one wins. The host reads it where it
// waits for the device anyway, in item(), copies to the host and synchronize(),
// and throws what the CPU throws at once. Kernels that check before they write
// look at `kind` and write nothing while it is set.
struct ErrorSink {
  ErrorRecord* record;
  int op;

#if defined(__CUDACC__) || defined(TESSERA_CUDA_STAND_IN)
  __device__ void Set(int kind, long long a = 0, long long b = 0) const {
    if (atomicCAS(&record->kind, 0, kind) != 0) return;
    record->op = op;
    record->value[0] = a;
    record->value[1] = b;
  }
#endif
};

// The sink of the context's device; from now on the device has an error to
// look for.
ErrorSink Errors(const KernelContext& context);

// What Errors() needs on a device, made ahead of a capture.
void PrepareErrors(DeviceIndex device);
// The device has an error to look for: a graph was launched.
void ExpectErrors(DeviceIndex device);

// Where a kernel could have reported something: waits for the device, and
// throws the error that there is.
void ThrowPendingError(DeviceIndex device);

}  // namespace tessera::cuda

#endif  // TESSERA_OPS_CUDA_RUNTIME_ERRORS_H_
