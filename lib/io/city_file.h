/* A city file: opening it, and changing it whole or not at all. */
#ifndef CI_IO_CITY_FILE_H
#define CI_IO_CITY_FILE_H

#include "io/replacement.h"
#include "io/sqlite.h"

/*
 * Opens a city for reading: CIRCLET_E_INPUT if it is not there,
 * CIRCLET_E_FORMAT if it is no city or one of another schema version.
 */
circlet_status ci_city_file_open(ci_db **out, const char *path,
                                 circlet_error *error);

/* A change of a city under way. Starts as {0}. */
typedef struct ci_city_change {
    ci_replacement replacement;
    ci_db *db; /* of the copy, in a transaction */
} ci_city_change;

circlet_status ci_city_change_begin(ci_city_change *out, const char *path,
                                    circlet_error *error);

/* The city is as after the change; after a failure as before it. Either way
 * the change must be ended. */
circlet_status ci_city_change_commit(ci_city_change *change,
                                     circlet_error *error);
void ci_city_change_end(ci_city_change *change);

/* Records a run of this library in a change, with what applies of layer,
 * plan, policy, year (-1: none) and options (a JSON object). */
typedef struct ci_run_record {
    const char *command;
    const char *layer, *plan, *policy, *options;
    int year;
} ci_run_record;

circlet_status ci_city_file_add_run(int64_t *out_fid, ci_db *db,
                                    const ci_run_record *run,
                                    circlet_error *error);

#endif
