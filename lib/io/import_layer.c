#include "io/import_layer.h"

#include <string.h>

#include "base/id_map.h"

/* DESIGN, section 3; a policy may name more of either. */
static const char *const facility_types[] = {"warm_home",
                                             "mental_day_station",
                                             "assistive_device_station",
                                             "day_care_station",
                                             "vocational_station",
                                             "elderly_service_station",
                                             "elderly_institution",
                                             "mental_welfare_institution",
                                             "special_welfare_institution",
                                             "rehabilitation_hospital",
                                             "rehabilitation_institution",
                                             "residential_institution",
                                             NULL};
static const char *const tiers[] = {"city",      "district", "county",
                                    "street",    "township", "village",
                                    "community", NULL};
static const char *const services[] = {"warm_home",
                                       "day_care",
                                       "mental_care",
                                       "severe_care",
                                       "mental_day",
                                       "assistive_device",
                                       "rehabilitation",
                                       "rehabilitation_assessment",
                                       "home_service",
                                       "residential",
                                       "respite",
                                       "mental_welfare",
                                       "special_welfare",
                                       "vocational_rehabilitation",
                                       NULL};

const char *circlet_layer_name(circlet_layer layer)
{
    static const char *const names[CIRCLET_LAYER_COUNT] = {
        [CIRCLET_LAYER_UNITS] = "units",
        [CIRCLET_LAYER_PEOPLE] = "people",
        [CIRCLET_LAYER_FACILITIES] = "facilities",
        [CIRCLET_LAYER_SITES] = "sites",
        [CIRCLET_LAYER_ROADS] = "roads",
        [CIRCLET_LAYER_TOTALS] = "totals",
        [CIRCLET_LAYER_GRID] = "grid",
        [CIRCLET_LAYER_BUILDINGS] = "buildings",
        [CIRCLET_LAYER_VENUES] = "venues",
        [CIRCLET_LAYER_WAIVERS] = "waivers",
        [CIRCLET_LAYER_ELEVATION] = "elevation",
        [CIRCLET_LAYER_ENTRANCES] = "entrances"};

    return (int)layer >= 0 && layer < CIRCLET_LAYER_COUNT ? names[layer]
                                                          : NULL;
}

uint32_t ci_layer_find_column(const ci_layer_table *table, const char *name)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (strcmp(table->columns[i].name, name) == 0)
            return (uint32_t)i;
    return CI_NOWHERE;
}

const char *ci_layer_stored_name(const ci_layer_column *column)
{
    return column->stored ? column->stored : column->name;
}

bool ci_layer_is_stored(const ci_layer_column *column)
{
    return column->type != CI_VALUE_LON && column->type != CI_VALUE_LAT &&
           column->type != CI_VALUE_SERVICES;
}

bool ci_layer_has_areas(const ci_layer_table *table)
{
    return table->place == CI_PLACE_UNIT || table->place == CI_PLACE_BUILDING;
}

static bool is_listed(const char *const *words, const char *word, size_t size)
{
    for (; *words; words++)
        if (strlen(*words) == size && memcmp(*words, word, size) == 0)
            return true;
    return false;
}

bool ci_is_facility_type(const char *word)
{
    return is_listed(facility_types, word, strlen(word));
}

bool ci_is_facility_tier(const char *word)
{
    return is_listed(tiers, word, strlen(word));
}

bool ci_is_service(const char *word, size_t size)
{
    return is_listed(services, word, size);
}
