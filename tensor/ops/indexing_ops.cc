// Elements by several index tensors and masks: index, index_put, and what picks
// by one mask.
#include <algorithm>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/index_call.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/views.h"

namespace tessera::run {
namespace {

using detail::BumpVersion;
using detail::Dense;
using detail::IndexBuilder;
using detail::SizesText;

constexpr int kMaxDims = Geometry::kMaxDims;

[[noreturn]] void ThrowMaskSizes(const char* op, const Tensor& mask,
                                 const Tensor& self, int64_t at, int64_t dim) {
  throw IndexError(
      op, Str("The shape of the mask ", SizesText(mask.sizes()), " at index ",
              at, " does not match the shape of the indexed tensor ",
              SizesText(self.sizes()), " at index ", dim));
}

// Where values of these sizes lie when they are broadcast to `sizes`; false
// where they cannot be.
bool BroadcastStrides(const Tensor& values, const int64_t* sizes, int64_t rank,
                      int64_t* strides) {
  const int64_t extra = rank - values.dim();
  if (extra < 0) return false;
  std::fill(strides, strides + extra, 0);
  for (int64_t d = 0; d < values.dim(); ++d) {
    const int64_t size = values.geometry().size(d);
    if (size != 1 && size != sizes[extra + d]) return false;
    strides[extra + d] = size == 1 ? 0 : values.geometry().stride(d);
  }
  return true;
}

// The index tensors of one call, held against self, and the positions that
// they give: `sizes`, where each steps in self and in the index.
class Selection {
 public:
  // Checks dtypes and the masks' sizes.
  Selection(Op op, const char* op_name, const Tensor& self, TensorList indices);

  // Whether there is an index tensor at all.
  bool any() const { return count_ > 0; }
  // Whether a single mask selects.
  bool is_mask() const {
    return count_ == 1 && terms_[0].index->scalar_type() == DType::Bool;
  }

  // Counts the trues of masks, broadcasts the tensors together and checks their
  // values where there are several.
  void Resolve();
  IntArrayRef sizes() const {
    return IntArrayRef(sizes_, static_cast<size_t>(rank_));
  }
  // Moves between self and small, whose strides belong to sizes(). Checks the
  // values of a single index tensor before it writes.
  void Run(IndexPlan::Mode mode, const Tensor& small,
           const int64_t* small_stride) const;
  // Writes small, broadcast, where the mask is true. False where it does not
  // broadcast along the mask.
  bool PutMasked(const Tensor& small) const;

 private:
  struct Term {
    const Tensor* index;
    int64_t at;    // the first dimension of self that it takes
    int64_t dims;  // how many: 1, or those of a mask
  };
  int64_t end(int i) const { return terms_[i].at + terms_[i].dims; }
  // Dimensions of self before `to` that come next and are not taken.
  void AddRest(int64_t from, int64_t to) {
    for (int64_t d = from; d < to; ++d) {
      Add(self_.geometry().size(d), self_.geometry().stride(d), 0, false);
    }
  }
  void Add(int64_t size, int64_t big, int64_t index, bool indexed);
  void AddIndexed(IntArrayRef sizes, IntArrayRef strides);
  // The tensor and stride in self of a term; offsets for a mask.
  Tensor Offsets(const Term& term) const;
  void Combine(Tensor* offsets);

  const Op op_;
  const char* const name_;
  const Tensor& self_;
  int count_ = 0;
  bool together_ = true;  // the tensors are neighbours
  Term terms_[kMaxDims];
  // Resolved:
  Tensor index_;
  bool checked_ = false;
  int64_t rank_ = 0;
  int64_t sizes_[kMaxDims];
  int64_t big_[kMaxDims];
  int64_t step_[kMaxDims];  // of the index
  uint64_t indexed_ = 0;    // a bit per dimension
};

Selection::Selection(Op op, const char* op_name, const Tensor& self,
                     TensorList indices)
    : op_(op), name_(op_name), self_(self) {
  int64_t dim = 0;
  for (size_t i = 0; i < indices.size(); ++i) {
    const Tensor& index = indices[i];
    if (!index.defined()) {
      ++dim;
      continue;
    }
    const DType dtype = index.scalar_type();
    const bool mask = dtype == DType::Bool;
    if (!mask && dtype != DType::Long && dtype != DType::Int) {
      detail::ThrowIndexDType(name_, index);
    }
    detail::CheckSameDevice(name_, self, index);
    const int64_t dims = mask ? index.dim() : 1;
    if (count_ == kMaxDims || dim + dims > self.dim()) {
      dim += dims;
      break;
    }
    for (int64_t d = 0; mask && d < dims; ++d) {
      if (index.geometry().size(d) != self.geometry().size(dim + d)) {
        ThrowMaskSizes(name_, index, self, static_cast<int64_t>(i), dim + d);
      }
    }
    if (count_ > 0 && end(count_ - 1) != dim) together_ = false;
    terms_[count_++] = {&index, dim, dims};
    dim += dims;
  }
  if (dim > self.dim() || count_ > kMaxDims) {
    throw IndexError(
        name_, Str("too many indices for tensor of dimension ", self.dim(),
                   ", got ", dim, " for ", self,
                   self.dim() == 0 ? "; item() gives its value" : ""));
  }
}

void Selection::Add(int64_t size, int64_t big, int64_t index, bool indexed) {
  if (rank_ == kMaxDims) {
    throw ShapeError(
        name_, Str("expected a result of at most ", kMaxDims, " dimensions"));
  }
  if (indexed) indexed_ |= uint64_t{1} << rank_;
  sizes_[rank_] = size;
  big_[rank_] = big;
  step_[rank_++] = index;
}

void Selection::AddIndexed(IntArrayRef sizes, IntArrayRef strides) {
  for (size_t d = 0; d < sizes.size(); ++d) Add(sizes[d], 0, strides[d], true);
}

Tensor Selection::Offsets(const Term& term) const {
  if (term.index->scalar_type() != DType::Bool) return *term.index;
  return detail::TrueOffsets(
      *term.index, self_.strides().slice(static_cast<size_t>(term.at),
                                         static_cast<size_t>(term.dims)));
}

// Several tensors become one of offsets into self.
void Selection::Combine(Tensor* offsets) {
  int64_t sizes[kMaxDims];
  int64_t rank = 0;
  for (int i = 0; i < count_; ++i) {
    rank = std::max(rank, offsets[i].dim());
  }
  std::fill(sizes, sizes + rank, 1);
  for (int i = 0; i < count_; ++i) {
    const int64_t extra = rank - offsets[i].dim();
    for (int64_t d = 0; d < offsets[i].dim(); ++d) {
      const int64_t size = offsets[i].geometry().size(d);
      if (size == 1 || size == sizes[extra + d]) continue;
      if (sizes[extra + d] != 1) {
        std::string shapes;
        for (int j = 0; j < count_; ++j) {
          shapes += Str(j ? ", " : " ", SizesText(offsets[j].sizes()));
        }
        throw IndexError(name_, Str("shape mismatch: indexing tensors could "
                                    "not be broadcast together with shapes",
                                    shapes));
      }
      sizes[extra + d] = size;
    }
  }
  const IntArrayRef both(sizes, static_cast<size_t>(rank));
  index_ = detail::MakeTensor(both, DType::Long, self_.device(), name_);
  checked_ = true;
  // As in PyTorch, tensors without any value are not looked at.
  if (index_.numel() == 0) return;
  const int64_t* strides = index_.strides().begin();
  for (int i = 0; i < count_; ++i) {
    const Term& term = terms_[i];
    const bool mask = term.index->scalar_type() == DType::Bool;
    int64_t step[kMaxDims];
    BroadcastStrides(offsets[i], sizes, rank, step);
    IndexBuilder builder(IndexPlan::kOffsets, index_, index_, offsets[i]);
    for (int64_t d = 0; d < rank; ++d) {
      builder.Add({sizes[d], i == 0 ? 0 : strides[d], strides[d], step[d]},
                  false);
    }
    IndexPlan& plan = builder.plan();
    if (i == 0) plan.big = nullptr;
    plan.checked = mask;
    if (!mask) {
      plan.wrap = true;
      plan.dim_size = self_.geometry().size(term.at);
      plan.dim_stride = self_.geometry().stride(term.at);
    }
    detail::RunIndex(op_, name_, plan, self_.device(), term.at);
  }
}

void Selection::Resolve() {
  if (count_ == 1) {
    index_ = Offsets(terms_[0]);
    checked_ = is_mask();
  } else {
    std::vector<Tensor> offsets(static_cast<size_t>(count_));
    for (int i = 0; i < count_; ++i) {
      offsets[static_cast<size_t>(i)] = Offsets(terms_[i]);
    }
    Combine(offsets.data());
  }
  int64_t next = 0;
  if (together_) {
    AddRest(0, terms_[0].at);
    next = terms_[0].at;
  }
  AddIndexed(index_.sizes(), index_.strides());
  for (int i = 0; i < count_; ++i) {
    AddRest(next, terms_[i].at);
    next = end(i);
  }
  AddRest(next, self_.dim());
}

void Selection::Run(IndexPlan::Mode mode, const Tensor& small,
                    const int64_t* small_stride) const {
  if (index_.numel() == 0) return;
  IndexBuilder builder(mode, self_, small, index_);
  for (int64_t d = 0; d < rank_; ++d) {
    builder.Add({sizes_[d], big_[d], small_stride[d], step_[d]},
                indexed_ >> d & 1);
  }
  IndexPlan& plan = builder.plan();
  plan.checked = checked_;
  if (!checked_) {
    plan.wrap = true;
    plan.dim_size = self_.geometry().size(terms_[0].at);
    plan.dim_stride = self_.geometry().stride(terms_[0].at);
  }
  detail::RunIndex(op_, name_, plan, self_.device(), terms_[0].at);
}

bool Selection::PutMasked(const Tensor& small) const {
  // As if the mask had one true, to which anything that may be repeated fits.
  const int64_t rank = self_.dim() - terms_[0].dims + 1;
  int64_t sizes[kMaxDims + 1], strides[kMaxDims + 1];
  int64_t n = 0;
  for (int64_t d = 0; d < terms_[0].at; ++d) {
    sizes[n++] = self_.geometry().size(d);
  }
  sizes[n++] = 1;
  for (int64_t d = end(0); d < self_.dim(); ++d) {
    sizes[n++] = self_.geometry().size(d);
  }
  if (!BroadcastStrides(small, sizes, rank, strides)) return false;
  const Tensor& mask = *terms_[0].index;
  IndexBuilder builder(IndexPlan::kPutMasked, self_, small, mask);
  for (int64_t d = 0; d < self_.dim(); ++d) {
    const int64_t of_mask = d - terms_[0].at;
    const bool masked = of_mask >= 0 && of_mask < terms_[0].dims;
    const int64_t at = of_mask < 0 ? d : d - terms_[0].dims + 1;
    builder.Add({self_.geometry().size(d), self_.geometry().stride(d),
                 masked ? 0 : strides[at],
                 masked ? mask.geometry().stride(of_mask) : 0},
                false);
  }
  detail::RunIndex(op_, name_, builder.plan(), self_.device(), 0);
  return true;
}

// What `selection` picks from self.
Tensor Pick(Op op, const char* op_name, const Tensor& self,
            TensorList indices) {
  // First of all, so that a missing kernel is named.
  Kernels().Get<IndexPlan>(op, self.device().type(), self.scalar_type());
  Selection selection(op, op_name, self, indices);
  if (!selection.any()) return run::clone(self, MemoryFormat::Contiguous);
  selection.Resolve();
  Tensor out = detail::MakeTensor(selection.sizes(), self.scalar_type(),
                                  self.device(), op_name);
  selection.Run(IndexPlan::kGather, out, out.strides().begin());
  return out;
}

}  // namespace

Tensor index(const Tensor& self, TensorList indices) {
  detail::CheckDefined("index", self);
  return Pick(Op::index, "index", self, indices);
}

namespace {

// values in self's dtype and on its device, in memory of their own.
Tensor ValuesFor(const char* op, const Tensor& self, const Tensor& values) {
  detail::CheckDefined(op, values, 2);
  const bool same = values.scalar_type() == self.scalar_type();
  if (values.dim() != 0) {
    detail::CheckSameDevice(op, self, values);
    if (!same) {
      throw DTypeError(
          op, Str("Index put requires the source and destination "
                  "dtypes match: expected ",
                  name(self.scalar_type()), ", got ", values, " for ", self,
                  "; convert with .to(", name(self.scalar_type()), ")"));
    }
  } else if (!same || values.device() != self.device()) {
    return run::_to_copy(values, self.device(), self.scalar_type(), false);
  }
  return detail::Apart(values, self);
}

}  // namespace

Tensor& index_put_(Tensor& self, TensorList indices, const Tensor& values,
                   bool accumulate) {
  const char* op = "index_put_";
  detail::CheckDefined(op, self, 0);
  Kernels().Get<IndexPlan>(Op::index_put, self.device().type(),
                           self.scalar_type());
  const Tensor source = ValuesFor(op, self, values);
  detail::CheckWritable(op, self);
  if (accumulate && isReducedFloatingType(self.scalar_type())) {
    // Summed in float32, rounded once.
    Tensor wide = run::_to_copy(self, self.device(), DType::Float, false);
    run::index_put_(wide, indices,
                    run::_to_copy(source, self.device(), DType::Float, false),
                    true);
    detail::CopyValues(op, self, wide);
    BumpVersion(self);
    return self;
  }
  // An index that lies in self's memory must not change on the way.
  std::vector<Tensor> apart;
  for (const Tensor& t : indices) {
    if (!t.defined() || !t.is_alias_of(self)) continue;
    for (const Tensor& u : indices) {
      apart.push_back(u.defined() ? detail::Apart(u, self) : u);
    }
    indices = apart;
    break;
  }
  Selection selection(Op::index_put, op, self, indices);
  if (!selection.any()) {
    if (accumulate) return run::add_(self, source, 1);
    detail::CopyValues(op, self, source);
    BumpVersion(self);
    return self;
  }
  if (accumulate || !selection.is_mask() || !selection.PutMasked(source)) {
    selection.Resolve();
    const IntArrayRef sizes = selection.sizes();
    int64_t strides[kMaxDims];
    if (!BroadcastStrides(source, sizes.begin(),
                          static_cast<int64_t>(sizes.size()), strides)) {
      throw ShapeError(op,
                       Str("shape mismatch: value tensor of shape ",
                           SizesText(source.sizes()),
                           " cannot be broadcast to indexing result of shape ",
                           SizesText(sizes)));
    }
    selection.Run(accumulate ? IndexPlan::kAdd : IndexPlan::kPut, source,
                  strides);
  }
  BumpVersion(self);
  return self;
}

Tensor index_put(const Tensor& self, TensorList indices, const Tensor& values,
                 bool accumulate) {
  OpScope scope("index_put");
  detail::CheckDefined("index_put", self);
  Tensor out = run::clone(self, MemoryFormat::Preserve);
  return run::index_put_(out, indices, values, accumulate);
}

// ---- By one mask that broadcasts ----

namespace {

void CheckMask(const char* op, const Tensor& self, const Tensor& mask) {
  detail::CheckDefined(op, self, 0);
  detail::CheckDefined(op, mask, 1);
  detail::CheckSameDevice(op, self, mask);
  if (mask.scalar_type() == DType::Bool) return;
  throw DTypeError(
      op, Str("expected a bool mask, got ", mask, "; convert with .to(bool)"));
}

Tensor BroadcastView(const char* op, const Tensor& t, IntArrayRef sizes) {
  Tensor view = detail::MakeAlias(t);
  view.impl()->geometry = views::BroadcastTo(op, t.geometry(), sizes);
  return view;
}

}  // namespace

Tensor masked_select(const Tensor& self, const Tensor& mask) {
  CheckMask("masked_select", self, mask);
  const std::vector<int64_t> sizes =
      BroadcastSizes("masked_select", self.sizes(), mask.sizes());
  return Pick(Op::masked_select, "masked_select",
              BroadcastView("masked_select", self, sizes),
              BroadcastView("masked_select", mask, sizes));
}

Tensor& masked_scatter_(Tensor& self, const Tensor& mask,
                        const Tensor& source) {
  const char* op = "masked_scatter_";
  CheckMask(op, self, mask);
  detail::CheckDefined(op, source, 2);
  detail::CheckSameDevice(op, self, source);
  detail::CheckSameDType(op, self, source);
  detail::CheckWritable(op, self);
  const Tensor offsets = detail::TrueOffsets(
      BroadcastView(op, mask, self.sizes()), self.strides());
  if (source.numel() < offsets.numel()) {
    throw ShapeError(op, Str("expected a source of at least as many elements "
                             "as the mask has trues, ",
                             offsets.numel(), ", got ", source));
  }
  const Tensor flat = Dense(detail::Apart(source, self));
  IndexBuilder builder(IndexPlan::kPut, self, flat, offsets);
  builder.Add({offsets.numel(), 0, 1, 1}, false);
  builder.plan().checked = true;
  detail::RunIndex(Op::masked_scatter, op, builder.plan(), self.device(), 0);
  BumpVersion(self);
  return self;
}

Tensor masked_scatter(const Tensor& self, const Tensor& mask,
                      const Tensor& source) {
  OpScope scope("masked_scatter");
  CheckMask("masked_scatter", self, mask);
  Tensor out = run::clone(
      BroadcastView(
          "masked_scatter", self,
          BroadcastSizes("masked_scatter", self.sizes(), mask.sizes())),
      MemoryFormat::Contiguous);
  return run::masked_scatter_(out, mask, source);
}

// ---- nonzero ----

Tensor nonzero(const Tensor& self) {
  detail::CheckDefined("nonzero", self);
  return detail::NonzeroPositions(Dense(self));
}

Tensor argwhere(const Tensor& self) { return tessera::nonzero(self); }

std::vector<Tensor> nonzero_numpy(const Tensor& self) {
  detail::CheckDefined("nonzero_numpy", self);
  return tessera::nonzero(self.dim() ? self : self.unsqueeze(0)).unbind(1);
}

}  // namespace tessera::run
