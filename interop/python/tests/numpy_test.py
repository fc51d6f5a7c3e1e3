"""NumPy, buffers and DLPack, both ways; rows N-xx and the chain detach().cpu().numpy()."""

import gc
import operator
import os
import subprocess
import sys
import unittest
import warnings

import numpy as np
import tessera as T

DTYPES = ["bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float16", "float32", "float64",
          "complex64", "complex128"]


class NumpyTest(unittest.TestCase):

    def test_S02_from_numpy_shares(self):
        a = np.ones((2, 2), np.float32)
        t = T.from_numpy(a)
        t[0, 0] = 42
        self.assertEqual(str(a), "[[42.  1.]\n [ 1.  1.]]")
        a[1, 1] = 7
        self.assertEqual(t[1, 1].item(), 7)

    def test_S16_numpy_shares(self):
        t = T.ones(3)
        a = t.numpy()
        t[0] = 42
        t.add_(1)
        self.assertEqual((a.tolist(), a.ctypes.data), ([43, 2, 2], t.data_ptr()))
        np.add(a, 1, out=a)
        self.assertEqual(t.tolist(), [44, 3, 3])

    def test_S26_copies(self):
        a = np.arange(3.)
        for t in (T.tensor(a), T.from_numpy(a).clone(), T.as_tensor(a, dtype=T.float32), T.asarray(a, copy=True)):
            self.assertNotEqual(t.data_ptr(), a.ctypes.data)
        for t in (T.as_tensor(a), T.asarray(a), T.asarray(a, copy=False)):
            self.assertEqual(t.data_ptr(), a.ctypes.data)
        t = T.ones(1)
        self.assertIs(T.as_tensor(t), t)
        with self.assertRaisesRegex(ValueError, "alias"):
            T.asarray([1], copy=False)

    def test_S27_requires_grad(self):
        t = T.ones(2, requires_grad=True)
        for call in (t.numpy, lambda: np.asarray(t)):
            with self.assertRaisesRegex(RuntimeError, r"numpy.*requires grad.*detach\(\)"):
                call()
        with self.assertRaisesRegex(BufferError, r"detach\(\)"):
            memoryview(t)
        self.assertEqual(t.numpy(force=True).tolist(), [1, 1])

    def test_S28_the_chain(self):
        output = T.nn.Linear(4, 10)(T.ones(4, 4))
        self.assertEqual(output.detach().cpu().numpy().shape, (4, 10))
        with T.no_grad():
            self.assertEqual(T.nn.Linear(4, 10)(T.ones(4, 4)).numpy().shape, (4, 10))

    def test_N01_every_dtype(self):
        for name in DTYPES:
            a = np.ones((2, 3), name)
            t = T.from_numpy(a)
            self.assertEqual((str(t.dtype), t.data_ptr()), ("torch." + name, a.ctypes.data))
            self.assertEqual((t.numpy().dtype, t.numpy().ctypes.data), (a.dtype, a.ctypes.data))
            self.assertEqual(np.asarray(t).dtype, a.dtype)
            self.assertEqual(T.tensor(a).tolist(), a.tolist())

    def test_N02_refused(self):
        for a in (np.array(["a"]), np.array([None]), np.array(["2020"], "M8[D]"), np.zeros(1, [("x", "f4")]),
                  np.zeros(1, np.longdouble)):
            for call in (T.from_numpy, T.tensor):
                with self.assertRaisesRegex(TypeError, "supported are bool"):
                    call(a)
        big = np.array([1, 2], ">i4")
        with self.assertRaisesRegex(ValueError, "astype"):
            T.from_numpy(big)
        self.assertEqual(T.tensor(big).tolist(), [1, 2])
        with self.assertRaisesRegex(TypeError, "ndarray"):
            T.from_numpy([1])

    def test_N03_strides(self):
        a = np.arange(24.).reshape(2, 3, 4)
        for b in (a[::-1], a.T, a[:, ::2, 1:], a[0], a[:0], a[1, 2, 3:], np.asfortranarray(a), np.broadcast_to(a, (5, 2, 3, 4)),
                  np.array(5.), a[:, ::-1, ::-2]):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                t = T.from_numpy(b)
            np.testing.assert_array_equal(t.numpy(), b)
            self.assertEqual(t.stride(), tuple(s // 8 for s in b.strides))
            if b.size:
                self.assertEqual(t.numpy().ctypes.data, b.ctypes.data)
        with self.assertRaisesRegex(ValueError, "multiples"):
            T.from_numpy(np.zeros(4, [("a", "i1"), ("b", "<i4")])["b"][::1])

    def test_N03b_every_layout_of_every_dtype(self):
        for name in DTYPES:
            base = (np.arange(60) % 2 if name == "bool" else np.arange(60)).astype(name).reshape(3, 4, 5)
            for a in (base, base.T, base[::2], base[:, 1:3], base[..., ::-1], base[::-1, ::-2], np.asfortranarray(base), base[0, 0, 0:1],
                      base[1:1], base[:, :, :0], np.broadcast_to(base, (2, 3, 4, 5)), np.broadcast_to(base[:, :1], (3, 4, 5)),
                      base[1, 2, 3, ...], np.array(7).astype(name)):
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")  # broadcast_to gives read-only arrays.
                    t = T.from_numpy(a)
                for b in (t.numpy(), np.asarray(t), np.asarray(memoryview(t)), np.array(t)):
                    self.assertEqual((b.dtype, b.shape), (a.dtype, a.shape))
                    np.testing.assert_array_equal(b, a)
                self.assertEqual((t.numpy().strides, t.numpy().flags.writeable), (a.strides, a.flags.writeable))
                self.assertEqual(T.tensor(a).is_contiguous(), True)
                self.assertEqual(t.clone().tolist(), a.tolist())
                interface = t.__array_interface__
                self.assertEqual((interface["shape"], np.dtype(interface["typestr"])), (a.shape, a.dtype))
                if a.size:
                    self.assertEqual(interface["data"], (t.data_ptr(), not a.flags.writeable))
                if a.flags.writeable and a.dtype != bool:
                    np.testing.assert_array_equal(np.from_dlpack(t), a)
        # The interface alone serves, too: of a class that is no ndarray.
        a = np.arange(6.0).reshape(2, 3)[:, ::-1]
        holder = type("Holder", (), {"__array_interface__": T.from_numpy(a).__array_interface__})()
        np.testing.assert_array_equal(np.asarray(holder), a)

    def test_N04_read_only(self):
        a = np.ones(2)
        a.flags.writeable = False
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            t = T.from_numpy(a)
        self.assertIn("not writable", str(seen[0].message))
        for write in (t.zero_, lambda: t.add_(1), lambda: t.__setitem__(0, 1)):
            with self.assertRaisesRegex(RuntimeError, r"clone\(\)"):
                write()
        self.assertFalse(t.numpy().flags.writeable)
        self.assertTrue(memoryview(t).readonly)

    def test_N05_asarray(self):
        t = T.ones(3)
        self.assertEqual(np.asarray(t).ctypes.data, t.data_ptr())
        self.assertNotEqual(np.array(t).ctypes.data, t.data_ptr())
        self.assertEqual(np.asarray(t, dtype=np.float64).dtype, np.float64)
        if np.lib.NumpyVersion(np.__version__) >= "2.0.0":
            self.assertEqual(np.asarray(t, copy=False).ctypes.data, t.data_ptr())
            with self.assertRaises(ValueError):
                np.asarray(t, dtype=np.float64, copy=False)
        self.assertLess((np.sin(t) - T.sin(t)).abs().max().item(), 1e-6)
        m = T.ones(2, 3)
        self.assertEqual((np.sum(m).item(), np.mean(m, axis=0).tolist(), np.max(m).item(), np.transpose(m).shape),
                         (6, [1, 1, 1], 1, (3, 2)))

    def test_N06_mixing(self):
        t = T.ones(2)
        for r in (t + np.float64(2), np.float32(2) + t, t + np.array([2., 2.]), np.array([2., 2.]) + t):
            self.assertIsInstance(r, T.Tensor)
            self.assertEqual(r.tolist(), [3, 3])
        self.assertIs((t * np.float64(2)).dtype, T.float32)
        self.assertIs((np.arange(2) * t).dtype, T.float32)
        self.assertIsInstance(np.ones((2, 2)) @ T.ones(2, 2, dtype=T.float64), T.Tensor)

    def test_N06b_array_times_tensor(self):
        a, t = np.arange(6, dtype=np.float32).reshape(2, 3), T.ones(2, 3) * 2
        for op in (operator.add, operator.sub, operator.mul, operator.truediv, operator.floordiv, operator.mod, operator.pow,
                   operator.eq, operator.lt, operator.ge):
            for x, y in ((a, t), (t, a), (a[::-1], t), (a.T, t.t()), (np.float32(3), t), (t, np.float32(3)), (np.array(3.0), t)):
                r = op(x, y)
                self.assertIsInstance(r, T.Tensor, op)
                with np.errstate(all="ignore"):
                    np.testing.assert_array_equal(r, op(np.asarray(x), np.asarray(y)), str(op))
        self.assertIs((np.arange(3, dtype=np.float64) * T.ones(3, dtype=T.float32)).dtype, T.float64)
        self.assertEqual((a @ T.ones(3)).tolist(), [3, 12])
        x = T.ones(3, requires_grad=True)
        (np.array([1., 2., 3.], np.float32) * x).sum().backward()
        self.assertEqual(x.grad.tolist(), [1, 2, 3])
        b = a.copy()
        b += t.numpy()
        self.assertEqual(b.tolist(), (a + 2).tolist())

    def test_N07_bfloat16(self):
        import ml_dtypes
        t = T.tensor([[1, 2.5], [-3, 0]], dtype=T.bfloat16)
        a = t.numpy()
        self.assertEqual((a.dtype, a.ctypes.data, a.astype(np.float32).tolist()), (ml_dtypes.bfloat16, t.data_ptr(), t.tolist()))
        self.assertEqual(np.asarray(t).dtype, ml_dtypes.bfloat16)
        self.assertEqual(t.numpy(force=True).dtype, ml_dtypes.bfloat16)
        b = np.arange(6).astype(ml_dtypes.bfloat16).reshape(2, 3)[:, ::-1]
        u = T.from_numpy(b)
        self.assertEqual((u.dtype, u.data_ptr(), u.stride(), u.tolist()), (T.bfloat16, b.ctypes.data, (3, -1), [[2, 1, 0], [5, 4, 3]]))
        self.assertIs(T.tensor(b).dtype, T.bfloat16)
        # What else ml_dtypes has is refused.
        with self.assertRaisesRegex(TypeError, "float8_e4m3fn.*supported are"):
            T.from_numpy(np.zeros(2, ml_dtypes.float8_e4m3fn))

    def test_N07_bfloat16_without_ml_dtypes(self):
        program = ("import sys; sys.modules['ml_dtypes'] = None\nimport tessera as T\nt = T.ones(2, dtype=T.bfloat16)\n"
                   "try: t.numpy()\nexcept TypeError as error: print(error)\nprint(t.float().numpy())")
        paths = os.pathsep.join(sys.path)
        out = subprocess.check_output([sys.executable, "-c", program], text=True, env={**os.environ, "PYTHONPATH": paths})
        self.assertRegex(out, r"(?s)bfloat16.*float\(\).*ml_dtypes.*\[1\. 1\.\]")

    def test_N08_buffers(self):
        t = T.arange(6, dtype=T.int32).view(2, 3)
        view = memoryview(t.t())
        self.assertEqual((view.format, view.shape, view.strides, view.tolist()), ("i", (3, 2), (4, 12), [[0, 3], [1, 4], [2, 5]]))
        memoryview(t)[0, 0] = 9
        self.assertEqual(t[0, 0].item(), 9)
        self.assertEqual(t.__array_interface__["shape"], (2, 3))
        with self.assertRaises(BufferError):
            memoryview(T.ones(1, dtype=T.bfloat16))

    def test_N09_frombuffer_and_lifetime(self):
        data = bytearray(16)
        t = T.frombuffer(data, dtype=T.int32, count=2, offset=4)
        t[0] = 258
        self.assertEqual(data[4:6], b"\x02\x01")
        for wrong in (dict(count=9), dict(offset=17), dict(offset=1)):
            with self.assertRaises(ValueError):
                T.frombuffer(data, dtype=T.int32, **wrong)
        a = T.from_numpy(np.arange(1000.)).numpy()  # The tensor and the first array are gone.
        gc.collect()
        self.assertEqual(a.sum(), 499500)

    def test_N09_counts_are_balanced(self):
        a = np.ones(4, np.float32)
        t = T.from_numpy(a)

        def trip():
            T.from_numpy(a)
            t.numpy()
            np.asarray(t)
            memoryview(t).release()
            T.from_dlpack(t)
            (t + 1)[0].item()
            T.tensor([1, 2.5]).tolist()
            t.shape, t.dtype, t.device
            try:
                t.view(3)
            except RuntimeError:
                pass

        for _ in range(100):
            trip()
        before = [sys.getrefcount(x) for x in (a, t, T.float32, T.Tensor, T.device, None.__class__)]
        bytes_before = T._core._allocated_bytes()
        for _ in range(100_000 // 8):
            trip()
        gc.collect()
        after = [sys.getrefcount(x) for x in (a, t, T.float32, T.Tensor, T.device, None.__class__)]
        for x, y in zip(before, after):
            self.assertLess(abs(x - y), 100)
        self.assertEqual(before[:2], after[:2])
        self.assertEqual(T._core._allocated_bytes(), bytes_before)

    def test_S18_dlpack_functions(self):
        t = T.arange(6, dtype=T.int32)
        u = T.utils.dlpack.from_dlpack(T.utils.dlpack.to_dlpack(t))
        u[0] = 9
        self.assertEqual((u.data_ptr(), t[0].item()), (t.data_ptr(), 9))

    def test_N10_dlpack_of_every_dtype(self):
        for name in DTYPES + ["bfloat16"]:
            t = T.ones(2, 3).to(getattr(T, name))
            for capsule in (t.__dlpack__(), t.__dlpack__(max_version=(1, 0)), t.t().__dlpack__(max_version=(0, 8))):
                u = T.from_dlpack(capsule)
                self.assertEqual((u.dtype, u.data_ptr()), (t.dtype, t.data_ptr()))
            if name == "bfloat16":
                continue
            a = np.ones((3, 2), name)
            for b in (a, a[::-1], a.T, a[:, :0], a[1, 1:], np.ones((), name)):
                u = T.from_dlpack(b)
                self.assertEqual((str(u.dtype), u.shape, u.tolist()), ("torch." + name, b.shape, b.tolist()))
                if b.size:
                    self.assertEqual(u.data_ptr(), b.ctypes.data)

    def test_N10_dead_capsules(self):
        t = T.arange(3.)
        for version in (None, (1, 0)):
            capsule = t.__dlpack__(max_version=version)
            self.assertIn('"dltensor_versioned"' if version else '"dltensor"', str(capsule))
            T.from_dlpack(capsule)
            self.assertIn("used_dltensor", str(capsule))
            for _ in range(2):
                with self.assertRaisesRegex(RuntimeError, "consumed once"):
                    T.from_dlpack(capsule)
            u = T.from_dlpack(t.__dlpack__(max_version=version))
            del capsule
            gc.collect()
            self.assertEqual(u.tolist(), [0, 1, 2])
        import _socket
        with self.assertRaisesRegex(RuntimeError, "expected a capsule 'dltensor_versioned' or 'dltensor', got '_socket.CAPI'"):
            T.from_dlpack(_socket.CAPI)
        for wrong in (1, "x", None, [1.0]):
            with self.assertRaisesRegex(TypeError, "__dlpack__"):
                T.from_dlpack(wrong)
        # The memory outlives its first owner.
        u = T.from_dlpack(T.arange(1000.).__dlpack__())
        gc.collect()
        self.assertEqual(u.sum().item(), 499500)
        before = T._core._allocated_bytes()
        for _ in range(1000):
            T.arange(100.).__dlpack__(max_version=(1, 0))
            T.from_dlpack(T.arange(100.).__dlpack__())
        self.assertEqual(T._core._allocated_bytes(), before)

    def test_N10_dlpack_of_a_read_only_tensor(self):
        a = np.arange(3.)
        a.flags.writeable = False
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            t = T.from_numpy(a)
        with self.assertRaisesRegex((RuntimeError, BufferError), r"clone\(\)"):
            t.__dlpack__()  # The old struct has no flag.
        u = T.from_dlpack(t.__dlpack__(max_version=(1, 0)))
        with self.assertRaisesRegex(RuntimeError, r"clone\(\)"):
            u.add_(1)
        self.assertEqual((u.data_ptr(), a.tolist()), (a.ctypes.data, [0, 1, 2]))

    def test_N10_dlpack(self):
        t = T.arange(6.).view(2, 3)
        self.assertEqual(np.from_dlpack(t).ctypes.data, t.data_ptr())
        a = np.arange(3.)[::-1]
        u = T.from_dlpack(a)
        self.assertEqual((u.data_ptr(), u.stride(), u.tolist()), (a.ctypes.data, (-1,), [2, 1, 0]))
        self.assertEqual(T.from_dlpack(t.t()).stride(), (1, 3))
        capsule = T.utils.dlpack.to_dlpack(t)
        self.assertEqual(T.from_dlpack(capsule).data_ptr(), t.data_ptr())
        with self.assertRaisesRegex(RuntimeError, "once"):
            T.from_dlpack(capsule)
        with self.assertRaisesRegex(BufferError, r"detach\(\)"):
            T.from_dlpack(T.ones(1, requires_grad=True))
        self.assertEqual(t.__dlpack_device__(), (1, 0))
        del capsule
        for _ in range(3):
            t.__dlpack__(max_version=(1, 0))  # Nobody takes it.
        with self.assertRaises(BufferError):
            t.__dlpack__(dl_device=(2, 0))
        read_only = np.arange(3.)
        read_only.flags.writeable = False
        if np.lib.NumpyVersion(np.__version__) >= "2.1.0":
            with self.assertRaisesRegex(RuntimeError, r"clone\(\)"):
                T.from_dlpack(read_only).zero_()


if __name__ == "__main__":
    unittest.main()
