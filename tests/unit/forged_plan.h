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
                             .impossible_count = left,
                             .is_cautious = circlet_plan_is_cautious(plan),
                             .year = circlet_plan_year(plan)};
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
                                  of->town->city, travel_in(of->town),
                                  &options, error));
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

typedef enum town_plan {
    WITHOUT_BUDGET,
    WITH_BUDGET,
    WITH_UNIT_BUDGETS, /* so much of the first and half of the second */
    CAUTIOUS,
    CAUTIOUS_WITH_BUDGET,
    CAPPED, /* what a person may cost */
    CAPPED_WITH_BUDGET,
    CAUTIOUS_AND_CAPPED
} town_plan;

static circlet_plan *plan_town(const mend_town *town, town_plan kind,
                               double cny)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *plan = NULL;
    char budgets[64];

    options.name = "p";
    if (kind == WITH_BUDGET || kind == CAUTIOUS_WITH_BUDGET ||
        kind == CAPPED_WITH_BUDGET)
        options.budget_cny = cny;
    snprintf(budgets, sizeof(budgets), "U=%.0f,P=%.0f", cny, cny / 2);
    if (kind == WITH_UNIT_BUDGETS)
        options.budgets = budgets;
    if (kind == CAPPED || kind == CAPPED_WITH_BUDGET ||
        kind == CAUTIOUS_AND_CAPPED)
        options.max_cost_per_person = cny / 20000;
    options.is_cautious = kind == CAUTIOUS || kind == CAUTIOUS_WITH_BUDGET ||
                          kind == CAUTIOUS_AND_CAPPED;
    options.threads = 1;
    assert_ok(circlet_plan_compute(&plan, &town->policy, town->city,
                                   travel_in(town), &options, error));
    return plan;
}

#define BOUND_LEVELS 5

static const char *const bound_levels[BOUND_LEVELS] = {
    "must_shortfall", "must_failures", "should_shortfall", "should_failures",
    "cost_cny"};

/* ---- towns -------------------------------------------------------------- */

typedef void (*town_fn)(forged *of, uint64_t seed, void *user);

static void for_towns(town_focus focus, town_plan kind, uint64_t from,
                      uint64_t to, town_fn look, void *user)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;

    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = from; seed < from + unit_cases(to - from); seed++) {
        mend_town town = {.focus = focus,
                          .is_doubtful = kind == CAUTIOUS ||
                                         kind == CAUTIOUS_WITH_BUDGET ||
                                         kind == CAUTIOUS_AND_CAPPED};
        uint64_t draw = seed;
        forged of;
        double cny;

        draw_mend_town(&town, policy, seed);
        cny = 100000.0 * (1 + town_draw(&draw, 60));
        take_apart(&of, &town, plan_town(&town, kind, cny));
        look(&of, seed, user);
        free(of.text);
        circlet_plan_free(of.plan);
        circlet_city_free(town.city);
    }
    free(text);
    circlet_policy_free(policy);
}

#endif
