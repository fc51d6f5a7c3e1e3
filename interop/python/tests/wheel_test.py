"""Installs the wheel into a fresh virtual environment and runs a program and the demo there."""

import glob
import os
import subprocess
import sys
import venv

wheel, = glob.glob(os.path.join(os.path.abspath(sys.argv[1]), "*.whl"))
assert os.path.getsize(wheel) < 10_000_000, os.path.getsize(wheel)
demo = os.path.abspath("demos/python/digits.py")
data = os.path.abspath("demos/data")
environment = os.path.join(os.environ["TEST_TMPDIR"], "venv")
python = os.path.join(environment, "bin", "python3")
venv.create(environment, with_pip=True)
subprocess.check_call([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel])


def run(*args):
    return subprocess.check_output([python, *args], cwd=environment, text=True)


assert run("-c", """
import tessera as torch
x = torch.tensor([2.0, 3.0], requires_grad=True)
(x * x).sum().backward()
print(x.grad)
""") == "tensor([4., 6.])\n"
accuracy = float(run(demo, data).split()[-1].rstrip("%"))
assert accuracy > 90, accuracy
