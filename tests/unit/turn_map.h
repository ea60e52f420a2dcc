/* A small map of a crossing with turn restrictions, as OpenStreetMap .pbf. */
#ifndef TESTS_TURN_MAP_H
#define TESTS_TURN_MAP_H

#include "osm_map.h"

#define SIGN_WORDS 32
#define SIGN_TEXT 1600

/* A relation: tags "KEY=VALUE,...", members "n12@ROLE ...". */
typedef struct map_relation {
    int64_t id;
    const char *tags, *members;
} map_relation;

/* Words of one relation: the number of each is its place from 1 on. */
typedef struct sign_words {
    const char *words[SIGN_WORDS];
    size_t count;
    char text[SIGN_TEXT];
} sign_words;

static inline uint32_t sign_word(sign_words *words, const char *word)
{
    assert_true(words->count < SIGN_WORDS);
    words->words[words->count++] = word;
    return (uint32_t)words->count;
}

static inline void add_sign_tags(ci_buffer *relation, sign_words *words,
                                 char *text)
{
    uint32_t keys[SIGN_WORDS], values[SIGN_WORDS];
    char *rest = text, *pair;
    size_t count = 0;

    while ((pair = strtok_r(rest, ",", &rest))) {
        char *value = strchr(pair, '=');

        assert_non_null(value);
        *value++ = '\0';
        keys[count] = sign_word(words, pair);
        values[count++] = sign_word(words, value);
    }
    pbf_plain_list(relation, 2, keys, count);
    pbf_plain_list(relation, 3, values, count);
}

static inline void add_sign_members(ci_buffer *relation, sign_words *words,
                                    char *text)
{
    uint32_t roles[SIGN_WORDS], types[SIGN_WORDS];
    int64_t ids[SIGN_WORDS];
    char *rest = text, *member;
    size_t count = 0;

    while ((member = strtok_r(rest, " ", &rest))) {
        char *role = strchr(member, '@');

        assert_non_null(role);
        *role++ = '\0';
        types[count] = member[0] == 'n' ? 0 : member[0] == 'w' ? 1 : 2;
        ids[count] = strtoll(member + 1, NULL, 10);
        roles[count++] = sign_word(words, role);
    }
    pbf_plain_list(relation, 8, roles, count);
    pbf_list(relation, 9, ids, count);
    pbf_plain_list(relation, 10, types, count);
}

/* A block of one relation. */
static inline void add_sign(ci_buffer *file, const map_relation *sign)
{
    static sign_words words;
    ci_buffer group = {0}, relation = {0};
    size_t tags = strlen(sign->tags) + 1;

    words.count = 0;
    assert_true(tags + strlen(sign->members) < SIGN_TEXT);
    memcpy(words.text, sign->tags, tags);
    strcpy(words.text + tags, sign->members);
    pbf_number(&relation, 1, (uint64_t)sign->id);
    add_sign_tags(&relation, &words, words.text);
    add_sign_members(&relation, &words, words.text + tags);
    pbf_message(&group, 4, &relation);
    pbf_block(file, words.words, words.count, &group, true);
}

/*
 * At node 2 meet way 1 from the west (node 1), 2 to the east (3), 3 to the
 * north (4, which way 7 goes on from), 4 that passes from 5 to 6, 5 that
 * goes round from it to it, and 6, a building. Way 8 is elsewhere.
 */
static inline ci_buffer turn_map(const map_relation *signs, size_t count)
{
    static const map_node nodes[] = {{1, false}, {2, false}, {3, false},
                                     {4, false}, {5, false}, {6, false},
                                     {7, false}, {8, false}, {9, false}};
    ci_buffer file = {0}, places = {0}, ways = {0};

    pbf_header(&file, NULL, NULL);
    add_dense(&places, nodes, 9);
    end_block(&file, &places, true);
    add_way(&ways, 1, (const int64_t[]){1, 2}, 2);
    add_way(&ways, 2, (const int64_t[]){2, 3}, 2);
    add_way(&ways, 3, (const int64_t[]){2, 4}, 2);
    add_way(&ways, 4, (const int64_t[]){5, 2, 6}, 3);
    add_way(&ways, 5, (const int64_t[]){2, 7, 8, 2}, 4);
    add_tagged_way(&ways, 6, BUILDING, YES, (const int64_t[]){2, 5}, 2);
    add_way(&ways, 7, (const int64_t[]){4, 9}, 2);
    add_way(&ways, 8, (const int64_t[]){8, 9, 77}, 3);
    end_block(&file, &ways, true);
    for (size_t i = 0; i < count; i++)
        add_sign(&file, &signs[i]);
    return file;
}

#endif
