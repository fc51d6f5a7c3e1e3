#include "tessera/tests/ops/any_input.h"

#include <iterator>
#include <limits>
#include <utility>

#include "tessera/autograd/autograd.h"
#include "tessera/base/str.h"

namespace tessera::any_input {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Small ones, so that results are, or so large that memory cannot hold them.
const std::vector<int64_t> kInts = {0,
                                    0,
                                    1,
                                    1,
                                    1,
                                    2,
                                    2,
                                    3,
                                    -1,
                                    -1,
                                    -2,
                                    -3,
                                    4,
                                    7,
                                    63,
                                    64,
                                    65,
                                    -65,
                                    int64_t{1} << 45,
                                    INT64_MAX,
                                    INT64_MIN,
                                    INT64_MIN + 1};
const std::vector<double> kNumbers = {0,     1,    2,   -1,    0.5,    -0.5,
                                      1e-3,  3,    7,   1e300, -1e300, kInf,
                                      -kInf, kNan, -0., 255,   300,    5e-324};
const std::vector<DType> kTypes = {
    kBool,    kUInt8,    kUInt16,       kUInt32,       kUInt64,
    kInt8,    kInt16,    kInt32,        kInt64,        kInt64,
    kFloat16, kBFloat16, kFloat32,      kFloat32,      kFloat32,
    kFloat64, kFloat64,  kComplexFloat, kComplexDouble};
const std::vector<const char*> kTexts = {
    "none", "mean",      "sum",   "prod", "amax",     "amin",
    "add",  "floor",     "trunc", "tanh", "constant", "ij",
    "xy",   "left",      "right", "fro",  "multiply", "",
    "junk", "ij,jk->ik", "ii->i", "...i", "i,i",      "%"};
const std::vector<std::vector<int64_t>> kShapes = {
    {},     {0},    {1},       {3},       {3},    {3, 3}, {2, 3},   {2, 3},
    {1, 3}, {0, 3}, {2, 0, 3}, {2, 3, 4}, {1, 1}, {5},    {2, 2, 2}};

Tensor DrawTensor(Random& r) {
  if (r.OneIn(40)) return {};
  if (r.OneIn(60)) return zeros(std::vector<int64_t>(64, 1));
  const DType dtype = r.Of(kTypes);
  const std::vector<int64_t>& shape = r.Of(kShapes);
  // Integers serve as indices, so most are small.
  std::vector<double> values;
  int64_t n = 1;
  for (int64_t size : shape) n *= size;
  const bool wild = r.OneIn(3);
  for (int64_t i = 0; i < n; ++i) {
    values.push_back(wild ? r.Of(kNumbers) : static_cast<double>(r.Next() % 3));
  }
  Tensor t = tensor(values).view(shape).to(dtype);
  if (dtype == kInt64 && n > 0 && r.OneIn(6)) t.view({-1})[0] = r.Of(kInts);
  switch (r.Next() % 6) {
    case 0:
      t = t.dim() >= 2 ? t.transpose(0, 1) : t;
      break;
    case 1:  // a step of its own
      if (t.dim() >= 1 && t.size(0) > 0) {
        t = t.repeat_interleave(2, 0).slice(0, 0, INT64_MAX, 2);
      }
      break;
    case 2:
      if (t.dim() >= 1) t = t.slice(0, INT64_MAX, std::nullopt, -1);
      break;
    case 3:
      if (r.OneIn(3))
        t = t.expand([&] {
          std::vector<int64_t> sizes = t.sizes().vec();
          sizes.insert(sizes.begin(), 2);
          return sizes;
        }());
      break;
  }
  if ((t.is_floating_point() || t.is_complex()) && r.OneIn(3)) {
    t = t.detach().requires_grad_();
    if (r.OneIn(2)) t = t * 1;
  }
  return t;
}

Scalar DrawScalar(Random& r) {
  switch (r.Next() % 5) {
    case 0:
      return r.Of(kInts);
    case 1:
      return r.OneIn(2);
    case 2:
      return complex<double>(r.Of(kNumbers), r.Of(kNumbers));
    default:
      return r.Of(kNumbers);
  }
}

// A tensor over another device's copy of t's whole storage.
Tensor Moved(const Tensor& t, Device device) {
  if (!t.defined()) return t;
  const Tensor plain = t.detach();
  Tensor moved;
  bool forwards = true;
  for (int64_t stride : t.strides()) forwards &= stride >= 0;
  const int64_t room =
      static_cast<int64_t>(t.storage().nbytes() / elementSize(t.scalar_type()));
  if (t.is_contiguous() && t.numel() == room) {
    moved = plain.to(device);  // no view, as t
  } else if (forwards && room > 0) {
    moved = plain.as_strided({room}, {1}, 0)
                .to(device)
                .as_strided(t.sizes(), t.strides(), t.storage_offset());
  } else {
    moved = plain.to(device);
  }
  if (!t.requires_grad()) return moved;
  moved = moved.detach().requires_grad_();
  return t.is_leaf() ? moved : moved.clone();
}

const Overload kOverloads[] = {
#include "tests/ops/any_input_calls.inc"
};

}  // namespace

ArrayRef<Overload> Overloads() {
  return ArrayRef<Overload>(kOverloads, std::size(kOverloads));
}

Frame::Frame(const Overload& overload, Random& r) : overload_(overload) {
  for (int i = 0; i < overload.num_params; ++i) {
    Argument a;
    a.has = !r.OneIn(3);
    a.tensor = DrawTensor(r);
    a.scalar = DrawScalar(r);
    a.integer = r.Of(kInts);
    a.reduction = r.OneIn(8) ? a.integer : static_cast<int64_t>(r.Next() % 3);
    a.real = r.Of(kNumbers);
    a.text = r.Of(kTexts);
    a.dtype = r.Of(kTypes);
    for (uint64_t n = r.Next() % 4; n > 0; --n) {
      a.ints.push_back(r.OneIn(8) ? r.Of(kInts)
                                  : static_cast<int64_t>(r.Next() % 4) - 1);
      a.tensors.push_back(r.OneIn(3) || a.tensors.empty() ? DrawTensor(r)
                                                          : a.tensors[0]);
    }
    if (r.OneIn(2)) a.options = a.options.dtype(a.dtype);
    if (r.OneIn(20)) a.options = a.options.device(Device("cuda:3"));
    if (r.OneIn(6)) a.options = a.options.requires_grad(true);
    if (r.OneIn(4)) a.generator = Generator();
    arguments_.push_back(std::move(a));
  }
  // Often one shape and dtype, as most ops ask for.
  if (r.OneIn(2)) {
    for (Argument& a : arguments_) {
      if (!r.OneIn(4)) a.tensor = arguments_[0].tensor;
    }
  }
  for (int i = 0; i < 3; ++i) {
    outs_.push_back(r.OneIn(4) ? arguments_[0].tensor : DrawTensor(r));
  }
}

void Frame::MoveTo(Device device) {
  std::vector<std::pair<const void*, Tensor>> moved;
  const auto move = [&](Tensor& t) {
    if (!t.defined()) return;
    const void* const was = t.impl();
    for (const auto& pair : moved) {
      if (pair.first == was) {
        t = pair.second;
        return;
      }
    }
    before_.push_back(t);  // lest another gets its address
    t = Moved(t, device);
    moved.emplace_back(was, t);
  };
  for (Argument& a : arguments_) {
    move(a.tensor);
    for (Tensor& t : a.tensors) move(t);
    if (!a.options.has_device()) a.options = a.options.device(device);
  }
  for (Tensor& t : outs_) move(t);
}

std::vector<Tensor> Frame::Operands() const {
  std::vector<Tensor> all;
  for (const Argument& a : arguments_) {
    all.push_back(a.tensor);
    all.insert(all.end(), a.tensors.begin(), a.tensors.end());
  }
  all.insert(all.end(), outs_.begin(), outs_.end());
  return all;
}

std::string Frame::Bytes() const {
  std::string all;
  for (const Tensor& t : Operands()) {
    if (!t.defined()) continue;
    const Storage storage = t.storage();
    all.append(static_cast<const char*>(storage.data()), storage.nbytes());
  }
  return all;
}
std::string Frame::Text() const {
  std::string text;
  for (const Argument& a : arguments_) {
    text += Str(" | ", a.tensor.defined() ? Str(a.tensor) : "no tensor", " ",
                a.scalar, " ", a.integer, " ", a.real, " ", a.text, " ",
                a.dtype, " ", IntArrayRef(a.ints), " ", a.has);
  }
  return text;
}

}  // namespace tessera::any_input
