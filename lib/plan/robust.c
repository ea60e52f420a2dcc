#include "plan/robust.h"

#include "base/error.h"
#include "base/options.h"
#include "base/random.h"
#include "plan/doubted_city.h"
#include "plan/drawn_streets.h"
#include "plan/robust_actions.h"

typedef struct run {
    const circlet_policy *policy;
    const circlet_city *city; /* as it is */
    const circlet_plan *plan; /* NULL: none */
    circlet_router *router; /* NULL: no streets */
    circlet_robust_options options;
    ci_donors donors; /* of the city with the plan */
    circlet_robustness *out;
    ci_robust_actions *actions; /* NULL: they are not looked at */
} run;

/* ---- what is asked for -------------------------------------------------- */

static circlet_status read_options(run *r, const circlet_robust_options *given,
                                   circlet_error *error)
{
    circlet_robust_options init = CIRCLET_ROBUST_OPTIONS_INIT;
    circlet_status status = ci_options_read(&r->options, sizeof(r->options),
                                            given ? given : &init, error);

    if (status)
        return status;
    if (r->options.year == 0)
        r->options.year = circlet_policy_default_year(r->policy);
    if (r->options.draws == 0)
        r->options.draws = CI_DRAWS_DEFAULT;
    if (r->options.draws > CI_DRAWS_MAX)
        return ci_fail(error, CIRCLET_E_ARGUMENT, "%u draws are more than %d",
                       r->options.draws, CI_DRAWS_MAX);
    return ci_doubt_check(&r->options.doubt, error);
}

/* ---- judging ------------------------------------------------------------ */

static circlet_status judge(circlet_findings **out, const run *r,
                            const circlet_city *city,
                            const circlet_travel *travel, circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;

    options.year = r->options.year;
    options.threads = r->options.threads;
    return circlet_policy_judge(out, r->policy, city, travel, &options, error);
}

/* With no plan as it is. */
static circlet_status planned_city(circlet_city **out, const run *r,
                                   const circlet_plan *plan,
                                   circlet_error *error)
{
    circlet_plan *none = NULL;
    circlet_plan_parts parts = {0};
    circlet_status status = CIRCLET_OK;

    if (!plan) {
        status = circlet_plan_new(&none, "none", &parts, error);
        plan = none;
    }
    if (!status)
        status = circlet_plan_apply(out, plan, r->policy, r->city,
                                    r->options.year, error);
    circlet_plan_free(none);
    return status;
}

/* A city that was drawn and what the rules say of it. */
typedef struct drawn {
    circlet_city *city;
    circlet_findings *findings;
} drawn;

static circlet_status make_drawn(drawn *out, const run *r,
                                 const circlet_city *city,
                                 const circlet_travel *travel, uint64_t seed,
                                 circlet_error *error)
{
    circlet_status status;

    *out = (drawn){0};
    status = ci_doubted_city_draw(&out->city, city, &r->donors,
                                  &r->options.doubt, seed, error);
    if (!status)
        status = judge(&out->findings, r, out->city, travel, error);
    return status;
}

static void clear_drawn(drawn *d)
{
    circlet_findings_free(d->findings);
    circlet_city_free(d->city);
}

/* ---- draws -------------------------------------------------------------- */

static circlet_status count_city(const run *r, const circlet_travel *travel,
                                 uint64_t seed, circlet_error *error)
{
    drawn d;
    circlet_status status =
        make_drawn(&d, r, r->out->city, travel, seed, error);

    if (!status)
        status = ci_robust_count(r->out, d.findings, error);
    clear_drawn(&d);
    return status;
}

/* Where the actions that are left contradict each other without the others,
 * the draw says nothing of them. */
static circlet_status count_actions(const run *r, const circlet_travel *travel,
                                    uint64_t seed, circlet_error *error)
{
    circlet_plan *plan = NULL;
    circlet_city *city = NULL;
    drawn d = {0};
    circlet_status status =
        ci_robust_actions_draw(&plan, r->actions, seed, error);

    if (!status) {
        status = planned_city(&city, r, plan, error);
        if (status == CIRCLET_E_DATA) {
            circlet_plan_free(plan);
            return CIRCLET_OK;
        }
    }
    if (!status)
        status = make_drawn(&d, r, city, travel, seed, error);
    if (!status)
        ci_robust_actions_count(r->actions, d.findings);
    clear_drawn(&d);
    circlet_city_free(city);
    circlet_plan_free(plan);
    return status;
}

static circlet_status tell(const run *r, uint32_t draw, circlet_error *error)
{
    const circlet_progress *progress = &r->options.progress;

    if (progress->report &&
        !progress->report("draws", (double)draw / r->options.draws,
                          progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
    return CIRCLET_OK;
}

static circlet_status count_draw(const run *r, uint64_t seed,
                                 circlet_error *error)
{
    ci_drawn_streets streets;
    circlet_status status = ci_drawn_streets_make(
        &streets, r->router, &r->options.doubt, seed, error);
    const circlet_travel *travel = ci_drawn_streets_travel(&streets);

    if (!status)
        status = count_city(r, travel, seed, error);
    if (!status && r->actions)
        status = count_actions(r, travel, seed, error);
    circlet_router_free(streets.own);
    return status;
}

static circlet_status count_draws(const run *r, circlet_error *error)
{
    ci_random seeds = ci_random_start(r->options.seed, "draws");
    circlet_status status = CIRCLET_OK;

    for (uint32_t i = 0; !status && i < r->options.draws; i++) {
        status = tell(r, i, error);
        if (!status)
            status = count_draw(r, ci_random_next(&seeds), error);
    }
    return status ? status : tell(r, r->options.draws, error);
}

/* The city without doubt, as all draws start from it. */
static circlet_status know_city(run *r, circlet_error *error)
{
    circlet_travel travel;
    circlet_findings *findings = NULL;
    circlet_city *city = NULL;
    circlet_status status = planned_city(&city, r, r->plan, error);

    if (!status)
        status =
            ci_robust_start(&r->out, r->policy, city, r->options.year, error);
    if (!status && r->options.doubt.draws_unknown)
        status = ci_donors_find(&r->donors, city, error);
    if (!status && r->router)
        travel = circlet_router_travel(r->router);
    if (!status)
        status = judge(&findings, r, city, r->router ? &travel : NULL, error);
    if (!status)
        status = ci_robust_know(r->out, findings, error);
    circlet_findings_free(findings);
    return status;
}

static circlet_status run_all(run *r, circlet_error *error)
{
    circlet_status status = know_city(r, error);

    if (!status && r->plan && !r->options.skips_actions)
        status = ci_robust_actions_start(&r->actions, r->policy, r->out->city,
                                         r->plan, r->options.year, error);
    if (!status)
        status = count_draws(r, error);
    if (!status && r->actions)
        status = ci_robust_actions_finish(r->out, r->actions, error);
    if (!status)
        ci_robust_finish(r->out);
    return status;
}

circlet_status circlet_robustness_compute(
    circlet_robustness **out, const circlet_policy *policy,
    const circlet_city *city, const circlet_plan *plan, circlet_router *router,
    const circlet_robust_options *options, circlet_error *error)
{
    run r = {.policy = policy, .city = city, .plan = plan, .router = router};
    circlet_status status;

    if (!out || !policy || !city)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "doubts need a policy and a city");
    status = read_options(&r, options, error);
    if (!status)
        status = run_all(&r, error);
    ci_robust_actions_free(r.actions);
    ci_donors_clear(&r.donors);
    if (status)
        circlet_robustness_free(r.out);
    else
        *out = r.out;
    return status;
}

/* ---- reading ------------------------------------------------------------ */

uint32_t circlet_robustness_draws(const circlet_robustness *robustness)
{
    return robustness->draws;
}

int circlet_robustness_year(const circlet_robustness *robustness)
{
    return robustness->year;
}

size_t circlet_robustness_rule_count(const circlet_robustness *robustness)
{
    return robustness->rule_count;
}

const circlet_robust_rule *circlet_robustness_rule(
    const circlet_robustness *robustness, size_t i)
{
    return &robustness->rules[i].out;
}

size_t circlet_robustness_finding_count(const circlet_robustness *robustness)
{
    return robustness->finding_count;
}

const circlet_robust_finding *circlet_robustness_finding(
    const circlet_robustness *robustness, size_t i)
{
    return &robustness->findings[i].out;
}

size_t circlet_robustness_street_count(const circlet_robustness *robustness)
{
    return robustness->street_count;
}

const circlet_robust_street *circlet_robustness_street(
    const circlet_robustness *robustness, size_t i)
{
    return &robustness->streets[i].out;
}

size_t circlet_robustness_action_count(const circlet_robustness *robustness)
{
    return robustness->action_count;
}

const circlet_robust_action *circlet_robustness_action(
    const circlet_robustness *robustness, size_t i)
{
    return &robustness->actions[i];
}
