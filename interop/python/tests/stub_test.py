"""The stubs: every name that is there at run time and no other, and what mypy makes of a program."""

import ast
import os
import re
import site
import tempfile
import unittest

import numpy
import tessera as T
from mypy import api
from tessera import _core

FOLDER = os.path.dirname(os.path.abspath(T.__file__))


def parse(name):
    """A module's stub, or its source where that has the annotations itself."""
    for path in (name + ".pyi", name + ".py"):
        if os.path.exists(os.path.join(FOLDER, path)):
            with open(os.path.join(FOLDER, path)) as file:
                return ast.parse(file.read())
    raise AssertionError(f"no file for {name}")


def names_in(body):
    """The names that statements of a module or a class define; of `from x import *`, the modules."""
    names, stars = set(), []
    for node in body:
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.AnnAssign):
            names.add(node.target.id)
        elif isinstance(node, ast.Assign):
            names |= {n.id for target in node.targets for n in ast.walk(target) if isinstance(n, ast.Name)}
        elif isinstance(node, ast.ImportFrom):
            if node.names[0].name == "*":
                stars.append(node.module)
            else:
                names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Import):
            names |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
    return names, stars


def module_names(name):
    names, stars = names_in(parse(name).body)
    for star in stars:
        names |= module_names(os.path.join(os.path.dirname(name), star) if star != "_core" else "_core")
    return names


def class_names(module, *classes):
    found = set()
    for node in parse(module).body:
        if isinstance(node, ast.ClassDef) and node.name in classes:
            found |= names_in(node.body)[0]
    return found


def public(names):
    return {name for name in names if not name.startswith("_")}


class StubTest(unittest.TestCase):

    def test_modules_have_every_name(self):
        for module, name in [(T, "__init__"), (_core, "_core"), (T.nn.functional, "nn/functional"),
                             (T.autograd, "autograd/__init__")]:
            there = {n for n in public(vars(module)) if not isinstance(vars(module)[n], type(os))}
            # A private op is there under its name, too.
            there |= {n for n in vars(module) if n in _core._op_table and module in (T, _core)}
            self.assertEqual(sorted(there - module_names(name)), [], name)
        stubs = module_names("nn/modules")
        self.assertEqual(sorted(set(T.nn.modules.__all__) - stubs), [])
        self.assertEqual(sorted(n for n in public(stubs) if not hasattr(T.nn.modules, n) and n not in TYPING), [])

    def test_stubs_have_no_other_name(self):
        for module, name in [(T, "__init__"), (_core, "_core"), (T.nn.functional, "nn/functional")]:
            extra = {n for n in public(module_names(name)) - TYPING if not hasattr(module, n)}
            self.assertEqual(sorted(extra), [], name)

    def test_classes_have_every_name(self):
        tensor = class_names("_core", "Tensor") | class_names("_ops", "TensorOps")
        inherited = set(dir(object)) | {"__module__", "__weakref__", "__dict__", "__delattr__", "__setattr__"}
        self.assertEqual(sorted(set(vars(T.Tensor)) - tensor - inherited), [])
        self.assertEqual(sorted(n for n in tensor if not hasattr(T.Tensor, n)), [])
        for name in ("dtype", "device", "Size", "Generator", "_FInfo", "_IInfo", "Node"):
            there = {n for n in vars(getattr(_core, name)) if not n.startswith("__")}
            self.assertEqual(sorted(there ^ {n for n in class_names("_core", name) if not n.startswith("__")}), [], name)

    def test_every_row_of_the_table(self):
        functions, methods = module_names("_ops"), class_names("_core", "Tensor") | class_names("_ops", "TensorOps")
        for name, (_, forms, _) in _core._op_table.items():
            self.assertTrue("f" not in forms or name in functions, name)
            self.assertTrue("m" not in forms or name in methods, name)
            self.assertTrue("i" not in forms or name + "_" in methods, name)

    def test_what_python_files_define_is_annotated(self):
        for folder, _, files in os.walk(FOLDER):
            for file in files:
                path = os.path.relpath(os.path.join(folder, file), FOLDER)
                if not path.endswith(".py") or path.startswith(NOT_ANNOTATED) or \
                        os.path.exists(os.path.join(FOLDER, path + "i")):
                    continue
                classes = [n for n in parse(path[:-3]).body if isinstance(n, ast.ClassDef) and not n.name.startswith("_")]
                for scope in [parse(path[:-3]), *classes]:
                    for node in scope.body:
                        if isinstance(node, ast.FunctionDef) and (not node.name.startswith("_") or node.name == "__init__"):
                            self.assertIsNotNone(node.returns, f"{path}: {node.name}")

    def test_mypy(self):
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "typed_program.py")
        path = [os.path.dirname(FOLDER)]
        packages = os.path.dirname(os.path.dirname(numpy.__file__))
        if packages not in site.getsitepackages():
            path.append(packages)  # mypy looks into its own interpreter's packages only.
        os.environ["MYPYPATH"] = os.pathsep.join(path)
        with tempfile.TemporaryDirectory() as cache:
            out, errors, _ = api.run(["--strict", "--no-error-summary", "--hide-error-context", "--show-absolute-path",
                                      "--cache-dir", cache, program])
        self.assertEqual(errors, "")
        expected = {}
        with open(program) as file:
            for number, line in enumerate(file, 1):
                if code := re.search(r"# error: ([\w-]+)$", line):
                    expected[number] = code[1]
        got = {}
        for line in out.splitlines():
            file, number, kind, text = re.match(r"(.+?):(\d+): (\w+): (.*)", line).groups()
            if kind != "error":
                continue
            # Bodies of the package's own functions are not checked strictly, its stubs are.
            self.assertFalse(file.startswith(FOLDER) and file.endswith(".pyi"), line)
            if os.path.basename(file) == os.path.basename(program):
                got[int(number)] = re.search(r"\[([\w-]+)\]$", text)[1]
        self.assertEqual(got, expected, out)


# Names that stubs import to write types with.
TYPING = {"Any", "Callable", "ClassVar", "EllipsisType", "ItemsView", "Iterable", "Iterator", "KeysView", "Literal",
          "Mapping", "ModuleType", "NamedTuple", "NoReturn", "OrderedDict", "Sequence", "SupportsIndex", "Tensor",
          "TensorOps", "TypeVar", "ValuesView", "overload"}
# What attaches itself to Tensor (its stub has it) and what only the package calls.
NOT_ANNOTATED = ("_tensor.py", "_serialization.py", "utils", "array_api")
