# Makes a table of what reach.sh asked: "PROGRAM SOURCES us a source, reached,
# sum". `reference` is the program to which the others are compared.
function median(list,    n, parts, i, k, t) {
    n = split(list, parts, " ")
    for (i = 2; i <= n; i++)
        for (k = i; k > 1 && parts[k] + 0 < parts[k - 1] + 0; k--) {
            t = parts[k]; parts[k] = parts[k - 1]; parts[k - 1] = t
        }
    return parts[int((n + 1) / 2)]
}
{
    gsub(",", "")
    # PROGRAM SOURCES us "us" "a" "source" reached "reached" "sum" sum
    key = $2
    answer = $7 " " $10
    if (!(key in expected))
        expected[key] = answer
    else if (expected[key] != answer)
        wrong = wrong $1 " (" $2 " sources): " answer ", not " \
            expected[key] "\n"
    if ($1 == "check")
        next
    if (!($1 in times))
        order[++count] = $1
    times[$1] = times[$1] " " $3
    reached[$1] = $7
    sources[$1] = key
}
END {
    base = median(times[reference])
    for (i = 1; i <= count; i++) {
        us = median(times[order[i]])
        printf "%-14s %-29s %6d sources %12.2f us a source %8.1f x " \
            "%9.1f reached %8.2f M a second\n", name, order[i],
            sources[order[i]], us, us / base, reached[order[i]],
            reached[order[i]] / us
    }
    if (wrong != "") {
        printf "%s: different answers\n%s", name, wrong | "cat >&2"
        exit 1
    }
}
