/*
 * Asks which of two facilities one traveller reaches first, and how long it
 * takes:
 *
 *     nearest MODE.yaml
 *
 * One street of three nodes leads from a home past a park to a clinic.
 */
#include <circlet.h>

#include <inttypes.h>
#include <stdio.h>

#define TEN_MINUTES UINT32_C(600000)

static const circlet_point nodes[] = {
    {116.300, 39.900}, {116.303, 39.900}, {116.304, 39.900}};

static circlet_status add_street(circlet_network_builder *builder,
                                 circlet_error *error)
{
    const circlet_tag tags[] = {{"highway", "residential"}};
    const double lengths_m[] = {256.5, 85.5};
    circlet_node last = 0, here;
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < 3 && !status; i++) {
        status = circlet_network_builder_add_node(builder, nodes[i], NULL, 0,
                                                  &here, error);
        if (!status && i > 0) {
            circlet_link_record link = {.from = last,
                                        .to = here,
                                        .length_m = lengths_m[i - 1],
                                        .tags = tags,
                                        .tag_count = 1};

            status = circlet_network_builder_add_link(builder, &link, error);
        }
        last = here;
    }
    return status;
}

static circlet_status build_network(circlet_network **out,
                                    circlet_error *error)
{
    circlet_network_builder *builder = NULL;
    circlet_status status = circlet_network_builder_new(&builder, error);

    if (!status)
        status = add_street(builder, error);
    if (!status)
        status = circlet_network_builder_finish(out, builder, error);
    circlet_network_builder_free(builder);
    return status;
}

/* Prints the facilities within ten minutes, the nearest first. */
static circlet_status ask(const circlet_travel *travel, const char *mode,
                          circlet_error *error)
{
    static const char *const names[] = {"park", "clinic"};
    circlet_travel_query query = {.mode = mode,
                                  .bound = CIRCLET_BOUND_NOMINAL,
                                  .origins = nodes,
                                  .origin_count = 1,
                                  .destinations = nodes + 1,
                                  .destination_count = 2,
                                  .cutoff_ms = TEN_MINUTES};
    circlet_od_matrix *matrix = NULL;
    circlet_status status =
        travel->find_within(&matrix, &query, travel->user, error);
    const circlet_od_entry *row;
    size_t count;

    if (status)
        return status;
    row = circlet_od_matrix_row(matrix, 0, &count);
    for (size_t i = 0; i < count; i++)
        printf("%s: %" PRIu32 " s\n", names[row[i].destination],
               row[i].time_ms / 1000);
    circlet_od_matrix_free(matrix);
    return CIRCLET_OK;
}

static circlet_status travel_in(const circlet_travel_mode *mode,
                                const circlet_network *network,
                                circlet_error *error)
{
    circlet_router *router = NULL;
    circlet_status status = circlet_router_new(&router, network, NULL, error);

    if (!status)
        status = circlet_router_add_mode(router, mode, error);
    if (!status) {
        circlet_travel travel = circlet_router_travel(router);

        status = ask(&travel, circlet_travel_mode_name(mode), error);
    }
    circlet_router_free(router);
    return status;
}

int main(int argc, char **argv)
{
    circlet_travel_mode *mode = NULL;
    circlet_network *network = NULL;
    circlet_error error;
    int failed;

    if (argc != 2) {
        fprintf(stderr, "usage: nearest MODE.yaml\n");
        return 2;
    }
    failed = circlet_read_travel_mode(&mode, argv[1], &error) ||
             build_network(&network, &error) ||
             travel_in(mode, network, &error);
    if (failed)
        fprintf(stderr, "nearest: %s\n", error.message);
    circlet_network_free(network);
    circlet_travel_mode_free(mode);
    return failed ? 1 : 0;
}
