/* Who lends what is not known of another: a hot deck (R. R. Andridge, R. J. A.
 * Little, "A review of hot deck imputation for survey non-response",
 * International Statistical Review 78, 2010). */
#ifndef CI_PLAN_DONORS_H
#define CI_PLAN_DONORS_H

#include <circlet/city.h>

#include "base/arena.h"
#include "base/id_map.h"

/* What may be unknown of a person. */
typedef enum ci_trait {
    CI_TRAIT_AID,
    CI_TRAIT_GRADE,
    CI_TRAIT_AGE,
    CI_TRAIT_COUNT
} ci_trait;

/* Those that know one thing, in the city's order. */
typedef struct ci_donor_list {
    uint32_t *members; /* people, or facilities */
    size_t count, capacity;
} ci_donor_list;

/* Starts as {0}; cleared by the caller, after a failure too. */
typedef struct ci_donors {
    const circlet_city *city;
    ci_name_map *names; /* of a list: what is known, and of whom */
    ci_donor_list *lists;
    size_t count, capacity;
    ci_arena arena; /* of the names */
} ci_donors;

circlet_status ci_donors_find(ci_donors *out, const circlet_city *city,
                              circlet_error *error);
void ci_donors_clear(ci_donors *donors);

/* A person of the same kinds of disability whose trait is known, by a random
 * number; NULL: there is none, or the person's is known. */
const circlet_demand_record *ci_donors_person(
    const ci_donors *donors, const circlet_demand_record *person,
    ci_trait trait, uint64_t random);

/* Makes a trait of one person another's. */
void ci_trait_take(circlet_demand_record *person,
                   const circlet_demand_record *donor, ci_trait trait);

/* A measure of a facility of a type where it is known; NaN: of none. */
double ci_donors_measure(const ci_donors *donors, const char *type,
                         circlet_measure measure, uint64_t random);

/* Places, or beds, of a service of a facility of a type where they are known;
 * -1: of none. */
int64_t ci_donors_count(const ci_donors *donors, const char *type,
                        const char *service, bool wants_beds, uint64_t random);

#endif
