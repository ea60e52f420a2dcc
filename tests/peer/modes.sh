#!/bin/sh
# What is closed to each mode and why: Heidelberg through osmium's text format
# and rules written from the README's words, against the program and its
# modes; the bounds hold the nominal time, and modes are ordered, on every
# link. Prints the counts by mode and reason.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python numpy

heidelberg
"$python" "$srcdir/tests/peer/modes.py" "$link_times" streets.opl city.gpkg \
    "$srcdir/geodata/modes"
