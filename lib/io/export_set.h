/* An export as files of one layer each. */
#ifndef CI_IO_EXPORT_SET_H
#define CI_IO_EXPORT_SET_H

#include "geo/crs_text.h"
#include "io/export_dictionary.h"
#include "io/field_names.h"

/* What the files are made of; all is borrowed. */
typedef struct ci_export_set {
    ci_db *db; /* a whole export as a GeoPackage */
    const ci_exported *layers;
    size_t count;
    const circlet_export_options *options;
    const ci_crs_text *crs;
    const char *to; /* NAME.shp, NAME.geojson or NAME.csv */
} ci_export_set;

/* Whether a name ends as one of such a file. */
bool ci_is_export_set(const char *to);

/*
 * Writes NAME_LAYER.shp of each layer, or only the layer that the options
 * name as NAME.shp, and so on. A file that is there is replaced only if the
 * options say so; otherwise nothing is written. `title` is that of a project
 * of shapefiles. CIRCLET_E_NOT_FOUND for a layer that there is not.
 */
circlet_status ci_export_set_write(const ci_export_set *set, const char *title,
                                   circlet_error *error);

/* ---- one layer; `path` is the whole name of the file ---------------------
 */

/* The rows of a table: fields in the order of the names, then `geom` if it
 * has one. The caller frees the statement. */
circlet_status ci_export_set_rows(ci_statement **out, const ci_export_set *set,
                                  const char *table,
                                  const ci_field_names *names,
                                  circlet_error *error);

circlet_status ci_export_geojson(const ci_export_set *set, const char *table,
                                 const char *path, circlet_error *error);
circlet_status ci_export_csv(const ci_export_set *set, const char *table,
                             const char *path, circlet_error *error);

/* Also the .shx, .dbf, .prj and .cpg, and NAME_fields.csv with the fields'
 * whole names; of a table without places the .dbf, .cpg and that. */
circlet_status ci_export_shapefile(const ci_export_set *set, const char *table,
                                   const char *path, circlet_error *error);

#endif
