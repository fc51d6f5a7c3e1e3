// ArrayRef<T> is a pointer and a length: how lists of numbers are passed.
//
//   Tensor zeros(IntArrayRef sizes);
//   zeros({2, 3}); zeros(5); zeros(std::vector<int64_t>{2, 3});
//   IntArrayRef sizes = t.sizes();
//   sizes[0]; sizes.size(); Str(sizes);  // 2, 2, "[2, 3]"
//
// It owns nothing: keep none longer than what it was made from. In particular,
// `IntArrayRef a = {2, 3};` dangles at once; as an argument it is fine.
#ifndef TESSERA_BASE_ARRAY_REF_H_
#define TESSERA_BASE_ARRAY_REF_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "tessera/base/cpp17.h"
#include "tessera/base/str.h"

namespace tessera {

namespace internal {
// Throws IndexError.
[[noreturn]] void ThrowArrayRefRange(size_t index, size_t size);
}  // namespace internal

template <class T>
class ArrayRef {
 public:
  using value_type = T;
  using size_type = size_t;
  using iterator = const T*;
  using const_iterator = const T*;

  constexpr ArrayRef() = default;
  constexpr ArrayRef(const T& one) : data_(&one), size_(1) {}
  constexpr ArrayRef(const T* data, size_t size) : data_(data), size_(size) {}
  constexpr ArrayRef(const T* begin, const T* end)
      : data_(begin), size_(static_cast<size_t>(end - begin)) {}
  constexpr ArrayRef(std::initializer_list<T> list) : size_(list.size()) {
    // Here and not among the initializers, where GCC warns of the lifetime.
    data_ = list.size() == 0 ? nullptr : list.begin();
  }
  template <size_t N>
  constexpr ArrayRef(const T (&array)[N]) : data_(array), size_(N) {}
  // std::vector, std::array, SmallVector: all that has data() and size().
  template <class C, class P = decltype(std::declval<const C&>().data()),
            class = decltype(std::declval<const C&>().size()),
            std::enable_if_t<
                std::is_pointer<P>::value &&
                    std::is_same<std::remove_cv_t<std::remove_pointer_t<P>>,
                                 T>::value &&
                    !std::is_same<C, ArrayRef>::value,
                int> = 0>
  constexpr ArrayRef(const C& c) : data_(c.data()), size_(c.size()) {}

  constexpr const T* data() const { return data_; }
  constexpr size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr const T* begin() const { return data_; }
  constexpr const T* end() const { return data_ + size_; }
  constexpr const T* cbegin() const { return begin(); }
  constexpr const T* cend() const { return end(); }

  // Unchecked, as in a vector; at() throws IndexError.
  constexpr const T& operator[](size_t i) const { return data_[i]; }
  constexpr const T& at(size_t i) const {
    if (i >= size_) internal::ThrowArrayRefRange(i, size_);
    return data_[i];
  }
  constexpr const T& front() const { return data_[0]; }
  constexpr const T& back() const { return data_[size_ - 1]; }

  // The n elements from start on; IndexError if there are not that many.
  constexpr ArrayRef slice(size_t start, size_t n) const {
    if (start > size_ || n > size_ - start) {
      internal::ThrowArrayRefRange(start + n, size_);
    }
    return ArrayRef(data_ + start, n);
  }
  constexpr ArrayRef slice(size_t start) const {
    if (start > size_) internal::ThrowArrayRefRange(start, size_);
    return ArrayRef(data_ + start, size_ - start);
  }

  constexpr bool equals(ArrayRef other) const {
    if (size_ != other.size_) return false;
    for (size_t i = 0; i < size_; ++i) {
      if (!(data_[i] == other.data_[i])) return false;
    }
    return true;
  }

  std::vector<T> vec() const { return std::vector<T>(begin(), end()); }

  // Friends, so that a vector on one side converts.
  friend constexpr bool operator==(ArrayRef a, ArrayRef b) {
    return a.equals(b);
  }
  friend constexpr bool operator!=(ArrayRef a, ArrayRef b) {
    return !a.equals(b);
  }

 private:
  const T* data_ = nullptr;
  size_t size_ = 0;
};

using IntArrayRef = ArrayRef<int64_t>;

// "[2, 3]"
template <class T>
void AppendTo(std::string* out, ArrayRef<T> list) {
  *out += '[';
  for (size_t i = 0; i < list.size(); ++i) {
    if (i > 0) *out += ", ";
    internal::AppendPart(out, list[i]);
  }
  *out += ']';
}

}  // namespace tessera

#endif  // TESSERA_BASE_ARRAY_REF_H_
