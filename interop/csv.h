// Reads a CSV file of numbers.
//
//   CsvTable t = ReadCsv("digits.csv");          // t.rows, t.cols
//   double x = t.values[row * t.cols + col];
//   CsvOptions options;  options.skip_header = true;
//   CsvTable u = ParseCsv("a,b\n1,2\n", "text", options);
#ifndef TESSERA_INTEROP_CSV_H_
#define TESSERA_INTEROP_CSV_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera {

struct CsvOptions {
  char delimiter = ',';
  bool skip_header = false;      // ignore the first line
  bool allow_non_finite = true;  // "nan", "inf", "-Infinity"
};

struct CsvTable {
  int64_t rows = 0;
  int64_t cols = 0;
  std::vector<double> values;  // row after row
};

// A line is a row; it ends in LF or CRLF. A number is written as in C, with '.'
// in every locale; it may have a '+', spaces and tabs around it, and stand in
// double quotes. It becomes the nearest double; one too small for a double
// becomes 0. Blank lines may stand at the end, and a UTF-8 byte order mark at
// the start. Anything else is a FileError "read_csv: FILE:LINE:COLUMN: expected
// a number, got "abc"" (both from 1, the column in bytes): rows of different
// lengths, no rows, a number that is too large, an empty value. `file` is the
// name for messages. Allocates at most four times the text's size.
CsvTable ParseCsv(std::string_view text, const std::string& file,
                  const CsvOptions& options = {});

CsvTable ReadCsv(const std::string& path, const CsvOptions& options = {});

}  // namespace tessera

#endif  // TESSERA_INTEROP_CSV_H_
