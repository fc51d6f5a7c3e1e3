// mistakes.png: the rows that a model misreads, as pictures with the true and
// the predicted label.
//
//   std::vector<Mistake> mistakes = {{values, 8, 8, /*truth=*/4,
//                                     /*predicted=*/9, /*probability=*/0.71}};
//   Canvas sheet = MistakesSheet(mistakes, /*tested=*/359);
//   WritePng("mistakes.png", sheet.pixels.data(), sheet.height, sheet.width,
//   3);
#ifndef TESSERA_DEMOS_SUPPORT_PICTURES_H_
#define TESSERA_DEMOS_SUPPORT_PICTURES_H_

#include <cstdint>
#include <vector>

#include "tessera/demos/support/glyphs.h"

namespace tessera::demos {

struct Mistake {
  std::vector<float> values;  // height * width at most; the rest is left blank
  int64_t height = 0;
  int64_t width = 0;
  int64_t truth = 0;
  int64_t predicted = 0;
  double probability = 0;  // that the model gave to its prediction
};

// The surest mistakes first, 60 at most; low..high is the range of the values,
// from white to black. Says so where there is no mistake.
Canvas MistakesSheet(std::vector<Mistake> mistakes, int64_t tested, float low,
                     float high);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_PICTURES_H_
