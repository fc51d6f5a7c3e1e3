// Tensors to and from NumPy's .npy files.
//
//   save_npy("a.npy", tensor({1, 2, 3}));
//   Tensor a = load_npy("a.npy");     // int64[3]
//   Tensor b = load_npy("big.npy", /*mmap=*/true);
//   // np.load("a.npy"), np.save("b.npy", b)
//   save_npy("w.npy", weight.detach().cpu());
#ifndef TESSERA_INTEROP_NPY_H_
#define TESSERA_INTEROP_NPY_H_

#include <string>
#include <string_view>

#include "tessera/tensor/tensor.h"

namespace tessera {

// The array of the file, on the CPU; one in Fortran order has its strides. With
// mmap over the file's pages (Note [Mapped files] in file_tensor.h), else in
// memory of its own. FileError for a damaged file or elements that no dtype
// holds.
Tensor load_npy(const std::string& path, bool mmap = false);

// The same with the file's bytes in memory, which are copied; `file` names them
// in messages.
Tensor ParseNpy(std::string_view bytes, const std::string& file);

// Writes the values in C order; the file appears whole or not at all.
// AutogradError for a tensor that requires grad, DeviceError for one of another
// device than the CPU, DTypeError for bfloat16, which NumPy lacks.
void save_npy(const std::string& path, const Tensor& tensor);

// What save_npy writes: a header, and the bytes of values in C order. Errors as
// there, by the name of `op`.
struct NpyParts {
  std::string header;
  Tensor values;

  std::string_view bytes() const;
};
NpyParts MakeNpyParts(const char* op, const Tensor& tensor);

}  // namespace tessera

#endif  // TESSERA_INTEROP_NPY_H_
