/*
 * The ties of points that were asked about, so that a program which asks
 * for the same homes again (for one facility after another, say) ties each
 * once. What has no room is not remembered.
 */
#ifndef CI_NETWORK_TIE_MEMORY_H
#define CI_NETWORK_TIE_MEMORY_H

#include "network/tie.h"

/* Of one mode and bound at a time. Starts as {0}. */
typedef struct ci_tie_memory {
    const circlet_travel_mode *mode;
    circlet_bound bound;
    struct ci_tied_place *places; /* a hash table */
    size_t place_count, place_room;
    ci_tie *ties;
    size_t tie_count, tie_capacity;
} ci_tie_memory;

void ci_tie_memory_clear(ci_tie_memory *memory);

/* Forgets all if mode or bound are others than before. The mode must outlive
 * what is remembered of it. */
void ci_tie_memory_turn_to(ci_tie_memory *memory,
                           const circlet_arc_times *times);

/* Whether the ties of a point are remembered; they are then borrowed until
 * the next call. */
bool ci_tie_memory_find(const ci_tie_memory *memory, circlet_point at,
                        const ci_tie **ties, size_t *count);

/* Remembers the ties of a point that is not known yet, if there is room. */
void ci_tie_memory_keep(ci_tie_memory *memory, circlet_point at,
                        const ci_tie *ties, size_t count);

#endif
