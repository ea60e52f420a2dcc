/* Which sites cover which demand: the data of a covering problem. */
#ifndef CI_SITING_COVER_H
#define CI_SITING_COVER_H

#include <circlet/location.h>

#include "siting/effort.h"
#include "siting/side.h"

/* The narrow form stores row sites in two bytes. */
#define CI_NARROW_SITES 65536

/* The same of the rows of sites in three. */
#define CI_NARROW_ROWS (1 << 24)

/*
 * Rows are what is to be covered: a demand point, or one of its bands.
 * Points with the same sites, need and (where asked for) band are one row.
 * In no row are points without weight, points that fewer of the offered sites
 * cover than they need (`unreachable`), and forbidden sites. Where existing
 * sites cover a row as often as it needs it is in `served_weight` and no row.
 * Memory: 2 + 3 bytes an entry (4 for a site from 65,537 sites on, 4 for a
 * row from 16,777,217 rows on).
 */
typedef struct ci_cover {
    size_t site_count; /* as in the location */
    size_t row_count;
    int64_t *weights; /* of each row, above 0 */
    uint32_t *needs; /* chosen sites that a row still needs, with the existing
                        ones taken off; NULL: 1 each */
    int64_t total; /* of the rows */
    int64_t served_weight; /* of what the existing sites cover already */
    size_t entry_count;
    size_t *row_first; /* row_count + 1; into the row's sites, ascending */
    uint16_t *narrow_sites; /* one of both is NULL */
    uint32_t *wide_sites;
    size_t *site_first; /* site_count + 1; into the site's rows, ascending;
                           empty for existing and forbidden sites */
    uint8_t *narrow_rows; /* three bytes each, the least first; one of both is
                             NULL */
    uint32_t *wide_rows;
    size_t *member_first; /* row_count + 1; into `members` */
    uint32_t *members; /* point * bands + band, merged into the row */
    size_t band_count; /* 1 without bands */
    size_t unreachable; /* points */
    int64_t unreachable_weight;
    size_t merged; /* points (bands) beyond the first of their row */
} ci_cover;

/* What ci_cover_make() does of the location. */
typedef struct ci_cover_wish {
    bool has_bands; /* rows of bands, weights times their thousandths; else the
                       cutoff alone */
    bool has_cutoff; /* `cutoff_ms` is that of all points: p-center */
    uint32_t cutoff_ms;
    bool ignores_weights; /* all points count, with weight 1 */
    ci_effort *effort; /* ends the reading as ci_effort_prepare() says; NULL:
                          nothing does */
    bool must_cover; /* rows that spacing leaves with too few sites are an
                        error; else they are left out, never covered */
} ci_cover_wish;

/*
 * Reads the location as cover. CIRCLET_E_ARGUMENT if a weight is negative or
 * a band out of order, CIRCLET_E_DATA if sums do not fit,
 * CIRCLET_E_INFEASIBLE as `must_cover` says. The caller clears `out`.
 */
circlet_status ci_cover_make(ci_cover *out, const circlet_location *location,
                             const ci_side *side, const ci_cover_wish *wish,
                             circlet_error *error);
void ci_cover_clear(ci_cover *cover);

/* Room for the entries both ways, by the numbers of sites, rows and entries.
 * False: no memory. */
bool ci_cover_make_entries(ci_cover *cover);

static inline uint32_t ci_cover_site(const ci_cover *cover, size_t k)
{
    return cover->narrow_sites ? cover->narrow_sites[k] : cover->wide_sites[k];
}

static inline void ci_cover_set_site(ci_cover *cover, size_t k, uint32_t site)
{
    if (cover->narrow_sites)
        cover->narrow_sites[k] = (uint16_t)site;
    else
        cover->wide_sites[k] = site;
}

static inline uint32_t ci_cover_row(const ci_cover *cover, size_t k)
{
    const uint8_t *at;

    if (!cover->narrow_rows)
        return cover->wide_rows[k];
    at = cover->narrow_rows + 3 * k;
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16;
}

static inline void ci_cover_set_row(ci_cover *cover, size_t k, uint32_t row)
{
    uint8_t *at;

    if (!cover->narrow_rows) {
        cover->wide_rows[k] = row;
        return;
    }
    at = cover->narrow_rows + 3 * k;
    at[0] = (uint8_t)row;
    at[1] = (uint8_t)(row >> 8);
    at[2] = (uint8_t)(row >> 16);
}

static inline uint32_t ci_cover_need(const ci_cover *cover, size_t row)
{
    return cover->needs ? cover->needs[row] : 1;
}

#endif
