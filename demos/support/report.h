// What a training prints: a progress bar or plain lines, the confusion matrix,
// and some rows with their predictions.
//
//   Progress progress(stdout, /*epochs=*/30);
//   progress.Batch(1, 96, 1438, 0.51);     // a bar on a terminal, else nothing
//   progress.Epoch(metrics);             // a line on either
//   std::puts(ConfusionText(counts, classes).c_str());
#ifndef TESSERA_DEMOS_SUPPORT_REPORT_H_
#define TESSERA_DEMOS_SUPPORT_REPORT_H_

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "tessera/demos/support/metrics.h"

namespace tessera::demos {

class Progress {
 public:
  // A bar only where stream is a terminal.
  Progress(std::FILE* stream, int64_t epochs);
  // Removes a bar that is left.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  // Drawn 20 times a second at most; loss is the epoch's mean so far.
  void Batch(int64_t epoch, int64_t rows_seen, int64_t rows, double loss);
  void Epoch(const EpochMetrics& metrics);

 private:
  void ClearBar();

  std::FILE* stream_;
  int64_t epochs_;
  bool terminal_;
  bool utf8_;
  bool bar_shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

// "epoch  3/30  train loss 0.1234, 96.10 %  test loss 0.1567, 95.26 %"
std::string EpochLine(const EpochMetrics& metrics, int64_t epochs);

// counts[true * classes + predicted], with the part that is right at the end
// of each line. Of more than 20 classes, the commonest confusions instead.
std::string ConfusionText(const std::vector<int64_t>& counts, int64_t classes);

struct Sample {
  std::vector<float> values;
  int64_t height = 0;
  int64_t width = 0;
  std::string caption;
};

// Pictures of characters with their captions, as many beside each other as 80
// columns take.
std::string SamplesText(const std::vector<Sample>& samples, float low,
                        float high);

// 1797 as 1,797.
std::string Thousands(int64_t n);
// 0.98052 as 98.05 %.
std::string Percent(double part);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_REPORT_H_
