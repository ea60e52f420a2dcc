/* Which findings tell of too few persons to be published. */
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
} ci_public_count;

/* The findings of a city as it is, and with a plan. */
typedef struct ci_public_counts {
    const ci_public_count *today, *planned;
    size_t today_count, planned_count; /* the second 0: no plan */
    const uint32_t *parents; /* of the units; CI_PRIVACY_NONE: without one */
    size_t unit_count;
    int64_t threshold; /* persons */
} ci_public_counts;

/*
 * Marks which findings, today's and planned ones, must be published without
 * their numbers and sentences; both have room for their findings.
 *
 * All rules are one table (privacy.h): persons who are covered and who are
 * not, in each unit and the units above, and for each rule over all units.
 * Rules that count the same persons share them, so that one does not tell
 * what another hides; two whose numbers in a unit differ by few are not both
 * shown there. What is hidden today does not depend on the plan, and
 * stays hidden with it; a plan's finding is hidden, too, where so few more or
 * fewer persons are covered.
 */
circlet_status ci_public_counts_hide(bool *today, bool *planned,
                                     const ci_public_counts *counts,
                                     circlet_error *error);

#endif
