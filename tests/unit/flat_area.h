/*
 * An oracle for areas in the plane: what rings run around, from their edges
 * alone. The plane is cut at every corner and crossing into strips in which
 * no two edges cross, so that the width at half height gives the area.
 */
#ifndef TESTS_FLAT_AREA_H
#define TESTS_FLAT_AREA_H

#include <math.h>
#include <stdlib.h>

#include <circlet/types.h>

#define FLAT_EDGE_MAX 32
#define FLAT_CUT_MAX (FLAT_EDGE_MAX * FLAT_EDGE_MAX)

typedef struct flat_edge {
    circlet_point from, to;
    int group; /* edges of a group make its winding number */
} flat_edge;

typedef struct flat_edges {
    flat_edge list[FLAT_EDGE_MAX];
    size_t count;
} flat_edges;

static inline void flat_add_ring(flat_edges *edges,
                                 const circlet_point *points, size_t count,
                                 int group)
{
    for (size_t i = 1; i < count; i++)
        edges->list[edges->count++] =
            (flat_edge){points[i - 1], points[i], group};
}

static inline int flat_compare(const void *left, const void *right)
{
    double a = *(const double *)left, b = *(const double *)right;

    return (a > b) - (a < b);
}

static inline void flat_cut(const flat_edge *a, const flat_edge *b,
                            double *cuts, size_t *count)
{
    double ax = a->to.lon - a->from.lon, ay = a->to.lat - a->from.lat;
    double bx = b->to.lon - b->from.lon, by = b->to.lat - b->from.lat;
    double across = ax * by - ay * bx;
    double t;

    if (across == 0)
        return;
    t = ((b->from.lon - a->from.lon) * by - (b->from.lat - a->from.lat) * bx) /
        across;
    if (t > 0 && t < 1)
        cuts[(*count)++] = a->from.lat + t * ay;
}

typedef struct flat_crossing {
    double lon;
    int turn, group;
} flat_crossing;

static inline int flat_compare_crossing(const void *left, const void *right)
{
    return flat_compare(&((const flat_crossing *)left)->lon,
                        &((const flat_crossing *)right)->lon);
}

/* Width at a height of where `is_in` says so of the two winding numbers. */
static inline double flat_width(const flat_edges *edges, double lat,
                                int (*is_in)(const int winding[2]))
{
    flat_crossing row[FLAT_EDGE_MAX];
    size_t count = 0;
    int winding[2] = {0, 0};
    double width = 0;

    for (size_t i = 0; i < edges->count; i++) {
        const flat_edge *e = &edges->list[i];

        if ((e->from.lat > lat) == (e->to.lat > lat))
            continue;
        row[count].lon = e->from.lon + (lat - e->from.lat) *
                                           (e->to.lon - e->from.lon) /
                                           (e->to.lat - e->from.lat);
        row[count].turn = e->to.lat > e->from.lat ? 1 : -1;
        row[count++].group = e->group;
    }
    qsort(row, count, sizeof(*row), flat_compare_crossing);
    for (size_t i = 0; i + 1 < count; i++) {
        winding[row[i].group] += row[i].turn;
        if (is_in(winding))
            width += row[i + 1].lon - row[i].lon;
    }
    return width;
}

static inline double flat_area(const flat_edges *edges,
                               int (*is_in)(const int winding[2]))
{
    double cuts[FLAT_CUT_MAX + FLAT_EDGE_MAX];
    size_t count = 0;
    double area = 0;

    for (size_t i = 0; i < edges->count; i++) {
        cuts[count++] = edges->list[i].from.lat;
        for (size_t j = 0; j < i; j++)
            flat_cut(&edges->list[i], &edges->list[j], cuts, &count);
    }
    qsort(cuts, count, sizeof(*cuts), flat_compare);
    for (size_t i = 1; i < count; i++)
        if (cuts[i] > cuts[i - 1])
            area += (cuts[i] - cuts[i - 1]) *
                    flat_width(edges, (cuts[i] + cuts[i - 1]) / 2, is_in);
    return area;
}

/* Twice the area that a ring has, above zero if it is counterclockwise. */
static inline double flat_ring(const circlet_point *points, size_t count)
{
    double sum = 0;

    for (size_t i = 1; i < count; i++)
        sum += (points[i - 1].lon - points[0].lon) *
                   (points[i].lat - points[0].lat) -
               (points[i].lon - points[0].lon) *
                   (points[i - 1].lat - points[0].lat);
    return sum;
}

#endif
