"""Tensors as the tutorials use them: creation, printing, indexing, values, errors; rows of docs/behaviour.md."""

import copy
import pickle
import unittest
import warnings

import numpy as np
import tessera as T


class TensorTest(unittest.TestCase):

    def raises(self, kind, words, call):
        with self.assertRaises(kind) as caught:
            call()
        text = str(caught.exception)
        for word in words:
            self.assertIn(word, text)
        self.assertNotIn("\n", text)

    def test_S03_gradient_of_a_polynomial(self):
        x = T.tensor([2., 3.], requires_grad=True)
        z = (x**2 + 3 * x + 1).sum()
        self.assertEqual(repr(z), "tensor(30., grad_fn=<SumBackward0>)")
        z.backward()
        self.assertEqual(repr(x.grad), "tensor([7., 9.])")

    def test_S11_out_is_returned_and_keeps_its_storage(self):
        t = T.randn(3, 4)
        y = T.rand_like(t @ t.T)
        address = y.data_ptr()
        self.assertIs(T.matmul(t, t.T, out=y), y)
        self.assertEqual(y.data_ptr(), address)
        self.assertTrue(T.allclose(y, t.matmul(t.T)) if hasattr(T, "allclose") else ((y - t @ t.T).abs() < 1e-5).all())

    def test_S11b_wrong_out(self):
        self.raises(T.DTypeError, ["matmul", "dtype"], lambda: T.matmul(T.ones(2, 2), T.ones(2, 2), out=T.ones(
            2, 2, dtype=T.int64)))
        self.raises(TypeError, ["add", "'out'", "list"], lambda: T.add(T.ones(1), 1, out=[1]))

    def test_S12_in_place_returns_self(self):
        t = T.ones(3)
        address = t.data_ptr()
        self.assertIs(t.mul_(3), t)
        self.assertIs(T.mul(t, t, out=t), t)
        t += 1
        self.assertEqual((t.tolist(), t.data_ptr()), ([10.] * 3, address))

    def test_S20b_mean_of_ints(self):
        t = T.tensor([1, 2, 3, 4, 5])
        self.assertEqual(repr(t.mean()), "tensor(3.)")
        self.assertEqual(repr(t * 2), "tensor([ 2,  4,  6,  8, 10])")
        self.assertEqual(str(t.reshape(5, 1).shape), "torch.Size([5, 1])")

    def test_S21_device(self):
        device = T.tensor(1).device
        self.assertEqual((str(device), repr(device), device.index), ("cpu", "device(type='cpu')", None))
        self.assertEqual(T.device("cuda", 0), T.device("cuda:0"))
        self.assertNotEqual(T.device("cuda:0"), T.device("cuda"))
        self.assertEqual(repr(T.device("cuda:1")), "device(type='cuda', index=1)")

    def test_S30_without_cuda(self):
        if T.cuda.is_available():
            self.skipTest("a CUDA device is there")
        self.assertEqual(T.cuda.device_count(), 0)
        self.assertEqual(T.cuda.memory_allocated(), 0)
        self.raises(T.DeviceError, ["cuda"], T.cuda.current_device)
        self.raises(T.DeviceError, ["cuda"], lambda: T.ones(1).cuda())
        self.raises(T.DeviceError, ["cuda"], lambda: T.zeros(1, device="cuda"))

    def test_S31_what_a_tensor_says_of_itself(self):
        t = T.arange(24).view(2, 3, 4)
        self.assertEqual((t.ndim, t.dim(), t.shape, t.size(), t.size(-1), t.numel(), len(t), t.stride()),
                         (3, 3, (2, 3, 4), (2, 3, 4), 4, 24, 2, (12, 4, 1)))
        self.assertEqual((t[1].storage_offset(), t.element_size(), t.nbytes, t.itemsize), (12, 8, 192, 8))
        self.assertEqual(str(T.tensor(7).size()), "torch.Size([])")
        self.assertIsInstance(t.shape, tuple)
        self.assertIsInstance(t.shape[1:], T.Size)
        self.assertEqual((t.shape[1:].numel(), t.shape + (5,)), (12, (2, 3, 4, 5)))

    def test_S32_inference(self):
        for data, dtype in [([1, 2.5], T.float32), ([True, 2], T.int64), ([True, 2.5], T.float32),
                            ([1, 2.5, 1 + 2j], T.complex64), ([True], T.bool), ([1], T.int64), ([], T.float32)]:
            self.assertIs(T.tensor(data).dtype, dtype, data)
        self.assertEqual(repr(T.tensor([])), "tensor([])")
        self.assertEqual(repr(T.tensor([[]])), "tensor([], size=(1, 0))")
        self.assertEqual(T.tensor([(1, 2), range(2)]).tolist(), [[1, 2], [0, 1]])

    def test_S33_strings(self):
        self.raises(ValueError, ["tensor", "str", "at [0]", "numbers"], lambda: T.tensor(["a", "b"]))
        self.raises(ValueError, ["str", "at [1]"], lambda: T.tensor([1, "2"]))
        self.raises(TypeError, ["str", "numbers"], lambda: T.tensor("hello"))
        self.raises(TypeError, ["float32"], lambda: T.tensor(np.array(["a"])))

    def test_S33b_other_data(self):
        self.raises(RuntimeError, ["NoneType", "at [1]"], lambda: T.tensor([1, None]))
        self.raises(RuntimeError, ["infer dtype of dict"], lambda: T.tensor({}))
        self.raises(T.ShapeError, ["length 2", "dim 1", "1"], lambda: T.tensor([[1, 2], [3]]))
        self.raises(T.ShapeError, ["tensor"], lambda: T.tensor([1, [2]]))
        endless = []
        endless.append(endless)
        self.raises(T.ShapeError, ["64"], lambda: T.tensor(endless))

    def test_S36_factories(self):
        for t in (T.zeros(3, 4), T.zeros((3, 4)), T.zeros([3, 4]), T.zeros(T.Size([3, 4])), T.zeros(size=(3, 4))):
            self.assertEqual((t.shape, t.dtype), ((3, 4), T.float32))
        self.assertIs(T.full((2,), 7).dtype, T.int64)
        self.assertIs(T.full((2,), 7.).dtype, T.float32)
        self.assertIs(T.full((2,), True).dtype, T.bool)
        self.assertIs(T.zeros(2, dtype=float).dtype, T.float64)

    def test_S36b_wrong_sizes(self):
        self.raises(T.ShapeError, ["zeros", "negative", "-1"], lambda: T.zeros(-1))
        self.raises(TypeError, ["zeros", "size", "float"], lambda: T.zeros(2.5))

    def test_S40_attributes(self):
        t = T.zeros(3, 4)
        self.assertEqual(f"{t.shape} {t.dtype} {t.device} {t.layout}", "torch.Size([3, 4]) torch.float32 cpu torch.strided")
        self.assertTrue(t.is_contiguous() and t.shape == (3, 4) and not t.T.is_contiguous())

    def test_S44_seed(self):
        self.assertEqual(T.manual_seed(42).initial_seed(), 42)
        first = [T.rand(3), T.randn(3)]
        T.manual_seed(42)
        for a, b in zip(first, [T.rand(3), T.randn(3)]):
            self.assertEqual(a.tolist(), b.tolist())
        self.assertEqual(T.initial_seed(), 42)

    def test_S45_nothing_to_do(self):
        t = T.ones(2)
        for same in (t.to("cpu"), t.cpu(), t.to(t.dtype), t.float(), t.contiguous(), t.to(T.float32), t.to(t)):
            self.assertIs(same, t)
        self.assertIsNot(t.to("cpu", copy=True), t)
        self.assertIs(t.to(T.zeros(1, dtype=T.int8)).dtype, T.int8)

    def test_S48_reductions(self):
        t = T.tensor([[1., 5.], [4., 2.]])
        pair = t.max(dim=1)
        self.assertEqual((pair.values.tolist(), pair.indices.tolist()), ([5., 4.], [1, 0]))
        self.assertEqual(repr(T.tensor([[1, 3], [4, 2]]).max(1)),
                         "torch.return_types.max(\nvalues=tensor([3, 4]),\nindices=tensor([1, 0]))")
        values, indices = t.max(axis=0, keepdims=True)
        self.assertEqual((values.shape, indices.shape), ((1, 2), (1, 2)))
        self.raises(IndexError, ["sum", "2", "[-2, 1]"], lambda: t.sum(dim=2))

    def test_S51b_wrong_indices(self):
        t = T.zeros(2, 3)
        self.raises(IndexError, ["index 2", "dimension 0", "size 2"], lambda: t[2])
        self.raises(IndexError, [], lambda: t[0, 0, 0])
        self.raises(TypeError, ["str"], lambda: t["a"])
        self.raises(IndexError, ["only integers, slices"], lambda: t[1.0])

    def test_I02_negative_steps_are_views(self):
        t = T.arange(5)
        r = t[::-1]
        self.assertEqual((r.tolist(), r.stride(), r.data_ptr()), ([4, 3, 2, 1, 0], (-1,), t.data_ptr() + 32))
        r[0] = 9
        self.assertEqual(t.tolist(), [0, 1, 2, 3, 9])
        self.assertEqual(t[3:0:-2].tolist(), [3, 1])
        self.raises(ValueError, ["step"], lambda: t[::0])

    def test_S51_basic_indexing(self):
        t = T.arange(24).view(2, 3, 4)
        n = np.arange(24).reshape(2, 3, 4)
        for key in [0, -1, (0, 1), (slice(None), 0), (..., -1), None, (slice(1, None), slice(None), slice(None, None, 2)),
                    (0, ..., None), np.int64(1), True, (slice(None, None, -1), 1)]:
            np.testing.assert_array_equal(t[key].numpy(), n[key], str(key))
        for key, value in [(0, 7), ((..., 1), -1), ((slice(None, None, -1), 0, 0), np.array([5, 6]))]:
            t[key] = value
            n[key] = value
            np.testing.assert_array_equal(t.numpy(), n, str(key))
        t[1, 2] += 1
        n[1, 2] += 1
        np.testing.assert_array_equal(t.numpy(), n)

    def test_I12_sequence(self):
        t = T.tensor([[1, 2], [3, 4]])
        (a, b), _ = t
        self.assertEqual((len(t), a.item(), b.item(), 3 in t, 9 in t, list(T.zeros(0, 2))), (2, 1, 2, True, False, []))
        self.raises(TypeError, ["0-d", "item()"], lambda: len(T.tensor(1)))
        self.raises(TypeError, ["0-d", "item()"], lambda: list(T.tensor(1)))
        self.assertEqual([r.tolist() for r in reversed(t)], [[3, 4], [1, 2]])

    def test_E11_in_place_operators(self):
        t = same = T.tensor([8.])
        t += 1; t -= 2; t *= 4; t /= 2; t //= 3; t **= 2; t %= 7
        self.assertIs(t, same)
        self.assertEqual(t.tolist(), [2.])
        b = same = T.tensor([6])
        b &= 5; b |= 8; b ^= 1
        self.assertIs(b, same)
        self.assertEqual(b.tolist(), [13])

    def test_E12_values_to_python(self):
        self.assertEqual(T.tensor(0.1).item(), 0.10000000149011612)
        self.assertEqual((float(T.tensor(2)), int(T.tensor([2.9])), bool(T.tensor(0)), complex(T.tensor(1.5))),
                         (2.0, 2, False, 1.5))
        self.assertEqual([10, 20, 30][T.tensor(1)], 20)
        self.assertEqual(f"{T.tensor(1.5):.2f}", "1.50")
        self.assertEqual(T.tensor([[True], [False]]).tolist(), [[True], [False]])
        self.assertEqual(T.tensor(2**63, dtype=T.uint64).item(), 2**63)

    def test_E12b_truth(self):
        for kind in (RuntimeError, ValueError):
            self.raises(kind, ["ambiguous", ".any()", ".all()"], lambda: bool(T.tensor([1, 2])))
        self.raises(RuntimeError, ["no values"], lambda: bool(T.tensor([])))

    def test_E12c_no_single_value(self):
        self.raises(RuntimeError, ["2 elements", "tolist()"], lambda: T.ones(2).item())
        self.raises(ValueError, ["2 elements"], lambda: float(T.ones(2)))
        self.raises(ValueError, [], lambda: int(T.tensor(float("nan"))))
        self.raises(TypeError, ["integer"], lambda: [1][T.tensor(0.)])

    def test_E13_wrong_arguments(self):
        t = T.ones(2)
        self.raises(TypeError, ["+", "str"], lambda: t + "a")
        self.raises(TypeError, ["NoneType"], lambda: t + None)
        self.raises(TypeError, ["add", "'other'", "str"], lambda: T.add(t, "a"))
        self.raises(TypeError, ["matmul", "'other'", "none"], lambda: T.matmul(t))
        self.raises(TypeError, ["sum", "'dimm'", "'dim'"], lambda: t.sum(dimm=0))
        self.raises(TypeError, ["sqrt", "'input'", "float", "tensor(x)"], lambda: T.sqrt(4.))
        self.raises(TypeError, ["cat", "int", "[1]"], lambda: T.cat([t, 1]))
        self.raises(TypeError, ["exp", "2"], lambda: T.exp(t, t))
        self.raises(TypeError, ["add", "two"], lambda: T.add(t, 1, other=2))
        self.raises(AttributeError, ["fooo"], lambda: t.fooo)

    def test_X11_numpy_array_for_a_tensor(self):
        self.raises(TypeError, ["matmul", "numpy.ndarray", "from_numpy"], lambda: T.matmul(np.ones((2, 2)), T.ones(2, 2)))

    def test_C01_default_dtype(self):
        try:
            T.set_default_dtype(T.float64)
            self.assertIs(T.tensor([1.]).dtype, T.float64)
            self.assertEqual(repr(T.tensor([1.])), "tensor([1.])")
            self.assertIs(T.tensor([1j]).dtype, T.complex128)
        finally:
            T.set_default_dtype(T.float32)
        self.raises(TypeError, [], lambda: T.set_default_dtype(T.int64))

    def test_C02_numbers_out_of_range(self):
        for data, dtype in [([2**63], None), ([300], T.uint8), ([-1], T.uint8), ([2**64], T.uint64)]:
            self.raises(ValueError, ["tensor" if data[0] < 2**64 else "overflow"], lambda: T.tensor(data, dtype=dtype))
        self.assertEqual(T.tensor([1e300]).item(), float("inf"))
        self.assertEqual(T.tensor([1.7, -1.7], dtype=T.int64).tolist(), [1, -1])

    def test_C05_copies(self):
        t = T.ones(2)
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            u = T.tensor(t)
        self.assertIn("clone().detach()", str(seen[0].message))
        u[0] = 5
        self.assertEqual(t[0].item(), 1)
        self.assertEqual(T.tensor([T.tensor(1), T.tensor(2)]).tolist(), [1, 2])

    def test_C10_dtypes_by_other_names(self):
        for given, dtype in [(float, T.float64), (int, T.int64), (bool, T.bool), (complex, T.complex128),
                             (np.float32, T.float32), (np.dtype("int16"), T.int16), (np.bool_, T.bool), (T.half, T.float16)]:
            self.assertIs(T.zeros(1, dtype=given).dtype, dtype)
            self.assertIs(T.zeros(1).to(given).dtype, dtype)
        self.raises(TypeError, ["dtype", "str"], lambda: T.zeros(1, dtype="float32"))
        self.assertEqual(T.ones(1).type(), "torch.FloatTensor")
        self.assertIs(T.ones(1).type(T.int8).dtype, T.int8)

    def test_D01_dtypes(self):
        self.assertIs(T.half, T.float16)
        self.assertEqual(repr(T.float32), "torch.float32")
        self.assertEqual((T.bfloat16.itemsize, T.bfloat16.is_floating_point, T.bool.is_signed, T.cfloat.is_complex),
                         (2, True, False, True))

    def test_D08_limits(self):
        self.assertEqual(repr(T.iinfo(T.int8)), "iinfo(min=-128, max=127, dtype=int8)")
        self.assertEqual(T.finfo(T.float64).eps, np.finfo(np.float64).eps)
        self.raises(TypeError, [], lambda: T.iinfo(T.float32))

    def test_D03_result_type(self):
        self.assertIs(T.result_type(T.ones(2, dtype=T.int64), 1.5), T.float32)
        self.assertIs(T.result_type(T.ones(2, dtype=T.int8), T.tensor(3)), T.int8)
        self.assertIs(T.promote_types(T.float16, T.bfloat16), T.float32)
        self.assertFalse(T.can_cast(T.float32, T.int64))
        self.assertIs((T.ones(2, dtype=T.uint8) + 1).dtype, T.uint8)
        self.assertEqual((7 // T.tensor([2, 4])).tolist(), [3, 1])
        self.assertIs((7 // T.tensor([2], dtype=T.int8)).dtype, T.int8)

    def test_P11_text(self):
        self.assertEqual(str([T.tensor(1), T.tensor([2.])]), "[tensor(1), tensor([2.])]")
        self.assertEqual((f"{T.tensor(1.5)}", f"{T.tensor([1.])}"), ("1.5", "tensor([1.])"))

    def test_P12_print_options(self):
        t = T.tensor([1.2345, 2])
        try:
            T.set_printoptions(precision=2)
            self.assertEqual(repr(t), "tensor([1.23, 2.00])")
            T.set_printoptions(profile="default", sci_mode=True)
            self.assertEqual(repr(T.tensor([1.5])), "tensor([1.5000e+00])")
            T.set_printoptions(threshold=5, edgeitems=2)
            self.assertEqual(repr(T.arange(10)), "tensor([0, 1,  ..., 8, 9])")
        finally:
            T.set_printoptions(profile="default")
        self.raises(ValueError, ["profile"], lambda: T.set_printoptions(profile="loud"))

    def test_P13_other_text(self):
        self.assertEqual([repr(x) for x in (T.Size([2, 3]), T.strided, T.contiguous_format)],
                         ["torch.Size([2, 3])", "torch.strided", "torch.contiguous_format"])

    def test_R02_generator(self):
        g = T.Generator().manual_seed(3)
        a = T.rand(4, generator=g)
        self.assertEqual(T.rand(4, generator=T.Generator().manual_seed(3)).tolist(), a.tolist())
        state = g.get_state()
        b = T.randn(2, generator=g)
        self.assertEqual(T.randn(2, generator=g.set_state(state)).tolist(), b.tolist())
        self.raises(TypeError, ["generator"], lambda: T.rand(2, generator=5))

    def test_R07_seeds(self):
        self.raises(ValueError, ["integer"], lambda: T.manual_seed("a"))
        self.raises(ValueError, ["2**64"], lambda: T.manual_seed(2**70))
        self.assertEqual(T.manual_seed(-1).initial_seed(), 2**64 - 1)

    def test_N11_pickle_and_deepcopy(self):
        for t in (T.arange(6.).view(2, 3), T.arange(6).view(2, 3).t(), T.ones(3)[::-1], T.zeros(0, 2), T.tensor(1j),
                  T.ones(2, dtype=T.bfloat16), T.ones(1).expand(3, 4), T.tensor([1.], requires_grad=True)):
            for u in (pickle.loads(pickle.dumps(t)), copy.deepcopy(t)):
                self.assertEqual((u.tolist(), u.dtype, u.stride(), u.requires_grad),
                                 (t.tolist(), t.dtype, t.stride(), t.requires_grad))
        a = T.zeros(4)
        b, c = copy.deepcopy([a, a[1:]])
        b[2] = 7
        self.assertEqual((c.tolist(), a.tolist()), ([0, 7, 0], [0] * 4))
        for constant in (T.float32, T.device("cpu"), T.strided, T.Size([2, 3])):
            self.assertEqual(repr(pickle.loads(pickle.dumps(constant))), repr(constant))
        self.assertIs(pickle.loads(pickle.dumps(T.float32)), T.float32)
        self.assertIs(copy.deepcopy(T.float32), T.float32)

    def test_A18_deepcopy_of_a_non_leaf(self):
        x = T.ones(2, requires_grad=True)
        self.raises(RuntimeError, ["graph leaves", "detach()"], lambda: copy.deepcopy(x * 2))

    def test_N12_one_object_per_tensor(self):
        x = T.tensor([1.], requires_grad=True)
        (x * 2).sum().backward()
        self.assertIs(x.grad, x.grad)
        x.grad.note = "kept"  # While only C++ owns the gradient.
        self.assertEqual(x.grad.note, "kept")
        self.assertEqual(len({x, x, T.tensor([1.])}), 2)
        self.assertIsInstance(T.nn.Parameter(T.ones(1)), T.Tensor)

        class Named(T.Tensor):
            pass

        named = T.Tensor._make_subclass(Named, T.ones(2))
        self.assertEqual((type(named), isinstance(named, T.Tensor), named.sum().item()), (Named, True, 2))

    def test_what_the_graph_keeps_comes_back_as_the_same_object(self):

        class Named(T.Tensor):
            pass

        leaf = T.Tensor._make_subclass(Named, T.ones(2), True)
        view = leaf.view(2)
        leaf.mark = 5
        address = id(leaf)
        del leaf
        again = view._base if view._base is not None else None
        self.assertEqual((type(again), again.mark, id(again)), (Named, 5, address))

    def test_V01_devices(self):
        for text in ("gpu", "cuda:", "cuda:-1", "cuda:x", "", "CUDA", "cuda:1:2"):
            self.raises(T.DeviceError, [], lambda: T.device(text))
        self.raises(TypeError, ["float"], lambda: T.device(3.5))
        self.assertEqual((T.device(type="cuda", index=1).index, hash(T.device("cpu")) == hash(T.device("cpu"))), (1, True))

    def test_V02_to(self):
        t = T.ones(2)
        self.raises(T.DeviceError, ["float32"], lambda: t.to("float32"))
        self.raises(TypeError, ["dtype"], lambda: t.to(dtype="float32"))
        self.assertIs(t.to("cpu", T.int8).dtype, T.int8)

    def test_E10_out_is_resized_with_a_warning(self):
        out = T.ones(3)
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            T.add(T.ones(2), 1, out=out)
        self.assertEqual((out.tolist(), len(seen)), ([2, 2], 1))

    def test_X_types_of_errors(self):
        for kind in (T.ShapeError, T.DTypeError, T.DeviceError, T.AutogradError, T.OutOfMemoryError, T.LinAlgError):
            self.assertTrue(issubclass(kind, RuntimeError))
        self.assertTrue(issubclass(T.FileError, OSError))
        self.raises(T.OutOfMemoryError, ["bytes"], lambda: T.empty(2**50))
        self.raises(T.ShapeError, [], lambda: T.zeros(2**40, 2**40))
        self.raises(NotImplementedError, ["rand_like", "int64"], lambda: T.rand_like(T.ones(2, dtype=T.int64)))


if __name__ == "__main__":
    unittest.main()
