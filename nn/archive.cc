#include "tessera/nn/archive.h"

#include <algorithm>
#include <cstring>

#include "tessera/base/error.h"
#include "tessera/tensor/grad_mode.h"
#include "tessera/tensor/ops.h"

namespace tessera::serialize {
namespace {

std::string TorchSize(const Tensor& t) {
  return Str("torch.Size(", t.sizes(), ")");
}

}  // namespace

void OutputArchive::write(const std::string& key, const Value& value) {
  if (key.empty()) {
    throw ValueError("archive", "expected a key that is not empty, got \"\"");
  }
  if (entries_.contains(key)) {
    throw ValueError("archive", Str("key '", key, "' was already written"));
  }
  entries_.insert(key, value);
}

void OutputArchive::write(const std::string& key, const Tensor& tensor, bool) {
  if (!tensor.defined()) {
    throw ValueError("archive", Str("expected a defined tensor for key '", key,
                                    "', got an undefined one"));
  }
  write(key, Value(tensor));
}

void OutputArchive::write(const std::string& key, const OutputArchive& nested) {
  if (nested.entries_.is_empty()) return write(key, Value());
  for (const auto& item : nested.entries_) {
    write(Str(key, ".", item.key()), item.value());
  }
}

void OutputArchive::write(const std::string& key, const Generator& generator) {
  const PhiloxState state = generator.state();
  write(key, Value(std::vector<int64_t>{static_cast<int64_t>(state.seed),
                                        static_cast<int64_t>(state.offset)}));
}

struct InputArchive::Pending {
  std::string what;
  std::vector<std::string> missing;
  std::vector<std::string> mismatched;
  std::vector<std::pair<Tensor, Tensor>> copies;
};

InputArchive::InputArchive() : entries_(std::make_shared<Entries>()) {}
InputArchive::InputArchive(Entries entries)
    : entries_(std::make_shared<Entries>(std::move(entries))) {}

void InputArchive::ThrowMissing(const std::string& key) const {
  throw ValueError("archive", Str("expected key '", prefix_, key,
                                  "', got none of that name"));
}

bool InputArchive::try_read(const std::string& key, Value& value) {
  const Value* found = entries_->find(prefix_ + key);
  if (!found) return false;
  value = *found;
  return true;
}

bool InputArchive::try_read(const std::string& key, Tensor& tensor, bool) {
  const Value* found = entries_->find(prefix_ + key);
  if (!found) return false;
  const Tensor& source = found->toTensor();
  if (!tensor.defined()) {
    tensor = source;
    return true;
  }
  if (source.sizes() != tensor.sizes()) {
    const std::string message = SizeMismatch(prefix_ + key, source, tensor);
    if (!pending_) throw ShapeError("load", message);
    pending_->mismatched.push_back(message);
    return true;
  }
  if (pending_) {
    pending_->copies.emplace_back(tensor, source);
  } else {
    CopyAll({{tensor, source}});
  }
  return true;
}

bool InputArchive::try_read(const std::string& key, Generator& generator) {
  Value value;
  if (!try_read(key, value)) return false;
  const std::vector<int64_t>& state = value.toIntVector();
  if (state.size() != 2) {
    throw ValueError("archive",
                     Str("expected seed and offset of a generator "
                         "for key '",
                         prefix_, key, "', got ", state.size(), " numbers"));
  }
  generator.set_state(
      {static_cast<uint64_t>(state[0]), static_cast<uint64_t>(state[1])});
  return true;
}

bool InputArchive::try_read(const std::string& key, InputArchive& nested) {
  if (!contains(key)) return false;
  ReadNested(key, nested);
  return true;
}

void InputArchive::ReadNested(const std::string& key, InputArchive& nested) {
  std::string prefix = Str(prefix_, key, ".");
  nested.entries_ = entries_;
  nested.prefix_ = std::move(prefix);
  nested.pending_ = pending_;
}

bool InputArchive::try_read(const std::string& key, double& value) {
  Value v;
  if (!try_read(key, v)) return false;
  value = v.toDouble();
  return true;
}

bool InputArchive::try_read(const std::string& key, bool& value) {
  Value v;
  if (!try_read(key, v)) return false;
  value = v.toBool();
  return true;
}

bool InputArchive::try_read(const std::string& key, std::string& value) {
  Value v;
  if (!try_read(key, v)) return false;
  value = v.toStringRef();
  return true;
}

std::vector<std::string> InputArchive::keys() const {
  OrderedDict<std::string, bool> seen;
  for (const auto& item : *entries_) {
    const std::string& name = item.key();
    if (name.compare(0, prefix_.size(), prefix_) != 0) continue;
    std::string key = name.substr(
        prefix_.size(), name.find('.', prefix_.size()) - prefix_.size());
    if (!seen.contains(key)) seen.insert(std::move(key), true);
  }
  return seen.keys();
}

bool InputArchive::contains(const std::string& key) const {
  const std::string name = prefix_ + key;
  if (entries_->contains(name)) return true;
  const std::string prefix = name + ".";
  return std::any_of(entries_->begin(), entries_->end(), [&](const auto& item) {
    return item.key().compare(0, prefix.size(), prefix) == 0;
  });
}

InputArchive::Transaction::Transaction(InputArchive* archive, std::string what)
    : archive_(archive), outermost_(!archive->pending_) {
  if (!outermost_) return;
  archive->pending_ = std::make_shared<Pending>();
  archive->pending_->what = std::move(what);
}

InputArchive::Transaction::~Transaction() {
  if (outermost_) archive_->pending_.reset();
}

void InputArchive::Transaction::Missing(const std::string& key) {
  archive_->pending_->missing.push_back(archive_->prefix_ + key);
}

void InputArchive::Transaction::Commit() {
  if (!outermost_) return;
  const Pending& pending = *archive_->pending_;
  std::string problems;
  for (const std::string& key : pending.missing) {
    problems += problems.empty() ? " Missing key(s) in state_dict: " : ", ";
    problems += '"' + key + '"';
  }
  for (const std::string& message : pending.mismatched) {
    problems += (problems.empty() ? " " : "; ") + message;
  }
  if (!problems.empty()) {
    throw ValueError("load", Str("Error(s) in loading state_dict for ",
                                 pending.what, ":", problems));
  }
  CopyAll(pending.copies);
}

void CopyAll(const std::vector<std::pair<Tensor, Tensor>>& pairs) {
  NoGradGuard no_grad;
  std::vector<Tensor> sources;
  sources.reserve(pairs.size());
  for (const auto& [destination, source] : pairs) {
    sources.push_back(
        source.to(destination.device(), destination.scalar_type()));
  }
  for (size_t i = 0; i < pairs.size(); ++i) pairs[i].first.copy_(sources[i]);
}

std::string SizeMismatch(const std::string& name, const Tensor& source,
                         const Tensor& destination) {
  return Str("size mismatch for ", name, ": copying a param with shape ",
             TorchSize(source),
             " from checkpoint, the shape in current model "
             "is ",
             TorchSize(destination));
}

}  // namespace tessera::serialize
