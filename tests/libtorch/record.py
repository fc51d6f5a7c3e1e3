"""Records what the programs here print with libtorch.

    python3 tests/libtorch/record.py

needs a Python with PyTorch 2.15 (its package has libtorch's headers and libraries) and g++ 12 or later: libtorch's
headers are C++20, the programs themselves C++17. Writes recorded/NAME.txt for each program.
"""

import pathlib
import re
import subprocess
import tempfile

import torch

here = pathlib.Path(__file__).resolve().parent
package = pathlib.Path(torch.__file__).parent


def main():
    assert torch.__version__.startswith("2.15"), torch.__version__
    (here / "recorded").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as directory:
        binary = f"{directory}/programs"
        includes = [f"-isystem{package}/include", f"-isystem{package}/include/torch/csrc/api/include"]
        libraries = [f"-L{package}/lib", "-Wl,--no-as-needed", "-ltorch_cpu", "-lc10", f"-Wl,-rpath,{package}/lib"]
        subprocess.run(["g++", "-std=c++20", *includes, str(here / "programs.cc"), "-o", binary, *libraries], check=True)
        for name in re.findall(r"^  RUN\((\w+)\)", (here / "programs.cc").read_text(), re.M):
            run = subprocess.run([binary, name], check=True, cwd=directory, stdout=subprocess.PIPE)
            (here / "recorded" / f"{name}.txt").write_bytes(run.stdout)
            print(name, len(run.stdout), "bytes")


main()
