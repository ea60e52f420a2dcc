/* Reading a long table of a city file by two threads, each half through a
 * connection of its own. */
#ifndef CI_IO_READ_HALVES_H
#define CI_IO_READ_HALVES_H

#include <stdatomic.h>

#include "city/city.h"
#include "io/sqlite.h"

/* Reads the second half of the people on a thread of its own. */
typedef struct ci_second_half ci_second_half;

/* Reads people from a row on, by fid, into a builder, while `is_stopped` does
 * not become true. On failure the builder holds anything. */
typedef circlet_status (*ci_read_from_fn)(circlet_city_builder *builder,
                                          const char *path, int64_t from_fid,
                                          const atomic_bool *is_stopped,
                                          circlet_error *error);

/*
 * Starts to read the second half of the people of a city file that `db` has
 * open; *out stays NULL where they are few, or no thread can be started. Then
 * those before ci_second_half_fid() are left to the caller, who calls
 * ci_second_half_end() in any case.
 */
circlet_status ci_second_half_start(ci_second_half **out, ci_db *db,
                                    const char *path, ci_read_from_fn read,
                                    circlet_error *error);

/* Where the second half begins. */
int64_t ci_second_half_fid(const ci_second_half *half);

/* Waits for the half and frees it. If `status`, which is passed on, is none
 * of a failure, its people are added to the builder's, which are before. */
circlet_status ci_second_half_end(ci_second_half *half,
                                  circlet_city_builder *builder,
                                  circlet_status status, circlet_error *error);

#endif
