// Trains a small network to read handwritten digits: from a file of numbers to
// a model that reads 98 of 100 digits that it has never seen, in a tenth of a
// second.
//
//   ./bazelw run //demos:digits
//   ./bazelw run //demos:digits -- --hidden 256,64 --out /tmp/digits
//   ./bazelw run //demos:digits -- --help
//
// The model, the training loop and the order of events are in this file; what
// has nothing to do with tensors (flags, reading, charts) is in demos/support.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/demos/support/checkpoint.h"
#include "tessera/demos/support/dataset.h"
#include "tessera/demos/support/interrupt.h"
#include "tessera/demos/support/launch.h"
#include "tessera/demos/support/options.h"
#include "tessera/demos/support/outcome.h"
#include "tessera/demos/support/output_folder.h"
#include "tessera/demos/support/report.h"
#include "tessera/demos/support/setup.h"
#include "tessera/nn/nn.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/ops.h"

namespace tessera::demos {
namespace {

// Rows and labels of one part of the data, on the device.
struct Part {
  Tensor x;  // float32[rows, columns]
  Tensor y;  // int64[rows]
};

Part MakePart(const Table& table, const std::vector<int64_t>& rows,
              Device device) {
  Tensor x = empty({static_cast<int64_t>(rows.size()), table.cols}, kFloat32);
  Tensor y = empty({static_cast<int64_t>(rows.size())}, kInt64);
  float* to = x.mutable_data_ptr<float>();
  int64_t* label = y.mutable_data_ptr<int64_t>();
  for (const int64_t row : rows) {
    to = std::copy_n(&table.values[row * table.cols], table.cols, to);
    *label++ = table.labels[row];
  }
  return {x.to(device), y.to(device)};
}

// Linear layers with ReLU between them: columns -> hidden... -> classes.
nn::Sequential MakeModel(int64_t columns, const std::vector<int64_t>& hidden,
                         int64_t classes) {
  nn::Sequential model;
  for (const int64_t size : hidden) {
    model->push_back(nn::Linear(columns, size));
    model->push_back(nn::ReLU());
    columns = size;
  }
  model->push_back(nn::Linear(columns, classes));
  return model;
}

std::unique_ptr<optim::Optimizer> MakeOptimizer(
    const Options& options, std::vector<Tensor> parameters) {
  if (options.optimizer == "sgd") {
    return std::make_unique<optim::SGD>(
        parameters, optim::SGDOptions(options.lr).momentum(0.9));
  }
  if (options.optimizer == "adam") {
    return std::make_unique<optim::Adam>(parameters,
                                         optim::AdamOptions(options.lr));
  }
  // Chosen on a part of the training rows; small data gain from a strong decay.
  return std::make_unique<optim::AdamW>(
      parameters, optim::AdamWOptions(options.lr).weight_decay(0.5));
}

// The learning rate of an epoch, which counts from 0.
double RateAt(const Options& options, int64_t epoch) {
  if (options.schedule == "step") {
    double rate = options.lr;
    for (int64_t step = 0; step < epoch / 10; ++step) rate *= 0.3;
    return rate;
  }
  if (options.schedule == "cosine") {
    const double part =
        static_cast<double>(epoch) / static_cast<double>(options.epochs);
    return options.lr * 0.5 * (1 + std::cos(3.14159265358979323846 * part));
  }
  return options.lr;
}

// How many rows have their highest score at their label.
int64_t CountRight(const Tensor& scores, const Tensor& labels) {
  return scores.argmax(1).eq(labels).sum().item<int64_t>();
}

// Scores of rows that the model is not trained on; a batch at a time.
Tensor Predict(nn::Sequential model, const Tensor& x) {
  NoGradGuard no_grad;
  model->eval();
  std::vector<Tensor> scores;
  for (const Tensor& rows : x.split(1024)) {
    scores.push_back(model->forward(rows));
  }
  return cat(scores);
}

// Trains the rest of an epoch, or until Ctrl-C; state.place says how far.
template <class Loader>
void TrainEpoch(Loader* loader, const TrainingState& state, int64_t rows,
                Progress* progress) {
  nn::Sequential model = state.model;
  Place& place = *state.place;
  model->train();
  // begin() draws a new order of rows; in the middle of one it goes on.
  auto batch = place.rows_seen > 0 ? loader->resume() : loader->begin();
  for (; batch != loader->end(); ++batch) {
    state.optimizer->zero_grad();
    const Tensor scores = model->forward(batch->data);
    const Tensor loss = nn::functional::cross_entropy(scores, batch->target);
    loss.backward();
    state.optimizer->step();

    const int64_t n = batch->data.size(0);
    place.rows_seen += n;
    place.loss_sum += loss.item<double>() * static_cast<double>(n);
    place.right += CountRight(scores.detach(), batch->target);
    progress->Batch(place.epochs_done + 1, place.rows_seen, rows,
                    place.loss_sum / static_cast<double>(place.rows_seen));
    // After the step and before the next rows are drawn, so that all parts of
    // the state are at the same place.
    if (Interrupted()) return;
  }
}

// Trains until all epochs are done or Ctrl-C is pressed.
void Train(const Options& options, const Part& train, const Part& test,
           TrainingState state, const DataId& data) {
  Place& place = *state.place;
  auto loader = data::make_data_loader(
      data::datasets::TensorBatchDataset(train.x, train.y), *state.sampler,
      data::DataLoaderOptions(static_cast<size_t>(options.batch)));
  // The loader has a copy of the sampler, and that one moves.
  data::samplers::RandomSampler* const sampler = state.sampler;
  state.sampler = &loader->sampler();
  const int64_t rows = train.x.size(0);
  Progress progress(stdout, options.epochs);

  while (place.epochs_done < options.epochs && !Interrupted()) {
    const double rate = RateAt(options, place.epochs_done);
    for (auto& group : state.optimizer->param_groups()) {
      group.options().set_lr(rate);
    }
    TrainEpoch(loader.get(), state, rows, &progress);
    if (place.rows_seen != rows) {
      if (Interrupted()) break;
      throw FileError("--resume", "the checkpoint's order of rows is damaged");
    }

    const Tensor scores = Predict(state.model, test.x);
    EpochMetrics m;
    m.epoch = place.epochs_done + 1;
    m.train_loss = place.loss_sum / static_cast<double>(rows);
    m.train_accuracy =
        static_cast<double>(place.right) / static_cast<double>(rows);
    m.test_loss = nn::functional::cross_entropy(scores, test.y).item<double>();
    m.test_accuracy = static_cast<double>(CountRight(scores, test.y)) /
                      static_cast<double>(test.y.size(0));
    m.learning_rate = rate;
    if (!std::isfinite(m.train_loss)) {
      throw ValueError("--lr", Str("the loss of epoch ", m.epoch, " is ",
                                   m.train_loss, ", the training diverged at ",
                                   rate, "; try a smaller rate"));
    }
    progress.Epoch(m);
    place.EndEpoch(m);
    if (!options.checkpoint.empty()) {
      SaveCheckpoint(options.checkpoint, options, data, state);
    }
  }
  *sampler = loader->sampler();
}

// "epoch 3", or within the next one "epoch 3 and 1,024 rows".
std::string PlaceText(const Place& place) {
  const std::string epoch = Str("epoch ", place.epochs_done);
  if (place.rows_seen == 0) return epoch;
  return Str(epoch, " and ", Thousands(place.rows_seen), " rows");
}

int Run(int argc, char** argv) {
  Options options = ParseOptions(argc, argv);
  if (options.help) {
    std::printf("%s\n", HelpText().c_str());
    return 0;
  }
  const std::string digits = FindData("demos/data/digits.csv", argv[0]);
  GoToUsersFolder();
  WatchInterrupts();
  if (options.threads > 0) set_num_threads(static_cast<int>(options.threads));
  const Device device = ChooseDevice(options.device);

  // ---- What to train, and on what ----
  std::unique_ptr<Checkpoint> checkpoint;
  if (!options.resume.empty()) {
    checkpoint = std::make_unique<Checkpoint>(options.resume);
    checkpoint->AdoptSettings(&options);
  }
  if (options.data.empty() && digits.empty()) {
    throw FileError("--data",
                    "demos/data/digits.csv is neither in this folder nor "
                    "beside the program; name a file");
  }
  const std::string file = options.data.empty() ? digits : options.data;
  Table table = LoadTable(file, options.header);
  const Table original = table;  // for the pictures
  const Split split = SplitRows(table, options.seed);
  const DataId data = {table.cols, table.classes, Fingerprint(table)};
  if (checkpoint) checkpoint->CheckData(data);
  const Scaling scaling = MeasureScaling(table, split.train);
  Apply(scaling, &table);
  const Part train = MakePart(table, split.train, device);
  const Part test = MakePart(table, split.test, device);

  CheckMemory(options, table);
  // The seed decides the first weights here and the order of rows below.
  manual_seed(static_cast<uint64_t>(options.seed));
  nn::Sequential model = MakeModel(table.cols, options.hidden, table.classes);
  model->to(device);
  const std::unique_ptr<optim::Optimizer> optimizer =
      MakeOptimizer(options, model->parameters());
  Generator generator(static_cast<uint64_t>(options.seed));
  data::samplers::RandomSampler sampler(train.x.size(0), generator);
  Place place;
  const TrainingState state = {&place, model, optimizer.get(), &sampler,
                               generator};
  if (checkpoint) {
    checkpoint->Restore(state);
    if (place.epochs_done > options.epochs) {
      throw ValueError("--epochs", Str("expected ", place.epochs_done,
                                       " or more, as ", options.resume,
                                       " has that many "
                                       "behind it, got ",
                                       options.epochs));
    }
  }

  // Before the training, so that a path that cannot be written to costs none.
  std::unique_ptr<OutputFolder> folder;
  if (!options.out.empty())
    folder = std::make_unique<OutputFolder>(options.out);
  if (!options.checkpoint.empty()) CheckWritable(options.checkpoint);
  PrintHeading(options, options.data.empty() ? "digits.csv" : file, table,
               split, model, device);
  if (checkpoint) {
    std::printf("goes on after %s\n", PlaceText(place).c_str());
  }

  // ---- Train ----
  const auto start = std::chrono::steady_clock::now();
  Train(options, train, test, state, data);
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start)
          .count();
  if (place.epochs_done < options.epochs) {
    const std::string saved = !options.checkpoint.empty() ? options.checkpoint
                              : !options.resume.empty()   ? options.resume
                                                          : "digits.checkpoint";
    SaveCheckpoint(saved, options, data, state);
    std::printf(
        "\nInterrupted after %s; saved %s.\nTo go on:\n"
        "  ./bazelw run //demos:digits -- %s\n",
        PlaceText(place).c_str(), saved.c_str(),
        ResumeCommand(options, saved).c_str());
    return InterruptStatus();
  }

  // ---- What it has learnt ----
  const Tensor scores = Predict(model, test.x).detach().cpu();
  const Outcome outcome = Judge(scores, original, split.test);
  const auto tested = static_cast<int64_t>(outcome.rows.size());
  std::printf(
      "\nTest accuracy %s (%s of %s rows right); training took %.2f s\n",
      Percent(static_cast<double>(outcome.right) / static_cast<double>(tested))
          .c_str(),
      Thousands(outcome.right).c_str(), Thousands(tested).c_str(), seconds);
  PrintOutcome(outcome, original, stdout);
  if (folder) {
    // With the scaling, so that the file says how to use it.
    NamedTensors tensors = {{"input.mean", tensor(scaling.mean)},
                            {"input.deviation", tensor(scaling.deviation)}};
    for (const auto& item : model->state_dict()) {
      tensors.emplace_back(item.key(), item.value());
    }
    WriteFiles(
        folder.get(), outcome, original, place.history, tensors,
        Str(Thousands(train.x.size(0)), " training rows, ", Thousands(tested),
            " test rows; ", LayersText(table, options), ", ", options.optimizer,
            ", seed ", options.seed));
    std::printf(
        "\nWrote model.safetensors, predictions.npy, metrics.csv, curve.svg "
        "and mistakes.png to %s\n",
        options.out.c_str());
  }
  return 0;
}

}  // namespace
}  // namespace tessera::demos

int main(int argc, char** argv) {
  int status = 1;
  try {
    status = tessera::demos::Run(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fprintf(stderr, "digits: out of memory; try smaller --hidden sizes\n");
  } catch (const std::exception& e) {
    std::fprintf(stderr, "digits: %s\n", e.what());
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) {
    std::fprintf(stderr, "digits: cannot write to standard output\n");
    return status == 0 ? 1 : status;
  }
  return status;
}
