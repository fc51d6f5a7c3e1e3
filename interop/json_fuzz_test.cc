#include <string>

#include "gtest/gtest.h"
#include "tessera/interop/json.h"
#include "tessera/interop/mutation.h"

namespace tessera {
namespace {

TEST(JsonFuzz, Mutations) {
  const std::string seed =
      R"({"a":[1,-2.5e3,true,null,{"b":"\u00e9\ud83d\ude00\n"}],"c":{},)"
      R"("d":[[],[[]]],"e":18446744073709551615,"f":"plain"})";
  const MutationCounts n = RunMutations({seed, "[]", "{\"a\":1}"}, 20000,
                                        {64, 8192}, [](const std::string& s) {
                                          JsonReader in(s);
                                          in.SkipValue();
                                          in.End();
                                        });
  EXPECT_GT(n.read, 500);
  EXPECT_GT(n.refused, 500);
}

// The most that a byte of text can cost.
TEST(JsonFuzz, LongTexts) {
  std::string keys = "{";
  std::string zeros = "[0";
  for (int i = 0; i < 100000; ++i) {
    keys += '"' + std::to_string(i) + "\\n\":0,";
    zeros += ",0";
  }
  keys += "\"\":0}";
  zeros += "]";
  for (const std::string& text : {keys, zeros}) {
    RunMutations({text}, 100, {16, 8192}, [](const std::string& s) {
      JsonReader in(s);
      in.SkipValue();
      in.End();
    });
  }
}

}  // namespace
}  // namespace tessera
