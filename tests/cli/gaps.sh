#!/bin/sh
# circlet gaps: what to survey, the most valuable first.
. "${srcdir:-.}/tests/cli/setup"

# ---- a town by hand ---------------------------------------------------------

# Of three persons one lives near enough only if the street is flat.
small_city city.gpkg
unknown_slopes city.gpkg
printf '%s\n' id,lon,lat,aid,kind,grade,age \
    a,116.01,40.05,none,visual,3,40 b,116.0225,40.05,none,hearing,3,40 \
    c,116.05,40.05,none,hearing,3,40 > people.csv
circlet import city.gpkg people people.csv --complete > said
list="gaps city.gpkg --policy $policy"
expect 0 'Of 3 persons 1 are undecided (travel mode: own).
Data is missing on the ways of 1 of them, at 1 street or crossing.

NO. KIND   STREET  ID PERSONS     LON   LAT MISSING
  1 street unnamed 1        1 116.015 40.05 incline

TAG     MISSING ASKED SHARE
incline       1     1  100%
' '' circlet $list --to out.csv
expect 0 'rank,kind,id,name,missing,mode,persons,lon,lat
1,link,1,,incline,own,1,116.015,40.05
' '' cat out.csv
expect 2 '' "circlet gaps: 'out.csv' exists; --force replaces it\\n" \
    circlet $list --to out.csv
circlet $list --to out.geojson > said
expect 0 '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"rank":1,"kind":"link","id":"1","name":null,"missing":"incline","mode":"own","persons":1,"lon":116.015,"lat":40.05},"geometry":{"type":"LineString","coordinates":[[116,40.05],[116.03,40.05]]}}]}\n' \
    '' cat out.geojson

# Heights out of a grid are not exact: they decide no more than they can, and
# what is left is told from a slope that is missing altogether.
cp city.gpkg hills.gpkg
{
    printf 'ncols 65\nnrows 3\nxllcenter 115.999\nyllcenter 40.049\n'
    printf 'cellsize 0.001\n'
    for row in 1 2 3; do
        for column in 1 2 3 4 5 6 7 8 9 10 11 12 13; do printf '50 50 50 50 50 '; done
        echo
    done
} > level.asc
circlet import hills.gpkg elevation level.asc --quiet > said
hills="gaps hills.gpkg --policy $policy"
expect 0 'Of 3 persons 1 are undecided (travel mode: own).
Data is missing on the ways of 1 of them, at 1 street or crossing.

NO. KIND   STREET  ID PERSONS     LON   LAT MISSING
  1 street unnamed 1        1 116.015 40.05 incline:heights

TAG             MISSING ASKED SHARE
incline:heights       1     1  100%
incline               0     1    0%

incline:heights: the slope is known from heights only, and not closely enough; a measured incline would decide.
' '' circlet $hills --to hills.csv
expect_lines 0 '^1,link,1,,incline:heights,own,1,116.015,40.05$' '' cat hills.csv
circlet $hills --to hills.geojson --json > out
jq -e '.mode == "own" and .gaps[0].mode == "own"
    and .gaps[0].missing == "incline:heights"
    and any(.tags[]; .key == "incline" and .missing == 0)' out > said
jq -e '.features[0].properties.missing == "incline:heights"' hills.geojson > said
sed 3q people.csv > two.csv
mv two.csv people.csv
circlet import hills.gpkg people people.csv --complete > said
circlet check hills.gpkg --policy "$policy" --rule B-CIRCLE-15 --json > out
jq -e 'any(.findings[]; .verdict == "undecided"
    and (.reasons | any(. == "incline_heights_unknown")
        and all(. != "tags_unknown"))
    and (.text_en | contains("the slope is known from heights only on 100 % of the streets used"))
    and (.text_zh | contains("途经的路段中100%坡度仅由高程推算而未经实测")))' out > said

# Where nothing is in doubt there is nothing to survey.
expect 0 'Of 3 persons 0 are undecided (travel mode: drive).\n' '' \
    circlet $list --mode drive

# Several modes are all named, and nobody counts twice.
expect_lines 0 '^Of 3 persons 1 are undecided (travel mode: own, walk)\.$
^ *1 street unnamed 1  *1 116\.015 40\.05 incline$' '' \
    circlet $list --mode own,walk --to both.csv
expect_lines 0 '^1,link,1,,incline,own;walk,1,116\.015,40\.05$' '' cat both.csv
circlet $list --mode own,walk --json > out
jq -e '.mode == "own;walk" and .gaps[0].mode == "own;walk"' out > said
circlet $list --year 2017 --quiet --json > out
jq -e '.mode == "" and .rules == 0' out > said
hint="Try 'circlet gaps --help' for more information.\\n"
expect 2 '' "circlet gaps: --to takes a file that ends in .geojson or .csv, \
not 'x.txt'\\n$hint" circlet $list --to x.txt
expect 3 '' "circlet gaps: rule 'B-AREA' is none of a circle: no travel time \
decides it\\n" circlet $list --rule B-AREA
expect 0 'Of 0 persons 0 are undecided.\n' \
    'circlet gaps: remark: no circle rule of the policy is in force in 2017\n' \
    circlet $list --year 2017
circlet new empty.gpkg
expect 3 '' 'circlet gaps: empty.gpkg has no roads: import them first\n' \
    circlet gaps empty.gpkg --policy "$policy"

# A crossing has the names of the streets that meet there.
printf '%s\n' node_id,x_coord,y_coord,highway,incline,kerb 1,116,40.05,,, \
    2,116.012,40.05,crossing,,yes 3,116.03,40.05,,, > node.csv
printf '%s\n' \
    link_id,from_node_id,to_node_id,length,facility_type,name,incline,surface,smoothness,width \
    1,1,2,1024,footway,甲街,0%,asphalt,good,3 \
    2,2,3,1536,footway,乙街,0%,asphalt,good,3 > link.csv
printf '%s\n' id,lon,lat,aid,kind,grade,age \
    b,116.014,40.05,manual_wheelchair,physical,3,40 > people.csv
circlet new kerb.gpkg
{
    circlet import kerb.gpkg units units.geojson --set level=street \
        --set setting=urban --complete
    circlet import kerb.gpkg people people.csv --complete
    circlet import kerb.gpkg facilities facilities.csv --complete
    circlet import kerb.gpkg roads node.csv link.csv --extent 115,39,117,41
} > said
circlet gaps kerb.gpkg --policy "$policy" --to kerb.csv > said
expect_lines 0 '^1,node,2,甲街 / 乙街,crossing;kerb,own,1,116.012,40.05$' '' \
    cat kerb.csv

# ---- the sample town --------------------------------------------------------

sample=$srcdir/geodata/sample
circlet new town.gpkg
{
    circlet import town.gpkg units "$sample/units.geojson"
    circlet import town.gpkg people "$sample/people.csv"
    circlet import town.gpkg facilities "$sample/facilities.csv" --complete
    circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
} > said 2>&1
list="gaps town.gpkg --policy $policy"
circlet $list --json --count 100000 > all
circlet $list --json > short
jq -e -s '.[0] as $all | .[1] as $short
    | ($all.gaps | length) == $all.places and ($short.gaps | length) == 20
    and $short.gaps == $all.gaps[:20]
    and $all.places > 50 and $all.persons_undecided > 100
    and $all.persons_touched == $all.persons_touched_by_listed
    and $short.persons_touched == $all.persons_touched
    and $short.persons_touched_by_listed <= $all.persons_touched
    and $short.persons_touched_by_listed >= $all.gaps[0].persons
    and $all.persons_touched <= $all.persons_undecided
    and $all.persons_undecided <= $all.persons
    and ([$all.gaps[].persons] | . == (sort | reverse))
    and all($all.gaps[]; .persons > 0 and .missing != "")
    and all($all.tags[]; .missing <= .asked)' all short > said

# Who is undecided is who makes up the difference of the bounds of check.
circlet $list --json --rule B-CIRCLE-15 > out
circlet check town.gpkg --policy "$policy" --rule B-CIRCLE-15 --json > judged ||
    [ $? -eq 1 ]
jq -e -s '.[0].persons_undecided as $open
    | [.[1].findings[] | select(.rule == "B-CIRCLE-15"
        and .verdict != "no_data")
        | .persons * (.measured_high - .measured_low)] | add
    | (. - $open | fabs) < 1e-6' out judged > said

# The first of the list, surveyed, decides some people, and is not on the list
# any more.
jq -r '.gaps[0].id' out > first
awk -F, -v id="$(cat first)" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    NR > 1 && $1 == id { $at["incline"] = "0%"; $at["smoothness"] = "good"
        $at["surface"] = "asphalt"; $at["width"] = "3" }
    { OFS = ","; $1 = $1; print }' "$sample/link.csv" > link.csv
circlet import town.gpkg roads "$sample/node.csv" link.csv > said
circlet $list --json --rule B-CIRCLE-15 --count 100000 > after
jq -e -s --arg id "$(cat first)" '.[1].persons_undecided
        < .[0].persons_undecided
    and all(.[1].gaps[]; .kind != "link" or .id != $id)' out after > said
