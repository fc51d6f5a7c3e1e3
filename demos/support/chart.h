// The curves of a training as an SVG picture: loss above, accuracy below, each
// for the training and the test part.
//
//   std::string svg = CurveSvg(history, "1,438 training rows, 64-128-10");
//   WriteFileAtomically("curve.svg", svg);
//
// Text only, in any browser; nothing is loaded from elsewhere.
#ifndef TESSERA_DEMOS_SUPPORT_CHART_H_
#define TESSERA_DEMOS_SUPPORT_CHART_H_

#include <string>
#include <vector>

#include "tessera/demos/support/metrics.h"

namespace tessera::demos {

// subtitle stands below the heading; its <, > and & are escaped. Values that
// are not finite are left out of the lines.
std::string CurveSvg(const std::vector<EpochMetrics>& history,
                     const std::string& subtitle);

// About `most` round numbers (1, 2 or 5 times a power of ten apart) that cover
// [low, high], for an axis.
std::vector<double> Ticks(double low, double high, int most);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_CHART_H_
