// Made by tensor/ops/generate.py from tensor/ops/*.toml; do not edit.
// GradTable: for each op with a gradient, the function that records it, with
// the op's own signature. //autograd:<plan type> fills the slots when linked.
#ifndef TESSERA_TENSOR_OPS_GRAD_TABLE_H_
#define TESSERA_TENSOR_OPS_GRAD_TABLE_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/generator.h"
#include "tessera/tensor/tensor.h"

namespace tessera::detail {

struct GradTable {
  // activation
  Tensor (*softmax)(const Tensor& self, int64_t dim, std::optional<DType> dtype);
  Tensor (*log_softmax)(const Tensor& self, int64_t dim, std::optional<DType> dtype);
  Tensor (*hardtanh)(const Tensor& self, const Scalar& min_val, const Scalar& max_val);
  Tensor (*leaky_relu)(const Tensor& self, const Scalar& negative_slope);
  Tensor (*elu)(const Tensor& self, const Scalar& alpha, const Scalar& scale, const Scalar& input_scale);
  Tensor (*silu)(const Tensor& self);
  Tensor (*mish)(const Tensor& self);
  Tensor (*softplus)(const Tensor& self, const Scalar& beta, const Scalar& threshold);
  Tensor (*log_sigmoid)(const Tensor& self);
  Tensor (*gelu)(const Tensor& self, const char* approximate);
  // binary
  Tensor (*add)(const Tensor& self, const Tensor& other, const Scalar& alpha);
  Tensor (*add_Scalar)(const Tensor& self, const Scalar& other, const Scalar& alpha);
  Tensor (*sub)(const Tensor& self, const Tensor& other, const Scalar& alpha);
  Tensor (*sub_Scalar)(const Tensor& self, const Scalar& other, const Scalar& alpha);
  Tensor (*rsub)(const Tensor& self, const Tensor& other, const Scalar& alpha);
  Tensor (*rsub_Scalar)(const Tensor& self, const Scalar& other, const Scalar& alpha);
  Tensor (*mul)(const Tensor& self, const Tensor& other);
  Tensor (*mul_Scalar)(const Tensor& self, const Scalar& other);
  Tensor (*div)(const Tensor& self, const Tensor& other);
  Tensor (*div_Scalar)(const Tensor& self, const Scalar& other);
  Tensor (*div_Tensor_mode)(const Tensor& self, const Tensor& other, const char* rounding_mode);
  Tensor (*div_Scalar_mode)(const Tensor& self, const Scalar& other, const char* rounding_mode);
  Tensor (*div_Scalar_Tensor)(const Scalar& self, const Tensor& other);
  Tensor (*floor_divide)(const Tensor& self, const Tensor& other);
  Tensor (*floor_divide_Scalar)(const Tensor& self, const Scalar& other);
  Tensor (*remainder)(const Tensor& self, const Tensor& other);
  Tensor (*remainder_Scalar)(const Tensor& self, const Scalar& other);
  Tensor (*remainder_Scalar_Tensor)(const Scalar& self, const Tensor& other);
  Tensor (*fmod)(const Tensor& self, const Tensor& other);
  Tensor (*fmod_Scalar)(const Tensor& self, const Scalar& other);
  Tensor (*pow)(const Tensor& self, const Tensor& exponent);
  Tensor (*pow_Tensor_Scalar)(const Tensor& self, const Scalar& exponent);
  Tensor (*pow_Scalar_Tensor)(const Scalar& self, const Tensor& exponent);
  Tensor (*maximum)(const Tensor& self, const Tensor& other);
  Tensor (*minimum)(const Tensor& self, const Tensor& other);
  Tensor (*fmax)(const Tensor& self, const Tensor& other);
  Tensor (*fmin)(const Tensor& self, const Tensor& other);
  Tensor (*atan2)(const Tensor& self, const Tensor& other);
  Tensor (*hypot)(const Tensor& self, const Tensor& other);
  Tensor (*copysign)(const Tensor& self, const Tensor& other);
  Tensor (*copysign_Scalar)(const Tensor& self, const Scalar& other);
  Tensor (*xlogy)(const Tensor& self, const Tensor& other);
  Tensor (*xlogy_Scalar)(const Tensor& self, const Scalar& other);
  Tensor (*xlogy_Scalar_Tensor)(const Scalar& self, const Tensor& other);
  Tensor (*make_complex)(const Tensor& real, const Tensor& imag);
  Tensor (*threshold_backward)(const Tensor& grad_output, const Tensor& self, const Scalar& threshold);
  Tensor (*tanh_backward)(const Tensor& grad_output, const Tensor& output);
  Tensor (*sigmoid_backward)(const Tensor& grad_output, const Tensor& output);
  // copy
  Tensor (*copy)(const Tensor& self, const Tensor& src, bool non_blocking);
  Tensor (*clone)(const Tensor& self, MemoryFormat memory_format);
  Tensor (*_to_copy)(const Tensor& self, Device device, DType dtype, bool non_blocking);
  Tensor (*fill)(const Tensor& self, const Scalar& value);
  Tensor (*fill_Tensor)(const Tensor& self, const Tensor& value);
  Tensor (*zero)(const Tensor& self);
  Tensor (*cat)(TensorList tensors, int64_t dim);
  Tensor (*flip)(const Tensor& self, IntArrayRef dims);
  Tensor (*roll)(const Tensor& self, IntArrayRef shifts, IntArrayRef dims);
  Tensor (*constant_pad_nd)(const Tensor& self, IntArrayRef pad, const Scalar& value);
  Tensor (*tril)(const Tensor& self, int64_t diagonal);
  Tensor (*triu)(const Tensor& self, int64_t diagonal);
  Tensor (*diag_embed)(const Tensor& self, int64_t offset, int64_t dim1, int64_t dim2);
  // index
  Tensor (*index)(const Tensor& self, TensorList indices);
  Tensor (*index_put)(const Tensor& self, TensorList indices, const Tensor& values, bool accumulate);
  Tensor (*gather)(const Tensor& self, int64_t dim, const Tensor& index);
  Tensor (*index_select)(const Tensor& self, int64_t dim, const Tensor& index);
  Tensor (*scatter)(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
  Tensor (*scatter_value)(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
  Tensor (*scatter_reduce)(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce);
  Tensor (*scatter_value_reduce)(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value, const char* reduce);
  Tensor (*scatter_add)(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src);
  Tensor (*scatter_reduce_two)(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& src, const char* reduce, bool include_self);
  Tensor (*index_add)(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source, const Scalar& alpha);
  Tensor (*index_copy)(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& source);
  Tensor (*index_fill)(const Tensor& self, int64_t dim, const Tensor& index, const Scalar& value);
  Tensor (*index_fill_Tensor)(const Tensor& self, int64_t dim, const Tensor& index, const Tensor& value);
  Tensor (*take)(const Tensor& self, const Tensor& index);
  Tensor (*masked_select)(const Tensor& self, const Tensor& mask);
  Tensor (*masked_scatter)(const Tensor& self, const Tensor& mask, const Tensor& source);
  // loss
  Tensor (*nll_loss)(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction, int64_t ignore_index);
  Tensor (*cross_entropy_loss)(const Tensor& self, const Tensor& target, const Tensor& weight, int64_t reduction, int64_t ignore_index, double label_smoothing);
  // matmul
  Tensor (*matmul)(const Tensor& self, const Tensor& other);
  Tensor (*mm)(const Tensor& self, const Tensor& mat2);
  Tensor (*bmm)(const Tensor& self, const Tensor& mat2);
  Tensor (*mv)(const Tensor& self, const Tensor& vec);
  Tensor (*dot)(const Tensor& self, const Tensor& tensor);
  Tensor (*linear)(const Tensor& input, const Tensor& weight, const Tensor& bias);
  // random
  Tensor (*uniform)(const Tensor& self, double from, double to, const std::optional<Generator>& generator);
  Tensor (*normal)(const Tensor& self, const Scalar& mean, const Scalar& std, const std::optional<Generator>& generator);
  Tensor (*normal_Tensor_float)(const Tensor& mean, double std, const std::optional<Generator>& generator);
  Tensor (*normal_float_Tensor)(double mean, const Tensor& std, const std::optional<Generator>& generator);
  Tensor (*normal_Tensor_Tensor)(const Tensor& mean, const Tensor& std, const std::optional<Generator>& generator);
  Tensor (*random)(const Tensor& self, const std::optional<Generator>& generator);
  Tensor (*random_to)(const Tensor& self, int64_t to, const std::optional<Generator>& generator);
  Tensor (*random_from)(const Tensor& self, int64_t from, std::optional<int64_t> to, const std::optional<Generator>& generator);
  Tensor (*exponential)(const Tensor& self, double lambd, const std::optional<Generator>& generator);
  Tensor (*bernoulli)(const Tensor& self, const std::optional<Generator>& generator);
  Tensor (*bernoulli_p)(const Tensor& self, double p, const std::optional<Generator>& generator);
  Tensor (*bernoulli_Tensor)(const Tensor& self, const Tensor& p, const std::optional<Generator>& generator);
  Tensor (*_dropout)(const Tensor& self, double p, int64_t seed, int64_t offset);
  // reduce
  Tensor (*sum)(const Tensor& self, std::optional<DType> dtype);
  Tensor (*sum_dim)(const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype);
  Tensor (*prod)(const Tensor& self, std::optional<DType> dtype);
  Tensor (*prod_dim)(const Tensor& self, int64_t dim, bool keepdim, std::optional<DType> dtype);
  Tensor (*mean)(const Tensor& self, std::optional<DType> dtype);
  Tensor (*mean_dim)(const Tensor& self, IntArrayRef dim, bool keepdim, std::optional<DType> dtype);
  Tensor (*var)(const Tensor& self, bool unbiased);
  Tensor (*var_dim)(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim);
  Tensor (*var_correction)(const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim);
  Tensor (*std)(const Tensor& self, bool unbiased);
  Tensor (*std_dim)(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim);
  Tensor (*std_correction)(const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim);
  std::tuple<Tensor, Tensor> (*var_mean)(const Tensor& self, bool unbiased);
  std::tuple<Tensor, Tensor> (*var_mean_dim)(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim);
  std::tuple<Tensor, Tensor> (*var_mean_correction)(const Tensor& self, IntArrayRef dim, const std::optional<Scalar>& correction, bool keepdim);
  Tensor (*amax)(const Tensor& self, IntArrayRef dim, bool keepdim);
  Tensor (*amin)(const Tensor& self, IntArrayRef dim, bool keepdim);
  Tensor (*max)(const Tensor& self);
  std::tuple<Tensor, Tensor> (*max_dim)(const Tensor& self, int64_t dim, bool keepdim);
  Tensor (*max_other)(const Tensor& self, const Tensor& other);
  Tensor (*min)(const Tensor& self);
  std::tuple<Tensor, Tensor> (*min_dim)(const Tensor& self, int64_t dim, bool keepdim);
  Tensor (*min_other)(const Tensor& self, const Tensor& other);
  Tensor (*linalg_vector_norm)(const Tensor& self, const Scalar& ord, IntArrayRef dim, bool keepdim, std::optional<DType> dtype);
  Tensor (*logsumexp)(const Tensor& self, IntArrayRef dim, bool keepdim);
  // scan
  Tensor (*cumsum)(const Tensor& self, int64_t dim, std::optional<DType> dtype);
  Tensor (*cumprod)(const Tensor& self, int64_t dim, std::optional<DType> dtype);
  std::tuple<Tensor, Tensor> (*cummax)(const Tensor& self, int64_t dim);
  std::tuple<Tensor, Tensor> (*cummin)(const Tensor& self, int64_t dim);
  // sort
  std::tuple<Tensor, Tensor> (*sort)(const Tensor& self, int64_t dim, bool descending, bool stable);
  std::tuple<Tensor, Tensor> (*topk)(const Tensor& self, int64_t k, int64_t dim, bool largest, bool sorted);
  Tensor (*median)(const Tensor& self);
  std::tuple<Tensor, Tensor> (*median_dim)(const Tensor& self, int64_t dim, bool keepdim);
  Tensor (*nanmedian)(const Tensor& self);
  std::tuple<Tensor, Tensor> (*nanmedian_dim)(const Tensor& self, int64_t dim, bool keepdim);
  std::tuple<Tensor, Tensor> (*kthvalue)(const Tensor& self, int64_t k, int64_t dim, bool keepdim);
  std::tuple<Tensor, Tensor> (*mode)(const Tensor& self, int64_t dim, bool keepdim);
  // ternary
  Tensor (*where)(const Tensor& condition, const Tensor& self, const Tensor& other);
  Tensor (*where_ScalarSelf)(const Tensor& condition, const Scalar& self, const Tensor& other);
  Tensor (*where_ScalarOther)(const Tensor& condition, const Tensor& self, const Scalar& other);
  Tensor (*clamp)(const Tensor& self, const std::optional<Scalar>& min, const std::optional<Scalar>& max);
  Tensor (*clamp_Tensor)(const Tensor& self, const Tensor& min, const Tensor& max);
  Tensor (*clamp_min)(const Tensor& self, const Scalar& min);
  Tensor (*clamp_min_Tensor)(const Tensor& self, const Tensor& min);
  Tensor (*clamp_max)(const Tensor& self, const Scalar& max);
  Tensor (*clamp_max_Tensor)(const Tensor& self, const Tensor& max);
  Tensor (*masked_fill)(const Tensor& self, const Tensor& mask, const Scalar& value);
  Tensor (*masked_fill_Tensor)(const Tensor& self, const Tensor& mask, const Tensor& value);
  Tensor (*lerp)(const Tensor& self, const Tensor& end, const Tensor& weight);
  Tensor (*lerp_Scalar)(const Tensor& self, const Tensor& end, const Scalar& weight);
  Tensor (*addcmul)(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value);
  Tensor (*addcdiv)(const Tensor& self, const Tensor& tensor1, const Tensor& tensor2, const Scalar& value);
  // unary
  Tensor (*abs)(const Tensor& self);
  Tensor (*neg)(const Tensor& self);
  Tensor (*sign)(const Tensor& self);
  Tensor (*sgn)(const Tensor& self);
  Tensor (*square)(const Tensor& self);
  Tensor (*sqrt)(const Tensor& self);
  Tensor (*rsqrt)(const Tensor& self);
  Tensor (*reciprocal)(const Tensor& self);
  Tensor (*exp)(const Tensor& self);
  Tensor (*expm1)(const Tensor& self);
  Tensor (*exp2)(const Tensor& self);
  Tensor (*log)(const Tensor& self);
  Tensor (*log1p)(const Tensor& self);
  Tensor (*log2)(const Tensor& self);
  Tensor (*log10)(const Tensor& self);
  Tensor (*sin)(const Tensor& self);
  Tensor (*cos)(const Tensor& self);
  Tensor (*tan)(const Tensor& self);
  Tensor (*asin)(const Tensor& self);
  Tensor (*acos)(const Tensor& self);
  Tensor (*atan)(const Tensor& self);
  Tensor (*sinh)(const Tensor& self);
  Tensor (*cosh)(const Tensor& self);
  Tensor (*asinh)(const Tensor& self);
  Tensor (*acosh)(const Tensor& self);
  Tensor (*atanh)(const Tensor& self);
  Tensor (*tanh)(const Tensor& self);
  Tensor (*sigmoid)(const Tensor& self);
  Tensor (*erf)(const Tensor& self);
  Tensor (*erfc)(const Tensor& self);
  Tensor (*erfinv)(const Tensor& self);
  Tensor (*floor)(const Tensor& self);
  Tensor (*ceil)(const Tensor& self);
  Tensor (*trunc)(const Tensor& self);
  Tensor (*round)(const Tensor& self);
  Tensor (*round_decimals)(const Tensor& self, int64_t decimals);
  Tensor (*frac)(const Tensor& self);
  Tensor (*nan_to_num)(const Tensor& self, std::optional<double> nan, std::optional<double> posinf, std::optional<double> neginf);
  Tensor (*relu)(const Tensor& self);
  Tensor (*conj_physical)(const Tensor& self);
  Tensor (*angle)(const Tensor& self);
  // view
  Tensor (*view)(const Tensor& self, IntArrayRef size);
  Tensor (*view_dtype)(const Tensor& self, DType dtype);
  Tensor (*squeeze)(const Tensor& self);
  Tensor (*squeeze_dim)(const Tensor& self, int64_t dim);
  Tensor (*squeeze_dims)(const Tensor& self, IntArrayRef dim);
  Tensor (*unsqueeze)(const Tensor& self, int64_t dim);
  Tensor (*transpose)(const Tensor& self, int64_t dim0, int64_t dim1);
  Tensor (*t)(const Tensor& self);
  Tensor (*permute)(const Tensor& self, IntArrayRef dims);
  Tensor (*expand)(const Tensor& self, IntArrayRef size);
  Tensor (*select)(const Tensor& self, int64_t dim, int64_t index);
  Tensor (*slice)(const Tensor& self, int64_t dim, std::optional<int64_t> start, std::optional<int64_t> end, int64_t step);
  Tensor (*narrow)(const Tensor& self, int64_t dim, int64_t start, int64_t length);
  Tensor (*narrow_Tensor)(const Tensor& self, int64_t dim, const Tensor& start, int64_t length);
  Tensor (*diagonal)(const Tensor& self, int64_t offset, int64_t dim1, int64_t dim2);
  Tensor (*unfold)(const Tensor& self, int64_t dimension, int64_t size, int64_t step);
  Tensor (*as_strided)(const Tensor& self, IntArrayRef size, IntArrayRef stride, std::optional<int64_t> storage_offset);
  std::vector<Tensor> (*split_with_sizes)(const Tensor& self, IntArrayRef split_sizes, int64_t dim);
  std::vector<Tensor> (*unbind)(const Tensor& self, int64_t dim);
  Tensor (*real)(const Tensor& self);
  Tensor (*imag)(const Tensor& self);
  Tensor (*view_as_real)(const Tensor& self);
  Tensor (*view_as_complex)(const Tensor& self);
};

// Zero until formulas are linked.
extern GradTable grad_table;

// For the test that none is forgotten.
struct GradSlotName {
  const char* name;
  bool (*filled)();
};
ArrayRef<GradSlotName> GradSlots();

struct GradRegistrar {
  explicit GradRegistrar(void (*fill)(GradTable&)) { fill(grad_table); }
};

}  // namespace tessera::detail

#endif  // TESSERA_TENSOR_OPS_GRAD_TABLE_H_
