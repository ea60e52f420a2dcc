#!/bin/sh
# The programs of examples/ say what the manual says that they say.
. "${srcdir:-.}/tests/cli/setup"

build=${CIRCLET_BUILD:?where examples/ was built}

expect 0 'park: 213 s\nclinic: 285 s\n' '' \
    "$build/examples/nearest" "$srcdir/geodata/modes/walk.yaml"

expect_lines 0 \
    '^  house 1 to clinic 1: 569 s$
^nearest:$
^clinic 1: 1 within 5 min, 2 within 10 min$
^clinic 0: house 0 house 1$
^row of clinic 1: 2, the nearest in 71 s$' '' \
    "$build/examples/matrix" "$srcdir/geodata/modes/walk.yaml"

# The binary form of a matrix, read by a program that knows the form alone.
small_city city.gpkg
for cutoff in 15 1440; do
    times="matrix city.gpkg --policy $policy --mode walk --cutoff $cutoff
        --from people --from sites --to facilities --to people"
    circlet $times > times.csv
    circlet $times -o times.bin --force > said
    "$build/examples/read_matrix" times.bin | cmp - times.csv
done
head -c 100 times.bin > cut.bin
expect 1 '' 'read_matrix: cut.bin is no whole matrix\n' \
    "$build/examples/read_matrix" cut.bin

expect_lines 0 \
    'fail: B-CIRCLE-15: Example Street .* 25 % reach .* 12 persons do not\.
pass: B-HOME-URBAN: Example Street has 1 comprehensive Warm Home
advice: B-AREA: .* 20 m² per person
no_data: A-MENTAL-DAY: ' '' "$build/examples/small_city" "$policy"

# A plan made and verified without a file; a cost that somebody changed.
expect 0 'two: holds\ncheaper: does not hold\n  cost_cny of a1: claimed 950000, found 1050000\n' '' \
    "$build/examples/verify_plan" "$policy"
