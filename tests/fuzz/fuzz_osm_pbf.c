#include "fuzz_file.h"

#include "io/roads.h"

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
