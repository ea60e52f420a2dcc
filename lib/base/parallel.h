/* Work on many items by several threads. */
#ifndef CI_BASE_PARALLEL_H
#define CI_BASE_PARALLEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More threads are never started. */
#define CI_THREADS_MAX 256

typedef struct ci_parallel {
    uint32_t thread_count; /* 1 to CI_THREADS_MAX; the caller's is one */

    /* Does one item; false: stop. A worker, 0 to thread_count - 1, does one
     * item at a time; worker 0 is the caller's thread. */
    bool (*work)(void *user, uint32_t worker, size_t item);

    /* Asked on the caller's thread before each of its items, and at the end,
     * with how many items were taken; false: stop. May be NULL. */
    bool (*goes_on)(void *user, size_t taken);

    void *user;
} ci_parallel;

/*
 * Does items 0 to item_count - 1, taken in ascending order, and joins its
 * threads before it returns. Where a thread cannot be started the others do
 * its part. true: all items were done.
 */
bool ci_parallel_run(const ci_parallel *job, size_t item_count);

/* As many threads as asked for, or one per processor of the machine if 0,
 * within 1 and CI_THREADS_MAX. */
uint32_t ci_parallel_threads(uint32_t asked);

#endif
