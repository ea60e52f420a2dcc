/* Counts of persons with a plan, as they are published beside today's. */
#ifndef CI_REPORT_PLANNED_COUNT_H
#define CI_REPORT_PLANNED_COUNT_H

#include <stdbool.h>
#include <stdint.h>

/* Persons in thousandths: all of a place or group, and of these those of one
 * kind (covered, say) today and with the plan. */
typedef struct ci_planned_count {
    int64_t all_milli;
    int64_t today_milli;
    int64_t planned_milli;
    int64_t least_milli; /* what a rule asks for; below 0: nothing */
    bool is_hidden; /* today's count is not published */
} ci_planned_count;

/*
 * Today's count, and so many whole steps (the threshold) more or less as come
 * nearest to the plan's: so neither the difference of two plans nor that of a
 * plan and today is a number of fewer persons than a step. Everybody and
 * nobody are told as they are, and no other count comes nearer to these than
 * a step, unless today's count is hidden, which everybody would give away.
 * What keeps a rule stays on its side of it where some step does.
 *
 * `carry_milli` (NULL: none) is what was left over of the counts before, whose
 * sum is so kept near the plan's; no count is a step or more off for its sake
 * where there is one nearer.
 *
 * Rounding to a base, of differences here: Willenborg and de Waal, "Elements
 * of Statistical Disclosure Control", 2001.
 */
int64_t ci_planned_count_round(const ci_planned_count *count,
                               int64_t step_milli, int64_t *carry_milli);

#endif
