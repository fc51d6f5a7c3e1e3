// OrderedDict: a map from keys to values that keeps the order of insertion.
//
//   OrderedDict<std::string, Tensor> dict;
//   dict.insert("weight", weight);
//   dict["weight"];  dict[0].key();
//   if (Tensor* t = dict.find("bias")) Use(*t);
//   for (const auto& item : dict) Use(item.key(), item.value());
#ifndef TESSERA_NN_ORDERED_DICT_H_
#define TESSERA_NN_ORDERED_DICT_H_

#include <cstddef>
#include <initializer_list>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tessera/base/error.h"
#include "tessera/base/str.h"

namespace tessera {

template <class Key, class Value>
class OrderedDict {
 public:
  class Item {
   public:
    Item(Key key, Value value) : pair_(std::move(key), std::move(value)) {}
    const Key& key() const noexcept { return pair_.first; }
    Value& value() noexcept { return pair_.second; }
    const Value& value() const noexcept { return pair_.second; }
    Value& operator*() noexcept { return value(); }
    const Value& operator*() const noexcept { return value(); }
    Value* operator->() noexcept { return &value(); }
    const Value* operator->() const noexcept { return &value(); }
    const std::pair<Key, Value>& pair() const noexcept { return pair_; }

   private:
    std::pair<Key, Value> pair_;
  };
  using Iterator = typename std::vector<Item>::iterator;
  using ConstIterator = typename std::vector<Item>::const_iterator;

  // The description is what messages call a key.
  explicit OrderedDict(std::string description = "Key")
      : description_(std::move(description)) {}
  OrderedDict(std::initializer_list<Item> items) : OrderedDict() {
    for (const Item& item : items) insert(item.key(), item.value());
  }

  const std::string& key_description() const noexcept { return description_; }
  size_t size() const noexcept { return items_.size(); }
  bool is_empty() const noexcept { return items_.empty(); }
  void reserve(size_t n) {
    items_.reserve(n);
    index_.reserve(n);
  }
  void clear() {
    items_.clear();
    index_.clear();
  }

  Item& front() { return (*this)[0]; }
  const Item& front() const { return (*this)[0]; }
  Item& back() { return (*this)[size() - 1]; }
  const Item& back() const { return (*this)[size() - 1]; }
  // IndexError out of range.
  Item& operator[](size_t i) { return items_[Checked(i)]; }
  const Item& operator[](size_t i) const { return items_[Checked(i)]; }
  // ValueError where the key is missing.
  Value& operator[](const Key& key) {
    if (Value* value = find(key)) return *value;
    ThrowMissing(key);
  }
  const Value& operator[](const Key& key) const {
    if (const Value* value = find(key)) return *value;
    ThrowMissing(key);
  }
  // Null where the key is missing.
  Value* find(const Key& key) noexcept {
    const auto it = index_.find(key);
    return it == index_.end() ? nullptr : &items_[it->second].value();
  }
  const Value* find(const Key& key) const noexcept {
    return const_cast<OrderedDict*>(this)->find(key);
  }
  bool contains(const Key& key) const noexcept { return index_.count(key) > 0; }

  // ValueError for a key that is there already.
  template <class K, class V>
  Value& insert(K&& key, V&& value) {
    if (index_.count(key)) {
      throw ValueError("insert",
                       Str(description_, " '", key, "' already defined"));
    }
    items_.emplace_back(Key(std::forward<K>(key)),
                        Value(std::forward<V>(value)));
    index_[items_.back().key()] = items_.size() - 1;
    return items_.back().value();
  }
  Value& insert(Key key, Value&& value) {
    return insert<Key, Value>(std::move(key), std::move(value));
  }
  void update(const OrderedDict& other) {
    reserve(size() + other.size());
    for (const Item& item : other) insert(item.key(), item.value());
  }
  void erase(const Key& key) {
    const auto it = index_.find(key);
    if (it == index_.end()) ThrowMissing(key);
    const size_t at = it->second;
    items_.erase(items_.begin() + static_cast<std::ptrdiff_t>(at));
    index_.erase(it);
    for (auto& entry : index_) {
      if (entry.second > at) --entry.second;
    }
  }

  Iterator begin() { return items_.begin(); }
  ConstIterator begin() const { return items_.begin(); }
  Iterator end() { return items_.end(); }
  ConstIterator end() const { return items_.end(); }

  const std::vector<Item>& items() const noexcept { return items_; }
  std::vector<Key> keys() const {
    std::vector<Key> keys;
    keys.reserve(size());
    for (const Item& item : items_) keys.push_back(item.key());
    return keys;
  }
  std::vector<Value> values() const {
    std::vector<Value> values;
    values.reserve(size());
    for (const Item& item : items_) values.push_back(item.value());
    return values;
  }
  std::vector<std::pair<Key, Value>> pairs() const {
    std::vector<std::pair<Key, Value>> pairs;
    pairs.reserve(size());
    for (const Item& item : items_) pairs.push_back(item.pair());
    return pairs;
  }

 private:
  size_t Checked(size_t i) const {
    if (i >= size()) {
      throw IndexError("OrderedDict", Str("index ", i, " is out of range for ",
                                          size(), " items"));
    }
    return i;
  }
  [[noreturn]] void ThrowMissing(const Key& key) const {
    throw ValueError("OrderedDict",
                     Str(description_, " '", key, "' is not defined"));
  }

  std::string description_;
  std::vector<Item> items_;
  std::unordered_map<Key, size_t> index_;
};

}  // namespace tessera

#endif  // TESSERA_NN_ORDERED_DICT_H_
