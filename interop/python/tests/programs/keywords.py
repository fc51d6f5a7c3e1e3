"""Arguments by keyword, by position and left out."""
import torch

x = torch.arange(6.).view(2, 3)
CALLS = r"""
x.norm(dim=1)
x.norm('fro')
torch.norm(x)
torch.norm(x, dim=0)
torch.norm(x, 'fro', 1)
torch.norm(x, p=1, dim=1, keepdim=True)
x.norm(2, 1)
x.norm(p=None)
torch.norm(x, float('inf'))
x.norm(dim=(0, 1))
x.norm(keepdim=True)
x.norm(2, keepdim=True)
x.norm(p='fro', dim=1, keepdim=True, dtype=torch.float64)
(torch.normal(torch.full((3, ), 100.))>50).tolist()
(torch.normal(mean=torch.full((3, ), 100.))>50).tolist()
(torch.normal(torch.full((3, ), 100.), torch.ones(3))>50).tolist()
(torch.normal(mean=100., std=torch.ones(2))>50).tolist()
torch.normal(100., 0., size=(2, ))
torch.normal(2, 0, (1, ))
torch.div(x, 2, rounding_mode=None)
torch.std(x, 0, keepdim=True)
x.std(dim=1)
x.var(1, False)
x.std(0, unbiased=False)
torch.all(x, dim=None)
torch.rot90(x, dims=(1, 0))
torch.rot90(x, 2, [0, 1])
torch.arange(1, 4, dtype=torch.float32)
torch.arange(start=1, end=4)
torch.arange(end=3)
torch.linspace(start=0, end=1, steps=3)
torch.split(x, 1, dim=1)
torch.split(tensor=x, split_size_or_sections=[1, 2], dim=1)
x.split(split_size=2, dim=1)
torch.tensordot(x, x, dims=([0, 1], [0, 1]))
torch.tensordot(x, x.T, 1)
torch.meshgrid([torch.arange(2), torch.arange(2)], indexing='xy')
torch.where(condition=x>2, input=x, other=0.)
torch.full(size=(2, ), fill_value=1.)
torch.clamp(x, min=1, max=2)
torch.clamp(input=x, max=2)
x.flip(dims=[0])
x.roll(shifts=1, dims=0)
x.roll(1)
torch.topk(x, k=1, dim=0)
torch.sort(x, descending=True)
torch.argsort(x, dim=0, descending=True)
x.repeat_interleave(repeats=2, dim=0)
torch.unflatten(x, 1, (3, 1)).shape
x.unflatten(dim=1, sizes=(3, 1)).shape
torch.searchsorted(torch.tensor([1., 2.]), 1.5)
torch.searchsorted(torch.tensor([1., 2.]), torch.tensor([2.]), right=True)
torch.bucketize(1.5, torch.tensor([1., 2.]))
torch.isclose(x, x, rtol=0, atol=0).all()
torch.allclose(input=x, other=x)
torch.eye(n=2, m=3)
torch.tril(x, diagonal=-1)
torch.diagonal(x, offset=1)
torch.diag(x, 1)
torch.movedim(x, source=0, destination=1).shape
torch.swapaxes(x, axis0=0, axis1=1).shape
torch.squeeze(x[None], dim=0).shape
torch.squeeze(x[None], (0, )).shape
x.permute(dims=(1, 0)).shape
x.view(size=(6, )).shape
x.reshape(shape=(6, )).shape
torch.tile(x, dims=(1, 2)).shape
x.repeat(2, 1).shape
torch.stack(tensors=[x, x], dim=1).shape
torch.cat(tensors=(x, x), dim=-1).shape
torch.concat((x, x)).shape
torch.concatenate((x, x), axis=1).shape
torch.bernoulli(x*0, p=1.)
torch.cumsum(x, dim=0)
torch.cumsum(x, 0, dtype=torch.float64)
torch.logsumexp(x, dim=(0, 1))
torch.logsumexp(x, dim=1, keepdim=True)
torch.nan_to_num(x, nan=1., posinf=2)
torch.masked_fill(x, mask=x>1, value=0)
torch.index_select(x, dim=0, index=torch.tensor([0]))
torch.take_along_dim(x, torch.tensor([[0], [1]]), dim=1)
torch.max(x, torch.zeros(2, 3))
torch.max(x, dim=0, keepdim=True)[0]
torch.min(x, 1)[1]
torch.median(x, dim=0)[0]
torch.mean(x, dim=(0, 1))
torch.mean(x, [0], True)
torch.sum(x, dtype=torch.float64)
torch.sum(x, dim=0, keepdim=True, dtype=torch.int64)
torch.prod(x, dim=1, keepdim=True)
torch.argmax(x, dim=1, keepdim=True)
torch.argmax(x)
torch.amax(x, dim=(0, 1))
torch.aminmax(x, dim=1)
torch.count_nonzero(x, dim=0)
torch.unique(x, sorted=True, return_counts=True)
torch.unique_consecutive(torch.tensor([1, 1, 2]), return_inverse=True)
torch.addmm(torch.zeros(2, 2), x, x.T, beta=0.5, alpha=2)
torch.add(x, x, alpha=2)
torch.sub(x, 1, alpha=2)
torch.lerp(x, x+1, weight=.5)
torch.addcdiv(x, x, x+1, value=.5)
torch.pow(2, x)
torch.pow(x, 2)
torch.softmax(x, dim=1)
torch.softmax(x, 1, dtype=torch.float64)
torch.randint(5, (2, )).shape
torch.randint(0, 5, size=[2]).shape
torch.randint(low=0, high=5, size=(2, )).shape
torch.rand(size=(2, )).shape
torch.randn((2, 3)).shape
torch.randperm(n=3).shape
torch.zeros_like(input=x).shape
torch.ones(2, 3, dtype=torch.int8, device='cpu')
torch.empty((2, ), pin_memory=False).shape
torch.tensor(data=[1])
torch.as_tensor(data=[1.])
torch.multinomial(torch.ones(3), num_samples=2).shape
torch.dropout(x, p=0., train=True)
torch.flatten(x, start_dim=0)
torch.chunk(x, chunks=2, dim=0)
torch.unbind(x, dim=0)
torch.select(x, dim=0, index=1)
torch.narrow(x, dim=0, start=0, length=1)
torch.gather(x, dim=1, index=torch.tensor([[0]]))
torch.scatter(x, dim=1, index=torch.tensor([[0]]), src=torch.ones(1, 1))
torch.scatter(x, 1, torch.tensor([[0]]), value=9)
x.scatter_(1, torch.tensor([[0]]), 1, reduce='add')
x.scatter_reduce(1, torch.tensor([[0]]), torch.ones(1, 1), reduce='sum')
x.index_put((torch.tensor([0]), ), torch.tensor(1.))
x.to(torch.float64, copy=True)
x.to(device='cpu', dtype=torch.int32)
x.expand(2, 2, 3).shape
x.sum(-1)
x.all()
x.type(torch.int32)
x.new_zeros((2, ), dtype=torch.int8)
x.cumsum(-1)
x.softmax(dim=-1)
x.argmax(-1)
x.squeeze()
x.std()
x.var(unbiased=False)
x.min()
x.nanmean()
torch.kron(x, x).shape
torch.cartesian_prod(torch.tensor([1]), torch.tensor([2]))
torch.ravel(x)
torch.hsplit(x, 3)
torch.atleast_2d(torch.tensor(1.))
torch.column_stack((x, x)).shape
torch.fliplr(x)
torch.clone(x)
torch.detach(x)
torch.numel(x)
torch.is_nonzero(torch.tensor(1))
torch.equal(x, x)
torch.square(x)
torch.true_divide(x, 2)
torch.multiply(x, 2)
torch.subtract(x, 1)
torch.divide(x, 2)
torch.negative(x)
torch.absolute(x)
torch.arccos(x*0)
torch.fix(x)
torch.clip(x, 1)
torch.greater(x, 1)
torch.moveaxis(x, 0, 1).shape
torch.row_stack((x, x)).shape
torch.dsplit(x[None], 3)
torch.std(x, correction=0)
torch.inner(x, x)
torch.matmul(x, x.mT)
torch.adjoint(x).shape
"""
for call in CALLS.split("\n")[1:-1]:
    print(call, eval(call), sep=": ")
