// Prints an ArrayRef to a stream.
//
//   #include "tessera/base/array_ref_io.h"
//   std::cout << t.sizes();  // [2, 3]
#ifndef TESSERA_BASE_ARRAY_REF_IO_H_
#define TESSERA_BASE_ARRAY_REF_IO_H_

#include <ostream>

#include "tessera/base/array_ref.h"

namespace tessera {

template <class T>
std::ostream& operator<<(std::ostream& os, ArrayRef<T> list) {
  return os << Str(list);
}

}  // namespace tessera

#endif  // TESSERA_BASE_ARRAY_REF_IO_H_
