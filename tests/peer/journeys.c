/*
 * Prints journeys through a city for a script to compare:
 *
 *     journeys CITY MODE.yaml CUTOFF_S [SPREAD_M] < QUERIES
 *
 * A line of QUERIES is "p LON LAT LON LAT" (a way, as mapped), "b LON LAT LON
 * LAT" (its time at each bound), "h LON LAT" (a home) or "f LON LAT" (a
 * facility), in degrees. Points are tied to streets as policies do it, but
 * for SPREAD_M metres beyond the nearest street of the mode. The answers, each
 * counted from 0:
 *
 *     s,WAY,LINK,IS_BACKWARD,METRES,MILLISECONDS,LON,LAT,LON,LAT
 *         a step along a street, from where to where
 *     d,WAY,MILLISECONDS       a delay at a node
 *     p,WAY,MILLISECONDS       the whole way, after its steps
 *     b,WAY,MIN,NOMINAL,MAX
 *     h,HOME,MIN,NOMINAL,MAX,IS_STRAIGHT
 *         to the nearest facility; straight: no street is near, and MIN is
 *         the time as the crow flies
 *
 * Milliseconds are -1 where there is no way within the cutoff.
 */
#include <circlet.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct point_list {
    circlet_point *points;
    size_t count, capacity;
} point_list;

typedef struct asking {
    /* Ways have their start and end one after the other. */
    point_list ways, bound_ways, homes, facilities;
    circlet_network *network;
    circlet_travel_mode *mode;
    circlet_router *router;
    uint32_t cutoff_ms;
} asking;

/* In the order in which they are printed. */
static const circlet_bound bounds[CIRCLET_BOUND_COUNT] = {
    CIRCLET_BOUND_MIN, CIRCLET_BOUND_NOMINAL, CIRCLET_BOUND_MAX};

static bool add_point(point_list *list, circlet_point point)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? 2 * list->capacity : 64;
        circlet_point *points =
            realloc(list->points, capacity * sizeof(*points));

        if (!points)
            return false;
        list->points = points;
        list->capacity = capacity;
    }
    list->points[list->count++] = point;
    return true;
}

/* The locale is that of C, so that the point is the decimal mark. */
static bool read_points(point_list *list, char *text, int count)
{
    char *end = text;

    for (int i = 0; i < count; i++) {
        circlet_point point;

        point.lon = strtod(end, &end);
        point.lat = strtod(end, &end);
        if (!add_point(list, point))
            return false;
    }
    return *end == '\n';
}

static bool read_query(asking *ask, char *line)
{
    switch (line[0]) {
    case 'p':
        return read_points(&ask->ways, line + 1, 2);
    case 'b':
        return read_points(&ask->bound_ways, line + 1, 2);
    case 'h':
        return read_points(&ask->homes, line + 1, 1);
    case 'f':
        return read_points(&ask->facilities, line + 1, 1);
    default:
        return false;
    }
}

static circlet_status open_router(asking *ask, char **arguments,
                                  circlet_error *error)
{
    circlet_snap_options snap = CIRCLET_SNAP_OPTIONS_INIT;
    circlet_status status =
        circlet_read_network(&ask->network, arguments[1], NULL, error);

    if (arguments[4])
        snap.spread_m = strtod(arguments[4], NULL);
    ask->cutoff_ms = (uint32_t)strtol(arguments[3], NULL, 10) * 1000;
    if (!status)
        status = circlet_read_travel_mode(&ask->mode, arguments[2], error);
    if (!status)
        status = circlet_router_new(&ask->router, ask->network, &snap, error);
    if (!status)
        status = circlet_router_add_mode(ask->router, ask->mode, error);
    return status;
}

static void print_steps(const circlet_path *path, size_t way)
{
    for (size_t i = 0; i < circlet_path_step_count(path); i++) {
        const circlet_step *step = circlet_path_step(path, i);

        if (step->kind == CIRCLET_STEP_NODE) {
            printf("d,%zu,%" PRIu32 "\n", way, step->time_ms);
        } else if (step->kind == CIRCLET_STEP_LINK) {
            circlet_point a = step->points[0];
            circlet_point b = step->points[step->point_count - 1];

            printf("s,%zu,%s,%d,%.6f,%" PRIu32 ",%.7f,%.7f,%.7f,%.7f\n", way,
                   step->id ? step->id : "", step->is_backward, step->length_m,
                   step->time_ms, a.lon, a.lat, b.lon, b.lat);
        }
    }
}

/* The time of a way at a bound, -1 if there is none; steps on request. */
static circlet_status ask_way(int64_t *ms, const asking *ask,
                              circlet_bound bound, const circlet_point *ends,
                              const size_t *number, circlet_error *error)
{
    circlet_path *path = NULL;
    circlet_status status = circlet_router_find_path(
        &path, ask->router, circlet_travel_mode_name(ask->mode), bound,
        ends[0], ends[1], ask->cutoff_ms, error);

    *ms = -1;
    if (status)
        return status == CIRCLET_E_NOT_FOUND ? CIRCLET_OK : status;
    *ms = circlet_path_time_ms(path);
    if (number)
        print_steps(path, *number);
    circlet_path_free(path);
    return CIRCLET_OK;
}

static circlet_status print_ways(const asking *ask, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < ask->ways.count / 2; i++) {
        int64_t ms;

        status = ask_way(&ms, ask, CIRCLET_BOUND_NOMINAL,
                         &ask->ways.points[2 * i], &i, error);
        if (!status)
            printf("p,%zu,%" PRId64 "\n", i, ms);
    }
    return status;
}

static circlet_status print_bound_ways(const asking *ask, circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (size_t i = 0; !status && i < ask->bound_ways.count / 2; i++) {
        int64_t ms[CIRCLET_BOUND_COUNT];

        for (size_t k = 0; !status && k < CIRCLET_BOUND_COUNT; k++)
            status = ask_way(&ms[k], ask, bounds[k],
                             &ask->bound_ways.points[2 * i], NULL, error);
        if (!status)
            printf("b,%zu,%" PRId64 ",%" PRId64 ",%" PRId64 "\n", i, ms[0],
                   ms[1], ms[2]);
    }
    return status;
}

static circlet_status ask_nearest(uint32_t *times_ms, circlet_snap *snaps,
                                  const asking *ask, circlet_error *error)
{
    circlet_travel travel = circlet_router_travel(ask->router);
    circlet_travel_query query = {0};
    circlet_status status = CIRCLET_OK;

    query.mode = circlet_travel_mode_name(ask->mode);
    query.origins = ask->homes.points;
    query.origin_count = ask->homes.count;
    query.destinations = ask->facilities.points;
    query.destination_count = ask->facilities.count;
    query.cutoff_ms = ask->cutoff_ms;
    for (size_t k = 0; !status && k < CIRCLET_BOUND_COUNT; k++) {
        size_t first = k * ask->homes.count;

        query.bound = bounds[k];
        status = travel.find_nearest(times_ms + first, snaps + first, &query,
                                     travel.user, error);
    }
    return status;
}

static void print_ms(uint32_t ms)
{
    if (ms == CIRCLET_UNREACHED)
        printf(",-1");
    else
        printf(",%" PRIu32, ms);
}

static circlet_status print_nearest(const asking *ask, circlet_error *error)
{
    size_t count = ask->homes.count;
    uint32_t *times_ms =
        malloc((CIRCLET_BOUND_COUNT * count + 1) * sizeof(*times_ms));
    circlet_snap *snaps =
        malloc((CIRCLET_BOUND_COUNT * count + 1) * sizeof(*snaps));
    circlet_status status = CIRCLET_E_NOMEM;

    snprintf(error->message, sizeof(error->message), "out of memory");
    if (times_ms && snaps)
        status = ask_nearest(times_ms, snaps, ask, error);
    for (size_t i = 0; !status && i < count; i++) {
        printf("h,%zu", i);
        for (size_t k = 0; k < CIRCLET_BOUND_COUNT; k++)
            print_ms(times_ms[k * count + i]);
        printf(",%d\n", snaps[i] != CIRCLET_SNAP_TIED);
    }
    free(times_ms);
    free(snaps);
    return status;
}

static int answer(asking *ask, char **arguments)
{
    char line[256];
    circlet_error error = {CIRCLET_OK, ""};
    circlet_status status;

    while (fgets(line, sizeof(line), stdin))
        if (!read_query(ask, line)) {
            fprintf(stderr, "journeys: bad line: %s", line);
            return 1;
        }
    status = open_router(ask, arguments, &error);
    if (!status)
        status = print_ways(ask, &error);
    if (!status)
        status = print_bound_ways(ask, &error);
    if (!status)
        status = print_nearest(ask, &error);
    if (status)
        fprintf(stderr, "journeys: %s\n", error.message);
    return status ? 1 : 0;
}

int main(int argc, char **argv)
{
    asking ask = {0};
    int result;

    if (argc != 4 && argc != 5) {
        fprintf(stderr, "usage: journeys CITY MODE.yaml CUTOFF_S [SPREAD_M] "
                        "< QUERIES\n");
        return 2;
    }
    result = answer(&ask, argv);
    circlet_router_free(ask.router);
    circlet_travel_mode_free(ask.mode);
    circlet_network_free(ask.network);
    free(ask.ways.points);
    free(ask.bound_ways.points);
    free(ask.homes.points);
    free(ask.facilities.points);
    return result;
}
