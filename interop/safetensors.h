// Tensors to and from .safetensors files, which every tool of the PyTorch world
// reads: names, dtypes, shapes and bytes, and a map of texts.
//
//   SaveSafetensors("model.safetensors", {{"weight", w}, {"bias", b}});
//   for (auto& [name, tensor] : LoadSafetensors("model.safetensors"))
//     Use(name, tensor);
//   std::map<std::string, std::string> metadata;
//   LoadSafetensors("model.safetensors", &metadata);
#ifndef TESSERA_INTEROP_SAFETENSORS_H_
#define TESSERA_INTEROP_SAFETENSORS_H_

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tessera/tensor/tensor.h"

namespace tessera {

using NamedTensors = std::vector<std::pair<std::string, Tensor>>;

// Writes the tensors' values, of any strides and device; the file appears whole
// or not at all. ValueError for a name that occurs twice, DTypeError for
// complex128, which the format lacks, FileError where writing fails.
void SaveSafetensors(const std::string& path, const NamedTensors& tensors,
                     const std::map<std::string, std::string>& metadata = {});

// The tensors in the order of their bytes, on the CPU: with mmap over the
// file's pages (Note [Mapped files] in file_tensor.h), else each with memory of
// its own. FileError where the file is damaged or no such file.
NamedTensors LoadSafetensors(
    const std::string& path,
    std::map<std::string, std::string>* metadata = nullptr, bool mmap = false);

// The same with the file's bytes in memory; `file` names them in messages.
std::string SafetensorsBytes(
    const NamedTensors& tensors,
    const std::map<std::string, std::string>& metadata = {});
NamedTensors ParseSafetensors(
    std::string_view bytes, const std::string& file,
    std::map<std::string, std::string>* metadata = nullptr);

}  // namespace tessera

#endif  // TESSERA_INTEROP_SAFETENSORS_H_
