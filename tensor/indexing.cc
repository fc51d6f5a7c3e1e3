#include "tessera/tensor/indexing.h"

#include <algorithm>
#include <string_view>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/index_call.h"

namespace tessera {
namespace {

using Kind = TensorIndex::Kind;

void CheckIndexTensor(const char* op, const Tensor& t) {
  if (!t.defined()) {
    throw ValueError(op, "expected an index, got an undefined tensor");
  }
  // Not even a 0-d one is taken for a number: it could be a mask.
  if (t.scalar_type() == DType::Byte) detail::ThrowIndexDType(op, t);
}

bool IsBool(const Tensor& t) { return t.scalar_type() == DType::Bool; }

// A 0-d integer tensor is an int, a 0-d bool tensor a bool.
bool IsNumber(const Tensor& t) {
  return t.dim() == 0 && isIntegralType(t.scalar_type(), true);
}

// The view that the basic indices give, and the index tensors that pick from
// it: as the op `index` takes them, none if there are none.
Tensor BasicView(const char* op, const Tensor& self,
                 ArrayRef<TensorIndex> indices, std::vector<Tensor>* tensors) {
  int64_t taken = 0;
  bool ellipsis = false, picks = false;
  for (const TensorIndex& index : indices) {
    switch (index.kind()) {
      case Kind::kInteger:
      case Kind::kSlice:
        ++taken;
        break;
      case Kind::kTensor: {
        const Tensor& t = index.tensor();
        CheckIndexTensor(op, t);
        taken += IsBool(t) ? t.dim() : 1;
        picks = picks || !IsNumber(t);
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
  int64_t covered = 0;  // dimensions that *tensors says something about
  const auto add_tensor = [&](const Tensor& t, int64_t dims) {
    tensors->resize(tensors->size() + static_cast<size_t>(dim - covered));
    tensors->push_back(t);
    dim += dims;
    covered = dim;
  };
  // Bools alone become one dimension of 1 or 0: in place, or first where there
  // is something between them, as index tensors do.
  int64_t bool_dim = -1;
  bool all_true = true, bools_together = true;
  const auto add_bool = [&](bool value) {
    if (picks) {  // broadcasts with the other tensors
      add_tensor(full({}, value, TensorOptions(kBool).device(self.device())),
                 0);
      return;
    }
    if (bool_dim < 0) bool_dim = dim;
    bools_together = bools_together && bool_dim == dim;
    all_true = all_true && value;
  };
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
        add_bool(index.boolean());
        break;
      case Kind::kTensor: {
        const Tensor& t = index.tensor();
        if (!IsNumber(t)) {
          add_tensor(t, IsBool(t) ? t.dim() : 1);
        } else if (IsBool(t)) {
          add_bool(t.item().to<bool>());
        } else {
          view = view.select(dim, t.item().toLong());
        }
        break;
      }
    }
  }
  if (bool_dim >= 0) {
    bool_dim = bools_together ? bool_dim : 0;
    view = view.unsqueeze(bool_dim);
    if (!all_true) view = view.narrow(bool_dim, 0, 0);
  }
  return view;
}

// Whether the only index is a tensor that picks: nothing to view.
bool IsOneTensor(const char* op, ArrayRef<TensorIndex> indices) {
  if (indices.size() != 1 || indices[0].kind() != Kind::kTensor) return false;
  CheckIndexTensor(op, indices[0].tensor());
  return !IsNumber(indices[0].tensor());
}

Tensor Picked(const Tensor& self, TensorList tensors) {
  Tensor out = tessera::index(self, tensors);
  out.impl()->flags |= kIndexedCopy;
  return out;
}

// Without leading dimensions of 1 beyond `rank`.
Tensor Trimmed(Tensor value, int64_t rank) {
  while (value.dim() > rank && value.size(0) == 1) value = value.select(0, 0);
  return value;
}

void PutPicked(Tensor& self, TensorList tensors, const Tensor& value,
               bool accumulate) {
  // The result's rank, to which the value broadcasts.
  int64_t rank = self.dim(), of_tensors = 0;
  for (const Tensor& t : tensors) {
    if (!t.defined()) continue;
    rank -= IsBool(t) ? t.dim() : 1;
    of_tensors = std::max(of_tensors, IsBool(t) ? int64_t{1} : t.dim());
  }
  self.index_put_(tensors, Trimmed(value, rank + of_tensors), accumulate);
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
  if (IsOneTensor("index", indices)) return Picked(*this, indices[0].tensor());
  std::vector<Tensor> tensors;
  Tensor view = BasicView("index", *this, indices, &tensors);
  if (!tensors.empty()) return Picked(view, tensors);
  // PyTorch gives a new handle even where no index changes anything.
  if (!view.is_same(*this)) return view;
  return dim() ? slice(0) : this->view(sizes());
}

Tensor Tensor::index(std::initializer_list<TensorIndex> indices) const {
  return index(ArrayRef<TensorIndex>(indices.begin(), indices.size()));
}

Tensor& Tensor::index_put_(ArrayRef<TensorIndex> indices, const Tensor& value,
                           bool accumulate) const {
  const char* op = "index_put_";
  auto& self = const_cast<Tensor&>(*this);
  if (!value.defined()) {
    throw ValueError(op, "expected a value, got an undefined tensor");
  }
  if (IsOneTensor(op, indices)) {
    PutPicked(self, indices[0].tensor(), value, accumulate);
    return self;
  }
  std::vector<Tensor> tensors;
  Tensor view = BasicView(op, self, indices, &tensors);
  if (!tensors.empty()) {
    PutPicked(view, tensors, value, accumulate);
  } else if (accumulate) {
    view.add_(Trimmed(value, view.dim()));
  } else {
    view.copy_(Trimmed(value, view.dim()));
  }
  return self;
}

Tensor& Tensor::index_put_(ArrayRef<TensorIndex> indices, const Scalar& value,
                           bool accumulate) const {
  const char* op = "index_put_";
  auto& self = const_cast<Tensor&>(*this);
  std::vector<Tensor> tensors;
  Tensor view = self;
  TensorList list;
  if (IsOneTensor(op, indices)) {
    list = indices[0].tensor();
  } else {
    view = BasicView(op, self, indices, &tensors);
    list = tensors;
  }
  if (!list.empty()) {
    view.index_put_(list, detail::NumberLike(op, view, value), accumulate);
  } else if (accumulate) {
    view.add_(value);
  } else {
    view.fill_(value);
  }
  return self;
}

Tensor& Tensor::index_put_(std::initializer_list<TensorIndex> indices,
                           const Tensor& value, bool accumulate) const {
  return index_put_(ArrayRef<TensorIndex>(indices.begin(), indices.size()),
                    value, accumulate);
}

Tensor& Tensor::index_put_(std::initializer_list<TensorIndex> indices,
                           const Scalar& value, bool accumulate) const {
  return index_put_(ArrayRef<TensorIndex>(indices.begin(), indices.size()),
                    value, accumulate);
}

std::vector<Tensor> where(const Tensor& condition) {
  OpScope scope("where");
  return nonzero_numpy(condition);
}

}  // namespace tessera
