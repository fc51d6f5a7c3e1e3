"""CUDA from Python over the stand-in for it, whose memory the host cannot read and whose streams run late."""

import glob
import importlib.util
import os
import shutil
import sys
import tempfile
import unittest

# The package's own sources with the extension over the stand-in.
folder = tempfile.mkdtemp(dir=os.environ.get("TEST_TMPDIR"))
package = os.path.dirname(importlib.util.find_spec("tessera").origin)
shutil.copytree(package, os.path.join(folder, "tessera"), ignore=shutil.ignore_patterns("_core*.so", "__pycache__"))
extension, = glob.glob(os.path.join(os.path.dirname(package), "host", "tessera", "_core.so"))
shutil.copy(extension, os.path.join(folder, "tessera"))
sys.path.insert(0, folder)

import numpy as np
import tessera as T

assert T.__file__.startswith(folder)


class Consumer:
    """Another library's array: keeps what __dlpack__ is asked for."""

    def __init__(self, tensor):
        self.tensor, self.asked = tensor, []

    def __dlpack__(self, **arguments):
        self.asked.append(arguments)
        return self.tensor.__dlpack__(**arguments)

    def __dlpack_device__(self):
        return self.tensor.__dlpack_device__()


class CudaTest(unittest.TestCase):

    def tearDown(self):
        T.cuda.synchronize()

    def test_devices(self):
        self.assertTrue(T.cuda.is_available())
        self.assertEqual((T.cuda.device_count(), T.cuda.current_device(), T.cuda.why_unavailable()), (2, 0, ""))
        with T.cuda.device(1):
            self.assertEqual(T.ones(1, device="cuda").device, T.device("cuda:1"))
        self.assertEqual(T.cuda.current_device(), 0)
        with self.assertRaisesRegex(T.DeviceError, "cuda:2"):
            T.cuda.set_device(2)
        before = T.cuda.memory_allocated()
        x = T.zeros(1000, device="cuda")
        self.assertEqual(T.cuda.memory_allocated() - before, 4000)
        del x
        T.cuda.empty_cache()
        self.assertEqual(T.cuda.memory_allocated(), before)
        T.cuda.manual_seed(3)
        a = T.rand(3, device="cuda").tolist()
        T.manual_seed(3)
        self.assertEqual(T.rand(3).tolist(), a)

    def test_S28b_each_missing_step(self):
        output = T.nn.Linear(4, 10).to("cuda")(T.ones(4, 4).cuda())
        with self.assertRaisesRegex(RuntimeError, r"requires grad; use detach\(\)\.numpy\(\)"):
            output.cpu().numpy()
        with self.assertRaisesRegex(TypeError, r"cuda:0; use cpu\(\)\.numpy\(\)"):
            output.detach().numpy()
        with self.assertRaisesRegex(TypeError, r"cuda:0; use detach\(\)\.cpu\(\)\.numpy\(\)"):
            output.numpy()
        with self.assertRaisesRegex(TypeError, r"use cpu\(\)"):
            np.asarray(output.detach())
        array = output.detach().cpu().numpy()
        self.assertEqual(array.shape, (4, 10))
        np.testing.assert_array_equal(array, output.tolist())

    def test_copies_that_do_not_wait(self):
        x = T.arange(5.)
        there = x.to("cuda", non_blocking=True)
        back = there.to("cpu", non_blocking=True)
        T.cuda.synchronize()
        self.assertEqual(back.tolist(), x.tolist())
        self.assertEqual(x.to("cuda", T.float64, True, True).cpu().tolist(), x.tolist())
        self.assertEqual(x.cuda(non_blocking=True).tolist(), x.tolist())

    def test_streams(self):
        side = T.cuda.Stream()
        self.assertNotEqual(side, T.cuda.current_stream())
        self.assertEqual(T.cuda.current_stream(), T.cuda.default_stream())
        x = T.ones(100, device="cuda") * 3
        side.wait_stream(T.cuda.current_stream())
        with T.cuda.stream(side):
            self.assertEqual(T.cuda.current_stream(), side)
            y = x + 1
        T.cuda.current_stream().wait_stream(side)
        self.assertEqual((y + 1).tolist(), [5] * 100)
        with T.cuda.stream(None):
            self.assertEqual(T.cuda.current_stream(), T.cuda.default_stream())

    def test_N10_dlpack_of_another_device(self):
        x = T.arange(6., device="cuda").reshape(2, 3)
        for t in x, x.t(), x[:, ::2], x[:0]:
            u = T.from_dlpack(t)
            self.assertEqual((u.device, u.data_ptr(), u.stride()), (t.device, t.data_ptr(), t.stride()))
            self.assertEqual(u.tolist(), t.tolist())
        self.assertEqual(x.__dlpack_device__(), (2, 0))
        with self.assertRaisesRegex(BufferError, "requires grad"):
            T.ones(2, device="cuda", requires_grad=True).__dlpack__()
        with self.assertRaisesRegex(BufferError, "stream=0"):
            x.__dlpack__(stream=0)
        # To the host it is a copy.
        self.assertEqual(T.from_dlpack(x.__dlpack__(dl_device=(1, 0))).tolist(), x.tolist())

    def test_N10_dlpack_hands_over_the_stream(self):
        def exchange(ordered):
            # Written on one stream, read on another, as by another library.
            writer, reader = T.cuda.Stream(), T.cuda.Stream()
            with T.cuda.stream(writer):
                x = T.full((50,), 7., device="cuda")
                capsule = x.__dlpack__(stream=reader.cuda_stream if ordered else -1, max_version=(1, 0))
            with T.cuda.stream(reader):
                y = T.from_dlpack(capsule) + 1
            T.cuda.current_stream().wait_stream(reader)
            return y.tolist() == [8] * 50

        self.assertTrue(all(exchange(True) for _ in range(20)))
        # Without an order the stand-in lets the reader be first, now and then.
        self.assertFalse(all(exchange(False) for _ in range(20)))
        # from_dlpack asks for its own stream, the default one being 1.
        x = T.ones(2, device="cuda")
        source, reader = Consumer(x), T.cuda.Stream()
        T.from_dlpack(source)
        with T.cuda.stream(reader):
            T.from_dlpack(source)
        self.assertEqual([asked["stream"] for asked in source.asked], [1, reader.cuda_stream])
        # -1 asks for none; None and 1 are the default one.
        for stream in -1, None, 1:
            T.from_dlpack(x.__dlpack__(stream=stream))

    def test_cuda_array_interface(self):
        x = T.arange(6, device="cuda").reshape(2, 3)
        self.assertEqual(x.__cuda_array_interface__, {
            "typestr": "<i8", "shape": (2, 3), "strides": None, "data": (x.data_ptr(), False), "version": 3, "stream": 1})
        self.assertEqual(x.t().__cuda_array_interface__["strides"], (8, 24))
        self.assertEqual(x[:0].__cuda_array_interface__["data"], (0, False))
        for dtype, typestr in [(T.bool, "|b1"), (T.uint8, "|u1"), (T.int8, "|i1"), (T.uint32, "<u4"), (T.float16, "<f2"),
                               (T.bfloat16, "<V2"), (T.float64, "<f8"), (T.complex64, "<c8")]:
            self.assertEqual(x.to(dtype).__cuda_array_interface__["typestr"], typestr)
        side = T.cuda.Stream()
        with T.cuda.stream(side):
            self.assertEqual(x.__cuda_array_interface__["stream"], side.cuda_stream)
        self.assertFalse(hasattr(T.ones(2), "__cuda_array_interface__"))
        with self.assertRaisesRegex(RuntimeError, r"detach\(\)"):
            T.ones(2, device="cuda", requires_grad=True).__cuda_array_interface__


if __name__ == "__main__":
    unittest.main()
