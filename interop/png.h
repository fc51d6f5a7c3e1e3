// Writes 8-bit PNG images. Format: W3C "PNG Specification", third edition.
//
//   std::vector<uint8_t> pixels(64 * 48 * 3);        // rows of RGBRGB...
//   WritePng("a.png", pixels.data(), 48, 64, 3);     // height, width, channels
//   std::string bytes = EncodePng(grey, 28, 28, 1);  // one channel: grey
//   std::string image = EncodePng(rgba, 28, 28, 4);  // with opacity
#ifndef TESSERA_INTEROP_PNG_H_
#define TESSERA_INTEROP_PNG_H_

#include <cstdint>
#include <string>

#include "tessera/base/cpp17.h"

namespace tessera {

// pixels holds height rows of width pixels of `channels` bytes each: 1 grey, 2
// grey and opacity, 3 RGB, 4 RGB and opacity. The answer depends on nothing
// else but zlib's version. ValueError unless height and width lie in 1 to
// 2^31-1 and channels in 1 to 4.
std::string EncodePng(const uint8_t* pixels, int64_t height, int64_t width,
                      int channels);

// Writes the file whole or not at all; FileError where that fails.
void WritePng(const std::string& path, const uint8_t* pixels, int64_t height,
              int64_t width, int channels);

}  // namespace tessera

#endif  // TESSERA_INTEROP_PNG_H_
