#ifndef CIRCLET_PRIVACY_H
#define CIRCLET_PRIVACY_H

#include <circlet/plan_years.h>
#include <circlet/policy.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Which findings tell of so few persons that they must be published without
 * their numbers and sentences: their verdicts may be shown. Numbers of fewer
 * than CIRCLET_PRIVACY_SMALL persons, and as many others as it takes that
 * differences of what is shown (units, the units above, all units, rules about
 * the same persons, today and with the plan) tell no such number either.
 */
#define CIRCLET_PRIVACY_SMALL 5

typedef struct circlet_privacy circlet_privacy;

/*
 * Looks at all findings of a city, of all rules and units together, and at
 * those with a plan (NULL: no plan). What is hidden today does not depend on
 * the plan. `threshold` in persons; 0: CIRCLET_PRIVACY_SMALL. The caller frees
 * the answer; it is a copy.
 */
circlet_status circlet_privacy_of_findings(circlet_privacy **out,
                                           const circlet_city *city,
                                           const circlet_findings *findings,
                                           const circlet_findings *planned,
                                           int64_t threshold,
                                           circlet_error *error);
void circlet_privacy_free(circlet_privacy *privacy);

/* Whether finding `i`, today's or the plan's, is to be shown without numbers
 * and sentence; true beyond the last. */
bool circlet_privacy_hides(const circlet_privacy *privacy, bool is_planned,
                           size_t i);

/*
 * A year as it is published: what is had with the plan differs from what is
 * had if nothing is done by whole steps of `threshold` persons (0:
 * CIRCLET_PRIVACY_SMALL), and that from what is had in the `first` year (which
 * may be the same) if nothing is done: so neither one plan nor two tell of
 * fewer. Persons are NaN where those of the first year tell of so few if
 * nothing is done; those that are lost and found are always.
 */
circlet_course_year circlet_privacy_year(const circlet_course_year *first,
                                         const circlet_course_year *year,
                                         int64_t threshold);

/* What is said in place of the sentence: a static text. */
const char *circlet_privacy_text_zh(void);
const char *circlet_privacy_text_en(void);

#ifdef __cplusplus
}
#endif

#endif
