// Tensor: a handle to elements of one dtype on one device.
//
//   Tensor a = arange(6, kFloat32).view({2, 3});  // needs tensor/ops.h
//   Tensor row = a[0];                             // a view
//   row += 1;                                      // writes into a
//   float x = a[0][2].item<float>();               // 3
//   a.sizes();                                     // [2, 3]
//
// Copying a Tensor copies the handle. `const Tensor` is a constant handle to
// elements that may change, as in libtorch. An undefined Tensor (Tensor())
// has no elements; defined() tells.
#ifndef TESSERA_TENSOR_TENSOR_H_
#define TESSERA_TENSOR_TENSOR_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iosfwd>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "tessera/base/array_ref.h"
#include "tessera/base/cpp17.h"
#include "tessera/base/error.h"
#include "tessera/dtype/dtype.h"
#include "tessera/dtype/scalar.h"
#include "tessera/storage/storage.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/geometry.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/tensor_impl.h"
#include "tessera/tensor/tensor_options.h"

namespace tessera {

class Tensor;
class TensorIndex;
template <class T, size_t N>
class TensorAccessor;
using TensorList = ArrayRef<Tensor>;
using OptionalIntArrayRef = std::optional<IntArrayRef>;

class GradFn;

// What a loss does with its per-row values.
struct Reduction {
  enum Reduction_ : int64_t { None, Mean, Sum };
};

namespace detail {
// A callable given to register_hook, without <functional> in this header.
struct Hook {
  virtual ~Hook() = default;
  // Returns the gradient to use instead, or an undefined Tensor.
  virtual Tensor Call(const Tensor& grad) = 0;
};
template <class F>
struct HookOf;
// An integer, but not bool.
template <class I>
using IfDim =
    std::enable_if_t<std::is_integral_v<I> && !std::is_same_v<I, bool>, int>;
}  // namespace detail

class Tensor {
 public:
  // Not defaulted: clang wants that at the end of the class, after the default
  // arguments that call it.
  Tensor() noexcept {}
  Tensor(const Tensor& other) noexcept : impl_(other.impl_) {
    if (impl_) impl_->retain();
  }
  Tensor(Tensor&& other) noexcept : impl_(other.impl_) {
    other.impl_ = nullptr;
  }
  ~Tensor() {
    if (impl_ && impl_->release()) detail::DestroyTensorImpl(impl_);
  }
  // `b = a` makes b the same tensor as a; `a[0] = b` copies into the view.
  Tensor& operator=(const Tensor& other) & noexcept {
    Tensor(other).swap(*this);
    return *this;
  }
  Tensor& operator=(Tensor&& other) & noexcept {
    swap(other);
    if (other.impl_ && other.impl_ != impl_) other.reset();
    return *this;
  }
  Tensor& operator=(const Tensor& value) &&;
  Tensor& operator=(Tensor&& value) &&;
  Tensor& operator=(const Scalar& value) &&;

  void swap(Tensor& other) noexcept { std::swap(impl_, other.impl_); }
  void reset() noexcept { Tensor().swap(*this); }

  // ---- What it is ----
  bool defined() const { return impl_ != nullptr; }
  IntArrayRef sizes() const { return get()->geometry.sizes(); }
  IntArrayRef strides() const { return get()->geometry.strides(); }
  // dim counts from the end where negative. IndexError out of range.
  int64_t size(int64_t dim) const;
  int64_t stride(int64_t dim) const;
  int64_t dim() const { return get()->geometry.dim(); }
  int64_t ndimension() const { return dim(); }
  int64_t numel() const { return get()->geometry.numel(); }
  int64_t storage_offset() const { return get()->geometry.offset(); }
  bool is_contiguous(MemoryFormat = MemoryFormat::Contiguous) const {
    return get()->geometry.is_contiguous();
  }
  TypeMeta dtype() const { return TypeMeta(scalar_type()); }
  DType scalar_type() const { return get()->geometry.dtype(); }
  Device device() const { return get()->device; }
  Layout layout() const { return kStrided; }
  TensorOptions options() const {
    return TensorOptions(scalar_type()).device(device());
  }
  size_t element_size() const { return elementSize(scalar_type()); }
  size_t itemsize() const { return element_size(); }
  size_t nbytes() const { return numel() * element_size(); }
  bool is_cpu() const { return device().is_cpu(); }
  bool is_cuda() const { return device().is_cuda(); }
  int64_t get_device() const { return is_cpu() ? -1 : device().index(); }
  bool is_floating_point() const { return isFloatingType(scalar_type()); }
  bool is_complex() const { return isComplexType(scalar_type()); }
  bool is_signed() const { return isSignedType(scalar_type()); }
  bool is_same(const Tensor& other) const { return impl_ == other.impl_; }
  bool is_same_size(const Tensor& other) const {
    return sizes() == other.sizes();
  }
  int64_t nelement() const { return numel(); }
  // Whether both are the same elements of one storage in the same order.
  bool is_set_to(const Tensor& other) const {
    return is_alias_of(other) && get()->geometry == other.get()->geometry;
  }
  bool is_alias_of(const Tensor& other) const {
    return get()->storage == other.get()->storage;
  }
  bool is_inference() const { return get()->flags & kInferenceTensor; }
  bool is_view() const { return get()->base != nullptr; }
  size_t use_count() const { return impl_ ? impl_->use_count() : 0; }
  const Geometry& geometry() const { return get()->geometry; }
  // Counts writes to the memory; shared by all views and detached aliases.
  uint32_t _version() const;
  // The tensor that this is a view of; undefined where it is none.
  Tensor _base() const;
  tessera::Storage storage() const;

  // ---- Elements ----
  // The value of a tensor of one element, from any device. ValueError
  // otherwise, and where T cannot hold it: a float an imaginary part.
  Scalar item() const;
  template <class T>
  T item() const {
    return static_cast<T>(item().to<T>());
  }
  // Of one element: whether it is nonzero. ValueError otherwise.
  bool is_nonzero() const;
  // The first element in host memory. DeviceError naming .cpu() elsewhere,
  // DTypeError where T is another dtype.
  template <class T>
  T* data_ptr() const {
    return static_cast<T*>(DataPtr(dtype_of<T>, true));
  }
  template <class T>
  T* mutable_data_ptr() const {
    return data_ptr<T>();
  }
  template <class T>
  const T* const_data_ptr() const {
    return static_cast<const T*>(DataPtr(dtype_of<T>, false));
  }
  // An address on the tensor's device, unchecked; null where it is empty.
  void* data_ptr() const;
  // Fast unchecked access in host memory; tensor/accessor.h. Only on lvalues.
  template <class T, size_t N>
  TensorAccessor<T, N> accessor() const&;
  template <class T, size_t N>
  TensorAccessor<T, N> accessor() && = delete;

  // ---- Indexing (tensor/indexing.h) ----
  Tensor operator[](int64_t index) const;
  Tensor operator[](const Tensor& index) const;
  // A view; with index tensors or masks a copy, which cannot be assigned to:
  // index_put_ writes.
  Tensor index(ArrayRef<TensorIndex> indices) const;
  Tensor index(std::initializer_list<TensorIndex> indices) const;
  // accumulate: adds, also where an index is repeated.
  Tensor& index_put_(ArrayRef<TensorIndex> indices, const Tensor& value,
                     bool accumulate = false) const;
  Tensor& index_put_(ArrayRef<TensorIndex> indices, const Scalar& value,
                     bool accumulate = false) const;
  Tensor& index_put_(std::initializer_list<TensorIndex> indices,
                     const Tensor& value, bool accumulate = false) const;
  Tensor& index_put_(std::initializer_list<TensorIndex> indices,
                     const Scalar& value, bool accumulate = false) const;
  // t(0, Slice(1, 3)) is t.index({0, Slice(1, 3)}).
  template <class... I>
  Tensor operator()(const I&... indices) const;

  // ---- Casts and moves ----
  // Each returns the tensor itself where nothing changes and copy is false.
  Tensor to(DType dtype, bool non_blocking = false, bool copy = false) const;
  Tensor to(Device device, bool non_blocking = false, bool copy = false) const;
  Tensor to(TypeMeta dtype, bool non_blocking = false,
            bool copy = false) const {
    return to(static_cast<DType>(dtype), non_blocking, copy);
  }
  Tensor to(DeviceType type, bool non_blocking = false,
            bool copy = false) const {
    return to(Device(type), non_blocking, copy);
  }
  Tensor to(Device device, DType dtype, bool non_blocking = false,
            bool copy = false) const;
  Tensor to(const TensorOptions& options, bool non_blocking = false,
            bool copy = false) const;
  Tensor to(const Tensor& other, bool non_blocking = false,
            bool copy = false) const;
  Tensor toType(DType dtype) const { return to(dtype); }
  Tensor type_as(const Tensor& other) const { return to(other.scalar_type()); }
  Tensor cpu() const { return to(Device(DeviceType::CPU)); }
  Tensor cuda() const { return to(Device(DeviceType::CUDA, 0)); }
  Tensor contiguous(MemoryFormat format = MemoryFormat::Contiguous) const;
  // The same bytes as another dtype; a template, so that view({}) is a shape.
  template <class D, std::enable_if_t<std::is_same_v<D, DType> ||
                                          std::is_same_v<D, TypeMeta>,
                                      int> = 0>
  Tensor view(D dtype) const;

  // ---- Autograd; needs //autograd:engine, but for the flags ----
  bool requires_grad() const;
  // Only floating and complex tensors may (DTypeError), only leaves may stop
  // (AutogradError naming detach()).
  const Tensor& requires_grad_(bool requires_grad = true) const;
  const Tensor& set_requires_grad(bool requires_grad) const {
    return requires_grad_(requires_grad);
  }
  bool is_leaf() const;
  // The accumulated gradient of a leaf (or after retain_grad()); undefined
  // until there is one.
  const Tensor& grad() const;
  Tensor& mutable_grad() const;
  void set_grad(const Tensor& grad) const;
  // What made this tensor, or null for a leaf: `t.grad_fn()->name()`.
  GradFn grad_fn() const;
  uint32_t output_nr() const { return get()->output_nr; }
  void backward(const Tensor& gradient = {},
                std::optional<bool> retain_graph = std::nullopt,
                bool create_graph = false,
                std::optional<TensorList> inputs = std::nullopt) const;
  void retain_grad() const;
  bool retains_grad() const;
  // f(const Tensor& grad) returns void or the gradient to use instead.
  template <class F>
  unsigned register_hook(F f) const {
    return RegisterHook(new detail::HookOf<F>(std::move(f)), false);
  }
  // f(const Tensor& leaf) runs once the leaf's grad holds the new gradient.
  template <class F>
  unsigned register_post_accumulate_grad_hook(F f) const {
    return RegisterHook(new detail::HookOf<F>(std::move(f)), true);
  }
  void remove_hook(unsigned id) const;
  // Shares memory and version, not the graph. As .detach(), a snapshot of the
  // handle; set_data swaps the memory of this one.
  Tensor data() const { return variable_data(); }
  Tensor tensor_data() const { return variable_data(); }
  Tensor variable_data() const;
  void set_data(const Tensor& data) const;

  // ---- Printing (features.md, Printing) ----
  // As Python's repr.
  std::string to_string() const;
  void print() const;

#include "tessera/tensor/ops/methods.inc"

  // See tensor/overloads.h.
  template <class I, detail::IfDim<I> = 0>
  Tensor std(I dim) const {
    return std(IntArrayRef(static_cast<int64_t>(dim)));
  }
  template <class I, detail::IfDim<I> = 0>
  Tensor var(I dim) const {
    return var(IntArrayRef(static_cast<int64_t>(dim)));
  }

  // ---- For the packages of this project ----
  // Takes over one reference.
  static Tensor Steal(TensorImpl* impl) {
    Tensor t;
    t.impl_ = impl;
    return t;
  }
  static Tensor Retain(TensorImpl* impl) {
    if (impl) impl->retain();
    return Steal(impl);
  }
  TensorImpl* impl() const { return impl_; }
  // libtorch's name, by which optimizers' states are found.
  TensorImpl* unsafeGetTensorImpl() const { return impl_; }
  TensorImpl* Release() {
    TensorImpl* impl = impl_;
    impl_ = nullptr;
    return impl;
  }

 private:
  TensorImpl* get() const {
    if (__builtin_expect(!impl_, 0)) ThrowUndefined();
    return impl_;
  }
  [[noreturn]] static void ThrowUndefined();
  void* DataPtr(DType dtype, bool writes) const;
  unsigned RegisterHook(detail::Hook* hook, bool post_accumulate) const;

  TensorImpl* impl_ = nullptr;
};

// A counted pointer to a node of the graph.
class GradFn {
 public:
  GradFn() = default;
  explicit GradFn(GraphNode* node) : node_(node) {
    if (node_) node_->retain();
  }
  GradFn(const GradFn& other) : GradFn(other.node_) {}
  GradFn& operator=(GradFn other) {
    std::swap(node_, other.node_);
    return *this;
  }
  ~GradFn() {
    if (node_ && node_->release()) node_->Destroy();
  }
  GraphNode* get() const { return node_; }
  GraphNode* operator->() const { return node_; }
  GraphNode& operator*() const { return *node_; }
  explicit operator bool() const { return node_ != nullptr; }
  bool operator==(const GradFn& other) const { return node_ == other.node_; }
  bool operator!=(const GradFn& other) const { return node_ != other.node_; }
  bool operator==(std::nullptr_t) const { return node_ == nullptr; }
  bool operator!=(std::nullptr_t) const { return node_ != nullptr; }

 private:
  GraphNode* node_ = nullptr;
};

// Declared here for Tensor::view(dtype); documented in tensor/ops.h.
Tensor view_dtype(const Tensor& self, DType dtype);

template <class D,
          std::enable_if_t<
              std::is_same_v<D, DType> || std::is_same_v<D, TypeMeta>, int>>
Tensor Tensor::view(D dtype) const {
  return view_dtype(*this, static_cast<DType>(dtype));
}

using Variable = Tensor;
using tensor_list = std::vector<Tensor>;
using variable_list = std::vector<Tensor>;

std::ostream& operator<<(std::ostream& os, const Tensor& tensor);

// float32[2,3]@cpu, as operands appear in messages.
void AppendTo(std::string* out, const Tensor& tensor);

namespace detail {

template <class F>
struct HookOf final : Hook {
  explicit HookOf(F f) : f(std::move(f)) {}
  Tensor Call(const Tensor& grad) override {
    if constexpr (std::is_void_v<decltype(f(grad))>) {
      f(grad);
      return Tensor();
    } else {
      return f(grad);
    }
  }
  F f;
};

}  // namespace detail
}  // namespace tessera

#endif  // TESSERA_TENSOR_TENSOR_H_
