// The header of a .npy file: dtype, byte order, memory order and shape of its
// array. Format: NumPy's "NEP 1" and numpy.lib.format, versions 1 to 3.
//
//   MappedFile file("a.npy");
//   NpyHeader header = ParseNpyHeader(file.bytes(), "a.npy");
//   Use(header.dtype, header.shape,
//       file.bytes().substr(header.data_begin, header.nbytes));
//   std::string begin = SerializeNpyHeader(kFloat32, {2, 3});
#ifndef TESSERA_INTEROP_NPY_FORMAT_H_
#define TESSERA_INTEROP_NPY_FORMAT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/dtype/dtype.h"

namespace tessera {

struct NpyHeader {
  DType dtype = DType::Undefined;
  bool big_endian = false;     // elements of one byte: false
  bool fortran_order = false;  // the first dimension varies fastest
  std::vector<int64_t> shape;
  uint64_t data_begin = 0;  // from the start of bytes
  uint64_t nbytes = 0;
};

// Reads and checks the header at the start of bytes (all of the file); `file`
// is its name for messages. The array's bytes lie within `bytes`; what follows
// them is left alone, since NumPy writes several arrays into one file one after
// the other. FileError for a text that is no .npy file, for data that is cut
// off, and for what has no dtype here: objects, strings, dates, records, long
// doubles. The header's dictionary is read as data, never evaluated.
NpyHeader ParseNpyHeader(std::string_view bytes, const std::string& file);

// What np.save puts before the array's bytes (which are little-endian), byte
// for byte: version 1, or 2 where the header is too long for it. DTypeError for
// bfloat16, which NumPy lacks.
std::string SerializeNpyHeader(DType dtype, const std::vector<int64_t>& shape,
                               bool fortran_order = false);

}  // namespace tessera

#endif  // TESSERA_INTEROP_NPY_FORMAT_H_
