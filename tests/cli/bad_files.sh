#!/bin/sh
# Bad files of every format, each with what is said of it: see bad_files.py.
. "${srcdir:-.}/tests/cli/setup"

[ -x /usr/bin/python3 ] || {
    echo 'no python3' >&2
    exit 77
}
PYTHONDONTWRITEBYTECODE=1 PYTHONIOENCODING=UTF-8 \
    /usr/bin/python3 "$srcdir/tests/cli/bad_files.py" "$CIRCLET" "$scratch" \
    "$@"
