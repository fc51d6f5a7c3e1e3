// Anomaly mode's share of the engine: a node is run with its outcome checked.
//
//   autograd::DetectAnomalyGuard guard;    // a user, in autograd/autograd.h
//   BackwardWithAnomaly(node, grads, out); // the engine, while one is alive
#ifndef TESSERA_AUTOGRAD_ANOMALY_H_
#define TESSERA_AUTOGRAD_ANOMALY_H_

#include "tessera/autograd/node.h"
#include "tessera/base/cpp17.h"

namespace tessera::autograd {

// AutogradError for a gradient with nan, naming the node and where it was
// made; what the node itself throws is told on stderr with the same.
void BackwardWithAnomaly(Node* node, const Tensor* grads, Tensor* out);

}  // namespace tessera::autograd

#endif  // TESSERA_AUTOGRAD_ANOMALY_H_
