"""Data sets, samplers and DataLoader.

    loader = DataLoader(TensorDataset(x, y), batch_size=32, shuffle=True)
    for x, y in loader: ...

The order of a shuffle is that of C++: randperm of the generator, the default one unless one is given. Workers are threads,
which share the data set; batches come in order whatever their number.
"""

import bisect
import itertools
import math

from .. import _core
from .._core import Tensor


class Dataset:

    def __getitem__(self, index):
        raise NotImplementedError("Dataset: expected a subclass with __getitem__")

    def __add__(self, other):
        return ConcatDataset([self, other])


class IterableDataset(Dataset):

    def __iter__(self):
        raise NotImplementedError("IterableDataset: expected a subclass with __iter__")


class TensorDataset(Dataset):

    def __init__(self, *tensors):
        sizes = [len(t) for t in tensors]
        if len(set(sizes)) > 1:
            raise AssertionError(f"Size mismatch between tensors: first sizes {sizes}")
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple(t[index] for t in self.tensors)

    def __len__(self):
        return len(self.tensors[0])


class Subset(Dataset):

    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, indices

    def __getitem__(self, index):
        return self.dataset[self.indices[index]]

    def __len__(self):
        return len(self.indices)


class ConcatDataset(Dataset):

    def __init__(self, datasets):
        self.datasets = list(datasets)
        if not self.datasets:
            raise AssertionError("datasets should not be an empty iterable")
        self.cumulative_sizes = list(itertools.accumulate(len(d) for d in self.datasets))

    def __len__(self):
        return self.cumulative_sizes[-1]

    def __getitem__(self, index):
        if index < 0:
            if -index > len(self):
                raise _core.ValueError(f"ConcatDataset: absolute value of index {index} should not exceed dataset length "
                                       f"{len(self)}")
            index += len(self)
        if index >= len(self):
            raise IndexError(f"ConcatDataset: index {index} is out of range for {len(self)} samples")
        at = bisect.bisect_right(self.cumulative_sizes, index)
        return self.datasets[at][index - (self.cumulative_sizes[at - 1] if at else 0)]


def random_split(dataset, lengths, generator=None):
    """Subsets of a random order; lengths are counts, or fractions that sum to 1."""
    n = len(dataset)
    lengths = list(lengths)
    if math.isclose(sum(lengths), 1) and sum(lengths) <= 1 and any(0 < x < 1 for x in lengths):
        counts = [math.floor(n * x) for x in lengths]
        for i in range(n - sum(counts)):
            counts[i % len(counts)] += 1
        lengths = counts
    if sum(lengths) != n:
        raise _core.ValueError(f"random_split: Sum of input lengths does not equal the length of the input dataset, got "
                               f"{sum(lengths)} and {n}")
    order = _core.randperm(n, generator=generator).tolist()
    ends = itertools.accumulate(lengths)
    return [Subset(dataset, order[end - length:end]) for end, length in zip(ends, lengths)]


# ---- Samplers ----


class Sampler:

    def __iter__(self):
        raise NotImplementedError("Sampler: expected a subclass with __iter__")


class SequentialSampler(Sampler):

    def __init__(self, data_source):
        self.data_source = data_source

    def __iter__(self):
        return iter(range(len(self.data_source)))

    def __len__(self):
        return len(self.data_source)


class RandomSampler(Sampler):

    def __init__(self, data_source, replacement=False, num_samples=None, generator=None):
        self.data_source, self.replacement, self.generator = data_source, replacement, generator
        self._num_samples = num_samples
        if num_samples is not None and (not isinstance(num_samples, int) or num_samples <= 0):
            raise _core.ValueError(f"RandomSampler: num_samples should be a positive integer value, but got {num_samples}")

    @property
    def num_samples(self):
        return len(self.data_source) if self._num_samples is None else self._num_samples

    def __iter__(self):
        n, left = len(self.data_source), self.num_samples
        if self.replacement:
            yield from _core.randint(n, (left,), generator=self.generator).tolist()
            return
        while left > 0:
            order = _core.randperm(n, generator=self.generator).tolist()[:left]
            left -= len(order)
            yield from order

    def __len__(self):
        return self.num_samples


class BatchSampler(Sampler):

    def __init__(self, sampler, batch_size, drop_last):
        if not isinstance(batch_size, int) or isinstance(batch_size, bool) or batch_size <= 0:
            raise _core.ValueError(f"BatchSampler: batch_size should be a positive integer value, but got batch_size={batch_size}")
        self.sampler, self.batch_size, self.drop_last = sampler, batch_size, drop_last

    def __iter__(self):
        numbers = iter(self.sampler)
        while batch := list(itertools.islice(numbers, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_last:
                yield batch

    def __len__(self):
        n = len(self.sampler)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)


# ---- Batches ----


def default_collate(batch):
    """Tensors are stacked, numbers become tensors, dicts and tuples are collated part by part."""
    first = batch[0]
    if isinstance(first, Tensor):
        return _core.stack(batch)
    if isinstance(first, bool):
        return _core.tensor(batch)
    if isinstance(first, float) and type(first) is float:
        return _core.tensor(batch, dtype=_core.float64)
    if isinstance(first, int):
        return _core.tensor(batch)
    if isinstance(first, (str, bytes)):
        return batch
    if isinstance(first, dict):
        return {key: default_collate([item[key] for item in batch]) for key in first}
    if isinstance(first, tuple) and hasattr(first, "_fields"):
        return type(first)(*(default_collate(part) for part in zip(*batch)))
    if isinstance(first, (tuple, list)):
        if any(len(item) != len(first) for item in batch):
            raise RuntimeError("default_collate: each element in list of batch should be of equal size, got "
                               f"{sorted({len(item) for item in batch})}")
        return [default_collate(list(part)) for part in zip(*batch)]
    if type(first).__module__ == "numpy":
        if hasattr(first, "shape") and first.shape != ():
            return _core.stack([_core.as_tensor(item) for item in batch])
        return _core.tensor(batch)
    raise TypeError("default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found "
                    f"{type(first)}")


def default_convert(data):
    """What a loader without batches gives: arrays as tensors, the rest as it is."""
    if isinstance(data, Tensor) or isinstance(data, (str, bytes)):
        return data
    if type(data).__module__ == "numpy":
        return _core.as_tensor(data)
    if isinstance(data, dict):
        return {key: default_convert(value) for key, value in data.items()}
    if isinstance(data, tuple) and hasattr(data, "_fields"):
        return type(data)(*map(default_convert, data))
    return [default_convert(item) for item in data] if isinstance(data, (tuple, list)) else data


class DataLoader:

    def __init__(self, dataset, batch_size=1, shuffle=None, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None,
                 pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, generator=None, *, prefetch_factor=2):
        if num_workers < 0:
            raise _core.ValueError(f"DataLoader: num_workers option should be non-negative, got {num_workers}")
        if sampler is not None and shuffle:
            raise _core.ValueError("DataLoader: sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None and (batch_size != 1 or shuffle or sampler is not None or drop_last):
            raise _core.ValueError("DataLoader: batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, "
                                   "and drop_last")
        self.dataset, self.num_workers, self.prefetch_factor = dataset, num_workers, prefetch_factor
        self.drop_last, self.generator = drop_last, generator
        self._iterable = isinstance(dataset, IterableDataset)
        self.collate_fn = collate_fn or (default_collate if batch_size is not None or batch_sampler is not None else default_convert)
        if self._iterable:
            if shuffle or sampler is not None or batch_sampler is not None:
                raise _core.ValueError("DataLoader with IterableDataset: expected unspecified shuffle and sampler options")
            self.sampler = self.batch_sampler = None
        else:
            if sampler is None:
                sampler = RandomSampler(dataset, generator=generator) if shuffle else SequentialSampler(dataset)
            self.sampler = sampler
            if batch_sampler is None and batch_size is not None:
                batch_sampler = BatchSampler(sampler, batch_size, drop_last)
            self.batch_sampler = batch_sampler
        if batch_size is not None and (not isinstance(batch_size, int) or batch_size <= 0):
            raise _core.ValueError(f"DataLoader: batch_size should be a positive integer value, but got {batch_size}")
        self.batch_size = batch_size

    def __len__(self):
        if self._iterable:
            n = len(self.dataset)
            return n if self.batch_size is None else (n // self.batch_size if self.drop_last else -(-n // self.batch_size))
        return len(self.sampler) if self.batch_sampler is None else len(self.batch_sampler)

    def _fetch(self, numbers):
        if self.batch_sampler is None:
            return self.collate_fn(self.dataset[numbers])
        dataset = self.dataset
        # A batch of a TensorDataset is one gather per tensor.
        if type(dataset) is TensorDataset and self.collate_fn is default_collate:
            index = _core.tensor(numbers, dtype=_core.int64)
            return [_core.index_select(t, 0, index) for t in dataset.tensors]
        return self.collate_fn([dataset[i] for i in numbers])

    def __iter__(self):
        if self._iterable:
            return self._iterate()
        jobs = iter(self.sampler if self.batch_sampler is None else self.batch_sampler)
        if self.num_workers == 0:
            return map(self._fetch, jobs)
        return self._with_workers(jobs)

    def _iterate(self):
        if self.batch_size is None:
            yield from map(self.collate_fn, self.dataset)
            return
        items = iter(self.dataset)
        while batch := list(itertools.islice(items, self.batch_size)):
            if len(batch) == self.batch_size or not self.drop_last:
                yield self.collate_fn(batch)

    def _with_workers(self, jobs):
        import concurrent.futures  # Here, since it takes long to import.
        with concurrent.futures.ThreadPoolExecutor(self.num_workers) as pool:
            waiting = []
            try:
                for job in jobs:
                    waiting.append(pool.submit(self._fetch, job))
                    if len(waiting) >= self.num_workers * self.prefetch_factor:
                        yield waiting.pop(0).result()
                while waiting:
                    yield waiting.pop(0).result()
            finally:
                for future in waiting:
                    future.cancel()
