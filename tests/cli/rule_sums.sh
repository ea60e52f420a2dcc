#!/bin/sh
# What the findings of a rule come to: nobody is counted twice, and one rule in
# one mode is one row. What mends several is priced with one site as without.
. "${srcdir:-.}/tests/cli/setup"

command -v jq > /dev/null || { echo 'no jq' >&2; exit 77; }

# ---- the city beside its streets --------------------------------------------

# 21 persons at a station with 4 free places; 10 in a street of no known
# setting, which counts nobody.
small_city city.gpkg
unit() {
    printf '{"type":"Feature","properties":{"code":"%s","name":"%s","level":"%s"},"geometry":{"type":"Polygon","coordinates":[[[%s,40],[%s,40],[%s,40.1],[%s,40.1],[%s,40]]]}}' \
        "$1" "$2" "$3" "$4" "$5" "$5" "$4" "$4"
}
printf '{"type":"FeatureCollection","features":[%s,%s]}\n' \
    "$(unit c 全市 city 116 116.2)" "$(unit s2 西街道 street 116.1 116.2)" \
    > whole.geojson
awk 'BEGIN { print "id,lon,lat,aid,kind,grade,age,certified,needs"
    for (i = 1; i <= 21; i++)
        print substr("abcdefghijklmnopqrstu", i, 1) \
            ",116.01,40.05,none,hearing,3,40,1,day_care"
    for (i = 1; i <= 10; i++)
        print "p" i ",116.15,40.05,none,hearing,3,40,1,day_care" }' \
    > people.csv
printf '%s\n' id,name,type,lon,lat,services \
    h1,日间照料站,day_care_station,116.01,40.05,day_care:4:0 > facilities.csv
{
    circlet import city.gpkg units whole.geojson
    circlet import city.gpkg people people.csv --complete
    circlet import city.gpkg facilities facilities.csv --complete
} > said
circlet check city.gpkg --policy "$policy" --rule A-DAYCARE --json > out ||
    [ $? -eq 1 ]
jq -e '[.findings[] | [.unit, .verdict, .persons, .persons_covered]] == [
        ["c", "advice", 31, 4], ["s1", "fail", 21, 4],
        ["s2", "no_data", 10, null]]
    and (.rules | length) == 1
    and (.rules[0] | .units == 3 and .persons == 21 and .persons_covered == 4
        and .share_low == 0 and .share_high == 4 / 21)' out > said
expect_lines 0 '^A-DAYCARE own     0    1      1         0       1      21       4 19% (0%-19%) ' \
    '' circlet check city.gpkg --policy "$policy" --rule A-DAYCARE
circlet report city.gpkg --policy "$policy" -o city.html --quiet > said
grep -q '<tr data-rule="A-DAYCARE">.*<td class="n" data-v="0.19">19%</td></tr>$' \
    city.html

# ---- one row for a rule in a mode -------------------------------------------

# In s1 nobody is in the group, in s2 the setting is not known.
circlet check city.gpkg --policy "$policy" --rule A-DEVICE,A-REHAB-ADULT \
    --json > out || [ $? -eq 1 ]
jq -e '[.rules[] | [.rule, .mode, .units]] == [["A-REHAB-ADULT", null, 2],
    ["A-REHAB-ADULT/reach", "own", 2], ["A-DEVICE", null, 2],
    ["A-DEVICE/reach", "own", 2]]' out > said

# ---- more to be built than there are sites ----------------------------------

sample_town town.gpkg
beds() {
    circlet check "$1" --policy "$policy" --rule A-BEDS-SPECIAL \
        --unit 990102 --fix --json > out || [ $? -eq 1 ]
    jq -r '.findings[0].fix_en' out
}
grep -v '^S25,' "$srcdir/geodata/sample/sites.csv" > sites.csv
cp town.gpkg fewer.gpkg
circlet import fewer.gpkg sites sites.csv > said
[ "$(beds fewer.gpkg)" = 'Mended by 2 more special welfare institutions with at least 50 beds each, for 32,000,000 CNY in the first year, prices assumed in part.' ]
# The site costs 16,000,000.
[ "$(beds town.gpkg)" = 'Mended by 1 more special welfare institution with at least 50 beds at 东原工业园 and 1 more special welfare institution with at least 50 beds, for 48,000,000 CNY in the first year, prices assumed in part.' ]
