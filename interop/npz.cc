#include "tessera/interop/npz.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"
#include "tessera/interop/npy.h"
#include "tessera/interop/quote.h"
#include "tessera/interop/zip.h"

namespace tessera {
namespace {

constexpr std::string_view kSuffix = ".npy";

}  // namespace

NamedTensors ParseNpz(std::string_view bytes, const std::string& file) {
  NamedTensors tensors;
  std::string scratch;
  for (const ZipMember& member : ParseZip(bytes, file)) {
    const std::string where = Str(file, ": member ", Quoted(member.name));
    if (member.name.size() < kSuffix.size() ||
        member.name.substr(member.name.size() - kSuffix.size()) != kSuffix) {
      throw FileError("npz", Str(where, ": expected a name that ends in .npy"));
    }
    const std::string_view npy = ZipMemberBytes(bytes, member, file, &scratch);
    tensors.emplace_back(
        member.name.substr(0, member.name.size() - kSuffix.size()),
        ParseNpy(npy, where));
  }
  return tensors;
}

NamedTensors load_npz(const std::string& path) {
  const MappedFile file(path);
  return ParseNpz(file.bytes(), path);
}

void save_npz(const std::string& path, const NamedTensors& tensors,
              bool compressed) {
  AtomicFile file(path);
  ZipWriter zip([&](std::string_view bytes) { file.Write(bytes); });
  for (const auto& [name, tensor] : tensors) {
    if (name.empty()) {
      throw ValueError("save_npz", "expected a name for every array, got \"\"");
    }
    const NpyParts parts = MakeNpyParts("save_npz", tensor);
    zip.Add(name + std::string(kSuffix), {parts.header, parts.bytes()},
            compressed);
  }
  zip.Finish();
  file.Commit();
}

}  // namespace tessera
