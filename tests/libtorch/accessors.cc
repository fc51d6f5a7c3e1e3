// Memory: pointers, accessors, strides, aliases, conversions.
#include <torch/torch.h>

#include <cstdio>
#include <cstring>
#include <iostream>
#include <numeric>
#include <vector>

// A sum of each row through an accessor, of any floating-point dtype.
torch::Tensor row_sums(const torch::Tensor& t) {
  TORCH_CHECK(t.dim() == 2, "expected a matrix, got ", t.dim(), " dimensions");
  auto result = torch::zeros({t.size(0)}, t.options());
  AT_DISPATCH_FLOATING_TYPES(t.scalar_type(), "row_sums", [&] {
    auto in = t.accessor<scalar_t, 2>();
    auto out = result.accessor<scalar_t, 1>();
    for (int64_t i = 0; i < in.size(0); i++) {
      for (int64_t j = 0; j < in.size(1); j++) out[i] += in[i][j];
    }
  });
  return result;
}

int main() {
  torch::Tensor a = torch::arange(12, torch::kFloat).view({3, 4});
  float* p = a.data_ptr<float>();
  std::printf("%g %g %zu\n", p[0], p[11], a.nbytes());
  p[5] = 50;
  std::printf("%g\n", a[1][1].item<float>());
  std::fflush(stdout);

  auto acc = a.accessor<float, 2>();
  float trace = 0;
  for (int i = 0; i < acc.size(0); i++) trace += acc[i][i];
  acc[2][3] = -1;
  std::cout << trace << " " << a.min().item<float>() << " " << acc.stride(0)
            << " " << acc.sizes() << " " << acc[1].size(0) << "\n";
  auto t = a.t();
  auto tacc = t.accessor<float, 2>();
  std::cout << tacc[1][1] << " " << t.is_contiguous() << " "
            << (t.data_ptr() == a.data_ptr()) << "\n";

  auto s = row_sums(a);
  std::cout << s[0].item<float>() << " " << s[1].item<float>() << " "
            << row_sums(a.to(torch::kDouble)).dtype() << " "
            << row_sums(a.t())[1].item<float>() << "\n";
  try {
    row_sums(a[0]);
  } catch (const c10::Error& e) {
    std::cout << e.what_without_backtrace() << "\n";
  }
  try {
    row_sums(a.to(torch::kInt));
  } catch (const std::exception&) {
    std::cout << "not for Int\n";
  }
  try {
    a.data_ptr<double>();
  } catch (const c10::Error&) {
    std::cout << "not double\n";
  }

  // A tensor from memory, and memory from a tensor.
  std::vector<int32_t> numbers(6);
  std::iota(numbers.begin(), numbers.end(), 1);
  auto view = torch::from_blob(numbers.data(), {2, 3}, torch::kInt32);
  auto copy = view.clone();
  numbers[0] = 100;
  std::cout << view[0][0].item<int>() << " " << copy[0][0].item<int>() << "\n";
  std::vector<int32_t> out(copy.numel());
  std::memcpy(out.data(), copy.const_data_ptr<int32_t>(), copy.nbytes());
  std::cout << out.front() << " " << out.back() << "\n";
  std::vector<float> floats(a.data_ptr<float>(), a.data_ptr<float>() + 3);
  std::cout << floats[2] << "\n";

  // Handles, aliases and copies.
  torch::Tensor b = a;
  torch::Tensor c = a.view({4, 3});
  std::cout << b.is_same(a) << c.is_same(a) << c.is_alias_of(a)
            << a.clone().is_alias_of(a) << " " << a.use_count() << "\n";
  b.reset();
  std::cout << b.defined() << a.defined() << " " << a.use_count() << "\n";
  std::cout
      << a.to(torch::kFloat).is_same(a) << " "
      << a.to(torch::kFloat, /*non_blocking=*/false, /*copy=*/true).is_same(a)
      << " " << a.contiguous().is_same(a) << t.contiguous().is_same(t) << "\n";
  auto d = a.to(torch::kLong);
  std::cout << d.dtype() << " " << d[1][1].item<int64_t>() << " "
            << a.toType(torch::kHalf).scalar_type() << " "
            << d.type_as(a).dtype() << " " << d[0][3].item().toLong() << " "
            << torch::tensor(2.75).item<int>() << "\n";
  auto e = torch::empty({2, 3, 4}).permute({2, 0, 1});
  std::cout << e.strides() << " " << e.stride(-1) << " " << e.size(0) << " "
            << e.element_size() << " " << e.is_floating_point() << " "
            << a.slice(0, 1).storage_offset() << "\n";
  return 0;
}
