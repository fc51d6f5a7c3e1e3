#include "tessera/nn/module.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "tessera/nn/any_module.h"
#include "tessera/nn/archive.h"
#include "tessera/nn/cloneable.h"
#include "tessera/nn/linear.h"
#include "tessera/nn/module_holder.h"
#include "tessera/nn/module_list.h"
#include "tessera/nn/sequential.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using Names = std::vector<std::string>;

template <class T>
std::string Text(const T& value) {
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

struct BlockImpl : nn::Cloneable<BlockImpl> {
  explicit BlockImpl(int64_t n) : n(n) { reset(); }
  void reset() override {
    fc = register_module("fc", nn::Linear(n, n));
    scale = register_parameter("scale", ones({n}));
    count = register_buffer("count", zeros({}, kInt64));
  }
  Tensor forward(const Tensor& x) { return fc(x) * scale; }
  int64_t n;
  nn::Linear fc{nullptr};
  Tensor scale, count;
};
TESSERA_MODULE(Block);

struct Net : nn::Module {
  Net() {
    first = register_module("first", Block(2));
    bias = register_parameter("bias", zeros({2}));
    fixed = register_parameter("fixed", zeros({1}), /*requires_grad=*/false);
    mean = register_buffer("mean", zeros({2}));
  }
  Tensor forward(const Tensor& x) { return first(x) + bias; }
  Block first{nullptr};
  Tensor bias, fixed, mean;
};

TEST(ModuleTest, M02_NamesInOrder) {
  Net net;
  EXPECT_EQ(net.named_parameters().keys(),
            (Names{"bias", "fixed", "first.scale", "first.fc.weight",
                   "first.fc.bias"}));
  EXPECT_EQ(net.named_parameters(false).keys(), (Names{"bias", "fixed"}));
  EXPECT_EQ(net.named_buffers().keys(), (Names{"mean", "first.count"}));
  EXPECT_EQ(net.parameters().size(), 5u);
  EXPECT_TRUE(net.bias.requires_grad());
  EXPECT_FALSE(net.fixed.requires_grad());
  EXPECT_TRUE(net.parameters()[0].is_same(net.bias));
  EXPECT_EQ(net.state_dict().keys(),
            (Names{"bias", "fixed", "mean", "first.scale", "first.count",
                   "first.fc.weight", "first.fc.bias"}));
  EXPECT_EQ(net.named_children().keys(), (Names{"first"}));
  auto shared = std::make_shared<Net>();
  EXPECT_EQ(shared->named_modules("net").keys(),
            (Names{"net", "net.first", "net.first.fc"}));
  EXPECT_EQ(shared->modules(false).size(), 2u);
  EXPECT_EQ(net.modules(false).size(), 2u);
  ExpectError<ValueError>([&] { net.modules(); }, {"shared_ptr", "Net"});
}

TEST(ModuleTest, M02_TiedTensorsCountOnce) {
  nn::Sequential net(nn::Linear(2, 2), nn::Linear(2, 2));
  nn::Module& tied = *net;
  Tensor weight = net->at<nn::LinearImpl>(0).weight;
  tied.register_parameter("weight", weight);
  EXPECT_EQ(net->named_parameters().keys(),
            (Names{"weight", "0.bias", "1.weight", "1.bias"}));
  EXPECT_EQ(net->state_dict().size(), 5u);
}

TEST(ModuleTest, M02_TrainEvalApply) {
  auto net = std::make_shared<Net>();
  EXPECT_TRUE(net->is_training());
  net->eval();
  EXPECT_FALSE(net->first->fc->is_training());
  net->train();
  EXPECT_TRUE(net->first->fc->is_training());
  Names seen;
  net->apply([&](nn::Module& m) { seen.push_back(m.name()); });
  net->apply(
      [&](const std::string& name, nn::Module&) { seen.push_back(name); });
  net->apply([&](const std::shared_ptr<nn::Module>& m) {
    seen.push_back(m->as<nn::Linear>() ? "linear" : "other");
  });
  EXPECT_EQ(seen.size(), 9u);
  EXPECT_EQ(seen[2], "torch::nn::LinearImpl");
  EXPECT_EQ(Names(seen.begin() + 3, seen.end()),
            (Names{"", "first", "first.fc", "other", "other", "linear"}));
}

TEST(ModuleTest, M02_ToKeepsIdentity) {
  Net net;
  const Tensor weight = net.first->fc->weight;
  net.to(kFloat64);
  EXPECT_EQ(weight.scalar_type(), kFloat64);
  EXPECT_TRUE(weight.requires_grad());
  EXPECT_EQ(net.mean.scalar_type(), kFloat64);
  // As in libtorch; the Python module leaves integers alone.
  EXPECT_EQ(net.first->count.scalar_type(), kFloat64);
  net.to(kCPU, kFloat32);
  EXPECT_EQ(weight.scalar_type(), kFloat32);
  ExpectError<DTypeError>([&] { net.to(kInt64); }, {"parameter bias", "int64"});
  EXPECT_EQ(weight.scalar_type(), kFloat32);
  EXPECT_THROW(net.to(Device("cuda:7")), DeviceError);
}

TEST(ModuleTest, M02_StateDictSharesMemory) {
  Net net;
  const OrderedDict<std::string, Tensor> dict = net.state_dict();
  dict["bias"].fill_(3);
  EXPECT_EQ(net.bias[0].item<float>(), 3);
  EXPECT_FALSE(dict["bias"].requires_grad());
}

TEST(ModuleTest, M02b_BadNames) {
  Net net;
  ExpectError<ValueError>([&] { net.register_parameter("a.b", ones({1})); },
                          {"a.b", "dot"});
  ExpectError<ValueError>([&] { net.register_parameter("", ones({1})); },
                          {"empty"});
  ExpectError<ValueError>([&] { net.register_parameter("bias", ones({1})); },
                          {"'bias'", "already defined"});
  ExpectError<ValueError>([&] { net.register_buffer("bias", ones({1})); },
                          {"'bias'"});
  ExpectError<ValueError>([&] { net.register_buffer("x.y", ones({1})); },
                          {"x.y"});
  ExpectError<ValueError>(
      [&] { net.register_module("first", nn::Linear(1, 1)); }, {"'first'"});
  ExpectError<ValueError>(
      [&] { net.register_module("none", nn::Linear(nullptr)); }, {"empty"});
  ExpectError<ValueError>([&] { net.unregister_module("none"); }, {"'none'"});
  EXPECT_EQ(net.named_parameters(false).size(), 2u);
  nn::Linear empty{nullptr};
  EXPECT_TRUE(empty.is_empty());
  EXPECT_FALSE(empty);
  ExpectError<ValueError>([&] { empty->forward(ones({1})); }, {"empty"});
}

TEST(ModuleTest, M02_ReplaceAndUnregister) {
  Net net;
  net.first = net.replace_module("first", Block(3));
  EXPECT_EQ(net.named_parameters()["first.scale"].size(0), 3);
  net.unregister_module("first");
  EXPECT_EQ(net.parameters().size(), 2u);
}

TEST(ModuleTest, M03_LoadStateDict) {
  Net a, b;
  a.bias.detach().fill_(2);
  a.first->count.fill_(7);
  OrderedDict<std::string, Tensor> dict = a.state_dict();
  dict["bias"] = dict["bias"].to(kFloat64);  // converted on the way
  const Tensor bias = b.bias;
  const auto keys = b.load_state_dict(dict);
  EXPECT_EQ(Text(keys), "<All keys matched successfully>");
  EXPECT_EQ(bias[1].item<float>(), 2);
  EXPECT_EQ(bias.scalar_type(), kFloat32);
  EXPECT_EQ(b.first->count.item<int64_t>(), 7);
  dict.erase("mean");
  dict.insert("more", ones({1}));
  const auto some = b.load_state_dict(dict, /*strict=*/false);
  EXPECT_EQ(some.missing_keys, Names{"mean"});
  EXPECT_EQ(some.unexpected_keys, Names{"more"});
}

TEST(ModuleTest, M03b_AllProblemsInOneMessage) {
  nn::Sequential net(nn::Linear(3, 4), nn::Linear(4, 2));
  OrderedDict<std::string, Tensor> dict = net->state_dict();
  for (auto& item : dict) item.value() = item->clone().fill_(9);
  dict["0.weight"] = zeros({3, 5});
  dict.erase("1.bias");
  dict.insert("extra", ones({1}));
  ExpectError<ValueError>(
      [&] { net->load_state_dict(dict); },
      {"Error(s) in loading state_dict for Sequential:",
       "Missing key(s) in state_dict: \"1.bias\"",
       "Unexpected key(s) in state_dict: \"extra\"",
       "size mismatch for 0.weight: copying a param with shape "
       "torch.Size([3, 5]) from checkpoint, the shape in current model is "
       "torch.Size([4, 3])"});
  ExpectError<ValueError>([&] { net->load_state_dict(dict, false); },
                          {"size mismatch for 0.weight"});
  EXPECT_NE(net->at<nn::LinearImpl>(0).bias[0].item<float>(), 9);
  EXPECT_NE(net->at<nn::LinearImpl>(1).weight[0][0].item<float>(), 9);
}

TEST(ModuleTest, M03c_Sequential) {
  nn::Sequential net({{"in", nn::Linear(2, 3)}, {"id", nn::Identity()}});
  net->push_back(nn::Flatten());
  net->push_back("last", std::make_shared<BlockImpl>(3));
  nn::Sequential outer(net, nn::IdentityImpl());
  EXPECT_EQ(net->size(), 4u);
  EXPECT_EQ(net[0]->as<nn::Linear>()->options.out_features(), 3);
  EXPECT_EQ(net[1]->as<nn::Linear>(), nullptr);
  EXPECT_EQ(net->at<BlockImpl>(3).n, 3);
  EXPECT_EQ(net->ptr<nn::FlattenImpl>(2), net->ptr(2));
  EXPECT_EQ(outer->named_parameters().keys()[0], "0.in.weight");
  ExpectError<IndexError>([&] { net[4]; }, {"4"});
  ExpectError<TypeError>([&] { net->at<BlockImpl>(0); }, {"Linear"});
  ExpectError<ValueError>([&] { nn::Sequential()->forward(ones({1})); },
                          {"empty"});
  size_t n = 0;
  for (const auto& item : *net) n += item.ptr() != nullptr;
  EXPECT_EQ(n, 4u);
  nn::Sequential more;
  more->extend(*net);
  EXPECT_EQ(more->size(), 4u);
  EXPECT_EQ(more->ptr(0), net->ptr(0));
}

struct Two : nn::Module {
  double forward(int a, double b) { return a + b; }
};

TEST(ModuleTest, M03c_SequentialOfAnyArguments) {
  struct Half : nn::Module {
    Tensor forward(double x) { return full({2}, x / 2); }
  };
  nn::Sequential net(std::make_shared<Two>(), std::make_shared<Half>(),
                     nn::Identity());
  EXPECT_EQ((net->forward<Tensor>(1, 2.0)[1].item<double>()), 1.5);
  EXPECT_EQ(net->forward(2, 2.0)[0].item<double>(), 2);
  EXPECT_EQ(nn::Sequential(std::make_shared<Two>())->forward<double>(1, 2.5),
            3.5);
  ExpectError<TypeError>([&] { net->forward(1.0, 2.0); }, {"argument #0"});
  ExpectError<TypeError>([&] { net->forward<double>(1, 2.0); }, {"Identity"});
  ExpectError<TypeError>([&] { net->forward(ones({1})); }, {"expected 2"});
  ExpectError<TypeError>(
      [&] { nn::Sequential(nn::Identity())->forward(ones({1}), 1); },
      {"expected 1"});
  ExpectError<ValueError>([&] { nn::Sequential()->forward<int>(1); },
                          {"empty"});
  auto copy = nn::Sequential(nn::Identity(), nn::Flatten())->clone();
  EXPECT_EQ(copy->children().size(), 2u);
  // A holder or a reference.
  nn::AnyModule any(nn::Linear(3, 4));
  EXPECT_EQ(any.get<nn::Linear>()->options.in_features(), 3);
  EXPECT_EQ(any.get<nn::LinearImpl>().options.in_features(), 3);
  ExpectError<TypeError>([&] { any.get<nn::Flatten>(); }, {"Linear"});
}

TEST(ModuleTest, M03c_ListsAndDicts) {
  nn::ModuleList list(nn::Linear(1, 2), nn::Linear(2, 3));
  list->insert(1, nn::Identity());
  EXPECT_EQ(list->named_parameters().keys(),
            (Names{"0.weight", "0.bias", "2.weight", "2.bias"}));
  EXPECT_EQ(list[1]->as<nn::Linear>(), nullptr);
  EXPECT_EQ(list->at<nn::LinearImpl>(2).options.out_features(), 3);
  ExpectError<IndexError>([&] { list[3]; }, {"3"});
  ExpectError<IndexError>([&] { list->insert(5, nn::Identity()); }, {"5"});
  EXPECT_EQ(list->size(), 3u);
  auto copy = std::dynamic_pointer_cast<nn::ModuleListImpl>(list->clone());
  EXPECT_EQ(copy->size(), 3u);
  EXPECT_NE(copy->ptr(0), list->ptr(0));
  EXPECT_EQ(Text(nn::ModuleList(nn::Linear(1, 1))),
            "torch::nn::ModuleList(\n"
            "  (0): torch::nn::Linear(in_features=1, out_features=1, "
            "bias=true)\n)");
  nn::ModuleDict dict;
  dict->insert("b", nn::Linear(1, 1));
  dict->insert("a", nn::Identity());
  dict->insert("b", nn::Linear(2, 2));
  EXPECT_EQ(dict->keys(), (Names{"b", "a"}));
  EXPECT_EQ(dict->at<nn::LinearImpl>("b").options.in_features(), 2);
  ExpectError<ValueError>([&] { dict["c"]; }, {"'c'"});
  EXPECT_EQ(dict->pop("b")->name(), "torch::nn::LinearImpl");
  EXPECT_EQ(dict->size(), 1u);
}

TEST(ModuleTest, AnyModuleAndFunctional) {
  nn::AnyModule two(std::make_shared<Two>());
  EXPECT_EQ(two.forward<double>(1, 2.5), 3.5);
  ExpectError<TypeError>([&] { two.forward<double>(1); },
                         {"2 arguments", "got 1"});
  ExpectError<TypeError>([&] { two.forward<double>(1, 2); }, {"argument #1"});
  ExpectError<TypeError>([&] { two.forward<int>(1, 2.); }, {"result"});
  ExpectError<ValueError>([&] { nn::AnyModule().forward<int>(); }, {"empty"});
  nn::AnyModule identity{nn::Identity()};
  const Tensor x = ones({2});
  EXPECT_TRUE(identity.forward(x).is_same(x));
  identity.get<nn::IdentityImpl>();
  ExpectError<TypeError>([&] { identity.get<Two>(); }, {"Identity"});
  nn::Sequential net(
      nn::Functional([](const Tensor& t) { return t + 1; }),
      nn::Functional([](const Tensor& t, double f) { return t * f; }, 3.0));
  EXPECT_EQ(net->forward(x)[0].item<double>(), 6);
  EXPECT_EQ(Text(nn::Functional([](Tensor t) { return t; })),
            "torch::nn::Functional()");
}

TEST(ModuleTest, M12_PrintedTree) {
  nn::Sequential net(nn::Linear(4, 8),
                     nn::Linear(nn::LinearOptions(8, 1).bias(false)));
  EXPECT_EQ(Text(nn::Linear(4, 8)),
            "torch::nn::Linear(in_features=4, out_features=8, bias=true)");
  EXPECT_EQ(Text(net),
            "torch::nn::Sequential(\n"
            "  (0): torch::nn::Linear(in_features=4, out_features=8, "
            "bias=true)\n"
            "  (1): torch::nn::Linear(in_features=8, out_features=1, "
            "bias=false)\n"
            ")");
  EXPECT_EQ(Text(Net()),
            "tessera::(anonymous namespace)::Net(\n"
            "  (first): tessera::(anonymous namespace)::BlockImpl(\n"
            "    (fc): torch::nn::Linear(in_features=2, out_features=2, "
            "bias=true)\n"
            "  )\n"
            ")");
  EXPECT_EQ(Text(nn::Flatten()), "torch::nn::Flatten(start_dim=1, end_dim=-1)");
  std::ostringstream stream;
  stream << nn::Linear(1, 1) << true;
  EXPECT_EQ(stream.str().back(), '1');  // no boolalpha left behind
}

TEST(ModuleTest, CloneSharesNothing) {
  nn::Sequential net(Block(2), nn::Linear(2, 2));
  net->at<BlockImpl>(0).count.fill_(5);
  net[1]->eval();
  auto copy = std::dynamic_pointer_cast<nn::SequentialImpl>(net->clone());
  ASSERT_NE(copy, nullptr);
  const auto a = net->named_parameters(), b = copy->named_parameters();
  ASSERT_EQ(a.keys(), b.keys());
  for (size_t i = 0; i < a.size(); ++i) {
    EXPECT_FALSE(a[i]->is_alias_of(b[i].value())) << a[i].key();
    EXPECT_TRUE(b[i]->requires_grad());
    EXPECT_EQ(a[i]->flatten()[0].item<float>(),
              b[i]->flatten()[0].item<float>());
  }
  EXPECT_EQ(copy->at<BlockImpl>(0).count.item<int64_t>(), 5);
  EXPECT_TRUE(copy->at<BlockImpl>(0).fc->weight.is_same(b["0.fc.weight"]));
  EXPECT_FALSE(copy->ptr(1)->is_training());
  ExpectError<NotImplementedError>([&] { Net().clone(); },
                                   {"Cloneable", "Net"});

  struct Late : nn::Cloneable<Late> {
    Late() { register_parameter("p", ones({1})); }
    void reset() override {}
  };
  ExpectError<ValueError>([&] { Late().clone(); },
                          {"reset()", "register_parameter"});
}

TEST(ModuleTest, ArchivesInMemory) {
  Net a, b;
  a.bias.detach().fill_(4);
  serialize::OutputArchive out, part;
  a.save(part);
  out.write("model", part);
  out.write("epoch", 3);
  out.write("rate", 0.5);
  out.write("name", "x");
  ExpectError<ValueError>([&] { out.write("epoch", 4); }, {"epoch"});
  serialize::InputArchive in(out.entries()), model;
  EXPECT_EQ(in.keys(), (Names{"model", "epoch", "rate", "name"}));
  in.read("model", model);
  b.load(model);
  EXPECT_EQ(b.bias[0].item<float>(), 4);
  int64_t epoch = 0;
  double rate = 0;
  in.read("epoch", epoch);
  in("rate", rate);
  EXPECT_EQ(epoch, 3);
  EXPECT_EQ(rate, 0.5);
  ExpectError<TypeError>([&] { in.read("name", rate); }, {"a string"});
  ExpectError<ValueError>([&] { in.read("none", rate); }, {"'none'"});
  EXPECT_FALSE(in.try_read("none", rate));
}

TEST(ModuleTest, M03b_ArchiveThatDoesNotFit) {
  Net a;
  nn::Linear other(5, 2);
  serialize::OutputArchive out;
  other->save(out);
  serialize::InputArchive in(out.entries());
  a.bias.detach().fill_(4);
  ExpectError<ValueError>([&] { a.load(in); }, {"Missing key(s)", "\"mean\"",
                                                "\"first.fc.weight\"", "Net"});
  EXPECT_EQ(a.bias[0].item<float>(), 4);
  nn::Linear narrow(4, 2);
  const float before = narrow->bias[0].item<float>();
  ExpectError<ValueError>([&] { narrow->load(in); },
                          {"size mismatch for weight", "[2, 5]", "[2, 4]"});
  EXPECT_EQ(narrow->bias[0].item<float>(), before);
}

}  // namespace
}  // namespace tessera
