#!/bin/sh
# circlet solve against the solvers cbc and glpsol: on small seeded problems
# with side constraints both prove the same objective. ROUNDS problems
# (default 8) of each model.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"

need_command jq
solvers=
for solver in cbc glpsol; do
    command -v "$solver" > /dev/null && solver_found=1 && solvers="$solvers $solver"
done
[ "${solver_found:-}" ] || { echo 'neither cbc nor glpsol' >&2; exit 77; }

# problem SEED: times.csv, demand.csv, sites.csv by a generator that is the
# same everywhere (the "minimal standard" of Park and Miller, 1988).
problem() {
    awk -v seed="$1" '
    function draw(n) { x = x * 16807 % 2147483647; return x % n }
    BEGIN {
        x = 12345 + seed * 7919
        for (i = 0; i < 30; i++) draw(2)
        points = 8 + draw(8); sites = 5 + draw(5)
        print "origin,destination,seconds" > "times.csv"
        print "id,weight,class,backup" > "demand.csv"
        print "id,cost,state,group,capacity,x,y" > "sites.csv"
        for (j = 0; j < sites; j++) {
            sx[j] = draw(100); sy[j] = draw(100)
            state = j == 0 && draw(3) == 0 ? "existing" : \
                j == 1 && draw(4) == 0 ? "forbidden" : "free"
            printf "s%d,%d.%d,%s,g%d,%d,%d,%d\n", j, 1 + draw(9), draw(10),
                state, draw(2), 5 + draw(20), sx[j], sy[j] > "sites.csv"
        }
        for (i = 0; i < points; i++) {
            px = draw(100); py = draw(100)
            printf "p%d,%d,c%d,1\n", i, 1 + draw(9), draw(2) > "demand.csv"
            for (j = 0; j < sites; j++) {
                d = sqrt((px - sx[j]) ^ 2 + (py - sy[j]) ^ 2)
                if (d < 70)
                    printf "p%d,s%d,%d.%d\n", i, j, d, draw(10) > "times.csv"
            }
        }
    }'
}

compared=0
# agree MODEL OPTION...: both answers are proved, and the same; or nobody has
# one, for the same reason.
agree() {
    for solver in $solvers; do
        status=0
        circlet solve "$@" --demand demand.csv --sites sites.csv \
            --with "$solver" --json > got.json 2> err || status=$?
        # Limits that contradict each other: nothing to compare.
        [ "$status" -ne 4 ] || continue
        [ "$status" -eq 0 ] || { cat err >&2; exit 1; }
        jq -e '.proof == "optimal" and .objective == .bound and
            .second_opinion.claim == "optimal" and
            .second_opinion.objective == .objective and
            (.second_opinion.bound - .objective | fabs) <=
                1e-6 * (1 + (.objective | fabs))' got.json > said || {
            cp times.csv demand.csv sites.csv got.json "${KEEP:-/tmp}"
            jq -c 'del(.assignment)' got.json >&2
            echo "round $round: circlet solve $* --with $solver" >&2
            exit 1
        }
        compared=$((compared + 1))
    done
}

round=0
while [ "$round" -lt "${ROUNDS:-8}" ]; do
    problem "$round"
    for side in '' '--group-max 2' '--group-min 1' '--spacing 25' \
        '--budget 18'; do
        agree lscp times.csv --cutoff 45 $side
        agree lscp times.csv --cutoff 30 --target 60% $side
        agree mclp times.csv --cutoff 35 --p 3 $side
        agree mclp times.csv --bands 20=1,40=0.4 --p 2 $side
        agree mclp times.csv --cutoff 50 --p 4 --backup 2 $side
        agree mclp times.csv --cutoff c0=20 --cutoff c1=50 --p 2 $side
        agree p-median times.csv --p 3 $side
        agree p-median times.csv --p 2 --unserved 30 $side
        agree facility-location times.csv $side
        agree p-center times.csv --p 4 $side
        agree capacitated-mclp times.csv --cutoff 40 --p 3 $side
        agree capacitated-mclp times.csv --cutoff 40 --p 3 --whole $side
        agree capacitated-p-median times.csv --p 3 $side
        agree capacitated-p-median times.csv --p 3 --whole $side
    done
    round=$((round + 1))
done
[ "$compared" -ge 50 ]
echo "$compared answers agree"
