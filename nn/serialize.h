// save and load: tensors, modules and optimizers to and from files.
//
//   save(net, "net.safetensors");
//   load(net, "net.safetensors");      // values into the same parameters
//   save(std::vector<Tensor>{a, b}, "ab.safetensors");
//   save(optimizer, "sgd.safetensors");
//   Tensor t;  load(t, "t.safetensors");
//
// Files are safetensors: a module's are its state dict under the usual names,
// which other tools read. What is no tensor stands in the metadata as JSON
// (README.md). Files appear whole or not at all; a load that fails (FileError,
// ValueError) leaves what was to be loaded as it was.
#ifndef TESSERA_NN_SERIALIZE_H_
#define TESSERA_NN_SERIALIZE_H_

#include <iosfwd>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "tessera/nn/archive.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

namespace serialize {

// Everything that has a save(OutputArchive&): modules, optimizers, samplers,
// schedulers; and holders of such.
template <class T, class = void>
struct IsPointer : std::false_type {};
template <class T>
struct IsPointer<T, std::void_t<decltype(std::declval<const T&>()->save(
                        std::declval<OutputArchive&>()))>> : std::true_type {};
template <class T, class = void>
struct HasSave : std::false_type {};
template <class T>
struct HasSave<T, std::void_t<decltype(std::declval<const T&>().save(
                      std::declval<OutputArchive&>()))>> : std::true_type {};

template <class T>
void Fill(OutputArchive* archive, const T& value) {
  if constexpr (IsPointer<T>::value) {
    value->save(*archive);
  } else {
    value.save(*archive);
  }
}
void Fill(OutputArchive* archive, const Tensor& value);
void Fill(OutputArchive* archive, const std::vector<Tensor>& value);

template <class T>
void Take(InputArchive* archive, T& value) {
  if constexpr (IsPointer<T>::value) {
    value->load(*archive);
  } else {
    value.load(*archive);
  }
}
// The tensor of the file, with its dtype and requires_grad.
void Take(InputArchive* archive, Tensor& value);
void Take(InputArchive* archive, std::vector<Tensor>& value);

template <class T>
constexpr bool kSaves =
    IsPointer<T>::value || HasSave<T>::value || std::is_same_v<T, Tensor> ||
    std::is_same_v<T, std::vector<Tensor>>;

}  // namespace serialize

// Note [No ADL]: in libtorch Tensor is of namespace at, save and load of torch,
// so that a program's own save(tensor, ...) is never mistaken for these. A
// using-directive makes them tessera::save without making them found by
// argument-dependent lookup.
namespace files {

// where: the name of a file, or a std::ostream.
template <class T, class Where>
auto save(const T& value, Where&& where)
    -> std::enable_if_t<serialize::kSaves<T>> {
  serialize::OutputArchive archive;
  serialize::Fill(&archive, value);
  archive.save_to(std::forward<Where>(where));
}
template <class Where>
void save(std::initializer_list<Tensor> value, Where&& where) {
  save(std::vector<Tensor>(value), std::forward<Where>(where));
}

// where: the name of a file, or a std::istream. With a device, tensors that
// the load makes anew are there; those that exist keep theirs.
template <class T, class Where>
auto load(T& value, Where&& where, optional<Device> device = nullopt)
    -> std::enable_if_t<serialize::kSaves<T>> {
  serialize::InputArchive archive;
  archive.load_from(std::forward<Where>(where), device);
  serialize::Take(&archive, value);
}

}  // namespace files

using namespace files;

}  // namespace tessera

#endif  // TESSERA_NN_SERIALIZE_H_
