// All programs in one translation unit, since the header costs most of the time
// of compiling one. programs NAME runs the main of NAME.cc; what they include
// is included here first, outside their namespaces.
#include <torch/torch.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <functional>
#include <iomanip>
#include <iostream>
#include <map>
#include <memory>
#include <numeric>
#include <set>
#include <sstream>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

namespace accessors_program {
#include "accessors.cc"
}
namespace autograd_program {
#include "autograd.cc"
}
namespace broadcasting_program {
#include "broadcasting.cc"
}
namespace classification_program {
#include "classification.cc"
}
namespace creation_program {
#include "creation.cc"
}
namespace custom_function_program {
#include "custom_function.cc"
}
namespace data_loading_program {
#include "data_loading.cc"
}
namespace errors_program {
#include "errors.cc"
}
namespace functional_training_program {
#include "functional_training.cc"
}
namespace indexing_program {
#include "indexing.cc"
}
namespace linear_regression_program {
#include "linear_regression.cc"
}
namespace modules_program {
#include "modules.cc"
}
namespace names_program {
#include "names.cc"
}
namespace saving_program {
#include "saving.cc"
}
namespace sequential_adam_program {
#include "sequential_adam.cc"
}

namespace tensor_ops_program {
#include "tensor_ops.cc"
}

int main(int argc, char** argv) {
  const std::string name = argc > 1 ? argv[1] : "";
#define RUN(program) \
  if (name == #program) return program##_program::main()
  RUN(accessors);
  RUN(autograd);
  RUN(broadcasting);
  RUN(classification);
  RUN(creation);
  RUN(custom_function);
  RUN(data_loading);
  RUN(errors);
  RUN(functional_training);
  RUN(indexing);
  RUN(linear_regression);
  RUN(modules);
  RUN(names);
  RUN(saving);
  RUN(sequential_adam);
  RUN(tensor_ops);
  std::cerr << "programs NAME, got '" << name << "'\n";
  return 2;
}
