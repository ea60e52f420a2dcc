/* Sets that are joined: union-find with path halving (Tarjan and van Leeuwen
 * 1984). The lower number becomes the root, so that the order of joining
 * does not show. */
#ifndef CI_BASE_UNION_FIND_H
#define CI_BASE_UNION_FIND_H

#include <stdint.h>

/* `parent` has one entry per member; at the start each is its own. */
uint32_t ci_union_root(uint32_t *parent, uint32_t member);
void ci_union_join(uint32_t *parent, uint32_t a, uint32_t b);

#endif
