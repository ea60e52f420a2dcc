/* The data dictionary of an export: what its columns mean. */
#ifndef CI_IO_EXPORT_DICTIONARY_H
#define CI_IO_EXPORT_DICTIONARY_H

#include <circlet/io.h>

#include "io/export_columns.h"
#include "io/field_names.h"

/* A table that was made, with the rules that add columns to it. */
typedef struct ci_exported {
    const char *table;
    ci_rule_columns rules;
} ci_exported;

/* Makes the table data_dictionary: every column of every layer with its
 * meaning. `policy` names the rules; NULL: their ids do. */
circlet_status ci_export_dictionary(ci_db *db, const ci_exported *layers,
                                    size_t count, const circlet_policy *policy,
                                    circlet_error *error);

/* Appends the columns' headings for people as QGIS reads them. `fields` has
 * the names of a shapefile's fields; NULL: the columns' own. */
circlet_status ci_export_aliases(ci_buffer *out, ci_db *db, const char *table,
                                 const ci_field_names *fields, bool is_chinese,
                                 circlet_error *error);

/* What a column is called: its field, or as it is. */
const char *ci_export_field(const ci_field_names *fields, const char *column);

#endif
