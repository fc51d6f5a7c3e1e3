// Tensors to and from NumPy's .npy files.
//
//   save_npy("a.npy", tensor({1, 2, 3}));
//   Tensor a = load_npy("a.npy");     // int64[3]
//   // np.load("a.npy"), np.save("b.npy", b)
//   save_npy("w.npy", weight.detach().cpu());
#ifndef TESSERA_INTEROP_NPY_H_
#define TESSERA_INTEROP_NPY_H_

#include <string>

#include "tessera/tensor/tensor.h"

namespace tessera {

// The array of the file in memory of its own, on the CPU; one in Fortran order
// has its strides. FileError for a damaged file or elements that no dtype
// holds.
Tensor load_npy(const std::string& path);

// Writes the values in C order; the file appears whole or not at all.
// AutogradError for a tensor that requires grad, DeviceError for one of another
// device than the CPU, DTypeError for bfloat16, which NumPy lacks.
void save_npy(const std::string& path, const Tensor& tensor);

}  // namespace tessera

#endif  // TESSERA_INTEROP_NPY_H_
