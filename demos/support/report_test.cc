#include "tessera/demos/support/report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <stack>
#include <string>

#include "tessera/demos/support/chart.h"
#include "tessera/demos/support/glyphs.h"
#include "tessera/demos/support/pictures.h"

namespace tessera::demos {
namespace {

std::vector<EpochMetrics> History(int64_t epochs) {
  std::vector<EpochMetrics> history;
  for (int64_t e = 1; e <= epochs; ++e) {
    const double t = static_cast<double>(e);
    history.push_back(
        {e, 1.2 / t, 1 - 0.3 / t, 0.9 / t, 0.98 - 0.1 / t, 0.005});
  }
  return history;
}

// ---- Text ----

TEST(ReportTest, Numbers) {
  EXPECT_EQ(Thousands(0), "0");
  EXPECT_EQ(Thousands(999), "999");
  EXPECT_EQ(Thousands(1797), "1,797");
  EXPECT_EQ(Thousands(12345678), "12,345,678");
  EXPECT_EQ(Thousands(-123), "-123");
  EXPECT_EQ(Thousands(-1234), "-1,234");
  EXPECT_EQ(Percent(0.98052), "98.05 %");
}

TEST(ReportTest, EpochLineAndCsv) {
  const EpochMetrics m = {3, 0.12344, 0.961, 1.5, 1, 0.1};
  EXPECT_EQ(EpochLine(m, 30),
            "epoch  3/30  train loss 0.1234, accuracy  96.10 %  test loss "
            "1.5000, accuracy 100.00 %");
  EXPECT_EQ(MetricsCsv({m}),
            "epoch,train_loss,train_accuracy,test_loss,test_accuracy,"
            "learning_rate\n3,0.12344,0.961,1.5,1,0.1\n");
}

TEST(ReportTest, PlainLinesInAFile) {
  std::FILE* file = std::tmpfile();
  {
    Progress progress(file, 5);
    progress.Batch(1, 1, 4, 0.5);
    progress.Epoch(History(1)[0]);
  }
  std::rewind(file);
  char text[1000] = {};
  const size_t n = std::fread(text, 1, sizeof(text) - 1, file);
  std::fclose(file);
  EXPECT_EQ(std::string(text, n), EpochLine(History(1)[0], 5) + "\n");
}

TEST(ReportTest, Confusion) {
  EXPECT_EQ(ConfusionText({3, 1, 0, 0}, 2),
            "Confusion matrix (row: true label, column: predicted)\n"
            "       0  1     right\n"
            "    0  3  1   75.00 %\n"
            "    1  .  .         -\n");
  std::vector<int64_t> many(30 * 30);
  EXPECT_EQ(ConfusionText(many, 30), "Most frequent confusions\n  none\n");
  many[4 * 30 + 9] = 1;
  many[7 * 30 + 2] = 5;
  many[31] = 9;  // right
  EXPECT_EQ(ConfusionText(many, 30),
            "Most frequent confusions\n  7 read as 2: 5 times\n"
            "  4 read as 9: 1 time\n");
}

TEST(ReportTest, Samples) {
  const Sample s = {{0, 16, 16, 0}, 2, 2, "4 as 9"};
  EXPECT_EQ(SamplesText({s}, 0, 16), std::string(9, ' ') + "@@\n" +
                                         std::string(7, ' ') + "@@\n" +
                                         std::string(6, ' ') + "4 as 9\n");
  // More values than cells, fewer values than cells, no range.
  EXPECT_FALSE(SamplesText({{std::vector<float>(784, 1), 28, 28, "a"},
                            {std::vector<float>(3, 1), 2, 2, "b"}},
                           1, 1)
                   .empty());
  EXPECT_EQ(SamplesText({}, 0, 1), "");
}

// ---- SVG ----

// Whether tags close in order, attributes are quoted and no '<' or '&' is bare.
std::string XmlError(const std::string& xml) {
  std::stack<std::string> open;
  for (size_t i = 0; i < xml.size(); ++i) {
    if (xml[i] == '&') {
      const std::string entity = xml.substr(i, xml.find(';', i) - i + 1);
      if (entity != "&lt;" && entity != "&gt;" && entity != "&amp;") {
        return "entity " + entity;
      }
    }
    if (xml[i] != '<') continue;
    const size_t end = xml.find('>', i);
    if (end == std::string::npos) return "no >";
    const std::string tag = xml.substr(i + 1, end - i - 1);
    if (tag.find('<') != std::string::npos) return "< in " + tag;
    const std::string name = tag.substr(0, tag.find_first_of(" \n"));
    if (tag[0] == '/') {
      if (open.empty() || "/" + open.top() != tag) return "closing " + tag;
      open.pop();
    } else if (tag.back() != '/') {
      open.push(name);
    }
    size_t quotes = 0;
    for (const char c : tag) quotes += c == '"';
    if (quotes % 2 != 0) return "quotes in " + tag;
    i = end;
  }
  return open.empty() ? "" : "open " + open.top();
}

TEST(ChartTest, WellFormedForAnyHistory) {
  std::vector<EpochMetrics> odd = History(3);
  odd[1].train_loss = NAN;
  odd[2].test_loss = INFINITY;
  std::vector<EpochMetrics> all_nan = History(1);
  all_nan[0] = {1, NAN, NAN, NAN, NAN, NAN};
  std::vector<EpochMetrics> flat = History(4);
  for (EpochMetrics& m : flat) m = {m.epoch, 0, 1, 0, 1, 0};
  for (const auto& history : {History(0), History(1), History(2), History(30),
                              History(500), odd, all_nan, flat}) {
    const std::string svg = CurveSvg(history, "<b> & \"c\" \x01 d");
    EXPECT_EQ(XmlError(svg), "") << svg;
    EXPECT_EQ(svg.find("nan"), std::string::npos) << svg;
    EXPECT_EQ(svg.find("inf"), std::string::npos) << svg;
    EXPECT_EQ(svg.find('\x01'), std::string::npos);
    EXPECT_NE(svg.find("&lt;b&gt; &amp; \"c\""), std::string::npos);
  }
  EXPECT_NE(XmlError("<a><b></a>"), "");  // the check can fail
  EXPECT_NE(XmlError("<a>&b</a>"), "");
}

TEST(ChartTest, HasBothPanelsAndFinalValues) {
  const std::string svg = CurveSvg(History(30), "s");
  for (const char* text : {"Cross entropy", "Accuracy", ">0.0400<", ">0.0300<",
                           ">99.00 %<", ">97.67 %<", ">epoch<", ">train<"}) {
    EXPECT_NE(svg.find(text), std::string::npos) << text;
  }
}

TEST(ChartTest, Ticks) {
  EXPECT_EQ(Ticks(0, 1, 5), (std::vector<double>{0, 0.2, 0.4, 0.6, 0.8, 1}));
  EXPECT_EQ(Ticks(0, 30, 7), (std::vector<double>{0, 5, 10, 15, 20, 25, 30}));
  EXPECT_EQ(Ticks(0.75, 1, 6),
            (std::vector<double>{0.75, 0.8, 0.85, 0.9, 0.95, 1}));
  EXPECT_EQ(Ticks(-1, 3, 4), (std::vector<double>{-1, 0, 1, 2, 3}));
  EXPECT_EQ(Ticks(2, 2, 5), std::vector<double>{2});
}

// ---- Pictures ----

TEST(GlyphsTest, DrawsAndCutsOff) {
  Canvas canvas(12, 7, {255, 255, 255});
  DrawText(&canvas, 0, 0, "I1", 1, {0, 0, 0});
  std::string art;
  for (int y = 0; y < 7; ++y) {
    for (int x = 0; x < 12; ++x) {
      art += canvas.pixels[static_cast<size_t>(y * 12 + x) * 3] ? '.' : '#';
    }
    art += '\n';
  }
  EXPECT_EQ(art,
            ".###....#...\n"
            "..#....##...\n"
            "..#.....#...\n"
            "..#.....#...\n"
            "..#.....#...\n"
            "..#.....#...\n"
            ".###...###..\n");
  DrawText(&canvas, -20, -20, "WWWWWWWW\xff", 9, {1, 2, 3});
  EXPECT_EQ(TextWidth("4 > 9", 2), 58);
  EXPECT_EQ(TextWidth("", 2), 0);
}

TEST(PicturesTest, SheetsOfAnyNumber) {
  const Mistake m = {std::vector<float>(64, 8), 8, 8, 4, 9, 0.7};
  const Canvas none = MistakesSheet({}, 359, 0, 16);
  const Canvas one = MistakesSheet({m}, 359, 0, 16);
  const Canvas eleven = MistakesSheet(std::vector<Mistake>(11, m), 359, 0, 16);
  const Canvas sixty = MistakesSheet(std::vector<Mistake>(60, m), 359, 0, 16);
  const Canvas more = MistakesSheet(std::vector<Mistake>(900, m), 1, 0, 16);
  EXPECT_LT(none.height, one.height);
  EXPECT_LT(one.width, eleven.width);
  EXPECT_LT(one.height, eleven.height);
  EXPECT_EQ(sixty.height, more.height);
  EXPECT_EQ(more.pixels.size(),
            static_cast<size_t>(more.width) * more.height * 3);
  // Any shape, no range.
  MistakesSheet({{{1, 2, 3}, 2, 2, 123, 456, 1}}, 1, 1, 1);
  MistakesSheet({{std::vector<float>(300 * 2, 1), 300, 2, 1, 2, 0}}, 1, 0, 1);
}

TEST(PicturesTest, SurestFirst) {
  Mistake dark = {std::vector<float>(64, 16), 8, 8, 4, 9, 0.9};
  Mistake light = {std::vector<float>(64, 0), 8, 8, 4, 9, 0.5};
  const Canvas sheet = MistakesSheet({light, dark}, 2, 0, 16);
  // The middle of the first tile.
  EXPECT_LT(sheet.pixels[(static_cast<size_t>(150) * sheet.width + 60) * 3],
            50);
}

}  // namespace
}  // namespace tessera::demos
