#include "plan/near_times.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"

/* People of one rule who travel alike, and the doors that may be for them. */
typedef struct near_query {
    const ci_mend *mend;
    ci_near_times *out;
    size_t slot, mode;
    circlet_point *homes;
    uint32_t *rows; /* of each home */
    size_t home_count;
    circlet_point *doors;
    uint32_t *places; /* of each door */
    size_t door_count, door_room, place_room;
} near_query;

void ci_near_times_clear(ci_near_times *times)
{
    free(times->by_place);
    free(times->first);
    free(times->places);
    *times = (ci_near_times){.first = NULL};
}

/* ---- who, and where to -------------------------------------------------- */

static void gather(near_query *of)
{
    const ci_mend *mend = of->mend;

    of->home_count = 0;
    for (size_t i = 0; i < mend->row_count; i++) {
        const ci_mend_row *row = &mend->rows[i];

        if (mend->goals[row->goal].slot != of->slot || row->mode != of->mode ||
            row->weight_milli == 0)
            continue;
        of->homes[of->home_count] = row->at;
        of->rows[of->home_count++] = (uint32_t)i;
    }
}

static bool add_door(near_query *of, size_t place, circlet_point at)
{
    circlet_point *doors = ci_array_reserve_one(
        of->doors, of->door_count, &of->door_room, sizeof(*doors));
    uint32_t *places;

    if (!doors)
        return false;
    of->doors = doors;
    places = ci_array_reserve_one(of->places, of->door_count, &of->place_room,
                                  sizeof(*places));
    if (!places)
        return false;
    of->places = places;
    doors[of->door_count] = at;
    places[of->door_count++] = (uint32_t)place;
    return true;
}

/* A facility is entered by its entrances, where it has any. */
static bool add_doors(near_query *of, size_t place)
{
    const circlet_city *city = of->mend->judgement.city;
    size_t sites = circlet_city_site_count(city);
    const circlet_facility_record *facility;

    if (place < sites)
        return add_door(of, place, ci_mend_place_at(of->mend, place));
    facility = circlet_city_facility(city, (circlet_facility)(place - sites));
    for (size_t i = 0; i < facility->access_count; i++)
        if (!add_door(of, place, facility->accesses[i]))
            return false;
    return facility->access_count > 0 || add_door(of, place, facility->at);
}

static bool list_doors(near_query *of)
{
    const ci_mend *mend = of->mend;

    of->door_count = 0;
    for (size_t p = 0; p < ci_mend_place_count(mend); p++)
        if (mend->reach.first[p + 1] > mend->reach.first[p] &&
            mend->may_serve[p * mend->slot_count + of->slot] &&
            !add_doors(of, p))
            return false;
    return true;
}

/* ---- times -------------------------------------------------------------- */

static int compare_names(const void *left, const void *right)
{
    const uint32_t *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* The least by any door of a place; who is not reached in time is left out. */
static void note(const near_query *of, uint32_t row, uint32_t place,
                 uint32_t time_ms)
{
    const ci_mend_reach *reach = &of->mend->reach;
    const uint32_t *rows = reach->rows + reach->first[place];
    const uint32_t *found =
        bsearch(&row, rows, reach->first[place + 1] - reach->first[place],
                sizeof(*rows), compare_names);
    uint32_t *time;

    if (!found)
        return;
    time = &of->out->by_place[found - reach->rows];
    if (time_ms < *time)
        *time = time_ms;
}

static circlet_status find_times(near_query *of, circlet_error *error)
{
    const ci_judgement *judgement = &of->mend->judgement;
    const ci_rule *rule = of->mend->slots[of->slot];
    const circlet_travel_query query = {
        .mode = judgement->policy->modes[of->mode],
        .bound = CIRCLET_BOUND_NOMINAL,
        .origins = of->homes,
        .origin_count = of->home_count,
        .destinations = of->doors,
        .destination_count = of->door_count,
        .cutoff_ms = rule->as.circle.cutoff_ms};
    circlet_od_matrix *matrix = NULL;
    circlet_status status;

    if (of->home_count == 0 || of->door_count == 0)
        return CIRCLET_OK;
    status = judgement->travel->find_within(&matrix, &query,
                                            judgement->travel->user, error);
    for (size_t i = 0; !status && i < of->home_count; i++) {
        size_t count;
        const circlet_od_entry *entries =
            circlet_od_matrix_row(matrix, i, &count);

        for (size_t e = 0; e < count; e++)
            note(of, of->rows[i], of->places[entries[e].destination],
                 entries[e].time_ms);
    }
    circlet_od_matrix_free(matrix);
    return status;
}

/* The times by row. False: no memory. */
static bool turn(ci_near_times *out, const ci_mend *mend)
{
    const ci_mend_reach *reach = &mend->reach;
    size_t places = ci_mend_place_count(mend);
    size_t *next = calloc(mend->row_count + 1, sizeof(*next));

    out->first = calloc(mend->row_count + 2, sizeof(*out->first));
    out->places = calloc(reach->first[places] + 1, sizeof(*out->places));
    if (!next || !out->first || !out->places) {
        free(next);
        return false;
    }
    for (size_t e = 0; e < reach->first[places]; e++)
        out->first[reach->rows[e] + 1]++;
    for (size_t i = 0; i < mend->row_count; i++) {
        out->first[i + 1] += out->first[i];
        next[i] = out->first[i];
    }
    for (size_t p = 0; p < places; p++)
        for (size_t e = reach->first[p]; e < reach->first[p + 1]; e++)
            out->places[next[reach->rows[e]]++] =
                (ci_near_place){(uint32_t)p, out->by_place[e]};
    free(next);
    return true;
}

static circlet_status find_slot(near_query *of, circlet_error *error)
{
    const circlet_policy *policy = of->mend->judgement.policy;
    circlet_status status = list_doors(of) ? CIRCLET_OK : ci_fail_nomem(error);

    for (of->mode = 0; !status && of->mode < policy->mode_count; of->mode++) {
        gather(of);
        status = find_times(of, error);
    }
    return status;
}

circlet_status ci_near_times_find(ci_near_times *out, const ci_mend *mend,
                                  circlet_error *error)
{
    size_t size = mend->reach.first[ci_mend_place_count(mend)] + 1;
    near_query of = {.mend = mend,
                     .out = out,
                     .homes = calloc(mend->row_count + 1, sizeof(*of.homes)),
                     .rows = calloc(mend->row_count + 1, sizeof(*of.rows))};
    circlet_status status = CIRCLET_OK;

    *out = (ci_near_times){.by_place = malloc(size * sizeof(uint32_t))};
    if (!of.homes || !of.rows || !out->by_place)
        status = ci_fail_nomem(error);
    else
        memset(out->by_place, 0xff, size * sizeof(uint32_t));
    for (of.slot = 0; !status && of.slot < mend->slot_count; of.slot++)
        if (mend->slots[of.slot]->kind == CI_RULE_CIRCLE)
            status = find_slot(&of, error);
    if (!status && !turn(out, mend))
        status = ci_fail_nomem(error);
    free(of.homes);
    free(of.rows);
    free(of.doors);
    free(of.places);
    return status;
}
