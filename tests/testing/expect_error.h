// ExpectError: that a call throws this error and its message names these words.
//
//   ExpectError<ShapeError>([&] { a.view({4}); }, {"view", "[4]", "reshape"});
//   ExpectError<IndexError>([&] { a[9]; }, {"index 9", "size 2"});
//   EXPECT_EQ(Values(t), (std::vector<double>{1, 2}));   // row-major
//   EXPECT_EQ(Sizes(t), (std::vector<int64_t>{2}));
#ifndef TESSERA_TESTS_TESTING_EXPECT_ERROR_H_
#define TESSERA_TESTS_TESTING_EXPECT_ERROR_H_

#include <initializer_list>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"
#include "tessera/tensor/ops.h"

namespace tessera {

template <class E, class F>
void ExpectError(F call, std::initializer_list<const char*> words) {
  try {
    call();
    ADD_FAILURE() << "nothing was thrown";
  } catch (const E& error) {
    const std::string text = error.what();
    for (const char* word : words) {
      EXPECT_NE(text.find(word), std::string::npos)
          << '"' << word << "\" is missing in: " << text;
    }
    EXPECT_EQ(text.find('\n'), std::string::npos) << text;
  } catch (const std::exception& error) {
    ADD_FAILURE() << "another type of error: " << error.what();
  }
}

// What f throws says; "no error" where it does not throw.
template <class F>
std::string MessageOf(F f) {
  try {
    f();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// As ExpectError, for messages that may have several lines.
#define EXPECT_THROW_NAMING(statement, ErrorClass, ...)        \
  do {                                                         \
    EXPECT_THROW(statement, ErrorClass);                       \
    const std::string message = MessageOf([&] { statement; }); \
    for (const char* word : {__VA_ARGS__}) {                   \
      EXPECT_NE(message.find(word), std::string::npos)         \
          << word << " in: " << message;                       \
    }                                                          \
  } while (false)

// The elements in row-major order, without any kernel.
inline std::vector<double> Values(const Tensor& t) {
  const Tensor flat = t.detach().cpu().clone(MemoryFormat::Contiguous);
  std::vector<double> out;
  const Tensor line = flat.view({-1});
  for (int64_t i = 0; i < line.numel(); ++i) {
    out.push_back(line[i].item().toDouble());
  }
  return out;
}

inline std::vector<int64_t> Sizes(const Tensor& t) { return t.sizes().vec(); }
inline std::vector<int64_t> Strides(const Tensor& t) {
  return t.strides().vec();
}

}  // namespace tessera

#endif  // TESSERA_TESTS_TESTING_EXPECT_ERROR_H_
