/*
 * Asks, on one street with three houses and two clinics, for all times, the
 * nearest clinic of each house, how many houses each clinic has within five
 * and ten minutes, and which they are:
 *
 *     matrix MODE.yaml
 */
#include <circlet.h>

#include <inttypes.h>
#include <stdio.h>

#define MINUTE UINT32_C(60000)
#define HOUSES 3
#define CLINICS 2

static const circlet_point street[] = {{116.300, 39.900}, {116.312, 39.900}};
static const circlet_point houses[HOUSES] = {
    {116.300, 39.900}, {116.304, 39.900}, {116.311, 39.900}};
static const circlet_point clinics[CLINICS] = {{116.302, 39.900},
                                               {116.312, 39.900}};

static circlet_status build_network(circlet_network **out,
                                    circlet_error *error)
{
    const circlet_tag tag = {"highway", "residential"};
    circlet_link_record link = {
        .length_m = 1025, .tags = &tag, .tag_count = 1};
    circlet_network_builder *builder = NULL;
    circlet_status status = circlet_network_builder_new(&builder, error);

    if (!status)
        status = circlet_network_builder_add_node(builder, street[0], NULL, 0,
                                                  &link.from, error);
    if (!status)
        status = circlet_network_builder_add_node(builder, street[1], NULL, 0,
                                                  &link.to, error);
    if (!status)
        status = circlet_network_builder_add_link(builder, &link, error);
    if (!status)
        status = circlet_network_builder_finish(out, builder, error);
    circlet_network_builder_free(builder);
    return status;
}

static void print_matrix(const char *title, const circlet_od_matrix *matrix)
{
    printf("%s:\n", title);
    for (size_t i = 0; i < circlet_od_matrix_origin_count(matrix); i++) {
        size_t count;
        const circlet_od_entry *row = circlet_od_matrix_row(matrix, i, &count);

        for (size_t k = 0; k < count; k++)
            printf("  house %zu to clinic %" PRIu32 ": %" PRIu32 " s\n", i,
                   row[k].destination, row[k].time_ms / 1000);
    }
}

/* All pairs within ten minutes, and the nearest clinics alone. */
static circlet_status ask_times(circlet_router *router,
                                const circlet_travel_query *query,
                                circlet_error *error)
{
    circlet_od_matrix *all = NULL, *nearest = NULL;
    circlet_status status =
        circlet_od_matrix_compute(&all, router, query, error);

    if (!status)
        status = circlet_nearest_compute(&nearest, router, query, 1, error);
    if (!status) {
        print_matrix("all", all);
        print_matrix("nearest", nearest);
    }
    circlet_od_matrix_free(all);
    circlet_od_matrix_free(nearest);
    return status;
}

static circlet_status ask_bands(circlet_router *router,
                                const circlet_travel_query *query,
                                circlet_error *error)
{
    const uint32_t cutoffs_ms[] = {5 * MINUTE, 10 * MINUTE};
    int64_t sums[CLINICS * 2];
    circlet_status status =
        circlet_reach_sum_bands(sums, router, query, CIRCLET_SIDE_DESTINATION,
                                NULL, cutoffs_ms, 2, error);

    if (status)
        return status;
    for (size_t i = 0; i < CLINICS; i++)
        printf("clinic %zu: %" PRId64 " within 5 min, %" PRId64
               " within 10 min\n",
               i, sums[2 * i], sums[2 * i + 1]);
    return CIRCLET_OK;
}

static circlet_status ask_lists(circlet_router *router,
                                const circlet_travel_query *query,
                                circlet_error *error)
{
    circlet_reach_lists *lists = NULL;
    circlet_status status = circlet_reach_lists_compute(
        &lists, router, query, CIRCLET_SIDE_DESTINATION, error);

    if (status)
        return status;
    for (size_t i = 0; i < circlet_reach_lists_size(lists); i++) {
        uint32_t list[HOUSES];

        circlet_reach_lists_copy(lists, i, list);
        printf("clinic %zu:", i);
        for (size_t k = 0; k < circlet_reach_lists_count(lists, i); k++)
            printf(" house %" PRIu32, list[k]);
        putchar('\n');
    }
    circlet_reach_lists_free(lists);
    return CIRCLET_OK;
}

static bool print_row(size_t clinic, const circlet_od_entry *entries,
                      size_t count, void *user)
{
    (void)user;
    printf("row of clinic %zu: %zu, the nearest in %" PRIu32 " s\n", clinic,
           count, count > 0 ? entries[0].time_ms / 1000 : 0);
    return true;
}

/* Rows are not kept, so there may be any number of them. */
static circlet_status ask_rows(circlet_router *router,
                               const circlet_travel_query *query,
                               circlet_error *error)
{
    return circlet_reach_each_row(router, query, CIRCLET_SIDE_DESTINATION,
                                  print_row, NULL, error);
}

static circlet_status ask(circlet_router *router, const char *mode,
                          circlet_error *error)
{
    const circlet_travel_query query = {.mode = mode,
                                        .bound = CIRCLET_BOUND_NOMINAL,
                                        .origins = houses,
                                        .origin_count = HOUSES,
                                        .destinations = clinics,
                                        .destination_count = CLINICS,
                                        .cutoff_ms = 10 * MINUTE};
    circlet_engine_options engine = CIRCLET_ENGINE_OPTIONS_INIT;
    circlet_status status;

    engine.threads = 2;
    engine.memory_bytes = UINT64_C(1) << 30;
    status = circlet_router_set_engine(router, &engine, error);
    if (!status)
        status = ask_times(router, &query, error);
    if (!status)
        status = ask_bands(router, &query, error);
    if (!status)
        status = ask_lists(router, &query, error);
    return status ? status : ask_rows(router, &query, error);
}

static circlet_status travel_in(const circlet_travel_mode *mode,
                                const circlet_network *network,
                                circlet_error *error)
{
    circlet_snap_options snap = CIRCLET_SNAP_OPTIONS_INIT;
    circlet_router *router = NULL;
    circlet_status status;

    snap.component_nodes = 1;
    status = circlet_router_new(&router, network, &snap, error);
    if (!status)
        status = circlet_router_add_mode(router, mode, error);
    if (!status)
        status = ask(router, circlet_travel_mode_name(mode), error);
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
        fprintf(stderr, "usage: matrix MODE.yaml\n");
        return 2;
    }
    failed = circlet_read_travel_mode(&mode, argv[1], &error) ||
             build_network(&network, &error) ||
             travel_in(mode, network, &error);
    if (failed)
        fprintf(stderr, "matrix: %s\n", error.message);
    circlet_network_free(network);
    circlet_travel_mode_free(mode);
    return failed ? 1 : 0;
}
