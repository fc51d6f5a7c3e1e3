// Views and writes in place: how a tensor that was written gets a new place in
// the graph. For the engine's interface; users just write `b[1] = w * 3`.
//
//   Tensor old = InplaceBegin("mul_", y);        // y's value before, linked
//   InplaceFinish("mul_", y, mul(old, w));       // y is now mul's output
//   // y a view: its base gets a CopySlices node, and all views of that base
//   // find their new nodes when they are used next (GradientNode).
#ifndef TESSERA_AUTOGRAD_REBASE_H_
#define TESSERA_AUTOGRAD_REBASE_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera::autograd {

// AutogradError for views that cannot be written with recording on: one of
// several outputs of an op, or made under no_grad (features.md A-14).
void CheckViewWritable(const char* op, const Tensor& self);
Tensor InplaceBegin(const char* op, const Tensor& self);
void InplaceFinish(const char* op, const Tensor& self, Tensor&& result);
void InplaceView(const char* op, const Tensor& self, Tensor&& view);
// Makes self, whose memory holds the result's value already, the output of
// result's node.
void Rebase(const Tensor& self, const Tensor& result);

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_REBASE_H_
