// Masks, indices as tensors, and the ops beyond arithmetic.
#include <torch/torch.h>

#include <iostream>
#include <tuple>

using namespace torch::indexing;

static void show(const char* name, const torch::Tensor& t) {
  std::printf("%s %s [", name, torch::toString(t.scalar_type()));
  for (int64_t s : t.sizes()) std::printf(" %d", static_cast<int>(s));
  std::printf(" ]:");
  auto flat = t.to(torch::kDouble).flatten();
  for (int64_t i = 0; i < flat.numel(); i++) {
    std::printf(" %.4g", flat[i].item<double>());
  }
  std::printf("\n");
}

int main() {
  auto t = torch::arange(12).view({3, 4});
  auto mask = t % 3 == 0;
  show("mask", t.index({mask}));
  show("rows by mask", t.index({torch::tensor({true, false, true})}));
  show("rows", t.index({torch::tensor({2, 0, 0})}));
  show("pairs", t.index({torch::tensor({0, 2}), torch::tensor({1, -1})}));
  show("mixed", t.index({Slice(1, None), torch::tensor({3, 0})}));
  show("grid", t.index({torch::tensor({{0}, {2}}), torch::tensor({1, 3})}));
  auto a = t.clone();
  a.index_put_({mask}, -1);
  a.index_put_({a > 8}, 0);
  show("assigned", a);
  a.index_put_({torch::tensor({0, 1}), 2}, 10);
  a.index_put_({torch::tensor({2, 2})}, torch::tensor({1, 2, 3, 4}),
               /*accumulate=*/true);
  show("accumulated", a);
  auto where = torch::where(t > 9);
  show("where", where[1]);
  show("nonzero", (t > 9).nonzero());
  show("masked_select", torch::masked_select(t, mask));

  auto x = torch::tensor({{3.0, 1.0, 2.0}, {0.5, 4.0, 4.0}});
  show("cumsum", x.cumsum(1));
  show("cumprod", torch::cumprod(x, 0));
  show("flip", x.flip({0, 1}));
  show("roll", x.roll(1, 1));
  show("repeat", torch::tensor({1, 2}).repeat({2, 2}));
  show("repeat_interleave", torch::tensor({1, 2}).repeat_interleave(2));
  show("tril", torch::tril(torch::ones({3, 3})));
  show("triu", torch::ones({3, 3}).triu(1));
  show("diag", torch::diag(torch::tensor({1, 2})));
  show("einsum", torch::einsum("ij,kj->ik", {x, x}));
  show("hstack", torch::hstack({x, x}));
  show("vstack", torch::vstack({x, x}));
  show("tensor_split", torch::tensor_split(t, 3, 1)[0]);
  show("diff", x.diff());
  show("logspace", torch::logspace(0, 3, 4));
  show("kthvalue", std::get<0>(x.kthvalue(2, 1)));
  show("mode", std::get<0>(x.mode(1)));
  show("median", x.median());
  auto [variance, mean] = torch::var_mean(x, 1);
  show("var_mean", variance);
  show("mean", mean);
  show("std_mean", std::get<0>(torch::std_mean(x)));
  show("unique", std::get<0>(torch::_unique2(t / 4, true)));
  show("round", torch::round(x * 0.75));
  show("floor", torch::floor(-x / 2));
  show("atan2", torch::atan2(x, x.flip({1})));
  show("fmod", torch::fmod(-x, 2));
  show("lerp", torch::lerp(x, x * 2, 0.5));
  show("addcmul", torch::addcmul(x, x, x, 0.5));
  show("elu", torch::elu(x - 2));
  show("silu", torch::silu(x - 2));
  show("one_hot", torch::one_hot(torch::tensor({2, 0}), 3));
  show("pad", torch::constant_pad_nd(torch::ones({1, 2}), {1, 0, 0, 1}, 7));
  show("smooth_l1", torch::smooth_l1_loss(x, x + 2));
  std::printf("%d %d %d\n", x.equal(x.clone()), x.equal(x + 1),
              torch::allclose(x, x + 1e-9));
  std::fflush(stdout);

  // Gradients go to the places that were read.
  auto w = torch::zeros({3}, torch::requires_grad());
  w.index({torch::tensor({0, 0, 2})}).sum().backward();
  show("w.grad", w.grad());
  auto v = torch::tensor({1.0, -2.0, 3.0}, torch::requires_grad());
  v.masked_select(v > 0).pow(2).sum().backward();
  show("v.grad", v.grad());
  return 0;
}
