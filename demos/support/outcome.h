// What a trained model says about the test rows, and the files of --out.
//
//   Tensor scores = model->forward(x).detach().cpu();   // float32[n, classes]
//   Outcome outcome = Judge(scores, table, split.test);
//   outcome.right;  outcome.counts;                     // confusion matrix
//   PrintOutcome(outcome, table, stdout);
//   WriteFiles(&folder, outcome, table, history, model, "64-128-10, ...");
#ifndef TESSERA_DEMOS_SUPPORT_OUTCOME_H_
#define TESSERA_DEMOS_SUPPORT_OUTCOME_H_

#include <cstdint>
#include <cstdio>
#include <string>
#include <vector>

#include "tessera/demos/support/dataset.h"
#include "tessera/demos/support/metrics.h"
#include "tessera/demos/support/output_folder.h"
#include "tessera/interop/safetensors.h"
#include "tessera/tensor/tensor.h"

namespace tessera::demos {

struct Outcome {
  std::vector<int64_t> rows;  // of the table, ascending
  std::vector<int64_t> truth;
  std::vector<int64_t> predicted;
  std::vector<double> probability;  // of the prediction, by softmax
  std::vector<int64_t> counts;      // truth * classes + predicted
  int64_t right = 0;
};

// scores: [rows, classes] in host memory, any floating dtype.
Outcome Judge(const Tensor& scores, const Table& table,
              const std::vector<int64_t>& rows);

// Confusion matrix and some rows with what was read; of table, the values as
// they were in the file.
void PrintOutcome(const Outcome& outcome, const Table& table,
                  std::FILE* stream);

// predictions.npy is int64[n, 3]: the row's number in the data (from 0), its
// label, the prediction. model.safetensors has the given tensors.
void WriteFiles(OutputFolder* folder, const Outcome& outcome,
                const Table& table, const std::vector<EpochMetrics>& history,
                const NamedTensors& model, const std::string& subtitle);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_OUTCOME_H_
