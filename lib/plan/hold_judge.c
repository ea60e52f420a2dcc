#include "plan/hold.h"

#include <math.h>
#include <stdlib.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/doubted_city.h"
#include "plan/mend.h"
#include "plan/worse.h"
#include "policy/policy.h"

/* Shares are given with fewer digits than a double has. */
#define SLACK 1e-9

uint32_t ci_hold_need(const ci_hold *hold, uint32_t draws)
{
    return (uint32_t)ceil(hold->asked.share * draws - SLACK);
}

/* ---- names of findings -------------------------------------------------- */

bool ci_hold_is_asked(const ci_hold *hold, const ci_finding_row *row)
{
    const ci_rule *rule = &hold->policy->rules[row->rule];

    return row->out.force == CIRCLET_FORCE_MUST && ci_mend_is_planned(rule) &&
           ci_mend_is_asked_for(rule, hold->options.services);
}

static void write_name(ci_buffer *out, const ci_finding_row *row)
{
    const circlet_robust_finding *f = &row->out;
    const char *const texts[] = {f->rule, f->unit, f->subject_id,
                                 f->mode ? f->mode : ""};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        ci_buffer_add(out, texts[i]);
        ci_buffer_add(out, "\x1f");
    }
    ci_buffer_add_int(out, (int64_t)f->subject);
}

static circlet_status add_beyond(ci_hold *hold, const ci_finding_row *row,
                                 circlet_error *error)
{
    ci_buffer name = {0};
    const char *kept;

    write_name(&name, row);
    kept = name.failed ? NULL : ci_arena_copy(&hold->names, name.text);
    ci_buffer_free(&name);
    return kept && ci_name_map_add(hold->beyond, kept, 1)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

circlet_status ci_hold_find_beyond(ci_hold *hold,
                                   const circlet_robustness *counted,
                                   circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    ci_name_map_free(hold->beyond);
    hold->beyond = ci_name_map_new();
    if (!hold->beyond)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < counted->finding_count; i++) {
        const ci_finding_row *row = &counted->findings[i];

        if (ci_hold_is_asked(hold, row) &&
            row->count.held < ci_hold_need(hold, row->out.draws))
            status = add_beyond(hold, row, error);
    }
    return status;
}

circlet_status ci_hold_is_promised(bool *out, const ci_hold *hold,
                                   const ci_finding_row *row,
                                   circlet_error *error)
{
    ci_buffer name = {0};

    *out = false;
    if (!ci_hold_is_asked(hold, row))
        return CIRCLET_OK;
    write_name(&name, row);
    *out = !name.failed &&
           ci_name_map_find(hold->beyond, name.text) == CI_NOWHERE;
    if (name.failed)
        return ci_fail_nomem(error);
    ci_buffer_free(&name);
    return CIRCLET_OK;
}

/* ---- one draw ----------------------------------------------------------- */

circlet_status ci_hold_draw_city(ci_hold_draw *out, ci_hold *hold,
                                 const circlet_city *city,
                                 const ci_donors *donors, uint32_t draw,
                                 circlet_error *error)
{
    uint64_t seed = hold->seeds[draw];
    circlet_status status = CIRCLET_OK;

    *out = (ci_hold_draw){.city = NULL};
    if (hold->streets && draw < hold->asked.draws)
        out->travel = ci_drawn_streets_travel(&hold->streets[draw]);
    else
        status = ci_drawn_streets_make(&out->streets, hold->router,
                                       &hold->asked.doubt, seed, error);
    if (!status && !out->travel)
        out->travel = ci_drawn_streets_travel(&out->streets);
    return status ? status
                  : ci_doubted_city_draw(&out->city, city, donors,
                                         &hold->asked.doubt, seed, error);
}

circlet_status ci_hold_draw_judge(ci_hold_draw *draw, ci_hold *hold,
                                  circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;

    options.year = hold->year;
    options.threads = hold->options.threads;
    options.rule = hold->must_rules;
    return circlet_policy_judge(&draw->findings, hold->policy, draw->city,
                                draw->travel, &options, error);
}

void ci_hold_draw_clear(ci_hold_draw *draw)
{
    circlet_findings_free(draw->findings);
    circlet_city_free(draw->city);
    circlet_router_free(draw->streets.own);
}

/* ---- a choice ----------------------------------------------------------- */

circlet_status ci_hold_judge(circlet_findings **out, ci_hold *hold,
                             const circlet_city *city, circlet_error *error)
{
    circlet_judge_options options = CIRCLET_JUDGE_OPTIONS_INIT;

    options.year = hold->year;
    options.threads = hold->options.threads;
    options.rule = hold->rules;
    return circlet_policy_judge(out, hold->policy, city, &hold->travel,
                                &options, error);
}

circlet_status ci_hold_apply(circlet_city **out, ci_hold *hold,
                             const ci_hold_choice *choice,
                             circlet_error *error)
{
    circlet_plan_parts parts = {0};
    circlet_plan *plan = NULL;
    ci_arena arena = {0};
    circlet_error why;
    circlet_status status;

    *out = NULL;
    parts.actions =
        ci_hold_actions(&arena, &parts.action_count, &hold->pool, choice);
    status = parts.actions
                 ? circlet_plan_new(&plan, hold->options.name, &parts, error)
                 : ci_fail_nomem(error);
    ci_arena_free(&arena);
    if (status)
        return status;
    status = circlet_plan_apply(out, plan, hold->policy, hold->city,
                                hold->year, &why);
    circlet_plan_free(plan);
    if (status == CIRCLET_E_DATA)
        return CIRCLET_OK;
    if (status && error)
        *error = why;
    return status;
}

/* A choice under way over the draws. */
typedef struct counting {
    ci_hold *hold;
    circlet_robustness *counted; /* has the city */
    ci_donors donors;
    bool *is_promised; /* of the findings so far */
    size_t known; /* of them */
} counting;

/* Takes the city over. */
static circlet_status start_count(counting *work, circlet_city *city,
                                  circlet_error *error)
{
    ci_hold *hold = work->hold;
    circlet_status status =
        ci_robust_start(&work->counted, hold->policy, city, hold->year, error);

    if (!status && hold->asked.doubt.draws_unknown)
        status = ci_donors_find(&work->donors, city, error);
    return status;
}

static void end_count(counting *work)
{
    ci_donors_clear(&work->donors);
    free(work->is_promised);
}

static circlet_status count_draw(counting *work, uint32_t draw,
                                 circlet_error *error)
{
    ci_hold_draw one;
    circlet_status status = ci_hold_draw_city(
        &one, work->hold, work->counted->city, &work->donors, draw, error);

    if (!status)
        status = ci_hold_draw_judge(&one, work->hold, error);
    if (!status)
        status = ci_robust_count(work->counted, one.findings, error);
    ci_hold_draw_clear(&one);
    return status;
}

circlet_status ci_hold_count(circlet_robustness **out, ci_hold *hold,
                             const ci_hold_choice *choice, uint32_t from,
                             uint32_t to, circlet_error *error)
{
    counting work = {.hold = hold};
    circlet_city *city = NULL;
    circlet_status status = ci_hold_apply(&city, hold, choice, error);

    *out = NULL;
    if (status || !city)
        return status;
    status = start_count(&work, city, error);
    for (uint32_t i = from; !status && i < to; i++)
        status = count_draw(&work, i, error);
    end_count(&work);
    if (status)
        circlet_robustness_free(work.counted);
    else
        *out = work.counted;
    return status;
}

/* ---- whether it keeps the promise --------------------------------------- */

static circlet_status learn_findings(counting *work, circlet_error *error)
{
    size_t count = work->counted->finding_count;
    bool *all = realloc(work->is_promised, (count + 1) * sizeof(*all));
    circlet_status status = CIRCLET_OK;

    if (!all)
        return ci_fail_nomem(error);
    work->is_promised = all;
    for (; !status && work->known < count; work->known++)
        status =
            ci_hold_is_promised(&all[work->known], work->hold,
                                &work->counted->findings[work->known], error);
    return status;
}

/* Before the last draw: what fails so often that the draws to come cannot make
 * up for it, in however many of them it is judged. */
static bool is_still_kept(const counting *work, bool is_last)
{
    const ci_hold *hold = work->hold;
    uint32_t all = hold->asked.draws;
    uint32_t allowed = all - ci_hold_need(hold, all);

    for (size_t i = 0; i < work->known; i++) {
        const ci_finding_row *row = &work->counted->findings[i];
        uint32_t failed = row->out.draws - row->count.held;

        if (work->is_promised[i] &&
            (failed > allowed ||
             (is_last &&
              row->count.held < ci_hold_need(hold, row->out.draws))))
            return false;
    }
    return true;
}

static circlet_status try_draws(bool *is_kept, counting *work,
                                circlet_error *error)
{
    const ci_hold *hold = work->hold;
    circlet_status status = CIRCLET_OK;

    for (uint32_t i = 0; !status && *is_kept && i < hold->asked.draws; i++) {
        status = count_draw(work, hold->order[i], error);
        if (!status)
            status = learn_findings(work, error);
        *is_kept = !status && is_still_kept(work, i + 1 == hold->asked.draws);
    }
    return status;
}

/* Where nothing is in doubt. */
static circlet_status try_plainly(bool *is_kept, ci_hold *hold,
                                  const circlet_city *city,
                                  circlet_error *error)
{
    circlet_findings *findings = NULL;
    bool lacks_more = true;
    circlet_status status = ci_hold_judge(&findings, hold, city, error);

    if (!status)
        status =
            ci_lacks_more(&lacks_more, hold->plain_findings, findings, error);
    circlet_findings_free(findings);
    *is_kept = !lacks_more;
    return status;
}

circlet_status ci_hold_try(bool *is_kept, ci_hold *hold,
                           const ci_hold_choice *choice, circlet_error *error)
{
    counting work = {.hold = hold};
    circlet_city *city = NULL;
    circlet_status status = ci_hold_apply(&city, hold, choice, error);

    *is_kept = false;
    hold->trials++;
    if (status || !city)
        return status;
    status = try_plainly(is_kept, hold, city, error);
    if (status || !*is_kept) {
        circlet_city_free(city);
        return status;
    }
    status = start_count(&work, city, error);
    if (!status)
        status = try_draws(is_kept, &work, error);
    end_count(&work);
    circlet_robustness_free(work.counted);
    return status;
}
