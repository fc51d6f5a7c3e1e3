#include "tessera/nn/data/mnist.h"

#include <fstream>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/interop/idx.h"
#include "tessera/tensor/ops.h"

namespace tessera::data::datasets {
namespace {

// As it is, or compressed.
std::string Find(const std::string& root, const std::string& name) {
  const std::string path = root + "/" + name;
  return std::ifstream(path).good() ? path : path + ".gz";
}

}  // namespace

MNIST::MNIST(const std::string& root, Mode mode)
    : is_train_(mode == Mode::kTrain) {
  const std::string part = is_train_ ? "train" : "t10k";
  IdxArray images = ReadIdx(Find(root, part + "-images-idx3-ubyte"));
  IdxArray labels = ReadIdx(Find(root, part + "-labels-idx1-ubyte"));
  if (images.dtype != kUInt8 || images.shape.size() != 3 ||
      labels.dtype != kUInt8 || labels.shape.size() != 1 ||
      images.shape[0] != labels.shape[0]) {
    throw ValueError(
        "MNIST",
        Str("expected images of uint8 [n, rows, columns] and as "
            "many labels of uint8 [n], got ",
            name(images.dtype), " ", IntArrayRef(images.shape), " and ",
            name(labels.dtype), " ", IntArrayRef(labels.shape), " in ", root));
  }
  const int64_t n = images.shape[0];
  images_ = from_blob(images.bytes.data(),
                      {n, 1, images.shape[1], images.shape[2]}, kUInt8)
                .to(kFloat32)
                .div_(255);
  targets_ = from_blob(labels.bytes.data(), {n}, kUInt8).to(kInt64);
}

Example<> MNIST::get(size_t index) {
  if (index >= *size()) {
    throw IndexError("MNIST", Str("index ", index, " is out of range for ",
                                  *size(), " examples"));
  }
  const auto i = static_cast<int64_t>(index);
  return {images_.select(0, i), targets_.select(0, i)};
}

optional<size_t> MNIST::size() const {
  return static_cast<size_t>(images_.size(0));
}

}  // namespace tessera::data::datasets
