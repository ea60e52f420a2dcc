"""The streets of the sample town: an urban grid with blocks of flats,
villages, country and mountain roads, a motorway, a river, a railway and an
island in a lake. Written as GMNS node.csv and link.csv."""

from sample_base import (Chance, apart_dm, crosses, geodesic_m, km, lon_lat,
                         lon_lat_e6, write_csv)

GRID_DM = 2500  # distance of urban streets
GRID_X, GRID_Y = 25, 19  # how many
GRID_ORIGIN = km(10.0, 9.0)

# Where each village lies, km, and how many streets it has each way.
VILLAGE_PLACES = {
    "A": (5.0, 7.0, 4), "B": (9.2, 4.2, 4), "C": (12.8, 7.0, 6),
    "D": (17.5, 6.8, 5), "E": (14.2, 4.0, 4), "F": (7.5, 9.8, 4),
    "G": (4.5, 12.6, 3), "H": (5.0, 15.6, 5), "I": (10.8, 15.2, 3),
    "J": (13.5, 15.6, 4), "K": (8.5, 20.5, 5), "L": (14.6, 20.0, 4),
    "M": (5.5, 27.0, 3), "N": (13.6, 26.5, 3), "O": (19.0, 26.5, 3),
    "P": (23.5, 21.0, 4), "Q": (18.0, 19.0, 5), "T": (18.0, 14.4, 6),
    "U": (22.0, 14.0, 4), "V": (26.0, 14.6, 4), "W": (26.0, 10.5, 4),
    "X": (18.2, 10.6, 5), "Y": (22.0, 7.9, 4), "Z": (25.2, 4.6, 4),
}

# Country roads: class, km/h, places on the way ("u3,0": a corner of the
# urban grid). Mountain roads have m: slope in per cent, else 0.
ROADS = [
    ("primary", 60, 0, [(14.25, 0.6), "E", "u17,0"]),
    ("secondary", 50, 0, ["u0,3", "F", "A", "B", "C", "u11,0"]),
    ("tertiary", 40, 0, ["B", "E", "D", "Z"]),
    ("tertiary", 40, 0, ["F", "G"]),
    ("secondary", 50, 0, ["u24,6", "X", "Y", "Z", (29.6, 4.4)]),
    ("secondary", 50, 0, ["u24,15", "T", "U", "V", "W", "Y"]),
    ("tertiary", 40, 0, ["D", "X", "T"]),
    ("tertiary", 40, 4, ["V", "P"]),
    ("secondary", 40, 6, ["u14,18", "J", "L", "N", (13.8, 31.2)]),
    ("tertiary", 40, 5, ["u4,18", "I", "H", "G", (0.7, 12.8)]),
    ("unclassified", 30, 8, ["I", "K"]),
    ("track", 12, 11, ["K", "M"]),
    ("tertiary", 40, 5, ["T", "Q", "P"]),
    ("unclassified", 40, 7, ["Q", "O"]),
    ("unclassified", 30, 9, ["L", "Q"]),
]

RIVER = [(12.13, 29.6), (12.3, 24.0), (12.0, 18.0), (12.12, 13.6),
         (12.15, 11.8), (12.10, 10.2), (12.13, 8.9), (10.7, 5.6),
         (10.4, 1.0)]
RAILWAY = [(0.9, 11.55), (9.8, 11.13), (13.0, 11.12), (16.2, 11.14),
           (22.0, 12.2), (29.4, 12.6)]
MOTORWAY = [(16.6, 0.8), (16.5, 5.0), (16.6, 9.0), (17.0, 12.6),
            (17.2, 16.8)]
LAKE = (22.9, 12.9)  # in 湖心村; an island lies in it

# Urban streets of a higher class, by grid column or row.
ARTERIES = {"x": {0: "tertiary", 5: "secondary", 11: "primary",
                  17: "primary", 24: "secondary"},
            "y": {0: "tertiary", 3: "secondary", 6: "tertiary",
                  11: "primary", 15: "secondary", 18: "tertiary"}}
RIVER_BRIDGES = {3, 11}  # rows with a road bridge
FOOTBRIDGE = 7  # row with a footbridge: steps
RAIL_CROSSINGS = {5, 11, 17, 24}  # columns with an underpass
RAIL_STEPS = 20  # column with a foot tunnel: steps

LINK_COLUMNS = ["link_id", "from_node_id", "to_node_id", "length", "directed",
                "facility_type", "free_speed", "geometry", "name", "bridge",
                "incline", "layer", "lit", "natural", "railway", "sidewalk",
                "smoothness", "step_count", "surface", "tunnel", "waterway",
                "wheelchair", "width"]
NODE_COLUMNS = ["node_id", "x_coord", "y_coord", "barrier", "crossing",
                "ele", "highway", "kerb", "tactile_paving"]
SPEED = {"motorway": 100, "motorway_link": 50, "primary": 60,
         "secondary": 50, "tertiary": 40, "residential": 30,
         "living_street": 15, "service": 15}
ON_FOOT = {"footway", "path", "steps", "pedestrian"}


class Roads:
    def __init__(self, seed):
        self.chance = Chance(seed)
        self.nodes = []  # (place, tags)
        self.links = []  # (from, to, shape, tags)
        self.grid = {}
        self.villages = {}  # letter: list of its nodes
        self.barriers = []  # segments of river and railway
        self.add_barrier(RIVER, {"waterway": "river", "name": "栖水"}, 300)
        self.add_barrier(RAILWAY, {"railway": "rail"}, 0)
        self.add_urban_grid()
        for letter in sorted(VILLAGE_PLACES):
            self.add_village(letter)
        for road in ROADS:
            self.add_country_road(*road)
        self.add_motorway()
        self.add_lake()

    # ---- parts ------------------------------------------------------------

    def add_node(self, place, **tags):
        self.nodes.append((place, tags))
        return len(self.nodes) - 1

    def add_link(self, a, b, tags, shape=()):
        tags = dict(tags)
        way = [self.nodes[a][0], *shape, self.nodes[b][0]]
        kinds = {kind for p, q in zip(way, way[1:])
                 for c, d, kind in self.barriers if crosses(p, q, c, d)}
        if "waterway" in kinds:
            tags.update(bridge="yes", layer="1")
        if "railway" in kinds:
            tags.update(tunnel="yes", layer="-1")
        self.links.append((a, b, list(shape), tags))
        return len(self.links) - 1

    def street(self, highway, **tags):
        """Tags of a street of a class, with what a survey might add."""
        chance = self.chance
        out = {"facility_type": highway}
        if highway in SPEED:
            out["free_speed"] = SPEED[highway]
        if highway in ON_FOOT:
            out["surface"] = chance.weighted(
                [("paving_stones", 45), ("asphalt", 25), ("concrete", 15),
                 ("gravel", 8), ("", 7)])
            out["width"] = chance.weighted(
                [("2", 40), ("1.5", 25), ("1.2", 10), ("0.8", 4), ("", 21)])
            out["smoothness"] = chance.weighted(
                [("good", 30), ("intermediate", 20), ("bad", 5), ("", 45)])
            out["wheelchair"] = chance.weighted(
                [("yes", 15), ("limited", 5), ("no", 3), ("", 77)])
        elif highway not in ("motorway", "motorway_link", "track"):
            out["surface"] = chance.weighted([("asphalt", 75), ("", 25)])
            out["sidewalk"] = chance.weighted(
                [("both", 50), ("right", 10), ("no", 6), ("", 34)])
            out["lit"] = chance.weighted([("yes", 50), ("", 50)])
        out.update(tags)
        return out

    def add_barrier(self, line_km, tags, wiggle):
        kind = "waterway" if "waterway" in tags else "railway"
        line = self.way_points([km(*p) for p in line_km], 6000, wiggle)
        ids = [self.add_node(p) for p in line]
        for a, b in zip(ids, ids[1:]):
            self.add_link(a, b, tags)
        self.barriers += [(a, b, kind) for a, b in zip(line, line[1:])]

    def way_points(self, places, step, wiggle):
        """Points every `step` on the way, moved aside by up to `wiggle`."""
        line = places[:1]
        for a, b in zip(places, places[1:]):
            n = max(1, int(apart_dm(a, b)) // step)
            for k in range(1, n + 1):
                off = (0, 0)
                if k < n:
                    off = (self.chance.between(-wiggle, wiggle),
                           self.chance.between(-wiggle, wiggle))
                line.append((a[0] + (b[0] - a[0]) * k // n + off[0],
                             a[1] + (b[1] - a[1]) * k // n + off[1]))
        return line

    # ---- the town ---------------------------------------------------------

    def add_urban_grid(self):
        for j in range(GRID_Y):
            for i in range(GRID_X):
                place = (GRID_ORIGIN[0] + i * GRID_DM + self.jitter(180),
                         GRID_ORIGIN[1] + j * GRID_DM + self.jitter(180))
                self.grid[i, j] = self.add_node(place,
                                                **self.crossing_tags(i, j))
        for j in range(GRID_Y):
            for i in range(GRID_X):
                if i + 1 < GRID_X:
                    self.add_urban_street((i, j), (i + 1, j), "y", j)
                if j + 1 < GRID_Y:
                    self.add_urban_street((i, j), (i, j + 1), "x", i)

    def jitter(self, limit):
        return self.chance.between(-limit, limit)

    def crossing_tags(self, i, j):
        if i not in ARTERIES["x"] or j not in ARTERIES["y"]:
            return {}
        return {
            "highway": "crossing",
            "crossing": self.chance.weighted(
                [("traffic_signals", 60), ("marked", 30), ("", 10)]),
            "kerb": self.chance.weighted(
                [("lowered", 45), ("flush", 20), ("raised", 15), ("", 20)]),
            "tactile_paving": self.chance.weighted(
                [("yes", 40), ("no", 20), ("", 40)]),
        }

    def add_urban_street(self, a, b, axis, line):
        """One side of a block; some are missing, some are not roads."""
        highway = ARTERIES[axis].get(line, "residential")
        p, q = self.nodes[self.grid[a]][0], self.nodes[self.grid[b]][0]
        cut = {kind for c, d, kind in self.barriers if crosses(p, q, c, d)}
        tags = self.street(highway)
        if "waterway" in cut and line not in RIVER_BRIDGES:
            if line != FOOTBRIDGE:
                return
            tags = self.street("steps", step_count="38", name="望水桥")
        elif "railway" in cut and line not in RAIL_CROSSINGS:
            if line != RAIL_STEPS:
                return
            tags = self.street("steps", step_count="42")
        elif not cut and highway == "residential":
            tags = self.small_street()
        if tags:
            self.add_link(self.grid[a], self.grid[b], tags)

    def small_street(self):
        kind = self.chance.weighted(
            [("residential", 73), ("oneway", 6), ("footway", 9),
             ("living_street", 4), ("missing", 8)])
        if kind == "missing":
            return None
        if kind == "oneway":
            return self.street("residential", directed="1")
        return self.street(kind)

    def add_block(self, i, j):
        """Paths between the houses of block (i, j): a ring, tied to two or
        three of its corners. Gives the nodes of the ring."""
        corners = [self.grid[i, j], self.grid[i + 1, j],
                   self.grid[i + 1, j + 1], self.grid[i, j + 1]]
        ring = []
        for dx, dy in ((0, 0), (1, 0), (1, 1), (0, 1)):
            place = (GRID_ORIGIN[0] + i * GRID_DM + 750 + dx * 1000,
                     GRID_ORIGIN[1] + j * GRID_DM + 750 + dy * 1000)
            ring.append(self.add_node(
                (place[0] + self.jitter(100), place[1] + self.jitter(100))))
        for k in range(4):
            kind = self.chance.weighted(
                [("footway", 45), ("service", 40), ("living_street", 15)])
            self.add_link(ring[k], ring[(k + 1) % 4], self.street(kind))
        gates = self.chance.weighted([((0, 2), 40), ((1, 3), 40),
                                      ((0, 1, 2), 20)])
        for k in gates:
            self.add_gate(ring[k], corners[k])
        return ring

    def add_gate(self, inner, corner):
        """A gate between a block and the street: a node with a barrier, on
        a service road that chairs can pass."""
        a, b = self.nodes[inner][0], self.nodes[corner][0]
        tags = self.chance.weighted(
            [({"barrier": "gate"}, 30), ({"barrier": "kerb",
                                          "kerb": "lowered"}, 25),
             ({"barrier": "bollard"}, 10), ({}, 35)])
        gate = self.add_node(((a[0] + b[0]) // 2, (a[1] + b[1]) // 2), **tags)
        self.add_link(inner, gate, self.street("service"))
        self.add_link(gate, corner, self.street("service"))

    # ---- the country ------------------------------------------------------

    def add_village(self, letter):
        x, y, n = VILLAGE_PLACES[letter]
        mountain = letter in "MNKLOPQGHIJ"
        middle = km(x, y)
        ids = {}
        for j in range(n):
            for i in range(n):
                place = (middle[0] + (2 * i - n + 1) * 450 + self.jitter(120),
                         middle[1] + (2 * j - n + 1) * 450 + self.jitter(120))
                ids[i, j] = self.add_node(place)
        for j in range(n):
            for i in range(n):
                if i + 1 < n:
                    self.add_lane(ids[i, j], ids[i + 1, j], mountain)
                if j + 1 < n and (i in (0, n - 1) or
                                  not self.chance.percent(25)):
                    self.add_lane(ids[i, j], ids[i, j + 1], mountain)
        self.villages[letter] = [ids[k] for k in sorted(ids)]

    def add_lane(self, a, b, mountain):
        kind = self.chance.weighted(
            [("residential", 62), ("service", 16), ("track", 10),
             ("path", 8), ("steps", 4 if mountain else 0)])
        tags = self.street(kind)
        if kind == "track":
            tags.update(surface=self.chance.pick(["gravel", "dirt", ""]),
                        smoothness=self.chance.pick(["bad", "intermediate",
                                                     ""]))
        if kind == "steps":
            tags["step_count"] = str(self.chance.between(5, 40))
        elif mountain and self.chance.percent(45):
            tags["incline"] = "%d%%" % self.chance.between(-9, 9)
        self.add_link(a, b, tags)

    def stop(self, place):
        """The node of a named place; of a village the one that is nearest
        to where the road comes from is chosen by the caller."""
        if isinstance(place, tuple):
            return [self.add_node(km(*place))]
        if place.startswith("u"):
            i, j = place[1:].split(",")
            return [self.grid[int(i), int(j)]]
        return self.villages[place]

    def add_country_road(self, highway, speed, slope, places):
        stops = [self.stop(place) for place in places]
        for here, there in zip(stops, stops[1:]):
            a, b = min(
                ((p, q) for p in here for q in there),
                key=lambda pair: (apart_dm(self.nodes[pair[0]][0],
                                           self.nodes[pair[1]][0]), pair))
            self.add_stretch(highway, speed, slope, a, b)

    def add_stretch(self, highway, speed, slope, a, b):
        line = self.way_points([self.nodes[a][0], self.nodes[b][0]],
                               2500, 900 if slope else 350)
        ids = [a] + [self.add_node(p, **self.height(p, slope))
                     for p in line[1:-1]] + [b]
        for p, q in zip(ids, ids[1:]):
            tags = {"facility_type": highway, "free_speed": speed,
                    "surface": "gravel" if highway == "track" else "asphalt"}
            if slope:
                tags["incline"] = "%d%%" % self.chance.between(-slope, slope)
            self.add_link(p, q, tags, self.hairpins(p, q, slope))

    def height(self, place, slope):
        return {"ele": str(120 + place[1] // 400)} if slope else {}

    def hairpins(self, a, b, slope):
        """Shape points that swing from side to side on a steep road."""
        if slope < 5:
            return ()
        (ax, ay), (bx, by) = self.nodes[a][0], self.nodes[b][0]
        swing = self.chance.between(10, 22)
        return [(ax + (bx - ax) * k // 4 - (by - ay) * swing * way // 100,
                 ay + (by - ay) * k // 4 + (bx - ax) * swing * way // 100)
                for k, way in ((1, 1), (2, -1), (3, 1))]

    def add_motorway(self):
        places = [km(*p) for p in MOTORWAY]
        north = self.way_points(places, 8000, 0)
        for shift, line in ((60, north), (-60, north[::-1])):
            ids = [self.add_node((x + shift, y)) for x, y in line]
            for a, b in zip(ids, ids[1:]):
                self.add_link(a, b, self.street("motorway", directed="1"))
            self.add_ramps(ids)

    def add_ramps(self, ids):
        """Up from 沙窝村 and down to 东原村, or back."""
        for letter in "DT":
            a, b = min(((p, q) for p in ids[1:-1]
                        for q in self.villages[letter]),
                       key=lambda pair: (apart_dm(self.nodes[pair[0]][0],
                                                  self.nodes[pair[1]][0]),
                                         pair))
            for p, q in ((a, b), (b, a)):
                self.add_link(p, q, self.street("motorway_link",
                                                directed="1"))

    def add_lake(self):
        x, y = km(*LAKE)
        shore = [(30, 0), (22, 22), (0, 30), (-22, 22), (-30, 0), (-22, -22),
                 (0, -30), (22, -22)]
        for scale, tags in ((170, {"natural": "water", "name": "镜湖"}),
                            (40, None)):
            ids = [self.add_node((x + dx * scale, y + dy * scale))
                   for dx, dy in shore]
            for a, b in zip(ids, ids[1:] + ids[:1]):
                self.add_link(a, b, tags or self.street("path"))

    def survey(self, is_there):
        """Somebody has looked at every street and crossing of a place."""
        for a, b, _, tags in self.links:
            highway = tags.get("facility_type", "")
            if highway and is_there(self.nodes[a][0]) and \
                    is_there(self.nodes[b][0]):
                for key, value in (("surface", "asphalt"),
                                   ("smoothness", "good"), ("width", "2"),
                                   ("incline", "0%")):
                    tags[key] = tags.get(key) or value
        for place, tags in self.nodes:
            if tags.get("highway") == "crossing" and is_there(place):
                tags["crossing"] = tags.get("crossing") or "marked"

    # ---- out --------------------------------------------------------------

    def write(self, node_path, link_path):
        places = [lon_lat_e6(place) for place, _ in self.nodes]
        rows = []
        for k, (place, tags) in enumerate(self.nodes):
            lon, lat = lon_lat(place)
            rows.append(dict(tags, node_id=k + 1, x_coord=lon, y_coord=lat))
        write_csv(node_path, NODE_COLUMNS, rows)
        rows = []
        for k, (a, b, shape, tags) in enumerate(self.links):
            way = [places[a], *map(lon_lat_e6, shape), places[b]]
            length = sum(geodesic_m(p, q) for p, q in zip(way, way[1:]))
            row = dict(tags, link_id=k + 1, from_node_id=a + 1,
                       to_node_id=b + 1, length="%.2f" % length)
            row.setdefault("directed", "0")
            if shape:
                row["geometry"] = "LINESTRING (%s)" % ", ".join(
                    "%s %s" % lon_lat(p)
                    for p in [self.nodes[a][0], *shape, self.nodes[b][0]])
            rows.append(row)
        write_csv(link_path, LINK_COLUMNS, rows)
