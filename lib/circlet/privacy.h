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
 * the same persons) tell no such number either.
 *
 * Numbers of persons with a plan are told as today's and whole steps of so
 * many more or less, so that neither a plan and today nor two plans differ by
 * fewer: circlet_privacy_step(). What is hidden today is hidden with it.
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
 * The findings with the plan that circlet_privacy_of_findings() was given,
 * with numbers of persons in steps and sentences that say so; verdicts and all
 * else are as they were. Those that circlet_privacy_hides() says must be shown
 * without numbers, still. The caller frees them with circlet_findings_free(),
 * before `planned`, whose texts they share. CIRCLET_E_ARGUMENT if these are
 * others than those.
 */
circlet_status circlet_privacy_step(circlet_findings **out,
                                    const circlet_privacy *privacy,
                                    const circlet_findings *planned,
                                    circlet_error *error);

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
