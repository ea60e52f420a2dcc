#!/bin/sh
# Densities: a small town by hand, as layers of a city and its export, what
# is refused, and the sample town against an own reckoning.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg

# Four persons in four cells of a kilometre; the street has 94.7 km2.
expect 0 'all: 4 persons
4 cells (square) of 1000 m; areas are true, lengths up to 0.0004% off
counted in cells, without a kernel
cell              longitude latitude persons km2 per km2 
40N116E:s1000:0:5 116.00586 40.04953       1   1       1 internal: few persons
40N116E:s1000:1:5 116.01758 40.04953       1   1       1 internal: few persons
40N116E:s1000:4:5 116.05274 40.04952       1   1       1 internal: few persons
40N116E:s1000:4:8 116.05276 40.07654       1   1       1 internal: few persons
' '' circlet density city.gpkg --cell 1000 --kernel none
expect 0 'unit name   persons    km2 per km2 per 1,000 residents 
s1   东街道       4 94.748   0.042                   4 internal: few persons
' '' sh -c "'$CIRCLET' density city.gpkg --level street | tail -2"
expect 0 'all: 4 persons
unit name   persons    km2 per km2 per 1,000 residents 
s1   东街道       4 94.748   0.042                   4 
' '' circlet density city.gpkg --level street --small 2
circlet density city.gpkg --level street -o unit.csv --quiet > said
expect 0 'id,name,level,persons,persons_low,persons_high,area_km2,per_km2,'\
'residents,per_1000,internal
s1,东街道,street,4,4,4,94.74837,0.042,1000,4,1
' '' cat unit.csv
expect_lines 0 '"subject":"kind visual, grade 3","level":"street",' '' \
    circlet density city.gpkg --level street --kind visual --grade 3 --json
expect_lines 0 '"persons":2,"persons_low":2,"persons_high":2,' '' \
    circlet density city.gpkg --level street --kind visual --grade 3 --json

# Whom the circle leaves out: one is too far away, one lives off every road,
# and perhaps has a way all the same.
to_homes="density city.gpkg --policy $policy --uncovered B-CIRCLE-15"
expect_lines 0 '^uncovered B-CIRCLE-15: 2 persons' '' circlet $to_homes
circlet $to_homes --level street --json > uncovered.json
circlet check city.gpkg --policy "$policy" --rule B-CIRCLE-15 --json \
    > found.json || true
jq -e --slurpfile found found.json '
    .units[0].persons as $persons |
    ($found[0].findings[] | select(.rule == "B-CIRCLE-15")) as $f |
    4 - $f.measured * 4 - $persons | fabs < 1e-9' uncovered.json > said

# ---- what is refused --------------------------------------------------------

hint="Try 'circlet density --help' for more information.\\n"
refuse() { # MESSAGE ARGUMENT...
    message=$1
    shift
    expect 2 '' "circlet density: $message\\n$hint" \
        circlet density city.gpkg "$@"
}
refuse "option '--grid' takes square, hexagon, not 'round'" --grid round
refuse "option '--kernel' takes quartic, gaussian, none, not 'flat'" \
    --kernel flat
refuse "option '--cell' takes metres from 1 to 1000000, not '0'" --cell 0
refuse "option '--bandwidth' takes metres from 1 to 1000000, not 'x'" \
    --bandwidth x
refuse "option '--level' takes city, district, street, community, not 'house'" \
    --level house
refuse "option '--grade' takes a range such as 1-2, not '2-1'" --grade 2-1
refuse "option '--grade' takes a range such as 1-2, not '5'" --grade 5
refuse "option '--age' takes a range such as 60-79 or 80-, not '-'" --age -
refuse "option '--small' takes a number of persons, not '-1'" --small -1
refuse '--cell is about cells, --level about units: give one of them' \
    --level street --cell 100
refuse '--group needs --policy' --group certified
refuse '--uncovered needs --policy' --uncovered B-CIRCLE-15
refuse '--mode needs --uncovered' --mode walk
refuse "'x.gpkg': a density is written as .geojson or .csv; --save and \
circlet export make layers of it" -o x.gpkg
expect 2 '' 'circlet density: cells of 1 m would be 21 million, which take '\
'0.8 GB of memory; at most 20 million are made: take cells of 3 m\n' \
    circlet density city.gpkg --cell 1 --bandwidth 600
expect 2 '' 'circlet density: origin 116.5,40 is not of whole degrees on the '\
'Earth\n' circlet density city.gpkg --origin 116.5,40
expect 3 '' "circlet density: policy 'beijing-2018' has no circle rule \
'B-AREA'\\n" circlet density city.gpkg --policy "$policy" --uncovered B-AREA
expect 2 '' 'circlet density: people of an age need a year: give it, or a '\
'policy\n' circlet density city.gpkg --age 60-
circlet new empty.gpkg
expect 0 'all: not known, no people were imported
0 cells (square) of 250 m; areas are true, lengths up to 0% off
kernel quartic, bandwidth 250 m by the rule of thumb
' '' circlet density empty.gpkg
circlet density empty.gpkg --json > out
jq -e '.persons == null and .persons_low == 0 and .persons_high == null' out \
    > said || { cat out >&2; exit 1; }

# ---- as layers of a city and its export -------------------------------------

for container in gpkg sqlite; do
    if [ $container = sqlite ]; then
        circlet new probe.sqlite 2> said || continue
        small_city city.sqlite
    fi
    city=city.$container
    circlet density $city --cell 500 --grid hexagon --save --quiet > said
    circlet density $city --cell 500 --grid hexagon --save --quiet > again
    cmp said again
    circlet density $city --level street --save --quiet > said
    circlet density $city --level street --kind visual --save --quiet > said
    [ "$(sqlite3 $city "SELECT count(DISTINCT id) = count(*) AND
        abs(sum(persons) - 4) < 1e-9 AND min(area_km2) > 0 AND
        count(DISTINCT run) = 1 AND min(internal) = 1
        FROM density_cell")" -eq 1 ]
    [ "$(sqlite3 $city 'SELECT group_concat(subject || persons)
        FROM density_unit')" = 'all4.0,kind visual2.0' ]
    [ "$(sqlite3 $city "SELECT count(*) FROM run
        WHERE command LIKE 'density%'")" -eq 3 ]
    # Of few people nothing leaves the city.
    rm -f map.gpkg
    circlet export $city --to map.gpkg --quiet > said
    [ "$(sqlite3 map.gpkg 'SELECT (SELECT count(*) FROM density_unit) +
        (SELECT count(*) FROM density_cell)')" -eq 0 ]
    circlet density $city --cell 500 --grid hexagon --save --quiet \
        --small 1e-9 > said
    circlet density $city --level street --save --quiet --small 1e-9 > said
    circlet density $city --level street --kind visual --save --quiet \
        --small 1e-9 > said
    circlet export $city --to map.gpkg --quiet --force > said
    [ "$(sqlite3 map.gpkg "SELECT group_concat(table_name || ' ' || data_type)
        FROM gpkg_contents WHERE table_name LIKE 'density%'")" = \
        'density_cell features,density_unit features' ]
    [ "$(sqlite3 map.gpkg "SELECT count(*) FROM density_unit
        WHERE geom IS NOT NULL AND name = '东街道'")" -eq 2 ]
    [ "$(sqlite3 map.gpkg 'SELECT count(*) FROM density_cell')" -eq \
        "$(sqlite3 $city 'SELECT count(*) FROM density_cell')" ]
done
if command -v ogrinfo > said; then
    ogrinfo -q map.gpkg -dialect sqlite -sql 'SELECT min(ST_IsValid(geom)) AS
        valid, count(*) > 0 AS any_there FROM density_cell' > valid
    grep -q 'valid (Integer) = 1' valid
fi

# People who come or go make another density.
expect_lines 0 'imported into people' 'circlet import: remark: saved '\
'densities of cells were dropped: they no longer hold\ncirclet import: '\
'remark: saved densities of units were dropped: they no longer hold\n' \
    circlet import city.gpkg people people.csv --complete
[ "$(sqlite3 city.gpkg 'SELECT (SELECT count(*) FROM density_cell) +
    (SELECT count(*) FROM density_unit) + (SELECT count(*) FROM run
    WHERE command LIKE "density%")')" -eq 0 ]

# ---- the sample town --------------------------------------------------------

command -v python3 > said || { echo 'no python3' >&2; exit 77; }
sample=$srcdir/geodata/sample
circlet new town.gpkg
{
    circlet import town.gpkg units "$sample/units.geojson"
    circlet import town.gpkg people "$sample/people.csv"
} > made
for grid in square hexagon; do
    for kernel in quartic gaussian none; do
        circlet density town.gpkg --grid $grid --kernel $kernel --cell 400 \
            --threads 1 --json -o cells.geojson --force > one.json
        circlet density town.gpkg --grid $grid --kernel $kernel --cell 400 \
            --threads 5 --json -o again.geojson --force > five.json
        cmp cells.geojson again.geojson
        sed 's/again.geojson/cells.geojson/' five.json | cmp - one.json
        python3 "$srcdir/tests/cli/density_expect.py" one.json cells.geojson \
            "$sample/people.csv"
    done
done
