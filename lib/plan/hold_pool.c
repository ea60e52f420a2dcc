#include "plan/hold_pool.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "city/plan_action.h"
#include "plan/build_action.h"

void ci_hold_pool_clear(ci_hold_pool *pool)
{
    for (size_t i = 0; i < pool->count; i++)
        free(pool->things[i].ways);
    free(pool->things);
    ci_name_map_free(pool->names);
    ci_arena_free(&pool->arena);
    *pool = (ci_hold_pool){0};
}

/* ---- choices ------------------------------------------------------------ */

void ci_hold_choice_clear(ci_hold_choice *choice)
{
    free(choice->ways);
    *choice = (ci_hold_choice){0};
}

uint32_t ci_hold_way_of(const ci_hold_choice *choice, size_t thing)
{
    return thing < choice->count ? choice->ways[thing] : 0;
}

circlet_status ci_hold_choice_copy(ci_hold_choice *out,
                                   const ci_hold_pool *pool,
                                   const ci_hold_choice *of,
                                   circlet_error *error)
{
    uint32_t *ways = calloc(pool->count + 1, sizeof(*ways));

    if (!ways)
        return ci_fail_nomem(error);
    for (size_t i = 0; of && i < pool->count; i++)
        ways[i] = ci_hold_way_of(of, i);
    free(out->ways);
    *out = (ci_hold_choice){ways, pool->count};
    return CIRCLET_OK;
}

const ci_hold_way *ci_hold_chosen(const ci_hold_pool *pool,
                                  const ci_hold_choice *choice, size_t thing)
{
    uint32_t way = ci_hold_way_of(choice, thing);

    return way > 0 ? &pool->things[thing].ways[way - 1] : NULL;
}

static double cost_of(const ci_hold_way *way)
{
    return way && way->action.cost_cny > 0 ? way->action.cost_cny : 0;
}

double ci_hold_cost(const ci_hold_pool *pool, const ci_hold_choice *choice)
{
    double cost = 0;

    for (size_t i = 0; i < pool->count; i++)
        cost += cost_of(ci_hold_chosen(pool, choice, i));
    return cost;
}

void ci_hold_unite(ci_hold_choice *choice, const ci_hold_pool *pool,
                   const ci_hold_choice *other)
{
    for (size_t i = 0; i < choice->count; i++) {
        const ci_hold_way *one = ci_hold_chosen(pool, choice, i);
        const ci_hold_way *two = ci_hold_chosen(pool, other, i);

        if (two && (!one || cost_of(two) > cost_of(one)))
            choice->ways[i] = ci_hold_way_of(other, i);
    }
}

/* ---- what is in the pool ------------------------------------------------ */

/* NULL: no memory. */
static char *name_thing(ci_arena *arena, const circlet_plan_action *action)
{
    bool is_build = ci_action_kind_of(action->kind) == CI_ACTION_BUILD;
    ci_buffer name = {0};
    char *out = NULL;

    ci_buffer_add(&name, action->facility);
    ci_buffer_add(&name, "\x1f");
    ci_buffer_add(&name, action->kind);
    ci_buffer_add(&name, "\x1f");
    if (!is_build)
        ci_buffer_add(&name, action->service ? action->service : "");
    ci_buffer_add(&name, "\x1f");
    ci_buffer_add(&name, action->from_service ? action->from_service : "");
    if (!name.failed)
        out = ci_arena_copy(arena, name.text);
    ci_buffer_free(&name);
    return out;
}

/* CI_NOWHERE: no memory. */
static uint32_t find_thing(ci_hold_pool *pool,
                           const circlet_plan_action *action)
{
    char *name = name_thing(&pool->arena, action);
    ci_hold_thing *things;
    uint32_t position;

    if (!pool->names)
        pool->names = ci_name_map_new();
    if (!name || !pool->names)
        return CI_NOWHERE;
    position = ci_name_map_find(pool->names, name);
    if (position != CI_NOWHERE)
        return position;
    things = ci_array_reserve_one(pool->things, pool->count, &pool->capacity,
                                  sizeof(*things));
    if (!things)
        return CI_NOWHERE;
    pool->things = things;
    things[pool->count] = (ci_hold_thing){0};
    position = (uint32_t)pool->count;
    if (!ci_name_map_add(pool->names, name, position))
        return CI_NOWHERE;
    pool->count++;
    return position;
}

static bool is_same_text(const char *a, const char *b)
{
    return strcmp(a ? a : "", b ? b : "") == 0;
}

static bool is_same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || fabs(a - b) < 1e-9;
}

static bool is_same_way(const circlet_plan_action *a,
                        const circlet_plan_action *b)
{
    return is_same_text(a->type, b->type) && is_same_text(a->tier, b->tier) &&
           is_same_text(a->service, b->service) && a->places == b->places &&
           a->beds == b->beds && is_same_number(a->area_m2, b->area_m2);
}

static bool own_texts(circlet_plan_action *action, ci_arena *arena)
{
    const char **const texts[] = {
        &action->kind, &action->facility,     &action->site, &action->service,
        &action->type, &action->from_service, &action->tier, &action->mends};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (!*texts[i])
            continue;
        *texts[i] = ci_arena_copy(arena, *texts[i]);
        if (!*texts[i])
            return false;
    }
    action->id = action->mode = action->text_zh = action->text_en = NULL;
    return true;
}

/* The number of a way of a thing, from 1 on; 0: no memory. */
static uint32_t find_way(ci_hold_pool *pool, size_t thing,
                         const circlet_plan_action *action)
{
    ci_hold_thing *of = &pool->things[thing];
    ci_hold_way *ways;

    for (size_t i = 0; of->ways && i < of->count; i++)
        if (is_same_way(&of->ways[i].action, action)) {
            of->ways[i].seen++;
            return (uint32_t)i + 1;
        }
    ways = ci_array_reserve_one(of->ways, of->count, &of->capacity,
                                sizeof(*ways));
    if (!ways)
        return 0;
    of->ways = ways;
    ways[of->count] = (ci_hold_way){.action = *action, .seen = 1};
    if (!own_texts(&ways[of->count].action, &pool->arena))
        return 0;
    return (uint32_t)++of->count;
}

static int64_t add_counts(int64_t a, int64_t b)
{
    return a < 0 ? b : b < 0 ? a : a + b;
}

/* What is enlarged twice is enlarged by both: prices are by the place, bed and
 * square metre. */
static circlet_plan_action add_up(const circlet_plan_action *first,
                                  const circlet_plan_action *second)
{
    circlet_plan_action both = *second;

    if (ci_action_kind_of(second->kind) != CI_ACTION_ENLARGE)
        return both;
    both.places = add_counts(first->places, second->places);
    both.beds = add_counts(first->beds, second->beds);
    both.cost_cny = first->cost_cny + second->cost_cny;
    if (isnan(both.area_m2))
        both.area_m2 = first->area_m2;
    else if (!isnan(first->area_m2))
        both.area_m2 += first->area_m2;
    return both;
}

circlet_status ci_hold_pool_add(ci_hold_choice *out, ci_hold_pool *pool,
                                const ci_hold_choice *base,
                                const circlet_plan *plan, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < circlet_plan_action_count(plan); i++)
        if (find_thing(pool, circlet_plan_action_at(plan, i)) == CI_NOWHERE)
            return ci_fail_nomem(error);
    status = ci_hold_choice_copy(out, pool, base, error);
    for (size_t i = 0; !status && i < circlet_plan_action_count(plan); i++) {
        circlet_plan_action action = *circlet_plan_action_at(plan, i);
        uint32_t thing = find_thing(pool, &action);
        const ci_hold_way *before = ci_hold_chosen(pool, out, thing);

        if (before)
            action = add_up(&before->action, &action);
        out->ways[thing] = find_way(pool, thing, &action);
        if (out->ways[thing] == 0)
            status = ci_fail_nomem(error);
    }
    return status;
}

circlet_plan_action *ci_hold_actions(ci_arena *arena, size_t *count,
                                     const ci_hold_pool *pool,
                                     const ci_hold_choice *choice)
{
    circlet_plan_action *actions =
        ci_arena_take(arena, (pool->count + 1) * sizeof(*actions));
    size_t all = 0;

    *count = 0;
    for (size_t i = 0; i < pool->count; i++)
        all += ci_hold_way_of(choice, i) > 0;
    for (size_t i = 0; actions && i < pool->count; i++) {
        const ci_hold_way *way = ci_hold_chosen(pool, choice, i);

        if (!way)
            continue;
        actions[*count] = way->action;
        actions[*count].id = ci_plan_action_id(arena, *count + 1, all);
        if (!actions[(*count)++].id)
            return NULL;
    }
    return actions;
}
