#include "io/import_source.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/sha256.h"
#include "io/import_layer.h"
#include "io/source.h"

#define READ_STEP ((size_t)64 * 1024)

const char *ci_source_base_name(const char *path)
{
    size_t size = ci_source_file_size(path);

    while (size > 0 && path[size - 1] != '/')
        size--;
    return path + size;
}

/* The bytes of a file that may be missing. */
static circlet_status hash_part(ci_sha256 *hash, const char *path,
                                circlet_error *error)
{
    FILE *file = fopen(path, "rb");
    char *bytes;
    size_t size;
    bool has_failed;

    if (!file)
        return CIRCLET_OK;
    bytes = malloc(READ_STEP);
    if (!bytes) {
        fclose(file);
        return ci_fail_nomem(error);
    }
    while ((size = fread(bytes, 1, READ_STEP, file)) > 0)
        ci_sha256_add(hash, bytes, size);
    has_failed = ferror(file);
    free(bytes);
    fclose(file);
    if (has_failed)
        return ci_fail(error, CIRCLET_E_IO, "%s: cannot be read", path);
    return CIRCLET_OK;
}

static circlet_status hash_shapefile(char out[65], char *path,
                                     circlet_error *error)
{
    static const char *const suffixes[] = {"shp", "shx", "dbf", "prj", "cpg"};
    char *suffix = path + strlen(path) - 3;
    ci_sha256 hash;

    ci_sha256_start(&hash);
    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        circlet_status status;

        /* The .shp has the name that was given, in any case. */
        if (i > 0)
            memcpy(suffix, suffixes[i], 3);
        status = hash_part(&hash, path, error);
        if (status != CIRCLET_OK)
            return status;
    }
    ci_sha256_finish(out, &hash);
    return CIRCLET_OK;
}

circlet_status ci_source_hash(char out[65], const char *path,
                              circlet_error *error)
{
    size_t size = ci_source_file_size(path);
    char *file = ci_text_copy_n(path, size);
    circlet_status status;

    if (!file)
        return ci_fail_nomem(error);
    if (size > 4 && strcasecmp(file + size - 4, ".shp") == 0)
        status = hash_shapefile(out, file, error);
    else
        status = ci_sha256_file(out, file, error);
    free(file);
    return status;
}

circlet_status ci_source_row_add(int64_t *out_fid, ci_import *import,
                                 const char *path, circlet_error *error)
{
    char sha256[CI_SHA256_TEXT_SIZE];
    const char *texts[3] = {circlet_layer_name(import->layer),
                            ci_source_base_name(path), sha256};
    ci_statement *insert = NULL;
    circlet_status status = ci_source_hash(sha256, path, error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &insert, import->db,
            "INSERT INTO source (layer, file, sha256, run, is_complete, rows, "
            "imported, rejected) VALUES (?, ?, ?, ?, ?, 0, 0, 0)",
            error);
    for (int i = 0; i < 3 && status == CIRCLET_OK; i++)
        status = ci_bind_text(insert, i + 1, texts[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 4, import->run, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 5, import->options.is_complete, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(insert, NULL, error);
    if (status == CIRCLET_OK)
        *out_fid = ci_db_last_fid(import->db);
    ci_statement_free(insert);
    return status;
}

circlet_status ci_source_row_finish(ci_import *import, int64_t fid,
                                    const ci_source_row *row,
                                    circlet_error *error)
{
    const uint64_t counts[] = {row->rows, row->imported, row->rejected,
                               row->turn_restrictions, row->nodes_missing};
    ci_statement *update = NULL;
    circlet_status status = ci_db_prepare(
        &update, import->db,
        "UPDATE source SET rows = ?, imported = ?, rejected = ?, "
        "turn_restrictions = ?, nodes_missing = ?, remark = ? WHERE fid = ?",
        error);

    for (int i = 0; i < 5 && status == CIRCLET_OK; i++)
        status = i >= 3 && !row->is_roads
                     ? ci_bind_null(update, i + 1, error)
                     : ci_bind_int(update, i + 1, (int64_t)counts[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(update, 6, row->remark, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 7, fid, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(update, NULL, error);
    ci_statement_free(update);
    return status;
}

/* Prepares a statement whose parameter 1 is the fid of a source. */
static circlet_status prepare_for_source(ci_statement **out, ci_db *db,
                                         const char *const parts[3],
                                         int64_t source, circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    for (int i = 0; i < 3; i++)
        ci_buffer_add(&sql, parts[i]);
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(out, db, sql.text, error);
    ci_buffer_free(&sql);
    return status == CIRCLET_OK ? ci_bind_int(*out, 1, source, error) : status;
}

static circlet_status run_for_source(ci_db *db, const char *before,
                                     const char *table, const char *after,
                                     int64_t source, circlet_error *error)
{
    const char *const parts[] = {before, table, after};
    ci_statement *statement = NULL;
    circlet_status status =
        prepare_for_source(&statement, db, parts, source, error);

    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, NULL, error);
    ci_statement_free(statement);
    return status;
}

static circlet_status find_source(int64_t *out_fid, ci_source_keys *keys,
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
        snprintf(keys->sha256, sizeof(keys->sha256), "%s",
                 sha256 ? sha256 : "");
    }
    ci_statement_free(find);
    return status;
}

/* ---- what is replaced --------------------------------------------------- */

void ci_source_keys_free(ci_source_keys *keys)
{
    ci_name_map_free(keys->map);
    ci_arena_free(&keys->texts);
    *keys = (ci_source_keys){0};
}

/* A key that a person has emptied cannot come again. */
static bool add_key(ci_source_keys *keys, const char *key)
{
    const char *copy = ci_arena_copy(&keys->texts, key ? key : "");

    if (!copy)
        return false;
    if (ci_name_map_find(keys->map, copy) == CI_NOWHERE &&
        !ci_name_map_add(keys->map, copy, keys->count))
        return false;
    keys->count++;
    return true;
}

static circlet_status list_keys(ci_source_keys *keys, const ci_import *import,
                                const char *table, int64_t source,
                                circlet_error *error)
{
    const char *const parts[] = {import->layer == CIRCLET_LAYER_UNITS
                                     ? "SELECT code FROM "
                                     : "SELECT id FROM ",
                                 table, " WHERE source = ?"};
    ci_statement *rows = NULL;
    bool has_row = true;
    circlet_status status;

    keys->map = ci_name_map_new();
    if (!keys->map)
        return ci_fail_nomem(error);
    status = prepare_for_source(&rows, import->db, parts, source, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(rows, &has_row, error);
        if (status == CIRCLET_OK && has_row &&
            !add_key(keys, ci_column_text(rows, 0)))
            status = ci_fail_nomem(error);
    }
    ci_statement_free(rows);
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

circlet_status ci_source_remove(ci_source_keys *keys, ci_import *import,
                                const char *path, circlet_error *error)
{
    const char *table = ci_layer_table_of(import->layer)->table;
    int64_t source = 0;
    circlet_status status = find_source(&source, keys, import, path, error);

    if (status != CIRCLET_OK || source == 0)
        return status;
    status = list_keys(keys, import, table, source, error);
    return status == CIRCLET_OK ? remove_rows(import, table, source, error)
                                : status;
}

circlet_status ci_source_check_same(const ci_source_keys *keys,
                                    const ci_import *import, const char *path,
                                    circlet_error *error)
{
    char sha256[CI_SHA256_TEXT_SIZE];
    circlet_status status = ci_source_hash(sha256, path, error);

    if (status != CIRCLET_OK || strcmp(sha256, keys->sha256) == 0)
        return status;
    if (import->layer == CIRCLET_LAYER_UNITS)
        return ci_fail(error, CIRCLET_E_DATA,
                       "%s: another source of that name is in the city, and "
                       "none of its %" PRIu32 " codes is in this one; rename "
                       "one of the two",
                       path, keys->count);
    return ci_fail(error, CIRCLET_E_DATA,
                   "%s: another source of that name is in the city, and none "
                   "of its %" PRIu32 " ids is in this one; rename one of the "
                   "two",
                   path, keys->count);
}
