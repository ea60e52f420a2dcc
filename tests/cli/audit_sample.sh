#!/bin/sh
# circlet sample: the random audit of Warm Homes.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
expect 0 'B-AUDIT random audit of Warm Homes, 京残发〔2017〕72号 二(五)3
1 of 1 open facility on 31 December 2020, at least 10%; seed 2020

ID NAME         UNIT 
h1 东街温馨家园 s1   东街道
' '' circlet sample city.gpkg --policy "$policy"
expect 0 '{"city":"city.gpkg","policy":"beijing-2018","rule":"B-AUDIT","citation":"京残发〔2017〕72号 二(五)3","year":2019,"seed":7,"share":0.5,"of":1,"facilities":[{"facility":"h1","name":"东街温馨家园","type":"warm_home","unit":"s1","unit_name":"东街道"}]}
' '' circlet sample city.gpkg --policy "$policy" --year 2019 --seed 7 \
    --share 50% --json

# Of 26 homes four are closed; of the others three are drawn: 10 % is 2.2.
{
    echo id,name,type,lon,lat,status
    echo h1,东街温馨家园,warm_home,116.01,40.05,closed
    for i in $(seq 10 34); do
        status=open
        [ "$i" -lt 32 ] || status=closed
        echo "h$i,家园$i,warm_home,116.0$i,40.05,$status"
    done
} > facilities.csv
circlet import city.gpkg facilities facilities.csv > said
circlet sample city.gpkg --policy "$policy" --csv > one.csv
[ "$(wc -l < one.csv)" -eq 4 ]
sed 1d one.csv | grep -q ',2020$'
if grep -E '^h(1|3[234]),' one.csv; then exit 1; fi

# The same seed, the same draw, whatever the order of rows.
{
    head -1 facilities.csv
    sed 1d facilities.csv | sort -r
} > turned.csv
mv turned.csv facilities.csv
circlet import city.gpkg facilities facilities.csv > said
unchanged city.gpkg circlet sample city.gpkg --policy "$policy" --csv > two.csv
cmp one.csv two.csv
circlet sample city.gpkg --policy "$policy" --csv --seed 1 > three.csv
if cmp -s one.csv three.csv; then exit 1; fi
[ "$(circlet sample city.gpkg --policy "$policy" --csv --share 100 |
    wc -l)" -eq 23 ]

# Less than the rule asks for is drawn, with a remark.
expect_lines 0 '^1 of 22 open facilities on 31 December 2020, at least 4%; ' \
    'circlet sample: remark: rule B-AUDIT asks for at least 10%
' circlet sample city.gpkg --policy "$policy" --share 4

# ---- what is wrong ----------------------------------------------------------

try="Try 'circlet sample --help' for more information.\\n"
for share in 0 101 much -5; do
    expect 2 '' "circlet sample: option '--share' takes per cent above 0, up to 100, not '$share'\\n$try" \
        circlet sample city.gpkg --policy "$policy" --share=$share
done
expect 3 '' "circlet sample: policy 'beijing-2018' has no rule 'B-AREA' that asks for a sample in 2020\\n" \
    circlet sample city.gpkg --policy "$policy" --rule B-AREA
expect 3 '' "circlet sample: policy 'beijing-2018' has no rule that asks for a sample in 2017\\n" \
    circlet sample city.gpkg --policy "$policy" --year 2017
circlet new bare.gpkg > said
expect 3 '' "circlet sample: the city knows no facilities that rule 'B-AUDIT' asks about\\n" \
    circlet sample bare.gpkg --policy "$policy"
