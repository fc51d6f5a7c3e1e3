// DLPack: tensors of other libraries without a copy, and ours for them.
//
//   DLManagedTensorVersioned* out = toDLPackVersioned(t);  // give it away
//   Tensor u = fromDLPack(in);      // shares in's memory, owns `in` from now
//   toDLPack(t); fromDLPack(old);   // the structs from before DLPack 1.0
//   u.data_ptr() == in->dl_tensor.data;
//
// Strides may be zero and negative. What is marked read-only arrives as a
// tensor that in-place ops refuse.
#ifndef TESSERA_INTEROP_DLPACK_H_
#define TESSERA_INTEROP_DLPACK_H_

#include "tessera/interop/dlpack_abi.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

using dlpack::DLManagedTensor;
using dlpack::DLManagedTensorVersioned;

// Shares t's memory until the receiver calls deleter. AutogradError for a
// tensor that requires grad (use detach()); is_copied is told to the receiver,
// for a t that was cloned for it.
DLManagedTensorVersioned* toDLPackVersioned(const Tensor& t,
                                            bool is_copied = false);
// ValueError for read-only memory, which the old struct cannot tell.
DLManagedTensor* toDLPack(const Tensor& t);

// Takes over `managed`: its deleter runs when the last tensor over the memory
// goes, on whichever thread that is. When this throws, `managed` is still the
// caller's. DTypeError for elements that no dtype holds, DeviceError for
// memory of an absent device, ValueError for another major version, no data or
// an address that the elements' size does not divide, ShapeError for sizes and
// strides that cannot be.
Tensor fromDLPack(DLManagedTensorVersioned* managed);
Tensor fromDLPack(DLManagedTensor* managed);

// The device as DLPack counts them. DeviceError where it has no code.
dlpack::DLDevice dlpack_device(Device device);

}  // namespace tessera

#endif  // TESSERA_INTEROP_DLPACK_H_
