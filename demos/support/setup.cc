#include "tessera/demos/support/setup.h"

#include <cmath>
#include <cstdio>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/demos/support/launch.h"
#include "tessera/demos/support/report.h"
#include "tessera/ops_cpu/runtime/isa.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/device_interface.h"

namespace tessera::demos {
namespace {

// A path as a shell takes it.
std::string Quoted(const std::string& path) {
  const bool plain = path.find_first_not_of(
                         "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
                         "XYZ0123456789/._-+=:,@%") == std::string::npos;
  if (plain) return path;
  std::string quoted = "'";
  for (const char c : path) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

// "cuda" and "cuda:1" name cuda.
bool Names(const std::string& device, const std::string& type) {
  return device == type || device.rfind(type + ":", 0) == 0;
}

}  // namespace

Device ChooseDevice(const std::string& name) {
  try {
    return ResolveDevice("--device", Device(name));
  } catch (const Error& e) {
    // The hint is for programmers.
    const std::string reason = e.msg().substr(0, e.msg().find("; use device="));
    const bool built_without =
        Names(name, "cuda") && !GetDeviceInterface(kCUDA);
    throw DeviceError(
        "--device",
        Str(reason,
            built_without ? "; build it with cuda: ./bazelw run --config=cuda "
                            "//demos:digits -- --device cuda; or"
                          : ";",
            " use --device cpu"));
  }
}

void CheckMemory(const Options& options, const Table& table) {
  double weights = 0;
  double inputs = static_cast<double>(table.cols);
  for (const int64_t size : options.hidden) {
    weights += (inputs + 1) * static_cast<double>(size);
    inputs = static_cast<double>(size);
  }
  weights += (inputs + 1) * static_cast<double>(table.classes);
  // Each has a gradient and up to two numbers of the optimiser beside it.
  const double needed = 4 * sizeof(float) * weights;
  const double memory = static_cast<double>(MemoryBytes());
  if (memory == 0 || needed < memory) return;
  throw ValueError(
      "--hidden",
      Str("expected sizes that fit into ", std::round(memory / 1e9),
          " GB of memory, got ", HiddenText(options.hidden), ", which needs ",
          std::round(needed / 1e9), " GB; choose smaller ones"));
}

std::string LayersText(const Table& table, const Options& options) {
  std::string text = Str(table.cols);
  for (const int64_t size : options.hidden) text += Str("-", size);
  return text + Str("-", table.classes);
}

void PrintHeading(const Options& options, const std::string& file,
                  const Table& table, const Split& split,
                  const nn::Sequential& model, Device device) {
  int64_t parameters = 0;
  for (const Tensor& p : model->parameters()) parameters += p.numel();
  std::printf("data      %s: %s rows of %s columns, %lld classes\n",
              file.c_str(), Thousands(table.rows).c_str(),
              Thousands(table.cols).c_str(),
              static_cast<long long>(table.classes));
  std::printf("split     %s rows to train, %s to test (%s)\n",
              Thousands(static_cast<int64_t>(split.train.size())).c_str(),
              Thousands(static_cast<int64_t>(split.test.size())).c_str(),
              table.own_test_rows > 0
                  ? "the data's own"
                  : Str("a fifth of each class, seed ", options.seed).c_str());
  std::printf("model     %s, ReLU between; %s parameters, float32\n",
              LayersText(table, options).c_str(),
              Thousands(parameters).c_str());
  std::printf("training  %s, learning rate %s (%s), batches of %lld, %lld %s\n",
              options.optimizer.c_str(), NumberText(options.lr).c_str(),
              options.schedule.c_str(), static_cast<long long>(options.batch),
              static_cast<long long>(options.epochs),
              options.epochs == 1 ? "epoch" : "epochs");
  std::printf("device    %s, %s, %d %s\n\n", device.str().c_str(),
              IsaName(CurrentIsa()), get_num_threads(),
              get_num_threads() == 1 ? "thread" : "threads");
  std::fflush(stdout);
}

std::string ResumeCommand(const Options& options, const std::string& file) {
  std::string command = "--resume " + Quoted(file);
  if (!options.data.empty()) command += " --data " + Quoted(options.data);
  if (options.header) command += " --header";
  if (!options.out.empty()) command += " --out " + Quoted(options.out);
  if (!options.checkpoint.empty()) {
    command += " --checkpoint " + Quoted(options.checkpoint);
  }
  if (options.device != "cpu") command += " --device " + options.device;
  if (options.threads > 0) command += Str(" --threads ", options.threads);
  return command;
}

}  // namespace tessera::demos
