/*
 * Prints what a mode makes of every link and node of a city, for a script to
 * compare:
 *
 *     link_times CITY MODE.yaml
 *
 * A line is "l,ID," and the milliseconds forward at the bounds min, nominal
 * and max, then backward; or "n,LON,LAT," and those of passing the node.
 * What is closed is -1.
 */
#include <circlet.h>

#include <inttypes.h>
#include <stdio.h>

#include "network/arc_times.h"

typedef struct asking {
    circlet_network *network;
    circlet_travel_mode *mode;
    circlet_arc_times *times[CIRCLET_BOUND_COUNT];
} asking;

/* In the order in which they are printed. */
static const circlet_bound bounds[CIRCLET_BOUND_COUNT] = {
    CIRCLET_BOUND_MIN, CIRCLET_BOUND_NOMINAL, CIRCLET_BOUND_MAX};

static circlet_status compute(asking *ask, const char *city, const char *mode,
                              circlet_error *error)
{
    circlet_status status =
        circlet_read_network(&ask->network, city, NULL, error);

    if (!status)
        status = circlet_read_travel_mode(&ask->mode, mode, error);
    for (size_t i = 0; !status && i < CIRCLET_BOUND_COUNT; i++)
        status = circlet_arc_times_compute(&ask->times[i], ask->network,
                                           ask->mode, bounds[i], error);
    return status;
}

static void print_ms(uint32_t ms)
{
    if (ms == CI_CLOSED)
        printf(",-1");
    else
        printf(",%" PRIu32, ms);
}

/* What getting from a link onto the node at its end (or start), or the other
 * way, and passing the node takes. */
static void print_end(const asking *ask, uint32_t link, bool at_end)
{
    const ci_link *ends = &ask->network->links[link];
    uint32_t node = at_end ? ends->to : ends->from;

    printf("e,%s,%d", circlet_network_link_id(ask->network, link), at_end);
    for (size_t k = 0; k < CIRCLET_BOUND_COUNT; k++) {
        uint32_t through_ms = ask->times[k]->through_ms[node];
        uint32_t end_ms = ci_approach_ms(ask->times[k], link, at_end);

        print_ms(through_ms == CI_CLOSED || end_ms == CI_CLOSED
                     ? CI_CLOSED
                     : through_ms + end_ms);
    }
    putchar('\n');
}

static void print(const asking *ask)
{
    for (size_t i = 0; i < ask->network->link_count; i++) {
        printf("l,%s", circlet_network_link_id(ask->network, (uint32_t)i));
        for (size_t k = 0; k < CIRCLET_BOUND_COUNT; k++)
            print_ms(ask->times[k]->forward_ms[i]);
        for (size_t k = 0; k < CIRCLET_BOUND_COUNT; k++)
            print_ms(ask->times[k]->backward_ms[i]);
        putchar('\n');
        print_end(ask, (uint32_t)i, false);
        print_end(ask, (uint32_t)i, true);
    }
    for (size_t i = 0; i < ask->network->node_count; i++) {
        circlet_point at = ask->network->points[i];

        printf("n,%.7f,%.7f", at.lon, at.lat);
        for (size_t k = 0; k < CIRCLET_BOUND_COUNT; k++)
            print_ms(ask->times[k]->through_ms[i]);
        putchar('\n');
    }
}

int main(int argc, char **argv)
{
    asking ask = {0};
    circlet_error error = {CIRCLET_OK, ""};
    circlet_status status;

    if (argc != 3) {
        fprintf(stderr, "usage: link_times CITY MODE.yaml\n");
        return 2;
    }
    status = compute(&ask, argv[1], argv[2], &error);
    if (status)
        fprintf(stderr, "link_times: %s\n", error.message);
    else
        print(&ask);
    for (size_t i = 0; i < CIRCLET_BOUND_COUNT; i++)
        circlet_arc_times_free(ask.times[i]);
    circlet_travel_mode_free(ask.mode);
    circlet_network_free(ask.network);
    return status ? 1 : 0;
}
