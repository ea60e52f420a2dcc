"""Shortest times by scipy on a graph of streets.

What passing a node costs falls due between two arcs, not at either end of a
journey, and at a crossing it hangs on whether one comes from a road or a way
that is none, and on which of them one goes on. So each node stands three
times in the graph: as the start of a journey, which costs nothing to leave,
as a place that one has come to over a road, and as one over another way.
"""

import numpy
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra


class StreetGraph:
    def __init__(self, nodes, links, mode):
        """nodes: {id: tags}; links: objects with start, end, tags, length."""
        self.ids = sorted(nodes)
        self.position = {id_: k for k, id_ in enumerate(self.ids)}
        self.arcs = {}  # (from, to, whether over a path): milliseconds
        has_road = [False] * len(self.ids)
        for link in links:
            a, b = self.position[link.start], self.position[link.end]
            forward, backward = mode.link_ms(link.length, link.tags)
            is_path = not mode.is_roadway(link.tags)
            has_road[a] = has_road[a] or not is_path
            has_road[b] = has_road[b] or not is_path
            self.keep_shorter(a, b, is_path, forward)
            self.keep_shorter(b, a, is_path, backward)
        self.turn_share = mode.turn_share
        self.matrix = self.lay([mode.passing_ms(nodes[id_])
                                for id_ in self.ids], has_road)

    def lay(self, passing, has_road):
        rows, columns, weights = [], [], []
        count = len(self.ids)
        for (a, b, is_path), ms in sorted(self.arcs.items()):
            rows.append(2 * count + a)
            columns.append(b + is_path * count)
            weights.append(ms)
            if passing[a] is None:
                continue
            delay, across = passing[a]
            for from_path in (False, True):
                turns = from_path + is_path
                if across is None and (turns > 0 or not has_road[a]):
                    continue
                wait = (across if not has_road[a] else turns
                        and int(across * self.turn_share) * turns)
                rows.append(a + from_path * count)
                columns.append(b + is_path * count)
                weights.append(ms + delay + wait)
        # A weight of nothing would be no arc to scipy: count in 1/1024 ms
        # and let such an arc take one of them.
        scaled = numpy.maximum(1024.0 * numpy.array(weights, dtype=float), 1)
        return csr_matrix((scaled, (rows, columns)),
                          shape=(3 * count, 3 * count))

    def keep_shorter(self, a, b, is_path, ms):
        if (ms is not None and a != b
                and ms < self.arcs.get((a, b, is_path), 2**31)):
            self.arcs[a, b, is_path] = ms

    def leaving(self):
        """Ids of nodes that a journey can leave and reach."""
        out = {a for a, _, _ in self.arcs}
        come = {b for _, b, _ in self.arcs}
        return [self.ids[k] for k in sorted(out & come)]

    def times(self, origins, destinations):
        """(milliseconds or -1, arcs on the way) for each pair."""
        count = len(self.ids)
        starts = [2 * count + self.position[id_] for id_ in origins]
        found, before = dijkstra(self.matrix, indices=starts,
                                 return_predecessors=True)
        answer = []
        for row, id_ in enumerate(origins):
            line = []
            for other in destinations:
                at = self.position[other]
                if found[row, at + count] < found[row, at]:
                    at += count
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
