"""Installs the wheel into a fresh virtual environment and runs a program and the demo there."""

import glob
import os
import subprocess
import sys
import venv
import zipfile

wheel, = glob.glob(os.path.join(os.path.abspath(sys.argv[1]), "*.whl"))
assert os.path.getsize(wheel) < 10_000_000, os.path.getsize(wheel)
# Type checkers read these.
packed = set(zipfile.ZipFile(wheel).namelist())
missing = {"tessera/" + n for n in ("py.typed", "__init__.pyi", "_core.pyi", "_ops.pyi", "nn/functional.pyi")} - packed
assert not missing, missing
demo = os.path.abspath("demos/python/digits.py")
data = os.path.abspath("demos/data")
environment = os.path.join(os.environ["TEST_TMPDIR"], "venv")
python = os.path.join(environment, "bin", "python3")
venv.create(environment, with_pip=True)
# pip takes it for this interpreter, and for none of another version or ABI, free-threaded ones among them.
subprocess.check_call([python, "-c", """
import os, sys
from pip._vendor.packaging.tags import cpython_tags, sys_tags
from pip._vendor.packaging.utils import parse_wheel_filename
*_, tags = parse_wheel_filename(os.path.basename(sys.argv[1]))
assert tags & set(sys_tags()), tags
platforms = {tag.platform for tag in tags}
version = sys.version_info[:2]
for other, abi in [((3, version[1] + 1), None), ((3, version[1] - 1), None), (version, f"cp3{version[1]}t"),
                   (version, f"cp3{version[1]}d"), ((3, version[1] + 1), f"cp3{version[1] + 1}t")]:
    accepted = set(cpython_tags(other, abis=[abi or f"cp3{other[1]}"], platforms=platforms))
    assert not tags & accepted, (other, abi, tags & accepted)
""", wheel])
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
