#include "siting/siting.h"

#include <stdlib.h>

circlet_siting *ci_siting_new(size_t capacity)
{
    circlet_siting *siting = calloc(1, sizeof(*siting));

    if (!siting)
        return NULL;
    siting->sites = calloc(capacity + 1, sizeof(*siting->sites));
    siting->gains = calloc(capacity + 1, sizeof(*siting->gains));
    if (!siting->sites || !siting->gains) {
        circlet_siting_free(siting);
        return NULL;
    }
    return siting;
}

void circlet_siting_free(circlet_siting *siting)
{
    if (!siting)
        return;
    free(siting->sites);
    free(siting->gains);
    free(siting);
}

circlet_proof circlet_siting_proof(const circlet_siting *siting)
{
    return siting->proof;
}

int64_t circlet_siting_objective(const circlet_siting *siting)
{
    return siting->objective;
}

int64_t circlet_siting_bound(const circlet_siting *siting)
{
    return siting->bound;
}

double circlet_siting_gap(const circlet_siting *siting)
{
    if (siting->bound == 0)
        return 0.0;
    return (double)(siting->bound - siting->objective) / (double)siting->bound;
}

const uint32_t *circlet_siting_sites(const circlet_siting *siting,
                                     size_t *count)
{
    *count = siting->count;
    return siting->sites;
}

const int64_t *circlet_siting_gains(const circlet_siting *siting)
{
    return siting->gains;
}
