#include "tessera/tensor/views.h"

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <numeric>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/error.h"

namespace tessera {
namespace {

using Ints = std::vector<int64_t>;
using std::nullopt;
constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

// ---- The model: a tensor is its shape and, in row-major order, the place of
// each element. It knows no strides. ----

struct Model {
  Ints sizes;
  Ints places;
};

int64_t Product(const Ints& sizes) {
  return std::accumulate(sizes.begin(), sizes.end(), int64_t{1},
                         std::multiplies<int64_t>());
}

int64_t At(const Model& m, const Ints& index) {
  int64_t flat = 0;
  for (size_t d = 0; d < index.size(); ++d) {
    EXPECT_TRUE(index[d] >= 0 && index[d] < m.sizes[d]);
    flat = flat * m.sizes[d] + index[d];
  }
  return m.places[flat];
}

// Of the sizes given, whose element at an index is that of m at f(index).
template <class F>
Model Gather(const Model& m, const Ints& sizes, F f) {
  Model out{sizes, {}};
  const int64_t numel = Product(sizes);
  for (int64_t flat = 0; flat < numel; ++flat) {
    Ints index(sizes.size());
    int64_t rest = flat;
    for (size_t d = sizes.size(); d-- > 0;) {
      index[d] = rest % sizes[d];
      rest /= sizes[d];
    }
    out.places.push_back(At(m, f(index)));
  }
  return out;
}

Model ModelOf(const Geometry& g) {
  Model out{g.sizes().vec(), {g.offset()}};
  for (int64_t d = 0; d < g.dim(); ++d) {
    Ints next;
    for (int64_t place : out.places) {
      for (int64_t i = 0; i < g.size(d); ++i) {
        next.push_back(place + i * g.stride(d));
      }
    }
    out.places = next;
  }
  return out;
}

// The elements of range(n)[start:stop:step], by Python's description: the
// bounds are brought in, then one walks.
Ints PythonSlice(int64_t n, std::optional<int64_t> start,
                 std::optional<int64_t> stop, int64_t step) {
  const auto bring_in = [&](int64_t i) {
    if (i < 0) i += n;
    if (i < 0) return step < 0 ? int64_t{-1} : int64_t{0};
    if (i >= n) return step < 0 ? n - 1 : n;
    return i;
  };
  int64_t i = start ? bring_in(*start) : step < 0 ? n - 1 : 0;
  const int64_t end = stop ? bring_in(*stop) : step < 0 ? -1 : n;
  Ints out;
  for (; step < 0 ? i > end : i < end; i += step) out.push_back(i);
  return out;
}

Model ModelTake(const Model& m, int64_t dim, const Ints& indices) {
  Ints sizes = m.sizes;
  sizes[dim] = static_cast<int64_t>(indices.size());
  return Gather(m, sizes, [&](Ints i) {
    i[dim] = indices[i[dim]];
    return i;
  });
}

// Are there strides that reach the places of m, seen with the given sizes?
bool ViewExists(const Model& m, const Ints& sizes) {
  if (m.places.empty()) return true;
  const Model seen{sizes, m.places};
  Ints strides(sizes.size(), 0);
  for (size_t d = 0; d < sizes.size(); ++d) {
    if (sizes[d] == 1) continue;
    Ints unit(sizes.size(), 0);
    unit[d] = 1;
    strides[d] = At(seen, unit) - m.places[0];
  }
  return ModelOf(Geometry(sizes, strides, m.places[0], DType::Float)).places ==
         m.places;
}

void ExpectSame(const Geometry& g, const Model& m, const std::string& what) {
  const Model got = ModelOf(g);
  ASSERT_EQ(got.sizes, m.sizes) << what;
  ASSERT_EQ(got.places, m.places) << what;
  ASSERT_EQ(g.numel(), static_cast<int64_t>(m.places.size())) << what;
  bool row_major = true;
  for (size_t i = 0; i < m.places.size(); ++i) {
    row_major &= m.places[i] == g.offset() + static_cast<int64_t>(i);
  }
  ASSERT_EQ(g.is_contiguous(), row_major) << what;
  const std::set<int64_t> unique(m.places.begin(), m.places.end());
  int64_t low, high;
  g.Extent(&low, &high);
  if (m.places.empty()) {
    ASSERT_EQ(high - low, 0) << what;
    return;
  }
  ASSERT_EQ(low, *unique.begin()) << what;
  ASSERT_EQ(high, *unique.rbegin() + 1) << what;
  const bool overlaps = unique.size() < m.places.size();
  if (overlaps) {
    ASSERT_TRUE(g.MayOverlap()) << what;
  }
  const bool dense = !overlaps && high - low == g.numel();
  ASSERT_EQ(g.IsDense(), dense) << what;

  const Geometry like = views::DenseLike(g, DType::Half);
  ASSERT_EQ(like.dtype(), DType::Half);
  ASSERT_EQ(like.sizes().vec(), m.sizes);
  ASSERT_EQ(like.offset(), 0);
  ASSERT_TRUE(like.IsDense()) << what;
  like.Extent(&low, &high);
  ASSERT_EQ(low, 0);
  ASSERT_EQ(high, g.numel());
  if (!dense) {
    ASSERT_TRUE(like.is_contiguous()) << what;
  }
  for (int64_t d = 0; dense && d < g.dim(); ++d) {
    if (g.size(d) == 1) continue;
    ASSERT_EQ(like.stride(d), std::abs(g.stride(d))) << what;
  }
}

// ---- Chains of random views ----

class Chain {
 public:
  explicit Chain(uint64_t seed) : random_(seed) {}

  void Run(int steps) {
    Start();
    for (int i = 0; i < steps && !testing::Test::HasFatalFailure(); ++i) {
      const int64_t offset = g_.offset();
      Step();
      ExpectSame(g_, m_, trace_);
      if (m_.places.empty()) {
        ASSERT_EQ(g_.offset(), offset) << trace_;
      }
    }
  }
  // Overlap is known exactly as long as nothing but these is in the chain.
  bool exact() const { return exact_; }
  bool overlaps() const {
    return std::set<int64_t>(m_.places.begin(), m_.places.end()).size() <
           m_.places.size();
  }
  const Geometry& geometry() const { return g_; }
  int views() const { return views_; }
  int refusals() const { return refusals_; }

 private:
  int64_t Draw(int64_t low, int64_t high) {
    return std::uniform_int_distribution<int64_t>(low, high)(random_);
  }
  bool Coin(int one_in) { return Draw(1, one_in) == 1; }
  int64_t N() const { return static_cast<int64_t>(m_.sizes.size()); }
  // The same dimension, from the front or from the end.
  int64_t Spelt(int64_t d, int64_t n) { return Coin(2) ? d : d - n; }
  Ints Shuffled(int64_t n) {
    Ints order(static_cast<size_t>(n));
    std::iota(order.begin(), order.end(), 0);
    std::shuffle(order.begin(), order.end(), random_);
    return order;
  }

  void Start() {
    const int64_t n = Coin(4) ? Draw(6, 8) : Draw(0, 5);
    Ints sizes, strides;
    for (int64_t d = 0; d < n; ++d) {
      sizes.push_back(n > 5 ? Draw(1, 2) : Coin(12) ? 0 : Draw(1, 5));
      strides.push_back(Draw(-6, 12));
    }
    exact_ = !Coin(4);
    g_ = exact_ ? Geometry(sizes, DType::Float)
                : Geometry(sizes, strides, 500, DType::Float);
    if (exact_) g_.set_offset(Draw(0, 9));
    m_ = ModelOf(g_);
    trace_ = "start" + testing::PrintToString(sizes);
  }

  // The numbers whose product is n, 1s between them.
  Ints Factors(int64_t n) {
    Ints out;
    for (int64_t p = 2; n > 1; ++p) {
      for (; n % p == 0; n /= p) out.push_back(p);
    }
    while (out.size() > 1 && !Coin(3)) {
      const int64_t at = Draw(1, static_cast<int64_t>(out.size()) - 1);
      out[at - 1] *= out[at];
      out.erase(out.begin() + at);
    }
    std::shuffle(out.begin(), out.end(), random_);
    while (Coin(3)) {
      out.insert(out.begin() + Draw(0, static_cast<int64_t>(out.size())), 1);
    }
    return out;
  }

  // As many factors as n has, in the order of the dimensions cut further, so
  // that many of the views asked exist.
  Ints NearbySizes() {
    Ints out;
    for (int64_t size : m_.sizes) {
      for (int64_t f : Factors(size)) out.push_back(f);
      if (out.size() > 1 && Coin(3)) {
        out[out.size() - 2] *= out.back();
        out.pop_back();
      }
    }
    return out;
  }

  void Set(Geometry g, Model m, const std::string& what) {
    g_ = std::move(g);
    m_ = std::move(m);
    trace_ += " " + what;
  }

  void Step() {
    const int64_t n = N();
    const int64_t numel = static_cast<int64_t>(m_.places.size());
    const int64_t d = n > 0 ? Draw(0, n - 1) : 0;
    const int64_t e = n > 0 ? Draw(0, n - 1) : 0;
    const int64_t size = n > 0 ? m_.sizes[d] : 1;
    const auto show = [](const char* name, const Ints& args) {
      return std::string(name) + testing::PrintToString(args);
    };
    const int64_t kind = Draw(0, 19);
    if (kind == 0) {
      Ints sizes = m_.sizes;
      if (n > 0) std::swap(sizes[d], sizes[e]);
      Set(views::Transpose("t", g_, Spelt(d, std::max<int64_t>(n, 1)), e),
          Gather(m_, sizes,
                 [&](Ints i) {
                   if (n > 0) std::swap(i[d], i[e]);
                   return i;
                 }),
          show("transpose", {d, e}));
    } else if (kind == 1) {
      const Ints order = Shuffled(n);
      Ints spelt, sizes;
      for (int64_t o : order) {
        spelt.push_back(Spelt(o, n));
        sizes.push_back(m_.sizes[o]);
      }
      Set(views::Permute("permute", g_, spelt),
          Gather(m_, sizes,
                 [&](const Ints& i) {
                   Ints old(i.size());
                   for (size_t k = 0; k < i.size(); ++k) old[order[k]] = i[k];
                   return old;
                 }),
          show("permute", order));
    } else if (kind == 2) {
      // NumPy's way: what stays, then each inserted at its destination.
      const int64_t count = Draw(0, n);
      Ints src = Shuffled(n), dst = Shuffled(n), order;
      src.resize(count);
      dst.resize(count);
      for (int64_t k = 0; k < n; ++k) {
        if (std::count(src.begin(), src.end(), k) == 0) order.push_back(k);
      }
      std::vector<std::pair<int64_t, int64_t>> moves;
      for (int64_t k = 0; k < count; ++k) moves.push_back({dst[k], src[k]});
      std::sort(moves.begin(), moves.end());
      for (auto [to, from] : moves) order.insert(order.begin() + to, from);
      Ints sizes;
      for (int64_t o : order) sizes.push_back(m_.sizes[o]);
      for (int64_t& s : src) s = Spelt(s, n);
      Set(views::Movedim("movedim", g_, src, dst),
          Gather(m_, sizes,
                 [&](const Ints& i) {
                   Ints old(i.size());
                   for (size_t k = 0; k < i.size(); ++k) old[order[k]] = i[k];
                   return old;
                 }),
          show("movedim", src) + show("", dst));
    } else if (kind == 3) {
      const Ints sizes(m_.sizes.rbegin(), m_.sizes.rend());
      Set(n <= 2 && Coin(2) ? views::T("t", g_) : views::ReverseDims("T", g_),
          n <= 1 ? m_
                 : Gather(m_, sizes,
                          [](const Ints& i) {
                            return Ints(i.rbegin(), i.rend());
                          }),
          "T");
    } else if (kind == 4 && n >= 2) {
      Ints sizes = m_.sizes;
      std::swap(sizes[n - 1], sizes[n - 2]);
      Set(views::MT("mT", g_),
          Gather(m_, sizes,
                 [&](Ints i) {
                   std::swap(i[n - 1], i[n - 2]);
                   return i;
                 }),
          "mT");
    } else if (kind == 5 && numel <= 400) {
      Ints sizes, asked;
      for (int64_t k = n < 7 ? Draw(0, 2) : 0; k > 0; --k) {
        sizes.push_back(Draw(Coin(8) ? 0 : 1, 2));
      }
      asked = sizes;
      const size_t lead = sizes.size();
      for (int64_t have : m_.sizes) {
        sizes.push_back(have == 1 && Coin(2) ? Draw(Coin(8) ? 0 : 1, 3) : have);
        asked.push_back(sizes.back() == have && Coin(2) ? -1 : sizes.back());
      }
      Set(views::Expand("expand", g_, asked),
          Gather(m_, sizes,
                 [&](const Ints& i) {
                   Ints old(i.begin() + lead, i.end());
                   for (int64_t k = 0; k < n; ++k) {
                     if (m_.sizes[k] == 1) old[k] = 0;
                   }
                   return old;
                 }),
          show("expand", asked));
    } else if (kind == 6 || kind == 7) {
      Ints sizes = numel == 0 ? Ints{2, 0, 3}
                   : Coin(3)  ? Factors(numel)
                              : NearbySizes();
      Ints asked = sizes;
      if (!asked.empty() && numel > 0 && Coin(2)) {
        asked[Draw(0, static_cast<int64_t>(asked.size()) - 1)] = -1;
      }
      EXPECT_EQ(views::InferSizes("view", g_, asked), sizes) << trace_;
      const Geometry mark(Ints{7}, DType::Bool);
      Geometry out = mark;
      const bool exists = ViewExists(m_, sizes);
      ASSERT_EQ(views::TryView("view", g_, asked, &out), exists)
          << trace_ << show(" view", asked);
      ++views_;
      if (exists) {
        EXPECT_EQ(views::View("view", g_, asked), out);
        Set(out, {sizes, m_.places}, show("view", asked));
      } else {
        EXPECT_EQ(out, mark);
        EXPECT_THROW(views::View("view", g_, asked), ShapeError);
        ++refusals_;
      }
    } else if (kind == 8 && n > 0 && n <= 6) {
      const Ints parts = size == 0 ? Ints{3, 0} : Factors(size * 1);
      if (parts.empty()) return;
      Ints asked = parts, sizes = m_.sizes;
      if (size > 0 && Coin(2)) {
        asked[Draw(0, static_cast<int64_t>(asked.size()) - 1)] = -1;
      }
      sizes.erase(sizes.begin() + d);
      sizes.insert(sizes.begin() + d, parts.begin(), parts.end());
      Set(views::Unflatten("unflatten", g_, Spelt(d, n), asked),
          {sizes, m_.places}, show("unflatten", asked));
    } else if (kind == 9) {
      Ints sizes, dims;
      const bool all = Coin(2);
      for (int64_t k = 0; k < n; ++k) {
        const bool named = all || Coin(2);
        if (named) dims.push_back(Spelt(k, n));
        if (!named || m_.sizes[k] != 1) sizes.push_back(m_.sizes[k]);
      }
      Set(all && Coin(2) ? views::Squeeze("squeeze", g_)
                         : views::SqueezeDims("squeeze", g_, dims),
          {sizes, m_.places}, show("squeeze", dims));
    } else if (kind == 10 && n < 8) {
      const int64_t at = Draw(0, n);
      Ints sizes = m_.sizes;
      sizes.insert(sizes.begin() + at, 1);
      Set(views::Unsqueeze("unsqueeze", g_, Spelt(at, n + 1)),
          {sizes, m_.places}, show("unsqueeze", {at}));
    } else if (kind == 11 && n > 0 && size > 0 && (n > 2 || Coin(3))) {
      const int64_t index = Draw(0, size - 1);
      Ints sizes = m_.sizes;
      sizes.erase(sizes.begin() + d);
      Set(views::Select("select", g_, Spelt(d, n), Spelt(index, size)),
          Gather(m_, sizes,
                 [&](Ints i) {
                   i.insert(i.begin() + d, index);
                   return i;
                 }),
          show("select", {d, index}));
    } else if ((kind == 12 || kind == 13) && n > 0) {
      std::optional<int64_t> start, stop;
      if (Coin(2)) start = Draw(-size - 2, size + 2);
      if (Coin(2)) stop = Draw(-size - 2, size + 2);
      int64_t step = Coin(2) ? -1 : Draw(-3, 3);
      if (step == 0) step = 1;
      Set(views::Slice("slice", g_, Spelt(d, n), start, stop, step),
          ModelTake(m_, d, PythonSlice(size, start, stop, step)),
          show("slice", {d, start.value_or(99), stop.value_or(99), step}));
    } else if (kind == 14 && n > 0) {
      const int64_t start = Draw(0, size), length = Draw(0, size - start);
      Ints indices(length);
      std::iota(indices.begin(), indices.end(), start);
      Set(views::Narrow("narrow", g_, Spelt(d, n),
                        start < size ? Spelt(start, size) : start, length),
          ModelTake(m_, d, indices), show("narrow", {d, start, length}));
    } else if (kind == 15 && n >= 2 && d != e) {
      const int64_t offset = Draw(-3, 3);
      Ints rows;  // The row of each element of the diagonal.
      for (int64_t i = 0; i < m_.sizes[d]; ++i) {
        if (i + offset >= 0 && i + offset < m_.sizes[e]) rows.push_back(i);
      }
      Ints sizes, kept;
      for (int64_t k = 0; k < n; ++k) {
        if (k == d || k == e) continue;
        sizes.push_back(m_.sizes[k]);
        kept.push_back(k);
      }
      sizes.push_back(static_cast<int64_t>(rows.size()));
      Set(views::Diagonal("diagonal", g_, offset, Spelt(d, n), Spelt(e, n)),
          Gather(m_, sizes,
                 [&](const Ints& i) {
                   Ints old(static_cast<size_t>(n));
                   for (size_t k = 0; k < kept.size(); ++k) old[kept[k]] = i[k];
                   old[d] = rows[i.back()];
                   old[e] = old[d] + offset;
                   return old;
                 }),
          show("diagonal", {offset, d, e}));
    } else if (kind == 16 && n < 7 && numel <= 400) {
      const int64_t window = Draw(0, size), step = Draw(1, 3);
      Ints sizes = m_.sizes;
      if (n > 0) {
        sizes[d] = 0;
        for (int64_t at = 0; at + window <= size; at += step) ++sizes[d];
      }
      sizes.push_back(window);
      exact_ = false;
      Set(views::Unfold("unfold", g_, d, window, step),
          Gather(m_, sizes,
                 [&](Ints i) {
                   const int64_t within = i.back();
                   i.pop_back();
                   if (n > 0) i[d] = i[d] * step + within;
                   return i;
                 }),
          show("unfold", {d, window, step}));
    } else if (kind == 17 && n > 0) {
      const int64_t cut = Draw(0, size), cut2 = Draw(cut, size);
      const std::vector<Geometry> pieces = views::SplitWithSizes(
          "split", g_, Spelt(d, n), Ints{cut, cut2 - cut, size - cut2});
      ASSERT_EQ(pieces.size(), 3u);
      Ints indices(cut2 - cut);
      std::iota(indices.begin(), indices.end(), cut);
      Set(pieces[1], ModelTake(m_, d, indices), show("split", {d, cut, cut2}));
    } else if (kind == 18 && n > 0) {
      const Ints at = {Draw(-6, 6), Draw(-6, 6)};
      const std::vector<Geometry> pieces =
          views::TensorSplitAt("tensor_split", g_, Spelt(d, n), at);
      ASSERT_EQ(pieces.size(), 3u);
      ExpectSame(pieces[0], ModelTake(m_, d, PythonSlice(size, 0, at[0], 1)),
                 trace_);
      ExpectSame(pieces[1],
                 ModelTake(m_, d, PythonSlice(size, at[0], at[1], 1)), trace_);
      Set(pieces[2], ModelTake(m_, d, PythonSlice(size, at[1], nullopt, 1)),
          show("tensor_split", {d, at[0], at[1]}));
    } else if (kind == 19 && n > 0) {
      const std::vector<Geometry> pieces =
          views::Unbind("unbind", g_, Spelt(d, n));
      ASSERT_EQ(static_cast<int64_t>(pieces.size()), size);
      for (int64_t k = 0; k < size; ++k) {
        EXPECT_EQ(pieces[k], views::Select("select", g_, d, k));
      }
      const int64_t start = Draw(0, n - 1), end = Draw(start, n - 1);
      Ints sizes;
      for (int64_t k = 0; k < n; ++k) {
        if (k > start && k <= end) {
          sizes.back() *= m_.sizes[k];
        } else {
          sizes.push_back(m_.sizes[k]);
        }
      }
      EXPECT_EQ(views::FlattenSizes("flatten", g_, Spelt(start, n), end),
                sizes);
    }
  }

  std::mt19937_64 random_;
  Geometry g_;
  Model m_;
  std::string trace_;
  bool exact_ = true;
  int views_ = 0;
  int refusals_ = 0;
};

TEST(Views, RandomChains) {
  int views = 0, refusals = 0, exact = 0;
  for (uint64_t seed = 0; seed < 6000; ++seed) {
    Chain chain(seed);
    SCOPED_TRACE(seed);
    chain.Run(8);
    if (HasFatalFailure() || HasNonfatalFailure()) return;
    views += chain.views();
    refusals += chain.refusals();
    if (chain.exact()) {
      ++exact;
      ASSERT_EQ(chain.geometry().MayOverlap(), chain.overlaps());
    }
  }
  // Both answers of TryView, and both kinds of chain, were seen often.
  EXPECT_GT(views - refusals, 1000);
  EXPECT_GT(refusals, 300);
  EXPECT_GT(exact, 1000);
}

TEST(Views, EverySmallSlice) {
  for (int64_t n = 0; n <= 5; ++n) {
    // Along a dimension of stride -3, so that places tell indices.
    const Geometry g(Ints{2, n}, Ints{100, -3}, 50, DType::Float);
    const Model m = ModelOf(g);
    for (int64_t start = -8; start <= 8; ++start) {
      for (int64_t stop = -8; stop <= 8; ++stop) {
        for (int64_t step : {-7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4, 5, 6, 7}) {
          // 8 stands for an absent bound.
          std::optional<int64_t> a, b;
          if (start != 8) a = start;
          if (stop != 8) b = stop;
          const Geometry s = views::Slice("slice", g, 1, a, b, step);
          ExpectSame(s, ModelTake(m, 1, PythonSlice(n, a, b, step)), "slice");
          ASSERT_FALSE(HasFatalFailure()) << n << start << stop << step;
        }
      }
    }
  }
}

TEST(Views, SliceAgainstPython) {
  // Printed by Python: list(range(n))[start:stop:step].
  const Geometry g(Ints{5}, DType::Float);
  const struct {
    std::optional<int64_t> start, stop;
    int64_t step;
    Ints expected;
  } cases[] = {
      {nullopt, nullopt, -1, {4, 3, 2, 1, 0}},
      {3, 0, -2, {3, 1}},
      {100, nullopt, 1, {}},
      {3, 1, 1, {}},
      {-100, 100, 2, {0, 2, 4}},
      {nullopt, -4, -1, {4, 3, 2}},
      {0, nullopt, -1, {0}},
      {-6, nullopt, -1, {}},
      {kMin, kMax, 1, {0, 1, 2, 3, 4}},
      {kMax, kMin, -1, {4, 3, 2, 1, 0}},
      {nullopt, nullopt, kMax, {0}},
      {nullopt, nullopt, kMin, {4}},
      {1, nullopt, kMin, {1}},
  };
  for (const auto& c : cases) {
    EXPECT_EQ(
        ModelOf(views::Slice("slice", g, 0, c.start, c.stop, c.step)).places,
        c.expected);
  }
}

TEST(Views, StridesDoNotOverflow) {
  // Under ubsan this is a test of arithmetic too.
  Geometry g(Ints{3, 3}, DType::ComplexDouble);
  for (int i = 0; i < 6; ++i) {
    g = views::Slice("slice", g, 1, nullopt, nullopt, i % 2 ? kMin : kMax);
    g = views::Slice("slice", g, 0, nullopt, nullopt, int64_t{1} << 40);
    g = views::Unsqueeze("unsqueeze", g, 0);
    g = views::Transpose("transpose", g, 0, 1);
  }
  EXPECT_EQ(g.numel(), 1);
  for (int64_t s : g.strides()) EXPECT_LE(std::abs(s), int64_t{1} << 53);
  const Geometry row(Ints{3}, DType::Float);
  for (int64_t step : {kMax / 2, kMin / 2}) {
    EXPECT_EQ(views::Slice("slice", row, 0, nullopt, nullopt, step).stride(0),
              1);
  }
  EXPECT_EQ(views::Slice("slice", row, 0, nullopt, nullopt, -9).stride(0), -9);
  const Geometry big(Ints{kMax}, DType::Byte);
  EXPECT_THROW(views::Unfold("unfold", big, 0, 0, 1), ShapeError);
  EXPECT_EQ(views::Unfold("unfold", big, 0, kMax, 1).size(0), 1);
  EXPECT_EQ(views::Narrow("narrow", big, 0, kMax, 0).numel(), 0);
  EXPECT_EQ(views::Diagonal("diagonal", g, kMin, 0, 1).numel(), 0);
  EXPECT_EQ(views::Diagonal("diagonal", g, kMax, 0, 1).numel(), 0);
}

}  // namespace
}  // namespace tessera
