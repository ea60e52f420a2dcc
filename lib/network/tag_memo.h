/*
 * What a mode makes of tags, worked out once for all links, or all nodes,
 * that carry the same and of which the same is known beside their tags: most
 * streets of a city do. Only tags whose keys the
 * mode mentions are looked at. Texts of a network are kept once, so that
 * their addresses tell them apart.
 */
#ifndef CI_NETWORK_TAG_MEMO_H
#define CI_NETWORK_TAG_MEMO_H

#include "network/link_time.h"

typedef struct ci_tag_memo ci_tag_memo;

/* Forward and backward; of nodes only bounds[0] is filled. */
typedef struct ci_memo_entry {
    ci_tag_bounds bounds[2];
    bool may_go[2]; /* by signs for one-way streets */
    ci_slope_words words;
    ci_slope_effect slopes[2]; /* of links without heights */
    uint64_t hash;
    size_t tag_first, tag_count; /* the memo's */
    ci_beside beside;
} ci_memo_entry;

/* NULL: no memory. The mode must outlive the memo. At the nominal bound no
 * tag is taken to be missing, and entries have no other bounds. */
ci_tag_memo *ci_tag_memo_new(const circlet_travel_mode *mode, bool is_of_nodes,
                             circlet_bound bound);
void ci_tag_memo_free(ci_tag_memo *memo);

/* Borrowed until the next call; NULL: no memory. */
const ci_memo_entry *ci_tag_memo_find(ci_tag_memo *memo,
                                      const circlet_tag *tags,
                                      size_t tag_count, ci_beside beside);

#endif
