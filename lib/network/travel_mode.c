#include "network/travel_mode.h"

#include <stdlib.h>

circlet_travel_mode *ci_travel_mode_new(void)
{
    return calloc(1, sizeof(circlet_travel_mode));
}

void circlet_travel_mode_free(circlet_travel_mode *mode)
{
    if (!mode)
        return;
    ci_arena_free(&mode->arena);
    free(mode);
}

const char *circlet_travel_mode_name(const circlet_travel_mode *mode)
{
    return mode->name;
}
