#include "tessera/nn/data/data_loader.h"

#include "tessera/base/error.h"

namespace tessera::data::detail {

void ThrowBatchSize() {
  throw ValueError("DataLoader", "expected batch_size of 1 or more, got 0");
}

void ThrowUnknownSize() {
  throw ValueError("DataLoader",
                   "expected a data set with a known size, got one without; "
                   "pass a sampler");
}

}  // namespace tessera::data::detail
