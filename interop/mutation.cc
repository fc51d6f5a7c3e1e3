#include "tessera/interop/mutation.h"

#include <malloc.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <iterator>
#include <new>
#include <random>
#include <string_view>

#include "gtest/gtest.h"
#include "tessera/base/error.h"

namespace {

std::atomic<int64_t> allocated{0};
std::atomic<int64_t> most_allocated{0};

void* Allocate(size_t size) {
  void* p = std::malloc(size);
  if (p == nullptr) throw std::bad_alloc();
  const auto usable = static_cast<int64_t>(malloc_usable_size(p));
  const int64_t now = allocated += usable;
  if (now > most_allocated) most_allocated = now;
  return p;
}

void Free(void* p) {
  if (p == nullptr) return;
  allocated -= static_cast<int64_t>(malloc_usable_size(p));
  std::free(p);
}

}  // namespace

// Those of the standard library for arrays and without exceptions call these.
void* operator new(size_t size) { return Allocate(size); }
void operator delete(void* p) noexcept { Free(p); }
void operator delete(void* p, size_t) noexcept { Free(p); }
void* operator new[](size_t size) { return Allocate(size); }
void operator delete[](void* p) noexcept { Free(p); }
void operator delete[](void* p, size_t) noexcept { Free(p); }

namespace tessera {
namespace {

class Mutator {
 public:
  explicit Mutator(const std::vector<std::string>& files) : files_(files) {}

  std::string Next() {
    std::string bytes = files_[Below(files_.size())];
    for (size_t n = 1 + Below(3); n > 0; --n) Mutate(&bytes);
    return bytes;
  }

 private:
  size_t Below(size_t n) { return n == 0 ? 0 : rng_() % n; }

  void Mutate(std::string* bytes) {
    const size_t size = bytes->size();
    // Half of the damage is done in the first 256 bytes, where headers are.
    const size_t at = Below(Below(2) == 0 ? size : std::min<size_t>(size, 256));
    const size_t length = Below(std::min<size_t>(size - at, 64)) + 1;
    switch (Below(8)) {
      case 0:
        if (size > 0) (*bytes)[at] ^= static_cast<char>(1 << Below(8));
        break;
      case 1: {
        constexpr char kBytes[] = "\0\xff\x7f\x80{}[]()\"'\\,:0-.eE<>|=\n\r ";
        if (size > 0) (*bytes)[at] = kBytes[Below(sizeof(kBytes))];
        break;
      }
      case 2:
        bytes->resize(at);
        break;
      case 3:
        bytes->erase(at, length);
        break;
      case 4:
        bytes->insert(Below(size + 1), bytes->substr(at, length));
        break;
      case 5: {
        const std::string& other = files_[Below(files_.size())];
        const size_t from = Below(other.size());
        bytes->insert(at, other.substr(from, length));
        break;
      }
      case 6:
        EditNumber(bytes, at);
        break;
      default: {
        // A length or size in binary.
        const uint64_t value = (uint64_t{1} << Below(64)) - Below(3);
        for (size_t i = 0, n = size_t{1} << Below(4); i < n; ++i) {
          if (at + i < size) {
            (*bytes)[at + i] = static_cast<char>(value >> (8 * i));
          }
        }
      }
    }
  }

  void EditNumber(std::string* bytes, size_t at) {
    constexpr std::string_view kDigits = "0123456789";
    static constexpr const char* kNumbers[] = {"0",
                                               "-1",
                                               "1",
                                               "255",
                                               "65536",
                                               "2147483648",
                                               "4294967296",
                                               "1000000000",
                                               "9223372036854775807",
                                               "1e999",
                                               "9223372036854775808",
                                               "1.0",
                                               "18446744073709551615",
                                               "",
                                               "18446744073709551616"};
    at = bytes->find_first_of(kDigits, at);
    if (at == bytes->npos) return;
    const size_t end =
        std::min(bytes->find_first_not_of(kDigits, at), bytes->size());
    bytes->replace(at, end - at, kNumbers[Below(std::size(kNumbers))]);
  }

  const std::vector<std::string>& files_;
  std::mt19937_64 rng_{20260101};
};

}  // namespace

MutationCounts RunMutations(
    const std::vector<std::string>& files, int count, AllocationLimit limit,
    const std::function<void(const std::string&)>& read) {
  MutationCounts counts;
  Mutator mutator(files);
  for (int i = 0; i < count && !testing::Test::HasFailure(); ++i) {
    const std::string bytes = mutator.Next();
    std::string message = "-";
    const int64_t before = allocated;
    most_allocated = before;
    try {
      read(bytes);
      ++counts.read;
    } catch (const FileError& e) {
      message = e.what();
    } catch (const ValueError& e) {
      message = e.what();
    } catch (const std::exception& e) {
      ADD_FAILURE() << "mutation " << i << ": " << e.what();
    }
    const auto most = static_cast<uint64_t>(most_allocated - before);
    if (message != "-") ++counts.refused;
    EXPECT_LE(most, limit.per_byte * bytes.size() + limit.constant)
        << "mutation " << i << " of " << bytes.size() << " bytes";
    const bool one_line = std::all_of(message.begin(), message.end(),
                                      [](char c) { return c >= ' '; });
    EXPECT_TRUE(one_line && message.size() < 400)
        << "mutation " << i << ": " << message;
  }
  return counts;
}

}  // namespace tessera
