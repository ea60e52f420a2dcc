#include "reach/engine_run.h"

#include <stdlib.h>

#include "base/parallel.h"

/* Reports of a run, spread over its sources. */
#define REPORTS 19

/* ---- set up ------------------------------------------------------------ */

/* A source by the node at which its search begins. */
typedef struct placed_source {
    uint32_t node;
    uint32_t source;
} placed_source;

static int compare_sources(const void *left, const void *right)
{
    const placed_source *a = left, *b = right;

    if (a->node != b->node)
        return a->node < b->node ? -1 : 1;
    return (a->source > b->source) - (a->source < b->source);
}

/* Nodes are numbered by locality, so searches in their order find in the
 * cache what the one before left there. */
static bool order_by_node(uint32_t *order, const ci_ports *sources)
{
    size_t count = sources->place_count;
    placed_source *placed = malloc((count + 1) * sizeof(*placed));

    if (!placed)
        return false;
    for (uint32_t i = 0; i < count; i++) {
        size_t first = sources->first[i];
        bool has_port = first < sources->first[i + 1];

        placed[i] = (placed_source){
            has_port ? sources->ports[first].node : UINT32_MAX, i};
    }
    qsort(placed, count, sizeof(*placed), compare_sources);
    for (size_t i = 0; i < count; i++)
        order[i] = placed[i].source;
    free(placed);
    return true;
}

/* Puts the sources of each window together; in it they stay in order. */
static bool divide(ci_engine_run *run, size_t window)
{
    size_t count = run->query->sources.place_count;
    size_t window_count = count / window + 1;
    size_t *next = calloc(window_count, sizeof(*next));
    uint32_t *divided = malloc((count + 1) * sizeof(*divided));

    if (next && divided) {
        for (size_t i = 0; i < window_count; i++)
            next[i] = i * window;
        for (size_t i = 0; i < count; i++)
            divided[next[run->order[i] / window]++] = run->order[i];
        free(run->order);
        run->order = divided;
    } else {
        free(divided);
    }
    free(next);
    return next && divided;
}

static bool make_workers(ci_engine_run *run)
{
    run->near_workers = calloc(run->thread_count, sizeof(ci_near_worker *));
    run->far_workers = calloc(run->thread_count, sizeof(ci_far_worker *));
    if (!run->near_workers || !run->far_workers)
        return false;
    for (uint32_t i = 0; i < run->thread_count; i++) {
        if (run->hierarchy)
            run->far_workers[i] = ci_far_worker_new(run->far_targets);
        else
            run->near_workers[i] = ci_near_worker_new(run->near_targets);
        if (!run->far_workers[i] && !run->near_workers[i])
            return false;
    }
    return true;
}

/* More threads than batches would have nothing to do. */
static void limit_threads(ci_engine_run *run, size_t window)
{
    size_t batches = window / CI_LANES + 1;

    if (run->thread_count > batches)
        run->thread_count = (uint32_t)batches;
    if (run->thread_count < 1)
        run->thread_count = 1;
}

bool ci_engine_run_start(ci_engine_run *run, size_t window)
{
    const ci_ports *sources = &run->query->sources;
    bool is_ready;

    limit_threads(run, window < sources->place_count ? window
                                                     : sources->place_count);
    run->order = malloc((sources->place_count + 1) * sizeof(*run->order));
    if (!run->order)
        return false;
    if (run->hierarchy) {
        run->far_targets =
            ci_far_targets_new(run->query, run->hierarchy, run->lanes);
        is_ready =
            run->far_targets && ci_far_order(run->order, run->far_targets);
    } else {
        run->near_targets = ci_near_targets_new(run->query);
        is_ready = run->near_targets && order_by_node(run->order, sources);
    }
    if (is_ready && window < sources->place_count)
        is_ready = divide(run, window);
    return is_ready && make_workers(run);
}

void ci_engine_run_free(ci_engine_run *run)
{
    for (uint32_t i = 0; i < run->thread_count; i++) {
        if (run->near_workers)
            ci_near_worker_free(run->near_workers[i]);
        if (run->far_workers)
            ci_far_worker_free(run->far_workers[i]);
    }
    free(run->near_workers);
    free(run->far_workers);
    ci_near_targets_free(run->near_targets);
    ci_far_targets_free(run->far_targets);
    free(run->order);
    *run = (ci_engine_run){0};
}

/* ---- search ------------------------------------------------------------ */

typedef struct row_job {
    const ci_engine_run *run;
    size_t from, to; /* of the order */
    const ci_stage *stage;
    size_t told; /* reports; SIZE_MAX: none yet */
    ci_take_row take;
    void *user;
} row_job;

static bool search_batch(void *user, uint32_t worker, size_t batch)
{
    const row_job *job = user;
    const ci_engine_run *run = job->run;
    size_t from = job->from + batch * CI_LANES;
    size_t to = job->to - from > CI_LANES ? from + CI_LANES : job->to;

    if (run->hierarchy)
        return ci_far_rows(run->far_workers[worker], run->order + from,
                           to - from, job->take, job->user, worker);
    for (size_t i = from; i < to; i++) {
        size_t count;
        const circlet_od_entry *row =
            ci_near_row(run->near_workers[worker], run->order[i], &count);

        if (!job->take(job->user, worker, run->order[i], row, count))
            return false;
    }
    return true;
}

/* The caller's thread meets some of the batches only, so that reports cannot
 * hang on single ones. */
static bool tell(void *user, size_t taken)
{
    row_job *job = user;
    size_t count = job->run->query->sources.place_count;
    size_t done = job->from + taken * CI_LANES;
    size_t report;

    if (done > job->to)
        done = job->to;
    report = count > 0 ? done * REPORTS / count : REPORTS;
    if (report == job->told)
        return true;
    job->told = report;
    return ci_stage_goes_on(job->stage, report, REPORTS);
}

bool ci_engine_run_rows(const ci_engine_run *run, size_t from, size_t to,
                        const ci_stage *stage, ci_take_row take, void *user)
{
    size_t count = run->query->sources.place_count;
    /* What the part before this one told last need not be told again. */
    size_t told = from > 0 ? from * REPORTS / count : SIZE_MAX;
    row_job job = {run, from, to, stage, told, take, user};
    ci_parallel parallel = {run->thread_count, search_batch, tell, &job};

    return ci_parallel_run(&parallel, (to - from + CI_LANES - 1) / CI_LANES);
}
