#include "tessera/ops_cuda/runtime/lazy_library.h"

#include <dlfcn.h>

#include <string>

#include "tessera/base/error.h"

namespace tessera {

void* LazyLibrary::Find(const char* function) {
  std::call_once(once_, [this] {
    handle_ = dlopen(soname_, RTLD_NOW | RTLD_LOCAL);
    if (!handle_ && *folder_)
      handle_ = dlopen((folder_ + std::string("/") + soname_).c_str(),
                       RTLD_NOW | RTLD_LOCAL);
  });
  if (!handle_)
    throw DeviceError("cuda", std::string("cannot load ") + soname_ +
                                  "; add its folder to LD_LIBRARY_PATH");
  void* address = dlsym(handle_, function);
  if (!address)
    throw DeviceError("cuda", std::string(soname_) + " has no " + function);
  return address;
}

}  // namespace tessera
