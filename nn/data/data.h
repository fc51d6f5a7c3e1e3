// All of data loading.
//
//   data::datasets::TensorBatchDataset train(x, y);
//   auto loader = data::make_data_loader(train, 64);
//   for (auto& batch : *loader) Use(batch.data, batch.target);
#ifndef TESSERA_NN_DATA_DATA_H_
#define TESSERA_NN_DATA_DATA_H_

#include "tessera/nn/data/data_loader.h"
#include "tessera/nn/data/dataset.h"
#include "tessera/nn/data/example.h"
#include "tessera/nn/data/sampler.h"
#include "tessera/nn/data/tensor_dataset.h"
#include "tessera/nn/data/transforms.h"

namespace tessera::data {

using datasets::BatchDataset;
using datasets::Dataset;

}  // namespace tessera::data

#endif  // TESSERA_NN_DATA_DATA_H_
