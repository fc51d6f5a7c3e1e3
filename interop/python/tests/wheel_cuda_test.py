"""Installs the wheel with CUDA into a fresh virtual environment; without a driver it says so, and the CPU works."""

import glob
import os
import subprocess
import sys
import venv

wheel, = glob.glob(os.path.join(os.path.abspath(sys.argv[1]), "*.whl"))
assert os.path.getsize(wheel) < 30_000_000, os.path.getsize(wheel)
environment = os.path.join(os.environ["TEST_TMPDIR"], "venv")
python = os.path.join(environment, "bin", "python3")
venv.create(environment, with_pip=True)
subprocess.check_call([python, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", wheel])
subprocess.check_call([python, "-c", """
import tessera as torch

x = torch.tensor([2.0, 3.0], requires_grad=True)
(x * x).sum().backward()
assert x.grad.tolist() == [4, 6]
with open("/proc/self/maps") as maps:
    loaded = maps.read()
for library in "libcuda.so", "libcublas", "libcurand":
    assert library not in loaded, library
# The runtime is the wheel's own; it is for the driver to be there or not.
assert loaded.count("libcudart") == loaded.count("tessera/libcudart") > 0
if torch.cuda.is_available():
    assert torch.cuda.why_unavailable() == ""
    assert (torch.ones(2, device="cuda") + 1).tolist() == [2, 2]
else:
    why = torch.cuda.why_unavailable()
    assert "NVIDIA driver" in why, why
    assert torch.cuda.device_count() == 0 and torch.cuda.memory_allocated() == 0
    for call in torch.cuda.current_device, lambda: torch.ones(2, device="cuda"), lambda: x.cuda():
        try:
            call()
        except torch.DeviceError as error:
            assert why in str(error) and "cpu" in str(error), error
        else:
            raise AssertionError
"""], cwd=environment)
