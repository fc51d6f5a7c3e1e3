// Indices, slices, views and assignment through them.
#include <torch/torch.h>

#include <iostream>
#include <vector>

using namespace torch::indexing;

static void show(const std::string& what, const torch::Tensor& t) {
  std::cout << what << " " << t.sizes() << ":";
  torch::Tensor flat = t.reshape({-1});
  for (int64_t i = 0; i < flat.numel(); i++)
    std::cout << " " << flat[i].item<int64_t>();
  std::cout << "\n";
}

int main() {
  torch::Tensor t = torch::arange(24).view({2, 3, 4});
  show("t[1]", t[1]);
  show("t[1][2]", t[1][2]);
  show("t[-1][0][1]", t[-1][0][1]);
  show("select", t.select(1, 2));
  show("int", t.index({1}));
  show("ints", t.index({1, 0}));
  show("slice", t.index({Slice(), Slice(1, 3)}));
  show("step", t.index({0, Slice(None, None, 2), Slice(1, None)}));
  show("negative", t.index({0, 0, Slice(-3, -1)}));
  show("ellipsis", t.index({"...", 0}));
  show("Ellipsis", t.index({Ellipsis, Slice(0, 1)}));
  show("none", t.index({None, 0, 0}));
  std::vector<TensorIndex> where = {0, Slice(), 3};
  show("vector", t.index(where));

  // By name.
  show("narrow", t.narrow(2, 1, 2).index({0, 0}));
  show("slice op", t.slice(/*dim=*/1, /*start=*/0, /*end=*/3, /*step=*/2));
  show("index_select", t.index_select(2, torch::tensor({3, 0})));
  show("gather", t[0].gather(1, torch::tensor({{0}, {1}, {2}})));
  show("take", t.take(torch::tensor({0, 5, 23})));
  show("diagonal", t[0].diagonal());
  show("unbind", t.unbind(0)[1]);
  show("chunk", t.chunk(2, 2)[1]);
  show("split", t[0].split({1, 2}, 0)[1]);

  // Views write into what they are views of; copies do not.
  torch::Tensor a = torch::zeros({3, 3}, torch::kLong);
  torch::Tensor row = a[1];
  row.fill_(4);
  a[0] = 5;
  a[2][1] = 7;
  a.index({Slice(), 2}) += 10;
  show("assigned", a);
  a[1] -= 1;
  a.index_put_({0, Slice(0, 2)}, -1);
  a.index({2}) = torch::tensor({1, 2, 3});
  a.index({"...", 0}) *= 2;
  show("assigned", a);
  torch::Tensor b = a;          // the same tensor
  torch::Tensor c = a.clone();  // another
  b[0][0] = 100;
  std::cout << a[0][0].item<int64_t>() << " " << c[0][0].item<int64_t>() << " "
            << a.is_same(b) << " " << a.is_same(c) << "\n";
  torch::Tensor d = torch::ones({2}, torch::kLong);
  a = d;  // rebinds: what a was is untouched
  std::cout << a.sizes() << " " << b.sizes() << "\n";

  torch::Tensor scattered = torch::zeros({2, 4}, torch::kLong);
  scattered.scatter_(1, torch::tensor({{1, 3}, {0, 2}}), 9);
  scattered.scatter_add_(1, torch::tensor({{1, 1}, {0, 0}}),
                         torch::ones({2, 2}, torch::kLong));
  show("scatter", scattered);
  scattered.masked_fill_(scattered == 0, -5);
  show("masked_fill", scattered);
  torch::Tensor sums = torch::zeros({3, 2}, torch::kLong);
  sums.index_add_(0, torch::tensor({0, 2, 0}),
                  torch::ones({3, 2}, torch::kLong));
  show("index_add", sums);
  sums.index_copy_(0, torch::tensor({1}), torch::tensor({{8, 9}}));
  show("index_copy", sums);

  torch::Tensor v = torch::arange(6).view({2, 3});
  std::cout << v.t().is_contiguous() << " " << v.t().stride(0) << " "
            << v.permute({1, 0}).sizes() << " " << v.unsqueeze(-1).sizes()
            << " " << v.flatten().sizes() << " "
            << v.view({3, -1}).storage_offset() << " " << v[1].storage_offset()
            << "\n";
  show("contiguous", v.t().contiguous());
  show("expand", torch::tensor({1, 2}).unsqueeze(1).expand({2, 3}));
  show("squeeze", torch::zeros({1, 2, 1}, torch::kLong).squeeze());
  return 0;
}
