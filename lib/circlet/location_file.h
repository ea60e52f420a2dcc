#ifndef CIRCLET_LOCATION_FILE_H
#define CIRCLET_LOCATION_FILE_H

#include <circlet/siting.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- reading a location problem ---------------------------------------- */

/* How a file states a problem; docs/solve.md describes each. */
typedef enum circlet_location_format {
    CIRCLET_LOCATION_OD_CSV = 0, /* origin, destination, seconds */
    CIRCLET_LOCATION_ORLIB_PMED = 1, /* OR-Library: a graph */
    CIRCLET_LOCATION_ORLIB_SCP = 2, /* OR-Library: rows to cover */
    CIRCLET_LOCATION_ORLIB_RAIL = 3, /* OR-Library: columns that cover */
    CIRCLET_LOCATION_ORLIB_UFLP = 4, /* OR-Library: costs of serving */
    CIRCLET_LOCATION_TSPLIB = 5, /* points in the plane */
    CIRCLET_LOCATION_CPMP = 6, /* points with capacities and demands */
    CIRCLET_LOCATION_FORMAT_COUNT
} circlet_location_format;

/* "od-csv", "orlib-pmed", ... */
const char *circlet_location_format_name(circlet_location_format format);

/* What becomes of the distance of two points in the plane. */
typedef enum circlet_distances {
    CIRCLET_DISTANCES_USUAL = 0, /* rounded for the p-center problem, as its
                                    published values are; else real */
    CIRCLET_DISTANCES_REAL = 1, /* rounded to thousandths */
    CIRCLET_DISTANCES_ROUNDED = 2, /* to the nearest whole number */
    CIRCLET_DISTANCES_FLOOR = 3 /* down to a whole number */
} circlet_distances;

/* Start from CIRCLET_LOCATION_FILE_OPTIONS_INIT. */
typedef struct circlet_location_file_options {
    size_t struct_size; /* set by the initialiser */
    circlet_model model; /* that is to be solved: says in which unit costs
                            are, and what distances are by default */
    circlet_distances distances;
    const char *demand; /* od-csv: a file of the demand points */
    const char *sites; /* od-csv: a file of the sites */
    circlet_progress progress; /* default: no reports */
} circlet_location_file_options;

#define CIRCLET_LOCATION_FILE_OPTIONS_INIT                                    \
    {                                                                         \
        .struct_size = sizeof(circlet_location_file_options)                  \
    }

/* A problem that was read, with the names of its sites and demand points. */
typedef struct circlet_location_file circlet_location_file;

/*
 * Reads a problem; the caller frees `*out`. Errors name the file and where
 * they can the line and the value: CIRCLET_E_INPUT if it cannot be opened,
 * CIRCLET_E_FORMAT and CIRCLET_E_DATA for what stands in it,
 * CIRCLET_E_UNSUPPORTED for kinds of files and sizes that are not read.
 */
circlet_status circlet_read_location(
    circlet_location_file **out, const char *path,
    circlet_location_format format,
    const circlet_location_file_options *options, circlet_error *error);
void circlet_location_file_free(circlet_location_file *file);

/* The problem, all of it borrowed from `file`. A caller who wants to limit it
 * further copies the struct and changes the copy. `p` is as in the file. */
const circlet_location *circlet_location_file_location(
    const circlet_location_file *file);

/*
 * Numbers of the problem are whole: a number of the file times ten to the
 * power of these. Objectives are in units of cost (lscp and facility
 * location), of weight (covering), of time (p-center) or of weight x time.
 */
typedef struct circlet_location_units {
    int cost_decimals;
    int weight_decimals;
    int time_decimals;
    int load_decimals; /* of capacities */
} circlet_location_units;

circlet_location_units circlet_location_file_units(
    const circlet_location_file *file);

/* Ids, borrowed. Where the file has none they are "1", "2", ... */
size_t circlet_location_file_demand_count(const circlet_location_file *file);
size_t circlet_location_file_site_count(const circlet_location_file *file);
const char *circlet_location_file_demand_id(const circlet_location_file *file,
                                            size_t i);
const char *circlet_location_file_site_id(const circlet_location_file *file,
                                          size_t i);

/* The position of a site; false: there is none of this id. */
bool circlet_location_file_find_site(const circlet_location_file *file,
                                     const char *id, uint32_t *position);

/* Classes of demand, borrowed; NULL: the point is of none. */
const char *circlet_location_file_class(const circlet_location_file *file,
                                        size_t i);

/* The name of a group of sites; there are location->group_count. */
const char *circlet_location_file_group(const circlet_location_file *file,
                                        size_t group);

/*
 * Keeps sites apart that lie nearer to each other than `distance`, in the
 * unit of the file's x and y: fills the location's pairs.
 * CIRCLET_E_NOT_FOUND if sites have no places, CIRCLET_E_UNSUPPORTED for
 * more than 2^26 pairs.
 */
circlet_status circlet_location_file_keep_apart(circlet_location_file *file,
                                                double distance,
                                                circlet_error *error);

/* ---- decimals ----------------------------------------------------------- */

#define CIRCLET_DECIMAL_SIZE 48

/* Reads a decimal number times 10^decimals exactly; false if it is none, has
 * more decimals or does not fit. `text` may have an exponent. */
bool circlet_decimal_read(int64_t *out, const char *text, int decimals);

/* Writes value / 10^decimals exactly, without zeros at the end. */
void circlet_decimal_write(char out[CIRCLET_DECIMAL_SIZE], int64_t value,
                           int decimals);

/* ---- handing a problem and a proof on ----------------------------------- */

/*
 * Writes the problem as a mixed integer program in free MPS, for a solver
 * of such programs. Column y<j> is 1 where the site at position j is chosen.
 * MPS minimises: see circlet_mps_facts for what its objective is.
 * CIRCLET_E_DATA if the program has more than 2^31 entries.
 */
typedef struct circlet_mps_facts {
    int64_t offset; /* the model's objective is this plus the program's, */
    bool is_negated; /* with its sign changed */
    size_t rows, columns, entries;
} circlet_mps_facts;

/* With `start` and the answer `from` (both may be NULL) also a file for CBC's
 * -mipstart with the values that the columns have there. */
circlet_status circlet_write_mps(const char *path, const char *start,
                                 circlet_model model,
                                 const circlet_location *location,
                                 const circlet_siting *from,
                                 circlet_mps_facts *facts,
                                 circlet_error *error);

/*
 * Certificates as JSON (docs/solve.md), sites by position. A file that exists
 * is replaced, by a whole one.
 */
circlet_status circlet_write_certificate(
    const char *path, const circlet_certificate *certificate,
    circlet_error *error);
circlet_status circlet_read_certificate(circlet_certificate **out,
                                        const char *path,
                                        circlet_error *error);

/* Of circlet_read_certificate(). */
void circlet_certificate_free(circlet_certificate *certificate);

#ifdef __cplusplus
}
#endif

#endif
