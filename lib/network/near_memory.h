/*
 * The links near places that were asked about: of all that a policy's rules,
 * modes and bounds ask of a home, this is the same, and most of the work. It
 * is kept as long as the snapper, of some 300,000 homes in a city; what has
 * no room is not remembered.
 */
#ifndef CI_NETWORK_NEAR_MEMORY_H
#define CI_NETWORK_NEAR_MEMORY_H

#include "network/near_links.h"

/* 192 MiB of near links, and at most 36 MiB of places. */
#define CI_NEAR_LINK_MAX ((size_t)1 << 23)
#define CI_NEAR_PLACE_MAX ((size_t)1 << 20)

/* Starts as {0}. */
typedef struct ci_near_memory {
    struct ci_near_place *places; /* in the order in which they came */
    size_t place_count, place_capacity;
    uint32_t *table; /* of each hash its place + 1 */
    size_t table_room; /* 0 or a power of two */
    ci_near_link *links;
    size_t link_count, link_capacity;
} ci_near_memory;

void ci_near_memory_clear(ci_near_memory *memory);

/* Whether it is remembered what lies near a point on some ground (see
 * ci_snap_use); the links are then borrowed until the next is kept. */
bool ci_near_memory_find(const ci_near_memory *memory, uint32_t ground,
                         circlet_point at, const ci_near_link **links,
                         size_t *count);

/* Memory is larger than what is close to the processor: a point is spoken of
 * three times before it is asked about, so that one step finds what the step
 * before it sent for. */
typedef enum ci_near_step {
    CI_NEAR_TABLE,
    CI_NEAR_PLACE,
    CI_NEAR_LINKS,
    CI_NEAR_STEP_COUNT
} ci_near_step;

void ci_near_memory_expect(const ci_near_memory *memory, uint32_t ground,
                           circlet_point at, ci_near_step step);

/* Remembers what lies near a point that is not known yet, if there is room. */
void ci_near_memory_keep(ci_near_memory *memory, uint32_t ground,
                         circlet_point at, const ci_near_link *links,
                         size_t count);

#endif
