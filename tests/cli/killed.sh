#!/bin/sh
# An import killed with `kill -9` at many moments: the city is, byte for byte,
# as it was before or as it is after, whole for SQLite, alone worth copying,
# and the next import works.
. "${srcdir:-.}/tests/cli/setup"

python=/usr/bin/python3
command -v "$python" > /dev/null || { echo 'no python3' >&2; exit 77; }
kills=${KILLS:-44} # for each container

# people FIRST LAST: a file of so many people.
people() {
    awk -v first="$1" -v last="$2" 'BEGIN {
        print "id,lon,lat,kind,aid,note"
        for (i = first; i <= last; i++)
            printf "p%d,116.%06d,39.9,visual,none,%s\n", i, i,
                "a note that makes the row longer than it has to be"
    }'
}

cat > kill_all.py <<'PYTHON'
"""Kills imports: kill_all.py CIRCLET CITY BEFORE AFTER SOURCE KILLS"""
import filecmp
import os
import shutil
import sqlite3
import subprocess
import sys
import time

circlet, city, before, after, source, kills = sys.argv[1:]
command = [circlet, "import", city, "people", source, "--quiet"]
folder, name = os.path.split(os.path.abspath(city))


def start():
    return subprocess.Popen(command, stdout=subprocess.DEVNULL,
                            stderr=subprocess.DEVNULL)


def duration():
    """The least of three runs, in seconds."""
    times = []
    for _ in range(3):
        shutil.copyfile(before, city)
        begin = time.monotonic()
        if start().wait() != 0:
            sys.exit("the import itself fails")
        times.append(time.monotonic() - begin)
    if not filecmp.cmp(city, after, shallow=False):
        sys.exit("the same import gives another city")
    return min(times)


def check(moment):
    """The state of the city, copied without what may lie beside it."""
    copy = os.path.join(folder, "copy" + os.path.splitext(city)[1])
    shutil.copyfile(city, copy)
    state = ("before" if filecmp.cmp(copy, before, shallow=False) else
             "after" if filecmp.cmp(copy, after, shallow=False) else None)
    if not state:
        sys.exit("killed after %.4f s: between before and after" % moment)
    database = sqlite3.connect(copy)
    if database.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        sys.exit("killed after %.4f s: not whole" % moment)
    database.close()
    for beside in os.listdir(folder):
        if beside.startswith(name + "-"):
            sys.exit("killed after %.4f s: %s lies there" % (moment, beside))
    return state


def kill_at(moment):
    """Starts an import and kills it; how long it took if it was faster."""
    begin = time.monotonic()
    run = start()
    try:
        run.wait(moment)
        return time.monotonic() - begin
    except subprocess.TimeoutExpired:
        run.kill()
        return None if run.wait() == -9 else time.monotonic() - begin


whole = duration()
kills = int(kills)
seen = {"before": 0, "after": 0}
killed = left = tries = 0
while killed < kills:
    tries += 1
    if tries > 5 * kills:
        sys.exit("too few were killed at their work")
    shutil.copyfile(before, city)
    # From the start to a little beyond the end, spread by the golden ratio.
    moment = whole * 1.1 * (tries * 0.6180339887 % 1)
    took = kill_at(moment)
    killed += took is None
    if took:
        whole = min(whole, took)
    state = check(moment)
    seen[state] += 1
    left += os.path.exists(os.path.join(folder, "." + name + ".circlet-new"))
    # The next run works on what a killed one left, or says why not.
    if tries % 4 == 0:
        if subprocess.call(command, stdout=subprocess.DEVNULL) != 0:
            sys.exit("after a kill after %.4f s the next import fails" %
                     moment)
        if state == "before" and not filecmp.cmp(city, after, shallow=False):
            sys.exit("the import after a kill gives another city")
        for beside in os.listdir(folder):
            if beside.startswith("." + name):
                sys.exit("the next import left %s" % beside)
print("%s: %d runs of %.3f s killed, %d cities as before, %d as after, "
      "%d unfinished files" % (name, killed, whole, seen["before"],
                               seen["after"], left))
if left == 0:
    sys.exit("none was killed while it wrote")
PYTHON

# kill_in CITY: an import of a new layer, then one that replaces its source.
kill_in() {
    mkdir new replaced
    people 1 8000 > new/people.csv
    people 3001 11000 > replaced/people.csv
    circlet new "$1"
    cp "$1" before
    circlet import "$1" people new/people.csv --quiet > out
    cp "$1" after
    "$python" kill_all.py "$CIRCLET" "$1" before after new/people.csv \
        "$((kills / 2))"
    cp after before
    cp after "$1"
    circlet import "$1" people replaced/people.csv --quiet > out
    cp "$1" after
    "$python" kill_all.py "$CIRCLET" "$1" before after replaced/people.csv \
        "$((kills / 2))"
    rm -r new replaced
}

kill_in city.gpkg
if circlet new city.sqlite 2> said; then
    rm city.sqlite
    kill_in city.sqlite
else
    cat said >&2 # a machine without mod_spatialite
    grep -q 'libsqlite3-mod-spatialite' said
fi
