/* An import under way: what its parts share. */
#ifndef CI_IO_IMPORT_H
#define CI_IO_IMPORT_H

#include <circlet/io.h>

#include "io/sqlite.h"

/* The row that the last note was about. */
typedef struct ci_noted_row {
    char source[256]; /* as much of it as there is room for; "": none yet */
    uint64_t row;
    bool outcomes[CIRCLET_ROW_DOUBTFUL + 1]; /* those that were noted of it */
} ci_noted_row;

typedef struct ci_import {
    ci_db *db; /* of the changed copy */
    circlet_layer layer;
    circlet_import_options options;
    int64_t run; /* fid of the run's row */
    circlet_import_counts counts;
    ci_noted_row last_noted;
    char first_rejection[CIRCLET_MESSAGE_SIZE]; /* "FILE: row 4: age ..." */
} ci_import;

/* Counts a row and hands what there is to say about it to the caller; of a
 * row that is refused only one thing may be said. */
void ci_import_note(ci_import *import, const circlet_row_note *note);

/* The same for a row that is refused as a whole. */
void ci_import_reject(ci_import *import, const char *source, uint64_t row,
                      const char *reason);

/* Hands a remark, in the user's language, to the caller. */
void ci_import_remark(const ci_import *import, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* CIRCLET_E_CANCELLED if the caller wants no more. */
circlet_status ci_import_report(const ci_import *import, double fraction,
                                circlet_error *error);

/* Reads one source of any layer but roads; `fraction` of the work is done
 * before it. */
circlet_status ci_import_rows(ci_import *import, const char *path,
                              double fraction, circlet_error *error);

/* Reads the streets: a .pbf or two CSV files. */
circlet_status ci_import_roads(ci_import *import, const char *const *sources,
                               size_t source_count, circlet_error *error);

#endif
