/*
 * A facility that alone covers nobody may be moved to where a new one of its
 * type would be built, if that is cheaper, or closed, if that frees running
 * costs. Each is tried on the whole plan and judged by all rules: it is done
 * only if no finding becomes worse than with the plan as it was.
 */
#include "plan/rearrange.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "plan/budget_room.h"
#include "plan/build_action.h"
#include "plan/given.h"
#include "plan/phases.h"
#include "plan/sole_cover.h"
#include "plan/trial.h"
#include "plan/worse.h"
#include "policy/circle.h"
#include "policy/price.h"

/* So many times the city is judged at most: each takes as long as `check`. */
#define TRIAL_MAX 60

typedef struct arranging {
    ci_mend *mend;
    circlet_plan_action *actions;
    size_t action_count;
    ci_trial now; /* of these actions */
    bool *is_idle; /* each facility of the city: it covers nobody alone */
    bool *is_touched; /* each: an action is about it */
    size_t trials;
    double added_cny; /* to the cost of the plan */
    ci_budget_room room;
} arranging;

static const circlet_city *city_of(const arranging *work)
{
    return work->mend->judgement.city;
}

static bool is_allowed(const arranging *work, const char *what)
{
    return ci_rule_is_listed(work->mend->options->allow, what);
}

/* ---- trying ------------------------------------------------------------- */

/* Where persons may lose cover, what is missing decides. */
static circlet_status compare(bool *is_worse, const arranging *work,
                              const ci_trial *then, circlet_error *error)
{
    return work->mend->options->allows_loss
               ? ci_lacks_more(is_worse, work->now.findings, then->findings,
                               error)
               : ci_is_worse(is_worse, work->now.findings, then->findings,
                             error);
}

/* Puts other actions in place of the plan's if nothing is worse then. */
static circlet_status try_actions(bool *is_done, arranging *work,
                                  circlet_plan_action *actions, size_t count,
                                  circlet_error *error)
{
    ci_trial then;
    bool is_worse = true;
    circlet_status status;

    *is_done = false;
    work->trials++;
    status = ci_trial_make(&then, work->mend, actions, count, error);
    if (!status && then.findings)
        status = compare(&is_worse, work, &then, error);
    if (!status && !is_worse && work->mend->options->year_count > 0 &&
        !work->mend->options->allows_loss)
        status = ci_phases_lose(&is_worse, work->mend, actions, count, error);
    if (status || is_worse) {
        ci_trial_clear(&then);
        return status;
    }
    ci_trial_clear(&work->now);
    work->now = then;
    memcpy(work->actions, actions, count * sizeof(*actions));
    work->action_count = count;
    *is_done = true;
    return CIRCLET_OK;
}

/* ---- which facilities --------------------------------------------------- */

/* In the city as the plan leaves it. */
static circlet_status find_idle(arranging *work, circlet_error *error)
{
    const circlet_city *city = city_of(work);
    ci_judgement judgement = work->mend->judgement;
    int64_t *sole_milli = NULL;
    circlet_status status;

    judgement.city = work->now.city;
    status = ci_sole_cover_find(&sole_milli, &judgement, error);
    for (circlet_facility i = 0;
         !status && i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *record = circlet_city_facility(city, i);
        circlet_facility then =
            circlet_city_find_facility(work->now.city, record->id);

        work->is_idle[i] =
            then != CIRCLET_NONE &&
            (sole_milli[then] == 0 || work->mend->options->allows_loss) &&
            ci_facility_is_open(record, work->mend->judgement.year);
    }
    free(sole_milli);
    return status;
}

static void find_touched(arranging *work)
{
    for (size_t i = 0; i < work->action_count; i++) {
        circlet_facility facility = circlet_city_find_facility(
            city_of(work), work->actions[i].facility);

        if (facility != CIRCLET_NONE)
            work->is_touched[facility] = true;
    }
    for (circlet_facility i = 0;
         i < circlet_city_facility_count(city_of(work)); i++)
        work->is_touched[i] |=
            ci_given_touches(work->mend->options->from,
                             circlet_city_facility(city_of(work), i)->id);
}

/* Nobody is known to have one of its places or beds. */
static bool is_empty(const circlet_facility_record *facility)
{
    for (size_t i = 0; i < facility->service_count; i++)
        if (facility->services[i].occupied > 0)
            return false;
    return true;
}

/* ---- prices ------------------------------------------------------------- */

/* What one more action may cost. */
static double room_for(const arranging *work, const circlet_plan_action *one)
{
    return ci_budget_room_for(&work->room, work->actions, work->action_count,
                              one);
}

/* In the first year, where it is known what both cost every year. */
static bool is_cheaper(const ci_price *move, const ci_price *building,
                       double building_cny)
{
    bool knows_years =
        isfinite(move->yearly_cny) && isfinite(building->yearly_cny);

    if (!knows_years)
        return move->once_cny < building_cny;
    return move->once_cny + move->yearly_cny <
           building_cny + building->yearly_cny;
}

/* ---- moving ------------------------------------------------------------- */

static circlet_plan_action move_of(const circlet_plan_action *build,
                                   const circlet_facility_record *facility,
                                   double cny)
{
    circlet_plan_action move = *build;

    move.kind = ci_price_kind_name(CI_PRICE_MOVE);
    move.facility = facility->id;
    move.type = move.tier = move.service = NULL;
    move.places = move.beds = -1;
    move.area_m2 = (double)NAN;
    move.cost_cny = cny;
    return move;
}

/* A facility to be moved where an action builds. */
typedef struct mover {
    circlet_facility facility;
    double cny;
} mover;

static int compare_movers(const void *left, const void *right)
{
    const mover *a = left, *b = right;

    if (a->cny < b->cny || a->cny > b->cny)
        return a->cny < b->cny ? -1 : 1;
    return (a->facility > b->facility) - (a->facility < b->facility);
}

/* Whether a move takes no longer than the building that it stands for. */
static bool is_in_time(const arranging *work, const circlet_plan_action *build)
{
    int lead = ci_lead_years(ci_price_lead_months(
        work->mend->judgement.policy, CI_PRICE_MOVE, build->type, NULL));

    return build->start_year == 0 || build->start_year + lead <= build->year;
}

static size_t find_movers(mover *out, const arranging *work,
                          const circlet_plan_action *build)
{
    const circlet_policy *policy = work->mend->judgement.policy;
    const circlet_city *city = city_of(work);
    circlet_site site = circlet_city_find_site(city, build->site);
    double site_cny = circlet_city_site(city, site)->cost_cny;
    const ci_wish wish = {build->type,    build->service, build->tier,
                          build->area_m2, build->places,  build->beds};
    const ci_price building = ci_price_of_building(policy, &wish, site_cny);
    /* A move is paid where and when the building would be. */
    double room = room_for(work, build) + build->cost_cny;
    size_t count = 0;

    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *record = circlet_city_facility(city, i);
        ci_price price;

        if (!work->is_idle[i] || work->is_touched[i] ||
            strcmp(record->type, build->type) != 0)
            continue;
        price = ci_price_like(policy, CI_PRICE_MOVE, record, site_cny);
        if (price.is_offered && isfinite(price.once_cny) &&
            is_in_time(work, build) &&
            is_cheaper(&price, &building, build->cost_cny) &&
            price.once_cny <= room)
            out[count++] = (mover){i, price.once_cny};
    }
    if (count > 0)
        qsort(out, count, sizeof(*out), compare_movers);
    return count;
}

static circlet_status replace_build(arranging *work, size_t position,
                                    mover *movers, circlet_plan_action *trial,
                                    circlet_error *error)
{
    const circlet_plan_action build = work->actions[position];
    size_t count = find_movers(movers, work, &build);
    circlet_status status = CIRCLET_OK;
    bool is_done = false;

    for (size_t i = 0;
         !status && !is_done && i < count && work->trials < TRIAL_MAX; i++) {
        memcpy(trial, work->actions, work->action_count * sizeof(*trial));
        trial[position] = move_of(
            &build, circlet_city_facility(city_of(work), movers[i].facility),
            movers[i].cny);
        status = try_actions(&is_done, work, trial, work->action_count, error);
        if (is_done) {
            work->is_touched[movers[i].facility] = true;
            work->added_cny += movers[i].cny - build.cost_cny;
        }
    }
    return status;
}

static circlet_status move_all(arranging *work, circlet_plan_action *trial,
                               circlet_error *error)
{
    mover *movers = calloc(circlet_city_facility_count(city_of(work)) + 1,
                           sizeof(*movers));
    circlet_status status = movers ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < work->action_count; i++)
        if (strcmp(work->actions[i].kind, "build") == 0 &&
            work->actions[i].site)
            status = replace_build(work, i, movers, trial, error);
    free(movers);
    return status;
}

/* ---- closing ------------------------------------------------------------ */

/* What closing a facility costs and saves. */
typedef struct closing {
    circlet_facility facility;
    double cny, saved_cny;
} closing;

static int compare_closings(const void *left, const void *right)
{
    const closing *a = left, *b = right;

    if (a->saved_cny < b->saved_cny || a->saved_cny > b->saved_cny)
        return a->saved_cny > b->saved_cny ? -1 : 1;
    return (a->facility > b->facility) - (a->facility < b->facility);
}

static size_t find_closings(closing *out, const arranging *work)
{
    const circlet_city *city = city_of(work);
    size_t count = 0;

    for (circlet_facility i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *record = circlet_city_facility(city, i);
        ci_price price;

        if (!work->is_idle[i] || work->is_touched[i] || !is_empty(record))
            continue;
        price = ci_price_like(work->mend->judgement.policy, CI_PRICE_CLOSE,
                              record, (double)NAN);
        if (price.is_offered && isfinite(price.once_cny) &&
            price.yearly_cny < 0)
            out[count++] = (closing){i, price.once_cny, 0 - price.yearly_cny};
    }
    if (count > 0)
        qsort(out, count, sizeof(*out), compare_closings);
    return count;
}

/* While they are tried; no action of the plan is called so. NULL: no
 * memory. */
static const char *name_closing(const arranging *work, const char *facility)
{
    ci_buffer id = {0};
    const char *kept;

    ci_buffer_add(&id, "close/");
    ci_buffer_add(&id, facility);
    kept = id.failed ? NULL : ci_arena_copy(&work->mend->arena, id.text);
    ci_buffer_free(&id);
    return kept;
}

/* -1: there is none. */
static int year_before(const circlet_plan_options *options, int year)
{
    int latest = -1;

    for (size_t i = 0; i < options->year_count; i++)
        if (options->years[i] < year && options->years[i] > latest)
            latest = options->years[i];
    return latest;
}

/* It is done in the last year, and begins in the latest one that leaves the
 * time and has the money. False: there is none. */
static bool find_start(circlet_plan_action *action, const arranging *work,
                       const char *type)
{
    const circlet_plan_options *options = work->mend->options;
    int lead = ci_lead_years(ci_price_lead_months(work->mend->judgement.policy,
                                                  CI_PRICE_CLOSE, type, NULL));

    action->start_year = 0;
    if (options->year_count == 0)
        return action->cost_cny <= room_for(work, action);
    for (int start = year_before(options, action->year - lead + 1); start > 0;
         start = year_before(options, start)) {
        action->start_year = start;
        if (action->cost_cny <= room_for(work, action))
            return true;
    }
    return false;
}

static circlet_status try_closing(arranging *work, const closing *one,
                                  circlet_plan_action *trial,
                                  circlet_error *error)
{
    const circlet_facility_record *record =
        circlet_city_facility(city_of(work), one->facility);
    circlet_plan_action close = {.kind = ci_price_kind_name(CI_PRICE_CLOSE),
                                 .facility = record->id,
                                 .at = record->at,
                                 .places = -1,
                                 .beds = -1,
                                 .area_m2 = (double)NAN,
                                 .year = work->mend->judgement.year,
                                 .cost_cny = one->cny,
                                 .mends = "",
                                 .mode = ""};
    bool is_done = false;
    circlet_status status;

    if (!find_start(&close, work, record->type))
        return CIRCLET_OK;
    close.id = name_closing(work, record->id);
    if (!close.id)
        return ci_fail_nomem(error);
    memcpy(trial, work->actions, work->action_count * sizeof(*trial));
    trial[work->action_count] = close;
    status = try_actions(&is_done, work, trial, work->action_count + 1, error);
    work->added_cny += is_done ? one->cny : 0;
    return status;
}

static circlet_status close_all(arranging *work, circlet_plan_action *trial,
                                circlet_error *error)
{
    closing *list =
        calloc(circlet_city_facility_count(city_of(work)) + 1, sizeof(*list));
    size_t count = list ? find_closings(list, work) : 0;
    circlet_status status = list ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < count && work->trials < TRIAL_MAX; i++)
        status = try_closing(work, &list[i], trial, error);
    free(list);
    return status;
}

/* ---- the plan ----------------------------------------------------------- */

/* Bounds are of plans that move and close nothing: of a level that is not 0,
 * and of those after it, no more is proved once something is. */
static void weaken(circlet_plan_level *level, bool *is_proved)
{
    level->bound = fmin(level->bound, level->objective);
    level->gap = level->objective > 0
                     ? (level->objective - level->bound) / level->objective
                     : 0;
    *is_proved = *is_proved && !(level->objective > 0) &&
                 level->proof == CIRCLET_PROOF_OPTIMAL;
    if (!*is_proved)
        level->proof = CIRCLET_PROOF_BOUND;
}

static circlet_status update_levels(circlet_plan_parts *parts,
                                    const arranging *work,
                                    circlet_error *error)
{
    circlet_plan_level *levels = ci_arena_take(
        &work->mend->arena, (parts->level_count + 1) * sizeof(*levels));
    bool is_proved = true;

    if (!levels)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < parts->level_count; i++) {
        levels[i] = parts->levels[i];
        if (strcmp(levels[i].name, "cost_cny") == 0)
            levels[i].objective += work->added_cny;
        weaken(&levels[i], &is_proved);
    }
    parts->levels = levels;
    return CIRCLET_OK;
}

static circlet_status take_over(circlet_plan_parts *parts, arranging *work,
                                circlet_error *error)
{
    for (size_t i = 0; i < work->action_count; i++) {
        work->actions[i].id =
            ci_plan_action_id(&work->mend->arena, i + 1, work->action_count);
        if (!work->actions[i].id)
            return ci_fail_nomem(error);
    }
    parts->actions = work->actions;
    parts->action_count = work->action_count;
    parts->allows_loss = work->mend->options->allows_loss;
    return update_levels(parts, work, error);
}

static circlet_status arrange(circlet_plan_parts *parts, arranging *work,
                              circlet_plan_action *trial, circlet_error *error)
{
    circlet_status status = ci_trial_make(
        &work->now, work->mend, parts->actions, parts->action_count, error);
    bool is_changed = false;

    if (status || !work->now.findings)
        return status;
    memcpy(work->actions, parts->actions,
           parts->action_count * sizeof(*work->actions));
    work->action_count = parts->action_count;
    find_touched(work);
    status = find_idle(work, error);
    if (!status && is_allowed(work, "move"))
        status = move_all(work, trial, error);
    if (!status && is_allowed(work, "close"))
        status = close_all(work, trial, error);
    for (size_t i = 0; !status && i < work->action_count; i++)
        is_changed |= strcmp(work->actions[i].kind, "move") == 0 ||
                      strcmp(work->actions[i].kind, "close") == 0;
    return !status && is_changed ? take_over(parts, work, error) : status;
}

circlet_status ci_rearrange(circlet_plan_parts *parts, ci_mend *mend,
                            circlet_error *error)
{
    size_t facilities = circlet_city_facility_count(mend->judgement.city);
    size_t room = parts->action_count + facilities + 1;
    arranging work = {.mend = mend};
    circlet_plan_action *trial = calloc(room, sizeof(*trial));
    circlet_status status;

    work.actions = ci_arena_take(&mend->arena, room * sizeof(*work.actions));
    work.is_idle = calloc(facilities + 1, sizeof(*work.is_idle));
    work.is_touched = calloc(facilities + 1, sizeof(*work.is_touched));
    status = trial && work.actions && work.is_idle && work.is_touched
                 ? ci_budget_room_start(&work.room, mend, error)
                 : ci_fail_nomem(error);
    if (!status)
        status = arrange(parts, &work, trial, error);
    ci_trial_clear(&work.now);
    ci_budget_room_clear(&work.room);
    free(trial);
    free(work.is_idle);
    free(work.is_touched);
    return status;
}
