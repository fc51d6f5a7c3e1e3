// Every overload of every op, in each of its forms, as calls of arguments that
// are drawn: no tensor and odd ones, numbers of all sizes, indices that are out
// of range.
//
//   for (const any_input::Overload& overload : any_input::Overloads()) {
//     any_input::Random r{seed};
//     any_input::Frame frame(overload, r);
//     overload.call(frame);             // or inplace, out; may be null
//     frame.results();
//   }
#ifndef TESSERA_TESTS_OPS_ANY_INPUT_H_
#define TESSERA_TESTS_OPS_ANY_INPUT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "tessera/base/array_ref.h"
#include "tessera/base/cpp17.h"
#include "tessera/tensor/ops.h"

namespace tessera::any_input {

class Frame;
// A row of any_input_calls.inc.
struct Overload {
  const char* signature;
  int num_params;
  void (*call)(Frame&);
  void (*inplace)(Frame&);
  void (*out)(Frame&);
};

struct Random {
  uint64_t state;
  uint64_t Next() {
    state += 0x9e3779b97f4a7c15u;
    uint64_t z = state;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    return z ^ z >> 31;
  }
  template <class T>
  const T& Of(const std::vector<T>& pool) {
    return pool[Next() % pool.size()];
  }
  bool OneIn(uint64_t n) { return Next() % n == 0; }
};

class Frame {
 public:
  Frame(const Overload& overload, Random& r);

  // The same arguments on another device: each tensor once, as it lies, and
  // options that name no device, which then name that one.
  void MoveTo(Device device);

  const Tensor& tensor(int i) const { return At(i).tensor; }
  TensorList tensors(int i) const { return At(i).tensors; }
  const Scalar& scalar(int i) const { return At(i).scalar; }
  std::optional<Scalar> opt_scalar(int i) const {
    return Maybe(At(i), At(i).scalar);
  }
  int64_t integer(int i) const { return At(i).integer; }
  int64_t reduction(int i) const { return At(i).reduction; }
  std::optional<int64_t> opt_integer(int i) const {
    return Maybe(At(i), At(i).integer);
  }
  IntArrayRef ints(int i) const { return At(i).ints; }
  OptionalIntArrayRef opt_ints(int i) const {
    return At(i).has ? OptionalIntArrayRef(ints(i)) : std::nullopt;
  }
  double real(int i) const { return At(i).real; }
  std::optional<double> opt_real(int i) const {
    return Maybe(At(i), At(i).real);
  }
  bool boolean(int i) const { return At(i).integer & 1; }
  std::optional<bool> opt_boolean(int i) const {
    return Maybe(At(i), boolean(i));
  }
  DType dtype(int i) const { return At(i).dtype; }
  std::optional<DType> opt_dtype(int i) const {
    return Maybe(At(i), At(i).dtype);
  }
  // Every tensor among the arguments, and those for results.
  std::vector<Tensor> Operands() const;

  Device device(int i) const {
    return At(i).has ? Device(kCPU) : Device("cuda:1");
  }
  const char* text(int i) const { return At(i).text; }
  std::optional<const char*> opt_text(int i) const {
    return Maybe(At(i), At(i).text);
  }
  const std::optional<Generator>& generator(int i) const {
    return At(i).generator;
  }
  const TensorOptions& options(int i) const { return At(i).options; }
  MemoryFormat memory_format(int i) const {
    return At(i).has ? MemoryFormat::Preserve : MemoryFormat::Contiguous;
  }
  Tensor& out(int i) { return outs_[static_cast<size_t>(i)]; }

  void Put(Tensor&& t) { results_.push_back(std::move(t)); }
  void Put(std::vector<Tensor>&& list) { results_ = std::move(list); }
  void Put(const Scalar&) {}
  template <class... T>
  void Put(std::tuple<T...>&& parts) {
    std::apply([&](T&... t) { (results_.push_back(std::move(t)), ...); },
               parts);
  }

  const std::vector<Tensor>& results() const { return results_; }

  // The bytes of every operand's storage.
  std::string Bytes() const;
  std::string Text() const;

 private:
  struct Argument {
    bool has = true;
    Tensor tensor;
    std::vector<Tensor> tensors;
    Scalar scalar;
    int64_t integer = 0, reduction = 0;
    double real = 0;
    const char* text = "";
    DType dtype = kFloat32;
    std::vector<int64_t> ints;
    TensorOptions options;
    std::optional<Generator> generator;
  };
  const Argument& At(int i) const { return arguments_[static_cast<size_t>(i)]; }
  template <class T>
  static std::optional<T> Maybe(const Argument& a, const T& value) {
    return a.has ? std::optional<T>(value) : std::nullopt;
  }

  const Overload& overload_;
  std::vector<Argument> arguments_;
  std::vector<Tensor> outs_, results_, before_;
};

// All rows of any_input_calls.inc.
ArrayRef<Overload> Overloads();

}  // namespace tessera::any_input

#endif  // TESSERA_TESTS_OPS_ANY_INPUT_H_
