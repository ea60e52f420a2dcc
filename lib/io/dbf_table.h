/* The table of a shapefile: the .dbf with what belongs to its text. */
#ifndef CI_IO_DBF_TABLE_H
#define CI_IO_DBF_TABLE_H

#include "io/record_values.h"
#include "io/source.h"

typedef struct ci_dbf_table ci_dbf_table;

/* Opens the .dbf beside a .shp. Errors name the .shp. */
circlet_status ci_dbf_table_open(ci_dbf_table **out, const char *path,
                                 circlet_error *error);
void ci_dbf_table_close(ci_dbf_table *table);

int ci_dbf_table_record_count(const ci_dbf_table *table);

/* Finds how the text is encoded (`encoding` says it, or NULL), adds the
 * fields to a source and remarks on what was assumed. */
circlet_status ci_dbf_table_describe(ci_dbf_table *table, ci_source *source,
                                     const char *encoding,
                                     circlet_error *error);

bool ci_dbf_table_is_deleted(const ci_dbf_table *table, int record);

/*
 * Adds the values of a record in the order of the fields. Numbers, dates
 * and truths are as the file writes them; the date 00000000 and a number of
 * asterisks are missing. A value that cannot be read is missing as well,
 * and the first is the error, of CIRCLET_E_FORMAT.
 */
circlet_status ci_dbf_table_read(ci_dbf_table *table, int record,
                                 ci_record_values *values,
                                 circlet_error *error);

#endif
