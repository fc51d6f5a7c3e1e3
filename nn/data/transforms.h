// Transforms: what a data set does to its examples, and how it joins them.
//
//   auto dataset = MyDataset(root)
//                      .map(data::transforms::Normalize<>(0.5, 0.5))
//                      .map(data::transforms::Stack<>());
//   transforms::Lambda<Example<>> twice([](Example<> e) {
//     return Example<>(e.data * 2, e.target); });
#ifndef TESSERA_NN_DATA_TRANSFORMS_H_
#define TESSERA_NN_DATA_TRANSFORMS_H_

#include <functional>
#include <utility>
#include <vector>

#include "tessera/nn/data/example.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/tensor.h"

namespace tessera::data::transforms {

// From a batch to a batch.
template <class InputBatch, class OutputBatch>
class BatchTransform {
 public:
  using InputBatchType = InputBatch;
  using OutputBatchType = OutputBatch;
  virtual ~BatchTransform() = default;
  virtual OutputBatch apply_batch(InputBatch input_batch) = 0;
};

// One example at a time.
template <class Input, class Output>
class Transform
    : public BatchTransform<std::vector<Input>, std::vector<Output>> {
 public:
  using InputType = Input;
  using OutputType = Output;
  virtual Output apply(Input input) = 0;
  std::vector<Output> apply_batch(std::vector<Input> input_batch) override {
    std::vector<Output> output;
    output.reserve(input_batch.size());
    for (Input& input : input_batch) output.push_back(apply(std::move(input)));
    return output;
  }
};

template <class Input, class Output = Input>
class Lambda : public Transform<Input, Output> {
 public:
  using FunctionType = std::function<Output(Input)>;
  explicit Lambda(FunctionType function) : function_(std::move(function)) {}
  Output apply(Input input) override { return function_(std::move(input)); }

 private:
  FunctionType function_;
};

template <class Input, class Output = Input>
class BatchLambda : public BatchTransform<Input, Output> {
 public:
  using FunctionType = std::function<Output(Input)>;
  explicit BatchLambda(FunctionType function)
      : function_(std::move(function)) {}
  Output apply_batch(Input input) override {
    return function_(std::move(input));
  }

 private:
  FunctionType function_;
};

// Of the data alone; the target stays.
template <class Target = Tensor>
class TensorTransform
    : public Transform<Example<Tensor, Target>, Example<Tensor, Target>> {
 public:
  using E = Example<Tensor, Target>;
  virtual Tensor operator()(Tensor input) = 0;
  E apply(E input) override {
    input.data = (*this)(std::move(input.data));
    return input;
  }
};

template <class Target = Tensor>
class TensorLambda : public TensorTransform<Target> {
 public:
  using FunctionType = std::function<Tensor(Tensor)>;
  explicit TensorLambda(FunctionType function)
      : function_(std::move(function)) {}
  Tensor operator()(Tensor input) override {
    return function_(std::move(input));
  }

 private:
  FunctionType function_;
};

// (data - mean) / stddev; several values are those of the channels, the first
// dimension of three.
template <class Target = Tensor>
class Normalize : public TensorTransform<Target> {
 public:
  Normalize(ArrayRef<double> mean, ArrayRef<double> stddev)
      : mean_(Channels(mean)), stddev_(Channels(stddev)) {}
  Tensor operator()(Tensor input) override {
    return input.sub(mean_).div(stddev_);
  }

 private:
  static Tensor Channels(ArrayRef<double> values) {
    return tensor(values, kFloat32)
        .view({static_cast<int64_t>(values.size()), 1, 1});
  }

  Tensor mean_, stddev_;
};

// From a batch of examples to one example.
template <class T, class BatchType = std::vector<T>>
using Collation = BatchTransform<BatchType, T>;

template <class T = Example<>>
struct Stack;

// Data and targets, each along a new first dimension.
template <>
struct Stack<Example<>> : Collation<Example<>> {
  Example<> apply_batch(std::vector<Example<>> examples) override {
    std::vector<Tensor> data, targets;
    data.reserve(examples.size());
    targets.reserve(examples.size());
    for (Example<>& example : examples) {
      data.push_back(std::move(example.data));
      targets.push_back(std::move(example.target));
    }
    return {stack(data), stack(targets)};
  }
};

template <>
struct Stack<TensorExample> : Collation<TensorExample> {
  TensorExample apply_batch(std::vector<TensorExample> examples) override {
    std::vector<Tensor> data;
    data.reserve(examples.size());
    for (TensorExample& example : examples) {
      data.push_back(std::move(example.data));
    }
    return TensorExample(stack(data));
  }
};

}  // namespace tessera::data::transforms

#endif  // TESSERA_NN_DATA_TRANSFORMS_H_
