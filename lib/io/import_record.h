/* One record of a source: whether it can be a row of the layer. */
#ifndef CI_IO_IMPORT_RECORD_H
#define CI_IO_IMPORT_RECORD_H

#include "geo/crs.h"
#include "io/import.h"
#include "io/import_mapping.h"
#include "io/import_source.h"
#include "io/import_value.h"

/* A source under way into its table. */
typedef struct ci_row_import {
    ci_import *import;
    const ci_layer_table *table;
    const char *path;
    int64_t fid; /* of the source's row */
    ci_source *source;
    ci_mapping mapping;
    ci_transform *transform; /* of the columns lon and lat, or NULL */
    ci_value *values; /* of the record, one a column */
    uint32_t lon, lat; /* columns */
    ci_statement *insert, *find, *insert_service;
    ci_buffer scratch, reason, attributes, geometry;
    ci_source_row row;
    ci_source_keys replaced; /* of an earlier source of the same name */
    bool shares_key; /* a row has one of them */
    char first_rejection[CIRCLET_MESSAGE_SIZE]; /* the reason alone */
} ci_row_import;

/*
 * Checks a record and fills `values`. What makes it unusable is left in
 * `reason`, which must be empty before; that memory ran out in `failed` of
 * `reason` or `scratch`. `point` is where it lies if *has_point.
 */
void ci_record_check(ci_row_import *r, const ci_record *record,
                     circlet_point *point, bool *has_point);

/* Leaves a reason if a row of the table has this key already. */
circlet_status ci_record_find_twin(ci_row_import *r, const char *key,
                                   circlet_error *error);

/* CIRCLET_E_GEOMETRY if the record's area is not valid. */
circlet_status ci_record_check_area(const ci_row_import *r,
                                    const ci_record *record, const char *key,
                                    circlet_error *error);

#endif
