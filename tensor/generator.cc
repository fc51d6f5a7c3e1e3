#include "tessera/tensor/generator.h"

#include <mutex>
#include <random>
#include <thread>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

struct Generator::Impl : RefCounted {
  static void Destroy(Impl* impl) noexcept { delete impl; }
  std::mutex mutex;
  PhiloxState state = {kDefaultSeed, 0};
  // See Note [Captured draws].
  bool captures = false;
  std::thread::id capturing_thread;
  Device captured_device = kCPU;
  PhiloxState captured = {0, 0};
};

Generator::Generator(uint64_t seed)
    : impl_(IntrusivePtr<Impl>::Take(new Impl)) {
  impl_->state.seed = seed;
}

Generator::Generator(const Generator& other) = default;
Generator& Generator::operator=(const Generator& other) = default;
Generator::~Generator() = default;

Generator& Generator::manual_seed(uint64_t seed) {
  set_state({seed, 0});
  return *this;
}

uint64_t Generator::seed() {
  std::random_device entropy;
  const uint64_t seed = static_cast<uint64_t>(entropy()) << 32 | entropy();
  manual_seed(seed);
  return seed;
}

PhiloxState Generator::state() const {
  std::lock_guard<std::mutex> lock(impl_->mutex);
  return impl_->state;
}

void Generator::set_state(PhiloxState state) {
  std::lock_guard<std::mutex> lock(impl_->mutex);
  impl_->state = state;
}

Tensor Generator::get_state() const {
  const PhiloxState now = state();
  Tensor bytes = detail::MakeTensor({16}, DType::Byte, kCPU);
  auto* to = static_cast<uint8_t*>(bytes.data_ptr());
  for (int i = 0; i < 8; ++i) {
    to[i] = static_cast<uint8_t>(now.seed >> (8 * i));
    to[8 + i] = static_cast<uint8_t>(now.offset >> (8 * i));
  }
  return bytes;
}

void Generator::set_state(const Tensor& state) {
  if (!state.defined() || state.scalar_type() != DType::Byte ||
      state.dim() != 1 || state.numel() != 16) {
    throw ValueError("set_state", Str("expected a state of uint8[16], as "
                                      "get_state returns, got ",
                                      state));
  }
  const Tensor bytes = state.cpu().contiguous();
  const auto* from = static_cast<const uint8_t*>(bytes.data_ptr());
  PhiloxState read = {0, 0};
  for (int i = 0; i < 8; ++i) {
    read.seed |= static_cast<uint64_t>(from[i]) << (8 * i);
    read.offset |= static_cast<uint64_t>(from[8 + i]) << (8 * i);
  }
  set_state(read);
}

PhiloxState Generator::Advance(uint64_t blocks, Device device) {
  std::lock_guard<std::mutex> lock(impl_->mutex);
  const bool captured = impl_->captures && device == impl_->captured_device &&
                        impl_->capturing_thread == std::this_thread::get_id();
  PhiloxState& now = captured ? impl_->captured : impl_->state;
  const PhiloxState state = now;
  now.offset += blocks;
  return state;
}

void Generator::BeginCapture(Device device, uint64_t key) {
  std::lock_guard<std::mutex> lock(impl_->mutex);
  if (impl_->captures) {
    throw ValueError("capture_begin",
                     "expected a generator that no other graph is capturing");
  }
  impl_->captures = true;
  impl_->capturing_thread = std::this_thread::get_id();
  impl_->captured_device = device;
  impl_->captured = {key, 0};
}

uint64_t Generator::EndCapture() {
  std::lock_guard<std::mutex> lock(impl_->mutex);
  impl_->captures = false;
  return impl_->captured.offset;
}

// Never destroyed: draws may come from other static objects' ends.
Generator& default_generator() {
  static Generator* const generator = new Generator();
  return *generator;
}

Generator manual_seed(uint64_t seed) {
  return default_generator().manual_seed(seed);
}

uint64_t initial_seed() { return default_generator().initial_seed(); }

Tensor get_rng_state() { return default_generator().get_state(); }

void set_rng_state(const Tensor& state) {
  default_generator().set_state(state);
}

}  // namespace tessera
