"""Datasets, samplers, loaders."""
import torch
from torch.utils.data import (BatchSampler, ConcatDataset, DataLoader, Dataset, IterableDataset, RandomSampler,
                              SequentialSampler, Subset, TensorDataset, default_collate, random_split)


class Squares(Dataset):

    def __init__(self, n, transform=None):
        self.n, self.transform = n, transform

    def __len__(self):
        return self.n

    def __getitem__(self, i):
        if i >= self.n:
            raise IndexError
        x = torch.tensor([float(i), float(i * i)])
        return (self.transform(x) if self.transform else x), i % 2


for features, labels in DataLoader(Squares(5), batch_size=2):
    print(features, labels)
print([b[1].tolist() for b in DataLoader(Squares(7), batch_size=3, drop_last=True)])
print(len(DataLoader(Squares(7), batch_size=3)), len(DataLoader(Squares(7), 3, drop_last=True)))
data = TensorDataset(torch.arange(6).view(3, 2), torch.tensor([7., 8., 9.]))
print(data[1], len(data))
print(list(DataLoader(data, batch_size=2)))
print(sorted(x.item() for _, b in DataLoader(data, shuffle=True) for x in b))
print(sorted(i for part in random_split(range(10), [3, 7]) for i in part))
print([len(p) for p in random_split(range(10), [0.5, 0.3, 0.2])])
print(list(Subset(range(10), [1, 5])), ConcatDataset([Squares(2), Squares(3)])[3], len(Squares(2) + Squares(3)))
print(list(SequentialSampler(range(4))), sorted(RandomSampler(range(4))),
      list(BatchSampler(SequentialSampler(range(5)), 2, False)))
print(default_collate([{"a": 1, "b": [1.5, 5]}, {"a": 2, "b": [2.5, 6]}]))
print(next(iter(DataLoader(Squares(4), batch_size=None))))
print(list(DataLoader([1, 2, 3], collate_fn=sum, batch_size=2)))


class Count(IterableDataset):

    def __iter__(self):
        return iter(range(5))


print(list(DataLoader(Count(), batch_size=2)))
print(list(DataLoader(["a", "b", "c"], batch_size=2)), list(DataLoader([1.5, 2.5], batch_size=2)))
print(list(DataLoader(Squares(4), batch_size=2, num_workers=2))[1])
for wrong in (lambda: DataLoader(Squares(4), batch_size=0), lambda: DataLoader(Count(), shuffle=True),
              lambda: random_split(range(3), [1, 1]), lambda: DataLoader(Squares(4), shuffle=True, sampler=[1])):
    try:
        wrong()
    except ValueError:
        print("ValueError")
