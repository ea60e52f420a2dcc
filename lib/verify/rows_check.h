/* The rows of a covering problem, read from its definition alone. */
#ifndef CI_VERIFY_ROWS_CHECK_H
#define CI_VERIFY_ROWS_CHECK_H

#include <circlet/certificate.h>

#include "verify/exact_sum.h"

typedef struct ci_check_rows {
    const circlet_location *location;
    bool has_bands;
    size_t band_count; /* rows of a point; 1 without bands */
    size_t row_count;
    bool must_cover; /* else rows that no choice covers are left out */
    bool has_cutoff; /* p-center: that of all points */
    uint32_t cutoff_ms;
    uint32_t *needs; /* of each row beside the existing sites; 0: it is no row,
                        or these cover it */
    int64_t *weights; /* of each row that counts, else 0 */
    ci_exact_sum served; /* weight that the existing sites cover */
} ci_check_rows;

/* Rows of lscp and mclp, or, with `has_cutoff`, of p-center within
 * `cutoff_ms`. False: no memory. */
bool ci_check_rows_make(ci_check_rows *out, const circlet_location *location,
                        circlet_model model, bool has_cutoff,
                        uint32_t cutoff_ms);
void ci_check_rows_clear(ci_check_rows *rows);

/* The entries that cover a row: those of its point within its cutoff. */
const circlet_od_entry *ci_check_row_entries(const ci_check_rows *rows,
                                             size_t row, size_t *count);

/* How often the open sites, without the existing ones, cover a row. */
uint32_t ci_check_row_cover(const ci_check_rows *rows, size_t row,
                            const uint8_t *is_open);

#endif
