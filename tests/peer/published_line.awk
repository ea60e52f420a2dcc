# One answer of published.sh, judged and printed. Fields: group, name, model,
# least and most of the published optimum, slack, value, bound, gap, proof,
# stop, nodes, steps, seconds, what of its certificate was checked.

function wrong(words) {
    print $2 ": " words ": " $0 > "/dev/stderr"
    is_wrong = 1
}

function apart(a, b) { return a < b ? b - a : a - b }

NF != 15 {
    wrong("no answer")
    exit
}

{
    least = $4; most = $5; slack = $6; value = $7; bound = $8
    if (least != "-" && value < least - slack)
        wrong("better than the published optimum")
    if (most != "-" && bound > most + slack)
        wrong("a bound beyond the published optimum")
    if (bound > value)
        wrong("a bound beyond the value")
    if (apart($9, (value - bound) / value) > 1e-9)
        wrong("another gap than that of value and bound")
    if (($10 == "optimal") != (value == bound))
        wrong("optimal where value and bound differ, or not where they meet")
    if (($10 == "optimal") != ($11 == "proved"))
        wrong("the report says otherwise")
    known = least == most ? least : least ".." most
    printf "%-14s %-20s %20s %12s %12s %8.3f  %-7s %6d %7.1fM %5.1f %s\n",
        $2, $3, known, value, bound, 100 * $9,
        $10 == "optimal" ? "yes" : $11, $12, $13 / 1e6, $14, $15
}

END { exit is_wrong }
