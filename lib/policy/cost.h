/*
 * What a city's facilities are to be paid by the funds of a policy: a model
 * of cost that no verdict rests on.
 */
#ifndef CI_POLICY_COST_H
#define CI_POLICY_COST_H

#include "policy/policy.h"

/* A sum that is paid for each facility, and for each person near it. */
struct ci_fund {
    const char *id;
    const char *title_zh, *title_en;
    const ci_document *document;
    const char *citation; /* number of the document, clause */
    const char *quote;
    int from, until; /* years; until -1: no end */
    bool is_once; /* else every year */
    ci_selection facility;
    int stars; /* of facilities with exactly so many; -1: of any */
    int64_t per_facility_cny;
    int64_t per_person_cny; /* whose nearest facility it is */
    const size_t *circles; /* positions of circle rules: how near; a person
                              goes by the first that is about them */
    size_t circle_count;
};

/* As far as known, and what may be true: unknown streets, ways of getting
 * about, members of the group, stars at their worst and best. */
typedef struct ci_cost_range {
    int64_t known, low, high;
} ci_cost_range;

/* What one fund pays for one facility, in thousandths. */
typedef struct ci_cost {
    const ci_fund *fund;
    circlet_facility facility;
    ci_cost_range persons_milli;
    int64_t modelled_milli; /* of the known persons: modelled ones */
    ci_cost_range cny_milli;
    bool is_complete; /* false: how many persons there are is not known */
} ci_cost;

/* Whether a city knows the facilities that a fund pays for: else none of
 * them does not mean that it pays nothing. */
bool ci_fund_is_known(const ci_fund *fund, const circlet_policy *policy,
                      const circlet_city *city);

/* Whether nothing was said of some type of facility that a fund may pay for,
 * so that there may be more of them, and nearer to people. */
bool ci_fund_lacks_types(const ci_fund *fund, const circlet_policy *policy,
                         const circlet_city *city);

typedef struct ci_costs {
    ci_cost *items; /* by fund, then facility */
    size_t count, capacity;
} ci_costs;

/* Whether a fund pays in a year. */
bool ci_fund_is_in_force(const ci_fund *fund, int year);

/*
 * Finds what the funds in force pay for the facilities open at the end of a
 * year, or perhaps pay. `travel` may be NULL: then no number of persons is
 * known. The caller clears `out`, after a failure too.
 */
circlet_status ci_costs_find(ci_costs *out, const circlet_policy *policy,
                             const circlet_city *city,
                             const circlet_travel *travel, int year,
                             const circlet_progress *progress,
                             circlet_error *error);
void ci_costs_clear(ci_costs *costs);

/* ---- catchment.c -------------------------------------------------------- */

/* The people of a fund's circles whose nearest facility each is. */
typedef struct ci_catchment {
    ci_cost_range persons_milli;
    int64_t modelled_milli; /* of those known */
} ci_catchment;

/* What costs are about. */
typedef struct ci_costing {
    const circlet_policy *policy;
    const circlet_city *city;
    const circlet_travel *travel; /* NULL: no streets */
    int year;
} ci_costing;

/* Fills `out`, beside `facilities`, positions in the city. There must be
 * streets. */
circlet_status ci_catchments_find(ci_catchment *out,
                                  const uint32_t *facilities, size_t count,
                                  const ci_fund *fund,
                                  const ci_costing *costing,
                                  circlet_error *error);

#endif
