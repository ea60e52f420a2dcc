/*
 * Builds a small city in memory and judges it by a policy:
 *
 *     small_city POLICY.yaml
 *
 * The city is one urban street whose roads form a grid, with some people
 * and one Warm Home in a corner of it.
 */
#include <circlet.h>

#include <stdio.h>

#define SIDE 8 /* crossings along each side of the grid */
#define BLOCK_M 300.0

/* A block of 300 m in degrees, near Beijing. */
#define BLOCK_LON 0.00351
#define BLOCK_LAT 0.00270

static circlet_point crossing(int column, int row)
{
    return (circlet_point){116.30 + column * BLOCK_LON,
                           39.90 + row * BLOCK_LAT};
}

/* ---- the roads -----------------------------------------------------------
 */

static circlet_status add_road(circlet_network_builder *builder,
                               circlet_node from, circlet_node to,
                               circlet_error *error)
{
    /* What is not said here would be taken at its best and at its worst. */
    const circlet_tag tags[] = {{"highway", "residential"},
                                {"surface", "asphalt"},
                                {"smoothness", "good"},
                                {"incline", "0%"}};
    circlet_link_record link = {.from = from,
                                .to = to,
                                .length_m = BLOCK_M,
                                .tags = tags,
                                .tag_count = 4};

    return circlet_network_builder_add_link(builder, &link, error);
}

/* Crossings are numbered row by row, as they are added. */
static circlet_status add_roads(circlet_network_builder *builder,
                                circlet_error *error)
{
    circlet_status status = CIRCLET_OK;

    for (int row = 0; row < SIDE; row++)
        for (int column = 0; column < SIDE && !status; column++) {
            circlet_node here;

            status = circlet_network_builder_add_node(
                builder, crossing(column, row), NULL, 0, &here, error);
            if (!status && column > 0)
                status = add_road(builder, here - 1, here, error);
            if (!status && row > 0)
                status = add_road(builder, here - SIDE, here, error);
        }
    return status;
}

static circlet_status build_network(circlet_network **out,
                                    circlet_error *error)
{
    /* The roads are all there is between these corners: nobody gets beyond
     * what is known. */
    const circlet_point corners[] = {crossing(-3, -3), crossing(SIDE + 3, -3),
                                     crossing(SIDE + 3, SIDE + 3),
                                     crossing(-3, SIDE + 3), crossing(-3, -3)};
    const circlet_ring ring = {5, false};
    const circlet_area extent = {corners, &ring, 1};
    circlet_network_builder *builder = NULL;
    circlet_status status = circlet_network_builder_new(&builder, error);

    if (!status)
        status = add_roads(builder, error);
    if (!status)
        status = circlet_network_builder_set_extent(builder, &extent, error);
    if (!status)
        status = circlet_network_builder_finish(out, builder, error);
    circlet_network_builder_free(builder);
    return status;
}

/* ---- the city ------------------------------------------------------------
 */

static circlet_status add_street(circlet_city_builder *builder,
                                 circlet_error *error)
{
    const circlet_point corners[] = {crossing(-1, -1), crossing(SIDE, -1),
                                     crossing(SIDE, SIDE), crossing(-1, SIDE),
                                     crossing(-1, -1)};
    const circlet_ring ring = {5, false};
    circlet_unit_record street = CIRCLET_UNIT_RECORD_INIT;

    street.code = "110108001";
    street.name = "Example Street";
    street.level = CIRCLET_LEVEL_STREET;
    street.setting = "urban";
    street.area = (circlet_area){corners, &ring, 1};
    return circlet_city_builder_add_unit(builder, &street, error);
}

/* One person at every second crossing, in every other row a wheelchair
 * user. */
static circlet_status add_people(circlet_city_builder *builder,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    char id[32];

    for (int row = 0; row < SIDE; row += 2)
        for (int column = 0; column < SIDE && !status; column += 2) {
            circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

            snprintf(id, sizeof(id), "p%d-%d", column, row);
            person.id = id;
            person.at = crossing(column, row);
            person.kind = "physical";
            person.grade = 3;
            person.age = 50;
            person.aid = row % 4 == 0 ? "none" : "manual_wheelchair";
            status = circlet_city_builder_add_demand(builder, &person, error);
        }
    return status;
}

static circlet_status add_home(circlet_city_builder *builder,
                               circlet_error *error)
{
    circlet_facility_record home = circlet_facility_record_unknown();

    home.id = "home-1";
    home.name = "Example Warm Home";
    home.type = "warm_home";
    home.tier = "street";
    home.at = crossing(1, 1);
    home.is_comprehensive = CIRCLET_YES;
    home.measures[CIRCLET_MEASURE_AREA_M2] = 320.0;
    return circlet_city_builder_add_facility(builder, &home, error);
}

static circlet_status build_city(circlet_city **out, circlet_error *error)
{
    circlet_city_builder *builder = NULL;
    circlet_status status = circlet_city_builder_new(&builder, error);

    if (!status)
        status = add_street(builder, error);
    if (!status)
        status = add_people(builder, error);
    if (!status)
        status = add_home(builder, error);
    if (!status)
        status = circlet_city_builder_finish(out, builder, error);
    circlet_city_builder_free(builder);
    return status;
}

/* ---- judging -------------------------------------------------------------
 */

static void print_findings(const circlet_findings *findings)
{
    for (size_t i = 0; i < circlet_findings_count(findings); i++) {
        const circlet_finding *finding = circlet_findings_at(findings, i);

        printf("%s: %s: %s\n", circlet_verdict_name(finding->verdict),
               finding->rule, finding->text_en);
    }
}

static circlet_status judge(const circlet_policy *policy,
                            const circlet_network *network,
                            const circlet_city *city, circlet_error *error)
{
    circlet_snap_options snap = circlet_policy_snap(policy);
    circlet_findings *findings = NULL;
    circlet_router *router = NULL;
    circlet_status status = circlet_router_new(&router, network, &snap, error);

    if (!status)
        status = circlet_read_policy_modes(router, policy, error);
    if (!status) {
        circlet_travel travel = circlet_router_travel(router);

        status = circlet_policy_judge(&findings, policy, city, &travel, NULL,
                                      error);
    }
    if (!status)
        print_findings(findings);
    circlet_findings_free(findings);
    circlet_router_free(router);
    return status;
}

int main(int argc, char **argv)
{
    circlet_network *network = NULL;
    circlet_policy *policy = NULL;
    circlet_city *city = NULL;
    circlet_error error;
    int failed;

    if (argc != 2) {
        fprintf(stderr, "usage: small_city POLICY.yaml\n");
        return 2;
    }
    failed = circlet_read_policy(&policy, argv[1], &error) ||
             build_network(&network, &error) || build_city(&city, &error) ||
             judge(policy, network, city, &error);
    if (failed)
        fprintf(stderr, "small_city: %s\n", error.message);
    circlet_city_free(city);
    circlet_network_free(network);
    circlet_policy_free(policy);
    return failed ? 1 : 0;
}
