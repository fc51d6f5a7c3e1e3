// Training: XOR by a multi-layer perceptron and Adam.
#include "tessera/nn/nn.h"
#include "tessera/tensor/ops.h"

int main() {
  using namespace tessera;
  manual_seed(0);
  nn::Sequential model(nn::Linear(2, 8), nn::Tanh(), nn::Linear(8, 1));
  optim::Adam adam(model->parameters(), optim::AdamOptions(0.05));
  const Tensor x = tensor({{0., 0.}, {0., 1.}, {1., 0.}, {1., 1.}});
  const Tensor y = tensor({{0.}, {1.}, {1.}, {0.}});
  Tensor loss;
  for (int i = 0; i < 500; ++i) {
    adam.zero_grad();
    loss = mse_loss(model->forward(x), y);
    loss.backward();
    adam.step();
  }
  return loss.item<float>() < 1e-3 ? 0 : 1;
}
