// Matrix products: checks, shapes and plans.
#include <algorithm>
#include <string_view>

#include "tessera/base/error.h"
#include "tessera/base/str.h"
#include "tessera/tensor/ops.h"
#include "tessera/tensor/ops/entry.h"
#include "tessera/tensor/ops/run.h"
#include "tessera/tensor/plan/kernel_table.h"
#include "tessera/tensor/plan/matmul_plan.h"

namespace tessera::run {
namespace {

using detail::SizesText;

[[noreturn]] void ThrowDTypes(const char* op, const Tensor& a,
                              const Tensor& b) {
  if (op == std::string_view("linear")) {
    throw DTypeError(
        op, Str("mat1 and mat2 must have the same dtype, but got ",
                toString(a.scalar_type()), " and ", toString(b.scalar_type()),
                ", operands ", a, " and ", b, "; convert one with .to(",
                name(a.scalar_type()), ")"));
  }
  throw DTypeError(
      op, Str("expected m1 and m2 to have the same dtype, but got: ",
              TypeMeta(a.scalar_type()).name(), " != ",
              TypeMeta(b.scalar_type()).name(), ", operands ", a, " and ", b,
              "; convert one with .to(", name(a.scalar_type()), ")"));
}

void CheckOperands(const char* op, const Tensor& a, const Tensor& b) {
  detail::CheckDefined(op, a, 0);
  detail::CheckDefined(op, b, 1);
  detail::CheckSameDevice(op, a, b);
  if (a.scalar_type() != b.scalar_type()) ThrowDTypes(op, a, b);
}

[[noreturn]] void ThrowInner(const char* op, const Tensor& a, const Tensor& b,
                             int64_t m, int64_t k, int64_t k2, int64_t n) {
  std::string hint;
  if (b.dim() == 2 && n == k) hint = "; use .T of the second";
  if (a.dim() == 2 && b.dim() == 2 && n != k && m == k2) {
    hint = "; use .T of the first";
  }
  throw ShapeError(
      op, Str("mat1 and mat2 shapes cannot be multiplied (", m, "x", k, " and ",
              k2, "x", n, "), operands ", a, " and ", b, ": inner sizes ", k,
              " and ", k2, " differ", hint));
}

// An operand as a batch of matrices: the last two dimensions, after 1-d ones
// got theirs.
struct Matrices {
  const Tensor* tensor;
  IntArrayRef batch_sizes;
  IntArrayRef batch_strides;
  int64_t rows, cols, row_stride, col_stride;

  Matrices(const Tensor& t, bool left) : tensor(&t) {
    const IntArrayRef sizes = t.sizes();
    const IntArrayRef strides = t.strides();
    const size_t ndim = sizes.size();
    if (ndim == 1) {
      rows = left ? 1 : sizes[0];
      cols = left ? sizes[0] : 1;
      row_stride = left ? 0 : strides[0];
      col_stride = left ? strides[0] : 0;
      return;
    }
    rows = sizes[ndim - 2];
    cols = sizes[ndim - 1];
    row_stride = strides[ndim - 2];
    col_stride = strides[ndim - 1];
    batch_sizes = sizes.slice(0, ndim - 2);
    batch_strides = strides.slice(0, ndim - 2);
  }
};

void Launch(Op op, MatmulPlan& plan, const Tensor& out) {
  if (out.numel() == 0) return;
  plan.dtype = out.scalar_type();
  const Kernel<MatmulPlan> kernel =
      Kernels().Get<MatmulPlan>(Op::matmul, out.device().type(), plan.dtype);
  KernelContext context(op, out.device());
  kernel(plan, context);
  CheckKernelError(context);
}

void SetMatrices(MatmulPlan& plan, const Matrices& a, const Matrices& b) {
  plan.a = a.tensor->impl()->data();
  plan.b = b.tensor->impl()->data();
  plan.bias = nullptr;
  plan.bias_stride = 0;
  plan.m = a.rows;
  plan.n = b.cols;
  plan.k = a.cols;
  plan.a_row = a.row_stride;
  plan.a_col = a.col_stride;
  plan.b_row = b.row_stride;
  plan.b_col = b.col_stride;
  plan.relu = false;
  plan.batch_ndim = 0;
}

// The batch dimensions of the result, broadcast; merged into the plan. False
// where more than kBatchDims are left.
bool SetBatch(MatmulPlan& plan, const Matrices& a, const Matrices& b,
              IntArrayRef sizes) {
  int64_t c_stride = plan.m * plan.n;
  int dims = 0;
  for (size_t i = 0; i < sizes.size(); ++i) {
    const size_t d = sizes.size() - 1 - i;
    const auto step = [&](const Matrices& x) -> int64_t {
      if (i >= x.batch_sizes.size()) return 0;
      const size_t at = x.batch_sizes.size() - 1 - i;
      return x.batch_sizes[at] == 1 ? 0 : x.batch_strides[at];
    };
    const int64_t sa = step(a);
    const int64_t sb = step(b);
    const int64_t size = sizes[d];
    if (size == 1) continue;
    if (dims && plan.batch_a[dims - 1] * plan.batch_shape[dims - 1] == sa &&
        plan.batch_b[dims - 1] * plan.batch_shape[dims - 1] == sb) {
      plan.batch_shape[dims - 1] *= size;
    } else {
      if (dims == MatmulPlan::kBatchDims) return false;
      plan.batch_shape[dims] = size;
      plan.batch_a[dims] = sa;
      plan.batch_b[dims] = sb;
      plan.batch_c[dims] = c_stride;
      ++dims;
    }
    c_stride *= size;
  }
  plan.batch_ndim = static_cast<uint8_t>(dims);
  return true;
}

// A batch on one side only and a plain matrix on the other: one tall product.
void FoldBatch(MatmulPlan& plan) {
  if (plan.batch_ndim != 1 || plan.batch_b[0] != 0) return;
  const bool follows = plan.m == 1 || plan.batch_a[0] == plan.a_row * plan.m;
  if (!follows) return;
  if (plan.m == 1) plan.a_row = plan.batch_a[0];
  plan.m *= plan.batch_shape[0];
  plan.batch_ndim = 0;
}

struct Product {
  std::vector<int64_t> sizes;  // of the result
  std::vector<int64_t> batch;
};

Product InferProduct(const char* op, const Tensor& a, const Tensor& b) {
  CheckOperands(op, a, b);
  if (a.dim() == 0 || b.dim() == 0) {
    throw ShapeError(op, Str("both arguments need to be at least 1-d, got ", a,
                             " and ", b, "; use mul for 0-d ones"));
  }
  const Matrices x(a, true);
  const Matrices y(b, false);
  if (x.cols != y.rows) ThrowInner(op, a, b, x.rows, x.cols, y.rows, y.cols);
  Product p;
  p.batch = BroadcastSizes(op, x.batch_sizes, y.batch_sizes);
  p.sizes = p.batch;
  if (a.dim() > 1) p.sizes.push_back(x.rows);
  if (b.dim() > 1) p.sizes.push_back(y.cols);
  return p;
}

// out is contiguous and of the product's sizes.
void MultiplyInto(Op op, const Tensor& out, const Tensor& a, const Tensor& b,
                  IntArrayRef batch) {
  const Matrices x(a, true);
  const Matrices y(b, false);
  MatmulPlan plan;
  SetMatrices(plan, x, y);
  plan.c = out.impl()->data();
  plan.c_row = plan.n;
  if (!SetBatch(plan, x, y, batch)) {
    // So many unmergeable dimensions: dense operands have one.
    std::vector<int64_t> full_a = batch.vec();
    std::vector<int64_t> full_b = full_a;
    full_a.insert(full_a.end(), {x.rows, x.cols});
    full_b.insert(full_b.end(), {y.rows, y.cols});
    const NoGradGuard guard;
    const Tensor dense_a =
        (a.dim() == 1 ? a.unsqueeze(0) : a).expand(full_a).contiguous();
    const Tensor dense_b =
        (b.dim() == 1 ? b.unsqueeze(1) : b).expand(full_b).contiguous();
    MultiplyInto(op, out, dense_a, dense_b, batch);
    return;
  }
  FoldBatch(plan);
  Launch(op, plan, out);
}

Tensor Multiply(Op op, const Tensor& a, const Tensor& b) {
  const char* op_name = name(op);
  // The usual case without any vector of sizes.
  if (a.defined() && b.defined() && a.dim() == 2 && b.dim() == 2) {
    CheckOperands(op_name, a, b);
    const Matrices x(a, true);
    const Matrices y(b, false);
    if (x.cols != y.rows) {
      ThrowInner(op_name, a, b, x.rows, x.cols, y.rows, y.cols);
    }
    Tensor out = detail::MakeTensor({x.rows, y.cols}, a.scalar_type(),
                                    a.device(), op_name);
    MatmulPlan plan;
    SetMatrices(plan, x, y);
    plan.c = out.impl()->data();
    plan.c_row = plan.n;
    Launch(op, plan, out);
    return out;
  }
  const Product p = InferProduct(op_name, a, b);
  Tensor out =
      detail::MakeTensor(p.sizes, a.scalar_type(), a.device(), op_name);
  MultiplyInto(op, out, a, b, p.batch);
  return out;
}

Tensor& MultiplyOut(Op op, Tensor& out, const Tensor& a, const Tensor& b) {
  const char* op_name = name(op);
  const Product p = InferProduct(op_name, a, b);
  if (out.scalar_type() != a.scalar_type()) {
    throw DTypeError(
        op_name, Str("Expected out tensor to have dtype ",
                     TypeMeta(a.scalar_type()).name(), ", but got ",
                     TypeMeta(out.scalar_type()).name(), " instead, out is ",
                     out, "; give out dtype ", name(a.scalar_type())));
  }
  detail::CheckSameDevice(op_name, a, out);
  detail::CheckNoOverlap(op_name, out, a, false);
  detail::CheckNoOverlap(op_name, out, b, false);
  if (out.sizes() != IntArrayRef(p.sizes)) {
    detail::ResizeOut(op_name, out, p.sizes);
  }
  detail::CheckWritable(op_name, out);
  if (out.is_contiguous()) {
    detail::BumpVersion(out);
    MultiplyInto(op, out, a, b, p.batch);
    return out;
  }
  Tensor dense = detail::MakeTensor(p.sizes, a.scalar_type(), a.device());
  MultiplyInto(op, dense, a, b, p.batch);
  detail::CopyValues(op_name, out, dense);
  detail::BumpVersion(out);
  return out;
}

void CheckDims(const char* op, const Tensor& a, int64_t a_dims, const Tensor& b,
               int64_t b_dims) {
  detail::CheckDefined(op, a, 0);
  detail::CheckDefined(op, b, 1);
  if (a.dim() == a_dims && b.dim() == b_dims) return;
  throw ShapeError(
      op, Str("expected a ", a_dims, "-d and a ", b_dims, "-d tensor, got ", a,
              " and ", b, "; matmul takes other shapes"));
}

void CheckBmm(const Tensor& a, const Tensor& b) {
  CheckDims("bmm", a, 3, b, 3);
  if (a.size(0) != b.size(0)) {
    throw ShapeError("bmm", Str("expected batches of equal size, got ",
                                a.size(0), " and ", b.size(0), ", operands ", a,
                                " and ", b, "; matmul broadcasts them"));
  }
}

void CheckDot(const Tensor& a, const Tensor& b) {
  CheckDims("dot", a, 1, b, 1);
  if (a.size(0) != b.size(0)) {
    throw ShapeError("dot", Str("inconsistent tensor size, expected vectors of "
                                "the same length, got ",
                                a.size(0), " and ", b.size(0), ", operands ", a,
                                " and ", b));
  }
}

// The shapes of linear's operands, which are defined.
void CheckLinear(const Tensor& input, const Tensor& weight,
                 const Tensor& bias) {
  const Geometry& x = input.geometry();
  const Geometry& w = weight.geometry();
  if (x.dim() == 0 || w.dim() == 0 || w.dim() > 2) {
    throw ShapeError("linear", Str("expected an input of 1 or more dimensions "
                                   "and a weight of 1 or 2, got ",
                                   input, " and ", weight));
  }
  const int64_t got = x.size(x.dim() - 1);
  const int64_t in = w.size(w.dim() - 1);
  const int64_t out = w.dim() == 2 ? w.size(0) : 1;
  if (got != in) {
    throw ShapeError("linear",
                     Str("mat1 and mat2 shapes cannot be multiplied (",
                         got ? x.numel() / got : 0, "x", got, " and ", in, "x",
                         out, "), expected in_features ", in, ", got ", got,
                         ", operands ", input, " and ", weight));
  }
  if (bias.defined() &&
      (bias.dim() != 1 || w.dim() != 2 || bias.geometry().size(0) != out)) {
    throw ShapeError("linear", Str("expected a bias of [", out, "], got ", bias,
                                   " for weight ", weight));
  }
}

}  // namespace

Tensor matmul(const Tensor& self, const Tensor& other) {
  return Multiply(Op::matmul, self, other);
}
Tensor& matmul_out(Tensor& out, const Tensor& self, const Tensor& other) {
  return MultiplyOut(Op::matmul, out, self, other);
}

Tensor mm(const Tensor& self, const Tensor& mat2) {
  CheckDims("mm", self, 2, mat2, 2);
  return Multiply(Op::mm, self, mat2);
}
Tensor& mm_out(Tensor& out, const Tensor& self, const Tensor& mat2) {
  CheckDims("mm", self, 2, mat2, 2);
  return MultiplyOut(Op::mm, out, self, mat2);
}

Tensor bmm(const Tensor& self, const Tensor& mat2) {
  CheckBmm(self, mat2);
  return Multiply(Op::bmm, self, mat2);
}
Tensor& bmm_out(Tensor& out, const Tensor& self, const Tensor& mat2) {
  CheckBmm(self, mat2);
  return MultiplyOut(Op::bmm, out, self, mat2);
}

Tensor mv(const Tensor& self, const Tensor& vec) {
  CheckDims("mv", self, 2, vec, 1);
  return Multiply(Op::mv, self, vec);
}
Tensor& mv_out(Tensor& out, const Tensor& self, const Tensor& vec) {
  CheckDims("mv", self, 2, vec, 1);
  return MultiplyOut(Op::mv, out, self, vec);
}

Tensor dot(const Tensor& self, const Tensor& tensor) {
  CheckDot(self, tensor);
  return Multiply(Op::dot, self, tensor);
}
Tensor& dot_out(Tensor& out, const Tensor& self, const Tensor& tensor) {
  CheckDot(self, tensor);
  return MultiplyOut(Op::dot, out, self, tensor);
}

Tensor outer(const Tensor& self, const Tensor& vec2) {
  CheckDims("outer", self, 1, vec2, 1);
  return self.unsqueeze(1) * vec2.unsqueeze(0);
}

Tensor addmm(const Tensor& self, const Tensor& mat1, const Tensor& mat2,
             const Scalar& beta, const Scalar& alpha) {
  // With integers the factors are cast first, as in PyTorch.
  const bool ints = isIntegralType(mat1.scalar_type(), true);
  const auto factor = [&](const Scalar& s) {
    return ints ? Scalar(s.toLong()) : s;
  };
  const auto is_one = [](const Scalar& s) {
    return !s.isComplex() && s.toDouble() == 1;
  };
  const Scalar a = factor(alpha);
  const Scalar b = factor(beta);
  Tensor product = tessera::mm(mat1, mat2);
  detail::CheckDefined("addmm", self);
  detail::CheckSameDType("addmm", product, self);
  if (!is_one(a)) product = product * a;
  const bool ignored = !b.isComplex() && b.toDouble() == 0;
  Tensor c = self.expand(product.sizes());
  if (ignored) return product;
  return (is_one(b) ? c : c * b) + product;
}

Tensor linear(const Tensor& input, const Tensor& weight, const Tensor& bias) {
  CheckOperands("linear", input, weight);
  if (bias.defined()) CheckOperands("linear", input, bias);
  const Geometry& x = input.geometry();
  const Geometry& w = weight.geometry();
  CheckLinear(input, weight, bias);
  const bool is_matrix = w.dim() == 2;
  const int64_t leading = x.dim() - 1;
  const int64_t in = x.size(leading);
  const int64_t out_features = is_matrix ? w.size(0) : 1;
  int64_t sizes[Geometry::kMaxDims];
  std::copy_n(x.sizes_data(), leading, sizes);
  if (is_matrix) sizes[leading] = out_features;
  Tensor out =
      detail::MakeTensor({sizes, static_cast<size_t>(leading + is_matrix)},
                         x.dtype(), input.device(), "linear");
  // Leading dimensions that do not step as one row stride are made dense.
  bool one_step = true;
  for (int64_t d = 0; d + 1 < leading; ++d) {
    one_step &=
        x.size(d) == 1 || x.stride(d) == x.stride(d + 1) * x.size(d + 1);
  }
  Tensor copy;
  if (!one_step) copy = run::clone(input, MemoryFormat::Contiguous);
  const Tensor& rows = one_step ? input : copy;
  const Geometry& r = rows.geometry();
  MatmulPlan plan;
  plan.a = rows.impl()->data();
  plan.b = weight.impl()->data();
  plan.c = out.impl()->data();
  plan.bias = bias.defined() ? bias.impl()->data() : nullptr;
  plan.bias_stride = bias.defined() ? bias.geometry().stride(0) : 0;
  plan.k = in;
  plan.n = out_features;
  plan.m = out_features ? out.numel() / out_features : 0;
  plan.a_row = leading ? r.stride(leading - 1) : 0;
  plan.a_col = r.stride(leading);
  plan.b_row = w.stride(w.dim() - 1);
  plan.b_col = is_matrix ? w.stride(0) : 0;
  plan.c_row = out_features;
  plan.relu = false;
  plan.batch_ndim = 0;
  Launch(Op::linear, plan, out);
  return out;
}

}  // namespace tessera::run
