#!/bin/sh
# Every form in which osmium writes a file of streets gives the same network,
# byte for byte; what cannot be read is an error that says so.
. "${srcdir:-.}/tests/cli/setup"

shared=${CIRCLET_SHARED:-$srcdir/../shared}
streets=$shared/data/monaco/monaco.osm.pbf
[ -f "$streets" ] || {
    echo "no $streets: set CIRCLET_SHARED" >&2
    exit 77
}
command -v osmium > /dev/null || { echo 'no osmium' >&2; exit 77; }

# rows FILE: all rows of the network that it gives.
rows() {
    rm -f city.gpkg
    circlet new city.gpkg
    circlet import city.gpkg roads "$1" --quiet > .said
    /usr/bin/python3 - city.gpkg <<'END'
import sqlite3, sys
base = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
for table in "road_node", "road_link":
    for row in base.execute("SELECT * FROM %s ORDER BY fid" % table):
        print(table, *map(repr, row))
END
}

# same NAME FILE: it gives the rows in want.
same() {
    rows "$2" > have
    cmp want have || {
        echo "osm_variants.sh: $1 gives another network" >&2
        exit 1
    }
    echo "$1: the same $(wc -l < have) rows"
}
write() { osmium cat --no-progress --overwrite "$@"; }

# all FILE: its forms against itself.
all() {
    rows "$1" > want
    [ "$(grep -c road_link want)" -gt "$2" ]
    write "$1" -o form.osm.pbf
    same 'as osmium writes it' form.osm.pbf
    write "$1" -f pbf,pbf_dense_nodes=false -o form.osm.pbf
    same 'plain nodes' form.osm.pbf
    write "$1" -f pbf,pbf_compression=none -o form.osm.pbf
    same 'not compressed' form.osm.pbf
    write "$1" -f pbf,pbf_dense_nodes=false,pbf_compression=none \
        -o form.osm.pbf
    same 'plain nodes, not compressed' form.osm.pbf
    write "$1" -f pbf,add_metadata=false -o form.osm.pbf
    same 'without metadata' form.osm.pbf
    write "$1" -f pbf,add_metadata=all -o form.osm.pbf
    same 'with all metadata' form.osm.pbf
    osmium add-locations-to-ways --no-progress --overwrite \
        --ignore-missing-nodes -n "$1" \
        -o form.osm.pbf
    same 'places on ways' form.osm.pbf
    osmium add-locations-to-ways --no-progress --overwrite \
        --ignore-missing-nodes "$1" \
        -o form.osm.pbf 2> .said
    same 'places on ways, without nodes' form.osm.pbf
    osmium sort --no-progress --overwrite "$1" -o form.osm.pbf
    same 'sorted' form.osm.pbf
    for type in node way relation; do
        write "$1" -t $type -o $type.osm.pbf
    done
    write relation.osm.pbf way.osm.pbf node.osm.pbf -o form.osm.pbf
    same 'relations, ways, nodes' form.osm.pbf
    write way.osm.pbf node.osm.pbf relation.osm.pbf \
        -f pbf,pbf_dense_nodes=false -o form.osm.pbf
    same 'ways, plain nodes, relations' form.osm.pbf
}

# fails TEXT FILE
fails() {
    circlet new fails.gpkg
    status=0
    circlet import fails.gpkg roads "$2" > .out 2> .err || status=$?
    [ "$status" -eq 3 ] && grep -q -e "$1" .err || {
        cat .out .err >&2
        echo "osm_variants.sh: $2: status $status, not '$1'" >&2
        exit 1
    }
    rm fails.gpkg
    echo "$2: $1"
}

all "$streets" 3000
for strategy in simple complete_ways; do
    osmium extract --no-progress --overwrite -s $strategy \
        -b 7.415,43.73,7.425,43.74 "$streets" -o cut.osm.pbf
    echo "cut out, $strategy:"
    all cut.osm.pbf 300
done

for compression in lz4 zstd; do
    if write "$streets" -f pbf,pbf_compression=$compression \
        -o $compression.osm.pbf 2> .said; then
        fails "compression $compression cannot be read (zlib can)" \
            $compression.osm.pbf
    else
        echo "osmium here writes no $compression"
    fi
done
write "$streets" -f osh.pbf -o history.osm.pbf
fails "the feature 'HistoricalInformation', which cannot be read" \
    history.osm.pbf
osmium tags-filter --no-progress --overwrite "$streets" n/amenity \
    -o nothing.osm.pbf
fails 'no street: none of 0 ways has the tag highway' nothing.osm.pbf
osmium tags-filter --no-progress --overwrite -R -i "$streets" w/highway \
    -o streetless.osm.pbf
fails 'has the tag highway' streetless.osm.pbf
head -c 1000000 "$streets" > short.osm.pbf
fails 'file is cut off at byte 1000000, within the blob at byte ' short.osm.pbf
for suffix in osm osm.bz2; do
    write node.osm.pbf -o map.$suffix
    fails 'convert it with osmium cat -o FILE.osm.pbf' map.$suffix
done
