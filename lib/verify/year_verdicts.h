/* What the rules say in each year of a plan over years, with what is done by
 * then and without it. */
#ifndef CI_VERIFY_YEAR_VERDICTS_H
#define CI_VERIFY_YEAR_VERDICTS_H

#include "verify/verdict_check.h"
#include "verify/years_check.h"

typedef struct ci_year_verdict {
    int year;
    circlet_city *planned;
    ci_verdict_pair pair;
} ci_year_verdict;

/* Starts as {0}. */
typedef struct ci_year_verdicts {
    ci_year_verdict *items;
    size_t count;
} ci_year_verdicts;

/* Judges the years before the last one; none of other plans. The caller clears
 * `out`, even after a failure. */
circlet_status ci_year_verdicts_judge(ci_year_verdicts *out,
                                      const ci_years_question *question,
                                      circlet_error *error);
void ci_year_verdicts_clear(ci_year_verdicts *verdicts);

/* Whether a rule is better kept with the plan in some of the years from
 * `year` on. */
bool ci_year_verdicts_improve(const ci_year_verdicts *verdicts, int year,
                              const char *rule);

#endif
