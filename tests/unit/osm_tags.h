/* Tags out of a line of text. */
#ifndef TESTS_OSM_TAGS_H
#define TESTS_OSM_TAGS_H

#include "unit.h"

#include <circlet/network.h>
#include <string.h>

#define TAG_MAX 4

typedef struct tag_list {
    circlet_tag items[TAG_MAX];
    size_t count;
} tag_list;

/* "natural=water water=river"; the text is cut in place. */
static inline tag_list tags_of(char *text)
{
    tag_list tags = {.count = 0};

    for (char *part = strtok(text, " "); part; part = strtok(NULL, " ")) {
        char *value = strchr(part, '=');

        assert_non_null(value);
        assert_true(tags.count < TAG_MAX);
        *value = '\0';
        tags.items[tags.count++] = (circlet_tag){part, value + 1};
    }
    return tags;
}

#endif
