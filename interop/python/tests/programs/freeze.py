"""Writes what PyTorch prints for each program: python interop/python/tests/programs/freeze.py, with torch 2.15 and numpy."""

import contextlib
import io
import os
import warnings

HERE = os.path.dirname(os.path.abspath(__file__))


def run(path):
    """What a program prints."""
    with open(path) as file:
        code = compile(file.read(), path, "exec")
    output = io.StringIO()
    with contextlib.redirect_stdout(output), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exec(code, {"__name__": "__main__"})
    return output.getvalue()


if __name__ == "__main__":
    for name in sorted(os.listdir(HERE)):
        if name.endswith(".py") and name != os.path.basename(__file__):
            with open(os.path.join(HERE, name[:-3] + ".txt"), "w") as file:
                file.write(run(os.path.join(HERE, name)))
