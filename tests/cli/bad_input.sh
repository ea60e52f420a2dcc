#!/bin/sh
# Bad input of every kind: a message that says what is wrong and where, the
# exit status, and a city file that stays as it was, byte for byte.
. "${srcdir:-.}/tests/cli/setup"

sample=$srcdir/geodata/sample
circlet new city.gpkg
circlet import city.gpkg units "$sample/units.geojson" > out

# refused MESSAGE ARGUMENT...: import into the city fails with status 3.
refused() {
    message=$1
    shift
    unchanged city.gpkg expect 3 '' "$message\n" \
        circlet import city.gpkg "$@"
}

# ---- files that are not what they should be ---------------------------------

refused 'circlet import: none.csv: No such file or directory' \
    people none.csv
: > empty.csv
refused 'circlet import: empty.csv: file is empty' people empty.csv
: > empty.geojson
refused 'circlet import: empty.geojson: file is empty' units empty.geojson
: > empty.osm.pbf
refused 'circlet import: empty.osm.pbf: file is empty' roads empty.osm.pbf
echo hello > text.doc
refused 'circlet import: text.doc: the suffix is none of .gpkg, .sqlite, .db, .shp, .geojson, .json, .csv, .tsv, .txt, .xlsx, .dbf' \
    people text.doc
expect 3 '' 'circlet info: none.gpkg: No such file or directory\n' \
    circlet info none.gpkg
expect 3 '' 'circlet info: text.doc: not a circlet city\n' \
    circlet info text.doc
expect 3 '' 'circlet import: text.doc: not a circlet city\n' \
    circlet import text.doc people "$sample/people.csv"

# A shapefile of which one part is missing: a header alone is no use.
printf '\000\000\047\012' > alone.shp
: > alone.shx
refused 'circlet import: alone.dbf: this part of the shapefile is missing' \
    units alone.shp

# A shapefile that was cut short on its way: two points with one field.
bytes() { printf "$(printf '%s' "$*" | sed 's/ *\([0-7]\{3\}\)/\\\1/g')"; }
zeros() { head -c "$1" /dev/zero; }
shape_header() { # WORDS of 16 bits, in octal
    bytes 000 000 047 012
    zeros 20
    bytes 000 000 000 "$1" 350 003 000 000 001 000 000 000
    zeros 64
}
point() { # NUMBER: 116.125, 40.125
    bytes 000 000 000 "$1" 000 000 000 012 001 000 000 000
    bytes 000 000 000 000 000 010 135 100 000 000 000 000 000 020 104 100
}
{ shape_header 116 && point 001 && point 002; } > town.shp
{
    shape_header 072
    bytes 000 000 000 062 000 000 000 012 000 000 000 100 000 000 000 012
} > town.shx
{
    bytes 003 170 001 001 002 000 000 000 101 000 003 000
    zeros 20
    printf id
    zeros 9
    printf C
    zeros 4
    bytes 002
    zeros 15
    printf '\r a1 a2'
} > town.dbf
expect 0 '2 of 2 rows imported into sites\n' \
    'circlet import: remark: nothing says which coordinate system it has; coordinates from 116.125 40.125 to 116.125 40.125 are taken as WGS 84 degrees\n' \
    circlet import city.gpkg sites town.shp
for part in shp shx dbf; do
    mv "town.$part" whole
    size=$(wc -c < whole)
    head -c $((size - 1)) whole > "town.$part"
    refused "circlet import: town.$part: cut short: $((size - 1)) bytes of $size" \
        sites town.shp
    mv whole "town.$part"
done

# An OpenStreetMap extract that was cut off in its first blob: its length,
# then a header that promises 1,000 bytes.
printf '\000\000\000\016\012\011OSMHeader\030\350\007abc' > cut.osm.pbf
refused 'circlet import: cut.osm.pbf: file is cut off at byte 21, within the blob at byte 0' \
    roads cut.osm.pbf

# ---- rows that are wrong ----------------------------------------------------

cat > people.csv <<'END'
id,lon,lat,age
a,116.13,40.1,70
b,116.13,40.1,7o
c,196.02,40.1,71
d,116.13,95,71
END
rows="people.csv:3: age '7o' is no whole number
people.csv:4: lon 196.02 is outside -180..180
people.csv:5: lat 95 is outside -90..90"
refused "$rows
circlet import: 3 of 4 rows were refused, the first: people.csv: row 3: age '7o' is no whole number" \
    people people.csv --strict
expect 0 "1 of 4 rows imported into people
3 rows refused
       1  no number, the first: people.csv:3: age '7o' is no whole number
       2  a number that cannot be, the first: people.csv:4: lon 196.02 is outside -180..180\n" "$rows\n" \
    circlet import city.gpkg people people.csv

printf 'person,lon,lat\nx,116,40\n' > columns.csv
refused "circlet import: columns.csv: needed column 'id' is missing (columns found: person, lon, lat)" \
    people columns.csv
refused "circlet import: columns.csv: no field 'code' (fields found: person, lon, lat)" \
    people columns.csv --map id=code

printf 'id,name,lon,lat\n1,x,116,40\n' > named.csv
refused "circlet import: named.csv: column 'name' may say who people are: names, addresses, identity and phone numbers are not taken, remove it from the source" \
    people named.csv

cat > crossed.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"1","name":"bow tie"},
 "geometry":{"type":"Polygon",
  "coordinates":[[[116,40],[117,41],[117,40],[116,41],[116,40]]]}}]}
END
circlet new crossed.gpkg
expect 0 '1 of 1 rows imported into units
1 row repaired
       1  an area that is not valid, the first: crossed.geojson:1: ring crosses itself or another ring at 116.500000 40.500000: its area is now 4706508716.7 m2, and could not be told before\n' \
    'crossed.geojson:1: repaired: ring crosses itself or another ring at 116.500000 40.500000: its area is now 4706508716.7 m2, and could not be told before\n' \
    circlet import crossed.gpkg units crossed.geojson --set level=district \
    --strict

# Another file of the same name must not take the place of the first.
mkdir -p east west
printf 'id,lon,lat\ne1,116.13,40.1\ne2,116.13,40.1\n' > east/old.csv
printf 'id,lon,lat\nw1,116.13,40.1\n' > west/old.csv
circlet import city.gpkg people east/old.csv > out
refused 'circlet import: west/old.csv: another source of that name is in the city, and none of its 2 ids is in this one; rename one of the two' \
    people west/old.csv

# A unit above its own parent would leave a city that cannot be read.
printf 'code,name,level,parent_code\nx,X,community,y\ny,Y,community,\n' \
    > units.csv
refused "units.csv:2: unit 'x' (community) names the parent 'y' (community), which is not of a higher level
circlet import: 1 of 2 rows were refused, the first: units.csv: row 2: unit 'x' (community) names the parent 'y' (community), which is not of a higher level" \
    units units.csv --strict

printf 'id,lon,lat,note\na1,116.13,40.1,+86 138-0013-8000\na2,116.13,40.1,\n' \
    > phone.csv
refused 'phone.csv:2: note has a phone number in it, which is not taken
circlet import: remark: fields that are no columns here, kept as attributes: note
circlet import: 1 of 2 rows were refused, the first: phone.csv: row 2: note has a phone number in it, which is not taken' \
    people phone.csv --strict

refused "circlet import: people.csv: coordinate system 'EPSG:99999' is not known" \
    people people.csv --crs EPSG:99999

# ---- policies ---------------------------------------------------------------

expect 3 '' "circlet check: cannot open 'none.yaml': No such file or directory\n" \
    circlet check city.gpkg --policy none.yaml
policy=$srcdir/geodata/policies/beijing-2018.yaml
{
    cat "$policy"
    printf 'colour: red\n'
} > colour.yaml
line=$(wc -l < colour.yaml)
status=0
circlet check city.gpkg --policy colour.yaml > out 2> said || status=$?
[ "$status" -eq 3 ]
grep -q "^circlet check: colour.yaml:$line:1: .*'colour'" said
[ "$(wc -l < said)" -eq 1 ]
[ ! -s out ]

# ---- the machine ------------------------------------------------------------

full() { "$@" > /dev/full; }
unchanged city.gpkg expect 5 '' \
    'circlet info: cannot write the output: No space left on device\n' \
    full circlet info city.gpkg

# A file that may not grow: the limit is far above what the program itself
# writes elsewhere, and below what 3,400 people need.
limited() { (ulimit -f 200 && "$@"); }
unchanged city.gpkg expect 5 '' \
    'circlet import: city.gpkg: File too large\n' \
    limited circlet import city.gpkg people "$sample/people.csv"
[ "$(find . -name '*city*')" = ./city.gpkg ]

# The copy has a name of its own: what else lies beside the city stays.
for name in city.gpkg.tmp city.gpkg.new; do
    echo mine > "$name"
done
circlet import city.gpkg sites "$sample/sites.csv" > out
for name in city.gpkg.tmp city.gpkg.new; do
    [ "$(cat "$name")" = mine ]
    rm "$name"
done
mkdir .city.gpkg.circlet-new
unchanged city.gpkg expect 3 '' \
    "circlet import: $(pwd -P)/.city.gpkg.circlet-new: Is a directory\n" \
    circlet import city.gpkg sites "$sample/sites.csv"
rmdir .city.gpkg.circlet-new

# A folder that may not be written to, unless one may do everything.
mkdir locked
cp city.gpkg locked
chmod 500 locked
if ! (: > locked/probe) 2> said; then
    trap 'chmod 700 locked; rm -rf "$scratch"' EXIT
    unchanged locked/city.gpkg expect 5 '' \
        'circlet import: locked/city.gpkg: its folder cannot be written to: Permission denied\n' \
        circlet import locked/city.gpkg sites "$sample/sites.csv"
fi
chmod 700 locked
