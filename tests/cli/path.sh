#!/bin/sh
# circlet path: a way with the reason of each delay, and why there is none.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
way="path city.gpkg --policy $policy --mode walk"

# ---- text, JSON, GeoJSON ----------------------------------------------------

# 85.3 m of the second link: 2560 m x 0.001 / 0.03 degrees, at 1.2 m/s.
expect 0 'walk: 24:53 for 1792 m

STEP STREET  ID      M      S  TIME WHY
   1 unnamed 1  1706.7 1422.2 23:42 1.2 m/s
   2 unnamed 2    85.3   71.1 24:53 1.2 m/s
' '' circlet $way --from 116.01,40.05 --to 116.031,40.05
expect 0 '{"mode":"drive","bound":"nominal","from":[116.018,40.0502],"to":[116.01,40.05],"facility":"h1","seconds":314.847,"metres":711.54,"steps":[{"step":1,"kind":"off_road","id":null,"name":null,"backward":null,"metres":28.87,"seconds":36.543,"seconds_so_far":36.543,"causes":[{"effect":"off_road","when":null,"value":0.79,"seconds":36.543,"share":null,"source":"Tolerico et al. 2007: manual wheelchair, mean 0.79 (SD 0.19) m/s, n = 52","assumed":false}]},{"step":2,"kind":"boarding","id":null,"name":null,"backward":null,"metres":0,"seconds":180,"seconds_so_far":216.543,"causes":[{"effect":"boarding","when":null,"value":180,"seconds":180,"share":null,"source":null,"assumed":true}]},{"step":3,"kind":"link","id":"1","name":null,"backward":true,"metres":682.67,"seconds":98.304,"seconds_so_far":314.847,"causes":[{"effect":"speed","when":"highway=residential","value":6.944444,"seconds":98.304,"share":null,"source":null,"assumed":true}]}]}\n' \
    '' circlet path city.gpkg --policy "$policy" --mode drive \
    --from 116.018,40.0502 --facility h1 --json
circlet $way --from 116.01,40.05 --to 116.018,40.05 -o way.geojson > said
expect 0 '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"mode":"walk","bound":"nominal","step":1,"kind":"link","id":"1","name":null,"backward":false,"metres":682.67,"seconds":568.889,"seconds_so_far":568.889,"why":"1.2 m/s"},"geometry":{"type":"LineString","coordinates":[[116.01,40.05],[116.018,40.05]]}}]}\n' \
    '' cat way.geojson
expect 2 '' "circlet path: 'way.geojson' exists; --force replaces it\\n" \
    circlet $way --from 116.01,40.05 --to 116.018,40.05 -o way.geojson

# What is not known adds to the time, and is said to.
unknown_slopes city.gpkg
expect_lines 0 '^walk, bound max: 19:06 for 683 m$
^   1 unnamed 1  682.7 1145.6 19:06 1.2 m/s; what is not known: +576.7 s$' '' \
    circlet $way --from 116.018,40.05 --facility h1 --bound max

# A facility is reached at its nearest entrance.
printf '%s\n' facility,lon,lat h1,116.0101,40.05 h1,116.0099,40.05 > doors.csv
circlet import city.gpkg entrances doors.csv > said
circlet $way --from 116.018,40.05 --facility h1 --json > out
jq -e '.to == [116.0101, 40.05] and .facility == "h1"' out > said

# It takes one mode, one facility, one time.
expect_lines 0 '^Usage: circlet path .* --mode MODE \[OPTION\]
^ *--facility ID 
^ *--mode MODE 
^ *--cutoff MINUTES ' '' circlet path --help
expect 2 '' "circlet path: option '--mode' needs a value: MODE
Try 'circlet path --help' for more information.\n" circlet path city.gpkg --mode

# A mode out of a file, without a policy.
expect_lines 0 '^stick: 17:47 for 683 m$' '' circlet path city.gpkg \
    --from 116.01,40.05 --to 116.018,40.05 \
    --mode "$srcdir/geodata/modes/stick.yaml"

# A delay between two streets, with the tags that it comes from.
printf '%s\n' node_id,x_coord,y_coord,highway,crossing 1,116,40.05,, \
    2,116.005,40.05,crossing, 3,116.01,40.05,, > node.csv
printf '%s\n' link_id,from_node_id,to_node_id,length,facility_type,name \
    1,1,2,427,footway,甲街 2,2,3,427,footway,乙街 > link.csv
circlet new crossing.gpkg
circlet import crossing.gpkg roads node.csv link.csv \
    --extent 115,39,117,41 > said
over="path crossing.gpkg --policy $policy --mode manual_wheelchair \
    --from 116,40.05 --to 116.01,40.05"
expect 0 'manual_wheelchair: 18:31 for 854 m

STEP STREET           ID   M     S  TIME WHY
   1 甲街             1  427 540.5  9:01 0.79 m/s
   2 crossing or gate           30  9:31 waits 30 s (highway=crossing or traffic_signals, crossing not traffic_signals or pelican or toucan or puffin or zebra or marked or uncontrolled or unmarked or informal or no)
   3 乙街             2  427 540.5 18:31 0.79 m/s
' '' circlet $over
# At its worst nothing can be passed, which is no matter of metres: any street
# may be too steep. (That these are footways no policy can know to be flat.)
expect 3 '' "circlet path: no street that is sure to be passed in mode \
'manual_wheelchair' lies within 100 m of 116, 40.05 and at most 30 m beyond \
the nearest that may be, with no barrier between
circlet path: remark: there may be a way all the same: --bound min finds one \
of 18 min, with what is not known at its best
" circlet $over --bound max

# Going nowhere takes no time, even where there is no street.
expect 0 'walk: 0:00 for 0 m\n\n' '' circlet $way --from 116.05,40.08 \
    --to 116.05,40.08
expect 0 '{"mode":"drive","bound":"max","from":[116.05,40.08],"to":[116.05,40.08],"facility":null,"seconds":0,"metres":0,"steps":[]}\n' \
    '' circlet path city.gpkg --policy "$policy" --mode drive --bound max \
    --from 116.05,40.08 --to 116.05,40.08 --json

# Who goes straight by car has to get in, too.
circlet path city.gpkg --policy "$policy" --mode drive --bound min \
    --from 116.05,40.08 --to 116.01,40.05 --json > out
jq -e '[.steps[].kind] == ["boarding", "off_road"]
    and .steps[0].seconds == 180 and .seconds == .steps[1].seconds_so_far' \
    out > said

# Steps before the door do not hide the street behind them from a wheelchair:
# 5 and 60 m north of the home; a street 95 m off is too far beyond that.
printf '%s\n' node_id,x_coord,y_coord 1,116,40.000045 2,116.01,40.000045 \
    3,116,40.00054 4,116.01,40.00054 5,116,39.99914 6,116.01,39.99914 \
    > node.csv
printf '%s\n' link_id,from_node_id,to_node_id,length,facility_type \
    1,1,2,854,steps 2,3,4,854,residential 3,5,6,854,residential > link.csv
circlet new steps.gpkg
circlet import steps.gpkg roads node.csv link.csv \
    --extent 115,39,117,41 > said
behind="path steps.gpkg --policy $policy --from 116.002,40 --to 116.008,40 --json"
circlet $behind --mode walk > out
jq -e '[.steps[] | select(.kind == "link").id] == ["1"]' out > said
for mode in manual_wheelchair powered_wheelchair drive; do
    circlet $behind --mode $mode > out
    jq -e '[.steps[] | select(.kind == "link").id] == ["2"]
        and .steps[0].kind == "off_road" and (.steps[0].metres - 78 | fabs) < 1' out > said
done

# ---- there is none ----------------------------------------------------------

expect 3 '' "circlet path: no street that can be passed in mode 'walk' lies \
within 100 m of 116.05, 40.08 with no barrier between
circlet path: remark: the nearest street that the mode can pass lies 3331 m \
from 116.05,40.08
circlet path: remark: there may be a way all the same: --bound min finds one \
of 66.1 min, with what is not known at its best
" circlet $way --from 116.05,40.08 --facility h1
expect 3 '' "circlet path: no street that can be passed in mode 'walk' lies \
within 100 m of 116.05, 40.08 with no barrier between\\n" \
    circlet $way --from 116.05,40.08 --facility h1 --quiet
expect 3 '' "circlet path: no way in mode 'walk' from 116.01, 40.05 to \
116.018, 40.05 takes at most 300 s\\n" \
    circlet $way --from 116.01,40.05 --to 116.018,40.05 --cutoff 5
expect 3 '' "circlet path: there is no facility 'h9'\\n" \
    circlet $way --from 116.01,40.05 --facility h9

hint="Try 'circlet path --help' for more information.\\n"
expect 2 '' "circlet path: say where the way ends: either --to or --facility
$hint" circlet $way --from 116.01,40.05
expect 2 '' "circlet path: option '--from' takes LON,LAT, not '116.01'
$hint" circlet $way --from 116.01 --to 116.018,40.05
expect 2 '' "circlet path: option '--to' takes LON,LAT, not '116,91'
$hint" circlet $way --from 116.01,40.05 --to 116,91
expect 2 '' "circlet path: option '--cutoff' takes minutes up to 1440, not '0'
$hint" circlet $way --from 116.01,40.05 --to 116,40 --cutoff 0
expect 3 '' "circlet path: policy 'beijing-2018' has no mode 'fly'\\n" \
    circlet path city.gpkg --policy "$policy" --mode fly --from 116,40 \
    --to 116,40
# Where circlet is not installed there are no modes to look among.
status=0
circlet path city.gpkg --mode fly --from 116,40 --to 116,40 2> said ||
    status=$?
[ "$status" -eq 3 ]
grep -q "there is no mode 'fly'; 'circlet modes' lists\|is not installed" said
circlet new empty.gpkg
expect 3 '' 'circlet path: empty.gpkg has no roads: import them first\n' \
    circlet path empty.gpkg --policy "$policy" --mode walk --from 116,40 \
    --to 116,40

# ---- the sample town --------------------------------------------------------

sample=$srcdir/geodata/sample
circlet new town.gpkg
{
    circlet import town.gpkg units "$sample/units.geojson"
    circlet import town.gpkg people "$sample/people.csv"
    circlet import town.gpkg facilities "$sample/facilities.csv" --complete
    circlet import town.gpkg roads "$sample/node.csv" "$sample/link.csv"
} > said 2>&1
town="town.gpkg --policy $policy"

# The time of a way is to the millisecond the one from which on a home counts
# as reached; and its steps and their causes add up to it.
compared=0
for home in $(awk -F, 'NR % 701 == 2 { print $2 "," $3 }' \
    "$sample/people.csv"); do
    for mode in walk manual_wheelchair drive; do
        for bound in min nominal max; do
            circlet path $town --from "$home" --facility W02 --mode $mode \
                --bound $bound --cutoff 120 --quiet --json > way 2> why ||
                continue
            jq -e '(.seconds - ([.steps[].seconds] | add) | fabs) < 1e-6
                and (.metres - ([.steps[].metres] | add) | fabs) < 1
                and all(.steps[];
                    (.seconds - ([.causes[].seconds] | add) | fabs) < 1e-4)' \
                way > said
            cutoffs=$(jq -r '"\((.seconds - 0.001) / 60),\(.seconds / 60)"' way)
            circlet isochrone $town --facility W02 --mode $mode \
                --bound $bound --cutoff "$cutoffs" --cell 200 --quiet > areas
            jq -e '[.features[].properties.persons_reached] | .[0] > .[1]' \
                areas > said
            compared=$((compared + 1))
        done
    done
done
[ "$compared" -gt 20 ]
