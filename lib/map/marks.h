/* The marks of facilities, by type, and of what a plan does. */
#ifndef CI_MAP_MARKS_H
#define CI_MAP_MARKS_H

#include "map/canvas.h"

typedef enum ci_shape {
    CI_SHAPE_CIRCLE,
    CI_SHAPE_SQUARE,
    CI_SHAPE_TRIANGLE,
    CI_SHAPE_DIAMOND,
    CI_SHAPE_INVERTED, /* a triangle on its point */
    CI_SHAPE_PENTAGON,
    CI_SHAPE_CROSS,
    CI_SHAPE_STAR,
    CI_SHAPE_COUNT
} ci_shape;

/* A shape, filled or hollow. */
typedef struct ci_mark {
    ci_shape shape;
    bool is_hollow;
} ci_mark;

/* The same for a type on every map; types that the table does not know share
 * the last one. */
ci_mark ci_mark_of_type(const char *type);

/* What actions look like; kinds that change nothing have no mark. */
typedef enum ci_action_mark {
    CI_ACTION_BUILD,
    CI_ACTION_ENLARGE,
    CI_ACTION_ADD_SERVICE,
    CI_ACTION_PARTITION,
    CI_ACTION_DESIGNATE,
    CI_ACTION_MOVE,
    CI_ACTION_CLOSE,
    CI_ACTION_COUNT
} ci_action_mark;

/* "build" ...; CI_ACTION_COUNT: it has none. */
ci_action_mark ci_action_mark_of(const char *kind);

/* Draw a mark around a place; radius is about that of a circle. */
void ci_mark_draw(ci_canvas *canvas, ci_mark mark, circlet_point at,
                  double radius, ci_ink ink);
void ci_action_mark_draw(ci_canvas *canvas, ci_action_mark mark,
                         circlet_point at, double radius, double alpha);

/* A candidate site that is not chosen. */
void ci_site_mark_draw(ci_canvas *canvas, circlet_point at, double radius);

/* The radius of the circle for so many people in a cell, of a page on which
 * text is `base` high: of four sizes. */
#define CI_CROWD_SIZES 4
double ci_crowd_radius(int size, double base);
int ci_crowd_size(double persons);
double ci_crowd_from(int size);
void ci_crowd_draw(ci_canvas *canvas, circlet_point at, double radius);

/* A line from where something was to where it moves. */
void ci_move_draw(ci_canvas *canvas, circlet_point from, circlet_point to,
                  double radius);

#endif
