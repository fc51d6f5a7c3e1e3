// Reads IDX files, in which MNIST comes, as they are or compressed by gzip.
// Format: yann.lecun.com/exdb/mnist, "The IDX file format".
//
//   IdxArray a = ReadIdx("train-images-idx3-ubyte.gz");
//   a.dtype;   // kUInt8
//   a.shape;   // {60000, 28, 28}
//   a.bytes;   // 47040000 of them, elements in this machine's byte order
#ifndef TESSERA_INTEROP_IDX_H_
#define TESSERA_INTEROP_IDX_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/dtype/dtype.h"

namespace tessera {

struct IdxArray {
  DType dtype = DType::Undefined;  // uint8 int8 int16 int32 float32 float64
  std::vector<int64_t> shape;
  std::vector<uint8_t> bytes;  // contiguous, the last dimension fastest
};

// Reads a file with these bytes (all of it); `file` is its name for messages.
// FileError where the text is no IDX file, does not end where its shape says,
// is damaged (gzip's checksum) or has more than max_bytes of data. A compressed
// file is inflated as far as its shape goes and no further, into memory that
// grows with what has been inflated.
IdxArray ParseIdx(std::string_view bytes, const std::string& file,
                  uint64_t max_bytes = uint64_t{1} << 34);

IdxArray ReadIdx(const std::string& path,
                 uint64_t max_bytes = uint64_t{1} << 34);

}  // namespace tessera

#endif  // TESSERA_INTEROP_IDX_H_
