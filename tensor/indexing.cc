#include "tessera/tensor/indexing.h"

#include <string_view>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"

namespace tessera {
namespace {

// The view that the basic indices (all but tensors) give. Index tensors stay:
// (*tensors)[d] belongs to dimension d of the view; empty without any.
Tensor BasicView(const char* op, const Tensor& self,
                 ArrayRef<TensorIndex> indices, std::vector<Tensor>* tensors) {
  using Kind = TensorIndex::Kind;
  int64_t taken = 0;
  bool ellipsis = false;
  for (const TensorIndex& index : indices) {
    switch (index.kind()) {
      case Kind::kInteger:
      case Kind::kSlice:
        ++taken;
        break;
      case Kind::kTensor: {
        const Tensor& t = index.tensor();
        const bool mask = t.defined() && t.scalar_type() == DType::Bool;
        taken += mask ? t.dim() : 1;
        break;
      }
      case Kind::kEllipsis:
        if (ellipsis) {
          throw IndexError(op, "expected one ellipsis ('...') at most");
        }
        ellipsis = true;
        break;
      default:
        break;
    }
  }
  if (taken > self.dim()) {
    throw IndexError(
        op, Str("too many indices for tensor of dimension ", self.dim(),
                ", got ", taken, " for ", self,
                self.dim() == 0 ? "; item() gives its value" : ""));
  }
  Tensor view = self;
  int64_t dim = 0;
  for (const TensorIndex& index : indices) {
    switch (index.kind()) {
      case Kind::kNone:
        view = view.unsqueeze(dim++);
        break;
      case Kind::kEllipsis:
        dim += self.dim() - taken;
        break;
      case Kind::kInteger:
        view = view.select(dim, index.integer());
        break;
      case Kind::kSlice: {
        const indexing::Slice& s = index.slice();
        if (s.start() || s.stop() || s.step() != 1) {
          view = view.slice(dim, s.start(), s.stop(), s.step());
        }
        ++dim;
        break;
      }
      case Kind::kBoolean:
        view = view.unsqueeze(dim);
        if (!index.boolean()) view = view.narrow(dim, 0, 0);
        ++dim;
        break;
      case Kind::kTensor: {
        const Tensor& t = index.tensor();
        if (t.dim() == 0 && isIntegralType(t.scalar_type(), false)) {
          view = view.select(dim, t.item().toLong());
          break;
        }
        tensors->resize(static_cast<size_t>(dim));
        tensors->push_back(t);
        dim += t.scalar_type() == DType::Bool ? t.dim() : 1;
        break;
      }
    }
  }
  return view;
}

void RefuseTensors(const char* op, const std::vector<Tensor>& tensors) {
  for (const Tensor& t : tensors) {
    if (!t.defined()) continue;
    throw NotImplementedError(
        op, Str("indexing by the tensor ", t,
                " is not built yet; use index_select, gather or masked_fill"));
  }
}

}  // namespace

TensorIndex::TensorIndex(const char* text) : kind_(Kind::kEllipsis) {
  if (std::string_view(text) != "...") {
    throw ValueError("index", Str("expected \"...\", got \"", text, "\""));
  }
}

Tensor Tensor::operator[](int64_t index) const { return select(0, index); }

Tensor Tensor::operator[](const Tensor& index) const {
  return this->index({TensorIndex(index)});
}

Tensor Tensor::index(ArrayRef<TensorIndex> indices) const {
  std::vector<Tensor> tensors;
  Tensor view = BasicView("index", *this, indices, &tensors);
  RefuseTensors("index", tensors);
  // PyTorch gives a new handle even where no index changes anything.
  return view.is_same(*this) ? slice(0) : view;
}

Tensor Tensor::index(std::initializer_list<TensorIndex> indices) const {
  return index(ArrayRef<TensorIndex>(indices.begin(), indices.size()));
}

Tensor& Tensor::index_put_(ArrayRef<TensorIndex> indices, const Tensor& value) {
  std::vector<Tensor> tensors;
  Tensor view = BasicView("index_put_", *this, indices, &tensors);
  RefuseTensors("index_put_", tensors);
  // Leading dimensions of 1 of the value may be dropped.
  Tensor source = value;
  while (source.dim() > view.dim() && source.size(0) == 1) {
    source = source.select(0, 0);
  }
  view.copy_(source);
  return *this;
}

Tensor& Tensor::index_put_(ArrayRef<TensorIndex> indices, const Scalar& value) {
  std::vector<Tensor> tensors;
  Tensor view = BasicView("index_put_", *this, indices, &tensors);
  RefuseTensors("index_put_", tensors);
  view.fill_(value);
  return *this;
}

Tensor& Tensor::index_put_(std::initializer_list<TensorIndex> indices,
                           const Tensor& value) {
  return index_put_(ArrayRef<TensorIndex>(indices.begin(), indices.size()),
                    value);
}

Tensor& Tensor::index_put_(std::initializer_list<TensorIndex> indices,
                           const Scalar& value) {
  return index_put_(ArrayRef<TensorIndex>(indices.begin(), indices.size()),
                    value);
}

}  // namespace tessera
