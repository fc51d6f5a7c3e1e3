#include <string>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/interop/csv.h"
#include "tessera/interop/mutation.h"

namespace tessera {
namespace {

TEST(CsvFuzz, Mutations) {
  std::string wide(300, ',');
  for (size_t i = 0; i < wide.size(); i += 2) wide[i] = '1';
  wide += '\n' + wide + '\n';
  for (const bool skip_header : {false, true}) {
    CsvOptions options;
    options.skip_header = skip_header;
    options.allow_non_finite = !skip_header;
    const MutationCounts n = RunMutations(
        {"1,2,3\n4,5,6\n", "-1.5e10,+2,\"3\"\r\nnan,inf,1e-999\r\n\r\n",
         "x,y\n0.1,1e300\n", "1\n2\n3\n", wide},
        20000, {4, 4096}, [&](const std::string& text) {
          const CsvTable t = ParseCsv(text, "fuzz", options);
          if (t.rows < 1 || t.cols < 1 ||
              t.rows * t.cols != static_cast<int64_t>(t.values.size())) {
            throw InternalError("", "size");
          }
        });
    EXPECT_GT(n.read, 500);
    EXPECT_GT(n.refused, 5000);
  }
}

}  // namespace
}  // namespace tessera
