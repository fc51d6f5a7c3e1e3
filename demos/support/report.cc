#include "tessera/demos/support/report.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "tessera/base/str.h"

namespace tessera::demos {
namespace {

std::string Environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

bool IsTerminal(std::FILE* stream) {
  return isatty(fileno(stream)) && Environment("TERM") != "dumb";
}

// As setlocale would find it, which the program does not call.
bool TakesUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string locale = Environment(name);
    if (locale.empty()) continue;
    return locale.find("UTF-8") != std::string::npos ||
           locale.find("utf8") != std::string::npos;
  }
  return false;
}

std::string Padded(const std::string& text, size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text
                             : text;
}

std::string Fixed(double value, int decimals) {
  char text[400];
  std::snprintf(text, sizeof(text), "%.*f", decimals, value);
  return text;
}

std::string Centred(const std::string& text, size_t width) {
  if (text.size() >= width) return text.substr(0, width);
  const size_t left = (width - text.size()) / 2;
  return std::string(left, ' ') + text +
         std::string(width - text.size() - left, ' ');
}

// The picture in rows x cols characters, each the nearest value's shade.
std::vector<std::string> Shades(const Sample& sample, int64_t rows,
                                int64_t cols, float low, float high) {
  static constexpr char kShades[] = " .:-=+*#%@";
  const float range = high > low ? high - low : 1;
  std::vector<std::string> lines;
  for (int64_t row = 0; row < rows; ++row) {
    std::string line;
    for (int64_t col = 0; col < cols; ++col) {
      const int64_t y = (2 * row + 1) * sample.height / (2 * rows);
      const int64_t x = (2 * col + 1) * sample.width / (2 * cols);
      const size_t i = static_cast<size_t>(y * sample.width + x);
      const float value = i < sample.values.size() ? sample.values[i] : low;
      const float part = std::clamp((value - low) / range, 0.0f, 1.0f);
      line += kShades[std::lround(part * 9)];
    }
    lines.push_back(line);
  }
  return lines;
}

}  // namespace

std::string Thousands(int64_t n) {
  std::string text = Str(n);
  const int64_t first = n < 0 ? 1 : 0;
  for (int64_t at = static_cast<int64_t>(text.size()) - 3; at > first;
       at -= 3) {
    text.insert(static_cast<size_t>(at), ",");
  }
  return text;
}

std::string Percent(double part) { return Fixed(100 * part, 2) + " %"; }

std::string EpochLine(const EpochMetrics& m, int64_t epochs) {
  const std::string of = Str(epochs);
  return Str("epoch ", Padded(Str(m.epoch), of.size()), "/", of,
             "  train loss ", Fixed(m.train_loss, 4), ", accuracy ",
             Padded(Percent(m.train_accuracy), 8), "  test loss ",
             Fixed(m.test_loss, 4), ", accuracy ",
             Padded(Percent(m.test_accuracy), 8));
}

Progress::Progress(std::FILE* stream, int64_t epochs)
    : stream_(stream),
      epochs_(epochs),
      terminal_(IsTerminal(stream)),
      utf8_(TakesUtf8()) {}

Progress::~Progress() { ClearBar(); }

void Progress::ClearBar() {
  if (!bar_shown_) return;
  // To the line's start, and erase it.
  std::fputs("\r\x1b[K", stream_);
  std::fflush(stream_);
  bar_shown_ = false;
}

void Progress::Batch(int64_t epoch, int64_t rows_seen, int64_t rows,
                     double loss) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_ < std::chrono::milliseconds(50)) return;
  last_ = now;
  constexpr int64_t kWidth = 32;
  const int64_t done = rows > 0 ? kWidth * rows_seen / rows : 0;
  std::string bar;
  for (int64_t i = 0; i < kWidth; ++i)
    bar += i < done ? (utf8_ ? "█" : "#") : (utf8_ ? "░" : "-");
  const std::string of = Str(epochs_);
  std::fprintf(stream_, "\repoch %s/%s  %s %s/%s rows  loss %s\x1b[K",
               Padded(Str(epoch), of.size()).c_str(), of.c_str(), bar.c_str(),
               Padded(Str(rows_seen), Str(rows).size()).c_str(),
               Str(rows).c_str(), Fixed(loss, 4).c_str());
  std::fflush(stream_);
  bar_shown_ = true;
}

void Progress::Epoch(const EpochMetrics& metrics) {
  ClearBar();
  std::fprintf(stream_, "%s\n", EpochLine(metrics, epochs_).c_str());
  // So that a reader of a pipe sees it now.
  std::fflush(stream_);
}

std::string ConfusionText(const std::vector<int64_t>& counts, int64_t classes) {
  const auto count = [&](int64_t truth, int64_t predicted) {
    return counts[static_cast<size_t>(truth * classes + predicted)];
  };
  std::string text;
  if (classes > 20) {
    struct Pair {
      int64_t truth, predicted, n;
    };
    std::vector<Pair> pairs;
    for (int64_t t = 0; t < classes; ++t) {
      for (int64_t p = 0; p < classes; ++p) {
        if (t != p && count(t, p) > 0) pairs.push_back({t, p, count(t, p)});
      }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.n > b.n; });
    if (pairs.size() > 10) pairs.resize(10);
    text = "Most frequent confusions\n";
    for (const Pair& p : pairs) {
      text += Str("  ", p.truth, " read as ", p.predicted, ": ", p.n,
                  p.n == 1 ? " time\n" : " times\n");
    }
    return text + (pairs.empty() ? "  none\n" : "");
  }
  const int64_t most = *std::max_element(counts.begin(), counts.end());
  const size_t width = std::max(Str(most).size(), Str(classes - 1).size()) + 2;
  text = "Confusion matrix (row: true label, column: predicted)\n     ";
  for (int64_t p = 0; p < classes; ++p) text += Padded(Str(p), width);
  text += "     right\n";
  for (int64_t t = 0; t < classes; ++t) {
    text += Padded(Str(t), 5);
    int64_t all = 0;
    for (int64_t p = 0; p < classes; ++p) {
      all += count(t, p);
      text += Padded(count(t, p) == 0 ? "." : Str(count(t, p)), width);
    }
    text += Padded(all == 0 ? "-"
                            : Percent(static_cast<double>(count(t, t)) /
                                      static_cast<double>(all)),
                   10) +
            "\n";
  }
  return text;
}

std::string SamplesText(const std::vector<Sample>& samples, float low,
                        float high) {
  std::string text;
  for (size_t begin = 0; begin < samples.size();) {
    // Characters are about twice as high as wide.
    const int64_t rows = std::min<int64_t>(samples[begin].height, 14);
    const int64_t cols =
        std::max<int64_t>(2 * rows * samples[begin].width /
                              std::max<int64_t>(samples[begin].height, 1),
                          1);
    const size_t width = static_cast<size_t>(std::max<int64_t>(cols, 16)) + 3;
    const size_t end =
        std::min(samples.size(), begin + std::max<size_t>(79 / width, 1));
    std::vector<std::string> lines(static_cast<size_t>(rows) + 1);
    for (size_t i = begin; i < end; ++i) {
      const std::vector<std::string> shades =
          Shades(samples[i], rows, std::min<int64_t>(cols, 76), low, high);
      for (size_t row = 0; row < shades.size(); ++row) {
        lines[row] += Centred(shades[row], width);
      }
      lines.back() += Centred(samples[i].caption, width);
    }
    for (std::string& line : lines) {
      line.erase(line.find_last_not_of(' ') + 1);
      text += line + "\n";
    }
    begin = end;
    if (begin < samples.size()) text += "\n";
  }
  return text;
}

}  // namespace tessera::demos
