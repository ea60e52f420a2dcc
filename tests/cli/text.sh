#!/bin/sh
# Text of other programs: encodings and separators of CSV, what is told of a
# guess, names of files, folders, layers and fields in Chinese.
. "${srcdir:-.}/tests/cli/setup"

sample=$srcdir/geodata/sample

# imported STDERR SOURCE OPTION...: one site goes into a new city.
imported() {
    said=$1
    shift
    rm -f city.gpkg
    circlet new city.gpkg
    expect 0 '1 of 1 rows imported into sites\n' "$said" \
        circlet import city.gpkg sites "$@"
}

remark='circlet import: remark: '
kept="circlet import: remark: fields that are no columns here, kept as \
attributes:"
wrong='say its encoding if this is wrong\n'

# ---- encodings --------------------------------------------------------------

# 备注 and 街道 as Excel in China saves them.
printf 'id,lon,lat,\261\270\327\242\ns1,116.3,39.9,\275\326\265\300\n' > a.csv
imported "${remark}nothing says how text is encoded; it is taken as GB18030, \
in which the heading has '备注'; $wrong$kept 备注\n" a.csv
imported "$kept 备注\n" a.csv --encoding gbk
printf 'id,lon,lat,b\ns1,116.3,39.9,\275\326\265\300\n' > a.csv
imported "${remark}nothing says how text is encoded; it is taken as GB18030, \
in which 2 of 2 characters are common Chinese ones; $wrong$kept b\n" a.csv
iconv -f GB18030 -t UTF-16 a.csv > b.csv
imported "$kept b\n" b.csv
iconv -f GB18030 -t UTF-8 a.csv > b.csv
imported "$kept b\n" b.csv

# Accents are no Chinese, and nobody but the user knows what they are.
printf 'id,lon,lat,obs\ns1,116.3,39.9,S\343o Jo\343o\n' > a.csv
circlet new c.gpkg
expect 3 '' "circlet import: a.csv: line 2: byte 31 of the file is no UTF-8, \
and the text does not look like Chinese in GB18030; say its encoding\n" \
    circlet import c.gpkg sites a.csv
imported "$kept obs\n" a.csv --encoding Latin-1
expect 3 '' "circlet import: a.csv: text encoding 'GBK//IGNORE' is not \
known\n" circlet import c.gpkg sites a.csv --encoding GBK//IGNORE

# ---- separators -------------------------------------------------------------

printf 'sep=;\r\nid;lon;lat;;\r\ns1;116.3;39.9;;\r\n' > a.csv
imported '' a.csv
printf 'id\tlon\tlat\ns1\t116.3\t39.9\n' > a.tsv
imported "${remark}columns are separated by tabs\n" a.tsv
printf 'id|lon|lat\ns1|116.3|39.9\n' > a.txt
imported "${remark}columns are separated by '|'\n" a.txt
printf 'id;lon;lat\ns1;116,3;39.9\n' > a.csv
reason="lon '116,3' has a comma; numbers are written with a point before the \
fraction and nothing between thousands"
expect 3 '' "a.csv:2: $reason
${remark}columns are separated by ';'
circlet import: a.csv: none of its 1 rows can be used: $reason\n" \
    circlet import c.gpkg sites a.csv
printf 'id,lon,lat,\ns1,116.3,39.9,\ns2,116.3,39.9,x\n' > a.csv
expect 3 '' 'circlet import: a.csv: line 3: column 4 holds a value, but has '\
'no name in the heading\n' circlet import c.gpkg sites a.csv

# ---- names ------------------------------------------------------------------

mkdir '规划 2024'
cd '规划 2024'
circlet new '城市.gpkg'
cp "$sample/units.geojson" '单元.geojson'
circlet import '城市.gpkg' units '单元.geojson' > /dev/null 2>&1
printf 'id,经度,lat\ns1,116.14,40.1\n' > '候选点.csv'
expect 0 '1 of 1 rows imported into sites\n' '' \
    circlet import '城市.gpkg' sites '候选点.csv' --map 'lon=经度'
circlet export '城市.gpkg' --to '地图.gpkg' > /dev/null 2>&1
circlet new '副本.gpkg'
circlet import '副本.gpkg' units '城市.gpkg:unit' > /dev/null 2>&1
circlet info '城市.gpkg' > said
grep -q "候选点\.csv" said
circlet info '副本.gpkg' > said
grep -q "城市\.gpkg:unit" said

# ---- tables of streets ------------------------------------------------------

mkdir roads
cd roads
circlet new c.gpkg
circlet import c.gpkg units "$sample/units.geojson" > /dev/null 2>&1
printf 'node_id,x_coord,y_coord\n1,116.1,40.1\n2,116.2,40.1\n' > node.csv
printf 'link_id,from_node_id,to_node_id,length,name\n1,1,2,8529,%b\n' \
    '\0304\0317\0264\0363\0275\0326' > link.csv # 南大街 in GB18030
circlet import c.gpkg roads node.csv link.csv > said 2>&1
grep -q 'link.csv: nothing says how text is encoded; it is taken as GB18030' \
    said
circlet import c.gpkg roads node.csv link.csv --encoding GB18030 > said 2>&1
grep -q '1 links' said
case $(cat said) in *'nothing says'*) exit 1 ;; esac
sqlite3 c.gpkg 'SELECT tags FROM road_link' | grep -q '南大街'
expect 3 '' 'circlet import: link.csv: line 2: byte 56 of the file is no '\
'text of UTF-8\n' circlet import c.gpkg roads node.csv link.csv \
    --encoding UTF-8
cd ..

# ---- headings ---------------------------------------------------------------

# Capitals, blanks inside, and what nobody knows.
mkdir headings
cd headings
circlet new c.gpkg
circlet import c.gpkg units "$sample/units.geojson" > /dev/null 2>&1
printf 'ID,LON,LAT,残疾 类别,GRADE,Note\na,116.14,40.1,肢体,四,x\n' > p.csv
expect 0 '1 of 1 rows imported into people\n' "${remark}fields that are no \
columns here, kept as attributes: Note
${remark}field ID is taken as id
${remark}field LON is taken as lon
${remark}field LAT is taken as lat
${remark}field 残疾 类别 is taken as kind
${remark}field GRADE is taken as grade\n" circlet import c.gpkg people p.csv
sqlite3 c.gpkg 'SELECT kind, grade, attributes FROM demand' |
    grep -Fqx 'physical|4|{"Note":"x"}'
printf 'ID,LON,LAT,GRADE\na,116.14,40.1,9\n' > p.csv
expect 3 '' "p.csv:2: grade 9 is outside 1..4
${remark}field ID is taken as id
${remark}field LON is taken as lon
${remark}field LAT is taken as lat
${remark}field GRADE is taken as grade
circlet import: p.csv: none of its 1 rows can be used: grade 9 is outside \
1..4\n" circlet import c.gpkg people p.csv
cd ..
