#include "policy/circle.h"

#include <stdlib.h>
#include <string.h>

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

/* Takes out of `people` those of one mode; adds nothing if there are none. */
static circlet_status add_batch(ci_circle_batches *batches,
                                const circlet_policy *policy,
                                const ci_rule *rule, size_t mode,
                                const ci_traveller *people, size_t count,
                                circlet_error *error)
{
    ci_circle_batch *batch = &batches->batches[batches->count];
    size_t wanted = 0;

    for (size_t i = 0; i < count; i++)
        wanted += people[i].travel.mode == mode;
    if (wanted == 0)
        return CIRCLET_OK;
    *batch = (ci_circle_batch){rule->id, policy->modes[mode],
                               rule->as.circle.cutoff_ms, NULL, 0};
    batch->demands = malloc(wanted * sizeof(*batch->demands));
    if (!batch->demands)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count; i++)
        if (people[i].travel.mode == mode)
            batch->demands[batch->demand_count++] = people[i].demand;
    batches->count++;
    return CIRCLET_OK;
}

static circlet_status add_rule(ci_circle_batches *batches,
                               const circlet_policy *policy,
                               const circlet_city *city, const ci_rule *rule,
                               int year, circlet_error *error)
{
    ci_traveller *people = NULL;
    size_t count = 0;
    const ci_traveller_query query = {
        rule, rule->as.circle.mode, CIRCLET_NONE, year, 1, NULL};
    circlet_status status =
        ci_travellers_find(&people, &count, policy, city, &query, error);

    for (size_t mode = 0; !status && mode < policy->mode_count; mode++)
        status = add_batch(batches, policy, rule, mode, people, count, error);
    free(people);
    return status;
}

static circlet_status fill(ci_circle_batches *batches,
                           const circlet_policy *policy,
                           const circlet_city *city, const char *type,
                           int year, circlet_error *error)
{
    bool is_asked_for = false;

    for (size_t i = 0; i < policy->rule_count; i++) {
        const ci_rule *rule = &policy->rules[i];
        circlet_status status;

        if (!ci_circle_rule_asks_for(policy, i, type, year))
            continue;
        is_asked_for = true;
        status = add_rule(batches, policy, city, rule, year, error);
        if (status)
            return status;
    }
    return is_asked_for
               ? CIRCLET_OK
               : ci_fail(error, CIRCLET_E_NOT_FOUND,
                         "policy '%s' has no circle rule for '%s' in %d",
                         policy->id, type, year);
}

circlet_status ci_circle_batches_make(ci_circle_batches *out,
                                      const circlet_policy *policy,
                                      const circlet_city *city,
                                      const char *type, int year,
                                      circlet_error *error)
{
    ci_circle_batches batches = {NULL, 0};
    circlet_status status;

    batches.batches = calloc(policy->rule_count * policy->mode_count + 1,
                             sizeof(*batches.batches));
    if (!batches.batches)
        return ci_fail_nomem(error);
    status = fill(&batches, policy, city, type, year, error);
    if (status)
        ci_circle_batches_free(&batches);
    else
        *out = batches;
    return status;
}

circlet_status ci_circle_facilities(uint32_t **out, size_t *out_count,
                                    const circlet_policy *policy,
                                    const circlet_city *city, const char *rule,
                                    int year, circlet_error *error)
{
    for (size_t i = 0; i < policy->rule_count; i++)
        if (strcmp(policy->rules[i].id, rule) == 0)
            return ci_rule_facilities(out, out_count, policy, city,
                                      &policy->rules[i], year, error);
    return ci_fail(error, CIRCLET_E_NOT_FOUND, "policy '%s' has no rule '%s'",
                   policy->id, rule);
}
