#include "io/import_replaced.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/text.h"
#include "io/import_layer.h"
#include "io/import_source.h"

void ci_replaced_free(ci_replaced *replaced)
{
    ci_name_map_free(replaced->keys);
    ci_arena_free(&replaced->texts);
    free(replaced->digests);
    *replaced = (ci_replaced){0};
}

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

/* The first column is the key, the second the geometry. */
static uint64_t digest_row(ci_statement *rows)
{
    uint64_t digest = UINT64_C(14695981039346656037);
    size_t size = 0;
    const void *bytes = ci_column_blob(rows, 1, &size);

    digest = digest_bytes(digest, bytes, size);
    for (int i = 2; i < (int)ci_column_count(rows); i++) {
        const char *text = ci_column_text(rows, i);

        digest = digest_bytes(digest, text ? "=" : "-", 1);
        if (text)
            digest = digest_bytes(digest, text, strlen(text) + 1);
    }
    return digest;
}

/* All that is stored of a row but where it came from. */
static void add_select(ci_buffer *sql, const ci_layer_table *table)
{
    ci_buffer_add(sql, "SELECT ");
    ci_buffer_add(sql, table->key ? table->key : "NULL");
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

static bool add_digest(ci_replaced *replaced, uint64_t digest)
{
    uint64_t *digests =
        ci_array_reserve_one(replaced->digests, replaced->count,
                             &replaced->capacity, sizeof(*digests));

    if (!digests)
        return false;
    replaced->digests = digests;
    digests[replaced->count++] = digest;
    return true;
}

/* A key that a person has emptied cannot come again. */
static bool add_row(ci_replaced *replaced, ci_statement *rows)
{
    uint32_t position = (uint32_t)replaced->count;
    const char *key;

    if (!add_digest(replaced, digest_row(rows)))
        return false;
    if (!replaced->keys)
        return true;
    key = ci_column_text(rows, 0);
    key = ci_arena_copy(&replaced->texts, key ? key : "");
    return key && (ci_name_map_find(replaced->keys, key) != CI_NOWHERE ||
                   ci_name_map_add(replaced->keys, key, position));
}

static circlet_status list_rows(ci_replaced *replaced, const ci_import *import,
                                int64_t source, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status = select_rows(&rows, import, source, error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row && !add_row(replaced, rows))
            status = ci_fail_nomem(error);
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
    if (table->key && !(replaced->keys = ci_name_map_new()))
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

static int compare_digests(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

/* Rows without keys: each that is in one of two sorted lists alone. */
static void count_alone(circlet_import_counts *counts, ci_replaced *before,
                        ci_replaced *after)
{
    size_t i = 0, j = 0;

    if (before->count > 0)
        qsort(before->digests, before->count, sizeof(*before->digests),
              compare_digests);
    if (after->count > 0)
        qsort(after->digests, after->count, sizeof(*after->digests),
              compare_digests);
    while (i < before->count && j < after->count) {
        int order = compare_digests(&before->digests[i], &after->digests[j]);

        counts->left += order < 0;
        counts->entered += order > 0;
        i += order <= 0;
        j += order >= 0;
    }
    counts->left += before->count - i;
    counts->entered += after->count - j;
}

/* A row with a key: the same, changed, or new. */
static void count_row(circlet_import_counts *counts, size_t *shared,
                      const ci_replaced *replaced, ci_statement *rows)
{
    const char *key = ci_column_text(rows, 0);
    uint32_t position =
        key ? ci_name_map_find(replaced->keys, key) : CI_NOWHERE;

    if (position == CI_NOWHERE) {
        counts->entered++;
        return;
    }
    ++*shared;
    counts->changed += replaced->digests[position] != digest_row(rows);
}

static circlet_status compare_keys(const ci_replaced *replaced,
                                   ci_import *import, const char *path,
                                   int64_t fid, circlet_error *error)
{
    ci_statement *rows = NULL;
    bool has_row = true;
    size_t shared = 0;
    circlet_status status = select_rows(&rows, import, fid, error);

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row)
            count_row(&import->counts, &shared, replaced, rows);
    }
    ci_statement_free(rows);
    if (status != CIRCLET_OK)
        return status;
    import->counts.left += replaced->count - shared;
    return shared > 0 || replaced->count == 0
               ? CIRCLET_OK
               : check_same(replaced, import, path, error);
}

circlet_status ci_replaced_compare(ci_replaced *replaced, ci_import *import,
                                   const char *path, int64_t fid,
                                   circlet_error *error)
{
    ci_replaced after = {0};
    circlet_status status;

    if (!replaced->was_there)
        return CIRCLET_OK;
    if (replaced->keys)
        return compare_keys(replaced, import, path, fid, error);
    status = list_rows(&after, import, fid, error);
    if (status == CIRCLET_OK)
        count_alone(&import->counts, replaced, &after);
    ci_replaced_free(&after);
    return status;
}
