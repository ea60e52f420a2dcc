#!/bin/sh
# Times of real cities by either engine, and to the nearest, against a textbook
# Dijkstra's search over the streets: every mode, every bound, to the
# millisecond.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
modes=$srcdir/geodata/modes
need_data heidelberg/heidelberg.osm.pbf
heidelberg=$data_file
need_data porto/porto.osm.pbf
porto=$data_file
need_data andorra_mountain/andorra.osm.pbf
andorra=$data_file
need_data andorra_mountain/N42E001.hgt.zip
heights=$data_file

# compare CITY ORIGINS DESTINATIONS CUTOFFS MODE: fails if a time differs, or
# if there was nothing to compare.
compare() {
    "$plain_times" "$1.gpkg" "$2" "$3" "$4" "$modes/$5.yaml" > out || {
        cat out
        exit 1
    }
    awk -F, -v what="$1, $5, $2 x $3 points" \
        'END { print what ": " $4 " pairs within cutoffs, 0 differences" }' out
}

# exercised COLUMN MODE: some of the pairs are of that kind.
exercised() {
    awk -F, -v column="$1" -v mode="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == column) at = i }
        $1 == mode { sum += $at }
        END { exit !(sum > 0) }' out || {
        echo "no pair is $1: $2"
        exit 1
    }
}

for city in heidelberg porto andorra; do
    circlet new $city.gpkg
done
circlet import heidelberg.gpkg roads "$heidelberg" --quiet > said
circlet import porto.gpkg roads "$porto" --quiet > said
circlet import andorra.gpkg roads "$andorra" --quiet > said
circlet import andorra.gpkg elevation "$heights" --quiet > said

# More origins than destinations and fewer: circlet searches from the fewer.
for city in heidelberg porto andorra; do
    for mode in "$modes"/*.yaml; do
        name=$(basename "$mode" .yaml)
        if [ "$name" = drive ]; then
            compare $city 40 60 600,1800 drive
        else
            compare $city 160 130 900,2700 "$name"
            exercised on_one_street "$name"
        fi
        exercised straight "$name"
    done
    # Signs count for those who drive.
    [ $city != heidelberg ] || {
        compare $city 60 40 1800 drive
        exercised turned drive
    }
done
