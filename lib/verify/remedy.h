/* What a way of building on a site, or of changing a facility, does for what
 * fails, and its price: by carrying it out. */
#ifndef CI_VERIFY_REMEDY_H
#define CI_VERIFY_REMEDY_H

#include "verify/carried_city.h"
#include "verify/lacks.h"

/* Sites come first, then facilities. */
typedef struct ci_remedy_place {
    bool is_site;
    uint32_t position; /* in the city */
} ci_remedy_place;

/* Where actions are carried out to see what comes of them. Starts as {0}. */
typedef struct ci_workshop {
    const ci_lacks *lacks;
    ci_carried_city carried; /* the city as it is */
} ci_workshop;

circlet_status ci_workshop_open(ci_workshop *out, const ci_lacks *lacks,
                                circlet_error *error);
void ci_workshop_close(ci_workshop *workshop);

/* What a way does. */
typedef struct ci_remedy {
    bool is_possible; /* it can be carried out, at a price that is known */
    bool loses; /* some rule in force counts the facility for less */
    int64_t price_cny; /* of all of it, rounded up */
    int64_t *gains; /* for each rule with lacks: what it counts more; the
                       caller's */
} ci_remedy;

/* Tries actions, of which only what is to be done is given, at a place. */
circlet_status ci_remedy_try(ci_remedy *out, ci_workshop *workshop,
                             ci_remedy_place place,
                             const circlet_plan_action *actions, size_t count,
                             circlet_error *error);

/* ---- where -------------------------------------------------------------- */

/* The site that a place is or that its facility was put on; NULL: none. */
const circlet_site_record *ci_remedy_site(const ci_lacks *lacks,
                                          ci_remedy_place place);

circlet_unit ci_remedy_unit(const circlet_city *city, ci_remedy_place place,
                            circlet_level level);
circlet_point ci_remedy_point(const circlet_city *city, ci_remedy_place place);

/* Whether a facility at a place may count for a lack of its unit: for groups
 * of villages, if it stands in one of them that has none yet. */
bool ci_remedy_may_count(const ci_lacks *lacks, size_t lack,
                         ci_remedy_place place);

/* The member of a unit that a place lies in, for a rule about groups. */
circlet_unit ci_remedy_host(const ci_lacks *lacks, size_t lack,
                            ci_remedy_place place);

#endif
