"""The tensor tutorial."""
import torch
import numpy as np

data = [[1, 2], [3, 4]]
x_data = torch.tensor(data)
print(x_data)
np_array = np.array(data)
x_np = torch.from_numpy(np_array)
print(x_np, x_np.dtype)
x_ones = torch.ones_like(x_data)
print(f"Ones Tensor: \n {x_ones} \n")
x_rand = torch.rand_like(x_data, dtype=torch.float)
print(x_rand.shape, x_rand.dtype)
shape = (
    2,
    3,
)
print(f"Ones Tensor: \n {torch.ones(shape)} \n")
print(f"Zeros Tensor: \n {torch.zeros(shape)}")
tensor = torch.arange(12.0).reshape(3, 4)
print(f"Shape of tensor: {tensor.shape}")
print(f"Datatype of tensor: {tensor.dtype}")
print(f"Device tensor is stored on: {tensor.device}")
tensor = torch.ones(4, 4)
print(f"First row: {tensor[0]}")
print(f"First column: {tensor[:, 0]}")
print(f"Last column: {tensor[..., -1]}")
tensor[:, 1] = 0
print(tensor)
t1 = torch.cat([tensor, tensor, tensor], dim=1)
print(t1)
y1 = tensor @ tensor.T
y2 = tensor.matmul(tensor.T)
y3 = torch.rand_like(y1)
torch.matmul(tensor, tensor.T, out=y3)
print(y1, y2, y3, sep="\n")
z1 = tensor * tensor
z2 = tensor.mul(tensor)
z3 = torch.rand_like(tensor)
torch.mul(tensor, tensor, out=z3)
print(z3)
agg = tensor.sum()
agg_item = agg.item()
print(agg, agg_item, type(agg_item))
tensor.add_(5)
print(tensor)
t = torch.ones(5)
n = t.numpy()
t.add_(1)
print(f"t: {t}")
print(f"n: {n}")
n = np.ones(5)
t = torch.from_numpy(n)
np.add(n, 1, out=n)
print(f"t: {t}")
x = torch.empty(3, 4)
print(type(x).__name__, x.size(), x.dim(), x.numel(), x.element_size())
a = torch.ones((2, 3), dtype=torch.int16)
print(a)
b = torch.arange(6, dtype=torch.float64).reshape(2, 3) * 20
print(b)
print(b.to(torch.int32))
ones = torch.zeros(2, 2) + 1
twos = torch.ones(2, 2) * 2
threes = (torch.ones(2, 2) * 7 - 1) / 2
fours = twos**2
sqrt2s = twos**0.5
print(ones, twos, threes, fours, sqrt2s, sep="\n")
powers2 = twos**torch.tensor([[1, 2], [3, 4]])
print(powers2)
print(ones + fours)
dozens = threes * fours
print(dozens)
try:
    torch.rand(2, 3) * torch.rand(3, 2)
except RuntimeError:
    print("cannot broadcast")
a = torch.arange(6.) - 3
print(torch.abs(a), torch.ceil(a), torch.floor(a), torch.clamp(a, -0.5, 0.5))
angles = torch.tensor([0, 3.14159265 / 4, 3.14159265 / 2, 3 * 3.14159265 / 4])
print(torch.sin(angles), torch.asin(torch.sin(angles)))
b, c = torch.tensor([1, 5, 11]), torch.tensor([2, 7, 10])
print(torch.bitwise_xor(b, c), torch.eq(b, c), b & c, b | c, ~b, b << 1, c >> 1)
d = torch.tensor([[1., 2.], [3., 4.]])
print(torch.max(d), torch.max(d).item(), torch.mean(d), torch.std(d), torch.prod(d))
print(torch.unique(torch.tensor([1, 2, 1, 2, 1, 2])))
v1, v2 = torch.tensor([1., 0., 0.]), torch.tensor([0., 1., 0.])
print(torch.dot(v1, v2), torch.outer(v1, v2))
a = torch.tensor([[1, 1], [1, 1]])
b = a.clone()
assert b is not a
print(torch.eq(a, b))
a[0][1] = 561
print(b)
print(a.unsqueeze(0).shape, a.unsqueeze(-1).shape, a.squeeze().shape)
output3d = torch.rand(6, 20, 20)
print(output3d.shape, output3d.reshape(6 * 20 * 20).shape, torch.reshape(output3d, (6 * 20 * 20,)).shape)
print(tensor.is_contiguous(), tensor.t().is_contiguous(), tensor.t().stride())
print(torch.is_tensor(a), torch.is_floating_point(a), torch.get_default_dtype())
