/* From degrees to the page: the projection, the scale, where north is. */
#ifndef CI_MAP_FRAME_H
#define CI_MAP_FRAME_H

#include "city/metric_plane.h"
#include "geo/area.h"
#include "geo/crs.h"
#include "map/canvas.h"

typedef struct ci_map_frame {
    ci_metric_plane plane; /* without a transform */
    ci_transform *transform; /* of the coordinate system asked for; or NULL */
    ci_rect rect; /* of the page */
    double left, top; /* of the rectangle, in the plane */
    double per_unit; /* page lengths per length of the plane */
    double per_m; /* page lengths per metre on the ground, in the middle */
    double north; /* angle from the page's top, clockwise, in radians */
    ci_box box; /* what is seen lies in it */
} ci_map_frame;

/*
 * Fits what lies in `box` into a rectangle of the page. `crs` is a projection
 * ("EPSG:4547"); NULL: the equal-area plane around the middle of the box. The
 * points, if there are any, are what is to be seen of the box. CIRCLET_E_CRS
 * for a system that is unknown or no projection. ci_map_frame_free() after
 * success.
 */
circlet_status ci_map_frame_make(ci_map_frame *out, const ci_box *box,
                                 const ci_rect *rect, const char *crs,
                                 circlet_error *error);
void ci_map_frame_free(ci_map_frame *frame);

/* A point on the page: x in `lon`, y in `lat`; NaN where it has no image. */
circlet_point ci_map_frame_place(const ci_map_frame *frame, circlet_point at);

/* Whether two boxes have something in common. */
bool ci_box_meets(const ci_box *a, const ci_box *b);

/* The longest of 1, 2, 5, 10, 20 ... metres that is no longer on the page
 * than `room`; 0: none is. */
double ci_map_round_m(double per_m, double room);

#endif
