#include "policy/traveller.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/parallel.h"
#include "policy/circle.h"
#include "policy/rule.h"

/* Fills what a rule needs to know of a person; false if it is not about
 * them. */
static bool describe(ci_traveller *traveller, const ci_crowd *crowd,
                     const ci_rule *rule)
{
    ci_membership member = ci_crowd_member(
        crowd, rule->group, traveller->demand, &traveller->doubts);

    if (member == CI_MEMBER_NO)
        return false;
    traveller->is_sure = member == CI_MEMBER_YES;
    if (traveller->travel.mode == CI_NO_POSITION)
        traveller->travel = ci_crowd_own_travel(crowd, traveller->demand);
    return true;
}

/* A mode that is asked for is everybody's, beyond doubt. */
static ci_own_travel given_travel(size_t mode)
{
    ci_own_travel travel = {.mode = mode};

    if (mode != CI_NO_POSITION)
        travel.modes = (ci_modes)1 << mode;
    return travel;
}

/* So many people are looked at at a time, by one thread. */
#define BATCH 8192

/* The travellers among the people of a batch. */
typedef struct batch {
    ci_traveller *found;
    size_t count, capacity;
} batch;

typedef struct finding {
    const circlet_policy *policy;
    const circlet_city *city;
    const ci_traveller_query *query;
    ci_crowd crowd;
    bool *applies; /* the rule, to each unit */
    batch *batches;
} finding;

static bool look_at(batch *to, const finding *work, circlet_demand demand)
{
    const ci_traveller_query *query = work->query;
    ci_traveller traveller = {.demand = demand,
                              .unit = circlet_city_demand_unit(
                                  work->city, demand, query->rule->level),
                              .travel = given_travel(query->mode)};
    ci_traveller *grown;

    if (traveller.unit == CIRCLET_NONE || !work->applies[traveller.unit] ||
        !describe(&traveller, &work->crowd, query->rule))
        return true;
    grown = ci_array_reserve_one(to->found, to->count, &to->capacity,
                                 sizeof(*grown));
    if (!grown)
        return false;
    to->found = grown;
    grown[to->count++] = traveller;
    return true;
}

static bool look_at_batch(void *user, uint32_t worker, size_t item)
{
    const finding *work = user;
    size_t count = circlet_city_demand_count(work->city);
    size_t end = (item + 1) * BATCH;

    (void)worker;
    for (size_t i = item * BATCH; i < end && i < count; i++)
        if (!look_at(&work->batches[item], work, (circlet_demand)i))
            return false;
    return true;
}

/* Whose homes a rule looks at. */
static void fill_units(const finding *work)
{
    const ci_traveller_query *query = work->query;

    for (size_t i = 0; i < circlet_city_unit_count(work->city); i++)
        work->applies[i] =
            ci_unit_is_within(work->city, (circlet_unit)i, query->only) &&
            ci_rule_applies(query->rule, work->policy, work->city,
                            (circlet_unit)i) == CI_APPLIES;
}

/* In the city's order; NULL: nobody, or no memory. */
static ci_traveller *join(const batch *batches, size_t batch_count,
                          size_t *count)
{
    ci_traveller *all;

    *count = 0;
    for (size_t i = 0; i < batch_count; i++)
        *count += batches[i].count;
    all = *count > 0 ? malloc(*count * sizeof(*all)) : NULL;
    for (size_t i = 0, done = 0; all && i < batch_count; i++) {
        if (batches[i].count > 0)
            memcpy(all + done, batches[i].found,
                   batches[i].count * sizeof(*all));
        done += batches[i].count;
    }
    return all;
}

circlet_status ci_travellers_find(ci_traveller **out, size_t *out_count,
                                  const circlet_policy *policy,
                                  const circlet_city *city,
                                  const ci_traveller_query *query,
                                  circlet_error *error)
{
    size_t batch_count = circlet_city_demand_count(city) / BATCH + 1;
    const ci_crowd plain = {.policy = policy, .city = city, .day = query->day};
    finding work = {policy,
                    city,
                    query,
                    query->crowd ? *query->crowd : plain,
                    calloc(circlet_city_unit_count(city) + 1, sizeof(bool)),
                    calloc(batch_count, sizeof(batch))};
    const ci_parallel parallel = {query->thread_count, look_at_batch, NULL,
                                  &work};
    bool is_done = work.applies && work.batches;
    ci_traveller *all = NULL;
    size_t count = 0;

    if (is_done) {
        fill_units(&work);
        is_done = ci_parallel_run(&parallel, batch_count);
        all = is_done ? join(work.batches, batch_count, &count) : NULL;
    }
    for (size_t i = 0; work.batches && i < batch_count; i++)
        free(work.batches[i].found);
    free(work.batches);
    free(work.applies);
    if (!is_done || (count > 0 && !all))
        return ci_fail_nomem(error);
    *out = all;
    *out_count = count;
    return CIRCLET_OK;
}

circlet_status ci_rule_facilities(uint32_t **out, size_t *out_count,
                                  const circlet_policy *policy,
                                  const circlet_city *city,
                                  const ci_rule *rule, int day,
                                  circlet_error *error)
{
    const ci_facility_types types = {policy->types, policy->type_count};
    size_t facility_count = circlet_city_facility_count(city), count = 0;
    uint32_t *found = malloc((facility_count + 1) * sizeof(*found));

    if (!found)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < facility_count; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, (circlet_facility)i);

        if (ci_facility_is_open_on(facility, day) &&
            ci_selection_holds(&rule->facility, facility, &types, NULL) ==
                CI_MEMBER_YES)
            found[count++] = (uint32_t)i;
    }
    *out = found;
    *out_count = count;
    return CIRCLET_OK;
}

static size_t count_entrances(const circlet_city *city,
                              const uint32_t *facilities, size_t count)
{
    size_t all = 0;

    for (size_t i = 0; i < count; i++) {
        size_t own = circlet_city_facility(city, facilities[i])->access_count;

        all += own > 0 ? own : 1;
    }
    return all;
}

size_t ci_travellers_by_mode(circlet_point *homes, int64_t *weights_milli,
                             const circlet_city *city,
                             const ci_traveller *people, size_t count,
                             size_t mode)
{
    size_t chosen = 0;

    for (size_t i = 0; i < count; i++) {
        const circlet_demand_record *person =
            circlet_city_demand(city, people[i].demand);

        if (people[i].travel.mode != mode || person->weight_milli <= 0)
            continue;
        homes[chosen] = person->at;
        weights_milli[chosen++] = person->weight_milli;
    }
    return chosen;
}

circlet_status ci_entrances_find(circlet_point **out, size_t *out_count,
                                 const circlet_city *city,
                                 const uint32_t *facilities, size_t count,
                                 circlet_error *error)
{
    size_t all = count_entrances(city, facilities, count), found = 0;
    circlet_point *points = calloc(all + 1, sizeof(*points));

    if (!points)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++) {
        const circlet_facility_record *facility =
            circlet_city_facility(city, facilities[i]);

        if (facility->access_count == 0)
            points[found++] = facility->at;
        for (size_t k = 0; k < facility->access_count; k++)
            points[found++] = facility->accesses[k];
    }
    *out = points;
    *out_count = all;
    return CIRCLET_OK;
}
