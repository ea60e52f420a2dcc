/* A city as it may really be, or become: what is in doubt is drawn. */
#ifndef CI_PLAN_DOUBTED_CITY_H
#define CI_PLAN_DOUBTED_CITY_H

#include <circlet/robust.h>

#include "plan/donors.h"

/* Whether a facility of an id is closed in the draw of a seed. */
bool ci_is_closed_in_draw(const circlet_robust_doubt *doubt, uint64_t seed,
                          const char *facility);

/*
 * Draws a city of `city`, whose donors `donors` are, by the doubts about
 * people and facilities. What is drawn of a person, a household, a street or a
 * facility hangs on the seed and its id alone, so that a facility that two
 * cities have is closed in both. The caller frees it. CIRCLET_E_NOMEM.
 */
circlet_status ci_doubted_city_draw(circlet_city **out,
                                    const circlet_city *city,
                                    const ci_donors *donors,
                                    const circlet_robust_doubt *doubt,
                                    uint64_t seed, circlet_error *error);

#endif
