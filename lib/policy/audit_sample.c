#include "policy/audit_sample.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/random.h"
#include "policy/exact.h"

#define MILLION 1000000

size_t ci_audit_sample_size(size_t count, int64_t share_micro)
{
    return (size_t)ci_multiply_divide_up((int64_t)count, share_micro, MILLION);
}

/*
 * Goes through the things once and takes each with the chance that fills the
 * sample: Fan, Muller and Rezucha (1962), algorithm S of Knuth, The Art of
 * Computer Programming, volume 2, section 3.4.2. It keeps their order.
 */
circlet_status ci_audit_sample_draw(uint32_t **out, size_t *out_count,
                                    const uint32_t *from, size_t count,
                                    int64_t share_micro, uint64_t seed,
                                    circlet_error *error)
{
    ci_random random = ci_random_start(seed, "audit sample");
    size_t wanted = ci_audit_sample_size(count, share_micro), taken = 0;
    uint32_t *sample = malloc((wanted + 1) * sizeof(*sample));

    if (!sample)
        return ci_fail_nomem(error);
    for (size_t i = 0; i < count && taken < wanted; i++)
        if (ci_random_below(&random, count - i) < wanted - taken)
            sample[taken++] = from[i];
    *out = sample;
    *out_count = taken;
    return CIRCLET_OK;
}
