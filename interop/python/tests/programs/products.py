"""Products and einsum."""
import torch

x = torch.arange(5.)
A = torch.arange(15.).reshape(3, 5)
B = torch.arange(20.).reshape(5, 4)
As, Bs = torch.arange(30.).reshape(3, 2, 5), torch.arange(60.).reshape(3, 5, 4)
print(torch.einsum("ii", torch.eye(4)), torch.einsum("ii->i", torch.arange(16).view(4, 4)))
print(torch.einsum("i,j->ij", x, torch.arange(4.)),
      torch.einsum("i,i", x, x),
      torch.einsum("ij,jk->ik", A, B),
      sep="\n")
print(torch.einsum("bij,bjk->bik", As, Bs),
      torch.einsum("...ij->...ji", As).shape,
      torch.einsum("bn,anm,bm->ba", torch.ones(2, 5), torch.ones(3, 5, 4), torch.ones(2, 4)))
print(torch.einsum("ij->", A), torch.einsum("ij->j", A), torch.einsum("ij,ij->i", A, A),
      torch.einsum(A, [0, 1], B, [1, 2], [0, 2]))
print(A @ B, A.mm(B), A.mv(x), x.dot(x), torch.bmm(As, Bs).shape, A.matmul(x), x @ B, sep="\n")
print(torch.addmm(torch.ones(3, 4), A, B, beta=2, alpha=0.5), torch.addmv(torch.ones(3), A, x),
      torch.baddbmm(torch.zeros(3, 2, 4), As, Bs).shape)
print(torch.outer(x, x),
      torch.tensordot(A, B, dims=1),
      torch.inner(x, x),
      torch.kron(torch.eye(2), torch.ones(1, 2)),
      torch.vdot(x, x),
      sep="\n")
print(A.norm(), A.norm(dim=1), A.norm(p=1), torch.linalg.vector_norm(x, 3), torch.trace(A), sep="\n")
for wrong in (lambda: A @ A, lambda: A.mm(x), lambda: torch.bmm(A, B), lambda: torch.dot(x, torch.ones(3)),
              lambda: torch.einsum("ij,jk", A, A), lambda: A @ B.double(), lambda: torch.einsum("i", A),
              lambda: torch.mv(x, x)):
    try:
        wrong()
    except RuntimeError:
        print("RuntimeError")
w = torch.ones(5, requires_grad=True)
torch.einsum("ij,j->i", A, w).pow(2).sum().backward()
print(w.grad)
print(
    torch.tensor([[1 + 2j, 3j]]) @ torch.tensor([[1j], [2.]], dtype=torch.complex64),
    torch.ones(2, 2, dtype=torch.int64) @ torch.ones(2, 2, dtype=torch.int64))
