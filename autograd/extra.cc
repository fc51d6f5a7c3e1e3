#include "tessera/autograd/extra.h"

#include <cxxabi.h>
#include <execinfo.h>
#include <sched.h>

#include <cstdlib>
#include <cstring>

namespace tessera::autograd {
namespace {

std::atomic<bool>& StripeOf(const void* key) {
  static std::atomic<bool> stripes[64];
  return stripes[reinterpret_cast<uintptr_t>(key) / 64 % 64];
}

// "binary(_ZN3fooEv+0x12) [0x...]" with the name made readable.
std::string Readable(const char* symbol) {
  const char* open = std::strchr(symbol, '(');
  const char* plus = open ? std::strchr(open, '+') : nullptr;
  if (!plus || plus == open + 1) return symbol;
  int status = 0;
  char* name = abi::__cxa_demangle(std::string(open + 1, plus).c_str(), nullptr,
                                   nullptr, &status);
  std::string out = status == 0 && name ? name : symbol;
  std::free(name);
  return out;
}

std::string CallStack() {
  void* frames[48];
  const int n = backtrace(frames, 48);
  char** symbols = backtrace_symbols(frames, n);
  std::string out;
  const char* op = OpScope::current();
  if (op) out = std::string("  in ") + op + "\n";
  for (int i = 3; symbols && i < n; ++i) {  // without this and its callers
    out += "  " + Readable(symbols[i]) + "\n";
  }
  std::free(symbols);
  return out;
}

std::atomic<std::string (*)()> anomaly_trace{&CallStack};

}  // namespace

StripeLock::StripeLock(const void* key) : lock_(StripeOf(key)) {
  for (int tries = 0; lock_.exchange(true, std::memory_order_acquire);) {
    if (++tries > 100) sched_yield();
  }
}

unsigned NextHookId() {
  static std::atomic<unsigned> next{0};
  return next.fetch_add(1, std::memory_order_relaxed);
}

unsigned AddNodeHook(Node& node, std::shared_ptr<NodeHook> hook, bool before) {
  NodeExtra& extra = node.MutableExtra();
  const unsigned id = NextHookId();
  StripeLock lock(&node);
  (before ? extra.pre_hooks : extra.post_hooks)
      .push_back({id, std::move(hook)});
  return id;
}

void RemoveNodeHook(Node& node, unsigned id) {
  NodeExtra* extra = node.extra();
  if (!extra) return;
  NodeHookEntry removed;  // its destructor is the user's: after the lock
  StripeLock lock(&node);
  for (auto* hooks : {&extra->pre_hooks, &extra->post_hooks}) {
    for (size_t i = 0; i < hooks->size(); ++i) {
      if ((*hooks)[i].id != id) continue;
      removed = std::move((*hooks)[i]);
      hooks->erase(hooks->begin() + static_cast<ptrdiff_t>(i));
      return;
    }
  }
}

void set_anomaly_trace(std::string (*trace)()) {
  anomaly_trace.store(trace ? trace : &CallStack);
}

void Node::KeepTrace() { MutableExtra().trace = anomaly_trace.load()(); }

}  // namespace tessera::autograd
