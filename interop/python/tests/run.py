"""Runs the tests of all *_test.py beside it; arguments as unittest's, such as -k name. numpy==X: only with this NumPy."""

import os
import sys
import unittest

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
names = sorted(name[:-3] for name in os.listdir(here) if name.endswith("_test.py")
               and name not in ("cuda_host_test.py", "wheel_test.py", "wheel_cuda_test.py"))
arguments = sys.argv[1:]
if arguments and arguments[0].startswith("numpy=="):
    import numpy
    assert numpy.__version__ == arguments[0][7:], f"expected {arguments[0]}, got {numpy.__version__} at {numpy.__file__}"
    arguments = arguments[1:]
    names = ["files_test", "numpy_test"]
unittest.main(module=None, argv=[sys.argv[0], *(arguments or names)])
