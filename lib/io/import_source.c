#include "io/import_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "base/error.h"
#include "base/sha256.h"
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
static circlet_status hash_part(ci_sha256 *hash, uint64_t *total,
                                const char *path, circlet_error *error)
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
    while ((size = fread(bytes, 1, READ_STEP, file)) > 0) {
        ci_sha256_add(hash, bytes, size);
        *total += size;
    }
    has_failed = ferror(file);
    free(bytes);
    fclose(file);
    if (has_failed)
        return ci_fail(error, CIRCLET_E_IO, "%s: cannot be read", path);
    return CIRCLET_OK;
}

static circlet_status hash_shapefile(char out[65], uint64_t *total, char *path,
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
        status = hash_part(&hash, total, path, error);
        if (status != CIRCLET_OK)
            return status;
    }
    ci_sha256_finish(out, &hash);
    return CIRCLET_OK;
}

static uint64_t size_of_file(const char *path)
{
    struct stat found;

    return stat(path, &found) == 0 ? (uint64_t)found.st_size : 0;
}

circlet_status ci_source_hash(char out[65], uint64_t *out_size,
                              const char *path, circlet_error *error)
{
    size_t size = ci_source_file_size(path);
    char *file = ci_text_copy_n(path, size);
    uint64_t total = 0;
    circlet_status status;

    if (!file)
        return ci_fail_nomem(error);
    if (size > 4 && strcasecmp(file + size - 4, ".shp") == 0)
        status = hash_shapefile(out, &total, file, error);
    else
        status = ci_sha256_file(out, file, error);
    if (status == CIRCLET_OK && out_size)
        *out_size = total > 0 ? total : size_of_file(file);
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
    uint64_t size = 0;
    circlet_status status = ci_source_hash(sha256, &size, path, error);

    if (status == CIRCLET_OK)
        status = ci_db_prepare(
            &insert, import->db,
            "INSERT INTO source (layer, file, sha256, run, is_complete, size, "
            "rows, imported, rejected, repaired, doubtful) "
            "VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0)",
            error);
    for (int i = 0; i < 3 && status == CIRCLET_OK; i++)
        status = ci_bind_text(insert, i + 1, texts[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 4, import->run, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 5, import->options.is_complete, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(insert, 6, (int64_t)size, error);
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
    const uint64_t counts[] = {row->rows,
                               row->imported,
                               row->rejected,
                               row->repaired,
                               row->doubtful,
                               row->turn_restrictions,
                               row->turn_restrictions_used,
                               row->nodes_missing};
    ci_statement *update = NULL;
    circlet_status status = ci_db_prepare(
        &update, import->db,
        "UPDATE source SET rows = ?, imported = ?, rejected = ?, "
        "repaired = ?, doubtful = ?, turn_restrictions = ?, "
        "turn_restrictions_used = ?, nodes_missing = ?, remark = ? "
        "WHERE fid = ?",
        error);

    for (int i = 0; i < 8 && status == CIRCLET_OK; i++)
        status = i >= 5 && !row->is_roads
                     ? ci_bind_null(update, i + 1, error)
                     : ci_bind_int(update, i + 1, (int64_t)counts[i], error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(update, 9, row->remark, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(update, 10, fid, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(update, NULL, error);
    ci_statement_free(update);
    return status;
}
