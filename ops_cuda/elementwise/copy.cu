// Copies: the same bits by width, and conversions.
#include "tessera/ops_cuda/elementwise/loop_templates.h"
#include "tessera/ops_cuda/elementwise/loops.h"
#include "tessera/ops_cuda/runtime/kernel.h"

namespace tessera::cuda {
namespace {

using namespace loop_templates;  // NOLINT

struct Same {
  template <class T>
  __device__ T operator()(T x) const {
    return x;
  }
};

// In a type that holds every value of the dtypes of its kind.
template <class Wide>
__device__ void ConvertOne(char* to, DType to_type, const char* from,
                           DType from_type, DType wide) {
  StoreValue<Wide>(to, to_type, LoadAs<Wide>(from, from_type, wide));
}

__global__ void ConvertKernel(Call call) {
  ForEach(call.numel, [&](int64_t i) {
    char* at[2];
    Place<2>(call, i, at);
    const DType to = call.dtype[0];
    const DType from = call.dtype[1];
    switch (from) {
      case DType::Half:
      case DType::BFloat16:
      case DType::Float:
        ConvertOne<float>(at[0], to, at[1], from, DType::Float);
        break;
      case DType::Double:
        ConvertOne<double>(at[0], to, at[1], from, from);
        break;
      case DType::ComplexFloat:
      case DType::ComplexDouble:
        ConvertOne<complex<double>>(at[0], to, at[1], from,
                                    DType::ComplexDouble);
        break;
      case DType::UInt64:
        ConvertOne<uint64_t>(at[0], to, at[1], from, from);
        break;
      default:
        ConvertOne<int64_t>(at[0], to, at[1], from, DType::Long);
        break;
    }
  });
}

}  // namespace

Loop MoveLoop(int width) {
  switch (width) {
    case 1:
      return &Strided<Plain<Same>, uint8_t, uint8_t>;
    case 2:
      return &Strided<Plain<Same>, uint16_t, uint16_t>;
    case 4:
      return &Strided<Plain<Same>, uint32_t, uint32_t>;
    case 8:
      return &Strided<Plain<Same>, uint64_t, uint64_t>;
    default:
      return &Strided<Plain<Same>, complex<double>, complex<double>>;
  }
}

Loop MoveFlatLoop(int width) {
  switch (width) {
    case 1:
      return &Flat<Plain<Same>, uint8_t, uint8_t>;
    case 2:
      return &Flat<Plain<Same>, uint16_t, uint16_t>;
    case 4:
      return &Flat<Plain<Same>, uint32_t, uint32_t>;
    case 8:
      return &Flat<Plain<Same>, uint64_t, uint64_t>;
    default:
      return &Flat<Plain<Same>, complex<double>, complex<double>>;
  }
}

Loop ConvertLoop() { return &ConvertKernel; }

}  // namespace tessera::cuda
