// Indexing by tensors and masks, among slices, ints, None and bools: against a
// model that walks all positions, and against PyTorch.
#include <algorithm>
#include <cmath>
#include <fstream>
#include <random>
#include <sstream>
#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/ops_cpu/runtime/thread_pool.h"
#include "tessera/storage/guarded_allocator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/ops/golden_lines.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using indexing::Ellipsis;
using indexing::None;
using indexing::Slice;
using Ints = std::vector<int64_t>;

// ---- The model ----

// One index of the model, with values that need no tensor.
struct Entry {
  enum Kind { kInt, kSlice, kNone, kEllipsis, kBool, kTensor, kMask } kind;
  int64_t number = 0;
  std::optional<int64_t> start, stop, step;
  Ints sizes, values;  // of kTensor and kMask
};

int64_t Product(const Ints& sizes) {
  int64_t n = 1;
  for (int64_t s : sizes) n *= s;
  return n;
}

Tensor IndexTensor(const Entry& e, DType dtype, int layout) {
  return InLayout(tensor(e.values, kInt64).view(e.sizes).to(dtype), layout);
}

std::vector<TensorIndex> Indices(const std::vector<Entry>& entries, int seed) {
  std::vector<TensorIndex> out;
  for (const Entry& e : entries) {
    switch (e.kind) {
      case Entry::kInt:
        out.push_back(e.number);
        break;
      case Entry::kSlice:
        out.push_back(Slice(e.start, e.stop, e.step));
        break;
      case Entry::kNone:
        out.push_back(None);
        break;
      case Entry::kEllipsis:
        out.push_back(Ellipsis);
        break;
      case Entry::kBool:
        out.push_back(e.number != 0);
        break;
      case Entry::kTensor:
        out.push_back(IndexTensor(e, seed % 2 ? kInt32 : kInt64, seed / 2 % 4));
        break;
      case Entry::kMask:
        out.push_back(IndexTensor(e, kBool, seed % 4));
        break;
    }
    ++seed;
  }
  return out;
}

// What an index gives: the result's sizes, and the row-major number in x of
// each of its elements.
struct Picked {
  Ints sizes, places;
};

// By the definition: every entry becomes an axis of the result, or a part of
// the index tensors; then each position is looked up alone.
Picked Model(const Ints& x_sizes, std::vector<Entry> entries) {
  const auto ndim = static_cast<int64_t>(x_sizes.size());
  int64_t taken = 0;
  bool has_ellipsis = false;
  for (const Entry& e : entries) {
    if (e.kind == Entry::kInt || e.kind == Entry::kSlice) ++taken;
    if (e.kind == Entry::kTensor) ++taken;
    if (e.kind == Entry::kMask) taken += static_cast<int64_t>(e.sizes.size());
    has_ellipsis = has_ellipsis || e.kind == Entry::kEllipsis;
  }
  Entry rest;
  rest.kind = Entry::kEllipsis;
  if (!has_ellipsis) entries.push_back(rest);

  // Along an axis: the index in dimension `dim` of x for each of its places,
  // -1 for an axis that x lacks.
  struct Axis {
    int64_t dim;
    Ints index;
  };
  // A part of the index tensors: like an axis, over their broadcast sizes.
  struct Part {
    int64_t dim;
    Ints sizes, index;
  };
  std::vector<Axis> before, after;
  std::vector<Part> parts;
  bool together = true, gap = false;
  Ints fixed(x_sizes.size(), -1);  // by ints
  int64_t dim = 0;
  const auto add_axis = [&](const Axis& axis) {
    (parts.empty() ? before : after).push_back(axis);
    if (!parts.empty()) gap = true;
  };
  const auto add_part = [&](const Part& part) {
    if (gap) together = false;
    parts.push_back(part);
  };
  const auto whole = [&] {
    Axis axis{dim, {}};
    for (int64_t i = 0; i < x_sizes[static_cast<size_t>(dim)]; ++i) {
      axis.index.push_back(i);
    }
    add_axis(axis);
    ++dim;
  };
  const auto wrap = [&](int64_t i) {
    return i < 0 ? i + x_sizes[static_cast<size_t>(dim)] : i;
  };
  for (const Entry& e : entries) {
    switch (e.kind) {
      case Entry::kInt:
        fixed[static_cast<size_t>(dim)] = wrap(e.number);
        ++dim;
        break;
      case Entry::kNone:
        add_axis({-1, {0}});
        break;
      case Entry::kEllipsis:
        for (int64_t i = ndim - taken; i > 0; --i) whole();
        break;
      case Entry::kSlice: {
        // Python's, by counting.
        const int64_t n = x_sizes[static_cast<size_t>(dim)];
        const int64_t step = e.step.value_or(1);
        const int64_t low = step > 0 ? 0 : -1, high = step > 0 ? n : n - 1;
        const auto bound = [&](std::optional<int64_t> b, int64_t absent) {
          if (!b) return absent;
          return std::clamp(*b < 0 ? *b + n : *b, low, high);
        };
        const int64_t start = bound(e.start, step > 0 ? low : high);
        const int64_t stop = bound(e.stop, step > 0 ? high : low);
        Axis axis{dim, {}};
        for (int64_t i = start; step > 0 ? i < stop : i > stop; i += step) {
          axis.index.push_back(i);
        }
        add_axis(axis);
        ++dim;
        break;
      }
      case Entry::kBool:
        add_part({-1, {e.number}, {0}});
        break;
      case Entry::kTensor:
        if (e.sizes.empty()) {
          fixed[static_cast<size_t>(dim)] = wrap(e.values[0]);
        } else {
          Part part{dim, e.sizes, {}};
          for (int64_t v : e.values) part.index.push_back(wrap(v));
          add_part(part);
        }
        ++dim;
        break;
      case Entry::kMask: {
        if (e.sizes.empty()) {
          add_part({-1, {e.values[0]}, {0}});
          break;
        }
        std::vector<Part> of_mask(e.sizes.size());
        int64_t trues = 0;
        for (size_t i = 0; i < e.values.size(); ++i) {
          if (!e.values[i]) continue;
          ++trues;
          auto left = static_cast<int64_t>(i);
          for (size_t d = e.sizes.size(); d-- > 0;) {
            of_mask[d].index.push_back(left % e.sizes[d]);
            left /= e.sizes[d];
          }
        }
        for (Part& part : of_mask) {
          part.dim = dim++;
          part.sizes = {trues};
          add_part(part);
        }
        break;
      }
    }
  }

  Ints both;  // the parts' broadcast sizes
  for (const Part& p : parts) {
    if (p.sizes.size() > both.size()) {
      both.insert(both.begin(), p.sizes.size() - both.size(), 1);
    }
    for (size_t d = 0; d < p.sizes.size(); ++d) {
      int64_t& s = both[both.size() - p.sizes.size() + d];
      if (s == 1) s = p.sizes[d];
    }
  }
  if (!together) {
    after.insert(after.begin(), before.begin(), before.end());
    before.clear();
  }
  Picked out;
  for (const Axis& a : before) {
    out.sizes.push_back(static_cast<int64_t>(a.index.size()));
  }
  const size_t first = out.sizes.size();
  out.sizes.insert(out.sizes.end(), both.begin(), both.end());
  const size_t last = out.sizes.size();
  for (const Axis& a : after) {
    out.sizes.push_back(static_cast<int64_t>(a.index.size()));
  }
  const int64_t n = Product(out.sizes);
  for (int64_t flat = 0; flat < n; ++flat) {
    Ints at(out.sizes.size());
    int64_t left = flat;
    for (size_t d = at.size(); d-- > 0;) {
      at[d] = left % out.sizes[d];
      left /= out.sizes[d];
    }
    Ints x_at = fixed;
    for (size_t d = 0; d < before.size(); ++d) {
      if (before[d].dim < 0) continue;
      x_at[static_cast<size_t>(before[d].dim)] =
          before[d].index[static_cast<size_t>(at[d])];
    }
    for (size_t d = 0; d < after.size(); ++d) {
      if (after[d].dim < 0) continue;
      x_at[static_cast<size_t>(after[d].dim)] =
          after[d].index[static_cast<size_t>(at[last + d])];
    }
    for (const Part& p : parts) {
      if (p.dim < 0) continue;
      int64_t i = 0;
      for (size_t d = 0; d < p.sizes.size(); ++d) {
        const size_t from = first + both.size() - p.sizes.size() + d;
        i = i * p.sizes[d] + (p.sizes[d] == 1 ? 0 : at[from]);
      }
      x_at[static_cast<size_t>(p.dim)] = p.index[static_cast<size_t>(i)];
    }
    int64_t place = 0;
    for (size_t d = 0; d < x_at.size(); ++d)
      place = place * x_sizes[d] + x_at[d];
    out.places.push_back(place);
  }
  return out;
}

// ---- Random indices ----

class Random {
 public:
  explicit Random(unsigned seed) : engine_(seed) {}
  int64_t Below(int64_t n) {
    return static_cast<int64_t>(engine_() % static_cast<uint64_t>(n));
  }
  bool Chance(int64_t percent) { return Below(100) < percent; }
  std::optional<int64_t> Bound(int64_t n) {
    if (Chance(30)) return {};
    return Below(2 * n + 3) - n - 1;
  }

 private:
  std::mt19937 engine_;
};

std::vector<Entry> RandomEntries(Random& random, const Ints& sizes) {
  const Ints shared = random.Chance(50) ? Ints{3} : Ints{2, 3};
  std::vector<Entry> entries;
  bool ellipsis = false;
  for (size_t d = 0; d < sizes.size();) {
    Entry e{};
    const int64_t n = sizes[d];
    const int64_t r = random.Below(100);
    if (r < 10) {
      e.kind = Entry::kNone;
    } else if (r < 14) {
      e.kind = Entry::kBool;
      e.number = random.Chance(80);
    } else if (r < 20 && !ellipsis) {
      e.kind = Entry::kEllipsis;
      ellipsis = true;
      d += static_cast<size_t>(
          random.Below(static_cast<int64_t>(sizes.size() - d) + 1));
    } else if (r < 45 || n == 0) {
      e.kind = Entry::kSlice;
      e.start = random.Bound(n);
      e.stop = random.Bound(n);
      const int64_t step = random.Below(6) - 3;
      if (step) e.step = step;
      ++d;
    } else if (r < 55) {
      e.kind = Entry::kInt;
      e.number = random.Below(2 * n) - n;
      ++d;
    } else if (r < 88) {
      e.kind = Entry::kTensor;
      const int64_t form = random.Below(5);
      e.sizes = form == 0   ? Ints{}
                : form == 1 ? Ints{1}
                : form == 2 ? Ints{shared.back()}
                            : shared;
      for (int64_t i = Product(e.sizes); i > 0; --i) {
        e.values.push_back(random.Below(2 * n) - n);
      }
      ++d;
    } else {
      e.kind = Entry::kMask;
      const int64_t dims =
          random.Below(std::min<int64_t>(3, sizes.size() - d) + 1);
      for (int64_t k = 0; k < dims; ++k) e.sizes.push_back(sizes[d++]);
      e.values.assign(static_cast<size_t>(Product(e.sizes)), 0);
      // As many as broadcast with the other tensors.
      int64_t trues = random.Chance(50) ? 1 : shared.back();
      for (int64_t tries = 0; trues > 0 && tries < 30; ++tries) {
        if (e.values.empty()) break;
        int64_t& v = e.values[static_cast<size_t>(
            random.Below(static_cast<int64_t>(e.values.size())))];
        trues -= !v;
        v = 1;
      }
    }
    entries.push_back(e);
  }
  return entries;
}

const std::vector<Ints> kShapes = {
    {},        {5},          {3, 4},          {2, 3, 4}, {4, 1, 3},
    {2, 3, 2}, {2, 3, 2, 2}, {2, 2, 3, 1, 2}, {0, 3},    {2, 0, 3}};

// x with 0, 1, 2, ... in it, wrapped into dtype.
Tensor Numbered(const Ints& sizes, DType dtype, int layout) {
  return InLayout(arange(Product(sizes)).view(sizes).to(dtype), layout);
}

// Random indices whose tensors broadcast.
template <class F>
void ForRandom(int count, F f) {
  Random random(7);
  int tried = 0;
  for (int i = 0; i < count;) {
    ASSERT_LT(++tried, 20 * count);
    const Ints& sizes = kShapes[static_cast<size_t>(
        random.Below(static_cast<int64_t>(kShapes.size())))];
    const std::vector<Entry> entries = RandomEntries(random, sizes);
    bool refused = false;
    try {
      zeros(sizes).index(Indices(entries, 0));
    } catch (const IndexError&) {
      refused = true;  // tensors that do not broadcast
    }
    if (refused) continue;
    SCOPED_TRACE(testing::Message() << "index " << i);
    f(sizes, entries, i++, random);
    if (testing::Test::HasFailure()) return;
  }
}

TEST(IndexingTest, I03_AsTheModel) {
  GuardedAllocatorScope guard;
  ForRandom(600, [](const Ints& sizes, const std::vector<Entry>& entries, int i,
                    Random&) {
    const Picked want = Model(sizes, entries);
    const DType dtype = static_cast<DType>(i % kDTypes);
    const Tensor x = Numbered(sizes, dtype, i % 4);
    const Tensor y = x.index(Indices(entries, i));
    ASSERT_EQ(y.sizes().vec(), want.sizes);
    ASSERT_EQ(y.dtype(), x.dtype());
    const Tensor expected =
        want.places.empty() ? empty(want.sizes, y.options())
                            : tensor(want.places).to(dtype).view(want.sizes);
    ASSERT_TRUE(SameBits(y, expected)) << y.to_string();
  });
}

TEST(IndexingTest, I05_PutAsTheModel) {
  GuardedAllocatorScope guard;
  const int threads = get_num_threads();
  ForRandom(600, [](const Ints& sizes, const std::vector<Entry>& entries, int i,
                    Random& random) {
    set_num_threads(1 + i % 3);
    const Picked want = Model(sizes, entries);
    const DType dtype = static_cast<DType>(i % kDTypes);
    const bool accumulate = random.Chance(40);
    // A value that broadcasts: some sizes are 1, leading ones left out, or a 1
    // more than needed.
    Ints value_sizes = want.sizes;
    for (int64_t& s : value_sizes) {
      if (random.Chance(30)) s = 1;
    }
    if (random.Chance(20)) {
      value_sizes.erase(
          value_sizes.begin(),
          value_sizes.begin() +
              random.Below(static_cast<int64_t>(value_sizes.size()) + 1));
    } else if (random.Chance(20)) {
      value_sizes.insert(value_sizes.begin(), 1);
    }
    const Tensor value = InLayout(
        (arange(Product(value_sizes)) + 50).view(value_sizes).to(dtype),
        i / 4 % 4);
    // By hand, in order.
    const Tensor flat = arange(Product(sizes));
    Ints now(flat.data_ptr<int64_t>(), flat.data_ptr<int64_t>() + flat.numel());
    for (size_t p = 0; p < want.places.size(); ++p) {
      auto left = static_cast<int64_t>(p);
      int64_t at = 0, scale = 1;
      for (size_t d = want.sizes.size(); d-- > 0;) {
        const int64_t c = left % want.sizes[d];
        left /= want.sizes[d];
        const size_t behind = want.sizes.size() - d;
        if (behind > value_sizes.size()) continue;
        const int64_t s = value_sizes[value_sizes.size() - behind];
        if (s != 1) at += c * scale;
        scale *= s;
      }
      int64_t& to = now[static_cast<size_t>(want.places[p])];
      to = accumulate ? to + at + 50 : at + 50;
    }
    const Tensor expected = now.empty() ? empty(sizes, TensorOptions(dtype))
                                        : tensor(now).to(dtype).view(sizes);
    Tensor x = Numbered(sizes, dtype, i % 4);
    const uint32_t version = x._version();
    x.index_put_(Indices(entries, i), value, accumulate);
    ASSERT_TRUE(SameBits(x, expected)) << x.to_string() << "\nexpected\n"
                                       << expected.to_string();
    EXPECT_GT(x._version(), version);
  });
  set_num_threads(threads);
}

// Numbers, of any kind, into every dtype.
TEST(IndexingTest, I05_NumbersAreCast) {
  for (int d = 0; d < kDTypes; ++d) {
    const DType dtype = static_cast<DType>(d);
    Tensor x = zeros({3, 4}, dtype);
    x.index_put_({tensor({0, -1}), tensor({1, 1})}, 2.75);
    const Tensor want = scalar_tensor(2.75, kFloat64).to(dtype);
    EXPECT_TRUE(SameBits(x.index({2, 1}), want)) << name(dtype);
    EXPECT_EQ(x.count_nonzero().item<int64_t>(), 2);
    x.index_put_({x != 0}, tensor(1.5, kFloat64));  // 0-d casts, too
    EXPECT_TRUE(
        SameBits(x.index({0, 1}), scalar_tensor(1.5, kFloat64).to(dtype)));
    EXPECT_EQ(x.count_nonzero().item<int64_t>(), 2);
  }
}

// ---- PyTorch ----

Ints ParseInts(const std::string& text) {
  Ints out;
  std::stringstream stream(text);
  for (int64_t v; stream >> v;) out.push_back(v);
  return out;
}

std::vector<std::string> Split(const std::string& text, char at) {
  std::vector<std::string> out;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) out.push_back(part);
  if (!text.empty() && text.back() == at) out.push_back("");
  return out;
}

std::vector<Entry> ParseEntries(const std::string& text) {
  std::vector<Entry> out;
  for (const std::string& part : Split(text, ';')) {
    Entry e{};
    const std::string rest = part.substr(1);
    switch (part[0]) {
      case 'i':
        e.kind = Entry::kInt;
        e.number = std::stoll(rest);
        break;
      case 'b':
        e.kind = Entry::kBool;
        e.number = std::stoll(rest);
        break;
      case 'n':
        e.kind = Entry::kNone;
        break;
      case 'e':
        e.kind = Entry::kEllipsis;
        break;
      case 's': {
        e.kind = Entry::kSlice;
        const std::vector<std::string> bounds = Split(rest, ',');
        const auto get = [&](size_t i) -> std::optional<int64_t> {
          if (bounds[i] == "_") return {};
          return std::stoll(bounds[i]);
        };
        e.start = get(0);
        e.stop = get(1);
        e.step = get(2);
        break;
      }
      default: {
        e.kind = part[0] == 'm' ? Entry::kMask : Entry::kTensor;
        const size_t colon = rest.find(':');
        e.sizes = ParseInts(rest.substr(0, colon));
        e.values = ParseInts(rest.substr(colon + 1));
      }
    }
    out.push_back(e);
  }
  return out;
}

Tensor ParseTensor(const std::string& sizes, const std::string& values) {
  const Ints numbers = ParseInts(values);
  if (numbers.empty()) return empty(ParseInts(sizes), kInt64);
  return tensor(numbers).view(ParseInts(sizes));
}

TEST(IndexingTest, I04_AsPyTorch) {
  std::ifstream file("tests/ops/testdata/indexing_golden.txt");
  int lines = 0;
  for (std::string text; std::getline(file, text); ++lines) {
    std::vector<std::string> f = Split(text, '|');
    SCOPED_TRACE(text);
    const DType dtype = static_cast<DType>(lines % kDTypes);
    Tensor x = Numbered(ParseInts(f[1]), dtype, lines % 4);
    const std::vector<TensorIndex> index = Indices(ParseEntries(f[2]), lines);
    if (f[3] == "error") {
      EXPECT_THROW(x.index(index), IndexError);
      continue;
    }
    f.resize(7);
    if (f[0] == "get") {
      ASSERT_TRUE(SameBits(x.index(index), ParseTensor(f[3], f[4]).to(dtype)));
      continue;
    }
    const Tensor value = ParseTensor(f[3], f[4]).to(dtype);
    x.index_put_(index, value, f[0] == "add");
    ASSERT_TRUE(SameBits(x, ParseTensor(f[5], f[6]).to(dtype)))
        << x.to_string();
  }
  EXPECT_GT(lines, 200);
}

TEST(IndexingTest, I04_PlaceOfTheIndexedDimensions) {
  const Tensor x = zeros({2, 3, 4, 5});
  const Tensor i = tensor({1, 0});
  EXPECT_EQ(Sizes(x.index({i, Slice(), i})), (Ints{2, 3, 5}));
  EXPECT_EQ(Sizes(x.index({Slice(), i, i})), (Ints{2, 2, 5}));
  EXPECT_EQ(Sizes(x.index({Slice(), i, Slice(), i})), (Ints{2, 2, 4}));
  EXPECT_EQ(Sizes(x.index({Slice(), ones({3, 4}, kBool)})), (Ints{2, 12, 5}));
  EXPECT_EQ(Sizes(x.index({0, Slice(), tensor({1, 2, 3})})), (Ints{3, 3, 5}));
  EXPECT_EQ(Sizes(x.index({i, None, i})), (Ints{2, 1, 4, 5}));
  EXPECT_EQ(Sizes(x(i, 0, i)), (Ints{2, 5}));
}

// ---- Single rules ----

TEST(IndexingTest, I01_BoolsAnd0dTensors) {
  const Tensor x = arange(6).view({2, 3});
  EXPECT_EQ(Sizes(x.index({true})), (Ints{1, 2, 3}));
  EXPECT_EQ(Sizes(x.index({false})), (Ints{0, 2, 3}));
  EXPECT_EQ(Sizes(x.index({true, true})), (Ints{1, 2, 3}));
  EXPECT_EQ(Sizes(x.index({0, true, false})), (Ints{0, 3}));
  EXPECT_EQ(Sizes(x.index({Slice(), true, Slice(), true})), (Ints{1, 2, 3}));
  EXPECT_EQ(Sizes(x[tensor(true)]), (Ints{1, 2, 3}));
  EXPECT_EQ(Sizes(x[tensor(false)]), (Ints{0, 2, 3}));
  EXPECT_EQ(Values(x[tensor(1)]), (std::vector<double>{3, 4, 5}));
  EXPECT_TRUE(x[tensor(1)].is_alias_of(x));
  EXPECT_TRUE(x[tensor(-2, kInt16)].is_alias_of(x));
  EXPECT_FALSE(x[tensor({1})].is_alias_of(x));
  EXPECT_EQ(Sizes(tensor(5)[tensor(true)]), (Ints{1}));
}

TEST(IndexingTest, S43_MasksReadAndWrite) {
  Tensor mask = zeros({200, 200}, kBool);
  mask.index({Slice(100, 150), Slice(100, 150)}) = true;
  Tensor img = ones({200, 200});
  EXPECT_EQ(Sizes(img.index({mask})), (Ints{2500}));
  img.index_put_({mask}, 0.);
  EXPECT_EQ(img.sum().item<float>(), 37500);
  img.index_put_({mask}, arange(2500, kFloat32));
  EXPECT_EQ(img[149][149].item<float>(), 2499);
  // A colour for the pixels of a mask.
  Tensor rgb = zeros({200, 200, 3});
  rgb.index_put_({mask}, tensor({1.f, 2.f, 3.f}));
  EXPECT_EQ(rgb.sum().item<float>(), 6 * 2500);
}

TEST(IndexingTest, I06_NonzeroAsTuple) {
  const Tensor x = tensor({{0, 2, 0}, {3, 0, 4}});
  const std::vector<Tensor> at = where(x);
  ASSERT_EQ(at.size(), 2u);
  EXPECT_EQ(Values(at[0]), (std::vector<double>{0, 1, 1}));
  EXPECT_EQ(Values(at[1]), (std::vector<double>{1, 0, 2}));
  EXPECT_TRUE(SameBits(index(x, at), tensor({2, 3, 4})));
  EXPECT_EQ(tensor(3).nonzero_numpy().size(), 1u);
  EXPECT_EQ(Sizes(argwhere(x)), (Ints{3, 2}));
}

// As ATen's ops: undefined tensors stand for whole dimensions.
TEST(IndexingTest, FunctionsOfTensorLists) {
  const Tensor x = arange(24).view({2, 3, 4});
  const Tensor at = tensor({0, 2});
  EXPECT_TRUE(SameBits(index(x, {Tensor(), at}), x.index_select(1, at)));
  EXPECT_TRUE(SameBits(x.index(TensorList({Tensor(), Tensor(), at})),
                       x.index_select(2, at)));
  EXPECT_TRUE(SameBits(index(x, TensorList()), x));
  const Tensor y = index_put(x, {Tensor(), at}, tensor(-1));
  EXPECT_EQ(y.sum().item<int64_t>(), x.select(1, 1).sum().item<int64_t>() - 16);
  EXPECT_EQ(x.sum().item<int64_t>(), 276);
  EXPECT_TRUE(SameBits(x.index_put({tensor({0, 0})}, ones({}, kInt64), true)[0],
                       x[0] + 2));
  Tensor z = x.clone();
  index_put_(z, {ones({2, 3}, kBool)}, zeros({4}, kInt64));
  EXPECT_EQ(z.sum().item<int64_t>(), 0);
}

TEST(IndexingTest, I05b_TheLastWinsForAnyNumberOfThreads) {
  const int threads = get_num_threads();
  const int64_t n = 50000;
  const Tensor at = arange(n).remainder(11), value = arange(3 * n).view({n, 3});
  for (int t : {1, 4}) {
    set_num_threads(t);
    Tensor x = zeros({11, 3}, kInt64);
    x.index_put_({at}, value);
    for (int64_t i = 0; i < 11; ++i) {
      EXPECT_EQ(x[i][2].item<int64_t>(), 3 * ((n - 1 - i) / 11 * 11 + i) + 2);
    }
    // 1 is lost beside 1e8 unless it comes after -1e8.
    Tensor sums = zeros({1, 20000});
    sums.index_put_({zeros({4}, kInt64)},
                    tensor({1.f, 1e8f, -1e8f, 1.f}).view({4, 1}), true);
    EXPECT_EQ(sums.sum().item<float>(), 20000);
  }
  set_num_threads(threads);
}

TEST(IndexingTest, I06_HalfSumsAreRoundedOnce) {
  Tensor x = full({2}, 2048, kFloat16);
  x.index_put_({zeros({4096}, kInt64)}, ones({}, kFloat16), true);
  EXPECT_EQ(x[0].item<float>(), 6144);
}

TEST(IndexingTest, IndexAndValueInSelfsMemory) {
  Tensor x = tensor({2, 0, 1, 3});
  x.index_put_({x}, 7);  // all of them, though x changes
  EXPECT_EQ(Values(x), (std::vector<double>{7, 7, 7, 7}));
  Tensor y = arange(4);
  y.index_put_({tensor({1, 2, 3})}, y.slice(0, 0, 3));
  EXPECT_EQ(Values(y), (std::vector<double>{0, 0, 1, 2}));
  Tensor m = tensor({true, false, true});
  m.index_put_({m}, false);
  EXPECT_EQ(Values(m), (std::vector<double>{0, 0, 0}));
}

TEST(IndexingTest, LargeMasksOnThreads) {
  const int threads = get_num_threads();
  const int64_t rows = 700, n = 301;
  const Tensor x = arange(rows * n).view({rows, n});
  const Tensor mask = x.remainder(3) == 1;
  Ints want;
  for (int64_t i = 0; i < rows * n; ++i) {
    if (i % 3 == 1) want.push_back(i);
  }
  for (int t : {1, 3}) {
    set_num_threads(t);
    EXPECT_TRUE(SameBits(x.index({mask}), tensor(want)));
    EXPECT_TRUE(SameBits(x.masked_select(mask), tensor(want)));
    const Tensor at = nonzero(mask);
    EXPECT_TRUE(SameBits(at.select(1, 0) * n + at.select(1, 1), tensor(want)));
    Tensor y = x.clone();
    y.index_put_({mask}, -1);
    EXPECT_EQ(y.eq(-1).sum().item<int64_t>(),
              static_cast<int64_t>(want.size()));
    EXPECT_TRUE(SameBits(x.t().index({mask.t()}).sum(), tensor(want).sum()));
  }
  set_num_threads(threads);
}

// ---- Errors: each names what was wrong, and nothing was written ----

TEST(IndexingTest, I03b_BadIndices) {
  const Tensor x = arange(12, kFloat32).view({3, 4});
  Tensor y = x.clone();
  ExpectError<IndexError>(
      [&] {
        x.index({tensor({0, 3})});
      },
      {"index", "index 3", "dimension 0", "size 3", "-3 to 2"});
  ExpectError<IndexError>(
      [&] {
        x.index({Slice(), tensor({0, -5})});
      },
      {"index -5", "dimension 1", "size 4"});
  ExpectError<IndexError>(
      [&] {
        y.index_put_({tensor({0, 1}), tensor({0, 9})}, 5);
      },
      {"index_put_", "index 9", "dimension 1", "size 4"});
  ExpectError<IndexError>(
      [&] {
        y.index_put_({tensor({0, 1, 4})}, 5);
      },
      {"index_put_", "index 4", "dimension 0", "size 3"});
  ExpectError<IndexError>([&] { index_put(x, {tensor({7})}, x[0]); },
                          {"index_put:", "index 7"});
  // Also where nothing would be read.
  ExpectError<IndexError>(
      [] {
        zeros({3, 0}).index({tensor({5})});
      },
      {"index 5", "size 3"});
  ExpectError<IndexError>(
      [] {
        zeros({0, 3}).index({tensor({0})});
      },
      {"index 0", "size 0"});
  ExpectError<IndexError>(
      [&] {
        x.index({tensor({0, 1}), tensor({0, 1, 2})});
      },
      {"shape mismatch: indexing tensors could not be broadcast together",
       "[2]", "[3]"});
  ExpectError<IndexError>(
      [&] { x.index({ones({2}, kBool)}); },
      {"The shape of the mask [2] at index 0 does not match "
       "the shape of the indexed tensor [3,4]"});
  ExpectError<IndexError>(
      [&] {
        x.index({Slice(), ones({3}, kBool)});
      },
      {"mask [3]", "[3,4]", "index 1"});
  ExpectError<IndexError>([&] { x.index({tensor({0.f})}); },
                          {"int64", "bool", "float32[1]@cpu"});
  ExpectError<IndexError>([&] { x.index({tensor(0.f)}); },
                          {"int64", "float32[]@cpu"});
  for (const Tensor& t : {ones({3}, kUInt8), ones({}, kUInt8)}) {
    ExpectError<IndexError>([&] { x.index({t}); }, {"uint8", ".to(bool)"});
    ExpectError<IndexError>(
        [&] {
          y.index_put_({0, t}, 1);
        },
        {"uint8", ".to(bool)"});
  }
  ExpectError<IndexError>([&] { x.index({ones({3}, kInt16)}); },
                          {"int16", ".to(int64)"});
  ExpectError<IndexError>(
      [&] {
        x.index({tensor({0}), tensor({0}), tensor({0})});
      },
      {"too many indices", "dimension 2", "got 3"});
  ExpectError<IndexError>(
      [&] {
        x.index({ones({3, 4, 1}, kBool)});
      },
      {"too many indices", "got 3"});
  ExpectError<IndexError>(
      [&] {
        index(x, {Tensor(), Tensor(), tensor({0})});
      },
      {"too many indices"});
  ExpectError<IndexError>([] { tensor(1)[tensor({0})]; },
                          {"too many indices", "item()"});
  ExpectError<ValueError>([&] { x.index({Tensor()}); }, {"undefined"});
  EXPECT_TRUE(SameBits(x, y));
}

TEST(IndexingTest, I05_BadValues) {
  Tensor x = arange(12, kFloat32).view({3, 4});
  const Tensor before = x.clone();
  ExpectError<ShapeError>(
      [&] {
        x.index_put_({x > 3}, zeros({3, 2}));
      },
      {"shape mismatch: value tensor of shape [3,2] cannot be broadcast to "
       "indexing result of shape [8]"});
  ExpectError<ShapeError>(
      [&] {
        x.index_put_({tensor({0, 1})}, zeros({3, 4}));
      },
      {"index_put_", "[3,4]", "[2,4]"});
  ExpectError<ShapeError>(
      [&] {
        x.index_put_({0}, zeros({2, 4}));
      },
      {"[2,4]", "[4]"});
  ExpectError<DTypeError>(
      [&] { x.index_put_({x > 3}, zeros({8}, kFloat64)); },
      {"Index put requires the source and destination dtypes match", "float32",
       "float64[8]@cpu", ".to(float32)"});
  ExpectError<ValueError>(
      [&] { zeros({3}, kUInt8).index_put_({tensor({0})}, 300); },
      {"index_put_", "uint8", "300"});
  ExpectError<ShapeError>(
      [&] { zeros({1}).expand({3}).index_put_({tensor({0})}, 1); },
      {"index_put_", "memory"});
  // A copy cannot be assigned to.
  ExpectError<IndexError>([&] { x.index({x > 3}) = 0; },
                          {"copy", "index_put_"});
  ExpectError<IndexError>(
      [&] {
        x[tensor({0, 1})] = before[0];
      },
      {"copy", "index_put_"});
  EXPECT_TRUE(SameBits(x, before));
  // What was picked is a tensor as any other.
  Tensor y = x.index({x > 3});
  y = y + 1;
  y.index({0}) = 7;
  y += 1;
  EXPECT_EQ(y[0].item<float>(), 8);
}

TEST(IndexingTest, AssignmentToViews) {
  Tensor x = zeros({3, 4});
  x.index({1, Slice(None, None, -2)}) = tensor({1.f, 2.f});
  x.index({Slice(), 0}) += 1;
  x.index({"...", 2}) -= 3;
  EXPECT_EQ(Values(x),
            (std::vector<double>{1, 0, -3, 0, 1, 2, -3, 1, 1, 0, -3, 0}));
  x.index_put_({Slice(None, None, -1), 1}, tensor({1, 2, 3}));
  EXPECT_EQ(Values(x.index({Slice(), 1})), (std::vector<double>{3, 2, 1}));
  x.index_put_({0}, 1, true);
  EXPECT_EQ(Values(x[0]), (std::vector<double>{2, 4, -2, 1}));
  x.index_put_({Slice(0, 0)}, 5);
  x.index_put_({zeros({0}, kInt64)}, 5);
  x.index_put_({zeros({3}, kBool)}, 5);
  EXPECT_EQ(x.max().item<float>(), 4);
}

}  // namespace
}  // namespace tessera
