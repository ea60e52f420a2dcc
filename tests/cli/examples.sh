#!/bin/sh
# The programs of examples/ say what the manual says that they say.
. "${srcdir:-.}/tests/cli/setup"

build=${CIRCLET_BUILD:?where examples/ was built}

expect 0 'park: 213 s\nclinic: 285 s\n' '' \
    "$build/examples/nearest" "$srcdir/geodata/modes/walk.yaml"

expect_lines 0 \
    'fail: B-CIRCLE-15: Example Street .* 25 % reach .* 12 persons do not\.
pass: B-HOME-URBAN: Example Street has 1 comprehensive Warm Home
advice: B-AREA: .* 20 m² per person
no_data: A-MENTAL-DAY: ' '' "$build/examples/small_city" "$policy"
