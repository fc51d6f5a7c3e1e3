// Ops with gradients of one's own.
#include <torch/torch.h>

#include <iostream>
#include <vector>

using namespace torch::autograd;

// y = x w^T + b, as in the documentation.
class LinearFunction : public Function<LinearFunction> {
 public:
  static torch::Tensor forward(AutogradContext* ctx, torch::Tensor input,
                               torch::Tensor weight,
                               torch::Tensor bias = torch::Tensor()) {
    ctx->save_for_backward({input, weight, bias});
    auto output = input.mm(weight.t());
    if (bias.defined()) {
      output += bias.unsqueeze(0).expand_as(output);
    }
    return output;
  }

  static tensor_list backward(AutogradContext* ctx, tensor_list grad_outputs) {
    auto saved = ctx->get_saved_variables();
    auto input = saved[0];
    auto weight = saved[1];
    auto bias = saved[2];
    auto grad_output = grad_outputs[0];
    auto grad_input = grad_output.mm(weight);
    auto grad_weight = grad_output.t().mm(input);
    auto grad_bias = torch::Tensor();
    if (bias.defined()) grad_bias = grad_output.sum(0);
    return {grad_input, grad_weight, grad_bias};
  }
};

struct MulConstant : public Function<MulConstant> {
  static torch::Tensor forward(AutogradContext* ctx, torch::Tensor tensor,
                               double constant) {
    ctx->saved_data["constant"] = constant;
    ctx->saved_data["times"] = 2;
    ctx->saved_data["flag"] = true;
    ctx->saved_data["sizes"] = tensor.sizes();
    ctx->saved_data["like"] = tensor.detach();
    return tensor * constant;
  }
  static tensor_list backward(AutogradContext* ctx, tensor_list grad_outputs) {
    std::cout << "times " << ctx->saved_data["times"].toInt() << " flag "
              << ctx->saved_data["flag"].toBool() << " sizes "
              << ctx->saved_data["sizes"].toIntVector().size() << " like "
              << ctx->saved_data["like"].toTensor().numel() << "\n";
    return {grad_outputs[0] * ctx->saved_data["constant"].toDouble(),
            torch::Tensor()};
  }
};

// Two results, of which one has no gradient.
struct Split : public Function<Split> {
  static variable_list forward(AutogradContext* ctx, Variable x) {
    auto sign = x.sign();
    ctx->mark_non_differentiable({sign});
    ctx->save_for_backward({sign});
    ctx->set_materialize_grads(false);
    return {x.abs(), sign};
  }
  static variable_list backward(AutogradContext* ctx, variable_list grads) {
    std::cout << "grads " << grads[0].defined() << grads[1].defined() << "\n";
    return {grads[0] * ctx->get_saved_variables()[0]};
  }
};

// Changes its input in place.
struct Double : public Function<Double> {
  static Variable forward(AutogradContext* ctx, Variable x) {
    x.mul_(2);
    ctx->mark_dirty({x});
    return x;
  }
  static variable_list backward(AutogradContext*, variable_list grads) {
    return {grads[0] * 2};
  }
};

static void print(const char* name, const torch::Tensor& t) {
  std::cout << name << " " << t.sizes() << ":";
  auto flat = t.detach().contiguous().view(-1);
  for (int64_t i = 0; i < flat.numel(); ++i) {
    std::cout << " " << flat[i].item<float>();
  }
  std::cout << "\n";
}

int main() {
  auto x = torch::arange(6.).view({2, 3}).requires_grad_();
  auto weight = torch::ones({4, 3}).requires_grad_();
  auto bias = torch::arange(4.).requires_grad_();
  auto y = LinearFunction::apply(x, weight, bias);
  y.sum().backward();
  print("y", y);
  print("x.grad", x.grad());
  print("weight.grad", weight.grad());
  print("bias.grad", bias.grad());
  std::cout << (y.grad_fn() != nullptr) << y.requires_grad() << "\n";

  auto a = torch::ones({2}, torch::requires_grad());
  auto b = MulConstant::apply(a, 5.5);
  b.sum().backward();
  print("a.grad", a.grad());

  auto c = torch::tensor({-1., 2.}, torch::requires_grad());
  auto parts = Split::apply(c);
  std::cout << parts[0].requires_grad() << parts[1].requires_grad() << "\n";
  (parts[0] * 3).sum().backward();
  print("c.grad", c.grad());

  auto d = torch::ones({2}, torch::requires_grad());
  auto e = d * 1;
  auto f = Double::apply(e);
  std::cout << e.is_same(f) << "\n";
  f.sum().backward();
  print("d.grad", d.grad());

  torch::NoGradGuard guard;
  std::cout << MulConstant::apply(a, 2.0).requires_grad() << "\n";
  return 0;
}
