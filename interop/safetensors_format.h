// The header of a .safetensors file: which tensors it has, of which dtype and
// shape, and where their bytes are. Format: github.com/huggingface/safetensors,
// README, "Format".
//
//   MappedFile file("model.safetensors");
//   auto header = ParseSafetensorsHeader(file.bytes(), "model.safetensors");
//   for (const SafetensorsEntry& t : header.tensors)
//     Use(t.name, t.dtype, t.shape, file.bytes().substr(t.begin, t.nbytes()));
#ifndef TESSERA_INTEROP_SAFETENSORS_FORMAT_H_
#define TESSERA_INTEROP_SAFETENSORS_FORMAT_H_

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/dtype/dtype.h"

namespace tessera {

// One tensor: contiguous, little-endian. begin and end count from the start of
// the file.
struct SafetensorsEntry {
  std::string name;
  DType dtype = DType::Undefined;
  std::vector<int64_t> shape;
  uint64_t begin = 0;
  uint64_t end = 0;

  uint64_t nbytes() const { return end - begin; }
};

struct SafetensorsHeader {
  std::vector<SafetensorsEntry> tensors;  // in the order of their bytes
  std::map<std::string, std::string> metadata;
};

// Reads and checks the header of the file with these bytes (all of the file);
// `file` is its name for messages. Every entry of the answer lies within bytes
// and has as many as its dtype and shape take; together they cover what follows
// the header without holes or overlaps. FileError otherwise, as for a dtype
// that this library lacks (F8_E4M3 and other 8-bit and smaller floats) or more
// than 64 dimensions. Allocates a few times the header's size at most. Bytes of
// an entry may lie at any address: other writers do not align them.
SafetensorsHeader ParseSafetensorsHeader(std::string_view bytes,
                                         const std::string& file);

// The bytes that a file with these tensors begins with, padded to a multiple of
// 8. Sorts *tensors into the order in which their bytes must follow (dtype by
// descending alignment, then name: the safetensors package's order, whose bytes
// come out) and sets begin and end. ValueError for a name that occurs twice, is
// "__metadata__" or not UTF-8; DTypeError for a dtype that the format lacks
// (complex128).
std::string SerializeSafetensorsHeader(
    std::vector<SafetensorsEntry>* tensors,
    const std::map<std::string, std::string>& metadata = {});

// "F32" for kFloat32; nullptr where the format has no such dtype.
const char* SafetensorsDTypeName(DType dtype);

}  // namespace tessera

#endif  // TESSERA_INTEROP_SAFETENSORS_FORMAT_H_
