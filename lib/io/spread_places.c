#include "io/spread_places.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "geo/inner_point.h"
#include "io/container.h"
#include "io/tag_json.h"

#define COORDINATE_DECIMALS 7 /* 1 cm */

typedef struct place {
    const char *key;
    circlet_point at;
    double weight;
    circlet_unit community; /* that it is; CIRCLET_NONE */
} place;

/* The places of unit u are members[first[u]] up to members[first[u + 1]]. */
struct ci_spread_places {
    place *items; /* by key */
    size_t count, capacity;
    size_t *first;
    uint32_t *members;
    ci_arena texts;
};

const char *ci_spread_by_word(ci_spread_by by)
{
    static const char *const words[CI_SPREAD_BY_COUNT] = {
        "buildings", "grid", "communities", "roads"};

    return words[by];
}

void ci_spread_places_free(ci_spread_places *places)
{
    if (!places)
        return;
    free(places->items);
    free(places->first);
    free(places->members);
    ci_arena_free(&places->texts);
    free(places);
}

/* ---- reading ------------------------------------------------------------ */

static circlet_status add_place(ci_spread_places *places, const char *key,
                                place what, circlet_error *error)
{
    place *items = ci_array_reserve_one(places->items, places->count,
                                        &places->capacity, sizeof(*items));

    if (items)
        places->items = items;
    what.key = items ? ci_arena_copy(&places->texts, key) : NULL;
    if (!what.key)
        return ci_fail_nomem(error);
    items[places->count++] = what;
    return CIRCLET_OK;
}

/* A key for what has no id that outlives an import. */
static void name_point(char out[2 * CI_NUMBER_SIZE], circlet_point at)
{
    size_t size;

    ci_format_fixed(out, at.lon, COORDINATE_DECIMALS);
    size = strlen(out);
    out[size] = ',';
    ci_format_fixed(out + size + 1, at.lat, COORDINATE_DECIMALS);
}

static circlet_status read_point(circlet_point *out, ci_geometry *geometry,
                                 ci_statement *rows, int position,
                                 circlet_error *error)
{
    int32_t srs_id = 0;
    circlet_status status =
        ci_container_read(geometry, &srs_id, rows, position, error);

    if (status != CIRCLET_OK)
        return status;
    if (geometry->type != CI_GEOMETRY_POINT)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "a place to spread people over is no point");
    *out = geometry->points[0];
    return CIRCLET_OK;
}

/* Columns: weight, then a point or lon and lat. */
static circlet_status add_weighted(ci_spread_places *places,
                                   ci_statement *rows, ci_geometry *geometry,
                                   circlet_error *error)
{
    char key[2 * CI_NUMBER_SIZE];
    place what = {.weight = ci_column_double(rows, 0),
                  .community = CIRCLET_NONE};
    circlet_status status = CIRCLET_OK;

    if (ci_column_count(rows) > 2)
        what.at = (circlet_point){ci_column_double(rows, 1),
                                  ci_column_double(rows, 2)};
    else
        status = read_point(&what.at, geometry, rows, 1, error);
    if (status != CIRCLET_OK)
        return status;
    name_point(key, what.at);
    return add_place(places, key, what, error);
}

/* Nobody lives on a motorway or a trunk road, nor on a street that is not
 * there yet; a node of one of them that is of another street, too, is one of
 * that street. */
static bool is_lived_on(const ci_tag_list *tags)
{
    static const char *const others[] = {
        "motorway",     "motorway_link", "trunk",    "trunk_link",
        "construction", "proposed",      "raceway",  "bus_guideway",
        "busway",       "platform",      "corridor", "elevator"};

    for (size_t i = 0; i < tags->count; i++) {
        if (strcmp(tags->tags[i].key, "highway") != 0)
            continue;
        for (size_t k = 0; k < sizeof(others) / sizeof(others[0]); k++)
            if (strcmp(tags->tags[i].value, others[k]) == 0)
                return false;
    }
    return true;
}

/* Columns: a node's id, its point, the tags of one of its links. Rows of a
 * node follow each other. */
static circlet_status add_node(ci_spread_places *places, ci_statement *rows,
                               ci_geometry *geometry, circlet_error *error)
{
    const char *id = ci_column_text(rows, 0);
    ci_tag_list tags = {0};
    place what = {.weight = 1.0, .community = CIRCLET_NONE};
    circlet_status status;
    bool is_wanted;

    if (!id)
        return ci_fail_nomem(error);
    if (places->count > 0 &&
        strcmp(places->items[places->count - 1].key, id) == 0)
        return CIRCLET_OK;
    status = ci_tag_list_read(&tags, ci_column_text(rows, 2), error);
    is_wanted = status == CIRCLET_OK && is_lived_on(&tags);
    ci_tag_list_free(&tags);
    if (!is_wanted)
        return status;
    status = read_point(&what.at, geometry, rows, 1, error);
    return status == CIRCLET_OK ? add_place(places, id, what, error) : status;
}

/* Its own point, else one inside its area; without either it is no place. */
static circlet_status add_communities(ci_spread_places *places,
                                      const circlet_city *city,
                                      circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < circlet_city_unit_count(city) && !status; i++) {
        const circlet_unit_record *unit =
            circlet_city_unit(city, (circlet_unit)i);
        place what = {.at = unit->point,
                      .weight = unit->residents < 0 ? (double)NAN
                                                    : (double)unit->residents,
                      .community = (circlet_unit)i};

        if (unit->level == CIRCLET_LEVEL_COMMUNITY &&
            (unit->has_point || ci_area_inner_point(&what.at, &unit->area)))
            status = add_place(places, unit->code, what, error);
    }
    return status;
}

typedef circlet_status (*add_row_fn)(ci_spread_places *places,
                                     ci_statement *rows, ci_geometry *geometry,
                                     circlet_error *error);

static circlet_status read_rows(ci_spread_places *places, ci_db *db,
                                const char *sql, add_row_fn add_row,
                                circlet_error *error)
{
    ci_geometry geometry = {0};
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(&rows, db, sql, error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_row(places, rows, &geometry, error);
    }
    ci_geometry_free(&geometry);
    ci_statement_free(rows);
    return status;
}

static circlet_status read_places(ci_spread_places *places, ci_db *db,
                                  ci_spread_by by, const circlet_city *city,
                                  circlet_error *error)
{
    switch (by) {
    case CI_SPREAD_BUILDINGS:
        return read_rows(places, db, "SELECT weight, lon, lat FROM building",
                         add_weighted, error);
    case CI_SPREAD_GRID:
        return read_rows(places, db, "SELECT weight, geom FROM grid",
                         add_weighted, error);
    case CI_SPREAD_ROADS:
        return read_rows(
            places, db,
            "SELECT n.node_id, n.geom, l.tags FROM (SELECT from_node_id AS "
            "id, tags FROM road_link UNION ALL SELECT to_node_id, tags FROM "
            "road_link) AS l JOIN road_node AS n ON n.node_id = l.id "
            "ORDER BY n.node_id",
            add_node, error);
    default:
        return add_communities(places, city, error);
    }
}

/* ---- one place a key -----------------------------------------------------
 */

/* Equal keys by weight, so that their sum does not hang on their order. */
static int compare_places(const void *a, const void *b)
{
    const place *x = a, *y = b;
    int order = strcmp(x->key, y->key);

    return order ? order : (x->weight > y->weight) - (x->weight < y->weight);
}

static void merge_places(ci_spread_places *places)
{
    size_t count = 0;

    if (places->count == 0)
        return;
    qsort(places->items, places->count, sizeof(*places->items),
          compare_places);
    for (size_t i = 1; i < places->count; i++)
        if (strcmp(places->items[count].key, places->items[i].key) == 0)
            places->items[count].weight += places->items[i].weight;
        else
            places->items[++count] = places->items[i];
    places->count = count + 1;
}

/* ---- in which unit ------------------------------------------------------ */

/* The units that a place lies in. A community whose units above it are not
 * those that it lies in belongs to neither: nobody is sent out of a unit. */
static ci_units_by_level units_of(const place *what, const circlet_city *city,
                                  const ci_unit_locator *locator)
{
    ci_units_by_level units = ci_unit_locator_find(locator, what->at);

    if (what->community == CIRCLET_NONE)
        return units;
    for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++) {
        circlet_unit own = city->ancestors[what->community].of[level];

        if (level == CIRCLET_LEVEL_COMMUNITY &&
            units.of[level] == CIRCLET_NONE)
            units.of[level] = own;
        if (own != CIRCLET_NONE && own != units.of[level])
            units.of[level] = CIRCLET_NONE;
    }
    return units;
}

/* Counts first, then puts in, as a counting sort does. */
static void index_places(ci_spread_places *places,
                         const ci_units_by_level *units, size_t unit_count)
{
    for (size_t i = 0; i < places->count; i++)
        for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
            if (units[i].of[level] != CIRCLET_NONE)
                places->first[units[i].of[level] + 1]++;
    for (size_t u = 0; u < unit_count; u++)
        places->first[u + 1] += places->first[u];
    for (size_t i = places->count; i-- > 0;)
        for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
            if (units[i].of[level] != CIRCLET_NONE)
                places->members[--places->first[units[i].of[level] + 1]] =
                    (uint32_t)i;
    /* Each end has moved to its beginning. */
    memmove(places->first, places->first + 1,
            unit_count * sizeof(*places->first));
}

static circlet_status locate(ci_spread_places *places,
                             const circlet_city *city,
                             const ci_unit_locator *locator,
                             circlet_error *error)
{
    size_t unit_count = circlet_city_unit_count(city), total = 0;
    ci_units_by_level *units = calloc(places->count + 1, sizeof(*units));

    places->first = calloc(unit_count + 2, sizeof(*places->first));
    for (size_t i = 0; units && i < places->count; i++) {
        units[i] = units_of(&places->items[i], city, locator);
        for (int level = 0; level < CIRCLET_LEVEL_COUNT; level++)
            total += units[i].of[level] != CIRCLET_NONE;
    }
    places->members = calloc(total + 1, sizeof(*places->members));
    if (!units || !places->first || !places->members) {
        free(units);
        return ci_fail_nomem(error);
    }
    index_places(places, units, unit_count);
    places->first[unit_count] = total;
    free(units);
    return CIRCLET_OK;
}

circlet_status ci_spread_places_read(ci_spread_places **out, ci_db *db,
                                     ci_spread_by by, const circlet_city *city,
                                     const ci_unit_locator *locator,
                                     circlet_error *error)
{
    ci_spread_places *places = calloc(1, sizeof(*places));
    circlet_status status;

    if (!places)
        return ci_fail_nomem(error);
    status = read_places(places, db, by, city, error);
    if (status == CIRCLET_OK && places->count >= UINT32_MAX)
        status = ci_fail(error, CIRCLET_E_DATA,
                         "more than 2^32 places to spread people over");
    if (status == CIRCLET_OK) {
        merge_places(places);
        status = locate(places, city, locator, error);
    }
    if (status == CIRCLET_OK)
        *out = places;
    else
        ci_spread_places_free(places);
    return status;
}

/* ---- asking ------------------------------------------------------------- */

size_t ci_spread_places_count(const ci_spread_places *places,
                              circlet_unit unit)
{
    return places->first[unit + 1] - places->first[unit];
}

void ci_spread_places_of(const ci_spread_places *places, circlet_unit unit,
                         ci_spread_target *targets, circlet_point *points)
{
    for (size_t i = places->first[unit]; i < places->first[unit + 1]; i++) {
        const place *what = &places->items[places->members[i]];

        *targets++ = (ci_spread_target){what->key, what->weight};
        *points++ = what->at;
    }
}
