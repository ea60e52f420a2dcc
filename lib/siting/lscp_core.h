/*
 * A set covering problem in arrays of its own, made smaller and smaller: the
 * core of a location problem, of which every node of a search has a copy.
 */
#ifndef CI_SITING_LSCP_CORE_H
#define CI_SITING_LSCP_CORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "siting/effort.h"

typedef struct ci_lscp_core {
    size_t row_count, site_count;
    size_t entry_count;
    size_t *row_first; /* row_count + 1; into `row_sites` */
    size_t *site_first; /* site_count + 1; into `site_rows` */
    int64_t *costs; /* of each site */
    int64_t *weights; /* of each row; NULL: all rows must be covered */
    double *duals; /* of each row: the best known, in costs */
    double *shares; /* of each site: how much of it is chosen, 0 to 1 */
    uint32_t *needs; /* of each row: sites still to be chosen, above 0 */
    uint32_t *row_names; /* as the caller calls the row */
    uint32_t *site_names; /* positions in the location */
    uint32_t *row_sites; /* ascending */
    uint32_t *site_rows; /* ascending */
    int64_t base; /* costs of what is chosen already */
    int64_t target; /* with weights: still to be covered; 0 or less: done */
    bool keeps_sites; /* sites that cover nothing stay: limits ask for them */
    bool is_broken; /* the rows cannot be covered any more */
    uint32_t broken_row; /* without weights: the name of such a row */
    void *block; /* all of the arrays */
} ci_lscp_core;

/* How large an empty core is to be made. */
typedef struct ci_lscp_size {
    size_t rows, sites, entries;
    bool has_weights;
} ci_lscp_size;

/* Room for so much, all of it zero. False: no memory. */
bool ci_lscp_core_make(ci_lscp_core *out, ci_lscp_size size);
void ci_lscp_core_clear(ci_lscp_core *core);

/* Fills the sites' rows from the rows' sites. */
void ci_lscp_core_turn(ci_lscp_core *core);

/*
 * What is left of `core` when sites are chosen (CI_IN) or left out (CI_OUT)
 * and some rows (NULL: none) dropped. With weights, rows that cannot be
 * covered any more are given up. False: no memory.
 */
bool ci_lscp_core_cut(ci_lscp_core *out, const ci_lscp_core *core,
                      const uint8_t *fates, const uint8_t *is_dropped);

/* ---- reduction --------------------------------------------------------- */

/* Marks of one pass over a core, each array with room for the largest core
 * that is to be reduced. */
typedef struct ci_lscp_marks {
    uint8_t *fates; /* of each site: CI_OPEN, CI_IN, CI_OUT */
    uint8_t *is_dropped; /* of each row */
    uint32_t *by; /* of a dominated site: the site that is as good, which
                     stays */
    uint32_t *forcing; /* of a forced site: the row */
    uint64_t *signs; /* scratch: four words of each row or site */
    size_t forced, dominated_sites, dominated_rows; /* of the last pass */
} ci_lscp_marks;

bool ci_lscp_marks_make(ci_lscp_marks *out, const ci_lscp_core *core);
void ci_lscp_marks_clear(ci_lscp_marks *marks);

/* All open, no row dropped. */
void ci_lscp_marks_reset(ci_lscp_marks *marks, const ci_lscp_core *core);

/* Sites that a row needs because it has no more than it needs. Nothing with
 * weights, where a row may be given up. */
void ci_lscp_find_forced(ci_lscp_marks *marks, const ci_lscp_core *core);

/* Rows that are covered whenever another one is. Nothing with weights.
 * At most about `steps` steps, counted in `effort`. */
void ci_lscp_find_rows(ci_lscp_marks *marks, const ci_lscp_core *core,
                       uint64_t steps, ci_effort *effort);

/* Sites that cover, at the same cost or more, nothing that another one does
 * not. The limits must not tell one site from another. */
void ci_lscp_find_sites(ci_lscp_marks *marks, const ci_lscp_core *core,
                        uint64_t steps, ci_effort *effort);

#endif
