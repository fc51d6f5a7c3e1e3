// What comes before a training: the device, whether the model fits into memory,
// the heading; and after one that was interrupted, how to go on.
//
//   Device device = ChooseDevice(options.device);     // DeviceError
//   CheckMemory(options, table);                      // ValueError
//   PrintHeading(options, "digits.csv", table, split, model, device);
//   ResumeCommand(options, "digits.checkpoint");      // "--resume ..."
#ifndef TESSERA_DEMOS_SUPPORT_SETUP_H_
#define TESSERA_DEMOS_SUPPORT_SETUP_H_

#include <string>

#include "tessera/demos/support/dataset.h"
#include "tessera/demos/support/options.h"
#include "tessera/nn/sequential.h"
#include "tessera/storage/device.h"

namespace tessera::demos {

// DeviceError "--device: ..." where the program or the machine has no such one.
Device ChooseDevice(const std::string& name);

// ValueError "--hidden: ..." where the model would not fit into memory.
void CheckMemory(const Options& options, const Table& table);

// "64-128-10": columns, hidden layers, classes.
std::string LayersText(const Table& table, const Options& options);

// What is trained, on what, and what it runs on, to standard output. `file` is
// the data's name.
void PrintHeading(const Options& options, const std::string& file,
                  const Table& table, const Split& split,
                  const nn::Sequential& model, Device device);

// The flags, as a shell takes them, that go on from a checkpoint; the
// checkpoint itself knows the others.
std::string ResumeCommand(const Options& options, const std::string& file);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_SETUP_H_
