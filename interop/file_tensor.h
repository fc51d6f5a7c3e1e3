// A tensor of a part of a file, over the mapped pages or in memory of its own.
//
//   FileBytes file(path, /*mmap=*/true);
//   NpyHeader h = ParseNpyHeader(file.bytes(), path);
//   Tensor t = file.MakeTensor(h.data_begin, h.shape, h.dtype);
//   t.zero_();  // the file stays as it was
//
// Note [Mapped files]
// With mmap, pages are read when they are first touched, and shared with other
// processes that map the file. What is written to the tensor stays in this
// process's memory. The storage keeps the mapping until the last tensor goes;
// the file may be deleted or replaced by rename meanwhile. Elements that cannot
// be used where they lie (at an address that their size does not divide, or
// big-endian) are copied. Sizes are checked against the file before anything is
// mapped to a tensor; a file that another process cuts off later ends the
// program at the next touch (SIGBUS), as with every mapping.
#ifndef TESSERA_INTEROP_FILE_TENSOR_H_
#define TESSERA_INTEROP_FILE_TENSOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/interop/file.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

class FileBytes {
 public:
  FileBytes(const std::string& path, bool mmap);

  std::string_view bytes() const { return file_->bytes(); }

  // The elements from byte `begin` on, row-major; they must lie within the
  // file. Bytes of bools that are neither 0 nor 1 become 1.
  Tensor MakeTensor(uint64_t begin, const std::vector<int64_t>& sizes,
                    DType dtype) const;

 private:
  std::shared_ptr<MappedFile> file_;
  bool mmap_;
};

// The same of bytes in memory: always a copy.
Tensor CopyToTensor(const char* bytes, const std::vector<int64_t>& sizes,
                    DType dtype);

}  // namespace tessera

#endif  // TESSERA_INTEROP_FILE_TENSOR_H_
