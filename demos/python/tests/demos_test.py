"""Runs the demos and looks at what they made."""

import os
import re
import subprocess
import sys
import tempfile
import unittest

os.environ.setdefault("MPLCONFIGDIR", os.environ.get("TEST_TMPDIR", tempfile.gettempdir()))  # Its cache of fonts, for all.
import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np
import tessera as torch
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tessera.utils import make_grid
from tessera.utils.tensorboard import SummaryWriter

FOLDER, DATA = "demos/python", "demos/data"


class DemosTest(unittest.TestCase):

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def run_demo(self, name, *args):
        paths = os.pathsep.join(path for path in sys.path if path)
        environment = {**os.environ, "PYTHONPATH": paths}
        return subprocess.run([sys.executable, os.path.join(FOLDER, name), *args], env=environment, stdout=subprocess.PIPE, text=True,
                              check=True).stdout

    def picture(self, name):
        """[H, W, channels] in 0 to 1; one of one colour alone would be a failure to draw."""
        pixels = plt.imread(os.path.join(self.folder, name))
        self.assertGreater(pixels[..., :3].std(), 0.05, name)
        return pixels

    def test_digits(self):
        out = self.run_demo("digits.py", DATA, "6")
        self.assertGreater(float(re.search(r"Test accuracy ([\d.]+)%", out)[1]), 90)

    def test_spirals(self):
        out = self.run_demo("spirals.py", self.folder, "400")
        self.assertGreater(float(re.search(r"right ([\d.]+)%", out)[1]), 97)
        self.assertGreater(self.picture("spirals.png").shape[1], 1000)

    def test_hidden_pca(self):
        out = self.run_demo("hidden_pca.py", DATA, self.folder, "8")
        before, after = map(float, re.search(r"spread ([\d.]+) before and ([\d.]+) after", out).groups())
        self.assertGreater(after, 1.5 * before)
        self.assertGreater(float(re.search(r"accuracy ([\d.]+)%", out)[1]), 93)
        self.picture("hidden_pca.png")

    def test_pictures(self):
        names = self.run_demo("pictures.py", DATA, self.folder).split()
        self.assertEqual(len(names), 5)
        sizes = {os.path.basename(name): self.picture(name).shape[:2] for name in names}
        self.assertEqual(sizes["digits_grid.png"], (4 * (48 + 3) + 3, 16 * (48 + 3) + 3))
        self.assertEqual(sizes["volume_grid.png"], (6 * (96 + 3) + 3, 8 * (96 + 3) + 3))
        # What was written is what was given.
        digits = self.picture("digits_grid.png")
        first = np.loadtxt(os.path.join(DATA, "digits.csv"), delimiter=",", max_rows=1, comments="p")[:64].reshape(8, 8) / 16
        np.testing.assert_allclose(digits[3:51:6, 3:51:6, 0], first, atol=1 / 255)

    def test_tensorboard_log(self):
        out = self.run_demo("tensorboard_log.py", DATA, self.folder, "3")
        log = EventAccumulator(self.folder, size_guidance={"scalars": 0, "images": 0})
        log.Reload()
        tags = log.Tags()
        self.assertLessEqual({"loss/train", "accuracy/test"}, set(tags["scalars"]))
        losses = [event.value for event in log.Scalars("loss/train")]
        self.assertEqual([event.step for event in log.Scalars("loss/train")], list(range(len(losses))))
        self.assertLess(np.mean(losses[-10:]), np.mean(losses[:10]) / 3)
        accuracy = float(re.search(r"test accuracy ([\d.]+)%", out)[1])
        self.assertAlmostEqual(100 * log.Scalars("accuracy/test")[-1].value, accuracy, delta=0.06)
        self.assertEqual((log.Images("digits")[0].width, log.Images("digits")[0].height), (16 * 10 + 2, 4 * 10 + 2))
        self.assertEqual(len(log.Images("units")), 3)
        self.assertIn("weights/first", tags["histograms"])
        places = {name: os.path.join(root, name) for root, _, names in os.walk(self.folder) for name in names}
        self.assertEqual(np.loadtxt(places["tensors.tsv"]).shape, (400, 64))
        with open(places["metadata.tsv"]) as file:
            self.assertEqual({line.strip() for line in file}, set("0123456789"))
        self.assertEqual(plt.imread(places["sprite.png"]).shape[:2], (160, 160))
        with open(places["projector_config.pbtxt"]) as file:
            self.assertIn("metadata.tsv", file.read())

    def test_S19c_tensors_as_they_are(self):
        t = torch.arange(12.).view(3, 4)
        figure, axis = plt.subplots()
        self.assertEqual(axis.imshow(t).get_array().tolist(), t.tolist())
        self.assertEqual(axis.plot(t[0], t[1])[0].get_xydata().tolist(), t[:2].t().tolist())
        self.assertEqual(axis.scatter(t[0], t[1], c=t[2]).get_offsets().tolist(), t[:2].t().tolist())
        self.assertEqual(axis.hist(t.flatten(), bins=3)[0].tolist(), [4, 4, 4])
        plt.close(figure)

        with SummaryWriter(self.folder) as writer:
            for i, value in enumerate((torch.tensor(1.5), torch.tensor(1.5, requires_grad=True), torch.tensor(1.5, dtype=torch.bfloat16),
                                       1.5, np.float64(1.5))):
                writer.add_scalar("s", value, i)
            picture = torch.rand(3, 4, 5)
            writer.add_image("i", picture)
            writer.add_image("g", make_grid(torch.rand(4, 1, 2, 2)))
            writer.add_images("n", torch.rand(2, 3, 4, 4))
            writer.add_histogram("h", t)
        log = EventAccumulator(self.folder)
        log.Reload()
        self.assertEqual([event.value for event in log.Scalars("s")], [1.5] * 5)
        path = os.path.join(self.folder, "i.png")
        with open(path, "wb") as file:
            file.write(log.Images("i")[0].encoded_image_string)
        np.testing.assert_allclose(plt.imread(path), picture.permute(1, 2, 0), atol=1.01 / 255)

    def test_under_100_lines(self):
        demos = {name for name in os.listdir(FOLDER) if name.endswith(".py")} - {"__init__.py"}  # Bazel may add one.
        self.assertEqual(len(demos), 5)
        for name in demos:
            with open(os.path.join(FOLDER, name)) as file:
                self.assertLess(len(file.readlines()), 100, name)


if __name__ == "__main__":
    unittest.main()
