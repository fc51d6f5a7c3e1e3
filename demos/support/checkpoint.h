// The state of a training in one file, from which it goes on with the same
// bits: settings, model, optimiser, order of rows, place in the epoch, history.
//
//   SaveCheckpoint("run.ckpt", options, fingerprint, state);
//   Checkpoint checkpoint("run.ckpt");          // FileError, "--resume: ..."
//   checkpoint.AdoptSettings(&options);         // before the model is made
//   checkpoint.CheckData(table.cols, ...);
//   checkpoint.Restore(&state);
#ifndef TESSERA_DEMOS_SUPPORT_CHECKPOINT_H_
#define TESSERA_DEMOS_SUPPORT_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tessera/demos/support/metrics.h"
#include "tessera/demos/support/options.h"
#include "tessera/nn/archive.h"
#include "tessera/nn/data/sampler.h"
#include "tessera/nn/optim/optimizer.h"
#include "tessera/nn/sequential.h"
#include "tessera/tensor/generator.h"

namespace tessera::demos {

// How far a training has come. The sums belong to the epoch that is under way.
struct Place {
  int64_t epochs_done = 0;
  int64_t rows_seen = 0;
  int64_t right = 0;
  double loss_sum = 0;
  std::vector<EpochMetrics> history;

  void EndEpoch(const EpochMetrics& finished) {
    history.push_back(finished);
    rows_seen = right = 0;
    loss_sum = 0;
    epochs_done = finished.epoch;
  }
};

// What the training works on; the parts live elsewhere.
struct TrainingState {
  Place* place;
  nn::Sequential model;
  optim::Optimizer* optimizer;
  data::samplers::RandomSampler* sampler;
  Generator generator;  // the sampler's
};

// Which rows and classes a model was made for.
struct DataId {
  int64_t cols = 0;
  int64_t classes = 0;
  uint64_t fingerprint = 0;
};

// Writes the file whole or not at all; FileError "--checkpoint: ...".
void SaveCheckpoint(const std::string& path, const Options& options,
                    const DataId& data, const TrainingState& state);

// FileError where path cannot be written to; what is there stays.
void CheckWritable(const std::string& path);

class Checkpoint {
 public:
  // FileError where path is no checkpoint of this program.
  explicit Checkpoint(const std::string& path);

  // Takes the settings that decide the results into options. ValueError where
  // a flag was given that says otherwise; only --epochs may, so that a
  // finished training can go on.
  void AdoptSettings(Options* options) const;
  // FileError where the data are not those of the checkpoint.
  void CheckData(const DataId& data) const;
  // FileError where the contents do not fit a model of these settings.
  void Restore(const TrainingState& state);

 private:
  [[noreturn]] void Fail(const std::string& message) const;

  std::string path_;
  mutable serialize::InputArchive archive_;
};

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_CHECKPOINT_H_
