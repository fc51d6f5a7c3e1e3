// Arithmetic, broadcasting, promotion and reductions.
#include <torch/torch.h>

#include <cmath>
#include <iomanip>
#include <iostream>
#include <tuple>

void Print(const char* name, const torch::Tensor& t) {
  std::cout << std::left << std::setw(14) << name << t.scalar_type() << " "
            << t.sizes();
  auto flat = t.to(torch::kDouble).flatten();
  std::cout << std::fixed << std::setprecision(4);
  for (int64_t i = 0; i < flat.numel(); ++i) {
    std::cout << ' ' << flat[i].item<double>();
  }
  std::cout << std::defaultfloat << '\n';
}

int main() {
  auto a = torch::tensor({{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}});
  auto row = torch::tensor({10.0, 20.0, 30.0});
  auto column = torch::tensor({{100.0}, {200.0}});
  Print("a + row", a + row);
  Print("a + column", a + column);
  Print("row * column", row * column);
  Print("2 * a - 1", 2 * a - 1);
  Print("1 / a", 1 / a);
  Print("-a % 4", -a % 4);
  Print("a > 2.5", a > 2.5);
  Print("both", (a > 1) & (a < 5));
  Print("not", ~(a > 1));
  auto b = a.clone();
  b += row;
  b *= 0.5;
  b /= 2;
  b -= column;
  Print("in place", b);
  b.add_(1).mul_(2).clamp_(-100, 100);
  Print("chained", b);

  auto i = torch::arange(6).view({2, 3});
  Print("int / 2", i / 2);
  Print("int * 2", i * 2);
  Print("int + 1.5", i + 1.5);
  Print("int + float", i + a);
  Print("bool sum", (i > 2).sum());
  Print("int8 + int", torch::ones({1}, torch::kInt8) + 300);
  Print("half + 1.5", torch::ones({1}, torch::kHalf) + 1.5);
  Print("div floor", torch::div(i - 3, 2, "floor"));
  Print("pow", torch::pow(a, 2));
  Print("sqrt exp log", a.sqrt().exp().log());
  Print("sin", torch::sin(a));
  Print("where", torch::where(a > 3, a, torch::zeros_like(a)));
  Print("clamp", torch::clamp(a, 2, 5));
  Print("maximum", torch::maximum(a, row / 10));

  Print("sum", a.sum());
  Print("sum 0", a.sum(0));
  Print("sum keepdim", a.sum({1}, /*keepdim=*/true));
  Print("sum dtype", a.sum(torch::kDouble));
  Print("mean", a.mean(1));
  Print("mean all", a.mean({0, 1}));
  Print("prod", a.prod(1));
  Print("std", a.std());
  Print("std 0", a.std(0, /*unbiased=*/false, /*keepdim=*/true));
  Print("var", a.var(false));
  Print("norm", a.norm());
  Print("norm 1", a.norm(1, 1));
  Print("max", a.max());
  auto [values, indices] = a.max(1);
  Print("values", values);
  Print("indices", indices);
  auto smallest = torch::min(a, 0, true);
  Print("min", std::get<0>(smallest));
  Print("argmin", std::get<1>(smallest));
  Print("argmax", a.argmax());
  Print("argmax 1", a.argmax(1, true));
  std::cout << a.any().item<bool>() << (a > 1).all().item<bool>() << '\n';
  Print("logsumexp", a.logsumexp(1));
  Print("softmax", torch::softmax(a, 1));
  Print("amax", a.amax({0}));

  Print("cat", torch::cat({a, a}, 1));
  Print("stack", torch::stack({row, row}));
  auto sorted = torch::tensor({3., 1., 2.}).sort();
  Print("sorted", std::get<0>(sorted));
  auto [top, at] = a.topk(2, 1);
  Print("top", top);
  Print("at", at);
  Print("argsort", torch::argsort(-row));
  auto grid = torch::meshgrid({torch::arange(2), torch::arange(3)}, "ij");
  Print("meshgrid", grid[1]);

  Print("matmul", torch::matmul(a, a.t()));
  Print("mm", a.mm(torch::ones({3, 2})));
  Print("mv", a.mv(row));
  Print("dot", torch::dot(row, row));
  Print("bmm", torch::bmm(torch::ones({2, 1, 3}), torch::ones({2, 3, 1})));
  Print("outer", torch::outer(row, torch::tensor({1., 2.})));
  std::cout << (a + row).eq(row + a).all().item<bool>() << ' '
            << torch::isnan(torch::tensor(NAN)).item<bool>() << '\n';
  return 0;
}
