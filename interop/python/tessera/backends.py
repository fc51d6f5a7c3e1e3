"""Which backends there are."""

from __future__ import annotations


class _Absent:
    deterministic = False
    benchmark = False

    def is_available(self) -> bool:
        return False

    def is_built(self) -> bool:
        return False


mps = _Absent()
cudnn = _Absent()
cudnn.deterministic = True
cudnn.benchmark = False
