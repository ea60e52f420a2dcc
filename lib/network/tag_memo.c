#include "network/tag_memo.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

#define FIRST_ROOM 256 /* a power of two */

/* A key of the network, and whether the mode mentions it. */
typedef struct known_key {
    const char *key; /* NULL: a free place */
    bool is_mentioned;
} known_key;

struct ci_tag_memo {
    const circlet_travel_mode *mode;
    bool is_of_nodes;
    circlet_bound bound;
    known_key *keys; /* a hash table by address */
    size_t key_count, key_room;
    ci_memo_entry *entries;
    size_t entry_count, entry_capacity;
    uint32_t *places; /* a hash table of entries + 1; 0: free */
    size_t place_room;
    circlet_tag *tags;
    size_t tag_count, tag_capacity;
};

static uint64_t mix(uint64_t hash, const void *address)
{
    hash =
        (hash ^ (uint64_t)(uintptr_t)address) * UINT64_C(0x9e3779b97f4a7c15);
    return hash ^ (hash >> 29);
}

/* ---- which keys count -------------------------------------------------- */

static bool tests_mention(const ci_tag_test *tests, size_t count,
                          const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (ci_is_same_text(tests[i].key, key))
            return true;
    return false;
}

static bool rules_mention(const ci_tag_rule *rules, size_t count,
                          const char *key)
{
    for (size_t i = 0; i < count; i++)
        if ((rules[i].key && ci_is_same_text(rules[i].key, key)) ||
            tests_mention(rules[i].tests, rules[i].test_count, key))
            return true;
    return false;
}

static bool unknowns_mention(const ci_unknown *unknowns, size_t count,
                             const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (ci_is_same_text(unknowns[i].key, key) ||
            tests_mention(unknowns[i].tests, unknowns[i].test_count, key))
            return true;
    return false;
}

static bool is_mentioned(const ci_tag_memo *memo, const char *key)
{
    static const char *const always[] = {"oneway", "junction", "highway",
                                         "footway", CI_SLOPE_KEY};
    const circlet_travel_mode *mode = memo->mode;

    if (memo->is_of_nodes)
        return rules_mention(mode->node_rules, mode->node_rule_count, key) ||
               unknowns_mention(mode->node_unknowns, mode->node_unknown_count,
                                key);
    for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
        if (ci_is_same_text(key, always[i]))
            return true;
    return rules_mention(mode->link_rules, mode->link_rule_count, key) ||
           unknowns_mention(mode->link_unknowns, mode->link_unknown_count,
                            key) ||
           tests_mention(mode->slope.except, mode->slope.except_count, key);
}

static known_key *place_of_key(known_key *keys, size_t room, const char *key)
{
    size_t place = (size_t)mix(0, key) & (room - 1);

    while (keys[place].key && keys[place].key != key)
        place = (place + 1) & (room - 1);
    return &keys[place];
}

static bool grow_keys(ci_tag_memo *memo)
{
    size_t room = memo->key_room ? 2 * memo->key_room : FIRST_ROOM;
    known_key *keys = calloc(room, sizeof(*keys));

    if (!keys)
        return false;
    for (size_t i = 0; i < memo->key_room; i++)
        if (memo->keys[i].key)
            *place_of_key(keys, room, memo->keys[i].key) = memo->keys[i];
    free(memo->keys);
    memo->keys = keys;
    memo->key_room = room;
    return true;
}

/* NULL: no memory. */
static const known_key *look_up_key(ci_tag_memo *memo, const char *key)
{
    known_key *known;

    if (2 * memo->key_count >= memo->key_room && !grow_keys(memo))
        return NULL;
    known = place_of_key(memo->keys, memo->key_room, key);
    if (!known->key) {
        *known = (known_key){key, is_mentioned(memo, key)};
        memo->key_count++;
    }
    return known;
}

/* ---- entries ----------------------------------------------------------- */

/* Room for `count` tags behind those there are, and never none at all. */
static bool reserve_tags(ci_tag_memo *memo, size_t count)
{
    while (memo->tag_capacity - memo->tag_count <= count) {
        circlet_tag *tags =
            ci_array_reserve_one(memo->tags, memo->tag_capacity,
                                 &memo->tag_capacity, sizeof(*tags));

        if (!tags)
            return false;
        memo->tags = tags;
    }
    return true;
}

static bool is_same(const ci_tag_memo *memo, const ci_memo_entry *entry,
                    uint64_t hash, size_t count, ci_beside beside)
{
    const circlet_tag *a = memo->tags + entry->tag_first;
    const circlet_tag *b = memo->tags + memo->tag_count;

    if (entry->hash != hash || entry->tag_count != count ||
        entry->beside.has_heights != beside.has_heights ||
        entry->beside.at_ends != beside.at_ends)
        return false;
    for (size_t i = 0; i < count; i++)
        if (a[i].key != b[i].key || a[i].value != b[i].value)
            return false;
    return true;
}

/* The place of the tags that stand behind the memo's, or a free one. */
static size_t place_of_tags(const ci_tag_memo *memo, uint64_t hash,
                            size_t count, ci_beside beside)
{
    size_t place = (size_t)hash & (memo->place_room - 1);

    while (memo->places[place] &&
           !is_same(memo, &memo->entries[memo->places[place] - 1], hash, count,
                    beside))
        place = (place + 1) & (memo->place_room - 1);
    return place;
}

static bool grow_places(ci_tag_memo *memo)
{
    size_t room = memo->place_room ? 2 * memo->place_room : FIRST_ROOM;
    uint32_t *places = calloc(room, sizeof(*places));

    if (!places)
        return false;
    for (size_t i = 0; i < memo->entry_count; i++) {
        size_t place = (size_t)memo->entries[i].hash & (room - 1);

        while (places[place])
            place = (place + 1) & (room - 1);
        places[place] = (uint32_t)i + 1;
    }
    free(memo->places);
    memo->places = places;
    memo->place_room = room;
    return true;
}

static void evaluate(const ci_tag_memo *memo, ci_memo_entry *entry)
{
    const circlet_travel_mode *mode = memo->mode;
    const circlet_tag *tags = memo->tags + entry->tag_first;
    ci_profile level = {.length_m = 1};
    ci_scene scene;

    if (memo->is_of_nodes) {
        scene = ci_node_scene_of(mode, tags, entry->tag_count, entry->beside);
        if (memo->bound == CIRCLET_BOUND_NOMINAL)
            scene.missing = 0;
        entry->bounds[0] = ci_tag_bounds_find(&scene, ci_node_start(), false);
        return;
    }
    scene = ci_link_scene_of(mode, tags, entry->tag_count, entry->beside);
    if (memo->bound == CIRCLET_BOUND_NOMINAL)
        scene.missing = 0;
    entry->bounds[0] = ci_tag_bounds_find(&scene, ci_link_start(mode), false);
    entry->bounds[1] =
        entry->bounds[0].differs_by_way
            ? ci_tag_bounds_find(&scene, ci_link_start(mode), true)
            : entry->bounds[0];
    entry->may_go[0] = entry->may_go[1] = true;
    if (mode->obeys_oneway)
        ci_directions_find(&entry->may_go[0], &entry->may_go[1], tags,
                           entry->tag_count);
    entry->words = ci_slope_words_of(mode, tags, entry->tag_count);
    for (int i = 0; i < 2; i++)
        entry->slopes[i] =
            ci_slope_along(&mode->slope, &entry->words, &level, i == 1);
}

static ci_memo_entry *add_entry(ci_tag_memo *memo, size_t place, uint64_t hash,
                                size_t count, ci_beside beside)
{
    ci_memo_entry *entries =
        ci_array_reserve_one(memo->entries, memo->entry_count,
                             &memo->entry_capacity, sizeof(*entries));
    ci_memo_entry *entry;

    if (!entries)
        return NULL;
    memo->entries = entries;
    entry = &entries[memo->entry_count++];
    memset(entry, 0, sizeof(*entry));
    entry->hash = hash;
    entry->tag_first = memo->tag_count;
    entry->tag_count = count;
    entry->beside = beside;
    memo->tag_count += count;
    memo->places[place] = (uint32_t)memo->entry_count;
    evaluate(memo, entry);
    return entry;
}

const ci_memo_entry *ci_tag_memo_find(ci_tag_memo *memo,
                                      const circlet_tag *tags,
                                      size_t tag_count, ci_beside beside)
{
    uint64_t hash = (uint64_t)beside.at_ends << 1 | beside.has_heights;
    size_t count = 0, place;

    if (!reserve_tags(memo, tag_count) ||
        (2 * memo->entry_count >= memo->place_room && !grow_places(memo)))
        return NULL;
    for (size_t i = 0; i < tag_count; i++) {
        const known_key *known = look_up_key(memo, tags[i].key);

        if (!known)
            return NULL;
        if (!known->is_mentioned)
            continue;
        memo->tags[memo->tag_count + count++] = tags[i];
        hash = mix(mix(hash, tags[i].key), tags[i].value);
    }
    place = place_of_tags(memo, hash, count, beside);
    return memo->places[place] ? &memo->entries[memo->places[place] - 1]
                               : add_entry(memo, place, hash, count, beside);
}

/* ---- the whole --------------------------------------------------------- */

ci_tag_memo *ci_tag_memo_new(const circlet_travel_mode *mode, bool is_of_nodes,
                             circlet_bound bound)
{
    ci_tag_memo *memo = calloc(1, sizeof(*memo));

    if (!memo)
        return NULL;
    memo->mode = mode;
    memo->is_of_nodes = is_of_nodes;
    memo->bound = bound;
    return memo;
}

void ci_tag_memo_free(ci_tag_memo *memo)
{
    if (!memo)
        return;
    free(memo->keys);
    free(memo->entries);
    free(memo->places);
    free(memo->tags);
    free(memo);
}
