#!/bin/sh
# circlet convert: points and tables, against points that others published
# and against GDAL's program.
. "${srcdir:-.}/tests/cli/setup"

hint="Try 'circlet convert --help' for more information.\n"

expect_lines 0 '^Usage: circlet convert \[TABLE\]
^      --datum DATUM
^  circlet convert --at' '' circlet convert --help

# ---- points -----------------------------------------------------------------

# The points that googollee/eviltransform tests itself by.
expect 0 '116.384047225,39.913345455\n' '' \
    circlet convert --at 116.377817,39.911954 --to-datum gcj02
expect 0 '116.377817,39.911954\n' '' \
    circlet convert --at 116.38404722455657,39.91334545536069 --datum gcj02
expect 0 '116.377817,39.911954\n121.5272106,31.1774276\n' '' \
    circlet convert --datum gcj02 \
    --at 116.38404722455657,39.91334545536069 \
    --at 121.531541859215,31.17530398364597
expect 0 '{"points":[{"lon":116.377817,"lat":39.911954}]}\n' '' \
    circlet convert --at 116.38404722455657,39.91334545536069 --datum gcj02 \
    --json
# The pair of wandergis/coordtransform, from GCJ-02 to BD-09.
expect 0 '116.410369494,39.921336994\n' '' \
    circlet convert --at 116.404,39.915 --datum gcj02 --to-datum bd09
expect 0 '8.69,49.41\n' '' \
    circlet convert --at 8.69,49.41 --datum gcj02 # nothing moves there
expect 0 '500000,3320113.398\n' '' \
    circlet convert --at 117,30 --to-crs EPSG:4548
expect 0 '{"points":[{"x":500000,"y":3320113.398}]}\n' '' \
    circlet convert --at 117,30 --to-crs EPSG:4548 --json
expect 0 '117,30.000000001\n' '' circlet convert --at 500000,3320113.398 --crs EPSG:4548
expect 0 '-43.2,-22.9\n' '' circlet convert --at -43.2,-22.9 --to-crs EPSG:4326

# The same by GDAL's program, to half a millimetre: what is printed.
if command -v gdaltransform > peer.txt; then
    printf '%s\n' '116.4 39.9' '115.8 22.5' '114.05 41.3' > points.txt
    for crs in 4490 4527 4547 4548 32650 3857 4326; do
        gdaltransform -s_srs EPSG:4326 -t_srs "EPSG:$crs" < points.txt > peer.txt
        while read -r lon lat; do
            circlet convert --at "$lon,$lat" --to-crs "EPSG:$crs"
        done < points.txt | tr , ' ' | paste -d ' ' - peer.txt > both.txt
        [ "$(wc -l < both.txt)" -eq 3 ]
        awk -v crs="$crs" '{ e = $1 < 360 ? 2e-9 : 0.00051
            dx = $1 - $3; dy = $2 - $4
            if (dx * dx > e * e || dy * dy > e * e) {
                print crs ": " $0; exit 1 } }' both.txt >&2
    done
fi

# ---- a command line that is wrong -------------------------------------------

expect 2 '' "circlet convert: nothing to convert: give --datum or --crs for what there is, --to-datum or --to-crs for what is wanted\n$hint" \
    circlet convert --at 116,39
expect 2 '' "circlet convert: give either a table or points by --at\n$hint" \
    circlet convert --datum gcj02
expect 2 '' "circlet convert: give either a table or points by --at\n$hint" \
    circlet convert x.csv --at 116,39 --datum gcj02
expect 2 '' "circlet convert: unknown datum 'wgs84' (gcj02, bd09)\n$hint" \
    circlet convert --at 116,39 --datum wgs84
for at in 116 116, ,39 116,39,1 116,x '116, 39' nan,1 0x74,39; do
    expect 2 '' "circlet convert: option '--at' takes LON,LAT, not '$at'\n$hint" \
        circlet convert --at "$at" --datum gcj02
done
expect 2 '' "circlet convert: option '--lon' is for a table, not for --at\n$hint" \
    circlet convert --at 116,39 --datum gcj02 --lon x
expect 2 '' "circlet convert: the table itself goes to stdout: --json needs --to\n$hint" \
    circlet convert x.csv --datum gcj02 --json

# ---- points that have no image ----------------------------------------------

expect 3 '' 'circlet convert: point 39.9 116.4 has no latitude: longitude and latitude look exchanged (longitude comes first)\n' \
    circlet convert --at 39.9,116.4 --datum gcj02
expect 3 '' "circlet convert: coordinate system 'EPSG:1' is not known\n" \
    circlet convert --at 116,39 --to-crs EPSG:1
expect 3 '' "circlet convert: coordinate system 'CGCS2000 / 3-degree Gauss-Kruger CM 117E' cannot be shifted by bd09: only degrees of WGS 84 or CGCS2000 and web Mercator coordinates are published so\n" \
    circlet convert --at 500000,4400000 --crs EPSG:4548 --datum bd09
expect 3 '' "circlet convert: coordinate system 'Xian 1980' stands on datum 'Xian 1980', which has no public transformation to WGS 84 (points would lie some 100 m off): let the file be converted to CGCS2000 first, or give as crs a PROJ string with +towgs84 and the 7 parameters of your surveying office\n" \
    circlet convert --at 116,39 --crs EPSG:4610

# ---- a table ----------------------------------------------------------------

cat > homes.csv <<'END'
编号,经度,备注,纬度
1,116.38404722455657,"西城, ""甲""",39.91334545536069
2,,没有坐标,
3,121.531541859215,"两
行",31.17530398364597
END
wanted='编号,经度,备注,纬度
1,116.377817000,"西城, ""甲""",39.911954000
2,,没有坐标,
3,121.527210600,"两
行",31.177427600
'
remark='circlet convert: remark: 1 row has no coordinates and is as it was\n'
expect 0 "$wanted" "$remark" \
    circlet convert homes.csv --lon 经度 --lat 纬度 --datum gcj02
expect 0 "$wanted" '' \
    circlet convert homes.csv --lon 经度 --lat 纬度 --datum gcj02 --quiet
expect 0 '2 of 3 rows converted into out.csv\n' "$remark" \
    circlet convert homes.csv --lon 经度 --lat 纬度 --datum gcj02 --to out.csv
printf %s "$wanted" | cmp - out.csv
[ "$(stat -c %a out.csv)" = 600 ]
expect 2 '' "circlet convert: 'out.csv' exists; --force replaces it\n" \
    circlet convert homes.csv --lon 经度 --lat 纬度 --datum gcj02 --to out.csv
expect 0 '{"file":"out.csv","rows":3,"converted":2,"unplaced":1,"rejected":0}\n' '' \
    circlet convert homes.csv --lon 经度 --lat 纬度 --datum gcj02 \
    --to out.csv --force --json --quiet

# There and back is the same to the last digit that is written.
circlet convert out.csv --lon 经度 --lat 纬度 --to-crs EPSG:3857 \
    --to-datum bd09 --to there.csv --quiet > made.txt
circlet convert there.csv --lon 经度 --lat 纬度 --crs EPSG:3857 \
    --datum bd09 --to back.csv --quiet > made.txt
awk -F, 'NR == FNR { a[FNR] = $2; next }
    $2 ~ /^1/ { d = $2 - a[FNR]; if (d * d > 4e-16) { print; exit 1 } }' \
    out.csv back.csv

# GB18030, as Excel writes it.
iconv -f UTF-8 -t GB18030 homes.csv > gb.csv
circlet convert gb.csv --lon 经度 --lat 纬度 --datum gcj02 --quiet > gb.out
printf %s "$wanted" | cmp - gb.out
circlet convert gb.csv --encoding GB18030 --lon 经度 --lat 纬度 \
    --datum gcj02 --quiet | cmp gb.out -

# ---- rows that are refused --------------------------------------------------

cat > bad.csv <<'END'
id,lon,lat
a,116.4,39.9
b,x,39.9
c,116.4,
d,200,39.9
e,116.5,39.95
END
expect 0 'id,lon,lat
a,116.393758823,39.898598065
e,116.493965315,39.948758914
' "bad.csv:3: lon 'x' is no number
bad.csv:4: lat is empty
bad.csv:5: point 200 39.9 is not in degrees, which coordinate system 'WGS 84' has
circlet convert: remark: 3 rows of 5 were refused and are not in the output\n" \
    circlet convert bad.csv --datum gcj02 --rejects bad.txt
[ "$(wc -l < bad.txt)" -eq 4 ]
grep -q 'bad.csv,3,lon,x,' bad.txt
expect 3 '' "bad.csv:3: lon 'x' is no number
bad.csv:4: lat is empty
bad.csv:5: point 200 39.9 is not in degrees, which coordinate system 'WGS 84' has
circlet convert: 3 rows of 5 were refused\n" \
    circlet convert bad.csv --datum gcj02 --strict --to strict.csv
[ ! -e strict.csv ]
expect 3 '' "circlet convert: bad.csv: no column 'x'\n" \
    circlet convert bad.csv --datum gcj02 --lon x
expect 2 '' "circlet convert: bad.csv: column 'lon' cannot be both coordinates\n" \
    circlet convert bad.csv --datum gcj02 --lat lon
expect 3 '' 'circlet convert: none.csv: No such file or directory\n' \
    circlet convert none.csv --datum gcj02
printf '{"type":"FeatureCollection","features":[]}' > a.geojson
expect 3 '' 'circlet convert: a.geojson: only the columns of tables are converted, such as those of a .csv file\n' \
    circlet convert a.geojson --datum gcj02
if [ -c /dev/full ]; then
    status=0
    circlet convert homes.csv --lon 经度 --lat 纬度 --datum gcj02 --quiet \
        > /dev/full 2> full.txt || status=$?
    [ "$status" -eq 5 ]
fi
set -- *.csv.*
[ ! -e "$1" ] # nothing half-written is left
