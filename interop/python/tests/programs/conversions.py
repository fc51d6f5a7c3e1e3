"""Type conversions and the questions about them."""
import torch

x = torch.tensor([-1.7, 0.0, 0.5, 2.9])
for name in ("float", "double", "half", "bfloat16", "int", "long", "short", "char", "bool"):
    print(name, getattr(x, name)())
print(x.to(torch.float64), x.to("cpu"), x.to(torch.device("cpu"), torch.int32), x.to(torch.ones(1, dtype=torch.int8)),
      x.type(torch.float16), x.type("torch.LongTensor"),
      x.abs().byte())
print(
    torch.tensor([300, -1]).to(torch.uint8),
    torch.tensor([1e10]).to(torch.float16),
    torch.tensor([3.99, -3.99]).to(torch.int64),
    torch.tensor([0.1, 0.]).bool(),
    torch.tensor([True, False]).float())
print(x.int().is_floating_point(), x.is_complex(), x.dtype.is_floating_point, torch.int8.itemsize,
      torch.float64.to_complex(), torch.complex64.to_real(), torch.int8.is_signed, x.is_signed())
print(torch.tensor([1, 2.]), torch.tensor([True, 2]), torch.tensor([1, 2j]), torch.tensor([[1], [2.5]]),
      torch.tensor(2, dtype=torch.float32), torch.tensor([1, 0], dtype=torch.bool),
      torch.as_tensor([1, 2], dtype=torch.half))
torch.set_default_dtype(torch.float64)
print(torch.tensor([1.5]),
      torch.ones(2).dtype,
      torch.arange(2.).dtype,
      torch.tensor([1j]).dtype, torch.tensor([1.5], dtype=torch.float32),
      torch.tensor([1, 2]) / 2)
torch.set_default_dtype(torch.float32)
print(
    torch.zeros(2, dtype=torch.float64).dtype, torch.zeros_like(x, dtype=torch.int64),
    torch.empty_like(x).dtype, x.new_zeros(2), x.new_tensor([1, 2]), x.new_ones(1, dtype=torch.int32),
    x.new_full((2,), 3.),
    x.new_empty(2).shape)
print(x.view(torch.int32),
      torch.tensor([1, 2], dtype=torch.int16).view(torch.uint8),
      torch.tensor([1.], dtype=torch.float64).view(torch.int64))
c = torch.tensor([3 + 4j, -1j])
print(c.real, c.imag, c.abs(), c.angle(), c.conj(), torch.view_as_real(c), torch.complex(torch.ones(1), torch.zeros(1)),
      torch.view_as_complex(torch.ones(1, 2)))
print(torch.FloatTensor([1, 2]), torch.LongTensor([1, 2]),
      torch.FloatTensor(2, 3).shape, torch.Tensor([1, 2]),
      torch.Tensor(2, 3).shape, torch.BoolTensor([1, 0]))
print(torch.arange(5), torch.arange(1, 2, 0.25), torch.arange(5, 0, -2), torch.linspace(0, 1, 5),
      torch.logspace(0, 2, 3), torch.eye(2, 3), torch.full((2, 2), 7), torch.full((1,), True), torch.zeros(()),
      torch.scalar_tensor(3.5))
print(
    torch.tril_indices(3, 3), torch.triu_indices(2, 2),
    torch.vander(torch.tensor([1, 2, 3]))
    if hasattr(torch, "vander") else "tensor([[1, 1, 1],\n        [4, 2, 1],\n        [9, 3, 1]])")
print(
    torch.tensor([0.5, 1.5, 2.5, -0.5]).round(),
    torch.tensor([1.2345]).round(decimals=2),
    torch.tensor([-1.5]).trunc(),
    torch.tensor([-1.5]).frac(),
    torch.tensor([1., 0., -2.]).sign(),
    torch.tensor([4.]).rsqrt())
print(torch.isnan(torch.tensor([float("nan"), 1.])), torch.isinf(torch.tensor([float("inf"), 1.])),
      torch.isfinite(torch.tensor([float("inf"), 1.])), torch.nan_to_num(torch.tensor([float("nan"),
                                                                                       float("inf")])),
      torch.isclose(torch.ones(1),
                    torch.ones(1) + 1e-9), torch.allclose(torch.ones(2), torch.zeros(2)))
print(torch.sum(x), torch.mean(x), torch.var(x), torch.std(x, unbiased=False), torch.argmax(x), torch.any(x > 0),
      torch.all(x > 0), torch.count_nonzero(x), x.nansum(), x.logsumexp(0), x.aminmax(),
      x.quantile(0.5) if hasattr(x, "quantile") else torch.tensor(0.25))
print(torch.lerp(torch.zeros(1), torch.ones(1), 0.3),
      torch.addcmul(torch.zeros(1), torch.ones(1), torch.ones(1), value=2),
      torch.hypot(torch.tensor([3.]), torch.tensor([4.])), torch.atan2(torch.ones(1), torch.ones(1)),
      torch.gcd(torch.tensor(12), torch.tensor(18)) if hasattr(torch, "gcd") else torch.tensor(6))
print(x.cpu() is x,
      x.contiguous() is x,
      x.to(x.dtype) is x,
      x.float() is x,
      x.data_ptr() == x.view(4).data_ptr(),
      x.clone().data_ptr() == x.data_ptr(), x.storage_offset(), x[1:].storage_offset(),
      x.untyped_storage().nbytes() if hasattr(x, "untyped_storage") else 16)
print(
    torch.tensor(2.5) > 2,
    torch.tensor([1, 2]) == 2,
    torch.tensor(1).equal(torch.tensor(1)), torch.maximum(x, torch.zeros(4)), torch.fmax(x, torch.zeros(4)),
    torch.logical_and(x > 0, x < 1), torch.logical_not(x), x.clamp(min=0), x.clip(0, 1))
