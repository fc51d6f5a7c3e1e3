#include "tessera/demos/support/pictures.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "tessera/base/str.h"

namespace tessera::demos {
namespace {

constexpr Colour kPaper = {255, 255, 255};
constexpr Colour kInk = {28, 33, 39};
constexpr Colour kGrey = {110, 117, 126};
constexpr Colour kFrame = {222, 225, 229};
constexpr Colour kTrue = {28, 120, 72};
constexpr Colour kWrong = {200, 62, 24};

constexpr int kMargin = 24;
constexpr int kTile = 112;        // the side of a picture
constexpr int kGap = 20;          // between tiles
constexpr int kLabelHeight = 66;  // two lines below a picture
constexpr int kHeadHeight = 100;
constexpr size_t kMost = 60;
constexpr int kColumns = 10;

// An arrow in the middle of a glyph of scale 2.
void DrawArrow(Canvas* canvas, int x, int y, Colour colour) {
  canvas->Fill(x, y + 6, 16, 2, colour);
  for (int i = 0; i < 5; ++i) {
    canvas->Fill(x + 14 - 2 * i, y + 6 - 2 * i + 2 * (i > 0), 2, 2, colour);
    canvas->Fill(x + 14 - 2 * i, y + 6 + 2 * i - 2 * (i > 0), 2, 2, colour);
  }
}

void DrawPicture(Canvas* canvas, int x, int y, const Mistake& m, float low,
                 float high) {
  canvas->Fill(x - 1, y - 1, kTile + 2, kTile + 2, kFrame);
  canvas->Fill(x, y, kTile, kTile, kPaper);
  const int64_t longer = std::max<int64_t>({m.height, m.width, 1});
  const float range = high > low ? high - low : 1;
  // Pixels end at rounded places, so that any size fills the tile.
  const auto at = [longer](int64_t i) {
    return static_cast<int>(i * kTile / longer);
  };
  const int top = (kTile - at(m.height)) / 2, left = (kTile - at(m.width)) / 2;
  for (int64_t row = 0; row < m.height; ++row) {
    for (int64_t col = 0; col < m.width; ++col) {
      const size_t i = static_cast<size_t>(row * m.width + col);
      if (i >= m.values.size()) continue;
      const float part = std::clamp((m.values[i] - low) / range, 0.0f, 1.0f);
      const auto mix = [part](uint8_t from, uint8_t to) {
        return static_cast<uint8_t>(std::lround(from + part * (to - from)));
      };
      canvas->Fill(x + left + at(col), y + top + at(row), at(col + 1) - at(col),
                   at(row + 1) - at(row),
                   {mix(kPaper.red, kInk.red), mix(kPaper.green, kInk.green),
                    mix(kPaper.blue, kInk.blue)});
    }
  }
}

// "4 -> 9" and "71 %", in the middle of the tile's width.
void DrawLabels(Canvas* canvas, int x, int y, const Mistake& m) {
  const std::string truth = Str(m.truth), predicted = Str(m.predicted);
  const int scale = truth.size() + predicted.size() > 2 ? 2 : 3;
  const int arrow = 16, space = 6;
  const int width =
      TextWidth(truth, scale) + TextWidth(predicted, scale) + arrow + 2 * space;
  int at = x + (kTile - width) / 2;
  DrawText(canvas, at, y, truth, scale, kTrue);
  at += TextWidth(truth, scale) + space;
  DrawArrow(canvas, at, y + (scale == 3 ? 4 : 0), kGrey);
  at += arrow + space;
  DrawText(canvas, at, y, predicted, scale, kWrong);
  const std::string sure = Str(std::lround(100 * m.probability), " %");
  DrawText(canvas, x + (kTile - TextWidth(sure, 2)) / 2, y + 28, sure, 2,
           kGrey);
}

}  // namespace

Canvas MistakesSheet(std::vector<Mistake> mistakes, int64_t tested, float low,
                     float high) {
  std::stable_sort(mistakes.begin(), mistakes.end(),
                   [](const Mistake& a, const Mistake& b) {
                     return a.probability > b.probability;
                   });
  const size_t all = mistakes.size();
  if (all > kMost) mistakes.resize(kMost);
  const int shown = static_cast<int>(mistakes.size());
  const int columns = std::clamp(shown, 5, kColumns);
  const int rows = (shown + columns - 1) / columns;
  Canvas sheet(2 * kMargin + columns * (kTile + kGap) - kGap,
               kHeadHeight + rows * (kTile + kLabelHeight) + kMargin / 2,
               kPaper);
  std::string title = Str(all, all == 1 ? " mistake in " : " mistakes in ",
                          tested, " test rows");
  if (all == 0) title = Str("No mistakes in ", tested, " test rows");
  DrawText(&sheet, kMargin, kMargin, title, 3, kInk);
  if (all > 0) {
    int x = kMargin;
    const auto word = [&](const std::string& text, Colour colour) {
      DrawText(&sheet, x, kMargin + 34, text, 2, colour);
      x += TextWidth(text + " ", 2) + 2;
    };
    word("true", kTrue);
    word("to", kGrey);
    word("predicted,", kWrong);
    word(all > kMost ? Str("and how sure (the surest ", kMost, ")")
                     : "and how sure it was",
         kGrey);
  }
  for (int i = 0; i < shown; ++i) {
    const int x = kMargin + i % columns * (kTile + kGap);
    const int y = kHeadHeight + i / columns * (kTile + kLabelHeight);
    DrawPicture(&sheet, x, y, mistakes[i], low, high);
    DrawLabels(&sheet, x, y + kTile + 8, mistakes[i]);
  }
  return sheet;
}

}  // namespace tessera::demos
