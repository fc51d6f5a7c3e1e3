#include "tessera/interop/npy_format.h"

#include <charconv>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/quote.h"

namespace tessera {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
// NumPy's default limit is 10000; a header without records never comes near.
constexpr uint64_t kLongestHeader = 1'000'000;
constexpr size_t kMostDims = 64;

// The dictionary of a header: Python's syntax for strings, True, False and
// tuples of whole numbers.
class DictParser {
 public:
  DictParser(std::string_view text, const std::string& file)
      : text_(text), file_(file) {}

  NpyHeader Parse() {
    NpyHeader header;
    bool has_descr = false, has_order = false, has_shape = false;
    Expect('{');
    while (!Take('}')) {
      const std::string_view key = ParseString();
      Expect(':');
      bool* seen = nullptr;
      if (key == "descr") {
        seen = &has_descr;
        ParseDescr(&header);
      } else if (key == "fortran_order") {
        seen = &has_order;
        header.fortran_order = ParseBool();
      } else if (key == "shape") {
        seen = &has_shape;
        ParseShape(&header.shape);
      } else {
        Fail(Str("expected the keys descr, fortran_order and shape, got ",
                 Quoted(key)));
      }
      if (*seen) {
        Fail(Str("expected different keys, got ", Quoted(key), " twice"));
      }
      *seen = true;
      if (!Take(',')) {
        Expect('}');
        break;
      }
    }
    SkipSpace();
    if (at_ != text_.size()) FailExpected("the header's end");
    if (!has_descr || !has_order || !has_shape) {
      Fail(Str("expected the key ",
               !has_descr   ? "descr"
               : !has_order ? "fortran_order"
                            : "shape",
               " in the header, got none"));
    }
    return header;
  }

  [[noreturn]] void Fail(const std::string& message) const {
    throw FileError("npy", Str(file_, ": ", message));
  }

 private:
  [[noreturn]] void FailExpected(const std::string& what) const {
    Fail(Str("header: expected ", what, ", got ",
             at_ == text_.size() ? "the end" : Quoted(text_.substr(at_, 16))));
  }

  void SkipSpace() {
    constexpr std::string_view kSpace = " \t\n\r\f";
    while (at_ < text_.size() && kSpace.find(text_[at_]) != kSpace.npos) ++at_;
  }

  bool Take(char c) {
    SkipSpace();
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  void Expect(char c) {
    if (!Take(c)) FailExpected(std::string(1, c));
  }

  bool TakeWord(std::string_view word) {
    SkipSpace();
    if (text_.substr(at_, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  std::string_view ParseString() {
    SkipSpace();
    const char quote = at_ < text_.size() ? text_[at_] : '\0';
    if (quote != '\'' && quote != '"') FailExpected("a string");
    const size_t begin = ++at_;
    while (at_ < text_.size() && text_[at_] != quote) {
      // No key or dtype that we know has an escape.
      if (text_[at_] == '\\') FailExpected("a string without backslash");
      ++at_;
    }
    if (at_ == text_.size()) FailExpected("a string's end");
    return text_.substr(begin, at_++ - begin);
  }

  bool ParseBool() {
    if (TakeWord("True")) return true;
    if (TakeWord("False")) return false;
    FailExpected("fortran_order True or False");
  }

  void ParseShape(std::vector<int64_t>* shape) {
    shape->clear();
    Expect('(');
    bool comma = false;
    while (!Take(')')) {
      if (!shape->empty() && !comma) FailExpected("\",\" or \")\"");
      SkipSpace();
      int64_t dim = 0;
      const char* begin = text_.data() + at_;
      const auto result =
          std::from_chars(begin, text_.data() + text_.size(), dim);
      if (result.ec == std::errc::result_out_of_range) {
        FailExpected("sizes below 2^63");
      }
      if (result.ec != std::errc() || dim < 0) FailExpected("a size");
      if (shape->size() == kMostDims) {
        Fail(Str("expected at most ", kMostDims, " dimensions, got more"));
      }
      at_ += static_cast<size_t>(result.ptr - begin);
      // Python 2 wrote long integers so.
      if (at_ < text_.size() && text_[at_] == 'L') ++at_;
      shape->push_back(dim);
      comma = Take(',');
    }
    // (3) is the number 3 in Python.
    if (shape->size() == 1 && !comma) FailExpected("\",\" in a shape of one");
  }

  void ParseDescr(NpyHeader* header) {
    SkipSpace();
    if (at_ < text_.size() && (text_[at_] == '[' || text_[at_] == '(')) {
      Fail(
          "expected an array of numbers, got one of records; save its fields "
          "one by one");
    }
    const std::string_view descr = ParseString();
    std::string_view type = descr;
    char order = '=';
    if (!type.empty() && std::string_view("<>=|").find(type[0]) != type.npos) {
      order = type[0];
      type.remove_prefix(1);
    }
    if (type == "?") type = "b1";
    for (int d = 0; d < kDTypes; ++d) {
      const auto dtype = static_cast<DType>(d);
      const char* known = numpy_descr(dtype);
      if (known == nullptr || type != known + 1) continue;
      const bool one_byte = elementSize(dtype) == 1;
      // NumPy takes "|f8" for the order of the machine, as "f8".
      header->dtype = dtype;
      header->big_endian = order == '>' && !one_byte;
      return;
    }
    const char* what = "an unknown dtype";
    const char* hint = "";
    switch (type.empty() ? '\0' : type[0]) {
      case 'O':
        what = "Python objects";
        hint = "; such a file holds a pickle, which could run any code";
        break;
      case 'U':
      case 'S':
      case 'a':
        what = "strings";
        break;
      case 'M':
      case 'm':
        what = "dates or times";
        hint = "; save it as .view('int64')";
        break;
      case 'V':
        what = "raw bytes";
        hint = "; save bfloat16 as float32, or in a safetensors file";
        break;
      case 'f':
      case 'c':
        what = "a floating-point type that this library lacks";
        hint = "; save it as .astype('float64') or 'complex128'";
        break;
      default:
        break;
    }
    Fail(Str("expected an array of numbers, got ", what, " (descr ",
             Quoted(descr), ")", hint));
  }

  std::string_view text_;
  const std::string& file_;
  size_t at_ = 0;
};

}  // namespace

NpyHeader ParseNpyHeader(std::string_view bytes, const std::string& file) {
  const auto fail = [&](const std::string& message) {
    throw FileError("npy", Str(file, ": ", message));
  };
  const std::string_view magic = bytes.substr(0, kMagic.size());
  if (magic != kMagic) {
    fail(Str("expected a file that begins with ", Quoted(kMagic), ", got ",
             bytes.empty() ? "an empty file" : Quoted(magic)));
  }
  const auto byte = [&](size_t i) -> uint64_t {
    if (i >= bytes.size()) {
      fail(Str("expected a header, got a file of ", bytes.size(), " bytes"));
    }
    return static_cast<unsigned char>(bytes[i]);
  };
  const uint64_t major = byte(6);
  const uint64_t minor = byte(7);
  if (major < 1 || major > 3 || minor != 0) {
    fail(Str("expected version 1.0, 2.0 or 3.0, got ", major, ".", minor));
  }
  uint64_t length = byte(8) | byte(9) << 8;
  uint64_t begin = 10;
  if (major > 1) {
    length |= byte(10) << 16 | byte(11) << 24;
    begin = 12;
  }
  const uint64_t limit = bytes.size() - begin < kLongestHeader
                             ? bytes.size() - begin
                             : kLongestHeader;
  if (length > limit) {
    fail(Str("expected a header of at most ", limit, " bytes, got a length of ",
             length, "; the file is cut off or no .npy file"));
  }

  NpyHeader header = DictParser(bytes.substr(begin, length), file).Parse();
  header.data_begin = begin + length;
  auto nbytes = static_cast<int64_t>(elementSize(header.dtype));
  for (const int64_t dim : header.shape) {
    if (MulOverflows(nbytes, dim, &nbytes)) {
      fail("expected fewer than 2^63 bytes, got a larger shape");
    }
  }
  header.nbytes = static_cast<uint64_t>(nbytes);
  const uint64_t available = bytes.size() - header.data_begin;
  if (header.nbytes > available) {
    fail(Str("expected ", nbytes, " bytes of data, got ", available,
             "; the file is cut off"));
  }
  return header;
}

std::string SerializeNpyHeader(DType dtype, const std::vector<int64_t>& shape,
                               bool fortran_order) {
  constexpr size_t kAlign = 64;
  const char* descr = numpy_descr(dtype);
  if (descr == nullptr) {
    throw DTypeError("npy", Str("NumPy has no ", name(dtype),
                                "; convert with to(kFloat32), or save as "
                                "safetensors"));
  }
  std::string text = Str("{'descr': '", descr, "', 'fortran_order': ",
                         fortran_order ? "True" : "False", ", 'shape': (");
  for (size_t i = 0; i < shape.size(); ++i) {
    text += Str(i > 0 ? ", " : "", shape[i]);
  }
  text += shape.size() == 1 ? ",), }" : "), }";
  // NumPy leaves room for the dimension that an append would change to become
  // a number of 21 digits.
  if (!shape.empty()) {
    const int64_t growing = fortran_order ? shape.back() : shape.front();
    text.append(21 - std::to_string(growing).size(), ' ');
  }
  for (const size_t prefix : {size_t{10}, size_t{12}}) {
    // At least one space even where none is needed, as NumPy has it.
    const size_t padding = kAlign - (prefix + text.size() + 1) % kAlign;
    const size_t length = text.size() + padding + 1;
    if (prefix == 10 && length > 0xffff) continue;
    std::string out(kMagic);
    out += prefix == 10 ? '\1' : '\2';
    out += '\0';
    for (size_t i = 0; i < prefix - 8; ++i) {
      out += static_cast<char>(length >> (8 * i));
    }
    out += text;
    out.append(padding, ' ');
    out += '\n';
    return out;
  }
  return {};  // not reached: a header of 2^32 bytes cannot be built
}

}  // namespace tessera
