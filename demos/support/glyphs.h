// Pictures of bytes in red, green and blue, with text of 5 x 7 dots.
//
//   Canvas canvas(200, 80, {255, 255, 255});
//   canvas.Fill(10, 10, 64, 64, {240, 240, 240});
//   DrawText(&canvas, 10, 60, "4 > 9", /*scale=*/2, {200, 60, 30});
//   canvas.pixels;                  // 80 rows of 200 pixels of 3 bytes
//   TextWidth("4 > 9", 2);          // 58
#ifndef TESSERA_DEMOS_SUPPORT_GLYPHS_H_
#define TESSERA_DEMOS_SUPPORT_GLYPHS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera::demos {

struct Colour {
  uint8_t red, green, blue;
};

struct Canvas {
  Canvas(int width, int height, Colour background);
  // What lies outside is cut off.
  void Fill(int x, int y, int width, int height, Colour colour);

  int width;
  int height;
  std::vector<uint8_t> pixels;
};

// The height of a line of text of scale 1, in pixels.
constexpr int kGlyphHeight = 7;

// Draws printable ASCII with (x, y) as the upper left corner; a character that
// is none is drawn as '?'.
void DrawText(Canvas* canvas, int x, int y, const std::string& text, int scale,
              Colour colour);

int TextWidth(const std::string& text, int scale);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_GLYPHS_H_
