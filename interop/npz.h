// Tensors to and from NumPy's .npz files: .npy files by name in one zip file.
//
//   save_npz("a.npz", {{"x", x}, {"y", y}});            // np.savez
//   save_npz("b.npz", {{"x", x}}, /*compressed=*/true);  // np.savez_compressed
//   for (auto& [name, tensor] : load_npz("a.npz"))      // np.load
//     Use(name, tensor);
#ifndef TESSERA_INTEROP_NPZ_H_
#define TESSERA_INTEROP_NPZ_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tessera/tensor/tensor.h"

namespace tessera {

using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

// The arrays in the file's order, each as load_npy gives it, in memory of its
// own. Every array's CRC is checked. FileError for a damaged file, members that
// are no .npy files, and elements that no dtype holds.
NamedTensors load_npz(const std::string& path);

// Writes the arrays, deflated where compressed; the file appears whole or not
// at all. ValueError for names that occur twice, are empty or not UTF-8, and
// what save_npy throws.
void save_npz(const std::string& path, const NamedTensors& tensors,
              bool compressed = false);

// The same with the file's bytes in memory; `file` names them in messages.
NamedTensors ParseNpz(std::string_view bytes, const std::string& file);

}  // namespace tessera

#endif  // TESSERA_INTEROP_NPZ_H_
