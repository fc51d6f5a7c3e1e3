#include "tessera/demos/support/dataset.h"

#include <sys/stat.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <string_view>
#include <utility>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/demos/support/shuffle.h"
#include "tessera/interop/csv.h"
#include "tessera/interop/file.h"
#include "tessera/interop/idx.h"

namespace tessera::demos {
namespace {

constexpr int64_t kMaxLabel = 999;

[[noreturn]] void Fail(const std::string& message) {
  throw FileError("--data", message);
}

std::string AsText(double value) {
  return value == std::floor(value) && std::abs(value) < 1e15
             ? Str(static_cast<int64_t>(value))
             : Str(value);
}

// FILE:LINE:COLUMN of a row's value, by looking for it in the text again:
// positions are needed for the one value that is wrong only.
std::string Place(const std::string& text, const std::string& file, bool header,
                  int64_t row, int64_t col) {
  size_t at = 0;
  const int64_t line = row + (header ? 2 : 1);
  for (int64_t i = 1; i < line; ++i) at = text.find('\n', at) + 1;
  size_t begin = at;
  for (int64_t i = 0; i < col; ++i) begin = text.find(',', begin) + 1;
  return Str(file, ":", line, ":", begin - at + 1);
}

void CheckClasses(const Table& table, const std::string& where) {
  const int64_t first = table.labels.front();
  if (std::all_of(table.labels.begin(), table.labels.end(),
                  [first](int64_t label) { return label == first; })) {
    Fail(Str(where, ": expected two classes or more, got label ", first,
             " in every row"));
  }
}

std::vector<int64_t> CountLabels(const Table& table) {
  std::vector<int64_t> count(table.classes);
  for (const int64_t label : table.labels) ++count[label];
  return count;
}

// As near to a square as the columns allow.
void SetPictureSize(Table* table) {
  table->width = static_cast<int64_t>(std::ceil(std::sqrt(table->cols)));
  table->height = (table->cols + table->width - 1) / table->width;
}

// ---- IDX ----

bool Exists(const std::string& path) {
  struct stat info;
  return stat(path.c_str(), &info) == 0;
}

// The path of the one file of this name in the folder: MNIST is about in both
// spellings, plain and gzipped. Empty where there is none.
std::string FindIdx(const std::string& folder, const std::string& part,
                    const std::string& what, int dims) {
  for (const char* joint : {"-", "."}) {
    for (const char* ending : {"", ".gz"}) {
      const std::string path = Str(folder, "/", part, "-", what, joint, "idx",
                                   dims, "-ubyte", ending);
      if (Exists(path)) return path;
    }
  }
  return "";
}

int64_t Elements(const IdxArray& array) {
  int64_t n = 1;
  for (const int64_t size : array.shape) n *= size;
  return n;
}

double ElementOf(const IdxArray& array, int64_t i) {
  const uint8_t* p = array.bytes.data() + i * elementSize(array.dtype);
  const auto read = [p](auto value) {
    std::memcpy(&value, p, sizeof(value));
    return static_cast<double>(value);
  };
  switch (array.dtype) {
    case DType::Byte:
      return *p;
    case DType::Char:
      return read(int8_t{});
    case DType::Short:
      return read(int16_t{});
    case DType::Int:
      return read(int32_t{});
    case DType::Float:
      return read(float{});
    default:
      return read(double{});
  }
}

void AppendIdx(const std::string& images_path, const std::string& labels_path,
               Table* table) {
  const IdxArray images = ReadIdx(images_path);
  const IdxArray labels = ReadIdx(labels_path);
  if (images.shape.size() < 2 || Elements(images) == 0) {
    Fail(Str(images_path, ": expected an array of pictures, got one of ",
             images.shape.size(), " dimensions and ", Elements(images),
             " elements"));
  }
  const int64_t rows = images.shape[0];
  const int64_t cols = Elements(images) / rows;
  if (labels.shape.size() != 1 || labels.shape[0] != rows) {
    Fail(Str(labels_path, ": expected ", rows, " labels, one per picture of ",
             images_path, ", got ", Elements(labels)));
  }
  if (table->rows > 0 && cols != table->cols) {
    Fail(Str(images_path, ": expected pictures of ", table->cols,
             " pixels as in the training part, got ", cols));
  }
  table->cols = cols;
  if (images.shape.size() == 3) {
    table->height = images.shape[1];
    table->width = images.shape[2];
  } else {
    SetPictureSize(table);
  }
  table->values.reserve(table->values.size() + rows * cols);
  for (int64_t i = 0; i < rows * cols; ++i) {
    const double value = ElementOf(images, i);
    if (!std::isfinite(static_cast<float>(value))) {
      Fail(Str(images_path, ": picture ", i / cols, ", pixel ", i % cols,
               ": expected a finite number, got ", value));
    }
    table->values.push_back(static_cast<float>(value));
  }
  for (int64_t i = 0; i < rows; ++i) {
    const double label = ElementOf(labels, i);
    if (!(label >= 0 && label <= kMaxLabel) || label != std::floor(label)) {
      Fail(Str(labels_path, ": label ", i,
               ": expected a whole number from 0 "
               "to ",
               kMaxLabel, ", got ", AsText(label)));
    }
    table->labels.push_back(static_cast<int64_t>(label));
    table->classes = std::max(table->classes, table->labels.back() + 1);
  }
  table->rows += rows;
}

Table LoadIdxFolder(const std::string& folder) {
  const std::string images = FindIdx(folder, "train", "images", 3);
  const std::string labels = FindIdx(folder, "train", "labels", 1);
  if (images.empty() || labels.empty()) {
    Fail(Str(folder, ": expected MNIST's files, found no train-",
             images.empty() ? "images-idx3" : "labels-idx1",
             "-ubyte or -ubyte.gz; name a folder that has them, or a CSV "
             "file"));
  }
  Table table;
  AppendIdx(images, labels, &table);
  const int64_t train_rows = table.rows;
  const std::string test_images = FindIdx(folder, "t10k", "images", 3);
  const std::string test_labels = FindIdx(folder, "t10k", "labels", 1);
  if (test_images.empty() != test_labels.empty()) {
    Fail(Str(folder,
             ": expected both t10k-images-idx3-ubyte and "
             "t10k-labels-idx1-ubyte, or neither, got one"));
  }
  if (!test_images.empty()) AppendIdx(test_images, test_labels, &table);
  table.own_test_rows = table.rows - train_rows;
  const std::vector<int64_t> count = CountLabels(table);
  CheckClasses(table, labels);
  if (table.own_test_rows == 0) {
    for (int64_t i = 0; i < table.rows; ++i) {
      if (count[table.labels[i]] > 1) continue;
      Fail(Str(labels, ": label ", i, ": ", table.labels[i],
               " is in one row; a class needs two or more, to train and to "
               "test"));
    }
  }
  return table;
}

}  // namespace

Table ParseTable(const std::string& text, const std::string& file,
                 bool header) {
  CsvOptions options;
  options.skip_header = header;
  CsvTable csv;
  try {
    csv = ParseCsv(text, file, options);
  } catch (const FileError& e) {
    // A text in the first line is most often a line of names; the reader's hint
    // is for callers of ParseCsv.
    const std::string message =
        e.msg().substr(0, e.msg().find("; skip_header"));
    const bool first = message.find(Str(file, ":1:")) == 0 && !header;
    Fail(message + (first ? "; --header skips a first line of names" : ""));
  }
  Table table;
  table.rows = csv.rows;
  table.cols = csv.cols - 1;
  if (table.cols < 1) {
    Fail(Str(file, ":", header ? 2 : 1,
             ":1: expected values and a label, separated by commas, got one "
             "column"));
  }
  table.values.reserve(table.rows * table.cols);
  table.labels.reserve(table.rows);
  for (int64_t row = 0; row < csv.rows; ++row) {
    const double* values = csv.values.data() + row * csv.cols;
    for (int64_t col = 0; col < table.cols; ++col) {
      // Also what is finite as a double alone.
      if (!std::isfinite(static_cast<float>(values[col]))) {
        Fail(Str(Place(text, file, header, row, col),
                 ": expected a finite number (float32), got ", values[col],
                 "; replace it or remove the line"));
      }
      table.values.push_back(static_cast<float>(values[col]));
    }
    const double label = values[table.cols];
    if (!(label >= 0 && label <= kMaxLabel) || label != std::floor(label)) {
      Fail(Str(Place(text, file, header, row, table.cols),
               ": expected a label (the last column), a whole number from 0 "
               "to ",
               kMaxLabel, ", got ", AsText(label)));
    }
    table.labels.push_back(static_cast<int64_t>(label));
    table.classes = std::max(table.classes, table.labels.back() + 1);
  }
  const std::vector<int64_t> count = CountLabels(table);
  CheckClasses(table, Place(text, file, header, table.rows - 1, table.cols));
  for (int64_t row = 0; row < table.rows; ++row) {
    if (count[table.labels[row]] > 1) continue;
    Fail(Str(Place(text, file, header, row, table.cols), ": label ",
             table.labels[row],
             " is in this row alone; a class needs two rows or more, to train "
             "and to test"));
  }
  SetPictureSize(&table);
  return table;
}

Table LoadTable(const std::string& path, bool header) {
  struct stat info;
  if (stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
    try {
      return LoadIdxFolder(path);
    } catch (const FileError& e) {
      Fail(e.msg());
    }
  }
  std::string text;
  try {
    text = ReadFile(path);
  } catch (const FileError& e) {
    Fail(e.msg());
  }
  return ParseTable(text, path, header);
}

Split SplitRows(const Table& table, int64_t seed) {
  Split split;
  if (table.own_test_rows > 0) {
    for (int64_t row = 0; row < table.rows; ++row) {
      const bool train = row < table.rows - table.own_test_rows;
      (train ? split.train : split.test).push_back(row);
    }
    return split;
  }
  std::vector<std::vector<int64_t>> rows_of(table.classes);
  for (int64_t row = 0; row < table.rows; ++row) {
    rows_of[table.labels[row]].push_back(row);
  }
  Shuffler shuffler(static_cast<uint64_t>(seed));
  for (std::vector<int64_t>& rows : rows_of) {
    shuffler.Shuffle(&rows);
    const int64_t n = rows.size();
    const int64_t test = n < 2 ? 0 : std::clamp<int64_t>((n + 2) / 5, 1, n - 1);
    split.test.insert(split.test.end(), rows.begin(), rows.begin() + test);
    split.train.insert(split.train.end(), rows.begin() + test, rows.end());
  }
  std::sort(split.train.begin(), split.train.end());
  std::sort(split.test.begin(), split.test.end());
  return split;
}

Scaling MeasureScaling(const Table& table, const std::vector<int64_t>& rows) {
  std::vector<double> sum(table.cols), squares(table.cols);
  for (const int64_t row : rows) {
    for (int64_t col = 0; col < table.cols; ++col) {
      sum[col] += table.values[row * table.cols + col];
    }
  }
  const double n = static_cast<double>(rows.size());
  for (double& s : sum) s /= n;
  for (const int64_t row : rows) {
    for (int64_t col = 0; col < table.cols; ++col) {
      const double d = table.values[row * table.cols + col] - sum[col];
      squares[col] += d * d;
    }
  }
  Scaling scaling;
  for (int64_t col = 0; col < table.cols; ++col) {
    scaling.mean.push_back(static_cast<float>(sum[col]));
    const float deviation = static_cast<float>(std::sqrt(squares[col] / n));
    scaling.deviation.push_back(
        deviation > 0 && std::isfinite(deviation) ? deviation : 1.0f);
  }
  return scaling;
}

void Apply(const Scaling& scaling, Table* table) {
  for (int64_t row = 0; row < table->rows; ++row) {
    float* values = table->values.data() + row * table->cols;
    for (int64_t col = 0; col < table->cols; ++col) {
      values[col] = (values[col] - scaling.mean[col]) / scaling.deviation[col];
    }
  }
}

uint64_t Fingerprint(const Table& table) {
  uint64_t hash = 14695981039346656037u;
  const auto add = [&hash](const void* data, size_t bytes) {
    const auto* p = static_cast<const unsigned char*>(data);
    for (size_t i = 0; i < bytes; ++i) hash = (hash ^ p[i]) * 1099511628211u;
  };
  for (const int64_t n : {table.rows, table.cols, table.own_test_rows}) {
    add(&n, sizeof(n));
  }
  add(table.values.data(), table.values.size() * sizeof(float));
  add(table.labels.data(), table.labels.size() * sizeof(int64_t));
  return hash;
}

}  // namespace tessera::demos
