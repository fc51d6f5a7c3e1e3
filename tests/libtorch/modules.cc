// Modules inside modules: lists, dictionaries, cloning, any module.
#include <torch/torch.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace nn = torch::nn;

struct BlockImpl : nn::Cloneable<BlockImpl> {
  explicit BlockImpl(int64_t width) : width(width) { reset(); }
  void reset() override {
    fc = register_module("fc", nn::Linear(width, width));
    gain = register_parameter("gain", torch::ones({1}));
  }
  torch::Tensor forward(torch::Tensor x) {
    return x + gain * torch::tanh(fc(x));
  }
  void pretty_print(std::ostream& stream) const override {
    stream << "Block(" << width << ")";
  }
  int64_t width;
  nn::Linear fc{nullptr};
  torch::Tensor gain;
};
TORCH_MODULE(Block);

struct TowerImpl : nn::Module {
  TowerImpl() : nn::Module("Tower") {
    for (int i = 0; i < 2; i++) blocks->push_back(Block(3));
    register_module("blocks", blocks);
    torch::OrderedDict<std::string, std::shared_ptr<nn::Module>> each = {
        {"small", nn::Linear(3, 1).ptr()}, {"large", nn::Linear(3, 5).ptr()}};
    heads = register_module("heads", nn::ModuleDict(each));
  }
  torch::Tensor forward(torch::Tensor x, const std::string& head) {
    for (auto& block : *blocks) x = block->as<Block>()->forward(x);
    return heads[head]->as<nn::Linear>()->forward(x);
  }
  nn::ModuleList blocks;
  nn::ModuleDict heads{nullptr};
};
TORCH_MODULE(Tower);

struct Pair : nn::Module {
  int64_t forward(torch::Tensor a, int64_t b) { return a.numel() * b; }
};

int main() {
  std::cout << std::boolalpha;
  Tower tower;
  std::cout << tower << "\n" << tower->name() << "\n";
  std::cout << tower->forward(torch::ones({2, 3}), "large").sizes() << " "
            << tower->blocks->size() << " " << tower->heads->contains("small")
            << tower->heads->contains("none") << "\n";
  for (auto& item : tower->named_modules()) {
    std::cout << "'" << item.key() << "' ";
  }
  std::cout << tower->modules(/*include_self=*/false).size() << "\n";
  for (auto& item : tower->named_parameters()) {
    std::cout << item.key() << " " << item.value().sizes() << "\n";
  }
  tower->apply([](const std::string& name, nn::Module& module) {
    if (module.as<nn::Linear>()) std::cout << name << "; ";
  });
  std::cout << tower->children().size() << tower->parameters(false).size()
            << "\n";

  // Clones share nothing, holders everything.
  Block block(2);
  Block alias = block;
  auto copy = std::dynamic_pointer_cast<BlockImpl>(block->clone());
  {
    torch::NoGradGuard no_grad;
    block->gain.fill_(7);
  }
  std::cout << alias->gain.item<float>() << " " << copy->gain.item<float>()
            << " " << (alias.get() == block.get()) << " " << block.is_empty()
            << Block(nullptr).is_empty() << " " << static_cast<bool>(block)
            << "\n";
  Block shared(std::make_shared<BlockImpl>(4));
  std::cout << shared->width << " " << shared.ptr()->fc->options.in_features()
            << " " << shared(torch::zeros({1, 4})).sizes() << "\n";

  // Lists and dictionaries.
  nn::ModuleList list(nn::Linear(1, 2), nn::ReLU());
  list->insert(1, nn::Linear(2, 3));
  list->extend(*nn::ModuleList(nn::Tanh()));
  std::cout << list << "\n"
            << list->at<nn::LinearImpl>(1).options.out_features() << " "
            << list[3]->name() << "\n";
  std::vector<std::pair<std::string, std::shared_ptr<nn::Module>>> named = {
      {"b", nn::Identity().ptr()}, {"c", nn::Flatten().ptr()}};
  nn::ModuleDict dict(named);
  dict->update(std::vector<std::pair<std::string, std::shared_ptr<nn::Module>>>{
      {"a", nn::Linear(1, 1).ptr()}});
  for (auto& key : dict->keys()) std::cout << key << " ";
  std::cout << dict->pop("a")->name() << " " << dict->size() << dict->empty()
            << "\n";

  // Modules without a common forward.
  nn::AnyModule any(nn::Linear(3, 4));
  torch::Tensor y = any.forward(torch::ones({2, 3}));
  nn::AnyModule pair(std::make_shared<Pair>());
  std::cout << y.sizes() << " "
            << pair.forward<int64_t>(torch::ones({5}), int64_t{3}) << " "
            << any.get<nn::Linear>()->options.in_features() << " "
            << nn::AnyModule().is_empty() << "\n";
  nn::Sequential mixed(nn::Linear(2, 2), nn::Functional(torch::relu),
                       nn::Functional([](torch::Tensor t) { return t.sum(); }));
  std::cout << mixed->forward(torch::ones({1, 2})).dim() << " " << mixed->size()
            << "\n";
  nn::Sequential counted(std::make_shared<Pair>());
  std::cout << counted->forward<int64_t>(torch::ones({2, 2}), int64_t{4})
            << "\n";

  // Changing what is registered.
  struct Open : nn::Module {
    Open() { register_module("x", nn::Linear(1, 1)); }
  } open;
  auto replaced = open.replace_module("x", nn::Linear(2, 2));
  std::cout << open.parameters()[0].sizes() << " "
            << replaced->options.in_features() << " ";
  open.unregister_module("x");
  std::cout << open.children().size() << "\n";

  torch::OrderedDict<std::string, int> order;
  order.insert("one", 1);
  order.insert("two", 2);
  std::cout << order.size() << order["two"] << order[0].key()
            << *order.find("one") << (order.find("no") == nullptr)
            << order.contains("two") << order.keys().back()
            << order.values().front() << order.is_empty() << "\n";

  // What prints how.
  std::cout << nn::GELU() << " " << nn::LeakyReLU() << " "
            << nn::ELU(nn::ELUOptions().alpha(2)) << " " << nn::Softplus()
            << " " << nn::Hardtanh() << " " << nn::LogSoftmax(1) << " "
            << nn::PReLU() << " " << nn::SiLU() << " " << nn::Mish() << " "
            << nn::CELU() << " " << nn::SELU() << " " << nn::ReLU6() << " "
            << nn::LogSigmoid() << " " << nn::Sigmoid() << " " << nn::ReLU()
            << " " << nn::Flatten() << " " << nn::Identity() << " "
            << nn::Dropout(nn::DropoutOptions(0.2).inplace(true)) << "\n";
  std::cout << nn::L1Loss() << " " << nn::MSELoss() << " " << nn::BCELoss()
            << " " << nn::BCEWithLogitsLoss() << " " << nn::KLDivLoss() << " "
            << nn::NLLLoss() << " " << nn::SmoothL1Loss() << " "
            << nn::HuberLoss() << "\n";
  std::cout << nn::PReLU()->forward(torch::tensor({-4.0})).item<float>() << " "
            << nn::Hardtanh()(torch::tensor({3.0})).item<float>() << "\n";
  return 0;
}
