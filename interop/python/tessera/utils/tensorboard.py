"""A writer of TensorBoard's logs that takes tensors as they are; needs the package tensorboardX.

    writer = SummaryWriter("runs/first")
    writer.add_scalar("loss", loss, step)        # with gradient, on any device
    writer.add_image("batch", make_grid(images), step)
    writer.add_embedding(hidden, metadata=labels, label_img=images)
    writer.close()                               # tensorboard --logdir runs

tensorboardX itself asks for the name of a tensor's class, and so knows those of a few libraries only.
"""

import functools

import tensorboardX

from .. import _core
from .._core import Tensor


def _plain(value):
    if isinstance(value, Tensor):
        value = value.detach().cpu()
        return (value.float() if value.dtype is _core.bfloat16 else value).numpy()
    if type(value) in (list, tuple):
        return type(value)(map(_plain, value))
    if type(value) is dict:
        return {key: _plain(v) for key, v in value.items()}
    return value


def _taking_tensors(method):

    @functools.wraps(method)
    def add(self, *args, **kwargs):
        return method(self, *map(_plain, args), **{name: _plain(value) for name, value in kwargs.items()})

    return add


class SummaryWriter(tensorboardX.SummaryWriter):
    """tensorboardX.SummaryWriter, whose add_... methods take tensors, and lists and dicts of them, where arrays can stand."""


for _name in dir(tensorboardX.SummaryWriter):
    if _name.startswith("add_"):
        setattr(SummaryWriter, _name, _taking_tensors(getattr(tensorboardX.SummaryWriter, _name)))
