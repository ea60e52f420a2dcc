/* What is published of findings that tell of persons. */
#ifndef CI_REPORT_FINDING_PRIVACY_H
#define CI_REPORT_FINDING_PRIVACY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <circlet/error.h>

/* What a finding tells of persons; NaN: nothing. */
typedef struct ci_public_count {
    const char *rule, *mode; /* borrowed; the mode may be NULL */
    uint32_t unit; /* its position, CI_PRIVACY_NONE: of none */
    double persons, covered;
    double unreached; /* of those not covered */
    double missing; /* the shortfall, where it is one of persons */
    double doubtful[2]; /* persons between what is measured and its bounds */
    double required; /* the share of persons that is asked for */
} ci_public_count;

/* The findings of a city as it is, and with a plan. */
typedef struct ci_public_counts {
    const ci_public_count *today, *planned;
    size_t today_count, planned_count; /* the second 0: no plan */
    const uint32_t *parents; /* of the units; CI_PRIVACY_NONE: without one */
    size_t unit_count; /* the same order gives the same numbers */
    int64_t threshold; /* persons */
} ci_public_counts;

/* What is published of a planned finding. */
typedef struct ci_public_figure {
    bool is_hidden; /* no numbers, and no sentence */
    bool is_stepped; /* of persons: the numbers below in place of its own */
    double persons, covered, covered_low, covered_high;
    double missing; /* NaN: not told, or it tells none */
    double step; /* persons */
} ci_public_figure;

/*
 * Marks which of today's findings must be published without their numbers and
 * sentences, and says what is published of planned ones; both have room for
 * their findings.
 *
 * All rules are one table (privacy.h): persons who are covered and who are
 * not, in each unit and the units above, and for each rule over all units.
 * Rules that count the same persons share them, so that one does not tell
 * what another hides; two whose numbers in a unit differ by few are not both
 * shown there. What is hidden today does not depend on the plan.
 *
 * With a plan so many are said to be covered as today and whole steps of the
 * threshold more or less (planned_count.h), in what lies in a unit and in none
 * below it; units above add that up. So files about several plans tell no
 * small number either. What is hidden today stays hidden, and so is what
 * looks like a small number by rounding.
 */
circlet_status ci_public_counts_hide(bool *today, ci_public_figure *planned,
                                     const ci_public_counts *counts,
                                     circlet_error *error);

#endif
