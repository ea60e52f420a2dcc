#include "map/marks.h"

#include <math.h>

#include "map/palette.h"

/* ---- shapes ------------------------------------------------------------- */

static circlet_point around(circlet_point at, double radius, double turns)
{
    double angle = 2 * M_PI * turns;

    return (circlet_point){at.lon + radius * sin(angle),
                           at.lat - radius * cos(angle)};
}

/* Corners at even parts of a turn, the first at `start`; every other one at
 * `inner` of the radius. */
static void trace_polygon(ci_canvas *canvas, circlet_point at, double radius,
                          int corners, double start, double inner)
{
    for (int i = 0; i < corners; i++) {
        circlet_point corner = around(at, i % 2 ? radius * inner : radius,
                                      start + (double)i / corners);

        if (i == 0)
            ci_canvas_move(canvas, corner.lon, corner.lat);
        else
            ci_canvas_line(canvas, corner.lon, corner.lat);
    }
    ci_canvas_close(canvas);
}

static void trace_cross(ci_canvas *canvas, circlet_point at, double radius)
{
    static const signed char corners[][2] = {
        {-1, -3}, {1, -3}, {1, -1}, {3, -1}, {3, 1},   {1, 1},
        {1, 3},   {-1, 3}, {-1, 1}, {-3, 1}, {-3, -1}, {-1, -1}};

    for (size_t i = 0; i < sizeof(corners) / sizeof(corners[0]); i++) {
        double x = at.lon + corners[i][0] * radius / 3;
        double y = at.lat + corners[i][1] * radius / 3;

        if (i == 0)
            ci_canvas_move(canvas, x, y);
        else
            ci_canvas_line(canvas, x, y);
    }
    ci_canvas_close(canvas);
}

/* Areas are about those of a circle of the radius. */
static void trace_shape(ci_canvas *canvas, ci_shape shape, circlet_point at,
                        double radius)
{
    switch (shape) {
    case CI_SHAPE_SQUARE:
        trace_polygon(canvas, at, radius * 1.25, 4, 0.125, 1);
        break;
    case CI_SHAPE_TRIANGLE:
        trace_polygon(canvas, at, radius * 1.4, 3, 0, 1);
        break;
    case CI_SHAPE_DIAMOND:
        trace_polygon(canvas, at, radius * 1.3, 4, 0, 1);
        break;
    case CI_SHAPE_INVERTED:
        trace_polygon(canvas, at, radius * 1.4, 3, 0.5, 1);
        break;
    case CI_SHAPE_PENTAGON:
        trace_polygon(canvas, at, radius * 1.2, 5, 0, 1);
        break;
    case CI_SHAPE_CROSS:
        trace_cross(canvas, at, radius * 1.2);
        break;
    case CI_SHAPE_STAR:
        trace_polygon(canvas, at, radius * 1.5, 10, 0, 0.45);
        break;
    default:
        ci_canvas_circle(canvas, at.lon, at.lat, radius);
    }
}

void ci_mark_draw(ci_canvas *canvas, ci_mark mark, circlet_point at,
                  double radius, ci_ink ink)
{
    const ci_ink white = {0xffffff, ink.alpha};
    double line = radius * 0.42;

    trace_shape(canvas, mark.shape, at, radius);
    if (mark.is_hollow) {
        ci_canvas_stroke(canvas, &(ci_pen){white, 2.2 * line, 0});
        ci_canvas_fill(canvas, white);
        ci_canvas_stroke(canvas, &(ci_pen){ink, line, 0});
    } else {
        ci_canvas_stroke(canvas, &(ci_pen){white, line, 0});
        ci_canvas_fill(canvas, ink);
    }
    ci_canvas_drop_path(canvas);
}

/* ---- facilities --------------------------------------------------------- */

void ci_site_mark_draw(ci_canvas *canvas, circlet_point at, double radius)
{
    double arm = radius * 0.9;

    ci_canvas_move(canvas, at.lon - arm, at.lat);
    ci_canvas_line(canvas, at.lon + arm, at.lat);
    ci_canvas_move(canvas, at.lon, at.lat - arm);
    ci_canvas_line(canvas, at.lon, at.lat + arm);
    ci_canvas_stroke(canvas, &(ci_pen){{0xffffff, 0.6}, radius * 0.8, 0});
    ci_canvas_stroke(canvas, &(ci_pen){{CI_INK_SITE, 0.85}, radius * 0.36, 0});
    ci_canvas_drop_path(canvas);
}

/* ---- actions ------------------------------------------------------------ */

/* A sign has no more points, with its end. */
#define SIGN_POINTS 8

/* What stands in the disc of an action, in parts of the radius: {2, 2}
 * ends a line, {3, 3} the last one. */
static void trace_sign(ci_canvas *canvas, const double (*points)[2],
                       circlet_point at, double radius)
{
    bool is_start = true;

    for (size_t i = 0; i < SIGN_POINTS && points[i][0] < 3; i++) {
        double x = at.lon + points[i][0] * radius;
        double y = at.lat + points[i][1] * radius;

        if (points[i][0] > 1)
            is_start = true;
        else if (is_start) {
            ci_canvas_move(canvas, x, y);
            is_start = false;
        } else
            ci_canvas_line(canvas, x, y);
    }
}

static const double plus[SIGN_POINTS][2] = {{-0.55, 0}, {0.55, 0}, {2, 2},
                                            {0, -0.55}, {0, 0.55}, {3, 3}};
static const double arrow_up[SIGN_POINTS][2] = {
    {0, 0.6},   {0, -0.55},   {2, 2}, {-0.42, -0.1},
    {0, -0.55}, {0.42, -0.1}, {3, 3}};
static const double bar[SIGN_POINTS][2] = {{0, -0.6}, {0, 0.6}, {3, 3}};
static const double tick[SIGN_POINTS][2] = {
    {-0.5, 0.05}, {-0.12, 0.42}, {0.52, -0.4}, {3, 3}};
static const double arrow_right[SIGN_POINTS][2] = {
    {-0.6, 0}, {0.55, 0},   {2, 2}, {0.12, -0.4},
    {0.55, 0}, {0.12, 0.4}, {3, 3}};
static const double dash[SIGN_POINTS][2] = {{-0.5, 0}, {0.5, 0}, {3, 3}};

static const double (*sign_of(ci_action_mark mark))[2]
{
    switch (mark) {
    case CI_ACTION_ENLARGE:
        return arrow_up;
    case CI_ACTION_PARTITION:
        return bar;
    case CI_ACTION_DESIGNATE:
        return tick;
    case CI_ACTION_MOVE:
        return arrow_right;
    case CI_ACTION_CLOSE:
        return dash;
    default:
        return plus;
    }
}

/* What is built is a star, as nothing stands there yet; what changes is a
 * disc with a sign, closing a square one. */
void ci_action_mark_draw(ci_canvas *canvas, ci_action_mark mark,
                         circlet_point at, double radius, double alpha)
{
    const ci_ink white = {0xffffff, alpha}, ink = {CI_INK_PLAN, alpha};

    if (mark == CI_ACTION_BUILD) {
        trace_shape(canvas, CI_SHAPE_STAR, at, radius * 1.05);
        ci_canvas_stroke(canvas, &(ci_pen){white, radius * 0.5, 0});
        ci_canvas_fill(canvas, ink);
        ci_canvas_drop_path(canvas);
        return;
    }
    trace_shape(canvas,
                mark == CI_ACTION_CLOSE ? CI_SHAPE_SQUARE : CI_SHAPE_CIRCLE,
                at, radius);
    ci_canvas_stroke(canvas, &(ci_pen){white, radius * 0.5, 0});
    if (mark == CI_ACTION_ADD_SERVICE) { /* the plus in blue on white */
        ci_canvas_fill(canvas, white);
        ci_canvas_stroke(canvas, &(ci_pen){ink, radius * 0.28, 0});
    } else
        ci_canvas_fill(canvas, ink);
    ci_canvas_drop_path(canvas);
    trace_sign(canvas, sign_of(mark), at, radius);
    ci_canvas_stroke(canvas,
                     &(ci_pen){mark == CI_ACTION_ADD_SERVICE ? ink : white,
                               radius * 0.28, 0});
    ci_canvas_drop_path(canvas);
}

void ci_move_draw(ci_canvas *canvas, circlet_point from, circlet_point to,
                  double radius)
{
    ci_canvas_move(canvas, from.lon, from.lat);
    ci_canvas_line(canvas, to.lon, to.lat);
    ci_canvas_stroke(canvas, &(ci_pen){{0xffffff, 0.9}, radius * 0.7, 0});
    ci_canvas_stroke(canvas,
                     &(ci_pen){{CI_INK_PLAN, 1}, radius * 0.3, radius});
    ci_canvas_drop_path(canvas);
}

/* ---- people ------------------------------------------------------------- */

static const double crowd_from[CI_CROWD_SIZES] = {5, 20, 100, 500};

double ci_crowd_from(int size)
{
    return crowd_from[size];
}

int ci_crowd_size(double persons)
{
    int size = 0;

    while (size + 1 < CI_CROWD_SIZES && persons >= crowd_from[size + 1])
        size++;
    return size;
}

double ci_crowd_radius(int size, double base)
{
    static const double parts[CI_CROWD_SIZES] = {0.17, 0.27, 0.4, 0.54};

    return parts[size] * base;
}

void ci_crowd_draw(ci_canvas *canvas, circlet_point at, double radius)
{
    ci_canvas_circle(canvas, at.lon, at.lat, radius);
    ci_canvas_fill(canvas, (ci_ink){CI_INK_PEOPLE, 0.72});
    ci_canvas_stroke(canvas, &(ci_pen){{0xffffff, 0.8}, radius * 0.16, 0});
    ci_canvas_drop_path(canvas);
}
