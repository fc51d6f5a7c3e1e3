#include "tessera/interop/csv.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/file.h"
#include "tessera/interop/quote.h"

namespace tessera {
namespace {

bool IsBlank(char c) { return c == ' ' || c == '\t'; }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && IsBlank(text.back())) text.remove_suffix(1);
  return text;
}

// Whether a decimal number that no double can hold is too small rather than too
// large; from_chars does not say which.
bool IsTiny(std::string_view number) {
  int64_t digits_before_point = 0;  // from the first digit that is not 0
  int64_t zeros_after_point = 0;    // before that digit
  bool point = false, significant = false;
  size_t i = number.front() == '-' ? 1 : 0;
  for (; i < number.size() && (IsDigit(number[i]) || number[i] == '.'); ++i) {
    if (number[i] == '.') {
      point = true;
      continue;
    }
    significant = significant || number[i] != '0';
    if (significant && !point) ++digits_before_point;
    if (!significant && point) ++zeros_after_point;
  }
  int64_t exponent = 0;
  if (i < number.size()) {
    ++i;  // the e
    const bool negative = number[i] == '-';
    if (number[i] == '-' || number[i] == '+') ++i;
    for (; i < number.size(); ++i) {
      exponent = std::min<int64_t>(exponent * 10 + (number[i] - '0'),
                                   int64_t{1} << 50);
    }
    if (negative) exponent = -exponent;
  }
  return digits_before_point - zeros_after_point + exponent < 0;
}

class Parser {
 public:
  Parser(std::string_view text, const std::string& file,
         const CsvOptions& options)
      : text_(text), file_(file), options_(options) {}

  CsvTable Parse() {
    if (text_.substr(0, 3) == "\xef\xbb\xbf") at_ = 3;
    line_begin_ = at_;
    if (options_.skip_header) NextLine();
    size_t end = text_.size();
    while (end > at_ && (text_[end - 1] == '\n' || text_[end - 1] == '\r' ||
                         IsBlank(text_[end - 1]))) {
      --end;
    }
    // A row that ends in an empty value is not blank: "1,2,\t".
    end = std::min(text_.find('\n', end), text_.size());
    if (Trim(text_.substr(at_, end - at_)).empty()) {
      throw FileError("read_csv",
                      Str(file_, ": expected rows of numbers, got ",
                          text_.empty() ? "an empty file" : "none"));
    }
    Reserve(end);
    while (at_ < end) ParseRow();
    return std::move(table_);
  }

 private:
  [[noreturn]] void Fail(size_t at, const std::string& message) const {
    throw FileError("read_csv", Str(file_, ":", line_, ":",
                                    at - line_begin_ + 1, ": ", message));
  }

  // As many values as the rows can have, so that the vector never grows.
  void Reserve(size_t end) {
    const std::string_view text = text_.substr(at_, end - at_);
    const auto count = [](std::string_view s, char c) {
      return static_cast<size_t>(std::count(s.begin(), s.end(), c)) + 1;
    };
    const size_t cols =
        count(text.substr(0, text.find('\n')), options_.delimiter);
    const size_t rows = count(text, '\n');
    // A value takes two bytes at least, but for the last.
    const size_t most = text.size() / 2 + 1;
    table_.values.reserve(rows <= most / cols ? rows * cols : most);
  }

  void NextLine() {
    const size_t newline = text_.find('\n', at_);
    at_ = newline == text_.npos ? text_.size() : newline + 1;
    line_begin_ = at_;
    ++line_;
  }

  void ParseRow() {
    const size_t newline = std::min(text_.find('\n', at_), text_.size());
    size_t end = newline;
    if (end > at_ && text_[end - 1] == '\r') --end;
    int64_t cols = 0;
    if (Trim(text_.substr(at_, end - at_)).empty()) {
      Fail(at_, Str("expected ", table_.cols, " values, got a blank line"));
    }
    size_t stop;
    do {
      stop = static_cast<size_t>(std::find(text_.begin() + at_,
                                           text_.begin() + end,
                                           options_.delimiter) -
                                 text_.begin());
      if (table_.rows > 0 && cols == table_.cols) {
        const std::string_view rest = text_.substr(at_, end - at_);
        Fail(at_,
             Str("expected ", table_.cols, " values as in line ",
                 options_.skip_header ? 2 : 1, ", got ",
                 cols + 1 +
                     std::count(rest.begin(), rest.end(), options_.delimiter)));
      }
      table_.values.push_back(ParseValue(at_, stop));
      ++cols;
      at_ = stop + 1;
    } while (stop < end);
    if (table_.rows == 0) table_.cols = cols;
    if (cols != table_.cols) {
      Fail(end, Str("expected ", table_.cols, " values as in line ",
                    options_.skip_header ? 2 : 1, ", got ", cols));
    }
    ++table_.rows;
    at_ = newline;
    NextLine();
  }

  double ParseValue(size_t begin, size_t end) const {
    while (begin < end && IsBlank(text_[begin])) ++begin;
    const std::string_view shown = Trim(text_.substr(begin, end - begin));
    std::string_view number = shown;
    if (number.size() >= 2 && number.front() == '"' && number.back() == '"') {
      number = Trim(number.substr(1, number.size() - 2));
    }
    if (number.size() >= 2 && number.front() == '+' && number[1] != '-') {
      number.remove_prefix(1);
    }
    double value = 0;
    const char* last = number.data() + number.size();
    const auto result = std::from_chars(number.data(), last, value);
    if (result.ec == std::errc::invalid_argument || result.ptr != last) {
      const bool header =
          line_ == 1 && table_.rows == 0 && !options_.skip_header;
      Fail(begin, Str("expected a number, got ",
                      shown.empty() ? "an empty value" : Quoted(shown),
                      header ? "; skip_header leaves out the first line" : ""));
    }
    if (result.ec == std::errc::result_out_of_range) {
      if (!IsTiny(number)) {
        Fail(begin,
             Str("expected a number below 1.8e308, got ", Quoted(shown)));
      }
      value = number.front() == '-' ? -0.0 : 0.0;
    }
    if (!options_.allow_non_finite && !std::isfinite(value)) {
      Fail(begin, Str("expected a finite number, got ", Quoted(shown)));
    }
    return value;
  }

  std::string_view text_;
  const std::string& file_;
  const CsvOptions& options_;
  size_t at_ = 0;
  size_t line_begin_ = 0;
  int64_t line_ = 1;
  CsvTable table_;
};

}  // namespace

CsvTable ParseCsv(std::string_view text, const std::string& file,
                  const CsvOptions& options) {
  return Parser(text, file, options).Parse();
}

CsvTable ReadCsv(const std::string& path, const CsvOptions& options) {
  const MappedFile file(path);
  return ParseCsv(file.bytes(), path, options);
}

}  // namespace tessera
