#!/bin/sh
# A source that is shifted against the streets is told with the figures, and
# never moved.
. "${srcdir:-.}/tests/cli/setup"

# Crooked streets of some 300 m in 116.30 to 116.42, and boundary stones near
# them, by a generator of our own: awk's is another on each machine.
awk 'function next_random() { s = (s * 69069 + 12345) % 4294967296
        return s / 4294967296 }
    BEGIN { s = 6; n = 40
        print "node_id,x_coord,y_coord" > "node.csv"
        print "link_id,from_node_id,to_node_id,length,facility_type" > "link.csv"
        print "id,lon,lat" > "plain.csv"
        for (i = 0; i <= n; i++) for (k = 0; k <= n; k++) {
            x[i, k] = 116.3 + i * 0.003 + (next_random() - 0.5) * 0.002
            y[i, k] = 39.84 + k * 0.003 + (next_random() - 0.5) * 0.002
            printf "%d,%.7f,%.7f\n", i * 100 + k, x[i, k], y[i, k] > "node.csv"
        }
        for (i = 0; i < n; i++) for (k = 0; k < n; k++) for (w = 0; w < 2; w++) {
            a = i + (w == 0); b = k + (w == 1); l++
            printf "%d,%d,%d,300,residential\n", l, i * 100 + k, a * 100 + b > "link.csv"
            if (i > 10 && i < 30 && k > 10 && k < 30) {
                t = next_random()
                printf "p%d,%.9f,%.9f\n", l,
                    x[i, k] + t * (x[a, b] - x[i, k]) + (next_random() - 0.5) * 1e-4,
                    y[i, k] + t * (y[a, b] - y[i, k]) + (next_random() - 0.5) * 1e-4 > "plain.csv"
            }
        } }'
for datum in gcj02 bd09; do
    circlet convert plain.csv --to-datum $datum --to $datum.csv > made.txt
    circlet convert plain.csv --datum $datum --to un$datum.csv > made.txt
    circlet convert node.csv --lon x_coord --lat y_coord --to-datum $datum \
        --to node-$datum.csv > made.txt
done

# city [NODES]: a new one, with its streets.
city() {
    rm -f city.gpkg
    circlet new city.gpkg
    [ -z "${1-}" ] || circlet import city.gpkg roads "$1" link.csv > made.txt
}
remarks() { circlet import city.gpkg "$@" --json 2> err.txt | jq -r '.remarks[]'; }
expect_remark() {
    pattern=$1
    shift
    remarks "$@" > out.txt
    { [ "$(wc -l < out.txt)" -eq 1 ] && grep -q -e "$pattern" out.txt; } || {
        cat out.txt >&2
        explain remark circlet import city.gpkg "$@"
    }
}
expect_no_remark() {
    remarks "$@" > out.txt
    [ ! -s out.txt ] || {
        cat out.txt >&2
        explain remark circlet import city.gpkg "$@"
    }
}
command -v jq > /dev/null || exit 77

city node.csv
expect_no_remark sites plain.csv
for datum in gcj02 bd09; do
    [ $datum = gcj02 ] && name=GCJ-02 || name=BD-09
    city node.csv
    expect_remark "^sites look shifted: of 722 points [0-9]*% lie within 10 m of a street (median [0-9]* m), but as $name 100% (median [0-9] m); probably the datum $datum of the source was not given; nothing was moved\$" \
        sites $datum.csv
    sqlite3 city.gpkg 'SELECT remark FROM source WHERE layer = '"'sites'" |
        cmp - out.txt
    # Nothing was moved.
    sqlite3 -separator , city.gpkg 'SELECT count(*) FROM site' | grep -qx 722
    city node.csv
    expect_no_remark sites $datum.csv --datum $datum
    city node.csv
    expect_remark "^sites look shifted: .* but turned into $name 100% .* the streets were imported without their datum $datum, or" \
        sites plain.csv --datum $datum
    # Streets that come later.
    city
    expect_no_remark sites $datum.csv
    expect_remark "^sites look shifted: .* of these streets .* but as $name 100% .* imported without their datum $datum; nothing" \
        roads node.csv link.csv
    # Streets that were drawn on such a map, and said to be.
    mkdir -p turned && cp node-$datum.csv turned/node.csv && cp link.csv turned
    city
    expect_no_remark roads turned/node.csv turned/link.csv --datum $datum
    expect_no_remark sites plain.csv
    city
    expect_no_remark sites plain.csv
    mkdir -p $datum && cp node-$datum.csv $datum/node.csv && cp link.csv $datum
    expect_remark "^these streets look shifted: against sites, .* with the streets as $name 100% .* the datum $datum of the streets was not given; nothing" \
        roads $datum/node.csv $datum/link.csv
done

# Too few, or without streets.
head -100 gcj02.csv > few.csv
city node.csv
expect_no_remark sites few.csv
city
expect_no_remark sites gcj02.csv
