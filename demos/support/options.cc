#include "tessera/demos/support/options.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <functional>
#include <numeric>

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera::demos {
namespace {

constexpr int64_t kMaxSeed = INT64_MAX;

[[noreturn]] void Fail(const std::string& flag, const std::string& expected,
                       const std::string& value) {
  throw ValueError(flag, Str("expected ", expected, ", got \"", value, "\""));
}

int64_t WholeNumber(const std::string& flag, const std::string& text,
                    int64_t least, int64_t most) {
  int64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || value < least || value > most) {
    Fail(flag, Str("a whole number from ", least, " to ", most), text);
  }
  return value;
}

double PositiveNumber(const std::string& flag, const std::string& text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end || !(value > 0) ||
      !std::isfinite(value)) {
    Fail(flag, "a number above 0 such as 0.003", text);
  }
  return value;
}

std::vector<int64_t> Sizes(const std::string& flag, const std::string& text) {
  std::vector<int64_t> sizes;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(',', begin), text.size());
    const std::string part = text.substr(begin, end - begin);
    int64_t size = 0;
    const auto [stop, error] =
        std::from_chars(part.data(), part.data() + part.size(), size);
    if (error != std::errc() || stop != part.data() + part.size() || size < 1 ||
        size > 65536 || sizes.size() == 16) {
      Fail(flag, "1 to 16 layer sizes from 1 to 65536, as 128 or 256,64", text);
    }
    sizes.push_back(size);
    begin = end + 1;
  }
  return sizes;
}

std::string OneOf(const std::string& flag, const std::string& text,
                  const std::vector<std::string>& choices) {
  if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
    std::string list;
    for (size_t i = 0; i < choices.size(); ++i) {
      list += i == 0 ? "" : i + 1 == choices.size() ? " or " : ", ";
      list += choices[i];
    }
    Fail(flag, list, text);
  }
  return text;
}

std::string NotEmpty(const std::string& flag, const std::string& text) {
  if (text.empty()) Fail(flag, "a path", text);
  return text;
}

struct Flag {
  const char* name;
  const char* value;  // how --help shows it; nullptr where it takes none
  const char* help;
  std::function<void(Options&, const std::string& flag, const std::string&)>
      set;
};

const std::vector<Flag>& Flags() {
  using O = Options;
  using S = const std::string&;
  static const std::vector<Flag>& flags = *new std::vector<Flag>{
      {"--data", "PATH",
       "a CSV file whose last column is the label (0, 1, 2, ...), or a folder "
       "of IDX files as MNIST's (also .gz); default: 1,797 digits of 8x8",
       [](O& o, S f, S v) { o.data = NotEmpty(f, v); }},
      {"--header", nullptr, "the first line of the CSV file has names",
       [](O& o, S, S) { o.header = true; }},
      {"--out", "DIR",
       "write model.safetensors, predictions.npy, metrics.csv, curve.svg and "
       "mistakes.png there",
       [](O& o, S f, S v) { o.out = NotEmpty(f, v); }},
      {"--epochs", "N", "passes over the training rows; default 30",
       [](O& o, S f, S v) { o.epochs = WholeNumber(f, v, 1, 1000000); }},
      {"--hidden", "SIZES",
       "sizes of the hidden layers, as 128 or 256,64; default 128",
       [](O& o, S f, S v) { o.hidden = Sizes(f, v); }},
      {"--batch", "N", "rows per step; default 32",
       [](O& o, S f, S v) { o.batch = WholeNumber(f, v, 1, 1000000); }},
      {"--lr", "RATE",
       "learning rate; default 0.005 for adamw, 0.003 for adam, 0.05 for sgd",
       [](O& o, S f, S v) { o.lr = PositiveNumber(f, v); }},
      {"--optimizer", "NAME",
       "sgd (momentum 0.9), adam or adamw; default adamw",
       [](O& o, S f, S v) {
         o.optimizer = OneOf(f, v, {"sgd", "adam", "adamw"});
       }},
      {"--schedule", "NAME",
       "constant; step: the rate times 0.3 every 10 epochs; cosine: down to 0 "
       "over all epochs; default step",
       [](O& o, S f, S v) {
         o.schedule = OneOf(f, v, {"constant", "step", "cosine"});
       }},
      {"--seed", "N",
       "of the train/test split, the first weights and the order of rows; "
       "default 0",
       [](O& o, S f, S v) { o.seed = WholeNumber(f, v, 0, kMaxSeed); }},
      {"--device", "NAME", "cpu, cuda or cuda:1; default cpu",
       [](O& o, S, S v) { o.device = v; }},
      {"--threads", "N",
       "threads on the CPU; the results are the same for any number",
       [](O& o, S f, S v) { o.threads = WholeNumber(f, v, 1, 1024); }},
      {"--checkpoint", "FILE", "save the state there after each epoch",
       [](O& o, S f, S v) { o.checkpoint = NotEmpty(f, v); }},
      {"--resume", "FILE",
       "go on from a checkpoint, with its settings; ends with the same bits as "
       "a run without a break",
       [](O& o, S f, S v) { o.resume = NotEmpty(f, v); }},
      {"--help", nullptr, "show this", [](O& o, S, S) { o.help = true; }},
  };
  return flags;
}

// How many letters two words differ by (Levenshtein).
size_t Distance(const std::string& a, const std::string& b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0]++;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t change = diagonal + (a[i] != b[j]);
      diagonal = row[j + 1];
      row[j + 1] = std::min({change, row[j] + 1, diagonal + 1});
    }
  }
  return row.back();
}

[[noreturn]] void ThrowUnknown(const std::string& argument) {
  const std::vector<Flag>& flags = Flags();
  const auto nearest = std::min_element(
      flags.begin(), flags.end(), [&](const Flag& a, const Flag& b) {
        return Distance(argument, a.name) < Distance(argument, b.name);
      });
  const bool near = Distance(argument, nearest->name) <= 3;
  throw ValueError("",
                   Str("no flag is called \"", argument, "\"; ",
                       near ? Str("did you mean ", nearest->name, "? ") : "",
                       "--help lists all"));
}

}  // namespace

Options ParseOptions(int argc, const char* const* argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    std::string name = argv[i];
    std::string value;
    const size_t equals = name.find('=');
    if (equals != std::string::npos) {
      value = name.substr(equals + 1);
      name.resize(equals);
    }
    if (name == "-h") name = "--help";
    const std::vector<Flag>& flags = Flags();
    const auto flag =
        std::find_if(flags.begin(), flags.end(),
                     [&](const Flag& f) { return f.name == name; });
    if (flag == flags.end()) ThrowUnknown(name);
    if (flag->value == nullptr) {
      if (equals != std::string::npos) Fail(name, "no value", value);
    } else if (equals == std::string::npos) {
      // A flag there means that the value was forgotten; "-3" is a value.
      if (i + 1 == argc || std::string(argv[i + 1]).substr(0, 2) == "--") {
        throw ValueError(
            name, Str("expected a value, as ", name, " ", flag->value, ", got ",
                      i + 1 == argc ? "none" : argv[i + 1]));
      }
      value = argv[++i];
    }
    flag->set(options, name, value);
    options.given.insert(name);
  }
  if (options.lr == 0) options.lr = DefaultRate(options.optimizer);
  return options;
}

std::string HelpText() {
  std::string text =
      "Trains a small network to read handwritten digits, or any rows of "
      "numbers\nwith a label, and shows how well it does on rows that it has "
      "not seen.\n\n  ./bazelw run //demos:digits -- [flags]\n\n";
  for (const Flag& flag : Flags()) {
    std::string line = Str("  ", flag.name, " ", flag.value ? flag.value : "");
    line.resize(std::max<size_t>(line.size() + 1, 21), ' ');
    const std::string help = flag.help;
    for (size_t begin = 0; begin < help.size();) {
      const size_t end = std::min(help.find(' ', begin), help.size());
      if (line.size() + 1 + end - begin > 79) {
        text += line + "\n";
        line.assign(20, ' ');
      }
      if (line.back() != ' ' || line.size() == 20) line += ' ';
      line += help.substr(begin, end - begin);
      begin = end + 1;
    }
    text += line + "\n";
  }
  return text +
         "\nA fifth of the rows of each class, drawn by --seed, is the test "
         "part.\nRelative paths count from the folder where you are.";
}

double DefaultRate(const std::string& optimizer) {
  if (optimizer == "sgd") return 0.05;
  return optimizer == "adam" ? 0.003 : 0.005;
}

std::string NumberText(double value) {
  char text[32];
  return std::string(text, std::to_chars(text, text + sizeof(text), value).ptr);
}

std::string HiddenText(const std::vector<int64_t>& hidden) {
  std::string text;
  for (const int64_t size : hidden) text += Str(text.empty() ? "" : ",", size);
  return text;
}

}  // namespace tessera::demos
