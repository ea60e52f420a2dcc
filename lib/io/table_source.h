/*
 * A table of a SQLite file as a source of records: a layer of a GeoPackage,
 * of a SpatiaLite database or of OGR's own SQLite form, or a table without
 * geometry. SpatiaLite's module is not needed.
 */
#ifndef CI_IO_TABLE_SOURCE_H
#define CI_IO_TABLE_SOURCE_H

#include "io/record_values.h"
#include "io/source.h"
#include "io/sqlite.h"

typedef struct ci_transform ci_transform;

/* How a file says which layers it has. */
typedef enum ci_table_catalogue {
    CI_CATALOGUE_NONE, /* plain tables */
    CI_CATALOGUE_GPKG, /* gpkg_contents */
    CI_CATALOGUE_SPATIALITE /* geometry_columns */
} ci_table_catalogue;

typedef struct ci_table_source {
    char *file, *layer; /* the layer's name as the file writes it */
    char *geometry_column; /* NULL: a table of attributes */
    char *key_column; /* the order of rows; NULL: as they are stored */
    ci_table_catalogue catalogue;
    int64_t srs_id;
    int32_t row_srs_id; /* of the geometry read last */
    bool checks_srs; /* nobody has overridden what the file says */
    bool is_wkb; /* geometries are bare well-known binary */
    bool is_view; /* has no row ids */
    ci_db *db;
    ci_statement *rows; /* the geometry, then each field and its type */
    size_t field_count;
    uint64_t row;
    ci_transform *transform;
    ci_geometry geometry;
    ci_record_values values;
    circlet_error problem; /* of the record */
} ci_table_source;

/* Copies a column's text, "" for NULL, in place of what was there. */
circlet_status ci_table_keep_text(char **out, const char *text,
                                  circlet_error *error);

/*
 * Finds the layer `name`, in any case of letters, or the only one for NULL;
 * fills layer, geometry_column, srs_id. A file that has no layer, but one
 * table, gives that. CIRCLET_E_NOT_FOUND: none, or several; then the message
 * lists them.
 */
circlet_status ci_table_find_layer(ci_table_source *source, const char *name,
                                   circlet_error *error);

/* Finds the fields of the layer and makes its rows ready to be read. */
circlet_status ci_table_prepare(ci_source *out, circlet_error *error);

/* Reads the geometry of the row at hand; without a transform, as it stands
 * there. */
circlet_status ci_table_read_geometry(ci_table_source *source,
                                      circlet_error *error);

/* The `next` of a ci_source. */
circlet_status ci_table_next(void *state, ci_record *out, bool *has_row,
                             circlet_error *error);

#endif
