/* Where the tags of nodes and links are kept, each text once. */
#ifndef CI_IO_TAG_STORE_H
#define CI_IO_TAG_STORE_H

#include <circlet/network.h>

#include "base/arena.h"
#include "base/id_map.h"

/* A tag of the caller's array, to be sorted. */
typedef struct ci_tag_place {
    const circlet_tag *tag;
} ci_tag_place;

typedef struct ci_tag_store {
    ci_arena *arena; /* the caller's, which outlives the store */
    ci_name_map *positions; /* of texts */
    const char **texts;
    size_t text_count, text_capacity;
    ci_tag_place *order; /* scratch */
    size_t order_capacity;
} ci_tag_store;

/* False: no memory. */
bool ci_tag_store_start(ci_tag_store *store, ci_arena *arena);

/* Frees all but what stands in the arena; a store of {0} too. */
void ci_tag_store_free(ci_tag_store *store);

/*
 * Copies tags into the arena, sorted by key. Of tags with one key the first
 * is kept. NULL and 0 if there are none; false: no memory.
 */
bool ci_tag_store_keep(ci_tag_store *store, const circlet_tag *tags,
                       size_t count, const circlet_tag **out,
                       size_t *out_count);

#endif
