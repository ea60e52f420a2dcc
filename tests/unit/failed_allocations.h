/*
 * Fails the 1st, 2nd, 3rd ... allocation of whole jobs until the job
 * succeeds: every failure must give CIRCLET_E_NOMEM, and under a leak
 * checker leak nothing. Linked with --wrap, so that only the library's own
 * allocations are counted; those of its threads are counted with the rest.
 */
#ifndef TESTS_FAILED_ALLOCATIONS_H
#define TESTS_FAILED_ALLOCATIONS_H

#include "unit.h"

#include <circlet/error.h>
#include <stdatomic.h>
#include <stdio.h>

static atomic_long allocations_left = 1L << 40;

void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);

void *__wrap_malloc(size_t size)
{
    return allocations_left-- > 0 ? __real_malloc(size) : NULL;
}

void *__wrap_calloc(size_t count, size_t size)
{
    return allocations_left-- > 0 ? __real_calloc(count, size) : NULL;
}

void *__wrap_realloc(void *old, size_t size)
{
    return allocations_left-- > 0 ? __real_realloc(old, size) : NULL;
}

typedef circlet_status (*job_fn)(circlet_error *error);

/* Of long jobs, which allocate in the same places over and over, not every
 * allocation has to fail where a part of the cases is tried. */
#define EACH_ALLOCATION 400
#define LATER_STEP 3

/* Runs a job with 0, 1, 2 ... allocations allowed until it succeeds. */
static inline long allocations_of(job_fn job)
{
    circlet_status status = CIRCLET_E_NOMEM;
    long allowed = 0, step = 1;

    for (; status == CIRCLET_E_NOMEM; allowed += step) {
        circlet_error error = {CIRCLET_OK, ""};

        if (allowed >= EACH_ALLOCATION && !unit_tries_all())
            step = LATER_STEP;
        allocations_left = allowed;
        status = job(&error);
        allocations_left = 1L << 40;
        if (status != CIRCLET_OK &&
            (status != CIRCLET_E_NOMEM || error.status != CIRCLET_E_NOMEM))
            fail_msg("with %ld allocations: %s", allowed, error.message);
    }
    return allowed - step;
}

#endif
