// All optimizers and schedulers.
//
//   optim::AdamW optimizer(net->parameters(), 1e-3);
//   optim::CosineAnnealingLR schedule(optimizer, 100);
//   optimizer.step();
//   schedule.step();
#ifndef TESSERA_NN_OPTIM_OPTIM_H_
#define TESSERA_NN_OPTIM_OPTIM_H_

#include "tessera/nn/optim/adam.h"
#include "tessera/nn/optim/lr_scheduler.h"
#include "tessera/nn/optim/optimizer.h"
#include "tessera/nn/optim/rmsprop.h"
#include "tessera/nn/optim/sgd.h"

#endif  // TESSERA_NN_OPTIM_OPTIM_H_
