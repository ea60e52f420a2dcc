#!/bin/sh
# Sources in many coordinate systems, made by OGR: all land where they were,
# or are refused with a reason.
. "${srcdir:-.}/tests/cli/setup"
command -v ogr2ogr > /dev/null || exit 77

cat > origin.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"a","name":"A"},"geometry":{"type":"Point","coordinates":[116.38,39.91]}},
{"type":"Feature","properties":{"id":"b","name":"B"},"geometry":{"type":"Point","coordinates":[116.5,40.05]}},
{"type":"Feature","properties":{"id":"c","name":"C"},"geometry":{"type":"Point","coordinates":[115.9,39.6]}},
{"type":"Feature","properties":{"id":"d","name":"D"},"geometry":{"type":"Point","coordinates":[116.9,40.3]}}]}
END

# made FILE CRS [OPTION...]: the town in another system.
made() {
    file=$1 target=$2
    shift 2
    rm -f "${file%.*}".*
    ogr2ogr "$@" -s_srs EPSG:4326 -t_srs "$target" "$file" origin.geojson \
        2> ogr.txt || { cat ogr.txt >&2; exit 1; }
}

# lands METRES SOURCE [OPTION...]: the sites are where they were.
lands() {
    far=$1
    shift
    rm -f city.gpkg
    circlet new city.gpkg > made.txt
    circlet import city.gpkg sites "$@" --json > out.txt 2> err.txt || {
        cat err.txt >&2
        explain status circlet import city.gpkg sites "$@"
    }
    rm -f sites.csv
    ogr2ogr -f CSV -lco GEOMETRY=AS_XY sites.csv city.gpkg site
    awk -F, -v far="$far" '
        BEGIN { x["a"] = 116.38; y["a"] = 39.91; x["b"] = 116.5
            y["b"] = 40.05; x["c"] = 115.9; y["c"] = 39.6; x["d"] = 116.9
            y["d"] = 40.3 }
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "id") id = i; next }
        { gsub(/"/, ""); dx = ($1 - x[$id]) * 85000
            dy = ($2 - y[$id]) * 111000; n++
            if (dx * dx + dy * dy > far * far) { print; bad = 1 } }
        END { exit bad || n != 4 }' sites.csv >&2 ||
        explain places circlet import city.gpkg sites "$@"
}

# said PATTERN: the import before said so.
said() {
    grep -q -e "$1" err.txt || {
        cat err.txt >&2
        explain remark "$1"
    }
}

silent() {
    [ ! -s err.txt ] || {
        cat err.txt >&2
        explain remark silence
    }
}

# refused PATTERN SOURCE [OPTION...]: with this reason, and no other word.
refused() {
    pattern=$1
    shift
    status=0
    circlet import city.gpkg sites "$@" > out.txt 2> err.txt || status=$?
    { [ "$status" -eq 3 ] && [ "$(wc -l < err.txt)" -eq 1 ]; } || {
        cat err.txt >&2
        explain "status $status" circlet import city.gpkg sites "$@"
    }
    said "$pattern"
}

# ---- every system with its .prj ---------------------------------------------

# CGCS2000 is WGS 84 within a metre.
for crs in 4326 4490 4527 4548 4547 4498 4509 32650 3857 3395; do
    made town.shp "EPSG:$crs"
    lands 1 town.shp
    silent
    made town.gpkg "EPSG:$crs"
    lands 1 town.gpkg
    silent
done
# The next zone of six degrees is used beyond its edge; one of three is not.
made town.shp EPSG:32649
lands 1 town.shp
said "coordinates lie outside the area of coordinate system 'WGS 84 / UTM zone 49N'"
made town.shp '+proj=longlat +datum=WGS84 +pm=paris'
lands 1 town.shp
made town.shp 'EPSG:32650+5773'
lands 1 town.shp
made town.shp '+proj=tmerc +lon_0=116.35 +x_0=500000 +y_0=-4000000 +ellps=GRS80 +units=m'
lands 1 town.shp
made town.shp '+proj=aeqd +lon_0=116.4 +lat_0=39.9 +datum=WGS84'
lands 1 town.shp
for crs in 4490 4527 3857; do
    rm -f old.geojson
    ogr2ogr -f GeoJSON -lco RFC7946=NO -t_srs "EPSG:$crs" old.geojson \
        origin.geojson
    lands 1 old.geojson
    silent
done

# ---- no .prj ----------------------------------------------------------------

for crs in 4326 4490; do
    made bare.shp "EPSG:$crs"
    rm bare.prj
    lands 1 bare.shp
    said 'remark: nothing says which coordinate system it has; coordinates from 115.9 39.6 to 116.9 40.3 are taken as WGS 84 degrees$'
done
made bare.shp EPSG:4527
rm bare.prj
lands 1 bare.shp
said 'begin with zone 39 and are taken as CGCS2000 (EPSG:4527); if they are Beijing 1954 or Xian 1980, they will lie some 100 m off$'
made bare.shp EPSG:4498
rm bare.prj
lands 1 bare.shp
said 'begin with zone 20 and are taken as CGCS2000 (EPSG:4498)'
made bare.shp EPSG:3857
rm bare.prj
lands 1 bare.shp
said 'are taken as web Mercator (EPSG:3857)$'
for crs in 4548 4547 32650; do
    made bare.shp "EPSG:$crs"
    rm bare.prj
    refused 'bare.shp: nothing says .* EPSG:4534 (75 E) to EPSG:4554 (135 E)' \
        bare.shp
    lands 1 bare.shp --crs "EPSG:$crs"
done
circlet info city.gpkg --json | grep -q 'bare.shp'

# ---- a .prj that lies -------------------------------------------------------

keep_prj() { # FROM-CRS TO-FILE: another system's .prj
    made other.shp "$1"
    cp other.prj "${2%.shp}.prj"
}
made lie.shp EPSG:4527
keep_prj EPSG:4490 lie.shp
refused "lie.shp: coordinates such as 39[0-9.]* 4[0-9.]* are not the degrees that coordinate system '.*2000' has: they look like EPSG:4527; give it as crs if it is right" \
    lie.shp
lands 1 lie.shp --crs EPSG:4527
keep_prj EPSG:4548 lie.shp
refused "do not fit coordinate system 'CGCS2000 / 3-degree Gauss-Kruger CM 117E': they look like EPSG:4527" \
    lie.shp
made lie.shp EPSG:4548
keep_prj EPSG:4326 lie.shp
refused "are not the degrees that coordinate system 'WGS 84' has: they look like metres from a central meridian" \
    lie.shp
made lie.shp EPSG:4326
for crs in 4548 4527 32650 3857; do
    keep_prj "EPSG:$crs" lie.shp
    refused "do not fit coordinate system .* they look like degrees; give EPSG:4326" \
        lie.shp
done
printf nonsense > lie.prj
refused "lie.shp: coordinate system 'nonsense' is not known" lie.shp
lands 1 lie.shp --crs EPSG:4490

# ---- exchanged coordinates --------------------------------------------------

sed 's/"coordinates":\[\([0-9.]*\),\([0-9.]*\)\]/"coordinates":[\2,\1]/' \
    origin.geojson > swapped.geojson
refused 'swapped.geojson: coordinates such as 39.91 116.38 do not fit .*: latitude stands first; exchange the two, longitude comes first' \
    swapped.geojson
rm -f swapped.shp
ogr2ogr -a_srs EPSG:4548 swapped.shp origin.geojson -dialect SQLite \
    -sql 'SELECT id, name, SwapCoords(ST_Transform(geometry, 4548)) FROM origin'
refused 'swapped.shp: coordinates such as 4[0-9.]* 4[0-9.]* do not fit .*: the northing stands first; exchange the two, the easting comes first' \
    swapped.shp

# ---- datums without a way to WGS 84 -----------------------------------------

for crs in 4214 4610 2437 2363 4555; do
    rm -f old.*
    ogr2ogr -a_srs "EPSG:$crs" old.shp origin.geojson
    refused 'which has no public transformation to WGS 84 .* +towgs84 and the 7 parameters' \
        old.shp
done
krass='+proj=tmerc +lon_0=117 +x_0=500000 +ellps=krass +towgs84=15.8,-154.4,-82.3,0,0,0,0'
made old.shp "$krass"
lands 1 old.shp --crs "$krass"

# ---- shifted degrees --------------------------------------------------------

ogr2ogr -f CSV -lco GEOMETRY=AS_XY plain.csv origin.geojson
for datum in gcj02 bd09; do
    circlet convert plain.csv --lon X --lat Y --to-datum $datum \
        --to $datum.csv > made.txt
    lands 0.001 $datum.csv --map lon=X --map lat=Y --datum $datum
    rm -f $datum.shp
    ogr2ogr -oo X_POSSIBLE_NAMES=X -oo Y_POSSIBLE_NAMES=Y -a_srs EPSG:4490 \
        $datum.shp $datum.csv
    lands 0.001 $datum.shp --datum $datum
    rm $datum.prj
    lands 0.001 $datum.shp --datum $datum
    circlet convert plain.csv --lon X --lat Y --to-datum $datum \
        --to-crs EPSG:3857 --to tiles.csv --force > made.txt
    lands 0.001 tiles.csv --map lon=X --map lat=Y --datum $datum \
        --crs EPSG:3857
    rm -f tiles.shp
    ogr2ogr -oo X_POSSIBLE_NAMES=X -oo Y_POSSIBLE_NAMES=Y -a_srs EPSG:3857 \
        tiles.shp tiles.csv
    lands 0.001 tiles.shp --datum $datum
done
made town.shp EPSG:4548
refused "town.shp: coordinate system 'CGCS2000 / 3-degree Gauss-Kruger CM 117E' cannot be shifted by gcj02: only degrees" \
    town.shp --datum gcj02

# ---- columns ----------------------------------------------------------------

circlet convert plain.csv --lon X --lat Y --to-crs EPSG:4527 \
    --to zone.csv > made.txt
lands 0.01 zone.csv --map lon=X --map lat=Y --crs EPSG:4527
lands 1 zone.csv --map lon=X --map lat=Y
said 'begin with zone 39 and are taken as CGCS2000 (EPSG:4527)'
refused 'plain.csv: .* latitude stands first' plain.csv --map lon=Y --map lat=X
