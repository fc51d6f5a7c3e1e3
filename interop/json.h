// JSON (RFC 8259), strictly and without a tree: a reader that is asked for one
// value after the other, and a writer. A hostile text costs at most a few times
// its own size.
//
//   JsonReader in(R"({"a": [1, 2]})");
//   std::string_view key;
//   for (in.BeginObject(); in.NextKey(&key);)      // key == "a"
//     for (in.BeginArray(); in.NextElement();) sum += in.ReadUint();
//   in.End();
#ifndef TESSERA_INTEROP_JSON_H_
#define TESSERA_INTEROP_JSON_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <string>
#include <string_view>
#include <vector>

#include "tessera/base/cpp17.h"

namespace tessera {

// Every function throws a ValueError "json: at byte N: expected X, got Y" where
// the text is not JSON or not what is asked for: text that is not UTF-8, keys
// that an object has twice (reported at its end), lone surrogates, comments,
// trailing commas, more than max_depth arrays and objects in one another.
class JsonReader {
 public:
  enum class Kind : uint8_t { kNull, kBool, kNumber, kString, kArray, kObject };

  // text must outlive the reader.
  explicit JsonReader(std::string_view text, int max_depth = 32);

  // What the next value is, by its first character.
  Kind Peek();

  void BeginObject();
  // False, and the object is done, where it has no further key. A key is valid
  // until its object is done.
  bool NextKey(std::string_view* key);
  void BeginArray();
  bool NextElement();

  std::string ReadString();
  // Whole numbers are exact; "1.0" and "1e3" are not whole.
  uint64_t ReadUint();
  int64_t ReadInt();
  double ReadDouble();
  bool ReadBool();
  void ReadNull();
  // Reads and checks any value. Keys in it are checked for repetition, too.
  void SkipValue();
  // Expects that nothing but white space is left.
  void End();

  // Throws the ValueError for the place reached.
  [[noreturn]] void Fail(const std::string& message) const;

 private:
  struct Frame {
    bool is_object;
    bool first = true;
    std::vector<std::string_view> keys = {};
    std::list<std::string> unescaped = {};  // those that text does not hold
  };

  void SkipSpace();
  bool Take(char c);
  void Open(char c, bool is_object);
  bool Next(char close);
  std::string_view ScanNumber(bool* whole);
  // The string's characters: in text, or in *buffer where it has escapes.
  std::string_view ScanString(std::string* buffer);
  uint32_t ScanHex4();
  void CheckKeys(Frame* frame) const;
  [[noreturn]] void FailExpected(const char* what) const;

  std::string_view text_;
  size_t at_ = 0;
  size_t max_depth_;
  std::vector<Frame> open_;
};

// Writes JSON without white space; text must be UTF-8 (ValueError).
//
//   JsonWriter out;
//   out.BeginObject(); out.Key("a"); out.Uint(1); out.EndObject();
//   out.str();  // {"a":1}
class JsonWriter {
 public:
  void BeginObject() { Open('{'); }
  void EndObject() { Close('}'); }
  void BeginArray() { Open('['); }
  void EndArray() { Close(']'); }
  void Key(std::string_view key);
  void String(std::string_view value);
  void Uint(uint64_t value);
  void Int(int64_t value);
  // The shortest text that reads back as the same double; a ValueError for NaN
  // and infinities, which JSON lacks.
  void Double(double value);
  void Bool(bool value);
  void Null();

  const std::string& str() const { return out_; }

 private:
  void Separate();
  void Open(char c);
  void Close(char c);
  void Quote(std::string_view value);

  std::string out_;
  bool comma_ = false;  // whether the next value needs one before it
};

// Whether text is UTF-8: no overlong forms, surrogates or values > U+10FFFF.
bool IsUtf8(std::string_view text);

}  // namespace tessera

#endif  // TESSERA_INTEROP_JSON_H_
