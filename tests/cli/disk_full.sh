#!/bin/sh
# No room for what is written: files may not grow (ulimit -f), or the disk is
# full (a small tmpfs, where one may be mounted). Each stage of each command
# fails once: status 5, a message with file and cause, all as it was before.
. "${srcdir:-.}/tests/cli/setup"

awk 'BEGIN {
    print "id,lon,lat,kind,aid,note"
    for (i = 1; i <= 8000; i++)
        printf "p%d,116.%06d,39.9,visual,none,%s\n", i, i,
            "a note that makes the row longer than it has to be"
}' > people.csv
# Of these some were there before, so that the source replaces its own.
mkdir other
sed 's/^p/q/; 4000q' people.csv > other/people.csv
sed -n '2,101p' people.csv >> other/people.csv

# fails FILE COMMAND...: FILE, which need not be there, stays as it is.
fails() {
    watched=$1
    shift
    rm -f kept
    [ ! -e "$watched" ] || cp "$watched" kept
    status=0
    "$@" > out 2> err || status=$?
    what=$*
    [ "$status" -eq 5 ] || { echo "status $status: $what" >&2; cat err >&2; exit 1; }
    [ ! -s out ] || { echo "stdout: $what" >&2; exit 1; }
    # SpatiaLite itself may talk as well.
    if ! grep -E "^circlet [a-z]+: $watched: $causes\$" err > /dev/null; then
        echo "message: $what" >&2
        cat err >&2
        exit 1
    fi
    if [ -e kept ]; then
        cmp "$watched" kept
    else
        [ ! -e "$watched" ]
    fi
    beside=$(dirname "$watched")/.$(basename "$watched").circlet-new
    for left in "$beside"* "$watched"-*; do
        [ ! -e "$left" ] || { echo "left $left: $what" >&2; exit 1; }
    done
    failures=$((failures + 1))
}

# ---- files that may not grow -------------------------------------------------

# limited BLOCKS COMMAND...: with files of at most so many blocks of 512 bytes;
# bash counts in 1,024 unless it is to be as POSIX has it.
limited() {
    (
        [ -z "${BASH_VERSION:-}" ] || set -o posix
        ulimit -f "$1"
        shift
        exec "$CIRCLET" "$@"
    )
}

blocks() { echo $(($(wc -c < "$1") / 512)); }

# limit_all FILE AFTER COMMAND...: with limits below what AFTER has.
limit_all() {
    watched=$1 whole=$(blocks "$2")
    shift 2
    for limit in 1 8 $((whole / 4)) $((whole / 2)) $((whole * 3 / 4)) \
        $((whole - 1)); do
        fails "$watched" limited "$limit" "$@"
    done
}

# limit_container SUFFIX: each command that writes one.
limit_container() {
    circlet new "made$1"
    limit_all "city$1" "made$1" new "city$1"

    cp "made$1" "city$1"
    circlet import "made$1" people people.csv --quiet > out
    limit_all "city$1" "made$1" import "city$1" people people.csv --quiet

    cp "made$1" "city$1"
    circlet import "made$1" people other/people.csv --quiet > out
    limit_all "city$1" "made$1" import "city$1" people other/people.csv \
        --quiet

    circlet export "city$1" --to "exported$1" > out 2> said
    limit_all "export$1" "exported$1" export "city$1" --to "export$1"
    limit_all "exported$1" "exported$1" export "city$1" --to "exported$1" \
        --force

    # Room enough is enough.
    limited "$(blocks "made$1")" import "city$1" people other/people.csv \
        --quiet > out
    cmp "city$1" "made$1"
    rm "city$1" "made$1" "exported$1"
}

causes='File too large'
failures=0
limit_container .gpkg
has_spatialite=yes
if circlet new city.sqlite 2> said; then
    rm city.sqlite
    limit_container .sqlite
else
    cat said >&2 # a machine without mod_spatialite
    grep -q 'libsqlite3-mod-spatialite' said
    has_spatialite=no
fi
echo "$failures commands failed for want of a longer file"

# ---- a full disk -------------------------------------------------------------

# small_disk KILOBYTES COMMAND...: runs it with a tmpfs of that size at disk/.
small_disk() {
    size=$1
    shift
    mount -t tmpfs -o "size=${size}k" none disk
    result=0
    "$@" || result=$?
    umount disk
    return "$result"
}

kilobytes() { echo $((($(wc -c < "$1") + 1023) / 1024)); }

new_on_disk() {
    fails "disk/city$suffix" circlet new "disk/city$suffix"
}

import_on_disk() {
    cp before disk/city"$suffix"
    fails "disk/city$suffix" circlet import "disk/city$suffix" people \
        people.csv --quiet
}

import_with_room() {
    cp before disk/city"$suffix"
    circlet import "disk/city$suffix" people people.csv --quiet > out
    cmp "disk/city$suffix" after
}

# fill_disk SUFFIX: the copy, the rows and the last page do not fit, then all.
fill_disk() {
    suffix=$1
    circlet new "city$suffix"
    cp "city$suffix" before
    circlet import "city$suffix" people people.csv --quiet > out
    mv "city$suffix" after
    old=$(kilobytes before) new=$(kilobytes after)
    for size in 16 $((old / 2)) $((old - 8)); do
        small_disk "$size" new_on_disk
    done
    for size in $((old + 16)) $((old * 3 / 2)) $((old * 2 + 16)) \
        $((old + new / 2)) $((old + new - 8)); do
        small_disk "$size" import_on_disk
    done
    small_disk $((old + new + 64)) import_with_room
    rm before after
}

mkdir disk
if ! mount -t tmpfs -o size=64k none disk 2> said; then
    cat said >&2
    echo 'no tmpfs can be mounted here: a full disk was not tried' >&2
    exit 0
fi
umount disk
trap 'umount "$scratch/disk" 2> /dev/null || :; rm -rf "$scratch"' EXIT
causes='No space left on device'
failures=0
fill_disk .gpkg
[ "$has_spatialite" = no ] || fill_disk .sqlite
echo "$failures commands failed on a full disk"
