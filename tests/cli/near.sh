#!/bin/sh
# circlet near: the nearest facilities with room, for a place or a person.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
cat > facilities.csv <<'END'
id,name,type,lon,lat,services,address,phone,hours,status
h1,东街温馨家园,warm_home,116.01,40.05,day_care:10:10;warm_home,东街1号,010-1,"周一至周五 9:00-17:00",
h2,西街温馨家园,warm_home,116.05,40.05,day_care:20:5;warm_home,西街2号,,,
h3,旧日间站,day_care_station,116.021,40.05,day_care:5:0,,,,closed
h4,日间站,day_care_station,116.045,40.05,,,,,
h5,驿站,elderly_service_station,116.03,40.05,day_care:8,,,,
END
circlet import city.gpkg facilities facilities.csv --complete > said
near() { circlet near city.gpkg --policy "$policy" "$@"; }

# ---- a place ----------------------------------------------------------------

# 1.2 m/s on foot: 853.33 m take 711 s. h1 is as near as h5 but full, h3 is
# closed.
expect 0 'NO. ID FACILITY     TYPE                     MIN FREE PLACES HOURS                 PHONE ADDRESS
  1 h5 驿站         elderly-service station 11.9      ? of 8                             
  2 h4 日间站       day-care station        29.6   not known                             
  3 h2 西街温馨家园 Warm Home               35.6    15 of 20                             西街2号
  4 h1 东街温馨家园 Warm Home               11.9   full (10) 周一至周五 9:00-17:00 010-1 东街1号
' '' near --at 116.02,40.05 --need day_care --mode walk

near --at 116.02,40.05 --need day_care --mode walk --json > out
jq -e '.need == "day_care" and .mode == "walk" and .year == 2020
    and .suitable == 4 and .suitable_known
    and [.results[].facility] == ["h5", "h4", "h2", "h1"]
    and [.results[].free_places] == [null, null, 15, 0]
    and [.results[].full] == [false, false, false, true]
    and [.results[].places] == [8, null, 20, 10]
    and (.results[0].seconds | . > 711 and . < 712)
    and all(.results[]; .seconds_low <= .seconds
        and .seconds <= .seconds_high)
    and (.results[3] | .name == "东街温馨家园" and .type == "warm_home"
        and .address == "东街1号" and .phone == "010-1"
        and .hours == "周一至周五 9:00-17:00")
    and .results[0].address == null' out > said

# Fewer, nearer, another year, a type of facility.
near --at 116.02,40.05 --need day_care --mode walk --count 2 --json > out
jq -e '[.results[].facility] == ["h5", "h4"]' out > said
near --at 116.02,40.05 --need day_care --mode walk --within 12 --json > out
jq -e '[.results[].facility] == ["h5", "h1"]' out > said
near --at 116.02,40.05 --need warm_home --mode walk --json > out
jq -e '[.results[].facility] == ["h1", "h2"]' out > said

# ---- a person ---------------------------------------------------------------

# c lives at h2 and walks; d lives off every street.
near --person c --need warm_home --json > out
jq -e '.mode == "walk" and .mode_known
    and .results[0].facility == "h2" and .results[0].seconds == 0' out > said
near --person d --need warm_home --json > out
jq -e '.results == [.results[0]] and .results[0].seconds == null
    and .results[0].seconds_low > 2700
    and .results[0].seconds_high == null' out > said
expect_lines 0 'perhaps 46\.3' '' near --person d --need warm_home
near --person c --at 116.01,40.05 --need warm_home --json > out
jq -e '.results[0].facility == "h1" and .results[0].seconds == 0' out > said

# Of whom nothing is known the slowest mode counts, and that is said.
expect_lines 0 '^  1 h5 .*(.*-' "circlet near: remark: it is not known by which mode one goes: times are by 'manual_wheelchair', bounds by all that may be\n" \
    near --at 116.029,40.05 --need day_care

# ---- nothing ----------------------------------------------------------------

expect 0 '' "circlet near: remark: no open facility of the city offers 'daycare'\n" \
    near --person a --need daycare
expect 0 '' "circlet near: remark: of 4 facilities that offer 'day_care' none is near enough: --within looks farther\n" \
    near --at 116.02,40.05 --need day_care --mode walk --within 5
expect 0 '' "circlet near: remark: of 4 facilities that offer 'day_care' none is near enough: --within looks farther
circlet near: remark: the streets around the place are not known\n" \
    near --at 110,30 --need day_care --mode walk
expect 0 '' '' near --person a --need daycare --quiet

# Of the types that offer it nothing was said, and a home may.
printf '%s\n' id,name,type,lon,lat h1,东街温馨家园,warm_home,116.01,40.05 \
    > facilities.csv
circlet new open.gpkg
circlet import open.gpkg facilities facilities.csv > said
circlet import open.gpkg roads node.csv link.csv --extent 115,39,117,41 > said
for need in mental_day mental_day_station mental_care; do
    expect 0 '' "circlet near: remark: it is not known whether a facility of the city offers '$need': facilities of types that may offer it were not imported, or do not say\n" \
        circlet near open.gpkg --policy "$policy" --at 116.02,40.05 \
        --mode walk --need "$need"
done
circlet near open.gpkg --policy "$policy" --at 116.02,40.05 --mode walk \
    --need mental_day --json --quiet > out
jq -e '.suitable == 0 and .suitable_known == false' out > said

# One is found, but there may be others.
circlet near open.gpkg --policy "$policy" --at 116.02,40.05 --mode drive \
    --need day_care > out 2> said
grep -q 东街 out
grep -q "remark: there may be others that offer 'day_care': facilities of types that may offer it were not imported, or do not say" said

# ---- what is wrong ----------------------------------------------------------

hint="Try 'circlet near --help' for more information.\n"
expect 2 '' "circlet near: say where: --at or --person\n$hint" \
    near --need day_care
expect 2 '' "circlet near: option '--need' is missing\n$hint" \
    near --at 116,40
expect 2 '' "circlet near: option '--at' is given twice\n$hint" \
    near --at 116,40 --at 116,41 --need day_care
expect 2 '' "circlet near: a person goes by their own mode: leave out --mode or --person\n$hint" \
    near --person a --mode walk --need day_care
expect 2 '' "circlet near: option '--at' takes LON,LAT, not 'here'\n$hint" \
    near --at here --need day_care
expect 2 '' "circlet near: option '--within' takes minutes up to 1440, not '0'\n$hint" \
    near --person a --need day_care --within 0
expect 3 '' "circlet near: there is no person of the id given\n" \
    near --person x --need day_care
circlet new empty.gpkg
expect 3 '' 'circlet near: empty.gpkg has no roads: import them first\n' \
    circlet near empty.gpkg --policy "$policy" --at 116,40 --need day_care
