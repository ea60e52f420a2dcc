#include "reach/sharers.h"

#include <stdlib.h>

bool ci_sharers_find(ci_sharers *sharers, const ci_tied_points *tied)
{
    sharers->first = malloc((tied->place_count + 1) * sizeof(uint32_t));
    sharers->count = calloc(tied->place_count + 1, sizeof(uint32_t));
    sharers->next = malloc((tied->point_count + 1) * sizeof(uint32_t));
    if (!sharers->first || !sharers->count || !sharers->next)
        return false;
    for (size_t i = 0; i < tied->place_count; i++)
        sharers->first[i] = CI_NO_SHARER;
    for (uint32_t i = (uint32_t)tied->point_count; i-- > 0;) {
        uint32_t place = tied->place_of[i];

        sharers->next[i] = sharers->first[place];
        sharers->first[place] = i;
        sharers->count[place]++;
    }
    return true;
}

void ci_sharers_free(ci_sharers *sharers)
{
    free(sharers->first);
    free(sharers->next);
    free(sharers->count);
    *sharers = (ci_sharers){0};
}
