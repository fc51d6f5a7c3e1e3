// Only memory: a storage that owns, and one that adopts.
#include "tessera/storage/storage.h"

int main() {
  using tessera::Storage;
  Storage a = Storage::Allocate(64);
  static_cast<char*>(a.data())[63] = 1;
  static int freed = 0;
  int x = 0;
  {
    Storage b = Storage::Adopt(
        &x, sizeof x, tessera::kCPU, [](void*) { ++freed; }, nullptr);
    Storage c = b;
  }
  return freed == 1 && a.use_count() == 1 ? 0 : 1;
}
