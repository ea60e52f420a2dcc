/*
 * The questions that the circle rules of a policy put to a travel source:
 * who has to reach which kind of facility, in which mode, within what time.
 * Judging asks them for the facilities there are, a plan for the sites.
 */
#ifndef CI_POLICY_CIRCLE_H
#define CI_POLICY_CIRCLE_H

#include "policy/policy.h"

/* People of one rule who travel alike. */
typedef struct ci_circle_batch {
    const char *rule; /* id, borrowed from the policy */
    const char *mode; /* borrowed from the policy */
    ci_modes modes; /* by which they perhaps go; of batches as assumed `mode`
                       alone */
    uint32_t cutoff_ms;
    uint32_t *demands; /* positions in the city, ascending */
    size_t demand_count;
} ci_circle_batch;

typedef struct ci_circle_batches {
    ci_circle_batch *batches;
    size_t count;
} ci_circle_batches;

/*
 * The batches of all circle rules in force in `year` whose facilities are of
 * `type` or offer `type` as a service, apart from their advisory variants.
 * No person stands in two batches of one rule. CIRCLET_E_NOT_FOUND if no
 * rule asks for `type`.
 */
circlet_status ci_circle_batches_make(ci_circle_batches *out,
                                      const circlet_policy *policy,
                                      const circlet_city *city,
                                      const char *type, int year,
                                      circlet_error *error);

/* The same with those apart who perhaps go by other modes as well: what is
 * sure of a batch must hold in each of `modes`. */
circlet_status ci_circle_batches_make_sure(ci_circle_batches *out,
                                           const circlet_policy *policy,
                                           const circlet_city *city,
                                           const char *type, int year,
                                           circlet_error *error);
void ci_circle_batches_free(ci_circle_batches *batches);

/* Whether the rule at a position of the policy is one of those. */
bool ci_circle_rule_asks_for(const circlet_policy *policy, size_t position,
                             const char *type, int year);

/* Positions of the facilities that serve rule `rule` (an id of a batch) and
 * are open on 31 December of `year`, ascending; the caller frees. */
circlet_status ci_circle_facilities(uint32_t **out, size_t *out_count,
                                    const circlet_policy *policy,
                                    const circlet_city *city, const char *rule,
                                    int year, circlet_error *error);

/* Whether a facility is open on 31 December of a year: its dates decide,
 * then its status. */
bool ci_facility_is_open(const circlet_facility_record *facility, int year);

/* The same on a day (year x 10000 + month x 100 + day). Of a date of which
 * only the year or the month is known the first day counts. */
bool ci_facility_is_open_on(const circlet_facility_record *facility, int day);

/* What the policy's catalogue says that a new facility of a type offers:
 * type, tier, services, area, flags (id, name and place are empty). NULL if
 * the catalogue has none. Borrowed. */
const circlet_facility_record *ci_policy_catalogue(
    const circlet_policy *policy, const char *type);

/* The name of a word (a facility type, service, unit of measure ...) in
 * Chinese or English; the word itself if the policy has none. Borrowed. */
const char *ci_policy_word_zh(const circlet_policy *policy, const char *word);
const char *ci_policy_word_en(const circlet_policy *policy, const char *word);

#endif
