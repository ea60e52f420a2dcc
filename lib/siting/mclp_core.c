#include "siting/mclp_core.h"

#include <stdlib.h>
#include <string.h>

typedef struct key {
    uint64_t hash;
    uint32_t row; /* of the full cover */
} key;

typedef struct job {
    const ci_cover *full;
    const uint8_t *keeps; /* CI_OPEN, CI_IN or CI_OUT, fixed ones in */
    ci_mclp_core *core;
    key *keys;
    size_t key_count;
    size_t *row_first; /* of each full row: its open sites */
    uint32_t *sites;
    uint32_t *needs; /* what is left of them */
} job;

/* SplitMix64 (G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom
 * number generators, 2014). */
static uint64_t scramble(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static void read_row(job *work, uint32_t row)
{
    const ci_cover *full = work->full;
    uint32_t need = ci_cover_need(full, row), count = 0;
    size_t filled = work->row_first[row];
    uint64_t hash = 0;

    for (size_t k = full->row_first[row]; k < full->row_first[row + 1]; k++) {
        uint32_t site = ci_cover_site(full, k);

        if (work->keeps[site] == CI_IN) {
            count++;
        } else if (work->keeps[site] == CI_OPEN) {
            work->sites[filled++] = site;
            hash += scramble(site);
        }
    }
    work->row_first[row + 1] = work->row_first[row];
    work->core->core_row[row] = CI_CORE_LOST;
    if (count >= need) {
        work->core->core_row[row] = CI_CORE_COVERED;
        work->core->base += full->weights[row];
        return;
    }
    work->needs[row] = need - count;
    if (filled - work->row_first[row] < work->needs[row])
        return;
    work->row_first[row + 1] = filled;
    work->keys[work->key_count++] =
        (key){hash + scramble(~(uint64_t)work->needs[row]), row};
}

static int compare_keys(const void *left, const void *right)
{
    const key *a = left, *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

static bool are_equal(const job *work, uint32_t a, uint32_t b)
{
    size_t count = work->row_first[a + 1] - work->row_first[a];

    return work->needs[a] == work->needs[b] &&
           work->row_first[b + 1] - work->row_first[b] == count &&
           memcmp(work->sites + work->row_first[a],
                  work->sites + work->row_first[b],
                  count * sizeof(*work->sites)) == 0;
}

/* Gives each row the first one like it, in `core_row`. */
static void group_rows(job *work)
{
    uint32_t *first = work->core->core_row;

    qsort(work->keys, work->key_count, sizeof(*work->keys), compare_keys);
    for (size_t i = 0; i < work->key_count; i++) {
        size_t k = i;
        uint32_t row = work->keys[i].row;

        first[row] = row;
        while (k > 0 && work->keys[k - 1].hash == work->keys[i].hash) {
            uint32_t other = first[work->keys[--k].row];

            if (are_equal(work, other, row)) {
                first[row] = other;
                break;
            }
        }
    }
}

/* ---- the smaller cover ------------------------------------------------- */

/* Numbers the rows that stand for others, in their order; counts. */
static void number_rows(job *work)
{
    ci_cover *cover = &work->core->cover;
    uint32_t *core_row = work->core->core_row;

    for (size_t row = 0; row < work->full->row_count; row++) {
        uint32_t first = core_row[row];

        if (first >= CI_CORE_LOST)
            continue;
        /* The first of its kind stands before the others. */
        if (first == row) {
            cover->entry_count +=
                work->row_first[row + 1] - work->row_first[row];
            core_row[row] = (uint32_t)cover->row_count++;
        } else {
            core_row[row] = core_row[first];
            cover->merged++;
        }
    }
}

static bool arrays_make(ci_cover *cover, size_t member_count, bool has_needs)
{
    size_t rows = cover->row_count;

    cover->weights = calloc(rows + 1, sizeof(*cover->weights));
    if (has_needs)
        cover->needs = calloc(rows + 1, sizeof(*cover->needs));
    cover->row_first = calloc(rows + 2, sizeof(*cover->row_first));
    cover->site_first =
        calloc(cover->site_count + 2, sizeof(*cover->site_first));
    cover->member_first = calloc(rows + 2, sizeof(*cover->member_first));
    cover->members = calloc(member_count + 1, sizeof(*cover->members));
    return ci_cover_make_entries(cover) && cover->weights &&
           (!has_needs || cover->needs) && cover->row_first &&
           cover->site_first && cover->member_first && cover->members;
}

static void fill_row(const job *work, uint32_t row, size_t at)
{
    ci_cover *cover = &work->core->cover;
    uint32_t core_row = work->core->core_row[row];

    for (size_t k = work->row_first[row]; k < work->row_first[row + 1]; k++) {
        if (cover->narrow_sites)
            cover->narrow_sites[at++] = (uint16_t)work->sites[k];
        else
            cover->wide_sites[at++] = work->sites[k];
        cover->site_first[work->sites[k] + 2]++;
    }
    cover->row_first[core_row + 1] = at;
    if (cover->needs)
        cover->needs[core_row] = work->needs[row];
}

static void fill_rows(const job *work)
{
    ci_cover *cover = &work->core->cover;
    uint32_t next = 0;
    size_t at = 0;

    for (size_t row = 0; row < work->full->row_count; row++) {
        uint32_t core_row = work->core->core_row[row];

        if (core_row >= CI_CORE_LOST)
            continue;
        if (core_row == next) {
            fill_row(work, (uint32_t)row, at);
            at = cover->row_first[++next];
        }
        cover->weights[core_row] += work->full->weights[row];
        cover->total += work->full->weights[row];
        cover->member_first[core_row + 2]++;
    }
}

/* The starts are kept one position late while lists are filled. */
static void fill_lists(const job *work)
{
    ci_cover *cover = &work->core->cover;

    for (size_t i = 0; i < cover->site_count; i++)
        cover->site_first[i + 2] += cover->site_first[i + 1];
    for (size_t i = 0; i < cover->row_count; i++)
        cover->member_first[i + 2] += cover->member_first[i + 1];
    for (size_t row = 0; row < cover->row_count; row++)
        for (size_t k = cover->row_first[row]; k < cover->row_first[row + 1];
             k++)
            ci_cover_set_row(cover,
                             cover->site_first[ci_cover_site(cover, k) + 1]++,
                             (uint32_t)row);
    for (size_t row = 0; row < work->full->row_count; row++) {
        uint32_t core_row = work->core->core_row[row];

        if (core_row < CI_CORE_LOST)
            cover->members[cover->member_first[core_row + 1]++] =
                (uint32_t)row;
    }
}

static bool build(job *work)
{
    const ci_cover *full = work->full;
    ci_mclp_core *core = work->core;

    core->core_row = calloc(full->row_count + 1, sizeof(*core->core_row));
    work->keys = calloc(full->row_count + 1, sizeof(*work->keys));
    work->row_first = calloc(full->row_count + 2, sizeof(*work->row_first));
    work->sites = calloc(full->entry_count + 1, sizeof(*work->sites));
    work->needs = calloc(full->row_count + 1, sizeof(*work->needs));
    if (!core->core_row || !work->keys || !work->row_first || !work->sites ||
        !work->needs)
        return false;
    for (size_t row = 0; row < full->row_count; row++)
        read_row(work, (uint32_t)row);
    group_rows(work);
    number_rows(work);
    core->cover.band_count = 1;
    if (!arrays_make(&core->cover, work->key_count, full->needs != NULL))
        return false;
    fill_rows(work);
    fill_lists(work);
    return true;
}

bool ci_mclp_core_make(ci_mclp_core *out, const ci_cover *cover,
                       const ci_side *side, const uint8_t *decided)
{
    ci_mclp_core core = {.cover = {.site_count = cover->site_count}};
    uint8_t *keeps = calloc(cover->site_count + 1, sizeof(*keeps));
    job work = {.full = cover, .keeps = keeps, .core = &core};
    bool is_made = false;

    if (keeps) {
        for (size_t site = 0; site < cover->site_count; site++)
            keeps[site] = side->states[site] == CIRCLET_SITE_FIXED ? CI_IN
                          : side->states[site] == CIRCLET_SITE_FREE
                              ? decided[site]
                              : CI_OUT;
        is_made = build(&work);
    }
    free(keeps);
    free(work.keys);
    free(work.row_first);
    free(work.sites);
    free(work.needs);
    if (!is_made) {
        ci_mclp_core_clear(&core);
        return false;
    }
    *out = core;
    return true;
}

uint32_t *ci_mclp_core_map(const ci_mclp_core *core,
                           const ci_mclp_core *larger)
{
    const ci_cover *cover = &larger->cover;
    uint32_t *row_of = calloc(cover->row_count + 1, sizeof(*row_of));

    for (size_t row = 0; row_of && row < cover->row_count; row++)
        row_of[row] = core->core_row[cover->members[cover->member_first[row]]];
    return row_of;
}

void ci_mclp_core_clear(ci_mclp_core *core)
{
    ci_cover_clear(&core->cover);
    free(core->core_row);
}
