#include "tessera/interop/npy.h"

#include <algorithm>
#include <string_view>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"
#include "tessera/interop/file_tensor.h"
#include "tessera/interop/npy_format.h"
#include "tessera/tensor/ops.h"

namespace tessera {

namespace {

// The bytes are those of the transpose in C order, if in Fortran order.
std::vector<int64_t> SizesInFile(const NpyHeader& header) {
  std::vector<int64_t> sizes = header.shape;
  if (header.fortran_order) std::reverse(sizes.begin(), sizes.end());
  return sizes;
}

Tensor Finish(const NpyHeader& header, const Tensor& tensor) {
  if (header.big_endian) {
    char* const out = static_cast<char*>(tensor.data_ptr());
    // Each part of a complex number is swapped alone.
    const size_t width = elementSize(toRealValueType(header.dtype));
    for (size_t i = 0; i < header.nbytes; i += width) {
      std::reverse(out + i, out + i + width);
    }
  }
  if (!header.fortran_order) return tensor;
  std::vector<int64_t> order(header.shape.size());
  for (size_t i = 0; i < order.size(); ++i) {
    order[i] = static_cast<int64_t>(order.size() - 1 - i);
  }
  return tensor.permute(order).detach();
}

}  // namespace

Tensor ParseNpy(std::string_view bytes, const std::string& file) {
  const NpyHeader header = ParseNpyHeader(bytes, file);
  return Finish(header, CopyToTensor(bytes.data() + header.data_begin,
                                     SizesInFile(header), header.dtype));
}

Tensor load_npy(const std::string& path, bool mmap) {
  const FileBytes file(path, mmap);
  const NpyHeader header = ParseNpyHeader(file.bytes(), path);
  if (header.big_endian) return ParseNpy(file.bytes(), path);
  return Finish(header, file.MakeTensor(header.data_begin, SizesInFile(header),
                                        header.dtype));
}

std::string_view NpyParts::bytes() const {
  if (values.nbytes() == 0) return {};
  return {static_cast<const char*>(values.data_ptr()), values.nbytes()};
}

NpyParts MakeNpyParts(const char* op, const Tensor& tensor) {
  if (!tensor.defined()) {
    throw ValueError(op, "expected a defined tensor, got an undefined one");
  }
  if (tensor.requires_grad()) {
    throw AutogradError(op, Str("can't give numpy ", tensor,
                                ", which requires grad; use detach()",
                                tensor.is_cpu() ? "" : ".cpu()"));
  }
  if (!tensor.is_cpu()) {
    throw DeviceError(op, Str("can't give numpy ", tensor,
                              ", which is no host memory; use .cpu()"));
  }
  return {SerializeNpyHeader(tensor.scalar_type(), tensor.sizes().vec()),
          tensor.contiguous()};
}

void save_npy(const std::string& path, const Tensor& tensor) {
  const NpyParts parts = MakeNpyParts("save_npy", tensor);
  AtomicFile file(path);
  file.Write(parts.header);
  file.Write(parts.bytes());
  file.Commit();
}

}  // namespace tessera
