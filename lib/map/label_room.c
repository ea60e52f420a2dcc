#include "map/label_room.h"

#include <stdlib.h>

#include "base/array.h"

void ci_label_room_start(ci_label_room *room, const ci_rect *bounds)
{
    *room = (ci_label_room){.bounds = *bounds};
}

void ci_label_room_free(ci_label_room *room)
{
    free(room->taken);
    room->taken = NULL;
}

bool ci_rects_overlap(const ci_rect *a, const ci_rect *b)
{
    return a->left < b->left + b->width && b->left < a->left + a->width &&
           a->top < b->top + b->height && b->top < a->top + a->height;
}

static bool is_within(const ci_rect *rect, const ci_rect *bounds)
{
    return rect->left >= bounds->left && rect->top >= bounds->top &&
           rect->left + rect->width <= bounds->left + bounds->width &&
           rect->top + rect->height <= bounds->top + bounds->height;
}

static bool add(ci_label_room *room, const ci_rect *rect)
{
    ci_rect *taken = ci_array_reserve_one(
        room->taken, room->count, &room->capacity, sizeof(*room->taken));

    if (!taken)
        return false;
    room->taken = taken;
    taken[room->count++] = *rect;
    return true;
}

bool ci_label_room_take(ci_label_room *room, const ci_rect *rect)
{
    if (!is_within(rect, &room->bounds))
        return false;
    for (size_t i = 0; i < room->count; i++)
        if (ci_rects_overlap(rect, &room->taken[i]))
            return false;
    return add(room, rect);
}

void ci_label_room_block(ci_label_room *room, const ci_rect *rect)
{
    (void)add(room, rect); /* without memory a label may cover it */
}

bool ci_label_room_beside(circlet_point *out, ci_label_room *room,
                          circlet_point mark, double radius, double width,
                          double height)
{
    static const signed char sides[][2] = {
        {1, 0}, {-1, 0}, {0, -1}, {0, 1}, {1, -1}, {1, 1}, {-1, -1}, {-1, 1}};

    for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
        circlet_point middle = {mark.lon + sides[i][0] * (radius + width / 2),
                                mark.lat +
                                    sides[i][1] * (radius + height / 2)};
        ci_rect rect = {middle.lon - width / 2, middle.lat - height / 2, width,
                        height};

        if (!ci_label_room_take(room, &rect))
            continue;
        *out = middle;
        return true;
    }
    return false;
}
