#!/bin/sh
# Builds circlet and makes the cheapest plan that mends the sample town: what
# to build, enlarge and add, at what price. Made for a fresh Debian 12; may be
# run again. Results go to build/demo. What is done stands in
# geodata/sample/run.yaml.
set -eu
cd "$(dirname "$0")"

# DEMO_BUILD: another build folder below this one.
build=${DEMO_BUILD:-build}
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
    above=$(echo "$build" | sed 's:[^/][^/]*:..:g')
    quietly 'configuring' \
        sh -c "cd '$build' && $above/configure --disable-shared"
fi
quietly 'building' make -C "$build" -j2
circlet=$build/circlet
# The catalogue of the build folder: nothing is installed yet.
CIRCLET_LOCALEDIR=$PWD/$build/po
export CIRCLET_LOCALEDIR

# ---- the main job -----------------------------------------------------------

# All of it, as the run file says; what a run before has done is left out.
# Status 1 is an answer ("a rule is broken"), no fault. Maps need cairo and
# pango; without a font that has Chinese they are made all the same, and it is
# said.
say "\$ circlet run $sample/run.yaml --results $out --force"
status=0
"$circlet" run "$sample/run.yaml" --results "$out" --force || status=$?
[ "$status" -le 1 ] || exit "$status"

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

# failures FILE RULE: how often it is broken there.
failures() {
    jq -r --arg rule "$2" '[.findings[]
        | select(.verdict == "fail" and .rule == $rule)] | length' "$1"
}

# The rules that are broken today, and how often with the plan.
broken() {
    jq -r '[.findings[] | select(.verdict == "fail")] | group_by(.rule)[]
        | "\(.[0].rule) \(length)"' "$out/before.json" |
        while read -r rule count; do
            after=$(failures "$out/after.json" "$rule")
            say "  $rule, $(title "$rule"): $count -> $after"
        done
}

# What is done: the sentences without the rules that they are for.
actions() {
    jq -r --arg language "text_$language" '.actions[]
        | "  " + .id + " " + (.[$language]
            | split("；为落实")[0] | split(". It is for")[0])
        + (if $language == "text_zh" then "：\(.cost_cny)元"
            else ": \(.cost_cny) CNY" end)' "$out/plan.json"
}

# What is still out of reach, rule by rule; of each the first sentence.
left() {
    jq -r --arg language "text_$language" '
        [.impossible[] | select(.reason != "not_planned")] | group_by(.rule)[]
        | "  \(.[0].rule) (\(length)) \(.[0][$language])"' "$out/plan.json"
}

# sum FILTER: a figure of the plan.
sum() { jq -r "$1" "$out/plan.json"; }

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
tell '目前不符合的规定（处数：目前 -> 实施方案后）：' \
    'Rules that are broken today (in how many places: today -> with the plan):'
broken
say
tell '费用最低的整改方案：' 'The cheapest plan that mends what can be mended:'
actions
say
tell '仍无法解决的，及解决办法（每条规定举一例）：' \
    'What it cannot mend, and what would do (of each rule the first):'
left
say
before=$(outside "$out/before.json") after=$(outside "$out/after.json")
modes=$(modes "$out/before.json")
once=$(sum .funds.once_cny)
yearly=$(sum .funds.yearly_cny_before.known)
planned=$(sum .funds.yearly_cny_after.known)
staff=$(sum '[.staff[].before.missing] | add')
needed=$(sum '[.staff[].after.missing] | add')
tell "服务圈外的残疾人：$before -> $after 人（出行方式：$modes）" \
    "Persons outside the service circles: $before -> $after (mode: $modes)"
tell "方案费用：一次性 $once 元；每年资助经费 $yearly -> $planned 元" \
    "Cost: $once CNY once; funds of the policy: $yearly -> $planned CNY a year"
tell "确定须增配的人员：$staff -> $needed 名" \
    "Staff that is surely to be engaged: $staff -> $needed"
tell '独立核验：' 'Verified independently:'
say "  $(head -n 1 "$out/verified.txt")"
say
tell '生成的文件：' 'Made:'
for file in "$town" "$out"/before.json "$out"/before.txt "$out"/plan.json \
    "$out"/plan.txt "$out"/verified.txt "$out"/after.json "$out"/before.gpkg "$out"/after.gpkg \
    "$out"/before.png "$out"/after.png "$out"/after.qgz "$out"/years.txt "$out"/plan.xlsx \
    "$out"/years.xlsx "$out"/report.html "$out"/years.html; do
    say "  $file"
done
say
tell '请打开：' 'To open:'
tell "  浏览器：$PWD/$out/report.html（报告）" \
    "  in a browser: $PWD/$out/report.html, the report"
tell "  浏览器：$PWD/$out/years.html（分年度实施的方案）" \
    "  in a browser: $PWD/$out/years.html, the plan year by year"
tell "  QGIS：$PWD/$out/after.qgz（地图：判定结果和方案）" \
    "  in QGIS: $PWD/$out/after.qgz, a map of the verdicts and the plan"
tell "  任意看图软件：$PWD/$out/after.png（覆盖情况地图）" \
    "  in any viewer: $PWD/$out/after.png, a map of who is covered"
