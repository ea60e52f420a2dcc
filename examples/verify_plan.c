/*
 * Plans where to build in a small city and has the plan verified, then the
 * same plan with a cost that somebody changed:
 *
 *     verify_plan POLICY.yaml
 *
 * The city is one urban street whose roads form a grid, with some people,
 * no Warm Home and three candidate sites.
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
    const circlet_tag tags[] = {{"highway", "residential"},
                                {"surface", "asphalt"},
                                {"smoothness", "good"},
                                {"incline", "0%"}};
    const circlet_link_record link = {.from = from,
                                      .to = to,
                                      .length_m = BLOCK_M,
                                      .tags = tags,
                                      .tag_count = 4};

    return circlet_network_builder_add_link(builder, &link, error);
}

/* Crossings are numbered row by row, as they are added. */
static circlet_status build_network(circlet_network **out,
                                    circlet_error *error)
{
    circlet_network_builder *builder = NULL;
    circlet_status status = circlet_network_builder_new(&builder, error);

    for (int i = 0; i < SIDE * SIDE && !status; i++) {
        circlet_node here;

        status = circlet_network_builder_add_node(
            builder, crossing(i % SIDE, i / SIDE), NULL, 0, &here, error);
        if (!status && i % SIDE > 0)
            status = add_road(builder, here - 1, here, error);
        if (!status && i >= SIDE)
            status = add_road(builder, here - SIDE, here, error);
    }
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

/* One person at every crossing. */
static circlet_status add_people(circlet_city_builder *builder,
                                 circlet_error *error)
{
    circlet_status status = CIRCLET_OK;
    char id[32];

    for (int i = 0; i < SIDE * SIDE && !status; i++) {
        circlet_demand_record person = CIRCLET_DEMAND_RECORD_INIT;

        snprintf(id, sizeof(id), "p%d", i);
        person.id = id;
        person.at = crossing(i % SIDE, i / SIDE);
        person.kind = "physical";
        person.grade = 3;
        person.age = 50;
        person.aid = "none";
        status = circlet_city_builder_add_demand(builder, &person, error);
    }
    return status;
}

static circlet_status add_sites(circlet_city_builder *builder,
                                circlet_error *error)
{
    const circlet_site_record sites[] = {
        {"north", crossing(2, 6), NULL, NULL, 400, 20, 50000, 0, NULL, false},
        {"corner", crossing(0, 0), NULL, NULL, 400, 20, 0, 0, NULL, false},
        {"south", crossing(5, 1), NULL, NULL, 400, 20, 80000, 0, NULL, false}};
    circlet_status status = CIRCLET_OK;

    for (int i = 0; i < 3 && !status; i++)
        status = circlet_city_builder_add_site(builder, &sites[i], error);
    return status;
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
        status = add_sites(builder, error);
    if (!status)
        status = circlet_city_builder_say_complete(
            builder, CIRCLET_PART_FACILITIES, error);
    if (!status)
        status = circlet_city_builder_finish(out, builder, error);
    circlet_city_builder_free(builder);
    return status;
}

/* ---- planning -------------------------------------------------------------
 */

static circlet_status make_plan(circlet_plan **out,
                                const circlet_policy *policy,
                                const circlet_network *network,
                                const circlet_city *city, circlet_error *error)
{
    circlet_snap_options snap = circlet_policy_snap(policy);
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_router *router = NULL;
    circlet_status status = circlet_router_new(&router, network, &snap, error);

    options.name = "two";
    options.services = "warm_home";
    options.count = 2;
    if (!status)
        status = circlet_read_policy_modes(router, policy, error);
    if (!status) {
        circlet_travel travel = circlet_router_travel(router);

        status =
            circlet_plan_compute(out, policy, city, &travel, &options, error);
    }
    circlet_router_free(router);
    return status;
}

/* The plan with another cost of its first action. */
static circlet_status forge_cost(circlet_plan **out, const circlet_plan *plan,
                                 circlet_error *error)
{
    circlet_plan_action actions[2];
    /* Those who live too far from all sites are of one rule and street. */
    const circlet_plan_parts parts = {.actions = actions,
                                      .action_count = 2,
                                      .levels = circlet_plan_level_at(plan, 0),
                                      .level_count = 1,
                                      .impossible =
                                          circlet_plan_impossible_at(plan, 0),
                                      .impossible_count = 1};

    for (size_t i = 0; i < 2; i++)
        actions[i] = *circlet_plan_action_at(plan, i);
    actions[0].cost_cny -= 100000;
    return circlet_plan_new(out, "cheaper", &parts, error);
}

/* ---- verifying -----------------------------------------------------------
 */

/* What holds is only counted. */
static void print_claims(const circlet_plan *plan,
                         const circlet_verification *found)
{
    printf("%s: %s\n", circlet_plan_name(plan),
           circlet_verification_holds(found) ? "holds" : "does not hold");
    for (size_t i = 0; i < circlet_verification_count(found); i++) {
        const circlet_claim *claim = circlet_verification_at(found, i);

        if (claim->state == CIRCLET_CLAIM_DIFFERS)
            printf("  %s of %s: claimed %.0f, found %.0f\n", claim->what,
                   claim->subject, claim->claimed, claim->found);
    }
}

/* Travel times of a plain search, which owe nothing to the router. */
static circlet_status open_travel(circlet_plain_travel **out,
                                  const circlet_policy *policy,
                                  const circlet_network *network,
                                  circlet_error *error)
{
    circlet_snap_options snap = circlet_policy_snap(policy);
    circlet_status status =
        circlet_plain_travel_new(out, network, &snap, error);

    for (size_t i = 0; i < circlet_policy_mode_count(policy) && !status; i++) {
        circlet_travel_mode *mode = NULL;

        status = circlet_read_policy_mode(&mode, policy, i, error);
        if (!status)
            status = circlet_plain_travel_add_mode(*out, mode, error);
        circlet_travel_mode_free(mode);
    }
    return status;
}

static circlet_status verify(const circlet_plan *plan,
                             const circlet_policy *policy,
                             const circlet_city *city,
                             circlet_plain_travel *plain, circlet_error *error)
{
    circlet_travel travel = circlet_plain_travel_source(plain);
    circlet_verification *found = NULL;
    circlet_status status =
        circlet_plan_verify(&found, plan, policy, city, &travel, NULL, error);

    if (!status)
        print_claims(plan, found);
    circlet_verification_free(found);
    return status;
}

int main(int argc, char **argv)
{
    circlet_policy *policy = NULL;
    circlet_network *network = NULL;
    circlet_city *city = NULL;
    circlet_plan *plan = NULL, *forged = NULL;
    circlet_plain_travel *plain = NULL;
    circlet_error error;
    int failed;

    if (argc != 2) {
        fprintf(stderr, "usage: verify_plan POLICY.yaml\n");
        return 2;
    }
    failed = circlet_read_policy(&policy, argv[1], &error) ||
             build_network(&network, &error) || build_city(&city, &error) ||
             make_plan(&plan, policy, network, city, &error) ||
             open_travel(&plain, policy, network, &error) ||
             verify(plan, policy, city, plain, &error) ||
             forge_cost(&forged, plan, &error) ||
             verify(forged, policy, city, plain, &error);
    if (failed)
        fprintf(stderr, "verify_plan: %s\n", error.message);
    circlet_plain_travel_free(plain);
    circlet_plan_free(forged);
    circlet_plan_free(plan);
    circlet_city_free(city);
    circlet_network_free(network);
    circlet_policy_free(policy);
    return failed ? 1 : 0;
}
