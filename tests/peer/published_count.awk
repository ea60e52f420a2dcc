# How many answers of published.sh are proved, group by group; fails where
# fewer are than must be. `limit` and `steps` are those of the run.
#
# Two minima, since a slow machine is no fault: so many may at most be given
# up by the count of steps (with 10^9 or more of them), and so many at least
# are proved in any case (with five seconds or more), each of which takes a
# twentieth of that.

function expect(group, problems, open, sure) {
    if (total[group] != problems) {
        print "not " problems " problems of " group > "/dev/stderr"
        is_wrong = 1
    }
    if (steps >= 1e9 && given_up[group] > open) {
        print group ": " given_up[group] " given up after " steps \
            " steps, not " open " at most" > "/dev/stderr"
        is_wrong = 1
    }
    if (limit >= 5 && steps >= 1e9 && proved[group] < sure) {
        print group ": " proved[group] " proved, not " sure \
            " at least" > "/dev/stderr"
        is_wrong = 1
    }
    printf "%-12s %2d of %2d proved, %2d ended by steps, worst gap %.3f %%\n",
        group, proved[group], total[group], given_up[group],
        100 * worst[group]
}

{
    total[$1]++
    if ($10 == "optimal")
        proved[$1]++
    else if ($11 == "work")
        given_up[$1]++
    if ($9 > worst[$1])
        worst[$1] = $9
    seconds += $14
    checked[$15]++
}

END {
    expect("pmed", 40, 2, 30)
    expect("center", 40, 4, 25)
    expect("plane", 8, 1, 6)
    expect("cover", 25, 6, 16)
    expect("facility", 8, 0, 8)
    expect("capacities", 10, 1, 8)
    expect("real", 6, 4, 0)
    expect("points", 5, 4, 0)
    printf "%d proofs and %d plans checked; %.0f seconds of search\n",
        checked["proof"], checked["sites"], seconds
    if (checked["proof"] < 100) {
        print "fewer than 100 proofs checked" > "/dev/stderr"
        is_wrong = 1
    }
    exit is_wrong
}
