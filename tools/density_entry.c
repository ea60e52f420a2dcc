#include "density_entry.h"

#include <math.h>

#define M2_PER_KM2 1e6

static const char *const field_names[FIELD_COUNT] = {
    "id",        "name",        "level",        "lon",      "lat",
    "persons",   "persons_low", "persons_high", "area_km2", "per_km2",
    "residents", "per_1000",    "internal"};

const char *density_field_name(density_field which)
{
    return field_names[which];
}

bool density_field_is_text(density_field which)
{
    return which <= FIELD_LEVEL;
}

static bool is_of_units(density_field which)
{
    return which == FIELD_NAME || which == FIELD_LEVEL ||
           which == FIELD_RESIDENTS || which == FIELD_PER_1000;
}

static bool is_of_cells(density_field which)
{
    return which == FIELD_LON || which == FIELD_LAT;
}

bool density_has_field(const circlet_density_summary *summary,
                       density_field which)
{
    return summary->is_by_unit ? !is_of_cells(which) : !is_of_units(which);
}

int density_field_decimals(density_field which)
{
    if (which == FIELD_LON || which == FIELD_LAT)
        return 7;
    return which == FIELD_PER_KM2 || which == FIELD_PER_1000 ? 3 : 6;
}

const char *density_entry_text(const density_entry *from, density_field which)
{
    if (which == FIELD_ID)
        return from->id;
    return which == FIELD_NAME ? from->name : from->level;
}

static void set_persons(density_entry *out, circlet_density_persons persons)
{
    out->numbers[FIELD_PERSONS] = persons.measured;
    out->numbers[FIELD_LOW] = persons.low;
    out->numbers[FIELD_HIGH] = persons.high;
}

static density_entry entry_of_unit(const density_output *from, size_t i)
{
    circlet_density_unit unit = circlet_density_unit_at(from->density, i);
    const circlet_unit_record *record =
        circlet_city_unit(from->city, unit.unit);
    density_entry out = {.id = record->code,
                         .name = record->name,
                         .level = circlet_level_name(record->level),
                         .is_internal = unit.is_small};

    set_persons(&out, unit.persons);
    out.numbers[FIELD_AREA] = unit.area_m2 / M2_PER_KM2;
    out.numbers[FIELD_PER_KM2] = unit.per_km2;
    out.numbers[FIELD_PER_1000] = unit.per_1000;
    out.numbers[FIELD_RESIDENTS] =
        record->residents >= 0 ? (double)record->residents : (double)NAN;
    return out;
}

/* `cell` must outlive what is returned. */
static density_entry entry_of_cell(const circlet_density_cell *cell)
{
    density_entry out = {.id = cell->id, .is_internal = cell->is_small};

    set_persons(&out, cell->persons);
    out.numbers[FIELD_LON] = cell->at.lon;
    out.numbers[FIELD_LAT] = cell->at.lat;
    out.numbers[FIELD_AREA] = cell->area_m2 / M2_PER_KM2;
    out.numbers[FIELD_PER_KM2] = cell->per_km2;
    return out;
}

size_t density_entry_count(const density_output *from)
{
    return circlet_density_summarise(from->density).is_by_unit
               ? circlet_density_unit_count(from->density)
               : circlet_density_cell_count(from->density);
}

density_entry density_entry_at(const density_output *from,
                               circlet_density_cell *room, size_t i)
{
    if (circlet_density_summarise(from->density).is_by_unit)
        return entry_of_unit(from, i);
    *room = circlet_density_cell_at(from->density, i);
    return entry_of_cell(room);
}
