#include "tessera/interop/safetensors.h"

#include <unordered_map>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"
#include "tessera/interop/file_tensor.h"
#include "tessera/interop/safetensors_format.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Header first, then each tensor's bytes.
template <class Write>
void WriteSafetensors(const NamedTensors& tensors,
                      const std::map<std::string, std::string>& metadata,
                      const Write& write) {
  std::vector<SafetensorsEntry> entries;
  std::unordered_map<std::string, const Tensor*> by_name;
  for (const auto& [name, tensor] : tensors) {
    if (!tensor.defined()) {
      throw ValueError("safetensors", Str("expected a defined tensor for '",
                                          name, "', got an undefined one"));
    }
    SafetensorsEntry entry;
    entry.name = name;
    entry.dtype = tensor.scalar_type();
    entry.shape = tensor.sizes().vec();
    entries.push_back(std::move(entry));
    by_name[name] = &tensor;
  }
  write(SerializeSafetensorsHeader(&entries, metadata));
  NoGradGuard no_grad;
  for (const SafetensorsEntry& entry : entries) {
    const Tensor values = by_name.at(entry.name)->detach().cpu().contiguous();
    if (values.nbytes() == 0) continue;
    write(std::string_view(static_cast<const char*>(values.data_ptr()),
                           values.nbytes()));
  }
}

}  // namespace

void SaveSafetensors(const std::string& path, const NamedTensors& tensors,
                     const std::map<std::string, std::string>& metadata) {
  AtomicFile file(path);
  WriteSafetensors(tensors, metadata,
                   [&](std::string_view bytes) { file.Write(bytes); });
  file.Commit();
}

std::string SafetensorsBytes(
    const NamedTensors& tensors,
    const std::map<std::string, std::string>& metadata) {
  std::string out;
  WriteSafetensors(tensors, metadata,
                   [&](std::string_view bytes) { out += bytes; });
  return out;
}

namespace {

// make(entry) gives each tensor.
template <class Make>
NamedTensors MakeTensors(std::string_view bytes, const std::string& file,
                         std::map<std::string, std::string>* metadata,
                         const Make& make) {
  SafetensorsHeader header = ParseSafetensorsHeader(bytes, file);
  NamedTensors tensors;
  tensors.reserve(header.tensors.size());
  for (const SafetensorsEntry& entry : header.tensors) {
    tensors.emplace_back(entry.name, make(entry));
  }
  if (metadata) *metadata = std::move(header.metadata);
  return tensors;
}

}  // namespace

NamedTensors ParseSafetensors(std::string_view bytes, const std::string& file,
                              std::map<std::string, std::string>* metadata) {
  return MakeTensors(bytes, file, metadata, [&](const SafetensorsEntry& entry) {
    return CopyToTensor(bytes.data() + entry.begin, entry.shape, entry.dtype);
  });
}

NamedTensors LoadSafetensors(const std::string& path,
                             std::map<std::string, std::string>* metadata,
                             bool mmap) {
  const FileBytes file(path, mmap);
  return MakeTensors(
      file.bytes(), path, metadata, [&](const SafetensorsEntry& entry) {
        return file.MakeTensor(entry.begin, entry.shape, entry.dtype);
      });
}

}  // namespace tessera
