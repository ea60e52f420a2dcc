#include "reach/od_pairs.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/spill.h"

/* Rows are told apart in the file by so many blocks. */
#define BLOCKS 128

/* Pairs that are read at a time. */
#define READ_PAIRS 8192

/* What a worker wrote at one time, block by block. */
typedef struct spilled_run {
    uint64_t offset; /* in the file */
    size_t first[BLOCKS + 1]; /* where each block's pairs begin in the run */
} spilled_run;

typedef struct worker_pairs {
    ci_od_pair *pairs;
    size_t count, capacity;
    spilled_run *runs;
    size_t run_count, run_capacity;
    circlet_error error; /* status CIRCLET_OK: none */
} worker_pairs;

struct ci_od_pairs {
    size_t block_rows; /* of each block */
    uint32_t worker_count;
    size_t limit; /* pairs of a worker in memory */
    worker_pairs *workers;
    pthread_mutex_t lock; /* while the file is made */
    ci_spill *spill; /* NULL: not needed yet */
};

ci_od_pairs *ci_od_pairs_new(size_t row_count, uint32_t worker_count,
                             uint64_t memory_bytes)
{
    uint64_t limit = memory_bytes / worker_count / sizeof(ci_od_pair);
    ci_od_pairs *pairs = calloc(1, sizeof(*pairs));

    if (!pairs)
        return NULL;
    pairs->block_rows = row_count / BLOCKS + 1;
    pairs->worker_count = worker_count;
    pairs->limit = CI_OD_PAIRS_LEAST;
    if (limit > pairs->limit && limit < SIZE_MAX / sizeof(ci_od_pair))
        pairs->limit = (size_t)limit;
    pairs->workers = calloc(worker_count, sizeof(*pairs->workers));
    if (!pairs->workers || pthread_mutex_init(&pairs->lock, NULL)) {
        free(pairs->workers);
        free(pairs);
        return NULL;
    }
    return pairs;
}

void ci_od_pairs_free(ci_od_pairs *pairs)
{
    if (!pairs)
        return;
    for (uint32_t i = 0; i < pairs->worker_count; i++) {
        free(pairs->workers[i].pairs);
        free(pairs->workers[i].runs);
    }
    free(pairs->workers);
    pthread_mutex_destroy(&pairs->lock);
    ci_spill_free(pairs->spill);
    free(pairs);
}

/* ---- writing ----------------------------------------------------------- */

static circlet_status need_spill(ci_od_pairs *pairs, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    pthread_mutex_lock(&pairs->lock);
    if (!pairs->spill)
        status = ci_spill_new(&pairs->spill, error);
    pthread_mutex_unlock(&pairs->lock);
    return status;
}

/* Counts the pairs of each block; `run->first` becomes where each begins. */
static void index_run(spilled_run *run, const worker_pairs *own,
                      size_t block_rows)
{
    memset(run->first, 0, sizeof(run->first));
    for (size_t i = 0; i < own->count; i++)
        run->first[own->pairs[i].row / block_rows + 1]++;
    for (size_t block = 0; block < BLOCKS; block++)
        run->first[block + 1] += run->first[block];
}

/* Puts the pairs of each block together where they stand, as no memory is
 * left: each pair is carried to its block, and the one that stood there goes
 * on (McIlroy, Bostic and McIlroy, Engineering Radix Sort, 1993). */
static void sort_by_block(worker_pairs *own, const spilled_run *run,
                          size_t block_rows)
{
    size_t next[BLOCKS];

    memcpy(next, run->first, sizeof(next));
    for (size_t block = 0; block < BLOCKS; block++)
        while (next[block] < run->first[block + 1]) {
            ci_od_pair carried = own->pairs[next[block]];
            size_t home = carried.row / block_rows;

            while (home != block) {
                ci_od_pair met = own->pairs[next[home]];

                own->pairs[next[home]++] = carried;
                carried = met;
                home = carried.row / block_rows;
            }
            own->pairs[next[block]++] = carried;
        }
}

static circlet_status write_run(ci_od_pairs *pairs, worker_pairs *own,
                                circlet_error *error)
{
    circlet_status status = need_spill(pairs, error);
    spilled_run *runs;

    if (status)
        return status;
    runs = ci_array_reserve_one(own->runs, own->run_count, &own->run_capacity,
                                sizeof(*runs));
    if (!runs)
        return ci_fail_nomem(error);
    own->runs = runs;
    index_run(&runs[own->run_count], own, pairs->block_rows);
    sort_by_block(own, &runs[own->run_count], pairs->block_rows);
    status = ci_spill_write(pairs->spill, own->pairs,
                            own->count * sizeof(*own->pairs),
                            &runs[own->run_count].offset, error);
    if (status)
        return status;
    own->run_count++;
    own->count = 0;
    return CIRCLET_OK;
}

/* Room for one more: twice as much, up to the limit, then what is there is
 * written out. */
static circlet_status make_room(ci_od_pairs *pairs, worker_pairs *own,
                                circlet_error *error)
{
    size_t capacity = own->capacity > 0 ? 2 * own->capacity : 256;
    ci_od_pair *grown;

    if (own->count < own->capacity)
        return CIRCLET_OK;
    if (own->capacity >= pairs->limit)
        return write_run(pairs, own, error);
    if (capacity > pairs->limit)
        capacity = pairs->limit;
    grown = realloc(own->pairs, capacity * sizeof(*grown));
    if (!grown)
        return ci_fail_nomem(error);
    own->pairs = grown;
    own->capacity = capacity;
    return CIRCLET_OK;
}

bool ci_od_pairs_add(ci_od_pairs *pairs, uint32_t worker, ci_od_pair pair)
{
    worker_pairs *own = &pairs->workers[worker];

    if (make_room(pairs, own, &own->error))
        return false;
    own->pairs[own->count++] = pair;
    return true;
}

circlet_status ci_od_pairs_check(const ci_od_pairs *pairs,
                                 circlet_error *error)
{
    for (uint32_t i = 0; i < pairs->worker_count; i++) {
        const circlet_error *own = &pairs->workers[i].error;

        if (own->status && error)
            *error = *own;
        if (own->status)
            return own->status;
    }
    return CIRCLET_OK;
}

bool ci_od_pairs_are_spilled(const ci_od_pairs *pairs)
{
    return pairs->spill;
}

/* ---- reading ----------------------------------------------------------- */

typedef struct run_reader {
    const ci_od_pairs *pairs;
    ci_od_pair *room; /* READ_PAIRS */
    ci_see_pairs see;
    void *user;
} run_reader;

static circlet_status read_run(const run_reader *reader,
                               const spilled_run *run, size_t from, size_t to,
                               circlet_error *error)
{
    for (size_t i = from; i < to; i += READ_PAIRS) {
        size_t count = to - i < READ_PAIRS ? to - i : READ_PAIRS;
        circlet_status status = ci_spill_read(
            reader->pairs->spill, reader->room, count * sizeof(ci_od_pair),
            run->offset + i * sizeof(ci_od_pair), error);

        if (status)
            return status;
        reader->see(reader->user, reader->room, count);
    }
    return CIRCLET_OK;
}

/* The runs of all workers in the blocks that hold these rows. */
static circlet_status read_runs(const run_reader *reader, size_t from,
                                size_t to, circlet_error *error)
{
    const ci_od_pairs *pairs = reader->pairs;
    size_t first = from / pairs->block_rows;
    size_t last = (to - 1) / pairs->block_rows;
    circlet_status status = CIRCLET_OK;

    for (uint32_t w = 0; w < pairs->worker_count; w++)
        for (size_t i = 0; i < pairs->workers[w].run_count && !status; i++) {
            const spilled_run *run = &pairs->workers[w].runs[i];

            status = read_run(reader, run, run->first[first],
                              run->first[last + 1], error);
        }
    return status;
}

circlet_status ci_od_pairs_each(const ci_od_pairs *pairs, size_t from,
                                size_t to, ci_see_pairs see, void *user,
                                circlet_error *error)
{
    run_reader reader = {pairs, NULL, see, user};
    circlet_status status = CIRCLET_OK;

    if (from == to)
        return CIRCLET_OK;
    for (uint32_t w = 0; w < pairs->worker_count; w++)
        if (pairs->workers[w].count > 0)
            see(user, pairs->workers[w].pairs, pairs->workers[w].count);
    if (!pairs->spill)
        return CIRCLET_OK;
    reader.room = malloc(READ_PAIRS * sizeof(*reader.room));
    status = reader.room ? read_runs(&reader, from, to, error)
                         : ci_fail_nomem(error);
    free(reader.room);
    return status;
}
