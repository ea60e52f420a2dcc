/* What a plan over years says of its years. */
#ifndef CI_VERIFY_YEARS_CHECK_H
#define CI_VERIFY_YEARS_CHECK_H

#include "verify/verification.h"

/* All is borrowed. */
typedef struct ci_years_question {
    const circlet_plan *plan;
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel;
    uint32_t threads;
} ci_years_question;

/* The city with what is done by the end of a year; an action that cannot be
 * carried out is told of elsewhere. The caller frees it. */
circlet_status ci_years_carry(circlet_city **out, const ci_years_question *of,
                              int year, circlet_error *error);

/* Whether a year stands in the list of a plan. */
bool ci_years_have(const circlet_plan *plan, int year);

/*
 * Adds what a plan over years claims (circlet_plan_years()): that work begins
 * and ends in its years and takes its time (no more of what was computed),
 * and, unless losses were allowed, that nobody is covered in one of the years
 * if nothing is done and not with the plan. Nothing of other plans.
 */
circlet_status ci_years_check(circlet_verification *out,
                              const ci_years_question *question,
                              circlet_error *error);

#endif
