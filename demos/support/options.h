// The command line of //demos:digits: flags, their checks, and --help.
//
//   Options options = ParseOptions(argc, argv);   // ValueError names the flag
//   if (options.help) { std::puts(HelpText().c_str()); return 0; }
//   options.hidden;                               // {128}
//   options.Given("--epochs");                    // whether the user set it
//
// Both `--epochs 5` and `--epochs=5` work; the last of two counts.
#ifndef TESSERA_DEMOS_SUPPORT_OPTIONS_H_
#define TESSERA_DEMOS_SUPPORT_OPTIONS_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera::demos {

struct Options {
  std::string data;  // empty: the digits that come with the program
  bool header = false;
  std::string out;         // empty: nothing is written
  std::string checkpoint;  // empty: only when interrupted
  std::string resume;      // empty: from the start

  int64_t epochs = 30;
  std::vector<int64_t> hidden = {128};
  int64_t batch = 32;
  double lr = 0;  // 0: DefaultRate(optimizer)
  std::string optimizer = "adamw";
  std::string schedule = "step";
  int64_t seed = 0;

  std::string device = "cpu";
  int64_t threads = 0;  // 0: as many as there are processors
  bool help = false;

  std::set<std::string> given;
  bool Given(const std::string& flag) const { return given.count(flag) > 0; }
};

// ValueError "--epochs: expected a whole number from 1 to 1000000, got "-3"".
Options ParseOptions(int argc, const char* const* argv);

std::string HelpText();

// The learning rate for an optimiser where none is given.
double DefaultRate(const std::string& optimizer);

// The shortest text that reads back as the same double.
std::string NumberText(double value);

// {256, 64} as 256,64.
std::string HiddenText(const std::vector<int64_t>& hidden);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_OPTIONS_H_
