#!/bin/sh
# CSV files against Python's codecs and csv modules: seeded random tables in
# many encodings and dialects are imported, and every cell in the city is
# what Python reads back; so is what is refused.
. "${srcdir:-.}/tests/cli/setup"

python=/usr/bin/python3
"$python" -c 'import csv, sqlite3' 2> /dev/null || {
    echo 'no python3' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1
export PYTHONDONTWRITEBYTECODE
"$python" "$srcdir/tests/peer/random_tables.py" "$CIRCLET" \
    "${CSV_TABLES:-150}"
