// Copies, casts and fills.
#include <cstring>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/dtype/convert.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/autograd_interface.h"
#include "tessera/tensor/host_copy.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/elementwise.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/views.h"

namespace tessera {
namespace detail {
namespace {

// src's geometry as strides over the sizes of dst; ShapeError where it does
// not broadcast to them.
void BroadcastStrides(const char* op, const Tensor& dst, const Tensor& src,
                      int64_t* strides) {
  const Geometry& to = dst.geometry();
  const Geometry& from = src.geometry();
  const int64_t lead = to.dim() - from.dim();
  bool fits = lead >= 0;
  for (int64_t d = 0; fits && d < from.dim(); ++d) {
    fits = from.size(d) == 1 || from.size(d) == to.size(d + lead);
  }
  if (!fits) {
    throw ShapeError(op, Str("the value of shape ", SizesText(src.sizes()),
                             " cannot be broadcast to the target's shape ",
                             SizesText(dst.sizes()),
                             " (The expanded size of the tensor "
                             "must match), operands ",
                             dst, " and ", src));
  }
  for (int64_t d = 0; d < to.dim(); ++d) {
    strides[d] =
        d < lead || from.size(d - lead) == 1 ? 0 : from.stride(d - lead);
  }
}

// Both on one device, sizes checked.
void CopyOnDevice(const Tensor& dst, const Tensor& src,
                  const int64_t* src_strides) {
  TensorImpl* to = dst.impl();
  TensorImpl* from = src.impl();
  const DType compute = from->geometry.dtype();
  const Kernel<IterPlan> kernel =
      Kernels().Find<IterPlan>(Op::copy, to->device.type(), compute);
  if (!kernel) {
    if (!to->device.is_cpu()) {
      Kernels().Get<IterPlan>(Op::copy, to->device.type(), compute);
    }
    HostCopy(to->storage->data, to->geometry, from->storage->data,
             from->geometry);
    return;
  }
  IterPlan plan;
  plan.numel = to->geometry.numel();
  plan.compute = compute;
  plan.operands = 2;
  plan.outputs = 1;
  plan.attr_mask = 0;
  plan.dtype[0] = to->geometry.dtype();
  plan.dtype[1] = compute;
  plan.uniform = plan.dtype[0] == compute;
  const PlanOperand operands[] = {
      {to->data(), to->geometry.strides_data(),
       static_cast<int64_t>(to->geometry.itemsize())},
      {from->data(), src_strides,
       static_cast<int64_t>(from->geometry.itemsize())}};
  KernelContext context(Op::copy, to->device);
  RunLoopNest(plan, operands, to->geometry.sizes_data(),
              static_cast<int>(to->geometry.dim()), kernel, context);
}

// Whether the host need not wait. The result of a copy to the host would be
// read too early but where that was asked for, by pinned memory.
bool IsFree(bool non_blocking, const Tensor& dst, const Tensor& src) {
  if (!non_blocking || !dst.device().is_cpu()) return non_blocking;
  return GetDeviceInterface(src.device().type())
      ->is_pinned(dst.impl()->storage->data);
}

}  // namespace

void CopyValues(const char* op, const Tensor& dst, const Tensor& src,
                bool non_blocking) {
  int64_t strides[Geometry::kMaxDims];
  BroadcastStrides(op, dst, src, strides);
  CheckWritable(op, dst);
  TensorImpl* to = dst.impl();
  TensorImpl* from = src.impl();
  if (to->geometry.numel() == 0) return;
  if (to->storage == from->storage && to->geometry == from->geometry) return;
  const bool same = to->geometry.dtype() == from->geometry.dtype();
  if (same && to->geometry.is_contiguous() && from->geometry.is_contiguous() &&
      to->geometry.SameSizes(from->geometry)) {
    if (to->device.is_cpu() && from->device.is_cpu()) {
      std::memmove(to->data(), from->data(), dst.nbytes());
    } else {
      CopyBytes(to->data(), to->device, from->data(), from->device,
                dst.nbytes(), IsFree(non_blocking, dst, src), op);
    }
    return;
  }
  if (to->device == from->device) {
    if (to->storage == from->storage) {  // the source may be overwritten
      int64_t a, b, c, d;
      to->geometry.Extent(&a, &b);
      from->geometry.Extent(&c, &d);
      if (a < d && c < b) {
        const Tensor copy = run::clone(src, MemoryFormat::Contiguous);
        CopyValues(op, dst, copy);
        return;
      }
    }
    CopyOnDevice(dst, src, strides);
    return;
  }
  // Between devices only dense bytes travel: dense and converted first, where
  // the fewer bytes are, then moved, then spread.
  Tensor dense = same && from->geometry.is_contiguous()
                     ? src
                     : MakeTensor(src.sizes(), dst.scalar_type(), from->device);
  if (dense.impl() != from) CopyValues(op, dense, src);
  const bool own = dense.impl() != from;  // on the host, gone on return
  if (to->geometry.is_contiguous() && to->geometry.SameSizes(from->geometry)) {
    CopyBytes(to->data(), to->device, dense.impl()->data(), from->device,
              dst.nbytes(),
              IsFree(non_blocking && !(own && from->device.is_cpu()), dst, src),
              op);
    return;
  }
  Tensor moved = MakeTensor(src.sizes(), dst.scalar_type(), to->device);
  CopyBytes(moved.impl()->data(), to->device, dense.impl()->data(),
            from->device, moved.nbytes(),
            non_blocking && !own && !to->device.is_cpu(), op);
  CopyValues(op, dst, moved);
}

void FillValue(const char* op, const Tensor& dst, const Scalar& value) {
  CheckWritable(op, dst);
  TensorImpl* to = dst.impl();
  if (to->geometry.numel() == 0) return;
  const DType dtype = to->geometry.dtype();
  if (to->geometry.numel() == 1 && to->device.is_cpu()) {
    StoreScalar(to->data(), dtype, value);
    return;
  }
  // A value of zero bytes only (-0.0 is another one).
  char element[16] = {};
  constexpr char kZeros[16] = {};
  StoreScalar(element, dtype, value);
  if (to->geometry.is_contiguous() && std::memcmp(element, kZeros, 16) == 0) {
    if (to->device.is_cpu()) {
      std::memset(to->data(), 0, dst.nbytes());
    } else {
      GetDeviceInterface(to->device.type())
          ->memset(to->data(), 0, dst.nbytes(), to->device);
    }
    return;
  }
  const Kernel<IterPlan> kernel =
      Kernels().Find<IterPlan>(Op::fill, to->device.type(), dtype);
  if (!kernel) {
    if (!to->device.is_cpu()) {
      Kernels().Get<IterPlan>(Op::fill, to->device.type(), dtype);
    }
    HostFill(to->storage->data, to->geometry, value);
    return;
  }
  IterPlan plan;
  plan.numel = to->geometry.numel();
  plan.compute = dtype;
  plan.operands = 2;
  plan.outputs = 1;
  plan.attr_mask = 1 << 1;
  plan.dtype[0] = plan.dtype[1] = dtype;
  plan.uniform = true;
  plan.attr[0] = ToAttr(value, dtype);
  const PlanOperand operands[] = {
      {to->data(), to->geometry.strides_data(),
       static_cast<int64_t>(to->geometry.itemsize())},
      {nullptr, nullptr, 0}};
  KernelContext context(Op::fill, to->device);
  RunLoopNest(plan, operands, to->geometry.sizes_data(),
              static_cast<int>(to->geometry.dim()), kernel, context);
}

}  // namespace detail

namespace run {

Tensor clone(const Tensor& self, MemoryFormat memory_format) {
  detail::CheckDefined("clone", self);
  Tensor out = detail::MakeTensor(
      memory_format == MemoryFormat::Preserve
          ? views::DenseLike(self.geometry(), self.scalar_type())
          : Geometry::ContiguousLike(self.geometry(), self.scalar_type()),
      self.device());
  const Geometry& to = out.geometry();
  if (out.is_cpu() && to.strides() == self.strides() && to.IsDense()) {
    int64_t low, high;
    self.geometry().Extent(&low, &high);
    // Adopted memory of no elements may be null, which memcpy does not allow.
    if (out.numel() != 0) {
      std::memcpy(out.impl()->storage->data,
                  static_cast<char*>(self.impl()->storage->data) +
                      low * static_cast<int64_t>(self.itemsize()),
                  out.nbytes());
    }
    return out;
  }
  detail::CopyValues("clone", out, self);
  return out;
}

namespace {

struct Pinned {
  DeviceInterface* backend;
  void* data;
};

// Host memory that copies from `device` need not wait for, or what there is.
Tensor MakePinned(Geometry&& geometry, Device device) {
  DeviceInterface* backend = GetDeviceInterface(device.type());
  const size_t nbytes = static_cast<size_t>(geometry.numel()) *
                        static_cast<size_t>(geometry.itemsize());
  void* data = nbytes ? backend->allocate_pinned(nbytes) : nullptr;
  if (!data) return detail::MakeTensor(std::move(geometry), kCPU);
  Storage storage = Storage::Adopt(
      data, nbytes, kCPU,
      [](void* ctx) {
        auto* pinned = static_cast<Pinned*>(ctx);
        pinned->backend->free_pinned(pinned->data);
        delete pinned;
      },
      new Pinned{backend, data});
  return Tensor::Steal(
      new TensorImpl(storage.Detach(), std::move(geometry), kCPU));
}

}  // namespace

Tensor _to_copy(const Tensor& self, Device device, DType dtype,
                bool non_blocking) {
  device = ResolveDevice("to", device);
  Geometry geometry = views::DenseLike(self.geometry(), dtype);
  Tensor out = non_blocking && device.is_cpu() && !self.device().is_cpu()
                   ? MakePinned(std::move(geometry), self.device())
                   : detail::MakeTensor(std::move(geometry), device);
  detail::CopyValues("to", out, self, non_blocking);
  return out;
}

Tensor copy(const Tensor& self, const Tensor& src, bool non_blocking) {
  Tensor out = detail::MakeTensor(
      views::DenseLike(self.geometry(), self.scalar_type()), self.device());
  detail::CopyValues("copy_", out, src, non_blocking);
  return out;
}

Tensor& copy_(Tensor& self, const Tensor& src, bool non_blocking) {
  detail::CopyValues("copy_", self, src, non_blocking);
  detail::BumpVersion(self);
  return self;
}

Tensor fill(const Tensor& self, const Scalar& value) {
  Tensor out = detail::MakeTensor(
      views::DenseLike(self.geometry(), self.scalar_type()), self.device());
  return run::fill_(out, value);
}

Tensor fill(const Tensor& self, const Tensor& value) {
  return run::fill(self, detail::ItemFor("fill", value));
}

Tensor& fill_(Tensor& self, const Scalar& value) {
  CheckFitsIn("fill_", value, self.scalar_type());
  detail::FillValue("fill_", self, value);
  detail::BumpVersion(self);
  return self;
}

Tensor& fill_(Tensor& self, const Tensor& value) {
  if (value.dim() != 0) {
    throw ShapeError("fill_",
                     Str("expected a number or a 0-d tensor, got ", value));
  }
  return run::fill_(self, detail::ItemFor("fill_", value));
}

Tensor zero(const Tensor& self) { return run::fill(self, 0); }

Tensor& zero_(Tensor& self) {
  detail::FillValue("zero_", self, 0);
  detail::BumpVersion(self);
  return self;
}

namespace {

// A legacy empty tensor of shape [0] joins anything (features.md S-08g).
bool IsSkipped(const Tensor& t) { return t.dim() == 1 && t.size(0) == 0; }

// Checks the list and gives the sizes of the result; *dim is wrapped.
std::vector<int64_t> CatSizes(TensorList tensors, int64_t* dim) {
  if (tensors.empty()) {
    throw ValueError("cat", "expected a non-empty list of tensors");
  }
  const Tensor* first = nullptr;
  size_t first_at = 0;
  std::vector<int64_t> sizes;
  for (size_t i = 0; i < tensors.size(); ++i) {
    const Tensor& t = tensors[i];
    detail::CheckDefined("cat", t, static_cast<int>(i));
    if (t.dim() == 0) {
      throw ShapeError("cat", Str("zero-dimensional tensor (at position ", i,
                                  ") cannot be concatenated; use stack"));
    }
    if (IsSkipped(t)) continue;
    detail::CheckSameDevice("cat", tensors[0], t);
    if (!first) {
      first = &t;
      first_at = i;
      sizes = t.sizes().vec();
      *dim = WrapDim("cat", *dim, t.dim());
      continue;
    }
    if (t.dim() != first->dim()) {
      throw ShapeError(
          "cat",
          Str("tensors must have the same number of dimensions, got ", *first,
              " at position ", first_at, " and ", t, " at position ", i));
    }
    for (int64_t d = 0; d < t.dim(); ++d) {
      if (d == *dim || t.size(d) == sizes[d]) continue;
      throw ShapeError(
          "cat", Str("Sizes of tensors must match except in dimension ", *dim,
                     ". Expected size ", sizes[d], " but got size ", t.size(d),
                     " for tensor number ", i, " in the list, operands ",
                     *first, " and ", t, " at dim ", d));
    }
    sizes[*dim] += t.size(*dim);
  }
  if (!first) {
    *dim = WrapDim("cat", *dim, 1);
    return {0};
  }
  return sizes;
}

DType CatDType(TensorList tensors) {
  ResultTypeState types;
  for (const Tensor& t : tensors) types.AddTensor(t.scalar_type(), t.dim());
  return types.Result("cat");
}

void CatInto(const Tensor& out, TensorList tensors, int64_t dim) {
  int64_t at = 0;
  for (const Tensor& t : tensors) {
    if (IsSkipped(t)) continue;
    const Tensor part = detail::MakeAlias(out);
    part.impl()->geometry =
        views::Narrow("cat", out.geometry(), dim, at, t.size(dim));
    detail::CopyValues("cat", part, t);
    at += t.size(dim);
  }
}

}  // namespace

Tensor cat(TensorList tensors, int64_t dim) {
  const std::vector<int64_t> sizes = CatSizes(tensors, &dim);
  Tensor out =
      detail::MakeTensor(sizes, CatDType(tensors), tensors[0].device(), "cat");
  CatInto(out, tensors, dim);
  return out;
}

Tensor& cat_out(Tensor& out, TensorList tensors, int64_t dim) {
  const std::vector<int64_t> sizes = CatSizes(tensors, &dim);
  detail::CheckCanCast("cat", CatDType(tensors), out.scalar_type());
  if (out.sizes() != IntArrayRef(sizes)) detail::ResizeOut("cat", out, sizes);
  for (const Tensor& t : tensors) {
    detail::CheckNoOverlap("cat", out, t, false);
  }
  CatInto(out, tensors, dim);
  detail::BumpVersion(out);
  return out;
}

Tensor stack(TensorList tensors, int64_t dim) {
  if (tensors.empty()) {
    throw ShapeError("stack", "expected a non-empty list of tensors");
  }
  std::vector<Tensor> parts;
  for (size_t i = 0; i < tensors.size(); ++i) {
    detail::CheckDefined("stack", tensors[i], static_cast<int>(i));
    if (tensors[i].sizes() != tensors[0].sizes()) {
      throw ShapeError(
          "stack",
          Str("stack expects each tensor to be equal size, but got ",
              detail::SizesText(tensors[0].sizes()), " at entry 0 and ",
              detail::SizesText(tensors[i].sizes()), " at entry ", i,
              "; use cat to join along a dimension that is there"));
    }
    parts.push_back(tensors[i].unsqueeze(dim));
  }
  return tessera::cat(parts, dim < 0 ? dim + tensors[0].dim() + 1 : dim);
}

namespace {

void CheckNotEmptyList(const char* op, TensorList tensors) {
  if (tensors.empty()) {
    throw ShapeError(op, "expected a non-empty list of tensors");
  }
}

}  // namespace

Tensor hstack(TensorList tensors) {
  CheckNotEmptyList("hstack", tensors);
  const std::vector<Tensor> parts = tessera::atleast_1d(tensors);
  return tessera::cat(parts, parts[0].dim() == 1 ? 0 : 1);
}

Tensor vstack(TensorList tensors) {
  CheckNotEmptyList("vstack", tensors);
  return tessera::cat(tessera::atleast_2d(tensors), 0);
}

Tensor dstack(TensorList tensors) {
  CheckNotEmptyList("dstack", tensors);
  return tessera::cat(tessera::atleast_3d(tensors), 2);
}

Tensor column_stack(TensorList tensors) {
  CheckNotEmptyList("column_stack", tensors);
  std::vector<Tensor> parts;
  for (const Tensor& t : tensors) {
    parts.push_back(t.dim() > 1 ? t : t.reshape({t.numel(), 1}));
  }
  return tessera::cat(parts, 1);
}

Tensor cartesian_prod(TensorList tensors) {
  CheckNotEmptyList("cartesian_prod", tensors);
  for (const Tensor& t : tensors) {
    if (t.dim() != 1) {
      throw ShapeError("cartesian_prod", Str("expected vectors, got ", t));
    }
  }
  if (tensors.size() == 1) return tensors[0];
  std::vector<Tensor> columns = tessera::meshgrid(tensors);
  for (Tensor& t : columns) t = t.reshape({t.numel()});
  return tessera::stack(columns, 1);
}

}  // namespace run
}  // namespace tessera
