#include "tessera/interop/make_grid.h"

#include <algorithm>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/png.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

// Maps low..high to 0..1, in place.
void Normalize(const Tensor& picture, double low, double high) {
  picture.clamp_(low, high);
  picture.sub_(low).div_(std::max(high - low, 1e-5));
}

void NormalizeOwnRange(
    const Tensor& picture,
    const std::optional<std::pair<double, double>>& value_range) {
  if (value_range) {
    Normalize(picture, value_range->first, value_range->second);
  } else {
    Normalize(picture, picture.min().item<double>(),
              picture.max().item<double>());
  }
}

// [N, C, H, W], of one channel made three.
Tensor AsBatch(const Tensor& tensor) {
  Tensor batch = tensor;
  if (batch.dim() < 2 || batch.dim() > 4) {
    throw ValueError("make_grid", Str("expected pictures as [H, W], [C, H, W] "
                                      "or [N, C, H, W], got ",
                                      tensor));
  }
  if (batch.dim() == 2) batch = batch.unsqueeze(0);
  if (batch.dim() == 3) batch = batch.unsqueeze(0);
  if (batch.size(1) == 1) batch = cat({batch, batch, batch}, 1);
  if (batch.numel() == 0) {
    throw ValueError("make_grid",
                     Str("expected one picture or more, got ", tensor));
  }
  return batch;
}

}  // namespace

namespace utils {

Tensor make_grid(const Tensor& tensor, int64_t nrow, int64_t padding,
                 bool normalize,
                 std::optional<std::pair<double, double>> value_range,
                 bool scale_each, double pad_value) {
  NoGradGuard no_grad;
  if (nrow < 1) {
    throw ValueError("make_grid",
                     Str("expected nrow of 1 or more, got ", nrow));
  }
  if (padding < 0) {
    throw ValueError("make_grid",
                     Str("expected padding of 0 or more, got ", padding));
  }
  Tensor batch = AsBatch(tensor);
  const int64_t n = batch.size(0);
  if (normalize) {
    batch = batch.clone();
    if (scale_each) {
      for (int64_t i = 0; i < n; ++i) NormalizeOwnRange(batch[i], value_range);
    } else {
      NormalizeOwnRange(batch, value_range);
    }
  }
  if (n == 1) return batch.squeeze(0);
  const int64_t columns = std::min(nrow, n);
  const int64_t rows = (n + columns - 1) / columns;
  const int64_t height = batch.size(2), width = batch.size(3);
  Tensor grid =
      batch.new_full({batch.size(1), rows * (height + padding) + padding,
                      columns * (width + padding) + padding},
                     pad_value);
  for (int64_t i = 0; i < n; ++i) {
    const int64_t y = i / columns * (height + padding) + padding;
    const int64_t x = i % columns * (width + padding) + padding;
    grid.narrow(1, y, height).narrow(2, x, width).copy_(batch[i]);
  }
  return grid;
}

Tensor make_grid(TensorList pictures, int64_t nrow, int64_t padding,
                 bool normalize,
                 std::optional<std::pair<double, double>> value_range,
                 bool scale_each, double pad_value) {
  NoGradGuard no_grad;
  return make_grid(stack(pictures), nrow, padding, normalize, value_range,
                   scale_each, pad_value);
}

}  // namespace utils

void save_png(const std::string& path, const Tensor& tensor) {
  NoGradGuard no_grad;
  const DType dtype = tensor.scalar_type();
  if (dtype != kUInt8 && dtype != kBool && !isFloatingType(dtype)) {
    throw DTypeError("save_png", Str("expected uint8 (0 to 255), bool or a "
                                     "floating dtype (0 to 1), got ",
                                     tensor, "; use to(kUInt8)"));
  }
  const Tensor picture = tensor.dim() == 2 ? tensor.unsqueeze(0) : tensor;
  if (picture.dim() != 3 || picture.size(0) < 1 || picture.size(0) > 4 ||
      picture.numel() == 0) {
    throw ValueError("save_png", Str("expected [H, W] or [C, H, W] with 1 to 4 "
                                     "channels, got ",
                                     tensor));
  }
  // Channels last, as PNG has them; only copies, so that no kernel is needed.
  Tensor pixels = picture.detach().permute({1, 2, 0}).cpu();
  if (dtype != kUInt8) {
    const Tensor values = pixels.to(kFloat32).contiguous();
    pixels = empty(values.sizes(), kUInt8);
    const float* from = values.const_data_ptr<float>();
    uint8_t* to = pixels.mutable_data_ptr<uint8_t>();
    for (int64_t i = 0; i < values.numel(); ++i) {
      const float scaled = from[i] * 255 + 0.5f;
      // A NaN fails both comparisons.
      to[i] = scaled >= 255 ? 255
              : scaled > 0  ? static_cast<uint8_t>(scaled)
                            : 0;
    }
  }
  pixels = pixels.contiguous();
  WritePng(path, pixels.const_data_ptr<uint8_t>(), pixels.size(0),
           pixels.size(1), static_cast<int>(pixels.size(2)));
}

}  // namespace tessera
