/* One long street from west to east, and a policy's travel modes on it. */
#ifndef TESTS_UNIT_LONG_STREET_H
#define TESTS_UNIT_LONG_STREET_H

#include "judge_city.h"

#define NODES 61
#define STEP_LON 0.001 /* some 85 m */
#define WEST 116.0
#define NORTH 39.9

static circlet_policy *policy;
static circlet_network *network;
static circlet_router *router;

/* ---- the street --------------------------------------------------------- */

static inline circlet_point on_street(double steps)
{
    return (circlet_point){WEST + steps * STEP_LON, NORTH};
}

static inline void add_street(circlet_network_builder *builder)
{
    const circlet_tag tags[] = {{"highway", "residential"},
                                {"surface", "asphalt"},
                                {"smoothness", "good"},
                                {"incline", "0%"}};
    circlet_node here, last = 0;

    for (int i = 0; i < NODES; i++) {
        assert_ok(circlet_network_builder_add_node(builder, on_street(i), NULL,
                                                   0, &here, error));
        if (i > 0) {
            circlet_link_record link = {.from = last,
                                        .to = here,
                                        .length_m = 85,
                                        .tags = tags,
                                        .tag_count = 4};

            assert_ok(circlet_network_builder_add_link(builder, &link, error));
        }
        last = here;
    }
}

static inline int start(void **state)
{
    const circlet_point corners[] = {
        {115, 39}, {117, 39}, {117, 41}, {115, 41}, {115, 39}};
    const circlet_ring ring = {5, false};
    const circlet_area extent = {corners, &ring, 1};
    circlet_network_builder *builder = NULL;
    circlet_snap_options snap;

    (void)state;
    policy = judge_policy();
    snap = circlet_policy_snap(policy);
    snap.component_nodes = 2;
    assert_ok(circlet_network_builder_new(&builder, error));
    add_street(builder);
    assert_ok(circlet_network_builder_set_extent(builder, &extent, error));
    assert_ok(circlet_network_builder_finish(&network, builder, error));
    circlet_network_builder_free(builder);
    assert_ok(circlet_router_new(&router, network, &snap, error));
    assert_ok(circlet_read_policy_modes(router, policy, error));
    return 0;
}

static inline int end(void **state)
{
    (void)state;
    circlet_router_free(router);
    circlet_network_free(network);
    circlet_policy_free(policy);
    return 0;
}

#endif
