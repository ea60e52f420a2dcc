/*
 * The rows of a cover. Equal ones are found without sorting any: rows are
 * compared by a sum of scrambled site numbers, which does not depend on their
 * order, and those with the same sum are then compared site by site.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/parallel.h"
#include "siting/cover_job.h"
#include "siting/demand.h"

/* ---- what is near --------------------------------------------------------
 */

static uint32_t cutoff_of(const ci_cover_job *job, size_t point, size_t band)
{
    const circlet_location *location = job->location;

    if (job->wish->has_cutoff)
        return job->wish->cutoff_ms;
    if (job->wish->has_bands && location->bands)
        return location->bands[band].cutoff_ms;
    return ci_point_cutoff_ms(location, point);
}

/* What covering the band adds to covering the one after it. */
static int64_t weight_of(const ci_cover_job *job, size_t point, size_t band)
{
    const circlet_location *location = job->location;
    int64_t weight = location->weights ? location->weights[point] : 1;
    uint32_t next = 0;

    if (job->wish->ignores_weights)
        return 1;
    if (!job->wish->has_bands || !location->bands)
        return weight;
    if (band + 1 < location->band_count)
        next = location->bands[band + 1].share_milli;
    return weight * (location->bands[band].share_milli - next);
}

/* The entries of a point within a cutoff come first in its row. */
static const circlet_od_entry *row_within(const ci_cover_job *job,
                                          size_t point, uint32_t cutoff_ms,
                                          size_t *count)
{
    const circlet_od_entry *row =
        circlet_od_matrix_row(job->location->reach, point, count);
    size_t low = 0, high = *count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (row[middle].time_ms <= cutoff_ms)
            low = middle + 1;
        else
            high = middle;
    }
    *count = low;
    return row;
}

const circlet_od_entry *ci_cover_entries(const ci_cover_job *job,
                                         const ci_open_row *open,
                                         size_t *count)
{
    size_t bands = job->cover->band_count;
    size_t point = open->member / bands;

    return row_within(job, point, cutoff_of(job, point, open->member % bands),
                      count);
}

/* ---- rows ----------------------------------------------------------------
 */

/* SplitMix64 (G. Steele, D. Lea and C. Flood, Fast splittable pseudorandom
 * number generators, 2014). */
static uint64_t scramble(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

/* Points that a thread reads at a time. */
#define BATCH_POINTS 1024

/* What a batch of points comes to; its rows stand in `open` from its first
 * member on until they are moved together. */
typedef struct row_batch {
    size_t open_count;
    int64_t served_weight;
    size_t unreachable;
    int64_t unreachable_weight;
    size_t spaced_point; /* the first that spacing leaves with too few sites */
    uint32_t spaced_need, spaced_left; /* of it; a need of 0: there is none */
} row_batch;

typedef struct row_reading {
    const ci_cover_job *job;
    row_batch *batches;
    size_t told; /* points whose steps were counted */
    circlet_status status;
    circlet_error *error;
} row_reading;

static void note_spaced(row_batch *batch, size_t point, uint32_t need,
                        uint32_t left)
{
    if (batch->spaced_need > 0)
        return;
    batch->spaced_point = point;
    batch->spaced_need = need;
    batch->spaced_left = left;
}

/* Appends the row to `open`, which has room, unless it is none. */
static void read_row(const ci_cover_job *job, size_t point, size_t band,
                     ci_open_row *open, row_batch *batch)
{
    const circlet_location *location = job->location;
    size_t bands = job->cover->band_count, count;
    ci_open_row row = {.member = (uint32_t)(point * bands + band)};
    uint32_t need = location->backup ? location->backup[point] : 1;
    uint32_t open_sites = 0, kept_away = 0;
    const circlet_od_entry *entries;

    row.weight = weight_of(job, point, band);
    entries = row_within(job, point, cutoff_of(job, point, band), &count);
    for (size_t k = 0; k < count; k++) {
        uint32_t site = entries[k].destination;

        if (ci_cover_may_choose(job, site)) {
            row.hash += scramble(site);
            row.count++;
        } else if (job->side->states[site] == CIRCLET_SITE_EXISTING) {
            open_sites++;
        } else {
            kept_away += ci_side_offers(job->side, site);
        }
    }
    if (open_sites >= need) {
        batch->served_weight += row.weight;
        return;
    }
    row.need = need - open_sites;
    if (row.count >= row.need)
        open[batch->open_count++] = row;
    else if (kept_away >= row.need - row.count)
        note_spaced(batch, point, need, open_sites + row.count);
    else if (band + 1 == bands) {
        batch->unreachable++;
        batch->unreachable_weight +=
            location->weights ? location->weights[point] : 1;
    }
}

static bool read_batch(void *user, uint32_t worker, size_t item)
{
    const row_reading *reading = user;
    const ci_cover_job *job = reading->job;
    const int64_t *weights = job->location->weights;
    size_t from = item * BATCH_POINTS, end = from + BATCH_POINTS;

    (void)worker;
    for (size_t i = from; i < end && i < job->point_count; i++)
        for (size_t b = 0; b < job->cover->band_count; b++)
            if (!weights || weights[i] > 0)
                read_row(job, i, b, job->open + from * job->cover->band_count,
                         &reading->batches[item]);
    return true;
}

/* Counts the steps of what was taken since. */
static bool go_on(void *user, size_t taken)
{
    row_reading *reading = user;
    const ci_cover_job *job = reading->job;
    size_t end = taken * BATCH_POINTS;
    uint64_t steps = 0;

    for (; reading->told < end && reading->told < job->point_count;
         reading->told++) {
        size_t count;

        (void)circlet_od_matrix_row(job->location->reach, reading->told,
                                    &count);
        steps += count * job->cover->band_count + 1;
    }
    reading->status =
        ci_effort_prepare(job->wish->effort, steps, reading->error);
    return reading->status == CIRCLET_OK;
}

/* Moves the rows of all batches together and adds up the rest; the first
 * batch that has a point which spacing leaves with too few sites. */
static const row_batch *take_batches(ci_cover_job *job,
                                     const row_batch *batches, size_t count)
{
    ci_cover *cover = job->cover;
    const row_batch *spaced = NULL;

    for (size_t b = 0; b < count; b++) {
        const row_batch *batch = &batches[b];

        memmove(job->open + job->open_count,
                job->open + b * BATCH_POINTS * cover->band_count,
                batch->open_count * sizeof(*job->open));
        job->open_count += batch->open_count;
        cover->served_weight += batch->served_weight;
        cover->unreachable += batch->unreachable;
        cover->unreachable_weight += batch->unreachable_weight;
        if (!spaced && batch->spaced_need > 0)
            spaced = batch;
    }
    return spaced;
}

circlet_status ci_cover_read_rows(ci_cover_job *job, circlet_error *error)
{
    size_t count = (job->point_count + BATCH_POINTS - 1) / BATCH_POINTS;
    row_reading reading = {.job = job, .error = error};
    const ci_parallel parallel = {ci_cover_threads(job), read_batch, go_on,
                                  &reading};
    const row_batch *spaced;

    job->open = calloc(job->point_count * job->cover->band_count + 1,
                       sizeof(*job->open));
    reading.batches = calloc(count + 1, sizeof(*reading.batches));
    if (!job->open || !reading.batches)
        reading.status = ci_fail_nomem(error);
    else if (ci_parallel_run(&parallel, count)) {
        spaced = take_batches(job, reading.batches, count);
        if (spaced && job->wish->must_cover)
            reading.status =
                ci_fail_spaced(error, job->location, spaced->spaced_point,
                               spaced->spaced_need, spaced->spaced_left);
    }
    free(reading.batches);
    return reading.status;
}

/* ---- equal rows ----------------------------------------------------------
 */

/* Sorted by hash, then position. */
typedef struct keyed_row {
    uint64_t hash;
    uint32_t position; /* in `open` */
} keyed_row;

typedef struct grouping {
    ci_cover_job *job;
    keyed_row *keyed;
    uint32_t *stamps; /* of each site */
    uint32_t stamp; /* the last one, from 1 */
} grouping;

static int compare_keyed(const void *left, const void *right)
{
    const keyed_row *a = left, *b = right;

    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static void sort_by_hash(grouping *work)
{
    const ci_cover_job *job = work->job;

    for (size_t i = 0; i < job->open_count; i++)
        work->keyed[i] = (keyed_row){job->open[i].hash, (uint32_t)i};
    qsort(work->keyed, job->open_count, sizeof(*work->keyed), compare_keyed);
}

static void stamp_sites(grouping *work, const ci_open_row *open)
{
    size_t count;
    const circlet_od_entry *entries =
        ci_cover_entries(work->job, open, &count);

    work->stamp++;
    for (size_t k = 0; k < count; k++)
        work->stamps[entries[k].destination] = work->stamp;
}

static bool is_stamped(const grouping *work, const ci_open_row *open)
{
    size_t count;
    const circlet_od_entry *entries =
        ci_cover_entries(work->job, open, &count);

    for (size_t k = 0; k < count; k++)
        if (ci_cover_may_choose(work->job, entries[k].destination) &&
            work->stamps[entries[k].destination] != work->stamp)
            return false;
    return true;
}

/* Gives the rows from `from` to `end`, whose hashes are the same, their
 * groups. */
static void group_equal(grouping *work, size_t from, size_t end)
{
    ci_open_row *open = work->job->open;
    const keyed_row *keyed = work->keyed;

    for (size_t i = from; i < end; i++)
        open[keyed[i].position].group = UINT32_MAX;
    for (size_t i = from; i < end; i++) {
        ci_open_row *first = &open[keyed[i].position];

        if (first->group != UINT32_MAX)
            continue;
        first->group = keyed[i].position;
        if (i + 1 == end)
            break;
        stamp_sites(work, first);
        for (size_t k = i + 1; k < end; k++) {
            ci_open_row *other = &open[keyed[k].position];

            if (other->group == UINT32_MAX && other->count == first->count &&
                other->need == first->need && is_stamped(work, other))
                other->group = first->group;
        }
    }
}

static circlet_status group_all(grouping *work, circlet_error *error)
{
    const ci_cover_job *job = work->job;
    circlet_status status = CIRCLET_OK;

    sort_by_hash(work);
    for (size_t i = 0, end; i < job->open_count && status == CIRCLET_OK;
         i = end) {
        uint64_t steps = 1;

        for (end = i; end < job->open_count &&
                      work->keyed[end].hash == work->keyed[i].hash;
             end++)
            steps += job->open[work->keyed[end].position].count;
        group_equal(work, i, end);
        status = ci_effort_prepare(job->wish->effort, steps, error);
    }
    return status;
}

circlet_status ci_cover_group_rows(ci_cover_job *job, circlet_error *error)
{
    grouping work = {.job = job};
    circlet_status status;

    work.keyed = calloc(job->open_count + 1, sizeof(*work.keyed));
    work.stamps = calloc(job->side->site_count + 1, sizeof(*work.stamps));
    status = work.keyed && work.stamps ? group_all(&work, error)
                                       : ci_fail_nomem(error);
    free(work.keyed);
    free(work.stamps);
    return status;
}
