"""Every op of the table is there in all its forms, and the stub has them all."""

import ast
import os
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
            if documented is not None and "f" in forms and name != "nonzero":
                self.assertIn(signatures[0], documented.__doc__)

    def test_the_stub_has_every_row(self):
        path = os.path.join(os.path.dirname(T.__file__), "_ops.pyi")
        tree = ast.parse(open(path).read())
        functions = {n.name for n in tree.body if isinstance(n, ast.FunctionDef)}
        methods = {n.name for c in tree.body if isinstance(c, ast.ClassDef) and c.name == "TensorOps"
                   for n in c.body if isinstance(n, ast.FunctionDef)}
        for name, (_, forms, _) in _core._op_table.items():
            self.assertTrue("f" not in forms or name in functions, name)
            self.assertTrue("m" not in forms or name in methods, name)
            self.assertTrue("i" not in forms or name + "_" in methods, name)

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
