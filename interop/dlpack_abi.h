// The structs of DLPack 1.1, by which libraries hand each other tensors in
// memory: the same layout as dmlc/dlpack's dlpack.h, so that either header may
// be used on either side.
//
//   DLManagedTensorVersioned* managed = toDLPackVersioned(t);  // dlpack.h
//   managed->dl_tensor.shape[0];
//   managed->flags & DLPACK_FLAG_BITMASK_READ_ONLY;
//   managed->deleter(managed);
#ifndef TESSERA_INTEROP_DLPACK_ABI_H_
#define TESSERA_INTEROP_DLPACK_ABI_H_

#include <cstdint>

#include "tessera/base/cpp17.h"

#define DLPACK_FLAG_BITMASK_READ_ONLY (1UL << 0UL)
#define DLPACK_FLAG_BITMASK_IS_COPIED (1UL << 1UL)

namespace tessera::dlpack {

constexpr uint32_t kMajorVersion = 1;
constexpr uint32_t kMinorVersion = 1;

enum DLDeviceType : int32_t {
  kDLCPU = 1,
  kDLCUDA = 2,
  kDLCUDAHost = 3,
  kDLExtDev = 12,
  kDLCUDAManaged = 13,
};

struct DLPackVersion {
  uint32_t major;
  uint32_t minor;
};

struct DLDevice {
  DLDeviceType device_type;
  int32_t device_id;
};

struct DLDataType {
  uint8_t code;  // dlpack_code() of dtype.h
  uint8_t bits;
  uint16_t lanes;
};

struct DLTensor {
  void* data;
  DLDevice device;
  int32_t ndim;
  DLDataType dtype;
  int64_t* shape;
  int64_t* strides;  // in elements; null: row-major
  uint64_t byte_offset;
};

// Before DLPack 1.0; Python's capsule "dltensor".
struct DLManagedTensor {
  DLTensor dl_tensor;
  void* manager_ctx;
  void (*deleter)(DLManagedTensor* self);
};

// Python's capsule "dltensor_versioned".
struct DLManagedTensorVersioned {
  DLPackVersion version;
  void* manager_ctx;
  void (*deleter)(DLManagedTensorVersioned* self);
  uint64_t flags;
  DLTensor dl_tensor;
};

}  // namespace tessera::dlpack

#endif  // TESSERA_INTEROP_DLPACK_ABI_H_
