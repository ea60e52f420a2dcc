#include "reach/each_place.h"

#include "base/parallel.h"

/* So many at a time: a thread costs as much as some hundred places. */
#define BATCH 1024

typedef struct places {
    size_t count;
    ci_place_fn work;
    void *user;
} places;

static bool do_batch(void *user, uint32_t worker, size_t item)
{
    const places *all = user;
    size_t end = (item + 1) * BATCH;

    for (size_t i = item * BATCH; i < end && i < all->count; i++)
        if (!all->work(all->user, worker, i))
            return false;
    return true;
}

bool ci_each_place(uint32_t thread_count, size_t count, ci_place_fn work,
                   void *user)
{
    places all = {count, work, user};
    const ci_parallel parallel = {thread_count, do_batch, NULL, &all};

    return ci_parallel_run(&parallel, count / BATCH + (count % BATCH > 0));
}
