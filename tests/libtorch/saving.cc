// Saving and loading: tensors, modules, optimisers, archives.
#include <torch/torch.h>

#include <iostream>
#include <sstream>
#include <string>
#include <vector>

struct NetImpl : torch::nn::Module {
  explicit NetImpl(int64_t hidden)
      : fc1(register_module("fc1", torch::nn::Linear(3, hidden))),
        fc2(register_module("fc2", torch::nn::Linear(hidden, 2))) {
    steps = register_buffer("steps", torch::zeros({}, torch::kLong));
  }
  torch::Tensor forward(torch::Tensor x) { return fc2(torch::tanh(fc1(x))); }
  torch::nn::Linear fc1, fc2;
  torch::Tensor steps;
};
TORCH_MODULE(Net);

static void train(Net& net, torch::optim::Optimizer& optimizer, int steps) {
  auto x = torch::linspace(-1, 1, 12).view({4, 3});
  auto y = torch::tensor({0, 1, 1, 0});
  for (int i = 0; i < steps; ++i) {
    optimizer.zero_grad();
    torch::nn::functional::cross_entropy(net->forward(x), y).backward();
    optimizer.step();
    net->steps += 1;
  }
}

static bool same(const Net& a, const Net& b) {
  auto p = a->named_parameters(), q = b->named_parameters();
  bool equal = p.size() == q.size();
  for (auto& item : p)
    equal = equal && (item.value() == q[item.key()]).all().item<bool>();
  return equal;
}

int main() {
  std::cout << std::boolalpha;
  // A tensor, to a file and to a stream.
  auto t = torch::arange(6.).view({2, 3});
  torch::save(t, "tensor.pt");
  torch::Tensor u;
  torch::load(u, "tensor.pt");
  std::cout << t.eq(u).all().item<bool>() << " " << u.sizes() << " "
            << u.dtype() << "\n";
  std::stringstream stream;
  torch::save(t.to(torch::kBFloat16), stream);
  torch::Tensor v;
  torch::load(v, stream);
  std::cout << v.dtype() << " " << v[1][2].item<float>() << "\n";

  std::vector<torch::Tensor> many = {t, torch::ones({1}, torch::kBool)};
  torch::save(many, "many.pt");
  std::vector<torch::Tensor> back;
  torch::load(back, "many.pt");
  std::cout << back.size() << " " << back[1].dtype() << "\n";

  // A checkpoint from which training goes on as if it had never stopped.
  Net net(5);
  torch::optim::Adam adam(net->parameters(), 0.01);
  train(net, adam, 3);
  torch::save(net, "net.pt");
  torch::save(adam, "adam.pt");
  Net restored(5);
  torch::optim::Adam again(restored->parameters(), 0.5);
  std::cout << "before " << same(net, restored);
  torch::load(restored, "net.pt");
  torch::load(again, "adam.pt");
  std::cout << " after " << same(net, restored) << " steps "
            << restored->steps.item<int64_t>() << "\n";
  train(net, adam, 2);
  train(restored, again, 2);
  std::cout << "continued " << same(net, restored) << " lr "
            << static_cast<torch::optim::AdamOptions&>(
                   again.param_groups()[0].options())
                   .lr()
            << " requires_grad " << restored->fc1->weight.requires_grad()
            << "\n";

  // By hand.
  torch::serialize::OutputArchive archive;
  net->save(archive);
  archive.write("epoch", c10::IValue(7));
  archive.write("rate", c10::IValue(0.25));
  archive.write("extra", torch::ones({2}));
  torch::serialize::OutputArchive inner;
  inner.write("x", torch::full({1}, 3.0));
  archive.write("inner", inner);
  archive.save_to("all.pt");

  torch::serialize::InputArchive input;
  input.load_from("all.pt");
  Net third(5);
  third->load(input);
  c10::IValue epoch, rate;
  input.read("epoch", epoch);
  input.read("rate", rate);
  torch::Tensor extra, missing;
  input.read("extra", extra);
  torch::serialize::InputArchive nested;
  input.read("inner", nested);
  torch::Tensor x;
  nested.read("x", x);
  std::cout << same(net, third) << " " << epoch.toInt() << " "
            << rate.toDouble() << " " << extra.sum().item<float>() << " "
            << x.item<float>() << " " << input.try_read("missing", missing)
            << "\n";

  // What does not fit is an error.
  torch::nn::Linear other(3, 5);
  auto before = other->weight.clone();
  try {
    torch::load(other, "net.pt");
    std::cout << "loaded\n";
  } catch (const c10::Error&) {
    std::cout << "other names " << (other->weight == before).all().item<bool>()
              << "\n";
  }
  try {
    torch::load(u, "there_is_no_such_file.pt");
    std::cout << "loaded\n";
  } catch (const c10::Error&) {
    std::cout << "no file\n";
  }
  return 0;
}
