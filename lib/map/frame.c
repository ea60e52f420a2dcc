#include "map/frame.h"

#include <math.h>

#include "base/error.h"
#include "geo/geodesic.h"

/* Points along each side of a box, whose image may be bent. */
#define SIDE_POINTS 16

/* Parts of what is shown that are left free around it. */
#define MARGIN 0.03

void ci_map_frame_free(ci_map_frame *frame)
{
    ci_transform_free(frame->transform);
    frame->transform = NULL;
}

/* Into the plane; NaN where there is no image. */
static ci_xy to_plane(const ci_map_frame *frame, circlet_point at)
{
    if (!frame->transform)
        return ci_metric_plane_from_degrees(&frame->plane, at);
    if (ci_transform_points_back(frame->transform, &at, 1, NULL))
        return (ci_xy){NAN, NAN};
    return (ci_xy){at.lon, at.lat};
}

circlet_point ci_map_frame_place(const ci_map_frame *frame, circlet_point at)
{
    ci_xy xy = to_plane(frame, at);

    return (circlet_point){
        frame->rect.left + (xy.x - frame->left) * frame->per_unit,
        frame->rect.top + (frame->top - xy.y) * frame->per_unit};
}

static circlet_point to_degrees(const ci_map_frame *frame, ci_xy xy)
{
    circlet_point at = {xy.x, xy.y};

    if (!frame->transform)
        return ci_metric_plane_to_degrees(&frame->plane, xy);
    if (ci_transform_points(frame->transform, &at, 1, NULL))
        return (circlet_point){NAN, NAN};
    return at;
}

bool ci_box_meets(const ci_box *a, const ci_box *b)
{
    return a->west <= b->east && b->west <= a->east && a->south <= b->north &&
           b->south <= a->north;
}

double ci_map_round_m(double per_m, double room)
{
    static const double steps[] = {5, 2, 1};
    double power = 1e7;

    if (!(per_m > 0) || !(room > 0))
        return 0;
    while (power >= 1) {
        for (int i = 0; i < 3; i++)
            if (steps[i] * power * per_m <= room)
                return steps[i] * power;
        power /= 10;
    }
    return 0;
}

/* ---- making ------------------------------------------------------------- */

/* The image of a box in the plane; empty if some point has none. */
static ci_box image_of(const ci_map_frame *frame, const ci_box *box)
{
    ci_box image = ci_box_empty();

    for (int i = 0; i <= SIDE_POINTS; i++) {
        double part = (double)i / SIDE_POINTS;
        double lon = box->west + part * (box->east - box->west);
        double lat = box->south + part * (box->north - box->south);
        circlet_point sides[] = {{lon, box->south},
                                 {lon, box->north},
                                 {box->west, lat},
                                 {box->east, lat}};

        for (int side = 0; side < 4; side++) {
            ci_xy xy = to_plane(frame, sides[side]);

            if (!isfinite(xy.x) || !isfinite(xy.y))
                return ci_box_empty();
            ci_box_grow(&image, (circlet_point){xy.x, xy.y});
        }
    }
    return image;
}

/* What of the Earth the rectangle shows. */
static ci_box seen_by(const ci_map_frame *frame)
{
    ci_box box = ci_box_empty();
    double width = frame->rect.width / frame->per_unit;
    double height = frame->rect.height / frame->per_unit;

    for (int i = 0; i <= SIDE_POINTS; i++)
        for (int k = 0; k <= SIDE_POINTS; k++) {
            ci_xy xy = {frame->left + width * i / SIDE_POINTS,
                        frame->top - height * k / SIDE_POINTS};
            circlet_point at = to_degrees(frame, xy);

            if (isfinite(at.lon) && isfinite(at.lat))
                ci_box_grow(&box, at);
        }
    return box;
}

static void fit(ci_map_frame *frame, const ci_box *image)
{
    double width = fmax(image->east - image->west, 1e-6);
    double height = fmax(image->north - image->south, 1e-6);

    frame->per_unit = fmin(frame->rect.width / width / (1 + 2 * MARGIN),
                           frame->rect.height / height / (1 + 2 * MARGIN));
    frame->left = (image->west + image->east) / 2 -
                  frame->rect.width / frame->per_unit / 2;
    frame->top = (image->south + image->north) / 2 +
                 frame->rect.height / frame->per_unit / 2;
}

/* How long a metre is in the middle of what is shown, and where north is. */
static void measure(ci_map_frame *frame, const ci_box *box)
{
    circlet_point middle = {(box->west + box->east) / 2,
                            (box->south + box->north) / 2};
    circlet_point north = {middle.lon, middle.lat + 0.001};
    circlet_point line[] = {middle, north};
    circlet_point from = ci_map_frame_place(frame, middle);
    circlet_point to = ci_map_frame_place(frame, north);

    frame->per_m = hypot(to.lon - from.lon, to.lat - from.lat) /
                   ci_geodesic_length_m(line, 2);
    frame->north = atan2(to.lon - from.lon, from.lat - to.lat);
}

static circlet_status open_transform(ci_map_frame *frame, const char *crs,
                                     circlet_error *error)
{
    circlet_status status = ci_transform_new(&frame->transform, crs, error);

    if (status || !ci_transform_is_degrees(frame->transform))
        return status;
    status = ci_fail(error, CIRCLET_E_CRS,
                     "%s is in degrees: a map needs a projection, such as "
                     "EPSG:4547",
                     ci_transform_label(frame->transform));
    ci_map_frame_free(frame);
    return status;
}

circlet_status ci_map_frame_make(ci_map_frame *out, const ci_box *box,
                                 const ci_rect *rect, const char *crs,
                                 circlet_error *error)
{
    ci_map_frame frame = {.rect = *rect};
    circlet_status status = CIRCLET_OK;
    ci_box image;

    if (crs)
        status = open_transform(&frame, crs, error);
    else
        frame.plane = ci_metric_plane_at((circlet_point){
            (box->west + box->east) / 2, (box->south + box->north) / 2});
    if (status)
        return status;
    image = image_of(&frame, box);
    if (!(image.west <= image.east)) {
        ci_map_frame_free(&frame);
        return ci_fail(error, CIRCLET_E_CRS,
                       "what the map is to show has no image in %s",
                       crs ? crs : "its plane");
    }
    fit(&frame, &image);
    measure(&frame, box);
    frame.box = seen_by(&frame);
    *out = frame;
    return CIRCLET_OK;
}
