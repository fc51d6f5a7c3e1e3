#include "tessera/tensor/ivalue.h"

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera {
namespace {

const char* const kKinds[] = {"nothing",       "a tensor",       "a float",
                              "a bool",        "an int",         "a string",
                              "a list of int", "a list of float"};

template <class T>
const T& Get(const IValue::Variant& value, const char* wanted) {
  if (const T* held = std::get_if<T>(&value)) return *held;
  throw TypeError("IValue",
                  Str("expected ", wanted, ", got ", kKinds[value.index()]));
}

}  // namespace

IValue::IValue() = default;
IValue::IValue(const IValue&) = default;
IValue::IValue(IValue&&) noexcept = default;
IValue& IValue::operator=(const IValue&) = default;
IValue& IValue::operator=(IValue&&) noexcept = default;
IValue::~IValue() = default;

const Tensor& IValue::toTensor() const {
  return Get<Tensor>(value_, kKinds[1]);
}
double IValue::toDouble() const {
  if (isInt()) return static_cast<double>(toInt());
  return Get<double>(value_, kKinds[2]);
}
bool IValue::toBool() const { return Get<bool>(value_, kKinds[3]); }
int64_t IValue::toInt() const { return Get<int64_t>(value_, kKinds[4]); }
const std::string& IValue::toStringRef() const {
  return Get<std::string>(value_, kKinds[5]);
}
const std::vector<int64_t>& IValue::toIntVector() const {
  return Get<std::vector<int64_t>>(value_, kKinds[6]);
}
const std::vector<double>& IValue::toDoubleVector() const {
  return Get<std::vector<double>>(value_, kKinds[7]);
}

}  // namespace tessera
