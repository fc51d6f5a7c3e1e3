// Rows of numbers with a class each, from a CSV file or a folder of IDX files,
// and how they are split into a training and a test part.
//
//   Table table = LoadTable("digits.csv", /*header=*/false);
//   Split split = SplitRows(table, /*seed=*/0);
//   Scaling scaling = MeasureScaling(table, split.train);
//   Apply(scaling, &table);           // each column: mean 0, deviation 1
//   table.values[split.test[0] * table.cols];
#ifndef TESSERA_DEMOS_SUPPORT_DATASET_H_
#define TESSERA_DEMOS_SUPPORT_DATASET_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera::demos {

struct Table {
  int64_t rows = 0;
  int64_t cols = 0;
  int64_t classes = 0;        // labels are 0 to classes - 1
  std::vector<float> values;  // row after row
  std::vector<int64_t> labels;
  // A row as a picture: height * width >= cols.
  int64_t height = 0;
  int64_t width = 0;
  // Where the source names its own test part (MNIST's t10k files), these last
  // rows; else 0.
  int64_t own_test_rows = 0;
};

// path is a file (CSV, the last column is the label) or a folder with MNIST's
// four IDX files, or with the first two, each plain or gzipped. FileError
// "--data: FILE:LINE:COLUMN: expected ..., got ..." for what cannot be read, a
// value that is no finite number, a label that is no whole number from 0 to
// 999, a class with one row, fewer than two classes.
Table LoadTable(const std::string& path, bool header);
// The same from text; `file` is its name for messages.
Table ParseTable(const std::string& text, const std::string& file, bool header);

struct Split {
  std::vector<int64_t> train;  // ascending row numbers
  std::vector<int64_t> test;
};

// The table's own test part, or a fifth of each class (rounded, but at least
// one row in each part), drawn by seed alone: the same on every machine.
Split SplitRows(const Table& table, int64_t seed);

struct Scaling {
  std::vector<float> mean;
  std::vector<float> deviation;  // 1 where a column is constant
};

// Of the given rows alone: what is measured must not know the test part.
Scaling MeasureScaling(const Table& table, const std::vector<int64_t>& rows);
void Apply(const Scaling& scaling, Table* table);

// 64 bits that differ where shape, values or labels do (FNV-1a).
uint64_t Fingerprint(const Table& table);

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_DATASET_H_
