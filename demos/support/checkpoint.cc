#include "tessera/demos/support/checkpoint.h"

#include <cmath>
#include <utility>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/ops.h"

namespace tessera::demos {
namespace {

constexpr char kFormat[] = "tessera digits checkpoint 1";
constexpr int64_t kMetricsColumns = 6;

Tensor HistoryTensor(const std::vector<EpochMetrics>& history) {
  std::vector<double> values;
  for (const EpochMetrics& m : history) {
    values.insert(values.end(),
                  {static_cast<double>(m.epoch), m.train_loss, m.train_accuracy,
                   m.test_loss, m.test_accuracy, m.learning_rate});
  }
  return tensor(values, kFloat64)
      .view({static_cast<int64_t>(history.size()), kMetricsColumns});
}

std::vector<EpochMetrics> HistoryOf(const Tensor& table) {
  std::vector<EpochMetrics> history;
  const Tensor values = table.contiguous();
  const double* p = values.const_data_ptr<double>();
  for (int64_t i = 0; i < values.size(0); ++i, p += kMetricsColumns) {
    history.push_back(
        {static_cast<int64_t>(p[0]), p[1], p[2], p[3], p[4], p[5]});
  }
  return history;
}

}  // namespace

void SaveCheckpoint(const std::string& path, const Options& options,
                    const DataId& data, const TrainingState& state) {
  serialize::OutputArchive archive;
  archive.write("format", kFormat);
  archive.write("data.cols", data.cols);
  archive.write("data.classes", data.classes);
  archive.write("data.fingerprint", static_cast<int64_t>(data.fingerprint));
  archive.write("settings.epochs", options.epochs);
  archive.write("settings.hidden", serialize::Value(options.hidden));
  archive.write("settings.batch", options.batch);
  archive.write("settings.optimizer", options.optimizer);
  archive.write("settings.schedule", options.schedule);
  archive.write("settings.seed", options.seed);
  archive.write("settings.lr", tensor(options.lr, kFloat64));
  archive.write("place.epochs_done", state.place->epochs_done);
  archive.write("place.rows_seen", state.place->rows_seen);
  archive.write("place.right", state.place->right);
  // Numbers that must come back to the bit are tensors.
  archive.write("place.loss_sum", tensor(state.place->loss_sum, kFloat64));
  archive.write("place.history", HistoryTensor(state.place->history));
  serialize::OutputArchive model, optimizer, sampler;
  state.model->save(model);
  archive.write("model", model);
  state.optimizer->save(optimizer);
  archive.write("optimizer", optimizer);
  state.sampler->save(sampler);
  archive.write("sampler", sampler);
  archive.write("generator", state.generator);
  try {
    archive.save_to(path);
  } catch (const FileError& e) {
    throw FileError("--checkpoint", e.msg());
  }
}

void CheckWritable(const std::string& path) {
  try {
    AtomicFile probe(path);  // goes away uncommitted
  } catch (const FileError& e) {
    throw FileError("--checkpoint", e.msg());
  }
}

void Checkpoint::Fail(const std::string& message) const {
  throw FileError("--resume", Str(path_, ": ", message));
}

Checkpoint::Checkpoint(const std::string& path) : path_(path) {
  try {
    archive_.load_from(path);
  } catch (const Error& e) {
    throw FileError("--resume", e.msg());
  }
  try {
    std::string format;
    if (archive_.try_read("format", format) && format == kFormat) return;
  } catch (const TypeError&) {
  }
  Fail(
      "expected a checkpoint of this program, got another safetensors file; "
      "name one that --checkpoint or Ctrl-C wrote");
}

void Checkpoint::AdoptSettings(Options* options) const {
  // Given flags must say what the checkpoint says.
  const auto compare = [&](const char* flag, const std::string& here,
                           const std::string& there) {
    if (!options->Given(flag) || here == there) return;
    throw ValueError(
        "--resume", Str(path_, " was trained with ", flag, " ", there, ", got ",
                        flag, " ", here, "; leave ", flag, " out"));
  };
  try {
    Options saved;
    int64_t epochs = 0;
    serialize::Value hidden;
    Tensor lr;
    archive_.read("settings.epochs", epochs);
    archive_.read("settings.hidden", hidden);
    saved.hidden = hidden.toIntVector();
    archive_.read("settings.batch", saved.batch);
    archive_.read("settings.optimizer", saved.optimizer);
    archive_.read("settings.schedule", saved.schedule);
    archive_.read("settings.seed", saved.seed);
    archive_.read("settings.lr", lr);
    saved.lr = lr.item<double>();
    // What was changed by hand goes through the same checks as flags.
    const std::vector<std::string> flags = {
        "digits",
        "--hidden=" + HiddenText(saved.hidden),
        Str("--epochs=", epochs),
        Str("--batch=", saved.batch),
        "--optimizer=" + saved.optimizer,
        "--schedule=" + saved.schedule,
        Str("--seed=", saved.seed)};
    std::vector<const char*> pointers;
    for (const std::string& flag : flags) pointers.push_back(flag.c_str());
    ParseOptions(static_cast<int>(pointers.size()), pointers.data());
    if (!(saved.lr > 0) || !std::isfinite(saved.lr)) Fail("damaged settings");
    compare("--hidden", HiddenText(options->hidden), HiddenText(saved.hidden));
    compare("--batch", Str(options->batch), Str(saved.batch));
    compare("--optimizer", options->optimizer, saved.optimizer);
    compare("--schedule", options->schedule, saved.schedule);
    compare("--seed", Str(options->seed), Str(saved.seed));
    compare("--lr", NumberText(options->lr), NumberText(saved.lr));
    // The cosine's shape depends on where it ends.
    if (saved.schedule == "cosine") {
      compare("--epochs", Str(options->epochs), Str(epochs));
    }
    options->hidden = saved.hidden;
    options->batch = saved.batch;
    options->optimizer = saved.optimizer;
    options->schedule = saved.schedule;
    options->seed = saved.seed;
    options->lr = saved.lr;
    if (!options->Given("--epochs")) options->epochs = epochs;
  } catch (const FileError&) {
    throw;
  } catch (const ValueError& e) {
    if (e.op() == "--resume") throw;
    Fail("damaged: " + e.msg());
  } catch (const Error& e) {
    Fail("damaged: " + e.msg());
  }
}

void Checkpoint::CheckData(const DataId& data) const {
  DataId saved;
  try {
    archive_.read("data.cols", saved.cols);
    archive_.read("data.classes", saved.classes);
    archive_.read("data.fingerprint", saved.fingerprint);
  } catch (const Error& e) {
    Fail("damaged: " + e.msg());
  }
  if (saved.cols != data.cols || saved.classes != data.classes) {
    Fail(Str("expected a checkpoint for ", data.cols, " columns and ",
             data.classes, " classes, as --data has, got one for ", saved.cols,
             " columns and ", saved.classes,
             " classes; name the --data that it was trained on"));
  }
  if (saved.fingerprint != data.fingerprint) {
    Fail(
        "was trained on other rows than --data has; name the --data that it "
        "was trained on");
  }
}

void Checkpoint::Restore(const TrainingState& state) {
  try {
    Place place;
    Tensor loss_sum, history;
    archive_.read("place.epochs_done", place.epochs_done);
    archive_.read("place.rows_seen", place.rows_seen);
    archive_.read("place.right", place.right);
    archive_.read("place.loss_sum", loss_sum);
    archive_.read("place.history", history);
    place.loss_sum = loss_sum.item<double>();
    if (history.dim() != 2 || history.size(1) != kMetricsColumns ||
        history.scalar_type() != kFloat64 ||
        history.size(0) != place.epochs_done || place.rows_seen < 0 ||
        place.right < 0 || place.right > place.rows_seen) {
      Fail("damaged: the history does not fit the epochs");
    }
    place.history = HistoryOf(history);
    serialize::InputArchive model, optimizer, sampler;
    archive_.read("model", model);
    nn::Sequential target = state.model;
    target->load(model);
    archive_.read("optimizer", optimizer);
    state.optimizer->load(optimizer);
    archive_.read("sampler", sampler);
    state.sampler->load(sampler);
    if (place.rows_seen > 0 &&
        state.sampler->index() != static_cast<size_t>(place.rows_seen)) {
      Fail("damaged: the order of rows does not fit the place in the epoch");
    }
    Generator generator = state.generator;
    archive_.read("generator", generator);
    *state.place = std::move(place);
  } catch (const FileError&) {
    throw;
  } catch (const Error& e) {
    Fail("damaged: " + e.msg());
  }
}

}  // namespace tessera::demos
