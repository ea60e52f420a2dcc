/* A mixed integer program, and writing it as free MPS. */
#ifndef CI_IO_MPS_H
#define CI_IO_MPS_H

#include <circlet/location_file.h>

/* No site: the column is none of a site. */
#define CI_MPS_NO_SITE UINT32_MAX

typedef enum ci_mps_sign {
    CI_MPS_AT_MOST,
    CI_MPS_AT_LEAST,
    CI_MPS_EQUAL
} ci_mps_sign;

typedef enum ci_mps_kind {
    CI_MPS_BINARY,
    CI_MPS_SHARE, /* from 0 to 1 */
    CI_MPS_AMOUNT, /* 0 or more */
    CI_MPS_ONE /* fixed at 1 */
} ci_mps_kind;

typedef struct ci_mps_row {
    ci_mps_sign sign;
    int64_t right;
} ci_mps_row;

typedef struct ci_mps_column {
    int64_t cost;
    int64_t start; /* its value in the answer to start from */
    uint32_t site; /* or CI_MPS_NO_SITE */
    ci_mps_kind kind;
} ci_mps_column;

typedef struct ci_mps_entry {
    uint32_t column, row;
    int64_t value;
} ci_mps_entry;

/* Starts as {0}. After memory ran out nothing more is added. */
typedef struct ci_mps {
    ci_mps_row *rows;
    size_t row_count, row_room;
    ci_mps_column *columns;
    size_t column_count, column_room;
    ci_mps_entry *entries;
    size_t entry_count, entry_room;
    int64_t offset; /* see circlet_mps_facts */
    bool is_negated;
    bool has_no_memory;
} ci_mps;

void ci_mps_clear(ci_mps *mps);

/* Each returns the position of what was added. */
uint32_t ci_mps_add_row(ci_mps *mps, ci_mps_sign sign, int64_t right);
uint32_t ci_mps_add_column(ci_mps *mps, ci_mps_kind kind, int64_t cost,
                           uint32_t site);
void ci_mps_add_entry(ci_mps *mps, uint32_t row, uint32_t column,
                      int64_t value);

/* Writes the program, and the start where the path is not NULL. */
circlet_status ci_mps_write(ci_mps *mps, const char *path, const char *start,
                            circlet_error *error);

#endif
