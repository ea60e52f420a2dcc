/*
 * Prints travel times of a city's streets for a script to compare:
 *
 *     times CITY MODE.yaml within|near|far|nearest CUTOFF_S < POINTS
 *
 * Each line of POINTS is "o LON LAT" (an origin) or "d LON LAT" (a
 * destination), in degrees. Points are tied to streets that they lie on (to
 * a centimetre), so that times run from node to node. `within` prints
 * "origin,destination,milliseconds" for every pair, `nearest`
 * "origin,milliseconds", each counted from 0; what is not reached is left
 * out; `near` and `far` do as `within`, by that engine. `bench` instead of
 * `nearest` asks 20 times and prints the median seconds of a query alone.
 */
#include <circlet.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BENCH_RUNS 20

typedef struct point_list {
    circlet_point *points;
    size_t count, capacity;
} point_list;

typedef struct asking {
    const char *kind;
    point_list origins, destinations;
    circlet_network *network;
    circlet_travel_mode *mode;
    circlet_router *router;
    circlet_travel_query query;
    circlet_travel travel;
} asking;

static bool add_point(point_list *list, double lon, double lat)
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
    list->points[list->count].lon = lon;
    list->points[list->count++].lat = lat;
    return true;
}

/* The locale is that of C, so that the point is the decimal mark. */
static bool read_points(asking *ask)
{
    char line[256];

    while (fgets(line, sizeof(line), stdin)) {
        point_list *list = line[0] == 'o' ? &ask->origins : &ask->destinations;
        char *end = line + 1;
        double lon = strtod(line + 1, &end);
        double lat = strtod(end, &end);

        if (*end != '\n' || !add_point(list, lon, lat)) {
            fprintf(stderr, "times: bad line: %s", line);
            return false;
        }
    }
    return true;
}

static circlet_status open_router(asking *ask, const char *city,
                                  const char *mode, circlet_error *error)
{
    circlet_snap_options options = CIRCLET_SNAP_OPTIONS_INIT;
    circlet_status status;

    options.limit_m = 0.01;
    options.spread_m = 0.001;
    options.detour = 1;
    options.component_nodes = 1;
    status = circlet_read_network(&ask->network, city, NULL, error);
    if (!status)
        status = circlet_read_travel_mode(&ask->mode, mode, error);
    if (!status)
        status =
            circlet_router_new(&ask->router, ask->network, &options, error);
    if (!status)
        status = circlet_router_add_mode(ask->router, ask->mode, error);
    if (!status)
        ask->travel = circlet_router_travel(ask->router);
    return status;
}

static void set_query(asking *ask, long cutoff_s)
{
    ask->query.mode = circlet_travel_mode_name(ask->mode);
    ask->query.bound = CIRCLET_BOUND_NOMINAL;
    ask->query.origins = ask->origins.points;
    ask->query.origin_count = ask->origins.count;
    ask->query.destinations = ask->destinations.points;
    ask->query.destination_count = ask->destinations.count;
    ask->query.cutoff_ms = (uint32_t)cutoff_s * 1000;
}

static circlet_status print_within(const asking *ask, circlet_error *error)
{
    circlet_od_matrix *matrix = NULL;
    circlet_status status =
        ask->travel.find_within(&matrix, &ask->query, ask->travel.user, error);

    if (status)
        return status;
    puts("origin,destination,milliseconds");
    for (size_t i = 0; i < circlet_od_matrix_origin_count(matrix); i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        for (size_t k = 0; k < count; k++)
            printf("%zu,%" PRIu32 ",%" PRIu32 "\n", i, row[k].destination,
                   row[k].time_ms);
    }
    circlet_od_matrix_free(matrix);
    return CIRCLET_OK;
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* Asks `runs` times into `times`, the last answer stays; gives the median. */
static circlet_status ask_nearest(uint32_t *times, circlet_snap *snaps,
                                  double *median_s, const asking *ask,
                                  size_t runs, circlet_error *error)
{
    double taken[BENCH_RUNS];

    for (size_t i = 0; i < runs; i++) {
        double start = now_s();
        circlet_status status = ask->travel.find_nearest(
            times, snaps, &ask->query, ask->travel.user, error);

        if (status)
            return status;
        taken[i] = now_s() - start;
    }
    qsort(taken, runs, sizeof(taken[0]), compare);
    *median_s = taken[runs / 2];
    return CIRCLET_OK;
}

static circlet_status set_engine(const asking *ask, circlet_error *error)
{
    circlet_engine_options options = CIRCLET_ENGINE_OPTIONS_INIT;

    if (strcmp(ask->kind, "near") == 0)
        options.kind = CIRCLET_ENGINE_NEAR;
    if (strcmp(ask->kind, "far") == 0)
        options.kind = CIRCLET_ENGINE_FAR;
    return circlet_router_set_engine(ask->router, &options, error);
}

static bool asks_for_pairs(const char *kind)
{
    return strcmp(kind, "within") == 0 || strcmp(kind, "near") == 0 ||
           strcmp(kind, "far") == 0;
}

static circlet_status print_nearest(const asking *ask, circlet_error *error)
{
    bool is_bench = strcmp(ask->kind, "bench") == 0;
    size_t count = ask->origins.count;
    uint32_t *times = malloc((count + 1) * sizeof(*times));
    circlet_snap *snaps = malloc((count + 1) * sizeof(*snaps));
    circlet_status status = CIRCLET_E_NOMEM;
    double median_s = 0;

    snprintf(error->message, sizeof(error->message), "out of memory");
    if (times && snaps)
        status = ask_nearest(times, snaps, &median_s, ask,
                             is_bench ? BENCH_RUNS : 1, error);
    if (!status && is_bench)
        printf("%.6f\n", median_s);
    for (size_t i = 0; !status && !is_bench && i < count; i++)
        if (times[i] != CIRCLET_UNREACHED)
            printf("%zu,%" PRIu32 "\n", i, times[i]);
    free(times);
    free(snaps);
    return status;
}

static int answer(asking *ask, char **arguments)
{
    circlet_error error = {CIRCLET_OK, ""};
    circlet_status status;

    if (!read_points(ask))
        return 1;
    status = open_router(ask, arguments[1], arguments[2], &error);
    if (!status) {
        set_query(ask, strtol(arguments[4], NULL, 10));
        status = set_engine(ask, &error);
    }
    if (!status) {
        status = asks_for_pairs(ask->kind) ? print_within(ask, &error)
                                           : print_nearest(ask, &error);
    }
    if (status)
        fprintf(stderr, "times: %s\n", error.message);
    return status ? 1 : 0;
}

int main(int argc, char **argv)
{
    asking ask = {0};
    int result;

    if (argc != 5 || (!asks_for_pairs(argv[3]) && strcmp(argv[3], "nearest") &&
                      strcmp(argv[3], "bench"))) {
        fprintf(stderr, "usage: times CITY MODE.yaml "
                        "within|near|far|nearest|bench CUTOFF_S < POINTS\n");
        return 2;
    }
    ask.kind = argv[3];
    result = answer(&ask, argv);
    circlet_router_free(ask.router);
    circlet_travel_mode_free(ask.mode);
    circlet_network_free(ask.network);
    free(ask.origins.points);
    free(ask.destinations.points);
    return result;
}
