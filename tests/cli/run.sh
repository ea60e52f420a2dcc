#!/bin/sh
# circlet run: the steps of a file; what is done is left out, what changed is
# done again with all that depends on it, and the city is, byte for byte, what
# a run from the start gives.
. "${srcdir:-.}/tests/cli/setup"

small_city made.gpkg # leaves its tables here
cp "$policy" policy.yaml
sed -i "s|^modes: .*|modes: modes|" policy.yaml
cp -R "$srcdir/geodata/modes" modes

cat > run.yaml <<'END_OF_RUN'
city: 城市.gpkg
policy: policy.yaml
results: 结果
steps:
  - new
  - import:
      layer: units
      source: units.geojson
      set: {level: street, setting: urban, residents: 1000}
      complete: true
  - import: {layer: people, source: people.csv, complete: true}
  - import: {layer: facilities, source: facilities.csv, complete: true}
  - import: {layer: sites, source: sites.csv}
  - import:
      layer: roads
      source: [node.csv, link.csv]
      extent: 115,39,117,41
  - check: {json: true, output: 判定/现状.json}
  - check: {save: true, output: saved.txt}
  - site: {plan: p, output: plan.txt}
  - check: {plan: p, json: true, output: after.json}
  - export: {to: map.gpkg, plan: p}
END_OF_RUN

# steps WHICH: the steps of the last run with that outcome, on one line.
steps() {
    jq -r --arg which "$1" '[.steps[] | select(.outcome == $which) | .step]
        | map(tostring) | join(" ")' told
}
# run STATUS DONE UNCHANGED ARGUMENT...: does the file, and so many steps.
run() {
    want_status=$1 want_done=$2 want_unchanged=$3
    shift 3
    status=0
    circlet run run.yaml --json --quiet "$@" > told 2> said || status=$?
    [ "$status" -eq "$want_status" ] &&
        [ "$(steps done)" = "$want_done" ] &&
        [ "$(steps unchanged)" = "$want_unchanged" ] && return
    cat told said >&2
    echo "status $status, done $(steps done), unchanged $(steps unchanged);" \
        "expected $want_status, $want_done, $want_unchanged" >&2
    exit 1
}
all='1 2 3 4 5 6 7 8 9 10 11'
# reason STEP TEXT: why the step was done.
reason() {
    got=$(jq -r --argjson n "$1" '.steps[$n - 1].reason' told)
    [ "$got" = "$2" ] || { echo "step $1: $got, not $2" >&2; exit 1; }
}
# like_fresh: all results are those of a run from the start.
like_fresh() {
    rm -rf fresh
    circlet run run.yaml --results fresh --quiet > /dev/null || :
    (cd fresh && find . -type f ! -name '.*' | sort) > files
    (cd 结果 && find . -type f ! -name '.*' | sort) | diff files -
    while read -r file; do cmp "fresh/$file" "结果/$file"; done < files
}

# ---- a first run, and a second ----------------------------------------------

run 0 "$all" '' --dry-run
[ ! -e 结果 ]
run 1 "$all" ''
circlet check made.gpkg --policy policy.yaml --json > by_hand.json || :
cmp by_hand.json 结果/判定/现状.json
sha256sum 结果/*.* 结果/判定/* > sums
run 1 '' "$all"
sha256sum --check --quiet sums
status=0
circlet run run.yaml > out 2> err || status=$?
[ "$status" -eq 1 ]
[ "$(cat out)" = '11 steps: 0 done, 11 unchanged' ]
[ "$(wc -l < err)" -eq 11 ] || { cat err >&2; exit 1; }
grep -qx 'step 7 of 11, check > 判定/现状.json: unchanged' err
like_fresh
# From another folder it is the same run.
mkdir elsewhere
(cd elsewhere && circlet run ../run.yaml > ../out 2> ../err) || :
[ "$(cat out)" = '11 steps: 0 done, 11 unchanged' ]

# ---- what changes is done again ---------------------------------------------

sed 's/^c,.*/c,116.0195,40.05,none,physical,3,40/' people.csv > other.csv
mv other.csv people.csv
run 0 "$all" '' --dry-run
run 1 "$all" '' # the city is made from its beginning
reason 3 'people.csv has changed'
like_fresh
run 1 '' "$all"
touch people.csv # its time is nothing
run 1 '' "$all"

# Another policy: the data of the city are kept.
sed 's/^default_year: .*/default_year: 2019/' policy.yaml > other.yaml
mv other.yaml policy.yaml
run 0 '7 8 9 10 11' '1 2 3 4 5 6' --dry-run
run 1 '7 8 9 10 11' '1 2 3 4 5 6'
reason 7 'policy.yaml has changed'
like_fresh
# A travel mode that the policy names.
{ cat modes/manual_wheelchair.yaml; echo "# a remark"; } > other.yaml
mv other.yaml modes/manual_wheelchair.yaml
run 1 '7 8 9 10 11' '1 2 3 4 5 6'
like_fresh

# An option of one step, and what comes after in that city.
sed -i 's/site: {plan: p,/site: {plan: p, budget: 100000,/' run.yaml
run 0 '8 9 10 11' '1 2 3 4 5 6 7' --dry-run
run 1 '8 9 10 11' '1 2 3 4 5 6 7'
like_fresh

# A result that is gone: what it was made from is made again.
rm 结果/after.json
run 1 '10' '1 2 3 4 5 6 7 8 9 11'
reason 10 'after.json is missing'
rm 结果/判定/现状.json
run 1 '7 8 9' '1 2 3 4 5 6 10 11'
like_fresh
rm 结果/城市.gpkg # its copy is there
run 1 '8 9' '1 2 3 4 5 6 7 10 11'
like_fresh
rm 结果/城市.gpkg 结果/.城市.gpkg.circlet-run
run 1 '1 2 3 4 5 6 8 9' '7 10 11'
like_fresh
run 1 "$all" '' --again
like_fresh

# ---- what others changed is not replaced ------------------------------------

echo '# mine' >> 结果/plan.txt
run 2 '' '1 2 3 4 5 6 7 8'
grep -q "^circlet run: '结果/plan.txt' was changed since it was written; --force replaces it$" said
[ "$(tail -n 1 结果/plan.txt)" = '# mine' ]
run 1 '8 9' '1 2 3 4 5 6 7 10 11' --force
like_fresh
circlet check 结果/城市.gpkg --policy policy.yaml --save --year 2020 \
    > /dev/null || :
expect 2 '' "circlet run: '结果/城市.gpkg' was changed by something else since this run worked on it; --force makes it anew\n" \
    circlet run run.yaml --quiet
run 1 '8 9' '1 2 3 4 5 6 7 10 11' --force
like_fresh
mkdir theirs
cp made.gpkg theirs/城市.gpkg
expect 2 '' "circlet run: 'theirs/城市.gpkg' exists and is not of this run; --force replaces it
circlet run: run.yaml:5: step 1 of 11, new, ended with exit status 2; the next run goes on there\n" \
    circlet run run.yaml --quiet --results theirs
cmp made.gpkg theirs/城市.gpkg

# ---- a step that fails, an interrupt, a kill --------------------------------

cp facilities.csv kept.csv
echo 'id,name' > facilities.csv
run 3 '1 2 3' ''
[ "$(steps failed)" = 4 ]
[ "$(steps not_reached)" = '5 6 7 8 9 10 11' ]
grep -q '^circlet import: ' said
grep -q 'run.yaml:12: step 4 of 11, import facilities facilities.csv, ended with exit status 3; the next run goes on there$' said
run 3 '' '1 2 3'
mv kept.csv facilities.csv
run 1 '4 5 6 8 9' '1 2 3 7 10 11'
like_fresh

# kill_at SIGNAL SECONDS: the run gets the signal then.
kill_at() {
    "$CIRCLET" run run.yaml --again --quiet --results killed \
        > /dev/null 2> said &
    pid=$!
    sleep "$2"
    kill -s "$1" "$pid" 2> /dev/null || :
    status=0
    wait "$pid" 2> /dev/null || status=$?
}
# whole_again: the next run gives what a run from the start gives.
whole_again() {
    circlet run run.yaml --quiet --results killed > out 2> err || :
    [ ! -s err ] || { cat err >&2; exit 1; }
    (cd killed && find . -type f ! -name '.*' | sort) | diff files -
    while read -r file; do cmp "fresh/$file" "killed/$file"; done < files
}
for moment in 0.01 0.03 0.05 0.08 0.12 0.2; do
    kill_at KILL $moment
    whole_again
    kill_at INT $moment
    case $status in
    0 | 1) ;;
    130) grep -q 'ended with exit status 130' said ;;
    *) cat said >&2; exit 1 ;;
    esac
    whole_again
done

# ---- a city that was there before -------------------------------------------

cp made.gpkg there.gpkg
cat > found.yaml <<'END_OF_RUN'
city: there.gpkg
policy: policy.yaml
results: found
steps:
  - check: {save: true, json: true, output: a.json}
  - info: {output: info.txt}
END_OF_RUN
found() {
    circlet run found.yaml --quiet > out || [ "$?" -eq 1 ]
    [ "$(cat out)" = "2 steps: $1" ] || { cat out >&2; exit 1; }
}
found '2 done, 0 unchanged'
found '0 done, 2 unchanged'
circlet check there.gpkg --policy policy.yaml --year 2020 --save > out || :
found '2 done, 0 unchanged'
found '0 done, 2 unchanged'

# ---- files of one step that another reads -----------------------------------

printf '%s\n' id,name,lon,lat t1,旧校舍,116.051,40.05 > points.csv
cat > two.yaml <<'END_OF_RUN'
city: two.gpkg
results: two
steps:
  - convert: {table: points.csv, datum: gcj02, to: moved.csv}
  - new
  - import: {layer: sites, source: moved.csv}
END_OF_RUN
circlet run two.yaml --quiet > out
echo t2,新校舍,116.06,40.05 >> points.csv
expect_lines 0 'convert points.csv > moved.csv: points.csv has changed
import sites moved.csv: moved.csv is made anew' '' \
    circlet run two.yaml --dry-run
circlet run two.yaml --quiet | grep -qx '3 steps: 3 done, 0 unchanged'
circlet info two/two.gpkg | grep -q '^site  *2 '
circlet compare two/two.gpkg two/two.gpkg > by_hand.txt 2> /dev/null || :

# ---- the whole way: years, a map to open, a report --------------------------

cp made.gpkg whole.gpkg
cat > whole.yaml <<'END_OF_RUN'
city: whole.gpkg
policy: policy.yaml
results: whole
steps:
  - site:
      plan: y
      years: [2019, 2020]
      budget: [2019:5000000, 2020:6000000]
      allow: [move, close]
      allow-loss: true
      output: y.txt
  - export: {to: y.gpkg, plan: y, project: y.qgz}
  - robust: {plan: y, draws: 2, json: true, output: robust.json}
  - compare: {city: [whole.gpkg, whole.gpkg#y], output: compared.txt}
  - report: {plan: y, output: y.html, title: One}
  - report: {output: as-is.html}
END_OF_RUN
# whole DONE UNCHANGED: the file is done, and so many steps.
whole() {
    circlet run whole.yaml --json --quiet > told 2> said || [ $? -eq 1 ] ||
        { cat said >&2; exit 1; }
    [ "$(steps done)/$(steps unchanged)" = "$1/$2" ] ||
        { cat told said >&2; exit 1; }
}
whole '1 2 3 4 5 6' ''
[ "$(sqlite3 whole.gpkg 'SELECT years, budgets FROM plan')" = \
    '2019;2020|2019:5000000,2020:6000000' ]
circlet report whole.gpkg --policy policy.yaml --plan y --title One \
    -o by_hand.html --quiet > out
cmp by_hand.html whole/y.html
grep -q 'id="years"' whole/y.html
[ -s whole/y.qgz ] && [ -s whole/y.gpkg ] && [ -s whole/robust.json ]
whole '' '1 2 3 4 5 6'
rm whole/y.qgz
whole '2' '1 3 4 5 6'
reason 2 'y.qgz is missing'
sed -i 's/title: One/title: Two/' whole.yaml
whole '5' '1 2 3 4 6'
grep -q '<title>Two</title>' whole/y.html
if command -v pandoc > out; then
    sed -i 's/output: as-is.html/output: as-is.html, to: as-is.docx/' whole.yaml
    whole '6' '1 2 3 4 5'
    [ -s whole/as-is.docx ]
    whole '' '1 2 3 4 5 6'
fi

# ---- what is wrong in the file is said where it stands ----------------------

# wrong TEXT MESSAGE: a file of one line more is refused.
wrong() {
    printf 'city: c.gpkg\nsteps:\n  - new\n%b\n' "$1" > bad.yaml
    expect 3 '' "circlet run: bad.yaml:$2\n" circlet run bad.yaml
    [ ! -e c.gpkg ]
}
wrong '  - improt: {layer: people}' "4:5: 'improt' is no command that can be a step"
wrong '  - run: {file: bad.yaml}' "4:5: 'run' is no command that can be a step"
wrong '  - import: {layer: people, sorce: a.csv}' \
    "4:5: step 'import' lacks 'source': CITY LAYER SOURCE..."
wrong '  - import: {layer: people, source: a.csv, complet: true}' \
    "4:44: step 'import': unknown key 'complet'; 'circlet import --help' shows what it takes"
wrong '  - import: {layer: people, source: a.csv, complete: 1}' \
    "4:54: step 'import': 'complete' is true or false, nothing else"
wrong '  - import: {layer: [people, sites], source: a.csv}' \
    "4:30: step 'import': 'layer' takes no more than 1 of them"
wrong '  - import: {layer: {a: b}, source: a.csv}' \
    "4:25: step 'import': 'layer' takes a text, not a map"
wrong '  - import: {layer: people, source: "-"}' \
    "4:37: step 'import' cannot read the standard input"
wrong '  - import: {layer: people, source: a.csv, source: b.csv}' \
    "4:44: key 'source' stands twice"
wrong '  - check: {json: true}' "4:5: step 'check' lacks 'policy': FILE"
wrong '  - check: {policy: [a, b]}' \
    "4:25: step 'check': 'policy' takes one value: FILE"
wrong '  - check: {policy: {a: b}}' \
    "4:25: step 'check': 'policy' takes FILE, not a map"
wrong '  - site: {policy: a, plan: y, years: {2018: a}}' \
    "4:46: step 'site': 'years' takes YEAR,..., not a map"
wrong '  - report: {policy: a, plan: [a, b]}' \
    "4:35: step 'report': 'plan' takes one value: NAME"
wrong '  - report: {policy: a, output: a.html}\n  - report: {policy: a, to: a.html}' \
    "5:5: step 'report' writes 'a.html', as step 2 does"
wrong '  - export: {policy: a, to: a.gpkg, projet: a.qgz}' \
    "4:37: step 'export': unknown key 'projet'; 'circlet export --help' shows what it takes"
wrong '  - check: {policy: }' "4:21: step 'check': 'policy' needs a value: FILE"
wrong '  - check: {policy: [[a]]}' "4:22: 'policy' has lists or maps inside of its own"
wrong '  - check: {policy: []}' "4:21: 'policy' is empty"
wrong '  - check: {policy: a, help: true}' \
    "4:24: step 'check': unknown key 'help'; 'circlet check --help' shows what it takes"
wrong '  - check: {policy: a, output: a.txt}\n  - check: {policy: a, output: a.txt}' \
    "5:5: step 'check' writes 'a.txt', as step 2 does"
wrong '  - check: {policy: a, output: c.gpkg}' \
    "4:5: step 'check' writes 'c.gpkg', which is a city of other steps"
wrong '  - new' "4:5: 'c.gpkg' is made by two steps"
wrong '  - check: yes' "4:12: step 'check' takes a map of options: {OPTION: VALUE, ...}"
wrong '  - import:\n    layer: people' \
    "5:5: 'layer' is a second command in one step; what belongs to 'import' stands farther right than it, and each step starts with '-'"
wrong '  -' "4:4: a step is '- COMMAND: {OPTION: VALUE, ...}'"
wrong 'stages: 3' "4:1: unknown key 'stages'"
printf 'steps:\n  - info: {city: a.gpkg}\n  - new: {city: a.gpkg}\n' > bad.yaml
expect 3 '' "circlet run: bad.yaml:3:5: step 'new' makes 'a.gpkg', which a step before works on\n" \
    circlet run bad.yaml
printf 'steps:\n  - info\n' > bad.yaml
expect 3 '' "circlet run: bad.yaml:2:5: step 'info' lacks 'city': CITY\n" \
    circlet run bad.yaml
printf 'city: a\n' > bad.yaml
expect 3 '' "circlet run: bad.yaml:1:1: 'steps' is missing\n" \
    circlet run bad.yaml
printf 'steps: 3\n' > bad.yaml
expect 3 '' "circlet run: bad.yaml:1:8: 'steps' is a list of at least one step\n" \
    circlet run bad.yaml
expect 3 '' "circlet run: cannot open 'nowhere.yaml': No such file or directory\n" \
    circlet run nowhere.yaml
echo nonsense > found/.circlet-run-found
expect 3 '' "circlet run: found/.circlet-run-found: no record of a run; delete it and run again\n" \
    circlet run found.yaml

# ---- output that cannot be written ------------------------------------------

printf 'city: made.gpkg\nsteps:\n  - info\n' > print.yaml
full() { "$@" > /dev/full; }
expect 5 '' 'circlet info: cannot write the output: No space left on device
circlet run: print.yaml:3: step 1 of 1, info, ended with exit status 5; the next run goes on there\n' \
    full circlet run print.yaml --quiet
