#!/bin/sh
# circlet solve on the published location problems of CIRCLET_SHARED: a value
# is never better than the published optimum, a bound never beyond it, and
# `optimal` is said only where they meet. Proofs of up to 4 MB are checked by
# `circlet solve --verify`. Prints a line for each problem.
#
# A search ends after LIMIT seconds (5) or STEPS elementary steps (10^9, some
# three seconds): proofs are counted by steps, which are the same on every
# machine; a search that the clock ends counts for nothing.
. "${srcdir:-.}/tests/cli/setup"
. "$srcdir/tests/peer/setup"
need_command jq
need_command awk

limit=${LIMIT:-5}
steps=${STEPS:-1000000000}
published=$shared/instances
[ -f "$published/values/pmed_opt.txt" ] || {
    echo "no $published/values: set CIRCLET_SHARED" >&2
    exit 77
}
published=$(cd "$published" && pwd)

# verified NAME VALUE BOUND OPTION...: what the checker says of proof.json.
# One that is too large to write proves nothing: status 1.
verified() {
    name=$1 value=$2 bound=$3
    shift 3
    words='-' status=0
    [ "$(wc -c < proof.json)" -le 4000000 ] || return 0
    circlet solve "$@" --verify proof.json > said 2>&1 || status=$?
    if jq -e .too_large proof.json > .large; then
        printf 'the sites have the objective %s; the certificate has no %s\n' \
            "$value" "proof of the bound $bound" > expected
        right_status=1 words=sites
    else
        printf 'the certificate holds: objective %s, bound %s\n' "$value" \
            "$bound" > expected
        right_status=0 words=proof
    fi
    diff -u expected said >&2 && [ "$status" -eq "$right_status" ] || {
        echo "$name: circlet solve $* --verify: status $status" >&2
        exit 1
    }
}

# solved GROUP NAME LEAST MOST SLACK MODEL FILE OPTION...: solves it and
# judges the answer; the published optimum lies from LEAST to MOST ('-': not
# known), distances that are rounded may move it by SLACK.
solved() {
    group=$1 name=$2 least=$3 most=$4 slack=$5
    shift 5
    circlet solve "$@" --time-limit "$limit" --work-limit "$steps" --json \
        --certificate proof.json --force --quiet > got.json 2> said || {
        cat said >&2
        echo "$name: circlet solve $*" >&2
        exit 1
    }
    jq -r '[.objective, .bound, .gap, .proof, .report.stop, .report.nodes,
        .report.work, .report.seconds] | @tsv' got.json > facts
    read -r value bound gap proof stop nodes work seconds < facts
    verified "$name" "$value" "$bound" "$@"
    echo "$group $name $1 $least $most $slack $value $bound $gap $proof" \
        "$stop $nodes $work $seconds $words" > answer
    awk -f "$srcdir/tests/peer/published_line.awk" answer
    cat answer >> answers
}

# exact GROUP NAME VALUE MODEL FILE OPTION...: whole numbers, nothing rounded.
exact() {
    group=$1 name=$2 optimum=$3
    shift 3
    solved "$group" "$name" "$optimum" "$optimum" 0 "$@"
}

echo 'problem        model                           published        value' \
    '       bound    gap %  proof    nodes    steps   s certificate'
: > answers

while read -r name optimum; do
    exact pmed "$name" "$optimum" p-median "$published/pmed/$name.txt" \
        --format orlib-pmed
done < "$published/values/pmed_opt.txt"

# The last line of this list has no line end.
while read -r name optimum || [ -n "$name" ]; do
    exact center "$name" "$optimum" p-center "$published/pmed/$name.txt" \
        --format orlib-pmed
done < "$published/values/pcenter_pmed_opt.txt"

while read -r name p optimum || [ -n "$name" ]; do
    exact plane "$name:$p" "$optimum" p-center "$published/tsplib/$name.tsp" \
        --format tsplib --p "$p"
done < "$published/values/pcenter_tsplib_opt.txt"

while read -r name optimum || [ -n "$name" ]; do
    format=orlib-scp
    [ "$name" != rail507 ] || format=orlib-rail
    exact cover "$name" "$optimum" lscp "$published/scp/$name.txt" \
        --format "$format"
done < "$published/values/scp_opt.txt"

# Published with three decimals, cut off.
while read -r name optimum || [ -n "$name" ]; do
    solved facility "$name" "$optimum" "$(echo "$optimum" |
        awk '{ printf "%.3f", $1 + 0.001 }')" 0 facility-location \
        "$published/uflp/$name.txt" --format orlib-uflp
done < "$published/values/uflp_opt.txt"

# cpmp01-10 have distances rounded down, the others real ones and sums cut
# off; in thousandths a sum over 318 points is off by 0.159 at most.
while read -r name optimum status; do
    [ "$status" = optimal ] || continue
    case $name in
    cpmp*)
        exact capacities "$name" "$optimum" capacitated-p-median \
            "$published/cpmp/$name.txt" --format cpmp --distances floor
        ;;
    *)
        file=$published/cpmp/$name.txt
        [ -f "$file" ] || file=$published/cpmp/$name.dat
        solved real "$name" "$optimum" "$((optimum + 1))" 0.159 \
            capacitated-p-median "$file" --format cpmp --distances real
        ;;
    esac
done < "$published/values/cpmp_values.txt"

# Brackets [best bound, best value found] where there are any; real distances
# in thousandths.
while read -r name p least most; do
    solved points "$name:$p" "$least" "$most" 1.519 p-median \
        "$published/tsplib/$name.tsp" --format tsplib --p "$p"
done << 'END'
u1060 100 - -
rl1304 100 - -
fl1400 100 - -
pcb3038 100 352426.3 353973.1
pcb3038 400 157016.0 157040.0
END

awk -v limit="$limit" -v steps="$steps" \
    -f "$srcdir/tests/peer/published_count.awk" answers
