#include "tessera/tensor/generator.h"

#include <mutex>
#include <random>

namespace tessera {

struct Generator::Impl : RefCounted {
  static void Destroy(Impl* impl) noexcept { delete impl; }
  std::mutex mutex;
  PhiloxState state = {kDefaultSeed, 0};
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

PhiloxState Generator::Advance(uint64_t blocks) {
  std::lock_guard<std::mutex> lock(impl_->mutex);
  const PhiloxState state = impl_->state;
  impl_->state.offset += blocks;
  return state;
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

}  // namespace tessera
