/* An answer to a location problem. */
#ifndef CI_SITING_SITING_H
#define CI_SITING_SITING_H

#include <circlet/siting.h>

struct circlet_siting {
    circlet_proof proof;
    int64_t objective;
    int64_t bound;
    uint32_t *sites; /* in the order they were chosen */
    int64_t *gains; /* of each when it was chosen */
    size_t count;
};

/* An answer with room for `capacity` sites; NULL: no memory. */
circlet_siting *ci_siting_new(size_t capacity);

#endif
