"""density.py CELLS.json people.csv PLANE.txt CENTRES.txt: cells against scipy
and numpy. The text files are what gdaltransform made of the people and of the
cells' centres in the plane. The city reaches far beyond all kernels."""
import csv
import json
import sys

import numpy as np
from scipy.spatial.distance import cdist
from scipy.stats import norm

with open(sys.argv[1], encoding="utf-8") as file:
    told = json.load(file)
with open(sys.argv[2], encoding="utf-8") as file:
    weights = np.array([float(row["weight"]) for row in csv.DictReader(file)])
people = np.loadtxt(sys.argv[3])[:, :2]
centres = np.loadtxt(sys.argv[4])[:, :2]

size = told["cell_m"]
hexagons = told["shape"] == "hexagon"
area = size * size * (np.sqrt(3) / 2 if hexagons else 1)

# The rule of thumb.
middle = np.average(people, axis=0, weights=weights)
far = np.hypot(*(people - middle).T)
order = np.argsort(far, kind="stable")
half = np.searchsorted(np.cumsum(weights[order]), weights.sum() / 2)
rule = 0.9 * min(np.sqrt(np.average(far ** 2, weights=weights)),
                 far[order][half] / np.sqrt(np.log(2))) \
    * weights.sum() ** -0.2
if told["kernel"] == "gaussian":
    rule /= np.sqrt(8)
if told["bandwidth_by_rule"]:
    assert abs(told["bandwidth_m"] - rule) < 0.01, (told["bandwidth_m"], rule)
bandwidth = rule if told["bandwidth_by_rule"] else told["bandwidth_m"]

# Where the cells are.
columns = np.array([int(c["id"].split(":")[2]) for c in told["cells"]])
rows = np.array([int(c["id"].split(":")[3]) for c in told["cells"]])
if hexagons:
    lattice = np.column_stack(((columns + (rows % 2) / 2) * size,
                               rows * size * np.sqrt(3) / 2))
else:
    lattice = np.column_stack(((columns + 0.5) * size, (rows + 0.5) * size))
assert np.abs(lattice - centres).max() < 0.02, np.abs(lattice - centres).max()

# How many people: against the density itself. A gaussian is cut off where four
# of a million are left; else such small cells make no difference.
apart = cdist(centres, people)
if told["kernel"] == "gaussian":
    # A plane's normal density, out of that of a line.
    expected = norm.pdf(apart, scale=bandwidth) * norm.pdf(0, scale=bandwidth)
else:
    share = np.clip(1 - (apart / bandwidth) ** 2, 0, None)
    expected = 3 / np.pi / bandwidth ** 2 * share ** 2
expected = expected @ weights * area
found = np.array([c["persons"] for c in told["cells"]])
worst = np.abs(found - expected).max() / expected.max()
assert worst < 1e-5, worst
assert abs(found.sum() - weights.sum()) < 1e-6 * len(found)
print(f"{told['shape']} {told['kernel']}: {len(found)} cells, bandwidth "
      f"{bandwidth:.1f} m, off by {worst:.1e} of the densest at most")
