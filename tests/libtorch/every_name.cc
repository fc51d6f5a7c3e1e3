// Every name and form that libtorch's programs are known to use, section by
// section: it compiles with libtorch 2.15 and here, and that is the test. What
// the names do is for the programs beside it. names.cc's are not repeated.
#include <torch/torch.h>

#include <chrono>
#include <functional>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace nn = torch::nn;
namespace F = torch::nn::functional;
namespace optim = torch::optim;
namespace data = torch::data;
using torch::IntArrayRef;
using torch::Tensor;
using Tensors = std::vector<Tensor>;

// The expression has this type, but for const and references.
#define IS(type, ...)                                                 \
  static_assert(                                                      \
      std::is_same<std::decay_t<decltype(__VA_ARGS__)>, type>::value, \
      #__VA_ARGS__)

// ---- 1. Types and constants ----

void types_and_constants() {
  using torch::kCPU;
  static_assert(std::is_same<torch::Dtype, torch::ScalarType>::value, "");
  torch::Device cpu(kCPU), second(torch::kCUDA, 1), by_name("cuda:1");
  IS(torch::DeviceType, cpu.type());
  static_assert(sizeof(cpu.index()) == 1, "an int8_t");
  IS(bool, cpu.is_cpu() && cpu.is_cuda() && cpu.has_index());
  IS(std::string, cpu.str());
  IS(bool, second == by_name);
  torch::optional<int64_t> none = torch::nullopt;
  none = torch::make_optional<int64_t>(3);
  torch::Generator generator;
  torch::Storage storage = torch::ones({1}).storage();
  IS(torch::ScalarType, torch::promote_types(torch::kInt, torch::kFloat));
  Tensor t;
  torch::Scalar s = 2;
  IS(torch::ScalarType, torch::result_type(t, t));
  IS(torch::ScalarType, torch::result_type(t, s));
  IS(torch::ScalarType, torch::result_type(s, t));
  IS(torch::ScalarType, torch::result_type(s, s));
  IS(bool, torch::can_cast(torch::kInt, torch::kFloat));
  IS(bool, torch::isIntegralType(torch::kInt, /*includeBool=*/true));
  IS(bool, torch::isFloatingType(torch::kInt));
  IS(size_t, torch::elementSize(torch::kInt));
  IS(bool, t.dtype() == torch::kFloat);
  IS(bool, t.dtype() != torch::kFloat);
  IS(bool, t.scalar_type() == torch::kFloat);
  torch::ScalarType type = t.dtype().toScalarType();
  std::cout << t.dtype() << type << t.sizes() << cpu << t.layout();
  torch::Scalar numbers[] = {
      1, 2L, 3.f, 4., true, int8_t{5}, torch::Half(6.f), uint8_t{7}};
  IS(int, numbers[0].to<int>());
  IS(int, numbers[0].toInt());
  IS(int64_t, numbers[0].toLong());
  IS(float, numbers[0].toFloat());
  IS(double, numbers[0].toDouble());
  IS(bool, numbers[0].toBool());
  IS(bool, numbers[0].isFloatingPoint());
  IS(bool, numbers[0].isIntegral(/*includeBool=*/false));
  IS(bool, numbers[0].isBoolean());
  IS(torch::ScalarType, numbers[0].type());
  auto o = torch::TensorOptions()
               .dtype(torch::kDouble)
               .device(kCPU)
               .device(torch::kCUDA, 1)
               .layout(torch::kStrided)
               .requires_grad(true)
               .pinned_memory(true);
  o = torch::dtype(torch::kInt).requires_grad(false);
  o = torch::device(kCPU).dtype(torch::kInt);
  o = torch::requires_grad().dtype(torch::kDouble);
  o = torch::layout(torch::kStrided);
  IS(torch::Device, o.device());
  IS(torch::Layout, o.layout());
  IS(bool, o.requires_grad());
  IS(bool, o.pinned_memory());
  torch::zeros({2}, torch::kLong);
  torch::zeros({2}, cpu);
  torch::zeros({2}, kCPU);
}

// ---- 2. Factories ----

void factories(const Tensor& t, void* memory, torch::Generator generator) {
  auto o = torch::dtype(torch::kFloat);
  torch::zeros({2}, o), torch::ones({2}, o), torch::empty({2}, o);
  torch::rand({2}, o), torch::randn({2}, o);
  torch::full({2}, 7), torch::full({2}, 1.5, o);
  torch::eye(3), torch::eye(3, 4, o);
  torch::arange(5), torch::arange(1, 5), torch::arange(0., 1., .25, o);
  torch::linspace(0, 1, 5), torch::linspace(0, 1, 5, o);
  torch::logspace(0, 1, 5), torch::logspace(0, 1, 5, 2., o);
  torch::randint(5, {2}), torch::randint(1, 5, {2}, o);
  torch::randperm(5), torch::randperm(5, o);
  torch::scalar_tensor(3), torch::scalar_tensor(3, o);
  torch::zeros_like(t), torch::ones_like(t, o), torch::empty_like(t, o);
  torch::full_like(t, 3, o), torch::rand_like(t), torch::randn_like(t, o);
  torch::randint_like(t, 5), torch::randint_like(t, 1, 5);
  torch::zeros_like(t, at::MemoryFormat::Contiguous);
  t.new_zeros({2}), t.new_ones({2}, o), t.new_empty({2});
  t.new_full({2}, 3, o);
  torch::tensor(3), torch::tensor(1.5, o), torch::tensor(true);
  torch::tensor({1, 2}), torch::tensor({1., 2.}, o);
  torch::tensor({true, false}), torch::tensor({{{1.f}, {2.f}}});
  torch::tensor(std::vector<double>{1, 2});
  torch::tensor(torch::ArrayRef<int>({1, 2}));
  torch::from_blob(memory, {2}), torch::from_blob(memory, {2}, o);
  torch::from_blob(memory, {2}, {1}, o);
  torch::from_blob(
      memory, {2}, [](void*) {}, o);
  torch::from_blob(memory, {2}, std::function<void(void*)>());
  torch::from_blob(
      memory, {2}, {1}, [](void*) {}, o);
  torch::manual_seed(1), torch::cuda::manual_seed(1);
  torch::rand({2}, generator), torch::rand({2}, generator, o);
  torch::randn({2}, generator, o), torch::randperm(5, generator);
  torch::randint(5, {2}, generator), torch::randint(1, 5, {2}, generator, o);
  torch::ones({4}), torch::ones(3), torch::ones({});
}

// ---- 3. Tensor members ----

void members(const Tensor& t, const Tensor& u) {
  IS(IntArrayRef, t.sizes());
  IS(IntArrayRef, t.strides());
  IS(int64_t, t.size(0) + t.stride(0) + t.dim() + t.numel());
  IS(size_t, t.nbytes() + t.element_size());
  IS(torch::ScalarType, t.scalar_type());
  IS(torch::Device, t.device());
  IS(torch::Layout, t.layout());
  IS(torch::TensorOptions, t.options());
  IS(int64_t, t.storage_offset());
  IS(bool, t.is_contiguous() && t.is_cuda() && t.is_cpu());
  IS(bool, t.is_floating_point() && t.defined() && t.is_leaf());
  IS(bool, t.requires_grad() && t.is_same(u) && t.is_inference());
  IS(bool, t.is_nonzero());
  IS(size_t, t.use_count());
  t.get_device();
  IS(float, t.item<float>());
  IS(torch::Scalar, t.item());
  IS(void*, t.data_ptr());
  IS(float*, t.data_ptr<float>());
  IS(float*, t.mutable_data_ptr<float>());
  IS(const float*, t.const_data_ptr<float>());
  auto a = t.accessor<float, 2>();
  using Accessor = torch::TensorAccessor<float, 2>;
  IS(Accessor, a);
  IS(int64_t, a.size(0) + a.stride(0));
  IS(IntArrayRef, a.sizes());
  IS(IntArrayRef, a.strides());
  IS(float*, a.data());
  using Row = torch::TensorAccessor<float, 1>;
  IS(Row, a[0]);
  IS(float, a[0][0]);
  t.print();
  Tensor gone = t;
  gone.reset();
  t.to(torch::kDouble), t.to(torch::kDouble, false, true);
  t.to(torch::kCPU), t.to(torch::Device("cpu"), true);
  t.to(t.options()), t.to(u), t.to(torch::kCPU, torch::kDouble);
  t.toType(torch::kDouble), t.type_as(u), t.cpu(), t.cuda(), t.clone();
  t.contiguous(), t.detach(), gone.detach_(), t.data();
  gone.set_data(u);
  // Arithmetic with tensors and numbers on both sides.
  t + u, t + 1, 1 + t, t - u, t - 1, 1 - t, t *u, t * 2, 2 * t;
  t / u, t / 2, 1 / t, t % u, t % 2, -t, ~t;
  t == u, t == 1, t != u, t != 1, t < u, t < 1, t <= u, t <= 1;
  t > u, t > 1, t >= u, t >= 1, 1 < t;
  t &u, t | u, t ^ u, t[0], t[u];
  Tensor w = t;
  w += u, w += 1, w -= u, w -= 1, w *= u, w *= 2, w /= u, w /= 2;
  w.add_(u), w.mul_(2), w.relu_(), w.zero_(), w.fill_(3), w.copy_(u);
  w[0] = 5, w[1] = u, w.index({0}) = 5, w.index({0}) = u;
  w[0] -= 0.5, w.index({0}) += 1, w.index({0}) *= u, w[0] /= 2;
  using Two = std::tuple<Tensor, Tensor>;
  auto [values, indices] = t.max(1, /*keepdim=*/true);
  IS(Tensor, values + indices);
  IS(Tensor, std::get<0>(t.min(1)));
  IS(Two, t.min(1));
  IS(Two, t.sort());
  IS(Two, t.sort(1, /*descending=*/true));
  IS(Two, t.topk(2));
  IS(Two, t.topk(2, 1, false, true));
  IS(Two, t.median(1));
  IS(Two, t.kthvalue(1));
  IS(Two, t.mode(1));
  IS(Two, torch::var_mean(t, 1));
  IS(Two, torch::std_mean(t, 1));
  IS(Two, t.aminmax());
  IS(Two, torch::aminmax(t, 1, true));
  IS(Tensors, t.split(2));
  IS(Tensors, t.split({1, 2}, 0));
  IS(Tensors, t.split_with_sizes({1, 2}, 0));
  IS(Tensors, t.chunk(2, 0));
  IS(Tensors, t.unbind(0));
  IS(Tensors, t.tensor_split(2, 0));
  IS(Tensors, torch::meshgrid({t, u}));
  IS(Tensors, torch::meshgrid({t, u}, "ij"));
  IS(Tensors, torch::where(t));
  IS(Tensors, torch::broadcast_tensors({t, u}));
  t.sum(), t.sum(0), t.sum({0, 1}, true), t.sum(0, false, torch::kDouble);
  t.mean(), t.mean(0), t.mean({0, 1}, true), t.mean(1, false, torch::kDouble);
  t.sum(torch::kDouble), t.prod(), t.prod(0, true), t.amax(), t.amin({0, 1});
  t.any(), t.all(), t.any(0), t.all(0, true), t.logsumexp(0);
  t.argmax(), t.argmax(1), t.argmin(1, true), t.max(), t.min(), t.max(u);
  t.std(), t.std(false), t.std(0, true, true), t.var(0, true);
  t.norm(), t.norm(2), t.norm(1, 0), t.cumsum(0), t.cumprod(1);
}

void functions(const Tensor& t, const Tensor& u) {
  torch::cat({t, u}), torch::cat({t, u}, 1), torch::cat(Tensors{t}, 0);
  torch::stack({t, u}), torch::stack(Tensors{t}, 1);
  torch::where(t > 0, t, u), torch::where(t > 0, t, 0);
  torch::where(t > 0, 1, u), torch::where(t > 0, 1, 0);
  IS(bool, torch::allclose(t, u));
  IS(bool, torch::allclose(t, u, 1e-3, 1e-5));
  IS(bool, torch::equal(t, u));
  torch::dropout(t, 0.5, true), torch::linear(t, u), torch::linear(t, u, u);
  torch::mse_loss(t, u), torch::mse_loss(t, u, torch::Reduction::None);
  torch::nll_loss(t, u), torch::nll_loss(t, u, {}, torch::Reduction::Mean);
  torch::cross_entropy_loss(t, u);
  torch::cross_entropy_loss(t, u, u, torch::Reduction::Sum, -100, 0.1);
  Tensor out;
  torch::add_out(out, t, u), torch::sum_out(out, t, 0);
  torch::matmul_out(out, t, u), torch::exp_out(out, t);
  torch::matmul(t, u), torch::mm(t, u), torch::bmm(t, u), torch::mv(t, u);
  torch::dot(t, u), torch::outer(t, u), torch::addmm(t, t, u);
  torch::einsum("ij,jk->ik", {t, u}), torch::softmax(t, 1);
  torch::log_softmax(t, 1), torch::relu(t), torch::sigmoid(t), torch::tanh(t);
  torch::exp(t), torch::log(t), torch::sqrt(t), torch::abs(t), torch::pow(t, 2);
  torch::pow(2, t), torch::clamp(t, 0, 1), torch::clamp_min(t, 0);
  torch::clamp_max(t, 1), torch::maximum(t, u), torch::minimum(t, u);
  torch::max(t), torch::max(t, 1), torch::max(t, u), torch::argmax(t, 1);
  torch::sum(t), torch::sum(t, {0}), torch::mean(t, {0}, true);
  torch::std(t, 0), torch::var(t, 1, true), torch::norm(t), torch::norm(t, 1);
  torch::sort(t), torch::argsort(t, 0, true), torch::topk(t, 2);
  torch::unique_consecutive(t), torch::_unique2(t), torch::bincount(t);
  torch::nonzero(t), torch::masked_select(t, t > 0), torch::gather(t, 0, u);
  torch::index_select(t, 0, u), torch::one_hot(t, 3), torch::isnan(t);
  torch::transpose(t, 0, 1), torch::flatten(t, 1), torch::reshape(t, {-1});
  torch::squeeze(t), torch::squeeze(t, 0), torch::unsqueeze(t, 0);
  torch::flip(t, {0}), torch::roll(t, 1, 0), torch::tril(t), torch::triu(t, 1);
  torch::diag(t), torch::repeat_interleave(t, 2), torch::tile(t, {2, 2});
  torch::cumsum(t, 0), torch::lerp(t, u, 0.5), torch::addcmul(t, t, u, 0.5);
  torch::multinomial(t, 2, true), torch::bernoulli(t),
      torch::normal(0., 1., {2});
}

// ---- 4. Indexing ----

void index_forms(Tensor t, const Tensor& i, const Tensor& mask) {
  using namespace torch::indexing;
  Slice slices[] = {Slice(),        Slice(1),       Slice(1, 3),
                    Slice(1, 3, 2), Slice(None, 3), Slice(1, None, 2)};
  torch::indexing::TensorIndex items[] = {0,    true,     slices[0], i,
                                          None, Ellipsis, "..."};
  t.index({Slice(), 0}), t.index({"...", -1}), t.index({None, Ellipsis});
  t.index({i, Slice(1)}), t.index({mask}), t.index({true});
  t.index(std::vector<TensorIndex>{Slice(), i});
  t.index_put_({Slice(), 0}, 3), t.index_put_({i}, t), t.index_put_({mask}, 0);
  t.index_put_(std::vector<TensorIndex>{i}, t);
  t.index_put_({i, i}, t, /*accumulate=*/true);
  t.select(0, 1), t.slice(0), t.slice(0, 1, 3), t.slice(1, 0, 3, 2);
  t.slice(0, torch::nullopt, 3), t.narrow(0, 1, 2), t.index_select(0, i);
  t.gather(0, i), t.scatter_(0, i, t), t.scatter_(0, i, 1);
  t.scatter_add_(0, i, t), t.take(i), t.masked_fill_(mask, 0);
  t.masked_fill(mask, 0), t.index_add_(0, i, t), t.index_copy_(0, i, t);
  t.diagonal(), t.diagonal(1, 0, 1);
}

// ---- 5. Autograd ----

struct Scale : torch::autograd::Function<Scale> {
  static Tensor forward(torch::autograd::AutogradContext* ctx, Tensor x,
                        double factor, const std::vector<int64_t>& list) {
    ctx->save_for_backward({x, Tensor()});
    ctx->saved_data["d"] = factor;
    ctx->saved_data["i"] = 3;
    ctx->saved_data["b"] = true;
    ctx->saved_data["t"] = x;
    ctx->saved_data["l"] = list;
    ctx->mark_non_differentiable({});
    ctx->set_materialize_grads(false);
    return x * factor;
  }
  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext* ctx,
      torch::autograd::variable_list grads) {
    IS(torch::autograd::variable_list, ctx->get_saved_variables());
    IS(double, ctx->saved_data["d"].toDouble());
    IS(int64_t, ctx->saved_data["i"].toInt());
    IS(bool, ctx->saved_data["b"].toBool());
    IS(Tensor, ctx->saved_data["t"].toTensor());
    IS(std::vector<int64_t>, ctx->saved_data["l"].toIntVector());
    IS(bool, ctx->needs_input_grad(0));
    return {grads[0], Tensor(), Tensor()};
  }
};
struct Dirty : torch::autograd::Function<Dirty> {
  static torch::autograd::variable_list forward(
      torch::autograd::AutogradContext* ctx, Tensor x) {
    ctx->mark_dirty({x});
    return {x};
  }
  static torch::autograd::variable_list backward(
      torch::autograd::AutogradContext*, torch::autograd::variable_list grads) {
    return grads;
  }
};

void autograd(Tensor t) {
  t.backward(), t.backward({}, true), t.backward(t, true, true);
  t.backward({}, torch::nullopt, false, Tensors{t});
  IS(Tensor, t.grad());
  t.mutable_grad() = t;
  t.requires_grad_(), t.requires_grad_(false), t.set_requires_grad(true);
  t.retain_grad();
  IS(std::string, t.grad_fn()->name());
  auto id = t.register_hook([](Tensor grad) { return grad * 2; });
  id = t.register_hook([](const Tensor& grad) { grad.print(); });
  t.remove_hook(id);
  t.detach();
  IS(int64_t, int64_t{t._version()});
  using torch::autograd::variable_list;
  static_assert(std::is_same<variable_list, Tensors>::value, "");
  static_assert(std::is_same<torch::autograd::Variable, Tensor>::value, "");
  IS(variable_list, torch::autograd::grad({t}, {t}));
  torch::autograd::grad({t}, {t}, {}, torch::nullopt, true, true);
  torch::autograd::grad({t}, {t}, {t}, /*retain_graph=*/true);
  torch::autograd::backward({t}), torch::autograd::backward({t}, {t}, true);
  torch::autograd::backward({t}, {}, torch::nullopt, false, {t});
  IS(Tensor, Scale::apply(t, 2., std::vector<int64_t>{1}));
  IS(variable_list, Dirty::apply(t));
  torch::NoGradGuard no_grad;
  torch::AutoGradMode mode(true);
  torch::GradMode::set_enabled(torch::GradMode::is_enabled());
  torch::InferenceMode inference, off(false);
  torch::autograd::DetectAnomalyGuard anomaly;
}

// ---- 6. nn ----

struct BlockImpl : nn::Cloneable<BlockImpl> {
  BlockImpl() { reset(); }
  explicit BlockImpl(int64_t n) : n(n) { reset(); }
  void reset() override {
    fc = register_module("fc", nn::Linear(n, n));
    shared = register_module("shared", std::make_shared<nn::ReLUImpl>());
    Tensor& w = register_parameter("w", torch::ones({n}));
    register_parameter("fixed", torch::ones({n}), /*requires_grad=*/false);
    Tensor& b = register_buffer("b", torch::zeros({n}));
    weight = w, buffer = b;
  }
  Tensor forward(const Tensor& x) { return shared->forward(fc(x)) + weight; }
  int64_t n = 2;
  nn::Linear fc{nullptr};
  std::shared_ptr<nn::ReLUImpl> shared;
  Tensor weight, buffer;
};
TORCH_MODULE(Block);

struct ByValue : nn::Module {
  ByValue() : nn::Module("by_value") {
    fc = register_module("fc", nn::Linear(1, 1));
    replace_module("fc", fc);
    unregister_module("fc");
  }
  nn::Linear fc{nullptr};
};

void holders() {
  Block made, empty{nullptr}, with(3), of(std::make_shared<BlockImpl>(3));
  Tensor x;
  made->forward(x), (*made).forward(x), made(x);
  IS(BlockImpl*, made.get());
  IS(std::shared_ptr<BlockImpl>, made.ptr());
  IS(bool, made.is_empty());
  if (made) return;
  static_assert(std::is_base_of<nn::ModuleHolder<BlockImpl>, Block>::value, "");
  static_assert(std::is_same<Block::Impl, BlockImpl>::value, "");
  ByValue value;
  auto pointer = std::make_shared<ByValue>();
}

void module_members(Block m, torch::serialize::OutputArchive& out,
                    torch::serialize::InputArchive& in) {
  IS(Tensors, m->parameters());
  IS(Tensors, m->parameters(/*recurse=*/false));
  IS(Tensors, m->buffers());
  using Named = torch::OrderedDict<std::string, Tensor>;
  IS(Named, m->named_parameters());
  IS(Named, m->named_parameters(false));
  IS(Named, m->named_buffers());
  using Modules = std::vector<std::shared_ptr<nn::Module>>;
  IS(Modules, m->modules());
  IS(Modules, m->modules(/*include_self=*/false));
  IS(Modules, m->children());
  m->named_modules(), m->named_modules("prefix"), m->named_children();
  m->train(), m->train(false), m->eval();
  IS(bool, m->is_training() && m->is_serializable());
  m->to(torch::kCPU), m->to(torch::kDouble, /*non_blocking=*/true);
  m->to(torch::Device("cpu"), torch::kDouble), m->zero_grad();
  m->zero_grad(false);
  m->apply([](nn::Module& module) { module.eval(); });
  m->apply([](const std::string&, nn::Module& module) { module.eval(); });
  IS(std::shared_ptr<nn::Module>, m->clone());
  m->clone(torch::Device("cpu"));
  IS(std::string, m->name());
  m->save(out), m->load(in), m->pretty_print(std::cout);
  IS(nn::LinearImpl*, m->as<nn::Linear>());
  IS(nn::LinearImpl*, m->children()[0]->as<nn::LinearImpl>());
  std::cout << m << *m;
  Named dict;
  for (auto& item : m->named_parameters()) {
    IS(std::string, item.key());
    IS(Tensor, item.value());
  }
  dict.insert("a", Tensor());
  IS(Tensor, dict["a"]);
  IS(std::string, dict[0].key());
  IS(Tensor*, dict.find("a"));
  IS(bool, dict.contains("a") && dict.is_empty());
  IS(std::vector<std::string>, dict.keys());
  IS(Tensors, dict.values());
  dict.pairs(), dict.size();
}

void containers(const Tensor& x) {
  nn::Sequential seq(nn::Linear(1, 2), nn::ReLU(),
                     std::make_shared<nn::TanhImpl>(),
                     nn::Functional(torch::relu));
  nn::Sequential named({{"a", nn::Linear(1, 2)}, {"b", nn::ReLU()}});
  seq->push_back(nn::ReLU()), seq->push_back("n", nn::ReLU());
  seq->push_back(std::make_shared<nn::ReLUImpl>());
  seq->forward(x), seq->forward<Tensor>(x);
  IS(size_t, seq->size());
  IS(std::shared_ptr<nn::Module>, seq[0]);
  IS(nn::LinearImpl, seq->at<nn::LinearImpl>(0));
  IS(std::shared_ptr<nn::Module>, seq->ptr(0));
  IS(std::shared_ptr<nn::LinearImpl>, seq->ptr<nn::LinearImpl>(0));
  seq[0]->as<nn::Linear>();
  for (auto& module : *seq) module.ptr();
  seq->extend(*named);
  IS(bool, seq->is_empty());
  nn::ModuleList list(nn::Linear(1, 2), nn::ReLU());
  list->push_back(nn::ReLU()), list->insert(0, nn::ReLU());
  list->extend(*nn::ModuleList());
  for (const auto& module : *list) module->name();
  list[0]->as<nn::Linear>(), list->at<nn::LinearImpl>(0), list->size();
  list->ptr(0), list->ptr<nn::LinearImpl>(0), list->is_empty();
  std::vector<std::pair<std::string, std::shared_ptr<nn::Module>>> items = {
      {"a", nn::Linear(1, 2).ptr()}};
  nn::ModuleDict dict(items);
  dict["a"]->name(), dict->contains("a"), dict->keys(), dict->size();
  nn::AnyModule any(nn::Linear(1, 2));
  IS(Tensor, any.forward(x));
  any.ptr(), any.get<nn::Linear>(), any.is_empty();
  nn::Functional leaky(torch::leaky_relu, 0.2);
}

// The options' setters are chained; their getters have the same names.
void modules() {
  nn::Linear linear(nn::LinearOptions(4, 3).bias(false));
  IS(Tensor, linear->weight);
  IS(Tensor, linear->bias);
  IS(int64_t, linear->options.in_features() + linear->options.out_features());
  linear->reset_parameters();
  nn::Identity identity;
  nn::Flatten flatten(nn::FlattenOptions().start_dim(1).end_dim(-1));
  nn::Unflatten unflatten(nn::UnflattenOptions(1, {2, 2}));
  nn::Dropout dropout(0.2), inplace(nn::DropoutOptions(0.2).inplace(true));
  nn::ReLU relu, relu_inplace(nn::ReLUOptions(true));
  nn::ReLU6 relu6;
  nn::LeakyReLU leaky(nn::LeakyReLUOptions().negative_slope(.1).inplace(true));
  nn::ELU elu(nn::ELUOptions().alpha(2).inplace(true));
  nn::SELU selu;
  nn::CELU celu(nn::CELUOptions().alpha(2));
  nn::GELU gelu(nn::GELUOptions().approximate("tanh"));
  nn::SiLU silu;
  nn::Mish mish;
  nn::Sigmoid sigmoid;
  nn::Tanh tanh;
  nn::Softplus softplus(nn::SoftplusOptions().beta(2).threshold(9));
  nn::LogSigmoid log_sigmoid;
  nn::Hardtanh hardtanh(nn::HardtanhOptions().min_val(-2).max_val(2));
  nn::Softmax softmax(1), softmax_of(nn::SoftmaxOptions(1));
  nn::LogSoftmax log_softmax(1);
  nn::PReLU prelu(nn::PReLUOptions().num_parameters(2).init(.1));
  nn::MSELoss mse(nn::MSELossOptions().reduction(torch::kSum));
  nn::L1Loss l1(nn::L1LossOptions(torch::kMean));
  nn::SmoothL1Loss smooth(nn::SmoothL1LossOptions().beta(.5));
  nn::HuberLoss huber(nn::HuberLossOptions().delta(.5));
  nn::CrossEntropyLoss cross(nn::CrossEntropyLossOptions()
                                 .weight(torch::ones({3}))
                                 .ignore_index(-1)
                                 .label_smoothing(.1)
                                 .reduction(torch::kNone));
  nn::NLLLoss nll(nn::NLLLossOptions().weight({}).ignore_index(1));
  nn::BCELoss bce(nn::BCELossOptions().weight({}).reduction(torch::kSum));
  nn::BCEWithLogitsLoss logits(
      nn::BCEWithLogitsLossOptions().pos_weight(torch::ones({1})).weight({}));
  nn::KLDivLoss kl(nn::KLDivLossOptions().log_target(true));
}

void functional(Tensor x, const Tensor& y) {
  F::relu(x), F::relu(x, F::ReLUFuncOptions().inplace(true));
  F::relu6(x, F::ReLU6FuncOptions(true)), F::selu(x), F::silu(x), F::mish(x);
  F::leaky_relu(x, F::LeakyReLUFuncOptions().negative_slope(0.1));
  F::elu(x, F::ELUFuncOptions().alpha(2)),
      F::celu(x, F::CELUFuncOptions().alpha(2));
  F::gelu(x), F::gelu(x, F::GELUFuncOptions().approximate("tanh"));
  F::softplus(x, F::SoftplusFuncOptions().beta(2)), F::logsigmoid(x);
  F::hardtanh(x, F::HardtanhFuncOptions().min_val(-2).max_val(2));
  F::prelu(x, y), F::softmax(x, 1), F::softmax(x, F::SoftmaxFuncOptions(1));
  F::log_softmax(x, 1), F::log_softmax(x, F::LogSoftmaxFuncOptions(1));
  F::linear(x, y), F::linear(x, y, y), F::one_hot(y), F::one_hot(y, 3);
  F::dropout(x, F::DropoutFuncOptions().p(.2).training(true).inplace(true));
  F::normalize(x), F::normalize(x, F::NormalizeFuncOptions().p(2).dim(1));
  F::cosine_similarity(x, y, F::CosineSimilarityFuncOptions().dim(1));
  F::mse_loss(x, y), F::mse_loss(x, y, F::MSELossFuncOptions(torch::kSum));
  F::l1_loss(x, y, F::L1LossFuncOptions(torch::kSum));
  F::smooth_l1_loss(x, y, F::SmoothL1LossFuncOptions().beta(.5));
  F::huber_loss(x, y, F::HuberLossFuncOptions().delta(.5));
  F::cross_entropy(x, y);
  F::cross_entropy(x, y, F::CrossEntropyFuncOptions().label_smoothing(.1));
  F::nll_loss(x, y, F::NLLLossFuncOptions().ignore_index(1));
  F::binary_cross_entropy(x, y, F::BinaryCrossEntropyFuncOptions().weight(y));
  F::binary_cross_entropy_with_logits(
      x, y, F::BinaryCrossEntropyWithLogitsFuncOptions().pos_weight(y));
  F::kl_div(x, y, F::KLDivFuncOptions().log_target(true));
}

void init_and_utils(Tensor t, Block m) {
  IS(Tensor, nn::init::uniform_(t));
  nn::init::uniform_(t, -1, 1), nn::init::normal_(t),
      nn::init::normal_(t, 0, 1);
  nn::init::constant_(t, 1), nn::init::zeros_(t), nn::init::ones_(t);
  nn::init::eye_(t), nn::init::xavier_uniform_(t);
  nn::init::xavier_normal_(t, nn::init::calculate_gain(torch::kTanh));
  nn::init::calculate_gain(torch::kLeakyReLU, 0.2);
  nn::init::kaiming_uniform_(t);
  nn::init::kaiming_uniform_(t, 0, torch::kFanIn, torch::kReLU);
  nn::init::kaiming_normal_(t, 0.1, torch::kFanOut, torch::kLeakyReLU);
  nn::utils::clip_grad_norm_(m->parameters(), 1.0);
  IS(double, nn::utils::clip_grad_norm_(m->parameters(), 1.0, 2.0));
  IS(double, nn::utils::clip_grad_norm_(t, 1.0));
  nn::utils::clip_grad_value_(m->parameters(), 1.0);
  IS(Tensor, nn::utils::parameters_to_vector(m->parameters()));
  nn::utils::vector_to_parameters(t, m->parameters());
}

// ---- 7. optim ----

void optimizers(Block m, torch::serialize::OutputArchive& out,
                torch::serialize::InputArchive& in) {
  optim::SGD sgd(m->parameters(), 0.1);
  optim::SGD by_options(m->parameters(), optim::SGDOptions(0.1)
                                             .momentum(.9)
                                             .dampening(0)
                                             .weight_decay(1e-4)
                                             .nesterov(true));
  optim::Adam adam(m->parameters());
  optim::Adam adam_rate(m->parameters(), 1e-3);
  optim::Adam adam_options(m->parameters(), optim::AdamOptions(1e-3)
                                                .betas({.9, .99})
                                                .eps(1e-7)
                                                .weight_decay(1e-4)
                                                .amsgrad(true));
  optim::AdamW adamw(m->parameters(), optim::AdamWOptions(1e-3));
  IS(double, optim::AdamWOptions().weight_decay());
  IS(double, std::get<0>(optim::AdamOptions().betas()));
  optim::RMSprop rms(m->parameters(), optim::RMSpropOptions(1e-2).alpha(.9));
  std::vector<optim::OptimizerParamGroup> groups;
  groups.emplace_back(m->parameters());
  groups.emplace_back(m->parameters(),
                      std::make_unique<optim::SGDOptions>(0.01));
  optim::SGD of_groups(groups, optim::SGDOptions(0.1));
  optim::OptimizerParamGroup& group = of_groups.param_groups()[0];
  IS(Tensors, group.params());
  IS(bool, group.has_options());
  optim::OptimizerOptions& options = group.options();
  group.set_options(std::make_unique<optim::SGDOptions>(0.01));
  static_cast<optim::SGDOptions&>(options).lr(0.5);
  IS(double, static_cast<optim::SGDOptions&>(options).lr());
  IS(double, options.get_lr());
  options.set_lr(0.1);
  optim::Optimizer& base = sgd;
  base.step(), base.zero_grad(), base.zero_grad(true), base.param_groups();
  const auto closure = [] { return torch::ones({}); };
  IS(Tensor, base.step(closure));
  base.add_param_group(groups[1]), base.state().size(), base.defaults();
  IS(Tensors, base.parameters());
  base.save(out), base.load(in);
  optim::StepLR step(sgd, 2), gamma(sgd, 2, 0.5);
  step.step();
  optim::LRScheduler& scheduler = step;
  scheduler.step();
}

// ---- 8. data ----

struct Pairs : data::datasets::Dataset<Pairs> {
  data::Example<> get(size_t i) override {
    return {torch::full({1}, int64_t(i)), torch::zeros({1})};
  }
  torch::optional<size_t> size() const override { return 4; }
};
struct Numbers : data::datasets::Dataset<Numbers, int> {
  int get(size_t i) override { return int(i); }
  torch::optional<size_t> size() const override { return 4; }
};
struct Half : data::transforms::TensorTransform<> {
  Tensor operator()(Tensor t) override { return t / 2; }
};
struct SumUp : data::transforms::Collation<int, std::vector<int>> {
  int apply_batch(std::vector<int> batch) override { return batch[0]; }
};
struct Evens : data::samplers::Sampler<> {
  void reset(torch::optional<size_t> size = torch::nullopt) override {
    (void)size;
  }
  torch::optional<std::vector<size_t>> next(size_t) override {
    return torch::nullopt;
  }
  void save(torch::serialize::OutputArchive&) const override {}
  void load(torch::serialize::InputArchive&) override {}
};

void loading(const Tensor& t) {
  Pairs pairs;
  std::vector<size_t> at = {0, 1};
  IS(std::vector<data::Example<>>, pairs.get_batch(at));
  data::datasets::TensorDataset rows(t), list(Tensors{t});
  auto chained = Pairs()
                     .map(Half())
                     .map(data::transforms::Normalize<>(0.5, 0.25))
                     .map(data::transforms::Lambda<data::Example<>>(
                         [](data::Example<> e) { return e; }))
                     .map(data::transforms::Stack<>());
  auto loader = data::make_data_loader(
      std::move(chained),
      data::DataLoaderOptions(2).workers(1).drop_last(true));
  for (auto& batch : *loader) IS(Tensor, batch.data + batch.target);
  data::make_data_loader(Pairs().map(data::transforms::Stack<>()), 2);
  data::make_data_loader<data::samplers::SequentialSampler>(Numbers(), 2);
  auto own = data::make_data_loader(Numbers().map(SumUp()), Evens(), 2);
  auto lambda = Numbers().map(
      data::transforms::Lambda<int, std::string>([](int) { return "s"; }));
  auto examples = data::make_data_loader(Pairs(), 2);
  for (std::vector<data::Example<>>& batch : *examples) batch[0].data.print();
  data::samplers::SequentialSampler sequential(4);
  data::samplers::RandomSampler random(4);
  random.reset(), random.next(2), random.index();
  data::datasets::MNIST mnist("folder");
  mnist.size(), mnist.get(0), mnist.images(), mnist.targets(), mnist.is_train();
  static_assert(std::is_base_of<std::exception, data::WorkerException>::value,
                "");
}

// ---- 9. Files, devices, errors ----

void files(Tensor t, Tensors list, Block m, optim::SGD& sgd) {
  std::stringstream stream;
  auto net = std::make_shared<BlockImpl>();
  torch::save(t, "file"), torch::save(t, stream), torch::save(list, "file");
  torch::save(m, "file"), torch::save(net, stream), torch::save(sgd, "file");
  torch::load(t, "file"), torch::load(t, stream), torch::load(list, "file");
  torch::load(m, "file"), torch::load(net, stream), torch::load(sgd, "file");
  torch::load(m, "file", torch::Device("cpu"));
  torch::serialize::OutputArchive out;
  out.write("t", t), out.write("b", t, /*is_buffer=*/true);
  out.write("i", torch::IValue(3));
  torch::serialize::OutputArchive inner;
  out.write("inner", inner);
  out("key", t), out.save_to("file"), out.save_to(stream);
  torch::serialize::InputArchive in, part;
  in.load_from("file"), in.load_from(stream);
  in.read("t", t), in.read("inner", part), in("key", t);
  torch::IValue value;
  in.read("i", value);
  IS(bool, in.try_read("t", t) && in.try_read("inner", part));
  IS(std::vector<std::string>, in.keys());
}

void devices_and_errors(const Tensor& t) {
  IS(bool, torch::cuda::is_available());
  torch::cuda::device_count(), torch::cuda::synchronize();
  torch::cuda::manual_seed_all(1);
  c10::DeviceGuard guard(t.device());
  torch::set_num_threads(2);
  IS(int, torch::get_num_threads());
  try {
    TORCH_CHECK(t.defined(), "t of ", t.sizes(), " ", 3);
    TORCH_CHECK(t.defined());
    TORCH_CHECK_INDEX(t.defined(), "index");
    TORCH_CHECK_VALUE(t.defined(), "value");
    TORCH_INTERNAL_ASSERT(t.defined(), "internal");
    TORCH_WARN("warning ", 3);
    AT_DISPATCH_FLOATING_TYPES(t.scalar_type(), "name",
                               [&] { t.data_ptr<scalar_t>(); });
  } catch (const c10::IndexError& e) {
    e.what();
  } catch (const c10::ValueError& e) {
    e.msg();
  } catch (const c10::TypeError& e) {
    e.what_without_backtrace();
  } catch (const c10::NotImplementedError& e) {
  } catch (const c10::OutOfMemoryError& e) {
  } catch (const torch::Error& e) {
    static_cast<const std::exception&>(e).what();
  }
  IS(std::string, c10::str("a", 1, t.sizes()));
}
