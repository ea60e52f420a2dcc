#!/bin/sh
# Every verdict on the sample town for 2018, 2019 and 2020, and on variants of
# it made by seed, is what another program works out from the same tables and
# the travel times of `circlet matrix`. VARIANTS of them; unless told 4.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python yaml sqlite3

"$python" "$srcdir/tests/peer/verdicts.py" "$CIRCLET" "$srcdir/geodata" \
    "${VARIANTS:-4}"
