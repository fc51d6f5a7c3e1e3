// TESSERA_ARG: one field of an options struct, with a chained setter and a
// getter of its name.
//
//   struct BlurOptions {
//     explicit BlurOptions(int64_t size) : size_(size) {}
//     TESSERA_ARG(int64_t, size);
//     TESSERA_ARG(double, sigma) = 1.0;
//   };
//   auto options = BlurOptions(3).sigma(2);  options.sigma();  // 2.0
#ifndef TESSERA_NN_ARG_H_
#define TESSERA_NN_ARG_H_

#include <utility>

#include "tessera/base/cpp17.h"

// Leaves the class private, as libtorch's TORCH_ARG does.
#define TESSERA_ARG(T, name)                               \
 public:                                                   \
  auto name(const T& value)->decltype(*this) {             \
    this->name##_ = value;                                 \
    return *this;                                          \
  }                                                        \
  auto name(T&& value)->decltype(*this) {                  \
    this->name##_ = std::move(value);                      \
    return *this;                                          \
  }                                                        \
  const T& name() const noexcept { return this->name##_; } \
  T& name() noexcept { return this->name##_; }             \
                                                           \
 private:                                                  \
  T name##_ /* NOLINT */

#endif  // TESSERA_NN_ARG_H_
