#include "io/import_layer.h"

#include <string.h>

#include "base/id_map.h"

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
        [CIRCLET_LAYER_ENTRANCES] = "entrances",
        [CIRCLET_LAYER_PLAN] = "plan"};

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
