#include "tessera/demos/support/interrupt.h"

#include <signal.h>

namespace tessera::demos {
namespace {

volatile sig_atomic_t received = 0;

void Receive(int signal) { received = signal; }

}  // namespace

void WatchInterrupts() {
  struct sigaction action = {};
  action.sa_handler = Receive;
  // The default comes back with the first; a read or write goes on.
  action.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  signal(SIGXFSZ, SIG_IGN);
}

bool Interrupted() { return received != 0; }

int InterruptStatus() { return 128 + received; }

}  // namespace tessera::demos
