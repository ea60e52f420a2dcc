#include "policy/crowd.h"

#include <stdlib.h>

#include "base/parallel.h"

/* The lowest bits are of ci_membership, the others what is missing. */
#define MEMBER_BITS 2
#define MEMBER_MASK 3

_Static_assert(CI_MEMBER_YES <= MEMBER_MASK && CI_DOUBT_COUNT <= 14,
               "an answer and its doubts fit into 16 bits");

/* So many people are looked at at a time, by one thread: each is read but
 * once from memory. */
#define BATCH 8192

/* ---- what is asked ------------------------------------------------------ */

static ci_membership look_up(const ci_crowd *crowd, size_t group,
                             circlet_demand demand, ci_doubts *doubts)
{
    return ci_condition_holds(&crowd->policy->groups[group].condition,
                              circlet_city_demand(crowd->city, demand),
                              crowd->day, doubts);
}

ci_membership ci_crowd_member(const ci_crowd *crowd, size_t group,
                              circlet_demand demand, ci_doubts *doubts)
{
    uint16_t answer;

    if (!crowd->members || !crowd->members[group])
        return look_up(crowd, group, demand, doubts);
    answer = crowd->members[group][demand];
    if (doubts)
        *doubts |= (ci_doubts)answer >> MEMBER_BITS;
    return (ci_membership)(answer & MEMBER_MASK);
}

ci_own_travel ci_crowd_own_travel(const ci_crowd *crowd, circlet_demand demand)
{
    return crowd->own
               ? crowd->own[demand]
               : ci_policy_own_travel(crowd->policy,
                                      circlet_city_demand(crowd->city, demand),
                                      crowd->day);
}

bool ci_crowd_is_outside(const ci_crowd *crowd, circlet_demand demand)
{
    const circlet_travel *travel = crowd->travel;

    if (crowd->is_outside)
        return crowd->is_outside[demand];
    return travel && travel->knows &&
           !travel->knows(circlet_city_demand(crowd->city, demand)->at,
                          travel->user);
}

/* ---- working it out ----------------------------------------------------- */

static void look_at(const ci_crowd *crowd, circlet_demand demand)
{
    for (size_t g = 0; g < crowd->policy->group_count; g++) {
        ci_doubts doubts = 0;
        ci_membership member;

        if (!crowd->members[g])
            continue;
        member = look_up(crowd, g, demand, &doubts);
        crowd->members[g][demand] =
            (uint16_t)(doubts << MEMBER_BITS | (ci_doubts)member);
    }
    crowd->own[demand] = ci_policy_own_travel(
        crowd->policy, circlet_city_demand(crowd->city, demand), crowd->day);
}

/* What the threads share. */
typedef struct looking {
    ci_crowd *crowd;
    bool *is_outside; /* not the crowd's before it is filled */
} looking;

static bool look_at_batch(void *user, uint32_t worker, size_t item)
{
    const ci_crowd *crowd = ((const looking *)user)->crowd;
    size_t count = circlet_city_demand_count(crowd->city);
    size_t end = (item + 1) * BATCH;

    (void)worker;
    for (size_t i = item * BATCH; i < end && i < count; i++)
        look_at(crowd, (circlet_demand)i);
    return true;
}

/* The caller's thread, the only one that asks the source of travel times,
 * does so before it takes its first batch. */
static bool find_outside(void *user, size_t taken)
{
    const looking *work = user;
    ci_crowd *crowd = work->crowd;
    size_t count = circlet_city_demand_count(crowd->city);

    (void)taken;
    if (crowd->is_outside)
        return true;
    for (size_t i = 0; i < count; i++)
        work->is_outside[i] = ci_crowd_is_outside(crowd, (circlet_demand)i);
    crowd->is_outside = work->is_outside;
    return true;
}

static void fill(ci_crowd *crowd, bool *is_outside, uint32_t thread_count)
{
    looking work = {crowd, is_outside};
    const ci_parallel parallel = {thread_count, look_at_batch, find_outside,
                                  &work};

    ci_parallel_run(&parallel,
                    circlet_city_demand_count(crowd->city) / BATCH + 1);
}

/* ---- whom rules are about ----------------------------------------------- */

static bool add_group(ci_crowd *crowd, size_t group)
{
    size_t count = circlet_city_demand_count(crowd->city);

    if (group == CI_NO_POSITION || crowd->members[group])
        return true;
    crowd->members[group] = malloc((count + 1) * sizeof(uint16_t));
    return crowd->members[group] != NULL;
}

static bool add_rule(ci_crowd *crowd, const ci_rule *rule)
{
    bool is_added = add_group(crowd, rule->group);

    if (rule->kind == CI_RULE_PLACES)
        is_added = is_added && add_group(crowd, rule->as.places.focus);
    if (rule->kind == CI_RULE_LIST)
        for (size_t i = 0; is_added && i < rule->as.list.kind_count; i++)
            is_added = add_group(crowd, rule->as.list.kinds[i].group);
    return is_added;
}

bool ci_crowd_make(ci_crowd *crowd, const size_t *positions, size_t count,
                   uint32_t thread_count)
{
    size_t people = circlet_city_demand_count(crowd->city);
    bool *is_outside = malloc(people + 1);
    bool is_ready;

    crowd->members =
        calloc(crowd->policy->group_count + 1, sizeof(*crowd->members));
    crowd->own = malloc((people + 1) * sizeof(*crowd->own));
    is_ready = is_outside && crowd->members && crowd->own;
    for (size_t i = 0; is_ready && i < count; i++)
        is_ready = add_rule(crowd, &crowd->policy->rules[positions[i]]);
    if (is_ready)
        fill(crowd, is_outside, thread_count);
    else
        free(is_outside);
    return is_ready;
}

void ci_crowd_clear(ci_crowd *crowd)
{
    for (size_t g = 0; crowd->members && g < crowd->policy->group_count; g++)
        free(crowd->members[g]);
    free(crowd->members);
    free(crowd->own);
    free(crowd->is_outside);
    crowd->members = NULL;
    crowd->own = NULL;
    crowd->is_outside = NULL;
}
