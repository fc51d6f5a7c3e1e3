#include "tessera/nn/serialize.h"

#include <cmath>
#include <istream>
#include <iterator>
#include <limits>
#include <map>
#include <ostream>
#include <set>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/json.h"
#include "tessera/interop/safetensors.h"
#include "tessera/tensor/ops.h"

namespace tessera::serialize {
namespace {

// The key of our part of the metadata, and the form of its value:
//   {"version":1,"values":{"epoch":{"i":3},...},"requires_grad":["w",...],
//    "complex128":["z",...]}
// A value has one key: n(one), d(ouble), b(ool), i(nt), s(tring), is or ds for
// lists. Doubles that JSON lacks are the strings nan, inf and -inf.
constexpr char kKey[] = "tessera";
constexpr int64_t kVersion = 1;
constexpr char kTensor[] = "tensor";

void WriteDouble(JsonWriter* out, double value) {
  if (std::isnan(value)) {
    out->String("nan");
  } else if (std::isinf(value)) {
    out->String(value > 0 ? "inf" : "-inf");
  } else {
    out->Double(value);
  }
}

double ReadDouble(JsonReader* in) {
  if (in->Peek() != JsonReader::Kind::kString) return in->ReadDouble();
  const std::string text = in->ReadString();
  if (text == "nan") return std::numeric_limits<double>::quiet_NaN();
  if (text == "inf") return std::numeric_limits<double>::infinity();
  if (text == "-inf") return -std::numeric_limits<double>::infinity();
  in->Fail("expected a number, nan, inf or -inf");
}

struct ValueWriter {
  JsonWriter* out;
  void operator()(std::monostate) const {
    out->Key("n");
    out->Null();
  }
  void operator()(const Tensor&) const {}
  void operator()(double value) const {
    out->Key("d");
    WriteDouble(out, value);
  }
  void operator()(bool value) const {
    out->Key("b");
    out->Bool(value);
  }
  void operator()(int64_t value) const {
    out->Key("i");
    out->Int(value);
  }
  void operator()(const std::string& value) const {
    out->Key("s");
    out->String(value);
  }
  void operator()(const std::vector<int64_t>& value) const {
    out->Key("is");
    out->BeginArray();
    for (const int64_t v : value) out->Int(v);
    out->EndArray();
  }
  void operator()(const std::vector<double>& value) const {
    out->Key("ds");
    out->BeginArray();
    for (const double v : value) WriteDouble(out, v);
    out->EndArray();
  }
};

Value ReadValue(JsonReader* in) {
  Value value;
  std::string_view key;
  in->BeginObject();
  while (in->NextKey(&key)) {
    if (key == "n") {
      in->ReadNull();
    } else if (key == "d") {
      value = ReadDouble(in);
    } else if (key == "b") {
      value = in->ReadBool();
    } else if (key == "i") {
      value = in->ReadInt();
    } else if (key == "s") {
      value = in->ReadString();
    } else if (key == "is") {
      std::vector<int64_t> list;
      for (in->BeginArray(); in->NextElement();) list.push_back(in->ReadInt());
      value = std::move(list);
    } else if (key == "ds") {
      std::vector<double> list;
      for (in->BeginArray(); in->NextElement();) {
        list.push_back(ReadDouble(in));
      }
      value = std::move(list);
    } else {
      in->SkipValue();
    }
  }
  return value;
}

struct Contents {
  NamedTensors tensors;
  std::map<std::string, std::string> metadata;
};

Contents ToContents(const Entries& entries) {
  Contents contents;
  std::vector<std::string> grad, complex128;
  JsonWriter out;
  out.BeginObject();
  out.Key("version");
  out.Int(kVersion);
  out.Key("values");
  out.BeginObject();
  for (const auto& item : entries) {
    if (!item->isTensor()) {
      out.Key(item.key());
      out.BeginObject();
      std::visit(ValueWriter{&out}, item->variant());
      out.EndObject();
      continue;
    }
    Tensor tensor = item->toTensor();
    if (tensor.requires_grad()) grad.push_back(item.key());
    tensor = tensor.detach();
    if (tensor.scalar_type() == kComplexDouble) {
      complex128.push_back(item.key());
      tensor = view_as_real(tensor);
    }
    contents.tensors.emplace_back(item.key(), std::move(tensor));
  }
  out.EndObject();
  for (const auto& [name, list] : {std::pair("requires_grad", &grad),
                                   std::pair("complex128", &complex128)}) {
    if (list->empty()) continue;
    out.Key(name);
    out.BeginArray();
    for (const std::string& key : *list) out.String(key);
    out.EndArray();
  }
  out.EndObject();
  contents.metadata[kKey] = out.str();
  contents.metadata["format"] = "pt";
  return contents;
}

std::set<std::string> ReadStrings(JsonReader* in) {
  std::set<std::string> strings;
  for (in->BeginArray(); in->NextElement();) strings.insert(in->ReadString());
  return strings;
}

Entries FromContents(Contents contents, const std::string& file,
                     const optional<Device>& device) {
  Entries entries;
  std::set<std::string> grad, complex128;
  const auto ours = contents.metadata.find(kKey);
  if (ours != contents.metadata.end()) {
    try {
      JsonReader in(ours->second);
      std::string_view key;
      for (in.BeginObject(); in.NextKey(&key);) {
        if (key == "version") {
          const int64_t version = in.ReadInt();
          if (version > kVersion) {
            in.Fail(Str("version ", version, " is newer than ", kVersion));
          }
        } else if (key == "values") {
          for (in.BeginObject(); in.NextKey(&key);) {
            std::string name(key);
            entries.insert(std::move(name), ReadValue(&in));
          }
        } else if (key == "requires_grad") {
          grad = ReadStrings(&in);
        } else if (key == "complex128") {
          complex128 = ReadStrings(&in);
        } else {
          in.SkipValue();
        }
      }
      in.End();
    } catch (const ValueError& e) {
      throw FileError("load", Str(file, ": damaged metadata: ", e.what()));
    }
  }
  for (auto& [name, tensor] : contents.tensors) {
    if (entries.contains(name)) {
      throw FileError("load", Str(file, ": '", name,
                                  "' is there as a tensor "
                                  "and as a value"));
    }
    if (complex128.count(name)) {
      if (tensor.scalar_type() != kFloat64 || tensor.dim() == 0 ||
          tensor.size(-1) != 2) {
        throw FileError("load", Str(file, ": '", name,
                                    "' is said to be "
                                    "complex128, got ",
                                    tensor));
      }
      tensor = view_as_complex(tensor).detach();
    }
    if (device) tensor = tensor.to(*device);
    if (grad.count(name) &&
        (tensor.is_floating_point() || tensor.is_complex())) {
      tensor.requires_grad_();
    }
    entries.insert(name, std::move(tensor));
  }
  return entries;
}

}  // namespace

void OutputArchive::save_to(const std::string& path) const {
  const Contents contents = ToContents(entries_);
  SaveSafetensors(path, contents.tensors, contents.metadata);
}

void OutputArchive::save_to(std::ostream& stream) const {
  const Contents contents = ToContents(entries_);
  const std::string bytes =
      SafetensorsBytes(contents.tensors, contents.metadata);
  if (!stream.write(bytes.data(), static_cast<std::streamsize>(bytes.size()))) {
    throw FileError("save", "writing to the stream failed");
  }
}

void InputArchive::load_from(const std::string& path, optional<Device> device) {
  Contents contents;
  contents.tensors = LoadSafetensors(path, &contents.metadata);
  *this = InputArchive(FromContents(std::move(contents), path, device));
}

void InputArchive::load_from(std::istream& stream, optional<Device> device) {
  const std::string bytes((std::istreambuf_iterator<char>(stream)),
                          std::istreambuf_iterator<char>());
  if (stream.bad()) throw FileError("load", "reading the stream failed");
  Contents contents;
  contents.tensors = ParseSafetensors(bytes, "stream", &contents.metadata);
  *this = InputArchive(FromContents(std::move(contents), "stream", device));
}

void Fill(OutputArchive* archive, const Tensor& value) {
  archive->write(kTensor, value);
}

void Fill(OutputArchive* archive, const std::vector<Tensor>& value) {
  archive->write("size", static_cast<int64_t>(value.size()));
  for (size_t i = 0; i < value.size(); ++i) {
    archive->write(std::to_string(i), value[i]);
  }
}

void Take(InputArchive* archive, Tensor& value) {
  Tensor loaded;
  archive->read(kTensor, loaded);
  value = std::move(loaded);
}

void Take(InputArchive* archive, std::vector<Tensor>& value) {
  // Files of other writers have tensors 0, 1, ... alone.
  int64_t size = -1;
  archive->try_read("size", size);
  std::vector<Tensor> loaded;
  Tensor tensor;
  while (archive->try_read(std::to_string(loaded.size()), tensor)) {
    loaded.push_back(std::move(tensor));
    tensor.reset();
  }
  if (size >= 0 && static_cast<size_t>(size) != loaded.size()) {
    throw ValueError("load",
                     Str("expected ", size, " tensors, got ", loaded.size()));
  }
  value = std::move(loaded);
}

}  // namespace tessera::serialize
