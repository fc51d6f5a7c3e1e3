// Generator: a seed and how far its stream of random bits has been used.
//
//   manual_seed(0);                       // the default generator
//   Tensor a = randn({3});
//   Generator g(42);                     // one of its own
//   Tensor b = randn({3}, g);
//   g.set_state(seed, offset);            // to go back
//
// Philox4x32-10 counted by element: element i of a draw depends on the seed,
// the offset and i alone, so the same seed gives the same bits on any device,
// for any number of threads and any layout.
#ifndef TESSERA_TENSOR_GENERATOR_H_
#define TESSERA_TENSOR_GENERATOR_H_

#include <cstdint>
#include <type_traits>

#include "tessera/base/cpp17.h"
#include "tessera/storage/device.h"
#include "tessera/storage/intrusive_ptr.h"

namespace tessera {

class Tensor;

// Counter blocks of 128 bits: the seed is the key, the offset the first
// counter of the next draw.
struct PhiloxState {
  uint64_t seed;
  uint64_t offset;
};

// A handle; copies share the stream. Safe to use from several threads, each
// draw gets a range of its own.
class Generator {
 public:
  // A stream of its own, from seed.
  explicit Generator(uint64_t seed = kDefaultSeed);
  Generator(const Generator& other);
  Generator& operator=(const Generator& other);
  ~Generator();

  static constexpr uint64_t kDefaultSeed = 67280421310721;

  // Starts the stream anew.
  Generator& manual_seed(uint64_t seed);
  // As manual_seed; libtorch's name.
  void set_current_seed(uint64_t seed) { manual_seed(seed); }
  uint64_t current_seed() const { return state().seed; }
  uint64_t initial_seed() const { return state().seed; }
  // A seed from the system's entropy.
  uint64_t seed();

  PhiloxState state() const;
  void set_state(PhiloxState state);
  // The state as uint8[16] on the CPU: seed, then offset, lowest byte first.
  Tensor get_state() const;
  // ValueError for what is no such tensor.
  void set_state(const Tensor& state);
  // The state for a draw of `blocks` counter blocks on a device, and steps past
  // them.
  PhiloxState Advance(uint64_t blocks, Device device = kCPU);

  // Note [Captured draws]
  // What a graph replays must draw anew each time, so that no kernel of it may
  // hold the stream's state. Between these two calls, this thread's draws for
  // `device` get `key` for a seed and count from offset 0 on; the backend's
  // kernels know keys, and find seed and first offset in the device's memory,
  // where each replay writes them. All other draws go on as ever.
  void BeginCapture(Device device, uint64_t key);
  // How many blocks were drawn.
  uint64_t EndCapture();

  bool operator==(const Generator& other) const { return impl_ == other.impl_; }

 private:
  struct Impl;
  IntrusivePtr<Impl> impl_;
};

// What a call without a generator draws from.
Generator& default_generator();
// Seeds the default generator and returns it.
Generator manual_seed(uint64_t seed);
uint64_t initial_seed();
// The default generator's state, as Generator::get_state and set_state.
Tensor get_rng_state();
void set_rng_state(const Tensor& state);

// libtorch's ways to a generator of one's own: make_generator<CPUGeneratorImpl>
// (seed) and detail::createCPUGenerator(seed).
struct CPUGeneratorImpl {};
template <class Impl>
Generator make_generator(uint64_t seed = Generator::kDefaultSeed) {
  static_assert(std::is_same_v<Impl, CPUGeneratorImpl>,
                "one kind of generator serves all devices");
  return Generator(seed);
}

namespace detail {
inline Generator createCPUGenerator(uint64_t seed = Generator::kDefaultSeed) {
  return Generator(seed);
}
inline Generator& getDefaultCPUGenerator() { return default_generator(); }

// The generator of a call: the given one or the default.
template <class Optional>
Generator& GeneratorOf(const Optional& generator) {
  return generator ? const_cast<Generator&>(*generator) : default_generator();
}
}  // namespace detail

}  // namespace tessera

#endif  // TESSERA_TENSOR_GENERATOR_H_
