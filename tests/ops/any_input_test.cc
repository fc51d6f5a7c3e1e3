// Every overload of every op, in each of its forms, with arguments that were
// drawn: no tensor and odd ones, numbers of all sizes, indices that are out of
// range. Each call gives a result or one of our errors, which leaves its
// operands as they were; none ends the process or writes beside its memory.
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/storage/guarded_allocator.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

class Frame;
// A row of any_input_calls.inc.
struct Overload {
  const char* signature;
  int num_params;
  void (*call)(Frame&);
  void (*inplace)(Frame&);
  void (*out)(Frame&);
};

// ---- Arguments ----

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

constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Small ones, so that results are, or so large that memory cannot hold them.
const std::vector<int64_t> kInts = {0,
                                    0,
                                    1,
                                    1,
                                    1,
                                    2,
                                    2,
                                    3,
                                    -1,
                                    -1,
                                    -2,
                                    -3,
                                    4,
                                    7,
                                    63,
                                    64,
                                    65,
                                    -65,
                                    int64_t{1} << 45,
                                    INT64_MAX,
                                    INT64_MIN,
                                    INT64_MIN + 1};
const std::vector<double> kNumbers = {0,     1,    2,   -1,    0.5,    -0.5,
                                      1e-3,  3,    7,   1e300, -1e300, kInf,
                                      -kInf, kNan, -0., 255,   300,    5e-324};
const std::vector<DType> kTypes = {
    kBool,    kUInt8,    kUInt16,       kUInt32,       kUInt64,
    kInt8,    kInt16,    kInt32,        kInt64,        kInt64,
    kFloat16, kBFloat16, kFloat32,      kFloat32,      kFloat32,
    kFloat64, kFloat64,  kComplexFloat, kComplexDouble};
const std::vector<const char*> kTexts = {
    "none", "mean",      "sum",   "prod", "amax",     "amin",
    "add",  "floor",     "trunc", "tanh", "constant", "ij",
    "xy",   "left",      "right", "fro",  "multiply", "",
    "junk", "ij,jk->ik", "ii->i", "...i", "i,i",      "%"};
const std::vector<std::vector<int64_t>> kShapes = {
    {},     {0},    {1},       {3},       {3},    {3, 3}, {2, 3},   {2, 3},
    {1, 3}, {0, 3}, {2, 0, 3}, {2, 3, 4}, {1, 1}, {5},    {2, 2, 2}};

Tensor DrawTensor(Random& r) {
  if (r.OneIn(40)) return {};
  if (r.OneIn(60)) return zeros(std::vector<int64_t>(64, 1));
  const DType dtype = r.Of(kTypes);
  const std::vector<int64_t>& shape = r.Of(kShapes);
  // Integers serve as indices, so most are small.
  std::vector<double> values;
  int64_t n = 1;
  for (int64_t size : shape) n *= size;
  const bool wild = r.OneIn(3);
  for (int64_t i = 0; i < n; ++i) {
    values.push_back(wild ? r.Of(kNumbers) : static_cast<double>(r.Next() % 3));
  }
  Tensor t = tensor(values).view(shape).to(dtype);
  if (dtype == kInt64 && n > 0 && r.OneIn(6)) t.view({-1})[0] = r.Of(kInts);
  switch (r.Next() % 6) {
    case 0:
      t = t.dim() >= 2 ? t.transpose(0, 1) : t;
      break;
    case 1:  // a step of its own
      if (t.dim() >= 1 && t.size(0) > 0) {
        t = t.repeat_interleave(2, 0).slice(0, 0, INT64_MAX, 2);
      }
      break;
    case 2:
      if (t.dim() >= 1) t = t.slice(0, INT64_MAX, std::nullopt, -1);
      break;
    case 3:
      if (r.OneIn(3))
        t = t.expand([&] {
          std::vector<int64_t> sizes = t.sizes().vec();
          sizes.insert(sizes.begin(), 2);
          return sizes;
        }());
      break;
  }
  if ((t.is_floating_point() || t.is_complex()) && r.OneIn(3)) {
    t = t.detach().requires_grad_();
    if (r.OneIn(2)) t = t * 1;
  }
  return t;
}

Scalar DrawScalar(Random& r) {
  switch (r.Next() % 5) {
    case 0:
      return r.Of(kInts);
    case 1:
      return r.OneIn(2);
    case 2:
      return complex<double>(r.Of(kNumbers), r.Of(kNumbers));
    default:
      return r.Of(kNumbers);
  }
}

class Frame {
 public:
  Frame(const Overload& overload, Random& r) : overload_(overload) {
    for (int i = 0; i < overload.num_params; ++i) {
      Argument a;
      a.has = !r.OneIn(3);
      a.tensor = DrawTensor(r);
      a.scalar = DrawScalar(r);
      a.integer = r.Of(kInts);
      a.reduction = r.OneIn(8) ? a.integer : static_cast<int64_t>(r.Next() % 3);
      a.real = r.Of(kNumbers);
      a.text = r.Of(kTexts);
      a.dtype = r.Of(kTypes);
      for (uint64_t n = r.Next() % 4; n > 0; --n) {
        a.ints.push_back(r.OneIn(8) ? r.Of(kInts)
                                    : static_cast<int64_t>(r.Next() % 4) - 1);
        a.tensors.push_back(r.OneIn(3) || a.tensors.empty() ? DrawTensor(r)
                                                            : a.tensors[0]);
      }
      if (r.OneIn(2)) a.options = a.options.dtype(a.dtype);
      if (r.OneIn(20)) a.options = a.options.device(Device("cuda:3"));
      if (r.OneIn(6)) a.options = a.options.requires_grad(true);
      if (r.OneIn(4)) a.generator = Generator();
      arguments_.push_back(std::move(a));
    }
    // Often one shape and dtype, as most ops ask for.
    if (r.OneIn(2)) {
      for (Argument& a : arguments_) {
        if (!r.OneIn(4)) a.tensor = arguments_[0].tensor;
      }
    }
    for (int i = 0; i < 3; ++i) {
      outs_.push_back(r.OneIn(4) ? arguments_[0].tensor : DrawTensor(r));
    }
  }

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
  std::string Bytes() const {
    std::string all;
    const auto add = [&](const Tensor& t) {
      if (!t.defined()) return;
      const Storage storage = t.storage();
      all.append(static_cast<const char*>(storage.data()), storage.nbytes());
    };
    for (const Argument& a : arguments_) {
      add(a.tensor);
      for (const Tensor& t : a.tensors) add(t);
    }
    for (const Tensor& t : outs_) add(t);
    return all;
  }
  std::string Text() const {
    std::string text;
    for (const Argument& a : arguments_) {
      text += Str(" | ", a.tensor.defined() ? Str(a.tensor) : "no tensor", " ",
                  a.scalar, " ", a.integer, " ", a.real, " ", a.text, " ",
                  a.dtype, " ", IntArrayRef(a.ints), " ", a.has);
    }
    return text;
  }

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
  std::vector<Tensor> outs_, results_;
};

const Overload kOverloads[] = {
#include "tests/ops/any_input_calls.inc"
};

// ---- Calls ----

// For what a signal ends: the call, on stderr.
char current[4096];
void Report(int number) {
  (void)!write(2, current, std::strlen(current));
  (void)!write(2, "\n", 1);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void Try(const Overload& overload, void (*form)(Frame&), const char* which,
         uint64_t seed) {
  if (!form) return;
  Random r{seed};
  Frame frame(overload, r);
  std::snprintf(current, sizeof current, "%s, %s, seed %llu:%s",
                overload.signature, which,
                static_cast<unsigned long long>(seed), frame.Text().c_str());
  const std::string before = frame.Bytes();
  std::string wrong;
  try {
    form(frame);
  } catch (const InternalError& e) {
    wrong = e.what();
  } catch (const Error& e) {
    if (frame.Bytes() != before) {
      wrong = std::string("operands changed before: ") + e.what();
    }
  } catch (const std::exception& e) {
    wrong = std::string("none of our errors: ") + e.what();
  }
  try {
    for (const Tensor& t : frame.results()) {
      if (t.defined() && t.requires_grad()) t.backward(ones_like(t));
    }
  } catch (const InternalError& e) {
    wrong = std::string("backward: ") + e.what();
  } catch (const Error&) {
  } catch (const std::exception& e) {
    wrong = std::string("backward, none of our errors: ") + e.what();
  }
  EXPECT_EQ(wrong, "") << current;
}

TEST(AnyInputTest, GivesAResultOrOneOfOurErrors) {
  for (int number : {SIGSEGV, SIGFPE, SIGABRT, SIGBUS, SIGILL}) {
    std::signal(number, Report);
  }
  SetWarningHandler([](const std::string&) {});
  GuardedAllocatorScope guard;
  // More of them where asked: --test_env=TESSERA_ROUNDS=1000.
  const char* asked = std::getenv("TESSERA_ROUNDS");
  const int rounds = asked ? std::atoi(asked) : 30;
  uint64_t seed = 0;
  for (const Overload& overload : kOverloads) {
    for (int round = 0; round < rounds; ++round) {
      Try(overload, overload.call, "function", ++seed);
      Try(overload, overload.inplace, "in place", ++seed);
      Try(overload, overload.out, "out", ++seed);
    }
  }
  EXPECT_GT(std::size(kOverloads), 400u);
}

}  // namespace
}  // namespace tessera
