// Everything that a program written for libtorch includes by torch/torch.h:
// tensors and ops, autograd, nn, optim, data, saving and loading.
//
//   #include "tessera/tessera.h"
//   using namespace tessera;
//   nn::Linear fc(3, 2);
//   Tensor y = fc->forward(ones({4, 3}));
//
// The target //:tessera links every gradient and every CPU kernel. Not here:
// file formats (tessera/interop), gradcheck, conversions to std::complex.
#ifndef TESSERA_TESSERA_H_
#define TESSERA_TESSERA_H_

// Programs written for libtorch often leave these to its header.
#include <cmath>
#include <iostream>
#include <sstream>

#include "tessera/autograd/autograd.h"
#include "tessera/autograd/function.h"
#include "tessera/base/array_ref_io.h"
#include "tessera/base/check.h"
#include "tessera/base/cpp17.h"
#include "tessera/base/stream_str.h"
#include "tessera/dtype/dispatch.h"
#include "tessera/dtype/dtype_io.h"
#include "tessera/dtype/limits.h"
#include "tessera/dtype/promotion.h"
#include "tessera/nn/data/mnist.h"
#include "tessera/nn/nn.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/tensor/accessor.h"
#include "tessera/tensor/cuda.h"
#include "tessera/tensor/ivalue.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/print.h"
#include "tessera/tensor/result_type.h"

#endif  // TESSERA_TESSERA_H_
