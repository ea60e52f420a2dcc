/* Plans of small towns for all rules, whose parts may be changed before they
 * are verified. */
#ifndef TESTS_FORGED_PLAN_H
#define TESTS_FORGED_PLAN_H

#include "mend_town.h"

#include <circlet/verify.h>

#define PLAN_LEVELS 7 /* at most: two of them are times */
#define ACTION_MAX 64
#define IMPOSSIBLE_MAX 64

/* A plan whose parts may be changed. */
typedef struct forged {
    const mend_town *town;
    circlet_plan *plan;
    circlet_plan_action actions[ACTION_MAX];
    circlet_plan_level levels[PLAN_LEVELS];
    circlet_plan_impossible impossible[IMPOSSIBLE_MAX];
    circlet_plan_parts parts;
    char *text; /* a certificate that was changed */
} forged;

static void take_apart(forged *out, const mend_town *town, circlet_plan *plan)
{
    size_t count = circlet_plan_action_count(plan);
    size_t left = circlet_plan_impossible_count(plan);

    *out = (forged){.town = town, .plan = plan};
    assert_true(count <= ACTION_MAX && left <= IMPOSSIBLE_MAX);
    assert_in_range(circlet_plan_level_count(plan), 5, PLAN_LEVELS);
    for (size_t i = 0; i < count; i++)
        out->actions[i] = *circlet_plan_action_at(plan, i);
    for (size_t i = 0; i < circlet_plan_level_count(plan); i++)
        out->levels[i] = *circlet_plan_level_at(plan, i);
    for (size_t i = 0; i < left; i++)
        out->impossible[i] = *circlet_plan_impossible_at(plan, i);
    out->parts =
        (circlet_plan_parts){.actions = out->actions,
                             .action_count = count,
                             .levels = out->levels,
                             .level_count = circlet_plan_level_count(plan),
                             .impossible = out->impossible,
                             .impossible_count = left};
}

static circlet_verification *verify(const forged *of)
{
    circlet_plan *plan = NULL;
    circlet_verification *found = NULL;
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;

    options.year = 2020;
    options.threads = 1;
    assert_ok(circlet_plan_new(&plan, "p", &of->parts, error));
    assert_ok(circlet_plan_verify(&found, plan, &of->town->policy,
                                  of->town->city, &town_travel, &options,
                                  error));
    circlet_plan_free(plan);
    return found;
}

static const circlet_claim *find_claim(const circlet_verification *found,
                                       const char *what, const char *subject)
{
    for (size_t i = 0; i < circlet_verification_count(found); i++) {
        const circlet_claim *claim = circlet_verification_at(found, i);

        if (strcmp(claim->what, what) == 0 &&
            (!subject || strcmp(claim->subject, subject) == 0))
            return claim;
    }
    return NULL;
}

/* Of the whole; below 0: of units, so much of the first and half of the
 * second. */
static circlet_plan *plan_town(const mend_town *town, double budget)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;
    char budgets[64];

    options.name = "p";
    options.budget_cny = budget > 0 ? budget : 0;
    snprintf(budgets, sizeof(budgets), "U=%.0f,P=%.0f", -budget, -budget / 2);
    if (budget < 0)
        options.budgets = budgets;
    options.threads = 1;
    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   &town_travel, &options, error));
    return plan;
}

#define BOUND_LEVELS 5

static const char *const bound_levels[BOUND_LEVELS] = {
    "must_shortfall", "must_failures", "should_shortfall", "should_failures",
    "cost_cny"};

/* ---- towns -------------------------------------------------------------- */

typedef enum town_budget {
    WITHOUT_BUDGET,
    WITH_BUDGET,
    WITH_UNIT_BUDGETS
} town_budget;

typedef void (*town_fn)(forged *of, uint64_t seed, void *user);

static void for_towns(town_focus focus, town_budget budget, uint64_t from,
                      uint64_t to, town_fn look, void *user)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = from; seed < to; seed++) {
        mend_town town = {.focus = focus};
        uint64_t draw = seed;
        forged of;
        double cny;

        draw_mend_town(&town, policy, seed);
        cny = 100000.0 * (1 + town_draw(&draw, 60));
        take_apart(&of, &town,
                   plan_town(&town, budget == WITHOUT_BUDGET ? 0
                                    : budget == WITH_BUDGET  ? cny
                                                             : -cny));
        look(&of, seed, user);
        free(of.text);
        circlet_plan_free(of.plan);
        circlet_city_free(town.city);
    }
    free(text);
    circlet_policy_free(policy);
}

#endif
