#include "io/import_shift.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"
#include "base/error.h"
#include "geo/datum_shift.h"
#include "geo/geodesic.h"
#include "geo/street_fit.h"
#include "io/container.h"

#define SAMPLE_MAX ((size_t)2000)

/* Points so near to the rim of the streets could be shifted out of them: the
 * longest shift is 1.5 km. */
#define RIM_M 1500.0

/* Every stride-th of the points that are offered; whenever there are twice
 * too many, each second is dropped and the stride doubled. */
typedef struct point_sample {
    circlet_point points[2 * SAMPLE_MAX];
    size_t count, stride, offered;
} point_sample;

typedef struct streets {
    ci_segment *segments;
    size_t count, capacity;
    ci_grid_index *index;
    ci_box inner; /* the streets' box without its rim */
} streets;

typedef struct shift_search {
    ci_import *import;
    streets streets;
    point_sample *sample;
    ci_geometry geometry; /* the row at hand */
} shift_search;

static void search_free(shift_search *search)
{
    free(search->streets.segments);
    ci_grid_index_free(search->streets.index);
    free(search->sample);
    ci_geometry_free(&search->geometry);
}

/* ---- reading geometries --------------------------------------------------
 */

typedef circlet_status (*geometry_reader)(shift_search *search,
                                          circlet_error *error);

/* The rows of a table that came by the run ?1 (-1: all), of them each ?2-th.
 */
#define OF_RUN(name)                                                          \
    " FROM " name " WHERE (?1 < 0 OR source IN (SELECT fid FROM source "      \
    "WHERE run = ?1)) AND fid % ?2 = 0"

static circlet_status prepare(ci_statement **out, ci_import *import,
                              const char *sql, int64_t run, int64_t step,
                              circlet_error *error)
{
    ci_statement *made = NULL;
    circlet_status status = ci_db_prepare(&made, import->db, sql, error);

    if (status == CIRCLET_OK)
        status = ci_bind_int(made, 1, run, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(made, 2, step, error);
    if (status != CIRCLET_OK) {
        ci_statement_free(made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}

static circlet_status count_rows(int64_t *out, ci_import *import,
                                 const char *sql, int64_t run,
                                 circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = false;
    circlet_status status = prepare(&rows, import, sql, run, 1, error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(rows, &has_row, error);
    if (status == CIRCLET_OK)
        *out = has_row ? ci_column_int(rows, 0) : 0;
    ci_statement_free(rows);
    return status;
}

/* Runs a statement whose column 0 is a geometry. */
static circlet_status read_geometries(shift_search *search, const char *sql,
                                      int64_t run, int64_t step,
                                      geometry_reader reader,
                                      circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status =
        prepare(&rows, search->import, sql, run, step, error);

    while (status == CIRCLET_OK && has_row) {
        int32_t srs_id = 0;

        status = ci_statement_step(rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row || ci_column_is_null(rows, 0))
            continue;
        status = ci_container_read(&search->geometry, &srs_id, rows, 0, error);
        if (status == CIRCLET_OK)
            status = reader(search, error);
    }
    ci_statement_free(rows);
    return status;
}

/* ---- the streets ---------------------------------------------------------
 */

static circlet_status add_street(shift_search *search, circlet_error *error)
{
    const ci_geometry *line = &search->geometry;
    streets *to = &search->streets;

    for (size_t i = 0; i + 1 < line->point_count; i++) {
        ci_segment *segments = ci_array_reserve_one(
            to->segments, to->count, &to->capacity, sizeof(*segments));

        if (!segments)
            return ci_fail_nomem(error);
        to->segments = segments;
        segments[to->count++] =
            (ci_segment){line->points[i], line->points[i + 1]};
    }
    return CIRCLET_OK;
}

static void set_inner_box(streets *of)
{
    ci_box box = ci_box_empty();
    ci_frame frame;

    for (size_t i = 0; i < of->count; i++) {
        ci_box_grow(&box, of->segments[i].a);
        ci_box_grow(&box, of->segments[i].b);
    }
    frame = ci_frame_at((box.south + box.north) / 2);
    of->inner = (ci_box){box.west + RIM_M / frame.m_per_lon,
                         box.south + RIM_M / frame.m_per_lat,
                         box.east - RIM_M / frame.m_per_lon,
                         box.north - RIM_M / frame.m_per_lat};
}

static circlet_status read_streets(shift_search *search, circlet_error *error)
{
    streets *to = &search->streets;
    circlet_status status = read_geometries(search,
                                            "SELECT geom FROM road_link "
                                            "WHERE ?1 < 0 AND fid % ?2 = 0",
                                            -1, 1, add_street, error);

    if (status != CIRCLET_OK || to->count == 0)
        return status;
    to->index = ci_grid_index_new(to->segments, to->count);
    if (!to->index)
        return ci_fail_nomem(error);
    set_inner_box(to);
    return CIRCLET_OK;
}

/* ---- the points ----------------------------------------------------------
 */

static void halve(point_sample *sample)
{
    for (size_t i = 0; i < SAMPLE_MAX; i++)
        sample->points[i] = sample->points[2 * i];
    sample->count = SAMPLE_MAX;
    sample->stride *= 2;
}

/* All points of the row at hand that lie among the streets, and in China. */
static circlet_status offer_points(shift_search *search, circlet_error *error)
{
    point_sample *sample = search->sample;

    (void)error;
    for (size_t i = 0; i < search->geometry.point_count; i++) {
        circlet_point at = search->geometry.points[i];

        if (!ci_box_has(&search->streets.inner, at) || !ci_datum_has(at) ||
            sample->offered++ % sample->stride != 0)
            continue;
        if (sample->count == 2 * SAMPLE_MAX)
            halve(sample);
        sample->points[sample->count++] = at;
    }
    return CIRCLET_OK;
}

/* What lies on or at streets; grids and buildings do not. */
typedef struct shift_table {
    circlet_layer layer;
    const char *count_sql, *rows_sql;
    int64_t rows_min; /* with fewer there is nothing to see */
} shift_table;

#define SHIFT_TABLE(layer, name, rows_min)                                    \
    {                                                                         \
        layer, "SELECT count(*)" OF_RUN(name), "SELECT geom" OF_RUN(name),    \
            rows_min                                                          \
    }

static const shift_table shift_tables[] = {
    SHIFT_TABLE(CIRCLET_LAYER_UNITS, "unit", 1),
    SHIFT_TABLE(CIRCLET_LAYER_FACILITIES, "facility", 100),
    SHIFT_TABLE(CIRCLET_LAYER_SITES, "site", 100),
    SHIFT_TABLE(CIRCLET_LAYER_VENUES, "venue", 100),
    SHIFT_TABLE(CIRCLET_LAYER_PEOPLE, "demand", 100),
};

/* ---- what is said --------------------------------------------------------
 */

/* The figures of the two cases, as text. */
typedef struct shown_fit {
    char near[CI_NUMBER_SIZE], median[CI_NUMBER_SIZE];
} shown_fit;

static shown_fit show(const ci_street_fit *fit, ci_fit_case fit_case)
{
    shown_fit shown;

    ci_format_fixed(shown.near, 100 * fit->near_share[fit_case], 0);
    ci_format_fixed(shown.median, fit->median_m[fit_case], 0);
    return shown;
}

/* Sentences with the layer, the points' count, near share and median as they
 * are, the datum, near share and median with it, the datum's word. */
static const char *sentence_of(bool is_roads, ci_fit_case fit_case)
{
    bool is_undone =
        fit_case == CI_FIT_GCJ02_UNDONE || fit_case == CI_FIT_BD09_UNDONE;

    if (is_undone && !is_roads)
        return CI_TRANSLATED(
            "%s look shifted: of %zu points %s%% lie within 10 m of a street "
            "(median %s m), but as %s %s%% (median %s m); probably the datum "
            "%s of the source was not given; nothing was moved");
    if (is_undone)
        return CI_TRANSLATED(
            "%s look shifted: of %zu points %s%% lie within 10 m of these "
            "streets (median %s m), but as %s %s%% (median %s m); probably "
            "they were imported without their datum %s; nothing was moved");
    if (!is_roads)
        return CI_TRANSLATED(
            "%s look shifted: of %zu points %s%% lie within 10 m of a street "
            "(median %s m), but turned into %s %s%% (median %s m); probably "
            "the streets were imported without their datum %s, or the source "
            "was none; nothing was moved");
    return CI_TRANSLATED(
        "these streets look shifted: against %s, of %zu points %s%% lie "
        "within 10 m of a street (median %s m), but with the streets as %s "
        "%s%% (median %s m); probably the datum %s of the streets was not "
        "given; nothing was moved");
}

/* The remark is stored in English: a city file knows no language. */
static circlet_status store_remark(ci_import *import, const char *text,
                                   circlet_error *error)
{
    ci_statement *update = NULL;
    circlet_status status = ci_db_prepare(
        &update, import->db,
        "UPDATE source SET remark = coalesce(remark || '; ', '') || ?1 "
        "WHERE run = ?2",
        error);

    if (status == CIRCLET_OK)
        status = ci_bind_text(update, 1, text, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 2, import->run, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(update, NULL, error);
    ci_statement_free(update);
    return status;
}

static circlet_status tell(ci_import *import, circlet_layer layer,
                           const ci_street_fit *fit, ci_fit_case fit_case,
                           circlet_error *error)
{
    bool is_roads = import->layer == CIRCLET_LAYER_ROADS;
    circlet_datum datum = ci_fit_case_datum(fit_case);
    const char *name = datum == CIRCLET_DATUM_GCJ02 ? "GCJ-02" : "BD-09";
    const char *format = sentence_of(is_roads, fit_case);
    shown_fit before = show(fit, CI_FIT_AS_IS), after = show(fit, fit_case);
    char text[CIRCLET_MESSAGE_SIZE];
    circlet_status status = CIRCLET_OK;

    for (int language = 0; language < 2 && !status; language++) {
        snprintf(text, sizeof(text), language ? ci_translate(format) : format,
                 circlet_layer_name(layer), fit->count, before.near,
                 before.median, name, after.near, after.median,
                 circlet_datum_word(datum));
        ci_text_cut_at_character(text);
        if (language)
            ci_import_remark(import, "%s", text);
        else
            status = store_remark(import, text, error);
    }
    return status;
}

/* ---- looking -------------------------------------------------------------
 */

static circlet_status look_at_rows(shift_search *search,
                                   const shift_table *table, int64_t run,
                                   int64_t step, circlet_error *error)
{
    point_sample *sample = search->sample;
    ci_street_fit fit;
    ci_fit_case fit_case;
    circlet_status status;

    sample->count = sample->offered = 0;
    sample->stride = 1;
    status = read_geometries(search, table->rows_sql, run, step, offer_points,
                             error);
    if (status != CIRCLET_OK)
        return status;
    if (!ci_street_fit_measure(&fit, search->streets.segments,
                               search->streets.index, sample->points,
                               sample->count))
        return ci_fail_nomem(error);
    fit_case = ci_street_fit_judge(&fit);
    return fit_case == CI_FIT_AS_IS
               ? CIRCLET_OK
               : tell(search->import, table->layer, &fit, fit_case, error);
}

/* The streets are read when there is something to hold against them. */
static circlet_status look_at_table(shift_search *search,
                                    const shift_table *table,
                                    circlet_error *error)
{
    ci_import *import = search->import;
    int64_t run = import->layer == CIRCLET_LAYER_ROADS ? -1 : import->run;
    int64_t count = 0, step = 1;
    circlet_status status =
        count_rows(&count, import, table->count_sql, run, error);

    if (status != CIRCLET_OK || count < table->rows_min)
        return status;
    if (!search->sample) {
        search->sample = calloc(1, sizeof(*search->sample));
        if (!search->sample)
            return ci_fail_nomem(error);
        status = read_streets(search, error);
    }
    if (status != CIRCLET_OK || search->streets.count == 0)
        return status;
    if (table->layer != CIRCLET_LAYER_UNITS)
        step += count / (int64_t)(4 * SAMPLE_MAX);
    return look_at_rows(search, table, run, step, error);
}

circlet_status ci_import_look_for_shift(ci_import *import,
                                        circlet_error *error)
{
    const size_t count = sizeof(shift_tables) / sizeof(shift_tables[0]);
    shift_search search = {.import = import};
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < count && status == CIRCLET_OK; i++)
        if (import->layer == CIRCLET_LAYER_ROADS ||
            import->layer == shift_tables[i].layer)
            status = look_at_table(&search, &shift_tables[i], error);
    search_free(&search);
    return status;
}
