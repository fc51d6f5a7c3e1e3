// Ctrl-C as a flag that a loop looks at.
//
//   WatchInterrupts();
//   while (!Interrupted()) Step();
//   if (Interrupted()) Save();
//
// The second Ctrl-C ends the program at once. SIGTERM counts as Ctrl-C.
#ifndef TESSERA_DEMOS_SUPPORT_INTERRUPT_H_
#define TESSERA_DEMOS_SUPPORT_INTERRUPT_H_

#include "tessera/base/cpp17.h"

namespace tessera::demos {

// Also makes a write past the limit on file sizes an error instead of a signal
// that ends the program.
void WatchInterrupts();

bool Interrupted();

// What a shell expects of a program that the signal ended: 130 or 143.
int InterruptStatus();

}  // namespace tessera::demos

#endif  // TESSERA_DEMOS_SUPPORT_INTERRUPT_H_
