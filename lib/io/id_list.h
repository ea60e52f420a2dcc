/* Ids in the order in which they came, and the positions of them. */
#ifndef CI_IO_ID_LIST_H
#define CI_IO_ID_LIST_H

#include "base/arena.h"
#include "base/id_map.h"

/* Starts as {0}. */
typedef struct ci_id_list {
    const char **ids;
    size_t count, capacity;
    ci_arena arena; /* of the ids */
    ci_name_map *positions; /* NULL: of ids that are numbers */
} ci_id_list;

void ci_id_list_clear(ci_id_list *list);

/* The ids "1", "2", ... of an empty list. False: no memory. */
bool ci_id_list_number(ci_id_list *list, size_t count);

/* The position of an id, or CI_NOWHERE. */
uint32_t ci_id_list_find(const ci_id_list *list, const char *id);

/* The position of an id, which is added at the end if it is new (*is_new).
 * CI_NOWHERE: no memory, or too many. */
uint32_t ci_id_list_take(ci_id_list *list, const char *id, bool *is_new);

#endif
