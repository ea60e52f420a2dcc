/* A location problem that is being read, and its readers. */
#ifndef CI_IO_LOCATION_FILE_H
#define CI_IO_LOCATION_FILE_H

#include <circlet/location_file.h>

#include "io/id_list.h"
#include "io/number_file.h"

/* More pairs are not read: some 2 GiB. */
#define CI_LOCATION_PAIRS_MAX ((size_t)1 << 28)

/* More rows or columns are not read. */
#define CI_LOCATION_SIZE_MAX 50000000

struct circlet_location_file {
    circlet_location location; /* points into what follows */
    circlet_location_names names; /* points into the lists below */
    circlet_location_units units;
    circlet_od_matrix *reach;
    ci_id_list demand, sites, classes, groups;
    int64_t *weights, *loads; /* of each demand point; NULL: as usual */
    uint32_t *backup;
    uint32_t *class_of; /* CI_NOWHERE: none */
    int64_t *costs, *capacities; /* of each site */
    uint8_t *states;
    uint32_t *group_of;
    double *x, *y; /* of each site; NULL: places are not known */
    uint32_t *apart; /* pairs */
};

/* The options, all fields of them there. */
typedef circlet_location_file_options ci_location_wish;

/*
 * Sets the matrix and numbers demand and sites that have no ids yet. Takes
 * `entries`, of which those from first[i] on are of demand point i, in any
 * order; *entries becomes NULL. `first` stays the caller's.
 */
circlet_status ci_location_set_reach(circlet_location_file *file,
                                     size_t demand_count, size_t site_count,
                                     const size_t *first,
                                     circlet_od_entry **entries,
                                     circlet_error *error);

/* Arrays of `count` zeros, which CIRCLET_E_NOMEM says are not there. */
circlet_status ci_location_array(void **out, size_t count, size_t size,
                                 circlet_error *error);

/*
 * The same of a time, in units of 1 / 10^decimals: CIRCLET_E_UNSUPPORTED,
 * naming file, line and the value as text, if it is over the longest time.
 */
circlet_status ci_location_time(uint32_t *out, int64_t value,
                                const ci_number_file *file,
                                circlet_error *error);

/* ---- readers; `file` is empty and is freed by the caller ---------------- */

circlet_status ci_read_pmed(circlet_location_file *file, const char *path,
                            circlet_error *error);
circlet_status ci_read_scp(circlet_location_file *file, const char *path,
                           bool is_rail, circlet_error *error);
circlet_status ci_read_uflp(circlet_location_file *file, const char *path,
                            circlet_error *error);
circlet_status ci_read_tsplib(circlet_location_file *file, const char *path,
                              const ci_location_wish *wish,
                              circlet_error *error);
circlet_status ci_read_cpmp(circlet_location_file *file, const char *path,
                            const ci_location_wish *wish,
                            circlet_error *error);
circlet_status ci_read_od_csv(circlet_location_file *file, const char *path,
                              const ci_location_wish *wish,
                              circlet_error *error);

/* All distances of points in the plane, each a demand point and a site.
 * Takes the coordinates. */
circlet_status ci_location_set_plane(circlet_location_file *file,
                                     const char *path, double *x, double *y,
                                     size_t count,
                                     const ci_location_wish *wish,
                                     circlet_error *error);

#endif
