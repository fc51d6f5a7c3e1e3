"""CUDA devices, as far as this build knows them.

    x = T.ones(3, device="cuda")
    side = T.cuda.Stream()
    side.wait_stream(T.cuda.current_stream())
    with T.cuda.stream(side):
        y = x * 2
    T.cuda.synchronize()
"""

from __future__ import annotations

from . import _core, random

TYPE_CHECKING = False
if TYPE_CHECKING:  # typing takes a while to import.
    from typing import Any


def device_count() -> int:
    return _core._device_count("cuda")


def is_available() -> bool:
    return device_count() > 0


def why_unavailable() -> str:
    """Why is_available() is False, as "no NVIDIA driver found"; empty where it is not."""
    return _core._why_unavailable("cuda")


def _name(device: Any) -> str:
    if device is None:
        return "cuda"
    return f"cuda:{device}" if isinstance(device, int) else str(device)


def current_device() -> int:
    return _core._current_device("cuda")


def set_device(device: Any) -> None:
    _core._set_device("set_device", _name(device))


class device:
    """Makes a device the current one within a with statement."""

    def __init__(self, device: Any) -> None:
        self._name = _name(device)

    def __enter__(self) -> None:
        self._before = current_device()
        set_device(self._name)

    def __exit__(self, *error: Any) -> None:
        set_device(self._before)


class Stream:
    """A queue of a device's work; one of those that the device has beside the default one."""

    def __init__(self, device: Any = None, *, stream_ptr: int | None = None) -> None:
        name = _name(device)
        _core._require_device("Stream", name)
        index = _core.device(name).index
        self.device = _core.device("cuda", current_device() if index is None else index)
        self.cuda_stream: int = _core._new_stream(str(self.device)) if stream_ptr is None else stream_ptr

    def wait_stream(self, other: Stream) -> None:
        """What other holds now comes before what this one gets from now on; the host does not wait."""
        with stream(other):
            _core._hand_over(str(other.device), self.cuda_stream)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stream) and (self.device, self.cuda_stream) == (other.device, other.cuda_stream)

    def __hash__(self) -> int:
        return hash((self.device, self.cuda_stream))

    def __repr__(self) -> str:
        return f"<tessera.cuda.Stream device={self.device} cuda_stream={self.cuda_stream:#x}>"


ExternalStream = Stream


def current_stream(device: Any = None) -> Stream:
    name = _name(device)
    return Stream(device, stream_ptr=_core._current_stream(name))


def default_stream(device: Any = None) -> Stream:
    return Stream(device, stream_ptr=0)


class stream:
    """Makes a stream its device's current one within a with statement; None does nothing."""

    def __init__(self, stream: Stream | None) -> None:
        self.stream = stream

    def __enter__(self) -> None:
        if self.stream is not None:
            self._before = current_stream(self.stream.device)
            _core._set_stream(str(self.stream.device), self.stream.cuda_stream)

    def __exit__(self, *error: Any) -> None:
        if self.stream is not None:
            _core._set_stream(str(self._before.device), self._before.cuda_stream)


def memory_allocated(device: Any = None) -> int:
    return _core._memory_allocated(_name(device)) if is_available() else 0


def empty_cache() -> None:
    if is_available():
        _core._empty_cache("cuda")


def synchronize(device: Any = None) -> None:
    if device is not None or is_available():
        _core._synchronize(_name(device))


def manual_seed(seed: int) -> None:
    """Seeds tessera.manual_seed's generator, which all devices draw from; without a device, nothing."""
    if is_available():
        random.manual_seed(seed)


manual_seed_all = manual_seed
