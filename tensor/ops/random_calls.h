// What the random ops share: checked plans, and running them on a tensor.
//
//   RandomPlan plan = UniformPlan("uniform_", 0, 1, t.scalar_type());
//   FillInplace(Op::uniform, "uniform_", plan, t, generator);
//   Tensor out = NewLike("rand_like", t, options);
//   Fill(Op::rand_like, "rand_like", plan, out, generator);
//   // values go by row-major index, whatever the strides of t and out
//
// For random_ops.cc and random_draw_ops.cc.
#ifndef TESSERA_TENSOR_OPS_RANDOM_CALLS_H_
#define TESSERA_TENSOR_OPS_RANDOM_CALLS_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/ops/op.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/random_plan.h"
#include "tessera/tensor/tensor.h"

namespace tessera::run::random_calls {

using MaybeGenerator = std::optional<Generator>;

// ---- Tensors ----

Tensor New(const char* op, IntArrayRef size, DType dtype,
           const TensorOptions& options);
Tensor NewLike(const char* op, const Tensor& self,
               const TensorOptions& options);
Tensor Finish(Tensor&& t, const TensorOptions& options);
// Resizes out where needed.
Tensor& PrepareOut(const char* op, Tensor& out, IntArrayRef size);
// t, or a contiguous copy.
Tensor Dense(const Tensor& t);

// ---- Plans; ValueError for what the draw cannot have ----

RandomPlan Plan(RandomPlan::Draw draw);
RandomPlan UniformPlan(const char* op, double from, double to, DType dtype);
RandomPlan NormalPlan(const char* op, double mean, double std, DType dtype);
// Integers of `range` values from low on; range 0 means 2^64.
RandomPlan RangePlan(int64_t low, uint64_t range, DType dtype);
// low to high, which is excluded.
RandomPlan IntegerPlan(const char* op, int64_t low, int64_t high, DType dtype);
// From `from` to the dtype's last integer.
RandomPlan OpenIntegerPlan(const char* op, int64_t from, DType dtype);
// Up to which integer a floating dtype holds all: 2^digits.
int64_t ExactIntegers(DType dtype);
void CheckStd(const char* op, double std);
void CheckProbability(const char* op, double p);
// Words below this of the 2^32 come with probability p.
uint64_t Threshold(double p);
// NotImplementedError that names what to use for integers instead.
void CheckInexact(const char* op, const Tensor& t, const char* integers);

// ---- Running ----

// Fills out, which is contiguous, and steps the generator on. Errors of the
// kernel are left in context.
void RunPlan(Op op, RandomPlan& plan, const Tensor& out,
             const MaybeGenerator& generator, KernelContext& context);
// Fills a fresh tensor of any strides.
void Fill(Op op, const char* op_name, RandomPlan& plan, const Tensor& target,
          const MaybeGenerator& generator);
// Fills a user's tensor.
Tensor& FillInplace(Op op, const char* op_name, RandomPlan& plan, Tensor& self,
                    const MaybeGenerator& generator);

}  // namespace tessera::run::random_calls

#endif  // TESSERA_TENSOR_OPS_RANDOM_CALLS_H_
