// Files that versions before this one wrote still load. Those in testdata are
// frozen; a new version of a format gets files of its own beside them.
// TESSERA_WRITE_PROMISES=folder writes such files.
#include <gtest/gtest.h>

#include <cstdlib>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "tessera/interop/csv.h"
#include "tessera/interop/idx.h"
#include "tessera/interop/npy.h"
#include "tessera/interop/safetensors.h"
#include "tessera/nn/nn.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ops.h"

namespace tessera {
namespace {

std::string File(const std::string& name) {
  return "tests/promises/testdata/" + name;
}

std::string Bytes(const Tensor& t) {
  const Tensor c = t.detach().contiguous();
  return std::string(static_cast<const char*>(c.data_ptr()), c.nbytes());
}

// Values that every dtype holds, with a sign where it has one.
Tensor Sample(DType dtype) {
  const Tensor t = tensor({{0, 1, 2}, {3, 100, 1}}).to(dtype);
  return isSignedType(dtype) ? -t : t;
}

constexpr DType kStored[] = {
    kBool,  kUInt8, kUInt16,  kUInt32,   kUInt64,  kInt8,    kInt16,
    kInt32, kInt64, kFloat16, kBFloat16, kFloat32, kFloat64, kComplexFloat};

// A training with all that has state, without anything random but what it
// draws from its generator.
struct Training {
  Training() {
    NoGradGuard no_grad;
    for (Tensor& p : net->parameters()) {
      p.copy_(linspace(-0.5, 0.75, p.numel()).view(p.sizes()));
    }
  }
  void Step() {
    // Exact in float32, so that it is the same on every machine.
    const Tensor x = rand({4, 3}, generator).mul(16).to(kInt64).to(kFloat32);
    optimizer.zero_grad();
    nn::MSELoss()(net(x), ones({4, 2})).backward();
    optimizer.step();
    schedule.step();
    ++epoch;
  }
  void Save(const std::string& path) {
    serialize::OutputArchive archive, model, state, rates;
    net->save(model);
    optimizer.save(state);
    schedule.save(rates);
    archive.write("model", model);
    archive.write("optimizer", state);
    archive.write("schedule", rates);
    archive.write("generator", generator);
    archive.write("epoch", epoch);
    archive.write("note", std::string("kept"));
    archive.save_to(path);
  }
  void Load(const std::string& path) {
    serialize::InputArchive archive, model, state, rates;
    archive.load_from(path);
    archive.read("model", model);
    net->load(model);
    archive.read("optimizer", state);
    optimizer.load(state);
    archive.read("schedule", rates);
    schedule.load(rates);
    archive.read("generator", generator);
    archive.read("epoch", epoch);
    std::string note;
    archive.read("note", note);
    EXPECT_EQ(note, "kept");
  }

  nn::Sequential net{nn::Linear(3, 4), nn::ReLU(), nn::Linear(4, 2)};
  optim::Adam optimizer{net->parameters(),
                        optim::AdamOptions(0.01).amsgrad(true)};
  optim::StepLR schedule{optimizer, 2, 0.5};
  Generator generator{11};
  int64_t epoch = 0;
};

TEST(PromisesTest, F05_WriteWhereAsked) {
  const char* folder = std::getenv("TESSERA_WRITE_PROMISES");
  if (!folder) return;
  const std::string to = std::string(folder) + "/";
  save_npy(to + "v1.npy", Sample(kFloat32));
  NamedTensors all;
  for (DType dtype : kStored) all.emplace_back(name(dtype), Sample(dtype));
  SaveSafetensors(to + "v1.safetensors", all, {{"about", "every dtype"}});
  Training training;
  for (int i = 0; i < 3; ++i) training.Step();
  training.Save(to + "v1_checkpoint.safetensors");
}

TEST(PromisesTest, F06_NpyAndSafetensors) {
  EXPECT_EQ(Bytes(load_npy(File("v1.npy"))), Bytes(Sample(kFloat32)));
  std::map<std::string, std::string> metadata;
  const NamedTensors all = LoadSafetensors(File("v1.safetensors"), &metadata);
  EXPECT_EQ(metadata["about"], "every dtype");
  ASSERT_EQ(all.size(), std::size(kStored));
  for (DType dtype : kStored) {
    bool found = false;
    for (const auto& [key, value] : all) {
      if (key != name(dtype)) continue;
      found = true;
      EXPECT_EQ(value.scalar_type(), dtype);
      EXPECT_EQ(value.sizes(), IntArrayRef({2, 3}));
      EXPECT_EQ(Bytes(value), Bytes(Sample(dtype))) << key;
    }
    EXPECT_TRUE(found) << name(dtype);
  }
}

TEST(PromisesTest, F03_Checkpoint) {
  Training kept;
  kept.Load(File("v1_checkpoint.safetensors"));
  EXPECT_EQ(kept.epoch, 3);
  EXPECT_EQ(kept.optimizer.param_groups()[0].options().get_lr(), 0.005);
  EXPECT_EQ(kept.generator.state().seed, 11u);
  // Where the training itself stands after three steps, and goes on to; not to
  // the bit, since kernels may come to round otherwise.
  Training again;
  for (int i = 0; i < 3; ++i) again.Step();
  for (int more = 0; more < 3; ++more) {
    for (size_t i = 0; i < 4; ++i) {
      const Tensor off = kept.net->parameters()[i] - again.net->parameters()[i];
      EXPECT_LT(off.abs().max().item<double>(), 1e-5)
          << "parameter " << i << " after " << more;
    }
    kept.Step();
    again.Step();
  }
}

TEST(PromisesTest, F05_CsvAndIdx) {
  const CsvTable table = ReadCsv(File("v1.csv"));
  EXPECT_EQ(table.rows, 2);
  EXPECT_EQ(table.values, (std::vector<double>{1, -2.5, 3e10, 4, 0.125, 6}));
  const IdxArray images = ReadIdx(File("v1-images.idx.gz"));
  EXPECT_EQ(images.shape, (std::vector<int64_t>{2, 2, 3}));
  EXPECT_EQ(images.bytes.size(), 12u);
  EXPECT_EQ(images.bytes[11], 11);
}

}  // namespace
}  // namespace tessera
