"""Nothing leaks, threads do not disturb each other, modules survive copies, each mistake has its type of error."""

import copy
import gc
import io
import os
import pickle
import sys
import tempfile
import threading
import time
import unittest
import weakref

import numpy as np
import tessera as T
from tessera import nn


def resident():
    """Bytes of memory that the process has."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


class Double(T.autograd.Function):

    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * 2

    @staticmethod
    def backward(ctx, grad):
        ctx.saved_tensors
        return grad * 2


class LeakTest(unittest.TestCase):

    def leaks_nothing(self, trip, times):
        """Python's blocks, its objects, tensors' bytes and the process's memory after many calls are those of before."""
        for _ in range(2000):  # Caches fill.
            trip()
        gc.collect()
        before = sys.getallocatedblocks(), len(gc.get_objects()), T._core._allocated_bytes(), resident()
        for _ in range(times):
            trip()
        gc.collect()
        after = sys.getallocatedblocks(), len(gc.get_objects()), T._core._allocated_bytes(), resident()
        # A block in a hundred calls of many would show; caches of the interpreter are some.
        self.assertLess(after[0] - before[0], max(100, times / 100))
        self.assertLess(after[1] - before[1], 100)
        self.assertEqual(after[2], before[2])
        self.assertLess(after[3] - before[3], 4 << 20)

    def test_calls(self):
        t, u, i = T.rand(4, 5), T.rand(4, 5), T.tensor([1, 0])
        out = T.empty(4, 5)

        def trip():
            t + u
            T.add(t, u, alpha=2, out=out)
            t.sum(dim=0, keepdim=True)
            t.max(1).values
            t[1:, ::2]
            t[i]
            out[0] = 1.5
            out.mul_(1.0)

        self.leaks_nothing(trip, 100_000)

    def test_N09_round_trips(self):
        a = np.ones(4, np.float32)
        t = T.from_numpy(a)
        self.leaks_nothing(lambda: (T.from_numpy(a), t.numpy(), T.from_dlpack(t), T.tensor([1, 2]), t.tolist(), t.shape), 100_000)
        self.assertEqual(sys.getrefcount(a), 3)  # a, t's owner, the argument.

    def test_errors(self):
        t = T.rand(4, 5)

        def trip():
            for call in (lambda: t.view(7), lambda: t[9], lambda: T.add(t, "x"), lambda: T.add(t, t, beta=1),
                         lambda: T.tensor([[1], [1, 2]]), lambda: T.tensor("a"), lambda: t @ t, lambda: t.to("nowhere"),
                         lambda: T.cat([t, None, 3]), lambda: T.zeros(2, dtype=3)):
                try:
                    call()
                except (RuntimeError, TypeError, IndexError, ValueError):
                    continue
                raise AssertionError("no error")

        self.leaks_nothing(trip, 10_000)

    def test_graphs(self):
        w = T.rand(4, 4, requires_grad=True)
        x = T.rand(3, 4)

        def trip():
            y = Double.apply(x @ w)
            handle = y.register_hook(lambda g: g * 1)
            y.sum().backward()
            handle.remove()
            w.grad = None
            T.autograd.grad((w * w).sum(), w)
            y.note = y  # A cycle through the attributes.

        self.leaks_nothing(trip, 10_000)

    def test_modules(self):
        net = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
        optimizer = T.optim.Adam(net.parameters())
        x, y = T.rand(3, 4), T.tensor([0, 1, 1])

        def trip():
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x), y).backward()
            optimizer.step()

        self.leaks_nothing(trip, 10_000)

        def copies():
            copy.deepcopy(net)
            pickle.loads(pickle.dumps(net))
            file = io.BytesIO()
            T.save(net.state_dict(), file)
            file.seek(0)
            net.load_state_dict(T.load(file))

        self.leaks_nothing(copies, 2000)

    def test_what_hangs_on_a_tensor_goes_with_it(self):

        class Note:
            pass

        t, note = T.rand(3, requires_grad=True), Note()
        t.note, gone = note, weakref.ref(note)
        y = t * 2  # The graph holds t.
        del t, note
        gc.collect()
        self.assertIsNotNone(gone())
        del y
        gc.collect()
        self.assertIsNone(gone())


class ThreadTest(unittest.TestCase):

    def test_other_threads_run_during_kernels(self):
        n = 2_000_000
        big, index = T.rand(n), T.randint(0, n, (n,))
        matrix = T.rand(700, 700)
        leaf = T.rand(n, requires_grad=True)
        cases = {
            "function": lambda: T.matmul(matrix, matrix),
            "method": lambda: big.sort(),
            "operator": lambda: big + big,
            "out": lambda: T.exp(big, out=big),
            "in place": lambda: big.tanh_(),
            "cast": lambda: big.to(T.float64),
            "index": lambda: big[index],
            "assignment": lambda: big.__setitem__(index, big),
            "backward": lambda: (leaf.exp().tanh() * leaf).sum().backward(),
        }
        before = T.get_num_threads()
        T.set_num_threads(1)
        self.addCleanup(T.set_num_threads, before)
        for name, call in cases.items():
            seen, done = [], threading.Event()

            def watch():
                while not done.is_set():
                    seen.append(time.perf_counter())
                    time.sleep(0)

            watcher = threading.Thread(target=watch)
            watcher.start()
            # Had a kernel kept the GIL, no stamp could fall within it; a thread that holds it gives it up between calls.
            inside = 0
            deadline = time.perf_counter() + 20
            while inside == 0 and time.perf_counter() < deadline:
                begin = time.perf_counter()
                call()
                end = time.perf_counter()
                inside = sum(begin + 0.1 * (end - begin) < stamp < end - 0.1 * (end - begin) for stamp in list(seen))
            done.set()
            watcher.join()
            self.assertGreater(inside, 0, name)

    def test_A21_many_threads(self):
        torch = T
        shared = nn.Sequential(nn.Linear(8, 16), nn.Tanh(), nn.Linear(16, 1))
        table = torch.arange(1000.0)
        errors, results = [], {}

        def work(number):
            try:
                total = 0.0
                generator = torch.Generator().manual_seed(number)
                for step in range(60):
                    x = torch.rand(5, 8, generator=generator)
                    # Reads what all share, and a graph of its own.
                    weights = [p.detach().clone().requires_grad_() for p in shared.parameters()]
                    h = torch.tanh(x @ weights[0].T + weights[1])
                    (h @ weights[2].T + weights[3]).sum().backward()
                    total += weights[0].grad.sum().item() + table[number::16].sum().item()
                    shared(x).mean().item()
                    with self.assertRaises(RuntimeError):
                        x.view(7)
                    repr(x)
                    np.asarray(x) + x.numpy()
                    x.keep = x
                results[number] = total
            except BaseException as error:  # Shown by the main thread.
                errors.append(error)

        def run(count):
            results.clear()
            threads = [threading.Thread(target=work, args=(i,)) for i in range(count)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            return dict(results)

        together = run(16)
        self.assertEqual(errors, [])
        alone = {}
        for i in range(16):
            work(i)
            alone[i] = results[i]
        self.assertEqual(together, alone)

    def test_grad_mode_is_a_threads_own(self):
        inside, go_on, modes = threading.Event(), threading.Event(), []

        def work():
            with T.no_grad():
                inside.set()
                go_on.wait(10)
                modes.append(T.is_grad_enabled())

        thread = threading.Thread(target=work)
        thread.start()
        inside.wait(10)
        modes.append(T.is_grad_enabled())
        go_on.set()
        thread.join()
        self.assertEqual(modes, [True, False])


class Tied(nn.Module):

    def __init__(self):
        super().__init__()
        self.a = nn.Linear(3, 3)
        self.b = nn.Linear(3, 3)
        self.b.weight = self.a.weight
        self.register_buffer("steps", T.zeros(1, dtype=T.int64))
        self.register_buffer("scratch", T.ones(2), persistent=False)
        self.rest = nn.ModuleDict({"act": nn.LeakyReLU(0.2), "list": nn.ModuleList([nn.Dropout(0.5)])})
        self.note = {"plain": [1, "two"]}

    def forward(self, x):
        return self.rest["act"](self.b(self.a(x)))


class ModuleCopyTest(unittest.TestCase):

    def test_N11_copies_of_modules(self):
        net = Tied().eval()
        net(T.ones(2, 3)).sum().backward()
        net.a.bias.requires_grad_(False)
        ways = {"deepcopy": copy.deepcopy}
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            ways[protocol] = lambda m, p=protocol: pickle.loads(pickle.dumps(m, p))
        for name, way in ways.items():
            twin = way(net)
            self.assertIsInstance(twin, Tied)
            self.assertIs(twin.a.weight, twin.b.weight, name)
            self.assertIsInstance(twin.a.weight, nn.Parameter)
            self.assertFalse(twin.training or twin.rest["list"][0].training)
            self.assertEqual((twin.a.bias.requires_grad, twin.a.weight.requires_grad), (False, True))
            self.assertEqual(twin.note, net.note)
            self.assertEqual(list(twin.state_dict()), list(net.state_dict()))
            self.assertEqual(repr(twin), repr(net))
            self.assertEqual(twin(T.ones(2, 3)).tolist(), net(T.ones(2, 3)).tolist())
            self.assertNotEqual(twin.a.weight.data_ptr(), net.a.weight.data_ptr())
            before = net.a.weight.tolist()
            with T.no_grad():
                twin.a.weight.zero_()
            twin.steps += 1
            self.assertEqual((net.a.weight.tolist(), net.steps.item()), (before, 0))
        # As in PyTorch, a deep copy has the gradients and a pickle has not.
        self.assertEqual(copy.deepcopy(net).a.weight.grad.tolist(), net.a.weight.grad.tolist())
        self.assertIsNone(pickle.loads(pickle.dumps(net)).a.weight.grad)

    def test_a_copy_trains(self):
        net = Tied()
        twin = copy.deepcopy(net)
        optimizer = T.optim.SGD(twin.parameters(), lr=0.1, momentum=0.9)
        before = net.a.weight.tolist()
        for _ in range(2):
            optimizer.zero_grad()
            twin(T.ones(1, 3)).sum().backward()
            optimizer.step()
        self.assertEqual(net.a.weight.tolist(), before)
        self.assertNotEqual(twin.a.weight.tolist(), before)
        # The optimiser's state goes through state_dict.
        other = T.optim.SGD(twin.parameters(), lr=0.1, momentum=0.9)
        other.load_state_dict(pickle.loads(pickle.dumps(optimizer.state_dict())))
        self.assertEqual([s["momentum_buffer"].tolist() for s in other.state.values()],
                         [s["momentum_buffer"].tolist() for s in optimizer.state.values()])

    def test_hooks_of_a_copy(self):
        net, calls = nn.Linear(2, 2), []
        net.register_forward_hook(lambda module, args, out: calls.append(module))
        twin = copy.deepcopy(net)
        twin(T.ones(1, 2))
        self.assertEqual([m is twin for m in calls], [True])
        net(T.ones(1, 2))
        self.assertEqual([m is twin for m in calls], [True, False])


class ErrorTest(unittest.TestCase):

    def test_every_type(self):
        t, i = T.rand(2, 3, requires_grad=True), T.arange(3)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "x.safetensors")
            with open(path, "wb") as file:
                file.write(b"no such format")
            cases = [
                # What is raised, what programs for PyTorch or NumPy catch, the words, the call.
                (T.ShapeError, RuntimeError, "matmul", lambda: t @ t),
                (T.ShapeError, RuntimeError, "reshape", lambda: t.reshape(4)),
                (T.DTypeError, RuntimeError, "matmul", lambda: T.ones(2, 2) @ T.ones(2, 2, dtype=T.float64)),
                (T.DeviceError, RuntimeError, "nowhere", lambda: T.zeros(1, device="nowhere")),
                (T.AutogradError, RuntimeError, "backward", lambda: t.sum().detach().backward()),
                (T.OutOfMemoryError, RuntimeError, "bytes", lambda: T.empty(2**50)),
                (T.FileError, OSError, "x.safetensors", lambda: T.load(path)),
                (T.FileError, RuntimeError, "none.safetensors", lambda: T.load(os.path.join(folder, "none.safetensors"))),
                (T.FileError, FileNotFoundError, "none", lambda: T.load(os.path.join(folder, "none.safetensors"))),
                (T.IndexError, IndexError, "index", lambda: t[5]),
                (T.IndexError, RuntimeError, "dim", lambda: t.sum(7)),
                (T.ShapeError, ValueError, "sequence of length 1", lambda: T.tensor([[1], [1, 2]])),
                (T.ValueError, RuntimeError, "overflow|range", lambda: T.tensor([300], dtype=T.uint8)),
                (T.ValueError, ValueError, "reduction", lambda: nn.functional.mse_loss(t, t, reduction="median")),
                (TypeError, TypeError, "str", lambda: T.tensor("text")),
                (TypeError, TypeError, "object", lambda: T.from_numpy(np.array([None]))),
                (TypeError, TypeError, "add", lambda: T.add(t, [1])),
                (TypeError, TypeError, "alpha", lambda: T.add(t, t, alpah=1)),
                (NotImplementedError, RuntimeError, "rand_like", lambda: T.rand_like(i)),
                (BufferError, BufferError, "__dlpack__", lambda: T.arange(3).__dlpack__(dl_device=(2, 0))),
            ]
            for kind, caught, words, call in cases:
                with self.assertRaisesRegex(kind, f"(?i){words}") as found:
                    call()
                self.assertIsInstance(found.exception, caught)
                self.assertNotIn("\n", str(found.exception))

    def test_bad_input(self):
        used = T.arange(3).__dlpack__()
        T.from_dlpack(used)
        for kind, data in [
            (ValueError, [[1, 2], [3]]), (ValueError, [[1], 2]), (ValueError, ["a"]), (RuntimeError, [None]), (RuntimeError, {}),
            (RuntimeError, [1, object()]), (TypeError, np.array(["a"])), (TypeError, np.array([1, None])),
            (TypeError, np.zeros(2, "M8[s]")), (TypeError, np.zeros(2, [("a", "i4")])), (RuntimeError, [2**70]),
        ]:  # yapf: disable
            with self.assertRaises(kind, msg=repr(data)):
                T.tensor(data)
        for kind, call in [
            ((RuntimeError, ValueError), lambda: T.from_dlpack(used)),
            (TypeError, lambda: T.from_dlpack(3)),
            (TypeError, lambda: T.from_numpy([1, 2])),
            (RuntimeError, lambda: T.zeros(-1)),
            (RuntimeError, lambda: T.zeros(2**40, 2**40)),
            ((TypeError, OverflowError, RuntimeError), lambda: T.zeros(2**70)),
            (RuntimeError, lambda: T.arange(3) + 2**70),
            (TypeError, lambda: T.zeros(2.5)),
            (TypeError, lambda: T.zeros(2, dtype="nothing")),
            ((RuntimeError, TypeError), lambda: T.zeros(1, device=object())),
            (RuntimeError, lambda: T.ones(2, 3).view(T.complex128)),
            (TypeError, lambda: T.ones(2)["a"]),
            (IndexError, lambda: T.ones(2)[0, 0]),
            (TypeError, lambda: len(T.tensor(1))),
            (RuntimeError, lambda: bool(T.ones(2))),
            (RuntimeError, lambda: T.ones(2).item()),
            (TypeError, lambda: nn.Linear(2, 2)("x")),
            (TypeError, lambda: setattr(T.ones(1), "grad", 3)),
            (AttributeError, lambda: T.no_such_name),
            (AttributeError, lambda: T.ones(1).no_such_name),
        ]:
            with self.assertRaises(kind):
                call()


if __name__ == "__main__":
    unittest.main()
