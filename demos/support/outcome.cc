#include "tessera/demos/support/outcome.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "tessera/base/str.h"
#include "tessera/demos/support/chart.h"
#include "tessera/demos/support/pictures.h"
#include "tessera/demos/support/report.h"
#include "tessera/interop/npy_format.h"
#include "tessera/interop/png.h"
#include "tessera/interop/safetensors.h"
#include "tessera/tensor/ops.h"

namespace tessera::demos {
namespace {

std::pair<float, float> Range(const Table& table) {
  const auto [low, high] =
      std::minmax_element(table.values.begin(), table.values.end());
  return {*low, *high};
}

std::vector<float> RowValues(const Table& table, int64_t row) {
  const auto begin = table.values.begin() + row * table.cols;
  return {begin, begin + table.cols};
}

std::string PredictionsFile(const Outcome& outcome) {
  std::vector<int64_t> table;
  for (size_t i = 0; i < outcome.rows.size(); ++i) {
    table.insert(table.end(),
                 {outcome.rows[i], outcome.truth[i], outcome.predicted[i]});
  }
  std::string file = SerializeNpyHeader(
      kInt64, {static_cast<int64_t>(outcome.rows.size()), 3});
  file.append(reinterpret_cast<const char*>(table.data()),
              table.size() * sizeof(int64_t));
  return file;
}

std::string MistakesFile(const Outcome& outcome, const Table& table) {
  std::vector<Mistake> mistakes;
  for (size_t i = 0; i < outcome.rows.size(); ++i) {
    if (outcome.truth[i] == outcome.predicted[i]) continue;
    mistakes.push_back({RowValues(table, outcome.rows[i]), table.height,
                        table.width, outcome.truth[i], outcome.predicted[i],
                        outcome.probability[i]});
  }
  const auto [low, high] = Range(table);
  const Canvas sheet =
      MistakesSheet(std::move(mistakes),
                    static_cast<int64_t>(outcome.rows.size()), low, high);
  return EncodePng(sheet.pixels.data(), sheet.height, sheet.width, 3);
}

}  // namespace

Outcome Judge(const Tensor& scores, const Table& table,
              const std::vector<int64_t>& rows) {
  Outcome outcome;
  outcome.rows = rows;
  outcome.counts.resize(static_cast<size_t>(table.classes * table.classes));
  const Tensor values = scores.to(kFloat64).contiguous();
  const double* p = values.const_data_ptr<double>();
  for (const int64_t row : rows) {
    const int64_t best = std::max_element(p, p + table.classes) - p;
    double sum = 0;
    for (int64_t c = 0; c < table.classes; ++c) sum += std::exp(p[c] - p[best]);
    const int64_t truth = table.labels[static_cast<size_t>(row)];
    outcome.truth.push_back(truth);
    outcome.predicted.push_back(best);
    outcome.probability.push_back(1 / sum);
    outcome.right += best == truth;
    ++outcome.counts[static_cast<size_t>(truth * table.classes + best)];
    p += table.classes;
  }
  return outcome;
}

void PrintOutcome(const Outcome& outcome, const Table& table,
                  std::FILE* stream) {
  std::fprintf(stream, "\n%s\n",
               ConfusionText(outcome.counts, table.classes).c_str());
  // Two that are right and the two surest mistakes, as far as there are.
  std::vector<size_t> wrong, chosen;
  for (size_t i = 0; i < outcome.rows.size(); ++i) {
    if (outcome.truth[i] != outcome.predicted[i]) wrong.push_back(i);
  }
  std::stable_sort(wrong.begin(), wrong.end(), [&](size_t a, size_t b) {
    return outcome.probability[a] > outcome.probability[b];
  });
  if (wrong.size() > 2) wrong.resize(2);
  for (size_t i = 0;
       i < outcome.rows.size() && chosen.size() + wrong.size() < 4; ++i) {
    if (outcome.truth[i] == outcome.predicted[i]) chosen.push_back(i);
  }
  chosen.insert(chosen.end(), wrong.begin(), wrong.end());
  std::vector<Sample> samples;
  for (const size_t i : chosen) {
    const std::string sure =
        Str(std::lround(100 * outcome.probability[i]), " %");
    samples.push_back({RowValues(table, outcome.rows[i]), table.height,
                       table.width,
                       outcome.truth[i] == outcome.predicted[i]
                           ? Str(outcome.truth[i], ", sure ", sure)
                           : Str(outcome.truth[i], " as ", outcome.predicted[i],
                                 ", ", sure)});
  }
  const auto [low, high] = Range(table);
  std::fprintf(stream, "Some predictions\n%s",
               SamplesText(samples, low, high).c_str());
}

void WriteFiles(OutputFolder* folder, const Outcome& outcome,
                const Table& table, const std::vector<EpochMetrics>& history,
                const NamedTensors& model, const std::string& subtitle) {
  folder->Add("model.safetensors", SafetensorsBytes(model));
  folder->Add("predictions.npy", PredictionsFile(outcome));
  folder->Add("metrics.csv", MetricsCsv(history));
  folder->Add("curve.svg", CurveSvg(history, subtitle));
  folder->Add("mistakes.png", MistakesFile(outcome, table));
  folder->Commit();
}

}  // namespace tessera::demos
