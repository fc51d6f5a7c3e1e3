// Archives: named tensors and numbers on their way to or from a file.
//
//   serialize::OutputArchive archive;
//   model->save(archive);                       // tensors named fc.weight, ...
//   archive.write("epoch", 3);
//   archive.save_to("checkpoint.safetensors");  // link //nn:serialize
//   in.load_from(path);  model->load(in);  in.read("epoch", epoch);
//
// Names are paths: an archive written under a key has its entries at
// "key.name". In memory until save_to; load_from maps nothing into the model by
// itself.
#ifndef TESSERA_NN_ARCHIVE_H_
#define TESSERA_NN_ARCHIVE_H_

#include <cstdint>
#include <iosfwd>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tessera/nn/ordered_dict.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ivalue.h"
#include "tessera/tensor/tensor.h"

namespace tessera::serialize {

// What an archive holds under a name.
using Value = IValue;
using Entries = OrderedDict<std::string, Value>;

class OutputArchive {
 public:
  // ValueError for an empty key or one that is there already.
  void write(const std::string& key, const Value& value);
  void write(const std::string& key, const Tensor& tensor,
             bool is_buffer = false);
  // All of nested's entries, as "key.name".
  void write(const std::string& key, const OutputArchive& nested);
  // Seed and offset: what a later read continues from, bit for bit.
  void write(const std::string& key, const Generator& generator);
  template <class... A>
  void operator()(A&&... arguments) {
    write(std::forward<A>(arguments)...);
  }

  // To a .safetensors file, which appears whole or not at all (FileError).
  // Both need //nn:serialize.
  void save_to(const std::string& path) const;
  void save_to(std::ostream& stream) const;

  const Entries& entries() const { return entries_; }

 private:
  Entries entries_;
};

class InputArchive {
 public:
  InputArchive();
  explicit InputArchive(Entries entries);

  // FileError for what is no such file. Both need //nn:serialize.
  void load_from(const std::string& path, optional<Device> device = nullopt);
  void load_from(std::istream& stream, optional<Device> device = nullopt);

  // False, and nothing changes, where the key is missing; TypeError where it
  // holds another kind. A defined tensor keeps its identity, dtype, device and
  // requires_grad and gets the values (ShapeError for another shape); an
  // undefined one becomes the tensor read.
  bool try_read(const std::string& key, Tensor& tensor, bool is_buffer = false);
  bool try_read(const std::string& key, Value& value);
  // Continues where the generator written stood.
  bool try_read(const std::string& key, Generator& generator);
  bool try_read(const std::string& key, InputArchive& nested);
  bool try_read(const std::string& key, double& value);
  bool try_read(const std::string& key, bool& value);
  bool try_read(const std::string& key, std::string& value);
  template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
  bool try_read(const std::string& key, T& value) {
    Value v;
    if (!try_read(key, v)) return false;
    value = static_cast<T>(v.toInt());
    return true;
  }
  // As try_read; ValueError naming the key where it is missing.
  template <class T>
  void read(const std::string& key, T& value) {
    if (!try_read(key, value)) ThrowMissing(key);
  }
  void read(const std::string& key, Tensor& tensor, bool is_buffer = false) {
    if (!try_read(key, tensor, is_buffer)) ThrowMissing(key);
  }
  template <class... A>
  void operator()(A&&... arguments) {
    read(std::forward<A>(arguments)...);
  }

  // The first parts of the names below here, in order, each once.
  std::vector<std::string> keys() const;
  bool contains(const std::string& key) const;
  // As read, also where there is nothing below key.
  void ReadNested(const std::string& key, InputArchive& nested);
  const Entries& entries() const { return *entries_; }
  const std::string& prefix() const { return prefix_; }

  // A load of several tensors that happens as a whole or not at all: while one
  // is open, the reads of tensors that were defined are collected, and Commit
  // reports all that is wrong with them in one ValueError or writes them all.
  class Transaction {
   public:
    // Owns the outermost transaction of the archive; inner ones join it.
    Transaction(InputArchive* archive, std::string what);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    void Missing(const std::string& key);
    void Commit();

   private:
    InputArchive* archive_;
    bool outermost_;
  };

 private:
  struct Pending;
  [[noreturn]] void ThrowMissing(const std::string& key) const;

  std::shared_ptr<const Entries> entries_;
  std::string prefix_;
  std::shared_ptr<Pending> pending_;
};

// What load_state_dict and archives do with the pairs (destination, source):
// converts all sources first and then copies them, so that a failure leaves
// every destination as it was. Unrecorded.
void CopyAll(const std::vector<std::pair<Tensor, Tensor>>& pairs);

// "size mismatch for fc.weight: copying a param with shape torch.Size([3, 5])
// from checkpoint, the shape in current model is torch.Size([4, 5])".
std::string SizeMismatch(const std::string& name, const Tensor& source,
                         const Tensor& destination);

}  // namespace tessera::serialize

#endif  // TESSERA_NN_ARCHIVE_H_
