"""Shortest times by scipy on a graph of streets.

What passing a node costs falls due between two arcs, not at either end of a
journey. So each node stands twice in the graph: as the start of a journey,
which costs nothing to leave, and as a place that is passed.
"""

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra


class StreetGraph:
    def __init__(self, nodes, links, mode):
        """nodes: {id: tags}; links: objects with start, end, tags, length."""
        self.ids = sorted(nodes)
        self.position = {id_: k for k, id_ in enumerate(self.ids)}
        through = [mode.through_ms(nodes[id_]) for id_ in self.ids]
        self.arcs = {}
        for link in links:
            a, b = self.position[link.start], self.position[link.end]
            forward, backward = mode.link_ms(link.length, link.tags)
            self.keep_shorter(a, b, forward)
            self.keep_shorter(b, a, backward)
        rows, columns, weights = [], [], []
        count = len(self.ids)
        for (a, b), ms in sorted(self.arcs.items()):
            rows.append(count + a)
            columns.append(b)
            weights.append(ms)
            if through[a] is not None:
                rows.append(a)
                columns.append(b)
                weights.append(ms + through[a])
        # A weight of nothing would be no arc to scipy: count in 1/1024 ms
        # and let such an arc take one of them.
        scaled = numpy.maximum(1024.0 * numpy.array(weights, dtype=float), 1)
        self.matrix = csr_matrix((scaled, (rows, columns)),
                                 shape=(2 * count, 2 * count))

    def keep_shorter(self, a, b, ms):
        if ms is not None and a != b and ms < self.arcs.get((a, b), 2**31):
            self.arcs[a, b] = ms

    def leaving(self):
        """Ids of nodes that a journey can leave and reach."""
        out = {a for a, _ in self.arcs}
        return [self.ids[k] for k in sorted(out & {b for _, b in self.arcs})]

    def times(self, origins, destinations):
        """(milliseconds or -1, arcs on the way) for each pair."""
        count = len(self.ids)
        starts = [count + self.position[id_] for id_ in origins]
        found, before = dijkstra(self.matrix, indices=starts,
                                 return_predecessors=True)
        answer = []
        for row, id_ in enumerate(origins):
            line = []
            for other in destinations:
                at = self.position[other]
                if other == id_:
                    line.append((0, 0))
                elif numpy.isinf(found[row, at]):
                    line.append((-1, 0))
                else:
                    line.append((int(found[row, at] // 1024),
                                 self.arcs_before(before[row], at)))
            answer.append(line)
        return answer

    @staticmethod
    def arcs_before(before, at):
        arcs = 0
        while before[at] >= 0:
            at = before[at]
            arcs += 1
        return arcs
