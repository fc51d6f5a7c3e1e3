// Pictures side by side in one, and tensors as PNG files.
//
//   Tensor batch = rand({16, 1, 28, 28});
//   Tensor grid = utils::make_grid(batch, /*nrow=*/4);   // [3, 122, 122]
//   save_png("grid.png", grid);
//   save_png("one.png", batch[0]);                       // grey
//
// The numbers are torchvision's (0.29, torchvision.utils.make_grid and
// save_image).
#ifndef TESSERA_INTEROP_MAKE_GRID_H_
#define TESSERA_INTEROP_MAKE_GRID_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "tessera/tensor/tensor.h"

namespace tessera {
namespace utils {

// From [N, C, H, W], N > 1: a picture [C, rows * (H + padding) + padding,
// columns * (W + padding) + padding] with nrow pictures in a row, on the same
// device, the rest filled with pad_value. One picture ([H, W], [C, H, W] or
// N = 1) comes back as [C, H, W] without padding. One channel becomes three.
// normalize maps value_range, or else the smallest and largest value (of each
// picture with scale_each), to 0 and 1 and what is beyond to these. Nothing is
// recorded. ValueError for other dimensions, no picture, nrow < 1, padding < 0.
Tensor make_grid(
    const Tensor& tensor, int64_t nrow = 8, int64_t padding = 2,
    bool normalize = false,
    std::optional<std::pair<double, double>> value_range = std::nullopt,
    bool scale_each = false, double pad_value = 0);

// Of pictures of one size: of their stack.
Tensor make_grid(
    TensorList pictures, int64_t nrow = 8, int64_t padding = 2,
    bool normalize = false,
    std::optional<std::pair<double, double>> value_range = std::nullopt,
    bool scale_each = false, double pad_value = 0);

}  // namespace utils

// Writes [H, W] or [C, H, W] with 1 to 4 channels (grey, grey and opacity, RGB,
// RGB and opacity), from any device, whole or not at all. Floating-point values
// and bool: 0 to 1 become 0 to 255, rounded, what is beyond is cut off, NaN is
// 0. uint8: as they are. DTypeError for other dtypes, ValueError for other
// shapes, FileError where writing fails.
void save_png(const std::string& path, const Tensor& tensor);

}  // namespace tessera

#endif  // TESSERA_INTEROP_MAKE_GRID_H_
