// Example: a piece of data and what is to be said about it.
//
//   data::Example<> example{image, label};  // two Tensors
//   example.data;  example.target;
//   data::Example<std::string, int64_t> text{"yes", 1};
//   data::TensorExample alone(image);       // no target
//   alone.data;
#ifndef TESSERA_NN_DATA_EXAMPLE_H_
#define TESSERA_NN_DATA_EXAMPLE_H_

#include <utility>

#include "tessera/tensor/tensor.h"

namespace tessera::data {

template <class Data = Tensor, class Target = Tensor>
struct Example {
  using DataType = Data;
  using TargetType = Target;

  Example() = default;
  Example(Data data, Target target)
      : data(std::move(data)), target(std::move(target)) {}

  Data data;
  Target target;
};

namespace example {
using NoTarget = void;
}  // namespace example

template <class Data>
struct Example<Data, example::NoTarget> {
  using DataType = Data;
  using TargetType = example::NoTarget;

  Example() = default;
  Example(Data data) : data(std::move(data)) {}
  // Where the data is all that there is, it can be used itself.
  operator Data&() { return data; }
  operator const Data&() const { return data; }

  Data data;
};

using TensorExample = Example<Tensor, example::NoTarget>;

}  // namespace tessera::data

#endif  // TESSERA_NN_DATA_EXAMPLE_H_
