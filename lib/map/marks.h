/* The marks of facilities, by type, and of what a plan does. */
#ifndef CI_MAP_MARKS_H
#define CI_MAP_MARKS_H

#include "map/canvas.h"
#include "report/map_key.h"

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
