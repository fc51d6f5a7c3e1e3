"""Rows of the contract about whole programs, which no other file here takes."""

import contextlib
import io
import unittest
import warnings

import numpy as np
import tessera as T


def printed(function):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        function()
    return out.getvalue()


class ContractTest(unittest.TestCase):

    def test_S10_stack_as_numpy(self):
        a = np.arange(6, dtype=np.float32).reshape(2, 3)
        t = T.from_numpy(a)
        for d in (-3, -2, -1, 0, 1, 2):
            ours, numpys = T.stack((t, t + 1), dim=d), np.stack((a, a + 1), axis=d)
            self.assertEqual(tuple(ours.shape), numpys.shape)
            np.testing.assert_array_equal(ours.numpy(), numpys)

    def test_S15_in_place_both_ways(self):
        t = T.ones(5)
        n = t.numpy()
        t.add_(1)
        self.assertEqual(n.tolist(), [2] * 5)
        n = np.ones(5)
        t = T.from_numpy(n)
        np.add(n, 1, out=n)
        self.assertEqual(t.tolist(), [2] * 5)

    def test_S19_pictures_of_a_batch(self):
        x = T.arange(8 * 3 * 4 * 4, dtype=T.float32).view(8, 3, 4, 4)
        flat = x.view(x.size(0), -1).cpu().numpy()
        self.assertEqual(flat.shape, (8, 48))
        np.testing.assert_array_equal(T.flatten(x, start_dim=1).numpy(), flat)
        grid = x[0]
        picture = grid.permute(1, 2, 0)
        self.assertFalse(picture.is_contiguous())
        seen = np.asarray(picture)
        self.assertEqual((seen.shape, seen.strides), ((4, 4, 3), (16, 4, 64)))
        self.assertEqual(seen.ctypes.data, x.data_ptr())

    def test_S24_numpys_dtype_is_kept(self):
        for make in (T.from_numpy, T.tensor):
            self.assertEqual(printed(lambda: print(make(np.array([1., 2., 3.])))),
                             "tensor([1., 2., 3.], dtype=torch.float64)\n")

    def test_S25_writes_seen_on_both_sides(self):
        np_array = np.array([1., 2., 3.])
        tensor = T.from_numpy(np_array)
        np_array[0] = 999.
        self.assertEqual(printed(lambda: print(tensor)), "tensor([999.,   2.,   3.], dtype=torch.float64)\n")
        tensor[1] = 777.
        self.assertEqual(printed(lambda: print(np_array)), "[999. 777.   3.]\n")

    def test_S54_nan_inf_and_numpy_scalars(self):
        self.assertEqual(printed(lambda: print(T.tensor([1.0, T.nan, T.inf, -T.inf]))), "tensor([1., nan, inf, -inf])\n")
        for dtype in ("float32", "float64", "float16", "int8", "int64", "uint16", "complex64"):
            self.assertIs(T.tensor(getattr(np, dtype)(3)).dtype, getattr(T, dtype))
        self.assertIs(T.tensor(np.bool_(True)).dtype, T.bool)

    def test_C04_asarray(self):
        array = np.arange(3, dtype=np.int16)
        buffer = bytearray(b"\1\2")
        for value, expected in (([1, 2], [1, 2]), (2.5, 2.5), (array, [0, 1, 2]), (memoryview(array), [0, 1, 2])):
            self.assertEqual(T.asarray(value).tolist(), expected)
        self.assertEqual(T.asarray(buffer, dtype=T.uint8).tolist(), [1, 2])
        self.assertIs(T.asarray(array).dtype, T.int16)
        t = T.ones(2)
        self.assertIs(T.asarray(t), t)
        self.assertEqual(T.asarray(array).data_ptr(), array.ctypes.data)
        with self.assertRaisesRegex(ValueError, "can't alias arbitrary sequence"):
            T.asarray([1, 2], copy=False)

    def test_C09_what_tensors_are_made_of(self):
        t = T.from_numpy(np.array(5))
        self.assertEqual((t.dim(), t.item()), (0, 5))
        self.assertEqual(T.tensor((1, 2)).tolist(), [1, 2])
        self.assertEqual(T.tensor(range(3)).tolist(), [0, 1, 2])
        self.assertEqual(T.tensor([T.tensor(1), T.tensor(2)]).tolist(), [1, 2])
        self.assertEqual(T.tensor(((1, 2), [3, 4])).tolist(), [[1, 2], [3, 4]])
        self.assertTrue(T.is_tensor(t) and isinstance(t, T.Tensor))
        self.assertFalse(T.is_tensor(np.array(5)) or isinstance([1], T.Tensor))

    def test_I08_the_property_T(self):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            x = T.arange(24).view(2, 3, 4).T
        self.assertEqual((tuple(x.shape), x[3, 2, 1].item()), ((4, 3, 2), 23))
        self.assertEqual([warning.category for warning in seen], [UserWarning])
        self.assertRegex(str(seen[0].message), "mT.*permute|permute.*mT")
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            self.assertEqual(T.arange(3).T.tolist(), [0, 1, 2])
            self.assertEqual(tuple(T.ones(2, 3).T.shape), (3, 2))

    def test_E08_einsum_by_sublists(self):
        a, b = T.arange(6.).view(2, 3), T.arange(12.).view(3, 4)
        self.assertTrue(T.equal(T.einsum(a, [0, 1], b, [1, 2], [0, 2]), a @ b))
        self.assertTrue(T.equal(T.einsum(a, [..., 1], b, [1, 51]), a @ b))
        for wrong, said in (([0, 52], "52"), ([0, -1], "-1"), ([0, "a"], "'a'"), (5, "5")):
            with self.assertRaisesRegex(ValueError, f"einsum: expected .*from 0 to 51.* got .*{said}"):
                T.einsum(a, wrong)

    def test_X12_arrays_that_cannot_be_used(self):
        for array in (np.array(["a"]), np.array([object()]), np.array([(1, 2.)], "i4,f8"), np.array("2026-01-01", "M8[D]"),
                      np.array([1, 2], np.longdouble)):
            for take in (T.from_numpy, T.tensor, T.as_tensor):
                with self.assertRaises(TypeError) as raised:
                    take(array)
                # What it has, what is taken, the way out.
                self.assertRegex(str(raised.exception), f"(?s){array.dtype.name.split('[')[0]}|{array.dtype}")
                self.assertRegex(str(raised.exception), "float64.*int64|supported")
                self.assertIn("astype", str(raised.exception))
        with self.assertRaisesRegex(ValueError, "byte order.*"):
            T.from_numpy(np.array([1, 2], ">i4"))


if __name__ == "__main__":
    unittest.main()
