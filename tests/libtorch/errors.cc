// What goes wrong, and how a program sees it.
#include <torch/torch.h>

#include <functional>
#include <iostream>
#include <stdexcept>
#include <string>

// The class of what f throws, and whether its text has all of the words.
void expect(const char* what, const std::function<void()>& f,
            std::initializer_list<const char*> words = {}) {
  std::cout << what << ": ";
  std::string text;
  try {
    f();
    std::cout << "no error\n";
    return;
  } catch (const c10::IndexError& e) {
    std::cout << "IndexError";
    text = e.what();
  } catch (const c10::Error& e) {
    std::cout << "Error";
    text = e.what();
  } catch (const std::exception& e) {
    std::cout << "exception";
    text = e.what();
  }
  for (const char* word : words) {
    std::cout << (text.find(word) != std::string::npos ? " +" : " -") << word;
  }
  std::cout << "\n";
}

int checked_root(int x) {
  TORCH_CHECK(x >= 0, "expected a number of at least ", 0, ", got ", x);
  TORCH_CHECK_VALUE(x < 100, "too large: ", x);
  int root = 0;
  while (root * root < x) ++root;
  TORCH_INTERNAL_ASSERT(root < 100);
  return root;
}

int main() {
  auto a = torch::ones({2, 3}), b = torch::ones({2, 4});
  expect("add", [&] { a + b; }, {"3", "4"});
  expect("mm", [&] { a.mm(b); }, {"2x3", "2x4"});
  expect("matmul dtype", [&] { a.mm(torch::ones({3, 2}, torch::kDouble)); });
  expect("view", [&] { a.view({4, 2}); }, {"[4, 2]", "6"});
  expect("cat", [&] { torch::cat({a, b}, 0); }, {"3", "4"});
  expect("index", [&] { a[2]; }, {"2"});
  expect("select", [&] { a.select(1, 9); }, {"9"});
  expect("dim", [&] { a.sum(5); }, {"5", "[-2, 1]"});
  expect("size", [&] { a.size(2); });
  expect("transpose", [&] { a.transpose(0, 2); });
  expect("item", [&] { a.item<float>(); });
  expect("backward", [&] { a.sum().backward(); });
  expect("backward of many",
         [&] { (a.clone().requires_grad_() * 2).backward(); });
  expect("leaf in place", [&] {
    auto w = torch::ones({2}, torch::requires_grad());
    w.add_(1);
  });
  expect("integers with gradients",
         [&] { torch::ones({2}, torch::kLong).requires_grad_(); });
  expect("class out of range",
         [&] {
           torch::nll_loss(torch::zeros({1, 3}), torch::tensor({3}));
         },
         {"3"});
  expect("in place, smaller", [&] { torch::ones({1, 3}) += a; });
  expect("no index", [&] { a.gather(1, torch::tensor({{7}, {0}})); }, {"7"});
  expect("negative size", [&] { torch::zeros({-1}); });
  expect("device", [&] { torch::Device("gpu:x"); });
  expect("linear", [&] { torch::nn::Linear(3, 2)->forward(b); });
  expect("registered twice",
         [&] {
           struct Twice : torch::nn::Module {
             Twice() {
               register_parameter("a", torch::zeros({1}));
               register_parameter("a", torch::zeros({1}));
             }
           } twice;
         },
         {"a"});
  expect("name with a dot",
         [&] {
           struct Dot : torch::nn::Module {
             Dot() { register_buffer("a.b", torch::zeros({1})); }
           } dot;
         },
         {"a.b"});
  expect("empty holder", [&] {
    torch::nn::Linear none{nullptr};
    none->forward(a);
  });
  expect("learning rate", [&] {
    torch::optim::SGD sgd({torch::ones({1}).requires_grad_()}, -1.0);
  });

  std::cout << checked_root(16) << "\n";
  for (int x : {-3, 200}) {
    try {
      checked_root(x);
    } catch (const c10::ValueError& e) {
      std::cout << "ValueError " << e.what_without_backtrace() << "\n";
    } catch (const c10::Error& e) {
      std::cout << e.msg() << "\n";
    }
  }
  try {
    TORCH_CHECK_INDEX(false, "no ", 5);
  } catch (const std::exception& e) {
    std::cout << dynamic_cast<const c10::IndexError*>(&e)->msg() << "\n";
  }
  std::cout << c10::str("sizes ", a.sizes(), ", ", 1.5, " and ", 'c', "\n");
  // Nothing was half done.
  std::cout << a.sizes() << a.sum().item<float>() << "\n";
  return 0;
}
