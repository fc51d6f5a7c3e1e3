"""Autograd, modules, optimisers, data and files from Python."""

import copy
import io
import os
import pickle
import tempfile
import unittest
import warnings

import tessera as T
from tessera import nn
from tessera.utils.data import ConcatDataset, DataLoader, TensorDataset, default_collate, random_split


class AutogradTest(unittest.TestCase):

    def test_A08_modes(self):
        x = T.ones(2, requires_grad=True)
        with T.no_grad():
            self.assertFalse((x * 2).requires_grad)
            with T.enable_grad():
                self.assertTrue((x * 2).requires_grad)

        @T.no_grad()
        def f():
            return (x * 2).requires_grad

        @T.no_grad()
        def g():
            yield (x * 2).requires_grad

        self.assertEqual((f(), list(g()), T.is_grad_enabled()), (False, [False], True))
        with T.set_grad_enabled(False):
            self.assertFalse(T.is_grad_enabled())
        self.assertTrue(T.is_grad_enabled())
        with T.inference_mode():
            y = x * 2
        self.assertTrue(y.is_inference())
        with self.assertRaisesRegex(T.AutogradError, r"(?i)inference"):
            y.add_(1)

    def test_A10_grad(self):
        x = T.tensor([2.], requires_grad=True)
        first, = T.autograd.grad((x**3).sum(), x, create_graph=True)
        second, = T.autograd.grad(first.sum(), x)
        self.assertEqual((first.item(), second.item(), x.grad), (12, 12, None))
        z = T.ones(1, requires_grad=True)
        with self.assertRaisesRegex(RuntimeError, "allow_unused=True"):
            T.autograd.grad((x * 2).sum(), z)
        self.assertEqual(T.autograd.grad((x * 2).sum(), z, allow_unused=True), (None,))

    def test_A11_hooks(self):
        x = T.tensor([1.], requires_grad=True)
        handle = x.register_hook(lambda g: g * 2)
        (x * 3).sum().backward()
        self.assertEqual(x.grad.item(), 6)
        handle.remove()
        seen = []
        x.register_post_accumulate_grad_hook(lambda leaf: seen.append(leaf.grad.item()))
        (x * 3).sum().backward()
        self.assertEqual(seen, [9])
        x.register_hook(lambda g: 1 / 0)
        with self.assertRaises(ZeroDivisionError):
            (x * 3).sum().backward()

    def test_A12_function(self):

        class Exp(T.autograd.Function):

            @staticmethod
            def forward(ctx, x, scale):
                y = x.exp()
                ctx.save_for_backward(y)
                return y

            @staticmethod
            def backward(ctx, grad):
                y, = ctx.saved_tensors
                return grad * y, None

        x = T.tensor([1., 2.], requires_grad=True)
        y = Exp.apply(x, 3)
        self.assertEqual(y.grad_fn.name(), "ExpBackward")
        y.sum().backward()
        self.assertEqual(x.grad.tolist(), x.exp().tolist())

        class Short(T.autograd.Function):
            forward = staticmethod(lambda ctx, a, b: a * b)
            backward = staticmethod(lambda ctx, grad: grad)

        with self.assertRaisesRegex(RuntimeError, "Short.*incorrect number of gradients"):
            Short.apply(x, T.ones(2)).sum().backward()

    def test_A06_grad_of_a_non_leaf(self):
        y = T.ones(1, requires_grad=True) * 2
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            self.assertIsNone(y.grad)
        self.assertIn("retain_grad()", str(seen[0].message))


class Net(nn.Module):

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(4, 8)
        self.head = nn.Sequential(nn.ReLU(), nn.Linear(8, 2))
        self.register_buffer("steps", T.zeros(1))

    def forward(self, x):
        return self.head(self.fc(x))


class ModuleTest(unittest.TestCase):

    def test_M02_registration(self):
        net = Net()
        self.assertEqual([n for n, _ in net.named_parameters()], ["fc.weight", "fc.bias", "head.1.weight", "head.1.bias"])
        self.assertEqual(list(net.state_dict()), ["steps", "fc.weight", "fc.bias", "head.1.weight", "head.1.bias"])
        self.assertEqual(repr(net), "Net(\n  (fc): Linear(in_features=4, out_features=8, bias=True)\n  (head): Sequential(\n"
                         "    (0): ReLU()\n    (1): Linear(in_features=8, out_features=2, bias=True)\n  )\n)")
        self.assertFalse(net.eval().head[0].training)
        self.assertIs(net.to(T.float64).steps.dtype, T.float64)
        weight = net.fc.weight
        self.assertIs(net.float().fc.weight, weight)
        for twin in (copy.deepcopy(net), pickle.loads(pickle.dumps(net))):
            self.assertIsInstance(twin.fc.weight, nn.Parameter)
            self.assertEqual(twin.fc.weight.tolist(), net.fc.weight.tolist())

    def test_M02b_misuse(self):

        class Late(nn.Module):

            def __init__(self):
                self.fc = nn.Linear(1, 1)

        with self.assertRaisesRegex(AttributeError, r"before Module.__init__\(\)"):
            Late()
        with self.assertRaisesRegex(NotImplementedError, "forward"):
            nn.Module()(1)
        with self.assertRaises(TypeError):
            Net().fc.weight = T.ones(8, 4)
        with self.assertRaises(KeyError):
            Net().register_buffer("a.b", None)

    def test_M03_load_state_dict(self):
        net = Net()
        self.assertEqual(repr(net.load_state_dict(Net().state_dict())), "<All keys matched successfully>")
        wrong = net.state_dict()
        wrong["fc.weight"] = T.ones(3, 5)
        before = net.head[1].weight.tolist()
        wrong["head.1.weight"] = T.zeros(2, 8)
        with self.assertRaisesRegex(RuntimeError, r"size mismatch for fc.weight: .*torch.Size\(\[3, 5\]\)"):
            net.load_state_dict(wrong)
        self.assertEqual(net.head[1].weight.tolist(), before)
        del wrong["fc.bias"]
        with self.assertRaisesRegex(RuntimeError, 'Missing key'):
            net.load_state_dict(wrong)

    def test_M04_cross_entropy(self):
        x, y = T.tensor([[1, 2, .5], [.1, .2, 3]]), T.tensor([1, 0])
        for kwargs, value in [({}, 1.7370), ({"reduction": "sum"}, 3.4740), ({"label_smoothing": .1}, 1.7287),
                              ({"weight": T.tensor([1., 2, 3])}, 1.3128)]:
            self.assertAlmostEqual(nn.functional.cross_entropy(x, y, **kwargs).item(), value, 4)

    def test_M07_sgd(self):
        for kwargs, values in [({}, [0.512, -0.432, 2.187]), ({"momentum": .9}, [0.062, 1.08, 1.458]),
                               ({"momentum": .9, "nesterov": True}, [-0.108352, 0.866592, 0.981963]),
                               ({"weight_decay": .1}, [0.493039, -0.410758, 2.114907])]:
            self.step_three_times(lambda p: T.optim.SGD(p, lr=.1, **kwargs), values, 1e-6)

    def test_M07b_adam(self):
        self.step_three_times(lambda p: T.optim.Adam(p, lr=.1), [0.70158627, -1.70062339, 2.70038152], 1e-8)
        self.step_three_times(lambda p: T.optim.AdamW(p, lr=.1), [0.69891118, -1.69494451, 2.69170365], 1e-8)

    def step_three_times(self, make, values, bound):
        p = T.tensor([1., -2, 3], dtype=T.float64, requires_grad=True)
        optimizer = make([p])
        for _ in range(3):
            optimizer.zero_grad()
            (p**2 * T.tensor([1, 2, .5], dtype=T.float64)).sum().backward()
            optimizer.step()
        for a, b in zip(p.tolist(), values):
            self.assertLess(abs(a - b), bound)

    def test_M08_wrong_options(self):
        p = [T.ones(1, requires_grad=True)]
        for call in (lambda: T.optim.SGD([]), lambda: T.optim.SGD(p, lr=-1), lambda: T.optim.Adam(p, betas=(1, 0)),
                     lambda: T.optim.SGD(p, nesterov=True), lambda: T.optim.SGD(p + p), lambda: T.optim.SGD([p[0] * 1])):
            self.assertRaises(ValueError, call)
        self.assertRaises(TypeError, lambda: T.optim.SGD(p[0]))

    def test_M09_schedulers(self):
        S = T.optim.lr_scheduler
        for make, values in [
            (lambda o: S.StepLR(o, 2, .1), [1, 1, .1, .1, .01]), (lambda o: S.MultiStepLR(o, [1, 3], .5), [1, .5, .5, .25]),
            (lambda o: S.CosineAnnealingLR(o, 4), [1, .853553, .5, .146447, 0, .146447, .5]),
            (lambda o: S.LinearLR(o, .25, total_iters=3), [.25, .5, .75, 1]), (lambda o: S.ConstantLR(o, .1, 2), [.1, .1, 1]),
            (lambda o: S.OneCycleLR(o, 2., 6), [.08, 1.988831, 1.623491, .925274, .266955, .000008]),
            (lambda o: S.PolynomialLR(o, 4), [1, .75, .5, .25, 0]),
            (lambda o: S.CosineAnnealingWarmRestarts(o, 3), [1, .75, .25, 1])]:
            optimizer = T.optim.SGD([T.ones(1, requires_grad=True)], lr=1.)
            scheduler = make(optimizer)
            for i, value in enumerate(values):
                self.assertAlmostEqual(optimizer.param_groups[0]["lr"], value, 5)
                optimizer.step()
                if i + 1 < len(values):
                    scheduler.step()

    def test_M12_hooks(self):
        net, seen = Net(), []
        handles = [net.fc.register_forward_pre_hook(lambda m, args: seen.append("pre")),
                   net.fc.register_forward_hook(lambda m, args, out: out * 0),
                   net.register_full_backward_hook(lambda m, gi, go: seen.append((gi[0].shape, go[0].shape)))]
        x = T.ones(3, 4, requires_grad=True)
        net(x).sum().backward()
        self.assertEqual(seen, ["pre", ((3, 4), (3, 2))])
        for handle in handles:
            handle.remove()
        net(x)
        self.assertEqual(len(seen), 2)
        self.assertEqual(repr(nn.Hardtanh(-2, 2, True)), "Hardtanh(min_val=-2, max_val=2, inplace=True)")
        self.assertEqual((repr(nn.ReLU(True)), repr(nn.CrossEntropyLoss())), ("ReLU(inplace=True)", "CrossEntropyLoss()"))
        self.assertEqual([repr(m) for m in (nn.Softmax(dim=1), nn.Dropout(p=.1), nn.LeakyReLU(.1), nn.GELU(), nn.Softplus())],
                         ["Softmax(dim=1)", "Dropout(p=0.1, inplace=False)", "LeakyReLU(negative_slope=0.1)",
                          "GELU(approximate='none')", "Softplus(beta=1.0, threshold=20.0)"])

    def test_F01_loaders(self):
        data = TensorDataset(T.arange(10), T.arange(10) * 2)
        self.assertEqual([len(x) for x, _ in DataLoader(data, batch_size=4)], [4, 4, 2])
        orders = [[x.tolist() for x, _ in DataLoader(data, 3, True, num_workers=n, generator=T.Generator().manual_seed(1))]
                  for n in (0, 1, 3)]
        self.assertEqual(orders[0], orders[1])
        self.assertEqual(orders[0], orders[2])
        self.assertEqual([len(s) for s in random_split(data, [7, 3])], [7, 3])
        self.assertEqual(len(ConcatDataset([data, data])), 20)
        for call in (lambda: DataLoader(data, 0), lambda: DataLoader(data, shuffle=True, sampler=[1]),
                     lambda: random_split(data, [1, 2])):
            self.assertRaises(ValueError, call)
        self.assertRaises(AssertionError, lambda: TensorDataset(T.ones(2), T.ones(3)))

    def test_F02_collate(self):
        batch = default_collate([{"a": 1, "b": (2., "x")}, {"a": 3, "b": (4., "y")}])
        self.assertEqual((batch["a"].tolist(), batch["b"][0].dtype, batch["b"][1]), ([1, 3], T.float64, ["x", "y"]))
        with self.assertRaises(TypeError):
            default_collate([object()])

    def test_F03_save_and_load(self):
        net = Net()
        optimizer = T.optim.Adam(net.parameters())
        net(T.ones(1, 4)).sum().backward()
        optimizer.step()
        obj = {"net": net.state_dict(), "opt": optimizer.state_dict(), "n": [1, 2.5, None, (True, "a"), 2**60, float("inf")],
               "p": net.fc.weight}
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "a.safetensors")
            T.save(obj, path)
            back = T.load(path)
            self.assertEqual(back["n"], obj["n"])
            net.load_state_dict(back["net"])
            optimizer.load_state_dict(back["opt"])
            self.assertTrue(isinstance(back["p"], nn.Parameter) and back["p"].requires_grad)
            with self.assertRaisesRegex(TypeError, "'x.1'.*|object.*'x.1'"):
                T.save({"x": [1, object()]}, path)
            self.assertRaises(FileNotFoundError, lambda: T.load(os.path.join(folder, "none")))
            self.assertRaises(FileNotFoundError, lambda: T.save(obj, os.path.join(folder, "none", "a")))
            with open(path, "wb") as file:
                file.write(b"junk")
            for kind in (RuntimeError, OSError):
                with self.assertRaisesRegex(kind, "a.safetensors"):
                    T.load(path)
        buffer = io.BytesIO()
        T.save([T.ones(2)], buffer)
        buffer.seek(0)
        self.assertEqual(T.load(buffer)[0].tolist(), [1, 1])

    def test_F04_xor(self):
        T.manual_seed(0)
        x, y = T.tensor([[0., 0], [0, 1], [1, 0], [1, 1]]), T.tensor([[0.], [1], [1], [0]])
        net = nn.Sequential(nn.Linear(2, 16), nn.Tanh(), nn.Linear(16, 1))
        optimizer = T.optim.Adam(net.parameters(), lr=.05)
        for _ in range(400):
            optimizer.zero_grad()
            loss = nn.functional.mse_loss(net(x), y)
            loss.backward()
            optimizer.step()
        self.assertLess(loss.item(), 1e-4)


if __name__ == "__main__":
    unittest.main()
