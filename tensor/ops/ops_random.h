// Made by tensor/ops/generate.py from tensor/ops/random.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_RANDOM_H_
#define TESSERA_TENSOR_OPS_OPS_RANDOM_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// Uniform in [0, 1), multiples of 2^-24 (float64: 2^-53); 16-bit floats are
// rounded down. The same seed gives the same bits.
Tensor rand(IntArrayRef size, const TensorOptions& options = {});
Tensor& rand_out(Tensor& out, IntArrayRef size, const TensorOptions& options = {});
Tensor rand(IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options = {});
Tensor& rand_out(Tensor& out, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options = {});

// As rand, of the shape, dtype, device and dense stride order of self. The same
// seed gives the same bits.
Tensor rand_like(const Tensor& self, const TensorOptions& options = {});
Tensor rand_like(const Tensor& self, const std::optional<Generator>& generator, const TensorOptions& options = {});

// Normal, mean 0 and variance 1; of complex numbers each part has variance 1/2.
// The same seed gives the same bits.
Tensor randn(IntArrayRef size, const TensorOptions& options = {});
Tensor& randn_out(Tensor& out, IntArrayRef size, const TensorOptions& options = {});
Tensor randn(IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options = {});
Tensor& randn_out(Tensor& out, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options = {});

// As randn, of the shape, dtype, device and dense stride order of self. The
// same seed gives the same bits.
Tensor randn_like(const Tensor& self, const TensorOptions& options = {});
Tensor randn_like(const Tensor& self, const std::optional<Generator>& generator, const TensorOptions& options = {});

// Integers from low (0) to high, high excluded; int64 unless a dtype is asked.
// ValueError where low >= high or the dtype does not hold them. The same seed
// gives the same bits.
Tensor randint(int64_t high, IntArrayRef size, const TensorOptions& options = {});
Tensor& randint_out(Tensor& out, int64_t high, IntArrayRef size, const TensorOptions& options = {});
Tensor randint(int64_t low, int64_t high, IntArrayRef size, const TensorOptions& options = {});
Tensor& randint_out(Tensor& out, int64_t low, int64_t high, IntArrayRef size, const TensorOptions& options = {});
Tensor randint(int64_t high, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options = {});
Tensor& randint_out(Tensor& out, int64_t high, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options = {});
Tensor randint(int64_t low, int64_t high, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options = {});
Tensor& randint_out(Tensor& out, int64_t low, int64_t high, IntArrayRef size, const std::optional<Generator>& generator, const TensorOptions& options = {});

// As randint, of the shape, dtype, device and dense stride order of self. The
// same seed gives the same bits.
Tensor randint_like(const Tensor& self, int64_t high, const TensorOptions& options = {});
Tensor randint_like(const Tensor& self, int64_t low, int64_t high, const TensorOptions& options = {});
Tensor randint_like(const Tensor& self, int64_t low, int64_t high, const std::optional<Generator>& generator, const TensorOptions& options = {});

// The numbers from 0 to n - 1 in random order; int64 unless a dtype is asked.
// The order that sorts n random 64-bit numbers. The same seed gives the same
// bits.
Tensor randperm(int64_t n, const TensorOptions& options = {});
Tensor& randperm_out(Tensor& out, int64_t n, const TensorOptions& options = {});
Tensor randperm(int64_t n, const std::optional<Generator>& generator, const TensorOptions& options = {});
Tensor& randperm_out(Tensor& out, int64_t n, const std::optional<Generator>& generator, const TensorOptions& options = {});

// Normal with mean and standard deviation, numbers or tensors that broadcast.
// normal(self) and normal_ take only the shape and dtype of self. ValueError
// where std < 0. The same seed gives the same bits.
Tensor normal(const Tensor& self, const Scalar& mean = 0, const Scalar& std = 1, const std::optional<Generator>& generator = {});
Tensor& normal_(Tensor& self, const Scalar& mean = 0, const Scalar& std = 1, const std::optional<Generator>& generator = {});
Tensor& normal_out(Tensor& out, const Tensor& self, const Scalar& mean = 0, const Scalar& std = 1, const std::optional<Generator>& generator = {});
Tensor normal(const Tensor& mean, double std, const std::optional<Generator>& generator = {});
Tensor& normal_out(Tensor& out, const Tensor& mean, double std, const std::optional<Generator>& generator = {});
Tensor normal(double mean, const Tensor& std, const std::optional<Generator>& generator = {});
Tensor& normal_out(Tensor& out, double mean, const Tensor& std, const std::optional<Generator>& generator = {});
Tensor normal(const Tensor& mean, const Tensor& std, const std::optional<Generator>& generator = {});
Tensor& normal_out(Tensor& out, const Tensor& mean, const Tensor& std, const std::optional<Generator>& generator = {});
Tensor normal(double mean, double std, IntArrayRef size, const std::optional<Generator>& generator = {}, const TensorOptions& options = {});
Tensor& normal_out(Tensor& out, double mean, double std, IntArrayRef size, const std::optional<Generator>& generator = {}, const TensorOptions& options = {});

// 1 with probability p, else 0. Without p: the elements of self are the
// probabilities; bernoulli_() takes 0.5. ValueError for p outside [0, 1]. The
// same seed gives the same bits.
Tensor bernoulli(const Tensor& self, const std::optional<Generator>& generator = {});
Tensor& bernoulli_(Tensor& self, const std::optional<Generator>& generator = {});
Tensor& bernoulli_out(Tensor& out, const Tensor& self, const std::optional<Generator>& generator = {});
Tensor bernoulli(const Tensor& self, double p, const std::optional<Generator>& generator = {});
Tensor& bernoulli_(Tensor& self, double p, const std::optional<Generator>& generator = {});
Tensor& bernoulli_out(Tensor& out, const Tensor& self, double p, const std::optional<Generator>& generator = {});
Tensor bernoulli(const Tensor& self, const Tensor& p, const std::optional<Generator>& generator = {});
Tensor& bernoulli_(Tensor& self, const Tensor& p, const std::optional<Generator>& generator = {});
Tensor& bernoulli_out(Tensor& out, const Tensor& self, const Tensor& p, const std::optional<Generator>& generator = {});

// Draws columns of each row (or of the one of a 1-d self) with the elements as
// weights, which need not sum to 1; never one of weight 0. ValueError for a
// negative or non-finite weight, a row of zeros, and more draws without
// replacement than there are weights above 0. The same seed gives the same
// bits.
Tensor multinomial(const Tensor& self, int64_t num_samples, bool replacement = false, const std::optional<Generator>& generator = {});
Tensor& multinomial_out(Tensor& out, const Tensor& self, int64_t num_samples, bool replacement = false, const std::optional<Generator>& generator = {});

// Zeroes elements with probability p and multiplies the others by 1 / (1 - p);
// self as it is where train is false. ValueError for p outside [0, 1]. The same
// seed gives the same bits.
Tensor dropout(const Tensor& self, double p = 0.5, bool train = true);
Tensor& dropout_(Tensor& self, double p = 0.5, bool train = true);

// dropout by counter: the same mask for the same seed and offset, so that the
// gradient makes it again instead of keeping it. The same seed gives the same
// bits.
Tensor _dropout(const Tensor& self, double p, int64_t seed, int64_t offset);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_RANDOM_H_
