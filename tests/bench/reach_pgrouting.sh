#!/bin/sh
# pgRouting's side of the routing bench: pgr_drivingDistance for all sources
# in one call, in a database cluster of its own that is thrown away.
#
#     reach_pgrouting.sh GRAPH CUTOFF_S SOURCES...
#
# SOURCES is how many, or several numbers, one answer for each.
set -eu
graph=$1
cutoff_s=$2
shift 2
bin=$(ls -d /usr/lib/postgresql/*/bin 2> /dev/null | tail -n 1)
[ -x "$bin/initdb" ] || { echo 'reach_pgrouting.sh: no PostgreSQL' >&2; exit 77; }
srcdir=$(cd "$(dirname "$0")" && pwd)
scratch=$(mktemp -d)
chmod 755 "$scratch"
stop() {
    as "$bin/pg_ctl" -D "$scratch/db" -m immediate stop > /dev/null 2>&1 || :
    rm -rf "$scratch"
}
# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
    as() { setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; }
    mkdir "$scratch/db" "$scratch/run"
    chown postgres "$scratch/db" "$scratch/run"
else
    as() { "$@"; }
    mkdir "$scratch/db" "$scratch/run"
fi
trap stop EXIT
as "$bin/initdb" -D "$scratch/db" -A trust > "$scratch/log" 2>&1
as "$bin/pg_ctl" -D "$scratch/db" -w -l "$scratch/run/log" -o \
    "-k $scratch/run -c listen_addresses= -c fsync=off -c shared_buffers=1GB" \
    start > "$scratch/log" 2>&1
sql() { as psql -h "$scratch/run" -d postgres -qAtX "$@"; }
sql -c 'CREATE EXTENSION pgrouting CASCADE' \
    -c 'CREATE TABLE arc (id bigint, source bigint, target bigint, cost float8)' \
    > "$scratch/log" 2>&1 || { cat "$scratch/log" >&2; exit 77; }
/usr/bin/python3 "$srcdir/graph_rows.py" "$graph" |
    sql -c '\copy arc FROM STDIN (FORMAT csv)'
sql -c 'ANALYZE arc'
for count; do
    nodes=$(/usr/bin/python3 "$srcdir/graph_rows.py" "$graph" "$count")
    sql -c '\timing on' -c "SELECT count(*), sum(agg_cost)::bigint
        FROM pgr_drivingDistance('SELECT id, source, target, cost FROM arc',
        ARRAY[$nodes], $cutoff_s * 1000, true, false)" |
        awk -v count="$count" -F'|' '
            /^Time/ { split($0, t, " "); ms = t[2] }
            NF == 2 { reached = $1; sum = $2 }
            END { printf "%.3f us a source, %.1f reached, sum %.0f\n",
                ms / count * 1000, reached / count, sum }'
done
