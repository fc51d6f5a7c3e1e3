"""Which backends there are."""


class _Absent:

    def is_available(self):
        return False

    def is_built(self):
        return False


mps = _Absent()
cudnn = _Absent()
cudnn.deterministic = True
cudnn.benchmark = False
