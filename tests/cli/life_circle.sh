#!/bin/sh
# Another city's policy: other groups, services, types, settings and limits,
# by data alone. The town is one street of 4 km from west to east, a node
# every 100 m; the verdicts are worked out by hand.
. "${srcdir:-.}/tests/cli/setup"

policy=$srcdir/geodata/policies/life-circle.yaml

# A degree of longitude is 111,319.49 m at the equator, where this town lies.
awk 'BEGIN {
    print "node_id,x_coord,y_coord" > "node.csv"
    print "link_id,from_node_id,to_node_id,length,facility_type,surface," \
        "incline,smoothness" > "link.csv"
    for (i = 0; i <= 40; i++)
        printf "%d,%.7f,0\n", i, 10 + i * 100 / 111319.49 > "node.csv"
    for (i = 0; i < 40; i++)
        printf "%d,%d,%d,100,residential,asphalt,0%%,good\n", i, i, i + 1 \
            > "link.csv"
}'
at() { awk -v m="$1" 'BEGIN { printf "%.7f,0", 10 + m / 111319.49 }'; }
box() { # CODE NAME LEVEL PARENT SETTING FROM TO (metres)
    awk -v code="$1" -v name="$2" -v level="$3" -v parent="$4" \
        -v setting="$5" -v a="$6" -v b="$7" 'BEGIN {
        a = 10 + a / 111319.49; b = 10 + b / 111319.49
        printf "%s,%s,%s,%s,%s,\"POLYGON ((%.7f -0.01, %.7f -0.01, " \
            "%.7f 0.01, %.7f 0.01, %.7f -0.01))\"\n", code, name, level,
            parent, setting, a, b, b, a, a
    }'
}
{
    echo 'code,name,level,parent_code,setting,wkt'
    box D 江东区 district '' '' -50 4050
    box S1 江岸街道 street D core -50 2050
    box S2 新城街道 street D new_town 2050 4050
    box C1 江岸社区 community S1 '' -50 2050
    box C2 新城社区 community S2 '' 2050 4050
} > units.csv
person() { # ID METRES AGE AID
    echo "$1,$(at "$2"),$3,$4"
}
{
    echo id,lon,lat,age,aid
    # Children: at 0.9 m/s with an escort 10 minutes are 540 m.
    person c1 100 4 none
    person c2 500 3 none
    person c3 1900 5 none
    person c4 3000 2 none
    # The old, at 0.82 m/s: 738 m in 15 minutes.
    person e1 2400 80 none
    person e2 3900 90 none
    person e3 2200 77 none
    # In a wheelchair: 948 m in 20 minutes at 0.79 m/s.
    person w1 900 40 manual_wheelchair
    person w2 2300 50 manual_wheelchair
} > people.csv
{
    echo id,name,type,lon,lat,services,nurses
    echo "K1,幼儿园,kindergarten,$(at 0),childcare:1,"
    echo "H1,中心,health_centre,$(at 0),primary_care;ward:beds=20,3"
    echo "A1,食堂,canteen,$(at 2300),meals:1:0,"
    echo "B1,图书室,library,$(at 1000),,"
} > facilities.csv

circlet new town.gpkg > said
circlet import town.gpkg units units.csv --complete > said
circlet import town.gpkg people people.csv --complete > said
circlet import town.gpkg facilities facilities.csv --complete > said 2> doubts
# No word is doubted because it is another policy's.
[ ! -s doubts ]
! grep -q doubtful said
circlet import town.gpkg roads node.csv link.csv --extent 9,-1,11,1 > said
status=0
circlet check town.gpkg --policy "$policy" --json > out || status=$?
[ "$status" -eq 1 ]
verdict() { # RULE UNIT VERDICT MEASURED SHORTFALL
    jq -e --arg rule "$1" --arg unit "$2" --arg verdict "$3" \
        --argjson measured "$4" --argjson shortfall "$5" '
        .findings[] | select(.rule == $rule and .unit == $unit)
        | .verdict == $verdict and .shortfall == $shortfall
            and (.measured == $measured or
                (.measured - $measured | fabs) < 1e-9)' out > said || {
        jq -c --arg rule "$1" --arg unit "$2" '.findings[]
            | select(.rule == $rule and .unit == $unit)' out >&2
        echo "$1 in $2 is not $3" >&2
        exit 1
    }
}
# Two of three children in C1 are near the kindergarten, none in C2; 95 % of
# them are asked for.
verdict CARE-10 C1 fail 0.6666666666666666 1
verdict CARE-10 C2 fail 0 1
# Children with an escort get 810 m in 15 minutes, the wheelchair 711 m; 90 %
# are asked for.
verdict CLINIC-15 S1 fail 0.5 2
verdict CLINIC-15 S2 fail 0 5
# One of two wheelchairs within 20 minutes; 80 % are asked for.
verdict CLINIC-WHEELS D fail 0.5 1
verdict LIBRARY S1 pass 1 0
verdict LIBRARY S2 fail 0 1
# One place for four children are 25 for a hundred.
verdict CARE-PLACES D pass 25 0
verdict WARD D pass 1 0
# Three nurses for twenty beds: 0.15 a bed, and one more is missing.
jq -e '[.findings[] | select(.rule == "NURSES")] | length == 1
    and .[0].subject == "facility" and .[0].subject_id == "H1"
    and .[0].verdict == "fail"' out > said
# One place, taken by one of the three old people: a third.
verdict MEALS D pass 0.3333333333333333 0

# In words of its own, in both languages; nothing of Beijing's.
circlet check town.gpkg --policy "$policy" > text || :
grep -q 'S1 江岸街道  *FAIL .*; 50 % reach a provider of primary care within 15 min' text
LANGUAGE=zh_CN LC_ALL=C.UTF-8 circlet policy "$policy" > words
grep -q '临江市十五分钟生活圈' words
if grep -q '温馨家园\|残疾人' words text; then exit 1; fi
