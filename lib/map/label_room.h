/* Where labels can stand without covering each other. */
#ifndef CI_MAP_LABEL_ROOM_H
#define CI_MAP_LABEL_ROOM_H

#include "map/canvas.h"

/* The rectangles that are taken, within one that bounds all. Starts with
 * ci_label_room_start(). */
typedef struct ci_label_room {
    ci_rect bounds;
    ci_rect *taken;
    size_t count, capacity;
} ci_label_room;

void ci_label_room_start(ci_label_room *room, const ci_rect *bounds);
void ci_label_room_free(ci_label_room *room);

/* Takes a rectangle if it is free and within the bounds; false if not, or if
 * memory ran out. */
bool ci_label_room_take(ci_label_room *room, const ci_rect *rect);

/* Takes it whether it is free or not. */
void ci_label_room_block(ci_label_room *room, const ci_rect *rect);

/*
 * Finds room for a text beside a mark of a radius: to the right, left, above,
 * below, then at the corners. `out` is where the middle of its box gets.
 */
bool ci_label_room_beside(circlet_point *out, ci_label_room *room,
                          circlet_point mark, double radius, double width,
                          double height);

/* Whether two rectangles overlap; those that touch do not. */
bool ci_rects_overlap(const ci_rect *a, const ci_rect *b);

#endif
