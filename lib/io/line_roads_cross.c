#include "io/line_roads_cross.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/error.h"
#include "base/id_map.h"
#include "geo/geodesic.h"
#include "geo/grid_index.h"

/* A segment goes from its point to the next of the line. */
typedef struct edge {
    uint32_t first; /* point */
    uint32_t line;
} edge;

/* A point to be added on the way from a point to the next. */
typedef struct addition {
    uint32_t first; /* point */
    double share; /* of the way */
    circlet_point at;
} addition;

typedef struct splitter {
    ci_line_set *set;
    double tolerance_m;
    edge *edges;
    ci_segment *segments; /* of the edges */
    size_t edge_count;
    ci_grid_index *index;
    ci_grid_found found;
    addition *additions;
    size_t addition_count, addition_capacity;
} splitter;

/* ---- setting up --------------------------------------------------------- */

static circlet_status set_up(splitter *s, circlet_error *error)
{
    const ci_line_set *set = s->set;
    size_t room = set->point_count + 1, point = 0;

    s->edges = malloc(room * sizeof(*s->edges));
    s->segments = malloc(room * sizeof(*s->segments));
    if (!s->edges || !s->segments)
        return ci_fail_nomem(error);
    for (uint32_t line = 0; line < set->line_count; line++, point++)
        for (; point + 1 < set->lines[line].end; point++) {
            s->edges[s->edge_count] = (edge){(uint32_t)point, line};
            s->segments[s->edge_count++] =
                (ci_segment){set->points[point].at, set->points[point + 1].at};
        }
    s->index = ci_grid_index_new(s->segments, s->edge_count);
    return s->index ? CIRCLET_OK : ci_fail_nomem(error);
}

static void tear_down(splitter *s)
{
    free(s->edges);
    free(s->segments);
    ci_grid_index_free(s->index);
    free(s->found.items);
    free(s->additions);
}

/* ---- one meeting -------------------------------------------------------- */

static void mark(splitter *s, uint32_t point)
{
    s->set->points[point].marks |= CI_LINE_CROSSING;
}

static circlet_status add(splitter *s, uint32_t first, double share,
                          circlet_point at, circlet_error *error)
{
    addition *list = ci_array_reserve_one(
        s->additions, s->addition_count, &s->addition_capacity, sizeof(*list));

    if (!list)
        return ci_fail_nomem(error);
    s->additions = list;
    list[s->addition_count++] = (addition){first, share, at};
    return CIRCLET_OK;
}

static bool is_same_place(circlet_point a, circlet_point b)
{
    return a.lon == b.lon && a.lat == b.lat;
}

static bool is_within(double value, double a, double b)
{
    return fmin(a, b) <= value && value <= fmax(a, b);
}

/* Of a point on the line of a segment: is it on the segment? */
static bool is_in_box(circlet_point at, const ci_segment *segment)
{
    return is_within(at.lon, segment->a.lon, segment->b.lon) &&
           is_within(at.lat, segment->a.lat, segment->b.lat);
}

/* How far along a segment the foot of a point lies, and how far off, in the
 * flat metres of the place. */
static double share_of(circlet_point at, const ci_segment *segment,
                       double *out_m)
{
    ci_frame frame = ci_frame_at(at.lat);
    double x = (segment->b.lon - segment->a.lon) * frame.m_per_lon;
    double y = (segment->b.lat - segment->a.lat) * frame.m_per_lat;
    double u = (at.lon - segment->a.lon) * frame.m_per_lon;
    double v = (at.lat - segment->a.lat) * frame.m_per_lat;
    double share = (x * u + y * v) / (x * x + y * y);

    share = fmin(fmax(share, 0.0), 1.0);
    *out_m = hypot(u - share * x, v - share * y);
    return share;
}

/* A point of one line lies on a segment of another: both meet there. */
static circlet_status meet_at_point(splitter *s, uint32_t point, size_t e,
                                    circlet_error *error)
{
    circlet_point at = s->set->points[point].at;
    const ci_segment *segment = &s->segments[e];
    uint32_t first = s->edges[e].first;
    double distance_m;

    /* A segment meets the next of its line in the point they share. */
    if (point == first || point == first + 1)
        return CIRCLET_OK;
    mark(s, point);
    /* An end of the segment is told when it is looked at itself. */
    if (is_same_place(at, segment->a) || is_same_place(at, segment->b))
        return CIRCLET_OK;
    return add(s, first, share_of(at, segment, &distance_m), at, error);
}

/* An end near a segment is as good as on it; near an end of the segment the
 * points are joined anyway. */
static circlet_status meet_near(splitter *s, uint32_t point, size_t e,
                                circlet_error *error)
{
    uint32_t first = s->edges[e].first;
    double distance_m, share;

    if (!(s->set->points[point].marks & CI_LINE_END) || point == first ||
        point == first + 1)
        return CIRCLET_OK;
    share = share_of(s->set->points[point].at, &s->segments[e], &distance_m);
    if (distance_m > s->tolerance_m || share <= 0.0 || share >= 1.0)
        return CIRCLET_OK;
    mark(s, point);
    return add(s, first, share, s->set->points[point].at, error);
}

/* Two segments that cross within: the distances of an end from the other
 * segment are as the sides (O'Rourke, Computational Geometry in C, 1.5). */
static circlet_status cross(splitter *s, size_t e, size_t f,
                            circlet_error *error)
{
    const ci_segment *one = &s->segments[e], *two = &s->segments[f];
    double before = ci_side_exactly(two->a, two->b, one->a);
    double after = ci_side_exactly(two->a, two->b, one->b);
    double share = before / (before - after), other;
    circlet_point at = {fma(share, one->b.lon - one->a.lon, one->a.lon),
                        fma(share, one->b.lat - one->a.lat, one->a.lat)};
    circlet_status status;

    before = ci_side_exactly(one->a, one->b, two->a);
    after = ci_side_exactly(one->a, one->b, two->b);
    other = before / (before - after);
    status = add(s, s->edges[e].first, share, at, error);
    if (status == CIRCLET_OK)
        status = add(s, s->edges[f].first, other, at, error);
    return status;
}

/* Whether the ends of one segment lie strictly on either side of another. */
static bool are_apart(double a, double b)
{
    return (a > 0.0 && b < 0.0) || (a < 0.0 && b > 0.0);
}

/* One end of segment `e` against segment `f`. */
static circlet_status try_end(splitter *s, uint32_t point, double side,
                              size_t f, circlet_error *error)
{
    if (side == 0.0 && is_in_box(s->set->points[point].at, &s->segments[f]))
        return meet_at_point(s, point, f, error);
    return meet_near(s, point, f, error);
}

static circlet_status try_pair(splitter *s, size_t e, size_t f,
                               circlet_error *error)
{
    const ci_segment *one = &s->segments[e], *two = &s->segments[f];
    uint32_t i = s->edges[e].first, k = s->edges[f].first;
    double sides[4] = {ci_side_of(two->a, two->b, one->a),
                       ci_side_of(two->a, two->b, one->b),
                       ci_side_of(one->a, one->b, two->a),
                       ci_side_of(one->a, one->b, two->b)};
    circlet_status status;

    if (are_apart(sides[0], sides[1]) && are_apart(sides[2], sides[3]))
        return cross(s, e, f, error);
    status = try_end(s, i, sides[0], f, error);
    if (status == CIRCLET_OK)
        status = try_end(s, i + 1, sides[1], f, error);
    if (status == CIRCLET_OK)
        status = try_end(s, k, sides[2], e, error);
    if (status == CIRCLET_OK)
        status = try_end(s, k + 1, sides[3], e, error);
    return status;
}

/* ---- all of them -------------------------------------------------------- */

static int compare_numbers(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

    return (x > y) - (x < y);
}

static ci_box box_around(const splitter *s, const ci_segment *segment)
{
    ci_frame frame = ci_frame_at(segment->a.lat);
    double lon = 2.0 * s->tolerance_m / frame.m_per_lon;
    double lat = 2.0 * s->tolerance_m / frame.m_per_lat;
    ci_box box = ci_box_empty();

    ci_box_grow(&box, segment->a);
    ci_box_grow(&box, segment->b);
    return (ci_box){box.west - lon, box.south - lat, box.east + lon,
                    box.north + lat};
}

static circlet_status try_all(splitter *s, size_t e, circlet_error *error)
{
    const ci_line_set *set = s->set;
    ci_box box = box_around(s, &s->segments[e]);
    uint32_t level = set->lines[s->edges[e].line].level;
    circlet_status status = CIRCLET_OK;

    if (!ci_grid_index_find(s->index, &box, &s->found))
        return ci_fail_nomem(error);
    if (s->found.count > 0)
        qsort(s->found.items, s->found.count, sizeof(*s->found.items),
              compare_numbers);
    for (size_t i = 0; status == CIRCLET_OK && i < s->found.count; i++) {
        uint32_t f = s->found.items[i];

        if (f <= e || (i > 0 && f == s->found.items[i - 1]) ||
            set->lines[s->edges[f].line].level != level)
            continue;
        status = try_pair(s, e, f, error);
    }
    return status;
}

static int compare_additions(const void *a, const void *b)
{
    const addition *x = a, *y = b;

    if (x->first != y->first)
        return x->first < y->first ? -1 : 1;
    if (x->share != y->share)
        return x->share < y->share ? -1 : 1;
    if (x->at.lon != y->at.lon)
        return x->at.lon < y->at.lon ? -1 : 1;
    return (x->at.lat > y->at.lat) - (x->at.lat < y->at.lat);
}

/* Writes the points with the additions between them. */
static circlet_status insert(splitter *s, circlet_error *error)
{
    ci_line_set *set = s->set;
    size_t room = set->point_count + s->addition_count, count = 0, next = 0;
    ci_line_point *points = malloc((room + 1) * sizeof(*points));
    size_t line = 0;

    if (!points || room >= CI_NOWHERE) {
        free(points);
        return points ? ci_fail(error, CIRCLET_E_DATA,
                                "lines of more than %zu points", room)
                      : ci_fail_nomem(error);
    }
    for (uint32_t i = 0; i < set->point_count; i++) {
        points[count++] = set->points[i];
        for (; next < s->addition_count && s->additions[next].first == i;
             next++)
            points[count++] = (ci_line_point){s->additions[next].at,
                                              CI_NOWHERE, CI_LINE_CROSSING};
        if (i + 1 == set->lines[line].end)
            set->lines[line++].end = count;
    }
    free(set->points);
    set->points = points;
    set->point_count = count;
    set->point_capacity = room + 1;
    return CIRCLET_OK;
}

circlet_status ci_line_set_split_crossings(ci_line_set *set,
                                           double tolerance_m,
                                           circlet_error *error)
{
    splitter s = {.set = set, .tolerance_m = tolerance_m};
    circlet_status status = set_up(&s, error);

    for (size_t e = 0; status == CIRCLET_OK && e < s.edge_count; e++)
        status = try_all(&s, e, error);
    if (s.addition_count > 0)
        qsort(s.additions, s.addition_count, sizeof(*s.additions),
              compare_additions);
    if (status == CIRCLET_OK)
        status = insert(&s, error);
    tear_down(&s);
    return status;
}

/* ---- what is left unjoined ---------------------------------------------- */

typedef struct corner {
    circlet_point at;
    uint32_t level;
    uint32_t line; /* CI_NOWHERE: a line ends here */
} corner;

static int compare_corners(const void *a, const void *b)
{
    const corner *x = a, *y = b;

    if (x->at.lon != y->at.lon)
        return x->at.lon < y->at.lon ? -1 : 1;
    if (x->at.lat != y->at.lat)
        return x->at.lat < y->at.lat ? -1 : 1;
    if (x->level != y->level)
        return x->level < y->level ? -1 : 1;
    return (x->line > y->line) - (x->line < y->line);
}

static void list_corners(corner *out, const ci_line_set *set)
{
    size_t line = 0;

    for (size_t i = 0; i < set->point_count; i++) {
        const ci_line_point *point = &set->points[i];

        if (i == set->lines[line].end)
            line++;
        out[i] =
            (corner){point->at, set->lines[line].level,
                     point->marks & CI_LINE_END ? CI_NOWHERE : (uint32_t)line};
    }
}

circlet_status ci_line_set_count_shared(uint64_t *out, const ci_line_set *set,
                                        circlet_error *error)
{
    size_t count = set->point_count;
    corner *corners = malloc((count + 1) * sizeof(*corners));
    size_t end;

    if (!corners)
        return ci_fail_nomem(error);
    list_corners(corners, set);
    if (count > 0)
        qsort(corners, count, sizeof(*corners), compare_corners);
    *out = 0;
    for (size_t i = 0; i < count; i = end) {
        const corner *at = &corners[i];

        for (end = i + 1; end < count; end++)
            if (!is_same_place(corners[end].at, at->at) ||
                corners[end].level != at->level)
                break;
        if (corners[end - 1].line != CI_NOWHERE && end > i + 1)
            ++*out;
    }
    free(corners);
    return CIRCLET_OK;
}
