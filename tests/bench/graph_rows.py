"""Prints the arcs of a graph file as CSV (id, tail, head, ms), or the nodes
that the benches start from.

    graph_rows.py GRAPH [SOURCES]
"""

import sys

import numpy

MASK = 2**64 - 1


def main():
    with open(sys.argv[1], "rb") as file:
        if file.read(4) != b"BGR1":
            sys.exit(sys.argv[1] + ": no graph")
        nodes, arcs = numpy.fromfile(file, "<u4", 2).tolist()
        first = numpy.fromfile(file, "<u4", nodes + 1)
        heads = numpy.fromfile(file, "<u4", arcs)
        times = numpy.fromfile(file, "<u4", arcs)
    if len(sys.argv) > 2:
        state, found = 20240607, []
        for _ in range(int(sys.argv[2])):
            state = (state + 0x9E3779B97F4A7C15) & MASK
            z = state
            z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
            z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
            found.append(str((z ^ (z >> 31)) % nodes))
        print(",".join(found))
        return
    tails = numpy.repeat(numpy.arange(nodes), numpy.diff(first.astype(int)))
    rows = numpy.column_stack((numpy.arange(arcs), tails, heads, times))
    numpy.savetxt(sys.stdout, rows, "%d", ",")


main()
