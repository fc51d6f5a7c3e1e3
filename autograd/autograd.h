// Gradients by reverse-mode differentiation: grad, backward, anomaly mode.
//
//   Tensor x = tensor({2., 3.}).requires_grad_();
//   Tensor z = (x * x).sum();
//   z.backward();                                  // x.grad(): [4, 6]
//   Tensor g = autograd::grad({(x * x).sum()}, {x}, {}, std::nullopt,
//                             /*create_graph=*/true)[0];
//   Tensor h = autograd::grad({g.sum()}, {x})[0];  // [2, 2]
#ifndef TESSERA_AUTOGRAD_AUTOGRAD_H_
#define TESSERA_AUTOGRAD_AUTOGRAD_H_

#include <optional>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/tensor.h"

namespace tessera::autograd {

// libtorch has these in both namespaces.
using tessera::AutoGradMode;
using tessera::GradMode;
using tessera::Variable;
using tessera::variable_list;

// The gradients of the outputs' sum (weighted by grad_outputs, which may be
// undefined for scalars) by each input; no .grad is touched. retain_graph
// defaults to create_graph. An input that the outputs do not depend on is an
// AutogradError, an undefined tensor under allow_unused, or zeros under
// materialize_grads.
variable_list grad(TensorList outputs, TensorList inputs,
                   TensorList grad_outputs = {},
                   std::optional<bool> retain_graph = std::nullopt,
                   bool create_graph = false, bool allow_unused = false,
                   bool materialize_grads = false);

// Adds the gradients to .grad of the leaves, or only to that of inputs. Under
// create_graph a leaf and its .grad own each other: reset .grad to free them,
// or use grad().
void backward(TensorList tensors, TensorList grad_tensors = {},
              std::optional<bool> retain_graph = std::nullopt,
              bool create_graph = false,
              std::optional<TensorList> inputs = std::nullopt);

// While one is alive in a thread: ops remember where they were called, and a
// backward that gives nan, or throws, says which op it belongs to and where
// that was. Slow. Turning it on warns.
class DetectAnomalyGuard {
 public:
  explicit DetectAnomalyGuard(bool check_nan = true);
  ~DetectAnomalyGuard();
  DetectAnomalyGuard(const DetectAnomalyGuard&) = delete;
  DetectAnomalyGuard& operator=(const DetectAnomalyGuard&) = delete;

 private:
  uint32_t mode_before_;
  bool check_nan_before_;
};

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_AUTOGRAD_H_
