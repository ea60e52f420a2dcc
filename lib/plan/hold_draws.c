/*
 * What would have to be done in each draw by itself. A plan for a draw is that
 * of circlet_plan_compute() for the city as it was drawn, with what is closed
 * there, and without sites where what is built would be closed: so what is
 * added stands in for what fails, and counts in that draw.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "city/city.h"
#include "plan/doubted_city.h"
#include "plan/hold.h"
#include "plan/problem.h"

/* Plans for draws as if there were no plan, at most. */
#define AFRESH_MAX 12

/* How much of the time goes into plans for draws. */
#define DRAWS_SHARE 0.5

typedef struct planning {
    ci_hold *hold;
    ci_donors donors; /* of the city with the plain plan */
    ci_donors donors_before; /* of the city as it is */
    uint32_t *failures; /* in each draw with the plain plan */
} planning;

/* ---- which sites -------------------------------------------------------- */

static bool is_used(const ci_hold *hold, const char *site)
{
    for (size_t i = 0; i < hold->pool.count; i++) {
        const ci_hold_way *way = ci_hold_chosen(&hold->pool, &hold->plain, i);

        if (way && way->action.site && strcmp(way->action.site, site) == 0)
            return true;
    }
    return false;
}

static circlet_status is_closed(bool *out, const ci_hold *hold,
                                const char *site, uint32_t draw,
                                circlet_error *error)
{
    char *facility = ci_plan_facility_id(hold->options.name, site);

    if (!facility)
        return ci_fail_nomem(error);
    *out =
        ci_is_closed_in_draw(&hold->asked.doubt, hold->seeds[draw], facility);
    free(facility);
    return CIRCLET_OK;
}

/* As a list divided by commas, in `list`. */
static circlet_status forbid_sites(ci_buffer *list, const ci_hold *hold,
                                   bool is_afresh, uint32_t draw,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    ci_buffer_add(list, hold->options.forbid ? hold->options.forbid : "");
    for (circlet_site i = 0;
         !status && i < circlet_city_site_count(hold->city); i++) {
        const char *site = circlet_city_site(hold->city, i)->id;
        bool is_out = false;

        status = is_closed(&is_out, hold, site, draw, error);
        if (!is_out && (is_afresh || !is_used(hold, site)))
            continue;
        ci_buffer_add(list, list->size > 0 ? "," : "");
        ci_buffer_add(list, site);
    }
    return status || !list->failed ? status : ci_fail_nomem(error);
}

/* ---- a plan for a draw -------------------------------------------------- */

/* Where the draw cannot be planned for, nothing is added. */
static circlet_status plan_city(ci_hold_choice *out, ci_hold *hold,
                                const ci_hold_choice *base,
                                const ci_hold_draw *draw, const char *forbid,
                                circlet_error *error)
{
    circlet_plan_options options = hold->options;
    circlet_plan *plan = NULL;
    circlet_error why;
    circlet_status status;

    options.forbid = forbid;
    options.keep = NULL;
    options.propose = CIRCLET_PROPOSE_NEVER;
    options.before = NULL;
    options.progress = (circlet_progress){0};
    status = circlet_plan_compute(&plan, hold->policy, draw->city,
                                  draw->travel, &options, &why);
    if (status == CIRCLET_E_INFEASIBLE)
        return ci_hold_choice_copy(out, &hold->pool, base, error);
    if (!status)
        status = ci_hold_pool_add(out, &hold->pool, base, plan, &why);
    circlet_plan_free(plan);
    if (status && error)
        *error = why;
    return status;
}

static circlet_status plan_on_top(ci_hold_choice *out, ci_hold *hold,
                                  const ci_hold_draw *drawn, uint32_t draw,
                                  circlet_error *error)
{
    ci_buffer forbid = {0};
    circlet_status status = forbid_sites(&forbid, hold, false, draw, error);

    if (!status)
        status = plan_city(out, hold, &hold->plain, drawn, forbid.text, error);
    ci_buffer_free(&forbid);
    return status;
}

static circlet_status plan_afresh(ci_hold_choice *out, planning *work,
                                  uint32_t draw, circlet_error *error)
{
    ci_hold *hold = work->hold;
    ci_hold_draw drawn;
    ci_buffer forbid = {0};
    circlet_status status = ci_hold_draw_city(
        &drawn, hold, hold->city, &work->donors_before, draw, error);

    if (!status)
        status = forbid_sites(&forbid, hold, true, draw, error);
    if (!status)
        status = plan_city(out, hold, NULL, &drawn, forbid.text, error);
    ci_buffer_free(&forbid);
    ci_hold_draw_clear(&drawn);
    return status;
}

/* ---- what comes of it --------------------------------------------------- */

static uint32_t count_failures(const ci_hold *hold,
                               const circlet_findings *findings)
{
    uint32_t failures = 0;

    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *f = circlet_findings_at(findings, i);
        ci_finding_row row = {.out.force = f->force,
                              .rule =
                                  ci_robust_rule_of(hold->policy, f->rule)};

        failures += ci_hold_is_asked(hold, &row) &&
                    ci_state_of(f->verdict) != CI_STATE_HOLDS;
    }
    return failures;
}

/* Counts a draw with what was planned for it; with nothing where that cannot
 * be carried out. */
static circlet_status count_most(ci_hold *hold, uint32_t draw,
                                 const circlet_findings *plain,
                                 circlet_error *error)
{
    circlet_city *city = NULL;
    ci_donors donors = {0};
    ci_hold_draw drawn = {.city = NULL};
    circlet_status status =
        ci_hold_apply(&city, hold, &hold->of_draws[draw], error);

    if (!status && !city)
        return ci_robust_count(hold->most, plain, error);
    if (!status && hold->asked.doubt.draws_unknown)
        status = ci_donors_find(&donors, city, error);
    if (!status)
        status = ci_hold_draw_city(&drawn, hold, city, &donors, draw, error);
    if (!status)
        status = ci_hold_draw_judge(&drawn, hold, error);
    if (!status)
        status = ci_robust_count(hold->most, drawn.findings, error);
    ci_hold_draw_clear(&drawn);
    ci_donors_clear(&donors);
    circlet_city_free(city);
    return status;
}

static circlet_status look_at(planning *work, uint32_t draw,
                              circlet_error *error)
{
    ci_hold *hold = work->hold;
    ci_hold_draw drawn;
    circlet_status status = ci_hold_draw_city(&drawn, hold, hold->plain_city,
                                              &work->donors, draw, error);

    if (!status)
        status = ci_hold_draw_judge(&drawn, hold, error);
    if (!status)
        status = ci_robust_count(hold->plain_counted, drawn.findings, error);
    if (!status)
        work->failures[draw] = count_failures(hold, drawn.findings);
    if (!status && work->failures[draw] > 0)
        status = plan_on_top(&hold->of_draws[draw], hold, &drawn, draw, error);
    else if (!status)
        status = ci_hold_choice_copy(&hold->of_draws[draw], &hold->pool,
                                     &hold->plain, error);
    if (!status && work->failures[draw] > 0)
        status = count_most(hold, draw, drawn.findings, error);
    else if (!status)
        status = ci_robust_count(hold->most, drawn.findings, error);
    ci_hold_draw_clear(&drawn);
    return status;
}

/* ---- all ---------------------------------------------------------------- */

/* The draw that most fails in comes first: what will not do is found early. */
static void order_draws(planning *work)
{
    ci_hold *hold = work->hold;

    for (uint32_t i = 0; i < hold->asked.draws; i++) {
        uint32_t k = i;

        for (; k > 0 && work->failures[hold->order[k - 1]] < work->failures[i];
             k--)
            hold->order[k] = hold->order[k - 1];
        hold->order[k] = i;
    }
}

static circlet_status plan_some_afresh(planning *work, circlet_error *error)
{
    ci_hold *hold = work->hold;
    uint32_t draws = hold->asked.draws;
    uint32_t count = draws < AFRESH_MAX ? draws : AFRESH_MAX;
    circlet_status status = CIRCLET_OK;

    hold->afresh = calloc(count + 1, sizeof(*hold->afresh));
    if (!hold->afresh)
        return ci_fail_nomem(error);
    for (uint32_t i = 0; !status && i < count; i++) {
        status = plan_afresh(&hold->afresh[i], work,
                             hold->order[(uint64_t)i * draws / count], error);
        hold->afresh_count = i + 1;
    }
    return status;
}

/* A count of its own for the city with the plain plan. */
static circlet_status start_counted(circlet_robustness **out, ci_hold *hold,
                                    circlet_error *error)
{
    circlet_city *city = NULL;
    circlet_status status = ci_hold_apply(&city, hold, &hold->plain, error);

    if (!status && !city)
        status = ci_fail(error, CIRCLET_E_DATA, "plan '%s' contradicts itself",
                         hold->options.name);
    return status
               ? status
               : ci_robust_start(out, hold->policy, city, hold->year, error);
}

static circlet_status start(planning *work, circlet_error *error)
{
    ci_hold *hold = work->hold;
    circlet_status status = start_counted(&hold->plain_counted, hold, error);

    work->failures = calloc(hold->asked.draws, sizeof(*work->failures));
    hold->order = calloc(hold->asked.draws, sizeof(*hold->order));
    hold->of_draws = calloc(hold->asked.draws, sizeof(*hold->of_draws));
    if (!status)
        status = start_counted(&hold->most, hold, error);
    if (!status && (!work->failures || !hold->order || !hold->of_draws))
        status = ci_fail_nomem(error);
    if (!status && hold->asked.doubt.draws_unknown)
        status = ci_donors_find(&work->donors, hold->plain_city, error);
    if (!status && hold->asked.doubt.draws_unknown)
        status = ci_donors_find(&work->donors_before, hold->city, error);
    return status;
}

circlet_status ci_hold_plan_draws(ci_hold *hold, circlet_error *error)
{
    planning work = {.hold = hold};
    circlet_status status = start(&work, error);

    for (uint32_t i = 0; !status && i < hold->asked.draws; i++) {
        status =
            ci_hold_report(hold, DRAWS_SHARE * i / hold->asked.draws, error);
        if (!status)
            status = look_at(&work, i, error);
    }
    if (!status)
        order_draws(&work);
    if (!status)
        status = plan_some_afresh(&work, error);
    ci_donors_clear(&work.donors);
    ci_donors_clear(&work.donors_before);
    free(work.failures);
    return status;
}
