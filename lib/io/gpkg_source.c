/* Tables of GeoPackages, SpatiaLite databases and other SQLite files as
 * sources: opening them, and their coordinate systems. */
#include "io/table_source.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/text.h"
#include "io/source_crs.h"
#include "io/wal_file.h"

static void close_table(void *state)
{
    ci_table_source *source = state;

    ci_statement_free(source->rows);
    ci_db_close(source->db);
    ci_transform_free(source->transform);
    ci_geometry_free(&source->geometry);
    ci_record_values_free(&source->values);
    free(source->key_column);
    free(source->geometry_column);
    free(source->layer);
    free(source->file);
    free(source);
}

/* ---- its coordinate system -----------------------------------------------
 */

/* How a file without gpkg_contents describes its systems: SpatiaLite 4 and 5
 * have WKT and PROJ's form, SpatiaLite 3 has the WKT under another name, older
 * ones have PROJ's alone, and OGR's own SQLite files WKT alone. */
static circlet_status find_definition(const char **out, ci_db *db,
                                      circlet_error *error)
{
    static const char *const sql[] = {
        "SELECT auth_name || ':' || auth_srid, proj4text "
        "FROM spatial_ref_sys WHERE srid = ?1",
        "SELECT auth_name || ':' || auth_srid, srtext "
        "FROM spatial_ref_sys WHERE srid = ?1",
        "SELECT auth_name || ':' || auth_srid, srs_wkt "
        "FROM spatial_ref_sys WHERE srid = ?1",
        "SELECT auth_name || ':' || auth_srid, "
        "coalesce(nullif(nullif(srtext, 'Undefined'), ''), proj4text) "
        "FROM spatial_ref_sys WHERE srid = ?1"};
    int64_t which = 0;
    circlet_status status =
        ci_db_query_int(&which, db,
                        "SELECT max(iif(lower(name) = 'srtext', 1, 0)) + 2 * "
                        "max(iif(lower(name) = 'proj4text', 1, 0)) + 4 * "
                        "max(iif(lower(name) = 'srs_wkt', 1, 0)) "
                        "FROM pragma_table_info('spatial_ref_sys')",
                        error);

    *out = sql[(which & 3) == 3 ? 3 : which & 4 ? 2 : which & 1 ? 1 : 0];
    return status;
}

/* The authority's code of the layer's system and its definition; both empty
 * if the file has no row for it. */
static circlet_status read_srs(ci_table_source *source, ci_buffer *code,
                               ci_buffer *definition, circlet_error *error)
{
    static const char gpkg_sql[] =
        "SELECT organization || ':' || organization_coordsys_id, definition "
        "FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    const char *sql = gpkg_sql;
    ci_statement *statement = NULL;
    bool has_row = false;
    circlet_status status = CIRCLET_OK;

    if (source->catalogue != CI_CATALOGUE_GPKG)
        status = find_definition(&sql, source->db, error);
    if (status == CIRCLET_OK)
        status = ci_db_prepare(&statement, source->db, sql, error);
    if (status == CIRCLET_OK)
        status = ci_bind_int(statement, 1, source->srs_id, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, &has_row, error);
    if (status == CIRCLET_OK && has_row) {
        const char *text = ci_column_text(statement, 0);

        ci_buffer_add(code, text ? text : "");
        text = ci_column_text(statement, 1);
        ci_buffer_add(definition, text ? text : "");
        if (code->failed || definition->failed)
            status = ci_fail_nomem(error);
    }
    ci_statement_free(statement);
    return status;
}

/* The code says more than the definition, in which old writers put shifts
 * of a datum that hold elsewhere; other authorities PROJ may not know. */
static circlet_status choose_said(const char **out,
                                  const ci_table_source *source,
                                  const ci_buffer *code,
                                  const ci_buffer *definition,
                                  circlet_error *error)
{
    *out = definition->text;
    if (code->size > 5 && strncasecmp(code->text, "EPSG:", 5) == 0)
        *out = code->text;
    else if (definition->size == 0)
        return ci_fail(error, CIRCLET_E_CRS,
                       "%s: layer '%s' has srs_id %lld, which the file does "
                       "not describe",
                       source->file, source->layer, (long long)source->srs_id);
    return CIRCLET_OK;
}

/* A row that cannot be read is told when it is its turn. */
static void sample_rows(ci_table_source *source, ci_crs_sample *out)
{
    bool has_row = true;

    for (int i = 0; i < CI_CRS_SAMPLE_MAX && has_row; i++) {
        if (ci_statement_step(source->rows, &has_row, NULL) != CIRCLET_OK)
            break;
        if (has_row && ci_table_read_geometry(source, NULL) == CIRCLET_OK &&
            source->geometry.point_count > 0)
            ci_crs_sample_add(out, source->geometry.points[0]);
    }
    ci_statement_reset(source->rows);
}

/*
 * Takes the system that all geometries say where the layer says none; each
 * row that says another one than the first is counted against it.
 */
static circlet_status find_srs_in_rows(ci_table_source *source, ci_source *out,
                                       circlet_error *error)
{
    int32_t found = 0;
    bool has_row = true;
    circlet_status status = CIRCLET_OK;

    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(source->rows, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        if (ci_table_read_geometry(source, NULL) != CIRCLET_OK ||
            source->geometry.point_count == 0 || source->row_srs_id == found)
            continue;
        if (found != 0)
            status = ci_fail(error, CIRCLET_E_CRS,
                             "%s: layer '%s' says no coordinate system, and "
                             "its geometries say srs_id %d as well as %d: say "
                             "which",
                             source->file, source->layer, (int)found,
                             (int)source->row_srs_id);
        found = source->row_srs_id;
    }
    ci_statement_reset(source->rows);
    if (status != CIRCLET_OK || found <= 0)
        return status;
    source->srs_id = found;
    return ci_source_add_remark(out,
                                "layer '%s' says no coordinate system; its "
                                "geometries say srs_id %d, which is taken",
                                source->layer, (int)found)
               ? CIRCLET_OK
               : ci_fail_nomem(error);
}

/* srs_id 0 and -1 are "undefined" by the standards. */
static circlet_status open_crs(ci_source *out,
                               const ci_source_options *options,
                               circlet_error *error)
{
    ci_table_source *source = out->state;
    ci_crs_sample sample = {.count = 0};
    ci_buffer code = {0}, definition = {0};
    const char *said = NULL;
    circlet_status status = CIRCLET_OK;

    if (!source->geometry_column)
        return ci_transform_new(&source->transform, "EPSG:4326", error);
    if (!options->crs && source->srs_id <= 0)
        status = find_srs_in_rows(source, out, error);
    source->checks_srs = !options->crs;
    if (status == CIRCLET_OK && !options->crs && source->srs_id > 0) {
        status = read_srs(source, &code, &definition, error);
        if (status != CIRCLET_OK && status != CIRCLET_E_NOMEM)
            ci_fail_within(error, status, source->file);
        if (status == CIRCLET_OK)
            status = choose_said(&said, source, &code, &definition, error);
    }
    if (status == CIRCLET_OK) {
        sample_rows(source, &sample);
        status = ci_source_transform(&source->transform, out, source->file,
                                     options, said, &sample, error);
    }
    ci_buffer_free(&code);
    ci_buffer_free(&definition);
    return status;
}

/* ---- opening -------------------------------------------------------------
 */

static circlet_status open_all(ci_source *out, const char *path,
                               const ci_source_options *options,
                               circlet_error *error)
{
    ci_table_source *source = out->state;
    size_t size = ci_source_file_size(path);
    circlet_status status;

    source->file = ci_text_copy_n(path, size);
    if (!source->file)
        return ci_fail_nomem(error);
    /* The hash of the source is that of the file alone. */
    status = ci_check_no_wal(source->file, error);
    if (status == CIRCLET_OK)
        status = ci_db_open(&source->db, source->file, CI_DB_READ, error);
    if (status == CIRCLET_OK)
        status = ci_table_find_layer(
            source, path[size] ? path + size + 1 : NULL, error);
    if (status == CIRCLET_OK)
        status = ci_table_prepare(out, error);
    if (status != CIRCLET_OK)
        return status;
    out->has_geometry = source->geometry_column;
    return open_crs(out, options, error);
}

circlet_status ci_gpkg_open(ci_source *out, const char *path,
                            const ci_source_options *options,
                            circlet_error *error)
{
    ci_source made = {.format = {ci_table_next, close_table}};
    circlet_status status;

    if (options->encoding)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%s: the encoding of a GeoPackage or SQLite file is "
                       "known: it takes no other",
                       path);
    made.state = calloc(1, sizeof(ci_table_source));
    if (!made.state)
        return ci_fail_nomem(error);
    status = open_all(&made, path, options, error);
    if (status != CIRCLET_OK) {
        ci_source_free_parts(&made);
        return status;
    }
    *out = made;
    return CIRCLET_OK;
}
