#include "tessera/interop/safetensors_format.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "tessera/base/checked.h"
#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/json.h"
#include "tessera/interop/quote.h"

namespace tessera {
namespace {

constexpr uint64_t kLongestHeader = 100'000'000;  // the reference's limit
constexpr size_t kMostDims = 64;
constexpr std::string_view kMetadata = "__metadata__";

struct DTypeName {
  DType dtype;
  const char* name;
};

// In the reference's order, by which it sorts.
constexpr DTypeName kDTypeNames[] = {
    {kUInt64, "U64"},       {kInt64, "I64"},     {kFloat64, "F64"},
    {kComplexFloat, "C64"}, {kFloat32, "F32"},   {kUInt32, "U32"},
    {kInt32, "I32"},        {kBFloat16, "BF16"}, {kFloat16, "F16"},
    {kUInt16, "U16"},       {kInt16, "I16"},     {kInt8, "I8"},
    {kUInt8, "U8"},         {kBool, "BOOL"},
};

int RankOf(DType dtype) {
  int rank = 0;
  for (const DTypeName& row : kDTypeNames) {
    if (row.dtype == dtype) return rank;
    ++rank;
  }
  return -1;
}

[[noreturn]] void Fail(const std::string& file, const std::string& message) {
  throw FileError("safetensors", Str(file, ": ", message));
}

// The tensor's size, false where it is 2^63 bytes or more.
bool SizeOf(const std::vector<int64_t>& shape, DType dtype, int64_t* nbytes) {
  *nbytes = 1;
  for (const int64_t dim : shape) {
    if (MulOverflows(*nbytes, dim, nbytes)) return false;
  }
  return !MulOverflows(*nbytes, static_cast<int64_t>(elementSize(dtype)),
                       nbytes);
}

std::string ShapeText(const std::vector<int64_t>& shape) {
  std::string text = "[";
  for (const int64_t dim : shape) {
    text += Str(text.size() > 1 ? "," : "", dim);
  }
  return text + "]";
}

class Parser {
 public:
  Parser(std::string_view json, const std::string& file)
      : in_(json), file_(file) {}

  SafetensorsHeader Parse() {
    std::string_view key;
    in_.BeginObject();
    while (in_.NextKey(&key)) {
      if (key == kMetadata) {
        ParseMetadata();
      } else {
        ParseTensor(key);
      }
    }
    in_.End();
    return std::move(header_);
  }

 private:
  void ParseMetadata() {
    std::string_view key;
    // The reference accepts null, too.
    if (in_.Peek() == JsonReader::Kind::kNull) return in_.ReadNull();
    in_.BeginObject();
    while (in_.NextKey(&key)) {
      // The reader has a word to say on repeated keys, but only at the end.
      header_.metadata.emplace(key, in_.ReadString());
    }
  }

  void ParseTensor(std::string_view name) {
    SafetensorsEntry entry;
    entry.name = name;
    bool has_dtype = false, has_shape = false, has_offsets = false;
    std::string_view field;
    in_.BeginObject();
    while (in_.NextKey(&field)) {
      if (field == "dtype") {
        has_dtype = true;
        entry.dtype = ParseDType(name);
      } else if (field == "shape") {
        has_shape = true;
        ParseShape(name, &entry.shape);
      } else if (field == "data_offsets") {
        has_offsets = true;
        ParseOffsets(name, &entry);
      } else {
        in_.SkipValue();
      }
    }
    if (!has_dtype || !has_shape || !has_offsets) {
      Fail(file_, Str("tensor ", Quoted(name), ": expected a ",
                      !has_dtype   ? "dtype"
                      : !has_shape ? "shape"
                                   : "data_offsets",
                      " in the header, got none"));
    }
    header_.tensors.push_back(std::move(entry));
  }

  DType ParseDType(std::string_view tensor) {
    const std::string text = in_.ReadString();
    for (const DTypeName& row : kDTypeNames) {
      if (text == row.name) return row.dtype;
    }
    Fail(file_, Str("tensor ", Quoted(tensor),
                    ": expected a dtype from BOOL to F64, got ", Quoted(text),
                    ", which this library lacks"));
  }

  void ParseShape(std::string_view tensor, std::vector<int64_t>* shape) {
    shape->clear();
    in_.BeginArray();
    while (in_.NextElement()) {
      const uint64_t dim = in_.ReadUint();
      if (dim > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
        Fail(file_, Str("tensor ", Quoted(tensor),
                        ": expected sizes below 2^63, got ", dim));
      }
      if (shape->size() == kMostDims) {
        Fail(file_, Str("tensor ", Quoted(tensor), ": expected at most ",
                        kMostDims, " dimensions, got more"));
      }
      shape->push_back(static_cast<int64_t>(dim));
    }
  }

  void ParseOffsets(std::string_view tensor, SafetensorsEntry* entry) {
    uint64_t ends[2];
    size_t count = 0;
    in_.BeginArray();
    while (in_.NextElement()) {
      const uint64_t value = in_.ReadUint();
      if (count < 2) ends[count] = value;
      ++count;
    }
    if (count != 2) {
      Fail(file_, Str("tensor ", Quoted(tensor),
                      ": expected 2 data_offsets, got ", count));
    }
    entry->begin = ends[0];
    entry->end = ends[1];
  }

  JsonReader in_;
  const std::string& file_;
  SafetensorsHeader header_;
};

}  // namespace

const char* SafetensorsDTypeName(DType dtype) {
  const int rank = RankOf(dtype);
  return rank < 0 ? nullptr : kDTypeNames[rank].name;
}

SafetensorsHeader ParseSafetensorsHeader(std::string_view bytes,
                                         const std::string& file) {
  if (bytes.size() < 8) {
    Fail(file, Str("expected 8 bytes with the header's length, got a file of ",
                   bytes.size(), " bytes"));
  }
  uint64_t length = 0;
  for (int i = 7; i >= 0; --i) {
    length = length << 8 | static_cast<unsigned char>(bytes[i]);
  }
  if (length > bytes.size() - 8 || length > kLongestHeader) {
    Fail(file, Str("expected a header of at most ",
                   std::min<uint64_t>(bytes.size() - 8, kLongestHeader),
                   " bytes, got a length of ", length,
                   "; the file is cut off or no safetensors file"));
  }
  const std::string_view json = bytes.substr(8, length);
  if (json.empty() || json[0] != '{') {
    Fail(file, Str("expected a header that begins with {, got ",
                   Quoted(json.substr(0, 16))));
  }
  SafetensorsHeader header;
  try {
    header = Parser(json, file).Parse();
  } catch (const ValueError& e) {
    Fail(file, Str("header: ", e.msg()));
  }

  // Ties are empty tensors; the name gives them one order.
  std::sort(header.tensors.begin(), header.tensors.end(),
            [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
              if (a.begin != b.begin) return a.begin < b.begin;
              if (a.end != b.end) return a.end < b.end;
              return a.name < b.name;
            });
  const uint64_t data = 8 + length;
  const uint64_t available = bytes.size() - data;
  uint64_t next = 0;
  for (SafetensorsEntry& t : header.tensors) {
    const auto fail = [&](const std::string& message) {
      Fail(file, Str("tensor ", Quoted(t.name), ": ", message));
    };
    if (t.begin != next || t.end < t.begin) {
      fail(Str("expected data_offsets that begin at ", next, ", got [", t.begin,
               ",", t.end, "]; tensors must follow each other"));
    }
    int64_t nbytes;
    if (!SizeOf(t.shape, t.dtype, &nbytes)) {
      fail(Str("expected fewer than 2^63 bytes, got shape ",
               ShapeText(t.shape)));
    }
    if (t.nbytes() != static_cast<uint64_t>(nbytes)) {
      fail(Str("expected ", nbytes, " bytes for ", name(t.dtype),
               ShapeText(t.shape), ", got data_offsets [", t.begin, ",", t.end,
               "]"));
    }
    if (t.end > available) {
      fail(Str("expected data up to byte ", t.end, ", got a file with ",
               available, "; it is cut off"));
    }
    next = t.end;
    t.begin += data;
    t.end += data;
  }
  if (next != available) {
    Fail(file, Str("expected ", next, " bytes of data, got ", available));
  }
  return header;
}

std::string SerializeSafetensorsHeader(
    std::vector<SafetensorsEntry>* tensors,
    const std::map<std::string, std::string>& metadata) {
  constexpr const char* kOp = "safetensors";
  for (const SafetensorsEntry& t : *tensors) {
    if (t.name == kMetadata) {
      throw ValueError(kOp, "expected another name than \"__metadata__\"");
    }
    if (RankOf(t.dtype) < 0) {
      throw DTypeError(
          kOp,
          Str("tensor ", Quoted(t.name), ": the format has no ", name(t.dtype),
              isComplexType(t.dtype)
                  ? "; convert it with view_as_real() or to(kComplexFloat)"
                  : ""));
    }
  }
  std::sort(tensors->begin(), tensors->end(),
            [](const SafetensorsEntry& a, const SafetensorsEntry& b) {
              return a.dtype != b.dtype ? RankOf(a.dtype) < RankOf(b.dtype)
                                        : a.name < b.name;
            });
  std::vector<std::string_view> names;
  for (const SafetensorsEntry& t : *tensors) names.push_back(t.name);
  std::sort(names.begin(), names.end());
  const auto twice = std::adjacent_find(names.begin(), names.end());
  if (twice != names.end()) {
    throw ValueError(
        kOp, Str("expected different names, got ", Quoted(*twice), " twice"));
  }

  JsonWriter out;
  out.BeginObject();
  if (!metadata.empty()) {
    out.Key(kMetadata);
    out.BeginObject();
    for (const auto& [key, value] : metadata) {
      out.Key(key);
      out.String(value);
    }
    out.EndObject();
  }
  int64_t next = 0;
  for (SafetensorsEntry& t : *tensors) {
    int64_t nbytes;
    t.begin = static_cast<uint64_t>(next);
    if (!SizeOf(t.shape, t.dtype, &nbytes) ||
        AddOverflows(next, nbytes, &next)) {
      throw ValueError(kOp, Str("tensor ", Quoted(t.name),
                                ": expected fewer than 2^63 bytes in all"));
    }
    t.end = static_cast<uint64_t>(next);
    out.Key(t.name);
    out.BeginObject();
    out.Key("dtype");
    out.String(SafetensorsDTypeName(t.dtype));
    out.Key("shape");
    out.BeginArray();
    for (const int64_t dim : t.shape) out.Int(dim);
    out.EndArray();
    out.Key("data_offsets");
    out.BeginArray();
    out.Uint(t.begin);
    out.Uint(t.end);
    out.EndArray();
    out.EndObject();
  }
  out.EndObject();

  std::string json = out.str();
  json.resize((json.size() + 7) / 8 * 8, ' ');
  if (json.size() > kLongestHeader) {
    throw ValueError(kOp, Str("expected a header of at most ", kLongestHeader,
                              " bytes, got ", json.size(),
                              "; split the file or shorten the metadata"));
  }
  std::string bytes(8, '\0');
  for (int i = 0; i < 8; ++i) {
    bytes[static_cast<size_t>(i)] =
        static_cast<char>(static_cast<uint64_t>(json.size()) >> (8 * i));
  }
  bytes += json;
  for (SafetensorsEntry& t : *tensors) {
    t.begin += bytes.size();
    t.end += bytes.size();
  }
  return bytes;
}

}  // namespace tessera
