/* Who entered, left and changed against an earlier import of a source. */
#ifndef TOOLS_NEWS_H
#define TOOLS_NEWS_H

#include <circlet.h>

#include "json.h"

/* The names of the rows of one change: their ids, or "row 5". */
typedef struct news_list {
    char **names; /* owned */
    size_t count, capacity;
} news_list;

typedef struct news {
    news_list lists[CIRCLET_ROW_CHANGED + 1];
    bool has_no_memory; /* a name is missing */
} news;

void news_add(news *n, const circlet_row_news *row);
void news_free(news *n);

/* The first of each; nothing if nothing has changed. */
void news_print(const news *n);

/* "news": {"entered": [...], "left": [...], "changed": [...]}, all of them. */
void news_write_json(const news *n, json *out);

#endif
