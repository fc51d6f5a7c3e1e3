// str: what operator<< writes of each part, as libtorch's c10::str.
//
//   std::string s = str("sizes ", t.sizes(), ", ", true);  // "sizes [2, 3], 1"
//
// Str (base/str.h) is lighter and what this library's own messages use.
#ifndef TESSERA_BASE_STREAM_STR_H_
#define TESSERA_BASE_STREAM_STR_H_

#include <sstream>
#include <string>

#include "tessera/base/cpp17.h"

namespace tessera {

template <class... A>
std::string str(const A&... parts) {
  std::ostringstream stream;
  (stream << ... << parts);
  return stream.str();
}

}  // namespace tessera

#endif  // TESSERA_BASE_STREAM_STR_H_
