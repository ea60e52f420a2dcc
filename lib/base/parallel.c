#include "base/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

/* What the threads of one run share. */
typedef struct shared_run {
    const ci_parallel *job;
    size_t item_count;
    atomic_size_t next; /* the first item that nobody took */
    atomic_bool is_stopped;
} shared_run;

typedef struct runner {
    shared_run *run;
    uint32_t worker;
    pthread_t thread;
} runner;

/* How many items were taken: each thread that finds none left counts on. */
static size_t taken_of(shared_run *run)
{
    size_t next = atomic_load(&run->next);

    return next < run->item_count ? next : run->item_count;
}

static bool goes_on(shared_run *run)
{
    const ci_parallel *job = run->job;

    return !job->goes_on || job->goes_on(job->user, taken_of(run));
}

static void do_items(shared_run *run, uint32_t worker)
{
    const ci_parallel *job = run->job;

    while (!atomic_load(&run->is_stopped)) {
        bool may_go_on = worker > 0 || goes_on(run);
        size_t item = may_go_on ? atomic_fetch_add(&run->next, 1) : 0;

        if (may_go_on && item >= run->item_count)
            return;
        if (!may_go_on || !job->work(job->user, worker, item))
            atomic_store(&run->is_stopped, true);
    }
}

static void *run_thread(void *user)
{
    runner *self = user;

    do_items(self->run, self->worker);
    return NULL;
}

static uint32_t least(uint32_t a, size_t b)
{
    return a < b ? a : (uint32_t)b;
}

bool ci_parallel_run(const ci_parallel *job, size_t item_count)
{
    shared_run run = {.job = job, .item_count = item_count};
    runner runners[CI_THREADS_MAX];
    uint32_t wanted =
        least(least(job->thread_count, CI_THREADS_MAX), item_count);
    uint32_t started = 1; /* the caller's own */

    atomic_init(&run.next, 0);
    atomic_init(&run.is_stopped, false);
    for (; started < wanted; started++) {
        runners[started] = (runner){.run = &run, .worker = started};
        if (pthread_create(&runners[started].thread, NULL, run_thread,
                           &runners[started]))
            break;
    }
    do_items(&run, 0);
    for (uint32_t i = 1; i < started; i++)
        pthread_join(runners[i].thread, NULL);
    return !atomic_load(&run.is_stopped) && goes_on(&run);
}

uint32_t ci_parallel_threads(uint32_t asked)
{
    long processors = asked > 0 ? (long)asked : sysconf(_SC_NPROCESSORS_ONLN);

    if (processors < 1)
        return 1;
    return least(CI_THREADS_MAX, (size_t)processors);
}
