#include "tessera/nn/any_module.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::nn {

namespace detail {

void ThrowArgumentCount(const Module& module, size_t expected, size_t got) {
  throw TypeError("AnyModule", Str("expected ", expected, " arguments for ",
                                   module.name(), ".forward, got ", got));
}

void ThrowArgumentType(const Module& module, size_t position,
                       const std::type_info& expected,
                       const std::type_info& got) {
  throw TypeError("AnyModule", Str("expected argument #", position, " of ",
                                   module.name(), ".forward to be of type ",
                                   expected.name(), ", got ", got.name()));
}

void ThrowResultType(const Module& module, const std::type_info& expected,
                     const std::type_info& got) {
  throw TypeError("AnyModule", Str("expected the result of ", module.name(),
                                   ".forward to be taken as ", expected.name(),
                                   ", got ", got.name()));
}

void ThrowEmptyAnyModule() {
  throw ValueError("AnyModule", "cannot use an empty AnyModule");
}

void ThrowAnyModuleClass(const Module& module) {
  throw TypeError("AnyModule", Str("expected a module of another class, got ",
                                   module.name()));
}

}  // namespace detail

void FunctionalImpl::pretty_print(std::ostream& stream) const {
  stream << "torch::nn::Functional()";
}

}  // namespace tessera::nn
