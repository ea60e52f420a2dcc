/* The steps in which a cover is made. */
#ifndef CI_SITING_COVER_JOB_H
#define CI_SITING_COVER_JOB_H

#include "siting/cover.h"

/* A point, or one band of it, that some site may still cover. */
typedef struct ci_open_row {
    uint64_t hash; /* of the sites that may be chosen */
    uint32_t count; /* of these */
    uint32_t need;
    uint32_t member; /* point * bands + band */
    uint32_t group; /* first of those equal to it, a position of `open` */
    int64_t weight;
} ci_open_row;

typedef struct ci_cover_job {
    const circlet_location *location;
    const ci_side *side;
    const ci_cover_wish *wish;
    ci_cover *cover;
    size_t point_count;
    ci_open_row *open; /* by member */
    size_t open_count;
    uint32_t *row_of; /* of the first of each group its row */
} ci_cover_job;

/*
 * Fills `open`, and what the cover says of demand that is in no row.
 * CIRCLET_E_INFEASIBLE as the wish's must_cover says; CIRCLET_E_CANCELLED,
 * CIRCLET_E_NOMEM.
 */
circlet_status ci_cover_read_rows(ci_cover_job *job, circlet_error *error);

/* Gives equal rows their group. The same errors. */
circlet_status ci_cover_group_rows(ci_cover_job *job, circlet_error *error);

/* Fills the cover's rows, columns and members from the groups. */
circlet_status ci_cover_fill(ci_cover_job *job, circlet_error *error);

/* The sites near enough to a row, by time; some may not be choosable. */
const circlet_od_entry *ci_cover_entries(const ci_cover_job *job,
                                         const ci_open_row *open,
                                         size_t *count);

static inline bool ci_cover_may_choose(const ci_cover_job *job, uint32_t site)
{
    uint8_t state = job->side->states[site];

    return state == CIRCLET_SITE_FREE || state == CIRCLET_SITE_FIXED;
}

/* As many threads as the caller allows. */
static inline uint32_t ci_cover_threads(const ci_cover_job *job)
{
    return job->wish->effort ? job->wish->effort->options.threads : 1;
}

#endif
