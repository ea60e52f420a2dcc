#!/bin/sh
# Times siting: the solvers beside the programs cbc and glpsol on the same
# problems, then published problems and made towns.
#
#     siting.sh
#
# CIRCLET is the program, BENCH the folder of the compiled benches,
# CIRCLET_SHARED where the folder `instances` is. SITING=full adds what takes
# minutes: set cover and rail507, pcb3038, LSCP of 1,000 x 10,000 and MCLP of
# 5,000 x 500,000 (1 GiB), which the default, SITING=quick, leaves out. RUNS
# (3) rounds make the medians, LIMIT (60) seconds are what a search has, ours
# and theirs.
set -eu
LC_ALL=C
export LC_ALL
srcdir=$(cd "${srcdir:-.}" && pwd)
# full_path PROGRAM
full_path() { echo "$(cd "$(dirname "$1")" && pwd)/$(basename "$1")"; }
circlet=$(full_path "${CIRCLET:-./circlet}")
bench=$(cd "${BENCH:-tests/bench}" && pwd)
shared=${CIRCLET_SHARED:-$srcdir/../shared}
runs=${RUNS:-3}
limit=${LIMIT:-60}
size=${SITING:-quick}

for command in jq /usr/bin/time; do
    command -v "$command" > /dev/null || {
        echo "$0: no $command" >&2
        exit 77
    }
done
[ -x "$bench/make_location" ] || { echo "$0: no $bench" >&2; exit 77; }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
instances=
[ ! -d "$shared/instances" ] || instances=$(cd "$shared/instances" && pwd)
[ "$instances" ] ||
    echo "$0: no $shared/instances: published problems are left out" >&2
cd "$scratch"

# middle COLUMN FILE: the median of its numbers.
middle() {
    sort -n -k "$1,$1" "$2" | awk -v c="$1" '
        { v[NR] = $c } END { print v[int((NR + 1) / 2)] }'
}

# timed COMMAND...: elapsed, processor seconds and KiB in `spent`.
timed() {
    /usr/bin/time -f '%e %U %M' -o spent "$@"
}

# ---- beside cbc and glpsol --------------------------------------------------

# own MODEL FILE OPTION...: medians in own_elapsed, own_cpu; the last answer in
# answer.json.
own() {
    : > rounds
    i=0
    while [ "$i" -lt "$runs" ]; do
        timed "$circlet" solve "$@" --time-limit "$limit" --json --quiet \
            > answer.json
        cat spent >> rounds
        i=$((i + 1))
    done
    own_elapsed=$(middle 1 rounds)
    own_cpu=$(middle 2 rounds)
    jq -r '"  circlet   value \(.objective)  bound \(.bound)  gap " +
        "\(.gap * 1e5 | round / 1e3) %  \(.proof)"' answer.json > line
    awk -v e="$own_elapsed" -v c="$own_cpu" '{
        printf "%s  %.2f s (cpu %.2f)\n", $0, e, c }' line
}

# Value and bound of an answer in the units of ours: what circlet said of the
# program is "the objective is CONSTANT +|- the program's, in units of 10^-K".
cat > theirs.awk << 'AWK'
BEGIN { CONVFMT = "%.12g" }
function ours(x) { return (constant + sign * x) / 10 ^ digits }
# Times are told in hundredths of a second.
function least(seconds) { return seconds > 0.005 ? seconds : 0.005 }
function number(text) { sub(/[),]*$/, "", text); return text + 0 }
FILENAME == "facts" {
    for (i = 1; i < NF; i++) {
        if ($i == "is") { constant = $(i + 1); sign = $(i + 2) "1" }
        if ($i ~ /^10\^/) digits = substr($i, 5)
    }
    if ($NF ~ /^10\^/) digits = substr($NF, 5)
}
FILENAME == "log" && /Lower bound:/ { bound = number($NF); has_bound = 1 }
FILENAME == "log" && /best possible/ && !is_closed {
    for (i = 1; i < NF; i++)
        if ($i == "possible") { bound = number($(i + 1)); has_bound = 1 }
}
FILENAME == "log" && /mip = .*>=/ {
    for (i = 1; i < NF; i++)
        if ($i == ">=" && $(i + 1) ~ /^-?[0-9]/) {
            bound = number($(i + 1)); has_bound = 1
        }
}
FILENAME == "answer" && FNR == 1 && /objective value/ {
    is_proved = /^Optimal/
    has_value = !/no integer/
    for (i = 1; i < NF; i++) if ($i == "value") value = number($(i + 1))
}
FILENAME == "answer" && $1 == "s" && $2 == "mip" {
    is_proved = $5 == "o"
    has_value = $5 == "o" || $5 == "f"
    value = number($6)
}
END {
    if (is_proved) { bound = value; has_bound = 1 }
    printf "  %-9s value %s  bound %s  %s  %.2f s (cpu %.2f)", solver,
        has_value ? ours(value) : "none", has_bound ? ours(bound) : "none",
        is_proved ? "optimal" : "limit", elapsed, cpu
    # Of two searches that both ran out of time no ratio is told.
    if (own_proof == "optimal" || is_proved)
        printf "  %s%.3g times ours (cpu %s%.3g)", is_proved ? "" : ">",
            elapsed / least(own_elapsed), is_proved ? "" : ">",
            cpu / least(own_cpu)
    printf "\n"
}
AWK

# peer SOLVER MODEL FILE OPTION...: one run of it on the program that circlet
# writes, in which demand of the same sites is one row already.
peer() {
    solver=$1
    shift
    command -v "$solver" > /dev/null || {
        echo "  $solver    is not installed"
        return 0
    }
    "$circlet" solve "$@" --mps model.mps --force > facts
    : > answer
    : > log
    status=0
    case $solver in
    cbc)
        timed timeout $((2 * limit + 30)) cbc model.mps -timeMode elapsed \
            -sec "$limit" -ratioGap 0 -solve -solu answer \
            > log 2>&1 || status=$?
        ;;
    glpsol)
        timed timeout $((2 * limit + 30)) glpsol --freemps model.mps \
            --tmlim "$limit" -w answer > log 2>&1 || status=$?
        ;;
    esac
    [ "$status" -eq 0 ] || echo "  $solver    ended with status $status"
    tail -n 1 spent > theirs
    read -r elapsed cpu _ < theirs
    awk -v solver="$solver" -v elapsed="$elapsed" -v cpu="$cpu" \
        -v own_elapsed="$own_elapsed" -v own_cpu="$own_cpu" \
        -v own_proof="$(jq -r .proof answer.json)" \
        -f theirs.awk facts log answer
}

# compared NAME MODEL FILE OPTION...
compared() {
    echo "$1"
    shift
    own "$@"
    peer cbc "$@"
    peer glpsol "$@"
}

echo "siting, $size: searches of $limit s, medians of $runs rounds"
"$bench/make_location" 1000 10000 50 1 pairs.csv points.csv
compared 'MCLP 1,000 x 10,000, p = 15' mclp pairs.csv --demand points.csv \
    --p 15
if [ "$size" = full ]; then
    runs=1
    compared 'LSCP 1,000 x 10,000' lscp pairs.csv
    runs=${RUNS:-3}
fi
if [ "$instances" ]; then
    compared 'scpd1' lscp "$instances/scp/scpd1.txt" --format orlib-scp
    for name in pmed1 pmed6; do
        compared "$name" p-median "$instances/pmed/$name.txt" \
            --format orlib-pmed
    done
fi

# ---- published problems -----------------------------------------------------

# group NAME SECONDS MODEL FORMAT FILE...: each solved for so long at most.
group() {
    name=$1 seconds=$2 model=$3 format=$4
    shift 4
    : > list
    for file in "$@"; do
        distances=
        case $file in *cpmp??.txt) distances='--distances floor' ;; esac
        # shellcheck disable=SC2086
        timed "$circlet" solve "$model" "$file" --format "$format" \
            $distances --time-limit "$seconds" --json --quiet > answer.json
        jq -r '[.proof, 100 * .gap, .report.seconds, .objective, .bound,
            .report.root_bound] | @tsv' answer.json > line
        echo "$(cat line) $(cat spent)" >> list
    done
    awk -v name="$name" '
        { seconds += $3; cpu += $8; proved += $1 == "optimal" }
        $2 > gap { gap = $2 }
        $3 > longest { longest = $3 }
        $9 > kib { kib = $9 }
        END {
            printf "%-16s %2d of %2d proved, worst gap %.3f %%, %.2f s of " \
                "search (longest %.2f), cpu %.2f s with reading, %.0f MiB\n",
                name, proved, NR, gap, seconds, longest, cpu, kib / 1024
            if (NR == 1)
                printf "%-16s value %s, bound %s, at the root %s\n", "", $4,
                    $5, $6
        }' list
}

if [ "$instances" ]; then
    group 'pmed, p-median' "$limit" p-median orlib-pmed \
        "$instances"/pmed/pmed*.txt
    group 'pmed, p-center' "$limit" p-center orlib-pmed \
        "$instances"/pmed/pmed*.txt
    group cpmp01-10 "$limit" capacitated-p-median cpmp \
        "$instances"/cpmp/cpmp*.txt
    group cap "$limit" facility-location orlib-uflp "$instances"/uflp/cap*.txt
    set -- "$instances"/scp/scp[4ac]*.txt
    [ "$size" = quick ] || set -- "$@" "$instances"/scp/scp[dn]*.txt
    group 'set cover' "$limit" lscp orlib-scp "$@"
fi
if [ "$instances" ] && [ "$size" = full ]; then
    group rail507 "$limit" lscp orlib-rail "$instances/scp/rail507.txt"
    for p in 100 400; do
        "$bench/siting_median" "$limit" "$instances/tsplib/pcb3038.tsp:$p"
    done | awk '{
        printf "%s p = %s: value %.3f, bound %.3f, gap %s %%, at the root " \
            "%.3f, %s s (cpu %s)\n", $1, $2, $3 / 1e3, $4 / 1e3, $5,
            $6 / 1e3, $9, $8 }'
fi

# ---- made towns -------------------------------------------------------------

# town SITES POINTS COVERERS P SECONDS
town() {
    echo "MCLP $1 x $2, $3 coverers, p = $4, $5 s"
    timed "$bench/siting_mclp" "$1" "$2" "$3" "$4" 1 "$5" > lines
    sed 's/^/  /' lines
    awk '{ printf "  in all        %.1f s (cpu %.1f), %.0f MiB\n", $1, $2,
        $3 / 1024 }' spent
}

town 1000 100000 50 15 10
[ "$size" = full ] || exit 0
town 5000 500000 100 50 120
town 5000 500000 20 150 120
