/* Tags as a JSON object of strings, the form in which streets are stored. */
#ifndef CI_IO_TAG_JSON_H
#define CI_IO_TAG_JSON_H

#include <circlet/network.h>

#include "base/text.h"

/* Appends {"highway":"footway",...}; nothing if there are no tags. */
void ci_tags_add_json(ci_buffer *out, const circlet_tag *tags, size_t count);

/* Tags that were read. Starts as {0}; is filled again and again, and keeps
 * its room. */
typedef struct ci_tag_list {
    circlet_tag *tags; /* they point into `text` */
    size_t count, capacity;
    char *text;
    size_t text_capacity;
} ci_tag_list;

void ci_tag_list_free(ci_tag_list *list);

/*
 * Reads a JSON object whose values are strings; NULL or "" is an empty one.
 * CIRCLET_E_FORMAT for anything else.
 */
circlet_status ci_tag_list_read(ci_tag_list *out, const char *json,
                                circlet_error *error);

#endif
