/* Which layer of a SQLite file is meant. */
#include "io/table_source.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/text.h"
#include "io/user_tables.h"

#define LIST_SIZE 512

circlet_status ci_table_keep_text(char **out, const char *text,
                                  circlet_error *error)
{
    char *copy = ci_text_copy(text ? text : "");

    if (!copy)
        return ci_fail_nomem(error);
    free(*out);
    *out = copy;
    return CIRCLET_OK;
}

/* ---- the catalogue ------------------------------------------------------ */

static circlet_status find_catalogue(ci_table_source *source,
                                     circlet_error *error)
{
    size_t size = strlen(source->file);
    bool says_gpkg =
        size > 5 && strcasecmp(source->file + size - 5, ".gpkg") == 0;
    int64_t kind = 0;
    circlet_status status = ci_db_query_int(
        &kind, source->db,
        "SELECT max(iif(lower(name) = 'gpkg_contents', 2, 1)) FROM "
        "sqlite_master WHERE type = 'table' AND "
        "lower(name) IN ('gpkg_contents', 'geometry_columns')",
        error);

    if (status != CIRCLET_OK)
        return status;
    if (kind != 2 && says_gpkg)
        return ci_fail(error, CIRCLET_E_FORMAT,
                       "%s: no GeoPackage: it has no table gpkg_contents",
                       source->file);
    source->catalogue = kind == 2   ? CI_CATALOGUE_GPKG
                        : kind == 1 ? CI_CATALOGUE_SPATIALITE
                                    : CI_CATALOGUE_NONE;
    return CIRCLET_OK;
}

/* Each gives name, geometry column, srs id, how many geometry columns, and
 * whether it is a view, in the order of the names; ?1 is the name, or NULL.
 * Tables of attributes only count when one is asked for by name, or when
 * there is no layer. */
static const char gpkg_sql[] =
    "SELECT c.table_name, g.column_name, g.srs_id, 1, "
    "(SELECT m.type = 'view' FROM sqlite_master m "
    "WHERE lower(m.name) = lower(c.table_name)) "
    "FROM gpkg_contents c "
    "LEFT JOIN gpkg_geometry_columns g ON g.table_name = c.table_name "
    "WHERE c.data_type = 'features' AND ?1 IS NULL OR "
    "c.data_type IN ('features', 'attributes') AND "
    "lower(c.table_name) = lower(?1) "
    "ORDER BY c.table_name";

/* Views are in a table of their own, and left out. The names that are
 * registered are in lower case, whatever the table's are. */
static const char spatialite_sql[] =
    "SELECT m.name, g.f_geometry_column, coalesce(g.srid, 0), count(*), 0 "
    "FROM geometry_columns g JOIN sqlite_master m "
    "ON m.type = 'table' AND lower(m.name) = lower(g.f_table_name) "
    "WHERE ?1 IS NULL OR lower(m.name) = lower(?1) "
    "GROUP BY m.name ORDER BY m.name";

static const char gpkg_attributes_sql[] =
    "SELECT table_name, NULL, 0, 1, 0 FROM gpkg_contents "
    "WHERE data_type = 'attributes' AND "
    "(?1 IS NULL OR lower(table_name) = lower(?1)) ORDER BY table_name";

static const char plain_sql[] =
    "SELECT name, NULL, 0, 1, 0 FROM sqlite_master WHERE " CI_USER_TABLES_SQL
    " AND (?1 IS NULL OR lower(name) = lower(?1)) ORDER BY name";

/* ---- the layers --------------------------------------------------------- */

/* What a search found: how many, their names, and the first of them kept. */
typedef struct layer_search {
    const char *name; /* NULL: any */
    char list[LIST_SIZE];
    size_t count;
} layer_search;

static circlet_status keep_layer(ci_table_source *source,
                                 ci_statement *statement, circlet_error *error)
{
    circlet_status status = ci_table_keep_text(
        &source->layer, ci_column_text(statement, 0), error);

    if (status == CIRCLET_OK && !ci_column_is_null(statement, 1))
        status = ci_table_keep_text(&source->geometry_column,
                                    ci_column_text(statement, 1), error);
    if (status != CIRCLET_OK)
        return status;
    source->srs_id = ci_column_int(statement, 2);
    source->is_view = ci_column_int(statement, 4) != 0;
    if (ci_column_int(statement, 3) > 1)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "%s: layer '%s' has %d geometry columns, not one",
                       source->file, source->layer,
                       (int)ci_column_int(statement, 3));
    return CIRCLET_OK;
}

static void list_name(char list[LIST_SIZE], const char *name)
{
    size_t size = strlen(list);

    snprintf(list + size, LIST_SIZE - size, "%s%s", size > 0 ? ", " : "",
             name ? name : "");
    ci_text_cut_at_character(list);
}

static circlet_status look_for(ci_table_source *source, layer_search *search,
                               const char *sql, circlet_error *error)
{
    ci_statement *statement = NULL;
    bool has_row = true;
    circlet_status status = ci_db_prepare(&statement, source->db, sql, error);

    search->count = 0;
    search->list[0] = '\0';
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, search->name, error);
    while (status == CIRCLET_OK && has_row) {
        status = ci_statement_step(statement, &has_row, error);
        if (status != CIRCLET_OK || !has_row)
            break;
        list_name(search->list, ci_column_text(statement, 0));
        if (search->count++ == 0)
            status = keep_layer(source, statement, error);
    }
    ci_statement_free(statement);
    return status;
}

/* Layers first; then tables, of a GeoPackage those that it lists. */
static circlet_status look_everywhere(ci_table_source *source,
                                      layer_search *search,
                                      circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    search->count = 0;
    if (source->catalogue == CI_CATALOGUE_GPKG) {
        status = look_for(source, search, gpkg_sql, error);
        return status == CIRCLET_OK && search->count == 0
                   ? look_for(source, search, gpkg_attributes_sql, error)
                   : status;
    }
    if (source->catalogue == CI_CATALOGUE_SPATIALITE)
        status = look_for(source, search, spatialite_sql, error);
    if (status == CIRCLET_OK && search->count == 0)
        status = look_for(source, search, plain_sql, error);
    return status;
}

static circlet_status fail_unnamed(const ci_table_source *source,
                                   const layer_search *search,
                                   circlet_error *error)
{
    if (search->count == 0)
        return ci_fail(error, CIRCLET_E_NOT_FOUND, "%s: file has no layer",
                       source->file);
    return ci_fail(error, CIRCLET_E_NOT_FOUND,
                   "%s: file has several layers (%s): say which, as in "
                   "%s:%s",
                   source->file, search->list, source->file, source->layer);
}

/* OGR's own SQLite files say for each layer how its geometries are stored;
 * SpatiaLite, which has one way, does not have the column. */
static circlet_status read_form(ci_table_source *source, circlet_error *error)
{
    ci_statement *statement = NULL;
    int64_t has_forms = 0;
    bool has_row = false;
    circlet_status status = ci_db_query_int(
        &has_forms, source->db,
        "SELECT count(*) FROM pragma_table_info('geometry_columns') "
        "WHERE lower(name) = 'geometry_format'",
        error);

    if (status != CIRCLET_OK || !has_forms || !source->geometry_column)
        return status;
    status = ci_db_prepare(&statement, source->db,
                           "SELECT upper(geometry_format) FROM "
                           "geometry_columns WHERE lower(f_table_name) = "
                           "lower(?1)",
                           error);
    if (status == CIRCLET_OK)
        status = ci_bind_text(statement, 1, source->layer, error);
    if (status == CIRCLET_OK)
        status = ci_statement_step(statement, &has_row, error);
    if (status == CIRCLET_OK && has_row) {
        const char *form = ci_column_text(statement, 0);

        source->is_wkb = form && strcmp(form, "WKB") == 0;
        if (!source->is_wkb && form && strcmp(form, "SPATIALITE") != 0)
            status = ci_fail(error, CIRCLET_E_UNSUPPORTED,
                             "%s: layer '%s' has geometries of form '%s', "
                             "which is none of WKB, SPATIALITE",
                             source->file, source->layer, form);
    }
    ci_statement_free(statement);
    return status;
}

static circlet_status find_layer(ci_table_source *source, const char *name,
                                 circlet_error *error)
{
    layer_search search = {.name = name};
    circlet_status status = look_everywhere(source, &search, error);

    if (status != CIRCLET_OK || search.count == 1 ||
        (name && search.count > 1))
        return status;
    if (!name)
        return fail_unnamed(source, &search, error);
    search.name = NULL;
    status = look_everywhere(source, &search, error);
    if (status != CIRCLET_OK)
        return status;
    return ci_fail(error, CIRCLET_E_NOT_FOUND,
                   "%s: file has no layer '%s' (layers: %s)", source->file,
                   name, search.list);
}

circlet_status ci_table_find_layer(ci_table_source *source, const char *name,
                                   circlet_error *error)
{
    circlet_status status = find_catalogue(source, error);

    if (status == CIRCLET_OK)
        status = find_layer(source, name, error);
    if (status == CIRCLET_OK && source->catalogue == CI_CATALOGUE_SPATIALITE)
        status = read_form(source, error);
    return status;
}
