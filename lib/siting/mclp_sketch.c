/*
 * Rows are sorted by their first sites in a random order of all sites, so
 * that rows that share most sites stand together (min-wise hashing; A.
 * Broder, On the resemblance and containment of documents, 1997). Each run
 * of so many is then one row of the sketch: a stratified sample.
 */
#include "siting/mclp_sketch.h"

#include <stdlib.h>
#include <string.h>

#include "base/random.h"

/* Sites of a row that are looked at. */
#define KEY_SITES 8

/* Rows that need not have all of them: they come with the last sites. */
#define LATE_SHARE 64

typedef struct row_key {
    uint16_t ranks[KEY_SITES];
    uint32_t need;
    uint32_t row;
} row_key;

typedef struct job {
    const ci_cover *full;
    ci_cover *sketch;
    uint32_t *order; /* of the sites */
    row_key *keys;
    uint32_t *kept; /* full rows, in the order of the sketch */
    size_t rows_wanted;
} job;

/* ---- order ------------------------------------------------------------- */

static void shuffle_sites(job *work, ci_random *random)
{
    size_t count = work->full->site_count;

    for (size_t i = 0; i < count; i++)
        work->order[i] = (uint32_t)i;
    for (size_t i = count; i > 1; i--) {
        size_t other = (size_t)ci_random_below(random, i);
        uint32_t moved = work->order[i - 1];

        work->order[i - 1] = work->order[other];
        work->order[other] = moved;
    }
}

/* The first sites of each row, column by column, until most rows have
 * theirs. */
static bool fill_keys(job *work, ci_effort *effort)
{
    const ci_cover *full = work->full;
    uint8_t *counts = calloc(full->row_count + 1, sizeof(*counts));
    size_t left = full->row_count;
    bool goes_on = counts != NULL;

    for (size_t row = 0; row < full->row_count; row++) {
        work->keys[row].row = (uint32_t)row;
        work->keys[row].need = ci_cover_need(full, row);
        memset(work->keys[row].ranks, UINT8_MAX,
               sizeof(work->keys[row].ranks));
    }
    for (size_t i = 0; i < full->site_count && goes_on &&
                       left > full->row_count / LATE_SHARE;
         i++) {
        uint32_t site = work->order[i];

        for (size_t k = full->site_first[site]; k < full->site_first[site + 1];
             k++) {
            uint32_t row = ci_cover_row(full, k);

            if (counts[row] == KEY_SITES)
                continue;
            work->keys[row].ranks[counts[row]++] =
                i < UINT16_MAX ? (uint16_t)i : UINT16_MAX;
            left -= counts[row] == KEY_SITES;
        }
        goes_on = ci_effort_spend(effort, full->site_first[site + 1] -
                                              full->site_first[site]);
    }
    free(counts);
    return goes_on;
}

static int compare_keys(const void *left, const void *right)
{
    const row_key *a = left, *b = right;

    if (a->need != b->need)
        return a->need < b->need ? -1 : 1;
    for (size_t k = 0; k < KEY_SITES; k++)
        if (a->ranks[k] != b->ranks[k])
            return a->ranks[k] < b->ranks[k] ? -1 : 1;
    return (a->row > b->row) - (a->row < b->row);
}

/* ---- rows -------------------------------------------------------------- */

/* The row of each run that stands for it, drawn by weight. */
static uint32_t draw_row(const job *work, size_t from, size_t end,
                         int64_t total, ci_random *random)
{
    int64_t at = (int64_t)ci_random_below(random, (uint64_t)total);

    while (from + 1 < end && at >= work->full->weights[work->keys[from].row])
        at -= work->full->weights[work->keys[from++].row];
    return work->keys[from].row;
}

static void choose_rows(job *work, ci_random *random)
{
    const ci_cover *full = work->full;
    ci_cover *sketch = work->sketch;
    size_t from = 0;

    for (size_t i = 0; i < work->rows_wanted && from < full->row_count; i++) {
        size_t end = (size_t)((double)(i + 1) * (double)full->row_count /
                              (double)work->rows_wanted);
        int64_t total = 0;
        size_t at = from;

        /* Rows of another need are another run. */
        while (at < full->row_count && (at < end || at == from) &&
               work->keys[at].need == work->keys[from].need)
            total += full->weights[work->keys[at++].row];
        work->kept[sketch->row_count] =
            draw_row(work, from, at, total, random);
        if (sketch->needs)
            sketch->needs[sketch->row_count] = work->keys[from].need;
        sketch->weights[sketch->row_count++] = total;
        sketch->total += total;
        from = at;
    }
}

/* Starts of columns are one place ahead while they are filled. */
static bool copy_rows(job *work)
{
    const ci_cover *full = work->full;
    ci_cover *sketch = work->sketch;
    size_t at = 0;

    for (size_t i = 0; i < sketch->row_count; i++)
        sketch->entry_count += full->row_first[work->kept[i] + 1] -
                               full->row_first[work->kept[i]];
    if (!ci_cover_make_entries(sketch))
        return false;
    for (size_t i = 0; i < sketch->row_count; i++) {
        for (size_t k = full->row_first[work->kept[i]];
             k < full->row_first[work->kept[i] + 1]; k++, at++) {
            uint32_t site = ci_cover_site(full, k);

            ci_cover_set_site(sketch, at, site);
            sketch->site_first[site + 2]++;
        }
        sketch->row_first[i + 1] = at;
    }
    for (size_t site = 0; site < sketch->site_count; site++)
        sketch->site_first[site + 2] += sketch->site_first[site + 1];
    for (size_t i = 0; i < sketch->row_count; i++)
        for (size_t k = sketch->row_first[i]; k < sketch->row_first[i + 1];
             k++)
            ci_cover_set_row(
                sketch, sketch->site_first[ci_cover_site(sketch, k) + 1]++,
                (uint32_t)i);
    return true;
}

/* ---- made -------------------------------------------------------------- */

static bool arrays_make(job *work)
{
    ci_cover *sketch = work->sketch;
    size_t rows = work->full->row_count, sites = work->full->site_count;

    work->order = calloc(sites + 1, sizeof(*work->order));
    work->keys = calloc(rows + 1, sizeof(*work->keys));
    work->kept = calloc(work->rows_wanted + 1, sizeof(*work->kept));
    sketch->weights = calloc(work->rows_wanted + 1, sizeof(*sketch->weights));
    sketch->row_first =
        calloc(work->rows_wanted + 2, sizeof(*sketch->row_first));
    sketch->site_first = calloc(sites + 2, sizeof(*sketch->site_first));
    if (work->full->needs)
        sketch->needs = calloc(work->rows_wanted + 1, sizeof(*sketch->needs));
    return work->order && work->keys && work->kept && sketch->weights &&
           sketch->row_first && sketch->site_first &&
           (!work->full->needs || sketch->needs);
}

static bool build(job *work, uint64_t draw, ci_effort *effort)
{
    ci_random random = ci_random_start(draw, "sketch of a cover");

    if (!arrays_make(work))
        return false;
    shuffle_sites(work, &random);
    if (!fill_keys(work, effort))
        return false;
    qsort(work->keys, work->full->row_count, sizeof(*work->keys),
          compare_keys);
    choose_rows(work, &random);
    return copy_rows(work) && ci_effort_spend(effort, work->full->row_count);
}

bool ci_mclp_sketch_make(ci_cover *out, const ci_cover *cover, size_t rows,
                         uint64_t draw, ci_effort *effort)
{
    ci_cover sketch = {.site_count = cover->site_count, .band_count = 1};
    job work = {.full = cover, .sketch = &sketch, .rows_wanted = rows};
    bool is_made = build(&work, draw, effort);

    free(work.order);
    free(work.keys);
    free(work.kept);
    if (!is_made) {
        ci_cover_clear(&sketch);
        return false;
    }
    *out = sketch;
    return true;
}
