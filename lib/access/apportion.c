#include "access/apportion.h"

#include <stdlib.h>

#include "base/wide.h"

static int compare_remainders(const void *left, const void *right)
{
    const ci_remainder *a = left, *b = right;

    if (a->rest != b->rest)
        return a->rest > b->rest ? -1 : 1;
    return a->position < b->position ? -1 : a->position > b->position;
}

void ci_apportion(int64_t *shares, const int64_t *weights, size_t count,
                  int64_t total, ci_remainder *scratch)
{
    int64_t sum = 0, given = 0;

    for (size_t i = 0; i < count; i++)
        sum += weights[i];
    for (size_t i = 0; i < count; i++) {
        scratch[i] = (ci_remainder){0, i};
        shares[i] = sum == 0 ? 0
                             : (int64_t)ci_wide_share(
                                   &scratch[i].rest, (uint64_t)weights[i],
                                   (uint64_t)total, (uint64_t)sum);
        given += shares[i];
    }
    if (given == total)
        return;
    qsort(scratch, count, sizeof(*scratch), compare_remainders);
    for (size_t i = 0; i < count && given < total; i++, given++)
        shares[scratch[i].position]++;
}
