/*
 * Rows of goals, of people whom no facility is near enough and of venues, and
 * which places reach them.
 */
#include "plan/mend_reach.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* ---- rows --------------------------------------------------------------- */

circlet_status ci_reach_add_row(ci_reach_work *work, const ci_mend_row *row,
                                circlet_error *error)
{
    ci_mend *mend = work->mend;
    ci_mend_row *rows = ci_array_reserve_one(
        mend->rows, mend->row_count, &mend->row_capacity, sizeof(*rows));

    if (!rows || mend->row_count >= UINT32_MAX - 1)
        return ci_fail_nomem(error);
    mend->rows = rows;
    rows[mend->row_count++] = *row;
    return CIRCLET_OK;
}

static circlet_status add_goal_rows(ci_reach_work *work, circlet_error *error)
{
    ci_mend *mend = work->mend;
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
        status = ci_reach_add_row(work,
                                  &(ci_mend_row){.goal = i,
                                                 .need = mend->goals[i].need,
                                                 .street = CIRCLET_NONE,
                                                 .part = CIRCLET_NONE},
                                  error);
    }
    return status;
}

circlet_status ci_reach_add_pair(ci_reach_work *work, uint32_t place,
                                 circlet_error *error)
{
    uint32_t row = (uint32_t)(work->mend->row_count - 1);
    ci_reach_pair *pairs = ci_array_reserve_one(
        work->pairs, work->pair_count, &work->pair_capacity, sizeof(*pairs));

    if (!pairs)
        return ci_fail_nomem(error);
    work->pairs = pairs;
    pairs[work->pair_count++] = (ci_reach_pair){place, row};
    return CIRCLET_OK;
}

/* ---- where something may be done ---------------------------------------- */

static bool add_door(ci_reach_work *work, size_t place, circlet_point at)
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
static bool add_doors(ci_reach_work *work, size_t place)
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

bool ci_mend_has_hosts(const ci_mend *mend, const ci_rule *rule, size_t place)
{
    circlet_unit unit;

    if (rule->kind != CI_RULE_NEAR || rule->as.near.host_residents <= 0)
        return true;
    unit = ci_mend_place_unit(mend, place, CIRCLET_LEVEL_COMMUNITY);
    return unit != CIRCLET_NONE &&
           circlet_city_unit(mend->judgement.city, unit)->residents >=
               rule->as.near.host_residents;
}

static circlet_status find_doors(ci_reach_work *work, size_t slot,
                                 circlet_error *error)
{
    const ci_mend *mend = work->mend;
    size_t places = ci_mend_place_count(mend);

    work->destination_count = 0;
    for (size_t p = 0; p < places; p++)
        if (mend->may_serve[p * mend->slot_count + slot] &&
            ci_mend_has_hosts(mend, mend->slots[slot], p) &&
            !add_doors(work, p))
            return ci_fail_nomem(error);
    return CIRCLET_OK;
}

/* ---- all ---------------------------------------------------------------- */

static circlet_status add_slot(ci_reach_work *work, size_t slot,
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
    return rule->kind == CI_RULE_CIRCLE
               ? ci_reach_add_people(work, rule, error)
               : ci_reach_add_venues(work, rule, slot, error);
}

/* Turns the pairs, which are by row, into lists by place. */
static circlet_status sort_pairs(ci_reach_work *work, circlet_error *error)
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

/* Says how many slots are done. */
static circlet_status report(const circlet_progress *progress, size_t slot,
                             size_t slot_count, circlet_error *error)
{
    if (progress->report &&
        !progress->report("travel", (double)slot / (double)slot_count,
                          progress->user))
        return ci_fail(error, CIRCLET_E_CANCELLED, "planning was cancelled");
    return CIRCLET_OK;
}

circlet_status ci_mend_find_reach(ci_mend *mend,
                                  const circlet_progress *progress,
                                  circlet_error *error)
{
    size_t units = circlet_city_unit_count(mend->judgement.city);
    ci_reach_work work = {.mend = mend};
    circlet_status status = add_goal_rows(&work, error);

    work.goal_of_unit = calloc(units + 1, sizeof(*work.goal_of_unit));
    if (!status && !work.goal_of_unit)
        status = ci_fail_nomem(error);
    for (size_t slot = 0; !status && slot < mend->slot_count; slot++) {
        status = report(progress, slot, mend->slot_count, error);
        if (!status)
            status = add_slot(&work, slot, error);
    }
    if (!status)
        status = sort_pairs(&work, error);
    free(work.goal_of_unit);
    free(work.doors);
    free(work.destinations);
    free(work.entrances);
    free(work.pairs);
    return status;
}
