/* Which fields of a source make up each column of a layer. */
#ifndef CI_IO_IMPORT_MAPPING_H
#define CI_IO_IMPORT_MAPPING_H

#include "base/text.h"
#include "io/import_layer.h"
#include "io/source.h"

typedef struct ci_column_origin {
    uint32_t *fields; /* joined by '/'; none: `constant` */
    size_t field_count;
    const char *constant; /* borrowed; NULL: the source has no such column */
    bool is_by_heading; /* its one field has a usual Chinese name of it */
} ci_column_origin;

typedef struct ci_mapping {
    ci_column_origin *origins; /* one a column of the layer */
    size_t origin_count;
    uint32_t *others; /* fields that are no column, sorted by name */
    size_t other_count;
} ci_mapping;

/*
 * Applies the options `maps` and `sets` to a source; a column that none of
 * them names comes from the field of its name, else from one whose heading
 * usually names it. CIRCLET_E_ARGUMENT for a column that the layer has not,
 * CIRCLET_E_NOT_FOUND for a field that the source has not; both list what
 * there is. CIRCLET_E_DATA for two fields of which both headings name a
 * column. The options are borrowed.
 */
circlet_status ci_mapping_make(ci_mapping *out, circlet_layer layer,
                               const ci_source *source, const char *path,
                               const circlet_import_options *options,
                               circlet_error *error);
void ci_mapping_free(ci_mapping *mapping);

/* Whether the source gives a column at all. */
bool ci_mapping_has(const ci_mapping *mapping, uint32_t column);

/* Whether a column comes from a field, alone or among others, because the
 * user says so or the field has the column's name: not by its heading. */
bool ci_mapping_names(const ci_mapping *mapping, uint32_t field);

/*
 * The cell of a column: borrowed from the record, the options or `scratch`.
 * NULL: empty, or one of several fields is. If the source has no such
 * column, `missing` of the column.
 */
const char *ci_mapping_cell(const ci_mapping *mapping,
                            const ci_layer_table *table, uint32_t column,
                            const ci_record *record, ci_buffer *scratch);

/* Appends the other fields that are filled as a JSON object with sorted
 * keys; nothing if there are none. */
void ci_mapping_add_attributes(const ci_mapping *mapping,
                               const ci_source *source,
                               const ci_record *record, ci_buffer *out);

/* The field of the source that a column's cell stands in, borrowed; of a
 * joined or constant one the column's own name. */
const char *ci_mapping_field(const ci_mapping *mapping,
                             const ci_layer_table *table, uint32_t column,
                             const ci_source *source);

/* Appends those options that were given as JSON, {"map":["id=code"]}, for
 * the run; the key of ids is not one of them. */
void ci_mapping_add_options(const circlet_import_options *options,
                            ci_buffer *out);

/* CIRCLET_E_FORMAT for a column that is needed and not there. */
circlet_status ci_mapping_fail_missing(const ci_source *source,
                                       const char *path, const char *column,
                                       circlet_error *error);

#endif
