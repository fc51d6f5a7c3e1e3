// The argument parser of all ops: from Python's arguments to a Frame, by the
// schema that tensor/ops/generate_python.py writes.
//
//   const OpEntry& op = ...;                 // a row of op_calls.inc
//   CallOp(op, Form::kFunction, nullptr, args, nargs, kwnames);
//
// A call tries the overloads in order; each parameter converts its argument
// into a slot of the frame, the overload's lambda reads the slots and puts the
// result into the frame. Rules as PyTorch's: sizes may be given as ints one by
// one, NumPy's axis=, keepdims= mean dim=, keepdim=, an integer tensor of one
// element serves as a number where no overload takes the tensor itself.
#ifndef TESSERA_INTEROP_PYTHON_ARGS_H_
#define TESSERA_INTEROP_PYTHON_ARGS_H_

#include <Python.h>

#include <memory>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "interop/python/object.h"
#include "tessera/tensor/tensor.h"

namespace tessera::python {

enum class Kind : uint8_t {
  kTensor,
  kOptTensor,
  kTensors,
  kScalar,
  kOptScalar,
  kInt,
  kOptInt,
  kInts,
  kOptInts,
  kFloat,
  kOptFloat,
  kBool,
  kOptBool,
  kDType,
  kOptDType,
  kDevice,
  kStr,
  kOptStr,
  kGenerator,
  kOptions,
  kMemoryFormat,
};

enum ParamFlag : uint8_t { kKeywordOnly = 1, kNoneIsEmpty = 2, kReduction = 4 };
enum FormFlag : uint8_t { kFunction = 1, kMethod = 2, kInplace = 4 };

struct Param {
  const char* name;
  Kind kind;
  uint8_t flags;
  const char* default_text;          // null: required
  const char* other_name = nullptr;  // another keyword for it
};

class Frame;

struct Overload {
  const char* signature;
  const Param* params;
  int num_params;
  int self_at;  // the parameter that a method is called on; -1: no method
  int num_outs;
  void (*call)(Frame&);
  void (*inplace)(Frame&);
  void (*out)(Frame&);
};

struct OpEntry {
  const char* name;
  const char* family;
  const Overload* overloads;
  int num_overloads;
  uint8_t forms;
  const char* fields;  // names of a tuple's parts, or null
  const char* doc;
};

constexpr int kMaxParams = 24;
constexpr int kMaxOuts = 4;

// One argument, converted.
struct Slot {
  bool has;  // false: None
  union {
    const Tensor* tensor;
    int64_t integer;
    double real;
    const char* text;
    struct {
      const int64_t* data;
      size_t size;
    } ints;
    struct {
      const Tensor* data;
      size_t size;
    } tensors;
  };
  alignas(Scalar) unsigned char scalar[sizeof(Scalar)];
};

class Frame {
 public:
  Frame() {}
  Frame(const Frame&) = delete;
  Frame& operator=(const Frame&) = delete;

  // ---- What a call reads ----
  const Tensor& tensor(int i) const { return *slots[i].tensor; }
  const Tensor& opt_tensor(int i) const {
    return slots[i].has ? *slots[i].tensor : none_;
  }
  TensorList tensors(int i) const {
    return TensorList(slots[i].tensors.data, slots[i].tensors.size);
  }
  const Scalar& scalar(int i) const {
    return *reinterpret_cast<const Scalar*>(slots[i].scalar);
  }
  std::optional<Scalar> opt_scalar(int i) const {
    return slots[i].has ? std::optional<Scalar>(scalar(i)) : std::nullopt;
  }
  int64_t integer(int i) const { return slots[i].integer; }
  std::optional<int64_t> opt_integer(int i) const {
    return slots[i].has ? std::optional<int64_t>(integer(i)) : std::nullopt;
  }
  IntArrayRef ints(int i) const {
    return IntArrayRef(slots[i].ints.data, slots[i].ints.size);
  }
  OptionalIntArrayRef opt_ints(int i) const {
    return slots[i].has ? OptionalIntArrayRef(ints(i)) : std::nullopt;
  }
  double real(int i) const { return slots[i].real; }
  std::optional<double> opt_real(int i) const {
    return slots[i].has ? std::optional<double>(real(i)) : std::nullopt;
  }
  bool boolean(int i) const { return slots[i].integer != 0; }
  std::optional<bool> opt_boolean(int i) const {
    return slots[i].has ? std::optional<bool>(boolean(i)) : std::nullopt;
  }
  DType dtype(int i) const { return static_cast<DType>(slots[i].integer); }
  std::optional<DType> opt_dtype(int i) const {
    return slots[i].has ? std::optional<DType>(dtype(i)) : std::nullopt;
  }
  Device device(int) const { return device_value; }
  const char* text(int i) const { return slots[i].text; }
  std::optional<const char*> opt_text(int i) const {
    return slots[i].has ? std::optional<const char*>(text(i)) : std::nullopt;
  }
  const std::optional<Generator>& generator(int) const { return generator_; }
  const TensorOptions& options(int) const { return options_; }
  MemoryFormat memory_format(int i) const {
    return static_cast<MemoryFormat>(slots[i].integer);
  }
  Tensor& out(int i) { return outs[i]; }

  // ---- Where it puts the result ----
  void Put(Tensor&& t) {
    result = std::move(t);
    result_kind = kTensorResult;
  }
  void Put(std::vector<Tensor>&& list) {
    results = std::move(list);
    result_kind = kListResult;
  }
  void Put(bool value) {
    result_scalar = value;
    result_kind = kScalarResult;
  }
  void Put(const Scalar& value) {
    result_scalar = value;
    result_kind = kScalarResult;
  }
  // Of unique: values alone, or a tuple with what else is asked for.
  void PutAsked(std::tuple<Tensor, Tensor, Tensor>&& parts, bool inverse,
                bool counts) {
    if (!inverse && !counts) return Put(std::move(std::get<0>(parts)));
    std::vector<Tensor> list = {std::move(std::get<0>(parts))};
    if (inverse) list.push_back(std::move(std::get<1>(parts)));
    if (counts) list.push_back(std::move(std::get<2>(parts)));
    Put(std::move(list));
  }
  template <class... T>
  void Put(std::tuple<T...>&& parts) {
    results.reserve(sizeof...(T));
    std::apply([&](T&... t) { (results.push_back(std::move(t)), ...); }, parts);
    result_kind = kTupleResult;
  }

  enum ResultKind : uint8_t {
    kNoResult,
    kTensorResult,
    kListResult,
    kTupleResult,
    kScalarResult,
  };

  Slot slots[kMaxParams];
  ResultKind result_kind = kNoResult;
  Tensor result;
  std::vector<Tensor> results;
  Scalar result_scalar;

  // ---- For the parser ----
  // Room for n ints, as long as the frame lives.
  int64_t* Ints(size_t n);
  std::vector<Tensor>& NewList() {
    lists_.push_back(std::make_unique<std::vector<Tensor>>());
    return *lists_.back();
  }
  void Reset();

  Device device_value = kCPU;
  std::optional<Generator> generator_;
  TensorOptions options_;
  Tensor outs[kMaxOuts];
  PyObject* out_objects[kMaxOuts];
  int num_outs = 0;

 private:
  static const Tensor none_;
  int64_t pool_[72];
  size_t used_ = 0;
  std::vector<std::unique_ptr<int64_t[]>> more_;
  std::vector<std::unique_ptr<std::vector<Tensor>>> lists_;
};

enum class Form : uint8_t {
  kFunction,
  kMethod,
  kInplaceFunction,
  kInplaceMethod
};

// Prepared at start: interned names, defaults. Index of kOps in ops.cc.
class PreparedOp;
PreparedOp* Prepare(const OpEntry& op);
// self is null unless the form is a method's. Null with an exception set.
PyObject* CallOp(const PreparedOp& op, Form form, PyObject* self,
                 PyObject* const* args, size_t nargs, PyObject* kwnames);

// ---- Single conversions, also for what is written by hand ----
// Each false where the object is of another type. lenient: a tensor of one
// element serves as a number. Throw where a number is out of range.
bool ToScalar(PyObject* object, Scalar* out, bool lenient);
bool ToInt(PyObject* object, int64_t* out, bool lenient);
bool ToDouble(PyObject* object, double* out, bool lenient);
// A sequence of ints, or one.
bool ToInts(PyObject* object, std::vector<int64_t>* out);

PyObject* WrapScalar(const Scalar& scalar);

}  // namespace tessera::python

#endif  // TESSERA_INTEROP_PYTHON_ARGS_H_
