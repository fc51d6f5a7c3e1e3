// Made by tensor/ops/generate.py from tensor/ops/*.toml; do not edit.
// Every op as a function; //tensor's operators and indexing besides.
//
//   Tensor a = zeros({2, 3});
//   Tensor b = exp(a) + 1;
//   Tensor c = matmul(b, a.t());   // link //ops_cpu:matmul
//   add_out(a, b, b);              // out first
//   c.relu_();
#ifndef TESSERA_TENSOR_OPS_H_
#define TESSERA_TENSOR_OPS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/creation.h"
#include "tessera/tensor/indexing.h"
#include "tessera/tensor/operators.h"
#include "tessera/tensor/ops/ops_activation.h"
#include "tessera/tensor/ops/ops_binary.h"
#include "tessera/tensor/ops/ops_compare.h"
#include "tessera/tensor/ops/ops_copy.h"
#include "tessera/tensor/ops/ops_factory.h"
#include "tessera/tensor/ops/ops_foreach.h"
#include "tessera/tensor/ops/ops_index.h"
#include "tessera/tensor/ops/ops_loss.h"
#include "tessera/tensor/ops/ops_matmul.h"
#include "tessera/tensor/ops/ops_random.h"
#include "tessera/tensor/ops/ops_reduce.h"
#include "tessera/tensor/ops/ops_scan.h"
#include "tessera/tensor/ops/ops_sort.h"
#include "tessera/tensor/ops/ops_ternary.h"
#include "tessera/tensor/ops/ops_unary.h"
#include "tessera/tensor/ops/ops_view.h"
#include "tessera/tensor/overloads.h"
#include "tessera/tensor/tensor.h"

#endif  // TESSERA_TENSOR_OPS_H_
