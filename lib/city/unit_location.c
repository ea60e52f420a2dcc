/* Which units a point lies in. */
#include "city/city.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "geo/unit_index.h"

/* The polygons of the units of one level. */
typedef struct level_index {
    circlet_area *areas;
    circlet_unit *units; /* of each area */
    ci_unit_index *index;
} level_index;

static void level_index_clear(level_index *level)
{
    ci_unit_index_free(level->index);
    free(level->areas);
    free(level->units);
}

/* Units are in the order of their codes, so the lowest area position is the
 * lowest code. False: no memory. */
static bool level_index_make(level_index *out, const ci_records *records,
                             circlet_level level)
{
    size_t count = 0;

    out->areas = calloc(records->unit_count + 1, sizeof(*out->areas));
    out->units = calloc(records->unit_count + 1, sizeof(*out->units));
    if (!out->areas || !out->units)
        return false;
    for (size_t i = 0; i < records->unit_count; i++) {
        const circlet_unit_record *unit = &records->units[i];

        if (unit->level != level || unit->area.ring_count == 0)
            continue;
        out->areas[count] = unit->area;
        out->units[count] = (circlet_unit)i;
        count++;
    }
    out->index = ci_unit_index_new(out->areas, count);
    return out->index != NULL;
}

/* The polygons of the units of each level. */
struct ci_unit_locator {
    const circlet_city *city;
    level_index levels[CIRCLET_LEVEL_COUNT];
};

void ci_unit_locator_free(ci_unit_locator *locator)
{
    if (!locator)
        return;
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
        level_index_clear(&locator->levels[level]);
    free(locator);
}

ci_unit_locator *ci_unit_locator_new(const circlet_city *city)
{
    ci_unit_locator *locator = calloc(1, sizeof(*locator));
    bool is_made = locator != NULL;

    if (!locator)
        return NULL;
    locator->city = city;
    for (int level = 0; level < CIRCLET_LEVEL_COUNT && is_made; level++)
        is_made = level_index_make(&locator->levels[level], &city->records,
                                   (circlet_level)level);
    if (is_made)
        return locator;
    ci_unit_locator_free(locator);
    return NULL;
}

/* The lowest unit that holds a point decides, and its ancestors with it: so
 * that a street's people are its district's, even on a border and where the
 * polygons of two sources do not agree. A polygon of a higher level answers
 * where that chain has no unit of its level. */
ci_units_by_level ci_unit_locator_find(const ci_unit_locator *locator,
                                       circlet_point at)
{
    const circlet_city *city = locator->city;
    const level_index *levels = locator->levels;
    ci_units_by_level answer;

    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
        answer.of[level] = CIRCLET_NONE;
    for (int level = CIRCLET_LEVEL_COUNT - 1; level >= 0; level--) {
        uint32_t area;

        if (answer.of[level] != CIRCLET_NONE)
            continue;
        area = ci_unit_index_find(levels[level].index, at);
        if (area == CI_NOWHERE)
            continue;
        answer.of[level] = levels[level].units[area];
        for (int higher = 0; higher < level; higher++)
            if (answer.of[higher] == CIRCLET_NONE)
                answer.of[higher] =
                    city->ancestors[levels[level].units[area]].of[higher];
    }
    return answer;
}

static bool make_answers(circlet_city *city)
{
    const ci_records *records = &city->records;

    city->demand_units =
        calloc(records->demand_count + 1, sizeof(*city->demand_units));
    city->facility_units =
        calloc(records->facility_count + 1, sizeof(*city->facility_units));
    city->site_units =
        calloc(records->site_count + 1, sizeof(*city->site_units));
    city->venue_units =
        calloc(records->venue_count + 1, sizeof(*city->venue_units));
    return city->demand_units && city->facility_units && city->site_units &&
           city->venue_units;
}

/* So many people are located at a time, by one thread: few cities need
 * another one. */
#define BATCH 16384

/* What the threads share. */
typedef struct locating {
    circlet_city *city;
    const ci_unit_locator *locator;
} locating;

static bool locate_batch(void *user, uint32_t worker, size_t item)
{
    const locating *work = user;
    const ci_records *records = &work->city->records;
    size_t end = (item + 1) * BATCH;

    (void)worker;
    for (size_t i = item * BATCH; i < end && i < records->demand_count; i++)
        work->city->demand_units[i] =
            ci_unit_locator_find(work->locator, records->demands[i].at);
    return true;
}

static void fill_answers(circlet_city *city, const ci_unit_locator *locator)
{
    const ci_records *records = &city->records;
    locating work = {city, locator};
    const ci_parallel parallel = {ci_parallel_threads(records->thread_count),
                                  locate_batch, NULL, &work};

    ci_parallel_run(&parallel, records->demand_count / BATCH + 1);
    for (size_t i = 0; i < records->facility_count; i++)
        city->facility_units[i] =
            ci_unit_locator_find(locator, records->facilities[i].at);
    for (size_t i = 0; i < records->site_count; i++)
        city->site_units[i] =
            ci_unit_locator_find(locator, records->sites[i].at);
    for (size_t i = 0; i < records->venue_count; i++)
        city->venue_units[i] =
            ci_unit_locator_find(locator, records->venues[i].at);
}

circlet_status ci_city_locate(circlet_city *city, circlet_error *error)
{
    ci_unit_locator *locator;

    if (!make_answers(city))
        return ci_fail_nomem(error);
    locator = ci_unit_locator_new(city);
    if (!locator)
        return ci_fail_nomem(error);
    fill_answers(city, locator);
    ci_unit_locator_free(locator);
    return CIRCLET_OK;
}
