// A shared library that is loaded when one of its functions is first called.
//
//   LazyLibrary cublas("libcublas.so.13", TESSERA_CUDA_LIBRARIES);
//   TESSERA_LAZY(cublas, cublasCreate)(&handle);   // loads it
//   // DeviceError "cannot load libcublas.so.13; add its folder to
//   // LD_LIBRARY_PATH" where it is missing
#ifndef TESSERA_OPS_CUDA_RUNTIME_LAZY_LIBRARY_H_
#define TESSERA_OPS_CUDA_RUNTIME_LAZY_LIBRARY_H_

#include <mutex>

#include "tessera/base/cpp17.h"

namespace tessera {

// Loaded by whichever thread looks up first.
class LazyLibrary {
 public:
  // folder, which may be empty, is where to look if the system does not know
  // the library.
  constexpr LazyLibrary(const char* soname, const char* folder)
      : soname_(soname), folder_(folder) {}

  // Throws a DeviceError, which says what is missing.
  void* Find(const char* function);

 private:
  const char* soname_;
  const char* folder_;
  std::once_flag once_;
  void* handle_ = nullptr;
};

}  // namespace tessera

// A function of a lazy library, with the type from its header. Macros by which
// headers rename functions (cublasCreate_v2) are followed. The stand-in's
// functions are linked.
#ifdef TESSERA_CUDA_STAND_IN
#define TESSERA_LAZY(library, function) (&::function)
#define TESSERA_LAZY_AS(library, function, Type) static_cast<Type>(&::function)
#else
#define TESSERA_LAZY(library, function)     \
  (reinterpret_cast<decltype(&::function)>( \
      (library).Find(TESSERA_LAZY_NAME_(function))))
// For a function whose header has overloads of it.
#define TESSERA_LAZY_AS(library, function, Type) \
  (reinterpret_cast<Type>((library).Find(TESSERA_LAZY_NAME_(function))))
#endif
#define TESSERA_LAZY_NAME_(function) TESSERA_LAZY_QUOTE_(function)
#define TESSERA_LAZY_QUOTE_(function) #function

#endif  // TESSERA_OPS_CUDA_RUNTIME_LAZY_LIBRARY_H_
