#include "tessera/autograd/view_grad.h"

#include <algorithm>

#include "tessera/autograd/arith.h"
#include "tessera/autograd/formula.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/views.h"

namespace tessera::autograd {
namespace {

// A dense buffer over the bytes that whole and part reach.
struct Buffer {
  Tensor flat;
  Geometry whole;
  Geometry part;
};

int64_t FloorDiv(int64_t a, int64_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

Buffer MakeBuffer(const Geometry& whole, const Geometry& part, Device device,
                  bool zeros) {
  if (whole.MayOverlap()) {
    throw NotImplementedError(
        "backward",
        Str("expected the base of a view to have no overlapping elements, got "
            "sizes ",
            detail::SizesText(whole.sizes()), " with strides ",
            detail::SizesText(whole.strides()), "; clone() it first"));
  }
  int64_t low, high, part_low, part_high;
  whole.Extent(&low, &high);
  part.Extent(&part_low, &part_high);
  const int64_t item = static_cast<int64_t>(whole.itemsize());
  const int64_t part_item = static_cast<int64_t>(part.itemsize());
  low = std::min(low, FloorDiv(part_low * part_item, item));
  high = std::max(high, FloorDiv(part_high * part_item + item - 1, item));
  Buffer buffer{detail::MakeTensor({high - low}, whole.dtype(), device), whole,
                part};
  if (zeros) detail::FillValue("backward", buffer.flat, 0);
  buffer.whole.set_offset(whole.offset() - low);
  buffer.part.set_offset(part.offset() - low * item / part_item);
  return buffer;
}

Tensor Alias(const Tensor& t, const Geometry& geometry) {
  Tensor alias = detail::MakeAlias(t);
  alias.impl()->geometry = geometry;
  return alias;
}

// The whole as a tensor that owns its dense memory where that is possible.
Tensor WholeOf(Buffer&& buffer) {
  if (buffer.whole.is_contiguous() && buffer.whole.offset() == 0 &&
      buffer.whole.numel() == buffer.flat.numel()) {
    buffer.flat.impl()->geometry = buffer.whole;
    return std::move(buffer.flat);
  }
  return run::clone(Alias(buffer.flat, buffer.whole), MemoryFormat::Preserve);
}

// part += g, where part may reach an element more than once.
void AddOverlapping(const Tensor& part, const Tensor& g) {
  const Geometry& geometry = part.geometry();
  if (!geometry.MayOverlap()) {
    AddInto(part, g);
    return;
  }
  int64_t dim = -1;
  for (int64_t d = 0; d < geometry.dim(); ++d) {
    if (geometry.size(d) < 2) continue;
    if (geometry.stride(d) == 0) {
      AddOverlapping(Alias(part, views::Narrow("backward", geometry, d, 0, 1)),
                     SumDim(g, d));
      return;
    }
    if (dim < 0 || geometry.size(d) < geometry.size(dim)) dim = d;
  }
  for (int64_t i = 0; i < geometry.size(dim); ++i) {
    AddOverlapping(Alias(part, views::Select("backward", geometry, dim, i)),
                   run::select(g, dim, i));
  }
}

bool SameNumbers(const Geometry& a, const Geometry& b) {
  return a.dtype() == b.dtype() || toRealValueType(a.dtype()) == b.dtype() ||
         toRealValueType(b.dtype()) == a.dtype();
}

Tensor RunTake(const Tensor& x, const Geometry& whole, const Geometry& part) {
  int64_t low, high, part_low, part_high;
  whole.Extent(&low, &high);
  part.Extent(&part_low, &part_high);
  const int64_t item = static_cast<int64_t>(whole.itemsize());
  const int64_t part_item = static_cast<int64_t>(part.itemsize());
  if (x.geometry().strides() == whole.strides() && x.numel() > 0 &&
      low * item <= part_low * part_item &&
      part_high * part_item <= high * item) {
    Geometry g = part;
    g.set_offset(part.offset() +
                 (x.storage_offset() - whole.offset()) * item / part_item);
    return Alias(x, g);
  }
  Buffer buffer = MakeBuffer(whole, part, x.device(), true);
  detail::CopyValues("backward", Alias(buffer.flat, buffer.whole), x);
  return Alias(buffer.flat, buffer.part);
}

Tensor RunPut(const Tensor& g, const Geometry& whole, const Geometry& part) {
  Buffer buffer = MakeBuffer(whole, part, g.device(), true);
  const Tensor target = Alias(buffer.flat, buffer.part);
  if (part.numel() != 0) {
    if (part.MayOverlap()) {
      AddOverlapping(target, g);
    } else {
      detail::CopyValues("backward", target, g);
    }
  }
  return WholeOf(std::move(buffer));
}

Tensor RunZero(const Tensor& x, const Geometry& whole, const Geometry& part) {
  Buffer buffer = MakeBuffer(whole, part, x.device(), false);
  detail::CopyValues("backward", Alias(buffer.flat, buffer.whole), x);
  if (part.numel() != 0) {
    detail::FillValue("backward", Alias(buffer.flat, buffer.part), 0);
  }
  return WholeOf(std::move(buffer));
}

struct ViewGradNode : NodeOf<1> {
  Geometry whole, part;
};

struct TakeViewBackward final : ViewGradNode {
  const char* op_name() const override { return "TakeViewBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = PutView(g[0], whole, part);
  }
};
struct PutViewBackward final : ViewGradNode {
  const char* op_name() const override { return "PutViewBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = TakeView(g[0], whole, part);
  }
};
struct ZeroViewBackward final : ViewGradNode {
  const char* op_name() const override { return "ZeroViewBackward0"; }
  void Backward(const Tensor* g, Tensor* out) override {
    out[0] = ZeroView(g[0], whole, part);
  }
};

template <class N>
Tensor Call(Tensor (*run)(const Tensor&, const Geometry&, const Geometry&),
            const Tensor& x, const Geometry& whole, const Geometry& part) {
  if (!SameNumbers(whole, part)) {
    throw NotImplementedError(
        "backward", Str("no gradient between ", name(whole.dtype()),
                        " and a view of its bytes as ", name(part.dtype())));
  }
  if (!detail::WantsGrad(x)) return run(x, whole, part);
  Recorder<N> record(x);
  record->whole = whole;
  record->part = part;
  return record.Finish(run(x, whole, part));
}

}  // namespace

Tensor TakeView(const Tensor& x, const Geometry& whole, const Geometry& part) {
  return Call<TakeViewBackward>(RunTake, x, whole, part);
}

Tensor PutView(const Tensor& g, const Geometry& whole, const Geometry& part) {
  return Call<PutViewBackward>(RunPut, g, whole, part);
}

Tensor ZeroView(const Tensor& x, const Geometry& whole, const Geometry& part) {
  return Call<ZeroViewBackward>(RunZero, x, whole, part);
}

}  // namespace tessera::autograd
