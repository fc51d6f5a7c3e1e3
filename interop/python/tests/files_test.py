"""NumPy's files both ways, memory-mapped files, pictures; rows N-13, S-19b, F-03."""

import os
import struct
import tempfile
import unittest

import numpy as np
import tessera as T
from tessera import utils

DTYPES = ["bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64", "float16", "float32", "float64",
          "complex64", "complex128"]


def same(a, b):
    np.testing.assert_array_equal(np.asarray(a), np.asarray(b))
    assert np.asarray(a).dtype == np.asarray(b).dtype


class FilesTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = lambda name: os.path.join(folder.name, name)

    def test_N13_npy_both_ways(self):
        path = self.path("a.npy")
        for name in DTYPES:
            base = np.arange(24).reshape(2, 3, 4).astype(name)
            for a in (base, base.T, base[:, ::-1], base[:0], np.array(base[0, 0, 1]), np.asfortranarray(base),
                      base.astype(base.dtype.newbyteorder(">"))):
                np.save(path, a)
                native = a.astype(a.dtype.newbyteorder("="))
                for mmap in (False, True):
                    same(utils.load_npy(path, mmap=mmap), native)
                utils.save_npy(path, T.from_numpy(native))
                same(np.load(path), native)
        with open(path, "wb") as f:
            np.lib.format.write_array(f, np.arange(3), version=(3, 0))
        self.assertEqual(utils.load_npy(path).tolist(), [0, 1, 2])
        utils.save_npy(path, np.arange(3, dtype=">i2"))
        self.assertEqual(np.load(path).tolist(), [0, 1, 2])

    def test_N13_npz_both_ways(self):
        path = self.path("a.npz")
        arrays = {name: np.arange(12).reshape(3, 4).astype(name).T for name in DTYPES}
        arrays.update({"0-d": np.float32(1.5), "empty": np.zeros((0, 2)), "b\u00e9": np.arange(3, dtype=">i4"), "a.b/c": np.ones(1)})
        for ours in (False, True):
            for compressed in (False, True):
                if ours:
                    utils.save_npz(path, {name: T.tensor(a) for name, a in arrays.items()}, compressed=compressed)
                    with np.load(path) as file:
                        read = dict(file)
                else:
                    (np.savez_compressed if compressed else np.savez)(path, **arrays)
                    read = utils.load_npz(path)
                self.assertEqual(list(read), list(arrays))
                for name, a in arrays.items():
                    same(read[name], a.astype(a.dtype.newbyteorder("=")))
        np.savez(path, a=np.array([None]))
        with self.assertRaisesRegex(T.FileError, r"a\.npz.*a\.npy.*pickle"):
            utils.load_npz(path)
        np.savez(path, a=np.zeros(2, [("x", "f4")]))
        with self.assertRaisesRegex(T.FileError, "records"):
            utils.load_npz(path)
        with open(path, "rb") as f:
            data = f.read()
        with open(path, "wb") as f:
            f.write(data[:-30])
        with self.assertRaisesRegex(T.FileError, "cut off"):
            utils.load_npz(path)

    def test_N13_refused(self):
        path = self.path("a.npy")
        for load in (utils.load_npy, utils.load_npz, T.load):
            with self.assertRaises(FileNotFoundError):
                load(path)
        for wrong in (np.array(["text"]), np.array([None]), np.zeros(1, [("x", "f4")]), np.zeros(1, "M8[s]")):
            np.save(path, wrong)
            for mmap in (False, True):
                with self.assertRaisesRegex(T.FileError, "expected an array of numbers"):
                    utils.load_npy(path, mmap=mmap)
        for call in (lambda: utils.save_npy(path, [1]), lambda: utils.save_npz(path, {"a": 1})):
            with self.assertRaisesRegex(TypeError, "tensor or an array"):
                call()
        with self.assertRaisesRegex(RuntimeError, r"detach\(\)"):
            utils.save_npy(path, T.ones(1, requires_grad=True))
        with self.assertRaisesRegex(RuntimeError, "bfloat16"):
            utils.save_npz(path, {"a": T.ones(1, dtype=T.bfloat16)})

    def test_N13_mapped(self):
        path = self.path("a.npy")
        np.save(path, np.arange(5.0))
        t = utils.load_npy(path, mmap=True)
        a = t[1:].numpy()
        t[1] = 42
        self.assertEqual((a[0], np.load(path)[1]), (42, 1))
        del t
        os.remove(path)
        self.assertEqual(a.tolist(), [42, 2, 3, 4])

    def test_F03_load_mapped(self):
        path = self.path("a.safetensors")
        saved = {"w": T.arange(6.0).view(2, 3), "n": [T.ones(2, dtype=T.bfloat16), 3]}
        T.save(saved, path)
        loaded = T.load(path, mmap=True)
        loaded["w"].zero_()
        again = T.load(path, mmap=True)
        self.assertEqual((again["w"].tolist(), again["n"][0].tolist(), again["n"][1]), ([[0, 1, 2], [3, 4, 5]], [1, 1], 3))
        with open(path, "rb") as f:
            with self.assertRaisesRegex(ValueError, "mmap=True"):
                T.load(f, mmap=True)
        with open(path, "rb+") as f:
            f.truncate(os.path.getsize(path) - 1)
        with self.assertRaisesRegex(T.FileError, "cut off"):
            T.load(path, mmap=True)


def png_header(path):
    """Width, height, bits and kind of colour."""
    with open(path, "rb") as f:
        return struct.unpack(">IIBB", f.read(26)[16:])


class PicturesTest(unittest.TestCase):

    def test_S19b_make_grid(self):
        x = T.rand(8, 3, 64, 64)
        grid = utils.make_grid(x, nrow=4)
        self.assertEqual(grid.shape, (3, 134, 266))
        self.assertTrue(T.equal(grid[:, 2:66, 68:132], x[1]))
        self.assertTrue(T.equal(utils.make_grid(list(x), nrow=4), grid))
        self.assertTrue(T.equal(utils.make_grid(x.numpy(), nrow=4), grid))
        self.assertTrue(T.equal(utils.make_grid([p.numpy() for p in x], nrow=4), grid))
        self.assertEqual(grid.numpy().shape, (3, 134, 266))
        self.assertEqual(utils.make_grid(T.ones(5, 1, 2, 2), nrow=3, padding=1, pad_value=0.5)[0, -2, -2].item(), 0.5)
        for one in (T.ones(4, 5), T.ones(1, 4, 5), T.ones(3, 4, 5), T.ones(1, 3, 4, 5)):
            self.assertEqual(utils.make_grid(one).shape, (3, 4, 5))
        m = T.tensor([[[[-1.0, 0.0], [1.0, 3.0]]], [[[0.0, 0.0], [1.0, 1.0]]]], requires_grad=True)
        grid = utils.make_grid(m, padding=0, normalize=True)
        self.assertEqual((grid[0, 0].tolist(), grid.requires_grad), ([0, 0.25, 0.25, 0.25], False))
        self.assertEqual(utils.make_grid(m, padding=0, normalize=True, scale_each=True)[0, 1].tolist(), [0.5, 1, 1, 1])
        self.assertEqual(utils.make_grid(m, padding=0, normalize=True, value_range=(0, 2))[0, 1].tolist(), [0.5, 1, 0.5, 0.5])

    def test_S19b_refused(self):
        for error, call, words in ((TypeError, lambda: utils.make_grid("x"), "got str"),
                                   (ValueError, lambda: utils.make_grid([]), "got none"),
                                   (RuntimeError, lambda: utils.make_grid([T.ones(1, 2, 2), T.ones(1, 2, 3)]), "stack"),
                                   (ValueError, lambda: utils.make_grid(T.ones(2)), "make_grid"),
                                   (ValueError, lambda: utils.make_grid(T.ones(2, 1, 2, 2), nrow=0), "nrow"),
                                   (TypeError, lambda: utils.make_grid(T.ones(2, 2), value_range=[0, 1]), "tuple"),
                                   (RuntimeError, lambda: utils.save_png("x.png", T.ones(2, 2, dtype=T.int64)), "uint8"),
                                   (FileNotFoundError, lambda: utils.save_png("/nowhere/x.png", T.ones(2, 2)), "nowhere")):
            with self.assertRaisesRegex(error, words):
                call()

    def test_save_png(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.png")
            for picture, header in ((T.randint(0, 256, (3, 4, 5), dtype=T.uint8), (5, 4, 8, 2)),
                                    (np.array([[0.0, 0.5, 2.0]]), (3, 1, 8, 0)), (T.ones(4, 2, 2), (2, 2, 8, 6))):
                utils.save_png(path, picture)
                self.assertEqual(png_header(path), header)


if __name__ == "__main__":
    unittest.main()
