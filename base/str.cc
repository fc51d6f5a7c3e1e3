#include "tessera/base/str.h"

#include <cstdio>

namespace tessera {
namespace internal {

void AppendInt(std::string* out, int64_t value) {
  *out += std::to_string(value);
}

void AppendUInt(std::string* out, uint64_t value) {
  *out += std::to_string(value);
}

void AppendDouble(std::string* out, double value) {
  char text[32];
  std::snprintf(text, sizeof(text), "%g", value);
  *out += text;
}

}  // namespace internal
}  // namespace tessera
