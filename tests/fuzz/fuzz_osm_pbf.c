#include "fuzz_file.h"

#include "io/roads.h"

/* A turn must be one: from a link to a link that both end at its node. */
static void check_turn(const ci_roads *roads, const ci_road_turn *turn)
{
    const uint32_t links[2] = {turn->from_link, turn->to_link};

    if (turn->via >= roads->node_count)
        abort();
    for (size_t i = 0; i < 2; i++)
        if (links[i] >= roads->link_count ||
            (roads->links[links[i]].from != turn->via &&
             roads->links[links[i]].to != turn->via))
            abort();
}

static void check_turns(const ci_roads *roads)
{
    uint64_t count = roads->turn_restriction_used_count;

    for (size_t i = 0; i < CI_TURN_FAULT_COUNT; i++)
        count += roads->turn_faults[i];
    if (count != roads->turn_restriction_count ||
        roads->turn_restriction_used_count > roads->turn_count)
        abort();
    for (size_t i = 0; i < roads->turn_count; i++)
        check_turn(roads, &roads->turns[i]);
}

/* A network must be one: links between nodes that are there, with finite
 * lengths. */
static void check(const ci_roads *roads)
{
    if (roads->link_count == 0 || roads->node_count == 0)
        abort();
    for (size_t i = 0; i < roads->link_count; i++) {
        const ci_road_link *link = &roads->links[i];

        if (link->from >= roads->node_count || link->to >= roads->node_count ||
            !(link->length_m >= 0))
            abort();
    }
    check_turns(roads);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    char path[FUZZ_PATH_SIZE];
    circlet_error error = {CIRCLET_OK, ""};
    ci_roads *roads = NULL;

    fuzz_write(path, bytes, size);
    if (ci_osm_pbf_read(&roads, path, NULL, &error) == CIRCLET_OK)
        check(roads);
    else if (roads || error.message[0] == '\0')
        abort();
    ci_roads_free(roads);
    unlink(path);
    return 0;
}
