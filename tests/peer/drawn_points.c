#include "drawn_points.h"

#include <math.h>
#include <stdlib.h>

#include "network/link_line.h"

/* How many of the points lie within so many degrees of one street. */
#define NEAR_SHARE 0.7
#define NEAR_LON 0.03
#define NEAR_LAT 0.02

/* How far beside its street a point may lie, in degrees. */
#define BESIDE 0.0003

/* 0 or more, and less than 1 (Steele, Lea and Flood 2014, splitmix64). */
static double draw(drawn_points *drawn)
{
    uint64_t z = drawn->random += UINT64_C(0x9e3779b97f4a7c15);

    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

static circlet_point point_of(const drawn_points *drawn, uint32_t link)
{
    return drawn->network->points[drawn->network->links[link].from];
}

static uint32_t draw_street(drawn_points *drawn, bool is_near)
{
    circlet_point centre = point_of(drawn, drawn->centre);

    for (;;) {
        uint32_t link =
            (uint32_t)(draw(drawn) * (double)drawn->network->link_count);
        circlet_point at = point_of(drawn, link);

        if (ci_link_is_street(drawn->network, link) &&
            (!is_near || (fabs(at.lon - centre.lon) < NEAR_LON &&
                          fabs(at.lat - centre.lat) < NEAR_LAT)))
            return link;
    }
}

static circlet_point draw_beside(drawn_points *drawn, uint32_t link)
{
    circlet_point at = ci_link_place(drawn->network, link, draw(drawn));

    at.lon += (draw(drawn) * 2 - 1) * BESIDE;
    at.lat += (draw(drawn) * 2 - 1) * BESIDE;
    return at;
}

static circlet_point draw_anywhere(drawn_points *drawn)
{
    circlet_point low = drawn->network->points[0], high = low;

    for (size_t i = 1; i < drawn->network->node_count; i++) {
        circlet_point at = drawn->network->points[i];

        low.lon = fmin(low.lon, at.lon);
        low.lat = fmin(low.lat, at.lat);
        high.lon = fmax(high.lon, at.lon);
        high.lat = fmax(high.lat, at.lat);
    }
    return (circlet_point){low.lon + draw(drawn) * (high.lon - low.lon),
                           low.lat + draw(drawn) * (high.lat - low.lat)};
}

/* Every fifth destination shares an origin's street, every seventh is an
 * origin. */
static void draw_point(drawn_points *drawn, size_t i)
{
    size_t like = (size_t)(draw(drawn) * (double)drawn->origin_count);
    bool is_destination = i >= drawn->origin_count;
    bool shares_street = is_destination && i % 5 == 0;
    uint32_t street = shares_street
                          ? drawn->streets[like]
                          : draw_street(drawn, draw(drawn) < NEAR_SHARE);

    drawn->streets[i] = street;
    drawn->points[i] = draw_beside(drawn, street);
    if (is_destination && i % 7 == 0)
        drawn->points[i] = drawn->points[like];
    else if (!shares_street && i % 8 == 1)
        drawn->points[i] = point_of(drawn, street);
    else if (!shares_street && i % 8 == 2)
        drawn->points[i] = draw_anywhere(drawn);
}

bool drawn_points_make(drawn_points *drawn)
{
    size_t count = drawn->origin_count + drawn->destination_count;

    drawn->points = calloc(count + 1, sizeof(*drawn->points));
    drawn->streets = calloc(count + 1, sizeof(*drawn->streets));
    if (!drawn->points || !drawn->streets)
        return false;
    drawn->centre = draw_street(drawn, false);
    for (size_t i = 0; i < count; i++)
        draw_point(drawn, i);
    return true;
}

void drawn_points_free(drawn_points *drawn)
{
    free(drawn->points);
    free(drawn->streets);
}
