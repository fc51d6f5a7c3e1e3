#include "tessera/demos/support/metrics.h"

#include <charconv>

#include "tessera/base/str.h"

namespace tessera::demos {

std::string MetricsCsv(const std::vector<EpochMetrics>& history) {
  std::string csv =
      "epoch,train_loss,train_accuracy,test_loss,test_accuracy,"
      "learning_rate\n";
  for (const EpochMetrics& m : history) {
    csv += Str(m.epoch);
    for (const double value : {m.train_loss, m.train_accuracy, m.test_loss,
                               m.test_accuracy, m.learning_rate}) {
      char text[32];
      const auto end = std::to_chars(text, text + sizeof(text), value).ptr;
      csv += ',' + std::string(text, end);
    }
    csv += '\n';
  }
  return csv;
}

}  // namespace tessera::demos
