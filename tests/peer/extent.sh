#!/bin/sh
# The extent that the streets show, where the file's header does not say it:
# within what an independent count of Heidelberg's streets allows.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python numpy
need_data heidelberg/heidelberg.osm.pbf
need_command osmium
streets=$data_file
osmium cat --no-progress -f opl -o streets.opl "$streets"
circlet new city.gpkg
circlet import city.gpkg roads "$streets" > counts 2> said
grep -q "the box in the file's header is far larger than its streets" said
circlet info city.gpkg --json > info.json

# A header that can be believed is, even where streets lead out of it.
osmium extract --no-progress --overwrite --set-bounds -s complete_ways \
    -b 8.65,49.38,8.72,49.43 "$streets" -o cut.osm.pbf
circlet new cut.gpkg
circlet import cut.gpkg roads cut.osm.pbf > counts 2> cut_said
! grep -q extent cut_said
circlet info cut.gpkg --json > cut.json

# Without its header, the streets show it nearly as well.
osmium cat --no-progress cut.osm.pbf -f opl -o cut.opl
osmium cat --no-progress --overwrite cut.opl -o bare.osm.pbf
circlet new bare.gpkg
circlet import bare.gpkg roads bare.osm.pbf > counts 2> bare_said
circlet info bare.gpkg --json > bare.json

PYTHONPATH=$srcdir/tests/peer "$python" - << 'END'
import json, re
import opl_streets

def extent(name):
    tables = json.load(open(name))["tables"]
    return next(t["extent"] for t in tables if t["name"] == "network_extent")

def boxes(name):
    nodes, ways = opl_streets.read_opl(name)
    for _, tags, refs in ways:
        places = [nodes[ref][:2] for ref in refs if ref in nodes]
        if "highway" in tags and places:
            x, y = zip(*places)
            yield min(x), min(y), max(x), max(y)

def outside(name, box):
    return sum(w < box[0] or s < box[1] or e > box[2] or n > box[3]
               for w, s, e, n in boxes(name))

def said_outside(name):
    return tuple(map(int, re.search(r"(\d+) of (\d+) street ways lead out",
                                    open(name).read()).groups()))

west, south, east, north = box = extent("info.json")
count, strays = sum(1 for _ in boxes("streets.opl")), outside("streets.opl", box)
assert said_outside("said") == (strays, count), (strays, count)
assert strays < 0.03 * count
# 90 % of the nodes lie within 8.635-8.819 E, 49.355-49.489 N.
assert 8.57 < west < 8.635 and 8.819 < east < 8.86, box
assert 49.33 < south < 49.355 and 49.489 < north < 49.52, box
print("Heidelberg: %d of %d ways outside %s" % (strays, count, box))

cut = 8.65, 49.38, 8.72, 49.43
have = extent("cut.json")
assert all(abs(a - b) < 1e-6 for a, b in zip(have, cut)), have
bare = extent("bare.json")
assert said_outside("bare_said")[0] == outside("cut.opl", bare) > 0
assert bare[0] >= cut[0] and bare[1] >= cut[1], bare
assert bare[2] <= cut[2] and bare[3] <= cut[3], bare
assert all(abs(a - b) < 0.005 for a, b in zip(bare, cut)), bare
print("cut out: %s, without a header %s" % (have, bare))
END
