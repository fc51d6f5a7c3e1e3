// Made by tensor/ops/generate.py from tensor/ops/reduce.toml; do not edit.
#ifndef TESSERA_TENSOR_OPS_OPS_REDUCE_H_
#define TESSERA_TENSOR_OPS_OPS_REDUCE_H_

#include "tessera/base/cpp17.h"
#include "tessera/tensor/tensor.h"

namespace tessera {

// The sum over the given dimensions, or all. Bool and integers give int64,
// which wraps; a dtype converts first. Half types are summed in float32. Empty:
// 0.
Tensor sum(const Tensor& self, std::optional<DType> dtype = {});
Tensor& sum_out(Tensor& out, const Tensor& self, std::optional<DType> dtype = {});
Tensor sum(const Tensor& self, IntArrayRef dim, bool keepdim = false, std::optional<DType> dtype = {});
Tensor& sum_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim = false, std::optional<DType> dtype = {});

// The product over one dimension, or all. Bool and integers give int64, which
// wraps; a dtype converts first. Empty: 1.
Tensor prod(const Tensor& self, std::optional<DType> dtype = {});
Tensor& prod_out(Tensor& out, const Tensor& self, std::optional<DType> dtype = {});
Tensor prod(const Tensor& self, int64_t dim, bool keepdim = false, std::optional<DType> dtype = {});
Tensor& prod_out(Tensor& out, const Tensor& self, int64_t dim, bool keepdim = false, std::optional<DType> dtype = {});

// The sum divided by the number of elements. Bool and integers give the default
// dtype; a dtype converts first. Empty: NaN.
Tensor mean(const Tensor& self, std::optional<DType> dtype = {});
Tensor& mean_out(Tensor& out, const Tensor& self, std::optional<DType> dtype = {});
Tensor mean(const Tensor& self, IntArrayRef dim, bool keepdim = false, std::optional<DType> dtype = {});
Tensor& mean_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim = false, std::optional<DType> dtype = {});

// The variance: squared distances from the mean, divided by n - correction (1
// unless given; unbiased=false is 0). Of one element NaN, with a warning.
Tensor var(const Tensor& self, bool unbiased);
Tensor& var_out(Tensor& out, const Tensor& self, bool unbiased);
Tensor var(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim = false);
Tensor& var_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim = false);
Tensor var(const Tensor& self, IntArrayRef dim = IntArrayRef(), const std::optional<Scalar>& correction = {}, bool keepdim = false);
Tensor& var_out(Tensor& out, const Tensor& self, IntArrayRef dim = IntArrayRef(), const std::optional<Scalar>& correction = {}, bool keepdim = false);

// The square root of var. The gradient of equal values is 0.
Tensor std(const Tensor& self, bool unbiased);
Tensor& std_out(Tensor& out, const Tensor& self, bool unbiased);
Tensor std(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim = false);
Tensor& std_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim = false);
Tensor std(const Tensor& self, IntArrayRef dim = IntArrayRef(), const std::optional<Scalar>& correction = {}, bool keepdim = false);
Tensor& std_out(Tensor& out, const Tensor& self, IntArrayRef dim = IntArrayRef(), const std::optional<Scalar>& correction = {}, bool keepdim = false);

// var and mean in one pass over the mean.
std::tuple<Tensor, Tensor> var_mean(const Tensor& self, bool unbiased);
std::tuple<Tensor, Tensor> var_mean(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim = false);
std::tuple<Tensor, Tensor> var_mean(const Tensor& self, IntArrayRef dim = IntArrayRef(), const std::optional<Scalar>& correction = {}, bool keepdim = false);

// std and mean.
std::tuple<Tensor, Tensor> std_mean(const Tensor& self, bool unbiased);
std::tuple<Tensor, Tensor> std_mean(const Tensor& self, IntArrayRef dim, bool unbiased, bool keepdim = false);
std::tuple<Tensor, Tensor> std_mean(const Tensor& self, IntArrayRef dim = IntArrayRef(), const std::optional<Scalar>& correction = {}, bool keepdim = false);

// sum, NaN counting as 0.
Tensor nansum(const Tensor& self, IntArrayRef dim = IntArrayRef(), bool keepdim = false, std::optional<DType> dtype = {});
Tensor& nansum_out(Tensor& out, const Tensor& self, IntArrayRef dim = IntArrayRef(), bool keepdim = false, std::optional<DType> dtype = {});

// The mean of what is not NaN; NaN where all is.
Tensor nanmean(const Tensor& self, IntArrayRef dim = IntArrayRef(), bool keepdim = false, std::optional<DType> dtype = {});
Tensor& nanmean_out(Tensor& out, const Tensor& self, IntArrayRef dim = IntArrayRef(), bool keepdim = false, std::optional<DType> dtype = {});

// The greatest element; NaN wins. Ties share the gradient equally. IndexError
// over an empty dimension.
Tensor amax(const Tensor& self, IntArrayRef dim = IntArrayRef(), bool keepdim = false);
Tensor& amax_out(Tensor& out, const Tensor& self, IntArrayRef dim = IntArrayRef(), bool keepdim = false);

// The least element; NaN wins. Ties share the gradient equally. IndexError over
// an empty dimension.
Tensor amin(const Tensor& self, IntArrayRef dim = IntArrayRef(), bool keepdim = false);
Tensor& amin_out(Tensor& out, const Tensor& self, IntArrayRef dim = IntArrayRef(), bool keepdim = false);

// amin and amax over one dimension, or all.
std::tuple<Tensor, Tensor> aminmax(const Tensor& self, std::optional<int64_t> dim = {}, bool keepdim = false);
std::tuple<Tensor&, Tensor&> aminmax_out(Tensor& min, Tensor& max, const Tensor& self, std::optional<int64_t> dim = {}, bool keepdim = false);

// The greatest element, NaN first; with a dim also the index of the first of
// equals, which gets the gradient; of two tensors, maximum.
Tensor max(const Tensor& self);
Tensor& max_out(Tensor& out, const Tensor& self);
std::tuple<Tensor, Tensor> max(const Tensor& self, int64_t dim, bool keepdim = false);
std::tuple<Tensor&, Tensor&> max_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim = false);
Tensor max(const Tensor& self, const Tensor& other);
Tensor& max_out(Tensor& out, const Tensor& self, const Tensor& other);

// The least element, NaN first; with a dim also the index of the first of
// equals, which gets the gradient; of two tensors, minimum.
Tensor min(const Tensor& self);
Tensor& min_out(Tensor& out, const Tensor& self);
std::tuple<Tensor, Tensor> min(const Tensor& self, int64_t dim, bool keepdim = false);
std::tuple<Tensor&, Tensor&> min_out(Tensor& values, Tensor& indices, const Tensor& self, int64_t dim, bool keepdim = false);
Tensor min(const Tensor& self, const Tensor& other);
Tensor& min_out(Tensor& out, const Tensor& self, const Tensor& other);

// The index of the greatest element, the first of equals, or of the first NaN.
// Without dim an index into the flattened tensor.
Tensor argmax(const Tensor& self, std::optional<int64_t> dim = {}, bool keepdim = false);
Tensor& argmax_out(Tensor& out, const Tensor& self, std::optional<int64_t> dim = {}, bool keepdim = false);

// The index of the least element, the first of equals, or of the first NaN.
// Without dim an index into the flattened tensor.
Tensor argmin(const Tensor& self, std::optional<int64_t> dim = {}, bool keepdim = false);
Tensor& argmin_out(Tensor& out, const Tensor& self, std::optional<int64_t> dim = {}, bool keepdim = false);

// Whether every element is nonzero; NaN is. Bool for every dtype. Empty: true.
Tensor all(const Tensor& self);
Tensor& all_out(Tensor& out, const Tensor& self);
Tensor all(const Tensor& self, IntArrayRef dim, bool keepdim = false);
Tensor& all_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim = false);

// Whether some element is nonzero; NaN is. Bool for every dtype. Empty: false.
Tensor any(const Tensor& self);
Tensor& any_out(Tensor& out, const Tensor& self);
Tensor any(const Tensor& self, IntArrayRef dim, bool keepdim = false);
Tensor& any_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim = false);

// How many elements are nonzero; NaN is.
Tensor count_nonzero(const Tensor& self);
Tensor count_nonzero(const Tensor& self, IntArrayRef dim);

// (sum |x|^ord)^(1/ord); infinity: the greatest |x|, -infinity: the least, 0:
// how many are nonzero. Squares may overflow. The gradient at 0 is 0. Empty: 0.
Tensor linalg_vector_norm(const Tensor& self, const Scalar& ord = 2, IntArrayRef dim = IntArrayRef(), bool keepdim = false, std::optional<DType> dtype = {});
Tensor& linalg_vector_norm_out(Tensor& out, const Tensor& self, const Scalar& ord = 2, IntArrayRef dim = IntArrayRef(), bool keepdim = false, std::optional<DType> dtype = {});

// linalg_vector_norm, 2 unless p is given.
Tensor norm(const Tensor& self, const Scalar& p = 2);
Tensor& norm_out(Tensor& out, const Tensor& self, const Scalar& p = 2);
Tensor norm(const Tensor& self, const std::optional<Scalar>& p, IntArrayRef dim, bool keepdim = false, std::optional<DType> dtype = {});
Tensor& norm_out(Tensor& out, const Tensor& self, const std::optional<Scalar>& p, IntArrayRef dim, bool keepdim = false, std::optional<DType> dtype = {});

// log(sum(exp(x))), without overflow. All -infinity, and empty: -infinity. Of
// complex numbers by the greatest real part, made of amax, exp, sum and log.
Tensor logsumexp(const Tensor& self, IntArrayRef dim, bool keepdim = false);
Tensor& logsumexp_out(Tensor& out, const Tensor& self, IntArrayRef dim, bool keepdim = false);

// The sum of a matrix's diagonal.
Tensor trace(const Tensor& self);

}  // namespace tessera

#endif  // TESSERA_TENSOR_OPS_OPS_REDUCE_H_
