/*
 * Ties of many points, by several threads: each takes a batch of points at a
 * time, looks into what is remembered and leaves what is not in the batch.
 * After a window of batches the calling thread takes the ties of all, in the
 * order of the points, unless they were handed over at once, and remembers
 * what is new.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "network/snapper.h"

#define BATCH_POINTS 256
#define WINDOW_BATCHES 64
#define WINDOW_POINTS ((size_t)BATCH_POINTS * WINDOW_BATCHES)
#define IS_KNOWN UINT32_MAX
#define AHEAD 8 /* points from one step of what is sent for to the next */

/* What a thread found of the points of a batch. */
typedef struct batch {
    ci_tie *ties;
    size_t tie_count, tie_capacity;
    ci_near_link *links; /* near the points that are new */
    size_t link_count, link_capacity;
    uint32_t link_counts[BATCH_POINTS]; /* of each; IS_KNOWN: not new */
    bool has_failed;
} batch;

typedef struct tying {
    ci_snap_question question;
    const ci_snap_points *points;
    size_t *first; /* NULL: no ties are kept */
    batch *batches;
    bool explores; /* of the snapper: see ci_snapper_explore() */
    size_t from; /* the window's first point */
    ci_tie *ties; /* of all windows so far */
    size_t tie_count, tie_capacity;
} tying;

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Room for `more` elements; NULL: no memory. */
static void *reserve(void *items, size_t count, size_t more, size_t *capacity,
                     size_t element_size)
{
    size_t wanted = count + more + 1;

    if (wanted <= *capacity)
        return items;
    wanted += wanted / 2;
    items = realloc(items, wanted * element_size);
    if (items)
        *capacity = wanted;
    return items;
}

/* ---- one batch ---------------------------------------------------------- */

static bool add_links(batch *to, const ci_near_view *near)
{
    ci_near_link *links = reserve(to->links, to->link_count, near->count,
                                  &to->link_capacity, sizeof(*links));

    if (!links)
        return false;
    to->links = links;
    if (near->count > 0)
        memcpy(links + to->link_count, near->links,
               near->count * sizeof(*links));
    to->link_count += near->count;
    return true;
}

static bool is_wanted(const ci_snap_points *points, size_t i)
{
    return !points->is_wanted ||
           points->is_wanted(points->points[i], points->wanted);
}

/* What was chosen stands behind the ties that the batch has. */
static bool keep(const tying *job, batch *to, uint32_t worker, size_t i,
                 size_t chosen)
{
    const ci_snap_points *points = job->points;

    if (!job->first)
        return points->take(points->taker, worker, i, to->ties, chosen);
    to->tie_count += chosen;
    job->first[i + 1] = chosen; /* added up afterwards */
    return true;
}

/* What lies near a point. Waiting for others the memory is left to them, and
 * then looked into again. */
static bool look(ci_near_view *near, tying *job, uint32_t worker,
                 circlet_point at)
{
    const ci_snap_question *question = &job->question;
    ci_snapper *snapper = question->snapper;
    bool has_turn;

    if (ci_snap_question_recall(near, question, at))
        return true;
    pthread_rwlock_unlock(&snapper->memory_lock);
    has_turn =
        ci_snapper_explore(snapper, &job->explores, job->points->thread_count);
    pthread_rwlock_rdlock(&snapper->memory_lock);
    return has_turn && (ci_snap_question_recall(near, question, at) ||
                        ci_snap_question_look(near, question, worker, at));
}

static bool tie_point(tying *job, batch *to, uint32_t worker, size_t i)
{
    const ci_snap_question *question = &job->question;
    size_t chosen;
    ci_near_view near;
    ci_tie *ties;

    if (!look(&near, job, worker, job->points->points[i]))
        return false;
    ties = reserve(to->ties, to->tie_count, near.count, &to->tie_capacity,
                   sizeof(*ties));
    if (!ties)
        return false;
    to->ties = ties;
    chosen = ci_snap_choose(ties + to->tie_count, &question->choice,
                            near.links, near.count);
    if (!keep(job, to, worker, i, chosen))
        return false;
    to->link_counts[i % BATCH_POINTS] =
        near.is_new ? (uint32_t)near.count : IS_KNOWN;
    return !near.is_new || add_links(to, &near);
}

static void send_ahead(const tying *job, size_t i, size_t end)
{
    for (int step = 0; step < CI_NEAR_STEP_COUNT; step++) {
        size_t ahead = i + (size_t)(CI_NEAR_STEP_COUNT - step) * AHEAD;

        if (ahead < end && is_wanted(job->points, ahead))
            ci_near_memory_expect(
                &job->question.snapper->memory, job->question.ground,
                job->points->points[ahead], (ci_near_step)step);
    }
}

static bool leave_out(tying *job, batch *to, uint32_t worker, size_t i)
{
    to->link_counts[i % BATCH_POINTS] = IS_KNOWN; /* nothing to remember */
    return keep(job, to, worker, i, 0);
}

static bool tie_batch(void *user, uint32_t worker, size_t item)
{
    tying *job = user;
    pthread_rwlock_t *lock = &job->question.snapper->memory_lock;
    batch *to = &job->batches[item];
    size_t from = job->from + item * BATCH_POINTS;
    size_t end = least(from + BATCH_POINTS, job->points->count);

    to->tie_count = to->link_count = 0;
    pthread_rwlock_rdlock(lock);
    for (size_t i = from; i < end && !to->has_failed; i++) {
        send_ahead(job, i, end);
        to->has_failed = !(is_wanted(job->points, i) ? tie_point : leave_out)(
            job, to, worker, i);
    }
    pthread_rwlock_unlock(lock);
    return !to->has_failed;
}

/* ---- one window --------------------------------------------------------- */

static bool take_ties(tying *job, const batch *from)
{
    ci_tie *ties = reserve(job->ties, job->tie_count, from->tie_count,
                           &job->tie_capacity, sizeof(*ties));

    if (!ties)
        return false;
    job->ties = ties;
    if (from->tie_count > 0)
        memcpy(ties + job->tie_count, from->ties,
               from->tie_count * sizeof(*ties));
    job->tie_count += from->tie_count;
    return true;
}

static void remember(ci_snapper *snapper, const tying *job, const batch *from,
                     size_t first, size_t end)
{
    const ci_near_link *links = from->links;

    for (size_t i = first; i < end; i++) {
        uint32_t count = from->link_counts[i % BATCH_POINTS];

        if (count == IS_KNOWN)
            continue;
        ci_near_memory_keep(&snapper->memory, job->question.ground,
                            job->points->points[i], links, count);
        links += count;
    }
}

/* What is new, if anything is: only then has the job the turn. */
static void remember_window(ci_snapper *snapper, const tying *job, size_t end)
{
    pthread_rwlock_wrlock(&snapper->memory_lock);
    for (size_t i = job->from; i < end; i += BATCH_POINTS)
        remember(snapper, job, &job->batches[(i - job->from) / BATCH_POINTS],
                 i, least(i + BATCH_POINTS, end));
    pthread_rwlock_unlock(&snapper->memory_lock);
}

static bool take_window(ci_snapper *snapper, tying *job, size_t end)
{
    if (job->explores)
        remember_window(snapper, job, end);
    for (size_t i = job->from; i < end; i += BATCH_POINTS) {
        const batch *from = &job->batches[(i - job->from) / BATCH_POINTS];

        if (job->first && !take_ties(job, from))
            return false;
    }
    for (size_t i = job->from; job->first && i < end; i++)
        job->first[i + 1] += job->first[i];
    return true;
}

static bool goes_on(void *user, size_t taken)
{
    const tying *job = user;
    const ci_snap_points *points = job->points;
    size_t done = least(job->from + taken * BATCH_POINTS, points->count);

    return !points->goes_on || points->goes_on(done, points->user);
}

static bool has_failed(const tying *job)
{
    for (size_t i = 0; i < WINDOW_BATCHES; i++)
        if (job->batches[i].has_failed)
            return true;
    return false;
}

static circlet_status tie_window(ci_snapper *snapper, tying *job,
                                 circlet_error *error)
{
    size_t count = least(job->points->count - job->from, WINDOW_POINTS);
    const ci_parallel parallel = {job->points->thread_count, tie_batch,
                                  goes_on, job};
    bool is_done =
        ci_parallel_run(&parallel, (count + BATCH_POINTS - 1) / BATCH_POINTS);

    bool has_memory =
        !has_failed(job) &&
        (!is_done || take_window(snapper, job, job->from + count));

    ci_snapper_explored(snapper, &job->explores);
    if (!has_memory)
        return ci_fail_nomem(error);
    return is_done ? CIRCLET_OK
                   : ci_fail(error, CIRCLET_E_CANCELLED, "cancelled");
}

static circlet_status tie_all(tying *job, ci_snapper *snapper,
                              const circlet_arc_times *times,
                              circlet_error *error)
{
    const ci_snap_points *points = job->points;
    circlet_status status = CIRCLET_OK;

    job->batches = calloc(WINDOW_BATCHES, sizeof(*job->batches));
    if (!job->batches ||
        !ci_snap_question_start(&job->question, snapper, times))
        status = ci_fail_nomem(error);
    for (; !status && job->from < points->count; job->from += WINDOW_POINTS)
        status = tie_window(snapper, job, error);
    for (size_t i = 0; job->batches && i < WINDOW_BATCHES; i++) {
        free(job->batches[i].ties);
        free(job->batches[i].links);
    }
    free(job->batches);
    return status;
}

circlet_status ci_snapper_find_all(ci_tie **ties, size_t *first,
                                   ci_snapper *snapper,
                                   const circlet_arc_times *times,
                                   const ci_snap_points *points,
                                   circlet_error *error)
{
    tying job = {.points = points, .first = first};
    circlet_status status;

    first[0] = 0;
    status = tie_all(&job, snapper, times, error);
    if (status)
        free(job.ties);
    else
        *ties = job.ties;
    return status;
}

circlet_status ci_snapper_each(ci_snapper *snapper,
                               const circlet_arc_times *times,
                               const ci_snap_points *points,
                               circlet_error *error)
{
    tying job = {.points = points};

    return tie_all(&job, snapper, times, error);
}
