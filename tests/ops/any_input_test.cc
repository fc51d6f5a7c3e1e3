// Every overload of every op, in each of its forms, with arguments that were
// drawn (any_input.h). Each call gives a result or one of our errors, which
// leaves its operands as they were; none ends the process or writes beside its
// memory.
#include "tessera/tests/ops/any_input.h"

#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/autograd/autograd.h"
#include "tessera/base/check.h"
#include "tessera/base/error.h"
#include "tessera/storage/guarded_allocator.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

using any_input::Frame;
using any_input::Overload;
using any_input::Random;

// ---- Calls ----

// For what a signal ends: the call, on stderr.
char current[4096];
void Report(int number) {
  (void)!write(2, current, std::strlen(current));
  (void)!write(2, "\n", 1);
  std::signal(number, SIG_DFL);
  std::raise(number);
}

void Try(const Overload& overload, void (*form)(Frame&), const char* which,
         uint64_t seed) {
  if (!form) return;
  Random r{seed};
  Frame frame(overload, r);
  std::snprintf(current, sizeof current, "%s, %s, seed %llu:%s",
                overload.signature, which,
                static_cast<unsigned long long>(seed), frame.Text().c_str());
  const std::string before = frame.Bytes();
  std::string wrong;
  try {
    form(frame);
  } catch (const InternalError& e) {
    wrong = e.what();
  } catch (const Error& e) {
    if (frame.Bytes() != before) {
      wrong = std::string("operands changed before: ") + e.what();
    }
  } catch (const std::exception& e) {
    wrong = std::string("none of our errors: ") + e.what();
  }
  try {
    for (const Tensor& t : frame.results()) {
      if (t.defined() && t.requires_grad()) t.backward(ones_like(t));
    }
  } catch (const InternalError& e) {
    wrong = std::string("backward: ") + e.what();
  } catch (const Error&) {
  } catch (const std::exception& e) {
    wrong = std::string("backward, none of our errors: ") + e.what();
  }
  EXPECT_EQ(wrong, "") << current;
}

TEST(AnyInputTest, GivesAResultOrOneOfOurErrors) {
  for (int number : {SIGSEGV, SIGFPE, SIGABRT, SIGBUS, SIGILL}) {
    std::signal(number, Report);
  }
  SetWarningHandler([](const std::string&) {});
  GuardedAllocatorScope guard;
  // More of them where asked: --test_env=TESSERA_ROUNDS=1000.
  const char* asked = std::getenv("TESSERA_ROUNDS");
  const int rounds = asked ? std::atoi(asked) : 30;
  uint64_t seed = 0;
  for (const Overload& overload : any_input::Overloads()) {
    for (int round = 0; round < rounds; ++round) {
      Try(overload, overload.call, "function", ++seed);
      Try(overload, overload.inplace, "in place", ++seed);
      Try(overload, overload.out, "out", ++seed);
    }
  }
  EXPECT_GT(any_input::Overloads().size(), 400u);
}

}  // namespace
}  // namespace tessera
