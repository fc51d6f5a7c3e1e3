// Ops of the index family that are made of others.
#include <algorithm>
#include <vector>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/index_call.h"
#include "tessera/tensor/ops/run.h"

namespace tessera::run {

Tensor take_along_dim(const Tensor& self, const Tensor& indices,
                      std::optional<int64_t> dim) {
  const char* op = "take_along_dim";
  detail::CheckDefined(op, self, 0);
  detail::CheckDefined(op, indices, 1);
  if (!dim) {
    return tessera::gather(self.reshape({-1}), 0, indices.reshape({-1}));
  }
  if (self.dim() != indices.dim()) {
    throw ShapeError(op, Str("input and indices should have the same number of "
                             "dimensions, got ",
                             self, " and ", indices));
  }
  const int64_t d = WrapDim(op, *dim, self.dim());
  if (self.dim() == 0) return tessera::gather(self, d, indices);
  const auto at = static_cast<size_t>(d);
  std::vector<int64_t> of_self = self.sizes().vec();
  std::vector<int64_t> of_indices = indices.sizes().vec();
  const int64_t size = of_self[at], n = of_indices[at];
  of_self[at] = of_indices[at] = 1;
  std::vector<int64_t> both = BroadcastSizes(op, of_self, of_indices);
  both[at] = n;
  const Tensor index = indices.expand(both);
  both[at] = size;
  return tessera::gather(self.expand(both), d, index);
}

// ---- repeat_interleave ----

namespace {

constexpr const char* kRepeat = "repeat_interleave";

void CheckOutputSize(std::optional<int64_t> output_size, int64_t size) {
  if (!output_size || *output_size == size) return;
  throw ShapeError(kRepeat,
                   Str("expected output_size to be the resulting size ", size,
                       ", got ", *output_size));
}

void CheckRepeats(const Tensor& repeats) {
  detail::CheckDefined(kRepeat, repeats);
  if (repeats.scalar_type() == DType::Long ||
      repeats.scalar_type() == DType::Int) {
    return;
  }
  throw DTypeError(kRepeat, Str("repeats has to be int64 or int32, got ",
                                repeats, "; convert with .to(int64)"));
}

// What is repeated along *dim: the flattened self without a dim, or of 0-d.
Tensor Repeated(const Tensor& self, std::optional<int64_t> dim, int64_t* at) {
  detail::CheckDefined(kRepeat, self);
  *at = dim ? WrapDim(kRepeat, *dim, self.dim()) : 0;
  return dim && self.dim() ? self : self.reshape({-1});
}

}  // namespace

Tensor repeat_interleave(const Tensor& repeats,
                         std::optional<int64_t> output_size) {
  CheckRepeats(repeats);
  if (repeats.dim() != 1) {
    throw ShapeError(kRepeat, Str("repeat_interleave only accepts 1-d repeats, "
                                  "got ",
                                  repeats));
  }
  const Tensor dense = detail::Dense(repeats);
  const Tensor total = detail::MakeTensor({}, DType::Long, repeats.device());
  IndexPlan plan =
      detail::IndexBuilder(IndexPlan::kTotal, dense, total, dense).plan();
  plan.numel = dense.numel();
  detail::RunIndex(Op::repeat_interleave, kRepeat, plan, repeats.device(), 0);
  const int64_t size = detail::ItemFor(kRepeat, total).toLong();
  CheckOutputSize(output_size, size);
  const Tensor out =
      detail::MakeTensor(size, DType::Long, repeats.device(), kRepeat);
  plan.mode = IndexPlan::kRepeat;
  plan.small = out.impl()->data();
  detail::RunIndex(Op::repeat_interleave, kRepeat, plan, repeats.device(), 0);
  return out;
}

Tensor repeat_interleave(const Tensor& self, const Tensor& repeats,
                         std::optional<int64_t> dim,
                         std::optional<int64_t> output_size) {
  CheckRepeats(repeats);
  int64_t at;
  const Tensor x = Repeated(self, dim, &at);
  const int64_t n = x.size(at);
  if (repeats.dim() > 1 || (repeats.numel() != 1 && repeats.numel() != n)) {
    throw ShapeError(kRepeat,
                     Str("repeats must have the same size as input along dim, "
                         "or one element: expected [",
                         n, "], got ", repeats, " for ", self));
  }
  const Tensor each = repeats.numel() == n ? repeats.reshape({n})
                                           : repeats.reshape({1}).expand({n});
  return tessera::index_select(x, at,
                               tessera::repeat_interleave(each, output_size));
}

Tensor repeat_interleave(const Tensor& self, int64_t repeats,
                         std::optional<int64_t> dim,
                         std::optional<int64_t> output_size) {
  int64_t at;
  const Tensor x = Repeated(self, dim, &at);
  if (repeats < 0) {
    throw Error(kRepeat, Str("repeats can not be negative, got ", repeats));
  }
  std::vector<int64_t> sizes = x.sizes().vec();
  const auto place = sizes.begin() + at;
  int64_t both;
  if (MulOverflows(*place, repeats, &both)) {
    throw ShapeError(kRepeat, Str("expected a result of fewer than 2^63 "
                                  "elements, got ",
                                  repeats, " repeats of ", self));
  }
  CheckOutputSize(output_size, both);
  sizes.insert(place + 1, repeats);
  Tensor out = x.unsqueeze(at + 1).expand(sizes);
  sizes.erase(sizes.begin() + at);
  sizes[static_cast<size_t>(at)] = both;
  out = out.reshape(sizes);
  return out.is_alias_of(self) ? out.clone() : out;
}

// ---- Counts of classes ----

Tensor one_hot(const Tensor& self, int64_t num_classes) {
  const char* op = "one_hot";
  detail::CheckDefined(op, self);
  if (self.scalar_type() != DType::Long) {
    throw DTypeError(op, Str("one_hot is only applicable to index tensors of "
                             "dtype int64, got ",
                             self, "; convert with .to(int64)"));
  }
  if (num_classes < -1) {
    throw ValueError(op, Str("expected num_classes of at least 1, or -1 for "
                             "the greatest class + 1, got ",
                             num_classes));
  }
  std::vector<int64_t> sizes = self.sizes().vec();
  if (self.numel() == 0) {
    if (num_classes <= 0) {
      throw Error(op, Str("Can not infer total number of classes from the "
                          "empty tensor ",
                          self, "; give num_classes"));
    }
    sizes.push_back(num_classes);
    return tessera::zeros(sizes, self.options());
  }
  const int64_t least = detail::ItemFor(op, tessera::amin(self)).toLong();
  const int64_t greatest = detail::ItemFor(op, tessera::amax(self)).toLong();
  if (least < 0) {
    throw Error(op, Str("Class values must be non-negative, got ", least));
  }
  if (num_classes != -1 && greatest >= num_classes) {
    throw Error(op, Str("Class values must be smaller than num_classes ",
                        num_classes, ", got ", greatest));
  }
  if (num_classes == -1 && AddOverflows(greatest, 1, &num_classes)) {
    throw Error(op, Str("Class values must be smaller than ", greatest,
                        ", got ", greatest));
  }
  sizes.push_back(num_classes);
  Tensor out = tessera::zeros(sizes, self.options());
  return out.scatter_(-1, self.unsqueeze(-1), 1);
}

Tensor bincount(const Tensor& self, const Tensor& weights, int64_t minlength) {
  const char* op = "bincount";
  detail::CheckDefined(op, self);
  detail::CheckDType(Op::bincount, self);
  if (minlength < 0) {
    throw ValueError(op, Str("minlength should be >= 0, got ", minlength));
  }
  if (self.dim() != 1) {
    throw ShapeError(op, Str("bincount only supports 1-d non-negative integral "
                             "inputs, got ",
                             self));
  }
  if (weights.defined() && weights.sizes() != self.sizes()) {
    throw ShapeError(op, Str("weights should have the same length as self: "
                             "expected ",
                             self.numel(), ", got ", weights));
  }
  const Tensor at = self.to(DType::Long);
  int64_t n = 0;
  if (at.numel()) {
    const int64_t least = detail::ItemFor(op, tessera::amin(at)).toLong();
    if (least < 0) {
      throw Error(op, Str("expected non-negative integers, got ", least));
    }
    const int64_t greatest = detail::ItemFor(op, tessera::amax(at)).toLong();
    if (AddOverflows(greatest, 1, &n)) {
      throw Error(op, Str("expected integers below 2^63 - 1, got ", greatest));
    }
  }
  DType dtype = DType::Long;
  if (weights.defined()) {
    dtype =
        weights.scalar_type() == DType::Float ? DType::Float : DType::Double;
  }
  const Tensor add = weights.defined()
                         ? weights.detach().to(dtype)
                         : tessera::ones({}, at.options()).expand(at.sizes());
  return tessera::zeros({std::max(n, minlength)}, at.options().dtype(dtype))
      .scatter_add_(0, at, add);
}

}  // namespace tessera::run
