#include "city_streets.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/union_find.h"

#define SPACING_M 45.0
#define METRES_A_DEGREE 111320.0
#define SOUTH 39.6
#define WEST 116.0
#define BLOCK 16 /* lines from one main street to the next */
#define BRIDGE 64 /* lines from one bridge to the next */
#define CROSSING 32 /* lines from one crossing of a ring road to the next */

typedef struct maker {
    city_streets *city;
    uint32_t side;
    ci_random random;
    double *x, *y; /* metres, of each place of the grid */
} maker;

/* A number from 0 to 1. */
static double draw(maker *make)
{
    return (double)(ci_random_next(&make->random) >> 11) / 9007199254740992.0;
}

double city_speed_kmh(city_class class)
{
    static const double kmh[] = {25, 35, 50, 80};

    return kmh[class];
}

/* How far from the middle the ring roads run, in lines, or 0. */
static uint32_t ring_of(const maker *make, uint32_t line)
{
    static const uint32_t parts[] = {3, 7, 13, 21, 29}; /* of 64 */
    uint32_t middle = make->side / 2;
    uint32_t away = line > middle ? line - middle : middle - line;

    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        if (away == parts[i] * make->side / 64)
            return away;
    return 0;
}

/* The class of a line at a place along it. */
static city_class class_of(const maker *make, uint32_t line, uint32_t along)
{
    uint32_t middle = make->side / 2;
    uint32_t away = along > middle ? along - middle : middle - along;
    uint32_t ring = ring_of(make, line);

    if (ring > 0 && away <= ring)
        return CITY_EXPRESSWAY;
    if (line % BLOCK == 0)
        return CITY_ARTERIAL;
    return line % BLOCK == BLOCK / 2 ? CITY_COLLECTOR : CITY_LOCAL;
}

/* Whether there is water between two neighbouring places. */
static bool crosses_river(const maker *make, uint32_t column, uint32_t row,
                          bool is_upward)
{
    double side = make->side;
    double river_row =
        side * (0.35 + 0.06 * sin(2 * 3.14159265358979 * 1.5 * column / side));
    double river_column =
        side * (0.6 + 0.05 * sin(2 * 3.14159265358979 * 2 * row / side));

    if (is_upward)
        return row <= river_row && river_row < row + 1;
    return row < river_row && column <= river_column &&
           river_column < column + 1;
}

/* Whether the street along `line` goes on from `along` to the next place. */
static bool goes_on(maker *make, uint32_t line, uint32_t along, bool is_upward)
{
    city_class class = class_of(make, line, along);
    city_class at = class_of(make, along, line);
    city_class next = class_of(make, along + 1, line);
    uint32_t column = is_upward ? line : along;
    uint32_t row = is_upward ? along : line;

    if (crosses_river(make, column, row, is_upward))
        return class >= CITY_ARTERIAL && line % BRIDGE == 0;
    if (class == CITY_EXPRESSWAY)
        return true;
    if (at == CITY_EXPRESSWAY || next == CITY_EXPRESSWAY)
        return class == CITY_ARTERIAL && line % CROSSING == 0;
    if (class >= CITY_COLLECTOR)
        return true;
    if (at == CITY_ARTERIAL || next == CITY_ARTERIAL)
        return draw(make) < 0.35;
    return draw(make) < 0.85;
}

static void add_link(maker *make, size_t from, size_t to, city_class class)
{
    double way_m =
        hypot(make->x[from] - make->x[to], make->y[from] - make->y[to]);

    make->city->links[make->city->link_count++] = (city_link){
        (uint32_t)from, (uint32_t)to, way_m * (1 + 0.1 * draw(make)), class};
}

static void lay_streets(maker *make)
{
    uint32_t side = make->side;

    for (uint32_t row = 0; row < side; row++)
        for (uint32_t column = 0; column < side; column++) {
            size_t here = (size_t)row * side + column;

            if (column + 1 < side && goes_on(make, row, column, false))
                add_link(make, here, here + 1, class_of(make, row, column));
            if (row + 1 < side && goes_on(make, column, row, true))
                add_link(make, here, here + side, class_of(make, column, row));
        }
}

static void place_nodes(maker *make)
{
    for (size_t i = 0; i < (size_t)make->side * make->side; i++) {
        double column = (double)(i % make->side);
        double row = (double)(i / make->side);

        make->x[i] = SPACING_M * (column + 0.5 * (draw(make) - 0.5));
        make->y[i] = SPACING_M * (row + 0.5 * (draw(make) - 0.5));
    }
}

/* The number that each node of the largest piece keeps. false: no memory. */
static bool number_nodes(maker *make, uint32_t *number)
{
    size_t count = (size_t)make->side * make->side;
    uint32_t *parent = malloc(count * sizeof(*parent));
    uint32_t *size = calloc(count, sizeof(*size));
    uint32_t best = 0;
    bool is_ready = parent && size;

    for (uint32_t i = 0; i < count && is_ready; i++)
        parent[i] = i;
    for (size_t i = 0; i < make->city->link_count && is_ready; i++)
        ci_union_join(parent, make->city->links[i].from,
                      make->city->links[i].to);
    for (uint32_t i = 0; i < count && is_ready; i++) {
        uint32_t root = ci_union_root(parent, i);

        if (++size[root] > size[best])
            best = root;
    }
    for (uint32_t i = 0; i < count && is_ready; i++)
        number[i] = ci_union_root(parent, i) == best ? make->city->node_count++
                                                     : UINT32_MAX;
    free(parent);
    free(size);
    return is_ready;
}

static void keep_largest(maker *make, const uint32_t *number)
{
    city_streets *city = make->city;
    double metres_a_lon =
        METRES_A_DEGREE * cos(SOUTH * 3.14159265358979 / 180);
    size_t kept = 0;

    for (size_t i = 0; i < (size_t)make->side * make->side; i++)
        if (number[i] != UINT32_MAX)
            city->points[number[i]] =
                (circlet_point){WEST + make->x[i] / metres_a_lon,
                                SOUTH + make->y[i] / METRES_A_DEGREE};
    for (size_t i = 0; i < city->link_count; i++) {
        city_link link = city->links[i];

        link.from = number[link.from];
        link.to = number[link.to];
        if (link.from != UINT32_MAX)
            city->links[kept++] = link;
    }
    city->link_count = kept;
}

bool city_streets_make(city_streets *city, uint32_t side, uint64_t seed)
{
    size_t count = (size_t)side * side;
    maker make = {city, side, ci_random_start(seed, "city streets"),
                  calloc(count + 1, sizeof(double)),
                  calloc(count + 1, sizeof(double))};
    uint32_t *number = malloc((count + 1) * sizeof(*number));
    bool is_made;

    memset(city, 0, sizeof(*city));
    city->points = calloc(count + 1, sizeof(*city->points));
    city->links = calloc(2 * count + 1, sizeof(*city->links));
    is_made = make.x && make.y && number && city->points && city->links;
    if (is_made) {
        place_nodes(&make);
        lay_streets(&make);
        is_made = number_nodes(&make, number);
    }
    if (is_made)
        keep_largest(&make, number);
    else
        city_streets_free(city);
    free(make.x);
    free(make.y);
    free(number);
    return is_made;
}

void city_streets_free(city_streets *city)
{
    free(city->points);
    free(city->links);
    memset(city, 0, sizeof(*city));
}
