"""Streets from osmium's text format, cut into links: an independent reading
of what circlet's own decoder of .osm.pbf must find.

    osmium cat -f opl FILE.osm.pbf -o FILE.opl
"""

import collections
import re

import numpy

STREET_KEYS = ("highway", "railway", "waterway")

Link = collections.namedtuple("Link", "start end tags length")


def unescape(text):
    return re.sub("%([0-9a-f]+)%", lambda m: chr(int(m.group(1), 16)), text)


def read_tags(field):
    tags = {}
    for part in field.split(",") if field else ():
        key, value = part.split("=", 1)
        tags[unescape(key)] = unescape(value)
    return tags


def is_street(tags):
    return (any(key in tags for key in STREET_KEYS)
            or tags.get("route") == "ferry"
            or tags.get("natural") in ("water", "coastline")
            or tags.get("landuse") in ("reservoir", "basin"))


def is_open_water(tags):
    """Of a relation: an area of water under the sky."""
    return (tags.get("type") == "multipolygon"
            and (tags.get("natural") == "water" or "water" in tags
                 or tags.get("landuse") in ("reservoir", "basin")
                 or tags.get("waterway") in ("riverbank", "dock", "river",
                                             "canal"))
            and not {"tunnel", "bridge", "covered"} & set(tags))


def read_shores(path):
    """Ids of the ways that bound a relation of water."""
    shores = set()
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line[0] != "r":
                continue
            fields = {f[0]: f[1:] for f in line.rstrip("\n").split(" ")[1:]}
            if not is_open_water(read_tags(fields.get("T"))):
                continue
            for member in filter(None, fields.get("M", "").split(",")):
                name, role = member.split("@", 1)
                if name[0] == "w" and role in ("outer", "inner", ""):
                    shores.add(int(name[1:]))
    return shores


def with_water(tags):
    """The tags of a way that bounds a relation of water."""
    if ("highway" in tags or "railway" in tags or tags.get("route") == "ferry"
            or tags.get("natural") == "coastline"):
        return tags
    return {**tags, "natural": "water"}


# Where cars drive.
DRIVEN = {"road", "unclassified", "residential", "living_street", "service",
          "busway", "bus_guideway"}
CLASSES = {"motorway", "trunk", "primary", "secondary", "tertiary"}
WALKED = {"crossing", "footway", "path", "cycleway", "pedestrian", "bridleway"}


def is_driven(tags):
    highway = tags.get("highway", "")
    return highway in DRIVEN or highway.replace("_link", "") in CLASSES


def is_crossing(tags):
    return tags.get("highway") in WALKED and "crossing" in (
        tags.get(key) for key in ("highway", "footway", "path", "cycleway"))


def crossing_kinds(ways):
    """{node on a road that ways cross there: what they say of the kind of
    the crossing, that of the least id first; None if none does}."""
    on_road = {ref for _, tags, refs in ways if is_driven(tags)
               for ref in refs}
    kinds = {}
    for _, tags, refs in sorted(ways, key=lambda way: way[0]):
        if not is_crossing(tags):
            continue
        kind = tags.get("crossing", "no")
        if ";" in kind or kind in ("no", "yes", "island", "pedestrian"):
            kind = None
        for ref in on_road.intersection(refs):
            kinds[ref] = kinds.get(ref) or kind
    return kinds


def with_crossing(tags, kind):
    """The tags of a node on a road where ways cross it."""
    if tags.get("highway") == "traffic_signals":
        kind = kind or "traffic_signals"
    elif tags.get("highway", "crossing") != "crossing":
        kind = kind or "yes"
    more = {"highway": "crossing", **({"crossing": kind} if kind else {})}
    if not set(more) - set(tags):
        return tags
    return {**more, **tags, "circlet:from_way": "yes"}


def with_one_kind(tags):
    """A crossing of several kinds is of unknown kind."""
    if ";" not in tags.get("crossing", ""):
        return tags
    signals = tags.get("highway") == "traffic_signals"
    return {**tags, "circlet:crossing": tags["crossing"],
            "crossing": "traffic_signals" if signals else "yes"}


def mark_crossings(nodes, ways):
    """Gives nodes on roads the tags of the ways that cross them."""
    for ref, kind in crossing_kinds(ways).items():
        if ref in nodes:
            lon, lat, tags = nodes[ref]
            nodes[ref] = lon, lat, with_crossing(tags, kind)
    for ref in {ref for _, _, refs in ways for ref in refs}:
        if ref in nodes:
            lon, lat, tags = nodes[ref]
            nodes[ref] = lon, lat, with_one_kind(tags)


def read_opl(path):
    """{id: (lon, lat, tags)} of all nodes and [(id, tags, refs)] of the
    ways that are streets."""
    nodes, ways = {}, []
    shores = read_shores(path)
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line[0] not in "nw":
                continue
            fields = {f[0]: f[1:] for f in line.rstrip("\n").split(" ")[1:]}
            id_ = int(line[1:line.index(" ")])
            tags = read_tags(fields.get("T"))
            if line[0] == "n":
                if fields.get("x"):
                    nodes[id_] = (float(fields["x"]), float(fields["y"]),
                                  tags)
                continue
            if id_ in shores:
                tags = with_water(tags)
            if is_street(tags):
                refs = [int(ref[1:].split("x")[0])
                        for ref in fields["N"].split(",") if ref]
                ways.append((id_, tags, refs))
    mark_crossings(nodes, ways)
    return nodes, ways


def without_repeats(refs):
    return [ref for k, ref in enumerate(refs) if k == 0 or ref != refs[k - 1]]


def name_stretches(nodes, ways):
    """Stretches [("WAY-K", tags, refs)] between nodes that several ways
    share, that a way meets twice, that carry tags, or that end a way."""
    ways = [(id_, tags, without_repeats(refs)) for id_, tags, refs in ways]
    uses = collections.Counter(ref for _, _, refs in ways for ref in refs)
    stretches = []
    for id_, tags, refs in ways:
        pieces, piece = [], []
        for ref in refs:
            if ref not in nodes:  # the way falls apart here
                pieces.append(piece)
                piece = []
                continue
            piece.append(ref)
            if len(piece) > 1 and (uses[ref] > 1 or nodes[ref][2]):
                pieces.append(piece)
                piece = [ref]
        pieces.append(piece)
        stretches += [("%d-%d" % (id_, k), tags, kept) for k, kept in
                      enumerate(p for p in pieces if len(p) > 1)]
    return stretches


def cut_ways(nodes, ways):
    """The same without their names: [(tags, refs)]."""
    return [(tags, refs) for _, tags, refs in name_stretches(nodes, ways)]


def geodesics_m(a, b):
    """Metres between rows of (lon, lat) degrees on WGS 84: T. Vincenty,
    Survey Review 23 (1975), inverse formula, all rows at once."""
    major, flat = 6378137.0, 1 / 298.257223563
    minor = major * (1 - flat)
    a, b = numpy.radians(a), numpy.radians(b)
    u1 = numpy.arctan((1 - flat) * numpy.tan(a[:, 1]))
    u2 = numpy.arctan((1 - flat) * numpy.tan(b[:, 1]))
    span = b[:, 0] - a[:, 0]
    su1, cu1, su2, cu2 = (numpy.sin(u1), numpy.cos(u1), numpy.sin(u2),
                          numpy.cos(u2))
    turn = span
    for _ in range(12):
        sin_s = numpy.hypot(cu2 * numpy.sin(turn),
                            cu1 * su2 - su1 * cu2 * numpy.cos(turn))
        sin_s = numpy.maximum(sin_s, 1e-300)
        cos_s = su1 * su2 + cu1 * cu2 * numpy.cos(turn)
        s = numpy.arctan2(sin_s, cos_s)
        sin_a = numpy.clip(cu1 * cu2 * numpy.sin(turn) / sin_s, -1, 1)
        cos2_a = numpy.maximum(1 - sin_a**2, 1e-300)
        mid = cos_s - 2 * su1 * su2 / cos2_a
        c = flat / 16 * cos2_a * (4 + flat * (4 - 3 * cos2_a))
        turn = span + (1 - c) * flat * sin_a * (
            s + c * sin_s * (mid + c * cos_s * (2 * mid**2 - 1)))
    k = cos2_a * (major**2 - minor**2) / minor**2
    big = 1 + k / 16384 * (4096 + k * (-768 + k * (320 - 175 * k)))
    small = k / 1024 * (256 + k * (-128 + k * (74 - 47 * k)))
    fix = small * sin_s * (mid + small / 4 * (
        cos_s * (2 * mid**2 - 1)
        - small / 6 * mid * (4 * sin_s**2 - 3) * (4 * mid**2 - 3)))
    same = (a == b).all(axis=1)
    return numpy.where(same, 0.0, minor * big * (s - fix))


def links_of(nodes, stretches):
    """[Link] with geodesic lengths along all their points."""
    a, b, owner = [], [], []
    for k, (_, refs) in enumerate(stretches):
        for p, q in zip(refs, refs[1:]):
            a.append(nodes[p][:2])
            b.append(nodes[q][:2])
            owner.append(k)
    pieces = geodesics_m(numpy.array(a), numpy.array(b))
    lengths = numpy.bincount(owner, weights=pieces, minlength=len(stretches))
    return [Link(refs[0], refs[-1], tags, float(length))
            for (tags, refs), length in zip(stretches, lengths)]


def below_zero(text):
    return bool(re.fullmatch(r"-\d+(\.\d+)?", text.strip())
                and float(text) < 0)


def is_on_ground(tags):
    """Whether one gets on a street anywhere, and not at its ends alone."""
    tunnel = tags.get("tunnel")
    if (tunnel not in (None, "no", "building_passage", "culvert")
            or tags.get("bridge", "no") != "no"
            or tags.get("indoor", "no") != "no"
            or tags.get("highway") == "corridor"):
        return False
    return tunnel is not None or not any(
        below_zero(tags.get(key, "")) for key in ("layer", "level"))


def off_ground(links):
    """Nodes where a street ends that is got on at its ends alone: who stands
    there is tied to the others alone."""
    return {id_ for link in links if not is_on_ground(link.tags)
            for id_ in (link.start, link.end)}


def read_links(path):
    nodes, ways = read_opl(path)
    return nodes, links_of(nodes, cut_ways(nodes, ways))
