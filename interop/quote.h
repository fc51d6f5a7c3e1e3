// Shows a piece of a file in an error message: quoted, on one line, short.
//
//   Quoted("abc");            // "abc" with its quotes
//   Quoted("a\nb\xff");       // "a\nb\xff": a backslash and two hex digits
//   Quoted(megabyte_of_x);    // "xxx..." with 40 characters of it
//   throw FileError("npy", Str("no dtype ", Quoted(text)));
#ifndef TESSERA_INTEROP_QUOTE_H_
#define TESSERA_INTEROP_QUOTE_H_

#include <string>
#include <string_view>

#include "tessera/base/cpp17.h"

namespace tessera {

// Bytes outside printable ASCII appear as \xNN, or \n, \r, \t.
std::string Quoted(std::string_view text);

}  // namespace tessera

#endif  // TESSERA_INTEROP_QUOTE_H_
