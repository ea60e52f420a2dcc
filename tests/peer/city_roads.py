"""The streets as a city file holds them, and a GMNS copy of them."""

import csv
import json
import sqlite3
import struct

ENVELOPE_SIZE = (0, 32, 48, 48, 64)


def read_line(blob):
    """Points of a GeoPackage POINT or LINESTRING, little endian."""
    at = 8 + ENVELOPE_SIZE[blob[3] >> 1 & 7]
    kind, = struct.unpack_from("<I", blob, at + 1)
    if kind == 1:
        return [struct.unpack_from("<2d", blob, at + 5)]
    assert kind == 2, "geometry type %d" % kind
    count, = struct.unpack_from("<I", blob, at + 5)
    numbers = struct.unpack_from("<%dd" % (2 * count), blob, at + 9)
    return list(zip(numbers[::2], numbers[1::2]))


def read_tags(text, keys):
    tags = json.loads(text) if text else {}
    return {key: value for key, value in tags.items() if key in keys}


def write_gmns(city, node_path, link_path, keys):
    """node.csv and link.csv with the tags named by `keys`; degrees with
    nine decimals, metres with nine. A motorway is one-way where OSM is
    silent, and two-way where GMNS is."""
    base = sqlite3.connect("file:%s?mode=ro" % city, uri=True)
    columns = sorted(keys)
    with open(node_path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(file, ["node_id", "x_coord", "y_coord"] + columns,
                             lineterminator="\n")
        out.writeheader()
        for id_, geom, tags in base.execute(
                "SELECT node_id, geom, tags FROM road_node"):
            (lon, lat), = read_line(geom)
            out.writerow(dict(read_tags(tags, keys), node_id=id_,
                              x_coord="%.9f" % lon, y_coord="%.9f" % lat))
    columns = sorted(keys - {"highway"})
    with open(link_path, "w", encoding="utf-8", newline="") as file:
        out = csv.DictWriter(
            file, ["link_id", "from_node_id", "to_node_id", "length",
                   "facility_type", "geometry"] + columns,
            lineterminator="\n")
        out.writeheader()
        for id_, start, end, length, geom, tags in base.execute(
                "SELECT link_id, from_node_id, to_node_id, length, geom, tags"
                " FROM road_link"):
            row = read_tags(tags, keys)
            row["facility_type"] = row.pop("highway", "")
            if row["facility_type"] == "motorway":
                row.setdefault("oneway", "yes")
            wkt = ", ".join("%.9f %.9f" % p for p in read_line(geom))
            out.writerow(dict(row, link_id=id_, from_node_id=start,
                              to_node_id=end, length="%.9f" % length,
                              geometry="LINESTRING (%s)" % wkt))
    base.close()
