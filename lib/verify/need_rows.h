/* The rows of a covering problem that need several sites, as a leaf of a
 * proof has them: kept from leaf to leaf, of which few sites differ. */
#ifndef CI_VERIFY_NEED_ROWS_H
#define CI_VERIFY_NEED_ROWS_H

#include "verify/exact_sum.h"
#include "verify/limits_check.h"
#include "verify/rows_check.h"

typedef struct ci_need_rows {
    const ci_check_rows *rows;
    size_t count; /* of such rows */
    uint32_t *names; /* positions in `rows`, ascending */
    size_t *site_first; /* of each site, and the end: into `site_rows` */
    uint32_t *site_rows; /* positions here */
    uint8_t *verdicts; /* of each site: what the counts rest on */
    uint32_t *in_count, *open_count; /* of each row: its sites */
    int64_t *duals; /* of each row */
    int64_t price; /* of a unit of weight */
    int64_t sum; /* what the rows give beside the values */
    int64_t *values; /* of each site: the duals of rows that wait for it */
    bool is_lost; /* sums could pass 64 bits */
} ci_need_rows;

/* Whether a row is one of these. */
static inline bool ci_needs_several(const ci_check_rows *rows, size_t row)
{
    return rows->needs[row] > 1;
}

/* False: no memory. Borrows `rows`. Nothing is decided. */
bool ci_need_rows_make(ci_need_rows *out, const ci_check_rows *rows);
void ci_need_rows_clear(ci_need_rows *need);

/* Takes in the duals of a vector and the price of weight. */
void ci_need_rows_read(ci_need_rows *need, const circlet_dual *duals,
                       size_t count, int64_t price);

/*
 * Brings `sum` and `values` up to date with verdicts that are settled (those
 * of existing sites do not matter): of a row with k of its sites in that
 * needs n, all of price x w where k >= n, nothing where fewer than n are not
 * out, else max(0, price x w - (n - k) u), and u for each open site.
 */
void ci_need_rows_settle(ci_need_rows *need, const uint8_t *verdicts);

#endif
