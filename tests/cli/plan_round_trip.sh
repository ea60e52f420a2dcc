#!/bin/sh
# A plan exported with --exact comes back into a city of the same data byte for
# byte (two_plans.sh has those that are published); one that was edited, as
# programs for maps and tables edit, comes back as a plan made by hand.
. "${srcdir:-.}/tests/cli/setup"

sample=$srcdir/geodata/sample

# town FILE: the sample town.
town() {
    circlet new "$1"
    circlet import "$1" units "$sample/units.geojson"
    circlet import "$1" people "$sample/people.csv"
    circlet import "$1" facilities "$sample/facilities.csv" --complete
    circlet import "$1" sites "$sample/sites.csv"
    circlet import "$1" roads "$sample/node.csv" "$sample/link.csv"
    circlet import "$1" venues "$sample/venues.csv"
}
town a.gpkg > out 2>&1
cp a.gpkg b.gpkg
circlet site a.gpkg --policy "$policy" --plan all --quiet > out

# dump CITY PLAN: all that the tables say of a plan, whatever it is called.
dump() {
    for part in plan:name plan_action:plan plan_site:plan plan_level:plan \
        plan_impossible:plan plan_certificate:plan; do
        columns=$(sqlite3 "$1" "SELECT group_concat('quote(' || name || ')')
            FROM pragma_table_info('${part%:*}') WHERE name NOT IN
            ('fid', 'run', '${part#*:}')")
        sqlite3 "$1" "SELECT $columns FROM ${part%:*}
            WHERE ${part#*:} = '$2' ORDER BY fid"
    done
}
dump a.gpkg all > wanted
[ "$(wc -l < wanted)" -gt 100 ]

# back CITY PLAN SOURCE WORD: it comes in, and a remark has the word.
back() {
    circlet import "$1" plan "$3" --plan "$2" > out 2> err || cat err
    grep -q "remark: the plan .*$4" err
}
circlet export a.gpkg --plan all --to all.gpkg --exact --quiet > out
back a.gpkg again all.gpkg:plan_action 'is as it was exported'
dump a.gpkg again | cmp wanted -
back b.gpkg all all.gpkg:plan_action 'is as it was exported'
dump b.gpkg all | cmp wanted -
circlet verify b.gpkg --policy "$policy" --plan all --json --quiet |
    jq -e '.holds' > said
# The project in it has the file's name.
mkdir twice
circlet export b.gpkg --plan all --to twice/all.gpkg --exact --quiet > out
cmp all.gpkg twice/all.gpkg

# In a city of other data its figures say nothing: the actions come alone.
sed '2d' "$sample/people.csv" > fewer.csv
circlet new c.gpkg > out
{
    circlet import c.gpkg units "$sample/units.geojson"
    circlet import c.gpkg people fewer.csv
    circlet import c.gpkg facilities "$sample/facilities.csv" --complete
    circlet import c.gpkg sites "$sample/sites.csv"
} > out 2>&1
back c.gpkg all all.gpkg:plan_action 'city of other data'
actions() { # CITY PLAN: what they do, without what comes of it
    sqlite3 "$1" "SELECT id, kind, facility, site, service, from_service, type,
        tier, places, beds, area_m2, year, cost_cny, fixed, proposed,
        hex(geom) FROM plan_action WHERE plan = '$2' ORDER BY position"
}
actions a.gpkg all > done
actions c.gpkg all | cmp done -
[ "$(sqlite3 c.gpkg "SELECT count(*) FROM plan_level")" -eq 0 ]
[ -z "$(sqlite3 c.gpkg "SELECT policy FROM plan WHERE name = 'all'")" ]

# edit SQL: the export once somebody changed it.
edit() {
    cp all.gpkg edited.gpkg
    drop=$(sqlite3 edited.gpkg "SELECT group_concat('DROP TRIGGER \"' || name ||
        '\"', ';') FROM sqlite_master WHERE type = 'trigger'")
    sqlite3 edited.gpkg "PRAGMA trusted_schema = 1; $drop; $1"
}

# Whatever is another, its levels and certificates are gone.
for change in "UPDATE plan_action SET cost_cny = 1 WHERE id = 'a05'" \
    "UPDATE plan_action SET text_zh = 'x' WHERE id = 'a05'" \
    "UPDATE plan_level SET bound = 0" \
    "UPDATE plan SET year = 2021" \
    "DELETE FROM plan_action WHERE id = 'a05'" \
    "DELETE FROM plan_certificate" \
    "UPDATE plan_action SET position = 99 WHERE id = 'a01'"; do
    edit "$change"
    back b.gpkg edited edited.gpkg:plan_action 'was edited'
    sqlite3 b.gpkg "SELECT policy, (SELECT count(*) FROM plan_level WHERE
        plan = name), (SELECT count(*) FROM plan_certificate WHERE
        plan = name), (SELECT count(*) FROM plan_action WHERE plan = name AND
        (persons_gained IS NOT NULL OR mends IS NOT NULL OR text_zh = 'x'))
        FROM plan WHERE name = 'edited'" > said
    echo '|0|0|0' | diff - said
done
sqlite3 b.gpkg "SELECT id FROM plan_action WHERE plan = 'edited'
    ORDER BY position DESC LIMIT 1" > said
echo a01 | diff - said

# As QGIS leaves them: new rows without fid and position, empty texts, whole
# numbers as real ones, rows in another order, answers as words.
edit "CREATE TABLE other AS SELECT * FROM plan_action ORDER BY id DESC;
    DELETE FROM plan_action;
    INSERT INTO plan_action SELECT NULL, geom, plan, position, id, kind,
        facility, coalesce(site, ''), coalesce(service, ''), '',
        coalesce(type, ''), coalesce(tier, ''), places + 0.0, beds + 0.0,
        area_m2, year + 0.0, start_year, cost_cny, CASE WHEN id = 'a03' THEN 'true' ELSE
        'false' END, proposed, '', '', NULL, NULL, '', '' FROM other;
    DROP TABLE other;
    INSERT INTO plan_action (id, kind, facility, area_m2, site, fixed, year)
        SELECT 'mine', 'enlarge', facility, 10, '', 1, 2020 FROM plan_action
        WHERE kind = 'build' AND area_m2 = 200 LIMIT 1"
back b.gpkg edited edited.gpkg:plan_action 'was edited'
actions b.gpkg edited > said
sed '$d' said | sed '/^a03/s/|1|0|/|0|0|/' | diff done -
sed -n '$p' said | grep -q '^mine|enlarge|all/'
[ "$(sqlite3 b.gpkg "SELECT group_concat(id) FROM plan_action WHERE
    plan = 'edited' AND fixed ORDER BY position")" = a03,mine ]

# The place of the geometry counts, not that of lon and lat.
edit "UPDATE plan_action SET geom = (SELECT geom FROM plan_action WHERE
    id = 'a02') WHERE id = 'a01'; ALTER TABLE plan_action ADD lon DOUBLE;
    ALTER TABLE plan_action ADD lat DOUBLE; UPDATE plan_action SET lon = 116,
    lat = 40"
back b.gpkg edited edited.gpkg:plan_action 'was edited'
sqlite3 b.gpkg "SELECT count(DISTINCT geom) FROM plan_action WHERE
    plan = 'edited' AND id IN ('a01', 'a02')" > said
echo 1 | diff - said

# Sites that the plan proposes come along; with --exact all numbers do.
town d.gpkg > out 2>&1
sqlite3 d.gpkg 'DELETE FROM site' 2> err ||
    sqlite3 d.gpkg "DROP TRIGGER rtree_site_geom_delete; DELETE FROM site"
circlet site d.gpkg --policy "$policy" --plan own --services warm_home \
    --quiet > out
circlet export d.gpkg --plan own --to own.gpkg --exact --quiet > out
back d.gpkg again own.gpkg:plan_action 'is as it was exported'
dump d.gpkg own > own.txt
dump d.gpkg again | cmp own.txt -
cp own.gpkg edited.gpkg
sqlite3 edited.gpkg "UPDATE plan SET year = 2019"
back d.gpkg changed edited.gpkg:plan_action 'was edited'
actions d.gpkg own > done.own
actions d.gpkg changed | cmp done.own -
circlet check d.gpkg --policy "$policy" --plan changed --quiet > out || [ $? -eq 1 ]

# SpatiaLite.
if circlet export a.gpkg --plan all --to all.sqlite --exact --quiet > out 2> err; then
    back b.gpkg again all.sqlite:plan_action 'is as it was exported'
    dump b.gpkg again | cmp wanted -
fi

# Other programs write it in other formats; what they do not keep is lost.
command -v ogr2ogr > said || exit 0
ogr2ogr -f GPKG same.gpkg all.gpkg
back b.gpkg ogr same.gpkg:plan_action 'is as it was exported'
dump b.gpkg ogr | cmp wanted -
ogr2ogr -f CSV ogr.csv all.gpkg plan_action -lco GEOMETRY=AS_XY
ogr2ogr -f GeoJSON -lco COORDINATE_PRECISION=15 ogr.geojson all.gpkg plan_action
ogr2ogr -f 'ESRI Shapefile' ogr.shp all.gpkg plan_action -lco ENCODING=UTF-8 \
    2> err
for source in ogr.csv ogr.geojson ogr.shp; do
    circlet import b.gpkg plan $source --plan ogr --quiet > out 2> err
    actions b.gpkg ogr | sed 's/|[^|]*$//' > said
    sed 's/|[^|]*$//' done | diff - said
done
cat > new.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"id":"q","kind":"build","facility":"",
 "type":"warm_home","site":"","fixed":true,"area_m2":200},
 "geometry":{"type":"Point","coordinates":[116.3,40.1]}}]}
END
cp all.gpkg edited.gpkg
ogr2ogr -update -append edited.gpkg new.geojson -nln plan_action
ogrinfo -q edited.gpkg -sql "DELETE FROM plan_action WHERE id = 'a07'" > out
back b.gpkg edited edited.gpkg:plan_action 'was edited'
{
    sed '/^a07/d' done
    echo 'q|build|edited/q||||warm_home||||200.0|||1|0|'
} > wanted
actions b.gpkg edited | sed '/^q/s/|[^|]*$/|/' | diff wanted -
