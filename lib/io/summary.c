/* What a city file holds, and what in it is missing or in doubt. */
#include <circlet/io.h>

#include <stdlib.h>

#include "base/arena.h"
#include "base/array.h"
#include "base/error.h"
#include "base/sha256.h"
#include "base/text.h"
#include "io/city_file.h"
#include "io/container.h"
#include "io/import_spread.h"
#include "io/outside_count.h"
#include "io/schema_sql.h"
#include "io/unit_places.h"

/* Counts by a query. A street's setting may be its parent's. */
static const struct {
    const char *name;
    const char *sql;
} counts[] = {
    {"people_without_aid", "SELECT count(*) FROM demand WHERE aid IS NULL"},
    {"people_without_kind", "SELECT count(*) FROM demand WHERE kind IS NULL"},
    {"people_with_unknown_certificate",
     "SELECT count(*) FROM demand WHERE certified IS NULL"},
    {"people_with_unknown_unit",
     "SELECT count(*) FROM demand WHERE unit_code IS NOT NULL AND "
     "unit_code NOT IN (SELECT code FROM unit)"},
    {"people_modelled", "SELECT count(*) FROM demand WHERE modelled"},
    {"people_modelled_before_changes", CI_SPREAD_STALE_SQL},
    {"totals_with_unknown_unit",
     "SELECT count(*) FROM totals WHERE unit_code NOT IN "
     "(SELECT code FROM unit)"},
    {"waivers_with_unknown_unit",
     "SELECT count(*) FROM waiver WHERE unit_code NOT IN "
     "(SELECT code FROM unit)"},
    {"entrances_with_unknown_facility",
     "SELECT count(*) FROM facility_access WHERE facility NOT IN "
     "(SELECT id FROM facility)"},
    {"facilities_without_area",
     "SELECT count(*) FROM facility WHERE area_m2 IS NULL"},
    {"units_without_setting",
     "SELECT count(*) FROM unit AS u "
     "LEFT JOIN unit AS p ON p.code = u.parent_code "
     "LEFT JOIN unit AS g ON g.code = p.parent_code "
     "WHERE u.level = 'street' AND "
     "coalesce(u.setting, p.setting, g.setting) IS NULL"},
    {"units_without_residents",
     "SELECT count(*) FROM unit WHERE residents IS NULL"},
    {"units_without_parent",
     "SELECT count(*) FROM unit WHERE parent_code IS NOT NULL AND "
     "parent_code NOT IN (SELECT code FROM unit)"},
    {"turn_restrictions_unused",
     "SELECT total(turn_restrictions) - total(turn_restrictions_used) "
     "FROM source"},
    {"road_nodes_missing", "SELECT total(nodes_missing) FROM source"},
};

/* Counts of points that lie in none of some areas. A city without streets
 * has no extent to lie outside of. */
static const struct {
    const char *name;
    const char *points, *areas;
    bool needs_areas;
} outside[] = {
    {"people_outside_units", "SELECT geom FROM demand",
     "SELECT geom FROM unit ORDER BY code", false},
    {"people_outside_extent", "SELECT geom FROM demand",
     "SELECT geom FROM network_extent", true},
    {"facilities_outside_units", "SELECT geom FROM facility",
     "SELECT geom FROM unit ORDER BY code", false},
    {"sites_outside_units", "SELECT geom FROM site",
     "SELECT geom FROM unit ORDER BY code", false},
    {"venues_outside_units", "SELECT geom FROM venue",
     "SELECT geom FROM unit ORDER BY code", false},
};

#define COUNTS (sizeof(counts) / sizeof(counts[0]))
#define OUTSIDE (sizeof(outside) / sizeof(outside[0]))
#define DOUBTS (OUTSIDE + 1 + COUNTS)

struct circlet_summary {
    int schema_version;
    circlet_table_summary *tables;
    size_t table_count, table_capacity;
    circlet_source_summary *sources;
    size_t source_count, source_capacity;
    circlet_doubt doubts[DOUBTS];
    ci_arena texts;
};

void circlet_summary_free(circlet_summary *summary)
{
    if (!summary)
        return;
    free(summary->tables);
    free(summary->sources);
    ci_arena_free(&summary->texts);
    free(summary);
}

/* ---- reading ------------------------------------------------------------ */

/* Copies a column; NULL becomes "". */
static const char *keep(circlet_summary *summary, ci_statement *rows,
                        int position)
{
    const char *text = ci_column_text(rows, position);

    return ci_arena_copy(&summary->texts, text ? text : "");
}

static circlet_status count_rows(uint64_t *out, ci_db *db, const char *table,
                                 circlet_error *error)
{
    ci_buffer sql = {0};
    int64_t count = 0;
    circlet_status status;

    ci_buffer_add(&sql, "SELECT count(*) FROM \"");
    for (const char *c = table; *c; c++)
        ci_buffer_add_n(&sql, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    ci_buffer_add(&sql, "\"");
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_query_int(&count, db, sql.text, error);
    ci_buffer_free(&sql);
    *out = (uint64_t)count;
    return status;
}

static circlet_status add_table(circlet_summary *summary, ci_db *db,
                                ci_statement *rows, circlet_error *error)
{
    circlet_table_summary *tables =
        ci_array_reserve_one(summary->tables, summary->table_count,
                             &summary->table_capacity, sizeof(*tables));
    circlet_table_summary table = {.name = keep(summary, rows, 0)};

    if (tables)
        summary->tables = tables;
    if (!tables || !table.name)
        return ci_fail_nomem(error);
    table.has_box = !ci_column_is_null(rows, 1);
    table.west = ci_column_double(rows, 1);
    table.south = ci_column_double(rows, 2);
    table.east = ci_column_double(rows, 3);
    table.north = ci_column_double(rows, 4);
    tables[summary->table_count++] = table;
    return count_rows(&tables[summary->table_count - 1].rows, db, table.name,
                      error);
}

static circlet_status add_source(circlet_summary *summary, ci_db *db,
                                 ci_statement *rows, circlet_error *error)
{
    circlet_source_summary *sources =
        ci_array_reserve_one(summary->sources, summary->source_count,
                             &summary->source_capacity, sizeof(*sources));
    circlet_source_summary source = {
        .layer = keep(summary, rows, 0),
        .file = keep(summary, rows, 1),
        .sha256 = keep(summary, rows, 2),
        .rows = (uint64_t)ci_column_int(rows, 3),
        .imported = (uint64_t)ci_column_int(rows, 4),
        .rejected = (uint64_t)ci_column_int(rows, 5),
        .is_complete = ci_column_int(rows, 6) != 0,
        .repaired = (uint64_t)ci_column_int(rows, 7),
        .doubtful = (uint64_t)ci_column_int(rows, 8),
        .size = (uint64_t)ci_column_int(rows, 9),
        .options = keep(summary, rows, 10)};

    (void)db;
    if (sources)
        summary->sources = sources;
    if (!sources || !source.layer || !source.file || !source.sha256 ||
        !source.options)
        return ci_fail_nomem(error);
    sources[summary->source_count++] = source;
    return CIRCLET_OK;
}

typedef circlet_status (*add_row_fn)(circlet_summary *summary, ci_db *db,
                                     ci_statement *rows, circlet_error *error);

static circlet_status read_rows(circlet_summary *summary, ci_db *db,
                                const char *sql, add_row_fn add_row,
                                circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(&rows, db, sql, error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_row(summary, db, rows, error);
    }
    ci_statement_free(rows);
    return status;
}

static circlet_status count_elsewhere(circlet_doubt *doubt, ci_db *db,
                                      circlet_error *error)
{
    ci_unit_places *units = NULL;
    circlet_status status = ci_unit_places_read(&units, db, error);

    doubt->name = "people_elsewhere";
    if (status == CIRCLET_OK)
        status = ci_unit_places_count_elsewhere(
            &doubt->count, units, db, "SELECT unit_code, geom FROM demand",
            error);
    ci_unit_places_free(units);
    return status;
}

static circlet_status count_doubts(circlet_summary *summary, ci_db *db,
                                   circlet_error *error)
{
    circlet_doubt *doubt = summary->doubts;
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i < OUTSIDE && status == CIRCLET_OK; i++, doubt++) {
        doubt->name = outside[i].name;
        status =
            ci_count_outside(&doubt->count, db, outside[i].points,
                             outside[i].areas, outside[i].needs_areas, error);
    }
    if (status == CIRCLET_OK)
        status = count_elsewhere(doubt++, db, error);
    for (size_t i = 0; i < COUNTS && status == CIRCLET_OK; i++, doubt++) {
        int64_t count = 0;

        status = ci_db_query_int(&count, db, counts[i].sql, error);
        doubt->name = counts[i].name;
        doubt->count = (uint64_t)count;
    }
    return status;
}

static circlet_status read_all(circlet_summary *summary, ci_db *db,
                               circlet_error *error)
{
    circlet_status status =
        read_rows(summary, db, ci_container_tables_sql(db), add_table, error);

    if (status == CIRCLET_OK)
        status =
            read_rows(summary, db,
                      "SELECT s.layer, file, sha256, rows, imported, "
                      "rejected, is_complete, repaired, doubtful, size, "
                      "coalesce(r.options, '{}') FROM source AS s LEFT JOIN "
                      "run AS r ON r.fid = s.run ORDER BY s.layer, file",
                      add_source, error);
    if (status == CIRCLET_OK)
        status = count_doubts(summary, db, error);
    return status;
}

circlet_status circlet_read_summary(circlet_summary **out, const char *path,
                                    circlet_error *error)
{
    circlet_summary *summary;
    ci_db *db = NULL;
    circlet_status status;

    if (!out || !path)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a summary is read from a path into a place");
    summary = calloc(1, sizeof(*summary));
    if (!summary)
        return ci_fail_nomem(error);
    summary->schema_version = CI_SCHEMA_VERSION; /* others are refused */
    status = ci_city_file_open(&db, path, error);
    if (status == CIRCLET_OK)
        status = read_all(summary, db, error);
    ci_db_close(db);
    if (status != CIRCLET_OK) {
        circlet_summary_free(summary);
        return status;
    }
    *out = summary;
    return CIRCLET_OK;
}

/* ---- what was read ------------------------------------------------------ */

int circlet_summary_schema_version(const circlet_summary *summary)
{
    return summary->schema_version;
}

size_t circlet_summary_table_count(const circlet_summary *summary)
{
    return summary->table_count;
}

const circlet_table_summary *circlet_summary_table(
    const circlet_summary *summary, size_t i)
{
    return i < summary->table_count ? &summary->tables[i] : NULL;
}

size_t circlet_summary_source_count(const circlet_summary *summary)
{
    return summary->source_count;
}

const circlet_source_summary *circlet_summary_source(
    const circlet_summary *summary, size_t i)
{
    return i < summary->source_count ? &summary->sources[i] : NULL;
}

size_t circlet_summary_doubt_count(const circlet_summary *summary)
{
    (void)summary; /* every summary has them all */
    return DOUBTS;
}

const circlet_doubt *circlet_summary_doubt(const circlet_summary *summary,
                                           size_t i)
{
    return i < DOUBTS ? &summary->doubts[i] : NULL;
}

circlet_status circlet_file_sha256(char out[CIRCLET_SHA256_TEXT_SIZE],
                                   const char *path, circlet_error *error)
{
    return ci_sha256_file(out, path, error);
}
