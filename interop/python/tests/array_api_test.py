"""tessera.array_api beside array_api_strict: names, signatures, samples; and the list of docs/array-api.md."""

import inspect
import math
import os
import unittest
import warnings

import array_api_list
import array_api_strict as S
import numpy as np
import tessera as T
import tessera.array_api as X

S.set_array_api_strict_flags(api_version="2024.12")

# From the workspace's root, where Bazel runs tests.
LIST = os.path.join("docs", "array-api.md")

REAL = ("float32", "float64")
COMPLEX = ("complex64", "complex128")
INTS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
VALUES = {"bool": [True, False, True, False, True, False], "float": [0.5, -0.25, 0.0, -0.0, 0.75, 1.0], "special":
          [math.inf, -math.inf, math.nan, 1.5, -2.5, 0.5], "int": [3, 1, 4, 1, 5, 9],
          "complex": [0.5 + 0.25j, -0.25j, 0.0, 1 - 0.5j, 0.75, -0.5 + 0.1j]}


def kind_of(dtype):
    return "bool" if dtype == "bool" else "int" if "int" in dtype else "complex" if dtype in COMPLEX else "float"


def array(xp, dtype, shape=(2, 3), values=None):
    values = (VALUES[values or kind_of(dtype)] * 4)[:math.prod(shape)]
    return xp.reshape(xp.asarray(values, dtype=getattr(xp, dtype)), shape)


def to_numpy(x):
    return np.asarray(x.numpy() if isinstance(x, T.Tensor) else x._array)


class ArrayApiTest(unittest.TestCase):

    def setUp(self):
        # As array_api_strict's; the standard leaves it open.
        T.set_default_dtype(T.float64)
        self.addCleanup(T.set_default_dtype, T.float32)

    def same(self, ours, theirs, what):
        """Equal values, shapes and dtypes; of tuples, part by part."""
        if isinstance(theirs, (tuple, list)):
            self.assertEqual(len(ours), len(theirs), what)
            for a, b in zip(ours, theirs):
                self.same(a, b, what)
        elif isinstance(theirs, S._array_object.Array):
            self.assertIsInstance(ours, T.Tensor, what)
            a, b = to_numpy(ours), to_numpy(theirs)
            self.assertEqual((a.shape, a.dtype), (b.shape, b.dtype), what)
            if b.dtype.kind in "fc":
                tolerance = 1e-5 if b.dtype.itemsize // (2 if b.dtype.kind == "c" else 1) == 4 else 1e-12
                np.testing.assert_allclose(a, b, rtol=tolerance, atol=tolerance, err_msg=str(what))
            else:
                np.testing.assert_array_equal(a, b, str(what))
        else:
            self.assertEqual(ours, theirs, what)

    def both(self, call, what=None):
        """call(xp, arrays of a dtype) on either; both may refuse."""
        try:
            with np.errstate(all="ignore"), warnings.catch_warnings():
                warnings.simplefilter("ignore")
                theirs = call(S)
        except Exception:
            return False
        self.same(call(X), theirs, what)
        return True

    def test_N14_names(self):
        self.assertEqual(array_api_list.missing(), array_api_list.read(LIST),
                         "run python3 interop/python/tests/array_api_list.py --write")
        for module in (X, X.linalg, X.fft):
            for name in module.__all__:
                self.assertTrue(hasattr(module, name), name)
        self.assertEqual(set(X.__all__) - set(S.__all__) - {"broadcast_shapes", "isin", "fft", "linalg"}, set())
        for name in ("e", "inf", "pi", "newaxis", "__array_api_version__"):
            self.assertEqual(getattr(X, name), getattr(S, name))

    def test_N14_signatures(self):
        compared = 0
        for ours, theirs in [(X, S), (X.linalg, S.linalg), (X.fft, S.fft)]:
            for name in ours.__all__:
                function = getattr(theirs, name, None)
                if not inspect.isfunction(function):
                    continue
                a, b = (inspect.signature(f).parameters.values() for f in (getattr(ours, name), function))
                # The strict ones tell "not given" from None.
                default = lambda p: None if "Undef" in type(p.default).__name__ else p.default
                self.assertEqual([(p.name, p.kind, default(p)) for p in a], [(p.name, p.kind, default(p)) for p in b], name)
                compared += 1
        self.assertGreater(compared, 130)

    def test_N14_elementwise(self):
        unary = ("abs acos acosh asin asinh atan atanh bitwise_invert ceil conj cos cosh exp expm1 floor imag isfinite isinf "
                 "isnan log log10 log1p log2 logical_not negative positive real reciprocal round sign signbit sin sinh sqrt "
                 "square tan tanh trunc").split()
        binary = ("add atan2 bitwise_and bitwise_left_shift bitwise_or bitwise_right_shift bitwise_xor copysign divide equal "
                  "floor_divide greater greater_equal hypot less less_equal logaddexp logical_and logical_or logical_xor "
                  "maximum minimum multiply nextafter not_equal pow remainder subtract").split()
        done = set()
        for dtype in ("bool", *INTS, *REAL, *COMPLEX):
            kinds = [None, "special"] if dtype in REAL else [None]
            for values in kinds:
                for name in filter(lambda n: hasattr(X, n), unary):
                    if self.both(lambda xp: getattr(xp, name)(array(xp, dtype, values=values)), (name, dtype)):
                        done.add(name)
                for name in filter(lambda n: hasattr(X, n), binary):
                    other = lambda xp: xp.flip(array(xp, dtype, (3,)))
                    if "divide" in name or name == "remainder":
                        other = lambda xp: xp.asarray([3, 2, 5], dtype=getattr(xp, dtype))
                    if "shift" in name:
                        other = lambda xp: xp.asarray([1, 0, 2], dtype=getattr(xp, dtype))
                    if name == "pow" and dtype in INTS:
                        other = lambda xp: xp.asarray([2, 0, 1], dtype=getattr(xp, dtype))
                    if self.both(lambda xp: getattr(xp, name)(array(xp, dtype, values=values), other(xp)), (name, dtype)):
                        done.add(name)
        self.assertEqual(sorted(done), sorted(n for n in unary + binary if hasattr(X, n)))

    def test_numbers_and_promotion(self):
        for dtype, number in [("int8", 2), ("float32", 2), ("float32", 0.5), ("complex64", 1.5j), ("uint64", 7)]:
            self.both(lambda xp: xp.add(array(xp, dtype), number), (dtype, number))
            self.both(lambda xp: xp.maximum(number, array(xp, dtype)), (dtype, number))
        for a in INTS + REAL:
            for b in INTS + REAL:
                # A 0-d array counts as any other.
                self.both(lambda xp: xp.add(array(xp, a), array(xp, b, ())), (a, b))
                self.both(lambda xp: str(xp.result_type(getattr(xp, a), getattr(xp, b))).split(".")[-1], (a, b))
        with self.assertRaises(OverflowError):
            X.add(X.asarray([1], dtype=X.int8), 300)
        with self.assertRaises(TypeError):
            X.add(X.asarray([1]), "a")
        with self.assertRaises(TypeError):
            X.add(1, 2)

    # name -> calls of it; where the standard has one and we have it, it must be here.
    SAMPLES = {
        "all": [lambda xp, x: xp.all(x != 0), lambda xp, x: xp.all(x != 0, axis=(0, 1), keepdims=True)],
        "any": [lambda xp, x: xp.any(x != 0, axis=1), lambda xp, x: xp.any(x[0, 0] != 0)],
        "arange": [lambda xp, x: xp.arange(5), lambda xp, x: xp.arange(5, 1, -2), lambda xp, x: xp.arange(5, 1),
                   lambda xp, x: xp.arange(1.0, 2.0, 0.25, dtype=xp.float64)],
        "argmax": [lambda xp, x: xp.argmax(x), lambda xp, x: xp.argmax(x, axis=1, keepdims=True),
                   lambda xp, x: xp.argmax(x, keepdims=True)],
        "argmin": [lambda xp, x: xp.argmin(x), lambda xp, x: xp.argmin(x, axis=-2)],
        "argsort": [lambda xp, x: xp.argsort(x), lambda xp, x: xp.argsort(x, axis=0, descending=True)],
        "asarray": [lambda xp, x: xp.asarray([[1, 2], [3, 4]], dtype=x.dtype), lambda xp, x: xp.asarray(x, copy=True)],
        "astype": [lambda xp, x: xp.astype(x, xp.float64), lambda xp, x: xp.astype(x, xp.bool, copy=False)],
        "broadcast_arrays": [lambda xp, x: xp.broadcast_arrays(x, x[0, :])],
        "broadcast_to": [lambda xp, x: xp.broadcast_to(x, (4, 2, 3))],
        "can_cast": [lambda xp, x: xp.can_cast(xp.float32, xp.float64), lambda xp, x: xp.can_cast(xp.float64, xp.float32),
                     lambda xp, x: xp.can_cast(x, x.dtype), lambda xp, x: xp.can_cast(xp.uint8, xp.int8)],
        "clip": [lambda xp, x: xp.clip(x, 0, 1), lambda xp, x: xp.clip(x, None, x[0, :]), lambda xp, x: xp.clip(x)],
        "concat": [lambda xp, x: xp.concat([x, x]), lambda xp, x: xp.concat((x, x[0, :1]), axis=None),
                   lambda xp, x: xp.concat([x, xp.ones((2, 1), dtype=xp.float64)], axis=1)],
        "count_nonzero": [lambda xp, x: xp.count_nonzero(x), lambda xp, x: xp.count_nonzero(x, axis=1, keepdims=True)],
        "cumulative_prod": [lambda xp, x: xp.cumulative_prod(x, axis=1, include_initial=True)],
        "cumulative_sum": [lambda xp, x: xp.cumulative_sum(x, axis=0), lambda xp, x: xp.cumulative_sum(x[0, :]),
                           lambda xp, x: xp.cumulative_sum(x, axis=-1, include_initial=True)],
        "diff": [lambda xp, x: xp.diff(x), lambda xp, x: xp.diff(x, axis=0, n=1, append=x), lambda xp, x: xp.diff(x, n=0)],
        "empty": [lambda xp, x: xp.empty((0, 3), dtype=x.dtype)],
        "empty_like": [lambda xp, x: xp.empty_like(x[:0, :])],
        "expand_dims": [lambda xp, x: xp.expand_dims(x, axis=1), lambda xp, x: xp.expand_dims(x, axis=-1)],
        "eye": [lambda xp, x: xp.eye(3), lambda xp, x: xp.eye(2, 4, k=1, dtype=x.dtype), lambda xp, x: xp.eye(3, k=-1)],
        "finfo": [lambda xp, x: [getattr(xp.finfo(x), n) for n in ("bits", "eps", "max", "min", "smallest_normal")]],
        "flip": [lambda xp, x: xp.flip(x), lambda xp, x: xp.flip(x, axis=1)],
        "from_dlpack": [lambda xp, x: xp.from_dlpack(xp.ones(2))],
        "full": [lambda xp, x: xp.full((2, 2), 3), lambda xp, x: xp.full(2, 0.5), lambda xp, x: xp.full((), True)],
        "full_like": [lambda xp, x: xp.full_like(x, 1)],
        "iinfo": [lambda xp, x: [getattr(xp.iinfo(x), n) for n in ("bits", "max", "min")]],
        "isdtype": [lambda xp, x: [xp.isdtype(x.dtype, k) for k in
                                   ("bool", "signed integer", "unsigned integer", "integral", "real floating",
                                    "complex floating", "numeric", ("bool", "integral"), x.dtype)]],
        "linspace": [lambda xp, x: xp.linspace(0, 1, 5), lambda xp, x: xp.linspace(0.0, 1.0, 4, endpoint=False)],
        "matmul": [lambda xp, x: xp.matmul(x, x.T), lambda xp, x: xp.matmul(x, xp.ones(3, dtype=xp.float64))],
        "matrix_transpose": [lambda xp, x: xp.matrix_transpose(x)],
        "max": [lambda xp, x: xp.max(x), lambda xp, x: xp.max(x, axis=(0, 1), keepdims=True), lambda xp, x: xp.max(x[0, 0])],
        "mean": [lambda xp, x: xp.mean(x), lambda xp, x: xp.mean(x, axis=0, keepdims=True)],
        "meshgrid": [lambda xp, x: xp.meshgrid(x[0, :], x[:, 0]), lambda xp, x: xp.meshgrid(x[0, :], x[:, 0], indexing="ij")],
        "min": [lambda xp, x: xp.min(x), lambda xp, x: xp.min(x, axis=-1)],
        "moveaxis": [lambda xp, x: xp.moveaxis(x, 0, -1), lambda xp, x: xp.moveaxis(x, (0, 1), (1, 0))],
        "nonzero": [lambda xp, x: xp.nonzero(x)],
        "ones": [lambda xp, x: xp.ones((2, 3)), lambda xp, x: xp.ones(2, dtype=x.dtype)],
        "ones_like": [lambda xp, x: xp.ones_like(x)],
        "permute_dims": [lambda xp, x: xp.permute_dims(x, (1, 0))],
        "prod": [lambda xp, x: xp.prod(x), lambda xp, x: xp.prod(x, axis=(0, 1), keepdims=True),
                 lambda xp, x: xp.prod(x, axis=1, dtype=xp.float64)],
        "repeat": [lambda xp, x: xp.repeat(x, 2), lambda xp, x: xp.repeat(x, xp.asarray([1, 2]), axis=0)],
        "reshape": [lambda xp, x: xp.reshape(x, (3, 2)), lambda xp, x: xp.reshape(x, (-1,), copy=True)],
        "result_type": [lambda xp, x: str(xp.result_type(x, xp.float64)).split(".")[-1]],
        "roll": [lambda xp, x: xp.roll(x, 1), lambda xp, x: xp.roll(x, (1, 1), axis=(0, 1))],
        "searchsorted": [lambda xp, x: xp.searchsorted(xp.sort(x[0, :]), x), lambda xp, x: xp.searchsorted(
            x[0, :], x[1, :], side="right", sorter=xp.argsort(x[0, :]))],
        "sort": [lambda xp, x: xp.sort(x), lambda xp, x: xp.sort(x, axis=0, descending=True, stable=False)],
        "squeeze": [lambda xp, x: xp.squeeze(x[:1, :], axis=0), lambda xp, x: xp.squeeze(x[:1, :1], axis=(0, 1))],
        "stack": [lambda xp, x: xp.stack([x, x], axis=-1)],
        "std": [lambda xp, x: xp.std(x), lambda xp, x: xp.std(x, axis=0, correction=1, keepdims=True)],
        "sum": [lambda xp, x: xp.sum(x), lambda xp, x: xp.sum(x, axis=(), keepdims=False), lambda xp, x: xp.sum(
            x, axis=1, keepdims=True, dtype=xp.float64)],
        "take": [lambda xp, x: xp.take(x, xp.asarray([1, 0]), axis=1), lambda xp, x: xp.take(x[0, :], xp.asarray([-1, 0]))],
        "take_along_axis": [lambda xp, x: xp.take_along_axis(x, xp.argsort(x, axis=0), axis=0)],
        "tensordot": [lambda xp, x: xp.tensordot(x, x.T, axes=1), lambda xp, x: xp.tensordot(x, x, axes=((0, 1), (0, 1)))],
        "tile": [lambda xp, x: xp.tile(x, (2, 1)), lambda xp, x: xp.tile(x, (2, 1, 1))],
        "tril": [lambda xp, x: xp.tril(x, k=-1)],
        "triu": [lambda xp, x: xp.triu(x)],
        "unique_all": [lambda xp, x: xp.unique_all(x)],
        "unique_counts": [lambda xp, x: xp.unique_counts(x)],
        "unique_inverse": [lambda xp, x: xp.unique_inverse(x)],
        "unique_values": [lambda xp, x: xp.unique_values(x)],
        "unstack": [lambda xp, x: xp.unstack(x), lambda xp, x: xp.unstack(x, axis=1)],
        "var": [lambda xp, x: xp.var(x, axis=1), lambda xp, x: xp.var(x, correction=0.5)],
        "vecdot": [lambda xp, x: xp.vecdot(x, x), lambda xp, x: xp.vecdot(x.T, x.T, axis=-2)],
        "where": [lambda xp, x: xp.where(x != 0, x, xp.ones_like(x)), lambda xp, x: xp.where(x != 0, x, 2)],
        "zeros": [lambda xp, x: xp.zeros(()), lambda xp, x: xp.zeros((2, 0), dtype=x.dtype)],
        "zeros_like": [lambda xp, x: xp.zeros_like(x)],
        "linalg.cholesky": [lambda xp, x: xp.linalg.cholesky(SPD(xp, x)), lambda xp, x: xp.linalg.cholesky(SPD(xp, x), upper=True)],
        "linalg.cross": [lambda xp, x: xp.linalg.cross(x, x[::-1, :]), lambda xp, x: xp.linalg.cross(x.T, x.T, axis=-2)],
        "linalg.det": [lambda xp, x: xp.linalg.det(SPD(xp, x))],
        "linalg.diagonal": [lambda xp, x: xp.linalg.diagonal(x), lambda xp, x: xp.linalg.diagonal(x, offset=1)],
        "linalg.eigh": [lambda xp, x: xp.linalg.eigh(SPD(xp, x)).eigenvalues],
        "linalg.eigvalsh": [lambda xp, x: xp.linalg.eigvalsh(SPD(xp, x))],
        "linalg.inv": [lambda xp, x: xp.linalg.inv(SPD(xp, x))],
        "linalg.matmul": [lambda xp, x: xp.linalg.matmul(x, x.T)],
        "linalg.matrix_norm": [lambda xp, x: xp.linalg.matrix_norm(x), lambda xp, x: xp.linalg.matrix_norm(
            x, ord=1, keepdims=True), lambda xp, x: xp.linalg.matrix_norm(xp.stack([x, x]), ord=-math.inf)],
        "linalg.matrix_power": [lambda xp, x: xp.linalg.matrix_power(SPD(xp, x), 3)],
        "linalg.matrix_rank": [lambda xp, x: xp.linalg.matrix_rank(x)],
        "linalg.matrix_transpose": [lambda xp, x: xp.linalg.matrix_transpose(x)],
        "linalg.outer": [lambda xp, x: xp.linalg.outer(x[0, :], x[:, 0])],
        "linalg.pinv": [lambda xp, x: xp.linalg.pinv(x)],
        "linalg.qr": [lambda xp, x: xp.abs(xp.linalg.qr(x).R)],
        "linalg.slogdet": [lambda xp, x: xp.linalg.slogdet(SPD(xp, x))],
        "linalg.solve": [lambda xp, x: xp.linalg.solve(SPD(xp, x), x)],
        "linalg.svd": [lambda xp, x: xp.linalg.svd(x).S],
        "linalg.svdvals": [lambda xp, x: xp.linalg.svdvals(x)],
        "linalg.tensordot": [lambda xp, x: xp.linalg.tensordot(x, x.T, axes=1)],
        "linalg.trace": [lambda xp, x: xp.linalg.trace(x), lambda xp, x: xp.linalg.trace(x, offset=1, dtype=xp.float64)],
        "linalg.vecdot": [lambda xp, x: xp.linalg.vecdot(x, x)],
        "linalg.vector_norm": [lambda xp, x: xp.linalg.vector_norm(x), lambda xp, x: xp.linalg.vector_norm(
            x, axis=1, keepdims=True, ord=1), lambda xp, x: xp.linalg.vector_norm(x, keepdims=True, ord=math.inf)],
        **{f"fft.{n}": [lambda xp, x, n=n: getattr(xp.fft, n)(x), lambda xp, x, n=n: getattr(xp.fft, n)(x, norm="ortho")]
           for n in ("fft", "ifft", "fftn", "ifftn", "rfft", "rfftn", "irfft", "irfftn", "hfft", "ihfft")},
        **{f"fft.{n}": [lambda xp, x, n=n: getattr(xp.fft, n)(5, d=0.5)] for n in ("fftfreq", "rfftfreq")},
        **{f"fft.{n}": [lambda xp, x, n=n: getattr(xp.fft, n)(x, axes=0)] for n in ("fftshift", "ifftshift")},
    }  # yapf: disable

    def test_N14_samples(self):
        for name, calls in self.SAMPLES.items():
            module, short = (X, name) if "." not in name else (getattr(X, name.split(".")[0]), name.split(".")[1])
            if not hasattr(module, short):
                continue
            for number, call in enumerate(calls):
                agreed = 0
                # Complex numbers have no order here, as in PyTorch.
                for dtype in ("bool", "int8", "int64", "uint8", "uint32", *REAL, *(() if "unique" in name else COMPLEX)):
                    agreed += self.both(lambda xp: call(xp, array(xp, dtype)), (name, number, dtype))
                self.assertGreater(agreed, 0, (name, number))

    def test_every_function_has_a_sample(self):
        elementwise = {n for n in X.__all__ if n in S._elementwise_functions.__dict__ and n not in self.SAMPLES}
        named = {n for n in X.__all__ if callable(getattr(X, n)) and not n.startswith("__")}
        self.assertEqual(sorted(named - elementwise - set(self.SAMPLES)), ["broadcast_shapes", "isin"])
        # Of a later standard.
        self.assertEqual(X.broadcast_shapes((2, 1), (3,)), (2, 3))
        self.assertEqual(X.isin(X.asarray([1, 2]), X.asarray([2])).tolist(), [False, True])
        self.assertEqual(X.isin(X.asarray([1, 2]), 2, invert=True).tolist(), [True, False])
        for part in ("linalg", "fft"):
            self.assertEqual([n for n in getattr(X, part).__all__ if f"{part}.{n}" not in self.SAMPLES], [])

    def test_what_is_refused(self):
        x = X.asarray([[1.0, 2.0]])
        for kind, call in [(ValueError, lambda: X.squeeze(x, axis=1)), (IndexError, lambda: X.squeeze(x, axis=5)),
                           (ValueError, lambda: X.nonzero(x[0, 0])), (ValueError, lambda: X.cumulative_sum(x)),
                           (ValueError, lambda: X.take(x, X.asarray([0]))), (TypeError, lambda: X.astype(x + 1j, X.float32)),
                           (ValueError, lambda: X.vecdot(x, x, axis=0)), (ValueError, lambda: X.linalg.cross(x, x)),
                           (ValueError, lambda: X.linalg.cross(X.ones(3), X.ones(3), axis=0)),
                           (ValueError, lambda: X.result_type(1, 2)), (IndexError, lambda: X.sum(x, axis=2)),
                           (ValueError, lambda: x.__array_namespace__(api_version="1999.1")),
                           (ValueError, lambda: X.searchsorted(x[0], x, side="middle"))]:
            self.assertRaises(kind, call)

    def test_N14_the_array_object(self):
        x = X.asarray([[1.0, 2.0]])
        self.assertIs(x.__array_namespace__(), X)
        self.assertIs(x.__array_namespace__(api_version="2024.12"), X)
        self.assertIs(T.array_api, X)
        for name in array_api_list.array_names():
            self.assertTrue(hasattr(x, name), name)
        self.assertEqual(x.to_device("cpu").tolist(), x.tolist())
        self.assertEqual((x.mT.shape, x.T.shape, x.ndim), ((2, 1), (2, 1), 2))
        info = X.__array_namespace_info__()
        self.assertEqual(set(info.dtypes()), set(S.__array_namespace_info__().dtypes()))
        for kind in ("bool", "signed integer", "unsigned integer", "integral", "real floating", "complex floating", "numeric",
                     ("bool", "integral")):
            self.assertEqual(set(info.dtypes(kind=kind)), set(S.__array_namespace_info__().dtypes(kind=kind)), kind)
        self.assertEqual(set(info.default_dtypes()), set(S.__array_namespace_info__().default_dtypes()))
        self.assertEqual(set(info.capabilities()), set(S.__array_namespace_info__().capabilities()))
        self.assertIn(info.default_device(), info.devices())


def SPD(xp, x):
    """A square matrix with an inverse."""
    return xp.matmul(x, xp.conj(x.T) if "complex" in str(x.dtype) else x.T) + 9 * xp.eye(2, dtype=x.dtype)


if __name__ == "__main__":
    unittest.main()
