#!/bin/sh
# Builds circlet and plans three new Warm Homes for the sample town. Made for
# a fresh Debian 12; may be run again. Results go to build/demo.
set -eu
cd "$(dirname "$0")"

build=build
log=$build/demo.log
out=$build/demo
town=$out/town.gpkg
sample=geodata/sample
policy=geodata/policies/beijing-2018.yaml
mkdir -p "$build"
: >"$log"

say() { printf '%s\n' "$*"; }

# quietly WHAT COMMAND...: its output goes to the log, shown if it fails.
quietly() {
    say "$1 ..."
    shift
    "$@" >>"$log" 2>&1 && return
    say "demo.sh: '$*' failed; the end of $log:" >&2
    tail -n 40 "$log" >&2
    exit 1
}

sh .ci/packages.sh build demo

# ---- build ------------------------------------------------------------------

if [ ! -e configure ] ||
    [ -n "$(find configure.ac Makefile.am -newer configure)" ]; then
    quietly 'making the configure script' autoreconf -fi
fi
if [ ! -e "$build/config.status" ]; then
    quietly 'configuring' sh -c "cd '$build' && ../configure --disable-shared"
fi
quietly 'building' make -C "$build" -j2
circlet=$build/circlet
# The catalogue of the build folder: nothing is installed yet.
CIRCLET_LOCALEDIR=$PWD/$build/po
export CIRCLET_LOCALEDIR

# ---- the main job -----------------------------------------------------------

# run ARGUMENT...: shows a command and runs it.
run() {
    say "\$ circlet $*"
    "$circlet" "$@"
}

# answer FILE ARGUMENT...: keeps what a command prints; status 1 is an answer
# ("a rule is broken"), no fault.
answer() {
    kept=$1
    shift
    say "\$ circlet $* > $kept"
    status=0
    "$circlet" "$@" >"$kept" || status=$?
    [ "$status" -le 1 ] || exit "$status"
}

rm -rf "$out"
mkdir -p "$out"
run new "$town"
run import "$town" units "$sample/units.geojson"
run import "$town" people "$sample/people.csv"
run import "$town" facilities "$sample/facilities.csv" --complete
run import "$town" sites "$sample/sites.csv"
run import "$town" venues "$sample/venues.csv"
run import "$town" waivers "$sample/waivers.csv"
run import "$town" roads "$sample/node.csv" "$sample/link.csv"
run import "$town" elevation "$sample/elevation.asc"
run info "$town"
answer "$out/before.json" check "$town" --policy "$policy" --save --json
answer "$out/plan.json" site "$town" --policy "$policy" \
    --services warm_home --count 3 --plan demo --json
answer "$out/after.json" check "$town" --policy "$policy" --plan demo \
    --save --json
answer "$out/before.txt" check "$town" --policy "$policy"
run export "$town" --to "$out/before.gpkg"
run export "$town" --to "$out/after.gpkg" --plan demo

# ---- what a planner wants to know -------------------------------------------

case ${LC_ALL:-${LC_MESSAGES:-${LANG:-}}} in
zh*) language=zh ;;
*) language=en ;;
esac

# tell CHINESE ENGLISH: in the user's language.
tell() { if [ $language = zh ]; then say "$1"; else say "$2"; fi; }

# title RULE: its name in the policy file.
title() {
    sed -n "/^  - id: $1\$/,/^    title:/s/^    title: {\(.*\)}\$/\1/p" \
        "$policy" | if [ $language = zh ]; then
        sed 's/^zh: //; s/, en: .*//'
    else
        sed 's/.*, en: //; s/"//g'
    fi
}

# The rules that are broken, each with its streets.
broken() {
    jq -r '[.findings[] | select(.verdict == "fail")] | group_by(.rule)[]
        | "\(.[0].rule) \(length) \([.[].unit_name] | join(", "))"' "$1" |
        while read -r rule count names; do
            say "  $rule, $(title "$rule"): $count ($names)"
        done
}

# How many persons live outside their circle.
outside() {
    jq -r '[.findings[] | select(.rule | test("^B-CIRCLE-[0-9]+$"))
            | select(.persons != null)
            | .persons - .persons_covered] | add // 0
        | (. * 10 | round) / 10' "$1"
}

# The travel modes that these persons were judged by.
modes() {
    jq -r '[.rules[] | select(.rule | test("^B-CIRCLE-[0-9]+$"))
            | select(.persons != null) | .mode]
        | reduce .[] as $mode ([]; . - [$mode] + [$mode]) | join(", ")' "$1"
}

say
tell '---- 样例城市 ----' '---- the sample town ----'
tell '目前不符合的规定及所在街道乡镇：' \
    'Rules that are broken today, and in how many streets or townships:'
broken "$out/before.json"
say
tell '建议新建：' 'What to build:'
jq -r --arg language "text_$language" \
    '.actions[] | "  " + .[$language]' "$out/plan.json"
say
before=$(outside "$out/before.json") after=$(outside "$out/after.json")
modes=$(modes "$out/before.json")
tell "目前不在服务圈内的残疾人：$before 人（出行方式：$modes）" \
    "Persons outside the service circles today: $before (travel mode: $modes)"
tell "按方案新建后：$after 人（出行方式：$modes）" \
    "Persons outside them with the new homes:   $after (travel mode: $modes)"
say
tell '生成的文件：' 'Made:'
for file in "$town" "$out"/before.json "$out"/before.txt "$out"/plan.json \
    "$out"/after.json "$out"/before.gpkg "$out"/after.gpkg; do
    say "  $file"
done
tell "用 QGIS 打开 $out/after.gpkg，可在地图上查看判定结果和方案。" \
    "Open $out/after.gpkg in QGIS to see the verdicts and the plan on a map."
