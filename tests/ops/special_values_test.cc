// NaN and infinities in every reduction, scan and sort, by value: in each
// floating dtype, at the first, a middle and the last place of short and long
// rows, over rows, columns and elements that are apart.
#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>
#include <tuple>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

using V = std::vector<double>;
constexpr double kInf = std::numeric_limits<double>::infinity();
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

V Values(const Tensor& t) {
  const Tensor flat = t.to(kFloat64).reshape({-1});
  V out;
  for (int64_t i = 0; i < flat.numel(); ++i) {
    out.push_back(flat[i].item<double>());
  }
  return out;
}

bool Same(double a, double b) { return a == b || (a != a && b != b); }

void ExpectSame(const V& got, const V& want, const std::string& what) {
  ASSERT_EQ(got.size(), want.size()) << what;
  for (size_t i = 0; i < got.size(); ++i) {
    ASSERT_TRUE(Same(got[i], want[i]))
        << what << " at " << i << ": " << got[i] << ", expected " << want[i];
  }
}

// A row of n ones (or 1, 2, 3, 1, ...) with special ones in it.
V Row(size_t n, bool ones, const std::vector<std::pair<size_t, double>>& with) {
  V row;
  for (size_t i = 0; i < n; ++i) {
    row.push_back(ones ? 1 : static_cast<double>(i % 3 + 1));
  }
  for (auto [at, value] : with) row[at] = value;
  return row;
}

// f over the row alone, three times as rows, as columns, and with gaps: each
// must give `want`, as often as there are rows.
using Function = std::function<Tensor(const Tensor&, int64_t dim)>;
void Check(const std::string& what, const V& row, DType dtype,
           const Function& f, const V& want) {
  const Tensor x = tensor(row).to(dtype);
  const Tensor three = stack({x, x, x});
  const std::string name_of = Str(what, ' ', name(dtype), " n=", row.size());
  ExpectSame(Values(f(x, 0)), want, name_of);
  const Tensor apart = stack({x, zeros_like(x)}, 1).select(1, 0);
  ExpectSame(Values(f(apart, 0)), want, name_of + " apart");
  V thrice;
  for (int i = 0; i < 3; ++i) {
    thrice.insert(thrice.end(), want.begin(), want.end());
  }
  ExpectSame(Values(f(three, 1)), thrice, name_of + " rows");
  // The results of columns stand side by side.
  const Tensor columns = f(three.t().contiguous(), 0);
  ExpectSame(Values(columns.dim() > 1 ? columns.t() : columns), thrice,
             name_of + " columns");
}

const std::vector<size_t> kLengths = {3, 70, 5000};
const std::vector<DType> kFloats = {kFloat16, kBFloat16, kFloat32, kFloat64};

struct Reduction {
  const char* name;
  Function f;
};
#define R(name, ...)                                             \
  Reduction {                                                    \
    name, [](const Tensor& x, int64_t d) { return __VA_ARGS__; } \
  }

const Reduction kSums[] = {R("sum", x.sum(d)), R("mean", x.mean(d))};
const Reduction kSpreads[] = {R("var", x.var(d)), R("std", x.std(d)),
                              R("var_mean", std::get<0>(var_mean(x, d))),
                              R("std_mean", std::get<0>(std_mean(x, d)))};
const Reduction kGreatest[] = {R("amax", x.amax(d)),
                               R("max", std::get<0>(x.max(d))),
                               R("aminmax", std::get<1>(x.aminmax(d)))};
const Reduction kLeast[] = {R("amin", x.amin(d)),
                            R("min", std::get<0>(x.min(d))),
                            R("aminmax", std::get<0>(x.aminmax(d)))};
const Reduction kGreatestAt[] = {R("argmax", x.argmax(d)),
                                 R("max", std::get<1>(x.max(d)))};
const Reduction kLeastAt[] = {R("argmin", x.argmin(d)),
                              R("min", std::get<1>(x.min(d)))};
const Reduction kNorms[] = {R("norm 2", x.norm(2, {d}, false)),
                            R("norm 1", x.norm(1, {d}, false)),
                            R("norm 3", x.norm(3, {d}, false)),
                            R("norm inf", x.norm(kInf, {d}, false))};

template <size_t N>
void CheckAll(const Reduction (&list)[N], const V& row, DType dtype,
              double want) {
  for (const Reduction& r : list) Check(r.name, row, dtype, r.f, {want});
}

TEST(SpecialValuesTest, NanInEveryReduction) {
  for (DType dtype : kFloats) {
    for (size_t n : kLengths) {
      for (size_t at : {size_t{0}, n / 2, n - 1}) {
        const V row = Row(n, false, {{at, kNan}});
        CheckAll(kSums, row, dtype, kNan);
        CheckAll(kSpreads, row, dtype, kNan);
        CheckAll(kGreatest, row, dtype, kNan);
        CheckAll(kLeast, row, dtype, kNan);
        CheckAll(kNorms, row, dtype, kNan);
        const double place = static_cast<double>(at);
        CheckAll(kGreatestAt, row, dtype, place);
        CheckAll(kLeastAt, row, dtype, place);
        const double count = static_cast<double>(n);
        const Reduction rest[] = {R("prod", x.prod(d)),
                                  R("logsumexp", x.logsumexp(d)),
                                  R("median", std::get<0>(x.median(d))),
                                  R("norm -inf", x.norm(-kInf, {d}, false))};
        CheckAll(rest, row, dtype, kNan);
        Check(
            "median", row, dtype,
            [](const Tensor& x, int64_t d) { return std::get<1>(x.median(d)); },
            {place});
        const Reduction truth[] = {R("all", x.all(d)), R("any", x.any(d))};
        CheckAll(truth, row, dtype, 1);
        const Reduction counted[] = {R("count_nonzero", x.count_nonzero(d))};
        CheckAll(counted, row, dtype, count);
        Check("kthvalue", row, dtype,
              [](const Tensor& x, int64_t d) {
                return std::get<0>(x.kthvalue(x.size(d), d));
              },
              {kNan});
        // Few, so that half types hold the result.
        if (n > 70) continue;
        const Reduction norm[] = {R("norm 0", x.norm(0, {d}, false))};
        CheckAll(norm, row, dtype, count);
        V without = row;
        without.erase(without.begin() + static_cast<int64_t>(at));
        double sum = 0;
        for (double v : without) sum += v;
        std::sort(without.begin(), without.end());
        Check("nansum", row, dtype,
              [](const Tensor& x, int64_t d) { return x.nansum(d); }, {sum});
        Check("nanmedian", row, dtype,
              [](const Tensor& x, int64_t d) {
                return std::get<0>(x.nanmedian(d));
              },
              {without[(without.size() - 1) / 2]});
      }
    }
  }
}

TEST(SpecialValuesTest, InfinitiesInEveryReduction) {
  for (DType dtype : kFloats) {
    for (size_t n : kLengths) {
      for (size_t at : {size_t{0}, n / 2, n - 1}) {
        const double place = static_cast<double>(at);
        for (double sign : {1., -1.}) {
          const V row = Row(n, true, {{at, sign * kInf}});
          CheckAll(kSums, row, dtype, sign * kInf);
          CheckAll(kSpreads, row, dtype, kNan);
          CheckAll(kNorms, row, dtype, kInf);
          CheckAll(kGreatest, row, dtype, sign > 0 ? kInf : 1);
          CheckAll(kLeast, row, dtype, sign > 0 ? 1 : -kInf);
          if (sign > 0) CheckAll(kGreatestAt, row, dtype, place);
          if (sign < 0) CheckAll(kLeastAt, row, dtype, place);
          const Reduction signs[] = {R("prod", x.prod(d)),
                                     R("nansum", x.nansum(d))};
          CheckAll(signs, row, dtype, sign * kInf);
          const Reduction middle[] = {
              R("median", std::get<0>(x.median(d))),
              R("nanmedian", std::get<0>(x.nanmedian(d))),
              R("mode", std::get<0>(x.mode(d))),
              R("norm -inf", x.norm(-kInf, {d}, false))};
          CheckAll(middle, row, dtype, 1);
          if (sign > 0) {
            const Reduction sum_of_exps[] = {R("logsumexp", x.logsumexp(d))};
            CheckAll(sum_of_exps, row, dtype, kInf);
          }
        }
        const size_t other = at == 0 ? n - 1 : at - 1;
        const V both = Row(n, true, {{at, kInf}, {other, -kInf}});
        CheckAll(kSums, both, dtype, kNan);
        CheckAll(kSpreads, both, dtype, kNan);
        CheckAll(kGreatest, both, dtype, kInf);
        CheckAll(kLeast, both, dtype, -kInf);
        const Reduction product[] = {R("prod", x.prod(d))};
        CheckAll(product, both, dtype, -kInf);
        CheckAll(product, Row(n, true, {{at, kInf}, {other, 0}}), dtype, kNan);
      }
      const V none(n, -kInf);
      const Reduction least[] = {R("logsumexp", x.logsumexp(d)),
                                 R("amax", x.amax(d)), R("sum", x.sum(d)),
                                 R("mode", std::get<0>(x.mode(d)))};
      CheckAll(least, none, dtype, -kInf);
    }
  }
}

TEST(SpecialValuesTest, Trace) {
  for (double v : {kNan, kInf, -kInf}) {
    ExpectSame(Values(diag(tensor({1., v, 2.})).trace()), {v}, "trace");
  }
}

TEST(SpecialValuesTest, EverySort) {
  for (DType dtype : kFloats) {
    for (size_t n : kLengths) {
      // 2 in most places.
      V row(n, 2);
      row[0] = kNan, row[n / 2] = kInf, row[n - 1] = -kInf;
      V ascending(n, 2), descending(n, 2);
      ascending[0] = -kInf, ascending[n - 2] = kInf, ascending[n - 1] = kNan;
      descending[0] = kNan, descending[1] = kInf, descending[n - 1] = -kInf;
      const Reduction up[] = {
          R("sort", std::get<0>(x.sort(d))),
          R("argsort", x.gather(d, x.argsort(d))),
          R("topk", std::get<0>(x.topk(x.size(d), d, false)))};
      for (const Reduction& r : up) Check(r.name, row, dtype, r.f, ascending);
      const Reduction down[] = {R("sort", std::get<0>(x.sort(d, true))),
                                R("argsort", x.gather(d, x.argsort(d, true))),
                                R("topk", std::get<0>(x.topk(x.size(d), d)))};
      for (const Reduction& r : down) {
        Check(r.name, row, dtype, r.f, descending);
      }
      Check(
          "topk of two", row, dtype,
          [](const Tensor& x, int64_t d) { return std::get<1>(x.topk(2, d)); },
          {0, static_cast<double>(n / 2)});
      // Scans: once NaN, always NaN, with its first index.
      const Reduction scans[] = {R("cumsum", x.cumsum(d)),
                                 R("cumprod", x.cumprod(d)),
                                 R("cummax", std::get<0>(x.cummax(d))),
                                 R("cummin", std::get<0>(x.cummin(d)))};
      for (const Reduction& r : scans) {
        Check(r.name, row, dtype, r.f, V(n, kNan));
      }
      const Reduction places[] = {R("cummax", std::get<1>(x.cummax(d))),
                                  R("cummin", std::get<1>(x.cummin(d)))};
      for (const Reduction& r : places) Check(r.name, row, dtype, r.f, V(n, 0));
      V after(n, 1), least(n, 1), sums(n, 0), products(n, 1);
      V infinite = Row(n, true, {{n / 2, kInf}, {n - 1, -kInf}});
      for (size_t i = 0; i < n; ++i) {
        if (i >= n / 2) after[i] = products[i] = kInf;
        sums[i] = i < n / 2 ? static_cast<double>(i + 1) : kInf;
      }
      least[n - 1] = -kInf, sums[n - 1] = kNan, products[n - 1] = -kInf;
      Check("cummax", infinite, dtype, scans[2].f, after);
      Check("cummin", infinite, dtype, scans[3].f, least);
      Check("cumprod", infinite, dtype, scans[1].f, products);
      // Sums above 256 are rounded in bfloat16.
      if (n <= 70) Check("cumsum", infinite, dtype, scans[0].f, sums);
    }
    const Tensor x = tensor(V{kNan, 2, kInf, -kInf, kNan, 2, kInf}).to(dtype);
    ExpectSame(Values(std::get<0>(x.unique())), {-kInf, 2, kInf, kNan, kNan},
               "unique");
    ExpectSame(Values(std::get<0>(tensor(V{kNan, kNan, kInf, kInf, -kInf})
                                      .to(dtype)
                                      .unique_consecutive())),
               {kNan, kNan, kInf, -kInf}, "unique_consecutive");
    const Tensor sorted = tensor(V{-kInf, 1, kInf}).to(dtype);
    const Tensor asked = tensor(V{-kInf, kInf, kNan}).to(dtype);
    ExpectSame(Values(searchsorted(sorted, asked)), {0, 2, 3}, "searchsorted");
    ExpectSame(Values(bucketize(asked, sorted, false, true)), {1, 3, 3},
               "bucketize");
    ExpectSame(Values(isin(asked, asked)), {1, 1, 0}, "isin");
    ExpectSame(Values(tensor(V{kInf, kInf, kNan, 1}).to(dtype).diff()),
               {kNan, kNan, kNan}, "diff");
  }
}

}  // namespace
}  // namespace tessera
