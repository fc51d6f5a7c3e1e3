"""To NumPy and back."""
import numpy as np
import torch

a = np.arange(6).reshape(2, 3)
t = torch.from_numpy(a)
t[0, 0] = 100
print(a, t.dtype)
a[1, 1] = -5
print(t)
print(
    torch.tensor(a).dtype,
    torch.as_tensor(a) is t,
    torch.as_tensor(a).data_ptr() == t.data_ptr(),
    torch.asarray(a).shape)
for dtype in (np.uint8, np.int8, np.int16, np.int32, np.int64, np.float16, np.float32, np.float64, np.complex64,
              np.complex128, np.bool_, np.uint16):
    n = np.ones(2, dtype)
    print(torch.from_numpy(n), torch.from_numpy(n).numpy().dtype)
print(np.array(torch.arange(3)), np.asarray(torch.ones(2)), np.array([torch.tensor(1), torch.tensor(2)]))
print(np.sin(torch.tensor([0.0, 1.0])), np.add(torch.ones(2), 1))
print(torch.ones(2) + np.ones(2), torch.ones(2) * np.float64(2), torch.tensor([1, 2]) * np.float32(1.5))
print(torch.tensor(np.float32(1.5)), torch.tensor(np.int16(3)), torch.tensor([np.float64(1),
                                                                              np.float64(2)]),
      torch.tensor([np.array([1, 2]), np.array([3, 4])]))
print(torch.full((2,), np.float32(3)), torch.zeros(np.int64(2)),
      torch.ones(3)[np.int64(1)],
      torch.arange(5)[np.array([0, 2])],
      torch.arange(5)[np.array([True, False, True, False, False])])
print(
    torch.ones(2, requires_grad=True).detach().numpy(),
    torch.ones(2).numpy(force=True),
    torch.tensor(5).numpy(),
    torch.ones(2, 3).T.numpy().strides)
for wrong in (lambda: torch.ones(2, requires_grad=True).numpy(),):
    try:
        wrong()
    except RuntimeError as error:
        print("RuntimeError")
for wrong in (lambda: torch.from_numpy([1]), lambda: torch.from_numpy(np.array(["a"])),
              lambda: torch.tensor(np.array([object()])), lambda: torch.ones(2, dtype=torch.bfloat16).numpy() + "x"):
    try:
        wrong()
    except TypeError:
        print("TypeError")
print(
    a.astype("float32").dtype,
    torch.from_numpy(a.astype("float32")).sum(),
    torch.from_numpy(np.asfortranarray(a)).stride())
print(torch.frombuffer(bytearray(b"\x01\x02\x03\x04"), dtype=torch.int16),
      torch.frombuffer(np.arange(3), dtype=torch.int64, offset=8))
print(torch.utils.dlpack.from_dlpack(torch.utils.dlpack.to_dlpack(torch.ones(2))), torch.from_dlpack(np.arange(3.)),
      np.from_dlpack(torch.arange(3)))
print(np.allclose(torch.ones(2), np.ones(2)), np.mean(torch.arange(4.).numpy()),
      np.stack([torch.ones(2), torch.zeros(2)]))
print(float(torch.tensor(2.5)), int(torch.tensor([3])), bool(torch.tensor(0.)),
      torch.tensor(7).__index__(), round(torch.tensor(2.567).item(), 2), range(torch.tensor(3)))
print(
    torch.tensor([1., 2.]).tolist(),
    torch.tensor([[True]]).tolist(),
    torch.tensor(1j).item(),
    torch.tensor(3).tolist())
print(
    torch.ones(2) == np.ones(2), max(torch.tensor([1, 3, 2])), sum(torch.tensor([1, 2])), sorted(torch.tensor([3, 1])))
