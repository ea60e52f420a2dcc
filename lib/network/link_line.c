#include "network/link_line.h"

#include <math.h>

#include "geo/geodesic.h"

/* Point i of a link's line, its ends included. */
static circlet_point point_of(const circlet_network *network, uint32_t link,
                              size_t i)
{
    size_t count;
    const circlet_point *shape = ci_link_shape(network, link, &count);

    if (i == 0)
        return network->points[network->links[link].from];
    return i <= count ? shape[i - 1]
                      : network->points[network->links[link].to];
}

/* Flat metres in the frame of the link's start, as points are tied. */
static double piece_m(ci_frame frame, circlet_point a, circlet_point b)
{
    return hypot((b.lon - a.lon) * frame.m_per_lon,
                 (b.lat - a.lat) * frame.m_per_lat);
}

static ci_frame frame_of(const circlet_network *network, uint32_t link)
{
    return ci_frame_at(point_of(network, link, 0).lat);
}

/* The length up to point `end` of the line. */
static double length_up_to(const circlet_network *network, uint32_t link,
                           size_t end)
{
    ci_frame frame = frame_of(network, link);
    double sum_m = 0;

    for (size_t i = 1; i <= end; i++)
        sum_m += piece_m(frame, point_of(network, link, i - 1),
                         point_of(network, link, i));
    return sum_m;
}

/* A place so far along the line, and the last point before it. */
static circlet_point place_at(const circlet_network *network, uint32_t link,
                              double along_m, size_t *before)
{
    ci_frame frame = frame_of(network, link);
    size_t last = circlet_network_line_size(network, link) - 1;
    circlet_point a = point_of(network, link, 0);
    circlet_point b = point_of(network, link, 1);
    double length_m = piece_m(frame, a, b), share;
    size_t i = 1;

    while (i < last && along_m >= length_m) {
        along_m -= length_m;
        a = b;
        b = point_of(network, link, ++i);
        length_m = piece_m(frame, a, b);
    }
    *before = i - 1;
    share = length_m > 0 ? fmin(along_m / length_m, 1) : 0;
    return (circlet_point){a.lon + share * (b.lon - a.lon),
                           a.lat + share * (b.lat - a.lat)};
}

static circlet_point place_of(const circlet_network *network, uint32_t link,
                              double fraction, size_t *before)
{
    size_t last = circlet_network_line_size(network, link) - 1;
    double along_m = fraction * length_up_to(network, link, last);

    if (fraction <= 0) {
        *before = 0;
        return point_of(network, link, 0);
    }
    if (fraction >= 1) {
        *before = last - 1;
        return point_of(network, link, last);
    }
    return place_at(network, link, along_m, before);
}

circlet_point ci_link_place(const circlet_network *network, uint32_t link,
                            double fraction)
{
    size_t before;

    return place_of(network, link, fraction, &before);
}

static void turn_round(circlet_point *points, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        circlet_point point = points[i];

        points[i] = points[count - 1 - i];
        points[count - 1 - i] = point;
    }
}

size_t ci_link_line_part(circlet_point *out, const circlet_network *network,
                         uint32_t link, double from, double to)
{
    size_t first, last, count = 0;
    circlet_point start = place_of(network, link, fmin(from, to), &first);
    circlet_point end = place_of(network, link, fmax(from, to), &last);

    out[count++] = start;
    for (size_t i = first + 1; i <= last; i++)
        out[count++] = point_of(network, link, i);
    out[count++] = end;
    if (from > to)
        turn_round(out, count);
    return count;
}
