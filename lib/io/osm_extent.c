/*
 * Who cuts a city out of the map takes every way that touches his box, and
 * takes it whole: motorways and valley roads stick out far, while the
 * streets around them out there are missing. So the box is where every way
 * has a part: no farther west than the eastern end of any way. Some ways
 * have none, such as the rest of a long road that came along as a relation;
 * they are few for the space that they take. So each side is moved outward
 * from the middle, which is full of streets, strip by strip, up to where
 * there are far fewer.
 */
#include "io/osm_extent.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "network/travel_mode.h"

/* With fewer ways each may be as long as the town. */
#define STREET_COUNT_MIN 100

/* Share of the ways that lie on the inner side of where strips start. */
#define MIDDLE_SHARE 0.9

/* Width of a strip, as a share of the middle's. */
#define STRIP_SHARE 0.1

/* With a smaller share of the middle's ways by width, a strip is outside. */
#define STRAY_SHARE 0.05

enum { WEST, SOUTH, EAST, NORTH, SIDE_COUNT };

/* The boxes of ways, side by side. Longitudes and latitudes of the west and
 * south are negated, so that outward is always up. */
typedef struct street_boxes {
    double *outer[SIDE_COUNT]; /* how far a way goes outward */
    double *inner[SIDE_COUNT]; /* and where it is farthest inward, sorted */
    double *room;
    size_t count;
} street_boxes;

static bool is_highway(const ci_osm_street *street)
{
    return ci_tag_value(street->tags, street->tag_count, "highway");
}

static bool street_boxes_start(street_boxes *boxes, size_t capacity)
{
    memset(boxes, 0, sizeof(*boxes));
    boxes->room = malloc((capacity + 1) * 2 * SIDE_COUNT * sizeof(double));
    for (int side = 0; boxes->room && side < SIDE_COUNT; side++) {
        boxes->outer[side] = boxes->room + capacity * (size_t)(2 * side);
        boxes->inner[side] = boxes->room + capacity * (size_t)(2 * side + 1);
    }
    return boxes->room;
}

static void add_box(street_boxes *boxes, const ci_box *box)
{
    const double outer[] = {-box->west, -box->south, box->east, box->north};
    const double inner[] = {-box->east, -box->north, box->west, box->south};

    for (int side = 0; side < SIDE_COUNT; side++) {
        boxes->outer[side][boxes->count] = outer[side];
        boxes->inner[side][boxes->count] = inner[side];
    }
    boxes->count++;
}

static void add_streets(street_boxes *boxes, const ci_osm_streets *streets)
{
    for (size_t i = 0; i < streets->street_count; i++) {
        const ci_osm_street *street = &streets->streets[i];
        ci_box box = ci_box_empty();

        if (!is_highway(street))
            continue;
        for (size_t k = 0; k < street->ref_count; k++) {
            const ci_osm_junction *node =
                ci_osm_junction_of(streets, street->first_ref + k);

            if (node->is_known)
                ci_box_grow(&box, node->at);
        }
        if (box.west <= box.east)
            add_box(boxes, &box);
    }
}

static int compare_numbers(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Where a side is, from `start` outward; `inner` is sorted. */
static double find_side(const double *inner, size_t count, double start,
                        double width)
{
    double step = width * STRIP_SHARE;
    double fewest =
        (2 * MIDDLE_SHARE - 1) * (double)count * STRIP_SHARE * STRAY_SHARE;
    size_t taken = 0, next;

    while (taken < count && inner[taken] <= start)
        taken++;
    for (; taken < count && inner[count - 1] > start + step; taken = next) {
        for (next = taken; inner[next] <= start + step;)
            next++;
        if (next == taken || (double)(next - taken) < fewest)
            return inner[taken - 1];
        start += step;
    }
    return inner[count - 1];
}

/* False if the ways fill no box. */
static bool find_sides(double sides[SIDE_COUNT], const street_boxes *boxes)
{
    size_t middle = (size_t)((double)(boxes->count - 1) * MIDDLE_SHARE);
    double starts[SIDE_COUNT];

    for (int side = 0; side < SIDE_COUNT; side++) {
        qsort(boxes->inner[side], boxes->count, sizeof(double),
              compare_numbers);
        starts[side] = boxes->inner[side][middle];
    }
    for (int side = 0; side < SIDE_COUNT; side++) {
        double width = starts[side] + starts[(side + 2) % SIDE_COUNT];

        if (!(width > 0))
            return false;
        sides[side] =
            find_side(boxes->inner[side], boxes->count, starts[side], width);
    }
    return true;
}

static uint64_t count_outside(const street_boxes *boxes,
                              const double sides[SIDE_COUNT])
{
    uint64_t count = 0;

    for (size_t i = 0; i < boxes->count; i++) {
        bool is_outside = false;

        for (int side = 0; side < SIDE_COUNT; side++)
            is_outside = is_outside || boxes->outer[side][i] > sides[side];
        count += is_outside;
    }
    return count;
}

circlet_status ci_osm_extent_find(ci_roads *roads,
                                  const ci_osm_streets *streets,
                                  circlet_error *error)
{
    double sides[SIDE_COUNT];
    street_boxes boxes;

    if (!street_boxes_start(&boxes, streets->street_count))
        return ci_fail_nomem(error);
    add_streets(&boxes, streets);
    if (boxes.count >= STREET_COUNT_MIN && find_sides(sides, &boxes)) {
        roads->has_core = true;
        roads->core =
            (ci_box){-sides[WEST], -sides[SOUTH], sides[EAST], sides[NORTH]};
        roads->core_street_count = boxes.count;
        roads->core_outside_count = count_outside(&boxes, sides);
    }
    free(boxes.room);
    return CIRCLET_OK;
}
