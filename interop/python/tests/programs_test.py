"""Programs written for PyTorch, after its tutorials, unchanged: every line they print is PyTorch's, frozen by programs/freeze.py."""

import glob
import importlib.util
import os
import sys
import unittest
from unittest import mock

import numpy  # Here, since it is loaded once.
import tessera
import tessera.utils.data
import tessera.utils.dlpack

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "programs")
spec = importlib.util.spec_from_file_location("freeze", os.path.join(FOLDER, "freeze.py"))
freeze = importlib.util.module_from_spec(spec)
spec.loader.exec_module(freeze)


class ProgramsTest(unittest.TestCase):

    def test_programs(self):
        as_torch = {"torch" + name[len("tessera"):]: module for name, module in sys.modules.items()
                    if name.partition(".")[0] == "tessera"}
        outputs = sorted(glob.glob(os.path.join(FOLDER, "*.txt")))
        self.assertEqual(len(outputs), 22)
        for path in outputs:
            name = os.path.basename(path)[:-4]
            with self.subTest(name), mock.patch.dict(sys.modules, as_torch):
                with open(path) as file:
                    expected = file.read()
                got = freeze.run(path[:-4] + ".py")
                if name == "wrong_calls":
                    self.compare_errors(expected, got)
                else:
                    self.assertMultiLineEqual(got, expected)

    def compare_errors(self, expected, got):
        expected, got = ([line.rpartition(": ") for line in text.splitlines()] for text in (expected, got))
        self.assertGreater(len(expected), 220)
        self.assertEqual([call for call, _, _ in expected], [call for call, _, _ in got])
        for (call, _, torch), (_, _, ours) in zip(expected, got):
            if torch == "no error":
                self.assertEqual(ours, torch, call)
            else:
                self.assertIn(torch.split()[0], ours.split(), call)
