/*
 * Columns and rows of a cover, both ascending, by several threads: each
 * counts what a block of rows adds to each column, then fills that part of
 * the columns, and from it the block's rows. Filling a block's part of all
 * columns, column by column, leaves its rows ascending without sorting.
 */
#include <stdlib.h>

#include "base/error.h"
#include "base/parallel.h"
#include "siting/cover_job.h"

/* Blocks at most; fewer where counting would take more room than the cover
 * itself. */
#define BLOCKS_MAX 256

/* ---- rows and their members --------------------------------------------- */

/* Numbers the groups in the order of their first rows and adds up their
 * weights. */
static bool number_rows(ci_cover_job *job)
{
    ci_cover *cover = job->cover;
    uint32_t *row_of = job->row_of;
    bool has_needs = false;

    for (size_t i = 0; i < job->open_count; i++) {
        has_needs |= job->open[i].need > 1;
        if (job->open[i].group == i)
            row_of[i] = (uint32_t)cover->row_count++;
    }
    cover->weights = calloc(cover->row_count + 1, sizeof(*cover->weights));
    cover->member_first =
        calloc(cover->row_count + 2, sizeof(*cover->member_first));
    cover->members = calloc(job->open_count + 1, sizeof(*cover->members));
    if (has_needs)
        cover->needs = calloc(cover->row_count + 1, sizeof(*cover->needs));
    if (!cover->weights || !cover->member_first || !cover->members ||
        (has_needs && !cover->needs))
        return false;
    for (size_t i = 0; i < job->open_count; i++) {
        const ci_open_row *open = &job->open[i];
        uint32_t row = row_of[open->group];

        cover->weights[row] += open->weight;
        cover->total += open->weight;
        cover->member_first[row + 1]++;
        if (has_needs)
            cover->needs[row] = open->need;
    }
    cover->merged = job->open_count - cover->row_count;
    return true;
}

static void fill_members(ci_cover_job *job)
{
    ci_cover *cover = job->cover;
    size_t sum = 0;

    /* Shifted by one, so that filling leaves the starts in place. */
    for (size_t row = 0; row < cover->row_count; row++) {
        size_t count = cover->member_first[row + 1];

        cover->member_first[row + 1] = sum;
        sum += count;
    }
    for (size_t i = 0; i < job->open_count; i++) {
        uint32_t row = job->row_of[job->open[i].group];

        cover->members[cover->member_first[row + 1]++] = job->open[i].member;
    }
}

/* ---- columns and rows -------------------------------------------------- */

/* What the threads share. */
typedef struct filling {
    const ci_cover_job *job;
    uint32_t *firsts; /* of each row a position of `open` */
    size_t block_count;
    size_t *ends; /* of each block, of each site: how many rows it has there;
                     then where the next one goes, in `rows` */
    bool (*work)(const struct filling *filling, size_t block);
    size_t told; /* blocks whose steps were counted */
    circlet_status status;
    circlet_error *error;
} filling;

static size_t first_row(const filling *work, size_t block)
{
    return work->job->cover->row_count * block / work->block_count;
}

static size_t *ends_of(const filling *work, size_t block)
{
    return work->ends + block * work->job->side->site_count;
}

/* Where the rows of a block begin in a column. */
static size_t start_of(const filling *work, size_t block, size_t site)
{
    return block > 0 ? ends_of(work, block - 1)[site]
                     : work->job->cover->site_first[site];
}

static bool count_block(const filling *work, size_t block)
{
    const ci_cover_job *job = work->job;
    size_t *counts = ends_of(work, block);

    for (size_t row = first_row(work, block); row < first_row(work, block + 1);
         row++) {
        size_t count;
        const circlet_od_entry *entries =
            ci_cover_entries(job, &job->open[work->firsts[row]], &count);

        for (size_t k = 0; k < count; k++)
            counts[entries[k].destination] +=
                ci_cover_may_choose(job, entries[k].destination);
    }
    return true;
}

static bool fill_columns(const filling *work, size_t block)
{
    const ci_cover_job *job = work->job;
    size_t *next = ends_of(work, block);

    for (size_t row = first_row(work, block); row < first_row(work, block + 1);
         row++) {
        size_t count;
        const circlet_od_entry *entries =
            ci_cover_entries(job, &job->open[work->firsts[row]], &count);

        for (size_t k = 0; k < count; k++)
            if (ci_cover_may_choose(job, entries[k].destination))
                ci_cover_set_row(job->cover, next[entries[k].destination]++,
                                 (uint32_t)row);
    }
    return true;
}

/* The rows' starts move on to their ends. */
static bool fill_rows(const filling *work, size_t block)
{
    ci_cover *cover = work->job->cover;
    size_t *next = cover->row_first;

    for (size_t site = 0; site < cover->site_count; site++)
        for (size_t k = start_of(work, block, site);
             k < ends_of(work, block)[site]; k++)
            ci_cover_set_site(cover, next[ci_cover_row(cover, k)]++,
                              (uint32_t)site);
    return true;
}

static bool do_block(void *user, uint32_t worker, size_t block)
{
    const filling *work = user;

    (void)worker;
    return work->work(work, block);
}

static bool go_on(void *user, size_t taken)
{
    filling *work = user;
    size_t blocks = taken - work->told;

    work->told = taken;
    work->status = ci_effort_prepare(
        work->job->wish->effort,
        work->job->cover->entry_count / work->block_count * blocks + 1,
        work->error);
    return work->status == CIRCLET_OK;
}

/* Does one kind of work on all blocks. */
static circlet_status do_blocks(filling *work,
                                bool (*kind)(const filling *, size_t))
{
    const ci_parallel parallel = {ci_cover_threads(work->job), do_block, go_on,
                                  work};

    work->work = kind;
    work->told = 0;
    (void)ci_parallel_run(&parallel, work->block_count);
    return work->status;
}

/* From the counts of the blocks where each block's part of each column
 * begins; the block moves that on to the end while it fills it. */
static void place_blocks(const filling *work)
{
    ci_cover *cover = work->job->cover;
    size_t sum = 0;

    for (size_t site = 0; site < cover->site_count; site++) {
        cover->site_first[site] = sum;
        for (size_t block = 0; block < work->block_count; block++) {
            size_t *end = &ends_of(work, block)[site];
            size_t count = *end;

            *end = sum;
            sum += count;
        }
    }
    cover->site_first[cover->site_count] = sum;
}

static void put_back_starts(ci_cover *cover)
{
    for (size_t row = cover->row_count; row > 0; row--)
        cover->row_first[row] = cover->row_first[row - 1];
    cover->row_first[0] = 0;
}

/* Where rows begin, and room for all. */
static bool start_filling(filling *work)
{
    const ci_cover_job *job = work->job;
    ci_cover *cover = job->cover;
    size_t sites = job->side->site_count, row = 0;

    cover->site_count = sites;
    cover->row_first = calloc(cover->row_count + 2, sizeof(*cover->row_first));
    cover->site_first = calloc(sites + 2, sizeof(*cover->site_first));
    work->firsts = calloc(cover->row_count + 1, sizeof(*work->firsts));
    if (!cover->row_first || !cover->site_first || !work->firsts)
        return false;
    for (size_t i = 0; i < job->open_count; i++) {
        if (job->open[i].group != i)
            continue;
        work->firsts[row] = (uint32_t)i;
        cover->row_first[row + 1] = cover->row_first[row] + job->open[i].count;
        row++;
    }
    cover->entry_count = cover->row_first[cover->row_count];
    work->block_count = cover->entry_count / (4 * sites + 1);
    if (work->block_count > BLOCKS_MAX)
        work->block_count = BLOCKS_MAX;
    if (work->block_count == 0)
        work->block_count = 1;
    work->ends = calloc(work->block_count * sites + 1, sizeof(*work->ends));
    return ci_cover_make_entries(cover) && work->ends;
}

static circlet_status fill(filling *work)
{
    circlet_status status = do_blocks(work, count_block);

    if (status == CIRCLET_OK) {
        place_blocks(work);
        status = do_blocks(work, fill_columns);
    }
    if (status == CIRCLET_OK)
        status = do_blocks(work, fill_rows);
    put_back_starts(work->job->cover);
    return status;
}

circlet_status ci_cover_fill(ci_cover_job *job, circlet_error *error)
{
    filling work = {.job = job, .error = error};
    circlet_status status = CIRCLET_OK;

    job->row_of = calloc(job->open_count + 1, sizeof(*job->row_of));
    if (!job->row_of || !number_rows(job) || !start_filling(&work))
        status = ci_fail_nomem(error);
    if (status == CIRCLET_OK) {
        fill_members(job);
        status = fill(&work);
    }
    free(job->row_of);
    job->row_of = NULL;
    free(work.firsts);
    free(work.ends);
    return status;
}
