/* Every allocation of planning for all rules together, and of verifying such a
 * plan, fails once. */
#include "failed_allocations.h"
#include "mend_town.h"

#include <circlet/explain.h>
#include <circlet/verify.h>

#define PAIR_MAX 4096

static mend_town town;
static circlet_plan *made; /* for it */

/* As that of the town, but without memory of its own. */
static circlet_status find_within_here(circlet_od_matrix **out,
                                       const circlet_travel_query *query,
                                       void *user, circlet_error *error)
{
    circlet_od_entry entries[PAIR_MAX];
    size_t first[PAIR_MAX + 1] = {0}, count = 0;

    (void)user;
    assert_true(query->origin_count * query->destination_count < PAIR_MAX);
    for (size_t i = 0; i < query->origin_count; i++) {
        for (size_t k = 0; k < query->destination_count; k++)
            if (doubtful_time(query, i, k) != CIRCLET_UNREACHED)
                entries[count++] = (circlet_od_entry){
                    (uint32_t)k, doubtful_time(query, i, k)};
        first[i + 1] = count;
    }
    return circlet_od_matrix_new(out, query->origin_count,
                                 query->destination_count, first, entries,
                                 error);
}

/* There is a street wherever one is asked for. */
static circlet_status find_streets_here(circlet_point *places,
                                        circlet_snap *snaps,
                                        const circlet_travel_query *query,
                                        void *user, circlet_error *error)
{
    (void)user;
    (void)error;
    for (size_t i = 0; i < query->origin_count; i++) {
        places[i] = query->origins[i];
        snaps[i] = CIRCLET_SNAP_TIED;
    }
    return CIRCLET_OK;
}

static circlet_travel travel = {.find_nearest = find_nearest,
                                .find_within = find_within_here};

static const circlet_travel doubted = {.find_nearest = find_doubtful_nearest,
                                       .find_within = find_within_here,
                                       .has_bounds = true};

/* What surely mends the town, or homes that surely cover most. */
static circlet_status plan_surely(size_t count, circlet_error *error)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    circlet_plan *out = NULL;
    circlet_status status;

    options.name = "p";
    options.threads = 1;
    options.is_cautious = true;
    options.services = count > 0 ? "warm_home" : NULL;
    options.count = count;
    status = circlet_plan_compute(&out, &town.policy, town.city, &doubted,
                                  &options, error);
    if (status)
        assert_null(out);
    circlet_plan_free(out);
    return status;
}

static circlet_status plan_what_is_sure(circlet_error *error)
{
    return plan_surely(0, error);
}

static circlet_status plan_sure_homes(circlet_error *error)
{
    return plan_surely(1, error);
}

static circlet_status plan_for(circlet_plan_options options,
                               circlet_error *error)
{
    circlet_plan *out = NULL;
    circlet_status status;

    options.name = "p";
    options.threads = 1;
    status = circlet_plan_compute(&out, &town.policy, town.city, &travel,
                                  &options, error);
    if (status)
        assert_null(out);
    circlet_plan_free(out);
    return status;
}

static circlet_status plan(circlet_error *error)
{
    const circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    return plan_for(options, error);
}

static circlet_status plan_for_little(circlet_error *error)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    options.budget_cny = 1200000;
    return plan_for(options, error);
}

static circlet_status plan_with_moves(circlet_error *error)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    options.allow = "move,close";
    return plan_for(options, error);
}

static circlet_status plan_with_all_limits(circlet_error *error)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;

    options.budgets = "U=900000,P=600000";
    options.max_cost_per_person = 3000;
    options.frontier_count = 2;
    return plan_for(options, error);
}

static void planning_survives_any_lack_of_memory(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    long most = 0;
    size_t homes = 0;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 0; seed < unit_cases(6); seed++) {
        long count;

        draw_mend_town(&town, policy, seed);
        count = allocations_of(plan);
        most = count > most ? count : most;
        allocations_of(plan_for_little);
        allocations_of(plan_with_moves);
        allocations_of(plan_what_is_sure);
        if (town_has(&town, "B-CIRCLE-15") || town_has(&town, "B-CIRCLE-30")) {
            allocations_of(plan_sure_homes);
            homes++;
        }
        if (seed < 3)
            allocations_of(plan_with_all_limits);
        circlet_city_free(town.city);
    }
    print_message("up to %ld allocations\n", most);
    assert_true(most > 100 && homes > 0);
    circlet_policy_free(policy);
    free(text);
}

static circlet_status verify(circlet_error *error)
{
    circlet_verify_options options = CIRCLET_VERIFY_OPTIONS_INIT;
    circlet_verification *found = NULL;
    circlet_status status;

    options.year = 2020;
    options.threads = 1;
    status = circlet_plan_verify(&found, made, &town.policy, town.city,
                                 &travel, &options, error);
    if (status)
        assert_null(found);
    else
        assert_true(circlet_verification_holds(found));
    circlet_verification_free(found);
    return status;
}

static void verifying_survives_any_lack_of_memory(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    long most = 0;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    for (uint64_t seed = 0; seed < 3; seed++) {
        circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
        long count;

        draw_mend_town(&town, policy, seed);
        options.name = "p";
        options.threads = 1;
        options.budget_cny = seed == 2 ? 1200000 : 0;
        assert_ok(circlet_plan_compute(&made, &town.policy, town.city, &travel,
                                       &options, error));
        count = allocations_of(verify);
        most = count > most ? count : most;
        circlet_plan_free(made);
        circlet_city_free(town.city);
    }
    print_message("up to %ld allocations\n", most);
    assert_true(most > 100);
    circlet_policy_free(policy);
    free(text);
}

/* The action that is explained; NULL: all. */
static const char *explained;
static size_t judged_max;

static circlet_status explain(circlet_error *error)
{
    circlet_explain_options options = CIRCLET_EXPLAIN_OPTIONS_INIT;
    circlet_explanation *out = NULL;
    circlet_status status;

    options.action = explained;
    options.judged_max = judged_max;
    options.threads = 1;
    status = circlet_plan_explain(&out, made, &town.policy, town.city, &travel,
                                  &options, error);
    if (status)
        assert_null(out);
    circlet_explanation_free(out);
    return status;
}

static void explaining_survives_any_lack_of_memory(void **state)
{
    circlet_plan_options options = CIRCLET_PLAN_OPTIONS_INIT;
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    uint64_t seed = 1;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    options.name = "p";
    options.threads = 1;
    do {
        town = (mend_town){.focus = TOWN_OF_ALL};
        draw_mend_town(&town, policy, seed++);
        assert_ok(circlet_plan_compute(&made, &town.policy, town.city, &travel,
                                       &options, error));
        if (circlet_plan_action_count(made) > 1)
            break;
        circlet_plan_free(made);
        circlet_city_free(town.city);
    } while (seed < 100);
    assert_true(circlet_plan_action_count(made) > 1);
    explained = circlet_plan_action_at(made, 0)->id;
    assert_true(allocations_of(explain) > 100);
    judged_max = 0;
    explained = NULL;
    assert_true(allocations_of(explain) > 100);
    judged_max = 1;
    assert_true(allocations_of(explain) > 100);
    circlet_plan_free(made);
    circlet_city_free(town.city);
    circlet_policy_free(policy);
    free(text);
}

/* A street some hundred metres wide, with a village and no site. */
static circlet_city *small_land(void)
{
    circlet_city_builder *builder = new_builder();
    circlet_point corners[5];
    circlet_unit_record record = unit("S", CIRCLET_LEVEL_STREET, NULL);

    record.setting = "urban";
    record.area = rectangle(corners, 116, 40, 116.02, 40.01);
    add_unit(builder, record);
    record = unit("V", CIRCLET_LEVEL_COMMUNITY, "S");
    record.area = rectangle(corners, 116, 40, 116.01, 40.01);
    add_unit(builder, record);
    add_person(builder, "p1", 116.002, 40.002, 5000);
    add_person(builder, "p2", 116.015, 40.002, 5000);
    assert_ok(circlet_city_builder_say_complete(
        builder, CIRCLET_PART_FACILITIES, error));
    return finish(builder);
}

static void proposing_survives_any_lack_of_memory(void **state)
{
    char *text = shipped_text();
    circlet_policy *policy = NULL;
    uint64_t seed = 1;

    (void)state;
    assert_ok(read_text(&policy, text, error));
    draw_rules(&town, policy, &seed);
    town.city = small_land();
    travel.find_streets = find_streets_here;
    assert_true(allocations_of(plan) > 100);
    travel.find_streets = NULL;
    circlet_city_free(town.city);
    circlet_policy_free(policy);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planning_survives_any_lack_of_memory),
        cmocka_unit_test(verifying_survives_any_lack_of_memory),
        cmocka_unit_test(explaining_survives_any_lack_of_memory),
        cmocka_unit_test(proposing_survives_any_lack_of_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
