#include "tessera/interop/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <utility>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/quote.h"

namespace tessera {
namespace {

constexpr size_t kValid = std::string_view::npos;

// Where text stops being UTF-8 (Unicode 15, table 3-7), kValid if nowhere.
size_t FindNonUtf8(std::string_view text) {
  const auto byte = [&](size_t i) -> unsigned {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  const auto tail = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  size_t i = 0;
  while (i < text.size()) {
    const unsigned a = byte(i);
    const unsigned b = byte(i + 1);
    if (a < 0x80) {
      i += 1;
    } else if (a >= 0xc2 && a <= 0xdf && tail(i + 1)) {
      i += 2;
    } else if (a >= 0xe0 && a <= 0xef && tail(i + 1) && tail(i + 2) &&
               !(a == 0xe0 && b < 0xa0) && !(a == 0xed && b > 0x9f)) {
      i += 3;
    } else if (a >= 0xf0 && a <= 0xf4 && tail(i + 1) && tail(i + 2) &&
               tail(i + 3) && !(a == 0xf0 && b < 0x90) &&
               !(a == 0xf4 && b > 0x8f)) {
      i += 4;
    } else {
      return i;
    }
  }
  return kValid;
}

void AppendUtf8(std::string* out, uint32_t code) {
  const auto put = [&](uint32_t byte) { *out += static_cast<char>(byte); };
  if (code < 0x80) {
    put(code);
    return;
  }
  if (code < 0x800) {
    put(0xc0 | code >> 6);
  } else {
    if (code < 0x10000) {
      put(0xe0 | code >> 12);
    } else {
      put(0xf0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3f));
    }
    put(0x80 | (code >> 6 & 0x3f));
  }
  put(0x80 | (code & 0x3f));
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool IsUtf8(std::string_view text) { return FindNonUtf8(text) == kValid; }

JsonReader::JsonReader(std::string_view text, int max_depth)
    : text_(text), max_depth_(static_cast<size_t>(max_depth)) {
  const size_t bad = FindNonUtf8(text);
  if (bad != kValid) {
    at_ = bad;
    FailExpected("UTF-8");
  }
}

void JsonReader::Fail(const std::string& message) const {
  throw ValueError("json", Str("at byte ", at_, ": ", message));
}

void JsonReader::FailExpected(const char* what) const {
  Fail(Str("expected ", what, ", got ",
           at_ == text_.size() ? "the end" : Quoted(text_.substr(at_, 16))));
}

void JsonReader::SkipSpace() {
  while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' ||
                                text_[at_] == '\r' || text_[at_] == '\t')) {
    ++at_;
  }
}

bool JsonReader::Take(char c) {
  if (at_ == text_.size() || text_[at_] != c) return false;
  ++at_;
  return true;
}

JsonReader::Kind JsonReader::Peek() {
  SkipSpace();
  switch (at_ < text_.size() ? text_[at_] : '\0') {
    case '{':
      return Kind::kObject;
    case '[':
      return Kind::kArray;
    case '"':
      return Kind::kString;
    case 't':
    case 'f':
      return Kind::kBool;
    case 'n':
      return Kind::kNull;
    case '-':
    case '0':
    case '1':
    case '2':
    case '3':
    case '4':
    case '5':
    case '6':
    case '7':
    case '8':
    case '9':
      return Kind::kNumber;
    default:
      FailExpected("a value");
  }
}

void JsonReader::Open(char c, bool is_object) {
  SkipSpace();
  if (open_.size() == max_depth_) {
    Fail(Str("expected at most ", max_depth_,
             " arrays and objects in one another"));
  }
  if (!Take(c)) FailExpected(is_object ? "an object" : "an array");
  open_.push_back({is_object});
}

void JsonReader::BeginObject() { Open('{', true); }
void JsonReader::BeginArray() { Open('[', false); }

bool JsonReader::Next(char close) {
  Frame& frame = open_.back();
  SkipSpace();
  if (Take(close)) {
    CheckKeys(&frame);
    open_.pop_back();
    return false;
  }
  if (!std::exchange(frame.first, false) && !Take(',')) {
    FailExpected(close == '}' ? "\",\" or \"}\"" : "\",\" or \"]\"");
  }
  SkipSpace();
  return true;
}

bool JsonReader::NextElement() { return Next(']'); }

bool JsonReader::NextKey(std::string_view* key) {
  if (!Next('}')) return false;
  std::string buffer;
  *key = ScanString(&buffer);
  Frame& frame = open_.back();
  if (!buffer.empty()) {
    frame.unescaped.push_back(std::move(buffer));
    *key = frame.unescaped.back();
  }
  frame.keys.push_back(*key);
  SkipSpace();
  if (!Take(':')) FailExpected("\":\"");
  return true;
}

void JsonReader::CheckKeys(Frame* frame) const {
  std::sort(frame->keys.begin(), frame->keys.end());
  const auto twice = std::adjacent_find(frame->keys.begin(), frame->keys.end());
  if (twice != frame->keys.end()) {
    Fail(Str("expected different keys in an object, got ", Quoted(*twice),
             " twice"));
  }
}

uint32_t JsonReader::ScanHex4() {
  uint32_t code = 0;
  if (text_.size() - at_ < 4) FailExpected("four hex digits");
  const char* end = text_.data() + at_ + 4;
  if (std::from_chars(text_.data() + at_, end, code, 16).ptr != end) {
    FailExpected("four hex digits");
  }
  at_ += 4;
  return code;
}

std::string_view JsonReader::ScanString(std::string* buffer) {
  if (!Take('"')) FailExpected("a string");
  size_t run = at_;  // start of what has not been copied yet
  bool copied = false;
  for (;;) {
    if (at_ == text_.size()) FailExpected("a string's end");
    const char c = text_[at_];
    if (static_cast<unsigned char>(c) < 0x20) {
      FailExpected("no control character in a string");
    }
    if (c != '"' && c != '\\') {
      ++at_;
      continue;
    }
    if (c == '"' && !copied) return text_.substr(run, at_++ - run);
    buffer->append(text_, run, at_ - run);
    ++at_;
    if (c == '"') return *buffer;
    copied = true;
    constexpr std::string_view kEscapes = "\"\\/bfnrt";
    constexpr std::string_view kMeaning = "\"\\/\b\f\n\r\t";
    const size_t escape =
        at_ < text_.size() ? kEscapes.find(text_[at_]) : kValid;
    if (escape != kValid) {
      *buffer += kMeaning[escape];
      ++at_;
    } else {
      if (!Take('u')) FailExpected("one of \\\"\\/bfnrtu after a backslash");
      uint32_t code = ScanHex4();
      if (code >= 0xd800 && code <= 0xdbff) {
        const bool pair = Take('\\') && Take('u');
        const uint32_t low = pair ? ScanHex4() : 0;
        if (low < 0xdc00 || low > 0xdfff) FailExpected("a low surrogate");
        code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
      } else if (code >= 0xdc00 && code <= 0xdfff) {
        FailExpected("a high surrogate before a low one");
      }
      AppendUtf8(buffer, code);
    }
    run = at_;
  }
}

std::string JsonReader::ReadString() {
  SkipSpace();
  std::string buffer;
  const std::string_view value = ScanString(&buffer);
  return buffer.empty() ? std::string(value) : buffer;
}

std::string_view JsonReader::ScanNumber(bool* whole) {
  SkipSpace();
  const size_t start = at_;
  const auto digits = [&] {
    const size_t first = at_;
    while (at_ < text_.size() && IsDigit(text_[at_])) ++at_;
    return at_ - first;
  };
  Take('-');
  const bool zero = at_ < text_.size() && text_[at_] == '0';
  const size_t count = digits();
  if (count == 0 || (zero && count > 1)) {
    at_ = start;
    FailExpected("a number");
  }
  *whole = true;
  if (Take('.')) {
    *whole = false;
    if (digits() == 0) FailExpected("a digit");
  }
  if (Take('e') || Take('E')) {
    *whole = false;
    if (!Take('-')) Take('+');
    if (digits() == 0) FailExpected("a digit");
  }
  return text_.substr(start, at_ - start);
}

uint64_t JsonReader::ReadUint() {
  bool whole;
  const std::string_view text = ScanNumber(&whole);
  uint64_t value = 0;
  const auto result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (!whole || result.ec != std::errc() ||
      result.ptr != text.data() + text.size()) {
    Fail(Str("expected a whole number from 0 to 18446744073709551615, got ",
             Quoted(text)));
  }
  return value;
}

int64_t JsonReader::ReadInt() {
  bool whole;
  const std::string_view text = ScanNumber(&whole);
  int64_t value = 0;
  const auto result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (!whole || result.ec != std::errc()) {
    Fail(Str("expected a whole number of 64 bits, got ", Quoted(text)));
  }
  return value;
}

double JsonReader::ReadDouble() {
  bool whole;
  const std::string_view text = ScanNumber(&whole);
  double value = 0;
  const auto result =
      std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc()) {
    Fail(Str("expected a number that a double can hold, got ", Quoted(text)));
  }
  return value;
}

bool JsonReader::ReadBool() {
  SkipSpace();
  for (const bool value : {true, false}) {
    const std::string_view word = value ? "true" : "false";
    if (text_.substr(at_, word.size()) == word) {
      at_ += word.size();
      return value;
    }
  }
  FailExpected("true or false");
}

void JsonReader::ReadNull() {
  SkipSpace();
  if (text_.substr(at_, 4) != "null") FailExpected("null");
  at_ += 4;
}

void JsonReader::SkipValue() {
  const size_t depth = open_.size();
  std::string_view key;
  bool whole;
  for (;;) {
    switch (Peek()) {
      case Kind::kNull:
        ReadNull();
        break;
      case Kind::kBool:
        ReadBool();
        break;
      case Kind::kNumber:
        ScanNumber(&whole);
        break;
      case Kind::kString: {
        std::string buffer;
        ScanString(&buffer);
        break;
      }
      case Kind::kArray:
        BeginArray();
        break;
      case Kind::kObject:
        BeginObject();
        break;
    }
    // To the next value inside what was opened here, if there is one.
    for (;;) {
      if (open_.size() == depth) return;
      if (open_.back().is_object ? NextKey(&key) : NextElement()) break;
    }
  }
}

void JsonReader::End() {
  SkipSpace();
  if (at_ != text_.size()) FailExpected("the end");
}

void JsonWriter::Separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

void JsonWriter::Open(char c) {
  Separate();
  out_ += c;
  comma_ = false;
}

void JsonWriter::Close(char c) {
  out_ += c;
  comma_ = true;
}

void JsonWriter::Quote(std::string_view value) {
  if (!IsUtf8(value)) {
    throw ValueError("json", Str("expected UTF-8, got ", Quoted(value)));
  }
  constexpr std::string_view kShort = "\"\\\b\f\n\r\t";
  constexpr std::string_view kLetter = "\"\\bfnrt";
  constexpr char kHex[] = "0123456789abcdef";
  out_ += '"';
  for (const char c : value) {
    const size_t found = kShort.find(c);
    if (found != kValid) {
      out_ += '\\';
      out_ += kLetter[found];
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out_ += "\\u00";
      out_ += kHex[c >> 4];
      out_ += kHex[c & 15];
    } else {
      out_ += c;
    }
  }
  out_ += '"';
}

void JsonWriter::Key(std::string_view key) {
  Separate();
  Quote(key);
  out_ += ':';
  comma_ = false;
}

void JsonWriter::String(std::string_view value) {
  Separate();
  Quote(value);
}

void JsonWriter::Uint(uint64_t value) {
  Separate();
  out_ += std::to_string(value);
}

void JsonWriter::Int(int64_t value) {
  Separate();
  out_ += std::to_string(value);
}

void JsonWriter::Double(double value) {
  if (!std::isfinite(value)) {
    throw ValueError("json", Str("expected a finite number, got ", value));
  }
  Separate();
  char text[32];
  const char* end = std::to_chars(text, text + sizeof(text), value).ptr;
  out_.append(text, static_cast<size_t>(end - text));
}

void JsonWriter::Bool(bool value) {
  Separate();
  out_ += value ? "true" : "false";
}

void JsonWriter::Null() {
  Separate();
  out_ += "null";
}

}  // namespace tessera
