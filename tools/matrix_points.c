#include "matrix_points.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "message.h"

/* Twice the room when there is none; NULL: no memory. */
static void *grow(void *items, size_t count, size_t *capacity, size_t size)
{
    size_t wanted = *capacity > 0 ? 2 * *capacity : 64;
    void *grown;

    if (count < *capacity)
        return items;
    grown = realloc(items, wanted * size);
    if (grown)
        *capacity = wanted;
    return grown;
}

static bool add_point(matrix_points *to, circlet_point at)
{
    size_t capacity = to->point_capacity;
    circlet_point *points =
        grow(to->points, to->point_count, &capacity, sizeof(*points));
    uint32_t *item_of;

    if (!points)
        return false;
    to->points = points;
    capacity = to->point_capacity;
    item_of = grow(to->item_of, to->point_count, &capacity, sizeof(*item_of));
    if (!item_of)
        return false;
    to->item_of = item_of;
    to->point_capacity = capacity;
    to->points[to->point_count] = at;
    to->item_of[to->point_count++] = (uint32_t)to->count - 1;
    return true;
}

/* Appends an item with all its points. */
static bool add_item(matrix_points *to, const char *id,
                     const circlet_point *points, size_t count)
{
    const char **ids =
        grow((void *)to->ids, to->count, &to->capacity, sizeof(*ids));

    if (!ids)
        return false;
    to->ids = ids;
    ids[to->count++] = id;
    if (count > to->most_points)
        to->most_points = count;
    for (size_t i = 0; i < count; i++)
        if (!add_point(to, points[i]))
            return false;
    return true;
}

/* As text, one after another. */
#define PERSON_NUMBER_SIZE 24

/* false: no memory. */
static bool number_people(matrix_points *to, size_t count)
{
    if (to->numbers)
        return true;
    to->numbers = malloc((count + 1) * PERSON_NUMBER_SIZE);
    for (size_t i = 0; to->numbers && i < count; i++)
        snprintf(to->numbers + i * PERSON_NUMBER_SIZE, PERSON_NUMBER_SIZE,
                 "%zu", i + 1);
    return to->numbers != NULL;
}

static bool add_people(matrix_points *to, const circlet_city *city)
{
    if (!to->has_individuals &&
        !number_people(to, circlet_city_demand_count(city)))
        return false;
    for (size_t i = 0; i < circlet_city_demand_count(city); i++) {
        const circlet_demand_record *record =
            circlet_city_demand(city, (circlet_demand)i);
        const char *id = to->has_individuals
                             ? record->id
                             : to->numbers + i * PERSON_NUMBER_SIZE;

        if (!add_item(to, id, &record->at, 1))
            return false;
    }
    return true;
}

static bool add_facilities(matrix_points *to, const circlet_city *city)
{
    for (size_t i = 0; i < circlet_city_facility_count(city); i++) {
        const circlet_facility_record *record =
            circlet_city_facility(city, (circlet_facility)i);
        bool has_doors = record->access_count > 0;

        if (record->status == CIRCLET_FACILITY_OPEN &&
            !add_item(to, record->id,
                      has_doors ? record->accesses : &record->at,
                      has_doors ? record->access_count : 1))
            return false;
    }
    return true;
}

static bool add_sites(matrix_points *to, const circlet_city *city)
{
    for (size_t i = 0; i < circlet_city_site_count(city); i++) {
        const circlet_site_record *record =
            circlet_city_site(city, (circlet_site)i);

        if (!add_item(to, record->id, &record->at, 1))
            return false;
    }
    return true;
}

static const struct {
    const char *name;
    bool (*add)(matrix_points *to, const circlet_city *city);
} layers[] = {{"people", add_people},
              {"facilities", add_facilities},
              {"sites", add_sites}};

#define LAYER_COUNT (sizeof(layers) / sizeof(layers[0]))

bool matrix_layer_is_known(const char *layer)
{
    for (size_t i = 0; i < LAYER_COUNT; i++)
        if (strcmp(layer, layers[i].name) == 0)
            return true;
    return false;
}

circlet_status matrix_points_add(matrix_points *to, const circlet_city *city,
                                 const char *layer, circlet_error *error)
{
    for (size_t i = 0; i < LAYER_COUNT; i++)
        if (strcmp(layer, layers[i].name) == 0 && !layers[i].add(to, city))
            return fail_nomem(error);
    return CIRCLET_OK;
}

void matrix_points_free(matrix_points *points)
{
    free((void *)points->ids);
    free(points->numbers);
    free(points->points);
    free(points->item_of);
    *points = (matrix_points){0};
}
