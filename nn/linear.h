// Linear, Identity, Flatten and Unflatten.
//
//   nn::Linear fc(4, 2);              // weight [2, 4], bias [2]
//   nn::Linear plain(nn::LinearOptions(4, 2).bias(false));
//   Tensor y = fc(x);                 // x of [..., 4] to y of [..., 2]
//   fc->weight.sizes();  fc->options.in_features();
#ifndef TESSERA_NN_LINEAR_H_
#define TESSERA_NN_LINEAR_H_

#include <cstdint>
#include <ostream>
#include <vector>

#include "tessera/nn/arg.h"
#include "tessera/nn/cloneable.h"
#include "tessera/nn/module_holder.h"
#include "tessera/tensor/tensor.h"

namespace tessera::nn {

struct LinearOptions {
  LinearOptions(int64_t in_features, int64_t out_features)
      : in_features_(in_features), out_features_(out_features) {}
  TESSERA_ARG(int64_t, in_features);
  TESSERA_ARG(int64_t, out_features);
  TESSERA_ARG(bool, bias) = true;
};

// y = x weight^T + bias. Both start uniform in +-1/sqrt(in_features), drawn
// from the default generator, the weight first. ValueError for negative sizes.
class LinearImpl : public Cloneable<LinearImpl> {
 public:
  LinearImpl(int64_t in_features, int64_t out_features)
      : LinearImpl(LinearOptions(in_features, out_features)) {}
  explicit LinearImpl(const LinearOptions& options);

  void reset() override;
  void reset_parameters();
  void pretty_print(std::ostream& stream) const override;
  // x of [..., in_features]; ShapeError and DTypeError as tessera::linear.
  Tensor forward(const Tensor& input);

  LinearOptions options;
  Tensor weight;
  // Undefined without bias.
  Tensor bias;
};
extern template class Cloneable<LinearImpl>;
TESSERA_MODULE(Linear);

// The input itself.
class IdentityImpl : public Cloneable<IdentityImpl> {
 public:
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
  Tensor forward(const Tensor& input) { return input; }
};
extern template class Cloneable<IdentityImpl>;
TESSERA_MODULE(Identity);

struct FlattenOptions {
  TESSERA_ARG(int64_t, start_dim) = 1;
  TESSERA_ARG(int64_t, end_dim) = -1;
};

// Dimensions start_dim to end_dim as one; by default all but the batch's.
class FlattenImpl : public Cloneable<FlattenImpl> {
 public:
  explicit FlattenImpl(const FlattenOptions& options = {}) : options(options) {}
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
  Tensor forward(const Tensor& input);

  FlattenOptions options;
};
extern template class Cloneable<FlattenImpl>;
TESSERA_MODULE(Flatten);

struct UnflattenOptions {
  UnflattenOptions(int64_t dim, std::vector<int64_t> sizes)
      : dim_(dim), sizes_(std::move(sizes)) {}
  TESSERA_ARG(int64_t, dim);
  TESSERA_ARG(std::vector<int64_t>, sizes);
};

// One dimension as several; one size may be -1.
class UnflattenImpl : public Cloneable<UnflattenImpl> {
 public:
  UnflattenImpl(int64_t dim, std::vector<int64_t> sizes)
      : UnflattenImpl(UnflattenOptions(dim, std::move(sizes))) {}
  explicit UnflattenImpl(UnflattenOptions options)
      : options(std::move(options)) {}
  void reset() override {}
  void pretty_print(std::ostream& stream) const override;
  Tensor forward(const Tensor& input);

  UnflattenOptions options;
};
extern template class Cloneable<UnflattenImpl>;
TESSERA_MODULE(Unflatten);

}  // namespace tessera::nn

#endif  // TESSERA_NN_LINEAR_H_
