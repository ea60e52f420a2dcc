#!/bin/sh
# circlet matrix: all times between two layers, as CSV, JSON and binary.
. "${srcdir:-.}/tests/cli/setup"

command -v jq > /dev/null 2>&1 || { echo 'jq is not installed' >&2; exit 77; }
small_city city.gpkg
matrix="matrix city.gpkg --policy $policy --mode walk"

# ---- CSV --------------------------------------------------------------------

# Persons are numbers: 1 lives at h1; 2 lives 682.7 m of the link away, at
# 1.2 m/s.
expect 0 'origin,destination,seconds\n1,h1,0.000\n2,h1,568.889\n' '' \
    circlet $matrix --cutoff 15
expect 0 'origin,destination,seconds\n1,h1,0.000\n2,h1,568.889\n' '' \
    circlet $matrix --cutoff 15min --from people --to facilities

# A cutoff is inclusive, to the millisecond: 9.48148 minutes are 568,889 ms.
expect_lines 0 '^2,h1,568.889$' '' circlet $matrix --cutoff 9.48148
circlet $matrix --cutoff 9.48145 > out
[ "$(wc -l < out)" -eq 2 ]

# By origin, then seconds, then destination; layers may be several.
expect 0 'origin,destination,seconds
h1,1,0.000
h1,2,568.889
t1,3,71.111
' '' circlet $matrix --cutoff 15 --from facilities --from sites --to people
circlet $matrix --cutoff 1440 --from sites --to people --to sites > out
printf '%s\n' origin,destination,seconds t1,t1,0.000 t1,3,71.111 \
    t1,2,2346.666 t1,1,2915.555 | diff -u - out

# The nearest only.
expect 0 'origin,destination,seconds\nt1,t1,0.000\nt1,3,71.111\n' '' \
    circlet $matrix --cutoff 1440 --from sites --to people --to sites \
    --nearest 2

# At its best the fourth goes straight; at its worst nobody is quicker than before.
circlet $matrix --cutoff 120 --bound min > least
grep -q '^4,h1,' least
cp city.gpkg slopes.gpkg
unknown_slopes slopes.gpkg
circlet matrix slopes.gpkg --policy "$policy" --mode walk --cutoff 120 \
    --bound max > most
grep -q '^2,h1,1145' most

# A facility is reached at its nearest entrance, and left by it.
printf '%s\n' facility,lon,lat h1,116.017,40.05 h1,116.002,40.05 > doors.csv
cp city.gpkg doors.gpkg
circlet import doors.gpkg entrances doors.csv > said
doors="matrix doors.gpkg --policy $policy --mode walk --cutoff 30"
expect 0 'origin,destination,seconds\n1,h1,497.778\n2,h1,71.111\n' '' \
    circlet $doors --nearest 1
expect 0 'origin,destination,seconds\nh1,2,71.111\nh1,1,497.778\n' '' \
    circlet $doors --from facilities --to people

# An id with a comma stands in quotes.
printf '%s\n' id,lon,lat '"t,""2"""',116.018,40.05 > more.csv
cp city.gpkg more.gpkg
circlet import more.gpkg sites more.csv > said
expect 0 'origin,destination,seconds\n"t,""2""",2,0.000\nt1,3,71.111\n' '' \
    circlet matrix more.gpkg --policy "$policy" --mode walk --cutoff 5 \
    --from sites --to people

# ---- JSON -------------------------------------------------------------------

circlet $matrix --cutoff 15 --json > out
jq -e '.mode == "walk" and .bound == "nominal" and .cutoff_seconds == 900 and
    .origins == 4 and .destinations == 1 and .pairs == 2 and
    .times[1] == {"origin":"2","destination":"h1","seconds":568.889}' \
    out > said

# ---- persons ----------------------------------------------------------------

# By their ids only if one asks for them.
people="$matrix --cutoff 15 --from people --to people"
expect 0 'origin,destination,seconds
a,a,0.000
a,b,568.889
b,b,0.000
b,a,568.889
c,c,0.000
d,d,0.000
' '' circlet $people --individuals
circlet $people --json --individuals > out
jq -e '[.times[].origin] | unique == ["a", "b", "c", "d"]' out > said
circlet $people --individuals -o named.bin > said
[ "$(tr '\0' ' ' < named.bin | grep -ac 'nominal a b c d a b c d')" -eq 1 ]
circlet $people --individuals | tail -n +2 | tr abcd 1234 > want
circlet $people | tail -n +2 | cmp - want
for form in csv bin; do
    circlet $people -o hidden.$form > said
    if tr '\0' ',' < hidden.$form | grep -aE '(^|,)[abcd],'; then exit 1; fi
done
circlet $people --json > out
jq -e '[.times[] | .origin, .destination] | unique == ["1", "2", "3", "4"]' \
    out > said
expect_lines 0 '^h1,b,568.889$' '' circlet $matrix --cutoff 15 \
    --from facilities --to people --individuals

# ---- files ------------------------------------------------------------------

expect 0 'times.csv: 2 pairs within 15 min in mode walk\n' '' \
    circlet $matrix --cutoff 15 -o times.csv
expect 0 'origin,destination,seconds\n1,h1,0.000\n2,h1,568.889\n' '' \
    cat times.csv
expect 0 '{"mode":"walk","bound":"nominal","cutoff_seconds":900,"origins":4,"destinations":1,"pairs":2,"file":"times.bin"}\n' \
    '' circlet $matrix --cutoff 15 -o times.bin --json
expect 2 '' "circlet matrix: 'times.csv' exists; --force replaces it\\n" \
    circlet $matrix --cutoff 15 -o times.csv
unchanged times.csv circlet $matrix --cutoff 15 -o times.csv --force > said

# The binary form, byte by byte.
{
    printf 'CIRCLETM\001\000\000\000\240\273\015\000'
    printf '\004\0\0\0\0\0\0\0\001\0\0\0\0\0\0\0\002\0\0\0\0\0\0\0'
    printf '\030\0\0\0\0\0\0\0walk\0nominal\0001\0002\0003\0004\000h1\0'
    printf '\0\0\0\0\0\0\0\0\001\0\0\0\0\0\0\0\002\0\0\0\0\0\0\0'
    printf '\002\0\0\0\0\0\0\0\002\0\0\0\0\0\0\0'
    printf '\0\0\0\0\0\0\0\0\0\0\0\0\071\256\010\0'
} > want.bin
cmp want.bin times.bin

# Threads and memory make no difference.
for threads in $(thread_counts) 16; do
    for memory in 1 1MiB 2GiB; do
        circlet $matrix --cutoff 1440 --from people --from sites \
            --to people --to sites --threads $threads --memory $memory > out
        [ -e first ] || cp out first
        cmp first out
    done
done
[ "$(wc -l < first)" -eq 18 ]

# ---- what is refused --------------------------------------------------------

hint="Try 'circlet matrix --help' for more information.\\n"
expect 2 '' "circlet matrix: option '--cutoff' takes minutes up to 1440, \
not '15h'\\n$hint" circlet $matrix --cutoff 15h
expect 2 '' "circlet matrix: option '--from' takes people, facilities, \
sites, not 'cats'\\n$hint" circlet $matrix --cutoff 15 --from cats
expect 2 '' "circlet matrix: option '--output' takes a .csv or .bin file, \
not 'times.txt'\\n$hint" circlet $matrix --cutoff 15 -o times.txt
expect 2 '' "circlet matrix: option '--nearest' takes a whole number from 1 \
to 1000000, not '0'\\n$hint" circlet $matrix --cutoff 15 --nearest 0
expect 2 '' "circlet matrix: option '--threads' takes a whole number from 1 \
to 256, not '0'\\n" circlet $matrix --cutoff 15 --threads 0
expect 2 '' "circlet matrix: option '--memory' takes a size such as 500MiB \
or 2GiB, not '2GiBs'\\n" circlet $matrix --cutoff 15 --memory 2GiBs
circlet new empty.gpkg
expect 3 '' 'circlet matrix: empty.gpkg has no roads: import them first\n' \
    circlet matrix empty.gpkg --policy "$policy" --mode walk \
    --cutoff 15 -o none.csv
[ ! -e none.csv ]
if [ -w /dev/full ]; then
    full() { circlet "$@" > /dev/full; }
    expect 5 '' 'circlet matrix: cannot write the output: No space left on device\n' \
        full $matrix --cutoff 15
fi

# The other commands that search take both options, too.
status=0
circlet check city.gpkg --policy "$policy" --json > out || status=$?
circlet check city.gpkg --policy "$policy" --json --threads 3 --memory 1MB \
    > other || [ "$?" -eq "$status" ]
cmp out other
expect 2 '' "circlet check: option '--threads' takes a whole number from 1 \
to 256, not 'x'\\n" circlet check city.gpkg --policy "$policy" --threads x
for command in site gaps isochrone; do
    circlet $command --help > out
    grep -q -e '--threads N' out
    grep -q -e '--memory SIZE' out
done
