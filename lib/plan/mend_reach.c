/*
 * Rows of goals, of people whom no facility is near enough and of venues,
 * and which places reach them. People who live at one place and travel alike
 * are one row: what covers one of them covers all.
 */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "plan/mend.h"
#include "plan/part_progress.h"
#include "policy/traveller.h"

/* A place that reaches a row. */
typedef struct reach_pair {
    uint32_t place, row;
} reach_pair;

typedef struct reach_work {
    ci_mend *mend;
    const bool *may_serve;
    ci_part_progress part;
    size_t *goal_of_unit; /* of the slot at hand */
    uint32_t *doors; /* the place of each destination */
    circlet_point *destinations; /* of the slot at hand */
    size_t destination_count, destination_capacity, door_capacity;
    circlet_point *entrances; /* of the facilities that there are */
    size_t entrance_count;
    reach_pair *pairs;
    size_t pair_count, pair_capacity;
} reach_work;

/* People at one place, while they are looked at. */
typedef struct home {
    circlet_point at;
    circlet_unit unit;
    circlet_unit street;
    int64_t weight_milli, modelled_milli;
    bool is_tied;
} home;

typedef struct homes {
    home *items;
    size_t count;
    circlet_point *points;
    uint32_t *times_ms;
    circlet_snap *snaps;
} homes;

/* ---- rows --------------------------------------------------------------- */

static circlet_status add_row(ci_mend *mend, const ci_mend_row *row,
                              circlet_error *error)
{
    ci_mend_row *rows = ci_array_reserve_one(
        mend->rows, mend->row_count, &mend->row_capacity, sizeof(*rows));

    if (!rows || mend->row_count >= UINT32_MAX - 1)
        return ci_fail_nomem(error);
    mend->rows = rows;
    rows[mend->row_count++] = *row;
    return CIRCLET_OK;
}

static circlet_status add_goal_rows(ci_mend *mend, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    mend->row_of_goal =
        calloc(mend->goal_count + 1, sizeof(*mend->row_of_goal));
    if (!mend->row_of_goal)
        return ci_fail_nomem(error);
    for (size_t i = 0; !status && i < mend->goal_count; i++) {
        mend->row_of_goal[i] = CI_MEND_NONE;
        if (mend->goals[i].need == 0)
            continue;
        mend->row_of_goal[i] = mend->row_count;
        status = add_row(mend,
                         &(ci_mend_row){.goal = i,
                                        .need = mend->goals[i].need,
                                        .street = CIRCLET_NONE},
                         error);
    }
    return status;
}

static circlet_status add_pair(reach_work *work, uint32_t place,
                               circlet_error *error)
{
    uint32_t row = (uint32_t)(work->mend->row_count - 1);
    reach_pair *pairs = ci_array_reserve_one(
        work->pairs, work->pair_count, &work->pair_capacity, sizeof(*pairs));

    if (!pairs)
        return ci_fail_nomem(error);
    work->pairs = pairs;
    pairs[work->pair_count++] = (reach_pair){place, row};
    return CIRCLET_OK;
}

/* ---- where something may be done ---------------------------------------- */

static bool add_door(reach_work *work, size_t place, circlet_point at)
{
    circlet_point *points =
        ci_array_reserve_one(work->destinations, work->destination_count,
                             &work->destination_capacity, sizeof(*points));
    uint32_t *doors;

    if (!points)
        return false;
    work->destinations = points;
    doors = ci_array_reserve_one(work->doors, work->destination_count,
                                 &work->door_capacity, sizeof(*doors));
    if (!doors)
        return false;
    work->doors = doors;
    points[work->destination_count] = at;
    doors[work->destination_count++] = (uint32_t)place;
    return true;
}

/* A facility is entered by its entrances, where it has any. */
static bool add_doors(reach_work *work, size_t place)
{
    const ci_mend *mend = work->mend;
    size_t sites = circlet_city_site_count(mend->judgement.city);
    const circlet_facility_record *facility;

    if (place < sites)
        return add_door(work, place, ci_mend_place_at(mend, place));
    facility = circlet_city_facility(mend->judgement.city,
                                     (circlet_facility)(place - sites));
    for (size_t i = 0; i < facility->access_count; i++)
        if (!add_door(work, place, facility->accesses[i]))
            return false;
    return facility->access_count > 0 || add_door(work, place, facility->at);
}

/* Whether so many people live in the community or village of a place as a
 * rule about venues wants. */
static bool has_hosts(const ci_mend *mend, const ci_rule *rule, size_t place)
{
    circlet_unit unit;

    if (rule->kind != CI_RULE_NEAR || rule->as.near.host_residents <= 0)
        return true;
    unit = ci_mend_place_unit(mend, place, CIRCLET_LEVEL_COMMUNITY);
    return unit != CIRCLET_NONE &&
           circlet_city_unit(mend->judgement.city, unit)->residents >=
               rule->as.near.host_residents;
}

static circlet_status find_doors(reach_work *work, size_t slot,
                                 circlet_error *error)
{
    const ci_mend *mend = work->mend;
    size_t places = ci_mend_place_count(mend);

    work->destination_count = 0;
    for (size_t p = 0; p < places; p++)
        if (work->may_serve[p * mend->slot_count + slot] &&
            has_hosts(mend, mend->slots[slot], p) && !add_doors(work, p))
            return ci_fail_nomem(error);
    return CIRCLET_OK;
}

/* ---- asking ------------------------------------------------------------- */

static circlet_travel_query query_of(const reach_work *work, size_t mode,
                                     const homes *from, uint32_t cutoff_ms)
{
    return (circlet_travel_query){
        .mode = work->mend->judgement.policy->modes[mode],
        .bound = CIRCLET_BOUND_NOMINAL,
        .origins = from->points,
        .origin_count = from->count,
        .cutoff_ms = cutoff_ms};
}

static circlet_status ask_nearest(homes *from, const reach_work *work,
                                  circlet_travel_query query,
                                  const circlet_point *destinations,
                                  size_t count, circlet_error *error)
{
    const circlet_travel *travel = work->mend->judgement.travel;

    query.destinations = destinations;
    query.destination_count = count;
    return travel->find_nearest(from->times_ms, from->snaps, &query,
                                travel->user, error);
}

/* Adds a row for each home, reached from where something may be done. Who is
 * tied to no street gets nowhere, unless there already. */
static circlet_status add_homes(reach_work *work, const homes *from,
                                circlet_travel_query query,
                                const size_t *goals, circlet_error *error)
{
    const circlet_travel *travel = work->mend->judgement.travel;
    circlet_od_matrix *matrix = NULL;
    circlet_status status = CIRCLET_OK;

    query.destinations = work->destinations;
    query.destination_count = work->destination_count;
    if (from->count > 0 && work->destination_count > 0)
        status = travel->find_within(&matrix, &query, travel->user, error);
    for (size_t i = 0; !status && i < from->count; i++) {
        const home *one = &from->items[i];
        const circlet_od_entry *entries = NULL;
        size_t count = 0;

        status = add_row(work->mend,
                         &(ci_mend_row){.goal = goals[i],
                                        .need = 1,
                                        .weight_milli = one->weight_milli,
                                        .modelled_milli = one->modelled_milli,
                                        .street = one->street},
                         error);
        if (!status && matrix)
            entries = circlet_od_matrix_row(matrix, i, &count);
        for (size_t e = 0; !status && e < count; e++)
            if (one->is_tied || entries[e].time_ms == 0)
                status =
                    add_pair(work, work->doors[entries[e].destination], error);
    }
    circlet_od_matrix_free(matrix);
    return status;
}

/* ---- people ------------------------------------------------------------- */

static void homes_clear(homes *from)
{
    free(from->items);
    free(from->points);
    free(from->times_ms);
    free(from->snaps);
}

static bool homes_make(homes *out, size_t room)
{
    out->items = calloc(room + 1, sizeof(*out->items));
    out->points = calloc(room + 1, sizeof(*out->points));
    out->times_ms = calloc(room + 1, sizeof(*out->times_ms));
    out->snaps = calloc(room + 1, sizeof(*out->snaps));
    return out->items && out->points && out->times_ms && out->snaps;
}

static int compare_numbers(double a, double b)
{
    return a < b ? -1 : a > b;
}

static int compare_homes(const void *left, const void *right)
{
    const home *a = left, *b = right;
    int by_lon = compare_numbers(a->at.lon, b->at.lon);

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    return by_lon != 0 ? by_lon : compare_numbers(a->at.lat, b->at.lat);
}

static void take_points(homes *from)
{
    for (size_t i = 0; i < from->count; i++)
        from->points[i] = from->items[i].at;
}

/* Those at one place are one. */
static void merge_homes(homes *from)
{
    size_t kept = 0;

    qsort(from->items, from->count, sizeof(*from->items), compare_homes);
    for (size_t i = 0; i < from->count; i++) {
        if (kept > 0 &&
            compare_homes(&from->items[kept - 1], &from->items[i]) == 0) {
            from->items[kept - 1].weight_milli += from->items[i].weight_milli;
            from->items[kept - 1].modelled_milli +=
                from->items[i].modelled_milli;
        } else {
            from->items[kept++] = from->items[i];
        }
    }
    from->count = kept;
    take_points(from);
}

/* People of a mode who live in a unit that fails, where streets are known. */
static void choose_homes(homes *out, const reach_work *work, size_t mode,
                         const ci_traveller *people, size_t count)
{
    const ci_judgement *judgement = &work->mend->judgement;
    const circlet_travel *travel = judgement->travel;

    out->count = 0;
    for (size_t i = 0; i < count; i++) {
        const circlet_demand_record *record =
            circlet_city_demand(judgement->city, people[i].demand);

        if (people[i].travel.mode != mode || record->weight_milli <= 0 ||
            work->goal_of_unit[people[i].unit] == CI_MEND_NONE ||
            (travel->knows && !travel->knows(record->at, travel->user)))
            continue;
        out->items[out->count++] = (home){
            .at = record->at,
            .unit = people[i].unit,
            .street = circlet_city_demand_unit(
                judgement->city, people[i].demand, CIRCLET_LEVEL_STREET),
            .weight_milli = record->weight_milli,
            .modelled_milli = record->is_modelled ? record->weight_milli : 0};
    }
}

static void drop_covered(homes *from, uint32_t cutoff_ms)
{
    size_t kept = 0;

    for (size_t i = 0; i < from->count; i++) {
        bool is_tied = from->snaps[i] == CIRCLET_SNAP_TIED;

        if (from->times_ms[i] <= cutoff_ms &&
            (is_tied || from->times_ms[i] == 0))
            continue;
        from->items[kept] = from->items[i];
        from->items[kept++].is_tied = is_tied;
    }
    from->count = kept;
    take_points(from);
}

static circlet_status add_people(reach_work *work, const ci_rule *rule,
                                 size_t mode, homes *from,
                                 circlet_error *error)
{
    uint32_t cutoff_ms = rule->as.circle.cutoff_ms;
    size_t *goals;
    circlet_status status;

    merge_homes(from);
    status =
        from->count > 0
            ? ask_nearest(from, work, query_of(work, mode, from, cutoff_ms),
                          work->entrances, work->entrance_count, error)
            : CIRCLET_OK;
    if (status)
        return status;
    drop_covered(from, cutoff_ms);
    goals = calloc(from->count + 1, sizeof(*goals));
    if (!goals)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < from->count; i++)
        goals[i] = work->goal_of_unit[from->items[i].unit];
    status = add_homes(work, from, query_of(work, mode, from, cutoff_ms),
                       goals, error);
    free(goals);
    return status;
}

static circlet_status find_entrances(reach_work *work, const ci_rule *rule,
                                     circlet_error *error)
{
    const ci_judgement *judgement = &work->mend->judgement;
    uint32_t *positions = NULL;
    size_t count = 0;
    circlet_status status =
        ci_rule_facilities(&positions, &count, judgement->policy,
                           judgement->city, rule, judgement->year, error);

    free(work->entrances);
    work->entrances = NULL;
    work->entrance_count = 0;
    if (!status)
        status = ci_entrances_find(&work->entrances, &work->entrance_count,
                                   judgement->city, positions, count, error);
    free(positions);
    return status;
}

static circlet_status add_circle(reach_work *work, const ci_rule *rule,
                                 circlet_error *error)
{
    const ci_judgement *judgement = &work->mend->judgement;
    const ci_traveller_query query = {rule,
                                      rule->as.circle.mode,
                                      CIRCLET_NONE,
                                      judgement->year,
                                      judgement->thread_count,
                                      NULL};
    ci_traveller *people = NULL;
    homes from = {NULL, 0, NULL, NULL, NULL};
    size_t count = 0;
    circlet_status status = ci_travellers_find(
        &people, &count, judgement->policy, judgement->city, &query, error);

    if (!status)
        status = find_entrances(work, rule, error);
    if (!status && !homes_make(&from, count))
        status = ci_fail_nomem(error);
    for (size_t m = 0; !status && m < judgement->policy->mode_count; m++) {
        choose_homes(&from, work, m, people, count);
        status = add_people(work, rule, m, &from, error);
    }
    homes_clear(&from);
    free(people);
    return status;
}

/* ---- venues ------------------------------------------------------------- */

static void choose_venues(homes *out, size_t *goals, const ci_mend *mend,
                          size_t slot)
{
    const circlet_city *city = mend->judgement.city;

    for (size_t i = 0; i < mend->goal_count; i++) {
        const ci_mend_goal *goal = &mend->goals[i];
        circlet_venue venue;

        if (goal->slot != slot)
            continue;
        venue = circlet_city_find_venue(city, goal->finding->subject_id);
        if (venue == CIRCLET_NONE)
            continue;
        goals[out->count] = i;
        out->items[out->count++] =
            (home){.at = circlet_city_venue(city, venue)->at,
                   .unit = goal->unit,
                   .street = CIRCLET_NONE};
    }
    take_points(out);
}

static circlet_status add_venues(reach_work *work, const ci_rule *rule,
                                 size_t slot, circlet_error *error)
{
    const ci_mend *mend = work->mend;
    const ci_near *near = &rule->as.near;
    homes from = {NULL, 0, NULL, NULL, NULL};
    size_t *goals = calloc(mend->goal_count + 1, sizeof(*goals));
    circlet_status status = goals && homes_make(&from, mend->goal_count)
                                ? CIRCLET_OK
                                : ci_fail_nomem(error);

    if (!status) {
        choose_venues(&from, goals, mend, slot);
        status = ask_nearest(
            &from, work, query_of(work, near->mode, &from, near->cutoff_ms),
            work->destinations, work->destination_count, error);
    }
    for (size_t i = 0; !status && i < from.count; i++)
        from.items[i].is_tied = from.snaps[i] == CIRCLET_SNAP_TIED;
    if (!status)
        status = add_homes(work, &from,
                           query_of(work, near->mode, &from, near->cutoff_ms),
                           goals, error);
    homes_clear(&from);
    free(goals);
    return status;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status add_slot(reach_work *work, size_t slot,
                               circlet_error *error)
{
    const ci_mend *mend = work->mend;
    const ci_rule *rule = mend->slots[slot];
    size_t units = circlet_city_unit_count(mend->judgement.city);
    circlet_status status;

    if (rule->kind != CI_RULE_CIRCLE && rule->kind != CI_RULE_NEAR)
        return CIRCLET_OK;
    for (size_t u = 0; u < units; u++)
        work->goal_of_unit[u] = CI_MEND_NONE;
    for (size_t i = 0; i < mend->goal_count; i++)
        if (mend->goals[i].slot == slot && mend->goals[i].unit != CIRCLET_NONE)
            work->goal_of_unit[mend->goals[i].unit] = i;
    status = find_doors(work, slot, error);
    if (status)
        return status;
    return rule->kind == CI_RULE_CIRCLE ? add_circle(work, rule, error)
                                        : add_venues(work, rule, slot, error);
}

/* Turns the pairs, which are by row, into lists by place. A place with
 * several entrances reaches a row once. */
static circlet_status sort_pairs(reach_work *work, circlet_error *error)
{
    ci_mend *mend = work->mend;
    ci_mend_reach *reach = &mend->reach;
    size_t places = ci_mend_place_count(mend);
    size_t *next = calloc(places + 1, sizeof(*next));

    reach->first = calloc(places + 2, sizeof(*reach->first));
    reach->rows = calloc(work->pair_count + 1, sizeof(*reach->rows));
    if (!next || !reach->first || !reach->rows) {
        free(next);
        return ci_fail_nomem(error);
    }
    for (size_t i = 0; i < work->pair_count; i++)
        reach->first[work->pairs[i].place + 1]++;
    for (size_t p = 0; p < places; p++) {
        reach->first[p + 1] += reach->first[p];
        next[p] = reach->first[p];
    }
    for (size_t i = 0; i < work->pair_count; i++)
        reach->rows[next[work->pairs[i].place]++] = work->pairs[i].row;
    free(next);
    return CIRCLET_OK;
}

static int compare_pairs(const void *left, const void *right)
{
    const reach_pair *a = left, *b = right;

    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->place > b->place) - (a->place < b->place);
}

static void drop_repeated(reach_work *work)
{
    size_t kept = 0;

    qsort(work->pairs, work->pair_count, sizeof(*work->pairs), compare_pairs);
    for (size_t i = 0; i < work->pair_count; i++)
        if (kept == 0 ||
            compare_pairs(&work->pairs[kept - 1], &work->pairs[i]) != 0)
            work->pairs[kept++] = work->pairs[i];
    work->pair_count = kept;
}

circlet_status ci_mend_find_reach(ci_mend *mend, const bool *may_serve,
                                  const circlet_progress *progress,
                                  circlet_error *error)
{
    size_t units = circlet_city_unit_count(mend->judgement.city);
    reach_work work = {.mend = mend, .may_serve = may_serve};
    circlet_status status = add_goal_rows(mend, error);

    work.part = (ci_part_progress){*progress, 0, 1};
    work.goal_of_unit = calloc(units + 1, sizeof(*work.goal_of_unit));
    if (!status && !work.goal_of_unit)
        status = ci_fail_nomem(error);
    for (size_t slot = 0; !status && slot < mend->slot_count; slot++)
        status = add_slot(&work, slot, error);
    if (!status) {
        if (work.pair_count > 0)
            drop_repeated(&work);
        status = sort_pairs(&work, error);
    }
    free(work.goal_of_unit);
    free(work.doors);
    free(work.destinations);
    free(work.entrances);
    free(work.pairs);
    return status;
}
