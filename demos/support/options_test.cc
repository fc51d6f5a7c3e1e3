#include "tessera/demos/support/options.h"

#include <gtest/gtest.h>

#include "tessera/base/error.h"

namespace tessera::demos {
namespace {

Options Parse(std::vector<const char*> arguments) {
  arguments.insert(arguments.begin(), "digits");
  return ParseOptions(static_cast<int>(arguments.size()), arguments.data());
}

std::string ErrorOf(std::vector<const char*> arguments) {
  try {
    Parse(arguments);
  } catch (const ValueError& e) {
    return e.what();
  }
  return "no error";
}

TEST(OptionsTest, Defaults) {
  const Options o = Parse({});
  EXPECT_EQ(o.hidden, std::vector<int64_t>{128});
  EXPECT_EQ(o.lr, 0.005);
  EXPECT_EQ(Parse({"--optimizer", "sgd"}).lr, 0.05);
  EXPECT_EQ(Parse({"--optimizer", "sgd", "--lr", "2e-3"}).lr, 2e-3);
  EXPECT_FALSE(o.Given("--epochs"));
  EXPECT_FALSE(o.help);
}

TEST(OptionsTest, BothFormsAndTheLastCounts) {
  const Options o = Parse({"--epochs=5", "--hidden", "256,64", "--out=a=b",
                           "--epochs", "7", "--header"});
  EXPECT_EQ(o.epochs, 7);
  EXPECT_EQ(o.hidden, (std::vector<int64_t>{256, 64}));
  EXPECT_EQ(o.out, "a=b");
  EXPECT_TRUE(o.header);
  EXPECT_TRUE(o.Given("--epochs"));
  EXPECT_EQ(HiddenText(o.hidden), "256,64");
  EXPECT_EQ(Parse({"--seed", "9223372036854775807"}).seed, INT64_MAX);
  EXPECT_TRUE(Parse({"-h"}).help);
}

TEST(OptionsTest, ErrorsNameFlagValueAndFix) {
  EXPECT_EQ(ErrorOf({"--epochs", "-3"}),
            "--epochs: expected a whole number from 1 to 1000000, got \"-3\"");
  EXPECT_EQ(ErrorOf({"--epochs"}),
            "--epochs: expected a value, as --epochs N, got none");
  EXPECT_EQ(ErrorOf({"--out", "--epochs", "3"}),
            "--out: expected a value, as --out DIR, got --epochs");
  EXPECT_EQ(ErrorOf({"--optimizer=rmsprop"}),
            "--optimizer: expected sgd, adam or adamw, got \"rmsprop\"");
  EXPECT_EQ(ErrorOf({"--epoch", "3"}),
            "no flag is called \"--epoch\"; did you mean --epochs? "
            "--help lists all");
  EXPECT_EQ(ErrorOf({"data.csv"}),
            "no flag is called \"data.csv\"; --help lists all");
  EXPECT_EQ(ErrorOf({"--help=yes"}), "--help: expected no value, got \"yes\"");
}

TEST(OptionsTest, RefusesBadValues) {
  for (const std::vector<const char*>& arguments :
       std::vector<std::vector<const char*>>{
           {"--epochs", "0"},
           {"--epochs", "3.5"},
           {"--epochs", "99999999999999999999"},
           {"--epochs", "5x"},
           {"--epochs", ""},
           {"--hidden", ""},
           {"--hidden", "128,"},
           {"--hidden", "0"},
           {"--hidden", "64;32"},
           {"--hidden", "1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"},
           {"--batch", "0"},
           {"--lr", "0"},
           {"--lr", "-1"},
           {"--lr", "nan"},
           {"--lr", "inf"},
           {"--lr", "fast"},
           {"--schedule", "Step"},
           {"--seed", "-1"},
           {"--threads", "0"},
           {"--data", ""},
           {"--resume="}}) {
    const std::string error = ErrorOf(arguments);
    EXPECT_EQ(error.find("--"), 0) << arguments[0] << ": " << error;
    EXPECT_NE(error.find("expected"), std::string::npos) << error;
    EXPECT_EQ(error.find('\n'), std::string::npos) << error;
  }
}

TEST(OptionsTest, HelpNamesEveryFlagInLinesOf79) {
  const std::string help = HelpText();
  for (const char* flag :
       {"--data", "--out", "--epochs", "--hidden", "--batch", "--lr",
        "--optimizer", "--schedule", "--seed", "--device", "--threads",
        "--checkpoint", "--resume", "--help", "--header"}) {
    EXPECT_NE(help.find(std::string("  ") + flag + " "), std::string::npos)
        << flag;
  }
  size_t begin = 0;
  while (begin < help.size()) {
    const size_t end = std::min(help.find('\n', begin), help.size());
    EXPECT_LE(end - begin, 79u) << help.substr(begin, end - begin);
    begin = end + 1;
  }
}

}  // namespace
}  // namespace tessera::demos
