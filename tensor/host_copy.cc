#include "tessera/tensor/host_copy.h"

#include <cstring>

#include "tessera/dtype/convert.h"
#include "tessera/dtype/visit.h"

namespace tessera::detail {
namespace {

// Calls f(place of the element) for every index in row-major order; strides
// are those of a second geometry where it differs (broadcasting).
template <class F>
void ForEachElement(const Geometry& shape, const int64_t* a_strides,
                    const int64_t* b_strides, F f) {
  const int ndim = static_cast<int>(shape.dim());
  int64_t index[Geometry::kMaxDims] = {};
  int64_t a = 0;
  int64_t b = 0;
  for (int64_t left = shape.numel(); left > 0; --left) {
    f(a, b);
    for (int d = ndim - 1; d >= 0; --d) {
      a += a_strides[d];
      b += b_strides[d];
      if (++index[d] < shape.size(d)) break;
      a -= a_strides[d] * shape.size(d);
      b -= b_strides[d] * shape.size(d);
      index[d] = 0;
    }
  }
}

}  // namespace

Scalar LoadScalar(const void* element, DType dtype) {
  return visit(dtype, all_types, [&](auto tag) {
    typename decltype(tag)::type value;
    std::memcpy(&value, element, sizeof value);
    return Scalar(value);
  });
}

void StoreScalar(void* element, DType dtype, const Scalar& number) {
  visit(dtype, all_types, [&](auto tag) {
    const auto value = Convert<typename decltype(tag)::type>(number);
    std::memcpy(element, &value, sizeof value);
  });
}

void HostCopy(void* dst, const Geometry& to, const void* src,
              const Geometry& from) {
  const int64_t to_item = to.itemsize();
  const int64_t from_item = from.itemsize();
  char* out = static_cast<char*>(dst) + to.offset() * to_item;
  const char* in = static_cast<const char*>(src) + from.offset() * from_item;
  int64_t strides[Geometry::kMaxDims];
  const int64_t lead = to.dim() - from.dim();
  for (int64_t d = 0; d < to.dim(); ++d) {
    strides[d] = d < lead || from.size(d - lead) == 1 ? 0 : from.stride(d - lead);
  }
  const bool same = to.dtype() == from.dtype();
  ForEachElement(to, to.strides_data(), strides, [&](int64_t a, int64_t b) {
    char* place = out + a * to_item;
    const char* value = in + b * from_item;
    if (same) {
      std::memcpy(place, value, static_cast<size_t>(to_item));
    } else {
      StoreScalar(place, to.dtype(), LoadScalar(value, from.dtype()));
    }
  });
}

void HostFill(void* dst, const Geometry& geometry, const Scalar& value) {
  const int64_t item = geometry.itemsize();
  char element[16];
  StoreScalar(element, geometry.dtype(), value);
  char* out = static_cast<char*>(dst) + geometry.offset() * item;
  ForEachElement(geometry, geometry.strides_data(), geometry.strides_data(),
                 [&](int64_t a, int64_t) {
                   std::memcpy(out + a * item, element,
                               static_cast<size_t>(item));
                 });
}

}  // namespace tessera::detail
