/*
 * The cheapest of what was planned for draws that keeps the promise, as far as
 * it is found: all that the draws that cost least need, so many of them that
 * the promise is kept; then what can be left out or smaller, the dearest
 * first; then what something cheaper stands in for. Every step is judged in
 * the draws themselves.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "city/city.h"
#include "city/plan_action.h"
#include "plan/hold.h"

/* Plans that are tried for exchanges, at most. */
#define EXCHANGES_MAX 120

/* How far it is before the search, and where half of these trials are done. */
#define DRAWS_SHARE 0.5
#define HALF_WAY 100.0

typedef struct searching {
    ci_hold *hold;
    ci_hold_choice all; /* with what was planned for any draw on top of the
                           plain plan */
    ci_hold_choice best;
    double cost; /* of the best; infinite: there is none yet */
    uint32_t trials_before; /* the exchanges */
} searching;

static circlet_status try_choice(bool *is_kept, searching *work,
                                 const ci_hold_choice *choice,
                                 circlet_error *error)
{
    ci_hold *hold = work->hold;
    double part = hold->trials / (hold->trials + HALF_WAY);
    circlet_status status =
        ci_hold_report(hold, DRAWS_SHARE + (1 - DRAWS_SHARE) * part, error);

    return status ? status : ci_hold_try(is_kept, hold, choice, error);
}

/* ---- unions ------------------------------------------------------------- */

/* Unites what can be carried out together. */
static circlet_status unite(ci_hold_choice *with, searching *work,
                            const ci_hold_choice *other, circlet_error *error)
{
    ci_hold *hold = work->hold;
    ci_hold_choice both = {0};
    circlet_city *city = NULL;
    circlet_status status =
        ci_hold_choice_copy(&both, &hold->pool, with, error);

    if (!status)
        ci_hold_unite(&both, &hold->pool, other);
    if (!status)
        status = ci_hold_apply(&city, hold, &both, error);
    if (!status && city) {
        ci_hold_choice_clear(with);
        *with = both;
        both = (ci_hold_choice){0};
    }
    circlet_city_free(city);
    ci_hold_choice_clear(&both);
    return status;
}

/* Draws by what their plans cost. */
typedef struct priced_draw {
    double cost;
    uint32_t draw;
} priced_draw;

static int compare_prices(const void *left, const void *right)
{
    const priced_draw *a = left, *b = right;

    if (a->cost != b->cost)
        return a->cost < b->cost ? -1 : 1;
    return a->draw < b->draw ? -1 : a->draw > b->draw;
}

/* NULL: no memory. */
static priced_draw *price_draws(const ci_hold *hold)
{
    priced_draw *out = calloc(hold->asked.draws, sizeof(*out));

    for (uint32_t i = 0; out && i < hold->asked.draws; i++)
        out[i] =
            (priced_draw){ci_hold_cost(&hold->pool, &hold->of_draws[i]), i};
    if (out)
        qsort(out, hold->asked.draws, sizeof(*out), compare_prices);
    return out;
}

/* The plain plan and those of the first of the draws. */
static circlet_status unite_draws(ci_hold_choice *out, searching *work,
                                  const priced_draw *draws, uint32_t count,
                                  circlet_error *error)
{
    ci_hold *hold = work->hold;
    circlet_status status =
        ci_hold_choice_copy(out, &hold->pool, &hold->plain, error);

    for (uint32_t i = 0; !status && i < count; i++)
        status = unite(out, work, &hold->of_draws[draws[i].draw], error);
    return status;
}

/* ---- better choices ----------------------------------------------------- */

/* Takes a choice over that is known to keep the promise. */
static void take(searching *work, ci_hold_choice *choice)
{
    ci_hold_choice_clear(&work->best);
    work->best = *choice;
    *choice = (ci_hold_choice){0};
    work->cost = ci_hold_cost(&work->hold->pool, &work->best);
}

/* Things that are chosen, in the order in which they are looked at. */
typedef struct ranked {
    size_t thing;
    double rank;
} ranked;

static int compare_ranks(const void *left, const void *right)
{
    const ranked *a = left, *b = right;

    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    return a->thing < b->thing ? -1 : a->thing > b->thing;
}

/* The dearest first; `by_use`: the dearest for each plan that has it. NULL:
 * no memory. */
static ranked *rank_things(size_t *count, const ci_hold *hold,
                           const ci_hold_choice *choice, bool by_use)
{
    ranked *out = calloc(hold->pool.count + 1, sizeof(*out));

    *count = 0;
    for (size_t i = 0; out && i < hold->pool.count; i++) {
        const ci_hold_way *way = ci_hold_chosen(&hold->pool, choice, i);

        if (way && !way->action.fixed)
            out[(*count)++] =
                (ranked){i, way->action.cost_cny / (by_use ? way->seen : 1)};
    }
    if (out && *count > 1)
        qsort(out, *count, sizeof(*out), compare_ranks);
    return out;
}

/* Leaves a thing out; with what is built all that is done to it. Returns what
 * that saves. */
static double leave_out(ci_hold_choice *choice, const ci_hold_pool *pool,
                        size_t thing)
{
    double before = ci_hold_cost(pool, choice);
    const circlet_plan_action *action =
        &ci_hold_chosen(pool, choice, thing)->action;
    bool is_built = ci_action_kind_of(action->kind) == CI_ACTION_BUILD;

    for (size_t i = 0; is_built && i < pool->count; i++) {
        const ci_hold_way *way = ci_hold_chosen(pool, choice, i);

        if (way && strcmp(way->action.facility, action->facility) == 0)
            choice->ways[i] = 0;
    }
    choice->ways[thing] = 0;
    return before - ci_hold_cost(pool, choice);
}

/* Tries `choice`, and takes it in place of `now` if it keeps the promise. */
static circlet_status try_instead(bool *is_kept, ci_hold_choice *now,
                                  searching *work, ci_hold_choice *choice,
                                  circlet_error *error)
{
    circlet_status status = try_choice(is_kept, work, choice, error);

    if (!status && *is_kept) {
        ci_hold_choice_clear(now);
        *now = *choice;
        *choice = (ci_hold_choice){0};
    }
    return status;
}

static circlet_status shrink_thing(ci_hold_choice *now, searching *work,
                                   size_t thing, circlet_error *error)
{
    const ci_hold_pool *pool = &work->hold->pool;
    ci_hold_choice less = {0};
    bool is_kept = false;
    double cost;
    circlet_status status;

    if (!ci_hold_chosen(pool, now, thing))
        return CIRCLET_OK; /* went with what it was done to */
    cost = ci_hold_chosen(pool, now, thing)->action.cost_cny;
    status = ci_hold_choice_copy(&less, pool, now, error);
    if (!status) {
        leave_out(&less, pool, thing);
        status = try_instead(&is_kept, now, work, &less, error);
    }
    for (size_t w = 0; !status && !is_kept && w < pool->things[thing].count;
         w++) {
        if (!(pool->things[thing].ways[w].action.cost_cny < cost))
            continue;
        status = ci_hold_choice_copy(&less, pool, now, error);
        if (status)
            break;
        less.ways[thing] = (uint32_t)w + 1;
        status = try_instead(&is_kept, now, work, &less, error);
    }
    ci_hold_choice_clear(&less);
    return status;
}

static circlet_status shrink(ci_hold_choice *now, searching *work, bool by_use,
                             circlet_error *error)
{
    size_t count;
    ranked *things = rank_things(&count, work->hold, now, by_use);
    circlet_status status = things ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && i < count; i++)
        status = shrink_thing(now, work, things[i].thing, error);
    free(things);
    return status;
}

/* Leaves out of `choice` what can be, and takes it if it costs less. */
static circlet_status improve_with(searching *work, ci_hold_choice *choice,
                                   bool by_use, circlet_error *error)
{
    bool is_least =
        ci_hold_cost(&work->hold->pool, choice) <= work->hold->bound_cny;
    circlet_status status =
        is_least ? CIRCLET_OK : shrink(choice, work, by_use, error);

    if (!status && ci_hold_cost(&work->hold->pool, choice) < work->cost)
        take(work, choice);
    return status;
}

/* ---- starts ------------------------------------------------------------- */

/* Of so few draws that the promise is just kept. */
static circlet_status start_from_draws(searching *work, circlet_error *error)
{
    priced_draw *draws = price_draws(work->hold);
    uint32_t low = 0, high = work->hold->asked.draws;
    ci_hold_choice choice = {0};
    circlet_status status = draws ? CIRCLET_OK : ci_fail_nomem(error);

    while (!status && low < high) {
        uint32_t middle = low + (high - low) / 2;
        bool is_kept = false;

        status = unite_draws(&choice, work, draws, middle, error);
        if (!status)
            status = try_choice(&is_kept, work, &choice, error);
        if (is_kept)
            high = middle;
        else
            low = middle + 1;
    }
    if (!status)
        status = unite_draws(&choice, work, draws, high, error);
    if (!status && high == work->hold->asked.draws)
        status =
            ci_hold_choice_copy(&choice, &work->hold->pool, &work->all, error);
    if (!status)
        status = improve_with(work, &choice, false, error);
    ci_hold_choice_clear(&choice);
    free(draws);
    return status;
}

/* Of all that there is. */
static circlet_status start_from_all(searching *work, circlet_error *error)
{
    ci_hold *hold = work->hold;
    ci_hold_choice choice = {0};
    bool is_kept = false;
    circlet_status status =
        ci_hold_choice_copy(&choice, &hold->pool, &work->all, error);

    for (size_t i = 0; !status && i < hold->afresh_count; i++)
        status = unite(&choice, work, &hold->afresh[i], error);
    if (!status)
        status = try_choice(&is_kept, work, &choice, error);
    if (!status && is_kept)
        status = improve_with(work, &choice, true, error);
    ci_hold_choice_clear(&choice);
    return status;
}

/* ---- exchanges ---------------------------------------------------------- */

static circlet_unit district_of(const ci_hold *hold,
                                const circlet_plan_action *action)
{
    const circlet_city *city = hold->city;
    circlet_site site = action->site
                            ? circlet_city_find_site(city, action->site)
                            : CIRCLET_NONE;
    circlet_facility facility =
        circlet_city_find_facility(city, action->facility);

    if (site != CIRCLET_NONE)
        return circlet_city_site_unit(city, site, CIRCLET_LEVEL_DISTRICT);
    return facility == CIRCLET_NONE
               ? CIRCLET_NONE
               : circlet_city_facility_unit(city, facility,
                                            CIRCLET_LEVEL_DISTRICT);
}

/* Whether one may do what another does: in the same district, for a rule that
 * both say they work on. */
static bool may_stand_in(const ci_hold *hold, const circlet_plan_action *one,
                         const circlet_plan_action *other)
{
    if (district_of(hold, one) != district_of(hold, other))
        return false;
    for (size_t i = 0; i < circlet_policy_rule_count(hold->policy); i++) {
        const char *rule = circlet_policy_rule_id(hold->policy, i);

        if (circlet_list_has(one->mends, rule) &&
            circlet_list_has(other->mends, rule))
            return true;
    }
    return false;
}

static bool may_go_on(const searching *work)
{
    return work->hold->trials - work->trials_before < EXCHANGES_MAX;
}

/* A way of another thing in place of those that were left out of `without`,
 * where that saves something. */
static circlet_status try_others(bool *is_done, searching *work,
                                 const ci_hold_choice *without, double saved,
                                 const circlet_plan_action *action,
                                 circlet_error *error)
{
    const ci_hold *hold = work->hold;
    const ci_hold_pool *pool = &hold->pool;
    ci_hold_choice choice = {0};
    circlet_status status = CIRCLET_OK;

    for (size_t j = 0; !status && !*is_done && j < pool->count; j++) {
        const ci_hold_way *old = ci_hold_chosen(pool, without, j);
        double old_cost = old ? old->action.cost_cny : 0;

        for (size_t w = 0; !status && !*is_done && may_go_on(work) &&
                           w < pool->things[j].count;
             w++) {
            const circlet_plan_action *other = &pool->things[j].ways[w].action;

            if (!(other->cost_cny - old_cost < saved) ||
                other->cost_cny <= old_cost ||
                !may_stand_in(hold, action, other))
                continue;
            status = ci_hold_choice_copy(&choice, pool, without, error);
            if (status)
                break;
            choice.ways[j] = (uint32_t)w + 1;
            status = try_instead(is_done, &work->best, work, &choice, error);
        }
    }
    ci_hold_choice_clear(&choice);
    return status;
}

/* One thing, or two (`second` not CI_NOWHERE), for one other. */
static circlet_status exchange(bool *is_done, searching *work, size_t first,
                               size_t second, circlet_error *error)
{
    const ci_hold_pool *pool = &work->hold->pool;
    circlet_plan_action action =
        ci_hold_chosen(pool, &work->best, first)->action;
    ci_hold_choice without = {0};
    double saved = 0;
    circlet_status status =
        ci_hold_choice_copy(&without, pool, &work->best, error);

    if (status)
        return status;
    saved = leave_out(&without, pool, first);
    if (second != CI_NOWHERE && ci_hold_chosen(pool, &without, second))
        saved += leave_out(&without, pool, second);
    status = try_others(is_done, work, &without, saved, &action, error);
    ci_hold_choice_clear(&without);
    return status;
}

static circlet_status exchange_any(bool *is_done, searching *work,
                                   bool are_two, circlet_error *error)
{
    size_t count;
    ranked *things = rank_things(&count, work->hold, &work->best, false);
    circlet_status status = things ? CIRCLET_OK : ci_fail_nomem(error);

    for (size_t i = 0; !status && !*is_done && may_go_on(work) && i < count;
         i++) {
        if (!are_two)
            status =
                exchange(is_done, work, things[i].thing, CI_NOWHERE, error);
        for (size_t j = i + 1; are_two && !status && !*is_done && j < count;
             j++)
            status = exchange(is_done, work, things[i].thing, things[j].thing,
                              error);
    }
    free(things);
    return status;
}

/* What is exchanged may make others idle. */
static circlet_status exchange_all(searching *work, circlet_error *error)
{
    bool is_done = true;
    circlet_status status = CIRCLET_OK;

    work->trials_before = work->hold->trials;
    while (!status && is_done && may_go_on(work)) {
        is_done = false;
        status = exchange_any(&is_done, work, false, error);
        if (!status && !is_done)
            status = exchange_any(&is_done, work, true, error);
        if (!status && is_done)
            status = shrink(&work->best, work, false, error);
    }
    work->cost = ci_hold_cost(&work->hold->pool, &work->best);
    return status;
}

/* ---- what is promised --------------------------------------------------- */

/* With the plan of all draws; where that cannot be kept, with the plain one,
 * which then is the answer. */
static circlet_status settle(bool *is_kept, searching *work,
                             circlet_error *error)
{
    ci_hold *hold = work->hold;
    circlet_robustness *counted = NULL;
    circlet_status status =
        ci_hold_choice_copy(&work->all, &hold->pool, &hold->plain, error);

    for (uint32_t i = 0; !status && i < hold->asked.draws; i++)
        status = unite(&work->all, work, &hold->of_draws[i], error);
    if (!status)
        status = ci_hold_count(&counted, hold, &work->all, 0,
                               hold->asked.draws, error);
    if (!status)
        status = ci_hold_find_beyond(
            hold, counted ? counted : hold->plain_counted, error);
    circlet_robustness_free(counted);
    return status ? status : try_choice(is_kept, work, &work->all, error);
}

/* No plan that keeps the promise costs less than the plain plan has to. */
static bool is_cheapest(const searching *work)
{
    return work->cost <= work->hold->bound_cny;
}

static circlet_status search(searching *work, circlet_error *error)
{
    circlet_status status = start_from_draws(work, error);

    if (!status && !is_cheapest(work))
        status = start_from_all(work, error);
    if (!status && !is_cheapest(work))
        status = exchange_all(work, error);
    return status;
}

/* The plain plan, which promises what holds with it. */
static circlet_status fall_back(searching *work, circlet_error *error)
{
    ci_hold *hold = work->hold;
    circlet_status status =
        ci_hold_find_beyond(hold, hold->plain_counted, error);

    return status ? status
                  : ci_hold_choice_copy(&work->best, &hold->pool, &hold->plain,
                                        error);
}

circlet_status ci_hold_search(ci_hold_choice *out, ci_hold *hold,
                              circlet_error *error)
{
    searching work = {.hold = hold, .cost = HUGE_VAL};
    bool is_kept = false;
    circlet_status status = settle(&is_kept, &work, error);

    if (!status)
        status = is_kept ? search(&work, error) : fall_back(&work, error);
    ci_hold_choice_clear(&work.all);
    *out = work.best;
    return status;
}
