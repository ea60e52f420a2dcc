#include "io/roads.h"

#include <stdlib.h>

void ci_roads_free(ci_roads *roads)
{
    if (!roads)
        return;
    free(roads->nodes);
    free(roads->links);
    free(roads->turns);
    ci_arena_free(&roads->arena);
    free(roads);
}
