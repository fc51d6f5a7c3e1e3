// Gradients: leaves, hooks, grad of grad, no_grad and in-place changes.
#include <torch/torch.h>

#include <iostream>
#include <sstream>
#include <string>

using torch::autograd::variable_list;

static std::string text(const torch::Tensor& t) {
  if (!t.defined()) return "undefined";
  std::ostringstream out;
  auto flat = t.detach().reshape({-1});
  for (int64_t i = 0; i < flat.size(0); i++) {
    if (i) out << ", ";
    out << flat[i].item<float>();
  }
  return "[" + out.str() + "]";
}

int main() {
  auto x = torch::ones({2, 2}, torch::requires_grad());
  auto y = x + 2;
  auto z = y * y * 3;
  auto out = z.mean();
  std::cout << (y * y).grad_fn()->name() << " " << out.grad_fn()->name()
            << "\n";
  std::cout << "defined before " << x.grad().defined() << "\n";
  out.backward();
  std::cout << "x.grad " << text(x.grad()) << "\n";
  std::cout << "leaf " << x.is_leaf() << y.is_leaf() << " requires "
            << y.requires_grad() << " fn "
            << (x.grad_fn() == nullptr ? "none" : "some") << "\n";

  // Accumulation, and starting over.
  (x * 2).sum().backward();
  std::cout << "accumulated " << text(x.grad()) << "\n";
  x.mutable_grad().zero_();
  std::cout << "zeroed " << text(x.grad()) << "\n";
  x.mutable_grad().reset();

  // A gradient for an output that is no scalar.
  auto w = torch::tensor({1.0, 2.0, 3.0}, torch::requires_grad());
  (w * w).backward(torch::tensor({1.0, 0.1, 0.01}));
  std::cout << "w.grad " << text(w.grad()) << "\n";

  // Hooks.
  auto v = torch::tensor({1.0, 2.0}, torch::requires_grad());
  int calls = 0;
  unsigned id = v.register_hook([&](torch::Tensor grad) {
    calls++;
    return grad * 10;
  });
  v.register_hook(
      [](torch::Tensor grad) { std::cout << "seen " << text(grad) << "\n"; });
  (v * 3).sum().backward();
  std::cout << "hooked " << text(v.grad()) << " calls " << calls << "\n";
  v.remove_hook(id);
  (v * 3).sum().backward();
  std::cout << "without " << text(v.grad()) << " calls " << calls << "\n";

  // Gradients of what is no leaf.
  auto h = w * 2;
  h.retain_grad();
  h.pow(2).sum().backward();
  std::cout << "h.grad " << text(h.grad()) << "\n";

  // Second derivatives.
  auto a = torch::tensor({2.0}, torch::requires_grad());
  auto b = a * a * a;
  auto first = torch::autograd::grad({b}, {a}, /*grad_outputs=*/{},
                                     /*retain_graph=*/torch::nullopt,
                                     /*create_graph=*/true)[0];
  auto second = torch::autograd::grad({first}, {a}, {},
                                      /*retain_graph=*/true)[0];
  std::cout << "first " << text(first) << " second " << text(second)
            << " a.grad " << text(a.grad()) << "\n";
  auto penalty = (first.norm() - 1).pow(2);
  penalty.backward();
  std::cout << "penalty " << penalty.item<float>() << " " << text(a.grad())
            << "\n";

  // An input that does not take part.
  auto unused = torch::ones({1}, torch::requires_grad());
  variable_list grads =
      torch::autograd::grad({(a * 2).sum()}, {a, unused}, {}, torch::nullopt,
                            false, /*allow_unused=*/true);
  std::cout << "unused " << text(grads[0]) << " " << text(grads[1]) << "\n";

  // The graph is gone after the first time.
  auto once = (a * a).sum();
  once.backward({}, /*retain_graph=*/true);
  once.backward();
  try {
    once.backward();
    std::cout << "no error\n";
  } catch (const c10::Error&) {
    std::cout << "freed\n";
  }

  // Off and on.
  {
    torch::NoGradGuard no_grad;
    std::cout << "no grad " << (a * 2).requires_grad() << " "
              << torch::GradMode::is_enabled() << "\n";
    torch::AutoGradMode enable(true);
    std::cout << "enabled " << (a * 2).requires_grad() << "\n";
  }
  {
    c10::InferenceMode guard;
    std::cout << "inference " << (a * 2).is_inference() << "\n";
  }
  std::cout << "detached " << (a * 2).detach().requires_grad() << "\n";

  // In-place changes count, and spoil what was saved.
  auto c = torch::ones({2}, torch::requires_grad());
  auto d = c * 1;
  auto e = d * d;
  auto before = d._version();
  d.add_(1);
  std::cout << "version +" << d._version() - before << "\n";
  try {
    e.sum().backward();
    std::cout << "no error\n";
  } catch (const c10::Error&) {
    std::cout << "modified\n";
  }
  auto f = c.clone();
  f[0] = 5;
  f.sum().backward();
  std::cout << "c.grad " << text(c.grad()) << "\n";
  return 0;
}
