#include "policy/circle_set.h"

#include <stdlib.h>

#include "base/error.h"

/* Everybody within it is as good as anybody: no share is asked for. */
static ci_rule circle_rule(const ci_rule *rule,
                           const ci_setting_circle *circle)
{
    ci_rule changed = *rule;

    changed.kind = CI_RULE_CIRCLE;
    changed.settings = circle->settings;
    changed.as.circle =
        (ci_circle){.cutoff_ms = circle->cutoff_ms, .mode = circle->mode};
    return changed;
}

circlet_status ci_circle_set_measure(ci_circle_set *out,
                                     const ci_judgement *judgement,
                                     const ci_rule *rule,
                                     const ci_setting_circles *circles,
                                     circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    *out = (ci_circle_set){0};
    out->rules = calloc(circles->count + 1, sizeof(*out->rules));
    out->runs = calloc(circles->count + 1, sizeof(*out->runs));
    if (!out->rules || !out->runs)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < circles->count; i++) {
        ci_circle_run *run = &out->runs[out->count++];

        out->rules[i] = circle_rule(rule, &circles->items[i]);
        run->judgement = judgement;
        run->rule = &out->rules[i];
        run->mode = circles->items[i].mode;
        run->is_known = judgement->travel &&
                        ci_selection_is_known(&rule->facility, judgement->city,
                                              &judgement->types);
        status = ci_circle_run_measure(run, error);
    }
    return status;
}

void ci_circle_set_clear(ci_circle_set *set)
{
    for (size_t i = 0; i < set->count; i++)
        ci_circle_run_clear(&set->runs[i]);
    free(set->runs);
    free(set->rules);
}

const ci_circle_run *ci_circle_set_of(const ci_circle_set *set,
                                      circlet_unit unit)
{
    for (size_t i = 0; i < set->count; i++) {
        const ci_judgement *judgement = set->runs[i].judgement;

        if (ci_rule_applies(&set->rules[i], judgement->policy, judgement->city,
                            unit) == CI_APPLIES)
            return &set->runs[i];
    }
    return NULL;
}
