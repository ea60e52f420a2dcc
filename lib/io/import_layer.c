#include "io/import_layer.h"

#include <string.h>

#include "base/id_map.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

#define MOST 1e15 /* more than any count or sum of money is */

static const char *const level_words[] = {"city", "district", "street",
                                          "community", NULL};
static const char *const kind_words[] = {
    "visual", "hearing", "speech", "physical", "intellectual", "mental", NULL};
static const char *const aid_words[] = {"none",
                                        "stick",
                                        "crutches",
                                        "manual_wheelchair",
                                        "powered_wheelchair",
                                        "guide_dog",
                                        "escort",
                                        NULL};
static const char *const status_words[] = {"open", "planned", "closed", NULL};

static const ci_layer_column unit_columns[] = {
    {.name = "code", .is_needed = true},
    {.name = "name", .is_needed = true},
    {.name = "level",
     .type = CI_VALUE_WORD,
     .words = level_words,
     .is_needed = true},
    {.name = "parent_code"},
    {.name = "kind"},
    {.name = "setting"},
    {.name = "tags", .type = CI_VALUE_LIST},
    {.name = "residents", .type = CI_VALUE_WHOLE, .max = MOST},
    {.name = "lon", .type = CI_VALUE_LON, .min = -180.0, .max = 180.0},
    {.name = "lat", .type = CI_VALUE_LAT, .min = -90.0, .max = 90.0},
};

static const ci_layer_column people_columns[] = {
    {.name = "id", .is_needed = true},
    {.name = "lon",
     .type = CI_VALUE_LON,
     .min = -180.0,
     .max = 180.0,
     .is_needed = true},
    {.name = "lat",
     .type = CI_VALUE_LAT,
     .min = -90.0,
     .max = 90.0,
     .is_needed = true},
    {.name = "household"},
    {.name = "unit_code"},
    {.name = "weight",
     .type = CI_VALUE_WEIGHT,
     .max = 1e9,
     .stored = "weight_milli",
     .missing = "1"},
    {.name = "certified", .type = CI_VALUE_ANSWER, .missing = "1"},
    {.name = "kind", .type = CI_VALUE_WORDS, .words = kind_words},
    {.name = "grade", .type = CI_VALUE_WHOLE, .min = 1.0, .max = 4.0},
    {.name = "age", .type = CI_VALUE_WHOLE, .max = 130.0},
    {.name = "birth_year",
     .type = CI_VALUE_WHOLE,
     .min = 1800.0,
     .max = 2200.0},
    {.name = "aid", .type = CI_VALUE_WORD, .words = aid_words},
    {.name = "needs", .type = CI_VALUE_LIST},
    {.name = "received", .type = CI_VALUE_LIST},
    {.name = "old_carer", .type = CI_VALUE_ANSWER},
    {.name = "poor", .type = CI_VALUE_ANSWER},
};

static const ci_layer_column facility_columns[] = {
    {.name = "id", .is_needed = true},
    {.name = "name", .is_needed = true},
    {.name = "type", .is_needed = true},
    {.name = "lon",
     .type = CI_VALUE_LON,
     .min = -180.0,
     .max = 180.0,
     .is_needed = true},
    {.name = "lat",
     .type = CI_VALUE_LAT,
     .min = -90.0,
     .max = 90.0,
     .is_needed = true},
    {.name = "status", .type = CI_VALUE_WORD, .words = status_words},
    {.name = "building_id"},
    {.name = "tier"},
    {.name = "area_m2", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "services", .type = CI_VALUE_SERVICES},
    {.name = "is_comprehensive", .type = CI_VALUE_ANSWER},
    {.name = "is_pilot", .type = CI_VALUE_ANSWER},
    {.name = "is_reformed", .type = CI_VALUE_ANSWER},
    {.name = "is_reform_base", .type = CI_VALUE_ANSWER},
    {.name = "stars", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "directors", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "physicians", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "therapists", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "nurses", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "rehab_workers", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "mental_staff", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "opened", .type = CI_VALUE_DATE},
    {.name = "closed", .type = CI_VALUE_DATE},
    {.name = "address"},
    {.name = "phone"},
    {.name = "hours"},
};

static const ci_layer_column site_columns[] = {
    {.name = "id", .is_needed = true},
    {.name = "lon",
     .type = CI_VALUE_LON,
     .min = -180.0,
     .max = 180.0,
     .is_needed = true},
    {.name = "lat",
     .type = CI_VALUE_LAT,
     .min = -90.0,
     .max = 90.0,
     .is_needed = true},
    {.name = "name"},
    {.name = "types", .type = CI_VALUE_LIST},
    {.name = "max_area_m2", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "max_beds", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "cost_cny", .type = CI_VALUE_REAL, .max = MOST},
    {.name = "base_score", .type = CI_VALUE_REAL, .min = -MOST, .max = MOST},
};

static const ci_layer_table tables[CIRCLET_LAYER_COUNT] = {
    [CIRCLET_LAYER_UNITS] = {"unit", "code", unit_columns,
                             COUNT_OF(unit_columns), true},
    [CIRCLET_LAYER_PEOPLE] = {"demand", "id", people_columns,
                              COUNT_OF(people_columns), false},
    [CIRCLET_LAYER_FACILITIES] = {"facility", "id", facility_columns,
                                  COUNT_OF(facility_columns), false},
    [CIRCLET_LAYER_SITES] = {"site", "id", site_columns,
                             COUNT_OF(site_columns), false},
};

const char *circlet_layer_name(circlet_layer layer)
{
    static const char *const names[CIRCLET_LAYER_COUNT] = {
        "units", "people", "facilities", "sites", "roads"};

    return (int)layer >= 0 && layer < CIRCLET_LAYER_COUNT ? names[layer]
                                                          : NULL;
}

const ci_layer_table *ci_layer_table_of(circlet_layer layer)
{
    return &tables[layer];
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
