// How tensors print: PyTorch's repr, byte for byte (features.md, Printing).
//
//   std::cout << tensor({1.5, 2});       // tensor([1.5000, 2.0000])
//   std::string s = t.to_string();
//   PrintOptions options = get_printoptions();
//   options.precision = 2;
//   set_printoptions(options);           // or set_printoptions("short")
#ifndef TESSERA_TENSOR_PRINT_H_
#define TESSERA_TENSOR_PRINT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

struct PrintOptions {
  int precision = 4;         // digits after the point, 0 to 100
  int64_t threshold = 1000;  // more elements than this are summarised
  int64_t edgeitems = 3;     // shown at each end of a summarised dimension
  int64_t linewidth = 80;    // columns
  // Scientific notation: always, never, or where the values ask for it.
  std::optional<bool> sci_mode;
};

PrintOptions get_printoptions();
// For the whole process. ValueError for negative numbers.
void set_printoptions(const PrintOptions& options);
// "default", "short" (precision 2, threshold 1000, edgeitems 2) or "full"
// (no summary). ValueError for another name.
void set_printoptions(const char* profile);

}  // namespace tessera

#endif  // TESSERA_TENSOR_PRINT_H_
