#include "tessera/interop/file_tensor.h"

#include <cstring>
#include <utility>

#include "tessera/storage/storage.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Reads all, but writes (and so copies pages) only where it must.
void NormalizeBools(char* bytes, size_t n) {
  for (size_t i = 0; i < n; ++i) {
    if (static_cast<unsigned char>(bytes[i]) > 1) bytes[i] = 1;
  }
}

}  // namespace

FileBytes::FileBytes(const std::string& path, bool mmap)
    : file_(std::make_shared<MappedFile>(path,
                                         mmap ? MappedFile::Mode::kPrivateWrites
                                              : MappedFile::Mode::kReadOnly)),
      mmap_(mmap) {}

Tensor CopyToTensor(const char* bytes, const std::vector<int64_t>& sizes,
                    DType dtype) {
  Tensor tensor = empty(sizes, dtype);
  const size_t n = tensor.nbytes();
  if (n > 0) {
    char* const to = static_cast<char*>(tensor.data_ptr());
    std::memcpy(to, bytes, n);
    if (dtype == kBool) NormalizeBools(to, n);
  }
  return tensor;
}

Tensor FileBytes::MakeTensor(uint64_t begin, const std::vector<int64_t>& sizes,
                             DType dtype) const {
  Geometry geometry(sizes, dtype);
  const size_t n = static_cast<size_t>(geometry.numel()) * elementSize(dtype);
  if (!mmap_ || n == 0 || begin % elementSize(dtype) != 0) {
    return CopyToTensor(file_->data() + begin, sizes, dtype);
  }
  char* const first = file_->mutable_data() + begin;
  if (dtype == kBool) NormalizeBools(first, n);
  auto owner = std::make_unique<std::shared_ptr<MappedFile>>(file_);
  Storage storage = Storage::Adopt(
      first, n, kCPU,
      [](void* ctx) { delete static_cast<std::shared_ptr<MappedFile>*>(ctx); },
      owner.get());
  (void)owner.release();
  auto impl = std::make_unique<TensorImpl>(storage.impl(), std::move(geometry),
                                           storage.device());
  (void)storage.Detach();  // its owner is the impl now
  return Tensor::Steal(impl.release());
}

}  // namespace tessera
