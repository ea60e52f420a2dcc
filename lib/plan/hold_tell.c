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
#include "city/plan_action.h"
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
    bool *works_on; /* each action x slot */
} telling;

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
            strcmp(t->actions[i].facility, action->facility) == 0)
            return circlet_city_find_site(city, t->actions[i].site);
    return CI_MEND_NONE;
}

static int64_t measure(const telling *t, size_t slot,
                       const ci_planned_city *planned, const char *facility)
{
    const ci_planned_facility *found = ci_planned_find(planned, facility);

    return found ? ci_mend_measure(&t->mend.judgement, t->mend.slots[slot],
                                   &found->record)
                 : 0;
}

/* People and venues near the place, for whom it counts from now on. */
static void credit_rows(telling *t, size_t position, size_t place,
                        const bool *counts)
{
    circlet_plan_action *action = &t->actions[position];
    bool *works_on = &t->works_on[position * t->mend.slot_count];
    const ci_mend_reach *reach = &t->mend.reach;
    int64_t gained = 0, modelled = 0;

    for (size_t e = reach->first[place]; e < reach->first[place + 1]; e++) {
        const ci_mend_row *row = &t->mend.rows[reach->rows[e]];
        size_t slot = t->mend.goals[row->goal].slot;
        bool is_circle = t->mend.slots[slot]->kind == CI_RULE_CIRCLE;

        if (!counts[slot] || (is_circle && t->is_covered[reach->rows[e]]))
            continue;
        works_on[slot] = true;
        t->is_covered[reach->rows[e]] = true;
        gained += row->weight_milli;
        modelled += row->modelled_milli;
    }
    action->persons_gained = (double)gained / PERSON_MILLI;
    action->persons_modelled = (double)modelled / PERSON_MILLI;
}

/* NULL: no memory. */
static const char *list_rules(telling *t, size_t position)
{
    ci_buffer list = {0};
    const char *kept = NULL;

    ci_buffer_add(&list, "");
    for (size_t slot = 0; slot < t->mend.slot_count; slot++) {
        if (!t->works_on[position * t->mend.slot_count + slot])
            continue;
        ci_buffer_add(&list, list.size > 0 ? ";" : "");
        ci_buffer_add(&list, t->mend.slots[slot]->id);
    }
    if (!list.failed)
        kept = ci_arena_copy(&t->mend.arena, list.text);
    ci_buffer_free(&list);
    return kept;
}

static circlet_status credit(telling *t, size_t position, circlet_error *error)
{
    ci_mend *mend = &t->mend;
    circlet_plan_action *action = &t->actions[position];
    size_t place = place_of(t, action);
    bool *counts = calloc(mend->slot_count + 1, sizeof(*counts));
    circlet_status status = counts ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t s = 0; s < mend->slot_count; s++)
        t->before[s] = measure(t, s, &mend->planned, action->facility);
    if (!status)
        status = ci_planned_carry_out(&mend->planned, action, error);
    for (size_t s = 0; !status && s < mend->slot_count; s++)
        counts[s] = t->before[s] == 0 &&
                    measure(t, s, &mend->planned, action->facility) > 0;
    if (!status && place < ci_mend_place_count(mend))
        credit_rows(t, position, place, counts);
    free(counts);
    return status;
}

static circlet_status credit_all(telling *t, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    t->is_covered = calloc(t->mend.row_count + 1, sizeof(*t->is_covered));
    t->before = calloc(t->mend.slot_count + 1, sizeof(*t->before));
    t->works_on =
        calloc(t->count * t->mend.slot_count + 1, sizeof(*t->works_on));
    if (!t->is_covered || !t->before || !t->works_on)
        return ci_fail_nomem(error);
    t->mend.planned.plan = t->plain;
    for (size_t i = 0; !status && i < t->count; i++)
        status = credit(t, i, error);
    return status;
}

/* ---- rules about units -------------------------------------------------- */

/* What the facility of an action counts for each slot with the actions about
 * it alone: all of them, all but this, or this alone. Nothing where they
 * cannot be carried out. */
typedef enum which { ALL_OF_THEM, ALL_BUT_IT, IT_ALONE, NONE_OF_THEM } which;

static bool is_one(which of, bool is_it)
{
    return of == ALL_OF_THEM || (of == ALL_BUT_IT && !is_it) ||
           (of == IT_ALONE && is_it);
}

static circlet_status count_with(int64_t *out, const telling *t,
                                 size_t position, which of,
                                 circlet_error *error)
{
    const ci_judgement *judgement = &t->mend.judgement;
    const char *facility = t->actions[position].facility;
    ci_planned_city planned;
    circlet_status status = ci_planned_city_start(
        &planned, judgement->city, judgement->policy, t->plain, error);
    circlet_status done = CIRCLET_OK;

    for (size_t i = 0; !status && !done && i < t->count; i++)
        if (strcmp(t->actions[i].facility, facility) == 0 &&
            is_one(of, i == position))
            done = ci_planned_carry_out(&planned, &t->actions[i], NULL);
    for (size_t s = 0; !status && s < t->mend.slot_count; s++)
        out[s] = done ? 0 : measure(t, s, &planned, facility);
    ci_planned_city_clear(&planned);
    return status;
}

/* Whether something is missing of a slot in a unit where a place lies. */
static bool is_missed(const telling *t, size_t slot, size_t place)
{
    for (size_t i = 0; i < t->mend.goal_count; i++) {
        const ci_mend_goal *goal = &t->mend.goals[i];

        if (goal->slot == slot && goal->need > 0 &&
            goal->unit != CIRCLET_NONE &&
            ci_mend_place_unit(
                &t->mend, place,
                circlet_city_unit(t->mend.judgement.city, goal->unit)
                    ->level) == goal->unit &&
            ci_mend_place_serves(&t->mend, place, goal))
            return true;
    }
    return false;
}

static size_t count_about(const telling *t, const char *facility)
{
    size_t count = 0;

    for (size_t i = 0; i < t->count; i++)
        count += strcmp(t->actions[i].facility, facility) == 0;
    return count;
}

/* A building works on the rules for which it counts as it is built, what else
 * is done on those that get less without it. */
static circlet_status note_units_of(telling *t, size_t position,
                                    int64_t *counts, circlet_error *error)
{
    size_t slots = t->mend.slot_count;
    const circlet_plan_action *action = &t->actions[position];
    bool *works_on = &t->works_on[position * slots];
    size_t place = place_of(t, action);
    bool is_built = ci_action_kind_of(action->kind) == CI_ACTION_BUILD;
    bool is_one_of_several = count_about(t, action->facility) > 1;
    circlet_status status =
        count_with(counts, t, position, NONE_OF_THEM, error);

    if (!status)
        status = count_with(counts + slots, t, position, ALL_OF_THEM, error);
    if (!status)
        status = count_with(counts + 2 * slots, t, position,
                            is_built ? IT_ALONE : ALL_BUT_IT, error);
    for (size_t s = 0;
         !status && place < ci_mend_place_count(&t->mend) && s < slots; s++) {
        int64_t before = counts[s], all = counts[slots + s];
        int64_t other = counts[2 * slots + s];

        if (t->mend.slots[s]->kind != CI_RULE_CIRCLE && all > before &&
            (!is_one_of_several || (is_built ? other > 0 : other < all)) &&
            is_missed(t, s, place))
            works_on[s] = true;
    }
    return status;
}

static circlet_status note_units(telling *t, circlet_error *error)
{
    int64_t *counts = calloc(3 * t->mend.slot_count + 1, sizeof(*counts));
    circlet_status status = counts ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < t->count; i++)
        status = note_units_of(t, i, counts, error);
    free(counts);
    return status;
}

static circlet_status note_rules(telling *t, circlet_error *error)
{
    ci_mend *mend = &t->mend;

    for (size_t i = 0; i < t->count; i++) {
        circlet_plan_action *action = &t->actions[i];

        action->mends = list_rules(t, i);
        if (action->mends)
            action->mode = ci_plan_modes(&mend->arena, mend->judgement.policy,
                                         action->mends);
        if (!action->mends || !action->mode)
            return ci_fail_nomem(error);
    }
    return CIRCLET_OK;
}

/* ---- what is left ------------------------------------------------------- */

static bool is_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

/* Whether an action has the number that it has in the plain plan. */
static bool keeps_number(const telling *t, size_t i)
{
    const circlet_plan_action *old = circlet_plan_action_at(t->plain, i);
    const circlet_plan_action *now = i < t->count ? &t->actions[i] : NULL;

    return now && is_same_text(old->facility, now->facility) &&
           is_same_text(old->kind, now->kind) &&
           is_same_text(old->service, now->service) &&
           is_same_text(old->id, now->id);
}

/* As the plain plan leaves it. Where its actions have other numbers now, those
 * that stand where something is missing are not told, nor the sentences, which
 * have them. */
static circlet_status take_left(circlet_plan_parts *parts, telling *t,
                                circlet_error *error)
{
    size_t count = circlet_plan_impossible_count(t->plain);
    circlet_plan_impossible *left =
        ci_arena_take(&t->mend.arena, (count + 1) * sizeof(*left));
    bool keep = true;

    if (!left)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < circlet_plan_action_count(t->plain); i++)
        keep = keep && keeps_number(t, i);
    for (size_t i = 0; i < count; i++) {
        left[i] = *circlet_plan_impossible_at(t->plain, i);
        if (!keep)
            left[i].taken_by = left[i].text_zh = left[i].text_en = NULL;
    }
    parts->impossible = left;
    parts->impossible_count = count;
    return CIRCLET_OK;
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
    circlet_plan_parts parts = {.unpriced = plain->unpriced,
                                .unpriced_count = plain->unpriced_count,
                                .sites = plain->sites,
                                .site_count = plain->site_count,
                                .year = plain->year,
                                .services = plain->services,
                                .hold_share = hold->asked.share,
                                .hold_draws = hold->asked.draws,
                                .hold_seed = hold->asked.seed};
    circlet_status status = CIRCLET_OK;

    t->actions =
        ci_hold_actions(&t->mend.arena, &t->count, &hold->pool, choice);
    if (!t->actions)
        return ci_fail_nomem(error);
    status = credit_all(t, error);
    if (!status)
        status = note_units(t, error);
    if (!status)
        status = note_rules(t, error);
    parts.actions = t->actions;
    parts.action_count = t->count;
    if (!status)
        status = take_left(&parts, t, error);
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
