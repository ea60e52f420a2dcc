/* New buildings: every size of the catalogue on every site that holds it, as
 * it is and with what can be done to it at once. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "plan/mend_menu.h"
#include "plan/problem.h"
#include "policy/circle.h"
#include "policy/site_size.h"

/* What is done for each goal of the site's units, no more than is needed, then
 * whether it is for people and venues around, for each slot. */
typedef struct build_way {
    size_t size;
    const ci_mend_bundle *bundle; /* what is done to it besides; or NULL */
    double area_m2; /* as it is built */
    int64_t price_cny;
    const int64_t *gains; /* of each slot */
    const int64_t *values;
} build_way;

typedef struct site_work {
    ci_mend *mend;
    size_t place;
    const circlet_site_record *site;
    bool is_kept; /* the user asked for a building there */
    size_t *goals; /* of the units around the site */
    size_t goal_count;
    size_t *any_goal; /* of each slot: one that is about people or venues */
    bool *has_rows; /* of each slot: the site reaches some of its rows */
    ci_mend_standing *standings; /* of each size */
    int64_t *values; /* of the way at hand */
    build_way *ways; /* that no other is better than */
    size_t count, capacity;
    ci_arena arena; /* of what these hold */
    ci_mend_menu menu;
    build_way built; /* the building at hand, before anything is done to it */
    double built_cny;
    ci_planned_facility start;
} site_work;

/* ---- what a way does ---------------------------------------------------- */

static void gather_goals(site_work *work)
{
    const ci_mend *mend = work->mend;

    work->goal_count = 0;
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++) {
        circlet_unit unit =
            ci_mend_place_unit(mend, work->place, (circlet_level)level);

        if (unit == CIRCLET_NONE)
            continue;
        for (size_t i = mend->first_goal[unit]; i < mend->first_goal[unit + 1];
             i++) {
            size_t goal = mend->goals_of_unit[i];

            if (mend->goals[goal].need > 0 &&
                ci_mend_place_serves(mend, work->place, &mend->goals[goal]))
                work->goals[work->goal_count++] = goal;
        }
    }
}

/* Fills `values`; whether that is anything. */
static bool describe(site_work *work, const int64_t *gains)
{
    const ci_mend *mend = work->mend;
    bool does_something = false;

    for (size_t i = 0; i < work->goal_count; i++) {
        const ci_mend_goal *goal = &mend->goals[work->goals[i]];
        int64_t gain = gains[goal->slot];

        work->values[i] = gain < goal->need ? gain : goal->need;
        does_something |= gain > 0;
    }
    for (size_t slot = 0; slot < mend->slot_count; slot++) {
        bool reaches = work->has_rows[slot] && gains[slot] > 0;

        work->values[work->goal_count + slot] = reaches;
        does_something |= reaches;
    }
    return does_something;
}

/* Whether a way does as much as another for no more. */
static bool is_as_good(const site_work *work, const int64_t *values,
                       int64_t price_cny, const int64_t *than,
                       int64_t than_cny)
{
    size_t width = work->goal_count + work->mend->slot_count;

    if (price_cny > than_cny)
        return false;
    for (size_t i = 0; i < width; i++)
        if (values[i] < than[i])
            return false;
    return true;
}

static void *copy(ci_arena *arena, const void *what, size_t size)
{
    void *own = ci_arena_take(arena, size + 1);

    if (own)
        memcpy(own, what, size);
    return own;
}

/* Keeps a way, whose values are those at hand, unless one that is kept does as
 * much for no more. */
static circlet_status offer(site_work *work, const build_way *way,
                            circlet_error *error)
{
    size_t width = work->goal_count + work->mend->slot_count, kept = 0;
    build_way *ways = work->ways, own = *way;

    for (size_t i = 0; i < work->count; i++)
        if (is_as_good(work, ways[i].values, ways[i].price_cny, work->values,
                       way->price_cny))
            return CIRCLET_OK;
    for (size_t i = 0; i < work->count; i++)
        if (!is_as_good(work, work->values, way->price_cny, ways[i].values,
                        ways[i].price_cny))
            ways[kept++] = ways[i];
    work->count = kept;
    ways = ci_array_reserve_one(ways, kept, &work->capacity, sizeof(*ways));
    if (!ways)
        return ci_fail_nomem(error);
    work->ways = ways;
    own.values = copy(&work->arena, work->values, width * sizeof(int64_t));
    own.gains = copy(&work->arena, way->gains,
                     work->mend->slot_count * sizeof(int64_t));
    if (way->bundle)
        own.bundle = copy(&work->arena, way->bundle, sizeof(*way->bundle));
    if (!own.values || !own.gains || (way->bundle && !own.bundle))
        return ci_fail_nomem(error);
    ways[work->count++] = own;
    return CIRCLET_OK;
}

/* ---- what is done to a building at once --------------------------------- */

static int64_t whole_cny(double cny)
{
    return (int64_t)ceil(cny - 1e-6);
}

static void measure(int64_t *gains, const ci_mend *mend,
                    const circlet_facility_record *facility)
{
    for (size_t slot = 0; slot < mend->slot_count; slot++)
        gains[slot] =
            ci_mend_measure(&mend->judgement, mend->slots[slot], facility);
}

static circlet_status take_way(const ci_mend_way *way, void *user,
                               circlet_error *error)
{
    site_work *work = user;
    ci_mend *mend = work->mend;
    const ci_arena outer = mend->planned.arena;
    int64_t *gains =
        ci_arena_take(&work->arena, (mend->slot_count + 1) * sizeof(*gains));
    build_way more = work->built;
    circlet_facility_record after;
    circlet_status status;
    bool fits = false;

    if (!gains)
        return ci_fail_nomem(error);
    mend->planned.arena = (ci_arena){.block = NULL};
    status = ci_mend_try(&after, &fits, mend, &work->start, &way->bundle,
                         CI_MEND_NONE, error);
    if (!status && fits && way->cny < 1e15) {
        measure(gains, mend, &after);
        more.bundle = &way->bundle;
        more.price_cny = whole_cny(work->built_cny + way->cny);
        more.gains = gains;
        if (describe(work, gains))
            status = offer(work, &more, error);
    }
    ci_arena_free(&mend->planned.arena);
    mend->planned.arena = outer;
    return status;
}

/* What is wanted of the building for goals of its units and for people and
 * venues around. */
static circlet_status add_changes(site_work *work, circlet_error *error)
{
    ci_mend *mend = work->mend;
    const ci_mend_building building = {&work->start.record, CIRCLET_NONE,
                                       work->site};
    circlet_status status = CIRCLET_OK;

    work->menu = (ci_mend_menu){.count = 0};
    for (size_t i = 0; !status && i < work->goal_count; i++)
        status = ci_mend_menu_add(
            &work->menu, mend, &mend->goals[work->goals[i]], &building, error);
    for (size_t slot = 0; !status && slot < mend->slot_count; slot++)
        if (work->has_rows[slot] && work->any_goal[slot] != CI_MEND_NONE)
            status = ci_mend_menu_add(&work->menu, mend,
                                      &mend->goals[work->any_goal[slot]],
                                      &building, error);
    return status ? status
                  : ci_mend_menu_take_all(&work->menu, mend, &building,
                                          take_way, work, error);
}

/* ---- one site ----------------------------------------------------------- */

ci_planned_facility ci_mend_start_of(const ci_mend *mend,
                                     const ci_mend_column *column)
{
    const circlet_city *city = mend->judgement.city;
    size_t sites = circlet_city_site_count(city);
    ci_planned_facility start = {.site = NULL};

    if (column->place >= sites)
        return mend->planned.facilities[column->place - sites];
    start.record = mend->sizes[column->size].facility;
    start.record.id = start.record.name = "";
    start.record.measures[CIRCLET_MEASURE_AREA_M2] = column->area_m2;
    start.site = circlet_city_site(city, (circlet_site)column->place);
    return start;
}

static circlet_status set_built(site_work *work, size_t i,
                                circlet_error *error)
{
    const ci_mend *mend = work->mend;
    const ci_mend_size *size = &mend->sizes[i];
    bool is_cut = work->standings[i] == CI_MEND_CUT;
    const ci_mend_column column = {.place = work->place,
                                   .size = i,
                                   .area_m2 = is_cut ? work->site->max_area_m2
                                                     : size->wish.area_m2};
    int64_t *gains =
        ci_arena_take(&work->arena, (mend->slot_count + 1) * sizeof(*gains));

    if (!gains)
        return ci_fail_nomem(error);
    work->start = ci_mend_start_of(mend, &column);
    measure(gains, mend, &work->start.record);
    work->built =
        (build_way){.size = i, .area_m2 = column.area_m2, .gains = gains};
    return CIRCLET_OK;
}

/* A size that does something there, with a price. */
static circlet_status add_size(site_work *work, size_t i, circlet_error *error)
{
    ci_mend *mend = work->mend;
    const ci_mend_size *size = &mend->sizes[i];
    bool is_useful;
    double cny;
    circlet_status status = set_built(work, i, error);

    if (status)
        return status;
    cny = ci_price_of_building(mend->judgement.policy, &size->wish,
                               work->site->cost_cny)
              .once_cny;
    is_useful = describe(work, work->built.gains) || work->is_kept;
    if (!(cny >= 0 && cny < 1e15))
        return is_useful ? ci_mend_add_unpriced(
                               mend, CI_PRICE_BUILD, size->facility.type,
                               &(ci_option_step){.service = NULL}, error)
                         : CIRCLET_OK;
    work->built_cny = cny;
    work->built.price_cny = whole_cny(cny);
    if (is_useful)
        status = offer(work, &work->built, error);
    return status ? status : add_changes(work, error);
}

static circlet_status add_column(site_work *work, const build_way *way,
                                 circlet_error *error)
{
    ci_mend *mend = work->mend;
    ci_mend_column column = {.place = work->place,
                             .size = way->size,
                             .area_m2 = way->area_m2,
                             .price_cny = way->price_cny};

    column.gains =
        copy(&mend->arena, way->gains, mend->slot_count * sizeof(int64_t));
    if (way->bundle)
        column.bundle = copy(&mend->arena, way->bundle, sizeof(*way->bundle));
    return column.gains && (column.bundle || !way->bundle)
               ? ci_mend_add_column(mend, &column, error)
               : ci_fail_nomem(error);
}

static circlet_status add_site(site_work *work, circlet_error *error)
{
    const ci_mend *mend = work->mend;
    circlet_status status = CIRCLET_OK;

    work->count = 0;
    ci_mend_fit_sizes(work->standings, mend, (circlet_site)work->place);
    for (size_t i = 0; !status && i < mend->size_count; i++)
        if (work->standings[i] != CI_MEND_NOT)
            status = add_size(work, i, error);
    for (size_t i = 0; !status && i < work->count; i++)
        status = add_column(work, &work->ways[i], error);
    ci_arena_free(&work->arena);
    work->arena = (ci_arena){.block = NULL};
    return status;
}

/* ---- all sites ---------------------------------------------------------- */

static void find_slots_with_rows(bool *out, const ci_mend *mend, size_t place)
{
    const ci_mend_reach *reach = &mend->reach;

    memset(out, 0, mend->slot_count * sizeof(*out));
    for (size_t i = reach->first[place]; i < reach->first[place + 1]; i++)
        out[mend->goals[mend->rows[reach->rows[i]].goal].slot] = true;
}

static circlet_status is_free(bool *out, const ci_mend *mend,
                              const circlet_site_record *site,
                              circlet_error *error)
{
    char *id = ci_plan_facility_id(mend->options->name, site->id);

    if (!id)
        return ci_fail_nomem(error);
    *out =
        !ci_rule_is_listed(mend->options->forbid, site->id) &&
        circlet_city_find_facility(mend->judgement.city, id) == CIRCLET_NONE;
    free(id);
    return CIRCLET_OK;
}

static bool allocate(site_work *work)
{
    const ci_mend *mend = work->mend;
    size_t slots = mend->slot_count + 1;

    work->has_rows = calloc(slots, sizeof(*work->has_rows));
    work->any_goal = calloc(slots, sizeof(*work->any_goal));
    work->goals = calloc(mend->goal_count + 1, sizeof(*work->goals));
    work->values = calloc(mend->goal_count + slots, sizeof(*work->values));
    work->standings = calloc(mend->size_count + 1, sizeof(*work->standings));
    return work->has_rows && work->any_goal && work->goals && work->values &&
           work->standings;
}

static void find_any_goals(site_work *work)
{
    const ci_mend *mend = work->mend;

    for (size_t slot = 0; slot < mend->slot_count; slot++)
        work->any_goal[slot] = CI_MEND_NONE;
    for (size_t i = mend->goal_count; i-- > 0;)
        if (mend->goals[i].need == 0)
            work->any_goal[mend->goals[i].slot] = i;
}

static void clear(site_work *work)
{
    free(work->has_rows);
    free(work->any_goal);
    free(work->goals);
    free(work->values);
    free(work->standings);
    free(work->ways);
    free(work);
}

circlet_status ci_mend_add_builds(ci_mend *mend, circlet_error *error)
{
    const circlet_city *city = mend->judgement.city;
    site_work *work = calloc(1, sizeof(*work));
    circlet_status status = CIRCLET_OK;

    if (!work)
        return ci_fail_nomem(error);
    work->mend = mend;
    if (allocate(work))
        find_any_goals(work);
    else
        status = ci_fail_nomem(error);
    for (size_t i = 0; !status && i < circlet_city_site_count(city); i++) {
        bool is_usable = false;

        work->site = circlet_city_site(city, (circlet_site)i);
        status = is_free(&is_usable, mend, work->site, error);
        if (status || !is_usable)
            continue;
        work->place = i;
        work->is_kept = ci_rule_is_listed(mend->options->keep, work->site->id);
        find_slots_with_rows(work->has_rows, mend, i);
        gather_goals(work);
        status = add_site(work, error);
    }
    clear(work);
    return status;
}
