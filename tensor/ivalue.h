// IValue: a tensor, number, string or list, as custom functions and archives
// keep it under a name.
//
//   ctx->saved_data["factor"] = 2.5;           // in autograd::Function
//   ctx->saved_data["factor"].toDouble();
//   archive.write("epoch", IValue(3));         // in nn's archives
//   IValue v;  input.read("epoch", v);  v.toInt();
#ifndef TESSERA_TENSOR_IVALUE_H_
#define TESSERA_TENSOR_IVALUE_H_

#include <cstdint>
#include <string>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// What copies and destroys it stands in ivalue.cc, so that the visits of the
// variant are compiled once.
class IValue {
 public:
  using Variant =
      std::variant<std::monostate, Tensor, double, bool, int64_t, std::string,
                   std::vector<int64_t>, std::vector<double>>;

  IValue();
  IValue(const IValue&);
  IValue(IValue&&) noexcept;
  IValue& operator=(const IValue&);
  IValue& operator=(IValue&&) noexcept;
  ~IValue();
  IValue(std::nullopt_t) {}
  IValue(Tensor tensor) : value_(std::move(tensor)) {}
  IValue(double value) : value_(value) {}
  IValue(float value) : value_(static_cast<double>(value)) {}
  IValue(bool value) : value_(value) {}
  template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
  IValue(T value) : value_(static_cast<int64_t>(value)) {}
  IValue(std::string value) : value_(std::move(value)) {}
  IValue(const char* value) : value_(std::string(value)) {}
  IValue(std::vector<int64_t> value) : value_(std::move(value)) {}
  IValue(IntArrayRef value) : value_(value.vec()) {}
  IValue(std::vector<double> value) : value_(std::move(value)) {}

  bool isNone() const { return value_.index() == 0; }
  bool isTensor() const { return value_.index() == 1; }
  bool isDouble() const { return value_.index() == 2; }
  bool isBool() const { return value_.index() == 3; }
  bool isInt() const { return value_.index() == 4; }
  bool isString() const { return value_.index() == 5; }
  bool isIntList() const { return value_.index() == 6; }
  bool isDoubleList() const { return value_.index() == 7; }

  // Each throws a TypeError that says what is held instead. An int is a
  // double, too.
  const Tensor& toTensor() const;
  double toDouble() const;
  bool toBool() const;
  int64_t toInt() const;
  const std::string& toStringRef() const;
  const std::vector<int64_t>& toIntVector() const;
  const std::vector<double>& toDoubleVector() const;

  const Variant& variant() const { return value_; }

 private:
  Variant value_;
};

}  // namespace tessera

#endif  // TESSERA_TENSOR_IVALUE_H_
