#include "tessera/interop/dlpack.h"

#include <memory>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/storage/device_interface.h"

namespace tessera {
namespace {

using namespace dlpack;

// What lies behind an exported struct.
template <class Managed>
struct Export {
  Managed managed;
  Tensor tensor;
  int64_t dims[1];  // sizes, then strides
};

template <class Managed>
Managed* Make(const char* op, const Tensor& t) {
  if (t.requires_grad()) {
    throw AutogradError(
        op, Str("can't export ", t, ", which requires grad; use detach()"));
  }
  const DLDevice device = dlpack_device(t.device());
  const Geometry& g = t.geometry();
  const size_t ndim = static_cast<size_t>(g.dim());
  const size_t bytes = sizeof(Export<Managed>) + 2 * ndim * sizeof(int64_t);
  auto* made = new (::operator new(bytes)) Export<Managed>{{}, t, {}};
  std::copy(g.sizes_data(), g.sizes_data() + ndim, made->dims);
  std::copy(g.strides_data(), g.strides_data() + ndim, made->dims + ndim);
  DLTensor& out = made->managed.dl_tensor;
  out.data = t.data_ptr();
  out.device = device;
  out.ndim = static_cast<int32_t>(ndim);
  out.dtype = {dlpack_code(t.scalar_type()),
               static_cast<uint8_t>(8 * t.element_size()), 1};
  out.shape = made->dims;
  out.strides = made->dims + ndim;
  out.byte_offset = 0;
  made->managed.manager_ctx = made;
  made->managed.deleter = [](Managed* self) {
    auto* end = static_cast<Export<Managed>*>(self->manager_ctx);
    end->~Export<Managed>();
    ::operator delete(end);
  };
  return &made->managed;
}

constexpr char kOp[] = "from_dlpack";

DType DTypeOf(DLDataType type) {
  if (type.lanes == 1) {
    for (int i = 0; i < kDTypes; ++i) {
      const DType d = static_cast<DType>(i);
      if (dlpack_code(d) == type.code && 8 * elementSize(d) == type.bits) {
        return d;
      }
    }
  }
  throw DTypeError(
      kOp, Str("expected elements of one of the dtypes, got DLPack code ",
               int{type.code}, " of ", int{type.bits}, " bits and ", type.lanes,
               " lanes; cast before the exchange"));
}

Device DeviceOf(DLDevice device) {
  DeviceType type = DeviceType::CPU;
  switch (device.device_type) {
    case kDLCPU:
    case kDLCUDAHost:
      return kCPU;
    case kDLCUDA:
    case kDLCUDAManaged:
      type = DeviceType::CUDA;
      break;
    case kDLExtDev:
      type = DeviceType::PrivateUse1;
      break;
    default:
      throw DeviceError(
          kOp, Str("expected memory of cpu or cuda, got DLPack's "
                   "device type ",
                   int{device.device_type}, "; copy it to the CPU first"));
  }
  if (device.device_id < 0 || device.device_id > 127) {
    throw DeviceError(kOp, Str("expected a device index from 0 to 127, got ",
                               device.device_id));
  }
  return ResolveDevice(
      kOp, Device(type, static_cast<DeviceIndex>(device.device_id)));
}

template <class Managed>
Tensor Import(Managed* managed, bool read_only) {
  const DLTensor& in = managed->dl_tensor;
  const DType dtype = DTypeOf(in.dtype);
  const Device device = DeviceOf(in.device);
  if (in.ndim < 0 || (in.ndim > 0 && !in.shape)) {
    throw ValueError(kOp, Str("expected a shape, got ", in.ndim, " dimensions",
                              in.shape ? "" : " without one"));
  }
  const size_t ndim = static_cast<size_t>(in.ndim);
  const IntArrayRef sizes(in.shape, ndim);
  Geometry g =
      in.strides && ndim > 0
          ? Geometry(sizes, IntArrayRef(in.strides, ndim), 0, dtype, kOp)
          : Geometry(sizes, dtype, kOp);
  if (!in.data && g.numel() > 0) {
    throw ValueError(
        kOp, Str("expected the address of ", g.numel(), " elements, got null"));
  }
  const int64_t item = static_cast<int64_t>(elementSize(dtype));
  char* const first = static_cast<char*>(in.data) + in.byte_offset;
  if (g.numel() > 0 && reinterpret_cast<uintptr_t>(first) % item != 0) {
    throw ValueError(kOp, Str("expected an address that ", item,
                              " divides, got one that it does not; copy the "
                              "array first"));
  }
  int64_t low, high;
  g.Extent(&low, &high);
  g.set_offset(-low);
  Storage storage = Storage::Adopt(
      first + low * item, static_cast<size_t>((high - low) * item), device,
      [](void* ctx) {
        auto* end = static_cast<Managed*>(ctx);
        if (end->deleter) end->deleter(end);
      },
      managed, read_only);
  auto impl = std::make_unique<TensorImpl>(storage.impl(), std::move(g),
                                           storage.device());
  (void)storage.Detach();  // its owner is the impl now
  return Tensor::Steal(impl.release());
}

}  // namespace

DLDevice dlpack_device(Device device) {
  const int32_t index = device.has_index() ? device.index() : 0;
  switch (device.type()) {
    case DeviceType::CPU:
      return {kDLCPU, 0};
    case DeviceType::CUDA:
      return {kDLCUDA, index};
    case DeviceType::PrivateUse1:
      return {kDLExtDev, index};
    default:
      throw DeviceError("dlpack", Str("expected a device that DLPack has a "
                                      "code for, got ",
                                      device, "; use .cpu()"));
  }
}

DLManagedTensorVersioned* toDLPackVersioned(const Tensor& t, bool is_copied) {
  auto* managed = Make<DLManagedTensorVersioned>("to_dlpack", t);
  managed->version = {kMajorVersion, kMinorVersion};
  if (t.storage().is_read_only()) {
    managed->flags |= DLPACK_FLAG_BITMASK_READ_ONLY;
  }
  if (is_copied) managed->flags |= DLPACK_FLAG_BITMASK_IS_COPIED;
  return managed;
}

DLManagedTensor* toDLPack(const Tensor& t) {
  if (t.storage().is_read_only()) {
    throw ValueError("to_dlpack",
                     Str("expected writable memory, got the read-only ", t,
                         "; use a clone() or max_version=(1, 0)"));
  }
  return Make<DLManagedTensor>("to_dlpack", t);
}

Tensor fromDLPack(DLManagedTensorVersioned* managed) {
  if (managed->version.major != kMajorVersion) {
    throw ValueError(
        kOp, Str("expected DLPack version 1, got ", managed->version.major, ".",
                 managed->version.minor));
  }
  return Import(managed, managed->flags & DLPACK_FLAG_BITMASK_READ_ONLY);
}

Tensor fromDLPack(DLManagedTensor* managed) { return Import(managed, false); }

}  // namespace tessera
