// What one epoch of training gave, as lines, as CSV and for the chart.
//
//   std::vector<EpochMetrics> history;
//   history.push_back({1, 0.9, 0.72, 0.4, 0.88, 0.005});
//   std::string csv = MetricsCsv(history);
//   // epoch,train_loss,train_accuracy,test_loss,test_accuracy,learning_rate
//   std::string svg = CurveSvg(history, "digits");    // demos/support/chart.h
#ifndef TESSERA_DEMOS_SUPPORT_METRICS_H_
#define TESSERA_DEMOS_SUPPORT_METRICS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera::demos {

struct EpochMetrics {
  int64_t epoch = 0;  // from 1
  double train_loss = 0;
  double train_accuracy = 0;  // 0 to 1, over the epoch's batches as they went
  double test_loss = 0;
  double test_accuracy = 0;
  double learning_rate = 0;
};

// One line per epoch below a header, numbers as the shortest text that reads
// back as the same double.
std::string MetricsCsv(const std::vector<EpochMetrics>& history);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_METRICS_H_
