#!/bin/sh
# Certificate numbers as ids: hashed with a key, matched from year to year,
# and nowhere to be found afterwards.
. "${srcdir:-.}/tests/cli/setup"

small_city city.gpkg
# GB 11643-1999 gives the first of these identity numbers as an example; the
# others are made, with their check digits.
one=11010519491231002X two=110105198001010016
printf 'a key of sixteen bytes\n' > key
printf '%s\n' 残疾证号,经度,纬度,残疾等级 \
    "${one}44,116.01,40.05," "${two}12B1,116.02,40.05,3" > people.csv

expect 2 '' 'circlet import: the key of ids has 5 bytes: it can be guessed, 16 are needed at least\n' \
    sh -c 'printf short > k && exec "$0" import city.gpkg people people.csv --id-key k' \
    "$CIRCLET"
unchanged city.gpkg expect 3 '' \
    "circlet import: people.csv: column '残疾证号' may say who people are: names, addresses, identity and phone numbers are not taken, remove it from the source\n" \
    circlet import city.gpkg people people.csv

mv people.csv 2020.csv
circlet import city.gpkg people 2020.csv --id-key key --json > out 2> err
jq -e '.imported == 2 and .rejected == 0 and .doubtful == 1' out > said
grep -q '2020.csv:3: doubtful: grade is 3, and 2 by the certificate number' \
    err

# What the number says is taken over; the source's own word stays.
sql() { ogrinfo -ro -q city.gpkg -sql "$1" | grep ' = ' | sed 's/^  //'; }
sql "SELECT kind, cast(grade AS TEXT) AS grade FROM demand
    WHERE birth_year = 1949" > found
printf '%s\n' 'kind (String) = physical' 'grade (String) = 4' | diff - found
sql "SELECT kind, cast(grade AS TEXT) AS grade FROM demand
    WHERE birth_year = 1980" > found
printf '%s\n' 'kind (String) = visual' 'grade (String) = 3' | diff - found

# The id is HMAC-SHA-256 of the identity number alone, as openssl makes it.
if command -v openssl > /dev/null; then
    want=$(printf %s "$one" |
        openssl dgst -sha256 -hmac 'a key of sixteen bytes' |
        sed 's/.*= *//' | cut -c1-32)
    sql "SELECT id FROM demand WHERE birth_year = 1949" > found
    echo "id (String) = $want" | diff - found
fi

# The number is nowhere: not in the city, not in what was said or refused.
printf '%s\n' 残疾证号,经度,纬度 "${one}54,116.01,40.05" \
    "${two%?}912,116.02,40.05" "110101$one,116.02,40.05" > 2021.csv
circlet import city.gpkg people 2021.csv --id-key key --rejects refused.csv \
    > out 2>> err || [ $? -eq 3 ]
for text in "$one" "$two" 19491231 "${two%?}9" 'sixteen bytes'; do
    for file in city.gpkg out err refused.csv; do
        ! grep -aq "$text" "$file" || {
            echo "$file has '$text'" >&2
            exit 1
        }
    done
done

# The same person with another kind is the same id: found to stand already.
grep -q "2021.csv:2: its id stands in 2020.csv, row 2 already" err

# Importing the next year's file under the same name says who came and left.
mkdir next
printf '%s\n' 残疾证号,经度,纬度 "${one}43,116.01,40.05" > next/2020.csv
circlet import city.gpkg people next/2020.csv --id-key key --json > out
jq -e '.entered == 0 and .left == 1 and .changed == 1' out > said
