#include "io/id_list.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

void ci_id_list_clear(ci_id_list *list)
{
    free(list->ids);
    ci_arena_free(&list->arena);
    ci_name_map_free(list->positions);
    *list = (ci_id_list){0};
}

static bool add(ci_id_list *list, const char *id)
{
    const char *copy = ci_arena_copy(&list->arena, id);
    const char **grown;

    if (!copy)
        return false;
    grown = ci_array_reserve_one(list->ids, list->count, &list->capacity,
                                 sizeof(*list->ids));
    if (!grown)
        return false;
    list->ids = grown;
    list->ids[list->count++] = copy;
    return true;
}

bool ci_id_list_number(ci_id_list *list, size_t count)
{
    char text[24];

    for (size_t i = 1; i <= count; i++) {
        snprintf(text, sizeof(text), "%zu", i);
        if (!add(list, text))
            return false;
    }
    return true;
}

uint32_t ci_id_list_find(const ci_id_list *list, const char *id)
{
    if (list->positions)
        return ci_name_map_find(list->positions, id);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->ids[i], id) == 0)
            return (uint32_t)i;
    return CI_NOWHERE;
}

uint32_t ci_id_list_take(ci_id_list *list, const char *id, bool *is_new)
{
    uint32_t position;

    if (!list->positions)
        list->positions = ci_name_map_new();
    if (!list->positions || list->count >= CI_NOWHERE)
        return CI_NOWHERE;
    position = ci_name_map_find(list->positions, id);
    *is_new = position == CI_NOWHERE;
    if (!*is_new)
        return position;
    position = (uint32_t)list->count;
    if (!add(list, id) ||
        !ci_name_map_add(list->positions, list->ids[position], position))
        return CI_NOWHERE;
    return position;
}
