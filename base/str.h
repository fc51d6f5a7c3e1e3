// Str concatenates what error messages are made of.
//
//   Str("expected dim < ", 3, ", got ", -7)      // "expected dim < 3, got -7"
//   Str("sizes ", IntArrayRef({2, 3}), ", ", true)  // "sizes [2, 3], true"
//
// Takes strings, characters, bool ("true"), integers, floating-point numbers
// (%g) and every type that has, in its own namespace, a function
// void AppendTo(std::string*, const T&). What has none goes through its
// operator<<; that needs <sstream>.
#ifndef TESSERA_BASE_STR_H_
#define TESSERA_BASE_STR_H_

#include <cstdint>
#include <iosfwd>
#include <string>
#include <type_traits>
#include <utility>

#include "tessera/base/cpp17.h"

namespace tessera {
namespace internal {

void AppendInt(std::string* out, int64_t value);
void AppendUInt(std::string* out, uint64_t value);
void AppendDouble(std::string* out, double value);

template <class T, class = void>
struct HasAppendTo : std::false_type {};
template <class T>
struct HasAppendTo<T, decltype(AppendTo(std::declval<std::string*>(),
                                        std::declval<const T&>()))>
    : std::true_type {};

// Complete where it is used, so that this header needs no <sstream>.
template <class T>
struct StreamFor {
  using type = std::ostringstream;
};

template <class T>
void AppendPart(std::string* out, const T& part) {
  if constexpr (std::is_same<T, bool>::value) {
    *out += part ? "true" : "false";
  } else if constexpr (std::is_same<T, char>::value) {
    *out += part;
  } else if constexpr (std::is_integral<T>::value) {
    if constexpr (std::is_signed<T>::value) {
      AppendInt(out, part);
    } else {
      AppendUInt(out, part);
    }
  } else if constexpr (std::is_floating_point<T>::value) {
    AppendDouble(out, static_cast<double>(part));
  } else if constexpr (std::is_convertible<const T&, std::string_view>::value) {
    *out += std::string_view(part);
  } else if constexpr (HasAppendTo<T>::value) {
    AppendTo(out, part);
  } else {
    typename StreamFor<T>::type stream;
    stream << part;
    *out += stream.str();
  }
}

}  // namespace internal

template <class... A>
std::string Str(const A&... parts) {
  std::string out;
  (internal::AppendPart(&out, parts), ...);
  return out;
}

}  // namespace tessera

#endif  // TESSERA_BASE_STR_H_
