#include "tessera/nn/data/data.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <set>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "tessera/nn/archive.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using data::DataLoaderOptions;
using data::Example;
using data::datasets::TensorBatchDataset;
using data::samplers::RandomSampler;
using data::samplers::SequentialSampler;
using Order = std::vector<int64_t>;

void Append(const Tensor& t, Order* order) {
  for (int64_t i = 0; i < t.numel(); ++i) {
    order->push_back(t.flatten()[i].item<int64_t>());
  }
}

// x is 0 to n - 1, y ten times x.
TensorBatchDataset Numbers(int64_t n) {
  return TensorBatchDataset(arange(n), arange(n) * 10);
}

template <class Loader>
std::vector<Order> Batches(Loader& loader) {
  std::vector<Order> batches;
  for (auto& batch : loader) {
    batches.emplace_back();
    Append(batch.data, &batches.back());
    Order targets;
    Append(batch.target, &targets);
    for (size_t i = 0; i < targets.size(); ++i) {
      EXPECT_EQ(targets[i], 10 * batches.back()[i]);
    }
  }
  return batches;
}

template <class Loader>
Order All(Loader& loader) {
  Order all;
  for (const Order& batch : Batches(loader)) {
    all.insert(all.end(), batch.begin(), batch.end());
  }
  return all;
}

// Sleeps, so that workers finish in another order than they began.
struct Slow : data::datasets::Dataset<Slow> {
  Example<> get(size_t i) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(i % 4 == 0 ? 5 : 0));
    const auto v = static_cast<int64_t>(i);
    return {tensor(v), tensor(10 * v)};
  }
  optional<size_t> size() const override { return 17; }
};

struct Failing : data::datasets::Dataset<Failing> {
  Example<> get(size_t i) override {
    if (i == 5) throw std::out_of_range("no five");
    return {tensor(static_cast<int64_t>(i)), tensor(0)};
  }
  optional<size_t> size() const override { return 8; }
};

TEST(DataTest, F01_SequentialBatches) {
  auto loader = data::make_data_loader<SequentialSampler>(Numbers(7), 3);
  const std::vector<Order> wanted = {{0, 1, 2}, {3, 4, 5}, {6}};
  EXPECT_EQ(Batches(*loader), wanted);
  EXPECT_EQ(Batches(*loader), wanted);  // a new epoch
  auto dropping = data::make_data_loader<SequentialSampler>(
      Numbers(7), DataLoaderOptions(3).drop_last(true).workers(2));
  EXPECT_EQ(Batches(*dropping), (std::vector<Order>{{0, 1, 2}, {3, 4, 5}}));
  auto empty = data::make_data_loader<SequentialSampler>(Numbers(0), 3);
  EXPECT_TRUE(Batches(*empty).empty());
  EXPECT_EQ(loader->options().batch_size(), 3u);
}

TEST(DataTest, F01_ShuffledOrderIsTheGenerators) {
  const auto run = [](size_t workers) {
    auto loader =
        data::make_data_loader(Numbers(20), RandomSampler(20, Generator(3)),
                               DataLoaderOptions(6).workers(workers));
    const Order first = All(*loader), second = All(*loader);
    return std::make_pair(first, second);
  };
  const auto [first, second] = run(0);
  EXPECT_NE(first, second);
  EXPECT_EQ(std::set<int64_t>(first.begin(), first.end()).size(), 20u);
  EXPECT_EQ(run(0), run(1));
  EXPECT_EQ(run(1), run(3));
  // The order is randperm's, which is the same everywhere.
  Generator generator(3);
  Order wanted;
  Append(randperm(20, generator), &wanted);
  EXPECT_EQ(first, wanted);
  // Without a generator the default one decides.
  manual_seed(5);
  auto loader = data::make_data_loader(Numbers(20), 6);
  const Order a = All(*loader);
  manual_seed(5);
  EXPECT_EQ(All(*loader), a);
  EXPECT_NE(All(*loader), a);
}

TEST(DataTest, F01_WorkersKeepOrder) {
  for (const size_t workers : {0, 1, 4}) {
    auto loader = data::make_data_loader<SequentialSampler>(
        Slow().map(data::transforms::Stack<>()),
        DataLoaderOptions(2).workers(workers).max_jobs(3));
    Order wanted;
    for (int64_t i = 0; i < 17; ++i) wanted.push_back(i);
    EXPECT_EQ(All(*loader), wanted) << workers;
    EXPECT_EQ(All(*loader), wanted) << workers;
  }
  auto any = data::make_data_loader<SequentialSampler>(
      Slow().map(data::transforms::Stack<>()),
      DataLoaderOptions(2).workers(4).enforce_ordering(false));
  const Order all = All(*any);
  EXPECT_EQ(std::set<int64_t>(all.begin(), all.end()).size(), 17u);
}

TEST(DataTest, F01_EpochLeftEarly) {
  auto loader = data::make_data_loader<SequentialSampler>(
      Slow().map(data::transforms::Stack<>()), DataLoaderOptions(2).workers(3));
  for (auto& batch : *loader) {
    EXPECT_EQ(batch.data[0].item<int64_t>(), 0);
    break;
  }
  EXPECT_EQ(All(*loader).size(), 17u);
}

TEST(DataTest, F01_ExamplesWithoutStack) {
  auto loader = data::make_data_loader<SequentialSampler>(Slow(), 5);
  size_t n = 0;
  for (const std::vector<Example<>>& batch : *loader) n += batch.size();
  EXPECT_EQ(n, 17u);
}

TEST(DataTest, F01_Transforms) {
  data::transforms::Lambda<Example<>> negate(
      [](Example<> e) { return Example<>(-e.data, e.target); });
  auto dataset =
      Slow()
          .map(negate)
          .map(data::transforms::TensorLambda<>([](Tensor t) { return t + 1; }))
          .map(data::transforms::Stack<>());
  EXPECT_EQ(dataset.size(), optional<size_t>(17));
  const Example<> batch = dataset.get_batch({2, 3});
  Order data;
  Append(batch.data, &data);
  EXPECT_EQ(data, (Order{-1, -2}));
  data::transforms::Normalize<> normalize({1, 2}, {2, 4});
  const Tensor image = normalize(full({2, 1, 1}, 3.0));
  EXPECT_EQ(image[0].item<double>(), 1);
  EXPECT_EQ(image[1].item<double>(), 0.25);
  data::datasets::TensorDataset rows(arange(6).view({3, 2}));
  EXPECT_EQ(rows.size(), optional<size_t>(3));
  const auto stacked = rows.map(data::transforms::Stack<data::TensorExample>())
                           .get_batch({2, 0});
  EXPECT_EQ(stacked.data[0][1].item<int64_t>(), 5);
}

TEST(DataTest, F01_RandomSplit) {
  manual_seed(1);
  auto parts = data::datasets::random_split(Numbers(10), {7, 3}, Generator(4));
  std::set<int64_t> seen;
  for (auto& part : parts) {
    auto loader = data::make_data_loader<SequentialSampler>(part, 4);
    for (const int64_t i : All(*loader)) seen.insert(i);
  }
  EXPECT_EQ(parts[0].size(), optional<size_t>(7));
  EXPECT_EQ(parts[1].size(), optional<size_t>(3));
  EXPECT_EQ(seen.size(), 10u);
  EXPECT_THROW_NAMING(data::datasets::random_split(Numbers(10), {7, 4}),
                      ValueError, "10", "11");
}

TEST(DataTest, F01b_Errors) {
  EXPECT_THROW_NAMING(TensorBatchDataset(arange(3), arange(4)), ValueError,
                      "Size mismatch between tensors", "3", "4");
  EXPECT_THROW_NAMING(TensorBatchDataset(tensor(1), arange(4)), ValueError,
                      "one dimension");
  EXPECT_THROW_NAMING(data::make_data_loader(Numbers(3), 0), ValueError,
                      "batch_size", "0");
  EXPECT_THROW_NAMING(Numbers(3).get_batch({1, 3}), IndexError, "3");
  EXPECT_THROW_NAMING(data::datasets::TensorDataset(arange(3)).get(3),
                      IndexError, "3");
  EXPECT_THROW_NAMING(RandomSampler(-1), ValueError, "-1");
}

TEST(DataTest, F01_WorkerException) {
  auto loader = data::make_data_loader<SequentialSampler>(
      Failing().map(data::transforms::Stack<>()),
      DataLoaderOptions(2).workers(2));
  size_t batches = 0;
  try {
    for (auto& batch : *loader) batches += batch.data.defined();
    ADD_FAILURE() << "no exception";
  } catch (const data::WorkerException& e) {
    EXPECT_NE(std::string(e.what()).find("no five"), std::string::npos);
    EXPECT_THROW(std::rethrow_exception(e.original_exception),
                 std::out_of_range);
  }
  EXPECT_EQ(batches, 2u);
  // Without workers it comes as it is.
  auto plain = data::make_data_loader<SequentialSampler>(Failing(), 2);
  EXPECT_THROW(
      {
        for (auto& batch : *plain) batches += batch.size();
      },
      std::out_of_range);
}

TEST(DataTest, F01_Timeout) {
  struct Stuck : data::datasets::Dataset<Stuck> {
    Example<> get(size_t) override {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      return {};
    }
    optional<size_t> size() const override { return 1; }
  };
  auto loader = data::make_data_loader<SequentialSampler>(
      Stuck(),
      DataLoaderOptions(1).workers(1).timeout(std::chrono::milliseconds(10)));
  EXPECT_THROW_NAMING(loader->begin(), Error, "Timeout");
}

// Counts down and ends by itself.
struct Countdown
    : data::datasets::StreamDataset<Countdown, optional<std::vector<int>>> {
  optional<std::vector<int>> get_batch(size_t n) override {
    if (left == 0) return nullopt;
    std::vector<int> batch;
    for (; n > 0 && left > 0; --n) batch.push_back(left--);
    return batch;
  }
  optional<size_t> size() const override { return nullopt; }
  int left = 5;
};

TEST(DataTest, F01_Stream) {
  auto loader = data::make_data_loader(
      Countdown(), data::samplers::StreamSampler(100), DataLoaderOptions(2));
  std::vector<std::vector<int>> batches;
  for (std::vector<int>& batch : *loader) batches.push_back(batch);
  EXPECT_EQ(batches, (std::vector<std::vector<int>>{{5, 4}, {3, 2}, {1}}));
  struct Unknown : Failing {
    optional<size_t> size() const override { return nullopt; }
  };
  EXPECT_THROW_NAMING(data::make_data_loader(Unknown(), 2), ValueError,
                      "known size");
}

TEST(DataTest, F01_SamplerResumes) {
  RandomSampler sampler(10, Generator(1));
  sampler.reset();
  sampler.next(4);
  serialize::OutputArchive archive;
  sampler.save(archive);
  RandomSampler other(10, Generator(2));
  serialize::InputArchive in(archive.entries());
  other.load(in);
  EXPECT_EQ(other.index(), 4u);
  EXPECT_EQ(sampler.next(4), other.next(4));
  EXPECT_EQ(sampler.next(4)->size(), 2u);
  EXPECT_FALSE(sampler.next(4));
}

}  // namespace
}  // namespace tessera
