"""Runs the tests of all *_test.py beside it; arguments as unittest's, such as -k name."""

import os
import sys
import unittest

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, here)
names = sorted(name[:-3] for name in os.listdir(here) if name.endswith("_test.py") and name != "wheel_test.py")
unittest.main(module=None, argv=[sys.argv[0], *(sys.argv[1:] or names)])
