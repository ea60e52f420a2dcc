#include "io/import_replaced.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "geo/geodesic.h"
#include "io/container.h"
#include "io/import_layer.h"
#include "io/import_source.h"

/* Where an id was corrected it lies elsewhere, but seldom this far. */
#define FAR_M 1000.0

void ci_replaced_free(ci_replaced *replaced)
{
    ci_id_map_free(replaced->keys);
    ci_arena_free(&replaced->texts);
    free(replaced->rows);
    *replaced = (ci_replaced){0};
}

/* The first columns of the query of rows. */
enum { KEY, ROW, GEOMETRY, ATTRIBUTES };

/* ---- digests ------------------------------------------------------------ */

/* FNV-1a of 64 bits (Fowler, Noll and Vo 1991). Two versions of a row of the
 * same digest are counted as unchanged: one in 10^19. */
static uint64_t digest_bytes(uint64_t digest, const void *bytes, size_t size)
{
    const unsigned char *byte = bytes;

    for (size_t i = 0; i < size; i++)
        digest = (digest ^ byte[i]) * UINT64_C(1099511628211);
    return digest;
}

#define DIGEST_START UINT64_C(14695981039346656037)

static uint64_t digest_text(uint64_t digest, const char *text)
{
    digest = digest_bytes(digest, text ? "=" : "-", 1);
    return text ? digest_bytes(digest, text, strlen(text) + 1) : digest;
}

static uint64_t digest_geometry(uint64_t digest, ci_statement *rows)
{
    size_t size = 0;
    const void *bytes = ci_column_blob(rows, GEOMETRY, &size);

    return digest_bytes(digest, bytes, size);
}

static uint64_t digest_row(ci_statement *rows)
{
    uint64_t digest = digest_geometry(DIGEST_START, rows);

    for (int i = ATTRIBUTES; i < (int)ci_column_count(rows); i++)
        digest = digest_text(digest, ci_column_text(rows, i));
    return digest;
}

/* By what a row is known again. */
static int64_t digest_key(ci_statement *rows, const ci_layer_table *table)
{
    uint64_t digest = digest_text(DIGEST_START, ci_column_text(rows, KEY));

    if (!table->key && table->place != CI_PLACE_NONE)
        digest = digest_geometry(digest, rows);
    if (!table->key && ci_layer_has_areas(table))
        for (int i = 0; i < 2; i++)
            digest =
                digest_text(digest, ci_column_text(rows, ATTRIBUTES + 1 + i));
    return (int64_t)digest;
}

/* ---- the rows ----------------------------------------------------------- */

/* The key of a layer of rows without ids, in SQL. */
static const char *key_of(const ci_layer_table *table)
{
    if (table->key)
        return table->key;
    if (strcmp(table->table, "totals") == 0)
        return "quote(unit_code) || quote(kind) || quote(grade) || "
               "quote(age_from) || ':' || quote(age_to) || quote(aid) || "
               "quote(needs)";
    if (strcmp(table->table, "waiver") == 0)
        return "quote(rule) || quote(unit_code) || quote(document)";
    return "NULL";
}

/* All that is stored of a row but where it came from. */
static void add_select(ci_buffer *sql, const ci_layer_table *table)
{
    ci_buffer_add(sql, "SELECT ");
    ci_buffer_add(sql, key_of(table));
    ci_buffer_add(sql, ", source_row");
    ci_buffer_add(sql, table->place == CI_PLACE_NONE ? ", NULL" : ", geom");
    ci_buffer_add(sql, ", attributes");
    if (ci_layer_has_areas(table))
        ci_buffer_add(sql, ", lon, lat");
    for (size_t i = 0; i < table->column_count; i++)
        if (ci_layer_is_stored(&table->columns[i])) {
            ci_buffer_add(sql, ", ");
            ci_buffer_add(sql, ci_layer_stored_name(&table->columns[i]));
        }
    if (ci_layer_find_column(table, "services") != CI_NOWHERE)
        ci_buffer_add(sql,
                      ", (SELECT group_concat(one, ';') FROM (SELECT service "
                      "|| ':' || coalesce(places, '') || ':' || "
                      "coalesce(beds, '') || ':' || coalesce(occupied, '') "
                      "AS one FROM facility_service WHERE facility = "
                      "facility.id ORDER BY service))");
    ci_buffer_add(sql, " FROM ");
    ci_buffer_add(sql, table->table);
    ci_buffer_add(sql, " WHERE source = ? ORDER BY fid");
}

static circlet_status select_rows(ci_statement **out, const ci_import *import,
                                  int64_t source, circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    add_select(&sql, ci_layer_table_of(import->layer));
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(out, import->db, sql.text, error);
    ci_buffer_free(&sql);
    return status == CIRCLET_OK ? ci_bind_int(*out, 1, source, error) : status;
}

/* Where a row with an id lies; NaN: not at a point. */
static circlet_status find_place(circlet_point *out, ci_statement *rows,
                                 const ci_layer_table *table,
                                 circlet_error *error)
{
    ci_geometry geometry = {0};
    int32_t srs_id = 0;
    circlet_status status = CIRCLET_OK;

    *out = (circlet_point){(double)NAN, (double)NAN};
    if (!table->key || table->place != CI_PLACE_POINT ||
        ci_column_is_null(rows, GEOMETRY))
        return CIRCLET_OK;
    status = ci_container_read(&geometry, &srs_id, rows, GEOMETRY, error);
    if (status == CIRCLET_OK && geometry.type == CI_GEOMETRY_POINT)
        *out = geometry.points[0];
    ci_geometry_free(&geometry);
    return status;
}

/* Behind those of the same key that were there before. */
static bool enter_key(ci_replaced *replaced, int64_t key, uint32_t position)
{
    uint32_t first = ci_id_map_find(replaced->keys, key);

    replaced->rows[position].last = position;
    if (first == CI_NOWHERE)
        return ci_id_map_add(replaced->keys, key, position);
    replaced->rows[replaced->rows[first].last].next = position;
    replaced->rows[first].last = position;
    return true;
}

static circlet_status add_row(ci_replaced *replaced, ci_statement *rows,
                              const ci_layer_table *table,
                              circlet_error *error)
{
    ci_replaced_row *list = ci_array_reserve_one(
        replaced->rows, replaced->count, &replaced->capacity, sizeof(*list));
    const char *id = table->key ? ci_column_text(rows, KEY) : NULL;
    circlet_point at;
    circlet_status status;

    if (!list)
        return ci_fail_nomem(error);
    replaced->rows = list;
    status = find_place(&at, rows, table, error);
    if (status != CIRCLET_OK)
        return status;
    list[replaced->count] =
        (ci_replaced_row){.digest = digest_row(rows),
                          .lon = (float)at.lon,
                          .lat = (float)at.lat,
                          .row = (uint32_t)ci_column_int(rows, ROW),
                          .next = CI_NOWHERE};
    if (id &&
        !(list[replaced->count].id = ci_arena_copy(&replaced->texts, id)))
        return ci_fail_nomem(error);
    return enter_key(replaced, digest_key(rows, table),
                     (uint32_t)replaced->count++)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

static circlet_status list_rows(ci_replaced *replaced, const ci_import *import,
                                int64_t source, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = select_rows(&rows, import, source, error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = add_row(replaced, rows, ci_layer_table_of(import->layer),
                             error);
    }
    ci_statement_free(rows);
    return status;
}

/* ---- removing ----------------------------------------------------------- */

static circlet_status run_for_source(ci_db *db, const char *before,
                                     const char *table, const char *after,
                                     int64_t source, circlet_error *error)
{
    ci_buffer sql = {0};
    ci_statement *statement = NULL;
    circlet_status status;

    ci_buffer_add(&sql, before);
    ci_buffer_add(&sql, table);
    ci_buffer_add(&sql, after);
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(&statement, db, sql.text, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(statement, 1, source, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    ci_buffer_free(&sql);
    return status;
}

static circlet_status find_source(int64_t *out_fid, ci_replaced *replaced,
                                  ci_import *import, const char *path,
                                  circlet_error *error)
{
    ci_statement *find = NULL;
    bool has_row = false;
    circlet_status status = ci_db_prepare(
        &find, import->db,
        "SELECT fid, sha256 FROM source WHERE layer = ? AND file = ?", error);

    if (status == CIRCLET_OK)
        status =
            ci_bind_text(find, 1, circlet_layer_name(import->layer), error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(find, 2, ci_source_base_name(path), error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(find, &has_row, error);
    *out_fid = 0;
    if (status == CIRCLET_OK && has_row) {
        const char *sha256 = ci_column_text(find, 1);

        *out_fid = ci_column_int(find, 0);
        replaced->was_there = true;
        snprintf(replaced->sha256, sizeof(replaced->sha256), "%s",
                 sha256 ? sha256 : "");
    }
    ci_statement_free(find);
    return status;
}

static circlet_status remove_rows(ci_import *import, const char *table,
                                  int64_t source, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    if (import->layer == CIRCLET_LAYER_FACILITIES)
        status = run_for_source(import->db,
                                "DELETE FROM facility_service WHERE facility "
                                "IN (SELECT id FROM ",
                                table, " WHERE source = ?)", source, error);
    if (status == CIRCLET_OK)
        status = run_for_source(import->db, "DELETE FROM ", table,
                                " WHERE source = ?", source, error);
    if (status != CIRCLET_OK)
        return status;
    import->counts.replaced += (uint64_t)ci_db_changes(import->db);
    return run_for_source(import->db, "DELETE FROM ", "source",
                          " WHERE fid = ?", source, error);
}

circlet_status ci_replaced_remove(ci_replaced *replaced, ci_import *import,
                                  const char *path, circlet_error *error)
{
    const ci_layer_table *table = ci_layer_table_of(import->layer);
    int64_t source = 0;
    circlet_status status =
        find_source(&source, replaced, import, path, error);

    if (status != CIRCLET_OK || !replaced->was_there)
        return status;
    replaced->has_ids = table->key != NULL;
    replaced->keys = ci_id_map_new(1024);
    if (!replaced->keys)
        return ci_fail_nomem(error);
    status = list_rows(replaced, import, source, error);
    return status == CIRCLET_OK
               ? remove_rows(import, table->table, source, error)
               : status;
}

/* ---- comparing ---------------------------------------------------------- */

static circlet_status check_same(const ci_replaced *replaced,
                                 const ci_import *import, const char *path,
                                 circlet_error *error)
{
    char sha256[CI_SHA256_TEXT_SIZE];
    circlet_status status = ci_source_hash(sha256, NULL, path, error);

    if (status != CIRCLET_OK || strcmp(sha256, replaced->sha256) == 0)
        return status;
    if (import->layer == CIRCLET_LAYER_UNITS)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: another source of that name is in the city, and "
                       "none of its %" PRIu32 " codes is in this one; rename "
                       "one of the two",
                       path, (uint32_t)replaced->count);
    return ci_fail(error, CIRCLET_E_DATA,
                   "%s: another source of that name is in the city, and none "
                   "of its %" PRIu32 " ids is in this one; rename one of the "
                   "two",
                   path, (uint32_t)replaced->count);
}

/* How the new rows of a source differ from the earlier ones. */
typedef struct comparison {
    ci_replaced *replaced;
    ci_import *import;
    const char *path;
    uint64_t shared, moved; /* with ids; far from where they were */
} comparison;

static void tell(const comparison *c, circlet_row_change change, uint64_t row,
                 const char *id)
{
    const circlet_import_options *options = &c->import->options;
    const circlet_row_news news = {change, c->path, row, id};

    if (options->changed)
        options->changed(&news, options->user);
}

/* The earlier row whose place a new one takes, or NULL. */
static ci_replaced_row *meet(ci_replaced *replaced, int64_t key)
{
    uint32_t first = ci_id_map_find(replaced->keys, key), i = first;
    ci_replaced_row *rows = replaced->rows;

    /* Those before `last` of the first are all met: it is moved on. */
    if (first == CI_NOWHERE)
        return NULL;
    if (rows[first].is_met)
        i = rows[first].last;
    if (i == CI_NOWHERE || rows[i].is_met)
        return NULL;
    rows[i].is_met = true;
    rows[first].last = rows[i].next;
    return &rows[i];
}

static bool is_far(const ci_replaced_row *before, circlet_point now)
{
    const circlet_point ends[] = {{before->lon, before->lat}, now};

    return !isnan(before->lon) && !isnan(now.lon) &&
           ci_geodesic_length_m(ends, 2) > FAR_M;
}

static circlet_status compare_row(comparison *c, ci_statement *rows,
                                  circlet_error *error)
{
    const ci_layer_table *table = ci_layer_table_of(c->import->layer);
    circlet_import_counts *counts = &c->import->counts;
    uint64_t number = (uint64_t)ci_column_int(rows, ROW);
    const char *id = table->key ? ci_column_text(rows, KEY) : NULL;
    ci_replaced_row *before = meet(c->replaced, digest_key(rows, table));
    circlet_point now;
    circlet_status status;

    if (!before) {
        counts->entered++;
        tell(c, CIRCLET_ROW_ENTERED, number, id);
        return CIRCLET_OK;
    }
    c->shared++;
    if (before->digest == digest_row(rows))
        return CIRCLET_OK;
    counts->changed++;
    tell(c, CIRCLET_ROW_CHANGED, number, id);
    status = find_place(&now, rows, table, error);
    c->moved += status == CIRCLET_OK && is_far(before, now);
    return status;
}

static void tell_left(comparison *c)
{
    const ci_replaced *replaced = c->replaced;

    for (size_t i = 0; i < replaced->count; i++)
        if (!replaced->rows[i].is_met) {
            c->import->counts.left++;
            tell(c, CIRCLET_ROW_LEFT, replaced->rows[i].row,
                 replaced->rows[i].id);
        }
}

static circlet_status compare_rows(comparison *c, int64_t fid,
                                   circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = select_rows(&rows, c->import, fid, error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            status = compare_row(c, rows, error);
    }
    ci_statement_free(rows);
    if (status == CIRCLET_OK)
        tell_left(c);
    return status;
}

/* The same layer of another place has none of the earlier rows, either. */
static circlet_status remark_on_another(const comparison *c,
                                        circlet_error *error)
{
    char sha256[CI_SHA256_TEXT_SIZE];
    circlet_status status = ci_source_hash(sha256, NULL, c->path, error);

    if (status == CIRCLET_OK && strcmp(sha256, c->replaced->sha256) != 0)
        ci_import_remark(
            c->import,
            "%s: another source of that name was in the city, and it takes "
            "its place as a whole: nothing of it is in this one; if it is "
            "another file, rename it, and import the earlier one again",
            c->path);
    return status;
}

/* Ids that only count, from 1 on, are those of any other file, too. */
static void remark_on_moves(const comparison *c)
{
    if (2 * c->moved > c->shared)
        ci_import_remark(
            c->import,
            "%s: %" PRIu64 " of %" PRIu64
            " ids that an earlier source of that name had, too, lie more than "
            "1 km from where they were: if it is another file, rename it, and "
            "import the earlier one again",
            c->path, c->moved, c->shared);
}

circlet_status ci_replaced_compare(ci_replaced *replaced, ci_import *import,
                                   const char *path, int64_t fid,
                                   circlet_error *error)
{
    comparison c = {.replaced = replaced, .import = import, .path = path};
    circlet_status status;

    /* The rows of a plan are no table that lasts: nothing is left of them. */
    if (!replaced->was_there || import->layer == CIRCLET_LAYER_PLAN)
        return CIRCLET_OK;
    status = compare_rows(&c, fid, error);
    if (status != CIRCLET_OK)
        return status;
    remark_on_moves(&c);
    if (c.shared > 0 || replaced->count == 0)
        return CIRCLET_OK;
    return replaced->has_ids ? check_same(replaced, import, path, error)
                             : remark_on_another(&c, error);
}
