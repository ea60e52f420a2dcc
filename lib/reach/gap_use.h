/* Which tags are missing on the ways that people use. */
#ifndef CI_REACH_GAP_USE_H
#define CI_REACH_GAP_USE_H

#include <circlet/reach.h>

#include "base/arena.h"

struct circlet_gaps {
    const char **keys; /* each once, by name */
    size_t key_count;
    size_t row_count;
    uint64_t *asked, *missing; /* of each key of each row */
    circlet_gap *items;
    size_t item_count;
    ci_arena arena; /* keys, and those of the items */
};

#endif
