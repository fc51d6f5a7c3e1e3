// All of nn, optim and data, and save and load.
//
//   nn::Sequential net(nn::Linear(2, 8), nn::Tanh(), nn::Linear(8, 1));
//   optim::Adam adam(net->parameters(), 0.01);
//   nn::MSELoss()(net(x), y).backward();
//   adam.step();
//   save(net, "net.safetensors");
#ifndef TESSERA_NN_NN_H_
#define TESSERA_NN_NN_H_

#include "tessera/nn/activation.h"
#include "tessera/nn/any_module.h"
#include "tessera/nn/archive.h"
#include "tessera/nn/arg.h"
#include "tessera/nn/cloneable.h"
#include "tessera/nn/data/data.h"
#include "tessera/nn/dropout.h"
#include "tessera/nn/enums.h"
#include "tessera/nn/functional.h"
#include "tessera/nn/init.h"
#include "tessera/nn/linear.h"
#include "tessera/nn/loss.h"
#include "tessera/nn/module.h"
#include "tessera/nn/module_holder.h"
#include "tessera/nn/module_list.h"
#include "tessera/nn/optim/optim.h"
#include "tessera/nn/options.h"
#include "tessera/nn/ordered_dict.h"
#include "tessera/nn/sequential.h"
#include "tessera/nn/serialize.h"
#include "tessera/nn/utils.h"

#endif  // TESSERA_NN_NN_H_
