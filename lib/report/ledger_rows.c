/* Who stands in which row: in that of their unit, or in a row of no unit
 * under the lowest higher unit. */
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "report/ledger.h"

/* Marks a row that is not there yet: the rest under unit `row - REST`; the
 * rest under no unit is REST + the number of units. */
#define REST (UINT32_C(1) << 31)

typedef circlet_unit (*unit_of_fn)(const circlet_city *city, uint32_t position,
                                   circlet_level level);

typedef struct member {
    circlet_unit unit; /* the lowest, or CIRCLET_NONE, which sorts last */
    const char *household;
    circlet_demand demand;
} member;

void ci_ledger_places_clear(ci_ledger_places *places)
{
    free(places->demand_rows);
    free(places->facility_rows);
}

static bool copy_text(ci_arena *arena, const char **text)
{
    if (*text)
        *text = ci_arena_copy(arena, *text);
    return *text != NULL;
}

circlet_status ci_ledger_add_row(circlet_ledger *ledger,
                                 const circlet_ledger_row *row,
                                 circlet_error *error)
{
    circlet_ledger_row copy = *row, *rows;

    if (ledger->row_count >= REST)
        return ci_fail(error, CIRCLET_E_DATA, "a ledger of more than %lu rows",
                       (unsigned long)REST);
    rows = ci_array_reserve_one(ledger->rows, ledger->row_count,
                                &ledger->row_capacity, sizeof(*rows));
    if (!rows)
        return ci_fail_nomem(error);
    ledger->rows = rows;
    if ((row->code && !copy_text(&ledger->arena, &copy.code)) ||
        (row->name && !copy_text(&ledger->arena, &copy.name)) ||
        (row->parent_code && !copy_text(&ledger->arena, &copy.parent_code)) ||
        (row->parent_name && !copy_text(&ledger->arena, &copy.parent_name)))
        return ci_fail_nomem(error);
    rows[ledger->row_count++] = copy;
    return CIRCLET_OK;
}

void ci_ledger_set_parent(circlet_ledger_row *row, const circlet_city *city,
                          circlet_unit unit)
{
    if (unit == CIRCLET_NONE)
        return;
    row->parent_code = circlet_city_unit(city, unit)->code;
    row->parent_name = circlet_city_unit(city, unit)->name;
}

/* ---- units -------------------------------------------------------------- */

/* Adds a row for each unit of the level and writes it down beside the
 * city's units. */
static circlet_status add_units(circlet_ledger *ledger, uint32_t *unit_rows,
                                const circlet_city *city, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < circlet_city_unit_count(city); i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);
        circlet_ledger_row row = {ledger->level, unit->code, unit->name, NULL,
                                  NULL};

        if ((int)unit->level != (int)ledger->level)
            continue;
        ci_ledger_set_parent(&row, city,
                             circlet_city_unit_parent(city, (circlet_unit)i));
        unit_rows[i] = (uint32_t)ledger->row_count;
        status = ci_ledger_add_row(ledger, &row, error);
    }
    return status;
}

/* The lowest unit of a level above `below`. */
static circlet_unit lowest_above(const circlet_city *city, uint32_t position,
                                 int below, unit_of_fn unit_of)
{
    circlet_unit unit = CIRCLET_NONE;

    while (unit == CIRCLET_NONE && below-- > 0)
        unit = unit_of(city, position, (circlet_level)below);
    return unit;
}

static uint32_t rest_under(const circlet_city *city, circlet_unit unit)
{
    return REST + (unit == CIRCLET_NONE
                       ? (uint32_t)circlet_city_unit_count(city)
                       : unit);
}

static void place_in_units(uint32_t *rows, size_t count,
                           const circlet_ledger *ledger,
                           const uint32_t *unit_rows, const circlet_city *city,
                           unit_of_fn unit_of)
{
    for (size_t i = 0; i < count; i++) {
        circlet_unit unit =
            unit_of(city, (uint32_t)i, (circlet_level)ledger->level);

        if (unit != CIRCLET_NONE)
            rows[i] = unit_rows[unit];
        else
            rows[i] =
                rest_under(city, lowest_above(city, (uint32_t)i,
                                              (int)ledger->level, unit_of));
    }
}

/* ---- rows of no unit ---------------------------------------------------- */

static void note_rests(bool *used, const uint32_t *rows, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i] >= REST)
            used[rows[i] - REST] = true;
}

static void put_rests(uint32_t *rows, size_t count, const uint32_t *rest_rows)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i] >= REST)
            rows[i] = rest_rows[rows[i] - REST];
}

static circlet_status add_rests(circlet_ledger *ledger, const bool *used,
                                uint32_t *rest_rows, const circlet_city *city,
                                circlet_error *error)
{
    size_t count = circlet_city_unit_count(city);
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i <= count; i++) {
        circlet_ledger_row row = {ledger->level, NULL, NULL, NULL, NULL};

        if (!used[i])
            continue;
        ci_ledger_set_parent(&row, city,
                             i < count ? (circlet_unit)i : CIRCLET_NONE);
        rest_rows[i] = (uint32_t)ledger->row_count;
        status = ci_ledger_add_row(ledger, &row, error);
    }
    return status;
}

/* Puts rows in place of the marks. */
static circlet_status finish_rests(circlet_ledger *ledger,
                                   ci_ledger_places *places,
                                   const circlet_city *city,
                                   circlet_error *error)
{
    size_t people = circlet_city_demand_count(city);
    size_t facilities = circlet_city_facility_count(city);
    size_t room = circlet_city_unit_count(city) + 1;
    bool *used = calloc(room, sizeof(*used));
    uint32_t *rest_rows = calloc(room, sizeof(*rest_rows));
    circlet_status status;

    if (!used || !rest_rows) {
        status = ci_fail_nomem(error);
    } else {
        if (places->demand_rows)
            note_rests(used, places->demand_rows, people);
        if (places->facility_rows)
            note_rests(used, places->facility_rows, facilities);
        status = add_rests(ledger, used, rest_rows, city, error);
    }
    if (!status) {
        if (places->demand_rows)
            put_rests(places->demand_rows, people, rest_rows);
        if (places->facility_rows)
            put_rests(places->facility_rows, facilities, rest_rows);
    }
    free(used);
    free(rest_rows);
    return status;
}

/* ---- households --------------------------------------------------------- */

static int compare_members(const void *left, const void *right)
{
    const member *a = left, *b = right;
    int order;

    if (a->unit != b->unit)
        return a->unit < b->unit ? -1 : 1;
    order = strcmp(a->household, b->household);
    if (order != 0)
        return order;
    return a->demand < b->demand ? -1 : a->demand > b->demand;
}

/* A household whose members live in two units has a row in each, so that the
 * sums of the units hold. */
static circlet_status add_households(circlet_ledger *ledger,
                                     const member *members, size_t count,
                                     uint32_t *rows, const circlet_city *city,
                                     circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < count; i++) {
        circlet_ledger_row row = {ledger->level, members[i].household, NULL,
                                  NULL, NULL};

        if (i == 0 || members[i].unit != members[i - 1].unit ||
            strcmp(members[i].household, members[i - 1].household) != 0) {
            ci_ledger_set_parent(&row, city, members[i].unit);
            status = ci_ledger_add_row(ledger, &row, error);
        }
        rows[members[i].demand] = (uint32_t)ledger->row_count - 1;
    }
    return status;
}

static circlet_status place_in_households(circlet_ledger *ledger,
                                          uint32_t *rows,
                                          const circlet_city *city,
                                          circlet_error *error)
{
    size_t people = circlet_city_demand_count(city), count = 0;
    member *members = malloc((people + 1) * sizeof(*members));
    circlet_status status;

    if (!members)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < people; i++) {
        const char *household =
            circlet_city_demand(city, (circlet_demand)i)->household;
        circlet_unit unit = lowest_above(
            city, (uint32_t)i, CIRCLET_LEVEL_COUNT, circlet_city_demand_unit);

        if (household)
            members[count++] = (member){unit, household, (circlet_demand)i};
        else
            rows[i] = rest_under(city, unit);
    }
    qsort(members, count, sizeof(*members), compare_members);
    status = add_households(ledger, members, count, rows, city, error);
    free(members);
    return status;
}

/* ---- the calls ---------------------------------------------------------- */

static circlet_status place_all(circlet_ledger *ledger,
                                ci_ledger_places *places,
                                const circlet_city *city, circlet_error *error)
{
    uint32_t *unit_rows =
        calloc(circlet_city_unit_count(city) + 1, sizeof(*unit_rows));
    circlet_status status = unit_rows
                                ? add_units(ledger, unit_rows, city, error)
                                : ci_fail_nomem(error);

    if (!status && places->demand_rows)
        place_in_units(places->demand_rows, circlet_city_demand_count(city),
                       ledger, unit_rows, city, circlet_city_demand_unit);
    if (!status)
        place_in_units(places->facility_rows,
                       circlet_city_facility_count(city), ledger, unit_rows,
                       city, circlet_city_facility_unit);
    free(unit_rows);
    return status ? status : finish_rests(ledger, places, city, error);
}

circlet_status ci_ledger_place_facilities(circlet_ledger *ledger,
                                          ci_ledger_places *places,
                                          const circlet_city *city,
                                          circlet_error *error)
{
    places->facility_rows = calloc(circlet_city_facility_count(city) + 1,
                                   sizeof(*places->facility_rows));
    return places->facility_rows ? place_all(ledger, places, city, error)
                                 : ci_fail_nomem(error);
}

circlet_status ci_ledger_place(circlet_ledger *ledger,
                               ci_ledger_places *places,
                               const circlet_city *city, circlet_error *error)
{
    circlet_status status;

    places->demand_rows = calloc(circlet_city_demand_count(city) + 1,
                                 sizeof(*places->demand_rows));
    if (!places->demand_rows)
        return ci_fail_nomem(error);
    if (ledger->level != CIRCLET_LEDGER_HOUSEHOLD)
        return ci_ledger_place_facilities(ledger, places, city, error);
    status = place_in_households(ledger, places->demand_rows, city, error);
    return status ? status : finish_rests(ledger, places, city, error);
}
