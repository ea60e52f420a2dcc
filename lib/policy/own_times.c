#include "policy/own_times.h"

#include <stdlib.h>

#include "base/error.h"

typedef struct own_query {
    size_t *chosen; /* positions of people */
    circlet_point *origins;
    uint32_t *times_ms;
    circlet_snap *snaps;
} own_query;

static void own_query_clear(own_query *q)
{
    free(q->chosen);
    free(q->origins);
    free(q->times_ms);
    free(q->snaps);
}

static bool own_query_start(own_query *q, size_t count)
{
    q->chosen = calloc(count + 1, sizeof(*q->chosen));
    q->origins = calloc(count + 1, sizeof(*q->origins));
    q->times_ms = calloc(count + 1, sizeof(*q->times_ms));
    q->snaps = calloc(count + 1, sizeof(*q->snaps));
    return q->chosen && q->origins && q->times_ms && q->snaps;
}

/* The people who go by a mode and set out where streets are known. */
static size_t choose(own_query *q, const ci_judgement *judgement,
                     const ci_traveller *people, size_t count, size_t mode)
{
    const ci_crowd crowd = ci_judgement_crowd(judgement);
    size_t chosen = 0;

    for (size_t i = 0; i < count; i++) {
        circlet_demand demand = people[i].demand;

        if (people[i].travel.mode != mode ||
            ci_crowd_is_outside(&crowd, demand))
            continue;
        q->chosen[chosen] = i;
        q->origins[chosen++] =
            circlet_city_demand(judgement->city, demand)->at;
    }
    return chosen;
}

/* Who is tied to no street gets nowhere, unless there already. */
static circlet_status ask(uint32_t *times_ms, own_query *q,
                          const ci_judgement *judgement,
                          circlet_travel_query query, circlet_error *error)
{
    const circlet_travel *travel = judgement->travel;
    circlet_status status;

    if (query.origin_count == 0)
        return CIRCLET_OK;
    query.origins = q->origins;
    status = travel->find_nearest(q->times_ms, q->snaps, &query, travel->user,
                                  error);
    for (size_t i = 0; !status && i < query.origin_count; i++)
        if (q->snaps[i] == CIRCLET_SNAP_TIED || q->times_ms[i] == 0)
            times_ms[q->chosen[i]] = q->times_ms[i];
    return status;
}

circlet_status ci_own_times_find(uint32_t *times_ms,
                                 const ci_judgement *judgement,
                                 const ci_traveller *people, size_t count,
                                 const circlet_point *goals, size_t goal_count,
                                 uint32_t cutoff_ms, circlet_error *error)
{
    const circlet_policy *policy = judgement->policy;
    own_query q = {0};
    circlet_status status =
        own_query_start(&q, count) ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; i < count; i++)
        times_ms[i] = CIRCLET_UNREACHED;
    for (size_t mode = 0; !status && mode < policy->mode_count; mode++) {
        const circlet_travel_query query = {
            .mode = policy->modes[mode],
            .bound = CIRCLET_BOUND_NOMINAL,
            .origin_count = choose(&q, judgement, people, count, mode),
            .destinations = goals,
            .destination_count = goal_count,
            .cutoff_ms = cutoff_ms};

        status = ask(times_ms, &q, judgement, query, error);
    }
    own_query_clear(&q);
    return status;
}

circlet_status ci_own_times_to_rule(uint32_t *times_ms,
                                    const ci_judgement *judgement,
                                    const ci_rule *rule,
                                    const ci_traveller *people, size_t count,
                                    const circlet_city *city, int day,
                                    circlet_error *error)
{
    uint32_t *facilities = NULL;
    circlet_point *goals = NULL;
    size_t facility_count = 0, goal_count = 0;
    circlet_status status =
        ci_rule_facilities(&facilities, &facility_count, judgement->policy,
                           city, rule, day, error);

    if (!status)
        status = ci_entrances_find(&goals, &goal_count, city, facilities,
                                   facility_count, error);
    if (!status)
        status =
            ci_own_times_find(times_ms, judgement, people, count, goals,
                              goal_count, rule->as.circle.cutoff_ms, error);
    free(facilities);
    free(goals);
    return status;
}
