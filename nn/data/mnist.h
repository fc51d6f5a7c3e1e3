// MNIST: images of handwritten digits, from the four files in which they come.
//
//   auto train = data::datasets::MNIST("./mnist")
//                    .map(data::transforms::Normalize<>(0.1307, 0.3081))
//                    .map(data::transforms::Stack<>());
//   data::datasets::MNIST test("./mnist", data::datasets::MNIST::Mode::kTest);
//   test.get(0).data.sizes();   // [1, 28, 28], float32 from 0 to 1
//
// The folder has train-images-idx3-ubyte, train-labels-idx1-ubyte and the same
// with t10k, as they are or with .gz; nothing is downloaded.
#ifndef TESSERA_NN_DATA_MNIST_H_
#define TESSERA_NN_DATA_MNIST_H_

#include <cstddef>
#include <string>

#include "tessera/nn/data/dataset.h"
#include "tessera/tensor/tensor.h"

namespace tessera::data::datasets {

class MNIST : public Dataset<MNIST> {
 public:
  enum class Mode { kTrain, kTest };

  // FileError for a file that is missing or damaged, ValueError where images
  // are not rows and columns of bytes or labels are not as many.
  explicit MNIST(const std::string& root, Mode mode = Mode::kTrain);
  // IndexError past the end.
  Example<> get(size_t index) override;
  optional<size_t> size() const override;

  bool is_train() const noexcept { return is_train_; }
  // float32 [n, 1, rows, columns] and int64 [n].
  const Tensor& images() const { return images_; }
  const Tensor& targets() const { return targets_; }

 private:
  bool is_train_;
  Tensor images_, targets_;
};

}  // namespace tessera::data::datasets

#endif  // TESSERA_NN_DATA_MNIST_H_
