// Tensors as arguments and results of nanobind's functions.
#ifndef TESSERA_INTEROP_PYTHON_CASTER_H_
#define TESSERA_INTEROP_PYTHON_CASTER_H_

#include "interop/python/object.h"
#include "nanobind/nanobind.h"

namespace nanobind::detail {

template <>
struct type_caster<tessera::Tensor> {
  NB_TYPE_CASTER(tessera::Tensor, const_name("Tensor"))

  bool from_python(handle from, uint32_t, cleanup_list*) noexcept {
    if (from.is_none()) return true;  // an undefined tensor
    if (!tessera::python::IsTensor(from.ptr())) return false;
    value = tessera::python::Unwrap(from.ptr());
    return true;
  }
  static handle from_cpp(const tessera::Tensor& t, rv_policy,
                         cleanup_list*) noexcept {
    return tessera::python::Wrap(t);
  }
};

}  // namespace nanobind::detail

#endif  // TESSERA_INTEROP_PYTHON_CASTER_H_
