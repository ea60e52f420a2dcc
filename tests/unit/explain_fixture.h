/* Plans of small towns that are explained. */
#ifndef TESTS_EXPLAIN_FIXTURE_H
#define TESTS_EXPLAIN_FIXTURE_H

#include "mend_town.h"

#include <circlet/explain.h>

static inline void assert_near(double found, double expected, double slack)
{
    if (!(fabs(found - expected) <= slack))
        fail_msg("%.9g is not %.9g", found, expected);
}

static inline circlet_explanation *explain_with(const circlet_plan *plan,
                                                const circlet_policy *policy,
                                                const circlet_city *city,
                                                const circlet_travel *travel,
                                                const char *action,
                                                size_t judged)
{
    circlet_explain_options options = CIRCLET_EXPLAIN_OPTIONS_INIT;
    circlet_explanation *out = NULL;

    options.action = action;
    options.threads = 1;
    options.judged_max = judged;
    assert_ok(circlet_plan_explain(&out, plan, policy, city, travel, &options,
                                   error));
    return out;
}

static const circlet_travel walks = {.find_nearest = find_nearest,
                                     .find_within = find_within};

static inline void join(char out[256], const char *a, const char *b)
{
    int size = snprintf(out, 256, "%s%s%s", a, *a && *b ? ";" : "", b);

    assert_in_range(size, 0, 255);
}

static inline circlet_plan *plan_town(const mend_town *town, double budget)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;

    options.name = "p";
    options.budget_cny = budget;
    options.threads = 1;
    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   travel_in(town), &options, error));
    return plan;
}

#endif
