#include "tessera/interop/npy.h"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"
#include "tessera/interop/npy_format.h"
#include "tessera/tensor/ops.h"

namespace tessera {

Tensor load_npy(const std::string& path) {
  const MappedFile file(path);
  const NpyHeader header = ParseNpyHeader(file.bytes(), path);
  std::vector<int64_t> sizes = header.shape;
  // The bytes are those of the transpose in C order.
  if (header.fortran_order) std::reverse(sizes.begin(), sizes.end());
  const Tensor tensor = empty(sizes, header.dtype);
  const size_t n = header.nbytes;
  if (n > 0) {
    char* out = static_cast<char*>(tensor.data_ptr());
    std::memcpy(out, file.data() + header.data_begin, n);
    if (header.dtype == kBool) {
      for (size_t i = 0; i < n; ++i) out[i] = out[i] != 0;
    }
    if (header.big_endian) {
      // Each part of a complex number is swapped alone.
      const size_t width = elementSize(toRealValueType(header.dtype));
      for (size_t i = 0; i < n; i += width)
        std::reverse(out + i, out + i + width);
    }
  }
  if (!header.fortran_order) return tensor;
  std::vector<int64_t> order(sizes.size());
  for (size_t i = 0; i < order.size(); ++i) {
    order[i] = static_cast<int64_t>(order.size() - 1 - i);
  }
  return tensor.permute(order).detach();
}

void save_npy(const std::string& path, const Tensor& tensor) {
  constexpr char kOp[] = "save_npy";
  if (!tensor.defined()) {
    throw ValueError(kOp, "expected a defined tensor, got an undefined one");
  }
  if (tensor.requires_grad()) {
    throw AutogradError(kOp, Str("can't give numpy ", tensor,
                                 ", which requires grad; use detach()",
                                 tensor.is_cpu() ? "" : ".cpu()"));
  }
  if (!tensor.is_cpu()) {
    throw DeviceError(kOp, Str("can't give numpy ", tensor,
                               ", which is no host memory; use .cpu()"));
  }
  const Tensor values = tensor.contiguous();
  AtomicFile file(path);
  file.Write(SerializeNpyHeader(values.scalar_type(), values.sizes().vec()));
  if (values.nbytes() > 0) {
    file.Write(std::string_view(static_cast<const char*>(values.data_ptr()),
                                values.nbytes()));
  }
  file.Commit();
}

}  // namespace tessera
