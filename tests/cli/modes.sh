#!/bin/sh
# circlet modes: how people travel, and where each number comes from.
. "${srcdir:-.}/tests/cli/setup"

modes=$srcdir/geodata/modes
expect 0 'MODE               TITLE                 M/S 15 MIN, M UP, % DOWN, % BOARDING, S
blind              blind, alone          0.8       720               
crutches           on crutches           0.8       720               
drive              by car               8.33      6000                       180
elderly            older people walking 0.82       738               
escort             escorted              0.9       810               
manual_wheelchair  manual wheelchair    0.79       711   8.3      10 
powered_wheelchair powered wheelchair    1.2      1080    10      10 
stick              with a stick         0.64       576               
walk               walking               1.2      1080               
' '' circlet modes "$modes"

# The modes of a policy: those that it names.
circlet modes --policy "$policy" --json > out
jq -e '[.modes[].name] | index("walk") and index("manual_wheelchair")
    and index("drive")' out > said

# One mode: every statement, with its source or that it is assumed.
expect_lines 0 '^stick: with a stick$
^PART  *EFFECT  *VALUE  *WHERE; SOURCE$
^speed  *m_per_s  *0.64  *always; assumed$
^slope  *at 5 %  *1.25  *always; assumed$
^slope  *except  *yes  *highway=steps or elevator$
^links  *pass  *no  *conveying=forward, going backward; OpenStreetMap wiki
^links  *speed_kmh  *1.116  *highway=steps; NIST evacuation study
^nodes  *delay_s  *30, to get across a road  *highway=crossing or traffic_signals, crossing not traffic_si.*AccessMap
^unknown *may be  *flush or lowered or raised or none  *highway=crossing, kerb missing or yes, also at either end; assumed$' '' \
    circlet modes "$modes/" stick
expect_lines 0 '^slope  *limit_up  *8.3  *always; ADA
^slope  *limit_down  *10  *always; ADA' '' \
    circlet modes "$modes/manual_wheelchair.yaml" manual_wheelchair

# For programs. No number is without a source or an assumption.
circlet modes "$modes" --json > out
jq -e '(.modes | length) == 9
    and all(.modes[].figures[]; .source != null or .assumed
        or ([.effect] | inside(["snap_barrier", "except", "speed_from",
                                "harmless", "roadway"]))
        or (.effect == "pass" and .value == "yes"))
    and all(.modes[]; .speed_m_per_s > 0 and .metres_in_15_min > 0
        and .title_zh != "")
    and (.modes[] | select(.name == "manual_wheelchair")
        | .limit_up_pct == 8.3 and .limit_down_pct == 10
        and .boarding_s == null)
    and (.modes[] | select(.name == "drive")
        | .boarding_s == 180 and .limit_up_pct == null)' out > said
circlet modes "$modes" walk drive --json > out
jq -e '[.modes[].name] == ["walk", "drive"]' out > said

# What goes wrong.
expect 3 '' "circlet modes: there is no mode 'hover'\n" \
    circlet modes "$modes" walk hover
expect 3 '' 'circlet modes: cannot read the folder ./none/\n' \
    circlet modes ./none/
mkdir empty bad
expect 3 '' "circlet modes: there is no mode 'walk'\n" \
    circlet modes ./empty walk
sed 's/m_per_s: 0.64/m_per_s: fast/' "$modes/stick.yaml" > bad/stick.yaml
expect 3 '' "circlet modes: ./bad/stick.yaml:8:12: 'm_per_s' must be a number\n" \
    circlet modes ./bad
expect 2 '' "circlet modes: either --policy or files of modes
Try 'circlet modes --help' for more information.\n" \
    circlet modes --policy "$policy" "$modes"
