/* Which tags are missing on the ways that people use. */
#ifndef CI_REACH_GAP_USE_H
#define CI_REACH_GAP_USE_H

#include <circlet/reach.h>

#include "base/arena.h"

#define CI_NO_GAP UINT32_MAX

/* A part of a way, which goes on at another. */
typedef struct ci_gap_knot {
    uint32_t node_item, link_item; /* CI_NO_GAP: nothing is missing there */
    uint32_t next; /* of the knots; CI_NO_GAP: the way ends */
} ci_gap_knot;

/* Where the way of an origin begins. */
typedef struct ci_gap_entry {
    uint32_t item; /* CI_NO_GAP: none before the first knot */
    uint32_t knot; /* CI_NO_GAP: none */
} ci_gap_entry;

struct circlet_gaps {
    const char **keys; /* each once, by name */
    size_t key_count;
    size_t row_count;
    uint64_t *asked, *missing; /* of each key of each row */
    circlet_gap *items;
    size_t item_count;
    ci_gap_knot *knots;
    ci_gap_entry *entries; /* of each origin */
    size_t entry_count;
    ci_arena arena; /* keys, and those of the items */
};

/* A gap on its way to its place in the list. */
typedef struct ci_found_gap {
    circlet_gap gap;
    uint32_t part; /* what the finder calls it */
} ci_found_gap;

/* Sorts what was found and makes it the items; item_of[part] becomes where
 * each stands. false: no memory. */
bool ci_gaps_take(circlet_gaps *gaps, ci_found_gap *found, size_t count,
                  uint32_t *item_of);

/* What a gap query, which may be NULL, says of its rows and origins. */
size_t ci_gap_row_count_of(const circlet_gap_query *query);
int64_t ci_gap_weight_of(const circlet_gap_query *query, size_t origin);
uint32_t ci_gap_row_of(const circlet_gap_query *query, size_t origin);

/* CIRCLET_E_ARGUMENT: a row that is none, weights that cannot be summed. */
circlet_status ci_gap_query_check(const circlet_gap_query *query,
                                  size_t origin_count, circlet_error *error);

#endif
