/* What is missing on the ways of people whose circle is undecided. */
#ifndef CI_POLICY_CIRCLE_GAPS_H
#define CI_POLICY_CIRCLE_GAPS_H

#include "policy/circle_run.h"

/* So many missing tags are named in a finding. */
#define CI_CIRCLE_GAP_MAX 3

typedef struct ci_circle_gaps {
    circlet_gaps **of_mode; /* of each mode of the policy; may be NULL */
    size_t mode_count;
} ci_circle_gaps;

/* A tag that is missing in a unit, counted on streets and crossings. */
typedef struct ci_circle_gap {
    const char *key; /* borrowed from the gaps */
    uint64_t asked; /* where it matters */
    uint64_t missing;
} ci_circle_gap;

/* Asks for the ways of the people in `wanted` units, an array beside the
 * city's units; the caller clears `out`, after a failure too. */
circlet_status ci_circle_gaps_find(ci_circle_gaps *out,
                                   const ci_circle_run *run,
                                   const bool *wanted, circlet_error *error);
void ci_circle_gaps_clear(ci_circle_gaps *gaps);

/* Fills `out` with the tags most often missing in a unit, those missing
 * nowhere left out, and returns how many. A street that is used in two modes
 * counts in both. */
size_t ci_circle_gaps_worst(ci_circle_gap out[CI_CIRCLE_GAP_MAX],
                            const ci_circle_gaps *gaps, circlet_unit unit);

#endif
