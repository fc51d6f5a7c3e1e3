"""The extension fft: what the op table has."""

from .. import _core
from ._registry import register as _register

__all__ = []


def _offer(name, function):
    function.__name__ = function.__qualname__ = name
    function = _register(__all__, "fft_" + name)(function)
    if function:
        globals()[name] = function


def _line(name):

    def transform(x, /, *, n=None, axis=-1, norm="backward"):
        return getattr(_core, "fft_" + name)(x, n, axis, norm)

    _offer(name, transform)


def _grid(name):

    def transform(x, /, *, s=None, axes=None, norm="backward"):
        return getattr(_core, "fft_" + name)(x, s, axes, norm)

    _offer(name, transform)


def _frequencies(name):

    def make(n, /, *, d=1.0, dtype=None, device=None):
        return getattr(_core, "fft_" + name)(n, d, dtype=dtype, device=device)

    _offer(name, make)


def _shift(name):

    def shift(x, /, *, axes=None):
        return getattr(_core, "fft_" + name)(x, axes)

    _offer(name, shift)


for _name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
    _line(_name)
for _name in ("fftn", "ifftn", "rfftn", "irfftn"):
    _grid(_name)
for _name in ("fftfreq", "rfftfreq"):
    _frequencies(_name)
for _name in ("fftshift", "ifftshift"):
    _shift(_name)
