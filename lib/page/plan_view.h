/* The borders of a page's map, and a plane to draw them on. */
#ifndef CI_PAGE_PLAN_VIEW_H
#define CI_PAGE_PLAN_VIEW_H

#include "geo/polygon.h"
#include "page/page.h"

/* Starts as {0}; ci_plan_view_free(). */
typedef struct ci_plan_view {
    double west, south, east, north; /* degrees */
    ci_polygon *units; /* beside the rows of the table */
    ci_polygon *wider; /* beside the rows of higher levels */
    size_t unit_count, wider_count;
    double scale, stretch; /* of the drawing: tenths of a pixel */
    int64_t width, height; /* in these */
} ci_plan_view;

/*
 * The borders of a page's units, as fine as `steps` steps across the map
 * show, on a drawing that is `width` wide. What has no borders has no rings;
 * without any, the extent is that of the facilities. `has_place` false:
 * there is nothing to draw.
 */
circlet_status ci_plan_view_make(ci_plan_view *out, bool *has_place,
                                 const ci_page *page, double steps,
                                 int64_t width, circlet_error *error);
void ci_plan_view_free(ci_plan_view *view);

/* Where a place is drawn. */
int64_t ci_plan_view_x(const ci_plan_view *view, circlet_point at);
int64_t ci_plan_view_y(const ci_plan_view *view, circlet_point at);

#endif
