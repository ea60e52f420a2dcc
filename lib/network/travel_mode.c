#include "network/travel_mode.h"

#include <math.h>
#include <stdlib.h>

circlet_travel_mode *ci_travel_mode_new(void)
{
    circlet_travel_mode *mode = calloc(1, sizeof(circlet_travel_mode));

    if (!mode)
        return NULL;
    atomic_init(&mode->other_owners, 0);
    mode->slope.limit_up_pct = INFINITY;
    mode->slope.limit_down_pct = INFINITY;
    return mode;
}

circlet_travel_mode *ci_travel_mode_share(const circlet_travel_mode *mode)
{
    /* The count of owners is no part of what the mode says. */
    circlet_travel_mode *shared = (circlet_travel_mode *)mode;

    atomic_fetch_add(&shared->other_owners, 1);
    return shared;
}

void circlet_travel_mode_free(circlet_travel_mode *mode)
{
    if (!mode || atomic_fetch_sub(&mode->other_owners, 1) > 0)
        return;
    ci_arena_free(&mode->arena);
    free(mode);
}

const char *circlet_travel_mode_name(const circlet_travel_mode *mode)
{
    return mode->name;
}

const char *circlet_travel_mode_title_zh(const circlet_travel_mode *mode)
{
    return mode->title_zh;
}

const char *circlet_travel_mode_title_en(const circlet_travel_mode *mode)
{
    return mode->title_en;
}

size_t circlet_travel_mode_figure_count(const circlet_travel_mode *mode)
{
    return mode->figure_count;
}

circlet_mode_figure circlet_travel_mode_figure(const circlet_travel_mode *mode,
                                               size_t i)
{
    return mode->figures[i];
}
