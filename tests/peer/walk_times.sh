#!/bin/sh
# Walking times against a plain network of the same Heidelberg that igraph
# searches (length over 1.2 m/s): how they relate, and why, one reason after
# another taken away until nothing is left to explain.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_python igraph numpy yaml

heidelberg
"$python" "$srcdir/tests/peer/walk_times.py" "$times" streets.opl city.gpkg \
    "$srcdir/geodata/modes/walk.yaml"
