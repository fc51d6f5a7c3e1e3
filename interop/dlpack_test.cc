#include "tessera/interop/dlpack.h"

#include <cstring>
#include <vector>

#include "gtest/gtest.h"
#include "tessera/storage/device_interface.h"
#include "tessera/tensor/ops.h"
#include "tessera/tests/testing/expect_error.h"

namespace tessera {
namespace {

using namespace dlpack;

// A producer that is not ours, with a count of its deleter's runs.
template <class Managed>
struct Foreign {
  Foreign() {
    std::memset(&managed, 0, sizeof managed);
    managed.dl_tensor.data = values;
    managed.dl_tensor.device = {kDLCPU, 0};
    managed.dl_tensor.ndim = 1;
    managed.dl_tensor.dtype = {2, 32, 1};
    managed.dl_tensor.shape = sizes;
    managed.manager_ctx = this;
    managed.deleter = [](Managed* self) {
      ++static_cast<Foreign*>(self->manager_ctx)->deleted;
    };
    if constexpr (std::is_same_v<Managed, DLManagedTensorVersioned>) {
      managed.version = {1, 3};
    }
  }

  alignas(16) float values[6] = {0, 1, 2, 3, 4, 5};
  int64_t sizes[2] = {6, 1};
  int64_t strides[2] = {1, 1};
  int deleted = 0;
  Managed managed;
};
using New = Foreign<DLManagedTensorVersioned>;
using Old = Foreign<DLManagedTensor>;

TEST(DLPackTest, N10_ImportSharesAndDeletesOnce) {
  New from;
  {
    Tensor t = fromDLPack(&from.managed);
    EXPECT_EQ(Values(t), (std::vector<double>{0, 1, 2, 3, 4, 5}));
    EXPECT_EQ(t.data_ptr(), from.values);
    t[1] = 7;
    EXPECT_EQ(from.values[1], 7);
    Tensor view = t.slice(0, 2);
    t.reset();
    EXPECT_EQ(from.deleted, 0);
  }
  EXPECT_EQ(from.deleted, 1);

  Old old;
  { EXPECT_EQ(fromDLPack(&old.managed).numel(), 6); }
  EXPECT_EQ(old.deleted, 1);
}

TEST(DLPackTest, N03_StridesOfAllSigns) {
  New from;
  from.managed.dl_tensor.strides = from.strides;
  from.strides[0] = -1;
  from.managed.dl_tensor.byte_offset = 5 * sizeof(float);
  Tensor reversed = fromDLPack(&from.managed);
  EXPECT_EQ(Values(reversed), (std::vector<double>{5, 4, 3, 2, 1, 0}));
  EXPECT_EQ(reversed.data_ptr(), from.values + 5);

  New zero;
  zero.managed.dl_tensor.strides = zero.strides;
  zero.strides[0] = 0;
  EXPECT_EQ(Values(fromDLPack(&zero.managed)), std::vector<double>(6, 0));

  New matrix;
  matrix.managed.dl_tensor.ndim = 2;
  matrix.managed.dl_tensor.strides = matrix.strides;
  matrix.sizes[0] = 2;
  matrix.sizes[1] = 3;
  matrix.strides[1] = 2;
  EXPECT_EQ(Values(fromDLPack(&matrix.managed)),
            (std::vector<double>{0, 2, 4, 1, 3, 5}));
}

TEST(DLPackTest, N10_RoundTripKeepsGeometry) {
  const Tensor base = empty({4, 6}, kInt16);
  base.fill_(3);
  const Tensor cases[] = {base,
                          base.t(),
                          base.slice(1, {}, {}, -2),
                          base[0].expand({5, 6}),
                          base.slice(0, 4),
                          base[0][0]};
  for (const Tensor& t : cases) {
    for (bool versioned : {false, true}) {
      Tensor back = versioned ? fromDLPack(toDLPackVersioned(t))
                              : fromDLPack(toDLPack(t));
      EXPECT_EQ(back.sizes(), t.sizes());
      EXPECT_EQ(back.strides(), t.strides());
      EXPECT_EQ(back.data_ptr(), t.data_ptr());
      EXPECT_EQ(back.scalar_type(), kInt16);
      EXPECT_EQ(Values(back), Values(t));
    }
  }
  // Each import keeps its export alive, and gives it up.
  const size_t owners = base.storage().use_count();
  fromDLPack(toDLPackVersioned(base));
  EXPECT_EQ(base.storage().use_count(), owners);
}

TEST(DLPackTest, N01_EveryDType) {
  for (int i = 0; i < kDTypes; ++i) {
    const Tensor t = empty({2}, static_cast<DType>(i));
    DLManagedTensorVersioned* managed = toDLPackVersioned(t);
    EXPECT_EQ(managed->dl_tensor.dtype.bits, 8 * t.element_size());
    EXPECT_EQ(managed->dl_tensor.dtype.lanes, 1);
    EXPECT_EQ(managed->version.major, 1u);
    EXPECT_EQ(fromDLPack(managed).scalar_type(), t.scalar_type());
  }
  const struct {
    DType dtype;
    int code;
  } codes[] = {{kInt8, 0},     {kUInt8, 1},        {kFloat16, 2},
               {kBFloat16, 4}, {kComplexFloat, 5}, {kBool, 6}};
  for (const auto& [dtype, code] : codes) EXPECT_EQ(dlpack_code(dtype), code);
}

TEST(DLPackTest, N04_FlagsOfReadOnlyAndCopied) {
  New from;
  from.managed.flags = DLPACK_FLAG_BITMASK_READ_ONLY;
  const Tensor t = fromDLPack(&from.managed);
  EXPECT_TRUE(t.storage().is_read_only());
  EXPECT_THROW(t.zero_(), Error);
  EXPECT_EQ(from.values[1], 1);
  DLManagedTensorVersioned* out = toDLPackVersioned(t);
  EXPECT_EQ(out->flags, DLPACK_FLAG_BITMASK_READ_ONLY);
  out->deleter(out);
  ExpectError<ValueError>([&] { toDLPack(t); }, {"read-only", "clone()"});

  out = toDLPackVersioned(empty({2}), true);
  EXPECT_EQ(out->flags, DLPACK_FLAG_BITMASK_IS_COPIED);
  out->deleter(out);
}

TEST(DLPackTest, N10_RefusedInputStaysTheCallers) {
  const auto refused = [](auto error, auto change,
                          std::initializer_list<const char*> words) {
    New from;
    change(from.managed, from.managed.dl_tensor, from);
    ExpectError<decltype(error)>([&] { fromDLPack(&from.managed); }, words);
    EXPECT_EQ(from.deleted, 0);
  };
  const ValueError value("", "");
  refused(DTypeError("", ""), [](auto&, auto& t, auto&) { t.dtype.lanes = 4; },
          {"from_dlpack", "4 lanes"});
  refused(DTypeError("", ""),
          [](auto&, auto& t, auto&) {
            t.dtype = {10, 8, 1};
          },
          {"code 10"});
  refused(DeviceError("", ""),
          [](auto&, auto& t, auto&) {
            t.device = {kDLCUDA, 0};
          },
          {"cuda"});
  refused(DeviceError("", ""),
          [](auto&, auto& t, auto&) {
            t.device = {kDLExtDev, 300};
          },
          {"127", "300"});
  refused(DeviceError("", ""),
          [](auto&, auto& t, auto&) {
            t.device.device_type = static_cast<DLDeviceType>(8);
          },
          {"device type 8"});
  refused(value, [](auto& m, auto&, auto&) { m.version = {2, 0}; }, {"2.0"});
  refused(value, [](auto&, auto& t, auto&) { t.ndim = -1; }, {"-1"});
  refused(value, [](auto&, auto& t, auto&) { t.shape = nullptr; }, {"shape"});
  refused(value, [](auto&, auto& t, auto&) { t.data = nullptr; }, {"null"});
  refused(value, [](auto&, auto& t, auto&) { t.byte_offset = 2; },
          {"address", "4"});
  refused(ShapeError("", ""), [](auto&, auto&, auto& f) { f.sizes[0] = -3; },
          {"-3"});
  refused(ShapeError("", ""),
          [](auto&, auto&, auto& f) { f.sizes[0] = INT64_MAX; }, {});
  refused(ShapeError("", ""),
          [](auto&, auto& t, auto& f) {
            t.strides = f.strides;
            f.strides[0] = INT64_MAX;
          },
          {});
}

// Empty tensors need no memory, tensors of no dimension no shape.
TEST(DLPackTest, N10_EmptyAndNoDimensions) {
  New empty;
  empty.managed.dl_tensor.data = nullptr;
  empty.sizes[0] = 0;
  { EXPECT_EQ(fromDLPack(&empty.managed).sizes(), IntArrayRef({0})); }
  EXPECT_EQ(empty.deleted, 1);

  Old scalar;
  scalar.managed.dl_tensor.ndim = 0;
  scalar.managed.dl_tensor.shape = nullptr;
  scalar.managed.dl_tensor.byte_offset = 3 * sizeof(float);
  scalar.managed.deleter = nullptr;  // allowed: nothing to give back
  const Tensor t = fromDLPack(&scalar.managed);
  EXPECT_EQ(t.dim(), 0);
  EXPECT_EQ(t.item<double>(), 3);
}

// Of the old struct, too, and of memory that the host reads by CUDA's leave.
TEST(DLPackTest, N10_OldStructsAndHostMemoryOfCuda) {
  Old host;
  host.managed.dl_tensor.device = {kDLCUDAHost, 0};
  { EXPECT_TRUE(fromDLPack(&host.managed).is_cpu()); }
  EXPECT_EQ(host.deleted, 1);

  Old refused;
  refused.managed.dl_tensor.dtype.bits = 4;
  ExpectError<DTypeError>([&] { fromDLPack(&refused.managed); }, {"4 bits"});
  refused.managed.dl_tensor.dtype.bits = 32;
  refused.managed.dl_tensor.device = {kDLExtDev, 0};
  ExpectError<DeviceError>([&] { fromDLPack(&refused.managed); },
                           {"from_dlpack"});
  EXPECT_EQ(refused.deleted, 0);
}

TEST(DLPackTest, N10_DeviceCodes) {
  EXPECT_EQ(dlpack_device(kCPU).device_type, kDLCPU);
  EXPECT_EQ(dlpack_device(Device("cuda:3")).device_type, kDLCUDA);
  EXPECT_EQ(dlpack_device(Device("cuda:3")).device_id, 3);
  EXPECT_THROW(dlpack_device(kPrivateUse2), DeviceError);
}

}  // namespace
}  // namespace tessera
