#include "tessera/demos/support/chart.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "tessera/base/str.h"

namespace tessera::demos {
namespace {

// Told apart by people who see red and green alike, and in grey print.
constexpr const char* kTrainColour = "#2f6fb5";
constexpr const char* kTestColour = "#d9541e";

constexpr double kWidth = 980, kHeight = 460;
constexpr double kPanelTop = 118, kPanelHeight = 270, kPanelWidth = 330;
// Room to the right of a panel for the names of its lines.
constexpr double kPanelLeft[] = {62, 548};

std::string Fixed(double value, int decimals) {
  char text[64];
  std::snprintf(text, sizeof(text), "%.*f", decimals, value);
  return text;
}

std::string At(double value) { return Fixed(value, 1); }

std::string Escaped(const std::string& text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      default:
        // XML has no other control characters at all.
        out += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
    }
  }
  return out;
}

std::string Text(double x, double y, const std::string& attributes,
                 const std::string& text) {
  return Str("<text x=\"", At(x), "\" y=\"", At(y), "\"",
             attributes.empty() ? "" : " ", attributes, ">", Escaped(text),
             "</text>\n");
}

// 0.005, 1.5, 20: as short as it is right.
std::string Short(double value) { return Str(value); }

struct Line {
  const char* name;
  const char* colour;
  std::vector<double> values;  // per epoch
};

// One coordinate system, with linear epochs and a linear or logarithmic y.
class Panel {
 public:
  Panel(double left, std::vector<Line> lines, std::vector<int64_t> epochs,
        bool percent)
      : left_(left),
        lines_(std::move(lines)),
        epochs_(std::move(epochs)),
        percent_(percent) {
    double least = INFINITY, most = -INFINITY;
    for (const Line& line : lines_) {
      for (const double v : line.values) {
        if (!std::isfinite(v)) continue;
        least = std::min(least, v);
        most = std::max(most, v);
      }
    }
    if (!(least <= most)) least = most = 0;
    log_ = !percent && least > 0 && most / least > 30;
    SetAxis(least, most);
  }

  std::string Svg(const std::string& title) const {
    std::string svg =
        Text(left_ - (percent_ ? 46 : 34), kPanelTop - 18, "class=\"panel\"",
             log_ ? title + ", logarithmic" : title);
    for (const double tick : ticks_) {
      const double y = Y(tick);
      svg += Str("<path class=\"grid\" d=\"M", At(left_), " ", At(y), "H",
                 At(left_ + kPanelWidth), "\"/>\n");
      svg += Text(left_ - 8, y + 4, "class=\"tick\" text-anchor=\"end\"",
                  Label(tick));
    }
    const double bottom = kPanelTop + kPanelHeight;
    svg += Str("<path class=\"axis\" d=\"M", At(left_), " ", At(bottom), "H",
               At(left_ + kPanelWidth), "\"/>\n");
    for (const double tick : EpochTicks()) {
      svg += Str("<path class=\"axis\" d=\"M", At(X(tick)), " ", At(bottom),
                 "v4\"/>\n");
      svg += Text(X(tick), bottom + 19, "class=\"tick\" text-anchor=\"middle\"",
                  Short(tick));
    }
    svg += Text(left_ + kPanelWidth / 2, bottom + 40,
                "class=\"tick\" text-anchor=\"middle\"", "epoch");
    for (const Line& line : lines_) svg += LineSvg(line);
    return svg + NamesSvg();
  }

 private:
  void SetAxis(double least, double most) {
    if (log_) {
      low_ = std::log10(least) - 0.05;
      high_ = std::log10(most) + 0.05;
      const bool narrow = high_ - low_ < 2;
      for (int e = static_cast<int>(std::floor(low_)); e <= high_; ++e) {
        for (const double step : {1.0, 2.0, 5.0}) {
          if (step != 1 && !narrow) continue;
          const double tick = step * std::pow(10.0, e);
          const double at = std::log10(tick);
          if (at >= low_ && at <= high_) ticks_.push_back(tick);
        }
      }
      return;
    }
    if (percent_) {
      least = std::max(0.0, least - 0.005);
      most = 1;
    } else {
      least = std::min(least, 0.0);
    }
    ticks_ = Ticks(least, most > least ? most : least + 1, 6);
    low_ = std::min(least, ticks_.front());
    high_ = percent_ ? 1 : std::max(most, ticks_.back());
    if (percent_) {
      ticks_.erase(std::remove_if(ticks_.begin(), ticks_.end(),
                                  [](double t) { return t > 1 + 1e-9; }),
                   ticks_.end());
    }
    if (high_ <= low_) high_ = low_ + 1;
  }

  std::vector<double> EpochTicks() const {
    const double last = epochs_.empty() ? 1 : epochs_.back();
    std::vector<double> whole;
    for (const double tick : Ticks(0, last, 7)) {
      if (tick != std::floor(tick) || tick > last) continue;
      if (tick >= epochs_.front()) whole.push_back(tick);
    }
    if (whole.empty() || whole.front() > epochs_.front()) {
      whole.insert(whole.begin(), epochs_.front());
    }
    return whole;
  }

  double X(double epoch) const {
    const double first = epochs_.front(), last = epochs_.back();
    const double part = last > first ? (epoch - first) / (last - first) : 0.5;
    return left_ + part * kPanelWidth;
  }
  double Y(double value) const {
    const double v = log_ ? std::log10(value) : value;
    return kPanelTop + kPanelHeight * (1 - (v - low_) / (high_ - low_));
  }
  bool Drawn(double value) const {
    return std::isfinite(value) && (!log_ || value > 0);
  }

  std::string Label(double value) const {
    if (!percent_) return Short(value);
    return Short(std::round(value * 1e4) / 1e2) + " %";
  }

  std::string LineSvg(const Line& line) const {
    std::string points;
    bool pen_down = false;
    std::string dots;
    for (size_t i = 0; i < epochs_.size(); ++i) {
      const double v = line.values[i];
      if (!Drawn(v)) {
        pen_down = false;
        continue;
      }
      const std::string x = At(X(epochs_[i])), y = At(Y(v));
      points += Str(pen_down ? "L" : "M", x, " ", y);
      pen_down = true;
      const bool last = i + 1 == epochs_.size();
      if (epochs_.size() <= 60 || last) {
        dots += Str("<circle cx=\"", x, "\" cy=\"", y, "\" r=\"",
                    last ? "4" : "2", "\" fill=\"", line.colour, "\"/>\n");
      }
    }
    if (points.empty()) return "";
    return Str("<path class=\"line\" stroke=\"", line.colour, "\" d=\"", points,
               "\"/>\n", dots);
  }

  // At the ends of the lines, apart from each other.
  std::string NamesSvg() const {
    std::vector<std::pair<double, const Line*>> places;
    for (const Line& line : lines_) {
      const double v = line.values.back();
      if (Drawn(v)) places.emplace_back(Y(v), &line);
    }
    std::sort(places.begin(), places.end());
    if (places.size() == 2 && places[1].first - places[0].first < 36) {
      const double middle = (places[0].first + places[1].first) / 2;
      const double bottom = kPanelTop + kPanelHeight;
      const double centre = std::clamp(middle, kPanelTop + 18, bottom - 18);
      places[0].first = centre - 18;
      places[1].first = centre + 18;
    }
    std::string svg;
    const double x = left_ + kPanelWidth + 13;
    for (const auto& [y, line] : places) {
      const double v = line->values.back();
      svg += Text(x, y - 1,
                  Str("class=\"name\" style=\"fill:", line->colour, "\""),
                  line->name);
      svg += Text(x, y + 14, "class=\"value\"",
                  percent_ ? Fixed(100 * v, 2) + " %" : Fixed(v, 4));
    }
    return svg;
  }

  double left_;
  std::vector<Line> lines_;
  std::vector<int64_t> epochs_;
  bool percent_;
  bool log_ = false;
  double low_ = 0, high_ = 1;
  std::vector<double> ticks_;
};

}  // namespace

std::vector<double> Ticks(double low, double high, int most) {
  if (!(high > low)) return {low};
  const double rough = (high - low) / most;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double factor : {5.0, 2.0, 1.0}) {
    if (factor * power >= rough * (1 - 1e-9)) step = factor * power;
  }
  std::vector<double> ticks;
  const double first = std::floor(low / step + 1e-9);
  const double last = std::ceil(high / step - 1e-9);
  for (double k = first; k <= last; ++k) {
    // Rounded to the step's digits, so that 3 * 0.1 is 0.3.
    const double scale = power < 1 ? std::round(1 / power) : 1;
    ticks.push_back(std::round(k * step * scale) / scale);
  }
  return ticks;
}

std::string CurveSvg(const std::vector<EpochMetrics>& history,
                     const std::string& subtitle) {
  std::string svg =
      Str("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", kWidth,
          "\" height=\"", kHeight, "\" viewBox=\"0 0 ", kWidth, " ", kHeight,
          "\" role=\"img\" aria-label=\"Loss and accuracy per epoch\">\n"
          "<style>\n"
          "text{font-family:system-ui,-apple-system,'Segoe UI',Helvetica,Arial,"
          "'DejaVu Sans',sans-serif;font-size:13px;fill:#4a5058}\n"
          ".title{font-size:20px;font-weight:600;fill:#1c2127}\n"
          ".panel{font-size:14px;font-weight:600;fill:#1c2127}\n"
          ".tick{font-size:12px;fill:#646b74}\n"
          ".name{font-weight:600}\n"
          ".grid{stroke:#e6e8eb;stroke-width:1;fill:none}\n"
          ".axis{stroke:#a5abb3;stroke-width:1;fill:none}\n"
          ".line{stroke-width:2.2;fill:none;stroke-linejoin:round;"
          "stroke-linecap:round}\n"
          "</style>\n"
          "<rect width=\"",
          kWidth, "\" height=\"", kHeight, "\" fill=\"#ffffff\"/>\n");
  svg += Text(28, 40, "class=\"title\"", "Loss and accuracy per epoch");
  svg += Text(28, 63, "", subtitle);
  if (history.empty()) {
    return svg + Text(28, 140, "", "No epoch was trained.") + "</svg>\n";
  }
  std::vector<int64_t> epochs;
  Line loss[] = {{"train", kTrainColour, {}}, {"test", kTestColour, {}}};
  Line accuracy[] = {{"train", kTrainColour, {}}, {"test", kTestColour, {}}};
  for (const EpochMetrics& m : history) {
    epochs.push_back(m.epoch);
    loss[0].values.push_back(m.train_loss);
    loss[1].values.push_back(m.test_loss);
    accuracy[0].values.push_back(m.train_accuracy);
    accuracy[1].values.push_back(m.test_accuracy);
  }
  svg += Panel(kPanelLeft[0], {loss[0], loss[1]}, epochs, false)
             .Svg("Cross entropy");
  svg += Panel(kPanelLeft[1], {accuracy[0], accuracy[1]}, epochs, true)
             .Svg("Accuracy");
  return svg + "</svg>\n";
}

}  // namespace tessera::demos
