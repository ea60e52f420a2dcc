#!/bin/sh
# circlet check: findings as text and JSON, filters, modes, plans, statuses.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
check() { circlet check city.gpkg --policy "$policy" "$@"; }

title='Beijing: service circles for disabled people (2018-2020), judged on 31 December'

# ---- text and JSON ----------------------------------------------------------

expect 1 "$title 2020

RULE        UNIT      VERDICT MEASURED REQUIRED SHORTFALL FINDING
B-CIRCLE-15 s1 东街道 FAIL         50%     100% 2 persons 东街道 has 4 certified residents; 50 % reach a Warm Home within 15 min (own mode); 2 persons do not, 1 of them lives off every street.

RULE        MODE PASS FAIL ADVICE UNDECIDED NO DATA PERSONS COVERED SHARE UNREACHED TITLE
B-CIRCLE-15 own     0    1      0         0       0       4       2   50%         1 15-minute circle in the city
" '' check --rule B-CIRCLE-15

expect 1 '{"policy":"beijing-2018","year":2020,"date":"2020-12-31","plan":null,"modes":["own"],"summary":{"pass":0,"fail":1,"advice":0,"undecided":0,"no_data":0},"rules":[{"rule":"B-CIRCLE-15","mode":"own","units":1,"pass":0,"fail":1,"advice":0,"undecided":0,"no_data":0,"persons":4,"persons_covered":2,"share_low":0.5,"share_high":0.5,"persons_unreached":1,"persons_modelled":0}],"findings":[{"rule":"B-CIRCLE-15","unit":"s1","unit_name":"东街道","level":"street","subject":"unit","subject_id":"s1","force":"must","due":2020,"mode":"own","verdict":"fail","measured":0.5,"measured_low":0.5,"measured_high":0.5,"required":1,"measured_unit":"share","shortfall":2,"shortfall_unit":"persons","persons":4,"persons_covered":2,"persons_unreached":1,"persons_modelled":0,"reasons":[],"arguments":{"unit":"东街道","persons":4,"group":"certified","share":0.5,"minutes":15,"mode":"own","facility":"warm_home","uncovered":2,"unreached":1},"citation":"京残发〔2017〕72号 二(四)","text_zh":"东街道有4名持证残疾人，其中50%可在15分钟内（本人出行方式）到达温馨家园，2人不能到达，其中1人的住处不邻可通行的道路。","text_en":"东街道 has 4 certified residents; 50 % reach a Warm Home within 15 min (own mode); 2 persons do not, 1 of them lives off every street."}]}\n' \
    '' check --rule B-CIRCLE-15 --json

# Before it is due a shortfall is advice, and no must is broken.
check --rule B-CIRCLE-15 --year 2019 --json > out
jq -e '.year == 2019 and .findings[0].verdict == "advice"
    and .findings[0].shortfall == 2' out > said

# Before the policy's first year there is nothing to judge by, which is said.
none="$title 2017\n\n"
expect 0 "$none" 'circlet check: remark: no rule of the policy is in force in 2017\n' \
    check --year 2017
expect 0 "$none" "circlet check: remark: rule 'B-AREA' is not in force in 2017\n" \
    check --year 2017 --rule B-AREA
expect 0 "$none" '' check --year 2017 --quiet

# ---- a day in place of a year -----------------------------------------------

# A year is its last day: the same findings.
check --year 2020 --json > out || [ $? -eq 1 ]
check --date 2020-12-31 --json > day || [ $? -eq 1 ]
cmp out day
check --year 2020 --date 2020-12-31 --json > day || [ $? -eq 1 ]
cmp out day

# The home closes on 1 July 2020, the next opens on 1 October; what is due in
# 2020 is due on its last day.
mkdir days
cp city.gpkg day.gpkg
printf '%s\n' id,name,type,lon,lat,area_m2,is_comprehensive,opened,closed \
    h1,东街温馨家园,warm_home,116.01,40.05,2,1,,2020-07-01 \
    h2,新家园,warm_home,116.01,40.05,2,1,2020-10-01, > days/facilities.csv
circlet import day.gpkg facilities days/facilities.csv --complete > said
homes() {
    "$CIRCLET" check day.gpkg --policy "$policy" --rule B-HOME-URBAN --json \
        "$@" > out || [ $? -eq 1 ]
    jq -c '[.year, .date, (.findings[] | .measured, .verdict)]' out
}
[ "$(homes --date 2020-06-30)" = '[2020,"2020-06-30",1,"pass"]' ]
[ "$(homes --date 2020-07-01)" = '[2020,"2020-07-01",0,"advice"]' ]
[ "$(homes --date 2020-10-01)" = '[2020,"2020-10-01",1,"pass"]' ]
[ "$(homes --date 2021-07-01)" = '[2021,"2021-07-01",1,"pass"]' ]
[ "$(homes --date 2018-01-01)" = '[2018,"2018-01-01",1,"pass"]' ]
[ "$(homes --date 2017-12-31 --quiet)" = '[2017,"2017-12-31"]' ]
sed -i '3d' days/facilities.csv
circlet import day.gpkg facilities days/facilities.csv --complete > said
[ "$(homes --date 2020-12-30)" = '[2020,"2020-12-30",0,"advice"]' ]
[ "$(homes --date 2020-12-31)" = '[2020,"2020-12-31",0,"fail"]' ]

# A waiver holds from its first day to its last.
printf '%s\n' rule,unit_code,document,from,until \
    B-HOME-URBAN,s1,京残函1号,2021-03-01,2021-05 > waivers.csv
circlet import day.gpkg waivers waivers.csv > said
[ "$(homes --date 2021-02-28)" = '[2021,"2021-02-28",0,"fail"]' ]
[ "$(homes --date 2021-03-01)" = '[2021,"2021-03-01",0,"advice"]' ]
[ "$(homes --date 2021-05-31)" = '[2021,"2021-05-31",0,"advice"]' ]
[ "$(homes --date 2021-06-01)" = '[2021,"2021-06-01",0,"fail"]' ]

# What is saved has the day; what is read has it in words.
"$CIRCLET" check day.gpkg --policy "$policy" --date 2021-06-01 --save > out ||
    [ $? -eq 1 ]
head -n 1 out | grep -q 'judged on 2021-06-01$'
[ "$(sqlite3 day.gpkg 'SELECT DISTINCT year, date FROM finding')" = \
    '2021|2021-06-01' ]

# A month that is given without a day.
sed -i 's/2020-07-01/2020-07/' days/facilities.csv
circlet import day.gpkg facilities days/facilities.csv --complete > said
homes --date 2020-07-10 2> err > said
grep -q 'remark: 1 facility opens or closes in a month or year' err
homes --date 2020-08-10 2> err > said
[ ! -s err ]

help="Try 'circlet check --help' for more information.\n"
for day in 2020-02-30 2020-6-1 20200601 2020-06-011 1899-12-31 x ''; do
    expect 2 '' "circlet check: option '--date' takes a day from 1900-01-01 to 2200-12-31, not '$day'\n$help" \
        check --date "$day"
done
for year in 2019 2020; do
    expect 2 '' "circlet check: --year $year means 31 December of it, and --date another day: give one of them\n$help" \
        check --year $year --date 2020-06-30
done

# ---- filters choose what is listed, not what is judged ----------------------

check --json > all || [ $? -eq 1 ]
check --json --verdict pass,undecided > out || [ $? -eq 1 ]
jq -e -s '.[0].summary == .[1].summary and .[0].rules == .[1].rules
    and .[1].findings == [.[0].findings[] | select(.verdict == "pass"
        or .verdict == "undecided")]
    and (.[1].findings | length) > 0
    and (.[0].findings | length) > (.[1].findings | length)' all out > said
check --json --level district > out || [ $? -eq 1 ]
jq -e '.findings == [] and .summary.fail > 0' out > said
check --json --unit s1 > out || [ $? -eq 1 ]
jq -s -e '[.[0].findings[] | select(.unit == "s1")] == .[1].findings
    and (.[1].findings | length) > 0' all out > said

# Lists of rules and levels; a unit brings all that lies in it.
check --json --rule B-AREA,B-CIRCLE-15 > out || [ $? -eq 1 ]
jq -e '[.findings[].rule] == ["B-CIRCLE-15", "B-AREA"]' out > said
check --json --level district,street > out || [ $? -eq 1 ]
jq -s -e '[.[0].findings[] | select(.level == "street" or .level == "district")]
    == .[1].findings' all out > said
expect 2 '' "circlet check: unknown level 'town'
Try 'circlet check --help' for more information.\n" check --level street,town
status=0
check --rule B-AREA,B-NONE > out 2> err || status=$?
[ "$status" -eq 3 ]
grep -q "^circlet check: policy 'beijing-2018' has no rule 'B-NONE' (rules: " err
expect 0 "$none" 'circlet check: remark: none of the rules B-AREA,B-CIRCLE-15 is in force in 2017\n' \
    check --year 2017 --rule B-AREA,B-CIRCLE-15

# ---- CSV, and how to mend it ------------------------------------------------

# One line a finding, the same as in JSON; the exit status is the same.
status=0
check --rule B-CIRCLE-15,B-AREA --csv > out.csv || status=$?
[ "$status" -eq 1 ]
check --rule B-CIRCLE-15,B-AREA --json > out || [ $? -eq 1 ]
head -n 1 out.csv | grep -q '^rule,unit,unit_name,level,subject,subject_id,force,due,mode,verdict,measured,.*,reasons,citation,text_zh,text_en,fix_zh,fix_en$'
[ "$(wc -l < out.csv)" -eq "$(jq '.findings | length + 1' out)" ]
grep -q '^B-CIRCLE-15,s1,东街道,street,unit,s1,must,2020,own,fail,0\.5,0\.5,0\.5,1,share,2,persons,4,2,1,0,,京残发〔2017〕72号 二(四),东街道有4名.*,,$' out.csv
check --rule B-CIRCLE-15,B-AREA --csv --verdict pass > out.csv || [ $? -eq 1 ]
[ "$(wc -l < out.csv)" -eq 2 ]

# The one place that covers most, what is short in square metres; nothing is
# said where that was not asked for.
check --rule B-CIRCLE-15,B-AREA --fix --json > fixed || [ $? -eq 1 ]
jq -e '.findings[0].fix_en == "1 Warm Home in 旧校舍 covers 50 % of the 2 persons not covered."
    and .findings[0].fix_zh == "在旧校舍设1个温馨家园，可覆盖2名未覆盖者中的50%。"' fixed > said
jq -s -e '(.[0].findings | map(has("fix_en")) | any | not)
    and .[0].findings == [.[1].findings[] | del(.fix_en, .fix_zh)]' out fixed > said
expect_lines 1 'FAIL .* lives off every street\. 1 Warm Home in 旧校舍 covers 50 % of the 2 persons not covered\.$' '' \
    check --rule B-CIRCLE-15 --fix
check --rule B-CIRCLE-15 --fix --csv > out.csv || [ $? -eq 1 ]
grep -q ',在旧校舍设1个温馨家园，可覆盖2名未覆盖者中的50%。,1 Warm Home in 旧校舍 covers 50 % of the 2 persons not covered\.$' out.csv

# The sums of the rules are those of the findings.
jq -e '. as $all | all(.rules[]; . as $rule
    | [$all.findings[] | select(.rule == $rule.rule and .mode == $rule.mode)]
    | length == $rule.units
      and (map(select(.verdict == "fail")) | length) == $rule.fail)
    and (.summary | add) == (.findings | length)' all > said

# ---- modes ------------------------------------------------------------------

check --rule B-CIRCLE-15 --mode walk,drive --json > out || [ $? -eq 1 ]
jq -e '.modes == ["walk", "drive"]
    and [.findings[].mode] == ["walk", "drive"]
    and [.findings[].persons_covered] == [2, 3]' out > said
# What does not depend on a mode is judged once, whatever modes are asked for,
# and a mode that is named twice counts once.
check --mode walk,drive,walk --json > out || [ $? -eq 1 ]
jq -e '[.findings[] | select(.rule == "B-CIRCLE-15") | .mode]
        == ["walk", "drive"]
    and ([.findings[] | select(.mode == null) | .rule]
        | length == (unique | length))
    and (.summary | add) == (.findings | length)' out > said
expect 3 '' "circlet check: policy 'beijing-2018' has no mode 'fly' (modes: own, manual_wheelchair, walk, powered_wheelchair, crutches, stick, blind, escort, elderly, drive)\n" \
    check --mode fly

# ---- saving, plans, no roads ------------------------------------------------

check --save > out || [ $? -eq 1 ]
circlet info city.gpkg > out
grep -q "^finding  *$(jq '.findings | length' all) " out
expect 3 '' "circlet check: city.gpkg: no plan 'none': there are no plans\n" \
    check --plan none
circlet site city.gpkg --policy "$policy" --services warm_home --count 1 \
    --plan p > out
check --rule B-CIRCLE-15 --plan p --json > out || [ $? -eq 1 ]
jq -e '.plan == "p" and .findings[0].persons_covered == 3' out > said

circlet new bare.gpkg
circlet import bare.gpkg units units.geojson --set level=street \
    --set setting=urban > out
circlet import bare.gpkg people people.csv --complete > out
circlet import bare.gpkg facilities facilities.csv --complete > out
bare() { circlet check bare.gpkg --policy "$policy" --rule B-CIRCLE-15 "$@"; }
expect 0 "$title 2020

RULE        UNIT      VERDICT MEASURED REQUIRED SHORTFALL FINDING
B-CIRCLE-15 s1 东街道 no data                             东街道 cannot be judged: there are no streets in the data.

RULE        MODE PASS FAIL ADVICE UNDECIDED NO DATA PERSONS COVERED SHARE UNREACHED TITLE
B-CIRCLE-15 own     0    0      0         0       1                                 15-minute circle in the city
" 'circlet check: remark: bare.gpkg has no roads: rules about travel times have no data\n' \
    bare
expect_lines 0 '"verdict":"no_data".*"measured":null' '' bare --json --quiet

# ---- what lacks data counts nobody ------------------------------------------

# A second street, where the streets are not known: its person is neither
# covered nor uncovered.
cat > two.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"s2","name":"西街道"},
 "geometry":{"type":"Polygon","coordinates":
  [[[115.9,40],[116,40],[116,40.1],[115.9,40.1],[115.9,40]]]}}]}
END
printf '%s\n' id,lon,lat,aid e,115.95,40.05,none > west.csv
cp city.gpkg part.gpkg
circlet import part.gpkg units two.geojson --set level=street \
    --set setting=urban --quiet > out
circlet import part.gpkg people west.csv --complete > out
circlet import part.gpkg roads node.csv link.csv \
    --extent 115.99,39,117,41 > out
part() { circlet check part.gpkg --policy "$policy" --rule B-CIRCLE-15 "$@"; }
part --json > out || [ $? -eq 1 ]
jq -e '.rules == [{rule: "B-CIRCLE-15", mode: "own", units: 2, pass: 0,
        fail: 1, advice: 0, undecided: 0, no_data: 1,
        persons: 4, persons_covered: 2, share_low: 0.5, share_high: 0.5,
        persons_unreached: 1, persons_modelled: 0}]
    and (.findings[1] | .unit == "s2" and .verdict == "no_data"
        and .persons == 1
        and [.measured, .measured_low, .measured_high, .required,
            .shortfall, .persons_covered, .persons_unreached]
            == [null, null, null, null, null, null, null])' out > said
part --unit s2 --json > out
jq -e '.rules[0] | .no_data == 1
    and [.persons, .persons_covered, .persons_unreached]
        == [null, null, null]' out > said
expect 0 "$title 2020

RULE        UNIT      VERDICT MEASURED REQUIRED SHORTFALL FINDING
B-CIRCLE-15 s2 西街道 no data                             西街道 cannot be judged: there are no streets in the data.

RULE        MODE PASS FAIL ADVICE UNDECIDED NO DATA PERSONS COVERED SHARE UNREACHED TITLE
B-CIRCLE-15 own     0    0      0         0       1                                 15-minute circle in the city
" '' part --unit s2

# ---- what the policy does not know ------------------------------------------

# A misspelt setting excuses no street.
cp city.gpkg odd.gpkg
circlet import odd.gpkg units units.geojson --set level=street \
    --set setting=urbn --quiet > out
circlet check odd.gpkg --policy "$policy" --json > out || [ $? -eq 1 ]
jq -e '[.findings[] | select(.rule == "B-CIRCLE-15" or .rule == "B-HOME-URBAN")
        | [.verdict, .reasons]]
    == [["no_data", ["setting_unknown"]], ["no_data", ["setting_unknown"]]]' \
    out > said

# Facilities of types that are not the policy's are remarked upon.
odd_types() {
    to=odd.csv
    echo id,name,type,lon,lat > "$to"
    for type in "$@"; do
        echo "o$type,$type,$type,116.01,40.05" >> "$to"
    done
    cp city.gpkg odd.gpkg
    circlet import odd.gpkg facilities "$to" --quiet > out
}
heard() {
    status=0
    "$@" > out 2> said || status=$?
    [ "$status" -le 1 ] || explain "status $status" "$@"
}
odd_types 小卖部 warm_home
heard circlet check odd.gpkg --policy "$policy"
echo 'circlet check: remark: 1 facility is of a type that the policy does not name: 小卖部' |
    diff - said
odd_types g f e d c b a
heard circlet check odd.gpkg --policy "$policy"
echo 'circlet check: remark: 7 facilities are of types that the policy does not name: a, b, c, d, e ...' |
    diff - said
heard circlet site odd.gpkg --policy "$policy" --services warm_home \
    --count 1 --plan p
echo 'circlet site: remark: 7 facilities are of types that the policy does not name: a, b, c, d, e ...' |
    diff - said
heard circlet check odd.gpkg --policy "$policy" --quiet
[ ! -s said ]

# ---- digits -----------------------------------------------------------------

# One rule of rounding: what misses its limit is not written as it, neither in
# the table nor in the sentence, and both have the same digits. 4 persons with
# 1.199 m2: 0.29975 each.
small_city digits.gpkg
printf '%s\n' id,name,type,lon,lat,area_m2,rehab_workers \
    h1,温馨家园,warm_home,116.01,40.05,1.199,0.999 > facilities.csv
circlet import digits.gpkg facilities facilities.csv --complete > said
expect_lines 1 '^B-AREA .* FAIL *0\.2998 m²/person *0\.3 m²/person *0\.1 m² .* 4 certified residents, 0\.2998 m² per person; at least 0\.3\|0\.3 to
^A-REHAB-STAFF .* FAIL *0\.999 workers *1 worker ' '' \
    circlet check digits.gpkg --policy "$policy" --rule B-AREA,A-REHAB-STAFF
# A policy that asks for 90 %, of which 89.96 % are there.
printf '%s\n' id,lon,lat,aid,kind,grade,age,weight \
    a,116.01,40.05,none,visual,3,40,89.96 \
    b,116.05,40.05,none,visual,3,40,10.04 > people.csv
circlet import digits.gpkg people people.csv --complete > said
sed '/- id: B-CIRCLE-15$/,/target/s/target: .*/target: 0.9/' "$policy" \
    > ninety.yaml
sed -i "s#^modes: .*#modes: $srcdir/geodata/modes#" ninety.yaml
expect_lines 1 'FAIL *89\.96% *90% .* 89\.96 % reach' '' \
    circlet check digits.gpkg --policy ninety.yaml --rule B-CIRCLE-15

# ---- what is wrong ----------------------------------------------------------

hint="Try 'circlet check --help' for more information.\n"
expect 2 '' "circlet check: unknown verdict 'bad'\n$hint" \
    check --verdict fail,bad
expect 2 '' "circlet check: unknown level 'town'\n$hint" check --level town
expect 2 '' "circlet check: --mode takes names divided by commas, not 'walk,'\n$hint" \
    check --mode walk,
expect 2 '' "circlet check: --save stores the findings of all rules and units: leave out --rule and --unit\n$hint" \
    check --save --rule B-CIRCLE-15
expect 2 '' "circlet check: --save stores the findings of one mode\n$hint" \
    check --save --mode walk,drive
expect 3 '' "circlet check: the city has no unit 'x'\n" check --unit x
