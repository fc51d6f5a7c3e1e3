"""Every op of the table is there in all its forms."""

import threading
import unittest

import numpy as np
import tessera as T
from tessera import _core


class OpsTest(unittest.TestCase):

    def test_every_row_has_its_forms(self):
        self.assertGreater(len(_core._op_table), 150)
        for name, (family, forms, signatures) in _core._op_table.items():
            self.assertEqual("f" in forms, hasattr(T, name) and name in vars(_core), name)
            if "m" in forms:
                self.assertTrue(hasattr(T.Tensor, name), name)
            if "i" in forms:
                self.assertTrue(hasattr(T.Tensor, name + "_"), name)
            documented = getattr(T, name, None) or getattr(T.Tensor, name, None)
            if documented is not None and "f" in forms:
                self.assertIn(signatures[0], documented.__doc__)

    def test_unary_forms_agree(self):
        for name, (_, forms, signatures) in _core._op_table.items():
            if signatures != (f"{name}(Tensor self) -> Tensor",) or "f" not in forms:
                continue
            x = T.tensor([0.25, 0.5])
            try:
                expected = getattr(T, name)(x)
            except (RuntimeError, TypeError):
                continue  # Another dtype or shape is asked for.
            same = lambda t: t.tolist() == expected.tolist() or not (t == t).all()
            if "m" in forms and callable(getattr(x, name)):
                self.assertTrue(same(getattr(x, name)()), name)
            if "o" in forms:
                out = T.empty(0, dtype=expected.dtype)
                self.assertIs(getattr(T, name)(x, out=out), out, name)
                self.assertTrue(same(out), name)
            if "i" in forms and expected.dtype == x.dtype:
                y = x.clone()
                self.assertIs(getattr(y, name + "_")(), y, name)
                self.assertTrue(same(y), name)

    def test_arguments(self):
        t = T.arange(6.).view(2, 3)
        for a, b in [(t.sum(0), t.sum(dim=0)), (t.sum(0), t.sum((0,))), (t.sum(0), t.sum(axis=0)), (t.sum(), t.sum(dim=None)),
                     (t.sum(0, True), t.sum(0, keepdims=True)), (T.sum(t, 1), T.sum(input=t, dim=1)),
                     (t.permute(1, 0), t.permute((1, 0))), (t.permute(1, 0), T.permute(t, (1, 0))), (t.view(6), t.view(-1)),
                     (t.reshape(3, 2), t.reshape([3, 2])), (T.cat((t, t)), T.cat([t, t], dim=0)), (t.std(), t.std(unbiased=True)),
                     (T.clamp(t, 1), t.clamp(min=1)), (t.clamp(T.tensor(1.)), t.clamp(1)), (T.add(t, 1, alpha=2), t + 2),
                     (t.sum(T.tensor(0)), t.sum(0)), (t.expand(2, 2, 3), t.expand((2, 2, 3))), (t.sum(np.int64(1)), t.sum(1)),
                     (T.full((2,), np.float32(3)), T.full((2,), 3.)), (t * np.float64(2), t * 2), (t[np.int64(1)], t[1]),
                     (t.transpose(dim0=0, dim1=1), t.t()), (T.where(t > 2, t, 0), t * (t > 2))]:
            self.assertEqual((a.tolist(), a.dtype), (b.tolist(), b.dtype))
        self.assertEqual(T.zeros(np.int64(2)).shape, (2,))
        self.assertEqual(T.broadcast_tensors(t, T.zeros(1, 1))[1].shape, (2, 3))
        self.assertEqual(len(t.split(1)), 2)
        self.assertEqual([p.shape[1] for p in t.split([1, 2], dim=1)], [1, 2])
        self.assertEqual(T.nn.functional.mse_loss(t, t + 1, reduction="sum").item(), 6)
        with self.assertRaisesRegex(ValueError, "reduction"):
            T.nn.functional.mse_loss(t, t, reduction="median")

    def test_where_python_differs_from_the_table(self):
        t = T.tensor([[3, 1], [1, 3]])
        # unique gives what is asked for, and a tensor alone where that is all.
        self.assertEqual(T.unique(t).tolist(), [1, 3])
        self.assertEqual([p.tolist() for p in t.unique(return_counts=True)], [[1, 3], [2, 2]])
        self.assertEqual([p.tolist() for p in T.unique(t, return_inverse=True)], [[1, 3], [[1, 0], [0, 1]]])
        values, inverse, counts = T.unique(t, sorted=True, return_inverse=True, return_counts=True, dim=0)
        self.assertEqual([values.tolist(), inverse.tolist(), counts.tolist()], [[[1, 3], [3, 1]], [1, 0], [1, 1]])
        self.assertEqual([p.tolist() for p in T.unique_consecutive(T.tensor([1, 1, 2, 1]), return_counts=True)],
                         [[1, 2, 1], [2, 1, 1]])
        self.assertIs(type(T.unique(t, return_counts=True)), tuple)
        # where(condition) is nonzero(as_tuple=True).
        for places in (T.where(t > 1), T.nonzero(t > 1, as_tuple=True), (t > 1).nonzero(as_tuple=True)):
            self.assertEqual([p.tolist() for p in places], [[0, 1], [0, 1]])
        self.assertEqual(t[T.where(t > 1)].tolist(), [3, 3])
        self.assertEqual([p.tolist() for p in T.where(T.tensor(5))], [[0]])
        self.assertEqual((t > 1).nonzero().tolist(), [[0, 0], [1, 1]])
        out = T.empty(0, 0, dtype=T.int64)
        self.assertIs(T.nonzero(t > 1, out=out), out)
        self.assertEqual(out.tolist(), [[0, 0], [1, 1]])
        with self.assertRaisesRegex(TypeError, "where"):
            t.where()
        # complex is a name of Python alone.
        z = T.complex(T.tensor([1., 2.]), T.tensor([3., 4.]))
        self.assertEqual(z.tolist(), [1 + 3j, 2 + 4j])
        with self.assertRaisesRegex(RuntimeError, "float32"):
            T.complex(T.tensor([1]), T.tensor([3]))
        # Defaults and names that the C++ has not.
        for a, b in [(t.clamp(max=2), t.clamp(None, 2)), (t.all(keepdim=True), t.all(dim=(0, 1), keepdim=True)),
                     (T.any(t, keepdim=True), T.tensor([[True]])), (T.rot90(t, dims=(1, 0)), T.rot90(t, 1, (1, 0))),
                     (T.swapaxes(t, axis0=0, axis1=1), t.t()), (t.clone().copy_(other=t + 1), t + 1),
                     (T.tensor_split(t, T.tensor([1]))[1], t[1:]), (t.tensor_split(tensor_indices_or_sections=2)[0], t[:1]),
                     (t.tensor_split(T.tensor(2))[1], t[1:]), (t.view(dtype=T.float64).view(T.int64), t)]:
            self.assertEqual((a.tolist(), a.shape), (b.tolist(), b.shape))
        g = T.Generator()
        a = T.randint_like(t, 100, generator=g.manual_seed(3))
        self.assertEqual(a.tolist(), T.randint_like(t, 100, generator=g.manual_seed(3)).tolist())
        with self.assertRaisesRegex(RuntimeError, "tensor_split"):
            t.tensor_split(T.tensor([1.5]))

    def test_broadcast_shapes(self):
        for shapes, result in [([], ()), ([(2, 1), (3,)], (2, 3)), ([(0, 1), 1, ()], (0, 1)), ([3, (4, 1, 1)], (4, 1, 3))]:
            self.assertEqual(T.broadcast_shapes(*shapes), result)
            self.assertIsInstance(T.broadcast_shapes(*shapes), T.Size)
        for wrong in [((2,), (3,)), ((-1,),), ((0,), (2,))]:
            with self.assertRaisesRegex(T.ShapeError, "broadcast_shapes"):
                T.broadcast_shapes(*wrong)

    def test_pad(self):
        t = T.arange(4.).view(2, 2).requires_grad_()
        pad = T.nn.functional.pad
        self.assertEqual(pad(t, (1, 0)).tolist(), [[0, 0, 1], [0, 2, 3]])
        self.assertEqual(pad(t, [0, 1, 1, 0], value=7).tolist(), [[7, 7, 7], [0, 1, 7], [2, 3, 7]])
        self.assertEqual(pad(t, (-1, 0), "constant", 1).tolist(), [[1], [3]])
        pad(t, (1, 1, 1, 1)).sum().backward()
        self.assertEqual(t.grad.tolist(), [[1, 1], [1, 1]])
        for wrong in [(1,), (1, 1, 1, 1, 1, 1), (-3, 0)]:
            with self.assertRaisesRegex(RuntimeError, "pad"):
                pad(t, wrong)
        with self.assertRaisesRegex(RuntimeError, "mode"):
            pad(t, (1, 1), "mirror")

    def test_functional_has_the_in_place_forms(self):
        t = T.tensor([-1., 2.])
        self.assertIs(T.nn.functional.relu_(t), t)
        self.assertEqual(t.tolist(), [0, 2])

    def test_out_of_several_results(self):
        t = T.tensor([[1., 5.], [4., 2.]])
        out = (T.empty(0), T.empty(0, dtype=T.int64))
        pair = T.max(t, 1, out=out)
        self.assertIs(pair.values, out[0])
        self.assertEqual(out[1].tolist(), [1, 0])
        with self.assertRaisesRegex(TypeError, "tuple of 2"):
            T.max(t, 1, out=out[0])

    def test_A21_threads(self):
        w = T.ones(64, 64, requires_grad=True)
        results = [None] * 4

        def work(i):
            for _ in range(20):
                x = T.full((64, 64), float(i))
                loss = (x @ w).sum()
                grad, = T.autograd.grad(loss, w)
            results[i] = (loss.item(), grad.sum().item())

        threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(results, [(i * 64.0**3, i * 64.0**3) for i in range(4)])


if __name__ == "__main__":
    unittest.main()
