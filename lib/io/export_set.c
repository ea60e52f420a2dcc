#include "io/export_set.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/error.h"
#include "base/text.h"
#include "io/qgis_store.h"

typedef circlet_status (*write_fn)(const ci_export_set *set, const char *table,
                                   const char *path, circlet_error *error);

static const struct {
    const char *suffix;
    write_fn write;
} kinds[] = {
    {".shp", ci_export_shapefile},
    {".geojson", ci_export_geojson},
    {".csv", ci_export_csv},
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

/* Position of the kind of a name; KINDS: none. */
static size_t kind_of(const char *to)
{
    size_t size = strlen(to);

    for (size_t i = 0; i < KINDS; i++) {
        size_t suffix_size = strlen(kinds[i].suffix);

        if (size > suffix_size &&
            strcasecmp(to + size - suffix_size, kinds[i].suffix) == 0)
            return i;
    }
    return KINDS;
}

bool ci_is_export_set(const char *to)
{
    return kind_of(to) < KINDS;
}

circlet_status ci_export_set_rows(ci_statement **out, const ci_export_set *set,
                                  const char *table,
                                  const ci_field_names *names,
                                  circlet_error *error)
{
    ci_buffer sql = {0};
    circlet_status status;

    ci_buffer_add(&sql, "SELECT ");
    ci_field_names_select(&sql, names);
    ci_buffer_add(&sql, names->has_geometry ? ", geom" : "");
    ci_buffer_add(&sql, " FROM main.");
    ci_buffer_add(&sql, table);
    ci_buffer_add(&sql, " ORDER BY fid");
    status = sql.failed ? ci_fail_nomem(error)
                        : ci_db_prepare(out, set->db, sql.text, error);
    ci_buffer_free(&sql);
    return status;
}

/* ---- files -------------------------------------------------------------- */

/* NAME_LAYER.shp; the one layer that is asked for is NAME.shp. */
static char *name_file(const ci_export_set *set, const char *table)
{
    size_t suffix_size = strlen(kinds[kind_of(set->to)].suffix);
    size_t stem = strlen(set->to) - suffix_size;
    ci_buffer name = {0};

    ci_buffer_add_n(&name, set->to, stem);
    if (!set->options->layer) {
        ci_buffer_add(&name, "_");
        ci_buffer_add(&name, table);
    }
    ci_buffer_add(&name, set->to + stem);
    if (name.failed) {
        ci_buffer_free(&name);
        return NULL;
    }
    return name.text;
}

static bool is_wanted(const ci_export_set *set, const char *table)
{
    return !set->options->layer || strcmp(set->options->layer, table) == 0;
}

/* Calls `write` for each table that is wanted. */
static circlet_status for_each(const ci_export_set *set, write_fn write,
                               circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; i <= set->count && status == CIRCLET_OK; i++) {
        const char *table =
            i < set->count ? set->layers[i].table : "data_dictionary";
        char *path;

        if (!is_wanted(set, table))
            continue;
        path = name_file(set, table);
        status = path ? write(set, table, path, error) : ci_fail_nomem(error);
        free(path);
    }
    return status;
}

static circlet_status check_new(const ci_export_set *set, const char *table,
                                const char *path, circlet_error *error)
{
    (void)set;
    (void)table;
    if (access(path, F_OK) == 0)
        return ci_fail(error, CIRCLET_E_INPUT, "%s: exists already", path);
    return CIRCLET_OK;
}

/* ---- what is asked for -------------------------------------------------- */

static circlet_status fail_layer(const ci_export_set *set,
                                 circlet_error *error)
{
    ci_buffer names = {0};
    circlet_status status;

    for (size_t i = 0; i < set->count; i++) {
        ci_buffer_add(&names, set->layers[i].table);
        ci_buffer_add(&names, ", ");
    }
    ci_buffer_add(&names, "data_dictionary");
    status = names.failed
                 ? ci_fail_nomem(error)
                 : ci_fail(error, CIRCLET_E_NOT_FOUND,
                           "the export has no layer '%s' (layers: %s)",
                           set->options->layer, names.text);
    ci_buffer_free(&names);
    return status;
}

static circlet_status check(const ci_export_set *set, circlet_error *error)
{
    const circlet_export_options *options = set->options;
    const char *suffix = kinds[kind_of(set->to)].suffix;
    bool found =
        !options->layer || strcmp(options->layer, "data_dictionary") == 0;

    for (size_t i = 0; i < set->count; i++)
        found = found || is_wanted(set, set->layers[i].table);
    if (!found)
        return fail_layer(set, error);
    if (strcmp(suffix, ".geojson") == 0 && options->crs &&
        set->crs->code != 4326)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "GeoJSON has degrees of WGS 84 alone: leave out the "
                       "coordinate system, or write a .gpkg or .shp");
    if (options->project && strcmp(suffix, ".shp") != 0)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a QGIS project stands beside a .gpkg, .sqlite or "
                       ".shp, not a %s",
                       suffix);
    if (options->encoding && strcasecmp(options->encoding, "UTF-8") != 0 &&
        strcasecmp(options->encoding, "GB18030") != 0)
        return ci_fail(error, CIRCLET_E_UNSUPPORTED,
                       "shapefiles are written in UTF-8 or GB18030, not '%s'",
                       options->encoding);
    if (options->project && options->layer)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "a QGIS project needs all layers: leave out the one");
    return options->overwrite ? CIRCLET_OK : for_each(set, check_new, error);
}

/* The project of shapefiles. */
static circlet_status add_project(const ci_export_set *set, const char *title,
                                  circlet_error *error)
{
    const char *slash = strrchr(set->to, '/');
    const char *name = slash ? slash + 1 : set->to;
    char *stem = ci_text_copy_n(name, strlen(name) - 4);
    const ci_qgis_source source = {.db = set->db,
                                   .layers = set->layers,
                                   .count = set->count,
                                   .options = set->options,
                                   .crs = set->crs,
                                   .file = stem,
                                   .is_shapefile = true,
                                   .title = title};
    circlet_status status =
        stem ? ci_qgis_write(set->options->project, &source, error)
             : ci_fail_nomem(error);

    free(stem);
    return status;
}

circlet_status ci_export_set_write(const ci_export_set *set, const char *title,
                                   circlet_error *error)
{
    circlet_status status = check(set, error);

    if (status == CIRCLET_OK)
        status = for_each(set, kinds[kind_of(set->to)].write, error);
    return status == CIRCLET_OK && set->options->project
               ? add_project(set, title, error)
               : status;
}
