#include "report/group_gaps.h"

#include <math.h>

#include "policy/exact.h"

/* A mean or a share as a quotient of sums: no rounding decides which group is
 * the worst. */
typedef struct quotient {
    int64_t part, all;
} quotient;

typedef quotient (*quotient_of_fn)(const circlet_group_row *row);

static quotient cover_before(const circlet_group_row *row)
{
    return (quotient){row->before.covered_milli, row->persons_milli};
}

static quotient cover_after(const circlet_group_row *row)
{
    return (quotient){row->after.covered_milli, row->persons_milli};
}

static quotient time_before(const circlet_group_row *row)
{
    return (quotient){row->before.time_milli_ms, row->before.timed_milli};
}

static quotient time_after(const circlet_group_row *row)
{
    return (quotient){row->after.time_milli_ms, row->after.timed_milli};
}

static int compare(quotient a, quotient b)
{
    return ci_compare_products(a.part, b.all, b.part, a.all);
}

static double value_of(quotient q)
{
    return (double)q.part / (double)q.all;
}

static bool is_comparable(const circlet_group_row *row, bool is_unknown,
                          quotient_of_fn of)
{
    return !is_unknown && row->is_known && !row->is_internal &&
           of(row).all > 0;
}

/* Ties go to the first. */
static circlet_group_range find_range(const circlet_group_row *rows,
                                      const bool *is_unknown, size_t count,
                                      quotient_of_fn of, bool more_is_worse)
{
    const circlet_group_row *low = NULL, *high = NULL, *worst, *best;
    circlet_group_range range = {.worst_value = (double)NAN,
                                 .best_value = (double)NAN,
                                 .difference = (double)NAN,
                                 .ratio = (double)NAN};
    size_t compared = 0;

    for (size_t i = 0; i < count; i++) {
        if (!is_comparable(&rows[i], is_unknown[i], of))
            continue;
        compared++;
        if (!low || compare(of(&rows[i]), of(low)) < 0)
            low = &rows[i];
        if (!high || compare(of(&rows[i]), of(high)) > 0)
            high = &rows[i];
    }
    if (compared < 2)
        return range;
    worst = more_is_worse ? high : low;
    best = more_is_worse ? low : high;
    range.worst = worst->group;
    range.best = best->group;
    range.worst_value = value_of(of(worst));
    range.best_value = value_of(of(best));
    range.difference = fabs(range.worst_value - range.best_value);
    if (range.best_value > 0)
        range.ratio = range.worst_value / range.best_value;
    return range;
}

#define MINUTE_MS 60000.0

static circlet_group_range in_minutes(circlet_group_range range)
{
    range.worst_value /= MINUTE_MS;
    range.best_value /= MINUTE_MS;
    range.difference /= MINUTE_MS;
    return range;
}

circlet_group_gap ci_group_gap_of(const circlet_group_row *rows,
                                  const bool *is_unknown, size_t count)
{
    return (circlet_group_gap){
        .rule = rows->rule,
        .by = rows->by,
        .cover_before =
            find_range(rows, is_unknown, count, cover_before, false),
        .cover_after = find_range(rows, is_unknown, count, cover_after, false),
        .time_before =
            in_minutes(find_range(rows, is_unknown, count, time_before, true)),
        .time_after =
            in_minutes(find_range(rows, is_unknown, count, time_after, true))};
}
