#include "policy/circle.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "policy/traveller.h"

void ci_circle_batches_free(ci_circle_batches *batches)
{
    for (size_t i = 0; i < batches->count; i++)
        free(batches->batches[i].demands);
    free(batches->batches);
    batches->batches = NULL;
    batches->count = 0;
}

bool ci_circle_rule_asks_for(const circlet_policy *policy, size_t position,
                             const char *type, int year)
{
    const ci_rule *rule = &policy->rules[position];
    const ci_selection *facility = &rule->facility;

    return rule->kind == CI_RULE_CIRCLE && !rule->is_variant &&
           ci_rule_is_in_force(rule, year) &&
           ((facility->type && strcmp(facility->type, type) == 0) ||
            (facility->service && strcmp(facility->service, type) == 0));
}

/* Batches while they are gathered. */
typedef struct gathering {
    const circlet_policy *policy;
    const circlet_city *city;
    int year;
    bool is_sure; /* other modes than the assumed one count too */
    ci_circle_batches batches;
    size_t capacity;
} gathering;

/* The people of the rule at hand, and which of them are asked for. */
typedef struct party {
    const ci_rule *rule;
    const ci_traveller *people;
    size_t count;
    size_t mode;
    ci_modes modes; /* 0: any */
} party;

static bool is_of(const party *asked, size_t person)
{
    const ci_own_travel *travel = &asked->people[person].travel;

    return travel->mode == asked->mode &&
           (asked->modes == 0 || travel->modes == asked->modes);
}

/* Takes those out of the people who travel as the party; adds nothing if
 * there are none. */
static circlet_status add_batch(gathering *g, const party *asked,
                                circlet_error *error)
{
    ci_circle_batch *batch;
    size_t wanted = 0;

    for (size_t i = 0; i < asked->count; i++)
        wanted += is_of(asked, i);
    if (wanted == 0)
        return CIRCLET_OK;
    batch = ci_array_reserve_one(g->batches.batches, g->batches.count,
                                 &g->capacity, sizeof(*batch));
    if (!batch)
        return ci_fail_nomem(error);
    g->batches.batches = batch;
    batch += g->batches.count;
    *batch = (ci_circle_batch){
        .rule = asked->rule->id,
        .mode = g->policy->modes[asked->mode],
        .modes = asked->modes ? asked->modes : (ci_modes)1 << asked->mode,
        .cutoff_ms = asked->rule->as.circle.cutoff_ms,
        .demands = malloc(wanted * sizeof(*batch->demands))};
    if (!batch->demands)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < asked->count; i++)
        if (is_of(asked, i))
            batch->demands[batch->demand_count++] = asked->people[i].demand;
    g->batches.count++;
    return CIRCLET_OK;
}

/* The least set of modes beyond `last` that people of the party's mode go by;
 * 0: there is none. */
static ci_modes next_modes(const party *asked, ci_modes last)
{
    ci_modes next = 0;

    for (size_t i = 0; i < asked->count; i++) {
        const ci_own_travel *travel = &asked->people[i].travel;

        if (travel->mode == asked->mode && travel->modes > last &&
            (next == 0 || travel->modes < next))
            next = travel->modes;
    }
    return next;
}

static circlet_status add_mode(gathering *g, party *asked,
                               circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (!g->is_sure)
        return add_batch(g, asked, error);
    asked->modes = next_modes(asked, 0);
    for (; !status && asked->modes != 0;
         asked->modes = next_modes(asked, asked->modes))
        status = add_batch(g, asked, error);
    return status;
}

static circlet_status add_rule(gathering *g, const ci_rule *rule,
                               circlet_error *error)
{
    ci_traveller *people = NULL;
    size_t count = 0;
    const ci_traveller_query query = {
        rule, rule->as.circle.mode, CIRCLET_NONE, CI_LAST_DAY(g->year), 1,
        NULL};
    circlet_status status =
        ci_travellers_find(&people, &count, g->policy, g->city, &query, error);

    for (size_t mode = 0; !status && mode < g->policy->mode_count; mode++) {
        party asked = {rule, people, count, mode, 0};

        status = add_mode(g, &asked, error);
    }
    free(people);
    return status;
}

static circlet_status gather(ci_circle_batches *out, gathering *g,
                             const char *type, circlet_error *error)
{
    const circlet_policy *policy = g->policy;
    circlet_status status = CIRCLET_OK;
    bool is_asked_for = false;

    for (size_t i = 0; !status && i < policy->rule_count; i++) {
        if (!ci_circle_rule_asks_for(policy, i, type, g->year))
            continue;
        is_asked_for = true;
        status = add_rule(g, &policy->rules[i], error);
    }
    if (!status && !is_asked_for)
        status = ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "policy '%s' has no circle rule for '%s' in %d",
                         policy->id, type, g->year);
    if (status)
        ci_circle_batches_free(&g->batches);
    else
        *out = g->batches;
    return status;
}

circlet_status ci_circle_batches_make(ci_circle_batches *out,
                                      const circlet_policy *policy,
                                      const circlet_city *city,
                                      const char *type, int year,
                                      circlet_error *error)
{
    gathering g = {.policy = policy, .city = city, .year = year};

    return gather(out, &g, type, error);
}

circlet_status ci_circle_batches_make_sure(ci_circle_batches *out,
                                           const circlet_policy *policy,
                                           const circlet_city *city,
                                           const char *type, int year,
                                           circlet_error *error)
{
    gathering g = {
        .policy = policy, .city = city, .year = year, .is_sure = true};

    return gather(out, &g, type, error);
}

circlet_status ci_circle_facilities(uint32_t **out, size_t *out_count,
                                    const circlet_policy *policy,
                                    const circlet_city *city, const char *rule,
                                    int year, circlet_error *error)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, rule) == 0)
            return ci_rule_facilities(out, out_count, policy, city,
                                      &policy->rules[i], CI_LAST_DAY(year),
                                      error);
    return ci_fail(error, CIRCLET_E_NOT_FOUND, "policy '%s' has no rule '%s'",
                   policy->id, rule);
}
