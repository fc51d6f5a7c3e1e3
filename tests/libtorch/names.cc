// The names of libtorch that the other programs do not use: each is called
// once, as its signature has it.
#include <torch/torch.h>

#include <chrono>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace nn = torch::nn;
namespace optim = torch::optim;
namespace data = torch::data;
using at::IntArrayRef;
using c10::Device;
using torch::Tensor;

// Functions of a program's own that have names of libtorch's.
static std::string save(const Tensor& t, const std::string& path) {
  return path + std::to_string(t.numel());
}
static int load(const Tensor& t, const char*) { return t.dim(); }
static double normalize(const Tensor& t) { return t.sum().item<double>(); }

static void types() {
  for (torch::ScalarType t :
       {torch::kUInt8,         torch::kByte,   torch::kU8,
        torch::kInt8,          torch::kChar,   torch::kI8,
        torch::kInt16,         torch::kShort,  torch::kI16,
        torch::kInt32,         torch::kInt,    torch::kI32,
        torch::kInt64,         torch::kLong,   torch::kI64,
        torch::kFloat16,       torch::kHalf,   torch::kF16,
        torch::kFloat32,       torch::kFloat,  torch::kF32,
        torch::kFloat64,       torch::kDouble, torch::kF64,
        torch::kBFloat16,      torch::kBool,   torch::kComplexFloat,
        torch::kComplexDouble, torch::kUInt16, torch::kUInt32,
        torch::kUInt64}) {
    std::cout << t << " ";
  }
  std::cout << "\n";
  torch::Dtype dtype = torch::kHalf;
  c10::Half half(1.5f);
  at::BFloat16 bfloat(2.5f);
  c10::complex<double> z(1, 2);
  torch::Layout layout = torch::kStrided;
  torch::DeviceType type = torch::kCUDA;
  std::cout << dtype << " " << static_cast<float>(half) + 1 << " "
            << static_cast<float>(bfloat) << " " << z.imag() << " " << layout
            << " " << (type == torch::kCUDA) << " " << half << " " << bfloat
            << "\n";
  c10::optional<int> none = torch::nullopt;
  c10::optional<int> one = torch::make_optional(1);
  at::ArrayRef<float> floats;
  std::vector<Tensor> list = {torch::ones({1})};
  torch::TensorList tensors = list;
  std::cout << none.has_value() << *one << floats.size() << tensors.size()
            << "\n";
  std::cout << torch::promote_types(torch::kByte, torch::kChar) << " "
            << torch::result_type(torch::ones({1}), torch::ones({1}, at::kInt))
            << " " << torch::result_type(2, torch::ones({1}, at::kHalf)) << " "
            << torch::result_type(torch::Scalar(2), torch::Scalar(true))
            << "\n";
  torch::set_default_dtype(torch::scalarTypeToTypeMeta(torch::kDouble));
  std::cout << torch::ones({1}).dtype() << " "
            << torch::typeMetaToScalarType(torch::get_default_dtype()) << "\n";
  torch::set_default_dtype(torch::scalarTypeToTypeMeta(torch::kFloat));
  std::cout << torch::ones({1}).item() << " " << torch::Scalar(2.5) << " "
            << torch::Scalar(true) << torch::Scalar(-3) << "\n";
  torch::Scalar s = 7;
  std::cout << s.toLong() << s.toFloat() << s.toBool() << s.isBoolean() << " "
            << s.type() << " " << torch::Scalar(1.5).type() << " "
            << torch::Scalar(true).type() << "\n";
  auto o = torch::dtype(torch::kInt)
               .device(torch::kCPU)
               .layout(torch::kStrided)
               .pinned_memory(false);
  std::cout << o.dtype() << " " << o.device() << " " << o.layout() << " "
            << torch::device(torch::kCPU).requires_grad(true).requires_grad()
            << torch::requires_grad(false).requires_grad() << " "
            << torch::layout(torch::kStrided).layout() << "\n";
  std::cout << torch::TensorOptions().device(torch::kCUDA, 1).device() << " "
            << Device("cpu") << " " << (Device("cuda:1").index() == 1) << "\n";
  std::cout << torch::ones({1}, Device(torch::kCPU)).device() << " "
            << torch::zeros({1}, torch::kCPU).device() << "\n";
  at::Generator generator = at::detail::createCPUGenerator(5);
  auto made = at::make_generator<at::CPUGeneratorImpl>(5);
  auto drawn = torch::rand({3}, generator);
  std::cout << (drawn == torch::rand({3}, made)).all().item<bool>()
            << generator.current_seed() << "\n";
  generator.set_current_seed(6);
  std::cout << torch::randperm(5, generator).size(0)
            << torch::randint(3, {2}, generator).size(0)
            << torch::randn({2, 2}, generator).dim() << "\n";
}

static void tensors() {
  auto t = torch::arange(6.).view({2, 3});
  const Tensor& c = t;
  c.fill_(2);  // a constant handle to elements that may change
  std::cout << t.nbytes() << t.itemsize() << t.is_cuda() << t.is_cpu()
            << t.is_complex() << t.is_inference() << t.is_signed()
            << t.storage_offset() << c.sum().item<int>() << "\n";
  std::cout << torch::ones({1}).is_nonzero() << t.options().dtype()
            << static_cast<int>(t.get_device()) << t.is_view() << t.ndimension()
            << "\n";
  std::cout << t.to(torch::kCPU).is_same(t) << t.to(t.options()).is_same(t)
            << t.to(torch::ones({1}, torch::kInt)).dtype()
            << t.to(Device("cpu"), torch::kDouble).dtype() << t.cpu().is_same(t)
            << "\n";
  auto u = t.detach();
  u.set_data(torch::ones({4}));
  std::cout << u.sizes() << t.data().requires_grad() << "\n";
  u.detach_();
  *u.mutable_data_ptr<float>() = 9;
  std::cout << *u.const_data_ptr<float>() << (u.data_ptr() != nullptr) << "\n";
  std::cout << (t.sizes() == IntArrayRef({2, 3})) << t.sizes().vec().size()
            << t.sizes()[1] << t.sizes().front() << t.sizes().equals({2, 3})
            << t.sizes().slice(1).size() << t.sizes().empty() << "\n";
  std::cout << save(t, "own") << load(t, "own") << normalize(t) << "\n";
  auto m = torch::tensor({{1, 2}, {3, 4}});
  std::cout << (m & 1).sum().item<int>() << (m | 1).sum().item<int>()
            << (m ^ 1).sum().item<int>() << (~m).sum().item<int>()
            << (m % 2).sum().item<int>() << (7 - m).sum().item<int>()
            << (m != 2).sum().item<int>() << (3 >= m).sum().item<int>() << "\n";
  m &= torch::full({1}, 3);
  m |= torch::full({1}, 4);
  std::cout << m.sum().item<int>() << "\n";
  Tensor out = torch::empty({0});
  torch::add_out(out, t, t);
  torch::mul_out(out, out, t);
  std::cout << out.sum().item<float>() << "\n";
  std::cout << torch::dropout(t, 0.5, /*train=*/false).sum().item<float>()
            << torch::linear(t, torch::ones({1, 3})).sum().item<float>()
            << torch::mse_loss(t, t, torch::Reduction::Sum).item<float>()
            << torch::cross_entropy_loss(t, torch::tensor({0, 1})).dim()
            << "\n";
  std::cout << t.std(1).sizes() << t.var(0).dim() << t.std(true).dim()
            << t.std({0, 1}, false, true).sizes() << torch::numel(t)
            << torch::size(t, -1) << torch::is_floating_point(t) << "\n";
  t.requires_grad_().set_requires_grad(false);
  std::cout << torch::where(t > 5, t, 0).sum().item<float>()
            << torch::where(t > 5, 1.0, t).sum().item<float>() << "\n";
  std::cout << torch::stack({t, t}, -1).sizes()
            << torch::broadcast_tensors({t, torch::ones({1})})[1].sizes()
            << torch::std(t, 0).sizes() << torch::var(t, {0, 1}, true).dim()
            << t.split_with_sizes({1, 2}, 1)[1].sizes() << t.norm(2).dim()
            << t.norm(2, 1, true).sizes() << "\n";
}

static void modules() {
  nn::Linear linear(3, 2);
  linear->reset_parameters();
  linear->zero_grad(/*set_to_none=*/false);
  linear->to(torch::kCPU, torch::kDouble);
  linear->to(torch::kFloat, /*non_blocking=*/false);
  linear->to(torch::Device(torch::kCPU));
  auto copy = linear->clone(torch::Device(torch::kCPU));
  std::cout << linear->is_serializable() << copy->parameters().size()
            << linear->buffers().size() << linear->named_buffers(false).size()
            << linear->named_modules("prefix")[0].key()
            << (linear->as<nn::LinearImpl>() == linear.get()) << "\n";
  linear->pretty_print(std::cout);
  std::cout << "\n" << nn::Linear(nn::LinearOptions(3, 2).bias(false)) << "\n";
  for (auto f : {nn::Functional(torch::relu), nn::Functional(torch::sigmoid)}) {
    std::cout << f(torch::zeros({1})).item<float>();
  }
  std::cout << nn::Functional(torch::softmax, 0,
                              torch::nullopt)(torch::ones({1}))
                   .item<float>()
            << "\n";
  nn::Sequential seq;
  seq->push_back(nn::ReLU(nn::ReLUOptions().inplace(true)));
  seq->push_back(std::make_shared<nn::LinearImpl>(3, 1));
  seq->push_back("named", nn::Dropout());
  seq->extend(*nn::Sequential(nn::Linear(1, 1)));
  for (auto it = seq->begin(); it != seq->end(); ++it) {
    std::cout << it->ptr()->name() << " ";
  }
  std::cout << seq->is_empty() << seq->size() << "\n";
  auto x = torch::tensor({{-1.0, 0.5, 2.0}});
  auto show = [](const Tensor& t) {
    auto flat = t.detach().flatten();
    for (int64_t i = 0; i < flat.numel(); ++i) {
      std::printf("%.3f ", flat[i].item<double>());
    }
    std::printf("\n");
    std::fflush(stdout);
  };
  std::cout << std::flush;
  show(nn::ReLU6(nn::ReLU6Options(true))(x * 4));
  show(nn::LeakyReLU(nn::LeakyReLUOptions().negative_slope(0.2))(x));
  show(nn::ELU(nn::ELUOptions().alpha(0.5))(x));
  show(nn::SELU()(x));
  show(nn::CELU(nn::CELUOptions().alpha(2))(x));
  show(nn::GELU(nn::GELUOptions().approximate("tanh"))(x));
  show(nn::SiLU()(x));
  show(nn::Mish()(x));
  show(nn::Softplus(nn::SoftplusOptions().beta(2).threshold(10))(x));
  show(nn::LogSigmoid()(x));
  show(nn::Hardtanh(nn::HardtanhOptions().min_val(-0.5).max_val(1))(x));
  show(nn::Softmax(1)(x));
  show(nn::LogSoftmax(nn::LogSoftmaxOptions(1))(x));
  show(nn::PReLU(nn::PReLUOptions().num_parameters(3).init(0.1))(x));
  show(nn::Flatten(nn::FlattenOptions().start_dim(0))(x));
  show(nn::Identity()(x));
  auto y = torch::tensor({{0.0, 1.0, 1.0}});
  show(nn::L1Loss(nn::L1LossOptions(torch::kSum))(x, y));
  show(nn::SmoothL1Loss(nn::SmoothL1LossOptions().beta(0.5))(x, y));
  show(nn::HuberLoss(nn::HuberLossOptions().delta(0.5).reduction(torch::kNone))(
      x, y));
  show(nn::NLLLoss(nn::NLLLossOptions().ignore_index(1).weight(
      torch::ones({3})))(x, torch::tensor({2})));
  show(nn::BCELoss(nn::BCELossOptions().reduction(torch::kSum))(
      torch::sigmoid(x), y));
  show(nn::BCEWithLogitsLoss(
      nn::BCEWithLogitsLossOptions().pos_weight(torch::full({3}, 2.0)))(x, y));
  show(nn::KLDivLoss(nn::KLDivLossOptions(torch::kBatchMean).log_target(true))(
      x, torch::log_softmax(y, 1)));
  auto w = torch::empty({3, 4});
  nn::init::constant_(w, 0.5);
  nn::init::ones_(w);
  nn::init::eye_(w);
  show(w);
  nn::init::normal_(w, 1, 0);
  nn::init::xavier_uniform_(w, 1.0);
  nn::init::xavier_normal_(w);
  nn::init::kaiming_normal_(w, 0.1, torch::kFanOut, torch::kLeakyReLU);
  std::cout << w.requires_grad() << nn::utils::clip_grad_norm_(w, 1.0) << "\n";
}

struct Constant : optim::LRScheduler {
  using LRScheduler::LRScheduler;
  std::vector<double> get_lrs() override {
    auto lrs = get_current_lrs();
    for (double& lr : lrs) lr = 0.125;
    return lrs;
  }
};

static optim::SGD make(const Tensor& p) {
  optim::SGD sgd({p}, optim::SGDOptions(0.1)
                          .momentum(0.9)
                          .dampening(0)
                          .weight_decay(0.01)
                          .nesterov(true));
  return sgd;
}

// A rate that is the options', without any state.
struct SignSGD : optim::Optimizer {
  SignSGD(std::vector<Tensor> params, double lr)
      : Optimizer({optim::OptimizerParamGroup(params)},
                  std::make_unique<optim::SGDOptions>(lr)) {}
  using Optimizer::step;
  Tensor step(LossClosure = nullptr) override {
    torch::NoGradGuard no_grad;
    for (auto& group : param_groups_) {
      auto& options = static_cast<optim::SGDOptions&>(group.options());
      for (auto& p : group.params()) {
        if (p.grad().defined()) p.add_(p.grad().sign(), -options.lr());
      }
    }
    return {};
  }
};

static void optimizers() {
  auto p = torch::ones({2}).requires_grad_();
  auto q = torch::ones({2}).requires_grad_();
  optim::SGD sgd = make(p);
  sgd.add_param_group(optim::OptimizerParamGroup({q}));
  auto& group = sgd.param_groups()[1];
  std::cout << group.has_options() << group.params().size()
            << group.options().get_lr() << sgd.parameters().size()
            << sgd.state().size() << sgd.size() << "\n";
  group.set_options(std::make_unique<optim::SGDOptions>(0.5));
  group.options().set_lr(0.25);
  (p * q).sum().backward();
  optim::Optimizer& base = sgd;
  base.step();
  base.zero_grad(/*set_to_none=*/false);
  std::cout << p.grad().sum().item<float>() << sgd.state().size() << "\n";
  Constant constant(sgd);
  constant.step();
  std::cout << sgd.param_groups()[1].options().get_lr() << "\n";
  SignSGD sign({q}, 0.5);
  q.mutable_grad() = torch::tensor({-3.0, 0.1});
  q.data().fill_(1);
  sign.step();
  std::cout << q[0].item<float>() << q[1].item<float>() << "\n";
  sign.zero_grad();
  optim::RMSprop rms({p}, optim::RMSpropOptions(0.01)
                              .alpha(0.9)
                              .eps(1e-8)
                              .momentum(0.5)
                              .centered(true)
                              .weight_decay(0));
  optim::Adam adam({q}, optim::AdamOptions(0.01).amsgrad(true).eps(1e-7));
  (p * q).sum().backward();
  rms.step();
  adam.step();
  auto& state = static_cast<optim::AdamParamState&>(
      *adam.state()[q.unsafeGetTensorImpl()]);
  std::cout << state.step() << state.exp_avg().sizes() << "\n";
  torch::serialize::OutputArchive out;
  adam.save(out);
  std::stringstream stream;
  out.save_to(stream);
  torch::serialize::InputArchive in;
  in.load_from(stream);
  adam.load(in);
}

struct Stream : data::BatchDataset<Stream, std::vector<int>> {
  std::vector<int> get_batch(at::ArrayRef<size_t> request) override {
    return std::vector<int>(request.begin(), request.end());
  }
  torch::optional<size_t> size() const override { return 4; }
};

struct Sum : data::transforms::BatchTransform<std::vector<int>, int> {
  int apply_batch(std::vector<int> batch) override {
    int sum = 0;
    for (int i : batch) sum += i;
    return sum;
  }
};

struct Twice : data::transforms::Transform<int, int> {
  int apply(int i) override { return 2 * i; }
};

static void loading() {
  data::Example<> example = {torch::ones({1}), torch::zeros({1})};
  data::Example<std::string, int> text{"yes", 1};
  std::cout << example.target.item<float>() << text.data << text.target << "\n";
  using namespace std::chrono_literals;
  auto options = data::DataLoaderOptions()
                     .batch_size(2)
                     .workers(1)
                     .max_jobs(2)
                     .timeout(10000ms)
                     .enforce_ordering(true)
                     .drop_last(false);
  auto loader = data::make_data_loader<data::samplers::SequentialSampler>(
      Stream().map(Twice()).map(Sum()), options);
  for (int sum : *loader) std::cout << sum << " ";
  data::samplers::RandomSampler sampler(4);
  torch::serialize::OutputArchive out;
  sampler.reset();
  std::cout << sampler.next(4)->size();
  sampler.save(out);
  data::datasets::TensorDataset all(
      std::vector<Tensor>{torch::ones({2}), torch::zeros({2})});
  std::cout << all.size().value() << "\n";
  try {
    data::datasets::MNIST("no_such_folder", data::datasets::MNIST::Mode::kTest);
  } catch (const c10::Error&) {
    std::cout << "no MNIST\n";
  }
}

static void rest() {
  torch::set_num_threads(2);
  std::cout << torch::get_num_threads() << torch::cuda::is_available()
            << (torch::cuda::device_count() > 0) << "\n";
  torch::cuda::manual_seed(1);
  torch::cuda::manual_seed_all(1);
  c10::DeviceGuard guard{torch::Device(torch::kCPU)};
  torch::serialize::OutputArchive out;
  out.write("tensor", torch::ones({1}), /*is_buffer=*/true);
  out(std::string("more"), torch::zeros({1}));
  std::stringstream stream;
  out.save_to(stream);
  torch::serialize::InputArchive in;
  in.load_from(stream, torch::Device(torch::kCPU));
  Tensor t;
  in(std::string("tensor"), t);
  torch::serialize::InputArchive none;
  std::cout << in.keys().size() << t.item<float>() << in.try_read("none", none)
            << "\n";
  torch::autograd::DetectAnomalyGuard* no_guard = nullptr;
  torch::autograd::GradMode::set_enabled(true);
  torch::autograd::AutoGradMode mode(true);
  std::cout << (no_guard == nullptr) << torch::autograd::GradMode::is_enabled()
            << torch::InferenceMode::is_enabled() << "\n";
  auto x = torch::ones({1}).requires_grad_();
  torch::autograd::backward({x * 2}, {torch::ones({1})});
  torch::autograd::variable_list grads =
      torch::autograd::grad({x * 3}, {x}, {torch::ones({1})});
  (x * x).backward({}, c10::nullopt, /*create_graph=*/false,
                   /*inputs=*/std::vector<Tensor>{x});
  std::cout << x.grad().item<float>() << grads[0].item<float>() << "\n";
  x.mutable_grad().reset();
  TORCH_WARN_ONCE("once");
  AT_DISPATCH_ALL_TYPES(torch::kShort, "size",
                        [&] { std::cout << sizeof(scalar_t) << "\n"; });
  std::cout << AT_DISPATCH_SWITCH(
                   torch::kHalf, "size", AT_DISPATCH_CASE_FLOATING_TYPES([&] {
                     return 1;
                   }) AT_DISPATCH_CASE(torch::kHalf, [&] { return 2; }))
            << "\n";
  for (auto f : std::vector<std::function<void()>>{
           [] { TORCH_CHECK_VALUE(false, "value"); },
           [] { TORCH_CHECK_TYPE(false, "type"); },
           [] { TORCH_CHECK_NOT_IMPLEMENTED(false, "not"); },
           [] { AT_ERROR("error ", 3); }}) {
    try {
      f();
    } catch (const c10::ValueError& e) {
      std::cout << "ValueError " << e.msg() << "\n";
    } catch (const c10::TypeError& e) {
      std::cout << "TypeError " << e.msg() << "\n";
    } catch (const c10::NotImplementedError& e) {
      std::cout << "NotImplementedError " << e.msg() << "\n";
    } catch (const c10::Error& e) {
      std::cout << "Error " << e.msg() << "\n";
    }
  }
  std::cout << std::is_base_of<c10::Error, c10::OutOfMemoryError>::value
            << "\n";
}

int main() {
  std::cout << std::boolalpha;
  types();
  tensors();
  modules();
  optimizers();
  loading();
  rest();
  return 0;
}
