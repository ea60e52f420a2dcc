"""scipy's side of the routing bench: csgraph.dijkstra with a limit.

    reach_scipy.py GRAPH CUTOFF_S SOURCES
"""

import sys
import time

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

MASK = 2**64 - 1
ROWS_AT_ONCE = 2 * 10**7  # numbers in a block of rows


def sources(count, nodes):
    """The nodes of bench_sources() in graph_file.c."""
    state, found = 20240607, []
    for _ in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        found.append((z ^ (z >> 31)) % nodes)
    return found


def main():
    path, cutoff_ms, count = sys.argv[1], float(sys.argv[2]) * 1000, \
        int(sys.argv[3])
    with open(path, "rb") as file:
        if file.read(4) != b"BGR1":
            sys.exit(path + ": no graph")
        nodes, arcs = numpy.fromfile(file, "<u4", 2).tolist()
        first = numpy.fromfile(file, "<u4", nodes + 1).astype(numpy.int32)
        heads = numpy.fromfile(file, "<u4", arcs).astype(numpy.int32)
        times = numpy.fromfile(file, "<u4", arcs).astype(float)
    graph = csr_matrix((times, heads, first), shape=(nodes, nodes))
    picked = sources(count, nodes)
    step = max(1, min(count, ROWS_AT_ONCE // nodes))
    start = time.perf_counter()
    reached, total = 0, 0.0
    for i in range(0, count, step):
        rows = dijkstra(graph, indices=picked[i:i + step], limit=cutoff_ms)
        near = numpy.isfinite(rows)
        reached += int(near.sum())
        total += rows[near].sum()
    seconds = time.perf_counter() - start
    print(f"{seconds / count * 1e6:.3f} us a source, "
          f"{reached / count:.1f} reached, sum {total:.0f}")


main()
