#include "news.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "locale.h"

#define SHOWN_MAX 5

static const char *const words[] = {"entered", "left", "changed"};

static char *make_name(const circlet_row_news *row)
{
    char number[64];

    snprintf(number, sizeof(number), _("row %llu"),
             (unsigned long long)row->row);
    return strdup(row->id ? row->id : number);
}

void news_add(news *n, const circlet_row_news *row)
{
    news_list *list = &n->lists[row->change];
    char **names = list->names;

    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 64;

        names = realloc(list->names, capacity * sizeof(*names));
        if (names) {
            list->names = names;
            list->capacity = capacity;
        }
    }
    if (!names || !(names[list->count] = make_name(row)))
        n->has_no_memory = true;
    else
        list->count++;
}

void news_free(news *n)
{
    for (int change = 0; change <= CIRCLET_ROW_CHANGED; change++) {
        news_list *list = &n->lists[change];

        while (list->count > 0)
            free(list->names[--list->count]);
        free(list->names);
    }
    *n = (news){.has_no_memory = false};
}

void news_print(const news *n)
{
    const char *const titles[] = {_("entered"), _("left"), _("changed")};

    for (int change = 0; change <= CIRCLET_ROW_CHANGED; change++) {
        const news_list *list = &n->lists[change];

        if (list->count == 0)
            continue;
        printf("%8s: ", titles[change]);
        for (size_t i = 0; i < list->count && i < SHOWN_MAX; i++)
            printf("%s%s", i > 0 ? ", " : "", list->names[i]);
        if (list->count > SHOWN_MAX)
            printf(_(" and %llu more"),
                   (unsigned long long)(list->count - SHOWN_MAX));
        putchar('\n');
    }
}

void news_write_json(const news *n, json *out)
{
    json_object(out, "news");
    for (int change = 0; change <= CIRCLET_ROW_CHANGED; change++) {
        json_array(out, words[change]);
        for (size_t i = 0; i < n->lists[change].count; i++)
            json_text(out, NULL, n->lists[change].names[i]);
        json_end(out);
    }
    json_end(out);
}
