/* The people of one total at their places, as rows of the table demand. */
#ifndef CI_IO_SPREAD_PEOPLE_H
#define CI_IO_SPREAD_PEOPLE_H

#include "city/spread.h"
#include "io/sqlite.h"

/* A row of the table totals. Text that is not known is NULL, a number -1. */
typedef struct ci_spread_total {
    int64_t fid, source;
    int64_t row; /* of the source */
    const char *file; /* of the source, without its folder */
    const char *unit_code;
    int64_t count;
    int grade, age_from, age_to;
    const char *kind, *aid, *needs;
    const char *attributes; /* JSON of the columns that are none of ours */
} ci_spread_total;

/* Whether every age of a total is known to lie in a range with two ends. */
bool ci_spread_total_has_ages(const ci_spread_total *total);

/* Writes rows of people, one after the other. */
typedef struct ci_people_writer ci_people_writer;

circlet_status ci_people_writer_new(ci_people_writer **out, ci_db *db,
                                    uint64_t seed, circlet_error *error);
void ci_people_writer_free(ci_people_writer *writer);

/*
 * Writes one row for each target that gets people of a total, and for each
 * of their ages. Ages from the first to the last of the total are given out
 * as evenly as whole people allow, in a drawn order.
 */
circlet_status ci_people_write(ci_people_writer *writer,
                               const ci_spread_total *total,
                               const ci_spread_target *targets,
                               const circlet_point *points,
                               const int64_t *numbers, size_t target_count,
                               circlet_error *error);

/* Rows that were written. */
uint64_t ci_people_writer_rows(const ci_people_writer *writer);

#endif
