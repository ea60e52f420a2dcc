/*
 * The choice as a plan: whom each action newly covers, which rules it works on
 * and what is left, all of it where nothing is in doubt, as any plan says it.
 * What it does at all is only seen under doubt where it says no rule.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/city.h"
#include "city/plan_record.h"
#include "plan/build_action.h"
#include "plan/hold.h"
#include "plan/mend_actions.h"
#include "plan/mend_run.h"

#define PERSON_MILLI 1000.0

typedef struct telling {
    ci_mend mend; /* of the city as it is */
    const circlet_plan *plain;
    circlet_plan_action *actions; /* in the arena of `mend` */
    size_t count;
    bool *is_covered; /* each row */
    int64_t *before; /* each slot: what the facility at hand counts for it */
    bool *works_on; /* each slot: the action at hand */
} telling;

/* ---- ids ---------------------------------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* The id of the same thing in the plain plan, which is spoken of where it says
 * what is left; NULL: there is none. */
static const char *plain_id(const telling *t, const circlet_plan_action *of)
{
    for (size_t i = 0; i < circlet_plan_action_count(t->plain); i++) {
        const circlet_plan_action *one = circlet_plan_action_at(t->plain, i);

        if (is_same_text(one->facility, of->facility) &&
            is_same_text(one->kind, of->kind) &&
            (!of->site || is_same_text(one->site, of->site)) &&
            (of->site || is_same_text(one->service, of->service)) &&
            is_same_text(one->from_service, of->from_service))
            return one->id;
    }
    return NULL;
}

static circlet_status name_actions(telling *t, circlet_error *error)
{
    size_t number = circlet_plan_action_count(t->plain);
    size_t all = number + t->count;

    for (size_t i = 0; i < t->count; i++) {
        circlet_plan_action *action = &t->actions[i];

        action->id = plain_id(t, action);
        if (!action->id)
            action->id = ci_plan_action_id(&t->mend.arena, ++number, all);
        if (!action->id)
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* ---- what an action does ------------------------------------------------ */

static size_t place_of(const telling *t, const circlet_plan_action *action)
{
    const circlet_city *city = t->mend.judgement.city;
    size_t sites = circlet_city_site_count(city);
    circlet_facility facility =
        circlet_city_find_facility(city, action->facility);

    if (facility != CIRCLET_NONE)
        return sites + facility;
    for (size_t i = 0; i < t->count; i++)
        if (t->actions[i].site &&
            is_same_text(t->actions[i].facility, action->facility))
            return circlet_city_find_site(city, t->actions[i].site);
    return CI_MEND_NONE;
}

static int64_t measure(const telling *t, size_t slot, const char *facility)
{
    const ci_planned_facility *found =
        ci_planned_find(&t->mend.planned, facility);

    return found ? ci_mend_measure(&t->mend.judgement, t->mend.slots[slot],
                                   &found->record)
                 : 0;
}

/* People and venues near the place, for whom it counts from now on. */
static void credit_rows(telling *t, circlet_plan_action *action, size_t place,
                        const bool *counts)
{
    const ci_mend_reach *reach = &t->mend.reach;
    int64_t gained = 0, modelled = 0;

    for (size_t e = reach->first[place]; e < reach->first[place + 1]; e++) {
        const ci_mend_row *row = &t->mend.rows[reach->rows[e]];
        size_t slot = t->mend.goals[row->goal].slot;
        bool is_circle = t->mend.slots[slot]->kind == CI_RULE_CIRCLE;

        if (!counts[slot] || (is_circle && t->is_covered[reach->rows[e]]))
            continue;
        t->works_on[slot] = true;
        t->is_covered[reach->rows[e]] = true;
        gained += row->weight_milli;
        modelled += row->modelled_milli;
    }
    action->persons_gained = (double)gained / PERSON_MILLI;
    action->persons_modelled = (double)modelled / PERSON_MILLI;
}

/* What is missing in a unit where the place lies, and becomes more. */
static void credit_units(telling *t, const circlet_plan_action *action,
                         size_t place)
{
    for (size_t i = 0; i < t->mend.goal_count; i++) {
        const ci_mend_goal *goal = &t->mend.goals[i];

        if (goal->need == 0 || goal->unit == CIRCLET_NONE ||
            ci_mend_place_unit(
                &t->mend, place,
                circlet_city_unit(t->mend.judgement.city, goal->unit)
                    ->level) != goal->unit ||
            !ci_mend_place_serves(&t->mend, place, goal))
            continue;
        if (measure(t, goal->slot, action->facility) > t->before[goal->slot])
            t->works_on[goal->slot] = true;
    }
}

/* NULL: no memory. */
static const char *list_rules(telling *t)
{
    ci_buffer list = {0};
    const char *kept = NULL;

    ci_buffer_add(&list, "");
    for (size_t slot = 0; slot < t->mend.slot_count; slot++) {
        if (!t->works_on[slot])
            continue;
        ci_buffer_add(&list, list.size > 0 ? ";" : "");
        ci_buffer_add(&list, t->mend.slots[slot]->id);
    }
    if (!list.failed)
        kept = ci_arena_copy(&t->mend.arena, list.text);
    ci_buffer_free(&list);
    return kept;
}

static circlet_status credit(telling *t, circlet_plan_action *action,
                             circlet_error *error)
{
    ci_mend *mend = &t->mend;
    size_t place = place_of(t, action);
    bool *counts = calloc(mend->slot_count + 1, sizeof(*counts));
    circlet_status status = counts ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t s = 0; s < mend->slot_count; s++) {
        t->works_on[s] = false;
        t->before[s] = measure(t, s, action->facility);
    }
    if (!status)
        status = ci_planned_carry_out(&mend->planned, action, error);
    for (size_t s = 0; !status && s < mend->slot_count; s++)
        counts[s] = t->before[s] == 0 && measure(t, s, action->facility) > 0;
    if (!status && place < ci_mend_place_count(mend)) {
        credit_rows(t, action, place, counts);
        credit_units(t, action, place);
    }
    free(counts);
    if (status)
        return status;
    action->mends = list_rules(t);
    if (action->mends)
        action->mode =
            ci_plan_modes(&mend->arena, mend->judgement.policy, action->mends);
    return action->mode ? CIRCLET_OK : ci_fail_nomem(error);
}

static circlet_status credit_all(telling *t, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    t->is_covered = calloc(t->mend.row_count + 1, sizeof(*t->is_covered));
    t->before = calloc(t->mend.slot_count + 1, sizeof(*t->before));
    t->works_on = calloc(t->mend.slot_count + 1, sizeof(*t->works_on));
    if (!t->is_covered || !t->before || !t->works_on)
        return ci_fail_nomem(error);
    t->mend.planned.plan = t->plain;
    for (size_t i = 0; !status && i < t->count; i++)
        status = credit(t, &t->actions[i], error);
    return status;
}

/* ---- levels ------------------------------------------------------------- */

/* No plan that does as well at the levels before costs less than the bound of
 * the plain plan, and so none that keeps the promise, too. */
static void set_cost(circlet_plan_level *level, double cost)
{
    level->objective = cost;
    level->gap =
        cost > level->bound && cost > 0 ? (cost - level->bound) / cost : 0;
    if (cost <= level->bound)
        return;
    level->proof = CIRCLET_PROOF_BOUND;
    if (!level->reason)
        level->reason = "hold_share";
}

/* Those of the plain plan up to what it costs: no more is missing. */
static circlet_status take_levels(circlet_plan_parts *parts, telling *t,
                                  double cost, circlet_error *error)
{
    size_t count = circlet_plan_level_count(t->plain);
    circlet_plan_level *levels =
        ci_arena_take(&t->mend.arena, (count + 1) * sizeof(*levels));

    if (!levels)
        return ci_fail_nomem(error);
    parts->levels = levels;
    for (size_t i = 0; i < count; i++) {
        levels[i] = *circlet_plan_level_at(t->plain, i);
        parts->level_count = i + 1;
        if (strcmp(levels[i].name, "cost_cny") != 0)
            continue;
        set_cost(&levels[i], cost);
        break;
    }
    return CIRCLET_OK;
}

static circlet_status tell(circlet_plan **out, telling *t, const ci_hold *hold,
                           const ci_hold_choice *choice, circlet_error *error)
{
    const circlet_plan *plain = t->plain;
    circlet_plan_parts parts = {.impossible = plain->impossible,
                                .impossible_count = plain->impossible_count,
                                .unpriced = plain->unpriced,
                                .unpriced_count = plain->unpriced_count,
                                .sites = plain->sites,
                                .site_count = plain->site_count,
                                .year = plain->year};
    circlet_status status = CIRCLET_OK;

    t->actions =
        ci_hold_actions(&t->mend.arena, &t->count, &hold->pool, choice);
    if (!t->actions)
        return ci_fail_nomem(error);
    status = name_actions(t, error);
    if (!status)
        status = credit_all(t, error);
    parts.actions = t->actions;
    parts.action_count = t->count;
    if (!status)
        status =
            take_levels(&parts, t, ci_hold_cost(&hold->pool, choice), error);
    if (!status)
        status = ci_mend_make_times(&parts, &t->mend, error);
    return status ? status : ci_mend_tell(out, &t->mend, &parts, error);
}

circlet_status ci_hold_tell(circlet_plan **out, ci_hold *hold,
                            const circlet_plan *plain,
                            const ci_hold_choice *choice, circlet_error *error)
{
    circlet_plan_options options = hold->options;
    telling t = {.mend = {.options = &options,
                          .judgement = {.policy = hold->policy,
                                        .city = hold->city,
                                        .travel = &hold->travel}},
                 .plain = plain};
    circlet_status status;

    options.before = NULL;
    options.progress = (circlet_progress){0};
    status = ci_mend_prepare(&t.mend, error);
    if (!status)
        status = tell(out, &t, hold, choice, error);
    free(t.is_covered);
    free(t.before);
    free(t.works_on);
    ci_mend_clear(&t.mend);
    return status;
}
