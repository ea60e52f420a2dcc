#include "reach/service_area_lines.h"

#include <math.h>
#include <stdlib.h>

#include "base/array.h"
#include "geo/geodesic.h"
#include "network/snap_ground.h"

/* A stretch of a link, over which the time grows evenly from `near`. */
typedef struct stretch {
    uint32_t link;
    double near, far; /* fractions of the link's length */
    double near_ms, far_ms;
} stretch;

static circlet_point between(circlet_point a, circlet_point b, double share)
{
    circlet_point at = {a.lon + share * (b.lon - a.lon),
                        a.lat + share * (b.lat - a.lat)};

    return at;
}

/* The line of a link: its start, its shape, its end. */
static circlet_point line_point(const circlet_network *network, uint32_t link,
                                size_t i)
{
    const ci_link *record = &network->links[link];
    size_t count;
    const circlet_point *shape = ci_link_shape(network, link, &count);

    if (i == 0)
        return network->points[record->from];
    return i <= count ? shape[i - 1] : network->points[record->to];
}

/* As flat as points are tied, see network/snap.h. */
static double flat_m(circlet_point a, circlet_point b)
{
    ci_frame frame = ci_frame_at(a.lat);

    return hypot((b.lon - a.lon) * frame.m_per_lon,
                 (b.lat - a.lat) * frame.m_per_lat);
}

static double line_m(const circlet_network *network, uint32_t link,
                     size_t count)
{
    double sum_m = 0;

    for (size_t i = 1; i < count; i++)
        sum_m += flat_m(line_point(network, link, i - 1),
                        line_point(network, link, i));
    return sum_m;
}

/* The piece a-b, fractions low to high of its link, as far as it lies in the
 * stretch. */
static bool add_piece(ci_reached_lines *lines, const stretch *from,
                      circlet_point a, circlet_point b, double low,
                      double high)
{
    double first = fmax(low, fmin(from->near, from->far));
    double last = fmin(high, fmax(from->near, from->far));
    double rate = from->far != from->near ? (from->far_ms - from->near_ms) /
                                                (from->far - from->near)
                                          : 0;
    double width = high - low;
    ci_reached_line *grown;

    if (first > last)
        return true;
    grown = ci_array_reserve_one(lines->items, lines->count, &lines->capacity,
                                 sizeof(*grown));
    if (!grown)
        return false;
    lines->items = grown;
    grown += lines->count++;
    grown->a = width > 0 ? between(a, b, (first - low) / width) : a;
    grown->b = width > 0 ? between(a, b, (last - low) / width) : b;
    grown->a_ms = from->near_ms + (first - from->near) * rate;
    grown->b_ms = from->near_ms + (last - from->near) * rate;
    return true;
}

static bool add_stretch(ci_reached_lines *lines,
                        const circlet_network *network, const stretch *from)
{
    size_t shape_count, count;
    double length_m, end_m = 0;

    ci_link_shape(network, from->link, &shape_count);
    count = shape_count + 2;
    length_m = line_m(network, from->link, count);
    for (size_t i = 1; i < count; i++) {
        circlet_point a = line_point(network, from->link, i - 1);
        circlet_point b = line_point(network, from->link, i);
        double start_m = end_m;

        end_m += flat_m(a, b);
        if (!add_piece(lines, from, a, b,
                       length_m > 0 ? start_m / length_m : 0,
                       length_m > 0 ? end_m / length_m : 0))
            return false;
    }
    return true;
}

/* A stretch that takes `part_ms`, cut where the cutoff ends. */
static bool add_reached(ci_reached_lines *lines, const ci_travel_job *job,
                        stretch from, uint32_t part_ms)
{
    double room_ms = (double)job->query->cutoff_ms - from.near_ms;

    if (part_ms == CI_CLOSED || room_ms < 0)
        return true;
    if ((double)part_ms > room_ms)
        from.far = from.near + (from.far - from.near) * room_ms / part_ms;
    from.far_ms = from.near_ms + fmin((double)part_ms, room_ms);
    return add_stretch(lines, job->times->network, &from);
}

static bool add_by_node(ci_reached_lines *lines, const ci_travel_job *job,
                        uint32_t link, double near, uint32_t part_ms)
{
    uint32_t node_ms = ci_search_time(
        job->search, ci_graph_arrival(job->graph, link, near > 0));
    double near_ms =
        (double)node_ms + ci_approach_ms(job->times, link, near > 0);
    stretch from = {link, near, 1 - near, near_ms, 0};

    return node_ms == CIRCLET_UNREACHED ||
           add_reached(lines, job, from, part_ms);
}

/* Along one link to a destination that is tied to it. */
static bool add_by_tie(ci_reached_lines *lines, const ci_travel_job *job,
                       const ci_tie *tie)
{
    stretch back = {tie->link, tie->fraction, 0,
                    (double)tie->off_road_ms + job->times->boarding_ms, 0};
    stretch on = back;

    on.far = 1;
    return add_reached(lines, job, back,
                       ci_tie_from_start_ms(job->times, tie)) &&
           add_reached(lines, job, on, ci_tie_from_end_ms(job->times, tie));
}

/* Boarding is counted where a journey ends, so it is in these times, too. */
static bool search(const ci_travel_job *job)
{
    if (!ci_travel_job_aim(job))
        return false;
    for (size_t i = 0; i < job->destinations.place_count; i++)
        ci_travel_job_seed(job, i);
    ci_search_run(job->search, job->query->cutoff_ms);
    return true;
}

bool ci_reached_lines_find(ci_reached_lines *lines, const ci_travel_job *job)
{
    const circlet_arc_times *times = job->times;
    const ci_tied_points *places = &job->destinations;

    if (!search(job))
        return false;
    for (uint32_t i = 0; i < times->network->link_count; i++)
        if (!times->is_snap_barrier[i] &&
            ci_link_is_street(times->network, i) &&
            ci_link_is_on_ground(times->network, i) &&
            (!add_by_node(lines, job, i, 1, times->forward_ms[i]) ||
             !add_by_node(lines, job, i, 0, times->backward_ms[i])))
            return false;
    for (size_t i = 0; i < places->first[places->place_count]; i++)
        if (!add_by_tie(lines, job, &places->ties[i]))
            return false;
    return true;
}
