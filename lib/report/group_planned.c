#include "report/group_planned.h"

#include <math.h>
#include <stdlib.h>

#include "report/group_rows.h"
#include "report/planned_count.h"

/* What the rows of a division told so far are below the plan's sums. */
typedef struct carries {
    int64_t covered, lost, farther;
} carries;

/* ---- counts ------------------------------------------------------------- */

static int64_t round_count(const circlet_group_row *row, int64_t all,
                           int64_t today, int64_t planned, int64_t step,
                           int64_t *carry)
{
    const ci_planned_count count = {.all_milli = all,
                                    .today_milli = today,
                                    .planned_milli = planned,
                                    .least_milli = -1,
                                    .is_hidden = row->is_internal};

    return ci_planned_count_round(&count, step, carry);
}

/* A count between two that are told: none or a step away from each of them,
 * as well as from none and from all. */
typedef struct between {
    int64_t all, today, planned;
    int64_t floor, ceiling;
    int64_t step;
} between;

static bool is_step_away(int64_t difference, int64_t step)
{
    return difference == 0 || difference >= step;
}

static bool may_be_told(const between *count, int64_t value)
{
    bool is_open = value == count->today ||
                   (is_step_away(value, count->step) &&
                    is_step_away(count->all - value, count->step));

    return is_open && is_step_away(value - count->floor, count->step) &&
           is_step_away(count->ceiling - value, count->step);
}

static int64_t nearer(const between *count, int64_t best, int64_t value)
{
    return may_be_told(count, value) && (!may_be_told(count, best) ||
                                         llabs(value - count->planned) <
                                             llabs(best - count->planned))
               ? value
               : best;
}

/* Everybody, nobody, or today's count and steps, whatever comes nearest. */
static int64_t tell_between(const between *count)
{
    const int64_t around[] = {count->planned, count->floor, count->ceiling};
    int64_t best = nearer(count, count->today, 0);

    best = nearer(count, best, count->all);
    for (size_t i = 0; i < sizeof(around) / sizeof(around[0]); i++)
        for (int64_t k = -3; k <= 3; k++) {
            int64_t steps = (around[i] - count->today) / count->step + k;

            best = nearer(count, best, count->today + steps * count->step);
        }
    return best;
}

/* ---- a row -------------------------------------------------------------- */

/* What is not known makes a range, and the people it is of. */
static void tell_bounds(circlet_group_row *row, int64_t step)
{
    const circlet_group_figures *before = &row->before;
    circlet_group_figures *after = &row->after;
    int64_t all = row->persons_milli;
    between count = {.all = all, .step = step};

    count.today = before->covered_low_milli;
    count.planned = after->covered_low_milli;
    count.ceiling = after->covered_milli;
    after->covered_low_milli = tell_between(&count);
    count.today = before->covered_high_milli;
    count.planned = after->covered_high_milli;
    count.floor = after->covered_milli;
    count.ceiling = all;
    after->covered_high_milli = tell_between(&count);
    count.today = before->persons_low_milli;
    count.planned = after->persons_low_milli;
    count.floor = after->covered_low_milli;
    after->persons_low_milli = tell_between(&count);
    count.today = before->persons_high_milli;
    count.planned = after->persons_high_milli;
    count.floor = after->covered_high_milli;
    after->persons_high_milli = tell_between(&count);
}

/* So that those who gain less those who lose are the change that is told. */
static void tell_changes(circlet_group_row *row, int64_t step, carries *carry)
{
    int64_t today = row->before.covered_milli;
    int64_t change = row->after.covered_milli - today;
    between gained = {.all = row->persons_milli - today,
                      .ceiling = row->persons_milli - today,
                      .step = step};

    row->lost_milli =
        round_count(row, today, 0, row->lost_milli, step, &carry->lost);
    if (row->lost_milli + change < 0)
        row->lost_milli = -change;
    gained.planned = row->lost_milli + change;
    row->gained_milli = tell_between(&gained);
    row->farther_milli = round_count(
        row, row->persons_milli, 0, row->farther_milli, step, &carry->farther);
}

#define TENTHS 10 /* of a minute */
#define TENTH_MS 6000
#define MINUTE_MS 60000.0

static int64_t tenths(double before_minutes, double after_minutes)
{
    return (int64_t)llround((after_minutes - before_minutes) * TENTHS);
}

static void tell_times(circlet_group_row *row, int64_t step)
{
    const circlet_group_figures *before = &row->before;
    circlet_group_figures *after = &row->after;
    int64_t timed = round_count(row, row->persons_milli, before->timed_milli,
                                after->timed_milli, step, NULL);
    int64_t time = before->time_milli_ms;

    if (before->timed_milli > 0 && after->timed_milli > 0) {
        if (timed != before->timed_milli)
            time = (int64_t)llround(before->mean_minutes * MINUTE_MS *
                                    (double)timed);
        time += tenths(before->mean_minutes, after->mean_minutes) * TENTH_MS *
                timed;
        after->time_milli_ms = time > 0 ? time : 0;
        after->timed_milli = timed;
    }
    if (isfinite(before->median_minutes) && isfinite(after->median_minutes))
        after->median_minutes =
            before->median_minutes +
            (double)tenths(before->median_minutes, after->median_minutes) /
                TENTHS;
}

static void round_row(circlet_group_row *row, int64_t step, carries *carry)
{
    if (!row->is_known)
        return;
    row->after.covered_milli =
        round_count(row, row->persons_milli, row->before.covered_milli,
                    row->after.covered_milli, step, &carry->covered);
    tell_bounds(row, step);
    tell_changes(row, step, carry);
    tell_times(row, step);
    row->losses = 0;
    ci_group_row_finish(row);
}

/* ---- a rule ------------------------------------------------------------- */

static carries counts_of(const circlet_group_row *row)
{
    return (carries){row->after.covered_milli, row->lost_milli,
                     row->farther_milli};
}

/* Those of a division, who are everybody, or of whom some are in two. */
static void round_division(circlet_group_row *rows, size_t count, int64_t step,
                           carries carry)
{
    static const carries none = {0, 0, 0};

    if (rows->by == CIRCLET_GROUP_BY_KIND)
        carry = none;
    for (size_t i = 0; i < count; i++)
        round_row(&rows[i], step, &carry);
}

void ci_group_rows_round(circlet_group_row *rows, size_t count,
                         int64_t step_milli)
{
    carries off = {0, 0, 0};

    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && rows[end].by == rows[i].by; end++)
            ;
        if (rows[i].by == CIRCLET_GROUP_BY_ALL) {
            carries exact = counts_of(&rows[i]), told;

            round_division(&rows[i], end - i, step_milli, (carries){0, 0, 0});
            told = counts_of(&rows[i]);
            off =
                (carries){told.covered - exact.covered, told.lost - exact.lost,
                          told.farther - exact.farther};
        } else {
            round_division(&rows[i], end - i, step_milli, off);
        }
    }
}
