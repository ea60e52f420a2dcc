/* A source under way into its table, and one record of it: whether it can be
 * a row of the layer. */
#ifndef CI_IO_IMPORT_RECORD_H
#define CI_IO_IMPORT_RECORD_H

#include "geo/crs.h"
#include "io/certificate.h"
#include "io/import.h"
#include "io/import_mapping.h"
#include "io/import_replaced.h"
#include "io/import_source.h"
#include "io/import_units.h"
#include "io/import_value.h"
#include "io/unit_places.h"

/* Years of birth plus age that are told apart: 1800 + 0 to 2200 + 130. */
#define CI_SURVEY_YEARS 531

/* Floors that are taken for a dwelling where its own are not known: an
 * assumption; only what share of all a building has depends on it. */
#define CI_DWELLING_M2 100.0

typedef struct ci_row_import {
    ci_import *import;
    const ci_layer_table *table;
    const char *path;
    int64_t fid; /* of the source's row */
    ci_source *source;
    bool has_geometry; /* the source's records may have one */
    bool maps_place; /* lon or lat was given as a map: it says more than a
                        geometry */
    ci_mapping mapping;
    ci_transform *transform; /* of the columns lon and lat, or NULL */
    ci_unit_places *units; /* of the city; NULL: they do not matter */
    bool units_are_known; /* their areas cover the city */
    ci_value *values; /* of the record, one a column */
    uint32_t lon, lat, unit_code; /* columns, or CI_NOWHERE */
    ci_statement *insert, *find, *insert_service;
    ci_geometry facility; /* of an entrance: where it stands */
    double off_m; /* how far from it the entrance is */
    ci_buffer scratch, attributes, blob;
    ci_row_fault fault;
    ci_certificate certificate; /* of the record, without who it is */
    circlet_point at; /* of the record, if has_point */
    bool has_point;
    bool is_of_columns; /* `at` is what the columns lon and lat say */
    uint32_t there; /* the unit that it lies in, or CI_NOWHERE */
    const ci_geometry *shape; /* the record's geometry, or `repaired` */
    ci_geometry repaired;
    ci_unit_verdict repair; /* what was to be noted of it */
    ci_buffer repair_reason;
    bool is_doubtful, is_repaired; /* of the record, as was noted */
    uint64_t survey_years[CI_SURVEY_YEARS]; /* people: birth_year plus age */
    uint64_t rounded; /* people: weights that had more decimals */
    uint64_t estimated; /* buildings: weights from what was not dwellings */
    uint64_t modelled; /* people of no whole number */
    ci_source_row row;
    ci_replaced replaced; /* an earlier source of the same name */
    char first_rejection[CIRCLET_MESSAGE_SIZE]; /* the reason alone */
} ci_row_import;

/*
 * Checks a record and fills `values`, `at`, `has_point` and `shape`. What
 * makes it unusable is left in `fault`, which must be clear before; that
 * memory ran out in `failed` of one of the buffers.
 */
void ci_record_check(ci_row_import *r, const ci_record *record);

/* Says of a column's value that something is wrong with it. */
ci_buffer *ci_record_blame(ci_row_import *r, uint32_t column,
                           const char *kind);

/* Whether memory ran out in a check. */
bool ci_record_has_failed(const ci_row_import *r);

/* Counts the record as refused and hands on why. */
void ci_record_refuse(ci_row_import *r, uint64_t row);

/* Hands on what stands in `fault`, which is then clear. */
void ci_record_note(ci_row_import *r, uint64_t row,
                    circlet_row_outcome outcome);

#endif
