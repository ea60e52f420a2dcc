#include "verify/certificate_reading.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"

bool ci_certificate_fail_memory(ci_certificate_reading *of)
{
    of->has_no_memory = true;
    return false;
}

bool ci_certificate_take_sign(ci_certificate_reading *of, char sign)
{
    return ci_json_sign(&of->text, sign);
}

bool ci_certificate_take_key(ci_certificate_reading *of, char mark,
                             const char *key)
{
    char found[32];

    return ci_certificate_take_sign(of, mark) &&
           ci_json_text(&of->text, found, sizeof(found)) &&
           strcmp(found, key) == 0 && ci_certificate_take_sign(of, ':');
}

bool ci_certificate_take_text(ci_certificate_reading *of, const char **out)
{
    char *text;

    if (!ci_json_string(&of->text, &text))
        return false;
    *out = text ? ci_arena_copy(&of->out->arena, text) : NULL;
    free(text);
    return *out || ci_certificate_fail_memory(of);
}

static bool add_number(ci_certificate_reading *of, int64_t number)
{
    ci_number_list *list = &of->numbers;
    int64_t *items = ci_array_reserve_one(list->items, list->count,
                                          &list->capacity, sizeof(*items));

    if (!items)
        return ci_certificate_fail_memory(of);
    list->items = items;
    items[list->count++] = number;
    return true;
}

bool ci_certificate_take_numbers(ci_certificate_reading *of)
{
    of->numbers.count = 0;
    if (!ci_certificate_take_sign(of, '['))
        return false;
    if (ci_certificate_take_sign(of, ']'))
        return true;
    do {
        int64_t number;

        if (!ci_json_whole(&of->text, &number) || !add_number(of, number))
            return false;
    } while (ci_certificate_take_sign(of, ','));
    return ci_certificate_take_sign(of, ']');
}

void *ci_certificate_take_room(ci_certificate_reading *of, size_t count,
                               size_t size)
{
    void *room = ci_arena_take(&of->out->arena, (count + 1) * size);

    if (!room)
        of->has_no_memory = true;
    return room;
}

bool ci_certificate_to_name(int64_t number, uint32_t *out)
{
    *out = number == -1 ? CI_PROGRAM_NONE : (uint32_t)number;
    return number >= -1 && number < CI_PROGRAM_NONE;
}
