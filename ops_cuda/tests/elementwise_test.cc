// Every elementwise kernel against the CPU's of the same op and dtype, over the
// stand-in: what the table lists is what is run.
#include <cuda_runtime.h>

#include <complex>
#include <cstring>
#include <limits>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/dtype/convert.h"
#include "tessera/dtype/visit.h"
#include "tessera/ops_cuda/elementwise/loops.h"
#include "tessera/ops_cuda/tests/check_memory.h"
#include "tessera/storage/device_interface.h"
#include "tessera/storage/storage.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/host_copy.h"
#include "tessera/tensor/plan/iter_plan.h"
#include "tessera/tensor/plan/kernel_table.h"

namespace tessera::cuda {
namespace {

std::mt19937 random_source(11);
// Some numbers have exponents of up to so much.
int greatest_exponent = 60;

// Numbers of all sizes, the special ones among them. A divisor is not 0.
template <class T>
T Draw(bool divisor) {
  const uint32_t pick = random_source() % 16;
  if constexpr (is_complex<T>::value) {
    using P = typename T::value_type;
    return T(Draw<P>(divisor), Draw<P>(divisor));
  } else if constexpr (std::is_same_v<T, Half> || std::is_same_v<T, BFloat16>) {
    return T(Draw<float>(divisor));
  } else if constexpr (std::is_floating_point_v<T>) {
    using L = std::numeric_limits<T>;
    const T special[] = {
        0, -T(0), L::infinity(), -L::infinity(), L::quiet_NaN(), 1};
    if (pick < 6) return special[pick];
    std::uniform_real_distribution<T> d(-4, 4);
    if (pick < 14) return d(random_source);
    if (pick == 14) return d(random_source) * 1000;
    const int exponent = static_cast<int>(random_source() % 121) - 60;
    return std::ldexp(d(random_source), exponent * greatest_exponent / 60);
  } else {
    T v = static_cast<T>(pick);
    if (pick == 13) v = std::numeric_limits<T>::min();
    if (pick == 14) v = std::numeric_limits<T>::max();
    if (pick == 15) v = static_cast<T>(-1);
    return divisor && v == 0 ? T(3) : v;
  }
}
template <>
bool Draw<bool>(bool) {
  return random_source() % 2;
}

struct Buffer {
  DType dtype;
  std::vector<char> host;
  Storage device;
};

Buffer MakeBuffer(DType dtype, int64_t n, bool divisor) {
  Buffer b;
  b.dtype = dtype;
  b.host.resize(static_cast<size_t>(n) * elementSize(dtype));
  visit(dtype, all_types, [&](auto tag) {
    using T = typename decltype(tag)::type;
    for (int64_t i = 0; i < n; ++i) {
      const T v = Draw<T>(divisor);
      std::memcpy(b.host.data() + i * static_cast<int64_t>(sizeof v), &v,
                  sizeof v);
    }
  });
  b.device = Storage::Allocate(b.host.size(), Device(kCUDA, 0));
  CopyBytes(b.device.data(), b.device.device(), b.host.data(), kCPU,
            b.host.size());
  return b;
}

// The same bits, but for NaNs.
template <class T>
bool Same(const T& a, const T& b) {
  if constexpr (is_complex<T>::value) {
    return Same(a.real(), b.real()) && Same(a.imag(), b.imag());
  } else {
    return std::memcmp(&a, &b, sizeof a) == 0 || (a != a && b != b);
  }
}

// Within so many eps of the norm. Where a part is no number or infinite, so is
// the other's, and their further parts are compared by themselves.
template <class T>
bool Near(const complex<T>& a, const complex<T>& b, double eps) {
  const double bound = eps * std::numeric_limits<T>::epsilon();
  const std::complex<double> x(a.real(), a.imag()), y(b.real(), b.imag());
  if (std::isfinite(a.real()) && std::isfinite(a.imag())) {
    // Near 0 a few of the smallest numbers.
    return std::abs(x - y) <=
           bound * std::abs(x) + 4. * std::numeric_limits<T>::denorm_min();
  }
  const auto part = [&](double p, double q) {
    return p == q || (p != p && q != q) ||
           std::abs(p - q) <= bound * std::abs(p);
  };
  return part(x.real(), y.real()) && part(x.imag(), y.imag());
}
template <class T>
bool Near(const T& a, const T& b, double eps) {
  if constexpr (std::is_floating_point_v<T>) {
    return Near(complex<T>(a), complex<T>(b), eps);
  } else {
    return false;
  }
}

void ExpectSame(const Buffer& out, const std::string& what, double eps = 0) {
  std::vector<char> there(out.host.size());
  CopyBytes(there.data(), kCPU, out.device.data(), out.device.device(),
            there.size());
  const auto n = out.host.size() / elementSize(out.dtype);
  visit(out.dtype, all_types, [&](auto tag) {
    using T = typename decltype(tag)::type;
    for (size_t i = 0; i < n; ++i) {
      T a, b;
      std::memcpy(&a, out.host.data() + i * sizeof a, sizeof a);
      std::memcpy(&b, there.data() + i * sizeof b, sizeof b);
      if (Same(a, b) || (eps != 0 && Near(a, b, eps))) continue;
      ADD_FAILURE() << what << ": element " << i << " of " << n
                    << " differs from the CPU's";
      return;
    }
  });
}

struct Layout {
  const char* name;
  bool flat;
  int offset;    // elements, so that nothing is aligned
  DType stored;  // of the inputs; Undefined: the kernel's own
  int number;    // which input is a number; 0: none
};

constexpr int64_t kN = 75;  // 5 x 15; no multiple of four

void RunOne(const LoopEntry& entry, const Layout& layout, double eps) {
  const bool checks = entry.flags & kChecks;
  IterPlan plan = {};
  plan.numel = kN;
  plan.compute = entry.compute;
  plan.operands = static_cast<uint8_t>(entry.inputs + 1);
  plan.outputs = 1;
  plan.flat = layout.flat;
  plan.ndim = layout.flat ? 1 : 2;
  plan.shape[0] = layout.flat ? kN : 15;
  plan.shape[1] = 5;
  plan.attr[0].f[0] = 0.3;
  plan.attr[1].f[0] = 0.7;
  plan.attr[2].f[0] = 1.5;
  if (kind(entry.compute) <= Kind::Int) {
    plan.attr[0].i = plan.attr[1].i = plan.attr[2].i = 2;
  }
  std::vector<Buffer> buffers;
  std::vector<int64_t> first(plan.operands, 0);
  int numbers = 0;
  for (int k = 0; k < plan.operands; ++k) {
    // The plan's dtypes: the result's rule for the output, else the common one.
    DType dtype = k == 0 ? entry.types[0] : entry.compute;
    if (k == 0 && elementSize(entry.compute) == 2 &&
        entry.types[0] == DType::Float) {
      dtype = entry.compute;
    }
    if (k > 0 && entry.inputs == 3 && entry.types[1] == DType::Bool && k == 1) {
      dtype = DType::Bool;
    } else if (k > 0 && layout.stored != DType::Undefined) {
      dtype = layout.stored;
    }
    plan.dtype[k] = dtype;
    buffers.push_back(MakeBuffer(dtype, 2 * kN + 8, checks && k == 2));
    if (k > 0 && k == layout.number) {
      plan.attr_mask |= 1u << k;
      ++numbers;
      continue;
    }
    const int64_t width = static_cast<int64_t>(elementSize(dtype));
    first[k] = layout.offset * width;
    if (layout.flat) {
      plan.stride[0][k] = width;
    } else {
      // Rows with gaps, columns, a row that repeats.
      const int64_t steps[4][2] = {{1, 16}, {5, 1}, {2, 30}, {1, 0}};
      plan.stride[0][k] = steps[k][0] * width;
      plan.stride[1][k] = steps[k][1] * width;
    }
  }
  // Further numbers follow those that stand for operands.
  if (numbers) plan.attr[1] = plan.attr[0];
  IterPlan there = plan;
  for (int k = 0; k < plan.operands; ++k) {
    if (plan.attr_mask >> k & 1) continue;
    plan.ptr[k] = buffers[k].host.data() + first[k];
    there.ptr[k] = static_cast<char*>(buffers[k].device.data()) + first[k];
  }
  const std::string what = std::string(name(entry.op)) + " " +
                           name(entry.compute) + " " + layout.name;
  const auto on_cpu = Kernels().Find<IterPlan>(entry.op, kCPU, entry.compute);
  ASSERT_NE(on_cpu, nullptr) << what;
  KernelContext host(entry.op, kCPU);
  on_cpu(plan, host);
  KernelContext device(entry.op, Device(kCUDA, 0));
  Kernels().Get<IterPlan>(entry.op, kCUDA, entry.compute)(there, device);
  ExpectSame(buffers[0], what, eps);
}

void RunTable(const LoopTable& table, double eps = 0) {
  for (int i = 0; i < table.count; ++i) {
    const LoopEntry& entry = table.entries[i];
    RunOne(entry, {"flat", true, 0, DType::Undefined, 0}, eps);
    RunOne(entry, {"unaligned", true, 1, DType::Undefined, 0}, eps);
    RunOne(entry, {"strided", false, 0, DType::Undefined, 0}, eps);
    if (entry.inputs == 2) {
      RunOne(entry, {"number left", true, 0, DType::Undefined, 1}, eps);
      RunOne(entry, {"number right", true, 0, DType::Undefined, 2}, eps);
    }
    // Cast on load, where the op's dtype is what these promote to.
    if (entry.flags & kChecks) continue;
    if (isFloatingType(entry.compute)) {
      RunOne(entry, {"from int16", true, 0, DType::Short, 0}, eps);
      RunOne(entry, {"from int16, strided", false, 0, DType::Short, 0}, eps);
    }
    if (entry.compute == DType::Double) {
      RunOne(entry, {"from half", true, 0, DType::Half, 0}, eps);
    }
    if (entry.compute == DType::Long) {
      RunOne(entry, {"from uint8", true, 0, DType::Byte, 0}, eps);
      RunOne(entry, {"from bool", true, 0, DType::Bool, 0}, eps);
    }
    if (isComplexType(entry.compute)) {
      RunOne(entry, {"from float", true, 0, DType::Float, 0}, eps);
    }
  }
}

TEST(CudaElementwise, FloatsAreTheCpus) { RunTable(FloatLoops()); }
TEST(CudaElementwise, IntegersAreTheCpus) { RunTable(IntLoops()); }
TEST(CudaElementwise, OthersAreTheCpus) { RunTable(OtherLoops()); }
TEST(CudaElementwise, ComplexFunctionsAreCloseToTheCpus) {
  // Those that the functors share are equal to the bit.
  const std::set<Op> equal = {
      Op::div,       Op::lerp,          Op::addcmul,          Op::addcdiv,
      Op::angle,     Op::tanh_backward, Op::sigmoid_backward, Op::reciprocal,
      Op::nan_to_num};
  const LoopTable table = ComplexLoops();
  for (int i = 0; i < table.count; ++i) {
    const Op op = table.entries[i].op;
    // An angle's error grows with its size: by the CPU's long double for exp2,
    // by both for powers, of which ops_test compares moderate ones.
    greatest_exponent = op == Op::exp2 || op == Op::pow ? 0 : 60;
    const double eps = equal.count(op) ? 0 : op == Op::pow ? 1e6 : 8;
    for (int round = 0; round < 20; ++round) {
      RunTable({table.entries + i, 1}, eps);
    }
  }
  greatest_exponent = 60;
}

TEST(CudaElementwise, CopiesBetweenAllDtypes) {
  for (int to = 0; to < kDTypes; ++to) {
    for (int from = 0; from < kDTypes; ++from) {
      LoopEntry entry = {};
      entry.op = Op::copy;
      entry.compute = static_cast<DType>(from);
      for (const bool flat : {true, false}) {
        IterPlan plan = {};
        plan.numel = kN;
        plan.compute = entry.compute;
        plan.operands = 2;
        plan.outputs = 1;
        plan.flat = flat;
        plan.ndim = flat ? 1 : 2;
        plan.shape[0] = flat ? kN : 15;
        plan.shape[1] = 5;
        Buffer buffers[2] = {
            MakeBuffer(static_cast<DType>(to), 2 * kN, false),
            MakeBuffer(static_cast<DType>(from), 2 * kN, false)};
        IterPlan there = plan;
        for (IterPlan* p : {&plan, &there}) {
          for (int k = 0; k < 2; ++k) {
            const int64_t width =
                static_cast<int64_t>(elementSize(buffers[k].dtype));
            p->dtype[k] = buffers[k].dtype;
            p->ptr[k] = p == &plan
                            ? buffers[k].host.data()
                            : static_cast<char*>(buffers[k].device.data());
            p->stride[0][k] = width * (flat || k == 0 ? 1 : 5);
            p->stride[1][k] = width * (k == 0 ? 16 : 1);
          }
        }
        KernelContext host(Op::copy, kCPU), device(Op::copy, Device(kCUDA, 0));
        Kernels().Get<IterPlan>(Op::copy, kCPU, plan.compute)(plan, host);
        Kernels().Get<IterPlan>(Op::copy, kCUDA, plan.compute)(there, device);
        ExpectSame(buffers[0], std::string("copy ") +
                                   name(static_cast<DType>(from)) + " to " +
                                   name(static_cast<DType>(to)));
      }
    }
  }
  CheckMemory();
}

}  // namespace
}  // namespace tessera::cuda
