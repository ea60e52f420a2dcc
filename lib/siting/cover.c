#include "siting/cover.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"

/* The sites that cover one demand point, ascending. */
typedef struct cover_row {
    uint64_t hash; /* of the sites */
    const uint32_t *sites;
    size_t site_count;
    size_t origin;
} cover_row;

/* The matrix with each row sorted by site, without what cannot count. */
typedef struct sorted_rows {
    cover_row *rows;
    size_t row_count;
    uint32_t *sites; /* of all rows */
    size_t *ends; /* while filling: of each row of the matrix */
    uint32_t *origins; /* of all sites */
    size_t *site_ends; /* while filling: of each site */
} sorted_rows;

static circlet_status check_weights(const circlet_od_matrix *reach,
                                    const int64_t *weights,
                                    circlet_error *error)
{
    size_t count = circlet_od_matrix_origin_count(reach);
    int64_t total = 0;

    if (count > UINT32_MAX)
        return ci_fail(error, CIRCLET_E_DATA, "%zu demand points are too many",
                       count);
    if (count > 0 && !weights)
        return ci_fail(error, CIRCLET_E_ARGUMENT,
                       "%zu demand points have no weights", count);
    for (size_t i = 0; i < count; i++) {
        if (weights[i] < 0)
            return ci_fail(error, CIRCLET_E_ARGUMENT,
                           "demand point %zu has the negative weight %" PRId64,
                           i, weights[i]);
        if (weights[i] > INT64_MAX - total)
            return ci_fail(error, CIRCLET_E_DATA,
                           "demand point %zu makes the sum of weights too "
                           "large",
                           i);
        total += weights[i];
    }
    return CIRCLET_OK;
}

static void sorted_rows_clear(sorted_rows *sorted)
{
    free(sorted->rows);
    free(sorted->sites);
    free(sorted->ends);
    free(sorted->origins);
    free(sorted->site_ends);
}

/* Counts of entries become the place where each list starts. */
static size_t counts_to_starts(size_t *counts, size_t count)
{
    size_t sum = 0;

    for (size_t i = 0; i < count; i++) {
        size_t here = counts[i];

        counts[i] = sum;
        sum += here;
    }
    return sum;
}

static bool make_room(sorted_rows *sorted, const circlet_od_matrix *reach,
                      const int64_t *weights)
{
    size_t origin_count = circlet_od_matrix_origin_count(reach);
    size_t site_count = circlet_od_matrix_destination_count(reach);
    size_t entry_count;

    sorted->ends = calloc(origin_count + 1, sizeof(*sorted->ends));
    sorted->site_ends = calloc(site_count + 1, sizeof(*sorted->site_ends));
    sorted->rows = calloc(origin_count + 1, sizeof(*sorted->rows));
    if (!sorted->ends || !sorted->site_ends || !sorted->rows)
        return false;
    for (size_t i = 0; i < origin_count; i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(reach, i, &count);

        if (weights[i] == 0)
            continue;
        sorted->ends[i] = count;
        for (size_t k = 0; k < count; k++)
            sorted->site_ends[row[k].destination]++;
    }
    entry_count = counts_to_starts(sorted->ends, origin_count);
    counts_to_starts(sorted->site_ends, site_count);
    sorted->sites = calloc(entry_count + 1, sizeof(*sorted->sites));
    sorted->origins = calloc(entry_count + 1, sizeof(*sorted->origins));
    return sorted->sites && sorted->origins;
}

/* Transposing twice sorts every row by site in linear time. Each start
 * becomes the end of its list while the list fills. */
static void transpose_twice(sorted_rows *sorted,
                            const circlet_od_matrix *reach,
                            const int64_t *weights)
{
    size_t origin_count = circlet_od_matrix_origin_count(reach);
    size_t site_count = circlet_od_matrix_destination_count(reach);
    size_t k = 0;

    for (size_t i = 0; i < origin_count; i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(reach, i, &count);

        for (size_t e = 0; e < count && weights[i] > 0; e++)
            sorted->origins[sorted->site_ends[row[e].destination]++] =
                (uint32_t)i;
    }
    for (size_t site = 0; site < site_count; site++)
        for (; k < sorted->site_ends[site]; k++)
            sorted->sites[sorted->ends[sorted->origins[k]]++] = (uint32_t)site;
}

/* FNV-1a (Fowler, Noll, Vo), 64 bits, over whole site numbers. */
static uint64_t hash_sites(const uint32_t *sites, size_t count)
{
    uint64_t hash = UINT64_C(14695981039346656037);

    for (size_t i = 0; i < count; i++)
        hash = (hash ^ sites[i]) * UINT64_C(1099511628211);
    return hash;
}

static void make_rows(sorted_rows *sorted, size_t origin_count)
{
    size_t start = 0;

    for (size_t i = 0; i < origin_count; i++) {
        size_t count = sorted->ends[i] - start;

        if (count > 0) {
            cover_row *row = &sorted->rows[sorted->row_count++];

            row->sites = sorted->sites + start;
            row->site_count = count;
            row->hash = hash_sites(row->sites, count);
            row->origin = i;
        }
        start = sorted->ends[i];
    }
}

static int compare_sites(const cover_row *a, const cover_row *b)
{
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->site_count != b->site_count)
        return a->site_count < b->site_count ? -1 : 1;
    return memcmp(a->sites, b->sites, a->site_count * sizeof(*a->sites));
}

static int compare_rows(const void *left, const void *right)
{
    const cover_row *a = left, *b = right;
    int order = compare_sites(a, b);

    return order ? order : (a->origin > b->origin) - (a->origin < b->origin);
}

/* Adds up the weights of equal rows and keeps the first of each. */
static void merge_rows(ci_cover *cover, sorted_rows *sorted,
                       const int64_t *weights)
{
    qsort(sorted->rows, sorted->row_count, sizeof(*sorted->rows),
          compare_rows);
    for (size_t i = 0; i < sorted->row_count; i++) {
        const cover_row *row = &sorted->rows[i];

        if (cover->group_count == 0 ||
            compare_sites(&sorted->rows[cover->group_count - 1], row) != 0)
            sorted->rows[cover->group_count++] = *row;
        cover->weights[cover->group_count - 1] += weights[row->origin];
        cover->total += weights[row->origin];
    }
}

static bool fill_groups(ci_cover *cover, const sorted_rows *sorted)
{
    size_t entry_count;

    cover->first = calloc(cover->site_count + 2, sizeof(*cover->first));
    if (!cover->first)
        return false;
    /* Shifted by one, so that filling leaves the starts in place. */
    for (size_t g = 0; g < cover->group_count; g++)
        for (size_t k = 0; k < sorted->rows[g].site_count; k++)
            cover->first[sorted->rows[g].sites[k] + 1]++;
    entry_count = counts_to_starts(cover->first + 1, cover->site_count);
    cover->groups = calloc(entry_count + 1, sizeof(*cover->groups));
    if (!cover->groups)
        return false;
    for (size_t g = 0; g < cover->group_count; g++)
        for (size_t k = 0; k < sorted->rows[g].site_count; k++)
            cover->groups[cover->first[sorted->rows[g].sites[k] + 1]++] =
                (uint32_t)g;
    return true;
}

circlet_status ci_cover_make(ci_cover *out, const circlet_od_matrix *reach,
                             const int64_t *weights, circlet_error *error)
{
    ci_cover cover = {0};
    sorted_rows sorted = {0};
    circlet_status status = check_weights(reach, weights, error);
    bool is_made;

    if (status != CIRCLET_OK)
        return status;
    is_made = make_room(&sorted, reach, weights);
    if (is_made) {
        transpose_twice(&sorted, reach, weights);
        make_rows(&sorted, circlet_od_matrix_origin_count(reach));
        cover.site_count = circlet_od_matrix_destination_count(reach);
        cover.weights = calloc(sorted.row_count + 1, sizeof(*cover.weights));
        is_made = cover.weights != NULL;
    }
    if (is_made) {
        merge_rows(&cover, &sorted, weights);
        is_made = fill_groups(&cover, &sorted);
    }
    sorted_rows_clear(&sorted);
    if (!is_made) {
        ci_cover_clear(&cover);
        return ci_fail_nomem(error);
    }
    *out = cover;
    return CIRCLET_OK;
}

void ci_cover_clear(ci_cover *cover)
{
    free(cover->weights);
    free(cover->first);
    free(cover->groups);
}
